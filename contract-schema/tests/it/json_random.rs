//! The `jsonschema` crate as the judge of verdicts: where a reader is said to accept all that a writer allows, no
//! instance may be valid for the writer and invalid for the reader.
//!
//! Only what Confluent's registry compares is generated: no untyped keywords, no `required` names that `properties`
//! does not list or leaves empty, no defaults, patterns, overlapping `oneOf` or large numbers; under 2020-12 no branch
//! of several families. The seed is fixed and printed; `SEED=… cargo test -p contract-schema --test it json_random` draws others.

use contract_schema::compat::{Policy, Safety, Terms};
use contract_schema::json::{JsonSchema, can_read};
use contract_schema::{Format, Level, ParseOptions, Schema};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

struct Dice(u64);

impl Dice {
    fn new(salt: u64) -> Dice {
        let seed = match std::env::var("SEED") {
            Ok(seed) => seed.parse::<u64>().unwrap(),
            Err(_) => 1,
        };
        eprintln!("SEED={seed}");
        Dice((seed ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const WORDS: [&str; 4] = ["", "x", "xy", "xyz"];

pub(crate) struct Source {
    dice: Dice,
    /// 2020-12 instead of draft 7.
    is_newer: bool,
    /// Also what Confluent's registry does not compare, or compares wrongly.
    is_rich: bool,
}

/// How many cases a test runs: so many, or what `JSON_CASES` says.
pub(crate) fn cases(few: usize) -> usize {
    std::env::var("JSON_CASES").map_or(few, |count| count.parse().unwrap())
}

impl Source {
    pub(crate) fn new(salt: u64, is_newer: bool) -> Source {
        Source { dice: Dice::new(salt), is_newer, is_rich: true }
    }

    /// A schema and a changed one.
    pub(crate) fn pair(&mut self) -> (Value, Value) {
        let old = self.schema(3);
        let new = self.changed(&old, 3);
        let (old, new) = (self.root(old), self.root(new));
        if self.dice.one_in(2) { (old, new) } else { (new, old) }
    }

    /// So many schemas, each the one before with something else somewhere.
    pub(crate) fn line(&mut self, count: usize) -> Vec<Value> {
        let mut last = self.schema(3);
        let mut versions = vec![self.root(last.clone())];
        for _ in 1..count {
            if self.dice.one_in(2) {
                last = self.changed(&last, 3);
            }
            versions.push(self.root(last.clone()));
        }
        versions
    }

    /// An object without combinations above references to itself, and a property with a default.
    pub(crate) fn object_and_property(&mut self) -> (Value, Value) {
        let object = loop {
            let object = self.object(3);
            let text = object.to_string();
            let words = [
                "not",
                "oneOf",
                "anyOf",
                "allOf",
                "if",
                "enum",
                "contains",
                "propertyNames",
                "patternProperties",
                "unevaluatedProperties",
                "maxProperties",
                "dependencies",
                "additionalProperties",
            ];
            let combines = words.iter().any(|word| text.contains(&format!("\"{word}\"")));
            let is_limited = ["maxProperties", "enum", "dependencies"]
                .iter()
                .any(|word| object.get(word).is_some());
            if !(is_limited || combines && text.contains("$ref")) {
                break object;
            }
        };
        let property = match self.dice.below(4) {
            0 => json!({"type": "string", "default": "x"}),
            1 => json!({"type": "integer", "minimum": 0, "default": 7}),
            2 => json!({"type": "array", "items": {"type": "boolean"}, "default": []}),
            _ => json!({"type": "object", "properties": {"a": {"type": "string"}}, "default": {}}),
        };
        (self.root(object), property)
    }

    /// A value that has a chance to be valid for a schema.
    pub(crate) fn value_of(&mut self, schema: &Value) -> Value {
        self.instance(schema, schema, 5)
    }

    fn scalar(&mut self) -> Value {
        match self.dice.below(5) {
            0 => Value::Null,
            1 => json!(self.dice.one_in(2)),
            2 => json!(self.dice.below(8)),
            3 => json!(self.dice.below(8) as f64 + 0.5),
            _ => json!(self.dice.pick(&WORDS)),
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        if self.is_rich && depth > 0 && self.dice.one_in(4) {
            return self.rich(depth - 1);
        }
        match self.dice.below(if depth == 0 { 8 } else { 14 }) {
            0 => json!({}),
            1 => json!(self.dice.one_in(2)),
            2 | 3 => self.limited("string", &["minLength", "maxLength"]),
            4 | 5 => {
                let ty = if self.dice.one_in(2) { "integer" } else { "number" };
                self.limited(
                    ty,
                    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
                )
            }
            6 => json!({"enum": [self.scalar(), self.scalar()]}),
            7 => json!({"const": self.scalar()}),
            8 | 9 => self.object(depth),
            10 => self.array(depth),
            11 => json!({"not": self.schema(depth - 1)}),
            12 => self.combined(depth),
            _ => json!({"type": ["string", "null", "integer"], "minLength": self.dice.below(3)}),
        }
    }

    /// What the standard comparison does not look at.
    fn rich(&mut self, depth: usize) -> Value {
        let inner = self.schema(depth);
        match self.dice.below(12) {
            0 => json!({"type": "object", "patternProperties": {"^[ab]": inner}}),
            1 => {
                json!({"type": "object", "patternProperties": {"^[ab]": inner, "c": self.schema(depth)},
                "additionalProperties": self.dice.one_in(2)})
            }
            2 => json!({"type": "object", "propertyNames": {"maxLength": self.dice.below(3)}}),
            3 => {
                json!({"type": "object", "propertyNames": {"enum": ["a", "b", *self.dice.pick(&NAMES)]},
                "required": [*self.dice.pick(&NAMES)]})
            }
            4 => json!({"type": "array", "contains": inner}),
            5 => json!({"if": inner, "then": self.schema(depth), "else": self.schema(depth)}),
            6 => json!({"if": inner, "then": self.schema(depth)}),
            7 => {
                let members = 1 + self.dice.below(3);
                json!({"oneOf": (0..members).map(|_| self.schema(depth)).collect::<Vec<_>>()})
            }
            8 => {
                // `uuid` is of the newer drafts; the library does not look at it before.
                let formats = ["date", if self.is_newer { "uuid" } else { "ipv6" }, "ipv4"];
                json!({"type": "string", "format": *self.dice.pick(&formats)})
            }
            9 => {
                json!({"properties": {"a": inner}, "required": ["a", *self.dice.pick(&NAMES[1..])]})
            }
            10 if self.is_newer => {
                json!({"allOf": [inner], "properties": {"b": self.schema(depth)},
                "unevaluatedProperties": self.dice.one_in(3)})
            }
            10 => json!({"minLength": self.dice.below(3), "minimum": self.dice.below(5)}),
            _ => json!({"not": {"type": *self.dice.pick(&["string", "integer", "object"])}}),
        }
    }

    fn limited(&mut self, ty: &str, limits: &[&str]) -> Value {
        let mut schema = json!({"type": ty});
        for limit in limits {
            if self.dice.one_in(4) {
                schema[*limit] = json!(self.dice.below(6) + usize::from(*limit == "multipleOf"));
            }
        }
        if !self.is_newer && self.dice.one_in(8) {
            schema["enum"] = json!([self.scalar(), self.scalar(), self.scalar()]);
        }
        schema
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut schema = self.limited("object", &["minProperties", "maxProperties"]);
        let mut properties = Map::new();
        for name in NAMES {
            if self.dice.one_in(2) {
                properties.insert(name.to_owned(), self.schema(depth - 1));
            }
        }
        let is_proper = |schema: &Value| *schema != json!({}) && !schema.is_boolean();
        let listed = properties.iter().filter(|(_, schema)| is_proper(schema));
        let listed: Vec<String> = listed.map(|(name, _)| name.clone()).collect();
        let required: Vec<String> = listed.into_iter().filter(|_| self.dice.one_in(3)).collect();
        schema["properties"] = properties.into();
        schema["required"] = required.into();
        match self.dice.below(4) {
            0 => schema["additionalProperties"] = json!(false),
            1 => schema["additionalProperties"] = self.schema(depth - 1),
            _ => {}
        }
        if !self.is_newer && self.dice.one_in(5) {
            schema["dependencies"] = json!({"a": ["b"], "c": self.schema(depth - 1)});
        }
        if self.dice.one_in(6) {
            schema["properties"]["next"] = json!({"$ref": "#"});
        }
        schema
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut schema = self.limited("array", &["minItems", "maxItems"]);
        let (tuple, rest) =
            if self.is_newer { ("prefixItems", "items") } else { ("items", "additionalItems") };
        if self.dice.one_in(3) {
            schema["uniqueItems"] = json!(self.dice.one_in(2));
        }
        if self.dice.one_in(2) {
            schema["items"] = self.schema(depth - 1);
        } else {
            let items = 1 + self.dice.below(2);
            schema[tuple] = (0..items).map(|_| self.schema(depth - 1)).collect();
            match self.dice.below(3) {
                0 => schema[rest] = json!(false),
                1 => schema[rest] = self.schema(depth - 1),
                _ => {}
            }
        }
        schema
    }

    fn combined(&mut self, depth: usize) -> Value {
        let keyword = if self.dice.one_in(2) { "anyOf" } else { "allOf" };
        let members = 1 + self.dice.below(3);
        json!({keyword: (0..members).map(|_| self.schema(depth - 1)).collect::<Vec<_>>()})
    }

    /// The same schema with something else somewhere.
    fn changed(&mut self, schema: &Value, depth: usize) -> Value {
        let mut schema = schema.clone();
        if depth == 0 || self.dice.one_in(5) {
            return match self.dice.below(5) {
                0 => json!({"anyOf": [schema, self.schema(1)]}),
                1 => json!({"allOf": [schema]}),
                2 => self.schema(depth),
                _ => self.limit_changed(schema),
            };
        }
        let Value::Object(members) = &mut schema else { return self.schema(depth) };
        let keywords: Vec<String> = members.keys().cloned().collect();
        let Some(keyword) = (!keywords.is_empty()).then(|| self.dice.pick(&keywords).clone())
        else {
            return self.schema(depth);
        };
        match (&*keyword, &mut members[&keyword]) {
            ("properties", Value::Object(properties)) => {
                let name = *self.dice.pick(&NAMES);
                match properties.remove(name) {
                    Some(inner) if self.dice.one_in(2) => {
                        let inner = self.changed(&inner, depth - 1);
                        properties.insert(name.to_owned(), inner);
                    }
                    Some(_) => {}
                    None => drop(properties.insert(name.to_owned(), self.schema(depth - 1))),
                }
                let Some(listed) = members.get("required").and_then(Value::as_array) else {
                    return schema;
                };
                let kept = listed.iter().filter(|name| {
                    members["properties"]
                        .get(name.as_str().unwrap())
                        .is_some_and(|schema| *schema != json!({}) && !schema.is_boolean())
                });
                let kept: Value = kept.cloned().collect();
                members["required"] = kept;
            }
            ("required", Value::Array(names)) => drop(names.pop()),
            (
                "allOf" | "anyOf" | "oneOf" | "items" | "prefixItems" | "enum",
                Value::Array(list),
            ) => {
                let at = self.dice.below(list.len());
                if self.dice.one_in(4) && list.len() > 1 {
                    list.remove(at);
                } else if keyword == "enum" {
                    list.push(self.scalar());
                } else if self.dice.one_in(3) {
                    list.push(self.schema(depth - 1));
                } else {
                    list[at] = self.changed(&list[at].clone(), depth - 1);
                }
            }
            (
                "not"
                | "items"
                | "additionalItems"
                | "additionalProperties"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames",
                inner @ (Value::Object(_) | Value::Bool(_)),
            ) => {
                *inner = self.changed(&inner.clone(), depth - 1);
            }
            _ => return self.limit_changed(schema),
        }
        schema
    }

    fn limit_changed(&mut self, mut schema: Value) -> Value {
        let Value::Object(members) = &mut schema else { return schema };
        for (keyword, value) in members.iter_mut() {
            if let Some(number) = value.as_u64().filter(|_| keyword != "const") {
                *value = json!((number + 2).saturating_sub(self.dice.below(4) as u64).max(1));
            }
            if *value == "integer" && self.dice.one_in(2) {
                *value = json!("number");
            }
            if keyword == "enum" && self.dice.one_in(2) {
                value.as_array_mut().unwrap().push(json!("new"));
            }
        }
        schema
    }

    /// A value that has a chance to be valid.
    fn instance(&mut self, schema: &Value, root: &Value, depth: usize) -> Value {
        if depth == 0 || self.dice.one_in(10) {
            return self.scalar();
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            if let Some(members) = schema[keyword].as_array() {
                let member = self.dice.pick(members).clone();
                return self.instance(&member, root, depth - 1);
            }
        }
        if schema["$ref"].is_string() {
            return self.instance(root, root, depth - 1);
        }
        if let Some(values) = schema["enum"].as_array() {
            return self.dice.pick(values).clone();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        match schema["type"].as_str() {
            Some("object") => {
                let mut object = Map::new();
                for name in NAMES.into_iter().chain(["e", "next"]) {
                    let is_required = schema["required"]
                        .as_array()
                        .is_some_and(|names| names.contains(&json!(name)));
                    if is_required || self.dice.one_in(3) {
                        let inner = schema["properties"]
                            .get(name)
                            .unwrap_or(&schema["additionalProperties"]);
                        if inner.is_null() && name == "next" || *inner == json!(false) {
                            continue;
                        }
                        object.insert(
                            name.to_owned(),
                            self.instance(&inner.clone(), root, depth - 1),
                        );
                    }
                }
                object.into()
            }
            Some("array") => {
                let length = self.dice.below(4);
                let tuple = schema["prefixItems"].as_array().or(schema["items"].as_array());
                let tuple = tuple.cloned().unwrap_or_default();
                let rest = if schema["items"].is_array() { "additionalItems" } else { "items" };
                (0..length)
                    .map(|at| {
                        let inner = tuple.get(at).unwrap_or(&schema[rest]).clone();
                        self.instance(&inner, root, depth - 1)
                    })
                    .collect()
            }
            Some("string") => json!(self.dice.pick(&WORDS)),
            Some("integer" | "number") => json!(self.dice.below(12)),
            _ => self.scalar(),
        }
    }

    fn root(&self, mut schema: Value) -> Value {
        let Value::Object(members) = &mut schema else { return schema };
        let uri = if self.is_newer {
            "https://json-schema.org/draft/2020-12/schema"
        } else {
            "http://json-schema.org/draft-07/schema#"
        };
        members.insert("$schema".to_owned(), json!(uri));
        schema
    }
}

fn parse(schema: &Value) -> JsonSchema {
    JsonSchema::parse(&schema.to_string(), &[], ParseOptions::stored()).unwrap()
}

/// The library's judge, formats asserted.
pub(crate) fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

#[test]
fn what_a_reader_is_said_to_accept_it_accepts() {
    for is_newer in [false, true] {
        let mut source = Source { dice: Dice::new(u64::from(is_newer)), is_newer, is_rich: false };
        let (mut accepted, mut valid) = (0, 0);
        for _ in 0..3_000 {
            let old = source.schema(3);
            let new = source.changed(&old, 3);
            let (old, new) = (source.root(old), source.root(new));
            for (reader, writer) in [(&new, &old), (&old, &new)] {
                let (parsed_reader, parsed_writer) = (parse(reader), parse(writer));
                assert_eq!(can_read(&parsed_reader, &parsed_reader, Policy::Strict), []);
                if !can_read(&parsed_reader, &parsed_writer, Policy::Strict).is_empty() {
                    continue;
                }
                accepted += 1;
                let (reads, writes) = (validator(reader), validator(writer));
                for _ in 0..30 {
                    let instance = source.instance(writer, writer, 5);
                    if writes.is_valid(&instance) {
                        valid += 1;
                        assert!(
                            reads.is_valid(&instance),
                            "writer {writer}\nreader {reader}\ninstance {instance}"
                        );
                    }
                }
            }
        }
        assert!(accepted > 500 && valid > 2_000, "accepted {accepted}, valid {valid}");
        eprintln!("accepted {accepted}, valid {valid}");
    }
}

/// What the standard lets through though values break, by the rule of WIRE that says so.
const FALSE_YES: &[(&str, &str)] = &[
    ("json-type-not-promised", "a combination may narrow a type"),
    ("json-value-forbidden", "`false` is not weighed everywhere"),
    ("json-required-not-promised", "names in `required` that `properties` does not list"),
    ("json-format-not-promised", "`format` is not looked at"),
    ("json-content-not-promised", "`contentEncoding` and `contentMediaType` are not looked at"),
    ("json-number-narrowed", "bounds are compared as doubles"),
    ("json-keyword-narrowed", "keywords beside `connect.type` and in conditions are not compared"),
    ("json-contains-narrowed", "the schema under `contains` is not looked at"),
    ("json-pattern-properties-narrowed", "schemas under `patternProperties` are not compared"),
    ("json-property-names-narrowed", "`propertyNames` is not looked at"),
    ("json-condition-not-promised", "what is under `if`, `then` and `else` is not looked at"),
    ("json-branch-narrowed", "branches are taken apart into more branches"),
    ("json-one-of-overlaps", "`oneOf` is treated as `anyOf`"),
    ("json-reference-not-followed", "a reference that cannot be judged"),
    ("json-proof-beyond-limit", "a limit of the proof, not of the standard"),
];

#[test]
fn every_rule_beyond_the_standard_stands_for_a_false_yes() {
    let of_wire = contract_schema::rule::all()
        .filter(|rule| rule.format == Format::Json && rule.safety == Safety::Wire);
    let rules: BTreeSet<&str> = of_wire.map(|rule| rule.id).collect();
    assert_eq!(rules, FALSE_YES.iter().map(|row| row.0).collect());
}

/// Soundness of WIRE: where it is silent, no value that the writer takes is refused by the reader. At the standard
/// level the same values break under silence, and in the listed ways only: what WIRE is for.
#[test]
fn what_is_silent_under_wire_is_accepted() {
    let (mut silent, mut valid, mut standard, mut broken) = (0, 0, 0, 0);
    let mut ways: BTreeMap<&'static str, usize> = BTreeMap::new();
    for is_newer in [false, true] {
        let mut source = Source::new(11 + u64::from(is_newer), is_newer);
        for _ in 0..cases(2_500) {
            let (writer, reader) = source.pair();
            let judge = |safety| {
                let schema = |value: &Value| {
                    let options = ParseOptions::stored();
                    Schema::parse(Format::Json, &value.to_string(), &[], options).unwrap()
                };
                let terms = Terms { safety, ..Terms::default() };
                contract_schema::can_read(&schema(&reader), &schema(&writer), terms).unwrap()
            };
            if !judge(Safety::Standard).is_empty() {
                assert!(!judge(Safety::Wire).is_empty(), "WIRE refuses what the standard refuses");
                continue;
            }
            standard += 1;
            let beyond = judge(Safety::Wire);
            let is_silent = beyond.is_empty();
            silent += usize::from(is_silent);
            let (reads, writes) = (validator(&reader), validator(&writer));
            for _ in 0..25 {
                let instance = source.instance(&writer, &writer, 5);
                if !writes.is_valid(&instance) {
                    continue;
                }
                let reads = reads.is_valid(&instance);
                valid += usize::from(is_silent);
                broken += usize::from(!reads);
                if let ([only], false) = (&beyond[..], reads) {
                    *ways.entry(only.rule.id).or_default() += 1;
                }
                assert!(
                    reads || !is_silent,
                    "writer {writer}\nreader {reader}\ninstance {instance}"
                );
            }
        }
    }
    eprintln!(
        "silent at the standard {standard}, under WIRE {silent}, {valid} values; {broken} break the standard"
    );
    eprintln!("{ways:?}");
    assert!(silent > 300 && valid > 2_000, "silent {silent}, valid {valid}");
    for way in ways.keys() {
        assert!(FALSE_YES.iter().any(|row| row.0 == *way), "{way} is not listed");
    }
    assert!(ways.len() >= 5, "values break in few of the ways listed: {ways:?}");
}

/// FULL under WIRE is symmetric, every pair of schemas being asked both ways.
#[test]
fn full_is_symmetric_under_wire() {
    let mut source = Source::new(23, true);
    for _ in 0..cases(300) {
        let (one, other) = source.pair();
        let schema = |value: &Value| {
            let options = ParseOptions::stored();
            std::sync::Arc::new(
                Schema::parse(Format::Json, &value.to_string(), &[], options).unwrap(),
            )
        };
        let (one, other) = (schema(&one), schema(&other));
        let terms = Terms { safety: Safety::Wire, ..Terms::default() };
        let full = |new: &Schema, old: &std::sync::Arc<Schema>| {
            contract_schema::compat::check_under(terms, Level::Full, new, &[(1, old.clone())])
                .is_none()
        };
        assert_eq!(full(&one, &other), full(&other, &one));
    }
}
