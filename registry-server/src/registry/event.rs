//! The facts that the log keeps. Each says what came out, not what was asked, so that a fold needs no judgement.
//!
//! Facts are only ever added to: an old log must fold the same for ever.

use super::content::Guid;
use super::name::{Context, SchemaId, Subject};
use super::state::Config;
use registry_api::{AssociationType, Lifecycle, Metadata, Mode, RuleSet, SchemaReference};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The events of one decision, as an entry's payload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The version of this shape.
    pub v: u32,
    /// What happened, in order.
    pub events: Vec<Event>,
}

impl Payload {
    /// The shape that this code writes.
    pub const VERSION: u32 = 1;
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Event {
    /// An id got its content.
    SchemaAdded(Box<SchemaAdded>),
    /// A subject got a version.
    VersionRegistered {
        subject: Subject,
        version: u32,
        id: SchemaId,
        /// The event contract that the schema declares.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declares: Option<Arc<Declaration>>,
        /// What the policy found and let pass: rule ids.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<String>,
    },
    /// Versions were hidden.
    VersionsDeleted { subject: Subject, versions: Vec<u32> },
    /// Versions were removed; a content that none carries any more went with them.
    VersionsPurged { subject: Subject, versions: Vec<u32> },
    /// A place has exactly these settings now.
    ConfigSet { place: Subject, config: Box<Config> },
    /// A place has no settings of its own any more.
    ConfigCleared { place: Subject },
    /// A place has this mode now.
    ModeSet { place: Subject, mode: Mode },
    /// A place has no mode of its own any more.
    ModeCleared { place: Subject },
    /// An empty context is gone, its count of ids included.
    ContextRemoved { context: Context },
    /// A resource has exactly this association of its type now.
    AssociationSet(Box<AssociationSet>),
    /// A resource has no association of that type any more.
    AssociationEnded { resource_id: Arc<str>, association_type: AssociationType },
}

/// What other subjects need to know of a contract: which event, published by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    pub event: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
}

/// A schema under its id; the text is the blob of that hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemaAdded {
    pub context: Context,
    pub id: SchemaId,
    pub schema_type: String,
    pub guid: Guid,
    /// SHA-256 of the text.
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SchemaReference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSet>,
}

/// A subject that holds the schemas of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssociationSet {
    pub guid: Guid,
    pub subject: Subject,
    pub resource_name: Arc<str>,
    pub resource_namespace: Arc<str>,
    pub resource_id: Arc<str>,
    pub resource_type: Arc<str>,
    pub association_type: AssociationType,
    pub lifecycle: Lifecycle,
    pub frozen: bool,
}
