//! `prost::Message` and `prost::Name` of a message, over the codec that is there anyway.

use super::super::{Emitter, ident};
use super::length;
use crate::ir::{Ir, Named, Record, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(
    emitter: &Emitter<'_>,
    id: TypeId,
    named: &Named,
    record: &Record,
) -> TokenStream {
    let name = ident(&named.ident);
    let length = length::record(emitter, id, record);
    let package = package(emitter.ir, &named.full_name);
    let local = named.full_name[package.len()..].trim_start_matches('.');
    quote! {
        impl #name {
            #length
        }

        impl ::contract_runtime::prost::Message for #name {
            fn encode_raw(&self, buf: &mut impl ::contract_runtime::prost::bytes::BufMut) {
                ::contract_runtime::protobuf::encode_raw(buf, self.proto_size(), |out| {
                    self.encode_fields(out)
                });
            }

            fn merge_field(
                &mut self,
                tag: ::core::primitive::u32,
                wire_type: ::contract_runtime::prost::encoding::WireType,
                buf: &mut impl ::contract_runtime::prost::bytes::Buf,
                context: ::contract_runtime::prost::encoding::DecodeContext,
            ) -> ::core::result::Result<(), ::contract_runtime::prost::DecodeError> {
                ::contract_runtime::protobuf::merge_field(
                    tag,
                    wire_type,
                    buf,
                    context,
                    |key, reader| self.merge_value(key, reader),
                )
            }

            fn encoded_len(&self) -> ::core::primitive::usize {
                self.proto_length()
            }

            fn clear(&mut self) {
                *self = ::core::default::Default::default();
            }
        }

        impl ::contract_runtime::prost::Name for #name {
            const NAME: &'static ::core::primitive::str = #local;
            const PACKAGE: &'static ::core::primitive::str = #package;
        }
    }
}

/// What stands before the outermost message around a type; a package is never called like a message.
fn package<'a>(ir: &Ir, full_name: &'a str) -> &'a str {
    let ends = full_name.match_indices('.').map(|(end, _)| end).chain([full_name.len()]);
    let is_type = |end: &usize| ir.types.iter().any(|named| named.full_name == full_name[..*end]);
    let outermost = ends.clone().find(is_type).unwrap_or(full_name.len());
    &full_name[..full_name[..outermost].rfind('.').unwrap_or(0)]
}
