//! The same type in an API and on a topic: examples/hybrid.rs through its router.

#[expect(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/hybrid.rs"]
mod hybrid;

use crate::payment;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use contract_runtime::{Consumed, Incoming, Message, Warnings};
use event_contracts::fintech::payments::v1::PaymentSubmitted;
use serde_json::{Value, json};
use tokio::sync::mpsc::{Receiver, channel};
use tower::ServiceExt;

fn body() -> Value {
    let whole = payment::initiated();
    json!({
        "originatorInfo": whole.originator_info,
        "beneficiaryInfo": whole.beneficiary_info,
        "paymentId": "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f",
        "accountId": "0011223344556",
        "amount": "1250.50000",
        "currency": "USD",
        "corridorCode": "ZWE-DEU",
        "channel": "API",
        "endToEndId": null,
        "remittanceInfo": null,
        "requestedExecutionDate": null,
    })
}

/// Sends a request to the example's router; gives the answer and what went out.
async fn send(request: Request<Body>) -> (Response<Body>, Receiver<Message>) {
    let (outbox, messages) = channel(1);
    let service = "api-gateway".parse().unwrap();
    let router = hybrid::router(hybrid::Gateway { service, schema_id: 7, outbox });
    (router.oneshot(request).await.unwrap(), messages)
}

fn post() -> axum::http::request::Builder {
    Request::post("/payments").header(header::CONTENT_TYPE, "application/json")
}

async fn read(response: Response<Body>) -> Value {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The problem that a body is answered with.
async fn problem(body: impl Into<Body>) -> (StatusCode, Value) {
    let (response, mut messages) = send(post().body(body.into()).unwrap()).await;
    let status = response.status();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let problem = read(response).await;
    assert_eq!(problem["status"], status.as_u16());
    assert!(messages.try_recv().is_err(), "nothing goes out");
    assert!(!problem.to_string().contains("SECRET"), "{problem}");
    (status, problem)
}

#[tokio::test]
async fn a_body_that_keeps_its_contract_leaves_as_an_event() {
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let request = post().header("x-correlation-id", "flow-17").header("traceparent", trace);
    let (response, mut messages) = send(request.body(body().to_string().into()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    assert_eq!(response.headers()["location"], "/payments/0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f");
    assert_eq!(response.headers()["x-correlation-id"], "flow-17");
    let message = messages.recv().await.unwrap();
    let incoming =
        Incoming::new(message.topic, Some(&message.value)).headers(message.header_bytes());
    assert_eq!(incoming.header("traceparent"), Some(trace.as_bytes()));
    let Consumed { event, .. } = incoming.read::<PaymentSubmitted>().unwrap().validated().unwrap();
    assert_eq!((&*event.correlation_id, event.causation_id), ("flow-17", None));
    assert_eq!(event.amount.to_string(), "1250.50000");

    let before = Warnings::counted().generated_correlations;
    let (response, _messages) = send(post().body(body().to_string().into()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    assert!(Warnings::counted().generated_correlations > before, "no id came with the request");
}

#[tokio::test]
async fn every_violation_is_answered_at_once_and_no_value() {
    let mut wrong = body();
    wrong["accountId"] = "SECRET".repeat(10).into();
    wrong["currency"] = "SECRET".into();
    wrong["originatorInfo"]["identity"]["name"] = "".into();
    let (status, problem) = problem(wrong.to_string()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let expected = json!({
        "type": "about:blank",
        "title": "The body breaks its contract",
        "status": 422,
        "detail": "the body breaks 3 rules of `payment.submitted`",
        "violations": [
            { "path": "originatorInfo.identity.name", "ruleId": "string.min_len",
              "message": "must not be empty" },
            { "path": "accountId", "ruleId": "string.max_len",
              "message": "must have at most 34 characters" },
            { "path": "currency", "ruleId": "string.currency",
              "message": "must be a currency code of ISO 4217" },
        ],
    });
    assert_eq!(problem, expected);
}

#[tokio::test]
async fn a_value_of_another_form_is_a_violation_at_its_place() {
    for (pointer, value, path, rule) in [
        (
            "/originatorInfo/identity/partyType",
            json!("SECRET"),
            "originatorInfo.identity.partyType",
            "json.",
        ),
        ("/amount", json!("SECRET"), "amount", "json.type"),
        ("/paymentId", json!("SECRET"), "paymentId", "json.type"),
        (
            "/beneficiaryInfo/institution/country",
            json!(7),
            "beneficiaryInfo.institution.country",
            "json.type",
        ),
        ("/originatorInfo", json!(["SECRET"]), "originatorInfo", "json.type"),
    ] {
        let mut wrong = body();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let (status, problem) = problem(wrong.to_string()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
        let one = &problem["violations"][0];
        assert!(one["path"].as_str().unwrap().starts_with(path), "{problem}");
        assert!(one["ruleId"].as_str().unwrap().starts_with(rule), "{problem}");
    }
    let mut wrong = body();
    wrong["originatorInfo"]["identity"].as_object_mut().unwrap().remove("name");
    let (_, problem) = problem(wrong.to_string()).await;
    assert_eq!(problem["violations"][0]["path"], "originatorInfo.identity.name");
    assert_eq!(problem["violations"][0]["ruleId"], "required");
}

#[tokio::test]
async fn what_is_no_json_and_what_is_not_called_so_is_refused() {
    let (status, told) = problem("{\"accountId\": SECRET").await;
    assert_eq!((status, &told["title"]), (StatusCode::BAD_REQUEST, &json!("The body is not JSON")));
    assert_eq!(problem(body().to_string() + "}").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(problem("").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(problem("[".repeat(100_000)).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(problem(" ".repeat(3 << 20)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let request = Request::post("/payments").body(Body::from(body().to_string())).unwrap();
    let (response, _) = send(request).await;
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let request = post().header("x-correlation-id", "SECRET SECRET");
    let (response, _) = send(request.body(body().to_string().into()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(!read(response).await.to_string().contains("SECRET"));
}

#[tokio::test]
async fn the_openapi_document_says_what_the_contract_demands() {
    let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
    let document = read(send(request).await.0).await;
    let operation = &document["paths"]["/payments"]["post"];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let name = schema["$ref"].as_str().unwrap().strip_prefix("#/components/schemas/").unwrap();
    let schema = &document["components"]["schemas"][name];
    let required: Vec<_> = schema["required"].as_array().unwrap().iter().collect();
    for name in ["paymentId", "accountId", "amount", "originatorInfo"] {
        assert!(required.contains(&&json!(name)), "{schema}");
    }
    assert!(schema["properties"].get("eventId").is_none(), "the envelope is ours");
    assert_eq!(schema["properties"]["accountId"]["maxLength"], 34);
    assert_eq!(operation["responses"].as_object().unwrap().len(), 5);
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}
