//! What codecs that are written by hand are made of: Avro's numbers, texts, options and lists.

use contract_runtime::{Decimal, Uuid};

#[inline]
pub(crate) fn put_long(out: &mut Vec<u8>, value: i64) {
    let mut value = ((value << 1) ^ (value >> 63)) as u64;
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[inline]
pub(crate) fn put_str(out: &mut Vec<u8>, text: &str) {
    put_long(out, text.len() as i64);
    out.extend_from_slice(text.as_bytes());
}

#[inline]
pub(crate) fn put_uuid(out: &mut Vec<u8>, id: &Uuid) {
    let mut text = [0; 37];
    text[0] = 72;
    id.as_hyphenated().encode_lower(&mut text[1..]);
    out.extend_from_slice(&text);
}

#[inline]
pub(crate) fn put_decimal<const S: u32>(out: &mut Vec<u8>, value: &Decimal<S>) {
    let bytes = (value.unscaled() as i64).to_be_bytes();
    let sign = if bytes[0] >= 0x80 { 0xff } else { 0 };
    let mut start = 0;
    while start < 7 && bytes[start] == sign && (bytes[start + 1] ^ sign) < 0x80 {
        start += 1;
    }
    out.push((8 - start as u8) * 2);
    out.extend_from_slice(&bytes[start..]);
}

#[inline(always)]
pub(crate) fn put_opt<T>(out: &mut Vec<u8>, value: &Option<T>, put: impl FnOnce(&mut Vec<u8>, &T)) {
    match value {
        None => out.push(0),
        Some(value) => {
            out.push(2);
            put(out, value);
        }
    }
}

#[inline(always)]
pub(crate) fn get_opt<'a, T>(
    input: &mut &'a [u8],
    get: impl FnOnce(&mut &'a [u8]) -> Option<T>,
) -> Option<Option<T>> {
    match get_long(input)? {
        0 => Some(None),
        1 => get(input).map(Some),
        _ => None,
    }
}

#[inline]
pub(crate) fn get_byte(input: &mut &[u8]) -> Option<u8> {
    let (first, rest) = input.split_first()?;
    *input = rest;
    Some(*first)
}

#[inline]
pub(crate) fn get_long(input: &mut &[u8]) -> Option<i64> {
    let first = get_byte(input)?;
    if first < 0x80 {
        return Some(i64::from(first >> 1) ^ -i64::from(first & 1));
    }
    let mut value = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = get_byte(input)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value >> 1) as i64 ^ -((value & 1) as i64));
        }
        shift += 7;
        if shift > 63 {
            return None;
        }
    }
}

#[inline]
pub(crate) fn get_bytes<'a>(input: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(get_long(input)?).ok()?;
    let (taken, rest) = input.split_at_checked(length)?;
    *input = rest;
    Some(taken)
}

#[inline]
pub(crate) fn get_str<'a>(input: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(get_bytes(input)?).ok()
}

#[inline]
pub(crate) fn get_string(input: &mut &[u8]) -> Option<String> {
    get_str(input).map(str::to_owned)
}

#[inline]
pub(crate) fn get_bool(input: &mut &[u8]) -> Option<bool> {
    match get_byte(input)? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

#[inline]
pub(crate) fn get_uuid(input: &mut &[u8]) -> Option<Uuid> {
    Uuid::try_parse_ascii(get_bytes(input)?).ok()
}

#[inline]
pub(crate) fn get_decimal<const S: u32>(input: &mut &[u8]) -> Option<Decimal<S>> {
    let bytes = get_bytes(input)?;
    if bytes.is_empty() || bytes.len() > 8 {
        return None;
    }
    let start = i64::from(bytes[0] as i8);
    let value = bytes[1..].iter().fold(start, |value, byte| value << 8 | i64::from(*byte));
    Some(Decimal::from_i64(value))
}

#[inline]
pub(crate) fn get_strings(input: &mut &[u8]) -> Option<Vec<String>> {
    get_list(input, get_string)
}

#[inline(always)]
pub(crate) fn get_list<T>(
    input: &mut &[u8],
    mut item: impl FnMut(&mut &[u8]) -> Option<T>,
) -> Option<Vec<T>> {
    let mut list = Vec::new();
    loop {
        let count = get_count(input)?;
        if count == 0 {
            return Some(list);
        }
        list.reserve(count);
        for _ in 0..count {
            list.push(item(input)?);
        }
    }
}

/// Items of a list or map that stay where they are.
#[derive(PartialEq)]
pub(crate) struct Run<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) count: usize,
}

#[inline(always)]
pub(crate) fn get_run<'a, T>(
    input: &mut &'a [u8],
    mut item: impl FnMut(&mut &'a [u8]) -> Option<T>,
) -> Option<Run<'a>> {
    let (before, mut total) = (*input, 0);
    loop {
        let count = get_count(input)?;
        if count == 0 {
            let bytes = &before[..before.len() - input.len()];
            return Some(Run { bytes, count: total });
        }
        total += count;
        for _ in 0..count {
            item(input)?;
        }
    }
}

/// The items of a block; every item has a byte at least.
#[inline]
pub(crate) fn get_count(input: &mut &[u8]) -> Option<usize> {
    let count = get_long(input)?;
    if count < 0 {
        get_long(input)?;
    }
    usize::try_from(count.unsigned_abs()).ok().filter(|count| *count <= input.len())
}

/// A view by hand: a struct, and its fields read in order.
macro_rules! view {
    ($name:ident { $($field:ident: $ty:ty = $read:expr,)* }) => {
        #[derive(PartialEq)]
        pub(crate) struct $name<'a> { $(pub(crate) $field: $ty,)* }

        impl<'a> $name<'a> {
            pub(crate) fn read(input: &mut &'a [u8]) -> Option<Self> {
                Some($name { $($field: $read(input)?,)* })
            }
        }
    };
}
pub(crate) use view;
