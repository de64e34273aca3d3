//! Types of JSON Schema contracts: structs and enums, their text as straight-line code, and what the evaluator checks.

mod choice;
mod object;
mod read;
mod schema;
mod shared;
mod tables;
mod tuple;
mod write;

pub(super) use schema::described_schemas;
pub(super) use shared::place as shared_place;
pub(super) use tables::{SCHEMAS, schemas};

use super::{Emitter, doc, enums, ident, json, validate};
use crate::ir::{Body, Enum, Form, Ir, Named, Rest, Ty, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> TokenStream {
    let (definition, read, write) = match &named.body {
        Body::Record(record) if is_tuple(emitter.ir, id) => (
            tuple::definition(emitter, named, record),
            tuple::read(emitter, named, record),
            tuple::write(record),
        ),
        Body::Record(record) => (
            object::definition(emitter, named, record),
            object::read(emitter, id, named, record),
            object::write(emitter, id, record),
        ),
        Body::Enum(body) => (enums::emit(named, body), read_symbol(named, body), write_symbol()),
        Body::Union(union) => (
            choice::definition(emitter, id, named, union),
            choice::read(emitter, id, named, union),
            choice::write(union),
        ),
        Body::Value(_) => (held(named), read_held(), write_held()),
        Body::Fixed(_) => unreachable!("JSON Schema has no bytes of a fixed number"),
    };
    let name = ident(&named.ident);
    let validate = validate::emit(emitter, id);
    let deprecated = emitter.deprecated(id);
    let serde = emitter.config.serde.then(|| bridge(named));
    let schema = (emitter.config.serde && emitter.config.json_schema)
        .then(|| schema::emit(emitter, id, named));
    quote! {
        #deprecated
        #definition
        impl #name {
            /// Reads the value's JSON.
            pub fn read_json(
                reader: &mut ::contract_runtime::json_text::Reader<'_>,
            ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                #read
            }

            /// Appends the value's JSON.
            pub fn write_json(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
                #write
                ::core::result::Result::Ok(())
            }
        }
        #validate
        #serde
        #schema
    }
}

/// serde sees what the text says.
fn bridge(named: &Named) -> TokenStream {
    let name = ident(&named.ident);
    let text = quote! { ::contract_runtime::json_text };
    let write = quote! { #text::serialize(serializer, |out| self.write_json(out)) };
    let read = quote! { #text::deserialize(deserializer, Self::read_json) };
    let (serialize, deserialize) =
        (json::serialize(&name, &write), json::deserialize(&name, &read));
    quote! { #serialize #deserialize }
}

/// The codec of an event.
pub(super) fn event_codec() -> TokenStream {
    quote! {
        fn encoded_size_hint(&self) -> ::core::primitive::usize {
            512
        }

        fn encode(
            &self,
            out: &mut ::std::vec::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
            self.write_json(out)
        }

        fn decode(
            payload: &[::core::primitive::u8],
        ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
            ::contract_runtime::json_text::decode(payload, Self::read_json)
        }
    }
}

/// The property of a type, for faults.
fn property(named: &Named, name: &str) -> TokenStream {
    let owner = &named.full_name;
    quote! { &::contract_runtime::json_text::Property { owner: #owner, name: #name } }
}

fn read_symbol(named: &Named, body: &Enum) -> TokenStream {
    let idents = body.symbols.iter().map(|symbol| ident(&symbol.ident));
    let texts = body.symbols.iter().map(|symbol| &symbol.name);
    let property = property(named, "");
    quote! {
        let before = reader.clone();
        match &*reader.string()? {
            #(#texts => ::core::result::Result::Ok(Self::#idents),)*
            _ => ::core::result::Result::Err(::contract_runtime::json_text::refused(
                &before, ::contract_runtime::json_text::What::Symbol, #property,
            )),
        }
    }
}

fn write_symbol() -> TokenStream {
    quote! { ::contract_runtime::json_text::string(out, self.symbol()); }
}

/// JSON that is held as it is.
fn held(named: &Named) -> TokenStream {
    let (doc, name) = (doc(named.doc.as_deref()), ident(&named.ident));
    quote! {
        #doc
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        pub struct #name(pub ::contract_runtime::json_text::Value);
    }
}

fn read_held() -> TokenStream {
    quote! { ::contract_runtime::json_text::read_value(reader).map(Self) }
}

fn write_held() -> TokenStream {
    quote! { ::contract_runtime::json_text::write_value(out, &self.0)?; }
}

/// Whether a field holds the properties that the schema does not name.
pub(super) fn is_kept(ir: &Ir, id: TypeId, field: usize) -> bool {
    matches!(
        ir.forms.get(&id),
        Some(Form::Object { members, rest: Rest::Kept }) if field == members.len()
    )
}

/// Whether a record travels as a list.
pub(super) fn is_tuple(ir: &Ir, id: TypeId) -> bool {
    matches!(ir.forms.get(&id), Some(Form::Tuple))
}

/// What the evaluator checks of a field.
pub(super) fn judged_field(
    emitter: &Emitter<'_>,
    id: TypeId,
    field: usize,
    place: &TokenStream,
    path: &TokenStream,
) -> Option<TokenStream> {
    let schema = emitter.ir.residuals.get(&(id, Some(field)))?;
    let named = emitter.ir.get(id);
    let Body::Record(record) = &named.body else { return None };
    let schema = tables::reference(named, *schema);
    let judge = |ty: &Ty, place: &TokenStream| {
        let write = write::value(ty, place);
        quote! {
            ::contract_runtime::json_text::judge_text(&#schema, &#path, found, |out| {
                #write
                ::core::result::Result::<(), ::contract_runtime::EncodeError>::Ok(())
            });
        }
    };
    Some(match &record.fields[field].ty {
        Ty::Option { inner, .. } => {
            let judge = judge(inner, &quote! { value });
            quote! { if let ::core::option::Option::Some(value) = #place { #judge } }
        }
        ty => judge(ty, place),
    })
}

/// What the evaluator checks of a record or union as a whole.
pub(super) fn judged_type(emitter: &Emitter<'_>, id: TypeId) -> Option<TokenStream> {
    let schema = emitter.ir.residuals.get(&(id, None))?;
    let schema = tables::reference(emitter.ir.get(id), *schema);
    Some(quote! {
        ::contract_runtime::json_text::judge_text(&#schema, at, found, |out| self.write_json(out));
    })
}

/// The evaluator checks all of JSON that is held as it is.
pub(super) fn judged_value(named: &Named, schema: usize) -> TokenStream {
    let schema = tables::reference(named, schema);
    quote! { ::contract_runtime::json_text::judge(&#schema, &self.0, at, found); }
}
