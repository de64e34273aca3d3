//! `google.protobuf.Timestamp`, `google.protobuf.Duration`, `google.type.Date` and `google.type.Money` as values.

use super::length;
use super::read::Reader;
use super::write::{write_int32, write_int64, write_string, write_uint32};
use crate::avro::DecodeError;
use crate::time::{TimestampMicros, TimestampNanos};
use std::fmt;
use std::str::FromStr;

/// The text is no value of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not of the form `{0}`, or out of range")]
pub struct WellKnownError(&'static str);

const NANOS: i128 = 1_000_000_000;

/// A point in time in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Nanoseconds after the second, 0 to 999 999 999.
    pub nanos: i32,
}

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    const FIRST: i64 = -62_135_596_800;
    /// 9999-12-31T23:59:59Z.
    const LAST: i64 = 253_402_300_799;

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// Whether the value lies within the years 1 to 9999 and its nanoseconds within a second, as the type demands.
    pub fn is_valid(self) -> bool {
        (Self::FIRST..=Self::LAST).contains(&self.seconds)
            && (0..1_000_000_000).contains(&self.nanos)
    }
}

impl From<TimestampMicros> for Timestamp {
    fn from(TimestampMicros(micros): TimestampMicros) -> Self {
        let nanos = micros.rem_euclid(1_000_000) * 1_000;
        Timestamp { seconds: micros.div_euclid(1_000_000), nanos: nanos as i32 }
    }
}

impl From<TimestampNanos> for Timestamp {
    fn from(TimestampNanos(nanos): TimestampNanos) -> Self {
        let rest = nanos.rem_euclid(1_000_000_000);
        Timestamp { seconds: nanos.div_euclid(1_000_000_000), nanos: rest as i32 }
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 with as many digits as are needed, three at a time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.seconds.div_euclid(86_400);
        let clock = self.seconds.rem_euclid(86_400);
        match i32::try_from(days) {
            Ok(days) => write!(f, "{}", crate::time::Date(days))?,
            Err(_) => return write!(f, "{}s", self.seconds),
        }
        write!(f, "T{:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60)?;
        fraction(f, self.nanos)?;
        f.write_str("Z")
    }
}

/// The digits after the point, in threes, nothing for zero.
fn fraction(f: &mut fmt::Formatter<'_>, nanos: i32) -> fmt::Result {
    match nanos {
        0 => Ok(()),
        nanos if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000),
        nanos if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000),
        nanos => write!(f, ".{nanos:09}"),
    }
}

/// Seconds and nanoseconds of `12.5`; at most nine digits after the point.
fn decimal_seconds(text: &str) -> Option<(i64, i32)> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(digits) || digits.len() > 9 {
        return None;
    }
    let nanos = format!("{digits:0<9}").parse().ok()?;
    Some((whole.parse().ok()?, nanos))
}

impl FromStr for Timestamp {
    type Err = WellKnownError;

    fn from_str(text: &str) -> Result<Self, WellKnownError> {
        let error = WellKnownError("2026-01-31T13:45:59.123456789Z");
        // The fraction is taken out, so that the years the nanosecond type cannot hold are read as well.
        let (whole, digits) = match text.split_once('.') {
            None => (text.to_owned(), String::new()),
            Some((before, after)) => {
                let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                (format!("{before}{}", &after[end..]), after[..end].to_owned())
            }
        };
        if digits.len() > 9 || (text.contains('.') && digits.is_empty()) {
            return Err(error);
        }
        let second: crate::time::TimestampMillis = whole.parse().map_err(|_| error)?;
        let nanos = format!("{digits:0<9}").parse().map_err(|_| error)?;
        let found = Timestamp { seconds: second.0.div_euclid(1_000), nanos };
        if found.is_valid() { Ok(found) } else { Err(error) }
    }
}

/// A span of time; seconds and nanoseconds have one sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duration {
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds beyond the seconds.
    pub nanos: i32,
}

impl Duration {
    /// Nanoseconds.
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// Whether the value lies within 10 000 years and its parts have one sign, as the type demands.
    pub fn is_valid(self) -> bool {
        let one_sign =
            self.seconds == 0 || self.nanos == 0 || (self.seconds < 0) == (self.nanos < 0);
        one_sign
            && self.seconds.unsigned_abs() <= 315_576_000_000
            && self.nanos.unsigned_abs() < 1_000_000_000
    }
}

impl fmt::Display for Duration {
    /// Seconds with a final `s`, as Protobuf's JSON has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.nanos() < 0 { "-" } else { "" };
        write!(f, "{sign}{}", self.seconds.unsigned_abs())?;
        fraction(f, self.nanos.saturating_abs())?;
        f.write_str("s")
    }
}

impl FromStr for Duration {
    type Err = WellKnownError;

    fn from_str(text: &str) -> Result<Self, WellKnownError> {
        let error = WellKnownError("-12.500s");
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let seconds = rest.strip_suffix('s').ok_or(error)?;
        let (seconds, nanos) = decimal_seconds(seconds).ok_or(error)?;
        let found = Duration { seconds: sign * seconds, nanos: sign as i32 * nanos };
        if found.is_valid() { Ok(found) } else { Err(error) }
    }
}

/// A calendar date; a part that is zero is not known (`2026-05-00` is a month).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(remote = "Self", default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Date {
    /// Year, 1 to 9999.
    #[cfg_attr(feature = "serde", serde(with = "super::number"))]
    #[cfg_attr(feature = "schemars", schemars(with = "super::number::Json<i32>"))]
    pub year: i32,
    /// Month, 1 to 12.
    #[cfg_attr(feature = "serde", serde(with = "super::number"))]
    #[cfg_attr(feature = "schemars", schemars(with = "super::number::Json<i32>"))]
    pub month: i32,
    /// Day, 1 to 31.
    #[cfg_attr(feature = "serde", serde(with = "super::number"))]
    #[cfg_attr(feature = "schemars", schemars(with = "super::number::Json<i32>"))]
    pub day: i32,
}

/// An amount of money without rounding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(remote = "Self", default, rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Money {
    /// ISO 4217 code.
    pub currency_code: String,
    /// Whole units.
    #[cfg_attr(feature = "serde", serde(with = "super::number"))]
    #[cfg_attr(feature = "schemars", schemars(with = "super::number::Json<i64>"))]
    pub units: i64,
    /// Billionths of a unit, of the same sign as the units.
    #[cfg_attr(feature = "serde", serde(with = "super::number"))]
    #[cfg_attr(feature = "schemars", schemars(with = "super::number::Json<i32>"))]
    pub nanos: i32,
}

impl Money {
    /// The amount in billionths of a unit.
    pub fn billionths(&self) -> i128 {
        i128::from(self.units) * NANOS + i128::from(self.nanos)
    }

    /// Whether units and billionths have one sign and the billionths are less than a unit, as the type demands.
    pub fn is_valid(&self) -> bool {
        let one_sign = self.units == 0 || self.nanos == 0 || (self.units < 0) == (self.nanos < 0);
        one_sign && self.nanos.unsigned_abs() < 1_000_000_000
    }
}

/// Fields that are not zero, by number: keys are the number times eight plus the wire type.
macro_rules! codec {
    ($name:ident { $($field:ident: $key:literal, $write:ident, $read:ident, $is_zero:expr;)* }) => {
        impl $name {
            /// Appends the fields of the message.
            #[inline]
            pub fn encode_fields(&self, out: &mut Vec<u8>) {
                $(if !$is_zero(&self.$field) {
                    write_uint32(out, $key);
                    codec!(@write $write, out, self.$field);
                })*
            }

            /// How many bytes [`Self::encode_fields`] appends.
            #[doc(hidden)]
            pub fn proto_length(&self) -> usize {
                let mut length = 0;
                $(if !$is_zero(&self.$field) {
                    length += 1 + codec!(@length $read, self.$field);
                })*
                length
            }

            /// Reads fields on top of those that are there.
            ///
            /// # Errors
            /// The bytes are no such message.
            #[inline]
            pub fn merge(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                while let Some(key) = reader.key()? {
                    match key {
                        $($key => self.$field = reader.$read()?,)*
                        key => reader.skip(key)?,
                    }
                }
                Ok(())
            }
        }
    };
    (@write write_string, $out:ident, $value:expr) => { write_string($out, &$value) };
    (@write $write:ident, $out:ident, $value:expr) => { $write($out, $value) };
    (@length string, $value:expr) => { length::string(&$value) };
    (@length $length:ident, $value:expr) => { length::$length($value) };
}

codec!(Timestamp { seconds: 8, write_int64, int64, is_zero; nanos: 16, write_int32, int32, is_zero; });
codec!(Duration { seconds: 8, write_int64, int64, is_zero; nanos: 16, write_int32, int32, is_zero; });
codec!(Date {
    year: 8, write_int32, int32, is_zero;
    month: 16, write_int32, int32, is_zero;
    day: 24, write_int32, int32, is_zero;
});
codec!(Money {
    currency_code: 10, write_string, string, String::is_empty;
    units: 16, write_int64, int64, is_zero;
    nanos: 24, write_int32, int32, is_zero;
});

fn is_zero<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(feature = "serde")]
mod json {
    use super::{Date, Duration, Money, Timestamp};
    use crate::json::Writing;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::borrow::Cow;

    impl Money {
        /// The members of its JSON.
        #[doc(hidden)]
        pub fn write_json_fields<S: Serializer>(&self, out: &mut Writing<S>) {
            out.field("currencyCode", &self.currency_code);
            out.number("units", &self.units).number("nanos", &self.nanos);
        }
    }

    impl Date {
        /// The members of its JSON.
        #[doc(hidden)]
        pub fn write_json_fields<S: Serializer>(&self, out: &mut Writing<S>) {
            out.number("year", &self.year);
            out.number("month", &self.month).number("day", &self.day);
        }
    }

    macro_rules! as_text {
        ($($name:ident),*) => {$(
            impl Serialize for $name {
                /// A value outside the type's range has no text that reads back, so it is refused.
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if self.is_valid() {
                        serializer.collect_str(self)
                    } else {
                        Err(serde::ser::Error::custom("a value outside its type's range has no text"))
                    }
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    <Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                }
            }
        )*};
    }

    as_text!(Timestamp, Duration);

    #[cfg(feature = "schemars")]
    mod schema {
        use super::{Duration, Timestamp};
        use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
        use std::borrow::Cow;

        impl JsonSchema for Timestamp {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                "Timestamp".into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": "date-time" })
            }
        }

        impl JsonSchema for Duration {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                "Duration".into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$" })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_read_back_from_their_text_over_the_whole_range() {
        for (seconds, nanos, text) in [
            (0, 0, "1970-01-01T00:00:00Z"),
            (-1, 999_000_000, "1969-12-31T23:59:59.999Z"),
            (1_767_323_045, 6_000, "2026-01-02T03:04:05.000006Z"),
            (253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
            (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
        ] {
            let timestamp = Timestamp { seconds, nanos };
            assert_eq!(timestamp.to_string(), text);
            assert_eq!(text.parse(), Ok(timestamp));
        }
        assert_eq!(
            "2026-01-02T04:04:05+01:00".parse::<Timestamp>().unwrap().seconds,
            1_767_323_045
        );
        for bad in [
            "",
            "2026-01-02",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05.1234567890Z",
            "+12345-01-01T00:00:00Z",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
        let micros = TimestampMicros(-1);
        assert_eq!(Timestamp::from(micros).nanos(), micros.nanos());
        let strange = Timestamp { seconds: i64::MIN, nanos: -5 };
        assert!(!strange.is_valid() && !strange.to_string().is_empty());
    }

    #[test]
    fn durations_keep_their_sign() {
        for (seconds, nanos, text) in [
            (0, 0, "0s"),
            (1, 500_000_000, "1.500s"),
            (0, -1, "-0.000000001s"),
            (-3, -20_000_000, "-3.020s"),
        ] {
            let duration = Duration { seconds, nanos };
            assert_eq!(duration.to_string(), text);
            assert_eq!(text.parse(), Ok(duration));
        }
        for bad in ["", "s", "1", "1.s2", "--1s", "1e3s", "999999999999s"] {
            assert!(bad.parse::<Duration>().is_err(), "{bad}");
        }
        assert!(!Duration { seconds: 1, nanos: -1 }.is_valid());
    }

    #[test]
    fn messages_read_back_from_the_wire_and_merge() {
        let money = Money { currency_code: "ZWG".into(), units: -5, nanos: -250_000_000 };
        let mut out = Vec::new();
        money.encode_fields(&mut out);
        assert_eq!(&out[..5], [10, 3, b'Z', b'W', b'G']);
        let mut read = Money { units: 9, ..Money::default() };
        read.merge(&mut Reader::new(&out)).unwrap();
        assert_eq!(read, money);
        assert!(money.is_valid() && !Money { units: 1, nanos: -1, ..money.clone() }.is_valid());
        assert_eq!(money.billionths(), -5_250_000_000);
        let mut empty = Vec::new();
        Timestamp::default().encode_fields(&mut empty);
        assert!(empty.is_empty());
    }
}
