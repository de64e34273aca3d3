//! Attribute and default values in the form in which they are printed.

use super::number::{double_in_text, java_number};
use crate::avro::model::Kind;
use crate::json_text::{Member, Node, Value, write_value};
use std::collections::{HashMap, HashSet};

/// Whether an object in the value has a key twice.
pub(super) fn has_repeats(node: &Node) -> bool {
    let mut seen = HashSet::new();
    node.elements().iter().any(has_repeats)
        || node
            .members()
            .iter()
            .any(|member| !seen.insert(&member.key) || has_repeats(&member.value))
}

/// The value as Jackson reads it: of repeated keys the last value in the place of the first; sorted on demand.
pub(super) fn merged(node: &Node, sort: bool) -> Node {
    let value = match &node.value {
        Value::Array(elements) => {
            Value::Array(elements.iter().map(|element| merged(element, sort)).collect())
        }
        Value::Object(members) => {
            let mut places: HashMap<&str, usize> = HashMap::new();
            let mut kept: Vec<Member> = Vec::new();
            for member in members {
                let value = merged(&member.value, sort);
                match places.get(&*member.key) {
                    Some(place) => kept[*place].value = value,
                    None => {
                        places.insert(&member.key, kept.len());
                        let (key, key_span) = (member.key.clone(), member.key_span);
                        kept.push(Member { key, key_span, value });
                    }
                }
            }
            if sort {
                kept.sort_by(|a, b| a.key.cmp(&b.key));
            }
            Value::Object(kept)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => node.value.clone(),
    };
    Node { value, span: node.span }
}

/// The value as it is printed, whatever the order of its members.
pub(in crate::avro) fn printed(node: &Node) -> String {
    let mut text = String::new();
    write_value(&mut text, &merged(node, true), &java_number);
    text
}

/// A text that is the same for two defaults of a field of this type if they are one value, however they are spelled:
/// numbers in text, order of members, repeated members.
pub(in crate::avro) fn comparable(kind: &Kind, default: &Node) -> String {
    let is_floating = matches!(kind, Kind::Float | Kind::Double);
    if let (true, Value::Number(text) | Value::String(text)) = (is_floating, &default.value)
        && let Some(double) = double_in_text(text)
    {
        return if &**text == "-0" { "0.0".to_owned() } else { format!("{double:?}") };
    }
    let spelled = |number: &str| match (number, number.parse::<f64>()) {
        // Jackson reads it as a whole number.
        ("-0", _) => "0".to_owned(),
        (_, Ok(double)) if number.parse::<i64>().is_err() && double.is_finite() => {
            double.to_string()
        }
        (_, Ok(double)) if !double.is_finite() => java_number(number),
        _ => number.to_owned(),
    };
    let mut text = String::new();
    write_value(&mut text, &merged(default, true), &spelled);
    text
}
