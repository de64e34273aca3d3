//! The judgement: one schema, its history and its neighbours against a policy. The same in server, gate and compiler.

use super::document::{Exemption, Policy, Requirement, Strength};
use super::snippet::Wanted;
use super::{Setting, evolution, fields, stricter};
use crate::contract::{Contract, Spelling};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::shape::{Field, Presence, Shape};
use contract_schema::compat::Safety;
use contract_schema::{Format, Level, Schema};

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The subject it shall be registered under.
    pub subject: &'a str,
    /// The number it would get; above 1 older data exist.
    pub version: u32,
    /// The schema.
    pub schema: &'a Schema,
    /// Its shape.
    pub shape: &'a Shape,
    /// The subject's live versions, newest first.
    pub earlier: &'a [Earlier<'a>],
    /// The latest live contracts of other subjects.
    pub elsewhere: &'a [Elsewhere<'a>],
}

/// A live version of the subject.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// Its number.
    pub version: u32,
    /// Its shape.
    pub shape: &'a Shape,
    /// The contract it declares, if it does.
    pub contract: Option<&'a Contract>,
}

/// A contract of another subject.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'a> {
    /// The subject.
    pub subject: &'a str,
    /// Its event.
    pub event: &'a str,
    /// The service that publishes it.
    pub producer: Option<&'a str>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// The contract, if the schema declares one that can be read.
    pub contract: Option<Contract>,
    /// Every finding; errors refuse the schema.
    pub diagnostics: Vec<Diagnostic>,
    /// The least compatibility level that must hold, if the policy asks for one.
    pub level: Option<Level>,
    /// The least safety that must hold, if the policy asks for one.
    pub safety: Option<Safety>,
}

impl Verdict {
    /// Whether anything refuses the schema.
    pub fn is_refused(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Errors that the candidate alone has: it violates the policy (HTTP 422).
    pub fn violations(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|finding| finding.is_error() && !is_breaking(finding))
    }

    /// Errors that the candidate has against earlier versions: it breaks them (HTTP 409).
    pub fn breaking(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|finding| finding.is_error() && is_breaking(finding))
    }

    /// The level in force: the configured one, or a stricter one if the policy asks for it.
    pub fn level_in_force(&self, configured: Level) -> Level {
        self.level.map_or(configured, |level| stricter(level, configured))
    }

    /// The safety in force: the configured one, or a higher one if the policy asks for it.
    pub fn safety_in_force(&self, configured: Safety) -> Safety {
        self.safety.map_or(configured, |safety| safety.max(configured))
    }

    /// Whether the policy asks for a comparison, whatever the subject is configured for.
    pub fn compares(&self) -> bool {
        self.level.is_some() || self.safety.is_some()
    }

    /// What was found between versions, exempted or not.
    pub fn evolution(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|finding| is_breaking(finding))
    }
}

fn is_breaking(finding: &Diagnostic) -> bool {
    finding.id.starts_with("EVO-")
}

/// Judges a candidate on `today`.
pub fn judge(policy: &Policy, setting: Setting, today: Date, candidate: &Candidate<'_>) -> Verdict {
    if setting == Setting::Off {
        return Verdict::default();
    }
    let (contract, mut diagnostics) = Contract::read(candidate.schema, candidate.shape);
    let is_declared = contract.is_some() || Contract::is_declared(candidate.schema);
    let judgement = Judgement { policy, today, candidate };
    let (mut level, mut safety) = (None, None);
    match &contract {
        Some(contract) => {
            diagnostics.extend(judgement.contract(contract));
            level = Some(policy.evolution.level).filter(|level| *level != Level::None);
            safety = Some(policy.evolution.safety).filter(|safety| *safety != Safety::Standard);
        }
        None if is_declared => {}
        None => {
            // Other people's schemas may use the words of the vocabulary for other things: said, not refused.
            soften(&mut diagnostics);
            diagnostics.extend(judgement.plain(setting));
        }
    }
    if setting == Setting::Warn {
        soften(&mut diagnostics);
        (level, safety) = (None, None);
    }
    Verdict { contract, diagnostics, level, safety }
}

fn soften(diagnostics: &mut [Diagnostic]) {
    for finding in diagnostics.iter_mut().filter(|finding| finding.is_error()) {
        finding.severity = Severity::Warn;
    }
}

struct Judgement<'a> {
    policy: &'a Policy,
    today: Date,
    candidate: &'a Candidate<'a>,
}

impl Judgement<'_> {
    fn contract(&self, contract: &Contract) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        found.extend(self.metadata(contract));
        found.extend(self.requirements(contract));
        found.extend(self.producer(contract));
        found.extend(self.same_event(contract));
        found.extend(self.evolution());
        found.extend(self.documentation());
        found.extend(self.past_tense(contract));
        found.extend(self.rules(contract));
        for finding in &mut found {
            finding.policy = Some(self.policy.id());
            self.exempt(contract, finding);
        }
        found
    }

    /// A schema that declares nothing.
    fn plain(&self, setting: Setting) -> Vec<Diagnostic> {
        let Candidate { subject, shape, earlier, schema, .. } = self.candidate;
        let at = shape.root().and_then(|record| record.at);
        let mut found = Vec::new();
        let spelling = Spelling(schema.format());
        if let Some(before) = earlier.first().and_then(|version| version.contract) {
            let message = format!(
                "`{subject}` holds the contract `{}`, this version declares none",
                before.event
            );
            let help = format!("keep the declaration: {}", spelling.example("event"));
            found.push(Diagnostic::error("CONTRACT-DROPPED", message).at(at).help(help));
        } else if setting == Setting::EnforceAll && shape.root.is_some() && !self.is_type() {
            let message = format!("`{subject}` holds a record that declares no contract");
            let help = format!(
                "declare it ({}, …), or register a shared type under its full name",
                spelling.example("event")
            );
            found.push(Diagnostic::error("CONTRACT-MISSING", message).at(at).help(help));
        }
        for finding in &mut found {
            finding.policy = Some(self.policy.id());
        }
        found
    }

    /// Whether the subject holds a shared type: by pattern, or called as its own record.
    fn is_type(&self) -> bool {
        let subject = self.candidate.subject;
        let own_name = self.candidate.shape.root().is_some_and(|record| record.name == subject);
        own_name || self.policy.types.iter().any(|pattern| pattern.matches(subject))
    }

    fn metadata(&self, contract: &Contract) -> Vec<Diagnostic> {
        let spelling = Spelling(self.candidate.schema.format());
        let missing = self.policy.metadata.iter().filter(|key| !states(contract, key));
        missing
            .map(|key| {
                let message = format!("contract `{}` states no `{key}`", contract.event);
                let id = format!("META-{}", kebab_upper(key));
                Diagnostic::error(&id, message).at(contract.at).help(spelling.example(key))
            })
            .collect()
    }

    /// Rules of the policy that cannot be applied to the event that they are meant for.
    fn rules(&self, contract: &Contract) -> Vec<Diagnostic> {
        let Candidate { subject, shape, .. } = self.candidate;
        self.policy.rules_for(subject, contract, shape).1
    }

    fn requirements(&self, contract: &Contract) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut earlier: Vec<&str> = Vec::new();
        for requirement in &self.policy.require {
            let in_force = self.policy.in_force(requirement, self.candidate.subject, contract);
            found.extend(self.requirement(contract, &in_force, &earlier));
            earlier.push(&requirement.field);
        }
        found
    }

    fn requirement(
        &self,
        contract: &Contract,
        asked: &Requirement,
        earlier: &[&str],
    ) -> Option<Diagnostic> {
        let shape = self.candidate.shape;
        let is_later = self.candidate.version > 1;
        let wanted = Wanted { shape, requirement: asked, is_later };
        let why = asked.why.as_ref().map_or(String::new(), |why| format!(": {why}"));
        let event = format!("event `{}` (class {})", contract.event, contract.class);
        let finding = match shape.resolve(&asked.field) {
            Err(_) => {
                let message = format!("{event} has no field `{}`{why}", asked.field);
                let at = shape.root().and_then(|record| record.at).or(contract.at);
                Diagnostic::error(&asked.id, message).at(at).help(wanted.missing(earlier))
            }
            Ok(fields) => {
                let field = fields.last().expect("a path has at least one part");
                if let Some(mismatch) = fields::mismatch(shape, &field.ty, &asked.ty) {
                    let message = format!("the field `{}` {mismatch}{why}", asked.field);
                    Diagnostic::error(&asked.id, message).at(field.at).help(wanted.wrong_type())
                } else {
                    let weak = fields.iter().find(|field| !self.is_strong(field, asked.value))?;
                    let message = format!("{event} may lack `{}`{why}", asked.field);
                    Diagnostic::error(&asked.id, message).at(weak.at).help(wanted.too_weak(weak))
                }
            }
        };
        Some(Diagnostic { severity: asked.severity, path: asked.field.clone(), ..finding })
    }

    fn is_strong(&self, field: &Field, asked: Strength) -> bool {
        let has_value = field.presence == Presence::Required;
        match asked {
            Strength::Present => true,
            Strength::Write => has_value || field.write,
            Strength::Required => has_value || (field.write && self.candidate.version > 1),
        }
    }

    /// One producer per event, for as long as the event lives.
    fn producer(&self, contract: &Contract) -> Option<Diagnostic> {
        let producer = contract.producer.as_deref()?;
        let id = "CONTRACT-ONE-PRODUCER";
        let before = self.candidate.earlier.first().and_then(|version| version.contract);
        if let Some(old) = before.and_then(|contract| contract.producer.as_deref())
            && old != producer
        {
            let message = format!(
                "`{}` is published by `{old}`, this version names `{producer}`",
                contract.event
            );
            let help =
                "an event has one producer: keep it, or have the transfer exempted in the policy";
            return Some(Diagnostic::error(id, message).at(contract.at).help(help));
        }
        let same = self.candidate.elsewhere.iter().filter(|other| other.event == contract.event);
        let other = same
            .filter(|other| other.subject != self.candidate.subject)
            .min_by_key(|other| other.subject)?;
        let message = match other.producer {
            Some(theirs) if theirs != producer => {
                format!(
                    "`{}` is published by `{theirs}` (subject `{}`)",
                    contract.event, other.subject
                )
            }
            _ => {
                let message =
                    format!("`{}` is also declared by subject `{}`", contract.event, other.subject);
                let help = "give the event one subject";
                return Some(
                    Diagnostic::warn("CONTRACT-TWO-SUBJECTS", message).at(contract.at).help(help),
                );
            }
        };
        let help = "an event has one producer: give this fact a name of its own";
        Some(Diagnostic::error(id, message).at(contract.at).help(help))
    }

    /// A subject is about one event, and its key decides where the event's order is kept.
    fn same_event(&self, contract: &Contract) -> Vec<Diagnostic> {
        let before = self.candidate.earlier.first().and_then(|version| version.contract);
        let Some(before) = before else { return Vec::new() };
        let mut found = Vec::new();
        if before.event != contract.event {
            let message = format!(
                "the subject holds `{}`, this version declares `{}`",
                before.event, contract.event
            );
            let help = "keep the name; a new fact is a new event with a subject of its own";
            found.push(
                Diagnostic::error("CONTRACT-EVENT-RENAMED", message).at(contract.at).help(help),
            );
        }
        if before.partition_key != contract.partition_key {
            let (old, new) = (before.partition_key.join(", "), contract.partition_key.join(", "));
            let message = format!("the partition key changes from `{old}` to `{new}`");
            let help = "events of one key will lie on two partitions: their order is lost across the change";
            found
                .push(Diagnostic::warn("CONTRACT-KEY-CHANGED", message).at(contract.at).help(help));
        }
        found
    }

    /// Against every live version, each finding once, named after the newest version that shows it.
    fn evolution(&self) -> Vec<Diagnostic> {
        let rules = &self.policy.evolution;
        let mut found: Vec<Diagnostic> = Vec::new();
        for earlier in self.candidate.earlier.iter().filter(|version| version.contract.is_some()) {
            for mut finding in evolution(earlier.shape, self.candidate.shape) {
                let counts =
                    if finding.id == "EVO-NO-REMOVE" { rules.no_remove } else { rules.no_retype };
                let known = |other: &Diagnostic| {
                    other.id == finding.id && other.message.starts_with(&finding.message)
                };
                if !counts || found.iter().any(known) {
                    continue;
                }
                finding.message =
                    format!("{} (against version {})", finding.message, earlier.version);
                found.push(finding);
            }
        }
        found
    }

    fn documentation(&self) -> Vec<Diagnostic> {
        let Some(severity) = self.policy.docs else { return Vec::new() };
        let shape = self.candidate.shape;
        let help = match shape.format {
            Format::Avro => "add \"doc\":\"…\"",
            Format::Json => "add \"description\":\"…\"",
            Format::Protobuf => "write a comment before it",
        };
        let is_empty = |doc: &Option<String>| doc.as_ref().is_none_or(|doc| doc.trim().is_empty());
        let mut found = Vec::new();
        let own = shape.records.iter().enumerate().filter(|(_, record)| record.is_own);
        for (index, record) in own {
            if is_empty(&record.doc) {
                let message = format!("the record `{}` has no documentation", record.name);
                found.push(Diagnostic::warn("DOC-RECORD", message).at(record.at));
            }
            for field in record.fields.iter().filter(|field| is_empty(&field.doc)) {
                let is_root = shape.root.is_some_and(|root| root.0 == index);
                let path = if is_root {
                    field.name.clone()
                } else {
                    format!("{}.{}", record.simple_name(), field.name)
                };
                let message = format!("the field `{path}` has no documentation");
                found.push(Diagnostic::warn("DOC-FIELD", message).on(path).at(field.at));
            }
        }
        found.into_iter().map(|finding| Diagnostic { severity, ..finding.help(help) }).collect()
    }

    fn past_tense(&self, contract: &Contract) -> Option<Diagnostic> {
        let severity = self.policy.past_tense?;
        let last = contract.event.rsplit('.').next().unwrap_or_default();
        if is_past(last) {
            return None;
        }
        let message = format!(
            "`{}` does not end in a past participle: an event is a fact that happened",
            contract.event
        );
        let finding = Diagnostic::warn("NAME-PAST-TENSE", message).at(contract.at);
        Some(Diagnostic {
            severity,
            ..finding.help("name what has happened, as in `payment.initiated`")
        })
    }

    /// Turns a finding into a note if somebody approved it for some time.
    fn exempt(&self, contract: &Contract, finding: &mut Diagnostic) {
        let applies = |exemption: &&Exemption| {
            exemption.rule == finding.id
                && exemption.path.as_ref().is_none_or(|path| *path == finding.path)
                && exemption.select.selects(self.candidate.subject, contract)
        };
        let mut fitting: Vec<&Exemption> = self.policy.exemptions.iter().filter(applies).collect();
        fitting.sort_by_key(|exemption| exemption.expires);
        let Some(longest) = fitting.last() else { return };
        let by = longest.approved_by.join(", ");
        if longest.expires >= self.today {
            finding.severity = Severity::Info;
            let note = format!("exempted by {by} until {}: {}", longest.expires, longest.reason);
            finding.help = Some(note);
        } else {
            let note =
                format!("the exemption by {by} expired on {}: {}", longest.expires, longest.reason);
            finding.help =
                Some(finding.help.take().map_or(note.clone(), |help| format!("{help}\n{note}")));
        }
    }
}

/// Whether a declaration has a value for a key.
fn states(contract: &Contract, key: &str) -> bool {
    match key {
        "context" => contract.context.is_some(),
        "owner" => contract.owner.is_some(),
        "producer" => contract.producer.is_some(),
        "topic" => contract.topic.is_some(),
        "partitionKey" => !contract.partition_key.is_empty(),
        "idempotencyKey" => !contract.idempotency_key.is_empty(),
        "retention" => contract.retention.is_some(),
        "classification" => contract.classification.is_some(),
        "regulation" => !contract.regulation.is_empty(),
        // `event` and `class` make the contract; `stability` has a default.
        _ => true,
    }
}

/// Past participles that do not end in `ed`.
const IRREGULAR: [&str; 24] = [
    "begun",
    "bought",
    "broken",
    "built",
    "caught",
    "chosen",
    "drawn",
    "found",
    "frozen",
    "given",
    "held",
    "kept",
    "left",
    "lost",
    "made",
    "paid",
    "put",
    "sent",
    "set",
    "sold",
    "split",
    "spent",
    "taken",
    "withdrawn",
];

fn is_past(word: &str) -> bool {
    word.ends_with("ed") || IRREGULAR.iter().any(|participle| word.ends_with(participle))
}

/// `partitionKey` to `PARTITION-KEY`.
fn kebab_upper(name: &str) -> String {
    crate::contract::spelled(Format::Protobuf, name).replace('_', "-").to_uppercase()
}
