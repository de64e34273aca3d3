//! What travels beside a schema text: metadata and rule sets.

use crate::lenient;
use crate::shape::{Flag, OrNull, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Tags, properties and the names of the properties that are sensitive; sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Metadata {
    /// Path pattern to tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<BTreeMap<String, Vec<String>>>")]
    pub tags: BTreeMap<String, BTreeSet<String>>,
    /// Free properties.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<BTreeMap<String, String>>")]
    pub properties: BTreeMap<String, String>,
    /// Names of sensitive properties.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<Vec<String>>")]
    pub sensitive: BTreeSet<String>,
}

/// Rules that clients run on payloads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RuleSet {
    /// Rules between versions.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<Rule>>")]
    pub migration_rules: Vec<Rule>,
    /// Rules on values.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<Rule>>")]
    pub domain_rules: Vec<Rule>,
    /// Rules on encoded bytes.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<Rule>>")]
    pub encoding_rules: Vec<Rule>,
    /// Where the rules run: `ALL`, `CLIENT`, `GATEWAY`, `SERVER` or `NONE`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub enable_at: Option<String>,
}

impl RuleSet {
    /// The three lists, in the order in which they are hashed.
    pub fn lists(&self) -> [&Vec<Rule>; 3] {
        [&self.migration_rules, &self.domain_rules, &self.encoding_rules]
    }
}

/// One rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Rule {
    /// Unique over the lists of a rule set.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "lenient::text_or_empty")]
    #[schemars(with = "Text")]
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub doc: Option<String>,
    /// Changes or judges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RuleKind>,
    /// When it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<RuleMode>,
    /// The engine: `CEL`, `JSONATA`, `ENCRYPT` …
    #[serde(
        rename = "type",
        skip_serializing_if = "String::is_empty",
        deserialize_with = "lenient::text_or_empty"
    )]
    #[schemars(with = "Text")]
    pub engine: String,
    /// The tags it applies to.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<Vec<String>>")]
    pub tags: BTreeSet<String>,
    /// Parameters of the engine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<BTreeMap<String, String>>")]
    pub params: BTreeMap<String, String>,
    /// The expression.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub expr: Option<String>,
    /// Action when it holds.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub on_success: Option<String>,
    /// Action when it does not.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    #[schemars(with = "Text")]
    pub on_failure: Option<String>,
    /// Kept but not run; always printed.
    #[serde(deserialize_with = "lenient::flag_or_false")]
    #[schemars(with = "Flag")]
    pub disabled: bool,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum RuleKind {
    /// Changes the value.
    Transform,
    /// Judges the value.
    Condition,
}

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum RuleMode {
    /// From an older version to a newer.
    Upgrade,
    /// From a newer version to an older.
    Downgrade,
    /// Both.
    Updown,
    /// When a value is read.
    Read,
    /// When a value is written.
    Write,
    /// Both.
    Writeread,
}

impl RuleKind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            RuleKind::Transform => "TRANSFORM",
            RuleKind::Condition => "CONDITION",
        }
    }
}

impl RuleMode {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            RuleMode::Upgrade => "UPGRADE",
            RuleMode::Downgrade => "DOWNGRADE",
            RuleMode::Updown => "UPDOWN",
            RuleMode::Read => "READ",
            RuleMode::Write => "WRITE",
            RuleMode::Writeread => "WRITEREAD",
        }
    }

    /// Whether it speaks of migration between versions, not of reading and writing.
    pub fn is_migration(self) -> bool {
        match self {
            RuleMode::Upgrade | RuleMode::Downgrade | RuleMode::Updown => true,
            RuleMode::Read | RuleMode::Write | RuleMode::Writeread => false,
        }
    }
}
