//! JSON of the wire types: decimals and times as text, bytes as Base64; and the JSON Schema that says so.
//!
//! What generated types need for theirs stands beside it: a type brings its names and a `match`, the rest is here once.

mod choice;
mod hidden;
mod record;
#[cfg(feature = "schemars")]
mod schema_text;

pub(crate) use hidden::hidden;

pub use choice::{Union, read_number, read_symbol, read_union, write_number};
pub use record::{Fields, Member, Record, Writing, read_record};
#[cfg(feature = "schemars")]
pub use schema_text::schema;

use crate::bytes::{Bytes, Fixed};
use crate::decimal::Decimal;
use crate::duration::AvroDuration;
use crate::time::*;
use base64::Engine as _;
use base64::alphabet::{STANDARD as STANDARD_ALPHABET, URL_SAFE as URL_ALPHABET};
use base64::engine::general_purpose::{GeneralPurpose, STANDARD as BASE64};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::str::FromStr;

/// Reads a string and parses it.
fn from_text<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    text.parse().map_err(D::Error::custom)
}

macro_rules! of_text {
    ($name:ident) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer)
            }
        }
    };
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        of_text!($name);
    )*};
}

as_text!(Date, TimestampMillis, TimestampMicros, TimestampNanos, AvroDuration);
as_text!(LocalTimestampMillis, LocalTimestampMicros, LocalTimestampNanos);

macro_rules! time_as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            /// A value outside the day has no text that reads back, so it is refused.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if self.is_in_day() {
                    serializer.collect_str(self)
                } else {
                    Err(serde::ser::Error::custom("a time of day outside the day has no text"))
                }
            }
        }

        of_text!($name);
    )*};
}

time_as_text!(TimeMillis, TimeMicros);

impl<const SCALE: u32> Serialize for Decimal<SCALE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const SCALE: u32> Deserialize<'de> for Decimal<SCALE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer)
    }
}

/// Both alphabets are read, with padding or without, as Protobuf's JSON demands; the standard one is written.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&STANDARD_ALPHABET, ANY_PADDING);
const LENIENT_FOR_URLS: GeneralPurpose = GeneralPurpose::new(&URL_ALPHABET, ANY_PADDING);
const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        let is_for_urls = text.contains(['-', '_']);
        let engine = if is_for_urls { &LENIENT_FOR_URLS } else { &LENIENT };
        engine.decode(text.as_bytes()).map(Bytes).map_err(D::Error::custom)
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Bytes(bytes) = Bytes::deserialize(deserializer)?;
        let length = bytes.len();
        bytes.try_into().map(Fixed).map_err(|_| {
            D::Error::custom(format_args!("{length} bytes, where the contract has {N}"))
        })
    }
}

#[cfg(feature = "schemars")]
mod schema {
    use super::*;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    macro_rules! schema_of {
        ($($name:ident => $schema:tt),* $(,)?) => {$(
            impl JsonSchema for $name {
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
        Date => { "type": "string", "format": "date" },
        TimeMillis => { "type": "string", "format": "partial-time" },
        TimeMicros => { "type": "string", "format": "partial-time" },
        TimestampMillis => { "type": "string", "format": "date-time" },
        TimestampMicros => { "type": "string", "format": "date-time" },
        TimestampNanos => { "type": "string", "format": "date-time" },
        LocalTimestampMillis => { "type": "string", "format": "partial-date-time" },
        LocalTimestampMicros => { "type": "string", "format": "partial-date-time" },
        LocalTimestampNanos => { "type": "string", "format": "partial-date-time" },
        AvroDuration => { "type": "string", "format": "duration" },
        Bytes => { "type": "string", "contentEncoding": "base64" },
    }

    impl<const SCALE: u32> JsonSchema for Decimal<SCALE> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("Decimal{SCALE}").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            let pattern = match SCALE {
                0 => "^[+-]?[0-9]{1,38}$".to_owned(),
                scale => format!("^[+-]?[0-9]{{1,38}}(\\.[0-9]{{1,{scale}}}0*)?$"),
            };
            json_schema!({ "type": "string", "pattern": pattern })
        }
    }

    impl<const N: usize> JsonSchema for Fixed<N> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("Fixed{N}").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            let length = N.div_ceil(3) * 4;
            json_schema!({
                "type": "string", "contentEncoding": "base64",
                "minLength": length, "maxLength": length,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_both_alphabets_with_and_without_padding() {
        let bytes = Bytes(vec![0xfb, 0xff, 0xfe, 1]);
        assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"+//+AQ==\"");
        for text in ["\"+//+AQ==\"", "\"+//+AQ\"", "\"-__-AQ==\"", "\"-__-AQ\""] {
            assert_eq!(serde_json::from_str::<Bytes>(text).unwrap(), bytes, "{text}");
        }
        assert!(serde_json::from_str::<Bytes>("\"+_\"").is_err());
    }
}
