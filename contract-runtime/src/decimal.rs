//! Exact decimals with a fixed scale: an integer and a constant; no floats on any path.

use std::fmt;
use std::str::FromStr;

/// The largest number of digits: `10^38 - 1` is the last power of ten within an `i128`.
pub const MAX_DIGITS: u32 = 38;

/// A decimal with `SCALE` digits after the point, of at most 38 digits.
///
/// The scale is part of the type, so amounts of different scale cannot be compared or mixed by accident.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal<const SCALE: u32>(i128);

/// A text or number is no decimal of this scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DecimalError {
    /// The text is not of the form `-12.34`.
    #[error("not a decimal: write digits with an optional sign and point, as in `-12.34`")]
    Syntax,
    /// There are digits beyond the scale, and not only zeros.
    #[error("more than {scale} digits after the point")]
    Scale {
        /// The scale of the type.
        scale: u32,
    },
    /// More than 38 digits.
    #[error("more than 38 digits")]
    TooLong,
}

impl<const SCALE: u32> Decimal<SCALE> {
    /// Zero.
    pub const ZERO: Self = Decimal(0);

    /// The decimal `unscaled · 10^-SCALE`, if `unscaled` has at most 38 digits.
    pub const fn from_unscaled(unscaled: i128) -> Option<Self> {
        const LIMIT: u128 = 10u128.pow(MAX_DIGITS);
        if unscaled.unsigned_abs() < LIMIT { Some(Decimal(unscaled)) } else { None }
    }

    /// The decimal `unscaled · 10^-SCALE`; every `i64` fits.
    pub const fn from_i64(unscaled: i64) -> Self {
        Decimal(unscaled as i128)
    }

    /// The value times `10^SCALE`.
    pub const fn unscaled(self) -> i128 {
        self.0
    }

    /// Digits without sign and leading zeros; zero has one.
    pub const fn digits(self) -> u32 {
        match self.0.unsigned_abs().checked_ilog10() {
            Some(log) => log + 1,
            None => 1,
        }
    }

    /// Whether it has at most `precision` digits: a comparison, where [`Self::digits`] divides.
    #[inline(always)]
    pub const fn has_at_most(self, precision: u32) -> bool {
        match 10u128.checked_pow(precision) {
            Some(limit) => self.0.unsigned_abs() < limit,
            None => true,
        }
    }

    /// The sum, unless it has more than 38 digits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::from_unscaled)
    }

    /// The difference, unless it has more than 38 digits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::from_unscaled)
    }

    /// Reads big-endian two's complement of any length, if the value has at most 38 digits; no bytes are zero.
    #[inline]
    pub fn from_be_bytes(bytes: &[u8]) -> Option<Self> {
        let Some((first, tail)) = bytes.split_first() else {
            return Some(Self::ZERO);
        };
        let sign = i64::from(*first as i8);
        if bytes.len() <= 8 {
            let value = tail.iter().fold(sign, |value, byte| value << 8 | i64::from(*byte));
            return Some(Decimal(i128::from(value)));
        }
        Self::from_long_bytes(bytes)
    }

    #[cold]
    fn from_long_bytes(bytes: &[u8]) -> Option<Self> {
        let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
        let padding = if negative { 0xff } else { 0 };
        let (extension, tail) = bytes.split_at(bytes.len().saturating_sub(16));
        let mut value = [padding; 16];
        value[16 - tail.len()..].copy_from_slice(tail);
        let value = i128::from_be_bytes(value);
        let fits = extension.iter().all(|byte| *byte == padding) && (value < 0) == negative;
        if fits { Self::from_unscaled(value) } else { None }
    }

    /// Big-endian two's complement, and where its shortest form begins.
    #[inline]
    pub fn to_be_bytes(self) -> ([u8; 16], usize) {
        let magnitude = if self.0 < 0 { !self.0 } else { self.0 };
        // One bit more than the magnitude, for the sign.
        let length = (128 - magnitude.leading_zeros()) as usize / 8 + 1;
        (self.0.to_be_bytes(), 16 - length.min(16))
    }
}

impl<const SCALE: u32> fmt::Display for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = SCALE as usize;
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let sign = if self.0 < 0 { "-" } else { "" };
        let point = if scale == 0 { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

impl<const SCALE: u32> fmt::Debug for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const SCALE: u32> FromStr for Decimal<SCALE> {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let has_point = whole.len() < digits.len();
        let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || (has_point && fraction.is_empty()) {
            return Err(DecimalError::Syntax);
        }
        if !only_digits(whole) || !only_digits(fraction) {
            return Err(DecimalError::Syntax);
        }
        let fraction = fraction.trim_end_matches('0');
        let scale = SCALE as usize;
        if fraction.len() > scale {
            return Err(DecimalError::Scale { scale: SCALE });
        }
        let padding = std::iter::repeat_n(b'0', scale - fraction.len());
        let mut unscaled = 0i128;
        for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
            let next = unscaled.checked_mul(10).map(|value| value + i128::from(digit - b'0'));
            unscaled = next.ok_or(DecimalError::TooLong)?;
            if unscaled.unsigned_abs() >= 10u128.pow(MAX_DIGITS) {
                return Err(DecimalError::TooLong);
            }
        }
        Ok(Decimal(if negative { -unscaled } else { unscaled }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_exact_both_ways() {
        for (text, unscaled, printed) in [
            ("0", 0, "0.00"),
            ("-0.01", -1, "-0.01"),
            ("12", 1200, "12.00"),
            ("12.3", 1230, "12.30"),
            ("12.3400", 1234, "12.34"),
            ("+7.10", 710, "7.10"),
        ] {
            let value: Decimal<2> = text.parse().unwrap();
            assert_eq!((value.unscaled(), value.to_string()), (unscaled, printed.to_owned()));
        }
        assert_eq!("1.234".parse::<Decimal<2>>(), Err(DecimalError::Scale { scale: 2 }));
        for text in ["", "-", ".5", "5.", "1e3", "1,0", "--1", " 1", "½"] {
            assert_eq!(text.parse::<Decimal<2>>(), Err(DecimalError::Syntax), "{text:?}");
        }
        let nines = "9".repeat(38);
        assert_eq!(nines.parse::<Decimal<0>>().unwrap().to_string(), nines);
        assert_eq!(nines.parse::<Decimal<1>>(), Err(DecimalError::TooLong));
        assert_eq!("1".repeat(400).parse::<Decimal<0>>(), Err(DecimalError::TooLong));
    }

    #[test]
    fn precision_counts_digits() {
        for unscaled in [0, 1, -9, 10, -99, 100, i128::from(i64::MAX), i128::from(i64::MIN)] {
            let value = Decimal::<2>::from_unscaled(unscaled).unwrap();
            for precision in 1..60 {
                let wanted = value.digits() <= precision;
                assert_eq!(value.has_at_most(precision), wanted, "{unscaled} {precision}");
            }
        }
    }

    #[test]
    fn bytes_are_minimal_and_longer_ones_are_read() {
        for (unscaled, bytes) in [
            (0i128, &[0][..]),
            (127, &[0x7f]),
            (128, &[0, 0x80]),
            (-1, &[0xff]),
            (-128, &[0x80]),
            (-129, &[0xff, 0x7f]),
            (1 << 63, &[0, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ] {
            let value = Decimal::<2>::from_unscaled(unscaled).unwrap();
            let (all, start) = value.to_be_bytes();
            assert_eq!(&all[start..], bytes, "{unscaled}");
            assert_eq!(Decimal::from_be_bytes(bytes), Some(value));
            let padding = if unscaled < 0 { 0xff } else { 0 };
            let long = [&[padding; 20][..], bytes].concat();
            assert_eq!(Decimal::from_be_bytes(&long), Some(value));
        }
        assert_eq!(Decimal::<2>::from_be_bytes(&[]), Some(Decimal::ZERO));
        assert_eq!(Decimal::<2>::from_be_bytes(&[0x7f; 16]), None);
        assert_eq!(Decimal::<2>::from_be_bytes(&[1; 17]), None);
    }
}
