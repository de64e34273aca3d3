//! Where a subject is: how contexts are spelled, what a context in the path does, what an alias leads to.

use crate::front_door::{Registry, check, record};
use serde_json::json;

const INT: &str = r#"{"schema":"\"int\""}"#;

/// `s` in the default context, `:.c:s` and `:.d:s` in others, each with a schema of its own under id 1.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    for (subject, schema) in
        [("s", "\"string\""), (":.c:s", "\"int\""), (":.d:s", "\"long\""), (":.c:only", "\"int\"")]
    {
        assert_eq!(registry.register(subject, schema).status, 200);
    }
    registry
}

#[test]
fn a_name_is_spelled_with_or_without_its_context() {
    let registry = registry();
    for (spelled, subject) in
        [("s", "s"), (":.:s", "s"), ("%3A.%3As", "s"), (":.c:s", ":.c:s"), ("%3a.c%3as", ":.c:s")]
    {
        let found = registry.send(&format!("GET /subjects/{spelled}/versions/1")).json();
        assert_eq!(found["subject"], subject, "{spelled}");
    }
    // A context without the last colon is the context.
    check(
        &registry,
        r#"
        > PUT /config/:.c {"compatibility":"FULL"}
        200 {"compatibility":"FULL"}
        > GET /config/:.c:
        200 {"compatibilityLevel":"FULL"}
        > GET /config/:.c:s?defaultToGlobal=true
        200 {"compatibilityLevel":"FULL"}
        > PUT /mode/:.c {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/:.c:s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > GET /subjects?subjectPrefix=:.c
        200 [":.c:only",":.c:s"]
        > GET /schemas/ids/1/schema?subject=:.c
        200 "int"
        > PUT /config/:.: {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        > GET /config
        200 {"compatibilityLevel":"NONE"}
        "#,
    );
}

#[test]
fn names_of_subjects_and_contexts_are_told_apart_by_case() {
    let registry = registry();
    check(
        &registry,
        r#"
        > GET /subjects/S/versions
        404 {"error_code":40401,"message":"Subject 'S' not found."}
        > GET /subjects/:.C:s/versions
        404 {"error_code":40401,"message":"Subject ':.C:s' not found."}
        > GET /subjects?subjectPrefix=:.C:
        200 []
        > PUT /mode/:.__global: {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/:.e:s?defaultToGlobal=true
        200 {"mode":"READWRITE"}
        "#,
    );
    assert_eq!(registry.register("S", "\"boolean\"").json()["id"], 2);
    assert_eq!(registry.register(":.C:s", "\"boolean\"").json()["id"], 1);
}

#[test]
fn a_context_in_the_path_is_that_of_subjects_settings_ids_and_lists() {
    let registry = registry();
    check(
        &registry,
        r#"
        > GET /contexts/c/subjects
        200 [":.c:only",":.c:s"]
        > GET /contexts/.c/subjects?subjectPrefix=o
        200 [":.c:only"]
        > GET /contexts/.c/subjects?subjectPrefix=:*:s
        200 [":.c:s",":.d:s","s"]
        > GET /contexts/.c/subjects?subjectPrefix=:.d:
        200 [":.d:s"]
        > GET /contexts/./subjects
        200 ["s"]
        > GET /contexts/c/subjects/s/versions/1/schema
        200 "int"
        > GET /contexts/c/subjects/:.d:s/versions/1/schema
        200 "long"
        > GET /contexts/c/subjects/:.:s/versions/1/schema
        200 "string"
        > GET /contexts/c/schemas/ids/1/schema
        200 "int"
        > GET /contexts/c/schemas/ids/1/schema?subject=:.d:
        200 "long"
        > GET /contexts/c/schemas/ids/1/subjects?subject=s
        200 [":.c:only",":.c:s"]
        > GET /contexts/c/schemas/types
        200 ["AVRO","JSON","PROTOBUF"]
        > GET /contexts/c/contexts
        200 [".",".c",".d"]
        > POST /contexts/c/subjects/s {"schema":"\"int\""}
        200 {"subject":":.c:s","version":1,"id":1,"guid":"GUID","schemaType":"AVRO","schema":"\"int\""}
        > POST /contexts/c/compatibility/subjects/s/versions/1 {"schema":"\"string\""}
        200 {"is_compatible":false}
        > PUT /contexts/c/config {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        > GET /config/:.c:
        200 {"compatibilityLevel":"NONE"}
        > PUT /contexts/c/config/s {"compatibility":"FULL"}
        200 {"compatibility":"FULL"}
        > GET /config/:.c:s
        200 {"compatibilityLevel":"FULL"}
        > PUT /contexts/c/config/:.d:s {"compatibility":"FORWARD"}
        200 {"compatibility":"FORWARD"}
        > GET /config/:.d:s
        200 {"compatibilityLevel":"FORWARD"}
        > PUT /contexts/c/mode {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/:.c:
        200 {"mode":"READONLY"}
        > GET /contexts/c/mode/s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > DELETE /contexts/c/mode
        200 {"mode":"READONLY"}
        > PUT /contexts/./mode {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode
        200 {"mode":"READONLY"}
        > DELETE /contexts/c/config
        200 {"compatibilityLevel":"NONE"}
        > DELETE /contexts/c/subjects/only/versions/1
        200 1
        > DELETE /contexts/c/subjects/s
        200 [1]
        "#
        .replace("GUID", registry.send("GET /schemas/ids/1?subject=:.c:").json()["guid"].as_str().unwrap())
        .as_str(),
    );
    let listed = registry.send("GET /contexts/d/schemas").json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["subject"]), (1, &json!(":.d:s")));
}

#[test]
fn a_context_in_the_path_may_have_its_colons() {
    check(
        &registry(),
        r#"
        > GET /contexts/:.:/subjects
        200 ["s"]
        > GET /contexts/:.:/subjects/s/versions/1/schema
        200 "string"
        > GET /contexts/:.:/config
        200 {"compatibilityLevel":"BACKWARD"}
        > GET /contexts/:.c:/subjects
        200 [":.c:only",":.c:s"]
        > GET /contexts/%3A.c%3A/subjects/s/versions/1/schema
        200 "int"
        > GET /contexts/:.c:/subjects/:.d:s/versions/1/schema
        200 "long"
        > GET /contexts/:.c:/schemas/ids/1/schema
        200 "int"
        > GET /contexts/:.c:/config/s?defaultToGlobal=true
        200 {"compatibilityLevel":"BACKWARD"}
        > DELETE /contexts/:.c:
        422 {"error_code":42211,"message":"The specified context '.c' is not empty."}
        "#,
    );
}

/// `real` with two versions, also in `:.c:`; `nick` is another name of it in either context, `two` one of `nick`.
fn nicknamed() -> Registry {
    let registry =
        Registry::configured(&[("policy", "off"), ("schema.compatibility.level", "none")]);
    for subject in ["real", ":.c:real"] {
        assert_eq!(registry.register(subject, "\"int\"").status, 200);
        assert_eq!(registry.register(subject, &record("R", "")).status, 200);
    }
    for (name, alias) in
        [("nick", "real"), (":.c:nick", "real"), ("far", ":.c:real"), ("two", "nick")]
    {
        let set = json!({ "alias": alias });
        assert_eq!(registry.send(&format!("PUT /config/{name} {set}")).status, 200);
    }
    registry
}

#[test]
fn an_alias_is_followed_wherever_a_subject_is_meant_but_not_where_it_is_managed() {
    for (nick, real) in [("nick", "real"), (":.c:nick", ":.c:real"), ("far", ":.c:real")] {
        for (request, body) in [
            ("GET /subjects/NAME/versions", ""),
            ("GET /subjects/NAME/versions/2", ""),
            ("GET /subjects/NAME/versions/1/schema", ""),
            ("GET /subjects/NAME/versions/1/referencedby", ""),
            ("GET /subjects/NAME/metadata", ""),
            ("POST /subjects/NAME", INT),
            ("POST /subjects/NAME/versions", INT),
            ("POST /subjects/NAME/versions", r#"{"schema":"\"bytes\""}"#),
            ("POST /compatibility/subjects/NAME/versions", INT),
            ("POST /compatibility/subjects/NAME/versions/9", INT),
            ("GET /schemas/ids/1?subject=NAME", ""),
            ("GET /schemas/ids/1/schema?subject=NAME", ""),
            ("GET /schemas/ids/1/subjects?subject=NAME", ""),
            ("GET /schemas/ids/1/versions?subject=NAME", ""),
            ("POST /subjects/NAME/versions/1/tags", r#"{"metadata":{"properties":{"a":"b"}}}"#),
            ("DELETE /subjects/NAME/versions/1", ""),
            ("DELETE /subjects/NAME", ""),
            ("DELETE /subjects/NAME?permanent=true", ""),
        ] {
            let asked =
                |name: &str| nicknamed().line(&format!("{} {body}", request.replace("NAME", name)));
            assert_eq!(asked(nick), asked(real), "{request} of {nick}");
        }
    }
    let registry = nicknamed();
    check(
        &registry,
        r#"
        > GET /config/nick
        200 {"alias":"real","compatibilityLevel":"NONE"}
        > PUT /mode/nick {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/real
        404 {"error_code":40409,"message":"Subject 'real' does not have subject-level mode configured"}
        > GET /subjects/nick/versions
        200 [1,2]
        > DELETE /mode/nick
        200 {"mode":"READONLY"}
        > DELETE /subjects/nick
        200 [1,2]
        > GET /subjects?subjectPrefix=real
        200 []
        > DELETE /config/nick
        200 {"alias":"real","compatibilityLevel":"NONE"}
        > GET /subjects/nick/versions
        404 {"error_code":40401,"message":"Subject 'nick' not found."}
        "#,
    );
}

#[test]
fn an_alias_leads_one_step_and_is_that_of_the_subject_alone() {
    let registry = nicknamed();
    for place in ["", "/:.c:", "/:.__GLOBAL:"] {
        assert_eq!(registry.send(&format!(r#"PUT /config{place} {{"alias":"real"}}"#)).status, 200);
    }
    check(
        &registry,
        r#"
        > GET /subjects/two/versions
        404 {"error_code":40401,"message":"Subject 'nick' not found."}
        > GET /subjects/other/versions
        404 {"error_code":40401,"message":"Subject 'other' not found."}
        > GET /subjects/:.c:other/versions
        404 {"error_code":40401,"message":"Subject ':.c:other' not found."}
        > GET /contexts/c/subjects/nick/versions
        200 [1,2]
        "#,
    );
}

#[test]
fn names_are_checked_where_something_is_written_and_nowhere_else() {
    let registry = registry();
    for (name, is_fine) in [
        ("*", true),
        ("a%20b", true),
        ("%C2%A0", true),
        (":.c:*", true),
        ("a%0Ab", false),
        ("%7F", false),
        ("%C2%85", false),
        ("__GLOBAL", false),
        ("__EMPTY", false),
        (":.c:__EMPTY", false),
    ] {
        for (request, is_write) in [
            (format!("POST /subjects/{name}/versions {INT}"), true),
            (format!(r#"PUT /config/{name} {{"compatibility":"NONE"}}"#), true),
            (format!(r#"PUT /mode/{name} {{"mode":"READWRITE"}}"#), true),
            (format!("GET /subjects/{name}/versions"), false),
            (format!("GET /config/{name}"), false),
            (format!("GET /mode/{name}"), false),
            (format!("POST /subjects/{name} {INT}"), false),
            (format!("POST /compatibility/subjects/{name}/versions {INT}"), false),
            (format!("DELETE /subjects/{name}"), false),
        ] {
            let code = registry.send(&request).json()["error_code"].clone();
            assert_eq!(code == 42208, is_write && !is_fine, "{request}: {code}");
        }
    }
    // `:.__GLOBAL:` itself takes settings and a mode, and no schema.
    assert_eq!(registry.send(r#"PUT /config/:.__GLOBAL: {"compatibility":"NONE"}"#).status, 200);
    assert_eq!(registry.send(r#"PUT /mode/:.__GLOBAL: {"mode":"READWRITE"}"#).status, 200);
    assert_eq!(registry.send(r#"PUT /config/:.__GLOBAL:s {"compatibility":"NONE"}"#).status, 200);
    assert_eq!(registry.send(r#"PUT /mode/:.__GLOBAL:s {"mode":"READONLY"}"#).status, 200);
    let forward = registry.send(r#"PUT /mode/:.__GLOBAL:s {"mode":"FORWARD"}"#).json();
    assert_eq!(forward["message"], "Forward mode only supported on global level");
    assert_eq!(registry.register(":.__GLOBAL:s", "\"int\"").json()["error_code"], 42208);
    let refused = registry.register(":.__GLOBAL:", "\"int\"").json();
    assert_eq!(refused["error_code"], 42208, "{refused}");
}

#[test]
fn a_deleted_context_counts_anew_and_the_default_one_cannot_be_deleted() {
    for (context, place, next) in [(":.c:", "/contexts/.c", 1), ("", "/contexts/.", 2)] {
        let registry = Registry::configured(&[("policy", "off")]);
        let subject = format!("{context}s");
        assert_eq!(registry.register(&subject, "\"int\"").json()["id"], 1);
        let settings = format!(r#"PUT /config/{context}s {{"compatibility":"NONE"}}"#);
        assert_eq!(registry.send(&settings).status, 200);
        for request in ["", "?permanent=true"] {
            let refused = registry.send(&format!("DELETE {place}")).json();
            assert_eq!(refused["error_code"], 42211, "{place}: soft-deleted versions count");
            assert_eq!(registry.line(&format!("DELETE /subjects/{subject}{request}")), "200 [1]");
        }
        let gone = registry.send(&format!("DELETE {place}"));
        assert_eq!((gone.status, gone.text.as_str()), (204, ""), "{place}");
        assert_eq!(registry.line("GET /contexts"), r#"200 ["."]"#);
        assert_eq!(registry.register(&subject, "\"long\"").json()["id"], next, "{place}");
    }
}
