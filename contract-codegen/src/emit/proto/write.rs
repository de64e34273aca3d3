//! Writers: statements that append fields to `out`.

use super::super::{Emitter, ident, member};
use super::{GROUP_END, LENGTH, write_key};
use crate::ir::{Encoding, Field, Record, Ty, TypeId, Union, Wire};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn record(emitter: &Emitter<'_>, id: TypeId, record: &Record) -> TokenStream {
    let unused = record.fields.is_empty().then(|| quote! { let _ = out; });
    // Fields are written in order of their numbers, as every Protobuf library does.
    let mut ordered: Vec<(Wire, &Field)> = record
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| (emitter.wire(id, index), field))
        .collect();
    ordered.sort_by_key(|(wire, _)| wire.number);
    let fields = ordered.into_iter().map(|(wire, field)| self::field(emitter, wire, field));
    quote! { #unused #(#fields)* }
}

pub(super) fn union(emitter: &Emitter<'_>, id: TypeId, union: &Union) -> TokenStream {
    let arms = union.branches.iter().enumerate().map(|(index, branch)| {
        let wire = emitter.wire(id, index);
        let name = ident(&branch.ident);
        let key = write_key(wire.number, wire.encoding.wire_type());
        let write = value(emitter, &branch.ty, wire.encoding, &quote! { value });
        quote! { Self::#name(value) => { #key #write } }
    });
    quote! { match self { #(#arms)* } }
}

fn field(emitter: &Emitter<'_>, wire: Wire, field: &Field) -> TokenStream {
    let name = member(field);
    let place = quote! { &self.#name };
    let key = write_key(wire.number, wire.encoding.wire_type());
    match &field.ty {
        Ty::Option { inner, .. } => {
            let write = value(emitter, inner, wire.encoding, &quote! { value });
            // A oneof writes the key of the member that is set.
            let write = match emitter.is_union(inner) {
                true => quote! { value.encode_fields(out); },
                false => quote! { #key #write },
            };
            quote! { if let ::core::option::Option::Some(value) = #place { #write } }
        }
        Ty::Array(items) => {
            let write = value(emitter, items, wire.encoding, &quote! { item });
            if !wire.packed {
                return quote! { for item in #place { #key #write } };
            }
            let key = write_key(wire.number, LENGTH);
            quote! {
                if !(#place).is_empty() {
                    #key
                    let start = ::contract_runtime::protobuf::begin(out);
                    for item in #place { #write }
                    ::contract_runtime::protobuf::finish(out, start);
                }
            }
        }
        Ty::Map(keys, values) => {
            let (key, name_key, value_key) = (
                write_key(wire.number, LENGTH),
                write_key(1, wire.keys.wire_type()),
                write_key(2, wire.encoding.wire_type()),
            );
            let name = value(emitter, keys, wire.keys, &quote! { key });
            let write = value(emitter, values, wire.encoding, &quote! { value });
            quote! {
                for (key, value) in #place {
                    #key
                    let start = ::contract_runtime::protobuf::begin(out);
                    #name_key
                    #name
                    #value_key
                    #write
                    ::contract_runtime::protobuf::finish(out, start);
                }
            }
        }
        ty => {
            let (is_set, write) =
                (is_set(emitter, ty, &place), value(emitter, ty, wire.encoding, &place));
            quote! { if #is_set { #key #write } }
        }
    }
}

/// Whether a value without presence differs from the default, which is not written.
pub(in super::super) fn is_set(emitter: &Emitter<'_>, ty: &Ty, place: &TokenStream) -> TokenStream {
    match ty {
        Ty::Bool => quote! { *#place },
        Ty::String | Ty::Bytes => quote! { !(#place).is_empty() },
        // Minus zero is written.
        Ty::Float | Ty::Double => quote! { (#place).to_bits() != 0 },
        ty if emitter.is_enum(ty) => quote! { (#place).number() != 0 },
        _ => quote! { *#place != 0 },
    }
}

/// `place` is an expression of a reference to the value; the key is written.
fn value(emitter: &Emitter<'_>, ty: &Ty, encoding: Encoding, place: &TokenStream) -> TokenStream {
    let function = match (ty, encoding) {
        (Ty::Bool, _) => quote! { write_bool(out, *#place) },
        (Ty::Int, Encoding::ZigZag) => quote! { write_sint32(out, *#place) },
        (Ty::Int, Encoding::Fixed32) => {
            quote! { write_fixed32(out, *#place as ::core::primitive::u32) }
        }
        (Ty::Int, _) => quote! { write_int32(out, *#place) },
        (Ty::Long, Encoding::ZigZag) => quote! { write_sint64(out, *#place) },
        (Ty::Long, Encoding::Fixed64) => {
            quote! { write_fixed64(out, *#place as ::core::primitive::u64) }
        }
        (Ty::Long, _) => quote! { write_int64(out, *#place) },
        (Ty::UInt, Encoding::Fixed32) => quote! { write_fixed32(out, *#place) },
        (Ty::UInt, _) => quote! { write_uint32(out, *#place) },
        (Ty::ULong, Encoding::Fixed64) => quote! { write_fixed64(out, *#place) },
        (Ty::ULong, _) => quote! { write_uint64(out, *#place) },
        (Ty::Float, _) => quote! { write_float(out, *#place) },
        (Ty::Double, _) => quote! { write_double(out, *#place) },
        (Ty::String, _) => quote! { write_string(out, #place) },
        (Ty::Bytes, _) => quote! { write_bytes(out, #place) },
        (ty, _) if emitter.is_enum(ty) => quote! { write_int32(out, (#place).number()) },
        (_, Encoding::Group(number)) => {
            let end = write_key(number, GROUP_END);
            return quote! { (#place).encode_fields(out); #end };
        }
        _ => {
            // A block, so that `start` does not hide that of a map's entry around it.
            return quote! {{
                let start = ::contract_runtime::protobuf::begin(out);
                (#place).encode_fields(out);
                ::contract_runtime::protobuf::finish(out, start);
            }};
        }
    };
    quote! { ::contract_runtime::protobuf::#function; }
}
