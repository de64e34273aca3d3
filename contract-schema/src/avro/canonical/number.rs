//! Numbers as Java prints them: the stored text of a schema is that of Java's Avro library.

/// A JSON number as Jackson would print it after reading it: fractions and exponents go through a double.
pub(super) fn java_number(text: &str) -> String {
    if text.contains(['.', 'e', 'E']) {
        match text.parse::<f64>() {
            Ok(double) if double.is_finite() => java_double(double),
            // Beyond the range of a double the written form says more than `Infinity`.
            _ => text.to_owned(),
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
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => scientific,
    }
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
            ("1e999", "1e999"),
        ] {
            assert_eq!(java_number(text), printed);
        }
    }
}
