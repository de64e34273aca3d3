//! Modes: which one is in force, what each lets in.

use crate::front_door::{Registry, check, record};
use registry_server::registry::Rules;
use serde_json::json;

/// What is asked in every mode; `s` has version 1 with `"string"`, and a soft-deleted version 2.
const REQUESTS: [(&str, &str); 13] = [
    ("the same again", r#"POST /subjects/s/versions {"schema":"\"string\""}"#),
    ("the same again with its id", r#"POST /subjects/s/versions {"schema":"\"string\"","id":1}"#),
    ("the same again, read", r#"POST /subjects/s {"schema":"\"string\""}"#),
    ("a check", r#"POST /compatibility/subjects/s/versions {"schema":"\"int\""}"#),
    ("a read", "GET /subjects/s/versions/1"),
    ("something new", r#"POST /subjects/s/versions {"schema":"\"bytes\""}"#),
    (
        "something new with an id",
        r#"POST /subjects/s/versions {"schema":"{\"type\":\"array\",\"items\":\"string\"}","id":77}"#,
    ),
    ("new tags", r#"POST /subjects/s/versions/1/tags {"metadata":{"properties":{"a":"b"}}}"#),
    ("settings", r#"PUT /config/s {"compatibility":"FULL"}"#),
    ("no settings", "DELETE /config/s"),
    ("a version for good", "DELETE /subjects/s/versions/2?permanent=true"),
    ("a version", "DELETE /subjects/s/versions/1"),
    ("the mode", r#"PUT /mode/s {"mode":"READWRITE"}"#),
];

/// `.`: answered; `w`: not in import mode; `r`: read-only; `i`: not in read-write mode.
const TABLE: [(&str, &str); 5] = [
    ("READWRITE", "......w......"),
    ("READONLY", ".....rrrrrrr."),
    ("READONLY_OVERRIDE", ".....rrrrrrr."),
    ("IMPORT", ".....i.i....."),
    ("FORWARD", ".....i.i....."),
];

/// The registry of the table, in a mode; FORWARD can be set for all contexts only.
fn in_mode(mode: &str) -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", "\"string\"");
    registry.send(r#"PUT /config/s {"compatibility":"NONE"}"#);
    registry.register("s", "\"long\"");
    registry.send("DELETE /subjects/s/versions/2");
    let place = if mode == "FORWARD" { ":.__GLOBAL:" } else { "s" };
    let set = registry.send(&format!(r#"PUT /mode/{place}?force=true {{"mode":"{mode}"}}"#));
    assert_eq!(set.status, 200, "{mode}: {}", set.text);
    registry
}

#[test]
fn each_mode_lets_in_what_the_table_says() {
    for (mode, row) in TABLE {
        let registry = in_mode(mode);
        for ((what, request), cell) in REQUESTS.into_iter().zip(row.chars()) {
            let answer = registry.send(request);
            let why = match cell {
                'w' => "is not in import mode",
                'r' => "is in read-only mode",
                'i' => "is not in read-write mode",
                _ => {
                    assert_eq!(answer.status, 200, "{mode}, {what}: {}", answer.text);
                    continue;
                }
            };
            let refused = format!("Subject s in context  {why}");
            let refused = json!({"error_code": 42205, "message": refused});
            assert_eq!((answer.status, answer.json()), (422, refused), "{mode}, {what}");
        }
    }
}

#[test]
fn a_mode_of_every_context_reaches_those_without_one_of_their_own() {
    for (place, default, other) in
        [("/mode", false, true), ("/mode/:.c:", true, false), ("/mode/:.__GLOBAL:", false, false)]
    {
        let registry = Registry::new();
        registry.send(&format!(r#"PUT {place} {{"mode":"READONLY"}}"#));
        for (subject, open) in [("s", default), (":.c:s", other)] {
            let found = registry.register(subject, "\"string\"").status == 200;
            assert_eq!(found, open, "{place} {subject}");
            registry.send(&format!(r#"PUT /mode/{subject} {{"mode":"READWRITE"}}"#));
            assert_eq!(registry.register(subject, "\"string\"").status, 200, "its own comes first");
        }
    }
}

#[test]
fn an_import_needs_an_id_and_nothing_else_of_a_schema() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config {"compatibility":"FULL_TRANSITIVE","defaultMetadata":{"properties":{"a":"b"}}}"#);
    registry.send(r#"PUT /mode/s {"mode":"IMPORT"}"#);
    let post = |id: u32, version: i32, text: &str, parameters: &str| {
        let body = json!({"schema": text, "id": id, "version": version});
        registry.send(&format!("POST /subjects/s/versions{parameters} {body}")).json()
    };
    let odd = record("R", r#"{"name":"a","type":"int","default":"none"}"#);
    let first = post(10, 5, "\"int\"", "");
    assert_eq!((&first["version"], first.get("metadata")), (&json!(5), None), "{first}");
    assert_eq!(post(11, 3, "\"string\"", "")["version"], 3, "any number");
    assert_eq!(post(12, 0, &odd, "")["version"], 6, "neither compatible nor valid as a new schema");
    let bare = r#"{"type":"record","name":"N","fields":[],"b":1,"a":2}"#;
    assert_eq!(post(13, 0, bare, "?normalize=true")["schema"], bare, "not normalized");
    assert_eq!(post(14, 5, "\"bytes\"", "")["version"], 5, "written over");
    assert_eq!(registry.send("GET /subjects/s/versions/5").json()["id"], 14);
    assert_eq!(post(15, 0, "", "")["error_code"], 42201, "no text is taken from anywhere");
    assert_eq!(post(16, 0, "{", "")["error_code"], 42201, "what is no schema at all");
}

#[test]
fn a_content_may_have_several_ids_and_an_id_several_subjects_but_one_content() {
    let registry = Registry::new();
    registry.send(r#"PUT /mode {"mode":"IMPORT"}"#);
    let post = |subject: &str, id: u32, text: &str| {
        let body = json!({"schema": text, "id": id});
        registry.send(&format!("POST /subjects/{subject}/versions {body}")).json()
    };
    for (subject, id) in [("a", 1), ("b", 1), ("a", 2), ("c", 2)] {
        assert_eq!(post(subject, id, "\"int\"")["id"], id, "{subject} {id}");
    }
    let refused = "Overwrite new schema with id 2 in context  is not permitted.";
    assert_eq!(post("d", 2, "\"long\""), json!({"error_code": 42205, "message": refused}));
    let all = r#"200 ["a","b","c"]"#;
    for id in [1, 2] {
        assert_eq!(registry.line(&format!("GET /schemas/ids/{id}/subjects")), all, "by content");
    }
    // Contexts count apart.
    registry.send(r#"PUT /mode/:.c: {"mode":"IMPORT"}"#);
    assert_eq!(post(":.c:d", 2, "\"long\"")["id"], 2);
}

#[test]
fn a_switch_to_import_empties_its_scope_of_deleted_versions_unless_forced() {
    for (force, left) in [("", r#"200 []"#), ("?force=true", r#"200 ["s"]"#)] {
        let registry = Registry::new();
        registry.register("s", "\"string\"");
        registry.register(":.c:s", "\"string\"");
        registry.send("DELETE /subjects/s");
        let set = registry.send(&format!(r#"PUT /mode{force} {{"mode":"IMPORT"}}"#));
        assert_eq!(set.status, 200, "other contexts are out of scope: {}", set.text);
        assert_eq!(registry.line("GET /subjects?deleted=true&subjectPrefix="), left);
    }
}

#[test]
fn a_mode_is_cleared_alone_or_with_those_of_all_subjects_of_its_context() {
    let registry = Registry::new();
    for place in ["/:.c:", "/:.c:s", "/:.d:s", "/s"] {
        registry.send(&format!(r#"PUT /mode{place} {{"mode":"READONLY"}}"#));
    }
    check(
        &registry,
        r#"
        > DELETE /mode/:.c:
        200 {"mode":"READONLY"}
        > GET /mode/:.c:s
        200 {"mode":"READONLY"}
        > DELETE /mode/:.c:?recursive=true
        200 {}
        > GET /mode/:.c:s
        404 {"error_code":40409,"message":"Subject ':.c:s' does not have subject-level mode configured"}
        > GET /mode/:.d:s
        200 {"mode":"READONLY"}
        > GET /mode/s
        200 {"mode":"READONLY"}
        "#,
    );
}

#[test]
fn the_mode_in_force_is_sought_outwards() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > GET /mode
        200 {"mode":"READWRITE"}
        > GET /mode/s
        404 {"error_code":40409,"message":"Subject 's' does not have subject-level mode configured"}
        > PUT /mode/:.__GLOBAL: {"mode":"READONLY"}
        200 {"mode":"READONLY"}
        > GET /mode/s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > PUT /mode {"mode":"readwrite"}
        200 {"mode":"readwrite"}
        > GET /mode/s?defaultToGlobal=true
        200 {"mode":"READWRITE"}
        > GET /mode/:.c:s?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > POST /subjects/:.c:s/versions {"schema":"\"string\""}
        422 {"error_code":42205,"message":"Subject :.c:s in context :.c: is in read-only mode"}
        > PUT /mode/s {"mode":"IMPORT"}
        200 {"mode":"IMPORT"}
        > POST /subjects/s/versions {"schema":"\"string\""}
        422 {"error_code":42205,"message":"Subject s in context  is not in read-write mode"}
        > PUT /mode/s {"mode":null}
        200 {"mode":null}
        > POST /subjects/s/versions {"schema":"\"string\"","id":3}
        422 {"error_code":42205,"message":"Subject s in context  is not in import mode"}
        > DELETE /mode/s
        404 {"error_code":40401,"message":"Subject 's' not found."}
        > DELETE /mode/s?recursive=true
        200 {}
        "#,
    );
}

#[test]
fn bad_modes_are_told_apart() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    check(
        &registry,
        r#"
        > PUT /mode {"mode":"sideways"}
        422 {"error_code":42204,"message":"Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."}
        > PUT /mode/s {"mode":"forward"}
        422 {"error_code":42204,"message":"Forward mode only supported on global level"}
        > PUT /mode/__GLOBAL {"mode":"READONLY"}
        422 {"error_code":42208,"message":"The specified subject '__GLOBAL' is not a valid."}
        > PUT /mode/s {"mode":"IMPORT"}
        422 {"error_code":42205,"message":"Cannot import since found existing subjects"}
        > PUT /mode {"mode":"IMPORT"}
        422 {"error_code":42205,"message":"Cannot import since found existing subjects"}
        > DELETE /subjects/s
        200 [1]
        > PUT /mode {"mode":"IMPORT"}
        200 {"mode":"IMPORT"}
        > GET /subjects?deleted=true
        200 []
        > DELETE /mode
        200 {"mode":"IMPORT"}
        "#,
    );
}

#[test]
fn an_import_keeps_ids_and_versions() {
    let registry = Registry::new();
    registry.send(r#"PUT /mode {"mode":"IMPORT"}"#);
    check(
        &registry,
        r#"
        > POST /subjects/s/versions {"schema":"\"string\"","id":40,"version":7}
        200 {"id":40,"version":7,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}
        > POST /subjects/t/versions {"schema":"\"string\"","id":41,"version":2}
        200 {"id":41,"version":2,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\""}
        > POST /subjects/s/versions {"schema":"\"int\"","id":40}
        422 {"error_code":42205,"message":"Overwrite new schema with id 40 in context  is not permitted."}
        > PUT /mode {"mode":"READWRITE"}
        200 {"mode":"READWRITE"}
        > GET /schemas/ids/40?fetchMaxId=true
        200 {"subject":"s","version":7,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\"","maxId":41,"ts":"T","deleted":false}
        > GET /schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d/ids
        200 [{"context":".","id":40},{"context":".","id":41}]
        "#,
    );
    let next = registry.register("s", "{\"type\":\"array\",\"items\":\"int\"}");
    assert_eq!(next.status, 409, "{}", next.text);
    let next = registry.register("u", "{\"type\":\"array\",\"items\":\"int\"}");
    assert_eq!(next.json()["id"], 42);
}

#[test]
fn a_server_may_keep_its_modes() {
    let registry = Registry::with(Rules { mode_mutability: false, ..Rules::default() });
    let refused = r#"422 {"error_code":42205,"message":"Mode changes are not allowed"}"#;
    for request in
        [r#"PUT /mode {"mode":"READONLY"}"#, r#"PUT /mode/s {"mode":null}"#, "DELETE /mode"]
    {
        assert_eq!(registry.line(request), refused, "{request}");
    }
}

#[test]
fn whatever_import_leaves_out_forward_leaves_out_too() {
    for (place, mode) in [("s", "IMPORT"), (":.__GLOBAL:", "FORWARD")] {
        let registry = Registry::configured(&[("policy", "off")]);
        registry.send(r#"PUT /config/s {"compatibility":"FULL_TRANSITIVE","normalize":true,"overrideMetadata":{"properties":{"a":"b"}}}"#);
        let first = json!({"schema": "\"int\"", "metadata": {"properties": {"owner": "me"}}});
        registry.send(&format!("POST /subjects/s/versions {first}"));
        let set = format!(r#"PUT /mode/{place}?force=true {{"mode":"{mode}"}}"#);
        assert_eq!(registry.send(&set).status, 200, "{mode}");
        let post = |body: serde_json::Value| {
            registry.send(&format!("POST /subjects/s/versions {body}")).json()
        };
        let odd = r#"{ "type": "record", "name": "R", "b": 2, "a": 1, "fields": [ {"name": "x", "type": "int", "default": "none"} ] }"#;
        let stored = post(json!({"schema": odd, "id": 10, "version": 7}));
        let compact = r#"{"type":"record","name":"R","fields":[{"name":"x","type":"int","default":"none"}],"b":2,"a":1}"#;
        assert_eq!((&stored["schema"], stored.get("metadata")), (&json!(compact), None), "{mode}");
        assert_eq!((&stored["id"], &stored["version"]), (&json!(10), &json!(7)), "{mode}");
        assert_eq!(post(json!({"schema": "\"long\"", "id": 11, "version": 3}))["version"], 3);
        assert_eq!(
            post(json!({"schema": "\"long\"", "id": 12, "version": 7}))["id"],
            12,
            "over it"
        );
        assert_eq!(registry.line("GET /subjects/s/versions"), "200 [1,3,7]");
        assert_eq!(post(json!({"id": 13}))["error_code"], 42201, "no text is inherited");
    }
}

#[test]
fn readonly_override_is_another_word_for_readonly() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > PUT /mode/s {"mode":"READWRITE"}
        200 {"mode":"READWRITE"}
        > PUT /mode {"mode":"readonly_override"}
        200 {"mode":"readonly_override"}
        > GET /mode
        200 {"mode":"READONLY_OVERRIDE"}
        > POST /subjects/t/versions {"schema":"\"int\""}
        422 {"error_code":42205,"message":"Subject t in context  is in read-only mode"}
        "#,
    );
    assert_eq!(registry.register("s", "\"int\"").status, 200, "its own mode comes first");
}

#[test]
fn the_modes_of_all_subjects_go_with_that_of_the_default_context_if_wished() {
    let registry = Registry::new();
    for place in ["", "/s", "/:.c:s", "/:.__GLOBAL:"] {
        registry.send(&format!(r#"PUT /mode{place} {{"mode":"READONLY"}}"#));
    }
    check(
        &registry,
        r#"
        > GET /mode?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > DELETE /mode?recursive=true
        200 {"mode":"READONLY"}
        > GET /mode
        200 {"mode":"READWRITE"}
        > GET /mode?defaultToGlobal=true
        200 {"mode":"READONLY"}
        > GET /mode/s
        404 {"error_code":40409,"message":"Subject 's' does not have subject-level mode configured"}
        > GET /mode/:.c:s
        200 {"mode":"READONLY"}
        "#,
    );
}

#[test]
fn settings_are_written_in_every_mode_but_readonly_and_the_mode_in_every_one() {
    for (mode, code) in [
        ("READWRITE", json!(null)),
        ("READONLY", json!(42205)),
        ("READONLY_OVERRIDE", json!(42205)),
        ("IMPORT", json!(null)),
    ] {
        for place in ["", "/s", "/:.c:", "/:.c:s"] {
            let registry = Registry::new();
            let config = format!(r#"PUT /config{place} {{"normalize":true}}"#);
            assert_eq!(registry.send(&config).status, 200, "{config}");
            for _ in 0..2 {
                let set = format!(r#"PUT /mode{place} {{"mode":"{mode}"}}"#);
                assert_eq!(registry.send(&set).status, 200, "{set}");
            }
            for request in [config, format!("DELETE /config{place}")] {
                let answer = registry.send(&request);
                assert_eq!(answer.json()["error_code"], code, "{mode}, {request}: {}", answer.text);
            }
            assert_eq!(registry.send(&format!("DELETE /mode{place}")).status, 200, "{place}");
        }
    }
}

#[test]
fn a_switch_to_import_looks_at_what_the_mode_reaches() {
    // Where the mode is set; the subject that is live, the one that is soft-deleted; whether they are reached.
    for (place, subject, is_reached) in [
        ("", "s", true),
        ("", ":.c:s", false),
        ("/s", "s", true),
        ("/s", "t", false),
        ("/s", ":.c:s", false),
        ("/:.c:", ":.c:s", true),
        ("/:.c:", "s", false),
        ("/:.c:s", ":.c:s", true),
        ("/:.__GLOBAL:", "s", true),
        ("/:.__GLOBAL:", ":.c:s", true),
    ] {
        let registry = Registry::new();
        registry.register(subject, "\"int\"");
        let set = |parameters: &str| {
            registry.send(&format!(r#"PUT /mode{place}{parameters} {{"mode":"IMPORT"}}"#))
        };
        if is_reached {
            let refused = "Cannot import since found existing subjects";
            let refused = json!({"error_code": 42205, "message": refused});
            assert_eq!(set("").json(), refused, "{place} {subject}");
            registry.send(&format!("DELETE /subjects/{subject}"));
        }
        assert_eq!(set("").status, 200, "{place} {subject}");
        let left = registry.line("GET /subjects?deleted=true");
        let expected =
            if is_reached { "200 []".to_owned() } else { format!(r#"200 ["{subject}"]"#) };
        assert_eq!(left, expected, "{place} {subject}");
    }
}

#[test]
fn a_place_that_imports_already_may_be_told_to_import_again() {
    let registry = Registry::new();
    registry.register("s", "\"int\"");
    assert_eq!(registry.send(r#"PUT /mode?force=true {"mode":"IMPORT"}"#).status, 200);
    for place in ["", "/s", "/t"] {
        let again = registry.send(&format!(r#"PUT /mode{place} {{"mode":"import"}}"#));
        assert_eq!(again.status, 200, "{place}: {}", again.text);
    }
    assert_eq!(registry.line("GET /subjects"), r#"200 ["s"]"#);
}
