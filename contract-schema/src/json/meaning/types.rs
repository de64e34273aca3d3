//! Sets of the seven kinds of values that JSON Schema tells apart.

use crate::json::exact::Exact;
use crate::json_text::{Node, Value};

/// A set of types; numbers are whole or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::json) struct Types(u8);

/// Bit and name in schemas.
const ROWS: [(u8, &str); 7] = [
    (1, "null"),
    (2, "boolean"),
    (4, "object"),
    (8, "array"),
    (16, "string"),
    (32, "integer"),
    (64, ""),
];

impl Types {
    pub(in crate::json) const NONE: Types = Types(0);
    pub(in crate::json) const ALL: Types = Types(127);
    pub(in crate::json) const OBJECT: Types = Types(4);
    pub(in crate::json) const ARRAY: Types = Types(8);
    pub(in crate::json) const STRING: Types = Types(16);
    pub(in crate::json) const INTEGER: Types = Types(32);
    pub(in crate::json) const FRACTION: Types = Types(64);
    pub(in crate::json) const NUMBER: Types = Types(96);
    /// Types with few values.
    pub(in crate::json) const FEW: Types = Types(3);

    /// The type called so in a schema.
    pub(in crate::json) fn named(name: &str) -> Option<Types> {
        match name {
            "number" => Some(Types::NUMBER),
            "" => None,
            _ => ROWS.iter().find(|row| row.1 == name).map(|row| Types(row.0)),
        }
    }

    /// The type of a value.
    pub(in crate::json) fn of(value: &Node) -> Types {
        match &value.value {
            Value::Null => Types(1),
            Value::Bool(_) => Types(2),
            Value::Object(_) => Types::OBJECT,
            Value::Array(_) => Types::ARRAY,
            Value::String(_) => Types::STRING,
            Value::Number(text) => match Exact::parse(text) {
                Some(number) if number.is_whole() => Types::INTEGER,
                Some(_) | None => Types::FRACTION,
            },
        }
    }

    pub(in crate::json) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(in crate::json) fn is_within(self, other: Types) -> bool {
        self.0 & !other.0 == 0
    }

    pub(in crate::json) fn meets(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    #[must_use]
    pub(in crate::json) fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    #[must_use]
    pub(in crate::json) fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    #[must_use]
    pub(in crate::json) fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// Each type of the set by itself.
    pub(in crate::json) fn each(self) -> impl Iterator<Item = Types> {
        ROWS.iter().map(|row| Types(row.0)).filter(move |one| one.is_within(self))
    }

    /// As a number.
    pub(in crate::json) fn bits(self) -> u32 {
        self.0.into()
    }
}
