//! Which members of a value other keywords have looked at: what `unevaluatedProperties` and `unevaluatedItems` leave out.

use super::value::Value;
use std::collections::BTreeSet;

/// What was looked at in one value.
#[derive(Debug, Default, Clone)]
pub(super) struct Seen<'v> {
    names: BTreeSet<&'v str>,
    elements: BTreeSet<usize>,
}

impl<'v> Seen<'v> {
    pub(super) fn name(&mut self, name: &'v str) {
        self.names.insert(name);
    }

    pub(super) fn element(&mut self, index: usize) {
        self.elements.insert(index);
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(super) fn has_element(&self, index: usize) -> bool {
        self.elements.contains(&index)
    }

    pub(super) fn add(&mut self, other: Seen<'v>) {
        self.names.extend(other.names);
        self.elements.extend(other.elements);
    }

    /// Everything in the value.
    pub(super) fn all(&mut self, value: &'v Value) {
        match value {
            Value::Array(list) => self.elements.extend(0..list.len()),
            Value::Object(map) => self.names.extend(map.keys().map(String::as_str)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
