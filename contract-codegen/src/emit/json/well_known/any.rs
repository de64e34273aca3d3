//! `Any`: the message inside as its own JSON, if its type is one of the tree's; else its bytes.

use super::super::super::{Emitter, ident};
use super::{both, known};
use crate::ir::{Body, Named, Record, Syntax, TypeId};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(in super::super::super) const NAME: &str = "google.protobuf.Any";

/// A message whose JSON is the object of its fields stands there with them, any other as `value`.
struct Message {
    full_name: String,
    path: TokenStream,
    has_fields: bool,
}

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, record: &Record) -> Option<TokenStream> {
    let member = |name: &str| -> Option<Ident> {
        let field = record.fields.iter().find(|field| field.name == name)?;
        Some(ident(&field.ident))
    };
    let (url, value) = (member("typeUrl")?, member("value")?);
    let protobuf = quote! { ::contract_runtime::protobuf };
    let messages = messages(emitter, named);
    let writes = messages.iter().map(|Message { full_name, path, has_fields }| match has_fields {
        true => quote! {
            #full_name => #protobuf::any_fields_to_json(
                &self.#url, &self.#value, serializer, #path::merge,
                |message, out| message.write_json_fields(out),
            ),
        },
        false => quote! {
            #full_name => #protobuf::any_value_to_json(
                &self.#url, &self.#value, serializer, #path::merge,
            ),
        },
    });
    let write = quote! {
        match #protobuf::any_name(&self.#url) {
            #(#writes)*
            _ => #protobuf::any_to_json(&self.#url, &self.#value, serializer),
        }
    };
    let reads = messages.iter().map(|Message { full_name, path, has_fields }| match has_fields {
        true => quote! { #full_name => body.fields::<_, __D::Error>(#path::encode_fields)?, },
        false => quote! { #full_name => body.value::<_, __D::Error>(#path::encode_fields)?, },
    });
    let read = quote! {
        let (url, body) = #protobuf::any_from_json(deserializer)?;
        let value = match #protobuf::any_name(&url) {
            #(#reads)*
            _ => body.bytes::<__D::Error>(&url)?,
        };
        ::core::result::Result::Ok(Self { #url: url, #value: value })
    };
    Some(both(named, &write, &read))
}

/// The types that are known: those of the tree, and those that the runtime has.
fn messages(emitter: &Emitter<'_>, from: &Named) -> Vec<Message> {
    let ours = emitter.ir.types.iter().enumerate().filter_map(|(index, named)| {
        let is_message = named.syntax == Syntax::Protobuf && matches!(named.body, Body::Record(_));
        is_message.then(|| Message {
            full_name: named.full_name.clone(),
            path: emitter.path(from, TypeId(index)),
            has_fields: known(named).is_none() && named.full_name != "google.protobuf.Empty",
        })
    });
    let of_runtime = [
        ("google.protobuf.Duration", quote! { Duration }, false),
        ("google.protobuf.Timestamp", quote! { Timestamp }, false),
        ("google.type.Date", quote! { Date }, true),
        ("google.type.Money", quote! { Money }, true),
    ];
    let of_runtime = of_runtime.map(|(full_name, name, has_fields)| Message {
        full_name: full_name.to_owned(),
        path: quote! { ::contract_runtime::protobuf::#name },
        has_fields,
    });
    ours.chain(of_runtime).collect()
}
