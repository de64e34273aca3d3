//! Writers that generated encoders call, each onto a growing `Vec`; the key is written before.

/// A varint; one byte is written in line.
#[inline(always)]
pub fn write_uint64(out: &mut Vec<u8>, value: u64) {
    if value < 0x80 {
        out.push(value as u8);
    } else {
        long_varint(out, value);
    }
}

#[inline(never)]
fn long_varint(out: &mut Vec<u8>, value: u64) {
    let (bytes, length) = varint(value);
    out.extend_from_slice(&bytes[..length]);
}

fn varint(mut value: u64) -> ([u8; 10], usize) {
    let mut bytes = [0u8; 10];
    let mut length = 0;
    while value >= 0x80 {
        bytes[length] = value as u8 | 0x80;
        value >>= 7;
        length += 1;
    }
    bytes[length] = value as u8;
    (bytes, length + 1)
}

/// `uint32`, and keys.
#[inline(always)]
pub fn write_uint32(out: &mut Vec<u8>, value: u32) {
    write_uint64(out, u64::from(value));
}

/// `int32`, and the number of an enum: negative values take ten bytes.
#[inline(always)]
pub fn write_int32(out: &mut Vec<u8>, value: i32) {
    write_uint64(out, i64::from(value) as u64);
}

/// `int64`
#[inline(always)]
pub fn write_int64(out: &mut Vec<u8>, value: i64) {
    write_uint64(out, value as u64);
}

/// `sint32`
#[inline(always)]
pub fn write_sint32(out: &mut Vec<u8>, value: i32) {
    write_uint32(out, ((value << 1) ^ (value >> 31)) as u32);
}

/// `sint64`
#[inline(always)]
pub fn write_sint64(out: &mut Vec<u8>, value: i64) {
    write_uint64(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// `bool`
#[inline(always)]
pub fn write_bool(out: &mut Vec<u8>, value: bool) {
    out.push(u8::from(value));
}

/// `fixed32`; `sfixed32` as its bits.
#[inline(always)]
pub fn write_fixed32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// `fixed64`; `sfixed64` as its bits.
#[inline(always)]
pub fn write_fixed64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// `float`
#[inline(always)]
pub fn write_float(out: &mut Vec<u8>, value: f32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// `double`
#[inline(always)]
pub fn write_double(out: &mut Vec<u8>, value: f64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// `bytes` with their length.
#[inline(always)]
pub fn write_bytes(out: &mut Vec<u8>, value: &[u8]) {
    write_uint64(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// `string` with its length.
#[inline(always)]
pub fn write_string(out: &mut Vec<u8>, value: &str) {
    write_bytes(out, value.as_bytes());
}

/// Leaves room for the length of what follows; [`finish`] takes the place that this gives.
#[inline(always)]
pub fn begin(out: &mut Vec<u8>) -> usize {
    out.push(0);
    out.len()
}

/// Writes the length of everything since `start`. Most messages are shorter than 128 bytes and need not be moved.
#[inline(always)]
pub fn finish(out: &mut Vec<u8>, start: usize) {
    let length = out.len() - start;
    if length < 0x80 {
        out[start - 1] = length as u8;
    } else {
        make_room(out, start, length);
    }
}

#[inline(never)]
fn make_room(out: &mut Vec<u8>, start: usize, length: usize) {
    let (bytes, count) = varint(length as u64);
    let end = out.len();
    out.resize(end + count - 1, 0);
    out.copy_within(start..end, start + count - 1);
    out[start - 1..start - 1 + count].copy_from_slice(&bytes[..count]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protobuf::Reader;

    #[test]
    fn lengths_of_every_size_are_put_before_what_they_measure() {
        for length in [0, 1, 127, 128, 16_383, 16_384, 3_000_000] {
            let mut out = vec![7];
            let start = begin(&mut out);
            out.resize(start + length, 9);
            finish(&mut out, start);
            let mut reader = Reader::new(&out[1..]);
            assert_eq!(reader.bytes(), Ok(&vec![9; length][..]));
            assert!(reader.is_at_end() && out[0] == 7, "{length}");
        }
    }

    #[test]
    fn signed_numbers_read_back() {
        for value in [0, 1, -1, 63, -64, 64, i32::MIN, i32::MAX] {
            let mut out = Vec::new();
            write_int32(&mut out, value);
            write_sint32(&mut out, value);
            write_int64(&mut out, i64::from(value) << 31);
            write_sint64(&mut out, i64::from(value) << 31);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.int32(), Ok(value));
            assert_eq!(reader.sint32(), Ok(value));
            assert_eq!(reader.int64(), Ok(i64::from(value) << 31));
            assert_eq!(reader.sint64(), Ok(i64::from(value) << 31));
        }
    }
}
