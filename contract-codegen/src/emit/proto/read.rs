//! Readers: arms of the match over keys, each of which takes a field from `reader`.

use super::super::{Emitter, ident, member};
use super::{LENGTH, key_literal};
use crate::ir::{Body, Encoding, Field, Named, Record, Ty, TypeId, Wire};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn record(
    emitter: &Emitter<'_>,
    id: TypeId,
    named: &Named,
    record: &Record,
) -> TokenStream {
    let arms = record.fields.iter().enumerate().map(|(index, field)| {
        let wire = emitter.wire(id, index);
        match field.ty.required() {
            Ty::Named { id, .. } if emitter.is_union(field.ty.required()) => {
                oneof(emitter, named, *id, field)
            }
            _ => self::field(emitter, named, wire, field),
        }
    });
    quote! { #(#arms)* }
}

fn field(emitter: &Emitter<'_>, named: &Named, wire: Wire, field: &Field) -> TokenStream {
    let name = member(field);
    let key = key_literal(wire.number, wire.encoding.wire_type());
    match &field.ty {
        Ty::Option { inner, .. } if emitter.is_message(inner) => {
            let charge = charge_box(emitter, named, inner);
            let charge = charge.map(|charge| quote! { if self.#name.is_none() { #charge } });
            let message = message(wire.encoding, &quote! { value });
            quote! {
                #key => {
                    #charge
                    let value = self.#name.get_or_insert_with(::core::default::Default::default);
                    #message
                }
            }
        }
        Ty::Option { inner, .. } => {
            let value = scalar(emitter, named, inner, wire.encoding);
            quote! { #key => self.#name = ::core::option::Option::Some(#value), }
        }
        Ty::Array(items) => list(emitter, named, wire, &name, items),
        Ty::Map(keys, values) => map(emitter, named, wire, &name, [keys, values]),
        ty => {
            let value = scalar(emitter, named, ty, wire.encoding);
            quote! { #key => self.#name = #value, }
        }
    }
}

/// Numbers are read packed and one by one, whatever the schema says: both are valid.
fn list(
    emitter: &Emitter<'_>,
    named: &Named,
    wire: Wire,
    name: &TokenStream,
    items: &Ty,
) -> TokenStream {
    let key = key_literal(wire.number, wire.encoding.wire_type());
    let ty = emitter.ty(named, items);
    let charge = quote! { reader.charge(::core::mem::size_of::<#ty>())?; };
    if emitter.is_message(items) {
        let message = message(wire.encoding, &quote! { item });
        return quote! {
            #key => {
                #charge
                let mut item = <#ty as ::core::default::Default>::default();
                #message
                self.#name.push(item);
            }
        };
    }
    let value = scalar(emitter, named, items, wire.encoding);
    let one = quote! {
        #key => {
            #charge
            self.#name.push(#value);
        }
    };
    if wire.encoding == Encoding::Length {
        return one;
    }
    let packed_key = key_literal(wire.number, LENGTH);
    quote! {
        #one
        #packed_key => reader.packed(|reader| {
            while !reader.is_at_end() {
                #charge
                self.#name.push(#value);
            }
            ::core::result::Result::Ok(())
        })?,
    }
}

fn map(
    emitter: &Emitter<'_>,
    named: &Named,
    wire: Wire,
    name: &TokenStream,
    [keys, values]: [&Ty; 2],
) -> TokenStream {
    let key = key_literal(wire.number, LENGTH);
    let name_key = key_literal(1, wire.keys.wire_type());
    let read_name = scalar(emitter, named, keys, wire.keys);
    let name_ty = emitter.ty(named, keys);
    let value_key = key_literal(2, wire.encoding.wire_type());
    let ty = emitter.ty(named, values);
    let read = if emitter.is_message(values) {
        quote! { reader.message(|reader| value.merge(reader))? }
    } else {
        let value = scalar(emitter, named, values, wire.encoding);
        quote! { value = #value }
    };
    quote! {
        #key => {
            reader.charge(::core::mem::size_of::<(#name_ty, #ty)>())?;
            let mut name = <#name_ty as ::core::default::Default>::default();
            let mut value = <#ty as ::core::default::Default>::default();
            reader.message(|reader| {
                while let ::core::option::Option::Some(key) = reader.key()? {
                    match key {
                        #name_key => name = #read_name,
                        #value_key => #read,
                        key => reader.skip(key)?,
                    }
                }
                ::core::result::Result::Ok(())
            })?;
            self.#name.insert(name, value);
        }
    }
}

/// An arm per member; a message merges into the member that is set.
fn oneof(emitter: &Emitter<'_>, named: &Named, id: TypeId, field: &Field) -> TokenStream {
    let name = member(field);
    let Body::Union(union) = &emitter.ir.get(id).body else {
        return TokenStream::new();
    };
    let path = emitter.path(named, id);
    let arms = union.branches.iter().enumerate().map(|(index, branch)| {
        let wire = emitter.wire(id, index);
        let key = key_literal(wire.number, wire.encoding.wire_type());
        let variant = ident(&branch.ident);
        if emitter.is_message(&branch.ty) {
            let charge = charge_box(emitter, named, &branch.ty);
            let message = message(wire.encoding, &quote! { value });
            return quote! {
                #key => {
                    let mut value = match self.#name.take() {
                        ::core::option::Option::Some(#path::#variant(value)) => value,
                        _ => {
                            #charge
                            ::core::default::Default::default()
                        }
                    };
                    #message
                    self.#name = ::core::option::Option::Some(#path::#variant(value));
                }
            };
        }
        let value = scalar(emitter, named, &branch.ty, wire.encoding);
        quote! { #key => self.#name = ::core::option::Option::Some(#path::#variant(#value)), }
    });
    quote! { #(#arms)* }
}

/// A statement that reads a message on top of what is in `value`.
fn message(encoding: Encoding, value: &TokenStream) -> TokenStream {
    match encoding {
        Encoding::Group(number) => {
            quote! { reader.group(#number, |reader| #value.merge(reader))?; }
        }
        _ => quote! { reader.message(|reader| #value.merge(reader))?; },
    }
}

/// A message in a box takes memory of its own, however little of it is on the wire.
fn charge_box(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> Option<TokenStream> {
    let Ty::Named { id, boxed: true } = ty else {
        return None;
    };
    let path = emitter.path(from, *id);
    Some(quote! { reader.charge(::core::mem::size_of::<#path>())?; })
}

/// An expression that takes a value other than a message.
fn scalar(emitter: &Emitter<'_>, from: &Named, ty: &Ty, encoding: Encoding) -> TokenStream {
    match (ty, encoding) {
        (Ty::Bool, _) => quote! { reader.bool()? },
        (Ty::Int, Encoding::ZigZag) => quote! { reader.sint32()? },
        (Ty::Int, Encoding::Fixed32) => quote! { reader.sfixed32()? },
        (Ty::Int, _) => quote! { reader.int32()? },
        (Ty::Long, Encoding::ZigZag) => quote! { reader.sint64()? },
        (Ty::Long, Encoding::Fixed64) => quote! { reader.sfixed64()? },
        (Ty::Long, _) => quote! { reader.int64()? },
        (Ty::UInt, Encoding::Fixed32) => quote! { reader.fixed32()? },
        (Ty::UInt, _) => quote! { reader.uint32()? },
        (Ty::ULong, Encoding::Fixed64) => quote! { reader.fixed64()? },
        (Ty::ULong, _) => quote! { reader.uint64()? },
        (Ty::Float, _) => quote! { reader.float()? },
        (Ty::Double, _) => quote! { reader.double()? },
        (Ty::Bytes, _) => quote! { ::contract_runtime::Bytes(reader.bytes()?.to_vec()) },
        (Ty::Named { id, .. }, _) => {
            let path = emitter.path(from, *id);
            quote! { #path::of_number(reader.int32()?) }
        }
        _ => quote! { reader.string()? },
    }
}
