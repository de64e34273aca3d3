//! Drafts 4, 6 and 7 as the library `everit-json-schema` loads them.

use super::facets::names;
use super::load::Loader;
use super::{Combined, Criterion, Items, Kind, Members, NodeId};
use crate::json::Draft;
use crate::json::documents::Place;
use crate::json_text::{Node, Value};

const ARRAY: [&str; 5] = ["items", "additionalItems", "minItems", "maxItems", "uniqueItems"];
const OBJECT: [&str; 7] = [
    "properties",
    "required",
    "minProperties",
    "maxProperties",
    "dependencies",
    "patternProperties",
    "additionalProperties",
];
const NUMBER: [&str; 5] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
/// `format` demands nothing that is compared, but makes a string of a schema all the same.
const STRING: [&str; 4] = ["minLength", "maxLength", "pattern", "format"];
const CONDITIONAL: [&str; 3] = ["if", "then", "else"];

impl<'s> Loader<'_, 's> {
    /// What an object demands, one part a keyword family.
    pub(super) fn older(&mut self, place: Place<'s>) -> Vec<Kind<'s>> {
        let schema = place.node();
        if let Some(reference) = schema.get("$ref").and_then(Node::as_str) {
            return vec![self.reference(place, reference)];
        }
        let mut parts = Vec::new();
        if let Some(list) = schema.get("enum") {
            let values = list.elements().iter();
            let mut values: Vec<_> = values.map(|value| self.forest.paints.value(value)).collect();
            values.sort_unstable();
            values.dedup();
            parts.push(Kind::Enum(values));
        }
        parts.extend(self.combinations(place));
        parts.extend(self.single(place, "not").map(Kind::Not));
        if let Some(value) = schema.get("const").filter(|_| self.draft >= Draft::Six) {
            parts.push(Kind::Const(self.forest.paints.value(value)));
        }
        let typed = self.typed(place);
        let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
        let since_six = self.draft >= Draft::Six;
        let (array, object) = (
            has(&ARRAY) || since_six && has(&["contains"]),
            has(&OBJECT) || since_six && has(&["propertyNames"]),
        );
        let types = type_names(schema);
        let lacks = |names: &[&str]| !types.iter().any(|name| names.contains(name));
        parts.extend(typed);
        if array && lacks(&["array"]) {
            parts.push(self.older_array(place));
        }
        if object && lacks(&["object"]) {
            parts.push(self.older_object(place));
        }
        if has(&NUMBER) && lacks(&["integer", "number"]) {
            parts.push(Kind::Number(self.numbers(schema, false)));
        }
        if has(&STRING) && lacks(&["string"]) {
            parts.push(Kind::String(self.text(schema)));
        }
        if self.draft >= Draft::Seven && has(&CONDITIONAL) {
            parts.push(self.conditional(schema));
        }
        parts
    }

    /// What `type` says: a list is an `anyOf` of types with their keywords.
    fn typed(&mut self, place: Place<'s>) -> Option<Kind<'s>> {
        let schema = place.node();
        let types = type_names(schema);
        match schema.get("type")?.value {
            Value::Array(_) => {
                let of = |name: &&str| Some((self.older_type(place, name)?, place));
                let kinds: Vec<_> = types.iter().filter_map(of).collect();
                let members: Vec<NodeId> =
                    kinds.into_iter().map(|(kind, place)| self.bare(kind, place)).collect();
                let criterion = Criterion::Any;
                Some(Kind::Combined(Combined { criterion, members, is_generated: true }))
            }
            _ => self.older_type(place, types.first()?),
        }
    }

    fn older_type(&mut self, place: Place<'s>, name: &str) -> Option<Kind<'s>> {
        match name {
            "string" => Some(Kind::String(self.text(place.node()))),
            "integer" => Some(Kind::Number(self.numbers(place.node(), true))),
            "number" => Some(Kind::Number(self.numbers(place.node(), false))),
            "boolean" => Some(Kind::Boolean),
            "null" => Some(Kind::Null),
            "array" => Some(self.older_array(place)),
            "object" => Some(self.older_object(place)),
            _ => None,
        }
    }

    fn older_array(&mut self, place: Place<'s>) -> Kind<'s> {
        let schema = place.node();
        let (all, tuple) = match schema.get("items").map(|items| &items.value) {
            Some(Value::Array(_)) => (None, self.listed(place, "items")),
            _ => (self.single(place, "items"), Vec::new()),
        };
        let (allows_more, more) = self.rest(place, "additionalItems");
        // Beside one schema for all items there are no further ones.
        let allows_more = allows_more || all.is_some();
        Kind::Array(Box::new(Items { all, tuple, allows_more, more, ..self.plain_items(schema) }))
    }

    fn older_object(&mut self, place: Place<'s>) -> Kind<'s> {
        let mut dependent_names = Vec::new();
        let mut dependent_schemas = Vec::new();
        let dependencies = place.node().get("dependencies").map(Node::members).unwrap_or_default();
        for member in dependencies {
            match &member.value.value {
                Value::Array(list) if list.is_empty() => {}
                Value::Array(_) => dependent_names.push((&*member.key, names(&member.value))),
                Value::Object(_) | Value::Bool(_) => {
                    dependent_schemas.push((&*member.key, self.load(place.child(&member.value))));
                }
                Value::Null | Value::Number(_) | Value::String(_) => {}
            }
        }
        let plain = self.plain_members(place);
        Kind::Object(Box::new(Members { dependent_names, dependent_schemas, ..plain }))
    }
}

/// The names under `type`, each once.
pub(super) fn type_names(schema: &Node) -> Vec<&str> {
    let Some(types) = schema.get("type") else { return Vec::new() };
    let mut names: Vec<&str> = types.as_str().into_iter().collect();
    for name in types.elements().iter().filter_map(Node::as_str) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
