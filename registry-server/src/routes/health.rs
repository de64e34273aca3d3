//! `/health/*`: for orchestrators. Started means folded: before that nobody listens.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::handle::Handle;
use axum::extract::State;
use serde_json::{Value, json};

/// The process answers.
pub async fn live() -> Answer<Value> {
    Answer(json!({"status": "live"}))
}

/// The log is folded and the store takes writes.
pub async fn ready(State(registry): State<Handle>) -> Result<Answer<Value>, ApiError> {
    match registry.store_error() {
        Some(reason) => Err(ApiError::unavailable(format!("not ready to write: {reason}"))),
        None => {
            let position = registry.snapshot().head.position;
            Ok(Answer(json!({"status": "ready", "position": position})))
        }
    }
}

/// The log is folded.
pub async fn startup() -> Answer<Value> {
    Answer(json!({"status": "started"}))
}
