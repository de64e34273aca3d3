//! `/`, and what clients ask about the server itself.

use crate::answer::Answer;
use crate::config::Cluster;
use crate::error::ApiError;
use crate::extract::Json;
use crate::handle::Handle;
use axum::extract::State;
use registry_api::server::{Clusters, Deployment, Nothing, Scope, ServerId, ServerVersion};
use serde_json::{Map, Value};

/// The answer that people probe for.
pub async fn get() -> Answer<Nothing> {
    Answer(Nothing {})
}

/// Any JSON object.
pub async fn post(Json(_body): Json<Map<String, Value>>) -> Result<Answer<Nothing>, ApiError> {
    Ok(Answer(Nothing {}))
}

/// `GET /v1/metadata/id`
pub async fn cluster(State(registry): State<Handle>) -> Answer<ServerId> {
    let Cluster { group_id, kafka_id } = registry.rules().cluster.clone();
    let clusters = Clusters { kafka_cluster: kafka_id, schema_registry_cluster: group_id };
    Answer(ServerId { scope: Scope { path: Vec::new(), clusters } })
}

/// `GET /v1/metadata/version`
pub async fn version() -> Answer<ServerVersion> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Answer(ServerVersion { version, commit_id: "unknown".to_owned() })
}

/// `GET /v1/metadata/deployment`
pub async fn deployment() -> Answer<Deployment> {
    Answer(Deployment::default())
}

/// `GET /exporters`: none; user interfaces probe it.
pub async fn exporters() -> Answer<Vec<String>> {
    Answer(Vec::new())
}
