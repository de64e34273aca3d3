//! The `jsonschema` crate as the oracle of what a schema is: random schemas, half of them broken, same verdict.
//!
//! `SEED=… cargo test -p contract-schema json_oracle` draws others.

use contract_schema::json::Draft;
use contract_schema::{Format, ParseOptions, Schema};
use serde_json::{Map, Value, json};

/// A small generator of numbers: enough for tests, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// Words of all drafts, and some of none.
const WORDS: [&str; 51] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "items",
    "additionalItems",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "properties",
    "additionalProperties",
    "patternProperties",
    "required",
    "minProperties",
    "maxProperties",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "title",
    "description",
    "default",
    "examples",
    "format",
    "definitions",
    "$defs",
    "$comment",
    "readOnly",
    "contentEncoding",
    "contentSchema",
    "unevaluatedItems",
    "unevaluatedProperties",
    "deprecated",
    "x-own",
];

fn scalar(dice: &mut Dice) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(2.5),
        json!("string"),
        json!("a"),
        json!("integer"),
        json!([]),
        json!(["a"]),
        json!(["a", "a"]),
        json!(["string", "null"]),
        json!({}),
        json!(["a", 1]),
        json!({"a": ["b"]}),
        json!({"a": true}),
    ];
    dice.pick(&values).clone()
}

fn schema(dice: &mut Dice, depth: usize) -> Value {
    if depth == 0 {
        return scalar(dice);
    }
    let mut members = Map::new();
    for _ in 0..dice.roll(4) {
        let word = *dice.pick(&WORDS);
        let value = match dice.roll(5) {
            0 => schema(dice, depth - 1),
            1 => Value::Array((0..dice.roll(3)).map(|_| schema(dice, depth - 1)).collect()),
            2 => json!({"a": schema(dice, depth - 1)}),
            _ => scalar(dice),
        };
        members.insert(word.to_owned(), value);
    }
    Value::Object(members)
}

const ADDRESSES: [(Draft, &str); 5] = [
    (Draft::Four, "http://json-schema.org/draft-04/schema#"),
    (Draft::Six, "http://json-schema.org/draft-06/schema#"),
    (Draft::Seven, "http://json-schema.org/draft-07/schema#"),
    (Draft::TwentyNineteen, "https://json-schema.org/draft/2019-09/schema"),
    (Draft::TwentyTwenty, "https://json-schema.org/draft/2020-12/schema"),
];

#[test]
fn what_a_schema_is_agrees_with_the_meta_schemas() {
    let seed: Option<u64> = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or(1);
    let mut dice = Dice(seed ^ 0x9E37_79B9_7F4A_7C15);
    let mut refused = 0;
    for round in 0..4_000 {
        let (draft, address) = ADDRESSES[round % ADDRESSES.len()];
        let mut value = schema(&mut dice, 3);
        let Value::Object(members) = &mut value else { continue };
        members.insert("$schema".to_owned(), json!(address));
        let text = value.to_string();
        let ours = Schema::parse(Format::Json, &text, &[], ParseOptions::new_schema());
        let theirs = jsonschema::meta::is_valid(&value);
        assert_eq!(ours.is_ok(), theirs, "{draft}, SEED={seed}: {text}\n{:?}", ours.err());
        refused += usize::from(!theirs);
    }
    assert!((400..3_600).contains(&refused), "{refused} of 4000 refused: the draw tells little");
}
