//! Conversions between types, as CEL defines them.

use super::moment::{FIRST, LAST, SPAN};
use super::{Fault, Number};
use crate::protobuf::{Duration, Timestamp};

const SECOND: i128 = 1_000_000_000;

/// # Errors
/// The number is too large.
pub fn int_of_uint(value: u64) -> Result<i64, Fault> {
    i64::try_from(value).map_err(|_| Fault::Overflow)
}

/// # Errors
/// The number is negative.
pub fn uint_of_int(value: i64) -> Result<u64, Fault> {
    u64::try_from(value).map_err(|_| Fault::Overflow)
}

/// Rounded towards zero.
///
/// # Errors
/// The number does not fit.
pub fn int_of_double(value: f64) -> Result<i64, Fault> {
    // The ends themselves are refused, as cel-go does: their neighbours are far away.
    let fits = value > -9_223_372_036_854_775_808.0 && value < 9_223_372_036_854_775_808.0;
    if fits { Ok(value as i64) } else { Err(Fault::Overflow) }
}

/// Rounded towards zero.
///
/// # Errors
/// The number does not fit.
pub fn uint_of_double(value: f64) -> Result<u64, Fault> {
    let fits = (0.0..18_446_744_073_709_551_616.0).contains(&value);
    if fits { Ok(value as u64) } else { Err(Fault::Overflow) }
}

/// # Errors
/// The text is no whole number of 64 bits.
pub fn int_of_text(text: &str) -> Result<i64, Fault> {
    text.parse().map_err(|_| Fault::Conversion)
}

/// # Errors
/// The text is no whole number of 64 bits without a sign.
pub fn uint_of_text(text: &str) -> Result<u64, Fault> {
    text.parse().map_err(|_| Fault::Conversion)
}

/// # Errors
/// The text is no number.
pub fn double_of_text(text: &str) -> Result<f64, Fault> {
    text.parse().map_err(|_| Fault::Conversion)
}

/// # Errors
/// The text is no truth value.
pub fn bool_of_text(text: &str) -> Result<bool, Fault> {
    match text {
        "true" | "True" | "TRUE" | "t" | "1" => Ok(true),
        "false" | "False" | "FALSE" | "f" | "0" => Ok(false),
        _ => Err(Fault::Conversion),
    }
}

/// # Errors
/// The bytes are no text.
pub fn text_of_bytes(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| Fault::Conversion)
}

/// The shortest text that reads back, with an exponent where it is long.
pub fn text_of_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e21).contains(&size) {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) =
            exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    value.to_string()
}

/// RFC 3339 in UTC.
pub fn text_of_timestamp(nanos: i128) -> String {
    let seconds = i64::try_from(nanos.div_euclid(SECOND)).unwrap_or_default();
    let text = Timestamp { seconds, nanos: nanos.rem_euclid(SECOND) as i32 }.to_string();
    // CEL prints no zeros at the end of a fraction.
    match text.strip_suffix('Z').filter(|text| text.contains('.')) {
        Some(text) => format!("{}Z", text.trim_end_matches('0')),
        None => text,
    }
}

/// Seconds with a final `s`.
pub fn text_of_duration(nanos: i128) -> String {
    let seconds = i64::try_from(nanos / SECOND).unwrap_or_default();
    let text = Duration { seconds, nanos: (nanos % SECOND) as i32 }.to_string();
    match text.strip_suffix('s').filter(|text| text.contains('.')) {
        Some(text) => format!("{}s", text.trim_end_matches('0')),
        None => text,
    }
}

/// Nanoseconds since 1970 of a number of seconds.
///
/// # Errors
/// The time lies outside of the years 1 to 9999.
pub fn timestamp_of_int(seconds: i64) -> Result<i128, Fault> {
    let nanos = i128::from(seconds) * SECOND;
    if (FIRST..=LAST).contains(&nanos) { Ok(nanos) } else { Err(Fault::Overflow) }
}

/// # Errors
/// The text is no time in RFC 3339.
pub fn timestamp_of_text(text: &str) -> Result<i128, Fault> {
    text.parse::<Timestamp>().map(Timestamp::nanos).map_err(|_| Fault::Conversion)
}

/// Nanoseconds of `1h30m`, `2.5s`, `-10ms`.
///
/// # Errors
/// The text is no duration, or too long a one.
pub fn duration_of_text(text: &str) -> Result<i128, Fault> {
    const UNITS: [(&str, i128); 6] = [
        ("ns", 1),
        ("us", 1_000),
        ("ms", 1_000_000),
        ("s", SECOND),
        ("m", 60 * SECOND),
        ("h", 3_600 * SECOND),
    ];
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() || rest.len() > 60 {
        return Err(Fault::Conversion);
    }
    let mut nanos = 0i128;
    while !rest.is_empty() {
        let length =
            rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(Fault::Conversion)?;
        let (number, after) = rest.split_at(length);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_long = whole.len() > 15 || fraction.len() > 9 || fraction.contains('.');
        let unit = UNITS
            .iter()
            .filter(|(name, _)| after.starts_with(name))
            .max_by_key(|(name, _)| name.len());
        let (Some((name, unit)), false) =
            (unit, is_long || number.len() == number.matches('.').count())
        else {
            return Err(Fault::Conversion);
        };
        let digits: i128 = format!("0{whole}{fraction}").parse().map_err(|_| Fault::Conversion)?;
        nanos += digits * unit / 10i128.pow(fraction.len() as u32);
        rest = &after[name.len()..];
    }
    if nanos > SPAN { Err(Fault::Overflow) } else { Ok(sign * nanos) }
}

/// # Errors
/// The text is no decimal of at most 38 digits.
pub fn number_of_text(text: &str) -> Result<Number, Fault> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let digits = if sign == 1 { digits.strip_prefix('+').unwrap_or(digits) } else { digits };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || digits.len() > 80 {
        return Err(Fault::Conversion);
    }
    let fraction = fraction.trim_end_matches('0');
    let value: i128 = format!("{whole}{fraction}").parse().map_err(|_| Fault::Conversion)?;
    if value >= 10i128.pow(38) {
        Err(Fault::Conversion)
    } else {
        Ok(Number::new(sign * value, fraction.len() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_converted_or_refused() {
        assert_eq!(int_of_double(-3.9), Ok(-3));
        for value in [f64::NAN, f64::INFINITY, 9.3e18, -9.3e18] {
            assert_eq!(int_of_double(value), Err(Fault::Overflow), "{value}");
        }
        assert_eq!(uint_of_double(-1.0), Err(Fault::Overflow));
        assert_eq!(int_of_text("1.5"), Err(Fault::Conversion));
        assert_eq!(number_of_text("-0.010").unwrap(), Number::new(-1, 2));
        assert!(number_of_text("1e3").is_err() && number_of_text("").is_err());
    }

    #[test]
    fn times_and_durations_print_and_read() {
        assert_eq!(text_of_timestamp(1_500_000_000), "1970-01-01T00:00:01.5Z");
        assert_eq!(timestamp_of_text("1970-01-01T00:00:01.5Z"), Ok(1_500_000_000));
        assert_eq!(text_of_duration(-1_500_000_000), "-1.5s");
        assert_eq!(duration_of_text("1h30m"), Ok(5_400 * SECOND));
        for bad in ["", "1", "s", ".s", "1x", "9999999999999999h"] {
            assert_eq!(duration_of_text(bad), Err(Fault::Conversion), "{bad}");
        }
    }
}
