//! What only the shapes need by hand: floats, bytes, maps, and bytes for serde.

use crate::primitives::{get_count, get_string, put_long};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

#[inline]
pub(crate) fn put_double(out: &mut Vec<u8>, value: f64) {
    out.extend_from_slice(&value.to_le_bytes());
}

#[inline]
pub(crate) fn get_double(input: &mut &[u8]) -> Option<f64> {
    get_fixed(input).map(f64::from_le_bytes)
}

#[inline]
pub(crate) fn get_float(input: &mut &[u8]) -> Option<f32> {
    get_fixed(input).map(f32::from_le_bytes)
}

#[inline]
pub(crate) fn get_fixed<const N: usize>(input: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = input.split_first_chunk::<N>()?;
    *input = rest;
    Some(*taken)
}

/// All items in one block, and the block that ends them.
#[inline(always)]
pub(crate) fn put_list<T>(out: &mut Vec<u8>, list: &[T], mut put: impl FnMut(&mut Vec<u8>, &T)) {
    if !list.is_empty() {
        put_long(out, list.len() as i64);
        for item in list {
            put(out, item);
        }
    }
    out.push(0);
}

#[inline(always)]
pub(crate) fn get_map<T>(
    input: &mut &[u8],
    mut get: impl FnMut(&mut &[u8]) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let mut map = BTreeMap::new();
    loop {
        let count = get_count(input)?;
        if count == 0 {
            return Some(map);
        }
        for _ in 0..count {
            map.insert(get_string(input)?, get(input)?);
        }
    }
}

/// Bytes; serde would take a `Vec<u8>` for a list of numbers.
#[derive(Debug, PartialEq)]
pub(crate) struct Raw(Vec<u8>);

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Raw, E> {
        Ok(Raw(bytes.to_vec()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Raw, E> {
        Ok(Raw(bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(Raw(bytes))
    }
}
