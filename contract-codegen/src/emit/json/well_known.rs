//! Messages of `google.protobuf` whose JSON is not that of a message: wrappers are their value, `Struct`, `ListValue` and
//! `Value` what they hold, a mask its paths in one text.

mod any;

pub(in super::super) use any::NAME as ANY;

use super::super::{Emitter, ident};
use super::{deserialize, serialize};
use crate::ir::{Body, Branch, Field, Named, Record, Syntax, Ty, Union};
use proc_macro2::TokenStream;
use quote::quote;

/// What a message stands for in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Known {
    /// Its one field: wrappers, `Struct`, `ListValue`.
    Inner,
    /// Any JSON, null too.
    Value,
    /// Null.
    Null,
    FieldMask,
    /// A message by the URL of its type.
    Any,
}

/// Name, meaning, and the field that holds it.
const KNOWN: [(&str, Known, &str); 15] = [
    ("Any", Known::Any, "value"),
    ("BoolValue", Known::Inner, "value"),
    ("BytesValue", Known::Inner, "value"),
    ("DoubleValue", Known::Inner, "value"),
    ("FieldMask", Known::FieldMask, "paths"),
    ("FloatValue", Known::Inner, "value"),
    ("Int32Value", Known::Inner, "value"),
    ("Int64Value", Known::Inner, "value"),
    ("ListValue", Known::Inner, "values"),
    ("NullValue", Known::Null, ""),
    ("StringValue", Known::Inner, "value"),
    ("Struct", Known::Inner, "fields"),
    ("UInt32Value", Known::Inner, "value"),
    ("UInt64Value", Known::Inner, "value"),
    ("Value", Known::Value, "kind"),
];

/// What the type stands for, if it is one of these, with the field that holds it.
pub(in super::super) fn known(named: &Named) -> Option<(Known, Option<&Field>)> {
    let name = named.full_name.strip_prefix("google.protobuf.")?;
    if named.syntax != Syntax::Protobuf {
        return None;
    }
    let (_, known, field) = KNOWN.iter().find(|(one, ..)| *one == name)?;
    match &named.body {
        Body::Record(record) => {
            let field = record.fields.iter().find(|one| one.name == *field)?;
            Some((*known, Some(field)))
        }
        Body::Enum(_) => (*known == Known::Null).then_some((*known, None)),
        Body::Fixed(_) | Body::Union(_) | Body::Value(_) => None,
    }
}

/// `Serialize` and `Deserialize`, if the record's are not those of a record.
pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, record: &Record) -> Option<TokenStream> {
    let (known, field) = known(named)?;
    let field = field?;
    let member = ident(&field.ident);
    let (write, read) = match known {
        Known::Inner if emitter.is_number(named, &field.ty) => (
            quote! { ::contract_runtime::protobuf::number::serialize(&self.#member, serializer) },
            quote! { ::contract_runtime::protobuf::number::deserialize(deserializer) },
        ),
        Known::Inner => (
            quote! { ::contract_runtime::serde::Serialize::serialize(&self.#member, serializer) },
            quote! { ::contract_runtime::serde::Deserialize::deserialize(deserializer) },
        ),
        Known::FieldMask => (
            quote! { ::contract_runtime::protobuf::mask_to_json(&self.#member, serializer) },
            quote! { ::contract_runtime::protobuf::mask_from_json(deserializer) },
        ),
        Known::Value => return value(emitter, named, field),
        Known::Any => return any::emit(emitter, named, record),
        Known::Null => return None,
    };
    let read = quote! { #read.map(|value| Self { #member: value }) };
    Some(both(named, &write, &read))
}

fn both(named: &Named, write: &TokenStream, read: &TokenStream) -> TokenStream {
    let name = ident(&named.ident);
    let (serialize, deserialize) = (serialize(&name, write), deserialize(&name, read));
    quote! { #serialize #deserialize }
}

/// `Value`: what it may hold, by the names of its oneof's members.
fn value(emitter: &Emitter<'_>, named: &Named, field: &Field) -> Option<TokenStream> {
    let (name, member) = (ident(&named.ident), ident(&field.ident));
    let Ty::Named { id, .. } = field.ty.required() else {
        return None;
    };
    let (path, union) = (emitter.path(named, *id), emitter.oneof(&field.ty)?);
    let variant = |name: &str| {
        let variant = ident(&branch(union, name)?.ident);
        Some(quote! { #path::#variant })
    };
    let (null, flag) = (variant("nullValue")?, variant("boolValue")?);
    let (number, text) = (variant("numberValue")?, variant("stringValue")?);
    let (object, list) = (variant("structValue")?, variant("listValue")?);
    let some = quote! { ::core::option::Option::Some };
    let inner = quote! { ::contract_runtime::serde::Serialize::serialize(inner, serializer) };
    let write = quote! {
        match &self.#member {
            ::core::option::Option::None | #some(#null(_)) => serializer.serialize_unit(),
            #some(#number(number)) => {
                ::contract_runtime::protobuf::value_number_to_json(*number, serializer)
            }
            #some(#text(text)) => serializer.serialize_str(text),
            #some(#flag(flag)) => serializer.serialize_bool(*flag),
            #some(#object(inner)) => #inner,
            #some(#list(inner)) => #inner,
        }
    };
    let serde = both(
        named,
        &write,
        &quote! { ::contract_runtime::protobuf::value_from_json(deserializer) },
    );
    let (of_list, of_object) = (
        message(emitter, named, union, "listValue", &quote! { list })?,
        message(emitter, named, union, "structValue", &quote! { object })?,
    );
    let of = |variant: TokenStream, value: TokenStream| {
        quote! { Self { #member: #some(#variant(#value)) } }
    };
    let of_null = of(null, quote! { ::core::default::Default::default() });
    let (of_flag, of_number) = (of(flag, quote! { flag }), of(number, quote! { number }));
    let (of_text, of_list, of_object) =
        (of(text, quote! { text }), of(list, of_list), of(object, of_object));
    Some(quote! {
        #serde

        impl ::contract_runtime::protobuf::JsonValue for #name {
            fn null() -> Self { #of_null }
            fn flag(flag: ::core::primitive::bool) -> Self { #of_flag }
            fn number(number: ::core::primitive::f64) -> Self { #of_number }
            fn text(text: ::std::string::String) -> Self { #of_text }
            fn list(list: ::std::vec::Vec<Self>) -> Self { #of_list }
            fn object(
                object: ::std::collections::BTreeMap<::std::string::String, Self>,
            ) -> Self { #of_object }
        }
    })
}

fn branch<'a>(union: &'a Union, name: &str) -> Option<&'a Branch> {
    union.branches.iter().find(|branch| branch.name == name)
}

/// The message that a member holds, made of its one field.
fn message(
    emitter: &Emitter<'_>,
    named: &Named,
    union: &Union,
    name: &str,
    value: &TokenStream,
) -> Option<TokenStream> {
    let ty = &branch(union, name)?.ty;
    let (Ty::Named { id, .. }, [field]) = (ty, emitter.ir.fields_of(ty)?) else {
        return None;
    };
    let (path, member) = (emitter.path(named, *id), ident(&field.ident));
    Some(quote! { ::core::convert::From::from(#path { #member: #value }) })
}

impl Emitter<'_> {
    /// A field that may be absent, and of which null is a value.
    pub(super) fn holds_any_json(&self, ty: &Ty) -> bool {
        let known = self.named_of(ty.required()).and_then(known);
        ty.is_option() && known.is_some_and(|(known, _)| known == Known::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_sorted_and_stand_once() {
        assert!(KNOWN.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
