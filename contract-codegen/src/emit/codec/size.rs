//! Sizes: the least number of bytes that a type has on the wire, and an estimate for a value at hand.

use super::super::{Emitter, argument, ident, member};
use crate::ir::{Body, Branch, Ir, Named, Record, TimeTy, Ty, Union, UuidWire};
use proc_macro2::TokenStream;
use quote::quote;

/// A bound need not be exact: sums end here, since shared records can double them at every level.
const BOUND: usize = 1 << 16;

/// The least number of bytes of a value; the bound that makes block counts harmless.
pub(in super::super) fn min_size(emitter: &Emitter<'_>, ty: &Ty) -> usize {
    least(&emitter.least, ty)
}

/// The least sizes of all named types, by id: a fixpoint that grows from zero, so no type is walked once per path to it.
pub(in super::super) fn least_sizes(ir: &Ir) -> Vec<usize> {
    let mut sizes = vec![0; ir.types.len()];
    loop {
        let next: Vec<usize> = ir.types.iter().map(|named| least_of(named, &sizes)).collect();
        if next == sizes {
            return sizes;
        }
        sizes = next;
    }
}

fn least_of(named: &Named, sizes: &[usize]) -> usize {
    match &named.body {
        Body::Record(record) => {
            let fields = record.fields.iter().map(|field| least(sizes, &field.ty));
            fields.fold(0, |sum: usize, size| sum.saturating_add(size).min(BOUND))
        }
        Body::Enum(_) | Body::Union(_) => 1,
        Body::Fixed(size) => *size,
        Body::Value(_) => 0,
    }
}

/// `sizes` are those of named types.
fn least(sizes: &[usize], ty: &Ty) -> usize {
    match ty {
        Ty::Null | Ty::WellKnown(_) | Ty::Json => 0,
        Ty::Float => 4,
        Ty::Double => 8,
        Ty::Uuid(UuidWire::Text) => 37,
        Ty::Uuid(UuidWire::Bytes) => 16,
        Ty::Decimal(decimal) => decimal.fixed.unwrap_or(1),
        Ty::Time(TimeTy::Duration) => 12,
        Ty::Bool | Ty::Int | Ty::Long | Ty::UInt | Ty::ULong | Ty::String | Ty::Bytes => 1,
        Ty::Time(_) | Ty::Option { .. } | Ty::Array(_) | Ty::Map(..) => 1,
        Ty::Named { id, .. } => sizes[id.0],
    }
}

pub(super) fn record(record: &Record) -> TokenStream {
    let fixed: usize = record.fields.iter().map(|field| constant(&field.ty)).sum();
    let variable = record.fields.iter().filter_map(|field| {
        let name = member(field);
        value(&field.ty, &quote! { (&self.#name) })
    });
    quote! { #fixed #(+ #variable)* }
}

pub(super) fn union(union: &Union) -> TokenStream {
    let arms = union.branches.iter().map(|Branch { ident: name, ty, .. }| {
        let (name, fixed) = (ident(name), constant(ty) + 1);
        match value(ty, &quote! { value }) {
            Some(variable) => quote! { Self::#name(value) => #fixed + #variable, },
            None => quote! { Self::#name(_) => #fixed, },
        }
    });
    quote! { match self { #(#arms)* } }
}

/// What a value takes at least or usually, known without looking at it.
fn constant(ty: &Ty) -> usize {
    match ty {
        Ty::Null | Ty::WellKnown(_) | Ty::Json => 0,
        Ty::Bool => 1,
        Ty::Float => 4,
        Ty::Double => 8,
        Ty::Int | Ty::UInt => 5,
        Ty::Long | Ty::ULong => 10,
        Ty::String | Ty::Bytes => 2,
        Ty::Uuid(UuidWire::Text) => 37,
        Ty::Uuid(UuidWire::Bytes) => 16,
        Ty::Decimal(decimal) => decimal.fixed.unwrap_or(17),
        Ty::Time(TimeTy::Duration) => 12,
        Ty::Time(TimeTy::Date | TimeTy::TimeMillis) => 5,
        Ty::Time(_) => 10,
        Ty::Named { .. } => 0,
        Ty::Option { inner, .. } => 1 + constant(inner),
        Ty::Array(_) | Ty::Map(..) => 4,
    }
}

/// What is added by looking at the value behind the reference `place`.
fn value(ty: &Ty, place: &TokenStream) -> Option<TokenStream> {
    match ty {
        Ty::String | Ty::Bytes => Some(quote! { #place.len() }),
        Ty::Named { .. } => Some(quote! { #place.avro_size() }),
        Ty::Option { inner, .. } if matches!(**inner, Ty::String) => {
            let place = argument(place);
            Some(quote! { ::contract_runtime::avro::optional_length(#place) })
        }
        Ty::Option { inner, .. } => {
            let inner = value(inner, &quote! { value })?;
            Some(quote! { #place.as_ref().map_or(0, |value| #inner) })
        }
        Ty::Array(items) => {
            let fixed = constant(items);
            match value(items, &quote! { item }) {
                Some(variable) => Some(
                    quote! { #place.iter().map(|item| #fixed + #variable).sum::<::core::primitive::usize>() },
                ),
                None => Some(quote! { #place.len() * #fixed }),
            }
        }
        Ty::Map(_, values) => {
            let fixed = constant(values) + 2;
            let variable = value(values, &quote! { value });
            let variable = variable.map(|variable| quote! { + #variable });
            let pattern = if variable.is_some() {
                quote! { value }
            } else {
                quote! { _ }
            };
            Some(quote! {
                #place.iter().map(|(key, #pattern)| #fixed + key.len() #variable).sum::<::core::primitive::usize>()
            })
        }
        _ => None,
    }
}
