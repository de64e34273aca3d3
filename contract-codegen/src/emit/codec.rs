//! Avro's binary encoding as straight-line code: one reader, one writer and one size estimate per named type.

mod read;
mod size;
mod write;

use super::{Emitter, ident};
use crate::ir::{Body, Named};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) use size::{least_sizes, min_size};

pub(super) fn emit(emitter: &Emitter<'_>, named: &Named) -> TokenStream {
    let name = ident(&named.ident);
    let (read, write, size) = match &named.body {
        Body::Record(record) => (
            read::record(emitter, named, record),
            write::record(emitter, record),
            size::record(record),
        ),
        Body::Enum(body) => (read::enum_body(body), write::enum_body(), quote! { 2 }),
        Body::Fixed(size) => (read::fixed(), write::fixed(), quote! { #size }),
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
            reader(&quote! { read_avro_branch }, &index, &read)
        }
        Body::Record(_) | Body::Enum(_) | Body::Fixed(_) => TokenStream::new(),
    };
    let read = reader(&quote! { read_avro }, &TokenStream::new(), &read);
    quote! {
        impl #name {
            #read
            #by_branch

            #[doc(hidden)]
            pub fn write_avro(
                &self,
                out: &mut ::std::vec::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), ::contract_runtime::EncodeError> {
                #write
                ::core::result::Result::Ok(())
            }

            #[doc(hidden)]
            pub fn avro_size(&self) -> ::core::primitive::usize {
                #size
            }
        }
    }
}

fn reader(name: &TokenStream, argument: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        pub fn #name(
            #argument
            reader: &mut ::contract_runtime::avro::Reader<'_>,
        ) -> ::core::result::Result<Self, ::contract_runtime::DecodeError> {
            #body
        }
    }
}
