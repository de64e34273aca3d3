//! `/health/*`: for orchestrators. Started means folded: before that nobody listens.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::handle::Handle;
use axum::extract::State;
use registry_api::server::Health;

/// The process answers.
pub async fn live() -> Answer<Health> {
    Answer(Health { status: "live".to_owned(), position: None })
}

/// The log is folded and the store takes writes.
pub async fn ready(State(registry): State<Handle>) -> Result<Answer<Health>, ApiError> {
    match registry.store_error() {
        Some(reason) => Err(ApiError::unavailable(format!("not ready to write: {reason}"))),
        None => {
            let position = registry.snapshot().head.position;
            Ok(Answer(Health { status: "ready".to_owned(), position: Some(position) }))
        }
    }
}

/// The log is folded.
pub async fn startup() -> Answer<Health> {
    Answer(Health { status: "started".to_owned(), position: None })
}
