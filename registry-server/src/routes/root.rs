//! `/`, and what clients ask about the server itself.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::Json;
use serde_json::{Map, Value, json};

/// The answer that people probe for.
pub async fn get() -> Answer<Value> {
    Answer(json!({}))
}

/// Any JSON object.
pub async fn post(Json(_body): Json<Map<String, Value>>) -> Result<Answer<Value>, ApiError> {
    Ok(Answer(json!({})))
}

/// `GET /v1/metadata/id`
pub async fn cluster() -> Answer<Value> {
    let clusters = json!({"kafka-cluster": "", "schema-registry-cluster": "schema-registry"});
    Answer(json!({"scope": {"path": [], "clusters": clusters}}))
}

/// `GET /v1/metadata/version`
pub async fn version() -> Answer<Value> {
    Answer(json!({"version": env!("CARGO_PKG_VERSION"), "commitId": "unknown"}))
}

/// `GET /v1/metadata/deployment`
pub async fn deployment() -> Answer<Value> {
    Answer(json!({"attributes": []}))
}

/// `GET /exporters`: none; user interfaces probe it.
pub async fn exporters() -> Answer<Value> {
    Answer(json!([]))
}
