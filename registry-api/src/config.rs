//! Bodies of `/config` and `/mode`.

use crate::lenient;
use crate::metadata::{Metadata, RuleSet};
use crate::shape::{Echo, Flag, OrNull, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! config_fields {
    ($( $(#[doc = $doc:literal])+ $field:ident : $kind:ty, $patch:literal, $shape:literal; )*) => {
        /// Every setting of a subject, a context or the registry besides the level; absent ones are not set.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase", default)]
        pub struct ConfigFields {
            $( $(#[doc = $doc])+ #[serde(skip_serializing_if = "Option::is_none")]
            pub $field: Option<$kind>, )*
        }

        /// A change of settings: an absent member keeps, `null` clears, a value sets.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase", default)]
        pub struct ConfigPatch {
            /// The compatibility level, any case.
            #[serde(deserialize_with = "lenient::patch_text")]
            #[schemars(with = "Text")]
            pub compatibility: Option<Option<String>>,
            $( $(#[doc = $doc])+ #[serde(deserialize_with = $patch)] #[schemars(with = $shape)]
            pub $field: Option<Option<$kind>>, )*
        }

        impl ConfigPatch {
            /// Writes the changes over `fields`; the level is the caller's, who parses it.
            pub fn update(self, fields: &mut ConfigFields) {
                $( if let Some(value) = self.$field { fields.$field = value; } )*
            }
        }
    };
}

config_fields! {
    /// Another name for a subject.
    alias: String, "lenient::patch_text", "Text";
    /// The same for encryption keys.
    alias_for_deks: String, "lenient::patch_text", "Text";
    /// Register the normalized form.
    normalize: bool, "lenient::patch_flag", "Flag";
    /// Check reserved fields.
    validate_fields: bool, "lenient::patch_flag", "Flag";
    /// Check what only new schemas must satisfy.
    validate_new_schemas: bool, "lenient::patch_flag", "Flag";
    /// Check rule sets.
    validate_rules: bool, "lenient::patch_flag", "Flag";
    /// `STRICT`, `LENIENT` or `LOGICAL`.
    compatibility_policy: String, "lenient::patch_text", "Text";
    /// Metadata property that groups the versions that are compared.
    compatibility_group: String, "lenient::patch_text", "Text";
    /// What is promised beyond the level, `STANDARD`, `WIRE` or `GOLDEN`; ours, absent unless it was set.
    safety: String, "lenient::patch_text", "Text";
    /// What a registration does about referrers that it would break: `OFF`, `WARN` or `REFUSE`; ours, absent unless it was set.
    impact: String, "lenient::patch_text", "Text";
    /// Metadata for requests that have none.
    default_metadata: Metadata, "lenient::patch_object", "OrNull<Metadata>";
    /// Metadata over the request's own.
    override_metadata: Metadata, "lenient::patch_object", "OrNull<Metadata>";
    /// Rules for requests that have none.
    default_rule_set: RuleSet, "lenient::patch_object", "OrNull<RuleSet>";
    /// Rules over the request's own.
    override_rule_set: RuleSet, "lenient::patch_object", "OrNull<RuleSet>";
}

/// Answer of `GET` and `DELETE /config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Config {
    /// The settings besides the level.
    #[serde(flatten)]
    pub fields: ConfigFields,
    /// The level's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_level: Option<String>,
}

/// Answer of `PUT /config`: the resulting settings in the shape of the request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigUpdated {
    /// The settings besides the level.
    #[serde(flatten)]
    pub fields: ConfigFields,
    /// The level's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<String>,
}

/// What a scope lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Everything.
    Readwrite,
    /// No change of schemas or settings.
    Readonly,
    /// The same; an old name.
    ReadonlyOverride,
    /// Schemas with given ids, unchecked.
    Import,
    /// Schemas that another registry forwards, unchecked.
    Forward,
}

impl Mode {
    /// Every mode with its name.
    pub const ALL: [(Mode, &'static str); 5] = [
        (Mode::Readwrite, "READWRITE"),
        (Mode::Readonly, "READONLY"),
        (Mode::ReadonlyOverride, "READONLY_OVERRIDE"),
        (Mode::Import, "IMPORT"),
        (Mode::Forward, "FORWARD"),
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        let row = Mode::ALL.iter().find(|row| row.0 == self);
        row.expect("every mode has a row, tested below").1
    }

    /// The mode of this name, any case.
    pub fn from_name(name: &str) -> Option<Mode> {
        Mode::ALL.iter().find(|row| row.1.eq_ignore_ascii_case(name)).map(|row| row.0)
    }

    /// Whether nothing may be changed.
    pub fn is_readonly(self) -> bool {
        match self {
            Mode::Readonly | Mode::ReadonlyOverride => true,
            Mode::Readwrite | Mode::Import | Mode::Forward => false,
        }
    }

    /// Whether schemas come with their ids and are taken as they are.
    pub fn is_import(self) -> bool {
        match self {
            Mode::Import | Mode::Forward => true,
            Mode::Readwrite | Mode::Readonly | Mode::ReadonlyOverride => false,
        }
    }
}

/// Body of `/mode`, both ways.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ModeBody {
    /// The mode's name, as the caller spells it; `Some(None)` is `null`.
    #[serde(deserialize_with = "lenient::patch_text", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Echo")]
    pub mode: Option<Option<String>>,
}

impl From<Mode> for ModeBody {
    fn from(mode: Mode) -> Self {
        ModeBody { mode: Some(Some(mode.name().to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_a_row_and_its_json_name_is_the_same() {
        for (mode, name) in Mode::ALL {
            assert_eq!(mode.name(), name);
            assert_eq!(Mode::from_name(&name.to_lowercase()), Some(mode));
            assert_eq!(serde_json::to_value(mode).ok(), Some(name.into()));
        }
    }

    #[test]
    fn a_patch_tells_absent_from_null() {
        let patch: ConfigPatch =
            serde_json::from_str(r#"{"compatibility":null,"normalize":"true","other":1}"#)
                .expect("lenient");
        assert_eq!(patch.compatibility, Some(None));
        assert_eq!(patch.normalize, Some(Some(true)));
        assert_eq!(patch.alias, None);
    }
}
