//! Scalars the way Jackson reads them: `"1"` is an integer, `1` is a text, `null` is absence.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// A text, or a scalar taken as its text.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(_) => return Err(D::Error::custom("expected a string, found an array")),
        Value::Object(_) => return Err(D::Error::custom("expected a string, found an object")),
    })
}

/// A text; absence is the empty text.
pub(crate) fn text_or_empty<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    text(from).map(Option::unwrap_or_default)
}

/// A 32-bit integer, or a text that spells one; fractions are cut off.
pub(crate) fn int<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i32>, D::Error> {
    let number = match Value::deserialize(from)? {
        Value::Null => return Ok(None),
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().map(|wide| wide as i64))
        }
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let fits = number.and_then(|number| i32::try_from(number).ok());
    fits.map(Some).ok_or_else(|| D::Error::custom("expected a 32-bit integer"))
}

/// An integer; absence is zero.
pub(crate) fn int_or_zero<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    int(from).map(Option::unwrap_or_default)
}

/// A boolean, or a text or number that stands for one.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(flag)),
        Value::Number(number) => Ok(Some(number.as_f64() != Some(0.0))),
        Value::String(text) => match text.trim() {
            "" => Ok(None),
            "true" | "True" | "TRUE" => Ok(Some(true)),
            "false" | "False" | "FALSE" => Ok(Some(false)),
            _ => Err(D::Error::custom("expected a boolean, found another text")),
        },
        Value::Array(_) | Value::Object(_) => Err(D::Error::custom("expected a boolean")),
    }
}

/// A boolean; absence is false.
pub(crate) fn flag_or_false<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    flag(from).map(Option::unwrap_or_default)
}

/// A collection; `null` is an empty one.
pub(crate) fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// An object, or nothing. A derived struct would take an array for its members in order.
pub(crate) fn object<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Object<T>>::deserialize(from)?.map(|object| object.0))
}

/// A list of objects; `null` is an empty one.
pub(crate) fn objects<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let objects: Vec<Object<T>> = or_default(from)?;
    Ok(objects.into_iter().map(|object| object.0).collect())
}

/// A patch member that is an object.
pub(crate) fn patch_object<'de, D, T>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    object(from).map(Some)
}

struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Object<T>;
            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members)).map(Object)
            }
        }
        from.deserialize_map(Members(PhantomData))
    }
}

/// A member of a patch that is a text: present and `null` is `Some(None)`, present with a value `Some(Some(value))`.
pub(crate) fn patch_text<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<String>>, D::Error> {
    text(from).map(Some)
}

/// A patch member that is a boolean.
pub(crate) fn patch_flag<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<bool>>, D::Error> {
    flag(from).map(Some)
}
