//! Values from text, an expression for each type.

use super::super::Emitter;
use crate::ir::{Named, TimeTy, Ty};
use proc_macro2::TokenStream;
use quote::quote;

/// An expression of the value behind `reader`; `?` hands faults on.
pub(super) fn value(emitter: &Emitter<'_>, from: &Named, ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote! { reader.null()? },
        Ty::Bool => quote! { reader.flag()? },
        Ty::Int => quote! { reader.int()? },
        Ty::Long => quote! { reader.long()? },
        Ty::UInt => quote! { reader.unsigned_int()? },
        Ty::ULong => quote! { reader.unsigned_long()? },
        Ty::Float => quote! { reader.double()? as ::core::primitive::f32 },
        Ty::Double => quote! { reader.double()? },
        Ty::String => quote! { reader.string()?.into_owned() },
        Ty::Bytes => quote! { reader.bytes()? },
        Ty::Uuid(_) => quote! { reader.uuid()? },
        Ty::Decimal(decimal) => {
            let scale = decimal.scale;
            quote! { reader.decimal::<#scale>()? }
        }
        Ty::Time(TimeTy::Date) => quote! { reader.date()? },
        Ty::Time(TimeTy::TimestampMicros) => quote! { reader.moment()? },
        Ty::Time(_) | Ty::WellKnown(_) => unreachable!("JSON Schema has dates and moments only"),
        Ty::Json => quote! { ::contract_runtime::json_text::read_value(reader)? },
        Ty::Named { id, boxed } => {
            let path = emitter.path(from, *id);
            match boxed {
                true => quote! { ::std::boxed::Box::new(#path::read_json(reader)?) },
                false => quote! { #path::read_json(reader)? },
            }
        }
        Ty::Option { inner, .. } => {
            let inner = value(emitter, from, inner);
            quote! { reader.nullable(|reader| ::core::result::Result::Ok(#inner))? }
        }
        Ty::Array(items) => {
            let item = value(emitter, from, items);
            quote! {{
                let mut elements = reader.array()?;
                let mut list = ::std::vec::Vec::new();
                while reader.element(&mut elements)? {
                    list.push(#item);
                }
                list
            }}
        }
        Ty::Map(_, values) => {
            let value = value(emitter, from, values);
            quote! {{
                let mut members = reader.object()?;
                let mut map = ::std::collections::BTreeMap::new();
                while let ::core::option::Option::Some(name) = reader.member(&mut members)? {
                    let value = #value;
                    if map.insert(name.into_owned(), value).is_some() {
                        return ::core::result::Result::Err(
                            reader.fault(::contract_runtime::json_text::What::Duplicate),
                        );
                    }
                }
                map
            }}
        }
    }
}
