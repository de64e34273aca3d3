//! The Rust type of a value, and the derives that types share.

use super::Emitter;
use crate::ir::{Named, TimeTy, Ty, WellKnownTy};
use proc_macro2::TokenStream;
use quote::quote;

impl Emitter<'_> {
    /// The type as it stands in a struct of `from`'s module.
    pub(super) fn ty(&self, from: &Named, ty: &Ty) -> TokenStream {
        match ty {
            Ty::Null => quote! { () },
            Ty::Bool => quote! { ::core::primitive::bool },
            Ty::Int => quote! { ::core::primitive::i32 },
            Ty::Long => quote! { ::core::primitive::i64 },
            Ty::UInt => quote! { ::core::primitive::u32 },
            Ty::ULong => quote! { ::core::primitive::u64 },
            Ty::Float => quote! { ::core::primitive::f32 },
            Ty::Double => quote! { ::core::primitive::f64 },
            Ty::String => quote! { ::std::string::String },
            Ty::Bytes => quote! { ::contract_runtime::Bytes },
            Ty::Uuid(_) => quote! { ::contract_runtime::Uuid },
            Ty::Decimal(decimal) => {
                let scale = decimal.scale;
                quote! { ::contract_runtime::Decimal<#scale> }
            }
            Ty::Time(time) => time_ty(*time),
            Ty::WellKnown(known) => well_known_ty(*known),
            Ty::Named { id, boxed } => {
                let path = self.path(from, *id);
                if *boxed {
                    quote! { ::std::boxed::Box<#path> }
                } else {
                    path
                }
            }
            Ty::Option { inner, .. } => {
                let inner = self.ty(from, inner);
                quote! { ::core::option::Option<#inner> }
            }
            Ty::Array(items) => {
                let items = self.ty(from, items);
                quote! { ::std::vec::Vec<#items> }
            }
            Ty::Map(values) => {
                let values = self.ty(from, values);
                quote! { ::std::collections::BTreeMap<::std::string::String, #values> }
            }
        }
    }

    /// Derives and their paths for types that JSON shows; `name` is the type's name in a JSON Schema.
    pub(super) fn json_derives(&self, name: &str) -> TokenStream {
        let serde = self.config.serde.then(|| {
            quote! {
                #[derive(::contract_runtime::serde::Serialize, ::contract_runtime::serde::Deserialize)]
                #[serde(crate = "::contract_runtime::serde")]
            }
        });
        let schema = (self.config.serde && self.config.json_schema).then(|| {
            quote! {
                #[derive(::contract_runtime::schemars::JsonSchema)]
                #[schemars(crate = "::contract_runtime::schemars", rename = #name)]
            }
        });
        quote! { #serde #schema }
    }

    /// The contract's own name of a field, symbol or branch in JSON.
    pub(super) fn json_name(&self, name: &str) -> TokenStream {
        if self.config.serde {
            quote! { #[serde(rename = #name)] }
        } else {
            TokenStream::new()
        }
    }
}

impl Emitter<'_> {
    /// How Protobuf's JSON has numbers, for a field or a member of a oneof.
    pub(super) fn json_number(&self, ty: &Ty) -> TokenStream {
        let Some(schema) = number_schema(ty).filter(|_| self.config.serde) else {
            return TokenStream::new();
        };
        let schema = self.config.json_schema.then(|| quote! { #[schemars(with = #schema)] });
        quote! { #[serde(with = "::contract_runtime::protobuf::number")] #schema }
    }
}

/// The type that stands for a number, or a list or map of numbers, in a JSON Schema.
fn number_schema(ty: &Ty) -> Option<String> {
    let number = match ty {
        Ty::Int => "i32",
        Ty::Long => "i64",
        Ty::UInt => "u32",
        Ty::ULong => "u64",
        Ty::Float => "f32",
        Ty::Double => "f64",
        Ty::Option { inner, .. } => {
            return Some(format!("::core::option::Option<{}>", number_schema(inner)?));
        }
        Ty::Array(items) => return Some(format!("::std::vec::Vec<{}>", number_schema(items)?)),
        Ty::Map(values) => {
            let values = number_schema(values)?;
            let key = "::std::string::String";
            return Some(format!("::std::collections::BTreeMap<{key}, {values}>"));
        }
        Ty::Null
        | Ty::Bool
        | Ty::String
        | Ty::Bytes
        | Ty::Uuid(_)
        | Ty::Decimal(_)
        | Ty::Time(_)
        | Ty::WellKnown(_)
        | Ty::Named { .. } => return None,
    };
    Some(format!("::contract_runtime::protobuf::number::Json<::core::primitive::{number}>"))
}

pub(super) fn time_ty(time: TimeTy) -> TokenStream {
    match time {
        TimeTy::Date => quote! { ::contract_runtime::Date },
        TimeTy::TimeMillis => quote! { ::contract_runtime::TimeMillis },
        TimeTy::TimeMicros => quote! { ::contract_runtime::TimeMicros },
        TimeTy::TimestampMillis => quote! { ::contract_runtime::TimestampMillis },
        TimeTy::TimestampMicros => quote! { ::contract_runtime::TimestampMicros },
        TimeTy::TimestampNanos => quote! { ::contract_runtime::TimestampNanos },
        TimeTy::LocalTimestampMillis => quote! { ::contract_runtime::LocalTimestampMillis },
        TimeTy::LocalTimestampMicros => quote! { ::contract_runtime::LocalTimestampMicros },
        TimeTy::LocalTimestampNanos => quote! { ::contract_runtime::LocalTimestampNanos },
        TimeTy::Duration => quote! { ::contract_runtime::AvroDuration },
    }
}

fn well_known_ty(known: WellKnownTy) -> TokenStream {
    match known {
        WellKnownTy::Timestamp => quote! { ::contract_runtime::protobuf::Timestamp },
        WellKnownTy::Duration => quote! { ::contract_runtime::protobuf::Duration },
        WellKnownTy::Date => quote! { ::contract_runtime::protobuf::Date },
        WellKnownTy::Money => quote! { ::contract_runtime::protobuf::Money },
    }
}
