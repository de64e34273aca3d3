//! An estimate of the encoded size, so that encoding seldom has to grow its buffer.

use super::super::{Emitter, ident, member};
use crate::ir::{Record, Ty, Union};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn record(emitter: &Emitter<'_>, record: &Record) -> TokenStream {
    let fixed: usize = record.fields.iter().map(|field| constant(&field.ty)).sum();
    let variable = record.fields.iter().filter_map(|field| {
        let name = member(field);
        value(emitter, &field.ty, &quote! { (&self.#name) })
    });
    quote! { #fixed #(+ #variable)* }
}

pub(super) fn union(emitter: &Emitter<'_>, union: &Union) -> TokenStream {
    let arms = union.branches.iter().map(|branch| {
        let (name, fixed) = (ident(&branch.ident), constant(&branch.ty));
        match value(emitter, &branch.ty, &quote! { value }) {
            Some(variable) => quote! { Self::#name(value) => #fixed + #variable, },
            None => quote! { Self::#name(_) => #fixed, },
        }
    });
    quote! { match self { #(#arms)* } }
}

/// What a field usually takes with its key, known without looking at it.
fn constant(ty: &Ty) -> usize {
    match ty {
        Ty::Bool => 3,
        Ty::Float => 6,
        Ty::Double => 10,
        Ty::Long | Ty::ULong => 11,
        Ty::WellKnown(_) => 20,
        Ty::Option { inner, .. } => constant(inner),
        _ => 6,
    }
}

/// What is added by looking at the value behind the reference `place`.
fn value(emitter: &Emitter<'_>, ty: &Ty, place: &TokenStream) -> Option<TokenStream> {
    match ty {
        Ty::String | Ty::Bytes => Some(quote! { #place.len() }),
        Ty::Option { inner, .. } => {
            let inner = value(emitter, inner, &quote! { value })?;
            Some(quote! { #place.as_ref().map_or(0, |value| #inner) })
        }
        Ty::Array(items) => {
            let fixed = constant(items) + 20;
            Some(quote! { #place.len() * #fixed })
        }
        Ty::Map(_, values) => {
            let fixed = constant(values) + 40;
            Some(quote! { #place.len() * #fixed })
        }
        ty if !emitter.is_enum(ty) && matches!(ty, Ty::Named { .. }) => {
            Some(quote! { #place.proto_size() })
        }
        _ => None,
    }
}
