//! JSON of numbers as Protobuf maps them: 64 bits as text, since many readers have doubles only, and floats that JSON has
//! no number for by name; numbers and their texts are read alike.
//!
//! Used as `#[serde(with = "contract_runtime::protobuf::number")]` on numbers, and options, lists and maps of them.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A value whose JSON is Protobuf's.
pub trait Number: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// What the serializer reports.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the value.
    ///
    /// # Errors
    /// The text or number is out of range, or none.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// What serde calls to write.
///
/// # Errors
/// What the serializer reports.
pub fn serialize<T: Number, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// What serde calls to read.
///
/// # Errors
/// The text or number is out of range, or none.
pub fn deserialize<'de, T: Number, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A number as its JSON; the place of a number in a JSON Schema.
#[derive(Debug)]
pub struct Json<T>(pub(crate) T);

impl<'de, T: Number> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Json)
    }
}

#[derive(Debug)]
pub(crate) struct Shown<'a, T>(pub(crate) &'a T);

impl<T: Number> Serialize for Shown<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<T: Number> Number for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Shown).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Json<T>>::deserialize(deserializer)?.map(|Json(value)| value))
    }
}

impl<T: Number> Number for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Shown))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<Json<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|Json(value)| value).collect())
    }
}

impl<K: Ord + Serialize + for<'key> Deserialize<'key>, T: Number> Number for BTreeMap<K, T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Shown(value))))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<K, Json<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|(key, Json(value))| (key, value)).collect())
    }
}

/// From a number of any kind, or from text.
trait Primitive: Sized {
    fn of_integer(number: i128) -> Option<Self>;
    fn of_float(number: f64) -> Option<Self>;
    fn of_text(text: &str) -> Option<Self>;
}

struct NumberOrText<T>(PhantomData<T>);

impl<T: Primitive> Visitor<'_> for NumberOrText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or its text")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        fits(T::of_integer(number.into()), &number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        fits(T::of_integer(number.into()), &number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        fits(T::of_float(number), &number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::of_text(text).ok_or_else(|| E::custom("the text is no number of the field's type"))
    }
}

fn fits<T, E: Error>(value: Option<T>, number: &dyn fmt::Display) -> Result<T, E> {
    value.ok_or_else(|| E::custom(format_args!("{number} is no value of the field's type")))
}

macro_rules! integers {
    ($($name:ident $write:ident,)*) => {$(
        impl Primitive for $name {
            fn of_integer(number: i128) -> Option<Self> {
                Self::try_from(number).ok()
            }

            /// `1.0` and `1e3` are integers; beyond 2^53 a float does not say which.
            fn of_float(number: f64) -> Option<Self> {
                let is_exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
                if is_exact { Self::of_integer(number as i128) } else { None }
            }

            fn of_text(text: &str) -> Option<Self> {
                text.parse().ok().or_else(|| Self::of_float(text.parse().ok()?))
            }
        }

        impl Number for $name {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $write(self, serializer)
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(NumberOrText(PhantomData))
            }
        }
    )*};
}

integers! { i32 as_number, u32 as_number, i64 as_text, u64 as_text, }

fn as_number<S: Serializer>(value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

fn as_text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

macro_rules! floats {
    ($($name:ident)*) => {$(
        impl Primitive for $name {
            fn of_integer(number: i128) -> Option<Self> {
                Some(number as $name)
            }

            fn of_float(number: f64) -> Option<Self> {
                let value = number as $name;
                (value.is_finite() || !number.is_finite()).then_some(value)
            }

            fn of_text(text: &str) -> Option<Self> {
                match text {
                    "NaN" => Some($name::NAN),
                    "Infinity" => Some($name::INFINITY),
                    "-Infinity" => Some($name::NEG_INFINITY),
                    text => text.parse().ok().filter(|value: &$name| value.is_finite()),
                }
            }
        }

        impl Number for $name {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match *self {
                    value if value.is_nan() => serializer.serialize_str("NaN"),
                    $name::INFINITY => serializer.serialize_str("Infinity"),
                    $name::NEG_INFINITY => serializer.serialize_str("-Infinity"),
                    value => value.serialize(serializer),
                }
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(NumberOrText(PhantomData))
            }
        }
    )*};
}

floats! { f32 f64 }

#[cfg(feature = "schemars")]
mod schema {
    use super::Json;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use std::borrow::Cow;

    macro_rules! schema_of {
        ($($name:ident => $schema:tt),* $(,)?) => {$(
            impl JsonSchema for Json<$name> {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        )*};
    }

    schema_of! {
        i32 => { "type": ["integer", "string"], "format": "int32", "pattern": "^-?[0-9]{1,10}$" },
        u32 => { "type": ["integer", "string"], "format": "uint32", "pattern": "^[0-9]{1,10}$" },
        i64 => { "type": ["string", "integer"], "format": "int64", "pattern": "^-?[0-9]{1,19}$" },
        u64 => { "type": ["string", "integer"], "format": "uint64", "pattern": "^[0-9]{1,20}$" },
        f32 => {
            "anyOf": [{ "type": "number" }, { "enum": ["NaN", "Infinity", "-Infinity"] }],
            "format": "float",
        },
        f64 => {
            "anyOf": [{ "type": "number" }, { "enum": ["NaN", "Infinity", "-Infinity"] }],
            "format": "double",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Number + PartialEq + fmt::Debug>(value: T, json: &str, others: &[&str]) {
        assert_eq!(serde_json::to_string(&Shown(&value)).unwrap(), json);
        for text in others.iter().chain([&json]) {
            let Json(read) = serde_json::from_str::<Json<T>>(text).unwrap();
            assert_eq!(read, value, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_one_way_and_read_in_all() {
        check(i64::MIN, "\"-9223372036854775808\"", &["-9223372036854775808"]);
        check(u64::MAX, "\"18446744073709551615\"", &["18446744073709551615"]);
        check(1_000i64, "\"1000\"", &["1000", "1e3", "1000.0", "\"1e3\""]);
        check(-5i32, "-5", &["\"-5\"", "-5.0"]);
        check(f64::INFINITY, "\"Infinity\"", &[]);
        check(f32::NEG_INFINITY, "\"-Infinity\"", &[]);
        check(2.5f64, "2.5", &["\"2.5\""]);
        check(Some(7u64), "\"7\"", &["7"]);
        check(None::<i64>, "null", &[]);
        check(vec![1i64, -1], "[\"1\",\"-1\"]", &["[1,\"-1\"]"]);
        check(BTreeMap::from([("a".to_owned(), 1u64)]), "{\"a\":\"1\"}", &["{\"a\":1}"]);
        let nan = serde_json::from_str::<Json<f64>>("\"NaN\"").unwrap().0;
        assert!(nan.is_nan() && serde_json::to_string(&Shown(&nan)).unwrap() == "\"NaN\"");
    }

    #[test]
    fn what_is_out_of_range_or_no_number_is_refused() {
        for text in
            ["9223372036854775808", "\"9223372036854775808\"", "1.5", "\"\"", "true", "1e300"]
        {
            assert!(serde_json::from_str::<Json<i64>>(text).is_err(), "{text}");
        }
        for text in ["2147483648", "\"x\"", "[]"] {
            assert!(serde_json::from_str::<Json<i32>>(text).is_err(), "{text}");
        }
        for text in ["1e300", "\"inf\"", "\"nan\"", "\"1e300\""] {
            assert!(serde_json::from_str::<Json<f32>>(text).is_err(), "{text}");
        }
    }
}
