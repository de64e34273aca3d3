//! One type for an API and a topic: an instruction comes in over REST, is checked against its contract, and leaves as the
//! event `payment.submitted`.
//!
//! `POST /payments` takes the draft of the event; `GET /openapi.json` describes it from the contract. The messages are
//! handed to a channel, behind which a service has its outbox or its Kafka producer.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use contract_runtime::rest::{Instructed, Problem, describe};
use contract_runtime::{Event, Message, Producer, PublishError};
use event_contracts::fintech::payments::v1::{PaymentSubmitted, PaymentSubmittedDraft};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc::Sender;

/// Who this service is; its registry's id of the event's schema; where messages go.
pub(crate) struct Gateway {
    /// Set once, from the configuration.
    pub(crate) service: Producer,
    /// Asked of the registry at start-up.
    pub(crate) schema_id: u32,
    /// The way to the broker.
    pub(crate) outbox: Sender<Message>,
}

/// The API.
pub(crate) fn router(gateway: Gateway) -> Router {
    Router::new()
        .route("/payments", post(submit))
        .route("/openapi.json", get(async || Json(document())))
        .with_state(Arc::new(gateway))
}

/// The body has kept its contract when this is called; what has not was answered with every violation.
async fn submit(
    State(gateway): State<Arc<Gateway>>,
    Instructed(submitted): Instructed<PaymentSubmittedDraft>,
) -> Result<impl IntoResponse, Answer> {
    let event: &PaymentSubmitted = submitted.event();
    let location = format!("/payments/{}", event.payment_id);
    let flow = event.correlation_id().to_owned();
    let message = submitted.into_message(&gateway.service, gateway.schema_id)?;
    gateway.outbox.send(message).await.map_err(|_| Answer::Closed)?;
    let flow = (HeaderName::from_static("x-correlation-id"), flow);
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location), flow]))
}

enum Answer {
    Refused(Problem),
    /// The service is not the event's producer, or the value has no encoding: the service is at fault.
    Broken,
    Closed,
}

impl From<PublishError> for Answer {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Invalid { event, violations } => {
                Answer::Refused(Problem::contract(event, violations))
            }
            PublishError::Producer { .. } | PublishError::Encode { .. } => Answer::Broken,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> axum::response::Response {
        match self {
            Answer::Refused(problem) => problem.into_response(),
            Answer::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Answer::Closed => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
}

/// The OpenAPI document, from the contract.
fn document() -> Value {
    let submit = describe::<PaymentSubmittedDraft>();
    let mut responses = submit.refusals;
    responses.insert(
        "202".into(),
        json!({ "description": "Accepted; what becomes of it is told by events." }),
    );
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Payments", "version": "1" },
        "paths": { "/payments": { "post": {
            "summary": "Submits a payment",
            "requestBody": submit.request_body,
            "responses": responses,
        } } },
        "components": { "schemas": submit.schemas },
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let (outbox, mut messages) = tokio::sync::mpsc::channel::<Message>(64);
    let service = "api-gateway".parse().expect("a name of letters and a hyphen");
    tokio::spawn(async move {
        while let Some(message) = messages.recv().await {
            eprintln!("{} key {} {} bytes", message.topic, message.key, message.value.len());
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, router(Gateway { service, schema_id: 1, outbox })).await
}
