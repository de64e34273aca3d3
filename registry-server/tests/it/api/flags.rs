//! Query parameters that are true or false: only `true` is true, in any case of letters.

use crate::front_door::{Registry, record};
use serde_json::json;

/// A registry in which every flag below makes a difference.
fn registry() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    registry.send(r#"PUT /config/:.__GLOBAL: {"compatibility":"NONE"}"#);
    let stamped = json!({"schema": "\"bytes\"", "metadata": {"properties": {"k": "v"}}});
    let referrer = json!({
        "schema": record("E", r#"{"name":"r","type":"Party"}"#),
        "references": [{"name": "Party", "subject": "Party", "version": 1}],
    });
    registry.register("Party", &record("Party", ""));
    for (subject, body) in [
        ("s", json!({"schema": "\"int\""})),
        ("s", json!({"schema": "\"long\""})),
        ("gone", json!({"schema": "\"int\""})),
        ("stamped", stamped),
        ("referrer", referrer),
    ] {
        let answer = registry.send(&format!("POST /subjects/{subject}/versions {body}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    for request in [
        "DELETE /subjects/s/versions/1",
        "DELETE /subjects/gone",
        "DELETE /subjects/stamped",
        "DELETE /subjects/referrer",
        r#"PUT /config/nick {"alias":"s"}"#,
        r#"PUT /config/s {"compatibility":"BACKWARD"}"#,
        r#"PUT /mode/:.m:x {"mode":"READONLY"}"#,
        r#"PUT /mode/:.__GLOBAL: {"mode":"READWRITE"}"#,
        r#"POST /associations {"resourceName":"t","resourceNamespace":"n","resourceId":"r","associations":[{"schema":{"schema":"\"int\""}}]}"#,
    ] {
        assert_eq!(registry.send(request).status, 200, "{request}");
    }
    registry
}

/// Flag, request. A request that changes something is followed by a look at what it changed.
const FLAGS: [(&str, &str); 33] = [
    ("deleted", "GET /subjects"),
    ("deletedOnly", "GET /subjects"),
    ("deleted", "GET /subjects/s/versions"),
    ("deletedOnly", "GET /subjects/s/versions"),
    ("deletedAsNegative", "GET /subjects/s/versions"),
    ("deleted", "GET /subjects/s/versions/1"),
    ("deleted", "GET /subjects/s/versions/1/schema"),
    ("deleted", "GET /subjects/Party/versions/1/referencedby"),
    ("deleted", "GET /subjects/stamped/metadata"),
    ("deleted", "GET /schemas"),
    ("latestOnly", "GET /schemas?deleted=true"),
    ("aliases", "GET /schemas"),
    ("deleted", "GET /schemas/ids/2/subjects"),
    ("deleted", "GET /schemas/ids/2/versions"),
    ("fetchMaxId", "GET /schemas/ids/2"),
    ("deleted", r#"POST /subjects/gone {"schema":"\"int\""}"#),
    ("normalize", r#"POST /subjects/n/versions {"schema":"{\"type\":\"int\",\"b\":1,\"a\":2}"}"#),
    ("force", r#"POST /subjects/s/versions {"schema":"\"string\""}"#),
    ("verbose", r#"POST /compatibility/subjects/s/versions {"schema":"\"string\""}"#),
    ("verbose", r#"POST /compatibility/subjects/s/versions/2 {"schema":"\"string\""}"#),
    ("defaultToGlobal", "GET /config"),
    ("defaultToGlobal", "GET /config/none"),
    ("defaultToGlobal", "GET /mode/none"),
    ("force", r#"PUT /mode {"mode":"IMPORT"}"#),
    ("force", r#"PUT /mode/s {"mode":"IMPORT"}"#),
    ("recursive", "DELETE /mode/:.m:"),
    ("permanent", "DELETE /subjects/gone"),
    ("permanent", "DELETE /subjects/s/versions/1"),
    (
        "dryRun",
        r#"POST /associations {"resourceName":"u","resourceNamespace":"n","resourceId":"u","associations":[{"subject":"s"}]}"#,
    ),
    (
        "dryRun",
        r#"PUT /associations/resources/u {"resourceName":"u","resourceNamespace":"n","resourceId":"u","associations":[{"subject":"s"}]}"#,
    ),
    (
        "dryRun",
        r#"POST /associations:batchMutate {"requests":[{"resourceName":"u","resourceNamespace":"n","resourceId":"u","associations":[{"opType":"CREATE","subject":"s"}]}]}"#,
    ),
    ("cascadeLifecycle", "DELETE /associations/resources/r"),
    ("includeSchemas", r#"POST /associations:batchGet {"requests":[{"resourceId":"r"}]}"#),
];

/// The answer to a request with a flag, and what the registry holds afterwards.
fn answered(flag: &str, request: &str) -> (String, String) {
    let registry = registry();
    let (method, rest) = request.split_once(' ').unwrap();
    let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let join = if path.contains('?') { '&' } else { '?' };
    let flag = if flag.is_empty() { String::new() } else { format!("{join}{flag}") };
    let answer = registry.line(&format!("{method} {path}{flag} {body}"));
    (answer, registry.line("GET /schemas?deleted=true&subjectPrefix=:*:"))
}

#[test]
fn a_flag_is_true_only_if_it_is_true_in_any_case() {
    for (flag, request) in FLAGS {
        let (off, on) = (answered("", request), answered(&format!("{flag}=true"), request));
        assert_ne!(off, on, "{request}: {flag} makes no difference");
        for word in ["TRUE", "True"] {
            assert_eq!(answered(&format!("{flag}={word}"), request), on, "{request}, {word}");
        }
        for word in ["", "=", "=1", "=yes", "=on", "=false", "=t", "=%20true"] {
            assert_eq!(answered(&format!("{flag}{word}"), request), off, "{request}, {flag}{word}");
        }
    }
}
