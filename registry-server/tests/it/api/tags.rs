//! Inline tags: `…/tags`, tags on the way in, `findTags` on the way out.

use crate::front_door::{Registry, S1, check};
use registry_server::registry::Rules;
use serde_json::{Value, json};

const RECORD: &str =
    r#"{"schemaEntity":{"entityPath":"myrecord","entityType":"sr_record"},"tags":["T1","T2"]}"#;
const FIELD: &str =
    r#"{"schemaEntity":{"entityPath":"myrecord.f1","entityType":"sr_field"},"tags":["PII"]}"#;

fn registry() -> Registry {
    let registry = Registry::new();
    assert_eq!(registry.register("s", S1).status, 200);
    registry
}

/// Asks, expects success, and gives the body.
fn ok(registry: &Registry, line: &str) -> Value {
    let answer = registry.send(line);
    assert_eq!(answer.status, 200, "{line}\n{}", answer.text);
    answer.json()
}

/// Asks, expects a refusal, and gives code and message.
fn refused(registry: &Registry, line: &str) -> (u64, String) {
    let body = registry.send(line).json();
    let code = body["error_code"].as_u64().unwrap_or_else(|| panic!("{line}\n{body}"));
    (code, body["message"].as_str().unwrap().to_owned())
}

fn tagged(tags: &str) -> String {
    S1.replace("}]}", &format!("}}],\"confluent:tags\":[{tags}]}}"))
}

#[test]
fn tagging_a_version_registers_the_next_with_the_tags_in_its_text() {
    let registry = registry();
    let body = ok(
        &registry,
        &format!(
            r#"POST /subjects/s/versions/latest/tags {{"newVersion":2,"tagsToAdd":[{RECORD}]}}"#
        ),
    );
    assert_eq!((&body["id"], &body["version"]), (&json!(2), &json!(2)));
    assert_eq!(body["schema"], tagged("\"T1\",\"T2\""));
    assert_eq!(body["metadata"]["properties"]["confluent:version"], "2");

    let one = RECORD.replace("\"T1\",", "");
    let line = format!(
        r#"POST /subjects/s/versions/latest/tags {{"newVersion":3,"tagsToRemove":[{one}]}}"#
    );
    assert_eq!(ok(&registry, &line)["schema"], tagged("\"T1\""));
    let latest = ok(&registry, "GET /subjects/s/versions/latest");
    assert_eq!((&latest["version"], &latest["schema"]), (&json!(3), &json!(tagged("\"T1\""))));
    assert_eq!(latest["metadata"]["properties"]["confluent:version"], "3");
}

#[test]
fn without_a_new_version_the_next_is_taken_and_stamped_only_if_something_changes() {
    let registry = registry();
    let line = format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{RECORD}]}}"#);
    let first = ok(&registry, &line);
    assert_eq!(first["metadata"]["properties"]["confluent:version"], "2");
    let mut latest = first;
    // Nothing new: the version is answered as it is stored.
    latest["ts"] = json!("T");
    latest["deleted"] = json!(false);
    let again = line.replace("versions/1", "versions/latest");
    assert_eq!(ok(&registry, &again), latest);
    let absent = FIELD.replace("PII", "NONE");
    let line = format!(r#"POST /subjects/s/versions/latest/tags {{"tagsToRemove":[{absent}]}}"#);
    assert_eq!(ok(&registry, &line), latest);
    check(&registry, "> GET /subjects/s/versions\n200 [1,2]");
    // A number that is asked for is given, as upstream, even if the text stays.
    let line =
        format!(r#"POST /subjects/s/versions/2/tags {{"newVersion":3,"tagsToAdd":[{RECORD}]}}"#);
    assert_eq!(ok(&registry, &line)["version"], 3);
}

#[test]
fn the_text_is_that_of_the_version_asked_for() {
    let registry = registry();
    let line = format!(r#"POST /subjects/s/versions/latest/tags {{"tagsToAdd":[{RECORD}]}}"#);
    ok(&registry, &line);
    let line = format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{FIELD}]}}"#);
    let body = ok(&registry, &line);
    assert_eq!(body["version"], 3);
    assert!(!body["schema"].as_str().unwrap().contains("T1"), "{body}");
}

#[test]
fn a_subject_is_tagged_in_its_context_and_sought_there() {
    let registry = Registry::new();
    assert_eq!(registry.register(":.ctx:only", S1).status, 200);
    let line = format!(r#"POST /subjects/:.ctx:only/versions/1/tags {{"tagsToAdd":[{RECORD}]}}"#);
    assert_eq!(ok(&registry, &line)["version"], 2);
    let line = format!(r#"POST /subjects/only/versions/2/tags {{"tagsToAdd":[{FIELD}]}}"#);
    assert_eq!(ok(&registry, &line)["version"], 3);
    check(
        &registry,
        r#"
        > GET /subjects/:.ctx:only/versions
        200 [1,2,3]
        > GET /subjects?subjectPrefix=only
        200 []
    "#,
    );
}

#[test]
fn what_cannot_be_tagged_is_refused() {
    let registry = registry();
    let body = format!(r#"{{"newVersion":2,"tagsToAdd":[{RECORD}]}}"#);
    for (path, code) in [
        ("none/versions/1", 40401),
        ("s/versions/2", 40402),
        ("s/versions/0", 42202),
        ("s/versions/x", 42202),
    ] {
        let (found, message) = refused(&registry, &format!("POST /subjects/{path}/tags {body}"));
        assert_eq!(found, code, "{path}: {message}");
    }
    for (body, code, text) in [
        (
            r#"{"newVersion":1,"tagsToAdd":[]}"#,
            42201,
            "Version is not one more than previous version",
        ),
        (
            r#"{"newVersion":7,"tagsToAdd":[]}"#,
            42201,
            "Version is not one more than previous version",
        ),
        (r#"{"newVersion":-2}"#, 42201, "Version is not one more than previous version"),
        (
            r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"does.not.exist","entityType":"sr_field"},"tags":["T"]}]}"#,
            42201,
            "no field `does.not.exist` to tag: its only field is `myrecord.f1`",
        ),
        (
            r#"{"tagsToRemove":[{"schemaEntity":{"entityPath":"myrecord.f1","entityType":"sr_record"},"tags":["T"]}]}"#,
            42201,
            "it is a field: say `\"entityType\": \"sr_field\"`",
        ),
        (
            r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"myrecord","entityType":"sr_record"},"tags":[" "]}]}"#,
            42201,
            "a tag of `myrecord` is empty",
        ),
        (
            r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"","entityType":"SR_RECORD"},"tags":null}]}"#,
            42201,
            "its only record is `myrecord`",
        ),
        (
            r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"a","entityType":"sr_enum"}}]}"#,
            400,
            "entityType",
        ),
        (r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"a"}}]}"#, 400, "entityType"),
        (r#"{"tagsToAdd":[{"tags":["T"]}]}"#, 400, "schemaEntity"),
        (r#"{"tagsToAdd":[{"schemaEntity":[],"tags":["T"]}]}"#, 400, "schemaEntity"),
        (r#"{"tagsToAdd":{}}"#, 400, "tagsToAdd"),
        (r#"{"tagsToAdd":[null]}"#, 400, "tagsToAdd"),
        (
            r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"a","entityType":"sr_field"},"tags":"T"}]}"#,
            400,
            "tags",
        ),
        (r#"{"newVersion":"x"}"#, 400, "newVersion"),
        (r#"{"rulesToRemove":"x"}"#, 400, "rulesToRemove"),
        ("[]", 400, "object"),
    ] {
        let (found, message) =
            refused(&registry, &format!("POST /subjects/s/versions/1/tags {body}"));
        assert!(found == code && message.contains(text), "{body}\n{found} {message}");
    }
    check(&registry, "> GET /subjects/s/versions\n200 [1]");
}

#[test]
fn nothing_to_change_is_the_latest_version_itself() {
    let registry = registry();
    for body in [
        "{}",
        r#"{"tagsToAdd":null,"tagsToRemove":null,"metadata":null,"ruleSet":null,"rulesToMerge":null,"rulesToRemove":null,"newVersion":null}"#,
        r#"{"newVersion":0,"unknown":1}"#,
    ] {
        assert_eq!(
            ok(&registry, &format!("POST /subjects/s/versions/1/tags {body}"))["version"],
            1
        );
    }
}

#[test]
fn metadata_is_replaced_or_kept() {
    let registry = registry();
    let line = r#"POST /subjects/s/versions/1/tags {"metadata":{"properties":{"owner":"me"}}}"#;
    assert_eq!(
        ok(&registry, line)["metadata"]["properties"],
        json!({"owner": "me", "confluent:version": "2"})
    );
    let line = format!(r#"POST /subjects/s/versions/2/tags {{"tagsToAdd":[{FIELD}]}}"#);
    assert_eq!(
        ok(&registry, &line)["metadata"]["properties"],
        json!({"owner": "me", "confluent:version": "3"})
    );
}

#[test]
fn rules_are_merged_and_removed_by_name() {
    let registry = registry();
    let rule = |name: &str, tag: &str| json!({"name": name, "type": "foo", "tags": [tag]});
    let names = |body: &Value, list: &str| -> Vec<String> {
        let rules = body["ruleSet"][list].as_array().cloned().unwrap_or_default();
        rules
            .iter()
            .map(|rule| {
                format!("{} {}", rule["name"].as_str().unwrap(), rule["tags"][0].as_str().unwrap())
            })
            .collect()
    };
    let merge = json!({
        "newVersion": 2,
        "rulesToMerge": {
            "migrationRules": [rule("m1", "A"), rule("m2", "A")],
            "domainRules": [rule("d1", "A"), rule("d2", "A"), rule("d3", "A")],
        },
        "rulesToRemove": ["d4"],
    });
    let body = ok(&registry, &format!("POST /subjects/s/versions/latest/tags {merge}"));
    assert_eq!(names(&body, "migrationRules"), ["m1 A", "m2 A"]);
    assert_eq!(names(&body, "domainRules"), ["d1 A", "d2 A", "d3 A"]);

    let merge = json!({
        "newVersion": 3,
        "rulesToMerge": {
            "migrationRules": [rule("m3", "B")],
            "domainRules": [rule("d5", "B"), rule("d4", "B"), rule("d2", "B")],
        },
        "rulesToRemove": ["d1", "m2"],
    });
    let body = ok(&registry, &format!("POST /subjects/s/versions/latest/tags {merge}"));
    assert_eq!(names(&body, "migrationRules"), ["m1 A", "m3 B"]);
    assert_eq!(names(&body, "domainRules"), ["d3 A", "d5 B", "d4 B", "d2 B"]);
    assert_eq!(ok(&registry, "GET /subjects/s/versions/3")["ruleSet"], body["ruleSet"]);

    // Without a word about rules, those of the latest version go on.
    let line = format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{FIELD}]}}"#);
    assert_eq!(ok(&registry, &line)["ruleSet"], body["ruleSet"]);
}

#[test]
fn a_rule_set_that_clients_could_not_run_is_refused() {
    let registry = registry();
    for (body, text) in [
        (
            r#"{"ruleSet":{},"rulesToMerge":{}}"#,
            "ruleSet should be omitted if specifying rulesToMerge or rulesToRemove",
        ),
        (
            r#"{"ruleSet":{},"rulesToRemove":[]}"#,
            "ruleSet should be omitted if specifying rulesToMerge or rulesToRemove",
        ),
        (r#"{"rulesToMerge":{"domainRules":[{"name":"1","type":"X"}]}}"#, "Invalid rule name"),
        (
            r#"{"rulesToMerge":{"domainRules":[{"name":"a","type":"X","mode":"UPGRADE"}]}}"#,
            "cannot have mode",
        ),
        (r#"{"ruleSet":{"domainRules":[{"name":"a"}]}}"#, "Missing rule type"),
        (
            r#"{"rulesToMerge":{"domainRules":[{"name":"a","type":"X"}],"migrationRules":[{"name":"a","type":"X"}]}}"#,
            "duplicate name",
        ),
    ] {
        let (code, message) =
            refused(&registry, &format!("POST /subjects/s/versions/1/tags {body}"));
        assert!(code == 42210 && message.contains(text), "{body}\n{code} {message}");
    }
    // What is fine alone may clash with what is there.
    let migration = r#"{"rulesToMerge":{"migrationRules":[{"name":"a","type":"X"}]}}"#;
    ok(&registry, &format!("POST /subjects/s/versions/1/tags {migration}"));
    let domain = r#"{"rulesToMerge":{"domainRules":[{"name":"a","type":"X"}]}}"#;
    assert_eq!(refused(&registry, &format!("POST /subjects/s/versions/1/tags {domain}")).0, 42210);
}

#[test]
fn the_mode_speaks_before_tags_are_written() {
    let registry = registry();
    let line = format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{RECORD}]}}"#);
    for mode in ["READONLY", "IMPORT"] {
        ok(&registry, &format!(r#"PUT /mode/s?force=true {{"mode":"{mode}"}}"#));
        assert_eq!(refused(&registry, &line).0, 42205, "{mode}");
    }
}

#[test]
fn tags_are_written_into_a_text_on_its_way_in() {
    let registry = registry();
    let schema = json!(S1);
    let add =
        format!(r#"POST /subjects/s/versions {{"schema":{schema},"schemaTagsToAdd":[{RECORD}]}}"#);
    let body = ok(&registry, &add);
    assert_eq!((&body["version"], &body["schema"]), (&json!(2), &json!(tagged("\"T1\",\"T2\""))));
    // Once more is the same schema.
    assert_eq!(ok(&registry, &add)["id"], body["id"]);
    let one = RECORD.replace("\"T1\",", "");
    let text = json!(tagged("\"T1\",\"T2\""));
    let remove =
        format!(r#"POST /subjects/s/versions {{"schema":{text},"schemaTagsToRemove":[{one}]}}"#);
    assert_eq!(ok(&registry, &remove)["schema"], tagged("\"T1\""));
    // Without a text it is that of the latest version.
    let line = format!(r#"POST /subjects/s/versions {{"schemaTagsToAdd":[{FIELD}]}}"#);
    let body = ok(&registry, &line);
    assert_eq!(body["version"], 4);
    assert!(body["schema"].as_str().unwrap().contains("T1"), "{body}");
    let wrong = FIELD.replace("f1", "f9");
    let line =
        format!(r#"POST /subjects/s/versions {{"schema":{schema},"schemaTagsToAdd":[{wrong}]}}"#);
    let (code, message) = refused(&registry, &line);
    assert!(code == 42201 && message.contains("its only field is `myrecord.f1`"), "{message}");
}

#[test]
fn a_wish_for_tags_turns_the_short_cut_off() {
    let registry = registry();
    ok(&registry, r#"PUT /mode/s {"mode":"READONLY"}"#);
    let schema = json!(S1);
    ok(&registry, &format!(r#"POST /subjects/s/versions {{"schema":{schema}}}"#));
    for wish in [
        format!(r#""schemaTagsToAdd":[{RECORD}]"#),
        format!(r#""schemaTagsToRemove":[{RECORD}]"#),
        r#""propagateSchemaTags":true"#.to_owned(),
    ] {
        let line = format!(r#"POST /subjects/s/versions {{"schema":{schema},{wish}}}"#);
        assert_eq!(refused(&registry, &line).0, 42205, "{wish}");
    }
}

#[test]
fn tags_of_the_latest_version_are_passed_on_to_what_is_still_there() {
    let registry = registry();
    ok(
        &registry,
        &format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{RECORD},{FIELD}]}}"#),
    );
    let text = json!(S1.replace(
        "{\"name\":\"f1\"",
        "{\"name\":\"f0\",\"type\":\"int\",\"default\":0},{\"name\":\"f1\""
    ));
    let line =
        format!(r#"POST /subjects/s/versions {{"schema":{text},"propagateSchemaTags":true}}"#);
    let body = ok(&registry, &line);
    let schema = body["schema"].as_str().unwrap();
    assert!(schema.contains(r#""type":"string","confluent:tags":["PII"]"#), "{schema}");
    assert!(schema.ends_with(r#""confluent:tags":["T1","T2"]}"#), "{schema}");

    // The request has the last word; a field that is gone takes its tags with it.
    let text = json!(
        S1.replace("f1", "f2")
            .replace("\"type\":\"string\"", "\"type\":\"string\",\"default\":\"\"")
    );
    let one = RECORD.replace("\"T1\",", "");
    let line = format!(
        r#"POST /subjects/s/versions {{"schema":{text},"propagateSchemaTags":"true","schemaTagsToRemove":[{one}]}}"#
    );
    let body = ok(&registry, &line);
    let schema = body["schema"].as_str().unwrap();
    assert!(!schema.contains("PII") && schema.ends_with(r#""confluent:tags":["T1"]}"#), "{schema}");

    let first =
        format!(r#"POST /subjects/new/versions {{"schema":{text},"propagateSchemaTags":true}}"#);
    assert_eq!(ok(&registry, &first)["version"], 1);
}

#[test]
fn compatibility_and_length_are_judged_with_the_tags() {
    let registry = Registry::with(Rules { schema_bytes: 150, ..Rules::default() });
    registry.register("s", S1);
    let text = json!(S1.replace("f1", "f2"));
    let field = FIELD.replace("f1", "f2");
    let line =
        format!(r#"POST /subjects/s/versions {{"schema":{text},"schemaTagsToAdd":[{field}]}}"#);
    assert_eq!(refused(&registry, &line).0, 40901);
    let long = FIELD.replace("PII", &"P".repeat(100));
    let line = format!(r#"POST /subjects/s/versions/1/tags {{"tagsToAdd":[{long}]}}"#);
    assert_eq!(refused(&registry, &line).0, 42209);
}

#[test]
fn an_import_writes_tags_and_inherits_none() {
    let registry = Registry::new();
    ok(&registry, r#"PUT /mode/s {"mode":"IMPORT"}"#);
    let schema = json!(S1);
    let line = format!(
        r#"POST /subjects/s/versions {{"schema":{schema},"id":7,"version":3,"schemaTagsToAdd":[{FIELD}],"propagateSchemaTags":true}}"#
    );
    assert!(ok(&registry, &line)["schema"].as_str().unwrap().contains("PII"));
    let line = format!(
        r#"POST /subjects/s/versions {{"schema":{schema},"id":8,"version":4,"propagateSchemaTags":true}}"#
    );
    assert_eq!(ok(&registry, &line)["schema"], S1);
}

#[test]
fn lookups_and_compatibility_ignore_wishes_for_tags() {
    let registry = registry();
    let schema = json!(S1);
    let wrong = FIELD.replace("f1", "f9");
    let body =
        format!(r#"{{"schema":{schema},"schemaTagsToAdd":[{wrong}],"propagateSchemaTags":true}}"#);
    assert_eq!(ok(&registry, &format!("POST /subjects/s {body}"))["version"], 1);
    let line = format!("POST /compatibility/subjects/s/versions {body}");
    assert_eq!(ok(&registry, &line)["is_compatible"], true);
}

#[test]
fn tags_are_found_by_id_and_by_version() {
    let registry = registry();
    let body = format!(r#"{{"tagsToAdd":[{RECORD},{FIELD}]}}"#);
    ok(&registry, &format!("POST /subjects/s/versions/1/tags {body}"));
    let plain = ok(&registry, "GET /schemas/ids/2");
    assert_eq!(plain.get("schemaTags"), None);
    let all = json!([
        serde_json::from_str::<Value>(RECORD).unwrap(),
        serde_json::from_str::<Value>(FIELD).unwrap()
    ]);
    for path in ["/schemas/ids/2", "/subjects/s/versions/2", "/subjects/s/versions/latest"] {
        for (query, expected) in [
            ("findTags=*", all.clone()),
            ("findTags=PII&findTags=T2", all.clone()),
            ("findTags=T1", json!([all[0]])),
            ("findTags=PII&subject=s", json!([all[1]])),
            ("findTags=NONE", Value::Null),
            ("findTags=", Value::Null),
        ] {
            let body = ok(&registry, &format!("GET {path}?{query}"));
            assert_eq!(body["schemaTags"], expected, "{path}?{query}");
        }
    }
    assert_eq!(ok(&registry, "GET /schemas/ids/2"), plain);
    assert_eq!(ok(&registry, "GET /schemas/ids/1?findTags=*").get("schemaTags"), None);
}

#[test]
fn a_protobuf_text_keeps_its_comments_and_gets_the_import() {
    let registry = Registry::new();
    let text = "syntax = \"proto3\";\npackage p;\n// A payment.\nmessage M {\n  string name = 1; // whose\n}\n";
    let body = json!({"schemaType": "PROTOBUF", "schema": text});
    ok(&registry, &format!("POST /subjects/p/versions {body}"));
    let tags = json!({"tagsToAdd": [
        {"schemaEntity": {"entityPath": ".M.name", "entityType": "sr_field"}, "tags": ["PII"]},
        {"schemaEntity": {"entityPath": ".p.M", "entityType": "sr_record"}, "tags": ["R"]},
    ]});
    let body = ok(&registry, &format!("POST /subjects/p/versions/1/tags {tags}"));
    let expected = text
        .replace("package p;\n", "package p;\nimport \"confluent/meta.proto\";\n")
        .replace("M {\n", "M {\n  option (confluent.message_meta).tags = \"R\";\n")
        .replace("= 1;", "= 1 [(confluent.field_meta).tags = \"PII\"];");
    assert_eq!(body["schema"], expected);
    let found = ok(&registry, "GET /subjects/p/versions/2?findTags=PII");
    assert_eq!(
        found["schemaTags"],
        json!([{"schemaEntity": {"entityPath": ".M.name", "entityType": "sr_field"}, "tags": ["PII"]}])
    );
}

#[test]
fn a_json_schema_is_tagged_by_property_and_object() {
    let registry = Registry::new();
    let text = r#"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"object","properties":{}}}}"#;
    let body = json!({"schemaType": "JSON", "schema": text});
    ok(&registry, &format!("POST /subjects/j/versions {body}"));
    let tags = json!({"tagsToAdd": [
        {"schemaEntity": {"entityPath": "object.a", "entityType": "sr_field"}, "tags": ["PII"]},
        {"schemaEntity": {"entityPath": "object.b.object", "entityType": "sr_record"}, "tags": ["R"]},
    ]});
    let body = ok(&registry, &format!("POST /subjects/j/versions/1/tags {tags}"));
    let expected = text
        .replace(r#""string""#, r#""string","confluent:tags":["PII"]"#)
        .replace(r#""properties":{}"#, r#""properties":{},"confluent:tags":["R"]"#);
    assert_eq!(body["schema"], expected);
    let found = ok(&registry, "GET /subjects/j/versions/2?findTags=R");
    let kinds = found["schemaTags"].as_array().unwrap().iter().map(|one| {
        let entity = &one["schemaEntity"];
        format!(
            "{} {}",
            entity["entityType"].as_str().unwrap(),
            entity["entityPath"].as_str().unwrap()
        )
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["sr_field object.b", "sr_record object.b.object"]);
}

#[test]
fn types_of_references_are_used_but_not_tagged() {
    let registry = registry();
    let order = r#"{"type":"record","name":"order","fields":[{"name":"c","type":"myrecord"}]}"#;
    let body = json!({"schema": order, "references": [{"name": "myrecord", "subject": "s", "version": 1}]});
    ok(&registry, &format!("POST /subjects/o/versions {body}"));
    let own = r#"{"schemaEntity":{"entityPath":"order.c","entityType":"sr_field"},"tags":["X"]}"#;
    let body =
        ok(&registry, &format!(r#"POST /subjects/o/versions/1/tags {{"tagsToAdd":[{own}]}}"#));
    assert_eq!(body["references"][0]["subject"], "s");
    assert!(
        body["schema"].as_str().unwrap().contains(r#""type":"myrecord","confluent:tags":["X"]"#)
    );
    let line = format!(r#"POST /subjects/o/versions/1/tags {{"tagsToAdd":[{FIELD}]}}"#);
    assert_eq!(refused(&registry, &line).0, 42201);
}

#[test]
fn many_who_tag_at_once_make_one_version() {
    let registry = registry();
    let line = format!(r#"POST /subjects/s/versions/latest/tags {{"tagsToAdd":[{RECORD}]}}"#);
    for answer in registry.send_at_once(32, &line) {
        assert_eq!((answer.status, &answer.json()["version"]), (200, &json!(2)), "{}", answer.text);
    }
    check(&registry, "> GET /subjects/s/versions\n200 [1,2]");
}
