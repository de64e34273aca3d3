//! The verbose answer beyond Confluent's: breaches with rule, place, reason, help, and a datum or why there is none.

use crate::front_door::{Registry, record};
use serde_json::{Value, json};

const A: &str = r#"{"name":"a","type":"int"}"#;

fn asked(registry: &Registry, query: &str, schema: &str) -> Value {
    let body = json!({"schema": schema});
    let line = format!("POST /compatibility/subjects/s/versions{query} {body}");
    registry.send(&line).json()
}

#[test]
fn a_breach_names_rule_version_direction_path_and_places() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", &record("R", A));
    let sent = format!(
        "{{\"type\":\"record\",\"name\":\"R\",\"fields\":[\n  {A},\n  {{\"name\":\"b\",\"type\":\"string\"}}]}}"
    );
    let told = asked(&registry, "?verbose=true", &sent);
    assert_eq!(told["is_compatible"], false);
    assert!(told["messages"][0].as_str().unwrap().contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    let breach = &told["breaches"][0];
    let expected = json!({
        "rule": "avro-reader-field-without-default", "safety": "STANDARD", "version": 1,
        "direction": "BACKWARD", "path": "/fields/1", "line": 3, "column": 3, "oldLine": 1, "oldColumn": 1,
    });
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&breach[member], value, "{member} of {breach}");
    }
    assert!(breach["reason"].as_str().unwrap().contains("`b`"), "{breach}");
    assert!(breach["help"].as_str().unwrap().contains("default"), "{breach}");
    assert!(breach["witness"].is_object() != breach["evidence"].is_string(), "{breach}");
}

#[test]
fn only_who_asks_verbosely_is_told_and_only_where_something_breaks() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", &record("R", A));
    let broken = record("R", r#"{"name":"b","type":"int"}"#);
    assert_eq!(asked(&registry, "", &broken), json!({"is_compatible": false}));
    let same = asked(&registry, "?verbose=true", &record("R", A));
    assert_eq!(same, json!({"is_compatible": true, "messages": []}));
    let refused = registry.register("s", &broken).json();
    let members: Vec<&String> = refused.as_object().unwrap().keys().collect();
    assert_eq!(members, ["error_code", "message"]);
    let seven = Registry::configured(&[("policy", "off"), ("answers", "7")]);
    seven.register("s", &record("R", A));
    let told = asked(&seven, "?verbose=true", &broken);
    assert!(told["messages"].is_array() && told.get("breaches").is_none(), "{told}");
}

#[test]
fn a_witness_is_what_the_writer_encodes_and_what_the_reader_says() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", &record("R", A));
    let told = asked(&registry, "?verbose=true", &record("R", r#"{"name":"a","type":"string"}"#));
    let witness = &told["breaches"][0]["witness"];
    assert_eq!(witness["of"], "R", "{told}");
    let datum: Value = serde_json::from_str(witness["json"].as_str().unwrap()).unwrap();
    assert!(datum["a"].is_number(), "{witness}");
    let hex = witness["hex"].as_str().unwrap();
    assert!(!hex.is_empty() && hex.bytes().all(|digit| digit.is_ascii_hexdigit()), "{witness}");
    assert_eq!(witness["outcome"], "refused");
    assert!(!witness["said"].as_str().unwrap().is_empty());
}

#[test]
fn data_are_sought_for_the_first_twenty_breaches() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", &record("R", ""));
    let fields: Vec<String> =
        (0..25).map(|index| format!(r#"{{"name":"f{index}","type":"int"}}"#)).collect();
    let told = asked(&registry, "?verbose=true", &record("R", &fields.join(",")));
    let breaches = told["breaches"].as_array().unwrap();
    assert_eq!(breaches.len(), 25);
    for (index, breach) in breaches.iter().enumerate() {
        let evidence = breach["evidence"].as_str().unwrap_or_default();
        assert_eq!(evidence.starts_with("not sought"), index >= 20, "{index}: {breach}");
    }
}

#[test]
fn a_change_of_format_is_told_without_data() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", &record("R", A));
    let body = json!({"schema": "{\"type\":\"object\"}", "schemaType": "JSON"});
    let line = format!("POST /compatibility/subjects/s/versions?verbose=true {body}");
    let breach = &registry.send(&line).json()["breaches"][0];
    assert_eq!((&breach["rule"], &breach["version"]), (&json!("format-changed"), &json!(1)));
}
