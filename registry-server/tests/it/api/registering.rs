//! Registering: what a request leaves out, what settings lay under and over it, the version and the id it asks for.

use crate::front_door::{Registry, S1, check, record};
use serde_json::{Value, json};

/// A registry that judges no compatibility.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    registry
}

fn register(registry: &Registry, subject: &str, body: &Value) -> Value {
    registry.send(&format!("POST /subjects/{subject}/versions {body}")).json()
}

fn properties(pairs: &[(&str, &str)]) -> Value {
    let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), json!(value)));
    json!({ "properties": Value::Object(pairs.collect()) })
}

fn rule(name: &str, expression: &str) -> Value {
    json!({"name": name, "type": "CEL", "expr": expression})
}

/// Names and expressions of a version's rules.
fn rules(version: &Value) -> Vec<(&str, &str)> {
    let rules = version["ruleSet"]["domainRules"].as_array().unwrap();
    rules
        .iter()
        .map(|rule| (rule["name"].as_str().unwrap(), rule["expr"].as_str().unwrap()))
        .collect()
}

#[test]
fn an_empty_text_takes_text_type_and_references_of_the_latest_live_version() {
    let registry = registry();
    register(&registry, "Party", &json!({"schema": record("Party", "")}));
    let references = json!([{"name": "Party", "subject": "Party", "version": 1}]);
    let text = record("Event", r#"{"name":"p","type":"Party"}"#);
    register(&registry, "s", &json!({"schema": text, "references": references}));
    register(&registry, "s", &json!({"schema": r#"{"type":"object"}"#, "schemaType": "JSON"}));
    registry.send("DELETE /subjects/s/versions/2");
    let same = register(&registry, "s", &json!({"metadata": properties(&[("a", "1")])}));
    assert_eq!(
        (&same["version"], &same["schema"], &same["schemaType"], &same["references"]),
        (&json!(3), &json!(text), &json!("AVRO"), &references)
    );
    // Nothing new at all is the latest version itself.
    assert_eq!(register(&registry, "s", &json!({}))["version"], 3);
    let none = register(&registry, "none", &json!({"metadata": properties(&[("a", "1")])}));
    assert_eq!(none["error_code"], 42201, "{none}");
}

#[test]
fn absent_metadata_and_rules_are_those_of_the_latest_live_version() {
    let registry = registry();
    let rule_set = json!({"domainRules": [rule("r", "true")]});
    let first =
        json!({"schema": "\"int\"", "metadata": properties(&[("a", "1")]), "ruleSet": rule_set});
    register(&registry, "s", &first);
    register(&registry, "s", &json!({"schema": "\"int\"", "metadata": properties(&[("a", "2")])}));
    registry.send("DELETE /subjects/s/versions/2");
    let next = register(&registry, "s", &json!({"schema": "\"long\""}));
    assert_eq!(
        (&next["metadata"], rules(&next)),
        (&properties(&[("a", "1")]), vec![("r", "true")])
    );
    let other = register(
        &registry,
        "s",
        &json!({"schema": "\"float\"", "ruleSet": {"domainRules": [rule("q", "1")]}}),
    );
    assert_eq!((&other["metadata"], rules(&other)), (&properties(&[("a", "1")]), vec![("q", "1")]));
}

#[test]
fn an_explicit_empty_object_keeps_metadata_and_rules_from_being_inherited() {
    let registry = registry();
    let rule_set = json!({"domainRules": [rule("r", "true")]});
    let first = json!({"schema": S1, "metadata": properties(&[("a", "1")]), "ruleSet": rule_set});
    register(&registry, "s", &first);
    let bare = register(&registry, "s", &json!({"schema": S1, "metadata": {}, "ruleSet": {}}));
    assert_eq!((&bare["version"], &bare["id"]), (&json!(2), &json!(2)));
    // They are hashed, so they are shown: present and empty is not absent.
    assert_eq!((&bare["metadata"], &bare["ruleSet"]), (&json!({}), &json!({})), "{bare}");
    let next = register(&registry, "s", &json!({"schema": "\"int\""}));
    assert_eq!((&next["metadata"], &next["ruleSet"]), (&json!({}), &json!({})), "{next}");
}

#[test]
fn defaults_lie_under_what_is_inherited_and_overrides_over_it() {
    let registry = registry();
    register(
        &registry,
        "s",
        &json!({
            "schema": "\"int\"",
            "metadata": properties(&[("b", "old"), ("c", "old")]),
            "ruleSet": {"domainRules": [rule("b", "old"), rule("c", "old")]},
        }),
    );
    let set = json!({
        "compatibility": "NONE",
        "defaultMetadata": properties(&[("a", "default"), ("b", "default")]),
        "overrideMetadata": properties(&[("c", "override"), ("d", "override")]),
        "defaultRuleSet": {"domainRules": [rule("a", "default"), rule("b", "default")]},
        "overrideRuleSet": {"domainRules": [rule("c", "override"), rule("d", "override")]},
    });
    assert_eq!(registry.send(&format!("PUT /config/s {set}")).status, 200);
    let inherited = register(&registry, "s", &json!({"schema": "\"long\""}));
    let merged =
        properties(&[("a", "default"), ("b", "old"), ("c", "override"), ("d", "override")]);
    assert_eq!(inherited["metadata"], merged);
    let mut found = rules(&inherited);
    found.sort_unstable();
    assert_eq!(found, [("a", "default"), ("b", "old"), ("c", "override"), ("d", "override")]);
    let own = register(
        &registry,
        "s",
        &json!({
            "schema": "\"long\"",
            "metadata": properties(&[("a", "own"), ("d", "own")]),
            "ruleSet": {},
        }),
    );
    let merged =
        properties(&[("a", "own"), ("b", "default"), ("c", "override"), ("d", "override")]);
    assert_eq!(own["metadata"], merged, "{own}");
    let mut found = rules(&own);
    found.sort_unstable();
    assert_eq!(found, [("a", "default"), ("b", "default"), ("c", "override"), ("d", "override")]);
}

#[test]
fn tags_and_sensitive_names_are_merged_like_properties() {
    let registry = registry();
    let set = json!({
        "defaultMetadata": {"tags": {"a.b": ["X"], "c": ["X"]}, "sensitive": ["s1"]},
        "overrideMetadata": {"tags": {"d": ["Z"]}, "sensitive": ["s3"]},
    });
    registry.send(&format!("PUT /config/s {set}"));
    let body = json!({"schema": S1, "metadata": {"tags": {"c": ["Y"]}, "sensitive": ["s2"]}});
    let found = register(&registry, "s", &body);
    assert_eq!(
        found["metadata"],
        json!({"tags": {"a.b": ["X"], "c": ["Y"], "d": ["Z"]}, "sensitive": ["s1", "s2", "s3"]})
    );
}

#[test]
fn where_something_is_laid_under_or_over_a_schema_the_mode_speaks_before_it_is_found() {
    let registry = registry();
    registry.send(r#"PUT /config/s {"defaultMetadata":{"properties":{"a":"b"}}}"#);
    let body = json!({ "schema": S1 });
    assert_eq!(register(&registry, "s", &body)["version"], 1);
    assert_eq!(register(&registry, "s", &body)["version"], 1, "found after the merge");
    registry.send(r#"PUT /mode/s {"mode":"READONLY"}"#);
    assert_eq!(register(&registry, "s", &body)["error_code"], 42205);
}

#[test]
fn a_version_of_zero_is_the_next_one_and_is_not_stamped() {
    let registry = registry();
    for (body, version) in [
        (json!({"schema": "\"int\"", "version": 0}), 1),
        (json!({"schema": "\"long\""}), 2),
        (json!({"schema": "\"int\"", "version": 0}), 1),
    ] {
        let found = register(&registry, "s", &body);
        assert_eq!((&found["version"], found.get("metadata")), (&json!(version), None), "{body}");
    }
}

#[test]
fn a_version_of_minus_one_is_compared_with_the_latest_alone_and_stamped() {
    let registry = registry();
    let post = |text: &str| register(&registry, "s", &json!({"schema": text, "version": -1}));
    let stamp = |found: &Value| found["metadata"]["properties"]["confluent:version"].clone();
    let (first, second) = (post("\"int\""), post("\"long\""));
    assert_eq!((&first["version"], stamp(&first)), (&json!(1), json!("1")));
    assert_eq!((&second["version"], stamp(&second)), (&json!(2), json!("2")));
    assert_eq!(post("\"long\"")["version"], 2, "the latest");
    let third = post("\"int\"");
    assert_eq!((&third["version"], stamp(&third)), (&json!(3), json!("3")), "not the latest");
}

#[test]
fn a_version_above_zero_must_be_exactly_the_next_and_is_stamped() {
    let registry = registry();
    let refused =
        json!({"error_code": 42201, "message": "Version is not one more than previous version"});
    let post = |text: &str, version: i64| {
        register(&registry, "s", &json!({"schema": text, "version": version}))
    };
    assert_eq!(post("\"int\"", 2), refused);
    let first = post("\"int\"", 1);
    assert_eq!(first["metadata"], properties(&[("confluent:version", "1")]));
    assert_eq!(post("\"long\"", 1), refused);
    assert_eq!(post("\"long\"", 3), refused);
    registry.send("DELETE /subjects/s/versions/1");
    assert_eq!(post("\"long\"", 1), refused, "soft-deleted versions are counted");
    assert_eq!(post("\"long\"", 2)["version"], 2);
    assert_eq!(post("\"float\"", -2)["error_code"], 42201);
}

#[test]
fn a_stale_version_property_is_overwritten() {
    let registry = registry();
    let body = |stamp| json!({"schema": "\"int\"", "metadata": properties(&[("confluent:version", stamp)])});
    let first = register(&registry, "s", &body("9"));
    assert_eq!(first["metadata"], properties(&[("confluent:version", "1")]));
    // Inherited, it is moved on as well.
    let second = register(&registry, "s", &json!({"schema": "\"long\""}));
    assert_eq!(
        (&second["version"], &second["metadata"]),
        (&json!(2), &properties(&[("confluent:version", "2")]))
    );
}

#[test]
fn an_id_is_refused_outside_import_unless_the_same_schema_has_it() {
    let registry = registry();
    register(&registry, "s", &json!({ "schema": S1 }));
    let post =
        |subject: &str, id: u32| register(&registry, subject, &json!({"schema": S1, "id": id}));
    assert_eq!(post("s", 1)["version"], 1);
    let refused =
        json!({"error_code": 42205, "message": "Subject s in context  is not in import mode"});
    assert_eq!(post("s", 2), refused);
    assert_eq!(post("t", 1)["error_code"], 42205, "another subject");
}

#[test]
fn the_same_again_needs_no_mode_and_no_settings() {
    for (place, mode) in [("s", "READONLY"), ("s", "IMPORT"), (":.__GLOBAL:", "FORWARD")] {
        let registry = registry();
        register(&registry, "s", &json!({ "schema": S1 }));
        let set = registry.send(&format!(r#"PUT /mode/{place}?force=true {{"mode":"{mode}"}}"#));
        assert_eq!(set.status, 200, "{}", set.text);
        assert_eq!(register(&registry, "s", &json!({"schema": S1, "version": 0}))["version"], 1);
        assert_eq!(register(&registry, "s", &json!({"schema": S1, "id": 1}))["version"], 1);
        // Under this subject only.
        assert_eq!(
            register(&registry, "t", &json!({ "schema": S1 }))["error_code"],
            if (place, mode) == (":.__GLOBAL:", "FORWARD") { json!(42205) } else { Value::Null }
        );
    }
}

#[test]
fn lower_deleted_versions_of_the_same_id_give_way_unless_they_are_referenced() {
    let registry = registry();
    let party = record("Party", "");
    for subject in ["free", "held"] {
        register(&registry, subject, &json!({ "schema": party }));
    }
    let event = json!({
        "schema": record("Event", r#"{"name":"p","type":"Party"}"#),
        "references": [{"name": "Party", "subject": "held", "version": 1}],
    });
    register(&registry, "event", &event);
    registry.send("DELETE /subjects/event");
    for subject in ["free", "held"] {
        assert_eq!(registry.line(&format!("DELETE /subjects/{subject}")), "200 [1]");
        let again = register(&registry, subject, &json!({ "schema": party }));
        assert_eq!((&again["id"], &again["version"]), (&json!(1), &json!(2)));
    }
    check(
        &registry,
        r#"
        > GET /subjects/free/versions?deleted=true
        200 [2]
        > GET /subjects/held/versions?deleted=true
        200 [1,2]
        "#,
    );
}

#[test]
fn force_waives_compatibility_and_nothing_else() {
    let registry = Registry::configured(&[("policy", "off")]);
    register(&registry, "s", &json!({"schema": "\"int\""}));
    assert_eq!(register(&registry, "s", &json!({"schema": "\"string\""}))["error_code"], 40901);
    let forced =
        |body: Value| registry.send(&format!("POST /subjects/s/versions?force=true {body}")).json();
    assert_eq!(forced(json!({"schema": "\"string\""}))["version"], 2);
    assert_eq!(forced(json!({"schema": "\"strin\""}))["error_code"], 42201);
    registry.send(r#"PUT /mode/s {"mode":"READONLY"}"#);
    assert_eq!(forced(json!({"schema": "\"bytes\""}))["error_code"], 42205);
}

#[test]
fn format_applies_to_the_schema_in_the_answer() {
    let registry = registry();
    let party = record("Party", r#"{"name":"n","type":"string"}"#);
    register(&registry, "Party", &json!({ "schema": party }));
    let body = json!({
        "schema": record("Event", r#"{"name":"p","type":"Party"}"#),
        "references": [{"name": "Party", "subject": "Party", "version": 1}],
    });
    for request in ["POST /subjects/s/versions?format=resolved", "POST /subjects/s?format=RESOLVED"]
    {
        let found = registry.send(&format!("{request} {body}")).json();
        let text: Value = serde_json::from_str(found["schema"].as_str().unwrap()).unwrap();
        assert_eq!(text["fields"][0]["type"]["name"], "Party", "{request}");
    }
    assert_eq!(registry.send("GET /subjects/s/versions/1").json()["schema"], body["schema"]);
}
