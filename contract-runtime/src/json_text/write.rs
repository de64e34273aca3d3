//! JSON text from values: no blanks, every value in one spelling, so that equal values have equal bytes.

use crate::avro::EncodeError;
use crate::time::{Date, TimestampMicros};
use std::io::Write as _;

/// Puts commas between the members of an object or list.
#[derive(Debug)]
pub struct Comma {
    is_first: bool,
}

impl Comma {
    /// Begins an object (`{`) or a list (`[`).
    #[inline]
    pub fn open(out: &mut Vec<u8>, bracket: u8) -> Comma {
        out.push(bracket);
        Comma { is_first: true }
    }

    /// Before an element of a list.
    #[inline]
    pub fn next(&mut self, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.is_first, false) {
            out.push(b',');
        }
    }

    /// Before the value of a property; `key` is its name in quotes, escaped, with the colon.
    #[inline]
    pub fn key(&mut self, out: &mut Vec<u8>, key: &str) {
        self.next(out);
        out.extend_from_slice(key.as_bytes());
    }

    /// Before the value of a property whose name is a value.
    pub fn name(&mut self, out: &mut Vec<u8>, name: &str) {
        self.next(out);
        string(out, name);
        out.push(b':');
    }
}

/// `null`
#[inline]
pub fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// A truth value.
#[inline]
pub fn flag(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

/// A whole number.
pub fn int(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    uint(out, value.unsigned_abs());
}

/// A whole number without sign.
pub fn uint(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A number, in the fewest digits that read back as the same.
///
/// # Errors
/// JSON has no infinities, and nothing that is no number.
pub fn double(out: &mut Vec<u8>, value: f64) -> Result<(), EncodeError> {
    if !value.is_finite() {
        return Err(EncodeError::NotFinite);
    }
    write!(out, "{value:?}").expect("a vector takes every byte");
    Ok(())
}

/// A string.
pub fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => b"",
            _ => continue,
        };
        out.extend_from_slice(&bytes[from..at]);
        match escape {
            b"" => write!(out, "\\u{byte:04x}").expect("a vector takes every byte"),
            escape => out.extend_from_slice(escape),
        }
        from = at + 1;
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// A string of what a value prints, which must need no escapes: a uuid, a decimal.
pub fn text(out: &mut Vec<u8>, value: &impl std::fmt::Display) {
    write!(out, "\"{value}\"").expect("a vector takes every byte");
}

/// A date or point in time.
///
/// # Errors
/// The year has more or less than four digits.
pub fn moment(out: &mut Vec<u8>, value: &impl Moment) -> Result<(), EncodeError> {
    if !value.has_four_digits() {
        return Err(EncodeError::Year);
    }
    text(out, value);
    Ok(())
}

/// What RFC 3339 has a form for, in the years 0 to 9999.
pub trait Moment: std::fmt::Display {
    /// Whether the year is one of those.
    fn has_four_digits(&self) -> bool;
}

/// Days from 1970 to the first of the years 0 and 10000.
const DAYS: std::ops::Range<i64> = -719_528..2_932_897;

impl Moment for Date {
    fn has_four_digits(&self) -> bool {
        DAYS.contains(&i64::from(self.0))
    }
}

impl Moment for TimestampMicros {
    fn has_four_digits(&self) -> bool {
        DAYS.contains(&self.0.div_euclid(86_400 * Self::PER_SECOND))
    }
}

/// Bytes as Base64.
#[cfg(feature = "json")]
pub fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    use base64::Engine as _;
    out.push(b'"');
    let encoded = base64::engine::general_purpose::STANDARD.encode(value);
    out.extend_from_slice(encoded.as_bytes());
    out.push(b'"');
}
