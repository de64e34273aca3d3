//! A topic's events as one enum, and what can be said of each without knowing which it is.

use super::{Emitter, ident, path_to};
use crate::ir::{Event, Topic};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, topic: &Topic) -> TokenStream {
    let (name, about) = (ident(&topic.ident), format!(" The events of topic `{}`.", topic.name));
    let events: Vec<&Event> = topic.events.iter().map(|index| &emitter.ir.events[*index]).collect();
    let records = || events.iter().map(|event| emitter.ir.get(event.record));
    let variants: Vec<_> = records().map(|named| ident(&named.ident)).collect();
    let types: Vec<_> =
        records().map(|named| path_to(&topic.modules, &named.modules, &named.ident)).collect();
    let docs = events.iter().map(|event| format!(" `{}`", event.contract.event));
    let indexes: Vec<_> = (0..events.len()).map(Literal::usize_unsuffixed).collect();
    let topic_name = &topic.name;
    let fact = fact(&variants);
    quote! {
        #[doc = #about]
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        pub enum #name {
            #(#[doc = #docs] #variants(#types),)*
        }

        #(impl ::core::convert::From<#types> for #name {
            fn from(event: #types) -> Self { Self::#variants(event) }
        })*

        impl ::contract_runtime::Fact for #name { #fact }

        impl ::contract_runtime::Topic for #name {
            const TOPIC: &'static ::core::primitive::str = #topic_name;
            const EVENTS: &'static [::contract_runtime::topic::Kind] =
                &[#(::contract_runtime::topic::Kind::of::<#types>()),*];

            fn receive_as(
                index: ::core::primitive::usize,
                fingerprint: ::core::option::Option<::core::primitive::u64>,
                value: &[::core::primitive::u8],
            ) -> ::core::result::Result<(::core::primitive::u32, Self), ::contract_runtime::Rejection> {
                match index {
                    #(#indexes => {
                        let (id, event) =
                            ::contract_runtime::topic::receive::<#types>(fingerprint, value)?;
                        ::core::result::Result::Ok((id, Self::#variants(event)))
                    })*
                    _ => ::core::result::Result::Err(
                        ::contract_runtime::topic::no_event::<Self>(value),
                    ),
                }
            }
        }
    }
}

/// Every question is passed on to the event.
fn fact(variants: &[proc_macro2::Ident]) -> TokenStream {
    let str_ty = quote! { ::core::primitive::str };
    let cow = quote! { ::std::borrow::Cow<'_, #str_ty> };
    let option = quote! { ::core::option::Option };
    let questions = [
        (quote! { event_name }, quote! { &'static #str_ty }),
        (quote! { producer }, quote! { #option<&'static #str_ty> }),
        (quote! { event_id }, cow.clone()),
        (quote! { correlation_id }, quote! { &#str_ty }),
        (quote! { causation_id }, quote! { #option<#cow> }),
        (quote! { partition_key }, cow.clone()),
        (quote! { idempotency_key }, cow),
    ];
    let questions = questions.iter().map(|(question, answer)| {
        quote! {
            fn #question(&self) -> #answer {
                match self {
                    #(Self::#variants(event) => ::contract_runtime::Fact::#question(event),)*
                }
            }
        }
    });
    quote! {
        #(#questions)*
        fn validate_with(
            &self,
            now: &::contract_runtime::Now,
        ) -> ::core::result::Result<(), ::contract_runtime::Violations> {
            match self {
                #(Self::#variants(event) => ::contract_runtime::Fact::validate_with(event, now),)*
            }
        }
    }
}
