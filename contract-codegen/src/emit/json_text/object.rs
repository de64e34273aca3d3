//! Records as structs, and as objects of JSON.

use super::super::{Emitter, deprecated, doc, held, ident, member, redact};
use super::{property, read, write};
use crate::ir::{Field, Form, Member, Named, Record, Rest, Ty, TypeId};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub(super) fn definition(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let (about, name) = (doc(named.doc.as_deref()), ident(&named.ident));
    let fields = record.fields.iter().map(|field| {
        let (about, name) = (doc(field.doc.as_deref()), ident(&field.ident));
        let (ty, deprecated) = (held(field, emitter.ty(named, &field.ty), true), deprecated(field));
        quote! { #about #deprecated pub #name: #ty, }
    });
    let debug = redact::debug(&named.ident, &record.fields.iter().collect::<Vec<_>>(), |field| {
        field.ty.is_option()
    });
    quote! {
        #about
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        pub struct #name { #(#fields)* }
        #debug
    }
}

/// A field with its local variable and how it travels.
struct Slot<'a> {
    field: &'a Field,
    local: Ident,
    member: Member,
}

/// The fields that the schema names, and that of the others.
fn slots<'a>(
    emitter: &Emitter<'_>,
    id: TypeId,
    record: &'a Record,
) -> (Vec<Slot<'a>>, Rest, Option<&'a Field>) {
    let Some(Form::Object { members, rest }) = emitter.ir.forms.get(&id) else {
        return (Vec::new(), Rest::Ignored, None);
    };
    let named = record.fields.iter().zip(members).enumerate();
    let slots = named.map(|(index, (field, member))| Slot {
        field,
        local: format_ident!("value_{index}"),
        member: *member,
    });
    (slots.collect(), *rest, record.fields.get(members.len()))
}

pub(super) fn read(
    emitter: &Emitter<'_>,
    id: TypeId,
    named: &Named,
    record: &Record,
) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    let (slots, rest, kept) = slots(emitter, id, record);
    let locals = slots.iter().map(|slot| {
        let local = &slot.local;
        quote! { let mut #local = ::core::option::Option::None; }
    });
    let arms = slots.iter().map(|slot| arm(emitter, named, slot));
    let other = match (rest, kept) {
        (Rest::Refused, _) => {
            let property = property(named, "");
            quote! { return ::core::result::Result::Err(#text::unknown(reader, #property)) }
        }
        (Rest::Kept, Some(field)) => {
            let Ty::Map(_, values) = &field.ty else { return TokenStream::new() };
            let (value, property) = (read::value(emitter, named, values), property(named, ""));
            quote! {{
                let mut slot = ::core::option::Option::None;
                #text::once(&mut slot, reader, #property, |reader| ::core::result::Result::Ok(#value))?;
                let value = #text::present(slot, reader, #property)?;
                if kept.insert(name.into_owned(), value).is_some() {
                    return ::core::result::Result::Err(#text::refused(
                        reader, #text::What::Duplicate, #property,
                    ));
                }
            }}
        }
        (Rest::Kept | Rest::Ignored, _) => quote! { reader.skip()? },
    };
    let begin_kept = kept.map(|_| quote! { let mut kept = ::std::collections::BTreeMap::new(); });
    let values = slots.iter().map(|slot| {
        let (name, local) = (ident(&slot.field.ident), &slot.local);
        let value = match (slot.member.is_required, slot.field.ty.is_option()) {
            (true, _) => {
                let property = property(named, &slot.field.name);
                quote! { #text::present(#local, reader, #property)? }
            }
            (false, _) if slot.member.is_nullable => quote! { #local.flatten() },
            (false, _) => quote! { #local },
        };
        let value = held(slot.field, value, false);
        quote! { #name: #value, }
    });
    let kept = kept.map(|field| {
        let (name, kept) = (ident(&field.ident), held(field, quote! { kept }, false));
        quote! { #name: #kept, }
    });
    let property = property(named, "");
    quote! {
        let mut members = #text::within(reader.object(), #property)?;
        #(#locals)*
        #begin_kept
        while let ::core::option::Option::Some(name) = reader.member(&mut members)? {
            match &*name {
                #(#arms)*
                _ => #other,
            }
        }
        ::core::result::Result::Ok(Self { #(#values)* #kept })
    }
}

fn arm(emitter: &Emitter<'_>, named: &Named, slot: &Slot<'_>) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    let (name, local) = (&slot.field.name, &slot.local);
    let property = property(named, name);
    let ty = slot.field.ty.required();
    let value = read::value(emitter, named, ty);
    let value = match slot.member.is_nullable {
        true => quote! { reader.nullable(|reader| ::core::result::Result::Ok(#value)) },
        false => quote! { ::core::result::Result::Ok(#value) },
    };
    quote! { #name => #text::once(&mut #local, reader, #property, |reader| #value)?, }
}

pub(super) fn write(emitter: &Emitter<'_>, id: TypeId, record: &Record) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    let (slots, _, kept) = slots(emitter, id, record);
    let members = slots.iter().map(|slot| {
        let (name, key) = (member(slot.field), write::key(&slot.field.name));
        let member = quote! { (&self.#name) };
        match (&slot.field.ty, slot.member.is_required) {
            (Ty::Option { inner, .. }, false) => {
                let value = write::value(inner, &quote! { value });
                quote! {
                    if let ::core::option::Option::Some(value) = #member {
                        comma.key(out, #key);
                        #value
                    }
                }
            }
            (ty, _) => {
                let value = write::value(ty, &member);
                quote! {{ comma.key(out, #key); #value }}
            }
        }
    });
    let kept = kept.and_then(|field| {
        let Ty::Map(_, values) = &field.ty else { return None };
        let (name, value) = (member(field), write::value(values, &quote! { value }));
        let named = slots.iter().map(|slot| &slot.field.name);
        let named = (!slots.is_empty()).then(|| {
            quote! {
                if ::core::matches!(name.as_str(), #(#named)|*) {
                    return ::core::result::Result::Err(::contract_runtime::EncodeError::Property);
                }
            }
        });
        Some(quote! {
            for (name, value) in self.#name.iter() {
                #named
                comma.name(out, name);
                #value
            }
        })
    });
    if slots.is_empty() && kept.is_none() {
        return quote! { out.extend_from_slice(b"{}"); };
    }
    quote! {
        let mut comma = #text::Comma::open(out, b'{');
        #(#members)*
        #kept
        out.push(b'}');
    }
}
