//! Reading: what is deleted, what is latest, and where an unqualified subject is sought.

use crate::front_door::{Registry, check, record};
use serde_json::{Value, json};

/// `s`: 1 deleted, 2 live, 3 deleted; `gone`: 1 deleted; `event` refers to `party`, `late` did; `party` 1 is deleted.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    for (subject, text) in [
        ("s", "\"int\""),
        ("s", "\"long\""),
        ("s", "\"float\""),
        ("gone", "\"int\""),
        ("party", &record("Party", "")),
    ] {
        assert_eq!(registry.register(subject, text).status, 200);
    }
    for (subject, name) in [("event", "Event"), ("late", "Late")] {
        let body = json!({
            "schema": record(name, r#"{"name":"p","type":"Party"}"#),
            "references": [{"name": "Party", "subject": "party", "version": 1}],
        });
        let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    for gone in ["late", "gone", "s/versions/1", "s/versions/3"] {
        assert_eq!(registry.send(&format!("DELETE /subjects/{gone}")).status, 200);
    }
    registry
}

/// What of an answer the table tells: a list as it is, of a version its number and whether it is deleted, of a refusal its
/// code.
fn short(answer: &Value) -> Value {
    if let Some(code) = answer.get("error_code") {
        return code.clone();
    }
    if let Some(list) = answer.as_array() {
        let pair = |row: &Value| match (row.get("subject"), row.get("version")) {
            (Some(subject), Some(version)) => {
                json!(format!("{}/{version}", subject.as_str().unwrap()))
            }
            _ => row.clone(),
        };
        return list.iter().map(pair).collect();
    }
    match answer.get("deleted") {
        Some(deleted) => json!([answer["version"], deleted]),
        None => answer["version"].clone(),
    }
}

#[test]
fn deleted_things_are_read_as_the_table_says() {
    let registry = registry();
    let int = r#"{"schema":"\"int\""}"#;
    for (call, body, plain, deleted) in [
        (
            "GET /subjects",
            "",
            json!(["event", "party", "s"]),
            json!(["event", "gone", "late", "party", "s"]),
        ),
        ("GET /subjects/s/versions", "", json!([2]), json!([1, 2, 3])),
        ("GET /subjects/gone/versions", "", json!(40401), json!([1])),
        ("GET /subjects/s/versions/1", "", json!(40402), json!([1, true])),
        ("GET /subjects/s/versions/2", "", json!([2, false]), json!([2, false])),
        ("GET /subjects/gone/versions/1", "", json!(40401), json!([1, true])),
        ("GET /subjects/s/versions/latest", "", json!([2, false]), json!([2, false])),
        ("GET /subjects/s/versions/-1", "", json!([2, false]), json!([2, false])),
        ("GET /subjects/gone/versions/latest", "", json!(40401), json!(40402)),
        ("POST /subjects/s", int, json!(40403), json!(1)),
        ("POST /subjects/gone", int, json!(40401), json!(1)),
        ("GET /schemas/ids/1", "", json!([1, true]), json!([1, true])),
        ("GET /schemas/ids/2", "", json!([2, false]), json!([2, false])),
        ("GET /schemas/ids/1/subjects", "", json!([]), json!(["gone", "s"])),
        ("GET /schemas/ids/1/versions", "", json!([]), json!(["gone/1", "s/1"])),
        (
            "GET /schemas",
            "",
            json!(["event/1", "party/1", "s/2"]),
            json!(["event/1", "gone/1", "late/1", "party/1", "s/1", "s/2", "s/3"]),
        ),
        ("GET /subjects/party/versions/1/referencedby", "", json!([5]), json!([5, 6])),
        ("GET /subjects/gone/versions/1/referencedby", "", json!([]), json!([])),
    ] {
        for (parameter, expected) in [("", plain), ("?deleted=true", deleted)] {
            let answer = registry.send(&format!("{call}{parameter} {body}"));
            assert_eq!(short(&answer.json()), expected, "{call}{parameter}: {}", answer.text);
        }
    }
}

#[test]
fn deleted_only_wins_and_negatives_mark_what_is_deleted() {
    check(
        &registry(),
        r#"
        > GET /subjects?deletedOnly=true
        200 ["gone","late"]
        > GET /subjects?deletedOnly=true&deleted=true
        200 ["gone","late"]
        > GET /subjects/s/versions?deletedOnly=true
        200 [1,3]
        > GET /subjects/s/versions?deletedAsNegative=true
        200 [-1,2,-3]
        > GET /subjects/s/versions?deletedAsNegative=true&offset=1&limit=1
        200 [2]
        > GET /subjects/gone/versions?deletedAsNegative=true
        404 {"error_code":40401,"message":"Subject 'gone' not found."}
        > GET /subjects/gone/versions?deletedAsNegative=true&deleted=true
        200 [-1]
        > GET /subjects/event/versions?deletedOnly=true
        404 {"error_code":40401,"message":"Subject 'event' not found."}
        "#,
    );
}

#[test]
fn latest_is_spelled_in_any_case_with_blanks_or_as_minus_one() {
    let registry = registry();
    for spelled in ["latest", "LATEST", "%20Latest%20", "-1"] {
        let found = registry.send(&format!("GET /subjects/s/versions/{spelled}")).json();
        assert_eq!(found["version"], 2, "{spelled}");
    }
    for spelled in ["0", "-2", "1.0", "newest", "2147483648"] {
        let found = registry.send(&format!("GET /subjects/s/versions/{spelled}")).json();
        assert_eq!(found["error_code"], 42202, "{spelled}");
    }
}

/// `:.c:s` with its first version deleted, `:.d:t`; nothing in the default context but `here`.
fn elsewhere() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config/:.__GLOBAL: {"compatibility":"NONE"}"#);
    for (subject, text) in [
        (":.c:s", "\"int\""),
        (":.c:s", "\"long\""),
        (":.d:t", "\"float\""),
        ("here", "\"string\""),
        (":.c:here", "\"bytes\""),
    ] {
        assert_eq!(registry.register(subject, text).status, 200);
    }
    registry
}

#[test]
fn reads_seek_an_unqualified_subject_in_every_context() {
    let registry = elsewhere();
    for (request, subject) in [
        ("GET /subjects/s/versions/1", ":.c:s"),
        ("GET /subjects/s/versions/latest", ":.c:s"),
        ("GET /subjects/t/versions/1", ":.d:t"),
        (r#"POST /subjects/t {"schema":"\"float\""}"#, ":.d:t"),
        (r#"POST /subjects/s {"schema":"\"int\""}"#, ":.c:s"),
        ("GET /schemas/ids/2?subject=s", ":.c:s"),
        ("GET /schemas/ids/1?subject=t", ":.d:t"),
        // Not there anywhere: the bare context.
        ("GET /schemas/ids/1?subject=nowhere", "here"),
        ("GET /schemas/ids/3?subject=here", ":.c:here"),
    ] {
        let answer = registry.send(request);
        assert_eq!(answer.json()["subject"], subject, "{request}: {}", answer.text);
    }
    check(
        &registry,
        r#"
        > GET /subjects/t/versions/1/schema
        200 float
        > GET /subjects/s/versions/1/referencedby
        200 []
        > GET /schemas/ids/2/schema?subject=s
        200 long
        "#,
    );
    let tags = r#"{"metadata":{"properties":{"a":"b"}}}"#;
    let tagged = registry.send(&format!("POST /subjects/s/versions/2/tags {tags}"));
    assert_eq!(tagged.json()["version"], 3, "{}", tagged.text);
    assert_eq!(registry.line("GET /subjects/:.c:s/versions"), "200 [1,2,3]");
    // A context that is named is the only one.
    assert_eq!(registry.send("GET /subjects/:.d:s/versions/1").json()["error_code"], 40401);
    assert_eq!(registry.send("GET /subjects/:.c:t/versions/1").json()["error_code"], 40401);
}

#[test]
fn lists_writes_and_settings_seek_no_further_than_their_context() {
    let registry = elsewhere();
    for (request, code) in [
        ("GET /subjects/s/versions", json!(40401)),
        ("GET /subjects/s/metadata", json!(40401)),
        ("DELETE /subjects/s", json!(40401)),
        ("DELETE /subjects/s/versions/1", json!(40401)),
        ("GET /config/s", json!(40408)),
        ("GET /mode/s", json!(40409)),
        (r#"POST /compatibility/subjects/s/versions/1 {"schema":"\"int\""}"#, json!(40402)),
        (r#"POST /compatibility/subjects/s/versions {"schema":"\"int\""}"#, Value::Null),
        (r#"POST /subjects/s/versions {"schema":"\"double\""}"#, Value::Null),
    ] {
        let answer = registry.send(request);
        assert_eq!(answer.json()["error_code"], code, "{request}: {}", answer.text);
    }
    assert_eq!(registry.line("GET /subjects?subjectPrefix=s"), r#"200 ["s"]"#, "registered here");
}
