//! Compatibility: which versions are compared, what an incompatible candidate is told.

use crate::front_door::{Registry, record};
use serde_json::{Value, json};

const A: &str = r#"{"name":"a","type":"int"}"#;
const B: &str = r#"{"name":"b","type":"int"}"#;
const B_DEFAULT: &str = r#"{"name":"b","type":"int","default":0}"#;

fn ask(registry: &Registry, path: &str, schema: &str) -> (u16, Value) {
    let answer = registry
        .send(&format!("POST /compatibility/subjects/{path} {}", json!({"schema": schema})));
    (answer.status, answer.json())
}

#[test]
fn an_incompatible_schema_is_refused_with_the_clash_spelled_out() {
    let registry = Registry::new();
    let old = record("R", A);
    assert_eq!(registry.register("s", &old).status, 200);
    let answer = registry.register("s", &record("R", &format!("{A},{B}")));
    assert_eq!((answer.status, answer.json()["error_code"].as_u64()), (409, Some(40901)));
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    let start = "Schema being registered is incompatible with an earlier schema for subject \"s\", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'";
    assert!(message.starts_with(start), "{message}");
    let end = "additionalInfo:'b'}, {oldSchemaVersion: 1}, {oldSchema: '";
    assert!(message.contains(end), "{message}");
    assert!(
        message.ends_with(&format!(
            "{old}'}}, {{validateFields: 'false', compatibility: 'BACKWARD'}}]"
        )),
        "{message}"
    );
}

#[test]
fn the_check_compares_with_one_version_or_with_all_that_count() {
    let registry = Registry::new();
    let wider = record("R", &format!("{A},{B_DEFAULT}"));
    let strict = record("R", &format!("{A},{B}"));
    assert_eq!(registry.register("s", &record("R", A)).status, 200);
    assert_eq!(registry.register("s", &wider).status, 200);
    let yes = (200, json!({"is_compatible": true}));
    let no = (200, json!({"is_compatible": false}));
    assert_eq!(ask(&registry, "s/versions", &strict), yes);
    assert_eq!(ask(&registry, "s/versions/latest", &strict), yes);
    assert_eq!(ask(&registry, "s/versions/1", &strict), no);
    registry.send(r#"PUT /config/s {"compatibility":"BACKWARD_TRANSITIVE"}"#);
    assert_eq!(ask(&registry, "s/versions", &strict), no);
    assert_eq!(ask(&registry, "s/versions/latest", &strict), yes);
    registry.send(r#"PUT /config/s {"compatibility":"none"}"#);
    assert_eq!(ask(&registry, "s/versions/1", &strict), yes);
}

#[test]
fn the_check_of_what_is_not_there_follows_upstream() {
    let registry = Registry::new();
    let any = record("R", A);
    assert_eq!(ask(&registry, "none/versions/latest", &any), (200, json!({"is_compatible": true})));
    assert_eq!(ask(&registry, "none/versions", &any), (200, json!({"is_compatible": true})));
    let missing = json!({"error_code": 40402, "message": "Version 3 not found."});
    assert_eq!(ask(&registry, "none/versions/3", &any), (404, missing));
    assert_eq!(ask(&registry, "none/versions/0", &any).1["error_code"], 42202);
    let (status, body) = ask(&registry, "none/versions", "{");
    assert_eq!((status, body["error_code"].as_u64()), (422, Some(42201)));
    let (status, body) = ask(&registry, "none/versions?verbose=true", "{");
    assert_eq!((status, &body["is_compatible"]), (200, &json!(false)));
    assert!(body["messages"][0].as_str().unwrap().starts_with("Invalid schema"), "{body}");
}

#[test]
fn a_group_compares_only_with_its_own() {
    let registry = Registry::new();
    let body = |schema: &str, group: &str| {
        json!({"schema": schema, "metadata": {"properties": {"major": group}}}).to_string()
    };
    let (old, new) = (record("R", A), record("R", r#"{"name":"c","type":"string"}"#));
    let post = |schema: &str, group: &str| {
        registry.send(&format!("POST /subjects/s/versions {}", body(schema, group))).status
    };
    registry.send(r#"PUT /config/s {"compatibilityGroup":"major"}"#);
    assert_eq!(post(&old, "1"), 200);
    assert_eq!(post(&new, "1"), 409);
    assert_eq!(post(&new, "2"), 200);
}

#[test]
fn reserved_names_are_kept_free_even_without_a_level() {
    let registry = Registry::new();
    registry.send(r#"PUT /config/s {"compatibility":"NONE","validateFields":true}"#);
    let post = |fields: &str, reserved: &str| {
        let metadata = json!({"properties": {"confluent:reserved": reserved}});
        let body = json!({"schema": record("R", fields), "metadata": metadata});
        registry.send(&format!("POST /subjects/s/versions {body}"))
    };
    assert_eq!(post(A, "old, older").status, 200);
    let taken = post(r#"{"name":"old","type":"int"}"#, "old, older");
    let message = "details: [The new schema has field that conflicts with the reserved field old.]";
    assert!(
        taken.status == 409 && taken.json()["message"].as_str().unwrap().contains(message),
        "{}",
        taken.text
    );
    let dropped = post(A, "old");
    assert!(
        dropped.text.contains("has reserved field older removed from its metadata"),
        "{}",
        dropped.text
    );
}
