//! What the random records of the resolution tests lack: all logical types, names that are hard on a compiler,
//! namespaces, documentation, constraints.

use crate::random::Dice;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A schema that can be compiled, and where its type is found.
pub(crate) struct Event {
    pub(crate) text: Json,
    pub(crate) path: String,
}

/// Logical types, all that Avro 1.12 has; `#` stands for a new name.
const LOGICALS: [&str; 14] = [
    r##"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"##,
    r##"{"type":"bytes","logicalType":"decimal","precision":20}"##,
    r##"{"type":"fixed","name":"#","size":5,"logicalType":"decimal","precision":11,"scale":3}"##,
    r##"{"type":"string","logicalType":"uuid"}"##,
    r##"{"type":"fixed","name":"#","size":16,"logicalType":"uuid"}"##,
    r##"{"type":"int","logicalType":"date"}"##,
    r##"{"type":"int","logicalType":"time-millis"}"##,
    r##"{"type":"long","logicalType":"time-micros"}"##,
    r##"{"type":"long","logicalType":"timestamp-millis"}"##,
    r##"{"type":"long","logicalType":"timestamp-nanos"}"##,
    r##"{"type":"long","logicalType":"local-timestamp-millis"}"##,
    r##"{"type":"long","logicalType":"local-timestamp-micros"}"##,
    r##"{"type":"long","logicalType":"local-timestamp-nanos"}"##,
    r##"{"type":"fixed","name":"#","size":12,"logicalType":"duration"}"##,
];

/// Keywords, names of the prelude, and words of the generated code.
const FIELDS: [&str; 28] = [
    "type",
    "self",
    "match",
    "async",
    "fn",
    "_1",
    "crate",
    "Option",
    "None",
    "value",
    "reader",
    "out",
    "found",
    "at",
    "now",
    "index",
    "fields",
    "serializer",
    "field0",
    "generator",
    "dyn",
    "super",
    "branch",
    "item",
    "payload",
    "gen",
    "try",
    "map",
];
const TYPES: [&str; 12] = [
    "String",
    "Vec",
    "Option",
    "Box",
    "Result",
    "Some",
    "Serialize",
    "Fields",
    "Default",
    "Self",
    "Record",
    "Bytes",
];
const SPACES: [&str; 5] = ["std", "core.option", "self.type", "serde", "contract_runtime"];

/// The record as an event in a namespace of its own.
pub(crate) fn event(number: usize, record: &Json, dice: &mut Dice) -> Event {
    let mut text = record.clone();
    let mut dress = Dress { dice, names: BTreeSet::new(), count: 0 };
    dress.ty(&mut text);
    let name = text["name"].as_str().unwrap_or_default().to_owned();
    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
    text["name"] = Json::from(name.clone());
    text["namespace"] = Json::from(format!("n{number}"));
    text["contract"] = json!({"event": format!("loop.n{number}"), "class": "operational"});
    let path = format!("n{number}.{name}");
    dress_next(&mut text, &path);
    if let Some(fields) = text["fields"].as_array_mut() {
        fields.insert(0, json!({"name": "eventId", "type": "string"}));
        fields.insert(1, json!({"name": "correlationId", "type": "string"}));
    }
    // As the compiler calls it.
    let rust = if name == "Self" { "Self_" } else { &name };
    Event { path: format!("n{number}::{rust}"), text }
}

/// A record refers to itself by its whole name; those without a namespace of their own have that of the record around.
fn dress_next(ty: &mut Json, path: &str) {
    let space = path.rsplit_once('.').map_or("", |(space, _)| space).to_owned();
    match ty {
        Json::Array(all) => all.iter_mut().for_each(|one| dress_below(one, &space)),
        Json::Object(_) => {
            for field in ty.get_mut("fields").and_then(Json::as_array_mut).into_iter().flatten() {
                match field["name"] == "next" {
                    true => field["type"][1] = Json::from(path),
                    false => dress_below(&mut field["type"], &space),
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn dress_below(ty: &mut Json, space: &str) {
    match ty {
        Json::Array(all) => all.iter_mut().for_each(|one| dress_below(one, space)),
        Json::Object(members) => {
            for part in ["items", "values"] {
                members.get_mut(part).into_iter().for_each(|inner| dress_below(inner, space));
            }
            let name = members.get("name").and_then(Json::as_str).unwrap_or_default();
            let path = if name.contains('.') { name.to_owned() } else { format!("{space}.{name}") };
            dress_next(ty, &path);
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

struct Dress<'a> {
    dice: &'a mut Dice,
    /// In lower case: names that differ in nothing else are one in Rust.
    names: BTreeSet<String>,
    count: usize,
}

impl Dress<'_> {
    fn ty(&mut self, ty: &mut Json) {
        match ty {
            Json::Array(branches) => {
                // A logical type says nothing to a union that has its type already.
                branches
                    .iter_mut()
                    .filter(|branch| branch.is_object())
                    .for_each(|one| self.ty(one));
            }
            Json::String(word) => {
                // `next` names a record; it gets its name in the end.
                if crate::random::PRIMITIVES.contains(&word.as_str()) && self.dice.one_in(4) {
                    *ty = self.logical();
                }
            }
            Json::Object(_) => self.object(ty),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn logical(&mut self) -> Json {
        let text = LOGICALS[self.dice.below(LOGICALS.len())];
        self.count += 1;
        let text = text.replace('#', &format!("L{}", self.count));
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn object(&mut self, ty: &mut Json) {
        if ty.get("logicalType").is_some() {
            return;
        }
        if ty["name"].is_string() {
            self.name(ty);
        }
        for part in ["items", "values"] {
            if let Some(inner) = ty.get_mut(part) {
                self.ty(inner);
            }
        }
        if ty["type"] != "record" {
            return;
        }
        let mut taken = BTreeSet::from(["eventid".to_owned(), "correlationid".to_owned()]);
        for field in ty["fields"].as_array_mut().into_iter().flatten() {
            if field["name"] != "next" && self.dice.one_in(3) {
                let name = FIELDS[self.dice.below(FIELDS.len())];
                if taken.insert(name.to_lowercase()) {
                    field["aliases"] = json!([field["name"]]);
                    field["name"] = Json::from(name);
                }
            }
            let before = field["type"].clone();
            self.ty(&mut field["type"]);
            if field["type"] != before
                && let Some(field) = field.as_object_mut()
            {
                // It was one of the type that stood here.
                field.remove("default");
            }
            if self.dice.one_in(3) {
                field["doc"] =
                    Json::from("What it is: \"quoted\" \\ and */ \u{fc}.\nA second line.");
            }
            self.constrain(field);
        }
    }

    /// Another name or namespace.
    fn name(&mut self, ty: &mut Json) {
        let old = ty["name"].as_str().unwrap_or_default().to_owned();
        let mut name = old.clone();
        if self.dice.one_in(3) {
            name = TYPES[self.dice.below(TYPES.len())].to_owned();
        }
        if !self.names.insert(name.to_lowercase()) {
            name = old.clone();
        }
        if self.dice.one_in(4) {
            name = format!("{}.{name}", SPACES[self.dice.below(SPACES.len())]);
        }
        ty["name"] = Json::from(name);
        if ty["type"] == "enum" && self.dice.one_in(2) {
            ty["symbols"] = json!(["S0", "self", "Ok", "fn", "type"]);
        }
    }

    fn constrain(&mut self, field: &mut Json) {
        if !self.dice.one_in(2) {
            return;
        }
        let mut ty = &field["type"];
        match ty.as_array().map(Vec::as_slice) {
            Some([one, other]) if *one == "null" => ty = other,
            Some([one, other]) if *other == "null" => ty = one,
            _ => {}
        }
        let few = self.dice.below(4);
        let rules = match ty.as_str().or(ty["type"].as_str()) {
            _ if ty.get("logicalType").is_some() || ty.is_array() => return,
            // Of a union of one type nothing can be said.
            _ if field["type"].as_array().is_some_and(|all| all.len() == 1) => return,
            Some("string") => match few {
                0 => json!({"string": {"min_len": 1, "max_len": 3}}),
                1 => json!({"string": {"pattern": "^[aü]*$"}}),
                2 => json!({"string": {"not_in": ["", "a"]}}),
                _ => json!({"string": {"prefix": "ü"}}),
            },
            Some("int") => json!({"int32": {"gt": -100_000, "lte": 1_000_000_000}}),
            Some("long") => json!({"int64": {"gte": -100_000, "lt": 1_000_000_000_000i64}}),
            Some("double") => json!({"double": {"gt": -1.5, "finite": true}}),
            Some("float") => json!({"float": {"lte": 1000.25}}),
            Some("boolean") => json!({"bool": {"const": true}}),
            Some("bytes") => json!({"bytes": {"min_len": 1, "max_len": 4}}),
            Some("array") => match few {
                0 => json!({"repeated": {"min_items": 1}}),
                _ => json!({"repeated": {"max_items": 2}}),
            },
            Some("map") => json!({"map": {"max_pairs": 2}}),
            Some("enum") => json!({"enum": {"not_in": ["S0"]}}),
            _ => return,
        };
        field["validate"] = rules;
        // A default may not break the rules; and records above may have one for the whole.
        if let Some(field) = field.as_object_mut() {
            field.remove("default");
        }
    }
}
