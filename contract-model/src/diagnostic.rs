//! A finding about a schema or a manifest as plain data, and the one plain-text form that every tool prints.

use contract_schema::{Position, SchemaError};
use std::fmt::Write;

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

impl Severity {
    /// The word in reports: `error`, `warning`, `info`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warn => "warning",
            Severity::Info => "info",
        }
    }
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

impl Diagnostic {
    /// An error without help, path or policy.
    pub fn error(id: &str, message: impl Into<String>) -> Self {
        Diagnostic {
            id: id.to_owned(),
            severity: Severity::Error,
            path: String::new(),
            at: None,
            message: message.into(),
            help: None,
            policy: None,
        }
    }

    /// A warning without help, path or policy.
    pub fn warn(id: &str, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warn, ..Diagnostic::error(id, message) }
    }

    /// The same at this place.
    #[must_use]
    pub fn at(self, at: Option<Position>) -> Self {
        Diagnostic { at, ..self }
    }

    /// The same about this path.
    #[must_use]
    pub fn on(self, path: impl Into<String>) -> Self {
        Diagnostic { path: path.into(), ..self }
    }

    /// The same with a way out.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Diagnostic { help: Some(help.into()), ..self }
    }

    /// Whether it refuses what it is about.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The complaints of a parse as findings with the id `schema-invalid`.
    pub fn of_parse(error: &SchemaError) -> Vec<Diagnostic> {
        let complaints = error.complaints.iter();
        complaints
            .map(|complaint| Diagnostic {
                help: complaint.help.clone(),
                ..Diagnostic::error("schema-invalid", &complaint.message).at(complaint.at)
            })
            .collect()
    }

    /// Plain text in several lines without a final line break; `file` is a path or a subject.
    ///
    /// ```
    /// use contract_model::Diagnostic;
    ///
    /// let finding = Diagnostic::error("META-OWNER", "contract `payment.initiated` states no `owner`")
    ///     .help("add \"owner\":\"team-…\"");
    /// assert_eq!(
    ///     finding.render("payment.initiated.avsc"),
    ///     "error[META-OWNER]: contract `payment.initiated` states no `owner`\n\
    ///      \x20 --> payment.initiated.avsc\n\
    ///      \x20  = help: add \"owner\":\"team-…\""
    /// );
    /// ```
    pub fn render(&self, file: &str) -> String {
        let mut text =
            format!("{}[{}]: {}\n  --> {file}", self.severity.name(), self.id, self.message);
        if let Some(at) = self.at {
            let _ = write!(text, ":{at}");
        }
        if !self.path.is_empty() {
            let _ = write!(text, "  ({})", self.path);
        }
        if let Some(policy) = &self.policy {
            let _ = write!(text, "\n   = demanded by policy {policy}");
        }
        if let Some(help) = &self.help {
            let _ = write!(text, "\n   = help: {}", help.replace('\n', "\n     "));
        }
        text
    }
}
