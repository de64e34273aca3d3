//! Compatibility: which versions are compared, what an incompatible candidate is told.

use crate::front_door::{Registry, check, record};
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

/// A registry with these versions of `s` under a level.
fn under(level: &str, versions: &[&str]) -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config/s {"compatibility":"NONE"}"#);
    for version in versions {
        assert_eq!(registry.register("s", version).status, 200, "{version}");
    }
    registry.send(&format!(r#"PUT /config/s {{"compatibility":"{level}"}}"#));
    registry
}

const LEVELS: [&str; 7] = [
    "NONE",
    "BACKWARD",
    "FORWARD",
    "FULL",
    "BACKWARD_TRANSITIVE",
    "FORWARD_TRANSITIVE",
    "FULL_TRANSITIVE",
];

#[test]
fn each_level_asks_its_readers_of_its_writers() {
    let optional = |name: &str| format!(r#"{{"name":"{name}","type":"int","default":0}}"#);
    let required = |name: &str| format!(r#"{{"name":"{name}","type":"int"}}"#);
    let [a, b, c] = ["a", "b", "c"].map(required);
    let [b_or_0, z_or_0, c_or_0] = ["b", "z", "c"].map(optional);
    let first = record("R", &[a.as_str(), &required("z")].join(","));
    let second = record("R", &[a.as_str(), &b_or_0].join(","));
    // Whether a candidate is let in at each of `LEVELS`, in their order.
    for (what, fields, row) in [
        ("whoever reads whom", vec![&a, &b_or_0, &z_or_0, &c_or_0], "yyyyyyy"),
        ("needs what no old writer has", vec![&a, &b_or_0, &z_or_0, &c], "ynynnyn"),
        ("lacks what old readers need", vec![&b_or_0, &z_or_0], "yynnynn"),
        ("needs what the first writer lacks", vec![&a, &b, &z_or_0], "yyyynyn"),
        ("lacks what the first reader needs", vec![&a, &c_or_0], "yyyyynn"),
    ] {
        let fields: Vec<&str> = fields.into_iter().map(String::as_str).collect();
        let candidate = record("R", &fields.join(","));
        for (level, cell) in LEVELS.into_iter().zip(row.chars()) {
            let registry = under(level, &[&first, &second]);
            let is_let_in = cell == 'y';
            let answer = ask(&registry, "s/versions", &candidate);
            assert_eq!(answer, (200, json!({"is_compatible": is_let_in})), "{level}, {what}");
            let status = registry.register("s", &candidate).status;
            assert_eq!(status, if is_let_in { 200 } else { 409 }, "{level}, {what}");
        }
    }
}

fn messages(registry: &Registry, candidate: &str) -> Vec<String> {
    let (_, body) = ask(registry, "s/versions?verbose=true", candidate);
    let messages = body["messages"].as_array().unwrap().iter();
    messages.map(|message| message.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_newest_version_that_fails_is_the_only_one_told() {
    let wider = record("R", &format!("{A},{B_DEFAULT}"));
    let registry = under("BACKWARD_TRANSITIVE", &[&record("R", A), &wider]);
    for (fields, told) in [(format!("{A},{B}"), 1), (r#"{"name":"c","type":"int"}"#.into(), 2)] {
        let messages = messages(&registry, &record("R", &fields));
        let told_of: Vec<&String> =
            messages.iter().filter(|message| message.contains("oldSchemaVersion")).collect();
        assert_eq!(told_of, [&format!("{{oldSchemaVersion: {told}}}")], "{messages:?}");
    }
}

#[test]
fn full_tells_first_what_old_readers_and_then_what_new_readers_miss() {
    let registry = under("FULL", &[&record("R", A)]);
    let messages = messages(&registry, &record("R", B));
    let missed: Vec<&str> = messages
        .iter()
        .filter(|message| message.contains("READER_FIELD_MISSING_DEFAULT_VALUE"))
        .map(|message| if message.contains("additionalInfo:'a'") { "a" } else { "b" })
        .collect();
    assert_eq!(missed, ["a", "b"], "{messages:?}");
    assert!(messages[0].contains("old schema") && messages[1].contains("new schema"));
}

#[test]
fn versions_without_the_property_of_a_group_are_a_group_and_latest_is_that_of_the_group() {
    for level in ["BACKWARD", "BACKWARD_TRANSITIVE"] {
        let registry = Registry::new();
        let set = json!({"compatibility": level, "compatibilityGroup": "major"});
        registry.send(&format!("PUT /config/s {set}"));
        let post = |name: &str, group: Option<&str>| {
            let properties = group.map_or(json!({}), |group| json!({"major": group}));
            let field = format!(r#"{{"name":"{name}","type":"int"}}"#);
            let body =
                json!({"schema": record("R", &field), "metadata": {"properties": properties}});
            registry.send(&format!("POST /subjects/s/versions {body}")).status
        };
        assert_eq!([post("a", Some("1")), post("b", Some("2"))], [200, 200]);
        assert_eq!([post("c", None), post("d", None)], [200, 409], "no property equals none");
        assert_eq!([post("e", Some("1")), post("e", Some("2"))], [409, 409]);
    }
}

#[test]
fn deleted_versions_are_never_compared() {
    for level in LEVELS {
        let registry = under(level, &["\"string\"", "\"int\""]);
        registry.send("DELETE /subjects/s/versions/1");
        assert_eq!(ask(&registry, "s/versions", "\"int\"").1["is_compatible"], true, "{level}");
        let missing = ask(&registry, "s/versions/1", "\"int\"");
        assert_eq!(missing.1["error_code"], 40402, "{level}");
        registry.send("DELETE /subjects/s/versions/2");
        for path in ["s/versions", "s/versions/latest"] {
            let any = ask(&registry, path, "\"boolean\"");
            assert_eq!(any, (200, json!({"is_compatible": true})), "{level} {path}");
        }
        assert_eq!(registry.register("s", "\"boolean\"").json()["version"], 3, "{level}");
    }
}

#[test]
fn another_type_of_schema_is_refused_unless_there_is_nothing_to_compare_with() {
    for level in LEVELS {
        let registry = under(level, &["\"string\""]);
        let body = json!({"schema": r#"{"type":"string"}"#, "schemaType": "JSON"});
        let post = || registry.send(&format!("POST /subjects/s/versions {body}"));
        let refused = post();
        if level == "NONE" {
            assert_eq!(refused.status, 200, "{}", refused.text);
            continue;
        }
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains("Incompatible because of different schema type"), "{message}");
        registry.send("DELETE /subjects/s/versions/1");
        assert_eq!(post().status, 200, "{level}");
    }
}

#[test]
fn a_logical_policy_judges_as_a_strict_one_does() {
    let registry = under("BACKWARD", &[&record("R", A)]);
    check(
        &registry,
        r#"
        > PUT /config/s {"compatibilityPolicy":"logical"}
        200 {"compatibility":"BACKWARD","compatibilityPolicy":"LOGICAL"}
        "#,
    );
    assert_eq!(ask(&registry, "s/versions", &record("R", B)).1["is_compatible"], false);
    let wider = record("R", &format!("{A},{B_DEFAULT}"));
    assert_eq!(ask(&registry, "s/versions", &wider).1["is_compatible"], true);
}

#[test]
fn a_check_takes_what_a_registration_takes_where_new_schemas_are_not_judged() {
    let odd = record("R", r#"{"name":"a","type":"int","default":"none"}"#);
    for (is_judged, code) in [(true, json!(42201)), (false, Value::Null)] {
        let registry = Registry::configured(&[("policy", "off")]);
        assert_eq!(registry.register("s", &record("R", A)).status, 200);
        let set = json!({ "validateNewSchemas": is_judged });
        registry.send(&format!("PUT /config/s {set}"));
        for path in ["s/versions", "s/versions/latest", "s/versions/1"] {
            assert_eq!(ask(&registry, path, &odd).1["error_code"], code, "{path} {is_judged}");
        }
        assert_eq!(registry.register("s", &odd).json()["error_code"], code, "{is_judged}");
    }
}
