//! JSON Schema: what a level and a compatibility policy let through, and what is said of the rest.

use crate::front_door::{Answer, Registry};
use serde_json::{Value, json};

/// An object with a string `a` and what follows.
fn object(rest: &str) -> String {
    format!(r#"{{"type":"object","properties":{{"a":{{"type":"string"}}{rest}}}}}"#)
}

fn post(registry: &Registry, path: &str, schema: &str) -> Answer {
    registry.send(&format!("POST {path} {}", json!({"schemaType": "JSON", "schema": schema})))
}

fn register(registry: &Registry, schema: &str) -> u16 {
    post(registry, "/subjects/s/versions", schema).status
}

fn ask(registry: &Registry, schema: &str) -> Value {
    post(registry, "/compatibility/subjects/s/versions?verbose=true", schema).json()
}

#[test]
fn an_incompatible_schema_is_refused_with_type_and_path() {
    let registry = Registry::new();
    let old = object("");
    assert_eq!(register(&registry, &old), 200);
    let new = r#"{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"null"}}}"#;
    let answer = post(&registry, "/subjects/s/versions", new);
    assert_eq!((answer.status, answer.json()["error_code"].as_u64()), (409, Some(40901)));
    let listed = [
        r##"{errorType:"TYPE_CHANGED", description:"property `a`: the new schema expects an integer where the old schema has a string (path '#/properties/a')"}"##,
        r##"{errorType:"OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", description:"`b` is missing in the old schema, which allows any property: its data may hold `b` in another form than the new schema expects (path '#/properties/b')"}"##,
        "{oldSchemaVersion: 1}",
        &format!("{{oldSchema: '{old}'}}"),
        "{validateFields: 'false', compatibility: 'BACKWARD'}",
    ];
    let message = format!(
        "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{}]",
        listed.join(", ")
    );
    assert_eq!(answer.json()["message"], message);
    let told = ask(&registry, new);
    assert_eq!((&told["is_compatible"], &told["messages"]), (&json!(false), &json!(listed)));
    assert_eq!(ask(&registry, &old), json!({"is_compatible": true, "messages": []}));
}

#[test]
fn leniency_lets_properties_come_to_open_schemas_and_nothing_else() {
    let registry = Registry::new();
    assert_eq!(register(&registry, &object("")), 200);
    let wider = object(r#","b":{"type":"integer"}"#);
    assert_eq!(register(&registry, &wider), 409);
    registry.send(r#"PUT /config {"compatibilityPolicy":"lenient"}"#);
    assert_eq!(
        register(&registry, &wider),
        200,
        "the policy of the registry holds for its subjects"
    );
    let required = format!(r#"{{"required":["c"],{}"#, &object(r#","c":{"type":"null"}"#)[1..]);
    assert_eq!(register(&registry, &required), 409);
    assert_eq!(register(&registry, &object(r#","b":{"type":"string"}"#)), 409);
    registry.send(r#"PUT /config/s {"compatibilityPolicy":"STRICT"}"#);
    assert_eq!(register(&registry, &object(r#","b":{"type":"integer"},"c":{"type":"null"}"#)), 409);
}

#[test]
fn a_partially_open_schema_changes_in_both_directions() {
    let registry = Registry::new();
    registry.send(r#"PUT /config/s {"compatibility":"FULL_TRANSITIVE"}"#);
    let schema = |more: &str| {
        format!(
            r#"{{"type":"object","additionalProperties":{{"type":"string"}},"properties":{{"a":{{"type":"string"}}{more}}}}}"#
        )
    };
    assert_eq!(register(&registry, &schema("")), 200);
    assert_eq!(register(&registry, &schema(r#","b":{"type":"string"}"#)), 200);
    assert_eq!(register(&registry, &schema(r#","c":{"type":"string"}"#)), 200);
    let refused = ask(&registry, &schema(r#","d":{"type":"integer"}"#));
    let messages: Vec<&str> =
        refused["messages"].as_array().unwrap().iter().map(|m| m.as_str().unwrap()).collect();
    let of_engine = messages.iter().filter(|message| message.starts_with("{errorType"));
    let types: Vec<&str> = of_engine.filter_map(|message| message.split('"').nth(1)).collect();
    // The old reads the new first, then the new the old.
    let expected = [
        "TYPE_CHANGED",
        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "TYPE_CHANGED",
        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
    ];
    assert_eq!(types, expected, "{messages:?}");
    // An open schema can neither gain nor lose anything in both directions.
    assert_eq!(register(&registry, &object("")), 409);
}

#[test]
fn another_format_is_another_schema() {
    let registry = Registry::new();
    assert_eq!(register(&registry, &object("")), 200);
    let answer = registry.register("s", r#""string""#);
    assert!(
        answer.text.contains("Incompatible because of different schema type"),
        "{}",
        answer.text
    );
}
