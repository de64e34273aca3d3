//! Can the old readers and the new ones live with each other: a contract against the versions of its baselines.

use super::Case;
use crate::baseline::{Baseline, Kept, Old};
use crate::catalogue::Contracts;
use crate::report::{Against, Asked, Effect, Finding, Report, Stage, WHOLE, fingerprint};
use crate::tree::MANIFEST;
use crate::witness;
use contract_model::manifest::Weight;
use contract_model::policy::{Verdict, without_repeats};
use contract_model::{Contract, Severity, Shape};
use contract_schema::compat::{
    Cause, FORMAT_CHANGED, Policy, Safety, Terms, check_sifted, format_changed,
};
use contract_schema::level::Direction;
use contract_schema::{Breach, Clash, Level, Schema};
use std::collections::HashSet;

/// The level of a schema that declares no contract and for which nobody set one.
const DEFAULT_LEVEL: Level = Level::Backward;

/// How a contract differs from the baselines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Changed {
    Not,
    /// Its own text does, or it is new; everything does without a baseline.
    Itself,
    /// What it refers to does.
    Through,
}

/// How each case differs from any of the baselines.
pub(super) fn changed(cases: &[Case<'_>], baselines: usize) -> Vec<Changed> {
    let mut changed: Vec<Changed> = Vec::with_capacity(cases.len());
    for case in cases {
        let newest = case.kept.iter().filter_map(|kept| kept.versions.first());
        let differs = newest.clone().any(|old| !is_same(case, old));
        let is_new = baselines == 0 || newest.count() < baselines;
        // What a member refers to stands before it.
        let mut targets = case.member.references.iter().map(|(_, target)| changed[*target]);
        let through = targets.any(|target| target != Changed::Not);
        changed.push(match (differs || is_new, through) {
            (true, _) => Changed::Itself,
            (false, true) => Changed::Through,
            (false, false) => Changed::Not,
        });
    }
    changed
}

/// A registry keeps the canonical text, a repository the author's.
fn is_same(case: &Case<'_>, old: &Old) -> bool {
    old.text == case.member.text
        || old.schema.canonical_text() == case.member.schema.canonical_text()
}

/// Compares one contract with its versions in each baseline.
pub(super) fn compare(case: &Case<'_>, verdict: &Verdict, report: &mut Report) {
    for kept in &case.kept {
        let asked = asked(case, verdict, kept);
        let terms = Terms { policy: asked.compatibility_policy, safety: asked.safety };
        let history: Vec<_> =
            kept.versions.iter().map(|old| (old.number, old.schema.clone())).collect();
        let sift = |number, found| {
            let old = kept.versions.iter().find(|old| old.number == number);
            match old.map(|old| Shape::of(&old.schema)) {
                Some(old) => without_repeats(found, verdict.evolution(), &case.member.shape, &old),
                None => found,
            }
        };
        let clash = check_sifted(terms, asked.level, &case.member.schema, &history, sift);
        let Some(clash) = clash else { continue };
        let old = kept.versions.iter().find(|old| old.number == clash.version);
        if let Some(old) = old {
            report.texts.insert(old.place.clone(), old.text.clone());
        }
        for mut finding in findings(case, &clash, old, &mut report.witnesses) {
            finding.against = old.map(|old| against(kept, old));
            finding.asked = Some(asked.clone());
            report.findings.push(finding);
        }
    }
}

/// An event contract that has another subject than before: whoever reads the old one gets nothing any more.
pub(super) fn moved(case: &Case<'_>, baselines: &[Baseline], report: &mut Report) {
    for kept in case.kept.iter().filter(|_| case.member.contract.is_some()) {
        let subject = &case.member.subject;
        let mut same = baselines.iter().filter_map(|baseline| baseline.subjects.get(subject));
        if same.any(|other| std::ptr::eq(other, *kept)) {
            continue;
        }
        let before = baselines.iter().flat_map(|baseline| &baseline.subjects);
        let before = before.into_iter().find(|(_, other)| std::ptr::eq(*other, *kept));
        let Some((subject, _)) = before.filter(|(name, _)| **name != case.member.subject) else {
            continue;
        };
        let message = format!("the subject was `{subject}` and is now `{}`", case.member.subject);
        report.findings.push(Finding {
            severity: Severity::Warn,
            subject: case.member.subject.clone(),
            at: case.member.contract.as_ref().and_then(|contract| contract.at).unwrap_or(WHOLE),
            against: kept.versions.first().map(|old| against(kept, old)),
            notes: vec!["consumers of the old topic get nothing any more".into()],
            help: Some("keep the topic, or publish to both until nobody reads the old one".into()),
            file: case.file.clone(),
            ..Finding::error(Stage::Compatibility, "contract-moved", message)
        });
    }
}

/// A version of a baseline as findings name it.
pub(super) fn against(kept: &Kept, old: &Old) -> Against {
    Against {
        baseline: kept.baseline.clone(),
        // A tree has one state of each contract: its number means nothing.
        version: kept.path.is_none().then_some(old.number),
        place: old.place.clone(),
    }
}

/// Contracts of the baseline that are not there any more.
pub(super) fn removed(
    contracts: &Contracts,
    cases: &[Case<'_>],
    baseline: &Baseline,
    report: &mut Report,
) {
    let kept = cases.iter().flat_map(|case| &case.kept);
    let here: HashSet<*const Kept> = kept.map(|kept| std::ptr::from_ref(*kept)).collect();
    for (subject, kept) in &baseline.subjects {
        let Some(newest) = kept.versions.first() else { continue };
        if here.contains(&std::ptr::from_ref(kept)) {
            continue;
        }
        let severity = match contracts.manifest.check.removed_subjects {
            Weight::Error => Severity::Error,
            Weight::Warn => Severity::Warn,
            Weight::Allow => Severity::Info,
        };
        if severity == Severity::Info || !Contract::is_declared(&newest.schema) {
            report.remarks.push(format!("`{subject}` is gone; it was {}", newest.place));
            continue;
        }
        let file = contracts.shown(kept.path.as_deref().unwrap_or(MANIFEST));
        let message = "the event contract is gone, and its consumers are not";
        report.findings.push(Finding {
            severity,
            subject: subject.clone(),
            against: Some(against(kept, newest)),
            notes: vec![format!("it is in {}", newest.place)],
            help: Some("bring the file back and declare `stability` as `deprecated`".into()),
            file,
            ..Finding::error(Stage::Compatibility, "contract-removed", message)
        });
    }
}

/// What is asked of a contract, and by whom.
fn asked(case: &Case<'_>, verdict: &Verdict, kept: &Kept) -> Asked {
    let (level, level_by) = set(case.member.level, kept.level, DEFAULT_LEVEL);
    let (safety, safety_by) = set(case.member.safety, kept.safety, Safety::Standard);
    let by_policy = format!("event contract, by policy {}", case.contracts.policy.id());
    let by = |is_raised: bool, set: &'static str| match is_raised {
        true => by_policy.clone(),
        false => set.to_owned(),
    };
    let (least_level, least_safety) = (level, safety);
    let (level, safety) = (verdict.level_in_force(level), verdict.safety_in_force(safety));
    let (own, kept) = (case.member.compatibility_policy, kept.compatibility_policy);
    let (policy, policy_by) = set(own, kept, Policy::default());
    Asked {
        level,
        level_by: by(level != least_level, level_by),
        safety,
        safety_by: by(safety != least_safety, safety_by),
        compatibility_policy: policy,
        compatibility_policy_by: policy_by.to_owned(),
    }
}

/// The value in force before the policy speaks, and where it stands.
fn set<T>(manifest: Option<T>, baseline: Option<T>, default: T) -> (T, &'static str) {
    match (manifest, baseline) {
        (Some(value), _) => (value, "set in contracts.toml"),
        (None, Some(value)) => (value, "set in the baseline"),
        (None, None) => (default, "the default"),
    }
}

/// One finding for each breach of a clash.
fn findings(
    case: &Case<'_>,
    clash: &Clash,
    old: Option<&Old>,
    witnesses: &mut usize,
) -> Vec<Finding> {
    match &clash.cause {
        Cause::FormatChanged { old, new } => {
            let [message, help] = format_changed(*old, *new);
            vec![Finding {
                subject: case.member.subject.clone(),
                help: Some(help),
                file: case.file.clone(),
                ..Finding::error(Stage::Compatibility, FORMAT_CHANGED, message)
            }]
        }
        Cause::Unreadable(breaches) => one_per_place(breaches.iter().map(|(direction, breach)| {
            let mut finding = unreadable(case, *direction, breach, old);
            if let Some(old) = old.filter(|_| *witnesses > 0) {
                *witnesses -= 1;
                let new = &case.member.schema;
                let evidence = witness::sought(new, &old.schema, *direction, breach);
                finding.effects.iter_mut().for_each(|effect| effect.evidence = evidence.clone());
            }
            finding
        })),
    }
}

/// What breaks in both directions is one thing to repair: it is told once, with both consequences.
fn one_per_place(found: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    for finding in found {
        let same = |other: &&mut Finding| {
            (&other.rule, &other.path, other.at) == (&finding.rule, &finding.path, finding.at)
                && other.also == finding.also
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.effects.extend(finding.effects),
            None => merged.push(finding),
        }
    }
    merged
}

fn unreadable(
    case: &Case<'_>,
    direction: Direction,
    breach: &Breach,
    old: Option<&Old>,
) -> Finding {
    let (new_at, old_at) = direction.new_and_old(breach.reader_at, breach.writer_at);
    let reader = match direction {
        Direction::NewReadsOld => Some(&case.member.text),
        Direction::OldReadsNew => old.map(|old| &old.text),
    };
    let is_avro = matches!(*case.member.schema, Schema::Avro(_));
    let effect = Effect {
        direction,
        consequence: consequence(breach.rule.safety, direction),
        why: breach.rule.why,
        evidence: None,
    };
    let (rule, message) = (breach.rule.id, breach.reason_in(direction));
    Finding {
        subject: case.member.subject.clone(),
        at: new_at.unwrap_or(WHOLE),
        path: breach.path.clone(),
        anchor: reader.filter(|_| is_avro).map(|text| fingerprint::anchor(text, &breach.path)),
        also: old.map(|old| old.place.clone()).zip(old_at),
        effects: vec![effect],
        help: Some(breach.help_in(direction).unwrap_or_else(|| breach.rule.help.to_owned())),
        file: case.file.clone(),
        ..Finding::error(Stage::Compatibility, rule, message)
    }
}

/// Whom a breach hurts.
fn consequence(safety: Safety, direction: Direction) -> &'static str {
    match (safety, direction) {
        (Safety::Standard, Direction::NewReadsOld) => {
            "a consumer with the new schema cannot read events already written"
        }
        (Safety::Standard, Direction::OldReadsNew) => {
            "a consumer with the old schema cannot read new events"
        }
        (Safety::Wire, Direction::NewReadsOld) => {
            "a consumer with the new schema misreads events already written"
        }
        (Safety::Wire, Direction::OldReadsNew) => {
            "a consumer with the old schema misreads new events"
        }
        (Safety::Golden, Direction::NewReadsOld | Direction::OldReadsNew) => {
            "the new schema does not keep what the old one promised"
        }
    }
}
