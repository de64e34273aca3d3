//! What the verbose answer of a compatibility check says beyond Confluent's: breaches with their witnesses, and referrers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One place that keeps a candidate and a version apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Breach {
    /// The rule, `avro-reader-field-without-default`, as `docs/rules.md` explains it; or one of the policy, `EVO-NO-REMOVE`.
    pub rule: String,
    /// From which safety on it is a rule: `STANDARD` is Confluent's own; absent for rules of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safety: Option<String>,
    /// The policy that demands it, `fintech-default@1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The version that the candidate clashes with; a rule of the policy names it in its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// `BACKWARD`: the candidate cannot read data of the version; `FORWARD`: the version cannot read data of the candidate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// The path in the schema, as it stands in `messages`.
    pub path: String,
    /// Line in the submitted text, from 1; of what breaks inside a reference the line that leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in the submitted text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Line in the stored text of the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_line: Option<u32>,
    /// Column in the stored text of the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_column: Option<u32>,
    /// One sentence.
    pub reason: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A datum that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Why there is no witness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// A datum that the writer can write and the reader refuses or reads as something else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Witness {
    /// Its type in the writer's schema: full name of an Avro or Protobuf type, empty for JSON.
    pub of: String,
    /// The datum as JSON text.
    pub json: String,
    /// The datum as the writer encodes it, in hexadecimal digits, without the header that payloads in Kafka have.
    pub hex: String,
    /// What the reader makes of it.
    pub outcome: Outcome,
    /// Why it is refused, or what is read instead, as JSON text.
    pub said: String,
}

/// What becomes of a witness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Decoding or validation fails.
    #[default]
    Refused,
    /// It reads something else.
    Altered,
}

/// What a new version would mean for the schemas that refer to its subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Impact {
    /// Latest versions that refer to a version of the subject.
    pub direct: Vec<Referrer>,
    /// Latest versions that do so through others.
    pub transitive: Vec<Referrer>,
    /// Those of both that would not parse with the candidate in its place, or not read and be read as their subject asks.
    pub broken: Vec<BrokenReferrer>,
    /// How many referrers were not checked, because there are too many or because they do not parse as they are.
    pub unchecked: u32,
}

/// The latest version of a subject that refers to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Referrer {
    /// The subject, qualified unless it is in the default context.
    pub subject: String,
    /// The version number.
    pub version: u32,
    /// The schema id.
    pub id: u32,
}

/// A referrer that the candidate would break.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BrokenReferrer {
    /// Which one.
    #[serde(flatten)]
    pub referrer: Referrer,
    /// What would keep its next version and this one apart; the first few, without places and witnesses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// Why it would be no schema any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
