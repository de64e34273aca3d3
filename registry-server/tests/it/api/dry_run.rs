//! `dryRun=true`: what a registration would be answered, and that asking changes nothing.

use crate::front_door::{Registry, record};
use serde_json::{Value, json};

fn asked(registry: &Registry, subject: &str, body: &Value) -> Value {
    let line = format!("POST /compatibility/subjects/{subject}/versions?dryRun=true {body}");
    let answer = registry.send(&line);
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["registration"].clone()
}

#[test]
fn a_rehearsal_says_what_the_registration_then_answers() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("other", &record("Other", ""));
    let body = json!({"schema": record("A", "")});
    let told = asked(&registry, "a", &body);
    assert_eq!(told, json!({"outcome": "created", "version": 1, "id": 2}));
    assert_eq!(registry.send("GET /subjects").text, r#"["other"]"#);
    let made = registry.send(&format!("POST /subjects/a/versions {body}")).json();
    assert_eq!((made["id"].as_u64(), made["version"].as_u64()), (Some(2), Some(1)));
    let told = asked(&registry, "a", &body);
    assert_eq!(told, json!({"outcome": "unchanged", "version": 1, "id": 2}));
}

#[test]
fn a_rehearsal_is_refused_as_the_registration_is() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("a", &record("A", ""));
    registry.send(r#"PUT /mode/locked {"mode":"READONLY"}"#);
    let broken = record("A", r#"{"name":"x","type":"string"}"#);
    let missing = json!([{"name": "B", "subject": "b", "version": 1}]);
    for (subject, body) in [
        ("a", json!({"schema": broken})),
        ("locked", json!({"schema": record("A", "")})),
        ("new", json!({"schema": record("A", ""), "references": missing})),
        ("new", json!({"schema": record("A", ""), "id": 7})),
        ("a", json!({"schema": record("A", ""), "version": 9})),
    ] {
        let line = format!(
            "POST /compatibility/subjects/{subject}/versions?dryRun=true&verbose=true {body}"
        );
        let told = registry.send(&line).json()["registration"].clone();
        assert_eq!(told["outcome"], "refused", "{told}");
        let refused = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(told["refusal"], refused.json(), "{subject}");
    }
}

#[test]
fn nobody_is_told_who_did_not_ask() {
    let registry = Registry::configured(&[("policy", "off")]);
    let body = json!({"schema": record("A", "")});
    let answer = registry.send(&format!("POST /compatibility/subjects/a/versions {body}"));
    assert_eq!(answer.text, r#"{"is_compatible":true}"#);
    registry.register("a", &record("A", ""));
    let line = format!("POST /compatibility/subjects/a/versions/1?dryRun=true {body}");
    assert_eq!(registry.send(&line).text, r#"{"is_compatible":true}"#);
}
