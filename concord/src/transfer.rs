//! A whole registry as a file: a line of JSON for each version, each after those it refers to, then settings and modes; bound by a hash.

mod batch;
mod clash;
pub(crate) mod file;
pub(crate) mod import;
mod inventory;
mod lanes;
mod spelling;
mod verify;
pub(crate) mod walk;

use contract_model::lock::sha256;
use registry_api::{Metadata, Register, RuleSet, SchemaReference, SubjectVersion};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The form of the file; another one is not guessed at.
pub(crate) const FORM: u64 = 1;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Line {
    /// The first.
    Export {
        /// [`FORM`]
        form: u64,
    },
    Version(Box<VersionLine>),
    /// What is set on a scope, in the words of `PUT /config`.
    Settings {
        /// A subject or a context; empty for the registry itself.
        scope: String,
        settings: Map<String, Value>,
    },
    Mode {
        scope: String,
        mode: String,
    },
    /// The last.
    End {
        versions: usize,
        /// Over all lines before.
        sha256: String,
    },
}

/// One version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VersionLine {
    pub(crate) subject: String,
    pub(crate) version: u32,
    pub(crate) id: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) deleted: bool,
    pub(crate) schema_type: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<SchemaReference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<Metadata>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rule_set: Option<RuleSet>,
    pub(crate) schema: String,
}

impl VersionLine {
    pub(crate) fn of(found: SubjectVersion, deleted: bool) -> VersionLine {
        let schema_type =
            if found.schema_type.is_empty() { "AVRO".into() } else { found.schema_type };
        VersionLine {
            subject: found.subject,
            version: found.version,
            id: found.id,
            deleted,
            schema_type,
            references: found.references,
            metadata: found.metadata,
            rule_set: found.rule_set,
            schema: found.schema.to_string(),
        }
    }

    /// Hashes of what an id stands for.
    pub(crate) fn content(&self) -> Content {
        let rest = (&self.schema_type, &self.references, &self.metadata, &self.rule_set);
        let rest = serde_json::to_string(&rest).expect("plain values");
        Content { text: half(&sha256(&self.schema)), rest: half(&sha256(&rest)) }
    }

    /// The body that registers it under its id and number.
    pub(crate) fn request(&self) -> Register {
        Register {
            schema: Some(self.schema.clone()),
            schema_type: Some(self.schema_type.clone()),
            references: self.references.clone(),
            metadata: self.metadata.clone(),
            rule_set: self.rule_set.clone(),
            version: i32::try_from(self.version).ok(),
            id: i32::try_from(self.id).ok(),
            ..Register::default()
        }
    }
}

/// Two hashes: of the text, and of its type, references, metadata and rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Content {
    text: u128,
    rest: u128,
}

impl Content {
    /// Whether at most the texts differ.
    pub(crate) fn is_like(self, other: Content) -> bool {
        self.rest == other.rest
    }
}

/// Half of a SHA-256: enough to tell contents apart, and short enough to be kept for all of them.
fn half(hex: &str) -> u128 {
    u128::from_str_radix(&hex[..32], 16).expect("a SHA-256 has 64 hexadecimal digits")
}
