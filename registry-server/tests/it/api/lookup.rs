//! Lookup: what counts as the same schema.

use crate::front_door::{Registry, check, record};
use serde_json::json;

#[test]
fn layout_and_the_spelling_of_names_do_not_count_everything_else_does() {
    let registry = Registry::new();
    let stored = r#"{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"a","type":"int","default":1}]}"#;
    registry.register("s", stored);
    for (schema, version) in [
        (stored.to_owned(), Some(1)),
        (stored.replace(',', " ,\n"), Some(1)),
        (r#"{"name":"n.R","doc":"d","fields":[{"default":1,"type":{"type":"int"},"name":"a"}],"type":"record"}"#.to_owned(), Some(1)),
        (stored.replace("\"d\"", "\"e\""), None),
        (stored.replace(":1}", ":2}"), None),
        (stored.replace("\"R\"", "\"Q\""), None),
    ] {
        let found = registry.send(&format!("POST /subjects/s {}", json!({"schema": schema}))).json();
        match version {
            Some(version) => assert_eq!(found["version"], version, "{schema}"),
            None => assert_eq!(found, json!({"error_code": 40403, "message": "Schema not found"}), "{schema}"),
        }
    }
}

#[test]
fn a_lookup_that_fails_says_what_is_missing() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    check(
        &registry,
        r#"
        > POST /subjects/none {"schema":"\"string\""}
        404 {"error_code":40401,"message":"Subject 'none' not found."}
        > POST /subjects/s {"schema":"\"int\""}
        404 {"error_code":40403,"message":"Schema not found"}
        > POST /subjects/s {"schema":"\"string\"","schemaType":"XML"}
        422 {"error_code":42201,"message":"Invalid schema type XML"}
        > POST /subjects/s {"schema":"\"string\"","metadata":{"properties":{"a":"b"}}}
        404 {"error_code":40403,"message":"Schema not found"}
        "#,
    );
    let invalid = registry.send(r#"POST /subjects/s {"schema":"{"}"#);
    assert_eq!((invalid.status, invalid.json()["error_code"].as_u64()), (422, Some(42201)));
}

#[test]
fn normalize_makes_the_order_of_what_has_none_not_count() {
    let registry = Registry::new();
    let one = r#"{"type":"record","name":"R","a":1,"b":2,"fields":[]}"#;
    let two = r#"{"type":"record","name":"R","b":2,"a":1,"fields":[]}"#;
    let post = |schema: &str| {
        registry
            .send(&format!(
                "POST /subjects/s/versions?normalize=true {}",
                json!({"schema": schema})
            ))
            .json()
    };
    let first = post(one);
    assert_eq!(first["schema"], r#"{"name":"R","type":"record","fields":[],"a":1,"b":2}"#);
    assert_eq!((&first["version"], &post(two)["version"]), (&json!(1), &json!(1)));
}

#[test]
fn an_unqualified_subject_is_sought_in_the_other_contexts() {
    let registry = Registry::new();
    let schema = record("R", "");
    registry.register(":.c:s", &schema);
    let found = registry.send(&format!("POST /subjects/s {}", json!({"schema": schema}))).json();
    assert_eq!(found["subject"], ":.c:s");
    assert_eq!(registry.send("GET /subjects/s/versions/1").json()["subject"], ":.c:s");
    assert_eq!(registry.send("GET /subjects/s/versions").status, 404);
    assert_eq!(registry.send("GET /schemas/ids/1?subject=s").json()["subject"], ":.c:s");
    assert_eq!(registry.send("GET /schemas/ids/1").status, 404);
}

#[test]
fn an_alias_is_another_name_of_a_subject() {
    let registry = Registry::new();
    registry.register("real", "\"string\"");
    registry.send(r#"PUT /config/nick {"alias":"real"}"#);
    assert_eq!(registry.send("GET /subjects/nick/versions/1").json()["subject"], "real");
    assert_eq!(registry.register("nick", "\"string\"").json()["id"], 1);
    assert_eq!(registry.line("GET /subjects"), r#"200 ["real"]"#);
    assert_eq!(registry.line("DELETE /subjects/nick"), "200 [1]");
    assert_eq!(registry.send("GET /config/real").status, 404);
}

#[test]
fn a_context_may_stand_in_the_path() {
    let registry = Registry::new();
    assert_eq!(registry.register(":.c:s", "\"string\"").status, 200);
    check(
        &registry,
        r#"
        > GET /contexts/c/subjects
        200 [":.c:s"]
        > GET /contexts/.c/subjects/s/versions
        200 [1]
        > PUT /contexts/.c/config {"compatibility":"NONE"}
        200 {"compatibility":"NONE"}
        > GET /config/:.c:
        200 {"compatibilityLevel":"NONE"}
        > GET /contexts/.c/schemas/ids/1/versions
        200 [{"subject":":.c:s","version":1}]
        > GET /contexts/a:b/subjects
        400 {"error_code":400,"message":"Context name 'a:b' cannot contain a colon"}
        > DELETE /contexts/.c/subjects/s
        200 [1]
        > DELETE /contexts/.c/subjects/s?permanent=true
        200 [1]
        > DELETE /contexts/.c
        204
        > GET /contexts
        200 ["."]
        "#,
    );
}
