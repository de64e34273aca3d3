//! `format`: which texts there are, and on which routes.

use crate::front_door::{Registry, S1};
use serde_json::{Value, json};

const PROTO: &str = "syntax = \"proto3\";\nimport \"confluent/meta.proto\";\n// Whose.\nmessage M {\n  string a = 1 [(confluent.field_meta).tags = \"PII\"];\n}\n";
const BARE: &str =
    "syntax = \"proto3\";\n\nimport \"confluent/meta.proto\";\n\nmessage M {\n  string a = 1;\n}\n";
const ORDER: &str = r#"{"type":"record","name":"order","fields":[{"name":"c","type":"myrecord"}]}"#;

/// Ids 1 to 4: a record, an order that refers to it, a Protobuf file, a JSON Schema.
fn registry() -> (Registry, [Value; 4]) {
    let registry = Registry::new();
    let stamp = json!({"properties": {"k": "v"}});
    let references = json!([{"name": "myrecord", "subject": "s", "version": 1}]);
    let bodies = [
        json!({"schema": S1, "metadata": stamp}),
        json!({"schema": ORDER, "references": references, "metadata": stamp}),
        json!({"schemaType": "PROTOBUF", "schema": PROTO, "metadata": stamp}),
        json!({"schemaType": "JSON", "schema": r#"{"type":"object"}"#, "metadata": stamp}),
    ];
    for (subject, body) in ["s", "o", "p", "j"].iter().zip(&bodies) {
        let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    (registry, bodies)
}

/// The text of a schema on every route that answers one.
fn texts(registry: &Registry, id: usize, body: &Value, format: &str) -> Vec<String> {
    let subject = ["s", "o", "p", "j"][id - 1];
    let guid = registry.send(&format!("GET /subjects/{subject}/versions/1")).json()["guid"].clone();
    let guid = guid.as_str().unwrap();
    let query = format!("format={format}");
    let told = [
        format!("GET /schemas/ids/{id}?{query}"),
        format!("GET /schemas/guids/{guid}?{query}"),
        format!("GET /subjects/{subject}/versions/1?{query}"),
        format!("GET /subjects/{subject}/versions/latest?{query}&findTags=*"),
        format!("GET /subjects/{subject}/metadata?key=k&value=v&{query}"),
        format!("POST /subjects/{subject}?{query} {body}"),
        format!("POST /subjects/{subject}/versions?{query} {body}"),
    ];
    let mut texts = Vec::new();
    for line in told {
        let answer = registry.send(&line);
        assert_eq!(answer.status, 200, "{line}\n{}", answer.text);
        assert_eq!(answer.json()["guid"], guid, "{line}");
        texts.push(answer.json()["schema"].as_str().unwrap().to_owned());
    }
    for line in [
        format!("GET /schemas/ids/{id}/schema?{query}"),
        format!("GET /subjects/{subject}/versions/1/schema?{query}"),
    ] {
        texts.push(registry.send(&line).text);
    }
    texts
}

#[test]
fn every_route_that_answers_a_schema_knows_every_format() {
    let (registry, bodies) = registry();
    let resolved = ORDER.replace("\"myrecord\"", S1);
    for (id, format, expected) in [
        (2, "resolved", resolved.as_str()),
        (2, "RESOLVED", &resolved),
        (2, "serialized", ORDER),
        (2, "ignore_extensions", ORDER),
        (2, "", ORDER),
        (2, "default", ORDER),
        (3, "ignore_extensions", BARE),
        (3, "Ignore_Extensions", BARE),
        (3, "resolved", PROTO),
        (3, "", PROTO),
        (3, "nonsense", PROTO),
        (4, "resolved", r#"{"type":"object"}"#),
        (4, "serialized", r#"{"type":"object"}"#),
    ] {
        for (route, text) in texts(&registry, id, &bodies[id - 1], format).iter().enumerate() {
            assert_eq!(text, expected, "route {route}, id {id}, format `{format}`");
        }
    }
}

#[test]
fn a_serialized_file_is_the_same_everywhere_and_reads_as_the_schema() {
    let (registry, bodies) = registry();
    let texts = texts(&registry, 3, &bodies[2], "Serialized");
    assert!(texts.iter().all(|text| *text == texts[0] && !text.contains(['{', ';'])), "{texts:?}");
    let body = json!({"schemaType": "PROTOBUF", "schema": texts[0]});
    let answer = registry.send(&format!("POST /subjects/q/versions {body}"));
    assert!(
        answer.json()["schema"].as_str().unwrap().contains("string a = 1 [(confluent.field_meta)")
    );
}
