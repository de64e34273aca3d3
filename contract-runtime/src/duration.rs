//! Avro's `duration`: months, days and milliseconds, which do not convert into each other.

use std::fmt;
use std::str::FromStr;

/// A span of calendar time; text is ISO 8601, `P3M4DT5.678S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AvroDuration {
    /// Months.
    pub months: u32,
    /// Days.
    pub days: u32,
    /// Milliseconds.
    pub millis: u32,
}

/// The text is no duration of months, days and seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a duration: write months, days and seconds as in `P3M4DT5.678S`")]
pub struct DurationError;

impl AvroDuration {
    /// Reads the twelve bytes of the wire.
    #[inline]
    pub fn from_le_bytes(bytes: [u8; 12]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = bytes;
        AvroDuration {
            months: u32::from_le_bytes([a, b, c, d]),
            days: u32::from_le_bytes([e, f, g, h]),
            millis: u32::from_le_bytes([i, j, k, l]),
        }
    }

    /// The twelve bytes of the wire.
    #[inline]
    pub fn to_le_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&self.months.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.days.to_le_bytes());
        bytes[8..].copy_from_slice(&self.millis.to_le_bytes());
        bytes
    }
}

impl fmt::Display for AvroDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.millis / 1000, self.millis % 1000);
        write!(f, "P{}M{}DT{seconds}.{millis:03}S", self.months, self.days)
    }
}

impl FromStr for AvroDuration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let text = text.strip_prefix('P').ok_or(DurationError)?;
        let (calendar, clock) = match text.split_once('T') {
            Some((calendar, clock)) => (calendar, Some(clock)),
            None => (text, None),
        };
        let (months, rest) = unit(calendar, 'M')?;
        let (days, rest) = unit(rest, 'D')?;
        if !rest.is_empty() || (calendar.is_empty() && clock.is_none()) {
            return Err(DurationError);
        }
        let millis = clock.map_or(Ok(0), millis)?;
        Ok(AvroDuration { months, days, millis })
    }
}

fn unit(text: &str, name: char) -> Result<(u32, &str), DurationError> {
    let Some((number, rest)) = text.split_once(name) else {
        return Ok((0, text));
    };
    number.parse().map(|number| (number, rest)).map_err(|_| DurationError)
}

fn millis(clock: &str) -> Result<u32, DurationError> {
    let seconds = clock.strip_suffix('S').ok_or(DurationError)?;
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    if fraction.is_empty() || fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DurationError);
    }
    let fraction: u32 = format!("{fraction:0<3}").parse().map_err(|_| DurationError)?;
    let whole: u32 = whole.parse().map_err(|_| DurationError)?;
    whole.checked_mul(1000).and_then(|millis| millis.checked_add(fraction)).ok_or(DurationError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back_and_nonsense_is_refused() {
        let all = AvroDuration { months: u32::MAX, days: u32::MAX, millis: u32::MAX };
        for value in [AvroDuration::default(), all, AvroDuration { months: 1, days: 2, millis: 5 }]
        {
            assert_eq!(value.to_string().parse(), Ok(value));
            assert_eq!(AvroDuration::from_le_bytes(value.to_le_bytes()), value);
        }
        assert_eq!("P4D".parse(), Ok(AvroDuration { days: 4, ..AvroDuration::default() }));
        for text in ["", "P", "P1", "P1Y", "PT1H", "PT1.2345S", "P1MT", "P4294967296M", "P-1M"] {
            assert_eq!(text.parse::<AvroDuration>(), Err(DurationError), "{text}");
        }
    }
}
