//! RFC 3339 text to integers; every step returns what it read and what is left.

use super::TimeError;
use super::civil;

/// What is wrong with a part, before it is known of which form.
pub(super) enum Fault {
    Syntax,
    Range,
    Precision,
}

impl Fault {
    pub(super) fn of(self, form: &'static str) -> TimeError {
        match self {
            Fault::Syntax => TimeError::Syntax(form),
            Fault::Range => TimeError::Range,
            Fault::Precision => TimeError::Precision,
        }
    }
}

/// Days since 1970 of `2026-01-31`, or of a year with a sign and up to nine digits.
pub(super) fn date(text: &str) -> Result<(i64, &str), Fault> {
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    };
    let signed = digits.len() < text.len();
    let length = digits.find('-').ok_or(Fault::Syntax)?;
    if (signed && !(6..=9).contains(&length)) || (!signed && length != 4) {
        return Err(Fault::Syntax);
    }
    let (year, rest) = number(digits, length)?;
    let (month, rest) = number(literal(rest, b"-")?, 2)?;
    let (day, rest) = number(literal(rest, b"-")?, 2)?;
    let days = civil::to_days(sign * i64::from(year), month, day).ok_or(Fault::Range)?;
    Ok((days, rest))
}

/// Units since midnight of `13:45:59.123`.
pub(super) fn clock(text: &str, per_second: i64) -> Result<(i64, &str), Fault> {
    let (hour, rest) = number(text, 2)?;
    let (minute, rest) = number(literal(rest, b":")?, 2)?;
    let (second, rest) = number(literal(rest, b":")?, 2)?;
    if hour > 23 || minute > 59 || second > 59 {
        return Err(Fault::Range);
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => fraction(rest, per_second)?,
        None => (0, rest),
    };
    Ok((seconds * per_second + fraction, rest))
}

/// Units since 1970 of a date and time; `zoned` demands `Z` or an offset.
pub(super) fn timestamp(text: &str, per_second: i64, zoned: bool) -> Result<i128, Fault> {
    let (days, rest) = date(text)?;
    let (units, rest) = clock(literal(rest, b"Tt")?, per_second)?;
    let offset = if zoned { offset(rest)? } else { 0 };
    if !zoned && !rest.is_empty() {
        return Err(Fault::Syntax);
    }
    let seconds = i128::from(days) * 86_400 - i128::from(offset);
    Ok(seconds * i128::from(per_second) + i128::from(units))
}

fn fraction(text: &str, per_second: i64) -> Result<(i64, &str), Fault> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Err(Fault::Syntax);
    }
    let mut unit = per_second;
    let mut value = 0;
    for digit in text[..length].bytes().map(|byte| i64::from(byte - b'0')) {
        unit /= 10;
        if unit == 0 && digit != 0 {
            return Err(Fault::Precision);
        }
        value += digit * unit;
    }
    Ok((value, &text[length..]))
}

/// Seconds east of Greenwich.
fn offset(text: &str) -> Result<i32, Fault> {
    if text == "Z" || text == "z" {
        return Ok(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hour, rest) = number(literal(text, b"+-")?, 2)?;
    let (minute, rest) = number(literal(rest, b":")?, 2)?;
    if !rest.is_empty() {
        return Err(Fault::Syntax);
    }
    if hour > 23 || minute > 59 {
        return Err(Fault::Range);
    }
    Ok(sign * (hour * 3600 + minute * 60) as i32)
}

fn number(text: &str, length: usize) -> Result<(u32, &str), Fault> {
    let (digits, rest) = text.split_at_checked(length).ok_or(Fault::Syntax)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::Syntax);
    }
    digits.parse().map(|value| (value, rest)).map_err(|_| Fault::Range)
}

fn literal<'a>(text: &'a str, allowed: &[u8]) -> Result<&'a str, Fault> {
    match text.as_bytes().first() {
        Some(byte) if allowed.contains(byte) => Ok(&text[1..]),
        _ => Err(Fault::Syntax),
    }
}

#[cfg(test)]
mod tests {
    use crate::time::*;

    #[test]
    fn timestamps_read_back_at_every_extreme() {
        for value in [0, 1, -1, i64::MIN, i64::MAX, 1_767_323_045_000_006] {
            let micros = TimestampMicros(value);
            assert_eq!(micros.to_string().parse(), Ok(micros), "{micros}");
            let nanos = TimestampNanos(value);
            assert_eq!(nanos.to_string().parse(), Ok(nanos), "{nanos}");
            let local = LocalTimestampMillis(value);
            assert_eq!(local.to_string().parse(), Ok(local), "{local}");
        }
        for value in [i32::MIN, -719_529, -1, 0, 20_000, i32::MAX] {
            assert_eq!(Date(value).to_string().parse(), Ok(Date(value)));
        }
        assert_eq!(TimestampMicros(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(TimestampMicros(-1).to_string(), "1969-12-31T23:59:59.999999Z");
        assert_eq!(TimestampMillis(1_500).to_string(), "1970-01-01T00:00:01.500Z");
        assert_eq!(TimeMillis(i32::MIN).to_string(), "-596:31:23.648");
    }

    #[test]
    fn offsets_are_applied_and_nonsense_is_named() {
        let at = |text: &str| text.parse::<TimestampMillis>();
        assert_eq!(at("1970-01-01T02:00:00.25+02:00"), Ok(TimestampMillis(250)));
        assert_eq!(at("1969-12-31t19:00:00-05:00"), Ok(TimestampMillis(0)));
        assert_eq!(at("1970-01-01T00:00:00.0010000Z"), Ok(TimestampMillis(1)));
        assert_eq!(at("1970-01-01T00:00:00.0001Z"), Err(TimeError::Precision));
        assert_eq!(at("2026-02-29T00:00:00Z"), Err(TimeError::Range));
        assert_eq!(at("2026-01-01T23:59:60Z"), Err(TimeError::Range));
        assert_eq!(at("+999999999-01-01T00:00:00Z"), Err(TimeError::Overflow));
        for text in
            ["", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "é026-01-01T"]
        {
            assert!(matches!(at(text), Err(TimeError::Syntax(_))), "{text}");
        }
        assert!("2026-01-01T00:00:00Z".parse::<LocalTimestampMillis>().is_err());
        assert!("24:00:00".parse::<TimeMillis>().is_err());
        assert_eq!("23:59:59.999999".parse(), Ok(TimeMicros(86_399_999_999)));
    }
}
