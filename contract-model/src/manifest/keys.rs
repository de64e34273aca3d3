//! Every key of `contracts.toml`, by the table it stands in; `docs/contracts.md` describes each, held to this list by a test.

/// Keys of the document itself.
pub const TOP: &[&str] = &[
    "import-root",
    "policy-file",
    "subject",
    "level",
    "safety",
    "compatibility-policy",
    "policy",
    "owner",
    "exclude",
    "contract",
    "check",
    "pull",
    "registry",
    "waiver",
];

/// Keys of a row `[[contract]]`.
pub const CONTRACT: &[&str] = &[
    "files",
    "exclude",
    "subject",
    "format",
    "level",
    "safety",
    "compatibility-policy",
    "policy",
    "owner",
    "references",
];

/// Keys of `[check]`.
pub const CHECK: &[&str] = &["against", "removed-subjects", "unused-waivers"];

/// Keys of `[pull]`.
pub const PULL: &[&str] = &["subjects"];

/// Keys of a row `[[waiver]]`.
pub const WAIVER: &[&str] =
    &["rule", "subject", "file", "path", "reason", "owner", "expires", "hash"];

/// Keys of `[registry]`.
pub const REGISTRY: &[&str] = &[
    "level",
    "safety",
    "compatibility-policy",
    "compatibility-group",
    "impact",
    "normalize",
    "mode",
    "subject",
];

/// Keys of a row `[[registry.subject]]`.
pub const REGISTRY_SUBJECT: &[&str] = &[
    "subjects",
    "level",
    "safety",
    "compatibility-policy",
    "compatibility-group",
    "impact",
    "normalize",
    "mode",
];
