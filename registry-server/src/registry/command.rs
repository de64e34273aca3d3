//! What the registry can be asked to change, and what it answers when it does.

use super::association::{Association, Order, Resource};
use super::content::Content;
use super::name::{Context, SchemaId, Subject, VersionAsked};
use super::state::Config;
use contract_schema::Format;
use contract_schema::tags::Changes;
use registry_api::{
    AssociationType, ConfigPatch, Metadata, Mode, Refusal, RuleSet, SchemaReference,
};
use std::sync::Arc;

/// A wish to change something.
#[derive(Debug, Clone)]
pub enum Command {
    Register {
        subject: Subject,
        candidate: Arc<Candidate>,
    },
    Tag {
        subject: Subject,
        version: VersionAsked,
        tagging: Arc<Tagging>,
    },
    DeleteSubject {
        subject: Subject,
        permanent: bool,
    },
    DeleteVersion {
        subject: Subject,
        version: VersionAsked,
        permanent: bool,
    },
    SetConfig {
        place: Subject,
        patch: Box<ConfigPatch>,
    },
    ClearConfig {
        place: Subject,
    },
    SetMode {
        place: Subject,
        mode: Option<Mode>,
        force: bool,
    },
    ClearMode {
        place: Subject,
        recursive: bool,
    },
    RemoveContext {
        context: Context,
    },
    /// Each order stands or falls by itself.
    Associate {
        orders: Vec<Order>,
    },
    /// Ends the associations of these types that a resource has.
    Dissociate {
        resource_id: Arc<str>,
        parts: Vec<AssociationType>,
        cascade: bool,
    },
}

/// A schema as submitted, its scalars checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub format: Format,
    /// Empty: take text, format and references of the latest version.
    pub text: Arc<str>,
    pub references: Vec<SchemaReference>,
    pub metadata: Option<Metadata>,
    pub rule_set: Option<RuleSet>,
    pub version: VersionWanted,
    /// The id to register under.
    pub id: Option<SchemaId>,
    /// Identity by the normalized text, whatever the settings say.
    pub normalize: bool,
    /// Skip the comparison with earlier versions.
    pub force: bool,
    /// Tags to change in the text before it is anything else.
    pub tags: Changes,
    /// Give the text the tags of the latest version first.
    pub propagate_tags: bool,
}

impl Candidate {
    /// Whether the text that is registered may be another than the one that was sent.
    pub fn is_retagged(&self) -> bool {
        self.propagate_tags || !self.tags.is_empty()
    }
}

/// What to change about a version; the result is a new one.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagging {
    pub version: VersionWanted,
    pub tags: Changes,
    pub metadata: Option<Metadata>,
    pub rule_set: Option<RuleSet>,
    pub rules_to_merge: Option<RuleSet>,
    pub rules_to_remove: Option<Vec<String>>,
}

/// The `version` member of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionWanted {
    /// Absent or 0.
    Next,
    /// -1: the next unless it is the latest, and say so in the metadata.
    NextStamped,
    /// This one, which must be the next.
    Number(u32),
}

/// The answer to a command that was not refused.
#[derive(Debug, Clone)]
pub enum Reply {
    Registered {
        version: u32,
        id: SchemaId,
        content: Arc<Content>,
        /// When it was registered, if it is an earlier version whose meaning told that it is the same.
        since_ms: Option<i64>,
    },
    Versions(Vec<u32>),
    Version(u32),
    Config(Box<Config>),
    /// The mode set or removed, if there was one.
    Mode(Option<Mode>),
    /// What became of each order.
    Associated(Vec<Result<Associated, Refusal>>),
    Done,
}

/// An order that was carried out.
#[derive(Debug, Clone)]
pub struct Associated {
    pub resource: Resource,
    /// The associations it began, changed or found as they were wished.
    pub made: Vec<AssociatedOne>,
}

/// One association of an order, with the version that came with it.
#[derive(Debug, Clone)]
pub struct AssociatedOne {
    pub association: Arc<Association>,
    pub version: Option<u32>,
}
