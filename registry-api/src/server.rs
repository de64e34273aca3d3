//! Bodies of what a registry says about itself: version, cluster, health.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An empty object: the answer of `/`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Nothing {}

/// Answer of `GET /v1/metadata/id`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerId {
    /// Where the registry stands.
    pub scope: Scope,
}

/// A path of organisations, and clusters by their kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// Always empty.
    pub path: Vec<String>,
    /// The clusters.
    pub clusters: Clusters,
}

/// The names of clusters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Clusters {
    /// Always empty: there is no Kafka behind this registry.
    pub kafka_cluster: String,
    /// The name of the group of registries.
    pub schema_registry_cluster: String,
}

/// Answer of `GET /v1/metadata/version`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerVersion {
    /// The release.
    pub version: String,
    /// The commit it was built from, if known.
    pub commit_id: String,
}

/// Answer of `GET /v1/metadata/deployment`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deployment {
    /// What is special about this deployment.
    pub attributes: Vec<String>,
}

/// Answer of `/health/*`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// `live`, `ready` or `started`.
    pub status: String,
    /// The number of the last entry in the event log; only when asked whether the registry is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
}
