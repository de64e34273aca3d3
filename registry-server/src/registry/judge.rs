//! May this candidate join its subject? Compatibility with what is there, and the policy for event contracts.

mod clashes;
mod explain;
mod reserved;

use super::Rules;
use super::command::Candidate;
use super::identity::{Draft, invalid, parse_stored};
use super::impact::{self, Vigilance};
use super::in_force;
use super::library::Parsed;
use super::name::{Subject, VersionAsked};
use super::references::Targets;
use super::state::{Config, State, Version};
use contract_model::policy::{Candidate as Judged, Verdict, without_repeats};
use contract_model::{Contract, Earlier, Elsewhere};
use contract_model::{
    Date, Diagnostic, Policy as ContractPolicy, Setting, Settings as Reach, Severity,
};
use contract_schema::compat::{Policy, Safety, Terms, check_sifted};
use contract_schema::{Format, Level, Schema};
use registry_api::explained::{Breach, Impact};
use registry_api::{Metadata, Refusal, Violation};
use std::sync::Arc;

pub use clashes::{Clashes, Compared};

/// Which policy holds, and how far it reaches.
#[derive(Debug, Clone)]
pub struct Settings {
    pub policy: ContractPolicy,
    pub reach: Reach,
}

impl Settings {
    /// The built-in policy for every subject.
    pub fn all(setting: Setting) -> Settings {
        Settings { policy: ContractPolicy::fintech_default(), reach: Reach::all(setting) }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings::all(Setting::default())
    }
}

/// What a compatibility call compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// All live versions, as a registration does.
    Live,
    /// One version alone, even at a transitive level.
    One(VersionAsked),
}

/// What is asked of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    pub against: Against,
    /// Whether each breach is explained, with a datum that shows it.
    pub explained: bool,
    /// Whether the referrers of the subject are checked.
    pub impact: bool,
    pub now_ms: i64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Told {
    /// No message means compatible.
    pub messages: Vec<String>,
    pub breaches: Vec<Breach>,
    pub impact: Option<Impact>,
}

/// What a registration of `candidate` would be told about compatibility.
///
/// # Errors
/// 40402 for a number that is not live, 42201 for a candidate that is no schema.
pub fn compare(
    rules: &Rules,
    state: &State,
    subject: &Subject,
    candidate: &Candidate,
    question: Question,
) -> Result<Told, Refusal> {
    let Question { against, explained, now_ms, .. } = question;
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
    let as_new = in_force::validates_new_schemas(rules, &config);
    let targets = if as_new { Targets::Live } else { Targets::All };
    let draft = Draft::new(state, subject, candidate, normalize, targets)?;
    let parsed = draft.parse(state, rules, subject, as_new)?;
    let place = Place { rules, state, subject, config: &config };
    check_names(&place, &parsed)?;
    let case = Case { place: &place, draft: &draft, parsed: &parsed };
    let next = state.versions(subject).last().map_or(1, |last| last.number.saturating_add(1));
    let old = case.parse_all(&versions)?;
    let verdict = case.judge(&old, next, now_ms);
    let clashes = case.clashes(&old, &verdict);
    let breaches = if explained { clashes.explained(&parsed) } else { Vec::new() };
    let mut messages = clashes.messages();
    // What a registration would be refused for is no secret.
    let binds = against == Against::Live && in_force::impact(rules, &config) == Vigilance::Refuse;
    let impact = (binds || question.impact).then(|| impact::of(&place, &draft, now_ms));
    if let Some(impact) = impact.as_ref().filter(|impact| binds && !impact.broken.is_empty()) {
        let details = impact::named(impact);
        messages
            .push(Refusal::BreaksReferrers { subject: subject.to_string(), details }.to_string());
    }
    Ok(Told { messages, breaches, impact: impact.filter(|_| question.impact) })
}

/// Where a candidate wants to go.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub rules: &'a Rules,
    pub state: &'a State,
    pub subject: &'a Subject,
    pub config: &'a Config,
}

/// Under `validateFields` no property of a JSON Schema may bear a name that clients keep for themselves.
///
/// # Errors
/// 42201 with every such property.
pub fn check_names(place: &Place<'_>, parsed: &Parsed) -> Result<(), Refusal> {
    match &*parsed.schema {
        Schema::Json(schema) if in_force::validates_fields(place.rules, place.config) => {
            schema.check_names().map_err(|error| invalid(Format::Json, &error))
        }
        Schema::Avro(_) | Schema::Json(_) | Schema::Protobuf(_) => Ok(()),
    }
}

/// A candidate before its subject.
pub struct Case<'a> {
    pub place: &'a Place<'a>,
    pub draft: &'a Draft,
    pub parsed: &'a Parsed,
}

/// An earlier version, parsed.
pub type Old<'a> = (&'a Version, Arc<Parsed>);

impl Case<'_> {
    /// Lets the candidate in as this version, with the ids of what the policy warns of.
    ///
    /// # Errors
    /// 42291 if the policy refuses it, 40901 if it is incompatible.
    pub fn admit(&self, number: u32, now_ms: i64) -> Result<Vec<String>, Refusal> {
        let live: Vec<&Version> = self.place.state.live(self.place.subject).collect();
        let old = self.parse_all(&live)?;
        let verdict = self.judge(&old, number, now_ms);
        if verdict.violations().next().is_some() {
            return Err(self.violated(&verdict));
        }
        // `force` waives the compatibility that a subject is configured for, not what the policy asks of an event.
        let binds = verdict.compares() || verdict.breaking().next().is_some();
        if binds || !self.draft.candidate.force {
            let clashes = self.clashes(&old, &verdict);
            if !clashes.is_empty() {
                let subject = self.place.subject.to_string();
                let details = clashes.messages().join(", ");
                return Err(Refusal::Incompatible { subject, details });
            }
        }
        let warnings = verdict.diagnostics.iter();
        let warnings = warnings.filter(|finding| finding.severity == Severity::Warn);
        let mut warnings: Vec<String> = warnings.map(|finding| finding.id.clone()).collect();
        warnings.extend(self.referrers(now_ms)?);
        Ok(warnings)
    }

    /// The referrers that the candidate breaks, where that is only to be noted.
    fn referrers(&self, now_ms: i64) -> Result<Vec<String>, Refusal> {
        let vigilance = in_force::impact(self.place.rules, self.place.config);
        if vigilance == Vigilance::Off || self.draft.candidate.force {
            return Ok(Vec::new());
        }
        let impact = impact::of(self.place, self.draft, now_ms);
        if vigilance == Vigilance::Refuse && !impact.broken.is_empty() {
            let subject = self.place.subject.to_string();
            return Err(Refusal::BreaksReferrers { subject, details: impact::named(&impact) });
        }
        Ok(impact::warnings(&impact))
    }

    /// What keeps the candidate and one version apart, whatever the others say.
    pub fn against(&self, old: Old<'_>, now_ms: i64) -> Clashes {
        let number = old.0.number.saturating_add(1);
        let old = [old];
        self.clashes(&old, &self.judge(&old, number, now_ms))
    }

    /// Parses what the judgement may look at: nothing under level NONE without a policy.
    fn parse_all<'v>(&self, versions: &[&'v Version]) -> Result<Vec<Old<'v>>, Refusal> {
        let Place { rules, state, subject, .. } = *self.place;
        let is_contract = self.setting() != Setting::Off
            && (self.parsed.contract().is_some()
                || versions.iter().any(|version| version.declares.is_some()));
        let level = self.level();
        let looks_back = is_contract
            || level.is_transitive()
            || self.safety() == Safety::Golden
            || self.group().is_some();
        let asked = match (looks_back, level) {
            (true, _) => versions.len(),
            (false, Level::None) => 0,
            (false, _) => 1,
        };
        let old = versions.iter().take(asked);
        old.map(|version| Ok((*version, parse_stored(state, rules, subject, &version.content)?)))
            .collect()
    }

    fn judge(&self, old: &[Old<'_>], number: u32, now_ms: i64) -> Verdict {
        let Place { rules, state, subject, .. } = *self.place;
        let setting = self.setting();
        let earlier: Vec<Earlier<'_>> = old
            .iter()
            .map(|(version, parsed)| Earlier {
                version: version.number,
                shape: parsed.shape(),
                contract: parsed.contract(),
            })
            .collect();
        let name = subject.to_string();
        let declared = self.parsed.contract().map(|contract: &Contract| contract.event.as_str());
        let publishers: Vec<(String, &str, Option<&str>)> = declared
            .map(|event| state.publishers(event))
            .unwrap_or_default()
            .into_iter()
            .filter(|(other, _)| *other != subject)
            .map(|(other, says)| (other.to_string(), &*says.event, says.producer.as_deref()))
            .collect();
        let elsewhere: Vec<Elsewhere<'_>> = publishers
            .iter()
            .map(|(subject, event, producer)| Elsewhere { subject, event, producer: *producer })
            .collect();
        let today = Date::of_unix_seconds(u64::try_from(now_ms / 1000).unwrap_or_default());
        let judged = Judged {
            subject: &name,
            version: number,
            schema: &self.parsed.schema,
            shape: self.parsed.shape(),
            earlier: &earlier,
            elsewhere: &elsewhere,
        };
        contract_model::judge(&rules.policy.policy, setting, today, &judged)
    }

    /// What keeps old and new apart: the breaches of the level in force, then what the policy calls breaking.
    pub fn clashes(&self, old: &[Old<'_>], verdict: &Verdict) -> Clashes {
        let level = verdict.level_in_force(self.level());
        // Groups are a setting of the subject; the contract policy holds across them.
        let group = self.group().filter(|_| !verdict.compares());
        let metadata = self.draft.candidate.metadata.as_ref();
        let comparable = old.iter().filter(|(version, _)| {
            let other = version.content.metadata.as_deref();
            group.is_none_or(|key| property(other, key) == property(metadata, key))
        });
        let history: Vec<(u32, Arc<Schema>)> = comparable
            .map(|(version, parsed)| (version.number, Arc::clone(&parsed.schema)))
            .collect();
        // A lenient subject lets open JSON Schemas grow; what contracts must keep, the policy itself demands.
        let terms = Terms {
            policy: self.policy().unwrap_or_default(),
            safety: verdict.safety_in_force(self.safety()),
        };
        let shape = self.parsed.shape();
        let clash = check_sifted(terms, level, &self.parsed.schema, &history, |number, found| {
            let other = old.iter().find(|(version, _)| version.number == number);
            match other {
                Some((_, parsed)) => {
                    without_repeats(found, verdict.evolution(), shape, parsed.shape())
                }
                None => found,
            }
        });
        let checks_fields = in_force::validates_fields(self.place.rules, self.place.config);
        let reserved = if checks_fields {
            reserved::of(self.place, metadata, self.parsed)
        } else {
            Vec::new()
        };
        let named = match &clash {
            Some(clash) => old.iter().find(|(version, _)| version.number == clash.version),
            None => old.first(),
        };
        let with = named.map(|(version, parsed)| Compared {
            version: version.number,
            text: version.content.text.plain(),
            parsed: Arc::clone(parsed),
        });
        let breaking = verdict.breaking().cloned().collect();
        Clashes { clash, breaking, reserved, with, level, checks_fields }
    }

    fn violated(&self, verdict: &Verdict) -> Refusal {
        let subject = self.place.subject.to_string();
        let rendered: Vec<String> = verdict
            .diagnostics
            .iter()
            .filter(|one| one.is_error())
            .map(|one| one.render(&subject))
            .collect();
        let violations = verdict.diagnostics.iter().map(violation).collect();
        Refusal::Policy { message: rendered.join("\n"), violations }
    }

    fn setting(&self) -> Setting {
        self.place.rules.policy.reach.of(&self.place.subject.to_string())
    }

    fn level(&self) -> Level {
        self.place.config.level.unwrap_or(self.place.rules.default_level)
    }

    fn safety(&self) -> Safety {
        in_force::safety(self.place.rules, self.place.config)
    }

    /// How strictly JSON Schemas are compared.
    fn policy(&self) -> Option<Policy> {
        self.place.config.fields.compatibility_policy.as_deref()?.parse().ok()
    }

    fn group(&self) -> Option<&str> {
        self.place.config.fields.compatibility_group.as_deref()
    }
}

fn property<'m>(metadata: Option<&'m Metadata>, key: &str) -> Option<&'m String> {
    metadata.and_then(|metadata| metadata.properties.get(key))
}

fn violation(finding: &Diagnostic) -> Violation {
    Violation {
        id: finding.id.clone(),
        severity: finding.severity.name().to_owned(),
        path: finding.path.clone(),
        line: finding.at.map(|at| at.line),
        column: finding.at.map(|at| at.column),
        message: finding.message.clone(),
        help: finding.help.clone(),
        policy: finding.policy.clone(),
    }
}
