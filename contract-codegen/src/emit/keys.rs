//! Partition and idempotency keys as functions over the declared paths.

use super::Emitter;
use super::json_text::shared_place;
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
            let (place, is_text) = resolve(emitter, event, only);
            match is_text {
                true => quote! { ::std::borrow::Cow::Borrowed(#place) },
                false => {
                    quote! { ::std::borrow::Cow::Owned(::std::string::ToString::to_string(&#place)) }
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

/// The field at the end of the path, which the check before emission has walked, and whether the expression is a text.
/// What Protobuf says is required may still be absent, and then stands for its default, which validation refuses.
fn resolve(emitter: &Emitter<'_>, event: &Event, path: &str) -> (TokenStream, bool) {
    let named = emitter.ir.get(event.record);
    let mut place = quote! { self };
    let (mut is_option, mut is_tag) = (false, false);
    let mut ty = Ty::Named { id: event.record, boxed: false };
    for part in path.split('.') {
        if let (Some(shared), Ty::Named { id, .. }) = (emitter.ir.shared(&ty, part), &ty) {
            // Without options: JSON has what is required, and nothing else is part of a key.
            let union = emitter.path(named, *id);
            let of = shared_place(emitter.ir, &union, &quote! { &#place }, &shared);
            (place, is_tag) = (quote! { (#of) }, shared.is_tag);
            ty = shared.ty;
            continue;
        }
        let mut fields = emitter.ir.fields_of(&ty).unwrap_or_default().iter();
        let field = fields.find(|field| field.name == part);
        let field = field.expect("the check phase found every part of the path");
        let name = super::member(field);
        place = match (is_option, field.ty.is_option()) {
            (false, false) => quote! { #place.#name },
            (false, true) => quote! { #place.#name.as_ref() },
            (true, false) => quote! { #place.map(|outer| &outer.#name) },
            (true, true) => quote! { #place.and_then(|outer| outer.#name.as_ref()) },
        };
        is_option |= field.ty.is_option();
        ty = field.ty.required().clone();
    }
    if is_tag {
        return (place, true);
    }
    let is_text = ty == Ty::String;
    let value = match (is_option, is_text) {
        (false, false) => place,
        (false, true) => quote! { #place.as_str() },
        (true, false) => quote! { #place.copied().unwrap_or_default() },
        (true, true) => quote! { #place.map(::std::string::String::as_str).unwrap_or_default() },
    };
    (value, is_text)
}
