//! May this candidate join its subject? Compatibility with what is there, and the policy for event contracts.

use super::Rules;
use super::command::{Candidate, VersionWanted};
use super::identity::{Draft, parse_stored};
use super::in_force;
use super::library::Parsed;
use super::name::{Subject, VersionAsked};
use super::references::Targets;
use super::state::{Config, State, Version};
use contract_schema::compat::Cause;
use contract_schema::level::Direction;
use contract_schema::{Level, Schema};
use registry_api::{Metadata, Refusal};
use std::sync::Arc;

/// Which policy holds where.
#[derive(Debug, Clone, Default)]
pub struct Settings {}

/// What a compatibility call compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// All live versions, as a registration does.
    Live,
    /// One version alone, even at a transitive level.
    One(VersionAsked),
}

/// What a registration of `candidate` would be told about compatibility; no message means compatible.
///
/// # Errors
/// 40402 for a number that is not live, 42201 for a candidate that is no schema.
pub fn verdict(
    rules: &Rules,
    state: &State,
    subject: &Subject,
    candidate: &Candidate,
    against: Against,
) -> Result<Vec<String>, Refusal> {
    let versions: Vec<&Version> = match against {
        Against::Live => state.live(subject).collect(),
        Against::One(VersionAsked::Latest) => state.latest(subject).into_iter().collect(),
        Against::One(VersionAsked::Number(number)) => {
            let found = state.version(subject, number).filter(|version| !version.deleted);
            vec![found.ok_or(Refusal::VersionNotFound { version: number.into() })?]
        }
    };
    if candidate.text.is_empty() {
        return Err(Refusal::EmptySchema {});
    }
    let config = in_force::config(state, rules, subject);
    let normalize = candidate.normalize || config.fields.normalize == Some(true);
    let draft = Draft::new(state, subject, candidate, normalize, Targets::Live)?;
    let parsed = draft.parse(state, rules, subject, true)?;
    let case = Case { rules, state, subject, config: &config, draft: &draft, parsed: &parsed };
    case.compare(&versions)
}

/// A candidate before its subject.
pub struct Case<'a> {
    pub rules: &'a Rules,
    pub state: &'a State,
    pub subject: &'a Subject,
    pub config: &'a Config,
    pub draft: &'a Draft,
    pub parsed: &'a Parsed,
}

impl Case<'_> {
    /// Lets the candidate in, with what the policy warns of.
    ///
    /// # Errors
    /// 40901 if it is incompatible, 42291 if the policy refuses it.
    pub fn admit(&self) -> Result<Vec<String>, Refusal> {
        if self.draft.candidate.force {
            return Ok(Vec::new());
        }
        let mut live: Vec<&Version> = self.state.live(self.subject).collect();
        if self.draft.candidate.version == VersionWanted::NextStamped {
            live.truncate(1);
        }
        let messages = self.compare(&live)?;
        if !messages.is_empty() {
            let details = messages.join(", ");
            return Err(Refusal::Incompatible { subject: self.subject.to_string(), details });
        }
        Ok(Vec::new())
    }

    /// Compares with these versions (newest first) under the level in force; no message means compatible.
    ///
    /// # Errors
    /// 42201 if a stored version cannot be read.
    pub fn compare(&self, versions: &[&Version]) -> Result<Vec<String>, Refusal> {
        let level = self.config.level.unwrap_or(self.rules.default_level);
        let group = self.config.fields.compatibility_group.as_deref();
        let metadata = self.draft.candidate.metadata.as_ref();
        let comparable = versions.iter().filter(|version| {
            let other = version.content.metadata.as_ref();
            group.is_none_or(|key| property(other, key) == property(metadata, key))
        });
        let asked = if level.is_transitive() { usize::MAX } else { 1 };
        let asked = if level == Level::None { 0 } else { asked };
        let mut history: Vec<(u32, Arc<Schema>)> = Vec::new();
        for version in comparable.take(asked) {
            let old = parse_stored(self.state, self.rules, self.subject, &version.content)?;
            history.push((version.number, Arc::clone(&old.schema)));
        }
        let Some(clash) = contract_schema::check(level, &self.parsed.schema, &history) else {
            return Ok(Vec::new());
        };
        let old = versions.iter().find(|version| version.number == clash.version);
        let text = old.map_or("", |version| &*version.content.text);
        Ok(messages(&clash.cause, clash.version, text, level))
    }
}

fn property<'m>(metadata: Option<&'m Metadata>, key: &str) -> Option<&'m String> {
    metadata.and_then(|metadata| metadata.properties.get(key))
}

/// Confluent's list: the breaches, then which version, its text, the level.
fn messages(cause: &Cause, version: u32, old: &str, level: Level) -> Vec<String> {
    let mut messages = match cause {
        Cause::FormatChanged { .. } => {
            vec!["Incompatible because of different schema type".to_owned()]
        }
        Cause::Unreadable(breaches) => breaches
            .iter()
            .map(|(direction, breach)| {
                let (reader, writer) = match direction {
                    Direction::NewReadsOld => ("new", "old"),
                    Direction::OldReadsNew => ("old", "new"),
                };
                let reason = breach.reason.replace("{reader}", reader).replace("{writer}", writer);
                let name = breach.rule.upstream;
                let detail = &breach.detail;
                format!("{{errorType:'{name}', description:'{reason}', additionalInfo:'{detail}'}}")
            })
            .collect(),
    };
    messages.push(format!("{{oldSchemaVersion: {version}}}"));
    messages.push(format!("{{oldSchema: '{old}'}}"));
    messages.push(format!("{{validateFields: 'false', compatibility: '{level}'}}"));
    messages
}
