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

#[test]
fn a_reference_has_a_name_a_subject_and_a_version() {
    let registry = Registry::new();
    registry.register("Party", &record("Party", ""));
    let event = record("Event", r#"{"name":"p","type":"Party"}"#);
    let whole = json!({"name": "Party", "subject": "Party", "version": 1});
    for member in ["name", "subject", "version"] {
        for value in [None, Some(Value::Null), (member != "version").then(|| json!(""))] {
            let mut reference = whole.clone();
            match &value {
                Some(value) => reference[member] = value.clone(),
                None => drop(reference.as_object_mut().unwrap().remove(member)),
            }
            let body = json!({"schema": event, "references": [reference]});
            for path in ["/subjects/s/versions", "/compatibility/subjects/s/versions"] {
                let refused = registry.send(&format!("POST {path} {body}"));
                assert_eq!(refused.json()["error_code"], 42201, "{path} {body}: {}", refused.text);
                if value != Some(json!("")) {
                    let message = "Invalid schema of type AVRO, details: Invalid reference: ";
                    assert!(refused.text.contains(message), "{}", refused.text);
                }
            }
        }
    }
    let body = json!({"schema": event, "references": [whole]});
    assert_eq!(registry.send(&format!("POST /subjects/s/versions {body}")).status, 200);
}

#[test]
fn only_a_new_schema_needs_live_targets() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("Party", &record("Party", ""));
    assert_eq!(referring(&registry, "event", "Event", "Party", 1)["version"], 1);
    registry.send("DELETE /subjects/event");
    registry.send("DELETE /subjects/Party");
    let body = json!({
        "schema": record("Event", r#"{"name":"p","type":"Party"}"#),
        "references": [{"name": "Party", "subject": "Party", "version": 1}],
    });
    let found = registry.send(&format!("POST /subjects/event?deleted=true {body}")).json();
    assert_eq!(found["version"], 1, "looked up: {found}");
    let read = registry.send("GET /subjects/event/versions/1/schema?deleted=true&format=resolved");
    assert!(read.text.contains(r#""fields":[]"#), "read: {}", read.text);
    let latest = referring(&registry, "new", "Event", "Party", -1);
    assert_eq!(latest["error_code"], 42201, "a deleted version is never the latest: {latest}");
    assert_eq!(referring(&registry, "new", "Event", "Party", 1)["error_code"], 42201);
    registry.send(r#"PUT /config/lax {"validateNewSchemas":false}"#);
    let lax = referring(&registry, "lax", "Event", "Party", 1);
    assert_eq!(lax["version"], 1, "not judged as new: {lax}");
    registry.send(r#"PUT /mode/imported {"mode":"IMPORT"}"#);
    let mut import = body;
    import["id"] = json!(77);
    let imported = registry.send(&format!("POST /subjects/imported/versions {import}")).json();
    assert_eq!((&imported["id"], &imported["version"]), (&json!(77), &json!(1)), "{imported}");
}

#[test]
fn of_two_references_of_one_name_the_first_wins_depth_first() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("base", &record("Base", ""));
    let wider = record("Base", r#"{"name":"a","type":"int","default":0}"#);
    assert_eq!(registry.register("base", &wider).json()["version"], 2);
    let base = |version: u32| json!({"name": "Base", "subject": "base", "version": version});
    let middle = json!({"name": "Middle", "subject": "middle", "version": 1});
    let body = json!({"schema": record("Middle", r#"{"name":"b","type":"Base"}"#), "references": [base(1)]});
    assert_eq!(registry.send(&format!("POST /subjects/middle/versions {body}")).status, 200);
    let top = record("Top", r#"{"name":"b","type":"Base"},{"name":"m","type":"Middle"}"#);
    for (subject, references, is_wider) in
        [("x", json!([base(2), middle]), true), ("y", json!([middle, base(2)]), false)]
    {
        let body = json!({"schema": top, "references": references});
        let stored = registry.send(&format!("POST /subjects/{subject}/versions {body}")).json();
        assert_eq!((&stored["schema"], &stored["references"]), (&json!(top), &references));
        let path = format!("/subjects/{subject}/versions/1/schema");
        assert_eq!(registry.send(&format!("GET {path}")).text, top, "kept beside the text");
        let resolved = registry.send(&format!("GET {path}?format=resolved")).text;
        assert_eq!(resolved.contains(r#""default":0"#), is_wider, "{subject}: {resolved}");
    }
}

#[test]
fn referrers_are_direct_ones_of_any_context() {
    let registry = Registry::new();
    registry.register("Name", &record("Name", ""));
    assert_eq!(referring(&registry, "Party", "Party", "Name", 1)["id"], 2);
    assert_eq!(referring(&registry, "event", "Event", "Party", 1)["id"], 3);
    for (subject, name) in [(":.c:first", "First"), (":.c:second", "Second")] {
        let body = json!({
            "schema": record(name, r#"{"name":"n","type":"Name"}"#),
            "references": [{"name": "Name", "subject": ":.:Name", "version": 1}],
        });
        let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    check(
        &registry,
        r#"
        > GET /subjects/Name/versions/1/referencedby
        200 [2,1,2]
        > GET /subjects/Name/versions/1/referencedby?offset=1&limit=1
        200 [1]
        > GET /subjects/Party/versions/1/referencedby
        200 [3]
        > GET /subjects/event/versions/1/referencedby
        200 []
        "#,
    );
    let without = registry.send("GET /subjects/Name/versions/1").json();
    assert_eq!(without.get("references"), None, "left out where there are none");
}

#[test]
fn a_qualified_format_of_references_says_their_context_unless_it_is_the_default_one() {
    let registry = Registry::new();
    for context in ["", ":.c:"] {
        registry.register(&format!("{context}Party"), &record("Party", ""));
        referring(&registry, &format!("{context}event"), "Event", "Party", 1);
    }
    for (path, subject) in [
        ("/subjects/:.c:event/versions/1?referenceFormat=qualified", ":.c:Party"),
        ("/subjects/:.c:event/versions/1?referenceFormat=other", "Party"),
        ("/subjects/:.c:event/versions/1", "Party"),
        ("/schemas/ids/2?subject=:.c:&referenceFormat=qualified", ":.c:Party"),
        ("/schemas/ids/2?subject=:.c:", "Party"),
        ("/subjects/event/versions/1?referenceFormat=qualified", "Party"),
        ("/schemas/ids/2?referenceFormat=qualified", "Party"),
    ] {
        let found = registry.send(&format!("GET {path}")).json();
        assert_eq!(found["references"][0]["subject"], subject, "{path}");
    }
}
