//! Random requests for every operation of the OpenAPI document, sense and nonsense mixed: whatever is sent, the answer is one
//! that the document names, and none is a 5xx. New routes take part as soon as they are documented.

use crate::front_door::{Registry, S1};
use crate::random::Random;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

/// Segments of paths and values of queries, percent-encoded.
const WORDS: [&str; 36] = [
    "a",
    "b",
    "a",
    "b",
    "1",
    "2",
    "latest",
    "-1",
    "0",
    "true",
    "TRUE",
    "false",
    "",
    "%20",
    "%00",
    "%2F",
    "%25",
    "%",
    "%zz",
    "%FF%FE",
    "n%C3%A4me",
    ":.c:a",
    ":.c:",
    ":*:",
    ":.:",
    ":.__GLOBAL:",
    "2147483647",
    "2147483648",
    "-2147483648",
    "1e3",
    "resolved",
    "serialized",
    "..",
    "*",
    "a+b",
    "095d71cf-1255-6b9d-5e33-0ad575b3df5d",
];

/// Texts of schemas and of what is none.
const TEXTS: [&str; 16] = [
    S1,
    r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"},{"name":"f2","type":"int","default":1}]}"#,
    r#"{"type":"record","name":"r","fields":[{"name":"to","type":"myrecord"}]}"#,
    r#""string""#,
    r#"["null","int","null"]"#,
    r#"{"type":"fixed","name":"f","size":2147483648}"#,
    r#"{"type":"object","properties":{"x":{"type":"integer"}}}"#,
    r##"{"$ref":"#"}"##,
    r#"{"$ref":"other.json"}"#,
    "true",
    "syntax = \"proto3\"; message M { int32 x = 1; }",
    "syntax = \"proto3\"; import \"a.proto\"; message N { M m = 1; }",
    "syntax = \"proto3\"; message M { int32 x = 0; }",
    "{",
    "",
    "\u{0}",
];

/// Members of bodies, with values that some operation takes or refuses.
fn members(random: &mut Random) -> Value {
    let text = TEXTS[random.below(TEXTS.len() as u64) as usize];
    let word = [
        "a",
        "b",
        ":.c:a",
        "READONLY",
        "IMPORT",
        "READWRITE",
        "FULL",
        "none",
        "AVRO",
        "JSON",
        "PROTOBUF",
        "",
    ][random.below(12) as usize];
    let odd = [
        json!(null),
        json!(-1),
        json!(0),
        json!(1),
        json!(1.5),
        json!(1e300),
        json!(true),
        json!([]),
        json!({}),
        json!([[]]),
        json!("x"),
    ][random.below(11) as usize]
        .clone();
    let format = ["AVRO", "PROTOBUF", "JSON", "XML"][random.below(4) as usize];
    let mut body = serde_json::Map::new();
    for (name, value) in every_member(text, format, word, &odd) {
        if random.below(3) == 0 {
            let spoilt = random.below(12) == 0;
            body.insert(name.into(), if spoilt { odd.clone() } else { value });
        }
    }
    // What most operations need.
    if random.below(2) == 0 {
        body.insert("schema".into(), json!(text));
    }
    Value::Object(body)
}

fn every_member(text: &str, format: &str, word: &str, odd: &Value) -> Vec<(&'static str, Value)> {
    vec![
        ("schema", json!(text)),
        ("schemaType", json!(format)),
        ("references", json!([{"name": "myrecord", "subject": word, "version": odd}])),
        (
            "metadata",
            json!({"properties": {"k": word}, "tags": {"**": [word]}, "sensitive": ["k"]}),
        ),
        (
            "ruleSet",
            json!({"domainRules": [{"name": word, "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "true"}]}),
        ),
        ("id", odd.clone()),
        ("version", odd.clone()),
        ("compatibility", json!(word)),
        ("alias", json!(word)),
        ("normalize", odd.clone()),
        ("mode", json!(word)),
        ("compatibilityGroup", json!("k")),
        ("resourceName", json!(word)),
        ("resourceNamespace", json!("n")),
        ("resourceId", json!(word)),
        ("resourceType", json!("topic")),
        (
            "associations",
            json!([{"subject": word, "associationType": "value", "lifecycle": "WEAK", "schema": {"schema": text}}]),
        ),
        ("newVersion", odd.clone()),
        (
            "tagsToAdd",
            json!([{"schemaEntity": {"entityPath": "myrecord.f1", "entityType": "sr_field"}, "tags": [word]}]),
        ),
        ("rulesToRemove", json!([word])),
        ("unknown", odd.clone()),
    ]
}

fn body(random: &mut Random) -> String {
    match random.below(12) {
        0 => ["", "null", "[]", "{", "\"x\"", "[{}]", "{\"schema\":1,\"schema\":2}", "\u{1}"]
            [random.below(8) as usize]
            .into(),
        1 => json!([members(random)]).to_string(),
        _ => members(random).to_string(),
    }
}

fn word(random: &mut Random) -> &'static str {
    // The first ones are those that most often mean something.
    let bound = if random.below(2) == 0 { 8 } else { WORDS.len() as u64 };
    WORDS[random.below(bound) as usize]
}

/// One request for an operation: its path with words for the segments, some of its parameters, a body if it takes one.
fn draw(random: &mut Random, path: &str, method: &str, operation: &Value) -> (String, String) {
    let mut target = String::new();
    if random.below(8) == 0 {
        target.push_str("/contexts/.c");
    }
    for segment in path.split('/').skip(1) {
        target.push('/');
        target.push_str(if segment.starts_with('{') { word(random) } else { segment });
    }
    let mut joint = '?';
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        if random.below(3) == 0 {
            let name = parameter["name"].as_str().unwrap();
            let value = if random.below(2) == 0 { "true" } else { word(random) };
            target.push_str(&format!("{joint}{name}={value}"));
            joint = '&';
        }
    }
    let sends = method == "post" || method == "put";
    (target, if sends { body(random) } else { String::new() })
}

/// Whether the document names this answer for the operation; the reason if it does not.
fn judged(document: &Value, operation: &Value, status: u16, text: &str) -> Result<(), String> {
    if status >= 500 {
        return Err("a 5xx".into());
    }
    let Some(mut response) = operation["responses"].get(status.to_string()) else {
        return Err(format!("{status} is not documented"));
    };
    if let Some(place) = response["$ref"].as_str() {
        response = document.pointer(place.trim_start_matches('#')).unwrap();
    }
    if status < 400 {
        return Ok(());
    }
    let answer: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let schema = &response["content"][registry_api::MEDIA_TYPE]["schema"];
    let codes = schema["allOf"][1]["properties"]["error_code"]["enum"].as_array().unwrap();
    match codes.contains(&answer["error_code"]) && answer["message"].is_string() {
        true => Ok(()),
        false => Err(format!("{} is not among {codes:?}", answer["error_code"])),
    }
}

/// How many requests; `CONCORD_REQUESTS` asks for more.
fn count() -> usize {
    std::env::var("CONCORD_REQUESTS").ok().and_then(|count| count.parse().ok()).unwrap_or(6_000)
}

#[test]
fn whatever_is_sent_the_answer_is_a_documented_one() {
    let mut random = Random::chosen();
    eprintln!("SEED={}", random.seed);
    let mut registry = Registry::new();
    let document: Value = serde_json::from_str(&registry.send("GET /openapi.json").text).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|row| *row.0 != "parameters")
        {
            // Registering is what all else lives from.
            let weight = if operation["operationId"] == "register" { 12 } else { 1 };
            operations.extend(std::iter::repeat_n((path, method, operation), weight));
        }
    }
    let mut good = 0;
    for number in 0..count() {
        // A registry that was set to READONLY would refuse everything from then on.
        if number % 300 == 0 {
            registry = Registry::new();
        }
        let (path, method, operation) = operations[random.below(operations.len() as u64) as usize];
        let (target, body) = draw(&mut random, path, method, operation);
        let request = Request::builder().method(method.to_uppercase().as_str()).uri(&target);
        // What is no path at all is refused before it comes to us.
        let Ok(request) = request.body(Body::from(body.clone())) else { continue };
        let answer = registry.ask(request);
        good += usize::from(answer.status < 300);
        // Empty segments, and contexts in the path, lead to other operations than the one that was meant.
        let is_meant = !target.contains("//")
            && !target.contains("/contexts")
            && !target.split('?').next().unwrap().ends_with('/')
            && !target.contains("..");
        let verdict = if is_meant || answer.status >= 500 {
            judged(&document, operation, answer.status, &answer.text)
        } else {
            Ok(())
        };
        if let Err(reason) = verdict {
            panic!(
                "{reason}\n> {} {target} {body}\n{} {}\nSEED={}",
                method.to_uppercase(),
                answer.status,
                answer.text,
                random.seed
            );
        }
    }
    assert!(
        good * 5 > count(),
        "only {good} requests went well: they hardly reach what is behind the first check"
    );
}
