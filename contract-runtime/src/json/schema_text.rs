//! JSON Schemas of generated types: written out at build time, with a mark where another type's schema belongs.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The mark: the index of the type that is meant; what stands beside it limits it further.
const TYPE: &str = "$type";
/// Beside it: null is allowed too.
const NULL: &str = "$null";

/// The schema in a text; `types` are those that its marks mean.
///
/// # Panics
/// The text is none that the compiler of contracts prints.
pub fn schema(
    generator: &mut SchemaGenerator,
    text: &str,
    types: &[fn(&mut SchemaGenerator) -> Schema],
) -> Schema {
    let mut value: Value = serde_json::from_str(text).expect("the compiler prints JSON");
    expand(generator, &mut value, types);
    Schema::try_from(value).expect("the compiler prints an object")
}

fn expand(
    generator: &mut SchemaGenerator,
    value: &mut Value,
    types: &[fn(&mut SchemaGenerator) -> Schema],
) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| expand(generator, item, types)),
        Value::Object(members) => {
            // A list under `enum` holds values; where it is the name of a property, a schema stands there.
            let schemas = members.iter_mut().filter(|(key, one)| *key != "enum" || !one.is_array());
            schemas.for_each(|(_, member)| expand(generator, member, types));
            // Properties may be called like the marks; they have schemas too.
            let own = match members.get(TYPE).and_then(Value::as_u64) {
                Some(index) => {
                    members.remove(TYPE);
                    types[index as usize](generator).to_value()
                }
                None => Value::Object(Map::new()),
            };
            let is_nullable = members.get(NULL) == Some(&Value::Bool(true));
            if is_nullable {
                members.remove(NULL);
            }
            if let Value::Object(own) = own {
                own.into_iter().for_each(|(key, value)| beside(members, key, value));
            }
            if is_nullable {
                *value = nullable(std::mem::take(members));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Puts a keyword into a schema; where there is one already, both hold.
fn beside(members: &mut Map<String, Value>, key: String, value: Value) {
    if members.contains_key(&key) {
        let all = members.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!({ key: value }));
        }
    } else {
        members.insert(key, value);
    }
}

/// The schema, or null. Keywords about the value's type leave null alone, those about any value do not.
fn nullable(mut members: Map<String, Value>) -> Value {
    let about_any = ["$ref", "enum", "const", "not", "anyOf", "allOf", "oneOf"];
    let is_about_any = about_any.iter().any(|key| members.contains_key(*key));
    match members.get("type") {
        Some(Value::String(one)) if !is_about_any => {
            let types = json!([one, "null"]);
            members.insert("type".to_owned(), types);
            Value::Object(members)
        }
        _ => {
            // What is said of the field stands on the outside, where readers look for it.
            let said = ["description", "deprecated"].map(|key| (key, members.remove(key)));
            let mut outer = Map::new();
            outer.insert("anyOf".to_owned(), json!([members, { "type": "null" }]));
            let said = said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
            outer.extend(said);
            Value::Object(outer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Date, Decimal};

    #[test]
    fn what_a_contract_says_is_no_mark() {
        let text = r#"{"properties":{"$type":{"type":"string"},"enum":{"$type":0},"$null":{}},"enum":[{"$type":7}]}"#;
        let types = [SchemaGenerator::subschema_for::<Date> as fn(&mut SchemaGenerator) -> Schema];
        let found = schema(&mut SchemaGenerator::default(), text, &types);
        let expected = json!({
            "properties": {
                "$type": { "type": "string" },
                "enum": { "type": "string", "format": "date" },
                "$null": {},
            },
            "enum": [{ "$type": 7 }],
        });
        assert_eq!(found.to_value(), expected);
    }

    #[test]
    fn marks_become_schemas_with_their_limits_and_null() {
        let text = r#"{"type":"object","properties":{
            "on":{"$type":0,"$null":true},
            "sum":{"$type":1,"pattern":"^[^-]"},
            "way":{"type":"string","enum":["A"],"$null":true,"description":"said"}}}"#;
        let found = schema(
            &mut SchemaGenerator::default(),
            text,
            &[SchemaGenerator::subschema_for::<Date>, SchemaGenerator::subschema_for::<Decimal<0>>],
        );
        let expected = json!({
            "type": "object",
            "properties": {
                "on": { "type": ["string", "null"], "format": "date" },
                "sum": {
                    "type": "string", "pattern": "^[^-]",
                    "allOf": [{ "pattern": "^[+-]?[0-9]{1,38}$" }],
                },
                "way": {
                    "anyOf": [{ "type": "string", "enum": ["A"] }, { "type": "null" }],
                    "description": "said",
                },
            },
        });
        assert_eq!(found.to_value(), expected);
    }
}
