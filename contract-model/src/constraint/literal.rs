//! Constants in rules: from their written form to [`Literal`], by the group of rules they stand in.

use super::raw::Raw;
use super::read::Target;
use super::{Literal, table};
use base64::Engine;

const SECOND: i128 = 1_000_000_000;

/// What a literal must be.
pub(crate) struct Wanted<'a> {
    pub(crate) group: &'a str,
    pub(crate) target: &'a Target,
}

impl Wanted<'_> {
    /// The literal, or what was expected, in words.
    pub(crate) fn literal(&self, raw: &Raw) -> Result<Literal, String> {
        match self.group {
            "bool" => boolean(raw).ok_or("`true` or `false`"),
            "string" | "any" | "field_mask" => text(raw).map(Literal::String).ok_or("a string"),
            "bytes" => bytes(raw).map(Literal::Bytes).ok_or("bytes in Base64"),
            "enum" => return self.symbol(raw),
            "timestamp" => {
                timestamp(raw).map(Literal::Nanos).ok_or("a time such as `2026-01-31T12:00:00Z`")
            }
            "duration" => duration(raw).map(Literal::Nanos).ok_or("a duration such as `300s`"),
            "decimal" => {
                decimal(raw).map(Literal::Decimal).ok_or("a decimal in quotes such as `\"0.01\"`")
            }
            "float" | "double" => float(raw).map(Literal::Float).ok_or("a number"),
            group if table::is_integer(group) => return integer(group, raw),
            _ => Err("no constant"),
        }
        .map_err(str::to_owned)
    }

    fn symbol(&self, raw: &Raw) -> Result<Literal, String> {
        if let Some(symbols) = &self.target.symbols {
            let known = text(raw).filter(|symbol| symbols.contains(symbol));
            return known.map(Literal::String).ok_or_else(|| {
                let names: Vec<&str> = symbols.iter().map(String::as_str).collect();
                format!("one of {}", crate::suggest::list(&names))
            });
        }
        let numbers = self.target.numbers.as_deref().unwrap_or_default();
        let number = number(raw).and_then(|text| text.parse::<i32>().ok());
        let known = number.filter(|number| numbers.contains(number));
        known.map(|number| Literal::Int(number.into())).ok_or_else(|| {
            format!(
                "a number of the enum, one of {}",
                numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
            )
        })
    }
}

/// Seconds or fractions as `3.5s`, or nanoseconds.
pub(crate) fn duration(raw: &Raw) -> Option<i128> {
    match raw {
        Raw::Nanos(nanos) => Some(*nanos),
        Raw::Text(text) => {
            let number = text.strip_suffix('s')?;
            let (negative, number) = match number.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, number),
            };
            let nanos = seconds(number)?;
            Some(if negative { -nanos } else { nanos })
        }
        Raw::Null
        | Raw::Bool(_)
        | Raw::Number(_)
        | Raw::Bytes(_)
        | Raw::List(_)
        | Raw::Group(_)
        | Raw::Predefined(_) => None,
    }
}

/// The value in a message, shortened.
pub(crate) fn show(raw: &Raw) -> String {
    match raw {
        Raw::Bool(value) => format!("`{value}`"),
        Raw::Number(text) | Raw::Text(text) => {
            let short: String = text.chars().take(60).collect();
            format!("`{short}`")
        }
        Raw::Null
        | Raw::Bytes(_)
        | Raw::Nanos(_)
        | Raw::List(_)
        | Raw::Group(_)
        | Raw::Predefined(_) => raw.kind().to_owned(),
    }
}

/// A decimal number as text: sign, digits, point, digits.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.len() <= 80 && all_digits(whole) && all_digits(fraction)
}

/// Compares two decimals as written.
pub(crate) fn compare_decimals(left: &str, right: &str) -> std::cmp::Ordering {
    let (left, right) = (Unscaled::of(left), Unscaled::of(right));
    let zero = |n: &Unscaled| n.whole.is_empty() && n.fraction.is_empty();
    match (left.negative && !zero(&left), right.negative && !zero(&right)) {
        (true, false) => std::cmp::Ordering::Less,
        (false, true) => std::cmp::Ordering::Greater,
        (negative, _) => {
            let size = left.whole.len().cmp(&right.whole.len());
            let order = size
                .then_with(|| left.whole.cmp(right.whole))
                .then_with(|| left.fraction.cmp(right.fraction));
            if negative { order.reverse() } else { order }
        }
    }
}

struct Unscaled<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Unscaled<'a> {
    fn of(text: &'a str) -> Self {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Unscaled { negative: text.starts_with('-'), whole, fraction }
    }
}

fn boolean(raw: &Raw) -> Option<Literal> {
    match raw {
        Raw::Bool(value) => Some(Literal::Bool(*value)),
        _ => None,
    }
}

fn text(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn bytes(raw: &Raw) -> Option<Vec<u8>> {
    match raw {
        Raw::Bytes(bytes) => Some(bytes.clone()),
        Raw::Text(text) => base64::engine::general_purpose::STANDARD.decode(text).ok(),
        _ => None,
    }
}

/// A number as written; in proto-JSON 64-bit numbers are strings.
fn number(raw: &Raw) -> Option<&str> {
    match raw {
        Raw::Number(text) | Raw::Text(text) => Some(text),
        _ => None,
    }
}

fn integer(group: &str, raw: &Raw) -> Result<Literal, String> {
    let (low, high): (i128, i128) = match group {
        "int32" | "sint32" | "sfixed32" => (i32::MIN.into(), i32::MAX.into()),
        "uint32" | "fixed32" => (0, u32::MAX.into()),
        "uint64" | "fixed64" => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let value = number(raw).and_then(|text| text.parse::<i128>().ok());
    let value = value.filter(|value| (low..=high).contains(value));
    value.map(Literal::Int).ok_or_else(|| format!("a whole number from {low} to {high}"))
}

fn float(raw: &Raw) -> Option<f64> {
    number(raw)?.parse().ok()
}

fn decimal(raw: &Raw) -> Option<String> {
    number(raw).filter(|text| is_decimal(text)).map(str::to_owned)
}

fn timestamp(raw: &Raw) -> Option<i128> {
    match raw {
        Raw::Nanos(nanos) => Some(*nanos),
        Raw::Text(text) => rfc3339(text),
        _ => None,
    }
}

/// Nanoseconds since 1970 of a time in RFC 3339 with the offset `Z`.
pub(crate) fn rfc3339(text: &str) -> Option<i128> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (year, month, day) = crate::date::Date::parse(date)?.parts();
    let [hour, minute, second] = time.split(':').collect::<Vec<_>>().try_into().ok()?;
    let two =
        |part: &str, limit: u32| part.parse().ok().filter(|n: &u32| part.len() == 2 && *n < limit);
    let (hour, minute) = (two(hour, 24)?, two(minute, 60)?);
    let second = seconds(second).filter(|nanos| *nanos < 60 * SECOND)?;
    let days = i128::from(crate::date::days_since_1970(year, month, day));
    let whole = days * 86_400 + i128::from(hour) * 3_600 + i128::from(minute) * 60;
    Some(whole * SECOND + second)
}

/// `12` or `12.345` in nanoseconds.
fn seconds(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str| (1..=12).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let nanos: i128 = format!("{fraction:0<9}").parse().ok()?;
    Some(whole.parse::<i128>().ok()? * SECOND + nanos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    #[test]
    fn decimals_compare_as_numbers() {
        for (left, right, order) in [
            ("0", "-0.00", Ordering::Equal),
            ("10", "9.99", Ordering::Greater),
            ("-10", "-9.99", Ordering::Less),
            ("0.10", "0.1", Ordering::Equal),
            ("-1", "1", Ordering::Less),
            ("1.05", "1.5", Ordering::Less),
        ] {
            assert_eq!(compare_decimals(left, right), order, "{left} {right}");
        }
    }

    #[test]
    fn times_are_read_exactly() {
        assert_eq!(
            timestamp(&Raw::Text("1970-01-02T00:00:01.5Z".into())),
            Some(86_401_500_000_000)
        );
        assert_eq!(
            timestamp(&Raw::Text("2000-03-01T00:00:00Z".into())),
            Some(951_868_800 * SECOND)
        );
        assert_eq!(duration(&Raw::Text("-0.25s".into())), Some(-250_000_000));
        for bad in
            ["2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z", "2026-01-01T00:00Z", "é"]
        {
            assert_eq!(timestamp(&Raw::Text(bad.into())), None, "{bad}");
        }
    }
}
