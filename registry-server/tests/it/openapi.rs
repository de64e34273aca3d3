//! The OpenAPI document against the router, the handlers and the table of refusals; and the page that shows it.

use crate::front_door::Registry;
use registry_api::refusal::TABLE;
use registry_server::paths;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn document() -> Value {
    let answer = Registry::new().send("GET /openapi.json");
    assert_eq!(
        (answer.status, &answer.headers["content-type"]),
        (200, &"application/json".parse().unwrap())
    );
    answer.json()
}

/// Every operation with its path and method.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let items = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters");
        methods.map(|(method, held)| (path.clone(), method.to_uppercase(), held.clone()))
    });
    items.collect()
}

#[test]
fn every_route_is_documented_and_every_documented_route_is_there() {
    let document = document();
    let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, method, _) in operations(&document) {
        documented.entry(path).or_default().insert(method);
    }
    let routed: BTreeSet<String> = paths().into_iter().map(str::to_owned).collect();
    let found: BTreeSet<String> = documented.keys().cloned().collect();
    assert_eq!(routed, found, "routes of router.rs (left) and rows of openapi/operations/ (right)");
    let registry = Registry::new();
    for (path, methods) in documented {
        let place = path.replace("{id}", "1").replace(['{', '}'], "");
        let answer = registry.send(&format!("OPTIONS {place}"));
        let allowed = answer.headers["allow"].to_str().unwrap().split(',').map(str::to_owned);
        let allowed: BTreeSet<String> = allowed.filter(|method| method != "HEAD").collect();
        assert_eq!(
            allowed, methods,
            "methods of {path} in router.rs (left) and documented (right)"
        );
    }
}

/// `query.flag("deleted")` and its like, in the source of the handlers.
#[test]
fn every_parameter_that_a_handler_reads_is_documented_and_no_other() {
    let document = document();
    let documented: BTreeSet<String> = operations(&document)
        .iter()
        .flat_map(|(_, _, operation)| {
            operation["parameters"].as_array().cloned().unwrap_or_default()
        })
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut folders) = (vec![folder.join("extract.rs")], vec![folder.join("routes")]);
    while let Some(folder) = folders.pop() {
        let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let (inner, found): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        files.extend(found);
    }
    let mut read = BTreeSet::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for reader in ["flag(\"", "text(\"", "texts(\"", "int(\"", "word(\""] {
            read.extend(
                text.split(reader).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()),
            );
        }
    }
    assert_eq!(
        read, documented,
        "parameters that handlers read (left) and documented ones (right)"
    );
}

#[test]
fn every_refusal_is_documented_somewhere() {
    let text = document()["paths"].to_string();
    for row in TABLE.iter().filter(|row| row.code < 50000) {
        assert!(
            text.contains(&format!("\"{}", row.code)),
            "{} {} is answered by no operation",
            row.code,
            row.name
        );
    }
}

#[test]
fn ids_are_unique_and_references_and_links_lead_somewhere() {
    let document = document();
    let operations = operations(&document);
    let ids: BTreeSet<&str> = operations
        .iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), operations.len());
    follow(&document, &document, &ids);
    for (path, method, operation) in &operations {
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()));
    }
}

fn follow(document: &Value, value: &Value, ids: &BTreeSet<&str>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(place)) = members.get("$ref") {
                let target = document.pointer(place.trim_start_matches('#'));
                assert!(target.is_some(), "{place} leads nowhere");
            }
            for link in members.get("links").and_then(Value::as_object).into_iter().flatten() {
                let to = link.1["operationId"].as_str().unwrap();
                assert!(ids.contains(to), "a link leads to {to}");
            }
            members.values().for_each(|member| follow(document, member, ids));
        }
        Value::Array(elements) => {
            elements.iter().for_each(|element| follow(document, element, ids))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let registry = Registry::new();
    let answer = registry.send("GET /docs");
    assert_eq!(
        (answer.status, answer.headers["content-type"].to_str().unwrap()),
        (200, "text/html; charset=utf-8")
    );
    assert!(
        answer.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'")
    );
    for word in ["http://", "https://", " src=", "@import", "url("] {
        assert!(!answer.text.contains(word), "the page has {word}");
    }
    assert!(
        answer.text.contains("fetch(\"openapi.json\")"),
        "relative, so that it works behind a prefix"
    );
}
