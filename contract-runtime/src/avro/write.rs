//! Writers that generated encoders call, each onto a growing `Vec`.

use super::error::EncodeError;
use crate::decimal::Decimal;
use crate::duration::AvroDuration;
use uuid::Uuid;

/// A `boolean`.
#[inline(always)]
pub fn write_bool(out: &mut Vec<u8>, value: bool) {
    out.push(u8::from(value));
}

/// A `long`: zig-zag varint. One byte is pushed; more are spread over a word without a branch for each.
#[inline(always)]
pub fn write_long(out: &mut Vec<u8>, value: i64) {
    let value = ((value << 1) ^ (value >> 63)) as u64;
    if value < 0x80 {
        out.push(value as u8);
    } else {
        write_varint(out, value);
    }
}

#[inline]
fn write_varint(out: &mut Vec<u8>, value: u64) {
    if value >> 56 != 0 {
        return write_long_varint(out, value);
    }
    // Bits by seven, rounded up; exact as far as there are bits.
    let length = ((64 - value.leading_zeros() as usize) * 9 + 64) / 64;
    // Groups of seven bits move apart: two of 28 bits, four of 14, eight of 7.
    let value = value & 0x0fff_ffff | (value & 0x00ff_ffff_f000_0000) << 4;
    let value = value & 0x0000_3fff_0000_3fff | (value & 0x0fff_c000_0fff_c000) << 2;
    let value = value & 0x007f_007f_007f_007f | (value & 0x3f80_3f80_3f80_3f80) << 1;
    // All bytes but the last say that more follows; here there are two at least.
    let more = 0x8080_8080_8080_8080 >> (72 - 8 * length);
    // A word is written whatever the length: to copy so many bytes would be a call.
    let start = out.len();
    out.extend_from_slice(&(value | more).to_le_bytes());
    out.truncate(start + length);
}

/// Nine bytes and ten.
#[cold]
fn write_long_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// An `int`.
#[inline(always)]
pub fn write_int(out: &mut Vec<u8>, value: i32) {
    write_long(out, i64::from(value));
}

/// A `float`.
#[inline(always)]
pub fn write_float(out: &mut Vec<u8>, value: f32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// A `double`.
#[inline(always)]
pub fn write_double(out: &mut Vec<u8>, value: f64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// `bytes` with their length.
#[inline(always)]
pub fn write_bytes(out: &mut Vec<u8>, value: &[u8]) {
    write_length(out, value.len());
    out.extend_from_slice(value);
}

/// A length is nearly always one byte, so that the rest of the code stands elsewhere.
#[inline(always)]
fn write_length(out: &mut Vec<u8>, length: usize) {
    if length < 0x40 {
        out.push(length as u8 * 2);
    } else {
        write_long_length(out, length);
    }
}

#[inline(never)]
fn write_long_length(out: &mut Vec<u8>, length: usize) {
    // A slice never has more than `isize::MAX` bytes, so the length fits a long.
    write_varint(out, (length as u64) << 1);
}

/// A `string` with its length.
#[inline(always)]
pub fn write_string(out: &mut Vec<u8>, value: &str) {
    write_bytes(out, value.as_bytes());
}

/// A `string` or null, which is the branch `null` of the two.
#[inline(always)]
pub fn write_optional_string(out: &mut Vec<u8>, null: u8, value: &Option<String>) {
    match value {
        None => out.push(null * 2),
        Some(text) => {
            out.push((1 - null) * 2);
            write_string(out, text);
        }
    }
}

/// The bytes of a text, if there is one; without its length and its branch.
#[inline]
pub fn optional_length(value: &Option<String>) -> usize {
    value.as_ref().map_or(0, String::len)
}

/// A `uuid` on `string`: 36 characters, lower case.
#[inline]
pub fn write_uuid(out: &mut Vec<u8>, value: &Uuid) {
    let mut text = [0u8; 37];
    text[0] = 72; // the length 36, zig-zag
    value.as_hyphenated().encode_lower(&mut text[1..]);
    out.extend_from_slice(&text);
}

/// A `decimal` on `bytes`: the shortest two's complement.
#[inline]
pub fn write_decimal<const SCALE: u32>(out: &mut Vec<u8>, value: Decimal<SCALE>) {
    // Amounts fit eight bytes nearly always.
    if let Ok(short) = i64::try_from(value.unscaled()) {
        let magnitude = if short < 0 { !short } else { short };
        let start = (magnitude.leading_zeros().saturating_sub(1) / 8) as usize;
        out.push((8 - start as u8) * 2);
        out.extend_from_slice(&short.to_be_bytes()[start..]);
        return;
    }
    let (bytes, start) = value.to_be_bytes();
    write_bytes(out, &bytes[start..]);
}

/// A `decimal` on a `fixed` of `size` bytes, sign-extended.
///
/// # Errors
/// The value needs more bytes.
#[inline]
pub fn write_decimal_fixed<const SCALE: u32>(
    out: &mut Vec<u8>,
    value: Decimal<SCALE>,
    size: usize,
) -> Result<(), EncodeError> {
    let (bytes, start) = value.to_be_bytes();
    let needed = &bytes[start..];
    if needed.len() > size {
        return Err(EncodeError::DecimalTooLong { size });
    }
    let sign = if value.unscaled() < 0 { 0xff } else { 0 };
    out.resize(out.len() + size - needed.len(), sign);
    out.extend_from_slice(needed);
    Ok(())
}

/// A `duration` on `fixed(12)`.
#[inline]
pub fn write_duration(out: &mut Vec<u8>, value: AvroDuration) {
    out.extend_from_slice(&value.to_le_bytes());
}
