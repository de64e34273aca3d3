//! Rules in CEL about every property: those that registration takes must compile, whatever the property has become.

use contract_model::Shape;
use contract_model::cel::{This, compile};
use contract_schema::{Format, ParseOptions, Schema};
use serde_json::{Value, json};

/// What is asked of a property; `$` stands for it.
const QUESTIONS: [&str; 19] = [
    "$ == $",
    "$",
    "$ > 3",
    "$ < 2.5",
    "$ == 'a'",
    "$.startsWith('a')",
    "size($) > 1",
    "$[0] == 1",
    "$[0] == 'a'",
    "$['a'] == 1",
    "'a' in $",
    "$.all(y, y == y)",
    "$.exists(y, y == null || y == y)",
    "$ > timestamp('2026-01-01T00:00:00Z')",
    "string($) > '2026'",
    "$ < decimal('1')",
    "$ == b'a'",
    "$.a == null || $.a == $.a",
    "$.kind == 'p'",
];

/// The schema with the rules that are taken; each holds, whatever the value.
pub(crate) fn ruled(schema: &Value) -> Value {
    let mut ruled = schema.clone();
    let parsed = Schema::parse(Format::Json, &schema.to_string(), &[], ParseOptions::stored());
    let Ok(parsed) = parsed else { return ruled };
    // What a pattern says of a named property only the compiler sees; it refuses with a reason what it cannot ask.
    if schema.get("patternProperties").is_some() {
        return ruled;
    }
    let shape = Shape::of(&parsed);
    let Some(root) = shape.root else { return ruled };
    let mut rules = Vec::new();
    for field in &shape.record(root).fields {
        let is_word = field.name.chars().all(|letter| letter.is_ascii_alphanumeric());
        if !is_word || field.name.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        let property = format!("this.{}", field.name);
        for question in QUESTIONS {
            let question = question.replace('$', &property);
            let guarded = format!("{property} == null || ({question})");
            for asked in [question, guarded] {
                let rule = format!("({asked}) || true");
                if compile(&shape, This::Record(root), &rule).is_ok() {
                    let name = format!("R{}", rules.len());
                    rules.push(json!({ "name": name, "doc": "holds", "expr": rule }));
                    break;
                }
            }
        }
    }
    ruled["confluent:rules"] = json!(rules);
    ruled
}
