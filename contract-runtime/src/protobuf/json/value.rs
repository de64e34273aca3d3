//! `google.protobuf.Value`: any JSON, of which null is one.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// What a generated `Value` is made of.
pub trait JsonValue: Sized {
    /// Null.
    fn null() -> Self;
    /// A truth value.
    fn flag(flag: bool) -> Self;
    /// A number.
    fn number(number: f64) -> Self;
    /// A text.
    fn text(text: String) -> Self;
    /// A `ListValue`.
    fn list(list: Vec<Self>) -> Self;
    /// A `Struct`.
    fn object(object: BTreeMap<String, Self>) -> Self;
}

/// Reads any JSON.
///
/// # Errors
/// What the deserializer reports, and names that stand twice in an object.
pub fn value_from_json<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: JsonValue + Deserialize<'de>,
{
    deserializer.deserialize_any(AnyValue(PhantomData))
}

/// Writes the number of a `Value`; JSON has none for infinity and NaN, and a text would be read as a text.
///
/// # Errors
/// The number is not finite.
pub fn value_number_to_json<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() {
        serializer.serialize_f64(number)
    } else {
        Err(S::Error::custom("a number in `google.protobuf.Value` that JSON has no number for"))
    }
}

struct AnyValue<T>(PhantomData<T>);

impl<'de, T: JsonValue + Deserialize<'de>> Visitor<'de> for AnyValue<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::null())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        Ok(T::flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(T::number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Ok(T::number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(T::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<T, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(T::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((name, value)) = members.next_entry()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice in an object"));
            }
        }
        Ok(T::object(object))
    }
}

/// Reads `google.protobuf.NullValue`: null, its name, or its number.
///
/// # Errors
/// It is none of these.
pub fn null_from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    deserializer.deserialize_any(Null)
}

struct Null;

impl Visitor<'_> for Null {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<(), E> {
        match name {
            "NULL_VALUE" => Ok(()),
            _ => Err(E::custom("no constant of the enum has this name")),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        match number {
            0 => Ok(()),
            _ => Err(E::custom("`NullValue` has no other number than 0")),
        }
    }
}
