//! Fields of which at most one, or exactly one, may have a value.

use super::super::{Emitter, ident};
use crate::ir::{Body, Field, Named, Record, Ty};
use contract_model::shape::Group;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let groups = record.groups.iter().map(|group| match group.is_oneof {
        true => oneof(record, group),
        false => fields(emitter, named, record, group),
    });
    quote! { #(#groups)* }
}

/// A oneof holds at most one member by itself.
fn oneof(record: &Record, group: &Group) -> TokenStream {
    let name = group.fields.first().map_or("", String::as_str);
    let Some(field) = record.fields.iter().find(|field| field.oneof.as_deref() == Some(name))
    else {
        return TokenStream::new();
    };
    let (member, label) = (super::super::member(field), &field.name);
    let message = "exactly one field is required in oneof";
    quote! { if self.#member.is_none() { found.push_of(&at.field(#label), "required", "", #message); } }
}

fn fields(emitter: &Emitter<'_>, named: &Named, record: &Record, group: &Group) -> TokenStream {
    let set: Vec<TokenStream> =
        group.fields.iter().filter_map(|name| is_set(emitter, named, record, name)).collect();
    let names = group.fields.join(", ");
    let count = quote! { let count = 0u32 #( + ::core::primitive::u32::from(#set) )*; };
    let id = "message.oneof";
    let many = format!("only one of {names} can be set");
    let none = group.required.then(|| {
        let message = format!("one of {names} must be set");
        quote! { else if count == 0 { found.push_of(at, #id, "", #message); } }
    });
    quote! {{
        #count
        if count > 1 { found.push_of(at, #id, "", #many); } #none
    }}
}

/// Whether a field, or a member of a oneof, has a value.
fn is_set(
    emitter: &Emitter<'_>,
    named: &Named,
    record: &Record,
    name: &str,
) -> Option<TokenStream> {
    if let Some(field) = record.fields.iter().find(|field| field.name == name) {
        return Some(has_value(emitter, field));
    }
    record.fields.iter().find_map(|field| {
        let Ty::Named { id, .. } = field.ty.required() else { return None };
        let Body::Union(union) = &emitter.ir.get(*id).body else { return None };
        let branch = union.branches.iter().find(|branch| branch.name == name)?;
        let (member, path, variant) = (super::super::member(field), emitter.path(named, *id), ident(&branch.ident));
        Some(quote! { ::core::matches!(&self.#member, ::core::option::Option::Some(#path::#variant(_))) })
    })
}

fn has_value(emitter: &Emitter<'_>, field: &Field) -> TokenStream {
    let member = super::super::member(field);
    match &field.ty {
        Ty::Option { .. } => quote! { self.#member.is_some() },
        Ty::Array(_) | Ty::Map(..) => quote! { !self.#member.is_empty() },
        ty => {
            let is_set = super::super::proto::is_set(emitter, ty, &quote! { (&self.#member) });
            quote! { (#is_set) }
        }
    }
}
