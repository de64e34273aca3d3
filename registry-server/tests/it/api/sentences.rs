//! What is said of single endpoints, sentence by sentence; each test is one endpoint.

use crate::front_door::{Registry, S1, check};
use serde_json::{Value, json};

const INT: &str = r#"{"schema":"\"int\""}"#;

fn registry() -> Registry {
    Registry::configured(&[("policy", "off")])
}

/// Sends a request whose answer is not looked at, but it is 200.
fn done(registry: &Registry, request: &str) -> Value {
    let answer = registry.send(request);
    assert_eq!(answer.status, 200, "{request}: {}", answer.text);
    answer.json()
}

/// The members of an answer that tell who it is.
fn who(registry: &Registry, path: &str) -> String {
    let body = done(registry, &format!("GET {path}"));
    let part = |name: &str| body.get(name).map_or(String::new(), ToString::to_string);
    format!("{}/{}", part("subject").trim_matches('"'), part("version"))
}

#[test]
fn an_id_is_sought_where_the_subject_says_and_told_with_its_owner() {
    let registry = registry();
    done(&registry, &format!("POST /subjects/a/versions {INT}"));
    done(&registry, &format!("POST /subjects/b/versions {INT}"));
    done(&registry, &format!("POST /subjects/:.c:x/versions {}", json!({ "schema": S1 })));
    for (path, owner) in [
        ("/schemas/ids/1?subject=a", "a/1"),
        ("/schemas/ids/1?subject=b", "b/1"),
        ("/schemas/ids/1?subject=:.c:", ":.c:x/1"),
        ("/schemas/ids/1?subject=:.c:x", ":.c:x/1"),
        ("/schemas/ids/1?subject=:.c:unknown", ":.c:x/1"),
        // Unqualified, it does not own the id at home but does so in another context.
        ("/schemas/ids/1?subject=x", ":.c:x/1"),
        ("/contexts/.c/schemas/ids/1", ":.c:x/1"),
        ("/contexts/.c/schemas/ids/1?subject=x", ":.c:x/1"),
    ] {
        assert_eq!(who(&registry, path), owner, "{path}");
    }
    check(
        &registry,
        r#"
        > GET /schemas/ids/1/schema?subject=:.c:
        200 {"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}
        > GET /schemas/ids/1/subjects
        200 ["a","b"]
        > GET /schemas/ids/1/subjects?subject=:.c:
        200 [":.c:x"]
        > GET /schemas/ids/1/versions?subject=:.c:x
        200 [{"subject":":.c:x","version":1}]
        > GET /schemas/ids/2?subject=:.c:
        404 {"error_code":40403,"message":"Schema 2 not found"}
        > GET /schemas/ids/1/subjects?subject=:.unknown:
        404 {"error_code":40403,"message":"Schema not found"}
        > DELETE /subjects/a
        200 [1]
        > GET /schemas/ids/1/subjects
        200 ["b"]
        > GET /schemas/ids/1/subjects?deleted=true&limit=1
        200 ["a"]
        > DELETE /subjects/b
        200 [1]
        > GET /schemas/ids/1/subjects
        200 []
        > GET /schemas/ids/1/schema
        200 "int"
        > DELETE /subjects/a?permanent=true
        200 [1]
        > GET /schemas/ids/1/schema
        200 "int"
        > DELETE /subjects/b?permanent=true
        200 [1]
        > GET /schemas/ids/1
        404 {"error_code":40403,"message":"Schema 1 not found"}
        > GET /schemas/ids/1/schema
        404 {"error_code":40403,"message":"Schema 1 not found"}
        "#,
    );
}

#[test]
fn a_guid_is_found_in_either_spelling_and_told_without_an_owner() {
    let registry = registry();
    done(&registry, &format!("POST /subjects/:.c:s/versions {}", json!({ "schema": S1 })));
    for guid in [
        "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d",
        "a3d8f88a97567b658ee25c9472fa6c7d",
        "A3D8F88A-9756-7B65-8EE2-5C9472FA6C7D",
    ] {
        let body = done(&registry, &format!("GET /schemas/guids/{guid}"));
        let names: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(names, ["deleted", "guid", "schema", "schemaType", "ts"], "{guid}");
        assert_eq!(body["guid"], "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d");
        assert_eq!(
            done(&registry, &format!("GET /schemas/guids/{guid}/ids")),
            json!([{"context": ".c", "id": 1}])
        );
    }
    assert_eq!(registry.line("GET /schemas/guids/nonsense/ids"), "200 []");
}

#[test]
fn the_newest_version_with_the_metadata_is_found() {
    let registry = registry();
    done(&registry, r#"PUT /config {"compatibility":"NONE"}"#);
    for (schema, properties) in [
        ("int", json!({"a": "1", "b": "1"})),
        ("long", json!({"a": "1"})),
        ("string", json!({"a": "2"})),
    ] {
        let body =
            json!({"schema": format!("\"{schema}\""), "metadata": {"properties": properties}});
        done(&registry, &format!("POST /subjects/s/versions {body}"));
    }
    done(&registry, r#"POST /subjects/bare/versions {"schema":"\"int\""}"#);
    for (query, owner) in [
        ("?key=a&value=1", "s/2"),
        ("?key=a&value=1&key=b&value=1", "s/1"),
        ("?key=a&value=1&key=b", "s/2"),
        ("?key=a&value=2", "s/3"),
        ("", "s/3"),
    ] {
        assert_eq!(who(&registry, &format!("/subjects/s/metadata{query}")), owner, "{query}");
    }
    check(
        &registry,
        r#"
        > GET /subjects/s/metadata?key=a&value=3
        404 {"error_code":40403,"message":"Schema not found"}
        > GET /subjects/bare/metadata
        404 {"error_code":40403,"message":"Schema not found"}
        > DELETE /subjects/s/versions/3
        200 3
        > GET /subjects/s/metadata?key=a&value=2
        404 {"error_code":40403,"message":"Schema not found"}
        "#,
    );
    assert_eq!(who(&registry, "/subjects/s/metadata?key=a&value=2&deleted=true"), "s/3");
}

#[test]
fn the_metadata_of_a_version_come_with_its_text_in_the_format_asked_for() {
    let registry = registry();
    let proto = json!({"schemaType": "PROTOBUF", "schema": "message M {}", "metadata": {"properties": {"a": "1"}}});
    done(&registry, &format!("POST /subjects/p/versions {proto}"));
    let text = |query: &str| {
        done(&registry, &format!("GET /subjects/p/metadata?key=a&value=1{query}"))["schema"].clone()
    };
    assert_eq!(text(""), "message M {}");
    let serialized =
        done(&registry, "GET /subjects/p/versions/1?format=serialized")["schema"].clone();
    assert_ne!(serialized, "message M {}");
    assert_eq!(text("&format=serialized"), serialized);
    assert_eq!(text("&format=SERIALIZED"), serialized);
    assert_eq!(text("&format=nonsense"), "message M {}");
}

#[test]
fn a_check_of_compatibility_answers_what_a_registration_would() {
    let registry = registry();
    done(&registry, &format!("POST /subjects/s/versions {INT}"));
    done(&registry, r#"PUT /mode/s {"mode":"READONLY"}"#);
    let at = "/compatibility/subjects/s/versions";
    for (path, body, expected) in [
        (at.to_owned(), r#"{"schema":"\"long\""}"#, json!({"is_compatible": true})),
        (format!("{at}/latest"), r#"{"schema":"\"long\""}"#, json!({"is_compatible": true})),
        (
            format!("{at}/-1?verbose=true"),
            r#"{"schema":"\"long\""}"#,
            json!({"is_compatible": true, "messages": []}),
        ),
        (
            format!("{at}?verbose=TRUE"),
            r#"{"schema":"\"int\"","id":7,"version":99}"#,
            json!({"is_compatible": true, "messages": []}),
        ),
        (at.to_owned(), r#"{"schema":"\"string\""}"#, json!({"is_compatible": false})),
        (
            format!("{at}/1?verbose=false"),
            r#"{"schema":"\"string\""}"#,
            json!({"is_compatible": false}),
        ),
        ("/compatibility/subjects/none/versions".to_owned(), INT, json!({"is_compatible": true})),
        (
            "/compatibility/subjects/none/versions/latest".to_owned(),
            INT,
            json!({"is_compatible": true}),
        ),
    ] {
        assert_eq!(done(&registry, &format!("POST {path} {body}")), expected, "{path}");
    }
    for path in [
        format!("{at}?verbose=true"),
        format!("{at}/1?verbose=true"),
        "/compatibility/subjects/none/versions?verbose=true".to_owned(),
    ] {
        let body = done(&registry, &format!("POST {path} {}", json!({"schema": "{"})));
        assert_eq!(body["is_compatible"], false, "{path}");
        assert_eq!(body["messages"].as_array().unwrap().len(), 1, "{path}: {body}");
    }
    let verbose =
        done(&registry, &format!("POST {at}?verbose=true {}", json!({"schema": "\"string\""})));
    let messages: Vec<&str> =
        verbose["messages"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(messages[0].starts_with("{errorType:'TYPE_MISMATCH', description:'"), "{messages:?}");
    let tail = &messages[messages.len() - 3..];
    assert_eq!(
        tail,
        [
            "{oldSchemaVersion: 1}",
            "{oldSchema: '\"int\"'}",
            "{validateFields: 'false', compatibility: 'BACKWARD'}"
        ]
    );
}

#[test]
fn settings_are_patched_and_answered_as_each_method_does() {
    check(
        &registry(),
        r#"
        > GET /config
        200 {"compatibilityLevel":"BACKWARD"}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"BACKWARD"}
        > PUT /config/:.: {"compatibility":"Full"}
        200 {"compatibility":"FULL"}
        > GET /config
        200 {"compatibilityLevel":"FULL"}
        > GET /config/:.:
        200 {"compatibilityLevel":"FULL"}
        > PUT /config {"normalize":true,"compatibilityGroup":"g"}
        200 {"normalize":true,"compatibility":"FULL","compatibilityGroup":"g"}
        > PUT /config {"compatibilityGroup":null}
        200 {"normalize":true,"compatibility":"FULL"}
        > PUT /config {}
        200 {"normalize":true,"compatibility":"FULL"}
        > DELETE /config
        200 {"normalize":true,"compatibilityLevel":"FULL"}
        > GET /config
        200 {"compatibilityLevel":"BACKWARD"}
        > DELETE /config
        200 {"compatibilityLevel":"BACKWARD"}
        > PUT /config/:.__GLOBAL: {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        > GET /config
        200 {"compatibilityLevel":"BACKWARD"}
        > GET /config?defaultToGlobal=true
        200 {"compatibilityLevel":"NONE"}
        > GET /config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"NONE"}
        > PUT /config/:.c: {"compatibility":"forward_transitive"}
        200 {"compatibility":"FORWARD_TRANSITIVE"}
        > GET /config/:.c:s?defaultToGlobal=true
        200 {"compatibilityLevel":"FORWARD_TRANSITIVE"}
        > PUT /config/s {"compatibility":null}
        200 {}
        > GET /config/s
        200 {"compatibilityLevel":"BACKWARD"}
        > PUT /config/s {"compatibilityPolicy":"sideways","normalize":false}
        200 {"normalize":false}
        > DELETE /config/s
        200 {"normalize":false,"compatibilityLevel":"BACKWARD"}
        > GET /config/s
        404 {"error_code":40408,"message":"Subject 's' does not have subject-level compatibility configured"}
        > DELETE /config/s
        404 {"error_code":40401,"message":"Subject 's' not found."}
        "#,
    );
}

#[test]
fn modes_echo_what_was_said_and_are_cleared_by_null() {
    check(
        &registry(),
        r#"
        > GET /mode
        200 {"mode":"READWRITE"}
        > PUT /mode {"mode":"readonly"}
        200 {"mode":"readonly"}
        > GET /mode
        200 {"mode":"READONLY"}
        > GET /mode/s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > GET /mode/:.c:s?defaultToGlobal=true
        200 {"mode":"READWRITE"}
        > PUT /mode {"mode":null}
        200 {"mode":null}
        > GET /mode
        200 {"mode":"READWRITE"}
        > DELETE /mode
        200 {"mode":"READWRITE"}
        > PUT /mode/:.__GLOBAL: {"mode":"Forward"}
        200 {"mode":"Forward"}
        > GET /mode/:.c:s?defaultToGlobal=true
        200 {"mode":"FORWARD"}
        > DELETE /mode/:.__GLOBAL:
        200 {"mode":"FORWARD"}
        > PUT /mode/:.c:a {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > PUT /mode/:.c: {"mode":"READONLY_OVERRIDE"}
        200 {"mode":"READONLY_OVERRIDE"}
        > DELETE /mode/:.c:?recursive=true
        200 {"mode":"READONLY_OVERRIDE"}
        > GET /mode/:.c:a
        404 {"error_code":40409,"message":"Subject ':.c:a' does not have subject-level mode configured"}
        > DELETE /mode/:.c:?recursive=true
        200 {}
        > DELETE /mode/:.c:
        404 {"error_code":40401,"message":"Subject ':.c:' not found."}
        "#,
    );
}

#[test]
fn contexts_come_with_their_first_schema_and_go_empty() {
    let registry = registry();
    done(&registry, r#"PUT /config/:.early: {"compatibility":"NONE"}"#);
    assert_eq!(registry.line("GET /contexts"), r#"200 ["."]"#);
    done(&registry, &format!("POST /contexts/b/subjects/s/versions {INT}"));
    done(&registry, &format!("POST /contexts/.a/subjects/s/versions {INT}"));
    check(
        &registry,
        r#"
        > GET /contexts
        200 [".",".a",".b"]
        > DELETE /contexts/.a
        422 {"error_code":42211,"message":"The specified context '.a' is not empty."}
        > DELETE /contexts/.a/subjects/s
        200 [1]
        > DELETE /contexts/.a
        422 {"error_code":42211,"message":"The specified context '.a' is not empty."}
        > DELETE /contexts/.a/subjects/s?permanent=true
        200 [1]
        > DELETE /contexts/a
        204
        > GET /contexts
        200 [".",".b"]
        "#,
    );
}

#[test]
fn a_registration_counts_on_whatever_was_deleted_softly() {
    let registry = registry();
    done(&registry, r#"PUT /config {"compatibility":"NONE"}"#);
    check(
        &registry,
        r#"
        > DELETE /config
        200 {"compatibilityLevel":"NONE"}
        > PUT /config {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        "#,
    );
    let version = |schema: &str| {
        let body = json!({ "schema": format!("\"{schema}\"") });
        done(&registry, &format!("POST /subjects/s/versions {body}"))["version"].clone()
    };
    assert_eq!([version("int"), version("long"), version("int")], [1, 2, 1]);
    done(&registry, "DELETE /subjects/s/versions/2");
    assert_eq!(version("string"), 3);
    done(&registry, "DELETE /subjects/s/versions/3");
    done(&registry, "DELETE /subjects/s/versions/3?permanent=true");
    assert_eq!(version("bytes"), 3);
    assert_eq!(registry.line("GET /subjects/s/versions?deleted=true"), "200 [1,2,3]");
    assert_eq!(registry.line("GET /subjects/s/versions/latest/referencedby"), "200 []");
}
