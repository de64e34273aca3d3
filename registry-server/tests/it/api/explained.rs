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

/// The format, what is referred to as it was and as it is, the name of the reference, who refers to it from line 3.
const REFERRED: [(&str, [&str; 2], &str, &str); 3] = [
    (
        "AVRO",
        [
            "{\"type\":\"record\",\"name\":\"B\",\n\n\n\n\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}",
            "{\"type\":\"record\",\"name\":\"B\",\n\n\n\n\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}",
        ],
        "B",
        "{\"type\":\"record\",\"name\":\"R\",\n\"fields\":[\n{\"name\":\"of\",\"type\":\"B\"}]}",
    ),
    (
        "JSON",
        [
            "{\"type\":\"object\",\n\n\n\n\"properties\":{\"a\":{\"type\":\"integer\"}}}",
            "{\"type\":\"object\",\n\n\n\n\"properties\":{\"a\":{\"type\":\"string\"}}}",
        ],
        "b.json",
        "{\"type\":\"object\",\n\"properties\":{\n\"of\":{\"$ref\":\"b.json\"}}}",
    ),
    (
        "PROTOBUF",
        [
            "syntax = \"proto3\";\n\n\n\nmessage B { int32 a = 1; I i = 2; } message I { int32 b = 1; }",
            "syntax = \"proto3\";\n\n\n\nmessage B { string a = 1; I i = 2; } message I { string b = 1; }",
        ],
        "b.proto",
        "syntax = \"proto3\"; import \"b.proto\";\nmessage R {\n  B of = 1;\n}",
    ),
];

#[test]
fn what_breaks_inside_a_reference_is_told_where_the_own_text_leads_there() {
    for (format, [was, is], name, text) in REFERRED {
        let registry = Registry::configured(&[("policy", "off")]);
        registry.send(r#"PUT /config/base {"compatibility":"NONE"}"#);
        let send = |path: &str, schema: &str, version: Option<u32>| {
            let of = |version| json!([{"name": name, "subject": "base", "version": version}]);
            let references = version.map_or(json!([]), of);
            let body = json!({"schemaType": format, "schema": schema, "references": references});
            let answer = registry.send(&format!("POST {path} {body}"));
            assert_eq!(answer.status, 200, "{format}: {}", answer.text);
            answer.json()
        };
        send("/subjects/base/versions", was, None);
        send("/subjects/base/versions", is, None);
        send("/subjects/s/versions", text, Some(1));
        for safety in ["STANDARD", "WIRE", "GOLDEN"] {
            registry.send(&format!(r#"PUT /config/s {{"safety":"{safety}"}}"#));
            let told = send("/compatibility/subjects/s/versions?verbose=true", text, Some(2));
            let breaches = told["breaches"].as_array().unwrap();
            assert!(!breaches.is_empty(), "{format} {safety}");
            for breach in breaches {
                assert_eq!(breach["line"], 3, "{format} {safety}: {breach}");
                // Stored Avro and JSON stand in one line.
                let old_line = if format == "PROTOBUF" { 3 } else { 1 };
                assert_eq!(breach["oldLine"], old_line, "{format} {safety}: {breach}");
                let witness = &breach["witness"];
                let shows = witness["json"] != witness["said"];
                assert!(shows || witness.is_null(), "{format} {safety}: {breach}");
            }
        }
    }
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
fn names_that_the_metadata_reserve_are_told_with_rule_and_place() {
    for (format, first, next, place) in [
        ("AVRO", record("R", A), record("R", r#"{"name":"old","type":"int","default":0}"#), 39),
        (
            "JSON",
            r#"{"type":"object"}"#.to_owned(),
            r#"{"type":"object","properties":{"old":{}}}"#.to_owned(),
            38,
        ),
        (
            "PROTOBUF",
            "message R {}".to_owned(),
            "message R { optional int32 old = 1; }".to_owned(),
            13,
        ),
    ] {
        let registry = Registry::configured(&[("policy", "off")]);
        registry.send(r#"PUT /config/s {"compatibility":"NONE","validateFields":true}"#);
        let send = |path: &str, schema: &str, reserved: &str| {
            let metadata = json!({"properties": {"confluent:reserved": reserved}});
            let body = json!({"schemaType": format, "schema": schema, "metadata": metadata});
            registry.send(&format!("POST {path} {body}")).json()
        };
        assert_eq!(send("/subjects/s/versions", &first, "old,older")["version"], 1, "{format}");
        let told = send("/compatibility/subjects/s/versions?verbose=true", &next, "old");
        let breaches = &told["breaches"];
        assert_eq!(breaches[0]["rule"], "reserved-name-used", "{format}: {told}");
        assert_eq!(breaches[0]["path"], "old", "{format}");
        assert_eq!(breaches[0]["line"], 1, "{format}: {told}");
        assert_eq!(breaches[0]["column"], place, "{format}: {told}");
        assert_eq!(breaches[1]["rule"], "reserved-name-dropped", "{format}: {told}");
        assert_eq!(breaches[1]["version"], 1, "{format}: {told}");
        assert!(breaches[1]["help"].as_str().unwrap().contains("`older`"), "{format}: {told}");
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
