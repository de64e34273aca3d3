//! Lists: filters, order and paging.

use crate::front_door::Registry;
use serde_json::Value;

fn pairs(list: &Value) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| format!("{}/{}", row["subject"].as_str().unwrap(), row["version"])).collect()
}

#[test]
fn schemas_are_listed_by_subject_and_version() {
    let registry = Registry::new();
    registry.send(r#"PUT /config {"compatibility":"NONE"}"#);
    for (subject, schema) in [
        ("b", "\"int\""),
        ("a", "\"int\""),
        ("a", "\"string\""),
        (":.c:x", "\"int\""),
        ("a", "\"long\""),
    ] {
        assert_eq!(registry.register(subject, schema).status, 200);
    }
    registry.send("DELETE /subjects/a/versions/3");
    for (query, expected) in [
        ("", vec!["a/1", "a/2", "b/1"]),
        ("?deleted=true", vec!["a/1", "a/2", "a/3", "b/1"]),
        ("?latestOnly=true", vec!["a/2", "b/1"]),
        ("?latestOnly=true&deleted=true", vec!["a/3", "b/1"]),
        ("?subjectPrefix=:*:", vec!["a/1", "a/2", "b/1", ":.c:x/1"]),
        ("?subjectPrefix=:.c:", vec![":.c:x/1"]),
        ("?subjectPrefix=b", vec!["b/1"]),
        ("?offset=1&limit=1", vec!["a/2"]),
        ("?ruleType=CEL", vec![]),
    ] {
        assert_eq!(
            pairs(&registry.send(&format!("GET /schemas{query}")).json()),
            expected,
            "{query}"
        );
    }
    assert_eq!(registry.line("GET /subjects?offset=1&limit=1"), r#"200 ["a"]"#);
}

#[test]
fn subjects_with_odd_names_are_reached_percent_encoded() {
    let registry = Registry::new();
    for (path, name) in
        [("a%2Fb", "a/b"), ("a%20b", "a b"), ("a+b", "a+b"), ("%25", "%"), ("%C3%A9", "é")]
    {
        assert_eq!(registry.register(path, "\"string\"").status, 200, "{path}");
        assert_eq!(
            registry.send(&format!("GET /subjects/{path}/versions/1")).json()["subject"],
            name
        );
    }
    let long = "x".repeat(10_000);
    assert_eq!(registry.register(&long, "\"string\"").status, 200);
    for path in ["a%00b", "%0A", "__GLOBAL", "__EMPTY", ":.__GLOBAL:s"] {
        let refused = registry.register(path, "\"string\"");
        assert_eq!(
            (refused.status, &refused.json()["error_code"]),
            (422, &serde_json::json!(42208)),
            "{path}"
        );
    }
}
