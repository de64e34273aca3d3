//! Writers: statements that append a value to `out`.

use super::super::{Emitter, ident, member, once, run};
use crate::ir::{Body, Branch, Record, TimeTy, Ty, Union, UuidWire};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn record(emitter: &Emitter<'_>, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let name = member(field);
        once(value(emitter, &field.ty, &quote! { &self.#name }))
    });
    quote! { #(#fields)* }
}

pub(super) fn enum_body() -> TokenStream {
    quote! { ::contract_runtime::avro::write_long(out, *self as ::core::primitive::i64); }
}

pub(super) fn fixed() -> TokenStream {
    quote! { out.extend_from_slice(&self.0.0); }
}

pub(super) fn union(emitter: &Emitter<'_>, union: &Union) -> TokenStream {
    let arms = union.branches.iter().map(|Branch { ident: name, index, ty, .. }| {
        let (name, branch) = (ident(name), branch(*index));
        let write = value(emitter, ty, &quote! { value });
        quote! { Self::#name(value) => { #branch #write } }
    });
    quote! { match self { #(#arms)* } }
}

/// The index of a branch, known here, so a byte where it is one.
fn branch(index: u32) -> TokenStream {
    if index < 64 {
        let byte = Literal::u8_suffixed(index as u8 * 2);
        return quote! { out.push(#byte); };
    }
    let index = i64::from(index);
    quote! { ::contract_runtime::avro::write_long(out, #index); }
}

/// `place` is an expression of a reference to the value.
fn value(emitter: &Emitter<'_>, ty: &Ty, place: &TokenStream) -> TokenStream {
    match ty {
        Ty::Null => quote! { let _ = #place; },
        Ty::Bool => quote! { ::contract_runtime::avro::write_bool(out, *#place); },
        Ty::Int => quote! { ::contract_runtime::avro::write_int(out, *#place); },
        Ty::Long => quote! { ::contract_runtime::avro::write_long(out, *#place); },
        Ty::Float => quote! { ::contract_runtime::avro::write_float(out, *#place); },
        Ty::Double => quote! { ::contract_runtime::avro::write_double(out, *#place); },
        Ty::String => quote! { ::contract_runtime::avro::write_string(out, #place); },
        Ty::Bytes => quote! { ::contract_runtime::avro::write_bytes(out, #place); },
        Ty::Uuid(UuidWire::Text) => quote! { ::contract_runtime::avro::write_uuid(out, #place); },
        Ty::Uuid(UuidWire::Bytes) => quote! { out.extend_from_slice((#place).as_bytes()); },
        Ty::Decimal(decimal) => match decimal.fixed {
            None => quote! { ::contract_runtime::avro::write_decimal(out, *#place); },
            Some(size) => {
                run(quote! { ::contract_runtime::avro::write_decimal_fixed(out, *#place, #size) })
            }
        },
        Ty::Time(TimeTy::Date | TimeTy::TimeMillis) => {
            quote! { ::contract_runtime::avro::write_int(out, (#place).0); }
        }
        Ty::Time(TimeTy::Duration) => {
            quote! { ::contract_runtime::avro::write_duration(out, *#place); }
        }
        Ty::Time(_) => quote! { ::contract_runtime::avro::write_long(out, (#place).0); },
        Ty::Named { .. } => run(quote! { (#place).write_avro(out) }),
        Ty::Option { null, inner } => option(emitter, *null, inner, place),
        Ty::Array(items) => {
            let write = value(emitter, items, &quote! { item });
            blocks(place, &quote! { item }, &write)
        }
        Ty::Map(_, values) => {
            let write = value(emitter, values, &quote! { value });
            let write = quote! { ::contract_runtime::avro::write_string(out, key); #write };
            blocks(place, &quote! { (key, value) }, &write)
        }
        Ty::UInt | Ty::ULong | Ty::WellKnown(_) | Ty::Json => {
            unreachable!("Avro has neither unsigned nor well-known types")
        }
    }
}

fn option(emitter: &Emitter<'_>, null: u32, inner: &Ty, place: &TokenStream) -> TokenStream {
    if matches!(inner, Ty::String) {
        let null = Literal::u32_unsuffixed(null);
        return quote! { ::contract_runtime::avro::write_optional_string(out, #null, #place); };
    }
    let none = branch(null);
    let write = value(emitter, inner, &quote! { value });
    // The writer of a wide union writes its branch itself.
    let is_union =
        emitter.named_of(inner).is_some_and(|named| matches!(named.body, Body::Union(_)));
    let some = if is_union { TokenStream::new() } else { branch(1 - null) };
    quote! {
        match #place {
            ::core::option::Option::None => { #none }
            ::core::option::Option::Some(value) => { #some #write }
        }
    }
}

/// One block of all items, and the empty block that ends it.
fn blocks(place: &TokenStream, item: &TokenStream, write: &TokenStream) -> TokenStream {
    quote! {
        if !(#place).is_empty() {
            ::contract_runtime::avro::write_long(out, (#place).len() as ::core::primitive::i64);
            for #item in #place {
                #write
            }
        }
        out.push(0);
    }
}
