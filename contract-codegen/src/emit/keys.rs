//! Partition and idempotency keys as functions over the declared paths.

use super::Emitter;
use crate::ir::{Event, Ty};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, event: &Event) -> TokenStream {
    let text = quote! { ::std::borrow::Cow<'_, ::core::primitive::str> };
    let contract = &event.contract;
    let partition = partition_key(emitter, event);
    // Without a declared key, only a repeated delivery of this very event is the same fact.
    let parts = match contract.idempotency_key.is_empty() {
        true => vec![quote! { ::contract_runtime::Event::event_id(self) }],
        false => contract.idempotency_key.iter().map(|path| part(emitter, event, path)).collect(),
    };
    let name = &contract.event;
    quote! {
        fn partition_key(&self) -> #text { #partition }

        fn idempotency_key(&self) -> #text {
            ::std::borrow::Cow::Owned(::contract_runtime::key::of_event(#name, &[#(&#parts),*]))
        }
    }
}

/// One text is borrowed; anything else is printed.
fn partition_key(emitter: &Emitter<'_>, event: &Event) -> TokenStream {
    let paths = &event.contract.partition_key;
    match &paths[..] {
        [] => quote! { ::contract_runtime::Event::event_id(self) },
        [only] => {
            let (place, ty) = resolve(emitter, event, only);
            match ty {
                Ty::String => quote! { ::std::borrow::Cow::Borrowed(#place.as_str()) },
                _ => {
                    let part = part(emitter, event, only);
                    quote! { ::std::borrow::Cow::Owned(::std::string::ToString::to_string(&#part)) }
                }
            }
        }
        _ => {
            let parts = paths.iter().map(|path| part(emitter, event, path));
            quote! { ::std::borrow::Cow::Owned(::contract_runtime::key::join(&[#(&#parts),*])) }
        }
    }
}

/// An expression of something that prints.
fn part(emitter: &Emitter<'_>, event: &Event, path: &str) -> TokenStream {
    resolve(emitter, event, path).0
}

/// The field at the end of the path; the check before emission has walked it.
fn resolve<'a>(emitter: &'a Emitter<'_>, event: &Event, path: &str) -> (TokenStream, &'a Ty) {
    let mut fields = &emitter.ir.record(event.record).fields[..];
    let mut place = quote! { self };
    let mut ty = &Ty::Null;
    for part in path.split('.') {
        let field = fields.iter().find(|field| field.name == part);
        let field = field.expect("the check phase found every part of the path");
        let name = super::member(field);
        place = quote! { #place.#name };
        ty = &field.ty;
        fields = emitter.ir.fields_of(ty).unwrap_or_default();
    }
    (place, ty)
}
