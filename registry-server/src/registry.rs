//! The core of the registry: what it holds, what it is asked, what it decides. Synchronous and pure.
//!
//! `command` → `decide` → events → `apply` → `state` → `lookup`. No clock, no disk, no socket; the only thing beside
//! the state is a memory of parsed schemas ([`library`]), which changes speed and never an answer.

pub mod apply;
pub mod association;
pub mod command;
pub mod content;
pub mod decide;
pub mod event;
pub mod identity;
pub mod ids;
pub mod impact;
pub mod in_force;
pub mod judge;
pub mod library;
pub mod lookup;
pub mod machine;
pub mod name;
pub mod references;
pub mod retag;
pub mod rule_set;
pub mod state;
pub mod text;
pub mod written;

pub use command::{Command, Reply};
pub use content::{Content, Guid};
pub use decide::{Outcome, decide};
pub use event::Event;
pub use library::Library;
pub use machine::Core;
pub use name::{Context, SchemaId, Subject, VersionAsked};
pub use registry_api::Refusal;
pub use state::{Config, State, Version};

use crate::config::{Answers, Cluster, Search, ServeConfig};
use contract_model::Policy;
use contract_schema::Level;
use contract_schema::compat::Safety;

/// What the server's configuration says about decisions; the same for every command.
#[derive(Debug)]
pub struct Rules {
    /// The level where nothing else is set.
    pub default_level: Level,
    /// What is promised beyond the level where nothing else is set.
    pub default_safety: Safety,
    /// What a registration does about referrers that it would break, where nothing else is set.
    pub default_impact: impact::Vigilance,
    /// Whether modes may be changed at all.
    pub mode_mutability: bool,
    /// Whether subjects may be associated with resources.
    pub associations: bool,
    /// Longest schema text in bytes.
    pub schema_bytes: usize,
    /// Deepest nesting of a new schema.
    pub nesting: usize,
    /// What event contracts must satisfy, and where.
    pub policy: judge::Settings,
    /// Whether reserved fields are checked where nothing is set.
    pub validate_fields: bool,
    /// Whether new schemas are held to stricter rules where nothing is set.
    pub validate_new_schemas: bool,
    /// Whether two versions under one reference name are refused.
    pub strict_reference_versions: bool,
    /// How long lists get.
    pub search: Search,
    /// What the registry says of itself.
    pub cluster: Cluster,
    /// The release whose answers clients get.
    pub answers: Answers,
    /// Parsed schemas.
    pub library: Library,
}

impl From<&ServeConfig> for Rules {
    fn from(config: &ServeConfig) -> Self {
        Rules {
            default_level: config.compatibility,
            default_safety: config.safety,
            default_impact: config.impact,
            mode_mutability: config.mode_mutability,
            associations: config.associations,
            schema_bytes: config.limits.schema_bytes,
            nesting: config.limits.nesting,
            policy: judge::Settings {
                policy: Policy::fintech_default(),
                reach: config.policy.clone(),
            },
            validate_fields: config.validate_fields,
            validate_new_schemas: config.validate_new_schemas,
            strict_reference_versions: config.strict_reference_versions,
            search: config.search,
            cluster: config.cluster.clone(),
            answers: config.answers,
            library: Library::default(),
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            default_level: Level::Backward,
            default_safety: Safety::Standard,
            default_impact: impact::Vigilance::Off,
            mode_mutability: true,
            associations: true,
            schema_bytes: 8 << 20,
            nesting: contract_schema::Limits::default().depth,
            policy: judge::Settings::default(),
            validate_fields: false,
            validate_new_schemas: true,
            strict_reference_versions: false,
            search: Search::default(),
            cluster: Cluster::default(),
            answers: Answers::default(),
            library: Library::default(),
        }
    }
}
