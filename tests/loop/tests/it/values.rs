//! Values that a JSON Schema takes, made from the schema itself: what limits a text or a number chooses among samples.

use crate::random::Dice;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Texts of all the forms that contracts ask for; check digits and lists of codes hold.
const TEXTS: [&str; 41] = [
    "",
    "a",
    "b1",
    "Anna M\u{fc}ller",
    "flow-2026-000042",
    "A long line of an address",
    "1 < 2 & \"quoted\" \\ \u{1f600}",
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "DEUTDEFF",
    "DEUTDEFFXXX",
    "5493001KJTIIGC8Y1R12",
    "97ed4827-7b6f-4491-a06f-b548d5a7512d",
    "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f",
    "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e70",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "USD",
    "EUR",
    "ZAR",
    "DE",
    "ZW",
    "ZA",
    "ZWE-ZAF",
    "ZAF-ZWE",
    "2026-01-02",
    "2031-01-02",
    "2026-01-02T03:04:05.000006Z",
    "2026-01-02T03:04:06Z",
    "1250.50",
    "1250.50000",
    "0.01",
    "7",
    "123456",
    "1234567890",
    "https://example.com/a?b=c",
    "a@b.example",
    "AQID",
    "3.5s",
    "AC01",
    "RA000589",
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
];

const NUMBERS: [i64; 9] = [0, 1, 2, 7, 30, 100, 990, 4_711, 1_767_323_045];

/// How deep objects stand in each other before nothing is added that may be left out.
const DEEP: usize = 6;

pub(crate) struct Maker<'a> {
    root: &'a Value,
    /// Samples by the schemas that they satisfy.
    known: HashMap<String, Vec<Value>>,
}

impl<'a> Maker<'a> {
    pub(crate) fn of(root: &'a Value) -> Self {
        Maker { root, known: HashMap::new() }
    }

    /// A value of the whole.
    pub(crate) fn value(&mut self, dice: &mut Dice) -> Value {
        self.make(self.root, dice, 0)
    }

    /// What stands beside a reference or alternatives must hold too.
    fn make(&mut self, schema: &Value, dice: &mut Dice, depth: usize) -> Value {
        let mut beside = schema.clone();
        let drawn_by = ["$ref", "oneOf", "anyOf"];
        let members = beside.as_object_mut();
        let is_drawn = members.is_some_and(|members| {
            drawn_by.into_iter().filter(|word| members.remove(*word).is_some()).count() > 0
                && members.keys().any(|key| key != "description" && key != "deprecated")
        });
        let beside = is_drawn.then(|| validator(&beside));
        let fits = |value: &Value| beside.as_ref().is_none_or(|beside| beside.is_valid(value));
        let mut drawn = std::iter::repeat_with(|| self.draw(schema, dice, depth));
        drawn.by_ref().take(100).find(fits).unwrap_or_else(|| panic!("no value for {schema}"))
    }

    fn draw(&mut self, schema: &Value, dice: &mut Dice, depth: usize) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.root.pointer(reference.trim_start_matches('#'));
            return self.make(&target.unwrap_or(&Value::Null).clone(), dice, depth);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[word].as_array() {
                let null = branches.iter().find(|one| one["type"] == "null");
                return match null.filter(|_| depth > DEEP) {
                    Some(_) => Value::Null,
                    None => self.make(&branches[dice.below(branches.len())].clone(), dice, depth),
                };
            }
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[dice.below(values.len())].clone();
        }
        let kind = match schema["type"].as_array() {
            Some(kinds) => kinds[dice.below(kinds.len())].as_str(),
            None => schema["type"].as_str(),
        };
        match kind {
            Some("object") => self.object(schema, dice, depth),
            Some("array") => self.list(schema, dice, depth),
            Some("null") => Value::Null,
            Some("boolean") => json!(dice.one_in(2)),
            Some("integer" | "number") => self.sample(schema, dice, Value::is_number),
            Some(_) => self.sample(schema, dice, Value::is_string),
            None => json!("anything"),
        }
    }

    fn object(&mut self, schema: &Value, dice: &mut Dice, depth: usize) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_required = required.iter().any(|one| one == name);
            if is_required || depth <= DEEP && !dice.one_in(4) {
                made.insert(name.clone(), self.make(property, dice, depth + 1));
            }
        }
        if schema["additionalProperties"].is_object() && depth <= DEEP {
            for name in ["k1", "k2"] {
                let value = self.make(&schema["additionalProperties"], dice, depth + 1);
                made.insert(name.to_owned(), value);
            }
        }
        Value::Object(made)
    }

    fn list(&mut self, schema: &Value, dice: &mut Dice, depth: usize) -> Value {
        let count =
            |word: &str| schema[word].as_u64().and_then(|count| usize::try_from(count).ok());
        let least = count("minItems").unwrap_or(0);
        let most = count("maxItems").unwrap_or(least + 2).min(least + 2);
        let wanted = if depth > DEEP { least } else { least + dice.below(most - least + 1) };
        let mut made: Vec<Value> = Vec::new();
        for turn in 0..wanted * 9 {
            let item = match schema["prefixItems"].get(turn) {
                Some(own) => self.make(own, dice, depth + 1),
                None => self.make(&schema["items"], dice, depth + 1),
            };
            if schema["uniqueItems"] != true || !made.contains(&item) {
                made.push(item);
            }
            if made.len() == wanted {
                break;
            }
        }
        Value::Array(made)
    }

    fn sample(&mut self, schema: &Value, dice: &mut Dice, fits: fn(&Value) -> bool) -> Value {
        let samples = self.known.entry(schema.to_string()).or_insert_with(|| {
            let validator = validator(schema);
            let all =
                TEXTS.iter().map(|text| json!(text)).chain(NUMBERS.map(|number| json!(number)));
            all.filter(|one| fits(one) && validator.is_valid(one)).collect()
        });
        assert!(!samples.is_empty(), "give {schema} a sample");
        samples[dice.below(samples.len())].clone()
    }
}

/// Puts a part of another value of the schema in its place; what only one of them has comes or goes.
pub(crate) fn graft(value: &mut Value, other: &Value, dice: &mut Dice) {
    match (value, other) {
        (Value::Object(mine), Value::Object(theirs)) => {
            let mut names: Vec<&String> = mine.keys().chain(theirs.keys()).collect();
            names.sort();
            names.dedup();
            if names.is_empty() {
                return;
            }
            let name = names[dice.below(names.len())].clone();
            match (mine.get_mut(&name), theirs.get(&name)) {
                (Some(own), Some(other))
                    if has_parts(own) && has_parts(other) && !dice.one_in(3) =>
                {
                    graft(own, other, dice);
                }
                (_, Some(other)) => {
                    mine.insert(name, other.clone());
                }
                (_, None) => {
                    mine.remove(&name);
                }
            }
        }
        (Value::Array(mine), Value::Array(theirs)) if !mine.is_empty() && !theirs.is_empty() => {
            let (at, from) = (dice.below(mine.len()), dice.below(theirs.len()));
            graft(&mut mine[at], &theirs[from], dice);
        }
        (own, other) => *own = other.clone(),
    }
}

fn has_parts(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Formats count: what has none of its form is no value of a contract.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}
