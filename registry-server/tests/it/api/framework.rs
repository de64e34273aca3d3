//! What is refused before the registry is asked: paths, methods, media types, bodies.

use crate::front_door::{Registry, S1, check};
use axum::body::Body;
use axum::http::Request;
use registry_api::MEDIA_TYPE;

#[test]
fn what_is_no_request_gets_the_frameworks_words() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > GET /nowhere
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /schemas/ids/2147483648
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /subjects?offset=x
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /subjects/%ff/versions
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > PATCH /subjects
        405 {"error_code":405,"message":"HTTP 405 Method Not Allowed"}
        > POST /subjects/s/versions
        422 {"error_code":422,"message":"request body must not be null (was null)"}
        > POST /subjects/s/versions null
        422 {"error_code":422,"message":"request body must not be null (was null)"}
        > POST /subjects/s/versions []
        400 {"error_code":400,"message":"cannot read the request: expected a JSON object"}
        > POST /subjects/s/versions {"schema":{"type":"string"}}
        400 {"error_code":400,"message":"cannot read `schema` of the request: expected a string, found an object"}
        > POST /subjects/s/versions {"schema":
        400 {"error_code":400,"message":"EOF while parsing a value at line 1 column 10"}
        > PUT /config {"compatibility":["FULL"]}
        400 {"error_code":400,"message":"cannot read `compatibility` of the request: expected a string, found an array"}
        > PUT /mode {}
        422 {"error_code":42204,"message":"Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."}
        > GET /
        200 {}
        > POST / {"any":1}
        200 {}
        > GET /subjects/
        200 []
        > GET /exporters
        200 []
        > GET /health/ready
        200 {"status":"ready","position":0}
        > GET /schemas/types
        200 ["AVRO","JSON","PROTOBUF"]
        "#,
    );
    assert_eq!(registry.line("HEAD /subjects"), "200 ");
    let options = registry.send("OPTIONS /config/s");
    assert_eq!(
        (options.status, options.headers["allow"].to_str().unwrap()),
        (200, "GET,HEAD,PUT,DELETE")
    );
    assert!(registry.send("PATCH /config/s").headers.contains_key("allow"));
}

#[test]
fn unknown_and_repeated_members_do_no_harm() {
    let registry = Registry::new();
    let text = serde_json::json!(S1);
    let body = format!(
        r#"{{"schema":"x","unknown":{{}},"schemaType":null,"references":null,"schema":{text}}}"#
    );
    let answer = registry.send(&format!("POST /subjects/s/versions {body}"));
    assert_eq!((answer.status, answer.json()["id"].as_u64()), (200, Some(1)));
}

#[test]
fn media_types_are_negotiated() {
    let registry = Registry::new();
    for (accept, content_type, status, answered) in [
        ("*/*", "application/json", 200, MEDIA_TYPE),
        ("application/json", "application/octet-stream", 200, "application/json"),
        (
            "application/vnd.schemaregistry+json",
            "application/json; charset=utf-8",
            200,
            "application/vnd.schemaregistry+json",
        ),
        ("text/html", "application/json", 406, MEDIA_TYPE),
        ("application/json", "text/plain", 415, "application/json"),
    ] {
        let request = Request::post("/subjects/s/versions")
            .header("Accept", accept)
            .header("Content-Type", content_type)
            .body(Body::from(serde_json::json!({ "schema": S1 }).to_string()));
        let answer = registry.ask(request.unwrap());
        assert_eq!(answer.status, status, "{accept} {content_type}: {}", answer.text);
        assert_eq!(answer.headers["content-type"], answered);
        if status != 200 {
            assert_eq!(answer.json()["error_code"], status);
        }
    }
    assert_eq!(registry.line("GET /subjects/none/versions").split(' ').next(), Some("404"));
}

#[test]
fn a_member_of_the_wrong_shape_is_named() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > POST /subjects/s/versions {"schema":"\"int\"","id":true}
        400 {"error_code":400,"message":"cannot read `id` of the request: expected a 32-bit integer"}
        > POST /subjects/s/versions {"schema":"\"int\"","references":[{"name":"a"},{"name":"b","version":[]}]}
        400 {"error_code":400,"message":"cannot read `references[1].version` of the request: expected a 32-bit integer"}
        > POST /subjects/s/versions {"schema":"\"int\"","references":{}}
        400 {"error_code":400,"message":"cannot read `references` of the request: invalid type: object, expected an array"}
        > POST /subjects/s/versions {"schema":"\"int\"","metadata":{"properties":{"a":1}}}
        400 {"error_code":400,"message":"cannot read `metadata.properties.a` of the request: invalid type: integer `1`, expected a string"}
        "#,
    );
}

#[test]
fn an_array_is_not_taken_for_the_members_of_an_object() {
    let registry = Registry::new();
    check(
        &registry,
        r#"
        > POST /subjects/s/versions {"schema":"\"int\"","metadata":[{"path":["PII"]}]}
        400 {"error_code":400,"message":"cannot read `metadata` of the request: invalid type: array, expected a JSON object"}
        > POST /subjects/s/versions {"schema":"\"int\"","ruleSet":[]}
        400 {"error_code":400,"message":"cannot read `ruleSet` of the request: invalid type: array, expected a JSON object"}
        > POST /subjects/s/versions {"schema":"\"int\"","ruleSet":{"domainRules":[[]]}}
        400 {"error_code":400,"message":"cannot read `ruleSet.domainRules[0]` of the request: invalid type: array, expected a JSON object"}
        > POST /subjects/s/versions {"schema":"\"int\"","references":[["a","b",1]]}
        400 {"error_code":400,"message":"cannot read `references[0]` of the request: invalid type: array, expected a JSON object"}
        > PUT /config {"defaultMetadata":[]}
        400 {"error_code":400,"message":"cannot read `defaultMetadata` of the request: invalid type: array, expected a JSON object"}
        "#,
    );
}
