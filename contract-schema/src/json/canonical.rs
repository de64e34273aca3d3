//! Canonical text: compact, members in their order, numbers exact; normalized: keys sorted everywhere.

mod number;

use super::model::JsonSchema;
use crate::json_text::{self, Member, Node, Value, write_string};
use std::collections::HashMap;

impl JsonSchema {
    /// Compact text with members in the order of the schema: what Confluent's registry stores and hashes.
    pub fn canonical_text(&self) -> String {
        if !self.repeats_keys {
            return compact(self.root());
        }
        // Jackson keeps the place of the first and the value of the last, and this tree only has the last.
        let parsed = json_text::parse_with_non_numbers(self.text(), json_text::MAX_DEPTH);
        let mut root = parsed.unwrap_or_else(|_| self.root().clone());
        keep_first_place(&mut root);
        compact(&root)
    }

    /// Compact text with keys sorted at every depth, by UTF-16 unit as Java's sorted maps do.
    pub fn normalized_text(&self) -> String {
        let mut out = String::with_capacity(self.text().len());
        write_sorted(&mut out, self.root());
        out
    }

    /// Whether the two are the same text but for layout; the registry compares references.
    pub fn is_equivalent(&self, other: &JsonSchema) -> bool {
        self.canonical_text() == other.canonical_text()
    }
}

fn compact(node: &Node) -> String {
    let mut out = String::new();
    json_text::write_value(&mut out, node, &number::canonical);
    out
}

fn keep_first_place(node: &mut Node) {
    match &mut node.value {
        Value::Object(members) => {
            let mut kept: Vec<Member> = Vec::with_capacity(members.len());
            let mut places: HashMap<Box<str>, usize> = HashMap::new();
            for mut member in std::mem::take(members) {
                keep_first_place(&mut member.value);
                match places.get(&member.key) {
                    Some(place) => kept[*place] = member,
                    None => {
                        places.insert(member.key.clone(), kept.len());
                        kept.push(member);
                    }
                }
            }
            *members = kept;
        }
        Value::Array(elements) => elements.iter_mut().for_each(keep_first_place),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn write_sorted(out: &mut String, node: &Node) {
    match &node.value {
        Value::Object(members) => {
            let mut members: Vec<&Member> = members.iter().collect();
            members.sort_by(|a, b| a.key.encode_utf16().cmp(b.key.encode_utf16()));
            out.push('{');
            for (index, member) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, &member.key);
                out.push(':');
                write_sorted(out, &member.value);
            }
            out.push('}');
        }
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_sorted(out, element);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            json_text::write_value(out, node, &number::canonical);
        }
    }
}
