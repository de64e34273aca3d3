//! What a field without a value stands for, as prost has it: a function of the field's name that gives the value, or the
//! default that the schema declares.

use super::super::{Emitter, deprecated, ident};
use crate::ir::{Body, Field, Named, Record, Ty, TypeId};
use proc_macro2::{Ident, Literal, TokenStream};
use prost_reflect::Value;
use quote::{format_ident, quote};

/// Names that mean something else already, in generated code or in the traits that messages have; a method of the type
/// itself would be found first.
pub(in super::super) const TAKEN: [&str; 48] = [
    "borrow",
    "borrow_mut",
    "causation_id",
    "check",
    "clear",
    "clone",
    "clone_from",
    "correlation_id",
    "decode",
    "decode_from",
    "decode_into",
    "decode_length_delimited",
    "default",
    "deserialize",
    "encode",
    "encode_fields",
    "encode_length_delimited",
    "encode_length_delimited_to_vec",
    "encode_raw",
    "encode_to_vec",
    "encoded_len",
    "encoded_size_hint",
    "eq",
    "event_id",
    "fmt",
    "from",
    "full_name",
    "idempotency_key",
    "into",
    "merge",
    "merge_field",
    "merge_length_delimited",
    "merge_value",
    "ne",
    "partition_key",
    "proto_length",
    "proto_size",
    "read",
    "read_json",
    "receive",
    "serialize",
    "to_payload",
    "type_id",
    "type_url",
    "validate",
    "validate_at",
    "validate_with",
    "write_json",
];

/// The getters of a message; fields in wrappers, which show nothing, have none.
pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> Option<TokenStream> {
    let Body::Record(record) = &named.body else {
        return None;
    };
    let fields = record.fields.iter().enumerate();
    let getters: Vec<TokenStream> = fields
        .filter_map(|(index, field)| {
            let default = emitter.ir.defaults.get(&(id, index))?;
            Some(getter(emitter, named, record, field, default)).filter(|_| field.sealed.is_none())
        })
        .collect();
    let name = ident(&named.ident);
    (!getters.is_empty()).then(|| quote! { impl #name { #(#getters)* } })
}

fn getter(
    emitter: &Emitter<'_>,
    named: &Named,
    record: &Record,
    field: &Field,
    default: &Value,
) -> TokenStream {
    let (member, name) = (ident(&field.ident), name(record, field));
    let doc = format!(" `{}`, or its default where it has no value.", field.name);
    let deprecated = deprecated(field);
    let (ty, value) = match (field.ty.required(), default) {
        (Ty::String, Value::String(text)) => (
            quote! { &::core::primitive::str },
            quote! { self.#member.as_deref().unwrap_or(#text) },
        ),
        (Ty::Bytes, Value::Bytes(bytes)) => {
            let bytes = Literal::byte_string(bytes);
            (
                quote! { &[::core::primitive::u8] },
                quote! { self.#member.as_ref().map_or(#bytes, |value| &value.0) },
            )
        }
        (ty, default) => {
            let default = literal(emitter, named, ty, default);
            (emitter.ty(named, ty), quote! { self.#member.unwrap_or(#default) })
        }
    };
    quote! {
        #[doc = #doc]
        #deprecated
        pub fn #name(&self) -> #ty { #value }
    }
}

/// The field's own name, unless it is taken.
fn name(record: &Record, field: &Field) -> Ident {
    let own = field.ident.trim_start_matches("r#");
    if !TAKEN.contains(&own) {
        return ident(&field.ident);
    }
    let mut name = format!("{own}_or_default");
    while record.fields.iter().any(|other| other.ident == name) {
        name.push('_');
    }
    format_ident!("{name}")
}

/// A default that is copied.
fn literal(emitter: &Emitter<'_>, named: &Named, ty: &Ty, default: &Value) -> TokenStream {
    match (ty, default) {
        (_, Value::Bool(flag)) => quote! { #flag },
        (_, Value::I32(number)) => quote! { #number },
        (_, Value::I64(number)) => quote! { #number },
        (_, Value::U32(number)) => quote! { #number },
        (_, Value::U64(number)) => quote! { #number },
        (_, Value::F32(number)) => {
            float(&quote! { f32 }, f64::from(*number), || quote! { #number })
        }
        (_, Value::F64(number)) => float(&quote! { f64 }, *number, || quote! { #number }),
        (Ty::Named { id, .. }, Value::EnumNumber(number)) => {
            let path = emitter.path(named, *id);
            let number = Literal::i32_unsuffixed(*number);
            quote! { #path::of_number(#number) }
        }
        _ => quote! { ::core::default::Default::default() },
    }
}

/// Numbers without a literal have a constant.
fn float(ty: &TokenStream, number: f64, finite: impl FnOnce() -> TokenStream) -> TokenStream {
    let constant = match number {
        f64::INFINITY => quote! { INFINITY },
        f64::NEG_INFINITY => quote! { NEG_INFINITY },
        number if number.is_nan() => quote! { NAN },
        _ => return finite(),
    };
    quote! { ::core::primitive::#ty::#constant }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_names_are_sorted_and_stand_once() {
        assert!(TAKEN.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
