//! Batches: every request stands or falls by itself, the answer is 207.

use super::{held, invalid, post, refusal, strongly, topic, weakly};
use crate::front_door::{Answer, Registry};
use serde_json::{Value, json};

fn mutate(registry: &Registry, query: &str, requests: &Value) -> Answer {
    registry
        .send(&format!("POST /associations:batchMutate{query} {}", json!({"requests": requests})))
}

fn ask(registry: &Registry, query: &str, requests: &Value) -> Answer {
    registry.send(&format!("POST /associations:batchGet{query} {}", json!({"requests": requests})))
}

fn of(name: &str, wishes: &Value) -> Value {
    json!({"resourceName": name, "resourceNamespace": "ns", "resourceId": name, "associations": wishes})
}

/// The code of each result, 200 for a good one.
fn codes(answer: &Answer) -> Vec<u64> {
    assert_eq!(answer.status, 207, "{}", answer.text);
    let body = answer.json();
    let code = |result: &Value| {
        assert_eq!(result.as_object().unwrap().len(), 1, "{result}");
        result["error"].get("error_code").map_or(200, |code| code.as_u64().unwrap())
    };
    body["results"].as_array().unwrap().iter().map(code).collect()
}

#[test]
fn each_request_of_a_batch_stands_or_falls_by_itself() {
    let registry = Registry::new();
    let schema = json!({"schema": "\"string\""});
    let answer = mutate(
        &registry,
        "",
        &json!([
            of("a", &json!([{"opType": "CREATE", "schema": schema}])),
            of(
                "b",
                &json!([{"opType": "CREATE", "associationType": "key", "schema": schema}, {"opType": "CREATE", "schema": {"schema": "{"}}])
            ),
            of("c", &json!([{"opType": "UPSERT", "subject": "s"}])),
            of("", &json!([{"opType": "CREATE", "schema": schema}])),
            of("d", &json!([{"schema": schema}])),
            of("e", &json!([])),
            of("f", &json!([{"opType": "DELETE"}])),
            of("g", &json!([{"opType": "UPSERT", "subject": ":.ns:a-value"}])),
            of("h", &json!([{"opType": "CREATE", "schema": schema}])),
        ]),
    );
    assert_eq!(codes(&answer), [200, 42201, 40907, 42212, 42212, 42212, 40410, 40905, 200]);
    let body = answer.json();
    assert_eq!(body["results"][0]["result"]["associations"][0]["subject"], ":.ns:a-value");
    assert_eq!(
        body["results"][4]["error"]["message"].as_str().unwrap(),
        invalid("opType", "must be CREATE, UPSERT or DELETE").1
    );
    assert_eq!(registry.line("GET /subjects"), r#"200 [":.ns:a-value",":.ns:h-value"]"#);
}

#[test]
fn the_steps_of_one_request_build_on_each_other() {
    let registry = Registry::new();
    registry.register("k", "\"string\"");
    registry.register("v", "\"string\"");
    mutate(
        &registry,
        "",
        &json!([of(
            "id",
            &json!([{"opType": "CREATE", "subject": "k", "associationType": "key"}])
        )]),
    );
    let answer = mutate(
        &registry,
        "",
        &json!([of(
            "id",
            &json!([
                {"opType": "CREATE", "subject": "v"},
                {"opType": "UPSERT", "subject": "k", "associationType": "key"},
                {"opType": "DELETE", "associationType": "key"},
            ])
        )]),
    );
    assert_eq!(codes(&answer), [200]);
    let made = answer.json()["results"][0]["result"]["associations"].clone();
    assert_eq!(made.as_array().unwrap().len(), 1);
    assert_eq!(made[0]["associationType"], "value");
    assert_eq!(held(&registry), ["value v WEAK"]);
    let swapped = mutate(
        &registry,
        "",
        &json!([of(
            "id",
            &json!([
                {"opType": "DELETE"},
                {"opType": "CREATE", "schema": {"schema": "\"int\""}},
            ])
        )]),
    );
    assert_eq!(codes(&swapped), [200]);
    assert_eq!(held(&registry), ["value :.ns:id-value STRONG"]);
    let refused = mutate(&registry, "", &json!([of("id", &json!([{"opType": "DELETE"}]))]));
    assert_eq!(codes(&refused), [40908]);
    let gone = mutate(
        &registry,
        "",
        &json!([of("id", &json!([{"opType": "DELETE", "cascadeLifecycle": true}]))]),
    );
    assert_eq!(codes(&gone), [200]);
    assert_eq!(registry.line("GET /subjects?deleted=true"), r#"200 ["k","v"]"#);
}

#[test]
fn one_text_that_is_new_in_many_contexts_is_stored_in_each() {
    let registry = Registry::new();
    let requests: Vec<Value> = (0..50)
        .map(|number| json!({"resourceName": "t", "resourceNamespace": format!("n{number}"), "resourceId": format!("{number}"),
            "associations": [{"opType": "CREATE", "schema": {"schema": "\"string\""}}]}))
        .collect();
    let answer = mutate(&registry, "", &json!(requests));
    assert_eq!(codes(&answer), vec![200; 50]);
    assert_eq!(registry.line("GET /subjects/:.n49:t-value/versions/1/schema"), "200 \"string\"");
}

#[test]
fn a_dry_batch_decides_step_by_step_and_writes_nothing() {
    let registry = Registry::new();
    let create = json!([{"opType": "CREATE", "schema": {"schema": "\"string\""}}]);
    let other = json!([{"opType": "CREATE", "subject": ":.ns:a-value"}]);
    let answer = mutate(&registry, "?dryRun=true", &json!([of("a", &create), of("b", &other)]));
    assert_eq!(codes(&answer), [200, 40905], "the second finds what the first would have done");
    assert_eq!(answer.json()["results"][0]["result"].get("associations"), None);
    assert_eq!(registry.line("GET /subjects"), "200 []");
}

#[test]
fn a_batch_of_nothing_is_refused() {
    let registry = Registry::new();
    for path in ["batchGet", "batchMutate"] {
        for body in ["{}", r#"{"requests":[]}"#, r#"{"requests":null}"#] {
            let answer = registry.send(&format!("POST /associations:{path} {body}"));
            assert_eq!(
                refusal(&answer),
                invalid("requests", "cannot be null or empty"),
                "{path} {body}"
            );
        }
        for body in ["[]", r#"{"requests":{}}"#, r#"{"requests":["a"]}"#, r#"{"requests":[null]}"#]
        {
            assert_eq!(
                registry.send(&format!("POST /associations:{path} {body}")).status,
                400,
                "{path} {body}"
            );
        }
    }
    let wrong = r#"{"requests":[{"associations":[{"opType":"MERGE"}]}]}"#;
    let answer = registry.send(&format!("POST /associations:batchMutate {wrong}"));
    assert_eq!(refusal(&answer).0, 400);
    assert_eq!(registry.send("GET /associations:batchGet").status, 405);
}

#[test]
fn a_batch_of_questions_is_answered_one_by_one() {
    let registry = Registry::new();
    weakly(&registry);
    let requests = json!([
        {"resourceId": "id"},
        {"resourceName": "t", "resourceNamespace": "ns", "resourceType": "topic"},
        {"resourceName": "t"},
        {"resourceName": "-", "resourceNamespace": "ns", "associationTypes": ["value"]},
        {"resourceId": "unknown"},
        {"resourceId": "id", "lifecycle": "STRONG"},
        {"resourceId": "id", "associationTypes": ["key"]},
        {},
    ]);
    let answer = ask(&registry, "", &requests);
    assert_eq!(codes(&answer), [200, 200, 200, 200, 200, 200, 200, 42212]);
    let results = answer.json()["results"].clone();
    let full = json!({"resourceName": "t", "resourceNamespace": "ns", "resourceId": "id", "resourceType": "topic", "associations": [
        {"subject": "s", "associationType": "value", "lifecycle": "WEAK", "frozen": false}]});
    for index in 0..4 {
        assert_eq!(results[index]["result"], full, "{index}");
    }
    assert_eq!(results[4]["result"], json!({"resourceId": "unknown", "resourceType": "topic"}));
    for index in 5..7 {
        assert_eq!(results[index]["result"].get("associations"), None, "{index}");
    }
}

#[test]
fn questions_may_ask_for_the_latest_schemas_too() {
    let registry = Registry::new();
    strongly(&registry);
    registry.register(":.ns:t-value", "\"bytes\"");
    let answer = ask(&registry, "?includeSchemas=true", &json!([{"resourceId": "id"}]));
    let schema = answer.json()["results"][0]["result"]["associations"][0]["schema"].clone();
    assert_eq!((&schema["version"], &schema["schema"]), (&json!(2), &json!("\"bytes\"")));
}

#[test]
fn a_long_schema_that_is_asked_for_many_times_is_told_until_the_answer_is_long() {
    let registry = Registry::new();
    let long = json!({"type": "record", "name": "R", "fields": [], "doc": "x".repeat(4 << 20)})
        .to_string();
    let made = post(&registry, &topic(&json!([{"schema": {"schema": long}}])));
    assert_eq!(made.status, 200, "{:.300}", made.text);
    let asked = json!(vec![json!({"resourceId": "id"}); 100]);
    let answer = ask(&registry, "?includeSchemas=true", &asked);
    let codes = codes(&answer);
    assert_eq!((codes[14], codes[16], codes[99]), (200, 42212, 42212));
    assert!(answer.text.contains("the answer would be too long, ask for less at once"));
    assert!(ask(&registry, "", &asked).text.len() < 100_000);
    let again = json!(vec![topic(&json!([{"opType": "UPSERT", "schema": {}}])); 30]);
    let answer = mutate(&registry, "", &again);
    assert!(answer.text.len() < 80 << 20, "{}", answer.text.len());
    assert_eq!(self::codes(&answer), [200; 30]);
}
