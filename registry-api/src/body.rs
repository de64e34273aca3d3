//! Bodies of schemas, subjects, versions, compatibility and errors.

use crate::explained::{Breach, Impact};
use crate::lenient;
use crate::metadata::{Metadata, RuleSet};
use crate::shape::{Flag, Int, OrNull, Text};
use crate::tags::SchemaTags;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Body of register, lookup and compatibility requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Register {
    /// The text; absent means that of the latest version.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub schema: Option<String>,
    /// `AVRO` unless stated.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub schema_type: Option<String>,
    /// What the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<SchemaReference>>")]
    pub references: Vec<SchemaReference>,
    /// Absent means that of the latest version.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<Metadata>")]
    pub metadata: Option<Metadata>,
    /// Absent means that of the latest version.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<RuleSet>")]
    pub rule_set: Option<RuleSet>,
    /// The number to register under; absent or 0 means the next.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::int")]
    #[schemars(with = "Int")]
    pub version: Option<i32>,
    /// The id to register under (mode IMPORT); absent or -1 means a new one.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::int")]
    #[schemars(with = "Int")]
    pub id: Option<i32>,
    /// Tags to write into the text.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<SchemaTags>>")]
    pub schema_tags_to_add: Vec<SchemaTags>,
    /// Tags to take out of the text.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<SchemaTags>>")]
    pub schema_tags_to_remove: Vec<SchemaTags>,
    /// Give the text the tags of the latest version.
    #[serde(
        skip_serializing_if = "std::ops::Not::not",
        deserialize_with = "lenient::flag_or_false"
    )]
    #[schemars(with = "Flag")]
    pub propagate_schema_tags: bool,
}

/// A reference to another registered schema.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(default)]
pub struct SchemaReference {
    /// Avro: full name of the type. Protobuf: import path.
    #[serde(deserialize_with = "lenient::text_or_empty")]
    #[schemars(with = "Text")]
    pub name: String,
    /// Subject that holds it.
    #[serde(deserialize_with = "lenient::text_or_empty")]
    #[schemars(with = "Text")]
    pub subject: String,
    /// Version in that subject; -1 is the latest.
    #[serde(deserialize_with = "lenient::int_or_zero")]
    #[schemars(with = "Int")]
    pub version: i32,
}

/// Answer of a registration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "Registered", bound = "T: JsonSchema + Serialize + Default")]
pub struct Registered<T = Arc<str>> {
    /// The schema id; first, because some clients read no further.
    pub id: u32,
    /// The version number.
    pub version: u32,
    /// The content hash as a UUID.
    pub guid: String,
    /// The format.
    pub schema_type: String,
    /// What the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SchemaReference>,
    /// Metadata, unless empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Rules, unless none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSet>,
    /// The stored text.
    pub schema: T,
    /// When it was registered, if it is an earlier version that is written differently; in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<u64>,
    /// Whether that version is soft-deleted: it never is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// One version of a subject.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "SubjectVersion", bound = "T: JsonSchema + Serialize + Default")]
pub struct SubjectVersion<T = Arc<str>> {
    /// The subject, qualified unless it is in the default context.
    pub subject: String,
    /// The version number.
    pub version: u32,
    /// The schema id.
    pub id: u32,
    /// The content hash as a UUID.
    pub guid: String,
    /// The format.
    pub schema_type: String,
    /// What the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SchemaReference>,
    /// Metadata, unless empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Rules, unless none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSet>,
    /// The stored text.
    pub schema: T,
    /// Tags found in the text, when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schema_tags: Vec<SchemaTags>,
    /// When it was registered, in milliseconds; absent in answers of a lookup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<u64>,
    /// Whether it is soft-deleted; absent in answers of a lookup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// A schema found by id or guid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "SchemaById", bound = "T: JsonSchema + Serialize + Default")]
pub struct SchemaById<T = Arc<str>> {
    /// A subject that carries it; absent when asked by guid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its version there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The content hash as a UUID.
    pub guid: String,
    /// The format.
    pub schema_type: String,
    /// The stored text.
    pub schema: T,
    /// What the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SchemaReference>,
    /// Metadata, unless empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Rules, unless none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSet>,
    /// Tags found in the text, when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schema_tags: Vec<SchemaTags>,
    /// The highest id of the context, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<u32>,
    /// When the version was registered, in milliseconds.
    pub ts: u64,
    /// Whether the version is soft-deleted.
    pub deleted: bool,
}

/// An element of `GET /schemas/ids/{id}/versions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionOfSchema {
    /// The subject.
    pub subject: String,
    /// The version number.
    pub version: u32,
}

/// An element of `GET /schemas/guids/{guid}/ids`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdInContext {
    /// The context, `.` for the default one.
    pub context: String,
    /// The schema id there.
    pub id: u32,
}

/// Answer of a compatibility check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Compatibility {
    /// The verdict.
    pub is_compatible: bool,
    /// The reasons, only under `verbose=true`; then also when empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<String>>,
    /// The reasons once more, explained and shown; ours, only under `verbose=true` and only if there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// What becomes of the schemas that refer to the subject; ours, only under `impact=true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    /// What a registration would be answered, of the same body; ours, only under `dryRun=true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Admission>,
}

/// What a registration would be answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Admission {
    /// The outcome.
    pub outcome: AdmissionOutcome,
    /// The number of the version it would have or has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The schema id it would have or has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// The error that it would be refused with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ErrorBody>,
}

/// How a registration would end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AdmissionOutcome {
    /// A new version.
    Created,
    /// The subject has this schema already.
    Unchanged,
    /// An error.
    #[default]
    Refused,
}

/// Body of every error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorBody {
    /// Three digits of the HTTP status, or five of the registry's table.
    pub error_code: u32,
    /// What went wrong.
    pub message: String,
    /// Findings of a policy; only with code 42291. Confluent's clients ignore unknown members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
}

/// One finding of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Violation {
    /// The policy rule, `ENV-CORRELATION`.
    pub id: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// Path in the contract, joined by dots; empty for the contract itself.
    pub path: String,
    /// Line in the submitted text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in the submitted text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The policy that demands it, `fintech-default@1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}
