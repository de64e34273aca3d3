//! Ids, versions, guids and contexts: what is counted where, what is used again.

use crate::front_door::{Registry, check, record};
use serde_json::json;

#[test]
fn the_same_content_has_one_id_in_a_context() {
    let registry = Registry::new();
    for (subject, schema, id, version) in [
        ("a", "\"string\"", 1, 1),
        ("b", "\"int\"", 2, 1),
        ("b2", "\"string\"", 1, 1),
        (":.c:a", "\"int\"", 1, 1),
        (":.c:a", "\"long\"", 2, 2),
        (":.:a", "\"string\"", 1, 1),
        ("a", "{\"type\":\"string\"}", 1, 1),
        ("a", "  \"string\" ", 1, 1),
    ] {
        let answer = registry.register(subject, schema).json();
        assert_eq!(
            (&answer["id"], &answer["version"]),
            (&json!(id), &json!(version)),
            "{subject} {schema}"
        );
    }
    check(
        &registry,
        r#"
        > GET /contexts
        200 [".",".c"]
        > GET /subjects
        200 [":.c:a","a","b","b2"]
        > GET /subjects?subjectPrefix=b
        200 ["b","b2"]
        > GET /subjects?subjectPrefix=:.c:
        200 [":.c:a"]
        > GET /subjects?subjectPrefix=:*:a
        200 [":.c:a","a"]
        > GET /schemas/ids/2?subject=:.c:
        200 {"subject":":.c:a","version":2,"guid":"dbb7b4f7-9b5b-4dcc-1111-1d4f0b0e0000","schemaType":"AVRO","schema":"\"long\"","ts":"T","deleted":false}
        > DELETE /contexts/.c
        422 {"error_code":42211,"message":"The specified context '.c' is not empty."}
        > DELETE /contexts/unknown
        204
        "#
        .replace("dbb7b4f7-9b5b-4dcc-1111-1d4f0b0e0000", registry.send("GET /subjects/:.c:a/versions/2").json()["guid"].as_str().unwrap())
        .as_str(),
    );
}

#[test]
fn numbers_of_versions_come_back_only_after_a_permanent_delete_of_the_highest() {
    let registry = Registry::new();
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    let number = |schema: &str| registry.register("s", schema).json()["version"].as_u64().unwrap();
    assert_eq!((number("\"string\""), number("\"int\"")), (1, 2));
    registry.send("DELETE /subjects/s/versions/2");
    assert_eq!(number("\"long\""), 3);
    registry.send("DELETE /subjects/s/versions/3");
    registry.send("DELETE /subjects/s/versions/3?permanent=true");
    assert_eq!(number("\"float\""), 3);
    // The same schema again takes a new number, and its old soft-deleted version goes.
    assert_eq!(number("\"int\""), 4);
    assert_eq!(registry.line("GET /subjects/s/versions?deleted=true"), "200 [1,3,4]");
}

#[test]
fn a_version_that_is_asked_for_must_be_the_next() {
    let registry = Registry::new();
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    let post = |schema: &str, version: i64| {
        let body = json!({"schema": schema, "version": version});
        registry.send(&format!("POST /subjects/s/versions {body}"))
    };
    let refused = post("\"string\"", 2);
    assert_eq!(
        refused.json(),
        json!({"error_code": 42201, "message": "Version is not one more than previous version"})
    );
    let first = post("\"string\"", 1).json();
    assert_eq!(first["metadata"]["properties"]["confluent:version"], "1");
    let second = post("\"int\"", -1).json();
    assert_eq!(
        (&second["version"], &second["metadata"]["properties"]["confluent:version"]),
        (&json!(2), &json!("2"))
    );
}

#[test]
fn metadata_and_rules_are_part_of_a_schema_and_are_inherited() {
    let registry = Registry::new();
    let text = record("R", r#"{"name":"a","type":"int"}"#);
    let post = |body: serde_json::Value| {
        registry.send(&format!("POST /subjects/s/versions {body}")).json()
    };
    let rules =
        json!({"domainRules": [{"name": "r", "type": "CEL", "expr": "true", "disabled": false}]});
    let plain = post(json!({"schema": text}));
    let owned = post(
        json!({"schema": text, "metadata": {"properties": {"owner": "me"}}, "ruleSet": rules}),
    );
    assert_eq!(
        (&plain["version"], &owned["version"], &owned["id"]),
        (&json!(1), &json!(2), &json!(2))
    );
    assert_eq!(
        (&owned["ruleSet"], &owned["metadata"]["properties"]["owner"]),
        (&rules, &json!("me"))
    );
    // No text: that of the latest version; no metadata: those of the latest version.
    let same = post(json!({"metadata": {"properties": {"owner": "you"}}}));
    assert_eq!(
        (&same["version"], &same["schema"], &same["ruleSet"]),
        (&json!(3), &json!(text), &rules)
    );
    let next = post(
        json!({"schema": record("R", r#"{"name":"a","type":"int"},{"name":"b","type":"int","default":0}"#)}),
    );
    assert_eq!(
        (&next["version"], &next["metadata"]["properties"]["owner"]),
        (&json!(4), &json!("you"))
    );
    let found = registry.send("GET /subjects/s/metadata?key=owner&value=me").json();
    assert_eq!(found["version"], 2);
    assert_eq!(
        registry.send("GET /subjects/s/metadata?key=owner&value=nobody").json()["error_code"],
        40403
    );
    let bad = post(
        json!({"schema": text, "ruleSet": {"migrationRules": [{"name": "r", "type": "X", "mode": "WRITE"}]}}),
    );
    assert_eq!(bad["error_code"], 42210);
}

#[test]
fn default_and_override_metadata_are_laid_under_and_over() {
    let registry = Registry::new();
    registry.send(r#"PUT /config/s {"defaultMetadata":{"properties":{"a":"default","b":"default"}},"overrideMetadata":{"properties":{"c":"override"}}}"#);
    let body =
        json!({"schema": "\"string\"", "metadata": {"properties": {"b": "own", "c": "own"}}});
    let found = registry.send(&format!("POST /subjects/s/versions {body}")).json();
    assert_eq!(
        found["metadata"]["properties"],
        json!({"a": "default", "b": "own", "c": "override"})
    );
    let again = registry.send(&format!("POST /subjects/s/versions {body}")).json();
    assert_eq!(again["version"], 1);
}

#[test]
fn sixty_four_clients_with_one_new_schema_get_one_id_and_one_version() {
    let registry = Registry::new();
    let answers = registry.send_at_once(
        64,
        &format!("POST /subjects/s/versions {}", json!({"schema": record("R", "")})),
    );
    assert_eq!(answers.len(), 64);
    for answer in &answers {
        assert_eq!((answer.status, &answer.json()), (200, &answers[0].json()));
    }
    assert_eq!(registry.line("GET /subjects/s/versions"), "200 [1]");
    assert_eq!(registry.send("GET /health/ready").json()["position"], 1);
}

#[test]
fn an_answer_that_is_kept_follows_what_happens_to_its_version() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let read = |parameters: &str| registry.send(&format!("GET /schemas/ids/1{parameters}")).json();
    let first = read("");
    assert_eq!(read(""), first, "kept");
    assert_eq!(read("?subject=s&fetchMaxId=false"), first, "these parameters change nothing");
    assert_eq!(read("?fetchMaxId=true")["maxId"], 1, "this one does");
    registry.register("t", "\"string\"");
    assert_eq!(read("")["deleted"], false);
    registry.send("DELETE /subjects/s");
    assert_eq!(read("?subject=s")["deleted"], true);
    assert_eq!(read("")["subject"], "t", "the one that is left");
    registry.register("s", "\"string\"");
    assert_eq!(read("?subject=s")["deleted"], false);
    assert_eq!(read("?subject=s")["version"], 2);
}
