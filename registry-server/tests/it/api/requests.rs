//! What holds for every request: paths, parameters, methods, media types, bodies; each sentence of it one row.

use crate::front_door::{Answer, Registry, S1, check};
use axum::body::Body;
use axum::http::Request;
use registry_api::MEDIA_TYPE;
use serde_json::json;

/// `s` with the schema of the worked exchanges, `a/b` and `a+b` with others; no policy.
fn prepared() -> Registry {
    let registry = Registry::configured(&[("policy", "off")]);
    for (subject, schema) in
        [("s", S1), ("a%2Fb", "\"int\""), ("a+b", "\"long\""), (":.c:s", S1), (":.other:s", S1)]
    {
        assert_eq!(registry.register(subject, schema).status, 200, "{subject}");
    }
    registry
}

#[test]
fn paths_are_decoded_once_and_forgiven_their_last_slash() {
    check(
        &prepared(),
        r#"
        > GET /subjects/s/versions/
        200 [1]
        > GET /subjects/s/versions///
        200 [1]
        > GET /subjects//versions
        404 {"error_code":40401,"message":"Subject '' not found."}
        > GET //subjects
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /Subjects
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /subjects/s/versions/1/nothing
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /subjects/a%2Fb/versions
        200 [1]
        > GET /subjects/a%2fb/versions
        200 [1]
        > GET /subjects/a%252Fb/versions
        404 {"error_code":40401,"message":"Subject 'a%2Fb' not found."}
        > GET /subjects/a+b/versions
        200 [1]
        > GET /subjects/a%2Bb/versions
        200 [1]
        > GET /subjects/a%20b/versions
        404 {"error_code":40401,"message":"Subject 'a b' not found."}
        > GET /subjects/%00/versions
        404 {"error_code":40401,"message":"Subject '\u0000' not found."}
        > GET /subjects/%zz/versions
        404 {"error_code":40401,"message":"Subject '%zz' not found."}
        > GET /subjects/100%/versions
        404 {"error_code":40401,"message":"Subject '100%' not found."}
        > GET /subjects/%C3%28/versions
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        > GET /%73ubjects
        404 {"error_code":404,"message":"HTTP 404 Not Found"}
        "#,
    );
}

#[test]
fn names_of_ten_thousand_characters_are_names() {
    let registry = prepared();
    let long = "ä%20".repeat(2_000).replace('ä', "%C3%A4");
    let name = "ä ".repeat(2_000);
    assert_eq!(registry.register(&long, S1).status, 200);
    assert_eq!(registry.send(&format!("GET /subjects/{long}/versions/1")).json()["subject"], name);
    for path in ["config", "mode"] {
        let answer = registry.send(&format!("GET /{path}/{}", "x".repeat(10_000)));
        assert_eq!(answer.status, 404);
        assert!(answer.text.len() < 11_000);
    }
    let context = format!(":.{}:s", "c".repeat(10_000));
    assert_eq!(registry.register(&context, S1).status, 200);
}

#[test]
fn parameters_that_do_not_convert_are_paths_that_do_not_exist() {
    let registry = prepared();
    let not_found = r#"404 {"error_code":404,"message":"HTTP 404 Not Found"}"#;
    for path in [
        "/schemas/ids/x",
        "/schemas/ids/1.0",
        "/schemas/ids/2147483648",
        "/schemas/ids/-2147483649",
        "/schemas/ids/1%20",
        "/schemas/ids/%20",
        "/schemas/ids/",
        "/schemas/ids/x/schema",
        "/schemas/ids/x/subjects",
        "/schemas/ids/x/versions",
        "/subjects?offset=x",
        "/subjects?limit=2147483648",
        "/subjects?limit=1.0",
        "/schemas?limit=x",
        "/contexts?offset=x",
        "/subjects/s/versions?limit=0x1",
        "/schemas/ids/1/subjects?limit=x",
        "/schemas/ids/1/versions?offset=x",
        "/subjects/s/versions/1/referencedby?limit=x",
        // The parameters are read before the subject is sought.
        "/subjects/none/versions?limit=x",
        "/subjects/none/versions/1/referencedby?offset=x",
        "/schemas/ids/99/versions?offset=x",
    ] {
        assert_eq!(registry.line(&format!("GET {path}")), not_found, "{path}");
    }
}

#[test]
fn parameters_are_read_as_upstream_reads_them() {
    check(
        &prepared(),
        r#"
        > GET /subjects?limit=
        200 [":.c:s",":.other:s","a+b","a/b","s"]
        > GET /subjects?limit=%20&offset=
        200 [":.c:s",":.other:s","a+b","a/b","s"]
        > GET /subjects?offset=-1
        200 [":.c:s",":.other:s","a+b","a/b","s"]
        > GET /subjects?offset=4&limit=0
        200 ["s"]
        > GET /subjects?offset=99
        200 []
        > GET /subjects?unknown=1&subjectPrefix=a
        200 ["a+b","a/b"]
        > GET /subjects?subjectPrefix=a%2B
        200 ["a+b"]
        > GET /subjects?subjectPrefix=
        200 ["a+b","a/b","s"]
        > GET /subjects?subjectPrefix=:*:s
        200 [":.c:s",":.other:s","s"]
        > GET /subjects?subjectPrefix=:.c:
        200 [":.c:s"]
        > GET /contexts?contextPrefix=.o
        200 [".other"]
        > GET /contexts?contextPrefix=
        200 [".",".c",".other"]
        > GET /contexts?offset=1&limit=1
        200 [".c"]
        > DELETE /subjects/a+b
        200 [1]
        > GET /subjects?deleted=1&subjectPrefix=a
        200 ["a/b"]
        > GET /subjects?deleted&subjectPrefix=a
        200 ["a/b"]
        > GET /subjects?deleted=TRUE&subjectPrefix=a
        200 ["a+b","a/b"]
        > GET /subjects?deletedOnly=true&deleted=false
        200 ["a+b"]
        > GET /subjects/a+b/versions?deletedAsNegative=true
        404 {"error_code":40401,"message":"Subject 'a+b' not found."}
        > GET /subjects/a+b/versions?deletedAsNegative=true&deleted=true
        200 [-1]
        > GET /subjects/a+b/versions?deletedOnly=true
        200 [1]
        > GET /subjects/s/versions/%20LATEST%20/schema?format=nonsense
        200 {"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}
        "#,
    );
}

#[test]
fn contexts_have_no_colons_inside_whatever_the_method() {
    let registry = prepared();
    for request in [
        "GET /contexts/a:b/subjects",
        "GET /contexts/:.a:b/subjects/s/versions",
        "GET /contexts/::a:/subjects/s/versions",
        "DELETE /contexts/a:b",
        "GET /contexts/a%3Ab/config",
        r#"POST /contexts/a:b/subjects/s/versions {"schema":"\"int\""}"#,
    ] {
        let answer = registry.send(request);
        assert_eq!(answer.status, 400, "{request}: {}", answer.text);
        let body = answer.json();
        assert_eq!(body["error_code"], 400);
        assert!(body["message"].as_str().unwrap().ends_with("cannot contain a colon"), "{request}");
    }
    assert_eq!(registry.send("DELETE /contexts/.unknown").status, 204);
}

fn ask(registry: &Registry, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if method == "POST" { json!({ "schema": S1 }).to_string() } else { String::new() };
    registry.ask(request.body(Body::from(body)).unwrap())
}

#[test]
fn the_clients_weights_come_before_ours() {
    let registry = prepared();
    const PLAIN: &str = "application/json";
    const SECOND: &str = "application/vnd.schemaregistry+json";
    for (accept, answered) in [
        ("application/json, application/vnd.schemaregistry.v1+json;q=0.5", PLAIN),
        ("application/json;q=0.9, application/vnd.schemaregistry+json;q=0.9", SECOND),
        (
            "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json",
            MEDIA_TYPE,
        ),
        ("application/*;q=0.3, application/json;q=0.4", PLAIN),
        ("*/*;q=0.1, application/vnd.schemaregistry.v1+json;q=0", SECOND),
        ("text/html, */*;q=0.1", MEDIA_TYPE),
        ("APPLICATION/JSON;Q=1", PLAIN),
        ("application/json;charset=utf-8", PLAIN),
        ("application/json;q=nan", PLAIN),
        ("application/json;q=-1, */*;q=0.1", PLAIN),
        (" , ,", MEDIA_TYPE),
    ] {
        let answer = ask(&registry, "GET", "/subjects", &[("Accept", accept)]);
        assert_eq!(answer.status, 200, "{accept}: {}", answer.text);
        assert_eq!(answer.headers["content-type"], answered, "{accept}");
    }
    for accept in ["text/plain", "application/json;q=0", "application/xml, text/*", "*"] {
        let answer = ask(&registry, "GET", "/subjects", &[("Accept", accept)]);
        assert_eq!(answer.status, 406, "{accept}");
        assert_eq!(answer.text, r#"{"error_code":406,"message":"HTTP 406 Not Acceptable"}"#);
    }
}

#[test]
fn a_body_of_another_type_is_refused_and_one_of_no_type_is_json() {
    let registry = prepared();
    for (given, status) in [
        (Some("application/vnd.schemaregistry.v1+json"), 200),
        (Some("application/vnd.schemaregistry+json"), 200),
        (Some("Application/JSON; charset=UTF-8"), 200),
        (Some("application/octet-stream"), 200),
        (None, 200),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("application/xml"), 415),
    ] {
        let headers: Vec<(&str, &str)> =
            given.map(|given| ("Content-Type", given)).into_iter().collect();
        let answer = ask(&registry, "POST", "/subjects/s/versions", &headers);
        assert_eq!(answer.status, status, "{given:?}: {}", answer.text);
        if status == 415 {
            assert_eq!(
                answer.text,
                r#"{"error_code":415,"message":"HTTP 415 Unsupported Media Type: send JSON with the header Content-Type: application/json"}"#
            );
        }
    }
    // What has no body has no type of it.
    assert_eq!(ask(&registry, "GET", "/subjects", &[("Content-Type", "text/plain")]).status, 200);
}

#[test]
fn head_is_get_without_a_body_and_options_tells_the_methods() {
    let registry = prepared();
    for path in [
        "/",
        "/subjects",
        "/schemas/ids/1",
        "/subjects/s/versions/1",
        "/schemas/ids/99",
        "/nowhere",
    ] {
        let (get, head) = (ask(&registry, "GET", path, &[]), ask(&registry, "HEAD", path, &[]));
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        assert_eq!(head.headers.get("content-type"), get.headers.get("content-type"), "{path}");
    }
    for (path, allow) in [
        ("/subjects", "GET,HEAD"),
        ("/subjects/s", "POST,DELETE"),
        ("/subjects/s/versions", "GET,HEAD,POST"),
        ("/config", "GET,HEAD,PUT,DELETE"),
        ("/compatibility/subjects/s/versions", "POST"),
    ] {
        let options = ask(&registry, "OPTIONS", path, &[]);
        assert_eq!((options.status, options.headers["allow"].to_str().unwrap()), (200, allow));
        let refused = ask(&registry, "PATCH", path, &[]);
        assert_eq!((refused.status, refused.headers["allow"].to_str().unwrap()), (405, allow));
        assert_eq!(refused.text, r#"{"error_code":405,"message":"HTTP 405 Method Not Allowed"}"#);
    }
}

#[test]
fn scalars_are_taken_for_each_other_as_jackson_does() {
    let registry = prepared();
    for (request, status) in [
        (r#"POST /subjects/n1/versions {"schema":"\"int\"","version":"1"}"#, 200),
        (r#"POST /subjects/n2/versions {"schema":"\"int\"","version":1.0}"#, 200),
        (r#"POST /subjects/n3/versions {"schema":"\"int\"","version":"","id":" "}"#, 200),
        (r#"POST /subjects/n4/versions {"schema":"\"int\"","version":"one"}"#, 400),
        (r#"POST /subjects/n5/versions {"schema":"\"int\"","version":2147483648}"#, 400),
        (r#"POST /subjects/n6/versions {"schema":1}"#, 422),
        (r#"PUT /config/n7 {"normalize":"true","compatibility":"none"}"#, 200),
        (r#"PUT /config/n8 {"normalize":"perhaps"}"#, 400),
        (r#"PUT /config/n9 {"compatibilityPolicy":"sideways"}"#, 200),
        (r#"PUT /config/n10 {"misspelt":{"deep":[1]}}"#, 200),
    ] {
        let answer = registry.send(request);
        assert_eq!(answer.status, status, "{request}: {}", answer.text);
    }
}

#[test]
fn bodies_that_are_none_are_told_with_their_place() {
    let registry = prepared();
    let deep = format!("POST /subjects/s/versions {}", "[".repeat(100_000));
    for (request, status, part) in [
        (r#"POST /subjects/s/versions {"schema":"x""#, 400, "line 1 column"),
        (r#"POST /subjects/s/versions {'schema':1}"#, 400, "line 1 column 2"),
        ("POST /subjects/s/versions nonsense", 400, "line 1 column"),
        (r#"POST /subjects/s/versions {} {}"#, 400, "trailing characters"),
        (r#"POST /subjects/s/versions "text""#, 400, "expected a JSON object"),
        ("POST /subjects/s/versions 7", 400, "expected a JSON object"),
        (deep.as_str(), 400, "line 1 column"),
        (r#"POST /subjects/s/versions {"schema":"\"int\"","unknown":NaN}"#, 400, "line 1 column"),
        (r#"PUT /config {"normalize":Infinity}"#, 400, "line 1 column"),
        ("POST /subjects/s/versions null", 422, "must not be null"),
        ("POST /subjects/s null", 422, "must not be null"),
        ("POST /compatibility/subjects/s/versions null", 422, "must not be null"),
        ("PUT /config null", 422, "must not be null"),
        ("PUT /mode", 422, "must not be null"),
    ] {
        let answer = registry.send(request);
        let body = answer.json();
        let shown: String = request.chars().take(60).collect();
        assert_eq!(
            (answer.status, body["error_code"].as_u64()),
            (status, Some(status.into())),
            "{shown}"
        );
        let message = body["message"].as_str().unwrap();
        assert!(message.contains(part), "{shown}: {message}");
        assert!(!message.contains("struct") && !message.contains("registry_api"), "{message}");
    }
    let request = Request::post("/subjects/s/versions").body(Body::from(vec![b'{', 0xff, b'}']));
    assert_eq!(registry.ask(request.unwrap()).status, 400);
}

#[test]
fn empty_members_are_left_out_and_false_and_zero_are_not() {
    let registry = prepared();
    let version = registry.send("GET /subjects/s/versions/1").json();
    let names: Vec<&String> = version.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["deleted", "guid", "id", "schema", "schemaType", "subject", "ts", "version"]
    );
    check(
        &registry,
        r#"
        > GET /v1/metadata/deployment
        200 {"attributes":[]}
        > PUT /config/empty {"compatibility":null,"compatibilityGroup":""}
        200 {"compatibilityGroup":""}
        > GET /schemas/ids/1/subjects?subject=:.c:
        200 [":.c:s"]
        > GET /schemas/guids/00000000-0000-0000-0000-000000000000/ids
        200 []
        > GET /schemas/guids/a3d8f88a97567b658ee25c9472fa6c7d/ids
        200 [{"context":".","id":1},{"context":".c","id":1},{"context":".other","id":1}]
        > POST / {"any":1}
        200 {}
        "#,
    );
}
