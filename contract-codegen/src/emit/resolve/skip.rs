//! Statements that pass over what the reader does not know.

use contract_schema::avro::{AvroSchema, Kind, TypeId};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// The functions that one decoder needs for the records it passes over; they stand inside of it.
pub(in super::super) struct Skips<'o> {
    schema: &'o AvroSchema,
    /// The least sizes of its types.
    least: &'o [usize],
    /// By the writer's type; nothing while a function is being printed.
    functions: BTreeMap<TypeId, Option<TokenStream>>,
}

impl<'o> Skips<'o> {
    pub(in super::super) fn new(schema: &'o AvroSchema, least: &'o [usize]) -> Self {
        Skips { schema, least, functions: BTreeMap::new() }
    }

    pub(in super::super) fn print(&self) -> TokenStream {
        let functions = self.functions.iter().map(|(ty, body)| {
            let name = name(*ty);
            quote! {
                fn #name(
                    reader: &mut ::contract_runtime::avro::Reader<'_>,
                ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                    reader.enter_skipped()?;
                    #body
                    reader.leave();
                    ::core::result::Result::Ok(())
                }
            }
        });
        quote! { #(#functions)* }
    }

    /// A statement.
    pub(in super::super) fn skip(&mut self, ty: TypeId) -> TokenStream {
        let schema = self.schema;
        match &schema.get(ty).kind {
            Kind::Null => TokenStream::new(),
            Kind::Boolean => quote! { reader.bool()?; },
            Kind::Int => quote! { reader.int()?; },
            Kind::Long => quote! { reader.skip_long()?; },
            Kind::Float => quote! { reader.skip_fixed(4)?; },
            Kind::Double => quote! { reader.skip_fixed(8)?; },
            Kind::Bytes | Kind::String => quote! { reader.skip_bytes()?; },
            Kind::Fixed(fixed) => {
                let size = fixed.size;
                quote! { reader.skip_fixed(#size)?; }
            }
            Kind::Enum(kind) => {
                let count = Literal::usize_unsuffixed(kind.symbols.len());
                quote! {
                    if reader.symbol()? >= #count {
                        return reader.fail(::contract_runtime::avro::Reason::Symbol);
                    }
                }
            }
            Kind::Array(items) => self.blocks(*items, 0, TokenStream::new()),
            Kind::Map(values) => self.blocks(*values, 1, quote! { reader.skip_bytes()?; }),
            Kind::Union(branches) => {
                let arms: Vec<_> = branches
                    .iter()
                    .enumerate()
                    .map(|(index, branch)| {
                        let index = Literal::usize_unsuffixed(index);
                        let skip = self.skip(*branch);
                        quote! { #index => { #skip } }
                    })
                    .collect();
                quote! {
                    match reader.branch()? {
                        #(#arms)*
                        _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
                    }
                }
            }
            Kind::Record(record) => {
                if !self.functions.contains_key(&ty) {
                    self.functions.insert(ty, None);
                    let fields: Vec<_> =
                        record.fields.iter().map(|field| self.skip(field.ty)).collect();
                    self.functions.insert(ty, Some(quote! { #(#fields)* }));
                }
                let name = name(ty);
                quote! { #name(reader)?; }
            }
        }
    }

    fn blocks(&mut self, item: TypeId, key: usize, before: TokenStream) -> TokenStream {
        let min_size = self.least[item.index()] + key;
        let skip = self.skip(item);
        quote! {
            reader.skip_blocks(#min_size, |reader| {
                #before
                #skip
                ::core::result::Result::Ok(())
            })?;
        }
    }
}

fn name(ty: TypeId) -> Ident {
    format_ident!("skip_{}", ty.index())
}
