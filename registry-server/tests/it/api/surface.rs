//! The surface as a whole: every endpoint with every parameter that Confluent's has, every list in pages, headers.

use crate::front_door::{Registry, record};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Method, path and query parameters of every core endpoint of Confluent's registry, release 8.2.
const CONFLUENTS: &[(&str, &str, &str)] = &[
    ("GET", "/", ""),
    ("POST", "/", ""),
    (
        "GET",
        "/schemas",
        "subjectPrefix aliases deleted latestOnly ruleType resourceType associationType lifecycle offset limit",
    ),
    ("GET", "/schemas/ids/{id}", "subject format referenceFormat findTags fetchMaxId"),
    ("GET", "/schemas/ids/{id}/schema", "subject format"),
    ("GET", "/schemas/ids/{id}/subjects", "subject deleted offset limit"),
    ("GET", "/schemas/ids/{id}/versions", "subject deleted offset limit"),
    ("GET", "/schemas/guids/{guid}", "format"),
    ("GET", "/schemas/guids/{guid}/ids", ""),
    ("GET", "/schemas/types", ""),
    ("GET", "/subjects", "subjectPrefix deleted deletedOnly offset limit"),
    ("POST", "/subjects/{subject}", "normalize format deleted"),
    ("GET", "/subjects/{subject}/metadata", "key value format deleted"),
    ("DELETE", "/subjects/{subject}", "permanent"),
    ("GET", "/subjects/{subject}/versions", "deleted deletedOnly deletedAsNegative offset limit"),
    ("POST", "/subjects/{subject}/versions", "normalize format force"),
    ("GET", "/subjects/{subject}/versions/{version}", "format referenceFormat deleted findTags"),
    ("GET", "/subjects/{subject}/versions/{version}/schema", "format deleted"),
    ("GET", "/subjects/{subject}/versions/{version}/referencedby", "deleted offset limit"),
    ("DELETE", "/subjects/{subject}/versions/{version}", "permanent"),
    ("POST", "/subjects/{subject}/versions/{version}/tags", ""),
    ("POST", "/compatibility/subjects/{subject}/versions/{version}", "normalize verbose"),
    ("POST", "/compatibility/subjects/{subject}/versions", "normalize verbose"),
    ("GET", "/config", "defaultToGlobal"),
    ("PUT", "/config", ""),
    ("DELETE", "/config", ""),
    ("GET", "/config/{subject}", "defaultToGlobal"),
    ("PUT", "/config/{subject}", ""),
    ("DELETE", "/config/{subject}", ""),
    ("GET", "/mode", "defaultToGlobal"),
    ("PUT", "/mode", "force"),
    ("DELETE", "/mode", "recursive"),
    ("GET", "/mode/{subject}", "defaultToGlobal"),
    ("PUT", "/mode/{subject}", "force"),
    ("DELETE", "/mode/{subject}", "recursive"),
    ("GET", "/contexts", "offset limit contextPrefix"),
    ("DELETE", "/contexts/{context}", ""),
    ("GET", "/v1/metadata/id", ""),
    ("GET", "/v1/metadata/version", ""),
    ("GET", "/v1/metadata/deployment", ""),
    (
        "GET",
        "/associations/subjects/{subject}",
        "resourceType associationType lifecycle offset limit",
    ),
    (
        "GET",
        "/associations/resources/{resource}/{name}",
        "resourceType associationType lifecycle offset limit",
    ),
    (
        "GET",
        "/associations/resources/{resource}",
        "resourceType associationType lifecycle offset limit",
    ),
    ("POST", "/associations", "context dryRun"),
    ("PUT", "/associations/resources/{resource}", "context dryRun"),
    (
        "DELETE",
        "/associations/resources/{resource}",
        "resourceType associationType cascadeLifecycle dryRun",
    ),
    ("POST", "/associations:batchGet", "includeSchemas"),
    ("POST", "/associations:batchMutate", "context dryRun"),
];

/// What is answered beyond Confluent's surface.
const OURS: &[(&str, &str)] = &[
    ("GET", "/associations"),
    ("GET", "/exporters"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/health/startup"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
];

/// What a path of Confluent's takes beyond Confluent's parameters.
const OUR_PARAMETERS: &[(&str, &str)] = &[
    ("/compatibility/subjects/{subject}/versions", "impact"),
    ("/compatibility/subjects/{subject}/versions", "dryRun"),
    ("/compatibility/subjects/{subject}/versions/{version}", "impact"),
];

/// Method, path and the query parameters of every operation of the document, which the handlers are held to.
fn served() -> Vec<(String, String, BTreeSet<String>)> {
    let document = Registry::new().send("GET /openapi.json").json();
    let mut served = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters")
        {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let query = parameters.iter().filter(|parameter| parameter["in"] == "query");
            let names = query.map(|parameter| parameter["name"].as_str().unwrap().to_owned());
            served.push((method.to_uppercase(), path.clone(), names.collect()));
        }
    }
    served
}

#[test]
fn every_endpoint_of_confluents_is_served_with_all_its_parameters_and_no_others() {
    let served = served();
    for (method, path, parameters) in CONFLUENTS {
        let row = served.iter().find(|(other, place, _)| other == method && place == path);
        let (_, _, found) = row.unwrap_or_else(|| panic!("{method} {path} is not served"));
        let mut wanted: BTreeSet<String> =
            parameters.split_whitespace().map(str::to_owned).collect();
        let ours = OUR_PARAMETERS.iter().filter(|row| row.0 == *path).map(|row| row.1.to_owned());
        wanted.extend(ours);
        assert_eq!(*found, wanted, "{method} {path}: served (left), Confluent's (right)");
    }
    for (method, path, _) in &served {
        let row = (method.as_str(), path.as_str());
        let is_known = CONFLUENTS.iter().any(|(method, path, _)| (*method, *path) == row);
        assert!(is_known || OURS.contains(&row), "{method} {path} is in neither list");
    }
}

/// Three subjects, contexts, referrers, owners of id 1 and associations.
fn three_of_each() -> Registry {
    let registry =
        Registry::configured(&[("policy", "off"), ("schema.compatibility.level", "none")]);
    for subject in ["a", "b", "c"] {
        assert_eq!(registry.register(subject, &record("R", "")).status, 200);
        let referrer = json!({
            "schema": record(&format!("By_{subject}"), r#"{"name":"r","type":"R"}"#),
            "references": [{"name": "R", "subject": ":.:a", "version": 1}],
        });
        let referrer = format!("POST /subjects/:.x{subject}:r/versions {referrer}");
        assert_eq!(registry.send(&referrer).status, 200);
        let topic = json!({"resourceName": subject, "resourceNamespace": "n", "resourceId": subject, "associations": [{"subject": "a"}, {"subject": "a", "associationType": "key"}]});
        assert_eq!(registry.send(&format!("POST /associations {topic}")).status, 200);
    }
    for schema in ["\"int\"", "\"long\""] {
        assert_eq!(registry.register("a", schema).status, 200);
    }
    registry
}

#[test]
fn every_list_comes_in_pages() {
    let registry = three_of_each();
    for path in [
        "/schemas",
        "/schemas/ids/1/subjects",
        "/schemas/ids/1/versions",
        "/subjects",
        "/subjects?deleted=true",
        "/subjects/a/versions",
        "/subjects/a/versions/1/referencedby",
        "/contexts",
        "/associations",
        "/associations/subjects/a",
        "/associations/resources/a",
        "/associations/resources/n/-",
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let ask = |query: &str| -> Vec<Value> {
            let answer = registry.send(&format!("GET {path}{join}{query}"));
            assert_eq!(answer.status, 200, "{path} {query}: {}", answer.text);
            answer.json().as_array().unwrap().clone()
        };
        let all = ask("");
        assert!(all.len() >= 2, "{path}: {all:?}");
        for query in ["limit=-1", "limit=0", "offset=-7", "offset=0&limit=", "limit=2147483647"] {
            assert_eq!(ask(query), all, "{path} {query}");
        }
        assert_eq!(ask("limit=1"), all[..1], "{path}");
        assert_eq!(ask("offset=1"), all[1..], "{path}");
        assert_eq!(ask("offset=1&limit=1"), all[1..2], "{path}");
        assert!(ask("offset=99").is_empty(), "{path}");
        for query in ["offset=x", "limit=1.5", "limit=2147483648"] {
            let answer = registry.line(&format!("GET {path}{join}{query}"));
            assert_eq!(
                answer, r#"404 {"error_code":404,"message":"HTTP 404 Not Found"}"#,
                "{path}"
            );
        }
    }
}

#[test]
fn every_get_answers_head_and_says_nothing_of_caches() {
    let registry = three_of_each();
    for (_, path, _) in served().iter().filter(|(method, ..)| method == "GET") {
        let path = path.replace("{id}", "1").replace("{version}", "1");
        let path = path.replace("{subject}", "a").replace("{resource}", "n");
        let path = path.replace("{name}", "a").replace("{guid}", "0");
        let get = registry.send(&format!("GET {path}"));
        let head = registry.send(&format!("HEAD {path}"));
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        assert_eq!(head.headers.get("content-type"), get.headers.get("content-type"), "{path}");
        let is_page = ["/docs", "/openapi.json"].contains(&path.as_str());
        for header in ["etag", "last-modified", "cache-control", "expires"] {
            assert!(is_page || !get.headers.contains_key(header), "{path}: {header}");
        }
        assert!(get.headers.contains_key("x-request-id"), "{path}");
    }
}

#[test]
fn versions_are_listed_by_the_type_of_their_rules() {
    let registry =
        Registry::configured(&[("policy", "off"), ("schema.compatibility.level", "none")]);
    for (subject, text, list, kind) in [
        ("domain", "\"int\"", "domainRules", "CEL"),
        ("encoding", "\"int\"", "encodingRules", "ENCRYPT"),
        ("migration", "\"int\"", "migrationRules", "JSONATA"),
        ("migration", "\"long\"", "domainRules", "CEL"),
    ] {
        let mode = match list {
            "migrationRules" => "UPGRADE",
            _ => "WRITE",
        };
        let rule = json!({"name": "r", "kind": "TRANSFORM", "mode": mode, "type": kind});
        let body = json!({"schema": text, "ruleSet": {list: [rule]}});
        let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    registry.register("none", "\"int\"");
    for (query, expected) in [
        ("", vec!["domain/1", "encoding/1", "migration/1", "migration/2", "none/1"]),
        ("?ruleType=CEL", vec!["domain/1", "migration/2"]),
        ("?ruleType=ENCRYPT", vec!["encoding/1"]),
        ("?ruleType=JSONATA", vec!["migration/1"]),
        // The newest version is chosen first.
        ("?ruleType=JSONATA&latestOnly=true", vec![]),
        ("?ruleType=CEL&latestOnly=true", vec!["domain/1", "migration/2"]),
        ("?ruleType=cel", vec![]),
        ("?ruleType=", vec!["domain/1", "encoding/1", "migration/1", "migration/2", "none/1"]),
    ] {
        let listed = registry.send(&format!("GET /schemas{query}")).json();
        let rows = listed.as_array().unwrap().iter();
        let names: Vec<String> = rows
            .map(|row| format!("{}/{}", row["subject"].as_str().unwrap(), row["version"]))
            .collect();
        assert_eq!(names, expected, "{query}");
    }
}

#[test]
fn normalizing_a_candidate_does_not_change_what_it_is_compatible_with() {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.register("s", "\"int\"");
    for (schema, is_compatible) in [(r#"{"type":"long","b":1,"a":2}"#, true), ("\"string\"", false)]
    {
        for path in ["s/versions", "s/versions/1"] {
            for normalize in ["true", "false"] {
                let request = format!("POST /compatibility/subjects/{path}?normalize={normalize}");
                let answer = registry.send(&format!("{request} {}", json!({ "schema": schema })));
                assert_eq!(answer.json(), json!({ "is_compatible": is_compatible }), "{request}");
            }
        }
    }
}

#[test]
fn what_is_left_out_is_left_out_as_documented() {
    let registry = Registry::configured(&[("policy", "off")]);
    for (request, status) in [
        ("GET /dek-registry/v1/keks", 404),
        ("POST /dek-registry/v1/keks {}", 404),
        ("GET /exporters", 200),
        ("POST /exporters {}", 405),
        ("GET /exporters/e", 404),
        ("PUT /exporters/e/pause", 404),
        ("GET /catalog/v1/types/tagdefs", 404),
        ("GET /metrics", 404),
    ] {
        let answer = registry.send(request);
        assert_eq!(answer.status, status, "{request}: {}", answer.text);
        if status == 404 {
            assert_eq!(answer.json(), json!({"error_code": 404, "message": "HTTP 404 Not Found"}));
        }
    }
    assert_eq!(registry.line("GET /exporters"), "200 []");
    let text = r#"{"type":"int","logicalType":"date"}"#;
    let body = json!({ "schema": text });
    for request in [
        format!("POST /subjects/s/versions?format=logical {body}"),
        "GET /subjects/s/versions/1?format=logical".to_owned(),
    ] {
        assert_eq!(registry.send(&request).json()["schema"], text, "{request}");
    }
    assert_eq!(registry.send("GET /subjects/s/versions/1/schema?format=logical").text, text);
    // A rule set is checked whether `validateRules` says so or not.
    let rules = json!({"domainRules": [{"name": "1", "type": "CEL"}]});
    for validate in [true, false] {
        let set = json!({"validateRules": validate, "aliasForDeks": "x"});
        let set = registry.send(&format!("PUT /config/s {set}")).json();
        assert_eq!((&set["validateRules"], &set["aliasForDeks"]), (&json!(validate), &json!("x")));
        let body = json!({"schema": "\"int\"", "ruleSet": rules});
        let refused = registry.send(&format!("POST /subjects/s/versions {body}"));
        assert_eq!(refused.json()["error_code"], 42210, "{}", refused.text);
    }
}
