//! Numbers as what they are worth: whole ones exactly, all others as doubles and their shortest decimals.

use super::{Keyword, Value};
use serde_json::Number;
use std::cmp::Ordering;

/// A number that a keyword names.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// A whole number.
    Whole(i128),
    /// Any other.
    Double(f64),
}

impl Limit {
    fn of(number: &Number) -> Limit {
        if let Some(value) = number.as_i64() {
            return Limit::Whole(value.into());
        }
        if let Some(value) = number.as_u64() {
            return Limit::Whole(value.into());
        }
        Limit::Double(number.as_f64().unwrap_or(f64::NAN)).simplest()
    }

    /// A whole number, if it is one that fits.
    fn simplest(self) -> Limit {
        match self {
            Limit::Double(value) if value.fract() == 0.0 && value.abs() < 1e37 => {
                Limit::Whole(value as i128)
            }
            other => other,
        }
    }

    fn double(self) -> f64 {
        match self {
            Limit::Whole(value) => value as f64,
            Limit::Double(value) => value,
        }
    }

    fn order(self, other: Limit) -> Option<Ordering> {
        match (self.simplest(), other.simplest()) {
            (Limit::Whole(one), Limit::Whole(two)) => Some(one.cmp(&two)),
            // A double that is not whole, or beyond all whole numbers that count.
            (one, two) => one.double().partial_cmp(&two.double()),
        }
    }

    /// Digits and a power of ten.
    fn decimal(self) -> Option<(i128, i32)> {
        match self.simplest() {
            Limit::Whole(value) => Some((value, 0)),
            Limit::Double(value) => {
                let text = format!("{value:e}");
                let (mantissa, exponent) = text.split_once('e')?;
                let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
                let digits = format!("{before}{after}").parse().ok()?;
                Some((digits, exponent.parse::<i32>().ok()? - after.len() as i32))
            }
        }
    }

    fn is_multiple_of(self, step: Limit) -> bool {
        let (Some((value, power)), Some((step, of_step))) = (self.decimal(), step.decimal()) else {
            return false;
        };
        let step = step.unsigned_abs();
        if step == 0 || value == 0 {
            return value == 0;
        }
        let value = value.unsigned_abs();
        match u32::try_from(power - of_step) {
            // value × 10^n must leave no rest.
            Ok(more) => (0..more).fold(value % step, |rest, _| times_ten(rest, step)) == 0,
            // value must be a multiple of step × 10^n.
            Err(_) => {
                let more = power.abs_diff(of_step);
                let step = 10u128.checked_pow(more).and_then(|ten| step.checked_mul(ten));
                step.is_some_and(|step| value % step == 0)
            }
        }
    }
}

/// `rest × 10` modulo `step`, which may be near the end of the integer.
fn times_ten(rest: u128, step: u128) -> u128 {
    match rest.checked_mul(10) {
        Some(more) => more % step,
        None => (0..10).fold(0, |sum, _| {
            let left = step - rest;
            if sum >= left { sum - left } else { sum + rest }
        }),
    }
}

/// Whether a number is within a limit, or a multiple of a step.
pub(super) fn fits(keyword: &Keyword, number: &Number) -> bool {
    let value = Limit::of(number);
    match keyword {
        Keyword::Least { limit, excluded } => match value.order(*limit) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => !excluded,
            Some(Ordering::Less) | None => false,
        },
        Keyword::Most { limit, excluded } => match value.order(*limit) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => !excluded,
            Some(Ordering::Greater) | None => false,
        },
        Keyword::MultipleOf(step) => value.is_multiple_of(*step),
        _ => true,
    }
}

/// The bit of a value's type; a whole number has that of integers.
pub(super) fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 1,
        Value::Bool(_) => 2,
        Value::Number(number) => match Limit::of(number) {
            Limit::Whole(_) => 4,
            Limit::Double(value) if value.fract() == 0.0 => 4,
            Limit::Double(_) => 8,
        },
        Value::String(_) => 16,
        Value::Array(_) => 32,
        Value::Object(_) => 64,
    }
}

/// Whether two values are equal as JSON Schema has it: 1 and 1.0 are.
pub(super) fn is_same(one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => {
            Limit::of(one).order(Limit::of(two)) == Some(Ordering::Equal)
        }
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| is_same(one, two))
        }
        (Value::Object(one), Value::Object(two)) => {
            let same = |(name, value): (&String, &Value)| {
                two.get(name).is_some_and(|other| is_same(value, other))
            };
            one.len() == two.len() && one.iter().all(same)
        }
        _ => one == two,
    }
}
