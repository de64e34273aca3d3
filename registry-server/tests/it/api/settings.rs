//! Settings that change answers: limits of lists, strictness, what the registry says of itself, headers.

use crate::front_door::{Registry, S1, check, record};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use std::io::Read as _;

/// Policy off, as for a registry that replaces Confluent's.
fn configured(settings: &[(&str, &str)]) -> Registry {
    Registry::configured(&[settings, &[("policy", "off")]].concat())
}

#[test]
fn lists_are_as_long_as_configured() {
    let registry = configured(&[
        ("schema.search.default.limit", "1"),
        ("schema.search.max.limit", "2"),
        ("subject.search.default.limit", "2"),
        ("subject.search.max.limit", "2"),
        ("subject.version.search.default.limit", "1"),
        ("context.search.default.limit", "1"),
    ]);
    for subject in ["a", "b", "c", ":.x:d"] {
        assert_eq!(registry.register(subject, S1).status, 200);
    }
    check(
        &registry,
        r#"
        > GET /subjects
        200 [":.x:d","a"]
        > GET /subjects?limit=3
        200 [":.x:d","a"]
        > GET /subjects?offset=2
        200 ["b","c"]
        > GET /contexts
        200 ["."]
        > GET /contexts?limit=5
        200 [".",".x"]
        > GET /schemas/ids/1/versions
        200 [{"subject":"a","version":1}]
        > GET /schemas/ids/1/subjects
        200 ["a","b"]
        "#,
    );
    let listed = |query: &str| {
        registry.send(&format!("GET /schemas{query}")).json().as_array().unwrap().len()
    };
    assert_eq!([listed(""), listed("?limit=2"), listed("?limit=3")], [1, 2, 1]);
}

#[test]
fn two_versions_under_one_name_are_refused_where_names_are_strict() {
    for (strict, status) in [("false", 200), ("true", 422)] {
        let registry = configured(&[("schema.providers.reference.versions.strict", strict)]);
        let base = |field: &str| record("Base", field);
        registry.register("base", &base(""));
        registry.register("base", &base(r#"{"name":"a","type":"int","default":0}"#));
        let reference =
            |version: u32| json!({"name": "Base", "subject": "base", "version": version});
        let middle = record("Middle", r#"{"name":"b","type":"Base"}"#);
        let body = json!({"schema": middle, "references": [reference(1)]});
        assert_eq!(registry.send(&format!("POST /subjects/middle/versions {body}")).status, 200);
        let top = record("Top", r#"{"name":"b","type":"Base"},{"name":"m","type":"Middle"}"#);
        let middle = json!({"name": "Middle", "subject": "middle", "version": 1});
        let body = json!({"schema": top, "references": [reference(2), middle]});
        let answer = registry.send(&format!("POST /subjects/top/versions {body}"));
        assert_eq!(answer.status, status, "{}", answer.text);
        if status == 422 {
            let body = answer.json();
            assert_eq!(body["error_code"], 42201);
            let message = body["message"].as_str().unwrap();
            assert!(message.contains("Conflicting reference versions for Base: version 2 of base and version 1 of base"), "{message}");
        }
    }
}

#[test]
fn reserved_fields_are_checked_by_default_if_configured() {
    for (check, status) in [("false", 200), ("true", 409)] {
        let registry = configured(&[("schema.validate.fields", check)]);
        let schema = record("R", r#"{"name":"secret","type":"string"}"#);
        let metadata = json!({"properties": {"confluent:reserved": "secret"}});
        let body = json!({"schema": schema, "metadata": metadata});
        let answer = registry.send(&format!("POST /subjects/s/versions {body}"));
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[test]
fn new_schemas_are_checked_less_if_configured() {
    let schema = record("R", r#"{"name":"a","type":"int","default":"no number"}"#);
    for (check, status) in [("true", 422), ("false", 200)] {
        let registry = configured(&[("schema.validate.new.schemas", check)]);
        assert_eq!(registry.register("s", &schema).status, status);
    }
}

#[test]
fn modes_stay_where_they_may_not_be_changed() {
    let registry = configured(&[("mode.mutability", "false")]);
    let refused = r#"422 {"error_code":42205,"message":"Mode changes are not allowed"}"#;
    for request in [
        r#"PUT /mode {"mode":"READONLY"}"#,
        r#"PUT /mode/s {"mode":"READONLY"}"#,
        "DELETE /mode",
        "DELETE /mode/s",
    ] {
        assert_eq!(registry.line(request), refused, "{request}");
    }
}

#[test]
fn the_registry_says_of_itself_what_it_is_told() {
    let registry =
        configured(&[("schema.registry.group.id", "payments"), ("cluster.kafka-id", "k1")]);
    check(
        &registry,
        r#"
        > GET /v1/metadata/id
        200 {"scope":{"path":[],"clusters":{"kafka-cluster":"k1","schema-registry-cluster":"payments"}}}
        "#,
    );
}

/// The values of a header of the answer, or nothing.
fn asked(registry: &Registry, method: &str, headers: &[(&str, &str)], wanted: &str) -> Vec<String> {
    let mut request = Request::builder().method(method).uri("/subjects");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = registry.ask(request.body(Body::empty()).unwrap());
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.headers.get_all(wanted).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_of_allowed_origins_may_read_answers() {
    let settings = [
        ("access.control.allow.origin", "https://ui.example.com,https://*.dev.example.com"),
        ("access.control.allow.methods", "GET,POST,PUT,DELETE"),
        ("access.control.allow.headers", "*"),
        ("access.control.expose.headers", "X-Request-ID"),
    ];
    let registry = configured(&settings);
    for (origin, allowed) in [
        ("https://ui.example.com", true),
        ("https://a.dev.example.com", true),
        ("https://evil.example.com", false),
        ("https://ui.example.com.evil.org", false),
        ("null", false),
    ] {
        let found = asked(&registry, "GET", &[("Origin", origin)], "access-control-allow-origin");
        assert_eq!(found.first().map(String::as_str), allowed.then_some(origin), "{origin}");
    }
    let origin = ("Origin", "https://ui.example.com");
    assert_eq!(asked(&registry, "GET", &[], "access-control-allow-origin"), [""; 0]);
    assert_eq!(asked(&registry, "GET", &[], "vary"), ["Origin"]);
    assert_eq!(
        asked(&registry, "GET", &[origin], "access-control-expose-headers"),
        ["x-request-id"]
    );
    let preflight = [
        origin,
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "content-type,x-mine"),
    ];
    let answered = |wanted: &str| asked(&registry, "OPTIONS", &preflight, wanted);
    assert_eq!(answered("access-control-allow-origin"), ["https://ui.example.com"]);
    assert_eq!(answered("access-control-allow-methods"), ["GET,POST,PUT,DELETE"]);
    assert_eq!(answered("access-control-allow-headers"), ["content-type,x-mine"]);
    // No question of a browser: the methods of the path.
    assert_eq!(asked(&registry, "OPTIONS", &[], "allow"), ["GET,HEAD"]);
    // Nothing is said where nothing is set.
    let silent = configured(&[]);
    assert_eq!(asked(&silent, "GET", &[origin], "access-control-allow-origin"), [""; 0]);
    let open = configured(&[("access.control.allow.origin", "*")]);
    assert_eq!(asked(&open, "GET", &[origin], "access-control-allow-origin"), ["*"]);
}

#[test]
fn answers_bear_the_headers_of_the_configuration() {
    let rules = r#"add X-Frame-Options: DENY, "set Cache-Control: no-cache, no-store",set X-Request-ID: fixed,addDate Expires: 0"#;
    let registry = configured(&[("response.http.headers.config", rules)]);
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("cache-control", "no-cache, no-store"),
        ("x-request-id", "fixed"),
    ] {
        assert_eq!(asked(&registry, "GET", &[], name), [value]);
    }
    assert!(asked(&registry, "GET", &[], "expires")[0].ends_with(" GMT"));
    let refused = registry.send("GET /nowhere");
    assert_eq!(
        (refused.status, refused.headers["x-frame-options"].to_str().unwrap()),
        (404, "DENY")
    );
}

#[test]
fn options_is_refused_if_configured() {
    let registry = configured(&[("reject.options.request", "true")]);
    assert_eq!(
        registry.line("OPTIONS /subjects"),
        r#"405 {"error_code":405,"message":"HTTP 405 Method Not Allowed"}"#
    );
    assert_eq!(registry.line("GET /subjects"), "200 []");
}

#[test]
fn long_answers_are_compressed_for_who_accepts_it() {
    let registry = configured(&[]);
    let doc = "long ".repeat(5_000);
    registry.register(
        "long",
        &format!(r#"{{"type":"enum","name":"E","symbols":["A"],"doc":"{doc}"}}"#),
    );
    registry.register("short", S1);
    let read = |id: u32, accepted: Option<&str>| {
        let mut request = Request::get(format!("/schemas/ids/{id}/schema"));
        if let Some(accepted) = accepted {
            request = request.header("Accept-Encoding", accepted);
        }
        registry.ask_bytes(request.body(Body::empty()).unwrap())
    };
    let (_, plain) = read(1, None);
    let (headers, packed) = read(1, Some("gzip, deflate"));
    assert_eq!(
        (&headers["content-encoding"], &headers["vary"]),
        (&"gzip".parse().unwrap(), &"Accept-Encoding".parse().unwrap())
    );
    assert!(packed.len() * 10 < plain.len(), "{} of {}", packed.len(), plain.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain);
    for (id, accepted) in [(1, "identity"), (1, "gzip;q=0"), (2, "gzip")] {
        let (headers, body) = read(id, Some(accepted));
        assert!(
            !headers.contains_key("content-encoding") && body.starts_with(b"{"),
            "{id} {accepted}"
        );
    }
}
