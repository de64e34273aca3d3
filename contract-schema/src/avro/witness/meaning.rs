//! What a value says under a logical type, for people: dates, times, decimals, identifiers.

use crate::avro::meaning::Meaning;
use crate::avro::model::{Kind, Logical};
use crate::json_text::write_string;

/// The most bytes of a decimal that are turned into digits; the work grows with their square.
pub(super) const LONGEST_DECIMAL: usize = 2_000;

/// A value as it was written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scalar<'d> {
    Whole(i64),
    Bytes(&'d [u8]),
    Text(&'d str),
}

/// What the value says to a reader of this meaning and kind; an error if it says nothing there.
pub(super) fn reading(meaning: Meaning, kind: &Kind, value: Scalar) -> Result<String, String> {
    let value = carried(kind, value)?;
    Ok(match (meaning, value) {
        (Meaning::Known(logical), Scalar::Whole(number)) => moment(logical, number),
        (Meaning::Known(Logical::Decimal { scale, .. }), Scalar::Bytes(bytes)) => {
            let digits = digits(bytes).ok_or("it has no bytes, a decimal has at least one")?;
            point(&digits, scale)
        }
        (Meaning::Known(Logical::Uuid), Scalar::Text(text)) => {
            if !is_uuid(text) {
                return Err(format!("`{text}` is no UUID"));
            }
            text.to_owned()
        }
        (Meaning::Known(Logical::Uuid), Scalar::Bytes(bytes)) => uuid(bytes),
        (Meaning::Known(Logical::Duration), Scalar::Bytes(bytes)) => duration(bytes),
        (Meaning::Known(_), _) => plain(value),
        (Meaning::Plain, _) => plain(value),
        (Meaning::Other(name), _) => format!("{} ({name})", plain(value)),
    })
}

/// The value on the reader's carrier: bytes are text only if they are UTF-8, text is always bytes.
fn carried<'d>(kind: &Kind, value: Scalar<'d>) -> Result<Scalar<'d>, String> {
    match (kind, value) {
        (Kind::String, Scalar::Bytes(bytes)) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Scalar::Text(text)),
            Err(_) => Err(format!("{} is no UTF-8 text", plain(value))),
        },
        (Kind::Bytes, Scalar::Text(text)) => Ok(Scalar::Bytes(text.as_bytes())),
        _ => Ok(value),
    }
}

fn plain(value: Scalar) -> String {
    match value {
        Scalar::Whole(number) => number.to_string(),
        Scalar::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("bytes {digits}")
        }
        Scalar::Text(text) => {
            let mut quoted = String::new();
            write_string(&mut quoted, text);
            quoted
        }
    }
}

/// A whole number under a logical type of int or long.
fn moment(logical: Logical, number: i64) -> String {
    let in_day = |parts: i64| clock(number, parts);
    match logical {
        Logical::Date => date(i128::from(number)),
        Logical::TimeMillis => in_day(1_000),
        Logical::TimeMicros => in_day(1_000_000),
        Logical::TimestampMillis => stamp(number, 1_000, "Z"),
        Logical::TimestampMicros => stamp(number, 1_000_000, "Z"),
        Logical::TimestampNanos => stamp(number, 1_000_000_000, "Z"),
        Logical::LocalTimestampMillis => stamp(number, 1_000, " local"),
        Logical::LocalTimestampMicros => stamp(number, 1_000_000, " local"),
        Logical::LocalTimestampNanos => stamp(number, 1_000_000_000, " local"),
        Logical::Decimal { .. } | Logical::Uuid | Logical::Duration => number.to_string(),
    }
}

/// A point in time of `parts` parts of a second since 1970.
fn stamp(number: i64, parts: i64, zone: &str) -> String {
    let day = parts * 86_400;
    let (days, rest) = (number.div_euclid(day), number.rem_euclid(day));
    format!("{}T{}{zone}", date(i128::from(days)), clock(rest, parts))
}

/// A time of the day; beyond 24 hours it is written as it comes.
fn clock(number: i64, parts: i64) -> String {
    let (sign, number) =
        if number < 0 { ("-", number.unsigned_abs()) } else { ("", number as u64) };
    let (seconds, fraction) = (number / parts as u64, number % parts as u64);
    let places = parts.ilog10() as usize;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{sign}{hours:02}:{minutes:02}:{seconds:02}.{fraction:0places$}")
}

/// Days since 1970 in the Gregorian calendar, by Howard Hinnant's count of 400-year eras.
fn date(days: i128) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i128::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether `text` is a UUID as RFC 9562 writes it.
fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Months, days and milliseconds, each 32 bits, little-endian.
fn duration(bytes: &[u8]) -> String {
    let part = |index: usize| {
        let part = bytes.chunks(4).nth(index).and_then(|part| part.try_into().ok());
        part.map_or(0, u32::from_le_bytes)
    };
    format!("{} months, {} days, {} ms", part(0), part(1), part(2))
}

/// The decimal digits of a two's-complement big-endian number, with its sign; none without bytes.
pub(super) fn digits(bytes: &[u8]) -> Option<String> {
    let first = *bytes.first()?;
    if bytes.len() > LONGEST_DECIMAL {
        return None;
    }
    let negative = first & 0x80 != 0;
    let mut rest = bytes.to_vec();
    if negative {
        negate(&mut rest);
    }
    let mut digits = Vec::new();
    while rest.iter().any(|byte| *byte != 0) {
        let mut carry = 0_u32;
        for byte in &mut rest {
            let value = carry << 8 | u32::from(*byte);
            *byte = (value / 10) as u8;
            carry = value % 10;
        }
        digits.push(char::from(b'0' + carry as u8));
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits.extend(negative.then_some('-'));
    Some(digits.into_iter().rev().collect())
}

fn negate(bytes: &mut [u8]) {
    let mut carry = true;
    for byte in bytes.iter_mut().rev() {
        (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
    }
}

/// The smallest number with one digit more than `digits`, in `size` bytes if that is given.
pub(super) fn beyond_digits(digits: u32, size: Option<usize>) -> Option<Vec<u8>> {
    let most = LONGEST_DECIMAL * 2;
    if digits as usize > most {
        return None;
    }
    // Least significant first.
    let mut bytes = vec![1_u8];
    for _ in 0..digits {
        let mut carry = 0_u32;
        for byte in &mut bytes {
            let value = u32::from(*byte) * 10 + carry;
            (*byte, carry) = (value as u8, value >> 8);
        }
        bytes.extend((carry > 0).then_some(carry as u8));
    }
    if bytes.last().is_some_and(|byte| byte & 0x80 != 0) {
        bytes.push(0);
    }
    if let Some(size) = size {
        if bytes.len() > size {
            return None;
        }
        bytes.resize(size, 0);
    }
    bytes.reverse();
    Some(bytes)
}

/// Digits with the point `scale` places from the right.
fn point(digits: &str, scale: u32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let scale = scale as usize;
    if scale == 0 || scale > LONGEST_DECIMAL * 4 {
        return if scale == 0 {
            format!("{sign}{digits}")
        } else {
            format!("{sign}{digits}E-{scale}")
        };
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates_and_times() {
        for (logical, number, text) in [
            (Logical::Date, 0, "1970-01-01"),
            (Logical::Date, 20_000, "2024-10-04"),
            (Logical::Date, -719_529, "-001-12-31"),
            (Logical::TimeMillis, 43_200_001, "12:00:00.001"),
            (Logical::TimestampMillis, 1_700_000_000_123, "2023-11-14T22:13:20.123Z"),
            (Logical::TimestampMicros, -1, "1969-12-31T23:59:59.999999Z"),
            (Logical::LocalTimestampNanos, 1, "1970-01-01T00:00:00.000000001 local"),
            (Logical::TimestampMillis, i64::MAX, "292278994-08-17T07:12:55.807Z"),
        ] {
            assert_eq!(moment(logical, number), text, "{logical:?} {number}");
        }
    }

    #[test]
    fn decimals_have_their_digits_and_their_point() {
        for (bytes, scale, text) in [
            (&[0][..], 0, "0"),
            (&[4, 0xD2], 2, "12.34"),
            (&[0xFF], 3, "-0.001"),
            (&[0x80], 0, "-128"),
            (&[0x0D, 0xE0, 0xB6, 0xB3, 0xA7, 0x64, 0, 0], 18, "1.000000000000000000"),
        ] {
            assert_eq!(point(&digits(bytes).unwrap(), scale), text);
        }
        assert_eq!(digits(&[]), None);
        for count in [0, 1, 2, 9, 18, 38, 76] {
            let bytes = beyond_digits(count, None).unwrap();
            assert_eq!(digits(&bytes).unwrap(), format!("1{}", "0".repeat(count as usize)));
        }
        assert_eq!(beyond_digits(2, Some(2)), Some(vec![0, 100]));
        assert_eq!(beyond_digits(9, Some(2)), None);
    }

    #[test]
    fn identifiers_and_durations_are_told() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(uuid(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f");
        assert!(is_uuid(&uuid(&bytes)) && !is_uuid("a") && !is_uuid(&"a".repeat(36)));
        assert_eq!(duration(&[1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 0, 0]), "1 months, 2 days, 259 ms");
    }
}
