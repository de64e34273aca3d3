//! Numbers as Java prints them: the stored text of a schema is that of Java's Avro library.

/// A JSON number as Jackson would print it after reading it: fractions and exponents go through a double.
pub(super) fn java_number(text: &str) -> String {
    if text.contains(['.', 'e', 'E']) {
        match text.parse::<f64>() {
            Ok(double) if double.is_finite() => java_double(double),
            // Beyond the range of a double: as Jackson writes what is no JSON number.
            Ok(double) if double < 0.0 => "\"-Infinity\"".to_owned(),
            _ => "\"Infinity\"".to_owned(),
        }
    } else if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// `Double.toString`: plain between 10^-3 and 10^7, else one digit before the point and an exponent.
pub(super) fn java_double(double: f64) -> String {
    if double == 0.0 {
        return if double.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    if (1e-3..1e7).contains(&double.abs()) {
        let plain = double.to_string();
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let scientific = format!("{double:E}");
    match scientific.split_once('E') {
        // Two digits at least, the nearest two: `4.9E-324`, which is also `5E-324`.
        Some((digits, _)) if !digits.contains('.') => format!("{double:.1E}"),
        _ => scientific,
    }
}

/// `Double.parseDouble` of a default that is text, but for hexadecimal notation.
pub(in crate::avro) fn double_in_text(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    if !number.is_empty() && number.chars().all(is_number) {
        return number.parse().ok();
    }
    // The words in this spelling only.
    let word = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(word, "NaN" | "Infinity") { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_java_prints_them() {
        for (text, printed) in [
            ("1", "1"),
            ("-0", "0"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("1.0", "1.0"),
            ("1.50", "1.5"),
            ("0.001", "0.001"),
            ("0.0001", "1.0E-4"),
            ("1e3", "1000.0"),
            ("9999999.5", "9999999.5"),
            ("10000000.0", "1.0E7"),
            ("-1.25e-7", "-1.25E-7"),
            ("-0.0", "-0.0"),
            ("1e999", "\"Infinity\""),
            ("-1e999", "\"-Infinity\""),
            ("5e-324", "4.9E-324"),
            ("2e23", "2.0E23"),
        ] {
            assert_eq!(java_number(text), printed);
        }
    }

    #[test]
    fn text_is_read_as_java_reads_it() {
        for text in ["1", " 1.50 ", ".5", "1.", "1e3", "-2D", "1f", "+NaN", "-Infinity"] {
            assert!(double_in_text(text).is_some(), "{text}");
        }
        for text in ["", "d", "e", "inf", "nan", "NaNd", "infinity", "1_0", "0x1p3", "1 2"] {
            assert!(double_in_text(text).is_none(), "{text}");
        }
    }
}
