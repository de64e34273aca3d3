//! Protobuf types and their codec as straight-line code, from the same IR as Avro's, so that keys, validation, drafts and
//! JSON are one thing for both formats.

mod enums;
mod getters;
mod length;
mod message;
mod read;
mod size;
mod write;

pub(super) use getters::TAKEN;
pub(super) use write::is_set;

use super::{Emitter, ident, json, record, union, validate};
use crate::ir::{Body, Encoding, Named, Ty, TypeId, Wire};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Everything of one named type.
pub(super) fn emit(emitter: &Emitter<'_>, id: TypeId, named: &Named) -> TokenStream {
    let name = ident(&named.ident);
    let (definition, codec) = match &named.body {
        Body::Record(record) => {
            let write = write::record(emitter, id, record);
            let read = read::record(emitter, id, named, record);
            let size = size::record(emitter, record);
            let prost = emitter.config.prost.then(|| message::emit(emitter, id, named, record));
            let getters = getters::emit(emitter, id, named);
            let codec = quote! {
                #getters

                impl #name {
                    /// Appends the fields of the message, without a length before them.
                    pub fn encode_fields(&self, out: &mut ::std::vec::Vec<::core::primitive::u8>) {
                        #write
                    }

                    /// Reads fields on top of those that are there, as Protobuf merges messages.
                    pub fn merge(
                        &mut self,
                        reader: &mut ::contract_runtime::protobuf::Reader<'_>,
                    ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                        while let ::core::option::Option::Some(key) = reader.key()? {
                            self.merge_value(key, reader)?;
                        }
                        ::core::result::Result::Ok(())
                    }

                    /// Reads the value of one field, whose key is read.
                    #[inline(always)]
                    fn merge_value(
                        &mut self,
                        key: ::core::primitive::u32,
                        reader: &mut ::contract_runtime::protobuf::Reader<'_>,
                    ) -> ::core::result::Result<(), ::contract_runtime::DecodeError> {
                        match key {
                            #read
                            key => reader.skip(key)?,
                        }
                        ::core::result::Result::Ok(())
                    }

                    #[doc(hidden)]
                    pub fn proto_size(&self) -> ::core::primitive::usize {
                        #size
                    }
                }

                #prost
            };
            // `Default` is the empty message.
            let derives = quote! { , ::core::default::Default };
            (record::emit(emitter, named, record, &derives), codec)
        }
        Body::Enum(body) => (enums::emit(emitter, named, body), TokenStream::new()),
        Body::Union(body) => {
            let write = write::union(emitter, id, body);
            let size = size::union(emitter, body);
            let length = emitter.config.prost.then(|| length::union(emitter, id, body));
            let codec = quote! {
                impl #name {
                    /// Appends the member with its key.
                    pub fn encode_fields(&self, out: &mut ::std::vec::Vec<::core::primitive::u8>) {
                        #write
                    }

                    #[doc(hidden)]
                    pub fn proto_size(&self) -> ::core::primitive::usize {
                        #size
                    }

                    #length
                }
            };
            (union::emit(emitter, named, body), codec)
        }
        Body::Fixed(_) | Body::Value(_) => unreachable!("Protobuf has no fixed"),
    };
    let validate = validate::emit(emitter, id);
    let json = json::emit(emitter, id);
    let deprecated = emitter.deprecated(id);
    quote! { #deprecated #definition #codec #validate #json }
}

/// Wire types: the low three bits of a key.
const LENGTH: u32 = 2;
const GROUP_END: u32 = 4;

impl Encoding {
    fn wire_type(self) -> u32 {
        match self {
            Encoding::Varint | Encoding::ZigZag => 0,
            Encoding::Fixed64 => 1,
            Encoding::Length => LENGTH,
            Encoding::Group(_) => 3,
            Encoding::Fixed32 => 5,
        }
    }
}

fn key(number: u32, wire_type: u32) -> u32 {
    number << 3 | wire_type
}

/// A key as a pattern.
fn key_literal(number: u32, wire_type: u32) -> Literal {
    Literal::u32_unsuffixed(key(number, wire_type))
}

/// The statement that writes a key, known here, so a byte or a few.
fn write_key(number: u32, wire_type: u32) -> TokenStream {
    let mut bytes = Vec::new();
    let mut rest = key(number, wire_type);
    while rest >= 0x80 {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    let literals = bytes.iter().map(|byte| Literal::u8_unsuffixed(*byte));
    match bytes.len() {
        1 => quote! { out.push(#(#literals)*); },
        _ => quote! { out.extend_from_slice(&[#(#literals),*]); },
    }
}

impl Emitter<'_> {
    fn wire(&self, id: TypeId, index: usize) -> Wire {
        self.ir.wires[&(id, index)]
    }

    fn is_enum(&self, ty: &Ty) -> bool {
        self.named_of(ty).is_some_and(|named| matches!(named.body, Body::Enum(_)))
    }

    fn is_union(&self, ty: &Ty) -> bool {
        self.named_of(ty).is_some_and(|named| matches!(named.body, Body::Union(_)))
    }

    /// Whether the type is a message: read by merging, written with a length.
    fn is_message(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::WellKnown(_)) || (matches!(ty, Ty::Named { .. }) && !self.is_enum(ty))
    }
}
