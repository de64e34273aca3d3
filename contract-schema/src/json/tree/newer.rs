//! Drafts 2019-09 and 2020-12 as `json-sKema` reads them and Confluent's registry translates what it read.

use super::facets::{names, number};
use super::load::Loader;
use super::older::type_names;
use super::{Combined, Criterion, Kind, Members, NodeId};
use crate::json::documents::Place;
use crate::json_text::{Node, Value};

const ARRAY: [&str; 7] =
    ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"];
const OBJECT: [&str; 8] = [
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
];
const NUMBER: [&str; 5] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const STRING: [&str; 3] = ["minLength", "maxLength", "pattern"];

impl<'s> Loader<'_, 's> {
    /// What an object demands: keywords of one family are one part, any other keyword is a part of its own.
    pub(super) fn newer(&mut self, place: Place<'s>) -> Vec<Kind<'s>> {
        let schema = place.node();
        let mut parts = Vec::new();
        if let Some(reference) = schema.get("$ref").and_then(Node::as_str) {
            parts.push(self.reference(place, reference));
        }
        if let Some(list) = schema.get("enum") {
            let values = list.elements().iter();
            let mut values: Vec<_> = values.map(|value| self.forest.paints.value(value)).collect();
            values.sort_unstable();
            values.dedup();
            parts.push(Kind::Enum(values));
        }
        if let Some(value) = schema.get("const") {
            parts.push(Kind::Const(self.forest.paints.value(value)));
        }
        parts.extend(self.combinations(place));
        parts.extend(self.single(place, "not").map(Kind::Not));
        if schema.get("if").is_some() {
            parts.push(self.conditional(schema));
        }
        let types = type_names(schema);
        let is_list = matches!(schema.get("type"), Some(Node { value: Value::Array(_), .. }));
        let mut typed = Vec::new();
        for name in &types {
            typed.extend(self.newer_type(place, name));
        }
        if is_list {
            let members: Vec<NodeId> =
                typed.into_iter().map(|kind| self.bare(kind, place)).collect();
            let criterion = Criterion::Any;
            parts.push(Kind::Combined(Combined { criterion, members, is_generated: true }));
        } else {
            parts.extend(typed);
        }
        self.untyped(place, &types, &mut parts);
        parts
    }

    fn newer_type(&mut self, place: Place<'s>, name: &str) -> Option<Kind<'s>> {
        match name {
            "string" => Some(Kind::String(self.text(place.node()))),
            "integer" => Some(Kind::Number(self.numbers(place.node(), true))),
            "number" => Some(Kind::Number(self.numbers(place.node(), false))),
            "boolean" => Some(Kind::Boolean),
            "null" => Some(Kind::Null),
            "array" => Some(self.newer_array(place)),
            "object" => Some(self.newer_object(place)),
            _ => None,
        }
    }

    /// The families whose type is not named.
    fn untyped(&mut self, place: Place<'s>, types: &[&str], parts: &mut Vec<Kind<'s>>) {
        let schema = place.node();
        let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
        let lacks = |names: &[&str]| !types.iter().any(|name| names.contains(name));
        let maps = ["properties", "patternProperties"];
        // An empty map leaves no trace.
        let describes =
            maps.iter().any(|key| schema.get(key).is_some_and(|map| !map.members().is_empty()));
        if has(&ARRAY) && lacks(&["array"]) {
            parts.push(self.newer_array(place));
        }
        if (describes || has(&OBJECT)) && lacks(&["object"]) {
            parts.push(self.newer_object(place));
        }
        if has(&NUMBER) && lacks(&["integer", "number"]) {
            parts.push(Kind::Number(self.numbers(schema, false)));
        }
        if has(&STRING) && lacks(&["string"]) {
            parts.push(Kind::String(self.text(schema)));
        }
    }

    fn newer_array(&mut self, place: Place<'s>) -> Kind<'s> {
        let schema = place.node();
        let mut items = self.plain_items(schema);
        match schema.get("items").map(|items| &items.value) {
            // Refused upstream, in 2019-09 too; read as the tuple that it is.
            Some(Value::Array(_)) => {
                items.tuple = self.listed(place, "items");
                (items.allows_more, items.more) = self.rest(place, "additionalItems");
            }
            Some(Value::Object(_)) if schema.get("prefixItems").is_none() => {
                items.all = self.single(place, "items");
            }
            _ => {
                items.tuple = self.listed(place, "prefixItems");
                (items.allows_more, items.more) = self.rest(place, "items");
            }
        }
        items.unevaluated = self.single(place, "unevaluatedItems");
        if schema.get("contains").is_some() {
            items.min_contains = Some(number(schema, "minContains").unwrap_or(1.0));
            items.max_contains = number(schema, "maxContains");
        }
        Kind::Array(Box::new(items))
    }

    fn newer_object(&mut self, place: Place<'s>) -> Kind<'s> {
        let dependent = place.node().get("dependentRequired").map(Node::members);
        let dependent = dependent.unwrap_or_default().iter();
        let dependent_names = dependent
            .map(|member| (&*member.key, names(&member.value)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        let dependent_schemas = self.named(place, "dependentSchemas");
        let unevaluated = self.single(place, "unevaluatedProperties");
        let plain = self.plain_members(place);
        Kind::Object(Box::new(Members { dependent_names, dependent_schemas, unevaluated, ..plain }))
    }
}
