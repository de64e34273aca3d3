//! References: resolved at registration, counted as long as they stand, guarding what they point at.

use crate::front_door::{Registry, check, record};
use serde_json::{Value, json};

fn referring(registry: &Registry, subject: &str, name: &str, to: &str, version: i64) -> Value {
    let field = format!(r#"{{"name":"p","type":"{to}"}}"#);
    let body = json!({
        "schema": record(name, &field),
        "references": [{"name": to, "subject": to, "version": version}],
    });
    registry.send(&format!("POST /subjects/{subject}/versions {body}")).json()
}

#[test]
fn a_referenced_version_stays_until_its_referrer_goes() {
    let registry = Registry::new();
    registry.register("Party", &record("Party", r#"{"name":"n","type":"string"}"#));
    let event = referring(&registry, "event", "Event", "Party", -1);
    assert_eq!(event["references"], json!([{"name": "Party", "subject": "Party", "version": 1}]));
    let outer = referring(&registry, "outer", "Outer", "Party", 1);
    assert_eq!(outer["id"], 3);
    check(
        &registry,
        r#"
        > GET /subjects/Party/versions/1/referencedby
        200 [2,3]
        > DELETE /subjects/Party/versions/1
        422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=Party,version=1}."}
        > DELETE /subjects/Party
        422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=Party,version=1}."}
        > DELETE /subjects/outer
        200 [1]
        > DELETE /subjects/event
        200 [1]
        > GET /subjects/Party/versions/1/referencedby
        200 []
        > GET /subjects/Party/versions/latest/referencedby?deleted=true
        200 [2,3]
        > DELETE /subjects/Party
        200 [1]
        > DELETE /subjects/Party?permanent=true
        422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=Party,version=1}."}
        > DELETE /subjects/outer?permanent=true
        200 [1]
        > DELETE /subjects/event?permanent=true
        200 [1]
        > DELETE /subjects/Party?permanent=true
        200 [1]
        "#,
    );
}

#[test]
fn references_that_point_at_nothing_are_invalid_schemas() {
    let registry = Registry::new();
    registry.register("Party", &record("Party", r#"{"name":"n","type":"string"}"#));
    let missing = referring(&registry, "event", "Event", "Nobody", 1);
    assert_eq!(missing["error_code"], 42201);
    let message = missing["message"].as_str().unwrap();
    assert!(
        message.ends_with(r#"No schema reference found for subject "Nobody" and version 1"#),
        "{message}"
    );
    assert_eq!(referring(&registry, "event", "Event", "Party", 0)["error_code"], 42201);
    registry.send("DELETE /subjects/Party");
    assert_eq!(referring(&registry, "event", "Event", "Party", 1)["error_code"], 42201);
}

#[test]
fn references_are_followed_through_and_resolved_on_request() {
    let registry = Registry::new();
    registry.register("Name", &record("Name", r#"{"name":"n","type":"string"}"#));
    assert_eq!(referring(&registry, "Party", "Party", "Name", 1)["id"], 2);
    assert_eq!(referring(&registry, "event", "Event", "Party", 1)["id"], 3);
    let resolved = registry.send("GET /schemas/ids/3/schema?format=resolved").text;
    let resolved: Value = serde_json::from_str(&resolved).unwrap();
    assert_eq!(resolved["fields"][0]["type"]["fields"][0]["type"]["name"], "Name");
    // The text with everything inlined is the same schema.
    let body = json!({"schema": resolved.to_string()});
    assert_eq!(registry.send(&format!("POST /subjects/event {body}")).json()["version"], 1);
}

#[test]
fn protobuf_references_are_imports_and_the_text_is_kept_as_sent() {
    let registry = Registry::new();
    let party = "syntax = \"proto3\";\npackage p; // kept\n\nmessage Party { string name = 1; }\n";
    let body = json!({"schemaType": "PROTOBUF", "schema": party});
    let first = registry.send(&format!("POST /subjects/party.proto/versions {body}")).json();
    assert_eq!((&first["id"], &first["schema"]), (&json!(1), &json!(party)));
    let spaced = json!({"schemaType": "PROTOBUF", "schema": party.replace(" // kept", "").replace('\n', "\n\n")});
    let same = registry.send(&format!("POST /subjects/party.proto/versions {spaced}")).json();
    assert_eq!((&same["version"], &same["guid"]), (&json!(1), &first["guid"]));
    let event =
        "syntax = \"proto3\";\nimport \"party.proto\";\nmessage Event { p.Party party = 1; }\n";
    let missing = json!({"schemaType": "PROTOBUF", "schema": event});
    let refused = registry.send(&format!("POST /subjects/event/versions {missing}")).json();
    assert_eq!(refused["error_code"], 42201, "{refused}");
    let body = json!({
        "schemaType": "PROTOBUF", "schema": event,
        "references": [{"name": "party.proto", "subject": "party.proto", "version": 1}],
    });
    let event = registry.send(&format!("POST /subjects/event/versions {body}")).json();
    assert_eq!(event["id"], 2, "{event}");
    assert_eq!(registry.line("GET /subjects/party.proto/versions/1/referencedby"), "200 [2]");
    assert_eq!(registry.send("GET /schemas/ids/1?format=serialized").status, 200);
    let other = json!({"schema": "\"string\""});
    let changed = registry.send(&format!("POST /subjects/event/versions {other}"));
    assert_eq!(changed.status, 409);
    assert!(
        changed.text.contains("Incompatible because of different schema type"),
        "{}",
        changed.text
    );
}

#[test]
fn references_within_a_subject_hold_a_version_but_not_the_subject() {
    let registry = Registry::new();
    registry.send(r#"PUT /config/Node {"compatibility":"NONE"}"#);
    registry.register("Node", &record("Node", ""));
    assert_eq!(referring(&registry, "Node", "Outer", "Node", 1)["version"], 2);
    check(
        &registry,
        r#"
        > DELETE /subjects/Node/versions/1
        422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=Node,version=1}."}
        > DELETE /subjects/Node
        200 [1,2]
        > DELETE /subjects/Node?permanent=true
        200 [1,2]
        "#,
    );
}

#[test]
fn a_subject_of_a_reference_is_in_the_referrers_context_unless_it_says_otherwise() {
    let registry = Registry::new();
    let party = record("Party", r#"{"name":"n","type":"string"}"#);
    registry.register(":.c:Party", &party);
    assert_eq!(referring(&registry, ":.c:event", "Event", "Party", 1)["version"], 1);
    assert_eq!(referring(&registry, "event", "Event", "Party", 1)["error_code"], 42201);
    let body = json!({
        "schema": record("Event", r#"{"name":"p","type":"Party"}"#),
        "references": [{"name": "Party", "subject": ":.c:Party", "version": -1}],
    });
    let event = registry.send(&format!("POST /subjects/event/versions {body}")).json();
    assert_eq!(
        (&event["version"], &event["references"][0]["version"]),
        (&json!(1), &json!(1)),
        "{event}"
    );
    assert_eq!(registry.line("GET /subjects/:.c:Party/versions/1/referencedby"), "200 [1,2]");
    let qualified =
        registry.send("GET /subjects/:.c:event/versions/1?referenceFormat=qualified").json();
    assert_eq!(qualified["references"][0]["subject"], ":.c:Party");
}
