//! When two schemas are the same: the hash, the two tests behind it, the second pass of a lookup.

use crate::front_door::{Registry, S1, record};
use serde_json::{Value, json};

/// A registry that judges no compatibility.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config/:.__GLOBAL: {"compatibility":"NONE"}"#);
    registry
}

fn post(registry: &Registry, path: &str, body: &Value) -> Value {
    registry.send(&format!("POST /subjects/{path} {body}")).json()
}

fn register(registry: &Registry, subject: &str, body: &Value) -> Value {
    post(registry, &format!("{subject}/versions"), body)
}

fn properties(pairs: &[(&str, &str)]) -> Value {
    let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), json!(value)));
    json!({ "properties": Value::Object(pairs.collect()) })
}

const OBJECT: &str = r#"{"type":"object"}"#;
const MESSAGE: &str = "syntax = \"proto3\";\nmessage M {\n  string a = 1;\n}\n";

#[test]
fn a_guid_is_the_hash_of_text_references_metadata_and_rules_whatever_the_subject() {
    for (body, guid) in [
        (json!({"schema": "\"string\""}), "095d71cf-1255-6b9d-5e33-0ad575b3df5d"),
        (json!({"schema": S1}), "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d"),
        (json!({"schema": S1, "metadata": {}}), "4f5044e6-9bac-214b-7c34-5e33403b409c"),
        (
            json!({"schema": S1, "metadata": properties(&[("owner", "me")])}),
            "f5aac109-4a78-25c4-e995-c3af80d74f5c",
        ),
        (
            json!({"schema": S1, "metadata": properties(&[("owner", "me")]), "version": 2}),
            "d2d06551-4019-7a19-9b6f-3a6b4abc7974",
        ),
    ] {
        let registry = registry();
        for subject in ["a", "b", ":.c:a"] {
            if body["version"] == 2 {
                register(&registry, subject, &json!({"schema": "\"int\""}));
            }
            let found = register(&registry, subject, &body);
            assert_eq!(found["guid"], guid, "{subject} {body}");
        }
        for spelling in [guid.to_owned(), guid.replace('-', ""), guid.to_uppercase()] {
            let found = registry.send(&format!("GET /schemas/guids/{spelling}")).json();
            assert_eq!((&found["guid"], &found["subject"]), (&json!(guid), &Value::Null));
        }
    }
}

#[test]
fn a_guid_is_that_of_the_stored_form_whatever_format_is_asked_for() {
    let registry = registry();
    register(&registry, "m", &json!({"schemaType": "PROTOBUF", "schema": MESSAGE}));
    let plain = registry.send("GET /schemas/ids/1").json();
    let bytes = registry.send("GET /schemas/ids/1?format=SERIALIZED").json();
    assert_ne!(plain["schema"], bytes["schema"]);
    assert_eq!(plain["guid"], bytes["guid"]);
    let path = format!("/schemas/guids/{}?format=serialized", plain["guid"].as_str().unwrap());
    assert_eq!(registry.send(&format!("GET {path}")).json()["schema"], bytes["schema"]);
}

#[test]
fn a_guid_is_sought_in_the_default_context_first() {
    let registry = registry();
    register(&registry, ":.c:s", &json!({"schema": "\"int\""}));
    register(&registry, ":.c:s", &json!({"schema": S1}));
    register(&registry, "s", &json!({"schema": S1}));
    let guid = "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d";
    registry.send("DELETE /subjects/s");
    assert_eq!(registry.send(&format!("GET /schemas/guids/{guid}")).json()["deleted"], true);
    assert_eq!(
        registry.line(&format!("GET /schemas/guids/{guid}/ids")),
        r#"200 [{"context":".","id":1},{"context":".c","id":2}]"#
    );
    registry.send("DELETE /subjects/s?permanent=true");
    assert_eq!(registry.send(&format!("GET /schemas/guids/{guid}")).json()["deleted"], false);
    let unknown = registry.line("GET /schemas/guids/no-guid");
    assert_eq!(unknown, r#"404 {"error_code":40403,"message":"Schema no-guid not found"}"#);
}

#[test]
fn the_same_text_with_other_metadata_or_rules_has_another_id() {
    let registry = registry();
    let rules = json!({"domainRules": [{"name": "r", "type": "CEL", "expr": "true"}]});
    let bodies = [
        json!({"schema": S1}),
        json!({"schema": S1, "metadata": properties(&[("a", "1")])}),
        json!({"schema": S1, "metadata": properties(&[("a", "2")])}),
        json!({"schema": S1, "metadata": {}, "ruleSet": rules}),
    ];
    for (index, body) in bodies.iter().enumerate() {
        assert_eq!(register(&registry, &format!("s{index}"), body)["id"], index + 1, "{body}");
        assert_eq!(register(&registry, &format!("t{index}"), body)["id"], index + 1, "{body}");
    }
}

#[test]
fn an_id_is_never_used_again_while_its_context_lives() {
    let registry = registry();
    assert_eq!(register(&registry, "s", &json!({"schema": "\"int\""}))["id"], 1);
    registry.send("DELETE /subjects/s");
    registry.send("DELETE /subjects/s?permanent=true");
    assert_eq!(register(&registry, "s", &json!({"schema": "\"long\""}))["id"], 2);
    // The content is gone and so is its id: it is counted anew.
    assert_eq!(register(&registry, "s", &json!({"schema": "\"int\""}))["id"], 3);
}

#[test]
fn an_id_that_an_import_took_is_skipped() {
    let registry = registry();
    registry.send(r#"PUT /mode/given {"mode":"IMPORT"}"#);
    register(&registry, "given", &json!({"schema": "\"int\"", "id": 2}));
    assert_eq!(register(&registry, "s", &json!({"schema": "\"long\""}))["id"], 3);
    assert_eq!(registry.send("GET /schemas/ids/3?fetchMaxId=true").json()["maxId"], 3);
}

#[test]
fn json_and_protobuf_are_the_same_if_their_canonical_texts_are() {
    let registry = registry();
    let spaced = "syntax = 'proto3' ;\n\nmessage M { string a=1 ; }";
    for (kind, stored, same, other) in [
        ("JSON", OBJECT, "{ \"type\" :\n\"object\" }", r#"{"type":"array"}"#),
        ("PROTOBUF", MESSAGE, spaced, "syntax = \"proto3\";\nmessage M {\n  string a = 2;\n}\n"),
    ] {
        register(&registry, kind, &json!({"schemaType": kind, "schema": stored}));
        let found =
            |text: &str| post(&registry, kind, &json!({"schemaType": kind, "schema": text}));
        assert_eq!(found(same)["version"], 1, "{kind}");
        assert_eq!(found(other)["error_code"], 40403, "{kind}");
    }
    // The order of members counts in JSON: they are kept as they were sent.
    let ordered = json!({"schemaType": "JSON", "schema": r#"{"title":"t","type":"object"}"#});
    let turned = json!({"schemaType": "JSON", "schema": r#"{"type":"object","title":"t"}"#});
    register(&registry, "o", &ordered);
    assert_eq!(post(&registry, "o", &turned)["error_code"], 40403);
}

#[test]
fn docs_aliases_defaults_the_order_of_fields_and_custom_properties_count_in_avro() {
    let registry = registry();
    let stored = r#"{"type":"record","name":"R","doc":"d","aliases":["Q"],"fields":[{"name":"a","type":"int","default":1,"unit":"cm"},{"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"],"default":"X"}}]}"#;
    register(&registry, "s", &json!({ "schema": stored }));
    let lookup = |text: String| post(&registry, "s", &json!({ "schema": text }));
    assert_eq!(lookup(stored.to_owned())["version"], 1);
    for (from, to) in [
        (r#""doc":"d""#, r#""doc":"e""#),
        (r#"["Q"]"#, r#"["P"]"#),
        (r#""default":1"#, r#""default":2"#),
        (r#""unit":"cm""#, r#""unit":"mm""#),
        (r#","default":"X""#, ""),
        (r#"["X","Y"]"#, r#"["Y","X"]"#),
    ] {
        let changed = stored.replace(from, to);
        assert_ne!(changed, stored);
        assert_eq!(lookup(changed)["error_code"], 40403, "{to}");
    }
}

#[test]
fn inlined_references_match_the_version_with_references_but_not_the_other_way_round() {
    let registry = registry();
    let party = record("Party", r#"{"name":"n","type":"string"}"#);
    register(&registry, "Party", &json!({ "schema": party }));
    let reference = json!([{"name": "Party", "subject": "Party", "version": -1}]);
    let referring = record("Event", r#"{"name":"p","type":"Party"}"#);
    let inlined = record("Event", &format!(r#"{{"name":"p","type":{party}}}"#));
    let referring = json!({"schema": referring, "references": reference});
    let inlined = json!({ "schema": inlined });
    assert_eq!(register(&registry, "a", &referring)["version"], 1);
    assert_eq!(post(&registry, "a", &inlined)["version"], 1);
    assert_eq!(register(&registry, "a", &inlined)["version"], 1, "nothing new");
    register(&registry, "b", &inlined);
    assert_eq!(post(&registry, "b", &referring)["error_code"], 40403);
    assert_eq!(register(&registry, "b", &referring)["version"], 2);
}

#[test]
fn a_reference_to_the_latest_equals_one_to_the_version_that_is_the_latest_now() {
    let registry = registry();
    register(&registry, "Party", &json!({"schema": record("Party", "")}));
    let event = |version: i64| {
        json!({
            "schema": record("Event", r#"{"name":"p","type":"Party"}"#),
            "references": [{"name": "Party", "subject": "Party", "version": version}],
        })
    };
    assert_eq!(register(&registry, "s", &event(1))["references"][0]["version"], 1);
    assert_eq!(register(&registry, "s", &event(-1))["version"], 1);
    let wider = record("Party", r#"{"name":"n","type":"string","default":""}"#);
    register(&registry, "Party", &json!({ "schema": wider }));
    assert_eq!(post(&registry, "s", &event(-1))["error_code"], 40403);
    let next = register(&registry, "s", &event(-1));
    assert_eq!((&next["version"], &next["references"][0]["version"]), (&json!(2), &json!(2)));
}

#[test]
fn a_candidate_without_the_version_property_matches_a_stored_one_with_it() {
    let registry = registry();
    let owner = ("owner", "me");
    let stamped = |stamp| json!({"schema": S1, "metadata": properties(&[owner, ("confluent:version", stamp)])});
    let plain = json!({"schema": S1, "metadata": properties(&[owner])});
    let first = register(
        &registry,
        "s",
        &json!({"schema": S1, "metadata": properties(&[owner]), "version": 1}),
    );
    assert_eq!(first["metadata"], properties(&[owner, ("confluent:version", "1")]));
    assert_eq!(post(&registry, "s", &plain)["version"], 1);
    assert_eq!(register(&registry, "s", &plain)["id"], first["id"]);
    assert_eq!(post(&registry, "s", &stamped("1"))["version"], 1);
    assert_eq!(post(&registry, "s", &stamped("2"))["error_code"], 40403);
    let other = json!({"schema": S1, "metadata": properties(&[("owner", "you")])});
    assert_eq!(post(&registry, "s", &other)["error_code"], 40403);
}

#[test]
fn a_lookup_makes_a_second_pass_with_the_metadata_and_rules_of_the_latest_version() {
    let registry = registry();
    let rules = json!({"domainRules": [{"name": "r", "type": "CEL", "expr": "true"}]});
    let body = json!({"schema": S1, "metadata": properties(&[("a", "1")]), "ruleSet": rules});
    register(&registry, "s", &body);
    assert_eq!(post(&registry, "s", &json!({"schema": S1}))["version"], 1);
    // What is there and empty is not filled in.
    assert_eq!(post(&registry, "s", &json!({"schema": S1, "metadata": {}}))["error_code"], 40403);
    register(&registry, "s", &json!({"schema": S1, "metadata": {}, "ruleSet": {}}));
    assert_eq!(post(&registry, "s", &json!({"schema": S1}))["version"], 2);
}

#[test]
fn only_the_candidate_is_normalized() {
    let registry = registry();
    let (one, two) = (
        r#"{"type":"record","name":"R","fields":[],"b":2,"a":1}"#,
        r#"{"type":"record","name":"R","fields":[],"a":1,"b":2}"#,
    );
    register(&registry, "s", &json!({ "schema": one }));
    // Not by its hash, but by its parsed form, in which the order of custom properties does not count.
    let found = post(&registry, "s?normalize=true", &json!({ "schema": two }));
    assert_eq!(found["version"], 1);
    assert_eq!(found["schema"], one);
    let references = |subject: &str| {
        register(&registry, "P", &json!({"schema": record("P", "")}));
        register(&registry, "Q", &json!({"schema": record("Q", "")}));
        json!([{"name": "Q", "subject": "Q", "version": 1}, {"name": "P", "subject": subject, "version": 1}])
    };
    let text = record("T", r#"{"name":"p","type":"P"},{"name":"q","type":"Q"}"#);
    let body = json!({"schema": text, "references": references("P")});
    let stored = post(&registry, "t/versions?normalize=true", &body);
    assert_eq!(stored["references"][0]["name"], "P", "in order: {stored}");
}

#[test]
fn normalize_of_the_settings_in_force_is_as_good_as_that_of_the_request() {
    let registry = registry();
    registry.send(r#"PUT /config/s {"normalize":true}"#);
    let body = json!({"schema": r#"{"type":"record","name":"R","b":2,"a":1,"fields":[]}"#});
    let stored = register(&registry, "s", &body);
    assert_eq!(stored["schema"], r#"{"name":"R","type":"record","fields":[],"a":1,"b":2}"#);
    assert_eq!(post(&registry, "s", &body)["guid"], stored["guid"]);
}

#[test]
fn normalize_is_ignored_in_import_and_forward() {
    for mode in ["/mode/s", "/mode/:.__GLOBAL:"] {
        let registry = registry();
        let name = if mode == "/mode/s" { "IMPORT" } else { "FORWARD" };
        assert_eq!(registry.send(&format!(r#"PUT {mode} {{"mode":"{name}"}}"#)).status, 200);
        let text = r#"{"type":"record","name":"R","fields":[],"b":2,"a":1}"#;
        let body = json!({"schema": text, "id": 7});
        let stored = post(&registry, "s/versions?normalize=true", &body);
        assert_eq!(stored["schema"], text, "{name}");
    }
}

#[test]
fn a_lookup_finds_what_could_not_be_registered_today() {
    let old = r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}"#;
    let registry = registry();
    registry.send(r#"PUT /config/s {"validateNewSchemas":false}"#);
    assert_eq!(register(&registry, "s", &json!({ "schema": old }))["version"], 1);
    registry.send(r#"PUT /config/s {"validateNewSchemas":true}"#);
    assert_eq!(post(&registry, "s", &json!({ "schema": old }))["version"], 1);
    assert_eq!(register(&registry, "t", &json!({ "schema": old }))["error_code"], 42201);
}

#[test]
fn references_are_hashed_with_name_subject_and_version() {
    let registry = registry();
    register(&registry, "customer-value", &json!({"schema": record("customer", "")}));
    let body = json!({
        "schema": record("order", r#"{"name":"c","type":"customer"}"#),
        "references": [{"name": "customer", "subject": "customer-value", "version": 1}],
    });
    let stored = register(&registry, "order", &body);
    assert_eq!(stored["guid"], "e1ac8eb0-4569-9223-b2ba-a2e5a7731e4a");
    let mut latest = body.clone();
    latest["references"][0]["version"] = json!(-1);
    assert_eq!(register(&registry, "other", &latest)["guid"], stored["guid"], "as it is resolved");
}

#[test]
fn the_type_is_part_of_what_a_schema_is() {
    let registry = registry();
    registry.send(r#"PUT /mode {"mode":"IMPORT"}"#);
    // A text that both formats read, JSON Schema only because an import is not judged.
    let text = r#"{"type":"array","items":"int"}"#;
    let import = |subject: &str, kind: &str, id: u32| {
        let body = json!({"schema": text, "schemaType": kind, "id": id});
        register(&registry, subject, &body)
    };
    let (avro, json) = (import("a", "AVRO", 1), import("j", "JSON", 2));
    assert_eq!((&avro["schema"], &avro["guid"]), (&json["schema"], &json["guid"]));
    assert_eq!(import("k", "JSON", 1)["error_code"], 42205, "an id has one type");
    for (id, kind, subject) in [(1, "AVRO", "a"), (2, "JSON", "j")] {
        let found = registry.send(&format!("GET /schemas/ids/{id}")).json();
        assert_eq!((&found["schemaType"], &found["subject"]), (&json!(kind), &json!(subject)));
        let owners = registry.line(&format!("GET /schemas/ids/{id}/subjects"));
        assert_eq!(owners, format!(r#"200 ["{subject}"]"#));
    }
    let other = json!({"schema": text, "schemaType": "JSON"});
    assert_eq!(post(&registry, "a", &other)["error_code"], 40403);
}

#[test]
fn of_several_versions_that_mean_the_same_the_newest_is_found() {
    let registry = registry();
    registry.send(r#"PUT /mode/s {"mode":"IMPORT"}"#);
    let text = |members: &str| format!(r#"{{"type":"record","name":"R","fields":[],{members}}}"#);
    for (id, members) in [(1, r#""a":1,"b":2,"c":3"#), (2, r#""b":2,"a":1,"c":3"#)] {
        register(&registry, "s", &json!({"schema": text(members), "id": id}));
    }
    let candidate = json!({"schema": text(r#""c":3,"b":2,"a":1"#)});
    assert_eq!(post(&registry, "s", &candidate)["version"], 2, "by meaning, from the newest");
    let first = json!({"schema": text(r#""a":1,"b":2,"c":3"#)});
    assert_eq!(post(&registry, "s", &first)["version"], 1, "by its hash");
    registry.send("DELETE /subjects/s/versions/2");
    assert_eq!(post(&registry, "s", &candidate)["version"], 1, "the newest live one");
    assert_eq!(post(&registry, "s?deleted=true", &candidate)["version"], 2);
}

#[test]
fn one_schema_twice_under_a_subject_is_listed_twice() {
    let registry = registry();
    registry.send(r#"PUT /mode/s {"mode":"IMPORT"}"#);
    for (id, version) in [(5, 1), (5, 4), (6, 9)] {
        register(&registry, "s", &json!({"schema": "\"int\"", "id": id, "version": version}));
    }
    for id in [5, 6] {
        assert_eq!(
            registry.line(&format!("GET /schemas/ids/{id}/versions")),
            r#"200 [{"subject":"s","version":1},{"subject":"s","version":4},{"subject":"s","version":9}]"#
        );
        assert_eq!(registry.line(&format!("GET /schemas/ids/{id}/subjects")), r#"200 ["s"]"#);
    }
}

#[test]
fn sensitive_metadata_are_answered_in_clear() {
    let registry = registry();
    let metadata = json!({"properties": {"key": "hunter2"}, "sensitive": ["key"]});
    let body = json!({"schema": S1, "metadata": metadata});
    assert_eq!(register(&registry, "s", &body)["metadata"], metadata);
    for path in
        ["/schemas/ids/1", "/subjects/s/versions/1", "/subjects/s/metadata?key=key&value=hunter2"]
    {
        assert_eq!(registry.send(&format!("GET {path}")).json()["metadata"], metadata, "{path}");
    }
}

#[test]
fn what_its_meaning_tells_is_answered_as_it_is_stored_and_what_its_hash_tells_without_time() {
    let registry = registry();
    let text = |members: &str| format!(r#"{{"type":"record","name":"R","fields":[],{members}}}"#);
    let stored = json!({"schema": text(r#""a":1,"b":2"#)});
    let turned = json!({"schema": text(r#""b":2,"a":1"#)});
    let latest = json!({"schema": text(r#""a":1,"b":2"#), "version": -1});
    let told = |path: &str, body: &Value| {
        let found = post(&registry, path, body);
        assert_eq!(found["version"], 1, "{path} {body}: {found}");
        (found.get("ts").cloned(), found.get("deleted").cloned())
    };
    let (nothing, read_back) = ((None, None), (Some(json!("T")), Some(json!(false))));
    assert_eq!(told("s/versions", &stored), nothing, "new");
    for path in ["s/versions", "s"] {
        assert_eq!(told(path, &stored), nothing, "{path} by its hash");
        assert_eq!(told(path, &turned), read_back, "{path} by its meaning");
    }
    let stamped = post(&registry, "t/versions", &latest);
    assert_eq!((&stamped["version"], stamped.get("ts")), (&json!(1), None));
    assert_eq!(told("t/versions", &latest), read_back, "of the latest no hash is asked");
    registry.send("DELETE /subjects/s");
    assert_eq!(told("s?deleted=true", &stored), nothing);
    assert_eq!(told("s?deleted=true", &turned), (Some(json!("T")), Some(json!(true))));
}
