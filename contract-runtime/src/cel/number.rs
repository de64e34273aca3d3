//! Numbers: arithmetic that notices overflow, comparisons across kinds, decimals of any scale.

use super::Fault;
use std::cmp::Ordering;

/// Arithmetic that fails instead of wrapping.
pub trait Checked: Sized {
    /// `self + other`
    ///
    /// # Errors
    /// The result does not fit.
    fn add(self, other: Self) -> Result<Self, Fault>;
    /// `self - other`
    ///
    /// # Errors
    /// The result does not fit.
    fn subtract(self, other: Self) -> Result<Self, Fault>;
    /// `self * other`
    ///
    /// # Errors
    /// The result does not fit.
    fn multiply(self, other: Self) -> Result<Self, Fault>;
    /// `self / other`
    ///
    /// # Errors
    /// The result does not fit, or `other` is zero.
    fn divide(self, other: Self) -> Result<Self, Fault>;
    /// `self % other`
    ///
    /// # Errors
    /// The result does not fit, or `other` is zero.
    fn remainder(self, other: Self) -> Result<Self, Fault>;
    /// `-self`
    ///
    /// # Errors
    /// The result does not fit.
    fn negate(self) -> Result<Self, Fault>;
}

macro_rules! checked {
    ($($integer:ty),*) => {$(
        impl Checked for $integer {
            #[inline]
            fn add(self, other: Self) -> Result<Self, Fault> {
                self.checked_add(other).ok_or(Fault::Overflow)
            }

            #[inline]
            fn subtract(self, other: Self) -> Result<Self, Fault> {
                self.checked_sub(other).ok_or(Fault::Overflow)
            }

            #[inline]
            fn multiply(self, other: Self) -> Result<Self, Fault> {
                self.checked_mul(other).ok_or(Fault::Overflow)
            }

            #[inline]
            fn divide(self, other: Self) -> Result<Self, Fault> {
                if other == 0 { Err(Fault::DivideByZero) } else { self.checked_div(other).ok_or(Fault::Overflow) }
            }

            #[inline]
            fn remainder(self, other: Self) -> Result<Self, Fault> {
                if other == 0 { Err(Fault::DivideByZero) } else { self.checked_rem(other).ok_or(Fault::Overflow) }
            }

            #[inline]
            fn negate(self) -> Result<Self, Fault> {
                self.checked_neg().ok_or(Fault::Overflow)
            }
        }
    )*};
}

checked!(i64, u64);

/// Whether an amount is whole in minor units of its currency; what is no currency breaks another rule than this.
pub fn in_minor_units(amount: Number, currency: &str) -> bool {
    crate::format::minor_units(currency).is_none_or(|places| amount.is_whole(u32::from(places)))
}

/// An exact decimal whose scale is known when it is made: what decimals of all scales are compared as.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    unscaled: i128,
    scale: u32,
}

/// The greatest power of ten that is an `i64`.
const SHORT_POWERS: u32 = 18;

/// A power of ten without a loop: amounts are compared in every payment.
#[inline]
fn short_power(exponent: u32) -> Option<i64> {
    const POWERS: [i64; SHORT_POWERS as usize + 1] = {
        let mut powers = [1; SHORT_POWERS as usize + 1];
        let mut at = 1;
        while at < powers.len() {
            powers[at] = powers[at - 1] * 10;
            at += 1;
        }
        powers
    };
    POWERS.get(exponent as usize).copied()
}

impl Number {
    /// Whether it is whole in units of `10^-places`.
    fn is_whole(self, places: u32) -> bool {
        let surplus = self.scale.checked_sub(places);
        if let (Some(surplus), Ok(short)) = (surplus, i64::try_from(self.unscaled))
            && let Some(unit) = short_power(surplus)
        {
            return short % unit == 0;
        }
        match surplus.map(|surplus| 10_i128.checked_pow(surplus)) {
            // No more digits than that, or so many that only zero has none of them.
            None => true,
            Some(None) => self.unscaled == 0,
            Some(Some(unit)) => self.unscaled % unit == 0,
        }
    }

    /// `unscaled · 10^-scale`
    #[inline(always)]
    pub const fn new(unscaled: i128, scale: u32) -> Self {
        Number { unscaled, scale }
    }

    /// Both as multiples of the finer scale; none if one would not fit.
    #[inline]
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        if self.scale == other.scale {
            return Some((self.unscaled, other.unscaled, self.scale));
        }
        let scale = self.scale.max(other.scale);
        let raise = |number: Number| match i64::try_from(number.unscaled) {
            // A product of two such numbers always fits.
            Ok(short) if scale - number.scale <= SHORT_POWERS => {
                Some(i128::from(short) * i128::from(short_power(scale - number.scale)?))
            }
            _ => number.unscaled.checked_mul(10i128.checked_pow(scale - number.scale)?),
        };
        Some((raise(self)?, raise(other)?, scale))
    }

    /// The order by the parts before and after the point, for numbers too long for one scale.
    #[cold]
    fn order_of_parts(self, other: Self) -> Ordering {
        let parts = |number: Number| {
            let unit = 10i128.checked_pow(number.scale).unwrap_or(i128::MAX);
            (number.unscaled.div_euclid(unit), number.unscaled.rem_euclid(unit))
        };
        let ((whole, rest), (other_whole, other_rest)) = (parts(self), parts(other));
        // What is left is below one; padded with zeros to 38 digits it has an order as text.
        let digits = |rest: i128, scale: u32| {
            format!(
                "{rest:0>width$}{:0<pad$}",
                "",
                width = scale as usize,
                pad = 38 - scale.min(38) as usize
            )
        };
        whole
            .cmp(&other_whole)
            .then_with(|| digits(rest, self.scale).cmp(&digits(other_rest, other.scale)))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::new(value.into(), 0)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Number::new(value.into(), 0)
    }
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(*other) {
            Some((left, right, _)) => left.cmp(&right),
            None => self.order_of_parts(*other),
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.unscaled.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let (sign, point) =
            (if self.unscaled < 0 { "-" } else { "" }, if scale == 0 { "" } else { "." });
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

impl Checked for Number {
    fn add(self, other: Self) -> Result<Self, Fault> {
        let (left, right, scale) = self.aligned(other).ok_or(Fault::Overflow)?;
        Ok(Number::new(left.checked_add(right).ok_or(Fault::Overflow)?, scale))
    }

    fn subtract(self, other: Self) -> Result<Self, Fault> {
        let (left, right, scale) = self.aligned(other).ok_or(Fault::Overflow)?;
        Ok(Number::new(left.checked_sub(right).ok_or(Fault::Overflow)?, scale))
    }

    fn multiply(self, other: Self) -> Result<Self, Fault> {
        let unscaled = self.unscaled.checked_mul(other.unscaled).ok_or(Fault::Overflow)?;
        let scale = self.scale + other.scale;
        if scale > 38 { Err(Fault::Overflow) } else { Ok(Number::new(unscaled, scale)) }
    }

    /// A quotient has no exact decimal; rules are refused that ask for one.
    fn divide(self, _: Self) -> Result<Self, Fault> {
        Err(Fault::Overflow)
    }

    /// As [`Checked::divide`].
    fn remainder(self, _: Self) -> Result<Self, Fault> {
        Err(Fault::Overflow)
    }

    fn negate(self) -> Result<Self, Fault> {
        Ok(Number::new(self.unscaled.checked_neg().ok_or(Fault::Overflow)?, self.scale))
    }
}

/// The order of a whole number and a float, without rounding either; none for NaN.
pub fn compare(whole: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // Beyond 2^100 no whole number of 64 bits is near.
    if float.abs() >= 1e30 {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = float.floor();
    let order = whole.cmp(&(floor as i128));
    Some(if order == Ordering::Equal && float > floor { Ordering::Less } else { order })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_different_scale_compare_and_add_exactly() {
        assert_eq!(Number::new(300_000_000, 5), Number::from(3_000i64));
        assert!(Number::new(299_999_999, 5) < Number::from(3_000i64));
        assert!(Number::new(-1, 38) < Number::from(0i64));
        let far = Number::new(10i128.pow(38) - 1, 0);
        assert!(
            far > Number::new(10i128.pow(38) - 1, 1)
                && Number::new(-5, 30) > Number::new(i128::MIN + 1, 0)
        );
        assert_eq!(Number::new(5, 1).add(Number::new(25, 2)).unwrap().to_string(), "0.75");
        assert_eq!(Number::new(i128::MAX, 0).add(Number::new(1, 0)), Err(Fault::Overflow));
    }

    #[test]
    fn whole_numbers_and_floats_compare_without_rounding() {
        assert_eq!(
            compare(i128::from(i64::MAX), 9_223_372_036_854_775_807.0),
            Some(Ordering::Less)
        );
        assert_eq!(compare(3, 3.0), Some(Ordering::Equal));
        assert_eq!(compare(-3, -3.5), Some(Ordering::Greater));
        assert_eq!(compare(0, f64::NAN), None);
        assert_eq!(compare(0, f64::NEG_INFINITY), Some(Ordering::Greater));
    }
}
