//! Bodies of associations: which subject holds the schemas of a resource, such as a topic.

use crate::body::{ErrorBody, Register, SubjectVersion};
use crate::lenient;
use crate::shape::{Flag, OrNull, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How a subject and its resource hang together.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Lifecycle {
    /// The subject belongs to the resource: it is frozen to it and may go with it.
    Strong,
    /// The subject has a life of its own.
    #[default]
    Weak,
}

impl Lifecycle {
    /// Both.
    pub const ALL: [Lifecycle; 2] = [Lifecycle::Strong, Lifecycle::Weak];

    /// The name in JSON and in queries.
    pub fn name(self) -> &'static str {
        match self {
            Lifecycle::Strong => "STRONG",
            Lifecycle::Weak => "WEAK",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Lifecycle> {
        Lifecycle::ALL.into_iter().find(|lifecycle| lifecycle.name() == name)
    }
}

/// The part of a resource's records that a subject describes.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum AssociationType {
    /// The keys.
    Key,
    /// The values.
    #[default]
    Value,
}

impl AssociationType {
    /// Both.
    pub const ALL: [AssociationType; 2] = [AssociationType::Key, AssociationType::Value];

    /// The name in JSON, in queries and at the end of default subjects.
    pub fn name(self) -> &'static str {
        match self {
            AssociationType::Key => "key",
            AssociationType::Value => "value",
        }
    }
}

impl fmt::Display for AssociationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AssociationType {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        AssociationType::ALL.into_iter().find(|one| one.name() == name).ok_or(())
    }
}

/// An association as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// The subject, qualified unless it is in the default context.
    pub subject: String,
    /// Names this association; another one after it has a new name.
    pub guid: String,
    /// Name of the resource.
    pub resource_name: String,
    /// Where that name is unique, such as the id of a cluster.
    pub resource_namespace: String,
    /// Identity of the resource.
    pub resource_id: String,
    /// What the resource is: `topic`.
    pub resource_type: String,
    /// Which part of its records.
    pub association_type: AssociationType,
    /// How subject and resource hang together.
    pub lifecycle: Lifecycle,
    /// Whether it may be changed no more; so it is if it is STRONG.
    pub frozen: bool,
    /// When it was made, in milliseconds.
    pub create_ts: u64,
    /// When it was last changed, in milliseconds.
    pub update_ts: u64,
}

/// A wish to associate subjects with a resource; in a batch, also to end that.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AssociationRequest {
    /// Name of the resource.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_name: Option<String>,
    /// Where that name is unique.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_namespace: Option<String>,
    /// Identity of the resource; a dry run can do without.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_id: Option<String>,
    /// `topic`, which is also meant if it is absent.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_type: Option<String>,
    /// What is wished of each part of its records.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<AssociationWish>>")]
    pub associations: Vec<AssociationWish>,
}

/// What is wished of one association.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AssociationWish {
    /// What to do; only in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OrNull<AssociationOperation>")]
    pub op_type: Option<AssociationOperation>,
    /// Absent means `:.{namespace}:{name}-{type}`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub subject: Option<String>,
    /// `key` or `value`, which is also meant if it is absent.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub association_type: Option<String>,
    /// Absent means STRONG with a schema, else WEAK, or what it is already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OrNull<Lifecycle>")]
    pub lifecycle: Option<Lifecycle>,
    /// The same in other words: what is STRONG is frozen.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::flag")]
    #[schemars(with = "Flag")]
    pub frozen: Option<bool>,
    /// To be registered under the subject first.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<Register>")]
    pub schema: Option<Register>,
    /// Whether that schema is normalized.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::flag")]
    #[schemars(with = "Flag")]
    pub normalize: Option<bool>,
    /// Whether a STRONG association takes its subject along when it ends; only in a batch.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::flag")]
    #[schemars(with = "Flag")]
    pub cascade_lifecycle: Option<bool>,
}

/// What an element of a batch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum AssociationOperation {
    /// Associate; it must not be there with other attributes.
    Create,
    /// Associate, or change what is there.
    Upsert,
    /// End an association.
    Delete,
}

/// What became of a wish; also what a batch finds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AssociationResponse {
    /// Name of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_name: Option<String>,
    /// Where that name is unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_namespace: Option<String>,
    /// Identity of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// What the resource is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// The associations; none after a dry run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<AssociationMade>,
}

/// One association of an [`AssociationResponse`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssociationMade {
    /// The subject, qualified unless it is in the default context.
    pub subject: String,
    /// Which part of the records.
    pub association_type: AssociationType,
    /// How subject and resource hang together.
    pub lifecycle: Lifecycle,
    /// Whether it may be changed no more.
    pub frozen: bool,
    /// The version registered with it, or the latest if schemas were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SubjectVersion>,
}

/// Body of `POST /associations:batchMutate`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AssociationBatch {
    /// One for each resource; each stands or falls by itself.
    #[serde(deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<AssociationRequest>>")]
    pub requests: Vec<AssociationRequest>,
}

/// Body of `POST /associations:batchGet`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AssociationBatchGet {
    /// What is asked.
    #[serde(deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<AssociationQuestion>>")]
    pub requests: Vec<AssociationQuestion>,
}

/// Which associations an element of a batch asks for: by the id of the resource, else by its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AssociationQuestion {
    /// Name of the resource; `-` is any.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_name: Option<String>,
    /// Where that name is unique; `-` is anywhere.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_namespace: Option<String>,
    /// Identity of the resource; if it is there the name is not asked.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_id: Option<String>,
    /// `topic`, which is also meant if it is absent.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub resource_type: Option<String>,
    /// Only these types; none means all.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<Vec<String>>")]
    pub association_types: Vec<String>,
    /// Only this lifecycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OrNull<Lifecycle>")]
    pub lifecycle: Option<Lifecycle>,
}

/// Answer to a batch: one result for each request, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AssociationBatchResponse {
    /// The results.
    pub results: Vec<AssociationResult>,
}

/// What became of one request of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AssociationResult {
    /// It went well.
    Result(AssociationResponse),
    /// It did not, and changed nothing.
    Error(ErrorBody),
}

/// A version in the list of all schemas, with who else speaks of its subject.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListedVersion {
    /// The version.
    #[serde(flatten)]
    pub version: SubjectVersion,
    /// Other names of the subject, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Associations of the subject, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<Association>,
}
