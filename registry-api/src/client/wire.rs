//! The few bodies that the client reads and writes: only the members it needs, unknown ones are skipped.

use serde::{Deserialize, Serialize};

/// A schema to be registered, looked up or compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Submission {
    /// The text.
    pub schema: String,
    /// `AVRO`, `PROTOBUF`.
    pub schema_type: String,
    /// References to other subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Pointer>,
}

/// A reference: name, subject, version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pointer {
    /// Avro: full name; Protobuf: import path.
    pub name: String,
    /// The subject referred to.
    pub subject: String,
    /// Its version.
    pub version: i32,
}

/// The answer to a registration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Registered {
    /// The schema id.
    pub id: u32,
    /// The version; servers before 8.0 leave it out.
    pub version: Option<u32>,
}

/// A version of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The subject.
    pub subject: String,
    /// The version number.
    pub version: u32,
    /// The schema id.
    pub id: u32,
    /// `AVRO` when left out.
    #[serde(default = "avro")]
    pub schema_type: String,
    /// References to other subjects.
    #[serde(default)]
    pub references: Vec<Pointer>,
    /// The text.
    pub schema: String,
}

/// A schema by id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ById {
    /// `AVRO` when left out.
    #[serde(default = "avro")]
    pub schema_type: String,
    /// References to other subjects.
    #[serde(default)]
    pub references: Vec<Pointer>,
    /// The text.
    pub schema: String,
}

/// The answer of a compatibility check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    /// The verdict.
    pub is_compatible: bool,
    /// The reasons, when asked for with `verbose`.
    #[serde(default)]
    pub messages: Vec<String>,
}

/// What the policy found in a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// Rule id.
    pub id: String,
    /// `error`, `warn`, `info`.
    #[serde(default)]
    pub severity: String,
    /// Path in the contract.
    #[serde(default)]
    pub path: String,
    /// Line in the submitted text.
    pub line: Option<u32>,
    /// Column in the submitted text.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The policy that demands it.
    pub policy: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ErrorBody {
    pub(super) error_code: u32,
    pub(super) message: String,
    #[serde(default)]
    pub(super) violations: Vec<Violation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Config {
    pub(super) compatibility_level: String,
}

fn avro() -> String {
    "AVRO".into()
}
