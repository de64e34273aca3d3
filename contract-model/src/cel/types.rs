//! Types of expressions, and what a type of a schema is to an expression.

use crate::shape::{RecordId, Shape, Type};
use contract_schema::Format;
use std::sync::Arc;

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Ty {
    /// The literal `null`.
    Null,
    /// `bool`
    Bool,
    /// `int`, 64 bits
    Int,
    /// `uint`, 64 bits
    Uint,
    /// `double`
    Double,
    /// `string`
    String,
    /// A symbol of an Avro or JSON enum: a string of a known set.
    Symbol(Arc<[String]>),
    /// `bytes`
    Bytes,
    /// `google.protobuf.Timestamp`
    Timestamp,
    /// `google.protobuf.Duration`
    Duration,
    /// An exact decimal; ours.
    Decimal,
    /// A calendar date of Avro or JSON; ours.
    Date,
    /// `google.type.Date`, a message of three numbers.
    DateParts,
    /// `google.type.Money`, a message of a code and two numbers.
    Money,
    /// A list.
    List(Box<Ty>),
    /// A map.
    Map(Box<Ty>, Box<Ty>),
    /// A record.
    Record(RecordId),
    /// A value or null.
    Nullable(Box<Ty>),
    /// Something that expressions cannot look into, by name.
    Opaque(String),
}

impl Ty {
    /// What a type of a schema is to an expression.
    pub(super) fn of(shape: &Shape, ty: &Type) -> Ty {
        match ty {
            Type::Bool => Ty::Bool,
            Type::Int | Type::Long => Ty::Int,
            Type::UInt | Type::ULong => Ty::Uint,
            Type::Float | Type::Double => Ty::Double,
            Type::Decimal { .. } if shape.format == Format::Protobuf => {
                Ty::Opaque("confluent.type.Decimal".to_owned())
            }
            Type::Decimal { .. } => Ty::Decimal,
            Type::String | Type::Uuid => Ty::String,
            Type::Bytes | Type::Fixed(_) => Ty::Bytes,
            Type::Date if shape.format == Format::Protobuf => Ty::DateParts,
            Type::Date => Ty::Date,
            Type::Timestamp => Ty::Timestamp,
            // RFC 3339's has months and years, which are no number of seconds.
            Type::Duration if shape.format == Format::Json => Ty::String,
            Type::Duration => Ty::Duration,
            Type::Money => Ty::Money,
            Type::Enum { .. } if shape.format == Format::Protobuf => Ty::Int,
            Type::Enum { symbols, .. } => Ty::Symbol(Arc::clone(symbols)),
            Type::Array(items) => Ty::List(Box::new(Ty::of(shape, items))),
            Type::Map(keys, values) => {
                Ty::Map(Box::new(Ty::of(shape, keys)), Box::new(Ty::of(shape, values)))
            }
            Type::Nullable(inner) => Ty::Nullable(Box::new(Ty::of(shape, inner))),
            Type::Record(id) => Ty::Record(*id),
            Type::Time | Type::Union(_) | Type::Other(_) => Ty::Opaque(ty.describe(shape)),
        }
    }

    /// The type of the value, if it is one.
    pub fn value(&self) -> &Ty {
        match self {
            Ty::Nullable(inner) => inner,
            other => other,
        }
    }

    /// Whether it may be null.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Ty::Nullable(_) | Ty::Null)
    }

    /// Whether it is one of the three kinds of numbers.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Ty::Int | Ty::Uint | Ty::Double)
    }

    /// Whether it is text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Ty::String | Ty::Symbol(_))
    }

    /// Whether values of both types can be asked to be equal.
    pub(super) fn compares(&self, other: &Ty) -> bool {
        match (self, other) {
            (Ty::Opaque(_) | Ty::Null, _) | (_, Ty::Opaque(_) | Ty::Null) => false,
            (Ty::List(left), Ty::List(right)) => left.compares(right),
            (Ty::Map(key, value), Ty::Map(other_key, other_value)) => {
                key.compares(other_key) && value.compares(other_value)
            }
            (Ty::Decimal, Ty::Int | Ty::Uint) | (Ty::Int | Ty::Uint, Ty::Decimal) => true,
            (left, right) => {
                left == right
                    || (left.is_text() && right.is_text())
                    || (left.is_number() && right.is_number())
            }
        }
    }

    /// Whether values of both types have an order.
    pub(super) fn orders(&self, other: &Ty) -> bool {
        let ordered = |ty: &Ty| {
            ty.is_number()
                || ty.is_text()
                || matches!(
                    ty,
                    Ty::Bool | Ty::Bytes | Ty::Timestamp | Ty::Duration | Ty::Decimal | Ty::Date
                )
        };
        ordered(self) && ordered(other) && self.compares(other)
    }

    /// The name in messages.
    pub(super) fn describe(&self, shape: &Shape) -> String {
        match self {
            Ty::Null => "null".to_owned(),
            Ty::Bool => "bool".to_owned(),
            Ty::Int => "int".to_owned(),
            Ty::Uint => "uint".to_owned(),
            Ty::Double => "double".to_owned(),
            Ty::String => "string".to_owned(),
            Ty::Symbol(_) => "a symbol of an enum (string)".to_owned(),
            Ty::Bytes => "bytes".to_owned(),
            Ty::Timestamp => "timestamp".to_owned(),
            Ty::Duration => "duration".to_owned(),
            Ty::Decimal => "decimal".to_owned(),
            Ty::Date => "date".to_owned(),
            Ty::DateParts => "google.type.Date".to_owned(),
            Ty::Money => "google.type.Money".to_owned(),
            Ty::List(items) => format!("list of {}", items.describe(shape)),
            Ty::Map(_, values) => format!("map of {}", values.describe(shape)),
            Ty::Record(id) => format!("record `{}`", shape.record(*id).name),
            Ty::Nullable(inner) => format!("{} or null", inner.describe(shape)),
            Ty::Opaque(name) => format!("`{name}`"),
        }
    }
}
