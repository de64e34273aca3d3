//! The members of every entity that answers have, all of them there at once.

use crate::front_door::{Registry, record};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const METADATA: &str =
    r#"{"tags":{"**.a":["PII"]},"properties":{"owner":"me"},"sensitive":["owner"]}"#;
const RULES: &str = r#"{"migrationRules":[{"name":"m","kind":"TRANSFORM","mode":"UPGRADE","type":"JSONATA","expr":"$"}],"domainRules":[{"name":"d","doc":"why","kind":"CONDITION","mode":"WRITEREAD","type":"CEL","tags":["PII"],"params":{"k":"v"},"expr":"true","onSuccess":"NONE","onFailure":"ERROR","disabled":true}],"encodingRules":[{"name":"e","kind":"TRANSFORM","mode":"WRITEREAD","type":"ENCRYPT"}],"enableAt":"CLIENT"}"#;

/// `s` has everything a version can have: references, metadata, rules, tags, an alias, an association.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("Party", &record("Party", ""));
    let text = record("R", r#"{"name":"a","type":"Party","confluent:tags":["PII"]}"#);
    let body = json!({
        "schema": text,
        "schemaType": "AVRO",
        "references": [{"name": "Party", "subject": "Party", "version": 1}],
        "metadata": serde_json::from_str::<Value>(METADATA).unwrap(),
        "ruleSet": serde_json::from_str::<Value>(RULES).unwrap(),
    });
    for request in [
        format!("POST /subjects/s/versions {body}"),
        r#"PUT /config/nick {"alias":"s"}"#.to_owned(),
        r#"POST /associations {"resourceName":"t","resourceNamespace":"n","resourceId":"r","associations":[{"subject":"s"}]}"#.to_owned(),
    ] {
        let answer = registry.send(&request);
        assert_eq!(answer.status, 200, "{request}: {}", answer.text);
    }
    registry
}

fn members(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

#[test]
fn every_entity_has_the_members_of_the_reference() {
    let registry = registry();
    let stored = "subject version id guid schemaType references metadata ruleSet schema ts deleted";
    let full = json!({
        "compatibility": "FULL", "alias": "x", "aliasForDeks": "x", "normalize": true, "validateFields": true,
        "validateNewSchemas": true, "validateRules": true, "compatibilityPolicy": "STRICT", "compatibilityGroup": "g",
        "defaultMetadata": {}, "overrideMetadata": {}, "defaultRuleSet": {}, "overrideRuleSet": {},
    });
    let fields = "alias aliasForDeks normalize validateFields validateNewSchemas validateRules compatibilityPolicy compatibilityGroup defaultMetadata overrideMetadata defaultRuleSet overrideRuleSet";
    let again = json!({
        "schema": record("R", r#"{"name":"a","type":"Party","confluent:tags":["PII"]}"#),
        "references": [{"name": "Party", "subject": "Party", "version": 1}],
    });
    for (request, place, expected) in [
        ("GET /subjects/s/versions/1".to_owned(), "", stored.to_owned()),
        ("GET /subjects/s/versions/1?findTags=*".to_owned(), "", format!("{stored} schemaTags")),
        ("GET /subjects/s/metadata?key=owner&value=me".to_owned(), "", stored.to_owned()),
        (format!("POST /subjects/s {again}"), "", stored.replace(" ts deleted", "")),
        (format!("POST /subjects/s/versions {again}"), "", stored.replace("subject ", "").replace(" ts deleted", "")),
        ("GET /schemas/ids/2".to_owned(), "", stored.replace(" id ", " ")),
        ("GET /schemas/ids/2?findTags=PII&fetchMaxId=true".to_owned(), "", format!("{} schemaTags maxId", stored.replace(" id ", " "))),
        ("GET /schemas?aliases=true&resourceType=topic".to_owned(), "/0", format!("{stored} aliases associations")),
        ("GET /schemas/ids/2/versions".to_owned(), "/0", "subject version".to_owned()),
        ("GET /subjects/s/versions/1".to_owned(), "/references/0", "name subject version".to_owned()),
        ("GET /subjects/s/versions/1".to_owned(), "/metadata", "tags properties sensitive".to_owned()),
        ("GET /subjects/s/versions/1".to_owned(), "/ruleSet", "migrationRules domainRules encodingRules enableAt".to_owned()),
        ("GET /subjects/s/versions/1".to_owned(), "/ruleSet/domainRules/0", "name doc kind mode type tags params expr onSuccess onFailure disabled".to_owned()),
        ("GET /subjects/s/versions/1".to_owned(), "/ruleSet/encodingRules/0", "name kind mode type disabled".to_owned()),
        ("GET /subjects/s/versions/1?findTags=*".to_owned(), "/schemaTags/0", "schemaEntity tags".to_owned()),
        ("GET /subjects/s/versions/1?findTags=*".to_owned(), "/schemaTags/0/schemaEntity", "entityPath entityType".to_owned()),
        (format!("PUT /config/full {full}"), "", format!("{fields} compatibility")),
        ("GET /config/full".to_owned(), "", format!("{fields} compatibilityLevel")),
        ("DELETE /config/full".to_owned(), "", format!("{fields} compatibilityLevel")),
        ("GET /associations/subjects/s".to_owned(), "/0", "subject guid resourceName resourceNamespace resourceId resourceType associationType lifecycle frozen createTs updateTs".to_owned()),
        ("GET /v1/metadata/id".to_owned(), "", "scope".to_owned()),
        ("GET /v1/metadata/id".to_owned(), "/scope", "path clusters".to_owned()),
        ("GET /v1/metadata/id".to_owned(), "/scope/clusters", "kafka-cluster schema-registry-cluster".to_owned()),
        ("GET /v1/metadata/version".to_owned(), "", "version commitId".to_owned()),
        ("GET /v1/metadata/deployment".to_owned(), "", "attributes".to_owned()),
        ("GET /schemas/ids/77".to_owned(), "", "error_code message".to_owned()),
    ] {
        let answer = registry.send(&request);
        let body = answer.json();
        let found = body.pointer(place).unwrap_or_else(|| panic!("{request}: {body} has no {place}"));
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        assert_eq!(members(found), expected, "{request} at `{place}`: found (left), expected (right)");
    }
}

#[test]
fn what_was_sent_comes_back_as_it_was_sent() {
    let stored = registry().send("GET /subjects/s/versions/1").json();
    assert_eq!(stored["metadata"], serde_json::from_str::<Value>(METADATA).unwrap());
    let mut rules: Value = serde_json::from_str(RULES).unwrap();
    rules["migrationRules"][0]["disabled"] = json!(false);
    rules["encodingRules"][0]["disabled"] = json!(false);
    assert_eq!(stored["ruleSet"], rules);
}

#[test]
fn a_registration_tells_its_id_first() {
    let registry = Registry::new();
    for _ in 0..2 {
        let text = registry.register("s", "\"int\"").text;
        assert!(text.starts_with(r#"{"id":1,"version":1,"#), "{text}");
    }
}

#[test]
fn texts_and_numbers_are_answered_bare() {
    let registry = Registry::new();
    registry.register("s", "\"int\"");
    for (request, text) in [
        ("GET /schemas/ids/1/schema", "\"int\""),
        ("GET /subjects/s/versions/1/schema", "\"int\""),
        ("DELETE /subjects/s/versions/1", "1"),
    ] {
        let answer = registry.send(request);
        assert_eq!((answer.status, answer.text.as_str()), (200, text), "{request}");
        assert_eq!(answer.headers["content-type"], "application/vnd.schemaregistry.v1+json");
    }
}

/// Java clients take a body from 200 and 207 alone, and 201 for a failure.
#[test]
fn successes_are_200_207_or_204_without_a_body() {
    let document = Registry::new().send("GET /openapi.json").json();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().into_iter().flatten();
            for (status, answer) in answers.filter(|(status, _)| status.starts_with(['2', '3'])) {
                let has_body = answer.get("content").is_some();
                let fits =
                    matches!((status.as_str(), has_body), ("200" | "207", true) | ("204", false));
                assert!(fits, "{method} {path}: {status}, with a body: {has_body}");
            }
        }
    }
}
