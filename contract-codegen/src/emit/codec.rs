//! Avro's binary encoding as straight-line code: one reader, one writer and one size estimate per named type.

mod inline;
mod read;
mod reuse;
mod size;
mod write;

use super::{Emitter, ident, once};
use crate::ir::{Body, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) use inline::{attribute as inline, inlined};
pub(super) use read::{function as read_function, list_of, map_of, value as read_value};
pub(super) use size::{least_sizes, min_size};

pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId) -> TokenStream {
    let named = emitter.ir.get(id);
    let inline = inline(emitter.inlined[id.0]);
    let name = ident(&named.ident);
    let (read, write, size) = match &named.body {
        Body::Record(record) => (
            read::record(emitter, named, record),
            write::record(emitter, record),
            size::record(record),
        ),
        Body::Enum(body) => (read::enum_body(body), write::enum_body(), quote! { 2 }),
        Body::Fixed(size) => (read::fixed(), write::fixed(), quote! { #size }),
        Body::Value(_) => unreachable!("Avro has no values without a type"),
        Body::Union(union) => (
            quote! { let branch = reader.branch()?; Self::read_avro_branch(branch, reader) },
            write::union(emitter, union),
            size::union(union),
        ),
    };
    let by_branch = match &named.body {
        Body::Union(union) => {
            let read = read::union(emitter, named, union);
            let index = quote! { branch: ::core::primitive::u32, };
            reader(&inline, &quote! { read_avro_branch }, &index, read)
        }
        Body::Record(_) | Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => TokenStream::new(),
    };
    let into = match &named.body {
        Body::Record(record) => {
            let read = once(reuse::record(emitter, named, record));
            quote! {
                #[doc(hidden)]
                #inline
                pub fn read_avro_into(
                    &mut self,
                    reader: &mut ::contract_runtime::avro::Reader<'_>,
                ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                    #read
                    ::core::result::Result::Ok(())
                }
            }
        }
        Body::Union(_) | Body::Enum(_) | Body::Fixed(_) | Body::Value(_) => TokenStream::new(),
    };
    let read = once(reader(&inline, &quote! { read_avro }, &TokenStream::new(), read));
    let (by_branch, into, write, size) = (once(by_branch), once(into), once(write), once(size));
    quote! {
        impl #name {
            #read
            #by_branch
            #into

            #[doc(hidden)]
            #inline
            pub fn write_avro(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
                #write
                ::core::result::Result::Ok(())
            }

            #[doc(hidden)]
            #inline
            pub fn avro_size(&self) -> ::core::primitive::usize {
                #size
            }
        }
    }
}

fn reader(
    inline: &TokenStream,
    name: &TokenStream,
    argument: &TokenStream,
    body: TokenStream,
) -> TokenStream {
    let body = once(body);
    quote! {
        #[doc(hidden)]
        #inline
        pub fn #name(
            #argument
            reader: &mut ::contract_runtime::avro::Reader<'_>,
        ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
            #body
        }
    }
}
