//! What a value means beyond its kind: its logical type, one of the specification or one that only its users know.

use super::model::{Kind, Logical, Type};
use super::rules::wire;
use crate::json_text::Value;
use crate::rule::Rule;

/// The logical types that the specification knows; on the wrong kind they are to be ignored.
const OF_THE_SPECIFICATION: [&str; 12] = [
    "decimal",
    "uuid",
    "date",
    "time-millis",
    "time-micros",
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
    "duration",
];

/// What a type says of the meaning of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'s> {
    /// Nothing.
    Plain,
    /// One of the specification's logical types, valid on its kind.
    Known(Logical),
    /// Another one: Java's `big-decimal`, or somebody's own. What is not known is not taken for harmless.
    Other(&'s str),
}

impl<'s> Meaning<'s> {
    pub(super) fn of(ty: &'s Type) -> Self {
        if let Some(logical) = ty.logical {
            return Meaning::Known(logical);
        }
        let name = ty.attributes.iter().rev().find(|(key, _)| &**key == "logicalType");
        let name = name.and_then(|(_, value)| match &value.value {
            // A number that no double holds is printed as text, and is that text to whoever reads it.
            Value::Number(number) if number.parse().is_ok_and(f64::is_infinite) => {
                Some(if number.starts_with('-') { "-Infinity" } else { "Infinity" })
            }
            _ => value.as_str(),
        });
        match name {
            Some(name) if !OF_THE_SPECIFICATION.contains(&name) => Meaning::Other(name),
            _ => Meaning::Plain,
        }
    }

    /// For people: `timestamp-millis`, `decimal(9, 2)`, or the word for a type without a logical one.
    pub(super) fn describe(self, kind: &Kind) -> String {
        match self {
            Meaning::Plain => format!("plain {}", kind.word()),
            Meaning::Known(Logical::Decimal { precision, scale }) => {
                format!("decimal({precision}, {scale})")
            }
            Meaning::Known(logical) => logical.name().to_owned(),
            Meaning::Other(name) => name.to_owned(),
        }
    }
}

/// The rule that is broken when a reader of the one type takes a value of the other; their kinds do resolve.
pub(super) fn altered(reader: &Type, writer: &Type) -> Option<&'static Rule> {
    match (Meaning::of(reader), Meaning::of(writer)) {
        (reads, wrote) if reads == wrote => {}
        (
            Meaning::Known(Logical::Decimal { precision, scale }),
            Meaning::Known(Logical::Decimal { precision: digits, scale: written }),
        ) => {
            if scale != written || precision < digits {
                return Some(&wire::DECIMAL_DIFFERS);
            }
        }
        // The text of a UUID is a text; not every text is a UUID.
        (Meaning::Plain, Meaning::Known(Logical::Uuid)) if matches!(writer.kind, Kind::String) => {}
        (Meaning::Plain | Meaning::Known(_) | Meaning::Other(_), _) => {
            return Some(&wire::LOGICAL_TYPE_DIFFERS);
        }
    }
    match (&reader.kind, &writer.kind) {
        (Kind::Float, Kind::Int | Kind::Long) | (Kind::Double, Kind::Long) => {
            Some(&wire::PROMOTION_LOSES)
        }
        (Kind::String, Kind::Bytes) => Some(&wire::BYTES_AS_TEXT),
        _ => None,
    }
}
