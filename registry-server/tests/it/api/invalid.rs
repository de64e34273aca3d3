//! Schemas that are none, and schemas that are too much: the documented refusal, in bounded time.

use crate::front_door::Registry;
use registry_server::registry::Rules;
use serde_json::{Value, json};

fn refused(registry: &Registry, kind: &str, schema: &str) -> Value {
    let body = json!({"schemaType": kind, "schema": schema});
    let answer = registry.send(&format!("POST /subjects/s/versions {body}"));
    assert_eq!(
        answer.status,
        422,
        "{} {}",
        schema.chars().take(80).collect::<String>(),
        answer.text
    );
    answer.json()
}

#[test]
fn what_is_no_schema_is_refused_with_place_and_reason() {
    let registry = Registry::new();
    for (kind, schema, part) in [
        ("AVRO", "{\"type\":\"record\"", "line 1"),
        ("AVRO", r#"{"type":"enum","name":"E","symbols":["A"],"default":"B"}"#, "`B`"),
        (
            "AVRO",
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"nowhere"}]}"#,
            "`nowhere`",
        ),
        ("AVRO", "string", "Invalid schema of type AVRO, details: "),
        (
            "PROTOBUF",
            "syntax = \"proto3\"; import \"nowhere.proto\"; message M { nowhere.N n = 1; }",
            "nowhere",
        ),
        (
            "PROTOBUF",
            "syntax = \"proto3\"; message M { string a = 1; string b = 1; }",
            "Invalid schema of type PROTOBUF, details: Could not parse Protobuf - ",
        ),
    ] {
        let body = refused(&registry, kind, schema);
        let message = body["message"].as_str().unwrap();
        assert_eq!(body["error_code"], 42201);
        assert!(
            message.starts_with("Invalid schema") && message.contains(part),
            "{schema}: {message}"
        );
    }
    for (kind, blank) in [("AVRO", ""), ("AVRO", " "), ("PROTOBUF", ""), ("PROTOBUF", " \n\t")] {
        let empty = refused(&registry, kind, blank);
        assert_eq!(empty, json!({"error_code": 42201, "message": "Empty schema"}));
    }
    assert_eq!(refused(&registry, "XML", "{}")["message"], "Invalid schema type XML");
}

#[test]
fn depth_width_and_length_are_bounded() {
    let registry = Registry::with(Rules { schema_bytes: 1 << 20, ..Rules::default() });
    let deep =
        format!("{}\"int\"{}", "{\"type\":\"array\",\"items\":".repeat(10_000), "}".repeat(10_000));
    assert_eq!(refused(&registry, "AVRO", &deep)["error_code"], 42201);
    let nested =
        format!("syntax=\"proto3\";{}{}", "message M {".repeat(10_000), "}".repeat(10_000));
    assert_eq!(refused(&registry, "PROTOBUF", &nested)["error_code"], 42201);
    let long =
        format!(r#"{{"type":"enum","name":"E","symbols":["A"],"doc":"{}"}}"#, "x".repeat(1 << 20));
    let body = refused(&registry, "AVRO", &long);
    assert_eq!(
        body,
        json!({
            "error_code": 42209,
            "message": "Register operation failed because schema is too large: it has 1048627 bytes, at most 1048576 are allowed"
        })
    );
    let branches: Vec<String> = (0..5_000)
        .map(|index| format!(r#"{{"type":"enum","name":"E{index}","symbols":["A"]}}"#))
        .collect();
    assert_eq!(registry.register("wide", &format!("[{}]", branches.join(","))).status, 200);
    assert_eq!(registry.send("GET /health/live").status, 200);
}
