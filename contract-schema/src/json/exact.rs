//! Numbers and values compared exactly: no doubles, no spelling.

use crate::json_text::{Member, Node, Value, write_string};
use std::cmp::Ordering;

/// The exponents that count; what is beyond them is not compared.
const FARTHEST: i64 = 100_000;
/// Digits of a divisor.
const DIVISOR: usize = 18;

/// A number of any length: its digits without zeros at the ends, and the power of ten behind them. Zero has no digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Exact {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

impl Exact {
    /// Reads the spelling of a JSON number.
    pub(super) fn parse(text: &str) -> Option<Exact> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0');
        let kept = digits.trim_end_matches('0');
        if kept.is_empty() {
            return Some(Exact::zero());
        }
        if !(-FARTHEST..=FARTHEST).contains(&exponent) {
            return None;
        }
        let exponent = exponent - fraction.len() as i64 + (digits.len() - kept.len()) as i64;
        let is_negative = unsigned.len() < text.len();
        Some(Exact { is_negative, digits: kept.to_owned(), exponent })
    }

    /// The number of a JSON value.
    pub(super) fn of(node: &Node) -> Option<Exact> {
        match &node.value {
            Value::Number(text) => Exact::parse(text),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }

    pub(super) fn zero() -> Exact {
        Exact { is_negative: false, digits: String::new(), exponent: 0 }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// A whole number that fits.
    pub(super) fn to_i128(&self) -> Option<i128> {
        let power = u32::try_from(self.exponent).ok()?;
        let digits: i128 = if self.digits.is_empty() { 0 } else { self.digits.parse().ok()? };
        let size = 10_i128.checked_pow(power)?.checked_mul(digits)?;
        Some(if self.is_negative { -size } else { size })
    }

    /// The nearest double.
    pub(super) fn to_f64(&self) -> f64 {
        let (sign, exponent) = (if self.is_negative { "-" } else { "" }, self.exponent);
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        // Digits and an exponent are always a number.
        format!("{sign}{digits}e{exponent}").parse().unwrap_or(f64::NAN)
    }

    /// As a count: whole and not negative; what is beyond is as good as the largest.
    pub(super) fn to_count(&self) -> Option<u64> {
        if self.is_negative || !self.is_whole() {
            return None;
        }
        Some(self.to_i128().and_then(|count| u64::try_from(count).ok()).unwrap_or(u64::MAX))
    }

    /// The largest whole number that is not above; `None` for very large ones.
    pub(super) fn floor(&self) -> Option<i128> {
        if self.is_whole() {
            return self.to_i128();
        }
        let kept = usize::try_from(self.digits.len() as i64 + self.exponent).unwrap_or(0);
        let size: i128 = if kept == 0 { 0 } else { self.digits[..kept].parse().ok()? };
        Some(if self.is_negative { -size - 1 } else { size })
    }

    /// Whether this is a whole multiple of `step`; `None` where that takes too long to tell.
    pub(super) fn is_multiple_of(&self, step: &Exact) -> Option<bool> {
        if self.digits.is_empty() {
            return Some(true);
        }
        if step.digits.is_empty() {
            return Some(false);
        }
        // A number without a zero at its end is no multiple of a higher power of ten than its own.
        let Ok(shift) = u32::try_from(self.exponent - step.exponent) else { return Some(false) };
        if step.digits.len() > DIVISOR {
            return (self.digits == step.digits).then_some(true);
        }
        let divisor: u128 = step.digits.parse().ok()?;
        let digits = self.digits.bytes().map(|byte| u128::from(byte - b'0'));
        let rest = digits.fold(0, |rest, digit| (rest * 10 + digit) % divisor);
        Some((rest * power_of_ten(shift, divisor)).is_multiple_of(divisor))
    }

    /// The sum, where both have few enough digits.
    pub(super) fn plus(&self, other: &Exact) -> Option<Exact> {
        let lowest = self.exponent.min(other.exponent);
        let aligned = |number: &Exact| {
            let power = u32::try_from(number.exponent - lowest).ok()?;
            let digits: i128 =
                if number.digits.is_empty() { 0 } else { number.digits.parse().ok()? };
            let size = 10_i128.checked_pow(power)?.checked_mul(digits)?;
            Some(if number.is_negative { -size } else { size })
        };
        Exact::parse(&format!("{}e{lowest}", aligned(self)?.checked_add(aligned(other)?)?))
    }

    /// A plain spelling, for people and for instances.
    pub(super) fn spelled(&self) -> String {
        let sign = if self.is_negative { "-" } else { "" };
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        match self.exponent {
            0 => format!("{sign}{digits}"),
            1..=30 => format!("{sign}{digits}{}", "0".repeat(self.exponent as usize)),
            -30..=-1 => {
                let places = self.exponent.unsigned_abs() as usize;
                let padded = format!("{digits:0>width$}", width = places + 1);
                let (whole, fraction) = padded.split_at(padded.len() - places);
                format!("{sign}{whole}.{fraction}")
            }
            exponent => format!("{sign}{digits}e{exponent}"),
        }
    }

    fn size(&self, other: &Exact) -> Ordering {
        let magnitude = |number: &Exact| number.digits.len() as i64 + number.exponent;
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Digits stand behind one point: the longer one of two that begin alike is larger.
            (false, false) => {
                magnitude(self).cmp(&magnitude(other)).then_with(|| self.digits.cmp(&other.digits))
            }
        }
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.size(other),
            (true, true) => other.size(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn power_of_ten(mut power: u32, divisor: u128) -> u128 {
    let (mut result, mut base) = (1 % divisor, 10 % divisor);
    while power > 0 {
        if power & 1 == 1 {
            result = result * base % divisor;
        }
        base = base * base % divisor;
        power >>= 1;
    }
    result
}

/// A text that is the same for equal values: `1` is `1.0`, the order of members does not count.
pub(super) fn key(value: &Node) -> String {
    let mut out = String::new();
    write_key(&mut out, value);
    out
}

fn write_key(out: &mut String, value: &Node) {
    match &value.value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(text) => match Exact::parse(text) {
            Some(Exact { is_negative, digits, exponent }) => {
                let sign = if is_negative { "-" } else { "" };
                out.push_str(&format!("{sign}{digits}e{exponent}"));
            }
            None => out.push_str(text),
        },
        Value::String(text) => write_string(out, text),
        Value::Array(elements) => {
            out.push('[');
            for element in elements {
                write_key(out, element);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<&Member> = members.iter().collect();
            members.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for member in members {
                write_string(out, &member.key);
                write_key(out, &member.value);
                out.push(',');
            }
            out.push('}');
        }
    }
}

/// Whether two values are one: what [`key`] says, without writing anything down, and done at the first difference.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => {
            a == b || Exact::parse(a).is_some_and(|a| Some(a) == Exact::parse(b))
        }
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && {
                let sorted = |members: &'_ [Member]| {
                    let mut order: Vec<usize> = (0..members.len()).collect();
                    order.sort_by(|x, y| members[*x].key.cmp(&members[*y].key));
                    order
                };
                let mut pairs = sorted(a).into_iter().zip(sorted(b));
                pairs.all(|(x, y)| a[x].key == b[y].key && is_same(&a[x].value, &b[y].value))
            }
        }
        (
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_),
            _,
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_same_if_their_keys_are() {
        let texts = [
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1",
            "1.0",
            "10e-1",
            "1e999999999",
            "\"1\"",
            "\"\"",
            "[]",
            "[1,2]",
            "[1.0,2]",
            "[2,1]",
            "[1]",
            "{}",
            r#"{"a":1,"b":[1]}"#,
            r#"{"b":[1.0],"a":1}"#,
            r#"{"a":1}"#,
            r#"{"a":2}"#,
            r#"{"b":1}"#,
        ];
        let nodes = texts.map(|text| crate::json_text::parse(text, 8).unwrap());
        for one in &nodes {
            for other in &nodes {
                assert_eq!(is_same(one, other), key(one) == key(other), "{one} {other}");
            }
        }
    }

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let rising = [
            "-1e400",
            "-9007199254740993",
            "-9007199254740992",
            "-1.5",
            "-1",
            "-0.1",
            "0",
            "1e-400",
            "0.1",
            "0.11",
            "1",
            "1.5",
            "2",
            "10",
            "9007199254740992",
            "9007199254740993",
            "1e400",
        ];
        for (at, low) in rising.iter().enumerate() {
            for (other, high) in rising.iter().enumerate() {
                assert_eq!(exact(low).cmp(&exact(high)), at.cmp(&other), "{low} and {high}");
            }
        }
        for (one, other) in [("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("1.50", "15e-1")] {
            assert_eq!(exact(one), exact(other));
        }
        assert_eq!(Exact::parse("NaN"), None);
        assert_eq!(Exact::parse("1e999999999999999999999"), None);
    }

    #[test]
    fn multiples_and_whole_parts_are_exact() {
        for (number, step, expected) in [
            ("0.3", "0.1", Some(true)),
            ("0.35", "0.1", Some(false)),
            ("1e308", "0.123456789", Some(false)),
            ("1e308", "0.5", Some(true)),
            ("0", "7", Some(true)),
            ("9007199254740992", "3", Some(false)),
            ("9007199254740993", "3002399751580331", Some(true)),
            ("5", "0.01", Some(true)),
        ] {
            assert_eq!(exact(number).is_multiple_of(&exact(step)), expected, "{number} by {step}");
        }
        for (number, floor) in [("1.5", 1), ("-1.5", -2), ("-0.5", -1), ("0.5", 0), ("120", 120)] {
            assert_eq!(exact(number).floor(), Some(floor), "{number}");
        }
        for text in ["0", "-1.5", "0.05", "1200", "1e99"] {
            assert_eq!(exact(&exact(text).spelled()), exact(text));
        }
    }
}
