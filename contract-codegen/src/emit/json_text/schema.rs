//! The JSON Schema of a type, for schemars: its own shape, and what it refers to by name.

use super::super::json_schema::described;
use super::super::{Emitter, ident};
use crate::ir::{Body, Form, Named, Rest, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> TokenStream {
    let (name, full_name) = (ident(&named.ident), &named.full_name);
    let schema = quote! { ::contract_runtime::schemars::json_schema };
    let sub = |ty: TokenStream| quote! { generator.subschema_for::<#ty>() };
    let body = match &named.body {
        Body::Record(record) => {
            let (members, rest) = match emitter.ir.forms.get(&id) {
                Some(Form::Object { members, rest }) => (members.clone(), *rest),
                None => (Vec::new(), Rest::Ignored),
            };
            let fields = record.fields.iter().zip(&members);
            let properties = fields.clone().map(|(field, member)| {
                let ty = match member.is_nullable {
                    true => &field.ty,
                    false => field.ty.required(),
                };
                let (name, schema) = (&field.name, sub(emitter.ty(named, ty)));
                quote! { #name: #schema }
            });
            let required = fields.filter(|(_, member)| member.is_required);
            let required = required.map(|(field, _)| &field.name);
            let closed =
                (rest == Rest::Refused).then(|| quote! { , "additionalProperties": false });
            quote! {
                #schema!({
                    "type": "object",
                    "properties": { #(#properties),* },
                    "required": [#(#required),*]
                    #closed
                })
            }
        }
        Body::Enum(body) => {
            let symbols = body.symbols.iter().map(|symbol| &symbol.name);
            quote! { #schema!({ "type": "string", "enum": [#(#symbols),*] }) }
        }
        Body::Union(union) => {
            let branches = union.branches.iter().map(|one| sub(emitter.ty(named, &one.ty)));
            quote! { #schema!({ "anyOf": [#(#branches),*] }) }
        }
        Body::Value(_) | Body::Fixed(_) => quote! { #schema!({}) },
    };
    described(&name, full_name, &quote! { let _ = &generator; #body })
}
