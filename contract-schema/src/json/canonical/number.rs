//! Numbers as Confluent's registry prints them: whole ones by their digits, the others as Java's `BigDecimal` does.
//!
//! The value stays exact, `1.10` keeps its zero, and `1e2` becomes `1E+2`: the content hash is over this spelling.

/// The canonical spelling of a JSON number; what is no number (`NaN`), or beyond `BigDecimal`, stays as it is.
pub(super) fn canonical(text: &str) -> String {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
        return text.to_owned();
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let is_whole = mantissa.len() == unsigned.len() && !mantissa.contains('.');
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = match all.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let sign = if text.len() > unsigned.len() && digits != "0" { "-" } else { "" };
    let Ok(exponent) = exponent.parse::<i32>() else { return text.to_owned() };
    let scale = fraction.len() as i64 - i64::from(exponent);
    if is_whole || scale == 0 {
        return format!("{sign}{digits}");
    }
    // Where the point stands after the first digit.
    let adjusted = digits.len() as i64 - 1 - scale;
    if scale < 0 || adjusted < -6 {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let exponent = if adjusted == 0 { String::new() } else { format!("E{adjusted:+}") };
        return format!("{sign}{first}{point}{rest}{exponent}");
    }
    let scale = scale.unsigned_abs() as usize;
    let padded = format!("{}{digits}", "0".repeat((scale + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {

    /// The right column is what `new BigDecimal(left).toString()` gives in Java.
    #[test]
    fn numbers_are_spelled_as_java_spells_them() {
        for (written, canonical) in [
            ("0", "0"),
            ("-0", "0"),
            ("-17", "-17"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("1.0", "1.0"),
            ("150.00", "150.00"),
            ("-0.5", "-0.5"),
            ("-0.0", "0.0"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1E-7"),
            ("0.00000123", "0.00000123"),
            ("0.000000123", "1.23E-7"),
            ("1e2", "1E+2"),
            ("1E+2", "1E+2"),
            ("1e0", "1"),
            ("1.5e1", "15"),
            ("1.50e1", "15.0"),
            ("1.5e3", "1.5E+3"),
            ("12e-1", "1.2"),
            ("0e5", "0E+5"),
            ("0.0e-9", "0E-10"),
            ("123456789012345678901234567890.10", "123456789012345678901234567890.10"),
            ("NaN", "NaN"),
            ("-Infinity", "-Infinity"),
            ("1e99999999999", "1e99999999999"),
        ] {
            assert_eq!(super::canonical(written), canonical, "{written}");
            assert_eq!(super::canonical(canonical), canonical, "{canonical} again");
        }
    }
}
