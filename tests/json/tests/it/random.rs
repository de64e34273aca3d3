//! Random schemas, and random documents that nearly fit them.

use serde_json::{Map, Value, json};

/// Schemas that are compiled; the same in every build.
pub(crate) const SCHEMAS: usize = 60;
/// Where the dice begin.
pub(crate) const SEED: u64 = 20_261_121;

/// A generator that is the same everywhere.
pub(crate) struct Dice(u64);

const NAMES: [&str; 8] = ["a", "b", "kind", "type", "b-c", "näme", "x1", "Z"];
const TEXTS: [&str; 8] =
    ["", "a", "ab", "abc", "x", "10", "äöü", "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f"];
const PATTERNS: [&str; 4] = ["^a", "b$", "^[a-z]{1,2}$", "\\d"];

impl Dice {
    pub(crate) fn of(seed: u64, turn: u64) -> Self {
        let mut dice = Dice(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ turn.wrapping_mul(0xd134_2543_de82_ef95) | 1,
        );
        dice.next();
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() >> 33) as usize % count
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// An object schema with draft and properties.
    pub(crate) fn schema(&mut self, depth: usize) -> Value {
        let mut schema = self.object(depth);
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in NAMES {
            if self.chance(40) || properties.is_empty() && name == "x1" {
                let is_required = self.chance(50);
                properties.insert(name.to_owned(), self.any(depth - 1, is_required));
                if is_required {
                    required.push(name);
                }
            }
        }
        let mut schema =
            json!({ "type": "object", "properties": properties, "required": required });
        match self.below(6) {
            0 => schema["additionalProperties"] = json!(false),
            1 => schema["additionalProperties"] = self.scalar(),
            2 => schema["minProperties"] = json!(self.below(4)),
            3 => schema["dependentRequired"] = json!({ "a": ["b"] }),
            4 => {
                schema["patternProperties"] = {
                    let pattern = PATTERNS[self.below(4)];
                    json!({ (pattern): self.scalar() })
                }
            }
            _ => {}
        }
        if self.chance(15) {
            schema["not"] = json!({ "required": [NAMES[self.below(8)]] });
        }
        if self.chance(15) {
            let one = json!({ "required": [NAMES[self.below(8)]] });
            let two = json!({ "required": [NAMES[self.below(8)]] });
            schema["anyOf"] = json!([one, two]);
        } else if self.chance(25) {
            self.vary(&mut schema, depth);
        }
        schema
    }

    /// Alternatives beside the properties, told apart by a text, mostly.
    fn vary(&mut self, schema: &mut Value, depth: usize) {
        let tag = if self.chance(90) { "kind" } else { NAMES[self.below(8)] };
        let branches: Vec<Value> = (0..2 + self.below(2))
            .map(|index| {
                let text = ["p", "q", "r"][index];
                let mut properties = json!({ (tag): { "const": text } });
                let own = NAMES[self.below(8)];
                if own != tag && schema["properties"].get(own).is_none() {
                    properties[own] = self.any(depth - 1, false);
                }
                json!({ "properties": properties, "required": [tag] })
            })
            .collect();
        let word = if self.chance(50) { "oneOf" } else { "anyOf" };
        schema[word] = json!(branches);
    }

    /// Null and absent are one in a property that may be both, so only required ones may be null.
    fn any(&mut self, depth: usize, may_be_null: bool) -> Value {
        let mut schema = match self.below(if depth == 0 { 4 } else { 8 }) {
            0..4 => self.scalar(),
            4 => self.object(depth),
            5 => self.list(depth),
            6 => json!({ "type": "object", "additionalProperties": self.any(depth - 1, true) }),
            _ => return self.alternatives(depth),
        };
        if may_be_null
            && self.chance(20)
            && schema["type"].is_string()
            && schema.get("enum").is_none()
        {
            schema["type"] = json!([schema["type"], "null"]);
        }
        schema
    }

    fn list(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "array", "items": self.any(depth - 1, true) });
        match self.below(6) {
            5 => {
                schema["prefixItems"] = json!([self.any(depth - 1, true), self.scalar()]);
                schema["minItems"] = json!(3);
                schema["maxItems"] = json!(3);
            }
            0 => schema["minItems"] = json!(self.below(3)),
            1 => schema["maxItems"] = json!(1 + self.below(3)),
            2 => schema["contains"] = self.scalar(),
            3 => schema["prefixItems"] = json!([self.scalar()]),
            _ => {}
        }
        schema
    }

    fn alternatives(&mut self, depth: usize) -> Value {
        let word = if self.chance(50) { "oneOf" } else { "anyOf" };
        match self.below(3) {
            0 => {
                let mut branches = Vec::new();
                for tag in ["p", "q"] {
                    let mut branch = self.object(depth);
                    branch["properties"]["kind"] = json!({ "const": tag });
                    branch["required"].as_array_mut().unwrap().push(json!("kind"));
                    let required = branch["required"].as_array_mut().unwrap();
                    required.dedup();
                    let mut seen = Vec::new();
                    required.retain(|name| {
                        let is_new = !seen.contains(name);
                        seen.push(name.clone());
                        is_new
                    });
                    branches.push(branch);
                }
                json!({ word: branches })
            }
            1 => json!({ word: [self.string(), self.number(), { "type": "boolean" }] }),
            _ => json!({ word: [self.scalar(), self.scalar()] }),
        }
    }

    fn scalar(&mut self) -> Value {
        match self.below(7) {
            0 | 1 => self.string(),
            2 | 3 => self.number(),
            4 => json!({ "type": "boolean" }),
            5 => json!({ "enum": ["a", "ab", "x"] }),
            _ => {
                let format = ["uuid", "date", "ipv4", "date-time"][self.below(4)];
                json!({ "type": "string", "format": format })
            }
        }
    }

    fn string(&mut self) -> Value {
        let mut schema = json!({ "type": "string" });
        match self.below(5) {
            0 => schema["minLength"] = json!(self.below(4)),
            1 => schema["maxLength"] = json!(self.below(4)),
            2 => schema["pattern"] = json!(PATTERNS[self.below(4)]),
            3 => schema["not"] = json!({ "const": "a" }),
            _ => {}
        }
        schema
    }

    fn number(&mut self) -> Value {
        let kind = if self.chance(60) { "integer" } else { "number" };
        let mut schema = json!({ "type": kind });
        match self.below(6) {
            0 => schema["minimum"] = json!(self.below(10) as i64 - 5),
            1 => schema["exclusiveMaximum"] = json!(self.below(10) as f64 - 4.5),
            2 => schema["multipleOf"] = json!(1 + self.below(4)),
            3 => schema["enum"] = json!([1, 2, 5]),
            4 => schema["minimum"] = json!(-2.5),
            _ => {}
        }
        schema
    }

    /// A document that fits the schema more often than not.
    pub(crate) fn document(&mut self, schema: &Value) -> Value {
        if self.chance(4) {
            return self.noise();
        }
        for word in ["oneOf", "anyOf"] {
            if let (Some(branches), None) = (schema[word].as_array(), schema.get("properties")) {
                let branch = self.below(branches.len());
                return self.document(&branches[branch]);
            }
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[self.below(values.len())].clone();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds[self.below(kinds.len())].clone(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => self.members(schema),
            Some("array") => {
                let least = schema["minItems"].as_u64().unwrap_or_default() as usize;
                let count = if self.chance(90) { self.below(4).max(least) } else { self.below(4) };
                let prefix = schema["prefixItems"].as_array().cloned().unwrap_or_default();
                let items =
                    (0..count).map(|at| self.document(prefix.get(at).unwrap_or(&schema["items"])));
                json!(items.collect::<Vec<_>>())
            }
            Some("string") => self.text(schema["format"].as_str()),
            Some("integer") => json!(self.below(14) as i64 - 6),
            Some("number") => json!((self.below(28) as f64 - 12.0) / 2.0),
            Some("boolean") => json!(self.chance(50)),
            Some("null") => Value::Null,
            _ => self.noise(),
        }
    }

    fn members(&mut self, schema: &Value) -> Value {
        let mut map = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let likely = if required.contains(&json!(name)) { 97 } else { 60 };
            if self.chance(likely) {
                map.insert(name.clone(), self.document(property));
            }
        }
        let branches = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        if let Some(branches) = branches.filter(|_| self.chance(95)) {
            let branch = &branches[self.below(branches.len())];
            for (name, property) in branch["properties"].as_object().into_iter().flatten() {
                map.insert(name.clone(), self.document(property));
            }
        }
        let rest = schema.get("additionalProperties").filter(|rest| rest.is_object());
        for name in ["more", "a", "b2"] {
            if self.chance(12) && !map.contains_key(name) {
                let value = rest.map(|rest| self.document(rest)).unwrap_or_else(|| self.noise());
                map.insert(name.to_owned(), value);
            }
        }
        Value::Object(map)
    }

    fn text(&mut self, format: Option<&str>) -> Value {
        json!(match format.filter(|_| !self.chance(10)) {
            Some("uuid") => TEXTS[7],
            Some("date") => ["2026-02-28", "2026-02-30"][self.below(2)],
            Some("ipv4") => ["10.0.0.1", "10.0.0.256"][self.below(2)],
            Some("date-time") => ["2026-02-28T01:02:03.5Z", "2026-02-28 01:02:03"][self.below(2)],
            _ => TEXTS[self.below(8)],
        })
    }

    fn noise(&mut self) -> Value {
        match self.below(7) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(self.below(5)),
            3 => json!(-1.5),
            4 => json!("ab"),
            5 => json!([1, "a"]),
            _ => json!({ "a": 1, "kind": "p" }),
        }
    }
}
