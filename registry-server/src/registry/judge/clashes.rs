//! What keeps a candidate out of its subject: breaches of level and safety, of the policy, of reserved names.

use super::explain;
use super::reserved::Reserved;
use crate::registry::library::Parsed;
use contract_model::Diagnostic;
use contract_schema::compat::{cause_messages, context_messages};
use contract_schema::{Clash, Level};
use registry_api::explained::Breach;
use std::sync::Arc;

/// Everything that was found against the versions of a subject.
#[derive(Debug)]
pub struct Clashes {
    /// The first version that the level and the safety clash with.
    pub clash: Option<Clash>,
    /// What the policy calls breaking.
    pub breaking: Vec<Diagnostic>,
    /// What is wrong about reserved names.
    pub reserved: Vec<Reserved>,
    /// What Confluent's messages end with, if there is a version to compare with.
    pub with: Option<Compared>,
    pub level: Level,
    pub checks_fields: bool,
}

/// The version that is named in the messages: the one that clashes, else the newest.
#[derive(Debug)]
pub struct Compared {
    pub version: u32,
    pub text: Arc<str>,
    pub parsed: Arc<Parsed>,
}

impl Clashes {
    /// Whether the candidate is compatible.
    pub fn is_empty(&self) -> bool {
        self.clash.is_none() && self.breaking.is_empty() && self.reserved.is_empty()
    }

    /// The messages, Confluent's first.
    pub fn messages(&self) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut messages =
            self.clash.as_ref().map_or(Vec::new(), |clash| cause_messages(&clash.cause));
        messages.extend(self.breaking.iter().map(breaking_message));
        messages.extend(self.reserved.iter().map(Reserved::message));
        if let Some(Compared { version, text, .. }) = &self.with {
            messages.extend(context_messages(*version, text, self.level, self.checks_fields));
        }
        messages
    }

    /// The same as breaches, each shown true by a datum if there are not too many.
    pub fn explained(&self, candidate: &Parsed) -> Vec<Breach> {
        let mut breaches = self.breaches();
        if let (Some(clash), Some(with)) = (&self.clash, &self.with) {
            explain::show(&mut breaches, clash, &candidate.schema, &with.parsed.schema);
        }
        breaches
    }

    /// The same as breaches, nothing shown.
    pub fn breaches(&self) -> Vec<Breach> {
        let clash = self.clash.iter().flat_map(explain::of_clash);
        let policy = self.breaking.iter().map(explain::of_policy);
        clash.chain(policy).chain(self.reserved.iter().map(Reserved::breach)).collect()
    }
}

/// A breaking change that the policy forbids though every reader would get along.
fn breaking_message(finding: &Diagnostic) -> String {
    let help = finding.help.as_deref().unwrap_or_default();
    let Diagnostic { id, message, .. } = finding;
    format!("{{errorType:'{id}', description:'{message}', additionalInfo:'{help}'}}")
}
