//! Projections: a struct of a few named fields of an event, read without the rest of its payload.
//!
//! What stands before and between the fields is passed over, what stands behind the last one is not looked at. Texts are
//! borrowed from the payload, so that nothing is allocated.

use super::resolve::Skips;
use super::{Emitter, doc, ident};
use crate::ir::{Event, Field, Named, Projection, Resolution, Ty};
use crate::names;
use contract_schema::avro::{Kind, TypeId as AvroId};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

pub(super) fn emit(emitter: &Emitter<'_>, event: &Event, projection: &Projection) -> TokenStream {
    let Some(resolution) = &event.resolution else {
        return TokenStream::new();
    };
    let named = emitter.ir.get(event.record);
    let mut walk = Walk {
        emitter,
        resolution,
        skips: Skips::new(&resolution.schema, &resolution.least),
        wanted: projection.fields.iter().map(|path| (&**path, local(path))).collect(),
        fields: BTreeMap::new(),
        statements: Vec::new(),
    };
    walk.record(named, &emitter.ir.record(event.record).fields, resolution.schema.root(), "");
    let Walk { mut statements, skips, mut fields, .. } = walk;
    // What stands behind the last field is never looked at.
    while statements.last().is_some_and(|(is_read, _)| !is_read) {
        statements.pop();
    }
    let statements = statements.iter().map(|(_, statement)| statement);
    let skips = skips.print();
    let parts: Vec<_> =
        projection.fields.iter().filter_map(|path| fields.remove(&**path)).collect();
    let name = ident(&projection.ident);
    let lifetime = parts.iter().any(|part| part.borrows).then(|| quote! { <'a> });
    let payload = if lifetime.is_some() {
        quote! { &'a }
    } else {
        quote! { & }
    };
    let summary = doc(Some(&format!(
        "Some fields of [`{}`], read from its payload without the rest.",
        named.ident.trim_start_matches("r#")
    )));
    let definitions = parts.iter().map(|part| {
        let Part { name, ty, doc, .. } = part;
        quote! { #doc pub #name: #ty, }
    });
    let names = parts.iter().map(|part| &part.name);
    quote! {
        #summary
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        pub struct #name #lifetime { #(#definitions)* }

        impl #lifetime #name #lifetime {
            /// Reads the fields from a payload of this very schema, without frame; what follows them is not looked at.
            ///
            /// # Errors
            /// The bytes up to the last field are no such payload.
            pub fn read(
                payload: #payload [::core::primitive::u8],
            ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                ::contract_runtime::avro::decode_part(payload, |reader| {
                    #skips
                    #(#statements)*
                    ::core::result::Result::Ok(Self { #(#names),* })
                })
            }
        }
    }
}

/// The name of a projected field: of a path, its parts joined.
pub(crate) fn local(path: &str) -> String {
    names::snake(&path.replace('.', "_"))
}

/// A field of the struct.
struct Part {
    name: Ident,
    ty: TokenStream,
    doc: TokenStream,
    borrows: bool,
}

struct Walk<'a, 'e> {
    emitter: &'a Emitter<'e>,
    resolution: &'a Resolution,
    skips: Skips<'a>,
    /// Names by path.
    wanted: BTreeMap<&'a str, String>,
    fields: BTreeMap<String, Part>,
    /// Whether it reads a field, and the statement.
    statements: Vec<(bool, TokenStream)>,
}

impl Walk<'_, '_> {
    /// Fields in the order of the wire; a record in a record has its fields in its place.
    fn record(&mut self, from: &Named, fields: &[Field], id: AvroId, prefix: &str) {
        let Kind::Record(record) = &self.resolution.schema.get(id).kind else {
            return;
        };
        for (field, written) in fields.iter().zip(&record.fields) {
            let path = format!("{prefix}{}", field.name);
            let below = format!("{path}.");
            if let Some(name) = self.wanted.get(&*path) {
                let (name, value) = (ident(name), borrowed(self.emitter, from, &field.ty));
                self.statements.push((true, quote! { let #name = #value; }));
                let part = Part {
                    ty: borrowed_ty(self.emitter, from, &field.ty),
                    doc: doc(field.doc.as_deref()),
                    borrows: borrows(&field.ty),
                    name,
                };
                self.fields.insert(path, part);
            } else if self.wanted.keys().any(|wanted| wanted.starts_with(&below))
                && let Some(inner) = self.emitter.ir.fields_of(&field.ty)
            {
                self.record(from, inner, written.ty, &below);
            } else {
                let skip = self.skips.skip(written.ty);
                self.statements.push((false, skip));
            }
        }
    }
}

/// Whether a value of this type can stand in a projection: one that takes no memory of its own.
pub(crate) fn is_plain(ir: &crate::ir::Ir, ty: &Ty) -> bool {
    match ty {
        Ty::Option { inner, .. } => !inner.is_option() && is_plain(ir, inner),
        Ty::Named { id, .. } => {
            matches!(ir.get(*id).body, crate::ir::Body::Enum(_) | crate::ir::Body::Fixed(_))
        }
        Ty::Array(_) | Ty::Map(..) | Ty::Null | Ty::WellKnown(_) | Ty::Json => false,
        Ty::Bool
        | Ty::Int
        | Ty::Long
        | Ty::UInt
        | Ty::ULong
        | Ty::Float
        | Ty::Double
        | Ty::String
        | Ty::Bytes
        | Ty::Uuid(_)
        | Ty::Decimal(_)
        | Ty::Time(_) => true,
    }
}

fn borrows(ty: &Ty) -> bool {
    matches!(ty.required(), Ty::String | Ty::Bytes)
}

fn borrowed_ty(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { &'a ::core::primitive::str },
        Ty::Bytes => quote! { &'a [::core::primitive::u8] },
        Ty::Option { inner, .. } => {
            let inner = borrowed_ty(emitter, from, inner);
            quote! { ::core::option::Option<#inner> }
        }
        other => emitter.ty(from, other),
    }
}

fn borrowed(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { reader.str()? },
        Ty::Bytes => quote! { reader.bytes()? },
        Ty::Option { null, inner } => {
            let value = borrowed(emitter, from, inner);
            let null = proc_macro2::Literal::u32_unsuffixed(*null);
            let other = format_ident!("branch");
            quote! {
                match reader.branch()? {
                    #null => ::core::option::Option::None,
                    #other if #other < 2 => ::core::option::Option::Some(#value),
                    _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
                }
            }
        }
        other => super::codec::read_value(emitter, from, other),
    }
}
