//! Attribute and default values in the form in which they are printed.

use crate::json_text::{Member, Node, Value};
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
