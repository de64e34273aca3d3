//! A baseline from registered versions: the newest of each subject, and of what changed as many as its level asks for.
//!
//! Asked are a list of the newest versions, and of each changed subject its settings; histories come one by one where few
//! are needed, else all at once. What did not change costs neither a request nor a parse.

use super::{Baseline, Kept, Old};
use crate::catalogue::Contracts;
use crate::error::Error;
use crate::remote::Registered;
use contract_model::catalogue::Member;
use contract_model::{Contract, Shape};
use contract_schema::compat::{Policy, Safety};
use contract_schema::{Level, ParseOptions, Schema};
use registry_api::{Config, SubjectVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many versions of a changed subject are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As many as the level in force asks for.
    AsAsked,
    /// All.
    Whole,
}

/// The registered versions of the subjects of `contracts`.
pub(super) fn read(
    registered: &mut dyn Registered,
    label: String,
    contracts: &Contracts,
    depth: Depth,
) -> Result<Baseline, Error> {
    let newest = registered.newest(&contracts.subjects())?;
    let mut reading = Reading { registered, remarks: Vec::new() };
    let mut found: Vec<Found<'_>> = Vec::new();
    let mut unread = BTreeSet::new();
    // By the place of a member: whether it, or what it refers to, is not what is registered.
    let mut changed: Vec<bool> = Vec::new();
    for member in contracts.members() {
        let known = newest.get(&member.subject);
        let old = match known {
            Some(version) => reading.old(version, Some(member))?,
            None => None,
        };
        let is_same = old.as_ref().is_some_and(|old| {
            Arc::ptr_eq(&old.schema, &member.schema)
                || old.schema.canonical_text() == member.schema.canonical_text()
        });
        if known.is_some() && old.is_none() {
            unread.insert(member.subject.clone());
        }
        let through = member.references.iter().any(|(_, target)| changed[*target]);
        changed.push(!is_same || through);
        if let (Some(version), Some(old)) = (known, old) {
            let is_changed = !is_same || through;
            let config = if is_changed { reading.settings(member)? } else { Config::default() };
            found.push(Found { member, version, old, config, is_changed });
        }
    }
    let wanted: Vec<String> =
        found.iter().filter(|found| found.needs_history(depth)).map(Found::subject).collect();
    let mut histories = match wanted.as_slice() {
        [] => BTreeMap::new(),
        wanted => reading.registered.histories(wanted)?,
    };
    let mut baseline = Baseline { label, unread, ..Baseline::default() };
    for found in found {
        let history = histories.remove(&found.member.subject).unwrap_or_default();
        let kept = reading.kept(&baseline.label, &found, &history)?;
        baseline.subjects.insert(found.member.subject.clone(), kept);
    }
    baseline.remarks = reading.remarks;
    Ok(baseline)
}

/// A member and what is registered of it.
struct Found<'a> {
    member: &'a Member,
    version: &'a Arc<SubjectVersion>,
    old: Old,
    config: Config,
    is_changed: bool,
}

impl Found<'_> {
    fn subject(&self) -> String {
        self.member.subject.clone()
    }

    /// Contracts are held to all their versions, and so is what has a transitive level.
    fn needs_history(&self, depth: Depth) -> bool {
        let level = self.member.level.or_else(|| level(&self.config));
        let is_contract = self.member.contract.is_some() || Contract::is_declared(&self.old.schema);
        self.is_changed
            && self.version.version > 1
            && (depth == Depth::Whole || is_contract || level.is_some_and(Level::is_transitive))
    }
}

struct Reading<'a> {
    registered: &'a mut dyn Registered,
    remarks: Vec<String>,
}

impl Reading<'_> {
    /// The settings of a changed subject, unless the manifest says all that matters of them.
    fn settings(&mut self, member: &Member) -> Result<Config, Error> {
        let is_stated = member.level.is_some()
            && member.safety.is_some()
            && member.compatibility_policy.is_some();
        if is_stated { Ok(Config::default()) } else { self.registered.settings(&member.subject) }
    }

    /// A version, parsed unless its text is that of `like`; nothing if it cannot be compared.
    fn old(
        &mut self,
        version: &Arc<SubjectVersion>,
        like: Option<&Member>,
    ) -> Result<Option<Old>, Error> {
        let number = version.version;
        let place = format!("version {number} of {}", version.subject);
        let Some(format) = crate::remote::format(&version.schema_type) else {
            self.remarks.push(format!("{place} is {} and was not compared", version.schema_type));
            return Ok(None);
        };
        let text = version.schema.clone();
        let same = like.filter(|member| {
            member.format == format
                && (*member.text == *text || member.schema.canonical_text() == *text)
        });
        // What it refers to may be another version; then its referrer is said to have changed through that.
        if let Some(member) = same {
            return Ok(Some(Old { number, place, text, schema: member.schema.clone() }));
        }
        let closure = self.registered.closure(version)?;
        Ok(match Schema::parse(format, &text, &closure, ParseOptions::stored()) {
            Ok(schema) => Some(Old { number, place, text, schema: Arc::new(schema) }),
            Err(error) => {
                let remark = format!("{place} is no valid schema and was not compared: {error}");
                self.remarks.push(remark);
                None
            }
        })
    }

    /// What is registered of a subject; `history` is empty where the newest version is enough.
    fn kept(
        &mut self,
        baseline: &str,
        found: &Found<'_>,
        history: &[Arc<SubjectVersion>],
    ) -> Result<Kept, Error> {
        let Found { old, config, .. } = found;
        let newest = Old {
            number: old.number,
            place: old.place.clone(),
            text: old.text.clone(),
            schema: old.schema.clone(),
        };
        // A referrer as it is written, with what it refers to as that is registered.
        let newest = match found.is_changed && Arc::ptr_eq(&old.schema, &found.member.schema) {
            true => self.old(found.version, None)?.unwrap_or(newest),
            false => newest,
        };
        let mut versions = vec![newest];
        for version in history.iter().filter(|version| version.version != old.number) {
            versions.extend(self.old(version, None)?);
        }
        let record = Shape::of(&old.schema).root().map(|root| root.name.clone());
        let fields = &config.fields;
        let safety = fields.safety.as_deref().and_then(|name| name.parse::<Safety>().ok());
        let policy = fields.compatibility_policy.as_deref();
        Ok(Kept {
            baseline: baseline.to_owned(),
            path: None,
            record,
            versions,
            level: level(config),
            safety,
            compatibility_policy: policy.and_then(|name| name.parse::<Policy>().ok()),
        })
    }
}

fn level(config: &Config) -> Option<Level> {
    config.compatibility_level.as_ref().and_then(|name| name.parse::<Level>().ok())
}
