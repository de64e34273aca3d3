//! Readers: expressions that take a value from `reader`.

use super::super::types::time_ty;
use super::super::{Emitter, held, ident, once, tried};
use super::min_size;
use crate::ir::{Body, Branch, Enum, Named, Record, TimeTy, Ty, Union, UuidWire};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn record(emitter: &Emitter<'_>, named: &Named, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let (name, value) = (ident(&field.ident), value(emitter, named, &field.ty));
        let value = once(held(field, value, false));
        once(quote! { #name: #value, })
    });
    if record.recursive {
        return quote! {
            reader.enter()?;
            reader.charge(::core::mem::size_of::<Self>())?;
            let value = Self { #(#fields)* };
            reader.leave();
            ::core::result::Result::Ok(value)
        };
    }
    quote! { ::core::result::Result::Ok(Self { #(#fields)* }) }
}

pub(super) fn enum_body(body: &Enum) -> TokenStream {
    let arms = body.symbols.iter().map(|symbol| {
        let (number, name) = (Literal::i32_unsuffixed(symbol.number), ident(&symbol.ident));
        quote! { #number => ::core::result::Result::Ok(Self::#name), }
    });
    quote! {
        match reader.symbol()? {
            #(#arms)*
            _ => reader.fail(::contract_runtime::avro::Reason::Symbol),
        }
    }
}

pub(super) fn fixed() -> TokenStream {
    quote! { reader.fixed().map(|bytes| Self(::contract_runtime::Fixed(bytes))) }
}

pub(super) fn union(emitter: &Emitter<'_>, named: &Named, union: &Union) -> TokenStream {
    let arms = union.branches.iter().map(|Branch { ident: name, index, ty, .. }| {
        let (index, name) = (Literal::u32_unsuffixed(*index), ident(name));
        let value = value(emitter, named, ty);
        quote! { #index => Self::#name(#value), }
    });
    quote! {
        ::core::result::Result::Ok(match branch {
            #(#arms)*
            _ => return reader.fail(::contract_runtime::avro::Reason::Branch),
        })
    }
}

pub(in super::super) fn value(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote! { () },
        Ty::Bool => tried(quote! { reader.bool() }),
        Ty::Int => tried(quote! { reader.int() }),
        Ty::Long => tried(quote! { reader.long() }),
        Ty::Float => tried(quote! { reader.float() }),
        Ty::Double => tried(quote! { reader.double() }),
        Ty::String => tried(quote! { reader.string() }),
        Ty::Bytes => quote! { ::contract_runtime::Bytes(reader.bytes()?.to_vec()) },
        Ty::Uuid(UuidWire::Text) => tried(quote! { reader.uuid() }),
        Ty::Uuid(UuidWire::Bytes) => {
            quote! { ::contract_runtime::Uuid::from_bytes(reader.fixed()?) }
        }
        Ty::Decimal(decimal) => match decimal.fixed {
            None => tried(quote! { reader.decimal() }),
            Some(size) => tried(quote! { reader.decimal_fixed(#size) }),
        },
        Ty::Time(time) => self::time(*time),
        Ty::Named { id, boxed } => {
            let path = emitter.path(from, *id);
            let value = tried(quote! { #path::read_avro(reader) });
            match boxed {
                true => quote! { ::std::boxed::Box::new(#value) },
                false => value,
            }
        }
        Ty::Option { null, inner } => option(emitter, from, *null, inner),
        Ty::Array(items) => array(emitter, from, items),
        Ty::Map(_, values) => map(emitter, from, values),
        Ty::UInt | Ty::ULong | Ty::WellKnown(_) | Ty::Json => {
            unreachable!("Avro has neither unsigned nor well-known types")
        }
    }
}

fn time(time: TimeTy) -> TokenStream {
    let ty = time_ty(time);
    match time {
        TimeTy::Date | TimeTy::TimeMillis => {
            let days_or_millis = tried(quote! { reader.int() });
            quote! { #ty(#days_or_millis) }
        }
        TimeTy::Duration => tried(quote! { reader.duration() }),
        TimeTy::TimeMicros
        | TimeTy::TimestampMillis
        | TimeTy::TimestampMicros
        | TimeTy::TimestampNanos
        | TimeTy::LocalTimestampMillis
        | TimeTy::LocalTimestampMicros
        | TimeTy::LocalTimestampNanos => {
            let units = tried(quote! { reader.long() });
            quote! { #ty(#units) }
        }
    }
}

fn option(emitter: &Emitter<'_>, from: &Named, null: u32, inner: &Ty) -> TokenStream {
    let is_union =
        emitter.named_of(inner).is_some_and(|named| matches!(named.body, Body::Union(_)));
    if is_union {
        return optional_union(emitter, from, null, inner);
    }
    let null = Literal::u32_unsuffixed(null);
    if *inner == Ty::String {
        return tried(quote! { reader.optional_string(#null) });
    }
    let read = function(emitter, from, inner);
    tried(quote! { reader.optional(#null, #read) })
}

/// A function that takes a value from a reader.
pub(in super::super) fn function(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> TokenStream {
    let method = match ty {
        Ty::Bool => quote! { bool },
        Ty::Int => quote! { int },
        Ty::Long => quote! { long },
        Ty::Float => quote! { float },
        Ty::Double => quote! { double },
        Ty::String => quote! { string },
        Ty::Uuid(UuidWire::Text) => quote! { uuid },
        Ty::Decimal(decimal) if decimal.fixed.is_none() => quote! { decimal },
        Ty::Named { id, boxed: false } => {
            let path = emitter.path(from, *id);
            return quote! { #path::read_avro };
        }
        _ => {
            let value = value(emitter, from, ty);
            return quote! { |reader| ::core::result::Result::Ok(#value) };
        }
    };
    quote! { ::contract_runtime::avro::Reader::#method }
}

/// The index on the wire decides between null and the branches of a wide union in one step.
fn optional_union(emitter: &Emitter<'_>, from: &Named, null: u32, inner: &Ty) -> TokenStream {
    let Ty::Named { id, boxed } = inner else {
        unreachable!("a union is a named type");
    };
    let null = Literal::u32_unsuffixed(null);
    let path = emitter.path(from, *id);
    let value = quote! { #path::read_avro_branch(branch, reader)? };
    let value = if *boxed {
        quote! { ::std::boxed::Box::new(#value) }
    } else {
        value
    };
    quote! {
        match reader.branch()? {
            #null => ::core::option::Option::None,
            branch => ::core::option::Option::Some(#value),
        }
    }
}

fn array(emitter: &Emitter<'_>, from: &Named, items: &Ty) -> TokenStream {
    let (min_size, read) = (min_size(emitter, items), function(emitter, from, items));
    tried(quote! { reader.list(#min_size, #read) })
}

/// Reads a list of `rust`, whose items take at least `min_size` bytes and are read by `value`.
pub(in crate::emit) fn list_of(
    rust: &TokenStream,
    min_size: usize,
    value: &TokenStream,
) -> TokenStream {
    quote! {{
        let mut blocks = ::contract_runtime::avro::Blocks::default();
        let mut list = ::std::vec::Vec::<#rust>::new();
        while reader.next_item(&mut blocks, #min_size, ::core::mem::size_of::<#rust>())? {
            if list.len() == list.capacity() {
                list.reserve(reader.reserve_hint(&blocks));
            }
            list.push(#value);
        }
        list
    }}
}

fn map(emitter: &Emitter<'_>, from: &Named, values: &Ty) -> TokenStream {
    // The key alone takes a byte.
    let (min_size, read) = (min_size(emitter, values) + 1, function(emitter, from, values));
    tried(quote! { reader.map(#min_size, #read) })
}

/// Reads a map to `rust`, whose values take at least `min_size` bytes and are read by `value`.
pub(in crate::emit) fn map_of(
    rust: &TokenStream,
    min_size: usize,
    value: &TokenStream,
) -> TokenStream {
    // The key alone takes a byte.
    let min_size = min_size + 1;
    let memory = quote! { ::core::mem::size_of::<(::std::string::String, #rust)>() };
    quote! {{
        let mut blocks = ::contract_runtime::avro::Blocks::default();
        let mut map = ::std::collections::BTreeMap::<::std::string::String, #rust>::new();
        while reader.next_item(&mut blocks, #min_size, #memory)? {
            let key = reader.string()?;
            map.insert(key, #value);
        }
        map
    }}
}
