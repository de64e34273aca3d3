//! Borrowed views of Avro records: texts point into the payload, lists and maps stay there until somebody looks.
//!
//! A type that holds nothing to borrow is its own view.

use super::codec::{min_size, read_function, read_value};
use super::{Emitter, ident, once, tried};
use crate::diagnostics::{Finding, Findings};
use crate::ir::{Body, Branch, Ir, Named, Record, Syntax, Ty, TypeId, Union};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// Refuses views whose names are taken.
pub(crate) fn check_names(ir: &Ir, findings: &mut Findings) {
    let borrowing = borrowing(ir);
    for (named, _) in ir.types.iter().zip(&borrowing).filter(|(_, borrows)| **borrows) {
        let name = format!("{}Ref", named.ident);
        let twin =
            ir.types.iter().find(|other| other.ident == name && other.modules == named.modules);
        if let Some(twin) = twin {
            let message = format!(
                "`{}` and the view of `{}` are both `{name}` in Rust",
                twin.full_name, named.full_name
            );
            let help = format!(
                "name it otherwise: `.rename(\"{}\", \"{name}2\")` in build.rs",
                twin.full_name
            );
            findings.push(Finding::error(twin.place, message).help(help));
        }
    }
}

/// Which types hold something to borrow, by id: a fixpoint that grows from what does by itself.
pub(super) fn borrowing(ir: &Ir) -> Vec<bool> {
    let mut known = vec![false; ir.types.len()];
    loop {
        let next: Vec<bool> = ir
            .types
            .iter()
            .map(|named| match &named.body {
                _ if named.syntax != Syntax::Avro => false,
                Body::Record(record) => {
                    record.fields.iter().any(|field| borrows(&known, &field.ty))
                }
                Body::Union(union) => union.branches.iter().any(|one| borrows(&known, &one.ty)),
                Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => false,
            })
            .collect();
        if next == known {
            return known;
        }
        known = next;
    }
}

fn borrows(known: &[bool], ty: &Ty) -> bool {
    match ty {
        Ty::String | Ty::Bytes | Ty::Array(_) | Ty::Map(..) | Ty::Named { boxed: true, .. } => true,
        Ty::Named { id, boxed: false } => known[id.0],
        Ty::Option { inner, .. } => borrows(known, inner),
        Ty::Null
        | Ty::Bool
        | Ty::Int
        | Ty::Long
        | Ty::UInt
        | Ty::ULong
        | Ty::Float
        | Ty::Double
        | Ty::Uuid(_)
        | Ty::Decimal(_)
        | Ty::Time(_)
        | Ty::WellKnown(_)
        | Ty::Json => false,
    }
}

/// The view of a type; nothing for one that is its own.
pub(super) fn emit(emitter: &Emitter<'_>, known: &[bool], id: TypeId) -> TokenStream {
    if !known[id.0] {
        return TokenStream::new();
    }
    let inline = super::codec::inline(emitter.inlined[id.0]);
    let views = Views { emitter, known, inline, from: emitter.ir.get(id) };
    match &views.from.body {
        Body::Record(record) => views.record(record),
        Body::Union(union) => views.union(union),
        Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => TokenStream::new(),
    }
}

struct Views<'a, 'e> {
    emitter: &'a Emitter<'e>,
    known: &'a [bool],
    /// Of its functions.
    inline: TokenStream,
    from: &'a Named,
}

impl Views<'_, '_> {
    fn name(&self) -> Ident {
        format_ident!("{}Ref", self.from.ident)
    }

    fn record(&self, record: &Record) -> TokenStream {
        let name = self.name();
        let fields = record.fields.iter().map(|field| {
            let doc = once(super::doc(field.doc.as_deref()));
            let (field_name, ty) = (ident(&field.ident), once(self.ty(&field.ty)));
            once(quote! { #doc pub #field_name: #ty, })
        });
        let values = record.fields.iter().map(|field| {
            let (field_name, value) = (ident(&field.ident), once(self.value(&field.ty)));
            once(quote! { #field_name: #value, })
        });
        let value = quote! { Self { #(#values)* } };
        let body = match record.recursive {
            true => quote! {
                reader.enter()?;
                let value = #value;
                reader.leave();
                ::core::result::Result::Ok(value)
            },
            false => quote! { ::core::result::Result::Ok(#value) },
        };
        let shared = once(self.shared(&body));
        quote! {
            #[derive(::core::clone::Clone)]
            pub struct #name<'a> { #(#fields)* }
            #shared
        }
    }

    fn union(&self, union: &Union) -> TokenStream {
        let (name, inline) = (self.name(), &self.inline);
        let variants = union.branches.iter().map(|Branch { ident: name, ty, .. }| {
            let (name, ty) = (ident(name), self.ty(ty));
            quote! { #name(#ty), }
        });
        let arms = union.branches.iter().map(|Branch { ident: name, index, ty, .. }| {
            let (index, name) = (Literal::u32_unsuffixed(*index), ident(name));
            let value = self.value(ty);
            quote! { #index => Self::#name(#value), }
        });
        let shared = self.shared(&quote! {
            let branch = reader.branch()?;
            Self::read_view_branch(branch, reader)
        });
        quote! {
            #[derive(::core::clone::Clone)]
            pub enum #name<'a> { #(#variants)* }
            #shared
            impl<'a> #name<'a> {
                #[doc(hidden)]
                #inline
                pub fn read_view_branch(
                    branch: ::core::primitive::u32,
                    reader: &mut ::contract_runtime::avro::Reader<'a>,
                ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                    ::core::result::Result::Ok(match branch {
                        #(#arms)*
                        _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
                    })
                }
            }
        }
    }

    /// Reading, and a `Debug` that shows nothing: a view may hold secrets.
    fn shared(&self, read: &TokenStream) -> TokenStream {
        let (name, text, inline) = (self.name(), self.name().to_string(), &self.inline);
        let decode = matches!(self.from.body, Body::Record(_)).then(|| {
            quote! {
                /// Reads a payload of this very schema, without frame; nothing is copied or allocated.
                ///
                /// # Errors
                /// The bytes are no such payload.
                pub fn decode(
                    payload: &'a [::core::primitive::u8],
                ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                    ::contract_runtime::avro::decode(payload, Self::read_view)
                }
            }
        });
        quote! {
            impl<'a> #name<'a> {
                #decode

                #[doc(hidden)]
                #inline
                pub fn read_view(
                    reader: &mut ::contract_runtime::avro::Reader<'a>,
                ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
                    #read
                }
            }
            impl ::core::fmt::Debug for #name<'_> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_struct(#text).finish_non_exhaustive()
                }
            }
        }
    }

    /// The path to the view of a type.
    fn path(&self, id: TypeId) -> TokenStream {
        let to = self.emitter.ir.get(id);
        let view = format!("{}Ref", to.ident);
        super::path_to(&self.from.modules, &to.modules, &view)
    }

    fn ty(&self, ty: &Ty) -> TokenStream {
        if !borrows(self.known, ty) {
            return self.emitter.ty(self.from, ty);
        }
        match ty {
            Ty::String => quote! { &'a ::core::primitive::str },
            Ty::Bytes => quote! { &'a [::core::primitive::u8] },
            Ty::Named { id, boxed } => {
                let path = match self.known[id.0] {
                    true => {
                        let path = self.path(*id);
                        quote! { #path<'a> }
                    }
                    false => self.emitter.path(self.from, *id),
                };
                match boxed {
                    true => quote! { ::contract_runtime::avro::Lazy<'a, #path> },
                    false => path,
                }
            }
            Ty::Option { inner, .. } => {
                let inner = self.ty(inner);
                quote! { ::core::option::Option<#inner> }
            }
            Ty::Array(items) => {
                let items = self.ty(items);
                quote! { ::contract_runtime::avro::List<'a, #items> }
            }
            Ty::Map(_, values) => {
                let values = self.ty(values);
                quote! {
                    ::contract_runtime::avro::List<'a, (&'a ::core::primitive::str, #values)>
                }
            }
            _ => unreachable!("nothing else borrows"),
        }
    }

    fn value(&self, ty: &Ty) -> TokenStream {
        if !borrows(self.known, ty) {
            return read_value(self.emitter, self.from, ty);
        }
        match ty {
            Ty::String => tried(quote! { reader.str() }),
            Ty::Bytes => tried(quote! { reader.bytes() }),
            Ty::Named { id, boxed } => {
                let read = self.read(*id);
                match boxed {
                    true => {
                        quote! { ::contract_runtime::avro::Lazy::read(reader, |reader| #read)? }
                    }
                    false => tried(read),
                }
            }
            Ty::Option { null, inner } => self.option(*null, inner),
            Ty::Array(items) => {
                let (min_size, read) = (min_size(self.emitter, items), self.function(items));
                quote! { ::contract_runtime::avro::List::read(reader, #min_size, #read)? }
            }
            Ty::Map(_, values) => {
                let (min_size, value) = (min_size(self.emitter, values) + 1, self.value(values));
                quote! {
                    ::contract_runtime::avro::List::read(
                        reader,
                        #min_size,
                        |reader| ::core::result::Result::Ok((reader.str()?, #value)),
                    )?
                }
            }
            _ => unreachable!("nothing else borrows"),
        }
    }

    fn read(&self, id: TypeId) -> TokenStream {
        match self.known[id.0] {
            true => {
                let path = self.path(id);
                quote! { #path::read_view(reader) }
            }
            false => {
                let path = self.emitter.path(self.from, id);
                quote! { #path::read_avro(reader) }
            }
        }
    }

    fn option(&self, null: u32, inner: &Ty) -> TokenStream {
        let none = Literal::u32_unsuffixed(null);
        if let Ty::Named { id, boxed } = inner
            && matches!(self.emitter.ir.get(*id).body, Body::Union(_))
        {
            let path = self.path(*id);
            let value = match boxed {
                // The index stands before what is read later: it is read with it.
                true => quote! {
                    ::contract_runtime::avro::Lazy::at(reader, before, |reader| {
                        let branch = reader.branch()?;
                        #path::read_view_branch(branch, reader)
                    })?
                },
                false => quote! { #path::read_view_branch(branch, reader)? },
            };
            let before = boxed.then(|| quote! { let before = reader.rest(); });
            return quote! {{
                #before
                match reader.branch()? {
                    #none => ::core::option::Option::None,
                    branch => ::core::option::Option::Some(#value),
                }
            }};
        }
        if *inner == Ty::String {
            return tried(quote! { reader.optional_str(#none) });
        }
        let read = self.function(inner);
        tried(quote! { reader.optional(#none, #read) })
    }

    /// A function that takes a view from a reader.
    fn function(&self, ty: &Ty) -> TokenStream {
        match ty {
            _ if !borrows(self.known, ty) => read_function(self.emitter, self.from, ty),
            Ty::String => quote! { ::contract_runtime::avro::Reader::str },
            Ty::Bytes => quote! { ::contract_runtime::avro::Reader::bytes },
            Ty::Named { id, boxed: false } => {
                let path = self.path(*id);
                quote! { #path::read_view }
            }
            ty => {
                let value = self.value(ty);
                quote! { |reader| ::core::result::Result::Ok(#value) }
            }
        }
    }
}
