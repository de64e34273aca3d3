//! A default must satisfy the rules of its field: it is the value of every datum that lacks the field.

use super::literal::{Wanted, compare_decimals};
use super::raw::Raw;
use super::read::Target;
use super::{Bound, Constraint, FieldRules, Literal};
use std::cmp::Ordering;

/// The first rule that `default` breaks, in words; rules that need more than the value itself are not asked.
pub(crate) fn broken(rules: &FieldRules, default: &Raw, target: &Target) -> Option<String> {
    let group = target.group?;
    if let Raw::List(items) = default {
        return rules.value.iter().find_map(|rule| counted(rule, items.len() as u64));
    }
    // Defaults of bytes and decimals are spelled as characters, not as Base64 or digits.
    if matches!(group, "bytes" | "decimal" | "timestamp" | "duration") {
        return None;
    }
    let literal = Wanted { group, target }.literal(default).ok()?;
    rules.value.iter().find_map(|rule| breaks(rule, &literal))
}

fn counted(rule: &Constraint, count: u64) -> Option<String> {
    match rule {
        Constraint::MinItems(least) if count < *least => Some(format!("`min_items` is {least}")),
        Constraint::MaxItems(most) if count > *most => Some(format!("`max_items` is {most}")),
        _ => None,
    }
}

fn breaks(rule: &Constraint, value: &Literal) -> Option<String> {
    let breaks = |is_broken: bool, name: &str| is_broken.then(|| format!("`{name}` refuses it"));
    match rule {
        Constraint::Const(only) => breaks(value != only, "const"),
        Constraint::In(allowed) => breaks(!allowed.contains(value), "in"),
        Constraint::NotIn(refused) => breaks(refused.contains(value), "not_in"),
        Constraint::Lower(Bound { limit, inclusive }) => {
            let name = if *inclusive { "gte" } else { "gt" };
            breaks(!is_beyond(compare(value, limit), Ordering::Greater, *inclusive), name)
        }
        Constraint::Upper(Bound { limit, inclusive }) => {
            let name = if *inclusive { "lte" } else { "lt" };
            breaks(!is_beyond(compare(value, limit), Ordering::Less, *inclusive), name)
        }
        rule => match value {
            Literal::String(text) => text_breaks(rule, text),
            Literal::Bool(_)
            | Literal::Int(_)
            | Literal::Float(_)
            | Literal::Decimal(_)
            | Literal::Bytes(_)
            | Literal::Nanos(_) => None,
        },
    }
}

fn text_breaks(rule: &Constraint, text: &str) -> Option<String> {
    let count = text.chars().count() as u64;
    let bytes = text.len() as u64;
    let (is_broken, name) = match rule {
        Constraint::Len(n) => (count != *n, "len"),
        Constraint::MinLen(n) => (count < *n, "min_len"),
        Constraint::MaxLen(n) => (count > *n, "max_len"),
        Constraint::LenBytes(n) => (bytes != *n, "len_bytes"),
        Constraint::MinBytes(n) => (bytes < *n, "min_bytes"),
        Constraint::MaxBytes(n) => (bytes > *n, "max_bytes"),
        Constraint::Pattern(pattern) => {
            (regex::Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text)), "pattern")
        }
        Constraint::Prefix(Literal::String(part)) => (!text.starts_with(part), "prefix"),
        Constraint::Suffix(Literal::String(part)) => (!text.ends_with(part), "suffix"),
        Constraint::Contains(Literal::String(part)) => (!text.contains(part), "contains"),
        Constraint::NotContains(Literal::String(part)) => (text.contains(part), "not_contains"),
        _ => (false, ""),
    };
    is_broken.then(|| format!("`{name}` refuses it"))
}

/// What cannot be compared is not judged.
fn is_beyond(order: Option<Ordering>, wanted: Ordering, inclusive: bool) -> bool {
    order.is_none_or(|order| order == wanted || (inclusive && order == Ordering::Equal))
}

/// The order of two constants of one kind.
pub(super) fn compare(left: &Literal, right: &Literal) -> Option<Ordering> {
    match (left, right) {
        (Literal::Int(left), Literal::Int(right)) => Some(left.cmp(right)),
        (Literal::Nanos(left), Literal::Nanos(right)) => Some(left.cmp(right)),
        (Literal::Float(left), Literal::Float(right)) => left.partial_cmp(right),
        (Literal::Decimal(left), Literal::Decimal(right)) => Some(compare_decimals(left, right)),
        _ => None,
    }
}
