//! Values as text, statements for each type.

use crate::ir::Ty;
use proc_macro2::TokenStream;
use quote::quote;

/// Statements that append the value behind the reference `place` to `out`.
pub(super) fn value(ty: &Ty, place: &TokenStream) -> TokenStream {
    let text = quote! { ::contract_runtime::json_text };
    match ty {
        Ty::Null => quote! { #text::null(out); },
        Ty::Bool => quote! { #text::flag(out, *#place); },
        Ty::Int => quote! { #text::int(out, ::core::primitive::i64::from(*#place)); },
        Ty::Long => quote! { #text::int(out, *#place); },
        Ty::UInt => quote! { #text::uint(out, ::core::primitive::u64::from(*#place)); },
        Ty::ULong => quote! { #text::uint(out, *#place); },
        Ty::Float => quote! { #text::double(out, ::core::primitive::f64::from(*#place))?; },
        Ty::Double => quote! { #text::double(out, *#place)?; },
        Ty::String => quote! { #text::string(out, #place); },
        Ty::Bytes => quote! { #text::bytes(out, #place); },
        Ty::Uuid(_) | Ty::Decimal(_) => quote! { #text::text(out, #place); },
        Ty::Time(_) => quote! { #text::moment(out, #place)?; },
        Ty::WellKnown(_) => unreachable!("JSON Schema has no messages"),
        Ty::Json => quote! { #text::write_value(out, #place)?; },
        Ty::Named { .. } => quote! { #place.write_json(out)?; },
        Ty::Option { inner, .. } => {
            let inner = value(inner, &quote! { value });
            quote! {
                match #place {
                    ::core::option::Option::Some(value) => { #inner }
                    ::core::option::Option::None => #text::null(out),
                }
            }
        }
        Ty::Array(items) => {
            let item = value(items, &quote! { item });
            quote! {
                let mut comma = #text::Comma::open(out, b'[');
                for item in #place.iter() {
                    comma.next(out);
                    #item
                }
                out.push(b']');
            }
        }
        Ty::Map(_, values) => {
            let value = value(values, &quote! { value });
            quote! {
                let mut comma = #text::Comma::open(out, b'{');
                for (name, value) in #place.iter() {
                    comma.name(out, name);
                    #value
                }
                out.push(b'}');
            }
        }
    }
}

/// A name in quotes with its colon, as it stands in the text.
pub(super) fn key(name: &str) -> String {
    let mut text = String::new();
    contract_schema::json_text::write_string(&mut text, name);
    text.push(':');
    text
}
