//! What generated rules in CEL call: checked arithmetic, exact comparisons, conversions, parts of times.
//!
//! No function panics: what CEL calls an error is a [`Fault`], which becomes a violation of the rule.

mod convert;
mod moment;
mod number;

pub use convert::{
    bool_of_text, double_of_text, duration_of_text, int_of_double, int_of_text, int_of_uint,
    number_of_text, text_of_bytes, text_of_double, text_of_duration, text_of_timestamp,
    timestamp_of_int, timestamp_of_text, uint_of_double, uint_of_int, uint_of_text,
};
pub use moment::{Part, add_span, add_time, part};
pub use number::{Checked, Number, compare, in_minor_units};

use crate::violation::{Path, Violations};

/// Why a rule has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A number, time or duration beyond its type.
    Overflow,
    /// A division by zero.
    DivideByZero,
    /// A list has no such element.
    Index,
    /// A map has no such key.
    Key,
    /// A text or bytes that are no value of the wanted type.
    Conversion,
}

impl Fault {
    /// What a violation says of it.
    pub const fn message(self) -> &'static str {
        match self {
            Fault::Overflow => "the rule cannot be evaluated: a result is beyond its type",
            Fault::DivideByZero => "the rule cannot be evaluated: a division by zero",
            Fault::Index => "the rule cannot be evaluated: a list has no such element",
            Fault::Key => "the rule cannot be evaluated: a map has no such key",
            Fault::Conversion => "the rule cannot be evaluated: a value cannot be converted",
        }
    }
}

/// Asks a rule that may fail and stands at `place`, and notes what is wrong; `Some` is what the violation says.
#[inline(always)]
pub fn judge(
    found: &mut Violations,
    path: &Path<'_>,
    rule_id: &'static str,
    place: &'static str,
    rule: impl FnOnce() -> Result<Option<&'static str>, Fault>,
) {
    match rule() {
        Ok(None) => {}
        Ok(Some(message)) => found.push_of(path, rule_id, place, message),
        Err(fault) => found.push_of(path, rule_id, place, fault.message()),
    }
}

/// `left && right`, where the left side may have failed: false if one side is false, whatever the other is.
///
/// # Errors
/// One side failed and the other is not false.
#[inline]
pub fn and(
    left: Result<bool, Fault>,
    right: impl FnOnce() -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    match left {
        Ok(false) => Ok(false),
        Ok(true) => right(),
        Err(fault) => match right() {
            Ok(false) => Ok(false),
            _ => Err(fault),
        },
    }
}

/// `left || right`, where the left side may have failed: true if one side is true, whatever the other is.
///
/// # Errors
/// One side failed and the other is not true.
#[inline]
pub fn or(
    left: Result<bool, Fault>,
    right: impl FnOnce() -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    match left {
        Ok(true) => Ok(true),
        Ok(false) => right(),
        Err(fault) => match right() {
            Ok(true) => Ok(true),
            _ => Err(fault),
        },
    }
}

/// Whether all elements hold: false if one does not, even if another fails.
///
/// # Errors
/// An element failed and none is false.
pub fn all<T>(
    items: impl IntoIterator<Item = T>,
    mut holds: impl FnMut(T) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    let mut failed = None;
    for item in items {
        match holds(item) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(fault) => failed = failed.or(Some(fault)),
        }
    }
    failed.map_or(Ok(true), Err)
}

/// Whether an element holds, even if another fails.
///
/// # Errors
/// An element failed and none is true.
pub fn exists<T>(
    items: impl IntoIterator<Item = T>,
    mut holds: impl FnMut(T) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    all(items, |item| holds(item).map(|held| !held)).map(|none| !none)
}

/// Whether exactly one element holds.
///
/// # Errors
/// An element failed.
pub fn exists_one<T>(
    items: impl IntoIterator<Item = T>,
    mut holds: impl FnMut(T) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    let mut count = 0u64;
    for item in items {
        count += u64::from(holds(item)?);
    }
    Ok(count == 1)
}

/// The elements that hold.
///
/// # Errors
/// An element failed.
pub fn filter<T: Clone>(
    items: impl IntoIterator<Item = T>,
    mut holds: impl FnMut(T) -> Result<bool, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut kept = Vec::new();
    for item in items {
        if holds(item.clone())? {
            kept.push(item);
        }
    }
    Ok(kept)
}

/// The element at `index`.
///
/// # Errors
/// There is none.
pub fn at<T>(list: &[T], index: i64) -> Result<&T, Fault> {
    usize::try_from(index).ok().and_then(|index| list.get(index)).ok_or(Fault::Index)
}

/// The value of a key that is no text, if there is one; a number beyond the type of the keys is none of them.
pub fn find<K: Ord + TryFrom<T>, T, V>(
    map: &std::collections::BTreeMap<K, V>,
    key: T,
) -> Option<&V> {
    map.get(&K::try_from(key).ok()?)
}

/// Characters of a text.
#[inline]
pub fn size(text: &str) -> i64 {
    crate::text::char_count(text) as i64
}

/// Two texts as one.
pub fn concat(left: &str, right: &str) -> String {
    [left, right].concat()
}

/// Two lists of bytes as one.
pub fn concat_bytes(left: &[u8], right: &[u8]) -> Vec<u8> {
    [left, right].concat()
}

/// Whether `part` is somewhere in `bytes`.
pub fn contains_bytes(bytes: &[u8], part: &[u8]) -> bool {
    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
}

/// Whether the number is infinite, with the sign of `sign`; zero stands for both.
pub fn is_inf(value: f64, sign: i64) -> bool {
    value.is_infinite() && (sign == 0 || (value > 0.0) == (sign > 0))
}

/// Whether the text is an IP address of a version; zero stands for both.
pub fn is_ip(text: &str, version: i64) -> bool {
    match version {
        0 => crate::format::is_ip(text),
        4 => crate::format::is_ipv4(text),
        6 => crate::format::is_ipv6(text),
        _ => false,
    }
}

/// Whether the text is an IP address of a version with a prefix length; `strict` demands zeros behind the prefix.
pub fn is_ip_prefix(text: &str, version: i64, strict: bool) -> bool {
    use crate::format as f;
    match (version, strict) {
        (0, false) => f::is_ip_with_prefixlen(text),
        (0, true) => f::is_ip_prefix(text),
        (4, false) => f::is_ipv4_with_prefixlen(text),
        (4, true) => f::is_ipv4_prefix(text),
        (6, false) => f::is_ipv6_with_prefixlen(text),
        (6, true) => f::is_ipv6_prefix(text),
        _ => false,
    }
}

/// Whether the text is a host with a port, or without one if `port` does not demand it.
pub fn is_host_and_port(text: &str, port: bool) -> bool {
    crate::format::is_host_and_port(text) || (!port && crate::format::is_host(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_that_decides_outweighs_one_that_failed() {
        let failed = Err(Fault::Overflow);
        assert_eq!(and(failed, || Ok(false)), Ok(false));
        assert_eq!(and(Ok(true), || failed), failed);
        assert_eq!(and(failed, || Ok(true)), failed);
        assert_eq!(or(failed, || Ok(true)), Ok(true));
        assert_eq!(or(Ok(false), || failed), failed);
        let holds = |item: i32| if item == 0 { failed } else { Ok(item > 0) };
        assert_eq!(all([0, -1], holds), Ok(false));
        assert_eq!(all([1, 0], holds), failed);
        assert_eq!(exists([0, 1], holds), Ok(true));
        assert_eq!(exists([0, -1], holds), failed);
        assert_eq!(exists_one([1, -1], holds), Ok(true));
        assert_eq!(filter([1, -1, 2], holds), Ok(vec![1, 2]));
    }
}
