//! Dates, times and timestamps as they travel: an integer each, printed as RFC 3339 without loss.
//!
//! No value of the integer is refused and none panics: years beyond four digits print in ISO 8601's expanded form
//! (`+12345-01-01`), as does every date before the year 0. A leap second has no integer on the wire and is refused.

pub(crate) mod civil;
mod parse;

use std::fmt;
use std::str::FromStr;

/// The text is no date or time of the wanted precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TimeError {
    /// The text has another form.
    #[error("not of the form `{0}`")]
    Syntax(&'static str),
    /// A month, day, hour, minute, second or offset that does not exist.
    #[error("a part is out of range: no such day or time")]
    Range,
    /// There are digits beyond the precision, and not only zeros.
    #[error("more digits after the point than the type can hold")]
    Precision,
    /// Too far away for the type's integer.
    #[error("too far in the past or future for the type")]
    Overflow,
}

const DATE_FORM: &str = "2026-01-31";
const TIME_FORM: &str = "13:45:59.123";
const LOCAL_FORM: &str = "2026-01-31T13:45:59.123";
const INSTANT_FORM: &str = "2026-01-31T13:45:59.123Z";

/// A calendar date: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(pub i32);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        civil::write_date(f, i64::from(self.0))
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (days, rest) = parse::date(text).map_err(|error| error.of(DATE_FORM))?;
        if !rest.is_empty() {
            return Err(TimeError::Syntax(DATE_FORM));
        }
        i32::try_from(days).map(Date).map_err(|_| TimeError::Overflow)
    }
}

macro_rules! debug_as_display {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )*};
}

macro_rules! time_of_day {
    ($(#[$doc:meta])* $name:ident, $integer:ty, $per_second:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub $integer);

        impl $name {
            /// Units in a second.
            pub const PER_SECOND: i64 = $per_second;

            /// Whether the value lies within a day.
            pub fn is_in_day(self) -> bool {
                (0..86_400 * Self::PER_SECOND).contains(&i64::from(self.0))
            }
        }

        impl fmt::Display for $name {
            /// Hours beyond 23 and negative values print as such; only times within a day read back.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                civil::write_clock(f, i64::from(self.0), Self::PER_SECOND)
            }
        }

        impl FromStr for $name {
            type Err = TimeError;

            fn from_str(text: &str) -> Result<Self, TimeError> {
                let (units, rest) =
                    parse::clock(text, Self::PER_SECOND).map_err(|error| error.of(TIME_FORM))?;
                if !rest.is_empty() {
                    return Err(TimeError::Syntax(TIME_FORM));
                }
                <$integer>::try_from(units).map($name).map_err(|_| TimeError::Overflow)
            }
        }

        debug_as_display!($name);
    };
}

macro_rules! timestamp {
    ($(#[$doc:meta])* $name:ident, $per_second:expr, $zone:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub i64);

        impl $name {
            /// Units in a second.
            pub const PER_SECOND: i64 = $per_second;

            /// Nanoseconds since 1970-01-01T00:00:00.
            pub fn nanos(self) -> i128 {
                i128::from(self.0) * i128::from(1_000_000_000 / Self::PER_SECOND)
            }

            /// The value at or before `nanos` nanoseconds since 1970, if it fits.
            pub fn from_nanos(nanos: i128) -> Option<Self> {
                let units = nanos.div_euclid(i128::from(1_000_000_000 / Self::PER_SECOND));
                i64::try_from(units).ok().map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let per_day = 86_400 * Self::PER_SECOND;
                civil::write_date(f, self.0.div_euclid(per_day))?;
                f.write_str("T")?;
                civil::write_clock(f, self.0.rem_euclid(per_day), Self::PER_SECOND)?;
                f.write_str($zone)
            }
        }

        impl FromStr for $name {
            type Err = TimeError;

            fn from_str(text: &str) -> Result<Self, TimeError> {
                let form = if $zone.is_empty() { LOCAL_FORM } else { INSTANT_FORM };
                let units = parse::timestamp(text, Self::PER_SECOND, !$zone.is_empty())
                    .map_err(|error| error.of(form))?;
                i64::try_from(units).map($name).map_err(|_| TimeError::Overflow)
            }
        }

        debug_as_display!($name);
    };
}

debug_as_display!(Date);
time_of_day!(
    /// A time of day in milliseconds since midnight.
    TimeMillis, i32, 1_000
);
time_of_day!(
    /// A time of day in microseconds since midnight.
    TimeMicros, i64, 1_000_000
);
timestamp!(
    /// A point in time in milliseconds since 1970-01-01T00:00:00Z.
    TimestampMillis, 1_000, "Z"
);
timestamp!(
    /// A point in time in microseconds since 1970-01-01T00:00:00Z.
    TimestampMicros, 1_000_000, "Z"
);
timestamp!(
    /// A point in time in nanoseconds since 1970-01-01T00:00:00Z.
    TimestampNanos, 1_000_000_000, "Z"
);
timestamp!(
    /// A date and time without a zone, in milliseconds.
    LocalTimestampMillis, 1_000, ""
);
timestamp!(
    /// A date and time without a zone, in microseconds.
    LocalTimestampMicros, 1_000_000, ""
);
timestamp!(
    /// A date and time without a zone, in nanoseconds.
    LocalTimestampNanos, 1_000_000_000, ""
);
