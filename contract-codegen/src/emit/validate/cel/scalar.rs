//! Scalars: from a place of the schema's type to the one Rust type that CEL's type has.

use super::{Form, Reason, Scope, Value};
use crate::ir::{Body, Ir, Syntax, TimeTy, Ty, UuidWire, WellKnownTy};
use contract_model::cel::{Node, Ty as Cel};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether values of the type are numbers, texts or the like.
pub(super) fn is_scalar(ty: &Cel) -> bool {
    match ty.value() {
        Cel::Bool
        | Cel::Int
        | Cel::Uint
        | Cel::Double
        | Cel::String
        | Cel::Symbol(_)
        | Cel::Bytes => true,
        Cel::Timestamp | Cel::Duration | Cel::Decimal | Cel::Date => true,
        Cel::Null | Cel::DateParts | Cel::Money | Cel::List(_) | Cel::Map(..) => false,
        Cel::Record(_) | Cel::Nullable(_) | Cel::Opaque(_) => false,
    }
}

/// The scalar behind a reference, whether it is owned, and what stands for it where it is absent.
pub(super) struct Read {
    pub(super) code: TokenStream,
    pub(super) is_owned: bool,
    pub(super) absent: TokenStream,
}

pub(super) fn read(ir: &Ir, place: &TokenStream, ty: &Ty) -> Result<Read, Reason> {
    let plain = |code: TokenStream, absent: TokenStream| Read { code, is_owned: false, absent };
    Ok(match ty {
        Ty::Bool => plain(quote! { *#place }, quote! { false }),
        Ty::Int => plain(quote! { ::core::primitive::i64::from(*#place) }, quote! { 0i64 }),
        Ty::Long => plain(quote! { *#place }, quote! { 0i64 }),
        Ty::UInt => plain(quote! { ::core::primitive::u64::from(*#place) }, quote! { 0u64 }),
        Ty::ULong => plain(quote! { *#place }, quote! { 0u64 }),
        Ty::Float => plain(quote! { ::core::primitive::f64::from(*#place) }, quote! { 0f64 }),
        Ty::Double => plain(quote! { *#place }, quote! { 0f64 }),
        Ty::String => plain(quote! { #place.as_str() }, quote! { "" }),
        Ty::Bytes => plain(quote! { &#place[..] }, quote! { &[][..] }),
        Ty::Uuid(UuidWire::Text | UuidWire::Bytes) => Read {
            code: quote! { ::std::string::ToString::to_string(#place) },
            is_owned: true,
            absent: quote! { ::std::string::String::new() },
        },
        Ty::Decimal(decimal) => {
            let scale = decimal.scale;
            plain(
                quote! { ::contract_runtime::cel::Number::new(#place.unscaled(), #scale) },
                quote! { ::contract_runtime::cel::Number::new(0, #scale) },
            )
        }
        Ty::Time(TimeTy::TimestampMillis | TimeTy::TimestampMicros | TimeTy::TimestampNanos)
        | Ty::WellKnown(WellKnownTy::Timestamp | WellKnownTy::Duration) => {
            plain(quote! { #place.nanos() }, quote! { 0i128 })
        }
        Ty::Time(TimeTy::Date) => {
            plain(quote! { ::core::primitive::i64::from(#place.0) }, quote! { 0i64 })
        }
        Ty::Named { id, .. } => match (&ir.get(*id).body, ir.get(*id).syntax) {
            (Body::Enum(_), Syntax::Avro | Syntax::Json) => {
                plain(quote! { #place.symbol() }, quote! { "" })
            }
            (Body::Enum(_), Syntax::Protobuf) => {
                plain(quote! { ::core::primitive::i64::from(#place.number()) }, quote! { 0i64 })
            }
            (Body::Fixed(_), _) => plain(quote! { &#place.0.0[..] }, quote! { &[][..] }),
            // A wrapper of `google.protobuf` is its value.
            (Body::Record(record), _) if super::super::is_wrapper(ir.get(*id)) => {
                let field = record.fields.first().ok_or("a wrapper without a value")?;
                let member = super::super::super::member(field);
                return read(ir, &quote! { (&#place.#member) }, &field.ty);
            }
            (Body::Value(_), _) => return Err(super::place::untyped(ir.get(*id))),
            (Body::Record(_) | Body::Union(_), _) => {
                return Err(format!("`{}` is not a single value", ir.get(*id).full_name));
            }
        },
        Ty::Json => return Err("JSON of any type is not a single value".to_owned()),
        Ty::Option { .. } | Ty::Array(_) | Ty::Map(..) | Ty::Null => {
            return Err("an element that may be null is not a single value".to_owned());
        }
        Ty::Time(_) | Ty::WellKnown(_) => {
            return Err("this kind of time has no value in CEL".to_owned());
        }
    })
}

impl Scope<'_> {
    /// The scalar as an expression of CEL's Rust type; texts are borrowed.
    pub(super) fn scalar(&self, node: &Node) -> Result<TokenStream, Reason> {
        if matches!(node.ty.value(), Cel::String | Cel::Symbol(_) | Cel::Bytes) {
            return self.text(node);
        }
        Ok(self.scalar_of(node)?.code)
    }

    /// A text or bytes as `&str` or `&[u8]`; a text that is made lives to the end of the statement.
    pub(super) fn text(&self, node: &Node) -> Result<TokenStream, Reason> {
        Ok(borrowed(&self.scalar_of(node)?))
    }

    /// The scalar, plain or owned.
    pub(super) fn scalar_of(&self, node: &Node) -> Result<Value, Reason> {
        let value = self.value(node)?;
        self.settle(value)
    }

    /// A place as the scalar that stands in it.
    pub(super) fn settle(&self, value: Value) -> Result<Value, Reason> {
        let code = &value.code;
        let (read, code) = match &value.form {
            Form::Place(ty) => {
                let read = read(self.ir, code, ty)?;
                let code = read.code.clone();
                (read, code)
            }
            Form::Maybe(ty) => {
                let read = read(self.ir, &quote! { present }, ty)?;
                let (inner, absent) = (&read.code, &read.absent);
                let code = quote! { (#code).map_or(#absent, |present| #inner) };
                (read, code)
            }
            Form::Plain | Form::Owned => return Ok(value),
            Form::Items(_) | Form::List(_) | Form::Map(_) => {
                return Err("a list or map is no single value".to_owned());
            }
        };
        Ok(if read.is_owned { Value::owned(code) } else { Value::plain(code) })
    }

    /// The scalar as an option, for values that may be null.
    pub(super) fn option(&self, node: &Node) -> Result<TokenStream, Reason> {
        let value = self.value(node)?;
        if let Form::Maybe(ty) = &value.form {
            let (code, read) = (&value.code, read(self.ir, &quote! { present }, ty)?);
            let inner = read.code;
            return Ok(quote! { (#code).map(|present| #inner) });
        }
        let code = self.settle(value)?.code;
        Ok(quote! { ::core::option::Option::Some(#code) })
    }
}

/// `&str` or `&[u8]` of a text or bytes.
pub(super) fn borrowed(value: &Value) -> TokenStream {
    let code = &value.code;
    match value.form {
        Form::Owned => quote! { (&(#code)[..]) },
        _ => code.clone(),
    }
}

/// `String` or `Vec<u8>` of a text or bytes.
pub(super) fn into_owned(value: &Value) -> TokenStream {
    let code = &value.code;
    match value.form {
        Form::Owned => quote! { ::core::clone::Clone::clone(&(#code)) },
        _ => quote! { ::std::borrow::ToOwned::to_owned(#code) },
    }
}
