//! Values of keywords that hold no schemas.

use crate::json::keyword::{Shape, TYPES};
use crate::json::parse::kind;
use crate::json::uri;
use crate::json_text::{Node, Value};
use std::collections::HashSet;

/// What is wrong, and where in the value.
pub(super) struct Mistake<'a> {
    pub(super) node: &'a Node,
    pub(super) expected: String,
    pub(super) help: Option<&'static str>,
}

fn mistake_at<'a>(node: &'a Node, expected: &str) -> Option<Mistake<'a>> {
    Some(Mistake { node, expected: expected.to_owned(), help: None })
}

/// What keeps `node` from having this shape.
pub(super) fn mistake(shape: Shape, node: &Node) -> Option<Mistake<'_>> {
    let number = match &node.value {
        Value::Number(text) => Some(&**text),
        _ => None,
    };
    let (fits, expected) = match shape {
        Shape::Text | Shape::Reference => (node.as_str().is_some(), "a string"),
        Shape::Flag => (node.as_bool().is_some(), "true or false"),
        Shape::Number => (number.is_some(), "a number"),
        Shape::Positive => (number.is_some_and(is_positive), "a number above zero"),
        Shape::Count => (number.is_some_and(is_count), "a whole number, not negative"),
        Shape::List => (matches!(node.value, Value::Array(_)), "an array"),
        Shape::Address => return address(node),
        Shape::Anchor => (
            node.as_str().is_some_and(is_anchor),
            "a letter or `_`, then letters, digits, `-`, `_`, `.`",
        ),
        Shape::Strings(least) => return strings(node, least),
        Shape::Types => return types(node),
        // Shapes with schemas in them are walked, not looked at.
        Shape::Anything
        | Shape::Flags
        | Shape::StringsByName
        | Shape::Pattern
        | Shape::Schema
        | Shape::SchemaOrFlag
        | Shape::Schemas
        | Shape::SchemaOrSchemas
        | Shape::SchemasByName
        | Shape::Definitions
        | Shape::SchemasByPattern
        | Shape::Dependencies => (true, ""),
    };
    if fits { None } else { mistake_at(node, expected) }
}

/// A value in a message: what it is, and itself where that is short.
pub(super) fn shown(node: &Node) -> String {
    match &node.value {
        Value::String(text) => format!("the string `{text}`"),
        Value::Number(text) => format!("the number `{text}`"),
        Value::Bool(value) => format!("`{value}`"),
        Value::Null | Value::Array(_) | Value::Object(_) => kind(&node.value).to_owned(),
    }
}

fn address(node: &Node) -> Option<Mistake<'_>> {
    let Some(text) = node.as_str() else { return mistake_at(node, "a URI in a string") };
    let has_fragment = !uri::split_fragment(text).1.is_empty();
    has_fragment.then(|| Mistake {
        node,
        expected: "a URI without a fragment".to_owned(),
        help: Some("since draft 2019-09 the name after `#` stands in `$anchor`"),
    })
}

fn is_anchor(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

fn strings(node: &Node, least: usize) -> Option<Mistake<'_>> {
    let Value::Array(elements) = &node.value else {
        return mistake_at(node, "an array of strings");
    };
    if elements.len() < least {
        return mistake_at(node, "an array of at least one string");
    }
    let mut seen = HashSet::new();
    elements.iter().find_map(|element| match element.as_str() {
        None => mistake_at(element, "an array of strings"),
        Some(text) if !seen.insert(text) => mistake_at(element, "an array that says it once"),
        Some(_) => None,
    })
}

fn types(node: &Node) -> Option<Mistake<'_>> {
    let expected = || format!("one of {}", TYPES.map(|name| format!("`{name}`")).join(", "));
    let one = |node| match Node::as_str(node) {
        Some(name) if TYPES.contains(&name) => None,
        Some(name) => Some(Mistake { node, expected: expected(), help: meant(name) }),
        None => Some(Mistake { node, expected: expected(), help: None }),
    };
    let Value::Array(elements) = &node.value else { return one(node) };
    if elements.is_empty() {
        return mistake_at(node, "an array of at least one type");
    }
    let mut seen = HashSet::new();
    elements.iter().find_map(|element| {
        let repeated = element.as_str().is_some_and(|name| !seen.insert(name));
        one(element)
            .or_else(|| repeated.then(|| mistake_at(element, "a list that says it once")).flatten())
    })
}

/// What people write who think of another language.
fn meant(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "int" | "long" | "int32" | "int64" => Some("did you mean `integer`?"),
        "float" | "double" | "decimal" => Some("did you mean `number`?"),
        "bool" => Some("did you mean `boolean`?"),
        "text" | "str" | "date" | "uuid" => Some("did you mean `string`, perhaps with a `format`?"),
        "list" | "tuple" => Some("did you mean `array`?"),
        "map" | "record" | "struct" | "dict" => Some("did you mean `object`?"),
        "any" => Some("leave `type` out to allow any value"),
        "nil" | "none" => Some("did you mean `null`?"),
        _ => None,
    }
}

/// Above zero: no sign, and a digit that counts before the exponent.
fn is_positive(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    !number.starts_with('-') && mantissa.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

/// Whole and not negative, however it is spelled: `3`, `3.0`, `30e-1`.
fn is_count(number: &str) -> bool {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit);
    if !digits.clone().any(|digit| digit != b'0') {
        return digits.count() > 0;
    }
    // Digits that count stand left of the point once the exponent has moved it.
    let last = digits.enumerate().filter(|(_, digit)| *digit != b'0').map(|(at, _)| at).last();
    let needed = last.unwrap_or(0) as i64 + 1 - whole.len() as i64;
    let shift = exponent.trim_start_matches('+').parse::<i64>();
    let moved = shift.unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    !number.starts_with('-') && moved >= needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged_by_value_not_by_spelling() {
        for count in [
            "0",
            "3",
            "3.0",
            "30e-1",
            "0.3e1",
            "1e9",
            "-0",
            "0.0",
            "0e-5",
            "1E+2",
            "12.50e2",
            "9e99999999999999999999",
        ] {
            assert!(is_count(count), "{count}");
        }
        for other in
            ["-1", "3.5", "35e-1", "0.3", "1e-99999999999999999999", "NaN", "Infinity", "12.505e2"]
        {
            assert!(!is_count(other), "{other}");
        }
        for positive in ["1", "0.01", "1e-9", "10"] {
            assert!(is_positive(positive), "{positive}");
        }
        for other in ["0", "-1", "0.0", "0e5", "NaN"] {
            assert!(!is_positive(other), "{other}");
        }
    }
}
