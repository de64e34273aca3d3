//! Constants in quotes that an expression turns into times, durations and decimals: read once, at registration.

use super::fault::Fault;
use super::tree::Literal;
use crate::constraint::{is_decimal, rfc3339};

const UNITS: [(&str, i128); 6] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// `2026-01-31T12:00:00Z`
pub(super) fn timestamp(at: usize, text: &str) -> Result<Literal, Fault> {
    let found = rfc3339(text).map(Literal::Timestamp);
    found.ok_or_else(|| {
        Fault::ty(at, "the text is no time")
            .help("write it as `2026-01-31T12:00:00Z`, the offset as `Z`")
    })
}

/// `1h30m`, `2.5s`, `-10ms`
pub(super) fn duration(at: usize, text: &str) -> Result<Literal, Fault> {
    let bad = || {
        Fault::ty(at, "the text is no duration").help("write numbers with units, `300s` or `1h30m`")
    };
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if rest == "0" {
        return Ok(Literal::Duration(0));
    }
    let mut nanos = 0i128;
    if rest.is_empty() || rest.len() > 60 {
        return Err(bad());
    }
    while !rest.is_empty() {
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(bad)?;
        let (number, after) = rest.split_at(length);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_long = whole.len() > 15 || fraction.len() > 9;
        if is_long || (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return Err(bad());
        }
        // `ms` and `m` begin alike, and so do `s` and what follows it never: the longest name counts.
        let unit = UNITS
            .iter()
            .filter(|(name, _)| after.starts_with(name))
            .max_by_key(|(name, _)| name.len());
        let (name, unit) = unit.ok_or_else(bad)?;
        let digits: i128 = format!("0{whole}{fraction}").parse().map_err(|_| bad())?;
        nanos += digits * unit / 10i128.pow(fraction.len() as u32);
        rest = &after[name.len()..];
    }
    Ok(Literal::Duration(if negative { -nanos } else { nanos }))
}

/// `-12.50`
pub(super) fn decimal(at: usize, text: &str) -> Result<Literal, Fault> {
    let bad = || {
        Fault::ty(at, "the text is no decimal of at most 38 digits")
            .help("write it as `3000` or `0.01`")
    };
    if !is_decimal(text) {
        return Err(bad());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{}{fraction}", whole.trim_start_matches('+'));
    let value: i128 = digits.parse().map_err(|_| bad())?;
    match value.unsigned_abs() < 10u128.pow(38) {
        true => Ok(Literal::Decimal(value, fraction.len() as u32)),
        false => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_add_their_units_up() {
        for (text, nanos) in [
            ("0", 0),
            ("300s", 300_000_000_000),
            ("1h30m", 5_400_000_000_000),
            ("-1.5ms", -1_500_000),
            ("2m3s4ms5us6ns", 123_004_005_006),
            (".5s", 500_000_000),
        ] {
            assert_eq!(duration(0, text), Ok(Literal::Duration(nanos)), "{text}");
        }
        for bad in ["", "1", "s", "1x", "1.2.3s", "é", "-", "9999999999999999s"] {
            assert!(duration(0, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn decimals_keep_every_digit() {
        assert_eq!(decimal(0, "0.010"), Ok(Literal::Decimal(1, 2)));
        assert_eq!(decimal(0, "-3000"), Ok(Literal::Decimal(-3000, 0)));
        assert!(decimal(0, &"9".repeat(39)).is_err() && decimal(0, "1e3").is_err());
    }
}
