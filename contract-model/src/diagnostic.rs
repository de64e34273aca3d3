//! A finding about a schema or a manifest as plain data; rendering is the shells' job.

use contract_schema::Position;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Refused.
    Error,
    /// Accepted and said.
    Warn,
    /// Said when asked.
    Info,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable id: a policy rule (`ENV-CORRELATION`), or a lint of this crate (`contract-unknown-key`).
    pub id: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Path in the contract, canonical names joined by dots (`originatorInfo.identity`); empty for the contract itself.
    pub path: String,
    /// The place in the schema's own text, if known.
    pub at: Option<Position>,
    /// What is wrong: lower case, no final stop, values in backticks.
    pub message: String,
    /// What to do about it, possibly several lines.
    pub help: Option<String>,
    /// The policy that demands it, `fintech-default@1`; `None` for lints of the vocabulary itself.
    pub policy: Option<String>,
}
