//! Tags inside schema texts: who carries which, and the request that changes them.

use crate::lenient;
use crate::metadata::{Metadata, RuleSet};
use crate::shape::{Int, OrNull};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An entity of a schema with tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemaTags {
    /// Who carries them.
    pub schema_entity: SchemaEntity,
    /// The tags.
    #[serde(default, deserialize_with = "lenient::or_default")]
    #[schemars(with = "OrNull<Vec<String>>")]
    pub tags: Vec<String>,
}

/// A record or a field of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemaEntity {
    /// Names joined by dots: `namespace.Record.field`, `.Message.field`, `object.property`.
    pub entity_path: String,
    /// What it is.
    pub entity_type: EntityType,
}

/// What carries tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EntityType {
    /// A record, a message, an object.
    #[serde(rename = "sr_record", alias = "SR_RECORD")]
    Record,
    /// A field, a property.
    #[serde(rename = "sr_field", alias = "SR_FIELD")]
    Field,
}

/// Body of `POST /subjects/{subject}/versions/{version}/tags`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct TagSchema {
    /// The number to register under; absent or 0 means the next, if anything changes.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::int")]
    #[schemars(with = "Int")]
    pub new_version: Option<i32>,
    /// Tags to write into the text.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<SchemaTags>>")]
    pub tags_to_add: Vec<SchemaTags>,
    /// Tags to take out of the text.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::objects")]
    #[schemars(with = "OrNull<Vec<SchemaTags>>")]
    pub tags_to_remove: Vec<SchemaTags>,
    /// Absent means that of the version.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<Metadata>")]
    pub metadata: Option<Metadata>,
    /// All rules; absent means those of the latest version.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<RuleSet>")]
    pub rule_set: Option<RuleSet>,
    /// Rules to add to those of the latest version, or to put in the place of their namesakes.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    #[schemars(with = "OrNull<RuleSet>")]
    pub rules_to_merge: Option<RuleSet>,
    /// Names of rules of the latest version to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OrNull<Vec<String>>")]
    pub rules_to_remove: Option<Vec<String>>,
}
