//! The Rust type of a value.

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
            Ty::Json => quote! { ::contract_runtime::json_text::Value },
            Ty::Map(keys, values) => {
                let (keys, values) = (self.ty(from, keys), self.ty(from, values));
                quote! { ::std::collections::BTreeMap<#keys, #values> }
            }
        }
    }
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
