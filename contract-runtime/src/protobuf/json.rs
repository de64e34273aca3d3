//! JSON of Protobuf where it is not that of a message: open enums here, messages of `google.protobuf` beside it.

mod any;
mod held;
mod mask;
mod value;

pub use any::{
    AnyBody, any_fields_to_json, any_from_json, any_name, any_to_json, any_value_to_json,
};
pub use mask::{mask_from_json, mask_to_json};
pub use value::{JsonValue, null_from_json, value_from_json, value_number_to_json};

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;

/// Reads an enum from its name or its number.
///
/// # Errors
/// The value is neither a name of the enum nor a number of 32 bits.
pub fn enum_from_json<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    of_symbol: fn(&str) -> Option<T>,
    of_number: fn(i32) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(NameOrNumber { of_symbol, of_number })
}

struct NameOrNumber<T> {
    of_symbol: fn(&str) -> Option<T>,
    of_number: fn(i32) -> T,
}

impl<T> Visitor<'_> for NameOrNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name or the number of an enum's constant")
    }

    fn visit_str<E: Error>(self, symbol: &str) -> Result<T, E> {
        (self.of_symbol)(symbol).ok_or_else(|| E::custom("no constant of the enum has this name"))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let number = i32::try_from(number);
        number.map(self.of_number).map_err(|_| E::custom("an enum's number has 32 bits"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        let number = i32::try_from(number);
        number.map(self.of_number).map_err(|_| E::custom("an enum's number has 32 bits"))
    }
}
