//! Random schemas and changed schemas; one number repeats a run.

use serde_json::{Value as Json, json};

/// Xorshift64*.
pub(crate) struct Dice(u64);

impl Dice {
    /// Fixed unless `SEED=…` says otherwise.
    pub(crate) fn new(salt: u64) -> Dice {
        let seed = std::env::var("SEED").ok().and_then(|text| text.parse().ok());
        let seed = seed.unwrap_or(1);
        eprintln!("SEED={seed}");
        Dice::of(seed, salt)
    }

    pub(crate) fn of(seed: u64, salt: u64) -> Dice {
        Dice((seed ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit
    }

    pub(crate) fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }
}

pub(crate) const PRIMITIVES: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// What a primitive is changed to, mostly what it may be promoted to.
const CHANGES: [(&str, &[&str]); 8] = [
    ("null", &["string", "int"]),
    ("boolean", &["int", "string"]),
    ("int", &["long", "float", "double", "string"]),
    ("long", &["float", "double", "boolean", "int"]),
    ("float", &["double", "string", "long"]),
    ("double", &["string", "float"]),
    ("bytes", &["string", "long"]),
    ("string", &["bytes", "double"]),
];

const LOGICALS: [&str; 9] = [
    r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#,
    r#"{"type":"string","logicalType":"uuid"}"#,
    r#"{"type":"int","logicalType":"date"}"#,
    r#"{"type":"int","logicalType":"time-millis"}"#,
    r#"{"type":"long","logicalType":"time-micros"}"#,
    r#"{"type":"long","logicalType":"timestamp-millis"}"#,
    r#"{"type":"long","logicalType":"timestamp-micros"}"#,
    r#"{"type":"long","logicalType":"local-timestamp-nanos"}"#,
    r#"{"type":"long","logicalType":"timestamp-nanos"}"#,
];

/// Makes schemas; names count up, so that all are different.
pub(crate) struct Source {
    pub(crate) dice: Dice,
    names: usize,
}

impl Source {
    pub(crate) fn new(dice: Dice) -> Source {
        Source { dice, names: 0 }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("N{}", self.names)
    }

    pub(crate) fn record(&mut self, depth: usize) -> Json {
        let name = self.name();
        let mut fields: Vec<Json> = Vec::new();
        for index in 0..1 + self.dice.below(6) {
            fields.push(self.field(&format!("f{index}"), depth));
        }
        if self.dice.one_in(4) {
            fields.push(json!({"name": "next", "type": ["null", name]}));
        }
        json!({"type": "record", "name": name, "fields": fields})
    }

    fn field(&mut self, name: &str, depth: usize) -> Json {
        let ty = self.ty(depth.saturating_sub(1));
        let mut field = json!({"name": name, "type": ty});
        if self.dice.one_in(2)
            && let Some(default) = default(&field["type"])
        {
            field["default"] = default;
        }
        field
    }

    pub(crate) fn ty(&mut self, depth: usize) -> Json {
        match self.dice.below(if depth == 0 { 7 } else { 12 }) {
            0..=4 => Json::from(PRIMITIVES[self.dice.below(8)]),
            5 => serde_json::from_str(LOGICALS[self.dice.below(LOGICALS.len())]).unwrap(),
            6 => self.named(),
            7 => json!({"type": "array", "items": self.ty(depth - 1)}),
            8 => json!({"type": "map", "values": self.ty(depth - 1)}),
            9 => self.record(depth),
            _ => self.union(depth - 1),
        }
    }

    fn named(&mut self) -> Json {
        let name = self.name();
        if self.dice.one_in(3) {
            return json!({"type": "fixed", "name": name, "size": 1 + self.dice.below(4)});
        }
        let symbols: Vec<String> = (0..1 + self.dice.below(4)).map(|n| format!("S{n}")).collect();
        let mut kind = json!({"type": "enum", "name": name, "symbols": symbols});
        if self.dice.one_in(2) {
            kind["default"] = Json::from("S0");
        }
        kind
    }

    /// Of each kind one branch at most: the oracle tells named branches apart by what they hold.
    fn union(&mut self, depth: usize) -> Json {
        let mut branches: Vec<Json> = Vec::new();
        for _ in 0..1 + self.dice.below(4) {
            let branch = match self.dice.one_in(3) {
                true => Json::from("null"),
                false => self.ty(depth),
            };
            let taken = |other: &Json| kind(other) == kind(&branch);
            if !branch.is_array() && !branches.iter().any(taken) {
                branches.push(branch);
            }
        }
        if branches.is_empty() {
            branches.push(Json::from("null"));
        }
        Json::from(branches)
    }

    /// `ty` with something changed here and there. Renamed fields keep their old names as aliases.
    pub(crate) fn changed(&mut self, ty: &Json) -> Json {
        if self.dice.one_in(16) && !ty.is_array() && kind(ty) != "null" {
            let mut branches = vec![Json::from("null"), self.changed(ty)];
            if branches[1].is_array() || kind(&branches[1]) == "null" {
                return branches.remove(1);
            }
            if self.dice.one_in(2) {
                branches.reverse();
            }
            return Json::from(branches);
        }
        match kind(ty).as_str() {
            "union" => self.changed_union(ty.as_array().unwrap()),
            "array" => json!({"type": "array", "items": self.changed(&ty["items"])}),
            "map" => json!({"type": "map", "values": self.changed(&ty["values"])}),
            "record" => self.changed_record(ty),
            "enum" => self.changed_enum(ty),
            "fixed" if self.dice.one_in(8) => {
                json!({"type": "fixed", "name": ty["name"], "size": 5})
            }
            word if ty.is_string() && self.dice.one_in(4) => {
                match CHANGES.iter().find(|(from, _)| *from == word) {
                    Some((_, to)) => Json::from(to[self.dice.below(to.len())]),
                    None => ty.clone(),
                }
            }
            _ => ty.clone(),
        }
    }

    fn changed_union(&mut self, branches: &[Json]) -> Json {
        if self.dice.one_in(8) {
            let at = self.dice.below(branches.len());
            return self.changed(&branches[at]);
        }
        let mut kept: Vec<Json> = Vec::new();
        for branch in branches {
            if !self.dice.one_in(6) {
                let branch = match branch.is_string() && self.dice.one_in(2) {
                    true => branch.clone(),
                    false => self.changed(branch),
                };
                if !branch.is_array() && !kept.iter().any(|other| kind(other) == kind(&branch)) {
                    kept.push(branch);
                }
            }
        }
        if self.dice.one_in(3) {
            kept.reverse();
        }
        if self.dice.one_in(3) && !kept.iter().any(|other| kind(other) == "boolean") {
            kept.insert(0, Json::from("boolean"));
        }
        if kept.is_empty() {
            kept.push(branches[0].clone());
        }
        Json::from(kept)
    }

    fn changed_enum(&mut self, ty: &Json) -> Json {
        let mut changed = ty.clone();
        let symbols = changed["symbols"].as_array_mut().unwrap();
        match self.dice.below(4) {
            0 => symbols.reverse(),
            1 => symbols.push(Json::from("T")),
            2 if symbols.len() > 1 => drop(symbols.pop()),
            _ => {}
        }
        changed
    }

    fn changed_record(&mut self, ty: &Json) -> Json {
        let mut fields = Vec::new();
        for field in ty["fields"].as_array().unwrap() {
            if self.dice.one_in(7) {
                continue;
            }
            let mut field = field.clone();
            if field["name"] != "next" && self.dice.one_in(2) {
                field["type"] = self.changed(&field["type"]);
                field.as_object_mut().unwrap().remove("default");
                if self.dice.one_in(2)
                    && let Some(default) = default(&field["type"])
                {
                    field["default"] = default;
                }
            }
            if self.dice.one_in(8) {
                let old = field["name"].as_str().unwrap().to_owned();
                field["name"] = Json::from(format!("new_{old}"));
                field["aliases"] = json!([old]);
            }
            fields.push(field);
        }
        for index in 0..self.dice.below(3) {
            let mut field = self.field(&format!("g{index}"), 2);
            if !self.dice.one_in(4)
                && let Some(default) = default(&field["type"])
            {
                field["default"] = default;
            }
            fields.insert(self.dice.below(fields.len() + 1), field);
        }
        if self.dice.one_in(3) {
            fields.reverse();
        }
        hoist(&mut fields);
        json!({"type": "record", "name": ty["name"], "fields": fields})
    }
}

/// Named types stand where they are defined, once; nothing here refers to one but `next`, which comes last.
fn hoist(fields: &mut Vec<Json>) {
    if let Some(at) = fields
        .iter()
        .position(|field| field["name"].as_str().is_some_and(|name| name.ends_with("next")))
    {
        let next = fields.remove(at);
        fields.push(next);
    }
}

/// The kind of a type's text.
pub(crate) fn kind(ty: &Json) -> String {
    match ty {
        Json::Array(_) => "union".to_owned(),
        Json::String(word) => word.clone(),
        other => other["type"].as_str().unwrap().to_owned(),
    }
}

/// A default that both libraries read the same: that of a union is of its first branch.
pub(crate) fn default(ty: &Json) -> Option<Json> {
    if ty.get("logicalType").is_some() {
        return match kind(ty).as_str() {
            "int" | "long" => Some(Json::from(7)),
            "string" => Some(Json::from("00112233-4455-6677-8899-aabbccddeeff")),
            _ => None,
        };
    }
    match kind(ty).as_str() {
        "null" => Some(Json::Null),
        "boolean" => Some(Json::from(true)),
        "int" | "long" => Some(Json::from(-3)),
        "float" | "double" => Some(Json::from(1.5)),
        "bytes" | "string" => Some(Json::from("xyz")),
        "array" => Some(Json::from(vec![default(&ty["items"])?])),
        "map" => Some(json!({"k": default(&ty["values"])?})),
        // Of other branches the other library does not find the one that is meant.
        "union" => default(&ty[0]).filter(|value| !value.is_string() && !value.is_object()),
        "enum" => Some(ty["symbols"][0].clone()),
        "record" => {
            let fields = ty["fields"].as_array()?.iter();
            let fields: Option<serde_json::Map<String, Json>> = fields
                .map(|field| {
                    let value = match field["name"] == "next" {
                        true => Json::Null,
                        false => default(&field["type"])?,
                    };
                    Some((field["name"].as_str()?.to_owned(), value))
                })
                .collect();
            fields.map(Json::from)
        }
        _ => None,
    }
}
