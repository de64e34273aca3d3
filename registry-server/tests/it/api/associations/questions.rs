//! Who is associated with whom: lists, filters, wildcards, and the list of all schemas.

use crate::front_door::Registry;
use serde_json::{Value, json};

/// `a` and `b` of `n1` and `a` of `n2`; the first of them STRONG.
fn registry() -> Registry {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let schema = json!({"schema": "\"string\""});
    for (name, namespace, wishes) in [
        ("a", "n1", json!([{"schema": schema}, {"associationType": "key", "schema": schema}])),
        ("b", "n1", json!([{"subject": "s"}, {"associationType": "key", "subject": "s"}])),
        ("a", "n2", json!([{"subject": "s"}])),
    ] {
        let body = json!({"resourceName": name, "resourceNamespace": namespace, "resourceId": format!("{namespace}.{name}"), "associations": wishes});
        let made = registry.send(&format!("POST /associations {body}"));
        assert_eq!(made.status, 200, "{}", made.text);
    }
    registry
}

fn rows(registry: &Registry, path: &str) -> Vec<String> {
    let answer = registry.send(&format!("GET {path}"));
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    let row =
        |row: &Value| format!("{} {}", row["resourceId"], row["associationType"]).replace('"', "");
    answer.json().as_array().unwrap().iter().map(row).collect()
}

#[test]
fn associations_are_found_by_subject_by_name_and_by_id() {
    let registry = registry();
    for (path, expected) in [
        ("subjects/s", vec!["n1.b key", "n1.b value", "n2.a value"]),
        ("subjects/:.n1:a-key", vec!["n1.a key"]),
        ("subjects/nobody", vec![]),
        ("subjects/s?associationType=key", vec!["n1.b key"]),
        (
            "subjects/s?associationType=key&associationType=value&lifecycle=WEAK",
            vec!["n1.b key", "n1.b value", "n2.a value"],
        ),
        ("subjects/s?lifecycle=STRONG", vec![]),
        ("subjects/s?lifecycle=", vec!["n1.b key", "n1.b value", "n2.a value"]),
        ("subjects/s?resourceType=queue", vec![]),
        ("subjects/s?offset=1&limit=1", vec!["n1.b value"]),
        ("resources/n1/a", vec!["n1.a key", "n1.a value"]),
        ("resources/-/a", vec!["n1.a key", "n1.a value", "n2.a value"]),
        ("resources/n1/-", vec!["n1.a key", "n1.a value", "n1.b key", "n1.b value"]),
        ("resources/-/-?lifecycle=WEAK", vec!["n2.a value", "n1.b key", "n1.b value"]),
        ("resources/n3/a", vec![]),
        ("resources/n1/a?associationType=header", vec![]),
        ("resources/-/-?limit=2", vec!["n1.a key", "n1.a value"]),
        ("resources/n2.a", vec!["n2.a value"]),
        ("resources/unknown", vec![]),
    ] {
        assert_eq!(rows(&registry, &format!("/associations/{path}")), expected, "{path}");
    }
    for (query, expected) in [
        ("", vec!["n1.a key", "n1.a value", "n2.a value", "n1.b key", "n1.b value"]),
        ("?resourceName=a", vec!["n1.a key", "n1.a value", "n2.a value"]),
        ("?resourceName=a&resourceNamespace=n2", vec!["n2.a value"]),
        ("?resourceName=-&resourceNamespace=n1&associationType=key&limit=1", vec!["n1.a key"]),
        ("?resourceNamespace=&resourceName=&lifecycle=STRONG", vec!["n1.a key", "n1.a value"]),
    ] {
        assert_eq!(rows(&registry, &format!("/associations{query}")), expected, "{query}");
    }
    for query in ["lifecycle=SOLID", "lifecycle=weak", "offset=x"] {
        assert_eq!(
            registry.send(&format!("GET /associations/subjects/s?{query}")).status,
            404,
            "{query}"
        );
    }
}

/// Subject and version of each schema listed, with the types and lifecycles of its associations.
fn listed(registry: &Registry, query: &str) -> Vec<String> {
    let answer = registry.send(&format!("GET /schemas?{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| {
        let all = row["associations"].as_array().cloned().unwrap_or_default();
        let all = all
            .iter()
            .map(|one| format!("{} {}", word(&one["resourceId"]), word(&one["associationType"])));
        format!("{}: {}", word(&row["subject"]), all.collect::<Vec<_>>().join(", "))
    };
    answer.json().as_array().unwrap().iter().map(row).collect()
}

#[test]
fn schemas_are_listed_by_the_associations_of_their_subjects() {
    let registry = registry();
    registry.register("free", "\"string\"");
    let s = "s: n1.b key, n1.b value, n2.a value";
    for (query, expected) in [
        ("", vec!["free: ", "s: "]),
        ("resourceType=topic", vec![s]),
        ("resourceType=queue", vec![]),
        ("associationType=key", vec!["s: n1.b key"]),
        ("lifecycle=WEAK", vec![s]),
        ("lifecycle=STRONG", vec![]),
        ("lifecycle=NONE", vec!["free: "]),
        ("lifecycle=NONE&lifecycle=WEAK", vec!["free: ", s]),
        ("lifecycle=NONE&lifecycle=STRONG", vec!["free: "]),
        ("lifecycle=NONE&resourceType=queue", vec!["free: ", "s: "]),
        (
            "lifecycle=STRONG&subjectPrefix=:*:",
            vec![":.n1:a-key: n1.a key", ":.n1:a-value: n1.a value"],
        ),
        ("lifecycle=STRONG&subjectPrefix=:.n1:&associationType=key", vec![":.n1:a-key: n1.a key"]),
        ("lifecycle=", vec!["free: ", "s: "]),
    ] {
        assert_eq!(listed(&registry, query), expected, "{query}");
    }
    assert_eq!(registry.send("GET /schemas?lifecycle=SOLID").status, 404);
}

#[test]
fn a_subject_that_many_resources_share_is_listed_with_some_of_them() {
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let wish = |number: u32| {
        json!({"resourceName": format!("t{number}"), "resourceNamespace": "ns", "resourceId": format!("{number}"),
            "associations": [{"opType": "CREATE", "subject": "s"}]})
    };
    let batch = json!({"requests": (0..1500).map(wish).collect::<Vec<_>>()});
    assert_eq!(registry.send(&format!("POST /associations:batchMutate {batch}")).status, 207);
    let listed = registry.send("GET /schemas?lifecycle=WEAK").json();
    assert_eq!(listed[0]["associations"].as_array().unwrap().len(), 1000);
    assert_eq!(rows(&registry, "/associations/subjects/s").len(), 1000);
    assert_eq!(rows(&registry, "/associations/subjects/s?offset=1000").len(), 500);
}

#[test]
fn schemas_are_listed_with_the_other_names_of_their_subjects() {
    let registry = Registry::new();
    for subject in ["orders", "other", ":.c:orders"] {
        registry.register(subject, "\"string\"");
    }
    for (name, alias) in [
        ("new-orders", "orders"),
        ("old-orders", "orders"),
        (":.c:new-orders", "orders"),
        ("lost", "nobody"),
    ] {
        registry.send(&format!("PUT /config/{name} {}", json!({"alias": alias})));
    }
    let listed = |query: &str| {
        let answer = registry.send(&format!("GET /schemas?{query}")).json();
        let row = |row: &Value| format!("{} {}", row["subject"], row["aliases"]).replace('"', "");
        answer.as_array().unwrap().iter().map(row).collect::<Vec<String>>()
    };
    for (query, expected) in [
        ("", vec!["orders null", "other null"]),
        ("aliases=true", vec!["orders [new-orders,old-orders]", "other null"]),
        ("aliases=true&subjectPrefix=new", vec!["orders [new-orders,old-orders]"]),
        ("aliases=true&subjectPrefix=o", vec!["orders [new-orders,old-orders]", "other null"]),
        ("aliases=true&subjectPrefix=lost", vec![]),
        ("subjectPrefix=new", vec![]),
        (
            "aliases=true&subjectPrefix=:*:",
            vec!["orders [new-orders,old-orders]", "other null", ":.c:orders [:.c:new-orders]"],
        ),
        (
            "aliases=true&subjectPrefix=:*:new",
            vec!["orders [new-orders,old-orders]", ":.c:orders [:.c:new-orders]"],
        ),
        ("aliases=true&subjectPrefix=:.c:new", vec![":.c:orders [:.c:new-orders]"]),
    ] {
        assert_eq!(listed(query), expected, "{query}");
    }
}
