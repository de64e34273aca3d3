//! Numbers of JSON as exact whole numbers, however they are spelled.

/// The whole number that a number's text is worth: `3`, `3.0` and `0.3e1` are one.
///
/// `Err(true)` if it is not whole, `Err(false)` if it has too many digits.
pub(super) fn whole(text: &str) -> Result<i128, bool> {
    if let Ok(value) = text.parse::<i64>() {
        return Ok(i128::from(value));
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let after = after.trim_end_matches('0');
    let digits = format!("{before}{after}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(0);
    }
    let significant = digits.trim_end_matches('0');
    // An exponent beyond 64 bits is beyond every type.
    let below = exponent.starts_with('-');
    let exponent: i64 = exponent.parse().map_err(|_| below)?;
    let zeros = exponent
        .checked_sub(after.len() as i64)
        .and_then(|zeros| zeros.checked_add((digits.len() - significant.len()) as i64))
        .ok_or(below)?;
    if zeros < 0 {
        return Err(true);
    }
    let power =
        u32::try_from(zeros).ok().and_then(|zeros| 10i128.checked_pow(zeros)).ok_or(false)?;
    let value = significant.parse::<i128>().ok().and_then(|value| value.checked_mul(power));
    value.map(|value| if negative { -value } else { value }).ok_or(false)
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn whole_numbers_are_known_in_every_spelling() {
        for (text, value) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("-0.0e5", Ok(0)),
            ("3.0", Ok(3)),
            ("0.3e1", Ok(3)),
            ("30e-1", Ok(3)),
            ("-12.50e2", Ok(-1250)),
            ("9223372036854775808", Ok(1 << 63)),
            ("1e30", Ok(10i128.pow(30))),
            ("0e99999999999999999999", Ok(0)),
            ("3.5", Err(true)),
            ("1e-1", Err(true)),
            ("1e-99999999999999999999", Err(true)),
            ("1e40", Err(false)),
            ("1e99999999999999999999", Err(false)),
            ("1e9223372036854775807", Err(false)),
        ] {
            assert_eq!(whole(text), value, "{text}");
        }
    }
}
