//! Can the old readers and the new ones live with each other: a contract against the versions of a baseline.

use super::Judged;
use crate::baseline::{Baseline, Kept, Old};
use crate::catalogue::{Catalogue, Entry};
use crate::report::{Finding, Report, Stage};
use contract_model::{Contract, Severity};
use contract_schema::compat::Cause;
use contract_schema::level::Direction;
use contract_schema::{Breach, Clash, Level, Position, Schema};
use std::sync::Arc;

/// The level of a schema that declares no contract and for which nobody set one.
const DEFAULT_LEVEL: Level = Level::Backward;

/// Which entries differ from any of the baselines, themselves or through what they refer to; all, without a baseline.
pub(crate) fn changed(
    catalogue: &Catalogue,
    parsed: &[Option<Arc<Schema>>],
    baselines: &[Baseline],
) -> Vec<bool> {
    let mut changed: Vec<bool> = Vec::with_capacity(catalogue.entries.len());
    for (entry, schema) in catalogue.entries.iter().zip(parsed) {
        let differs = baselines.iter().any(|baseline| {
            let kept = baseline.subjects.get(&entry.subject);
            let newest = kept.and_then(|kept| kept.versions.first());
            newest.is_none_or(|old| !is_same(entry, schema.as_deref(), old))
        });
        // What an entry refers to stands before it.
        let through = entry.references.iter().any(|(_, target)| changed[*target]);
        changed.push(!entry.is_bundled && (baselines.is_empty() || differs || through));
    }
    changed
}

/// A registry keeps the canonical text, a repository the author's.
fn is_same(entry: &Entry, schema: Option<&Schema>, old: &Old) -> bool {
    old.text == entry.text
        || schema.is_some_and(|schema| schema.canonical_text() == old.schema.canonical_text())
}

/// Compares one contract with its versions in a baseline.
pub(crate) fn compare(judged: &Judged<'_>, kept: &Kept, report: &mut Report) {
    let (level, reason) = level(judged, kept);
    let history: Vec<_> =
        kept.versions.iter().map(|old| (old.number, old.schema.clone())).collect();
    let Some(clash) = contract_schema::check(level, &judged.schema, &history) else { return };
    let old = kept.versions.iter().find(|old| old.number == clash.version);
    let place = old.map_or("", |old| old.place.as_str());
    for mut finding in findings(judged.entry, &clash, old) {
        finding.notes.insert(0, format!("clashes with {place}, level {level} ({reason})"));
        report.findings.push(finding);
    }
}

/// Contracts of the baseline that the catalogue no longer has.
pub(crate) fn removed(catalogue: &Catalogue, baseline: &Baseline, report: &mut Report) {
    for (subject, kept) in &baseline.subjects {
        let Some(newest) = kept.versions.first() else { continue };
        if catalogue.entries.iter().any(|entry| entry.subject == *subject) {
            continue;
        }
        if !Contract::is_declared(&newest.schema) {
            report.remarks.push(format!("`{subject}` is gone; it was {}", newest.place));
            continue;
        }
        report.findings.push(Finding {
            stage: Stage::Compatibility,
            rule: "contract-removed".into(),
            severity: Severity::Error,
            subject: subject.clone(),
            file: newest.place.clone(),
            at: None,
            path: String::new(),
            message: "the event contract is gone, and its consumers are not".into(),
            notes: vec![format!("it is in {}", baseline.label)],
            help: Some(
                "keep the file and declare `\"stability\": \"deprecated\"`; a contract that was renamed or moved to another topic is a new one"
                    .into(),
            ),
        });
    }
}

fn level(judged: &Judged<'_>, kept: &Kept) -> (Level, &'static str) {
    match (&judged.contract, kept.level) {
        (Some(_), _) => (Level::FullTransitive, "event contract"),
        (None, Some(level)) => (level, "set in the registry"),
        (None, None) => (DEFAULT_LEVEL, "the default"),
    }
}

/// One finding for each breach of a clash.
pub(crate) fn findings(entry: &Entry, clash: &Clash, old: Option<&Old>) -> Vec<Finding> {
    match &clash.cause {
        Cause::FormatChanged { old, new } => vec![Finding {
            stage: Stage::Compatibility,
            rule: "format-changed".into(),
            severity: Severity::Error,
            subject: entry.subject.clone(),
            file: entry.file.clone(),
            at: Some(Position { line: 1, column: 1 }),
            path: String::new(),
            message: format!("the schema was {old} and is now {new}: neither reads the other"),
            notes: Vec::new(),
            help: Some(format!("keep {old}, or register the {new} schema under a new subject")),
        }],
        Cause::Unreadable(breaches) => breaches
            .iter()
            .map(|(direction, breach)| unreadable(entry, *direction, breach, old))
            .collect(),
    }
}

fn unreadable(entry: &Entry, direction: Direction, breach: &Breach, old: Option<&Old>) -> Finding {
    let (new_at, old_at, reader, writer) = match direction {
        Direction::NewReadsOld => (breach.reader_at, breach.writer_at, "new", "old"),
        Direction::OldReadsNew => (breach.writer_at, breach.reader_at, "old", "new"),
    };
    let mut notes = Vec::new();
    if let (Some(at), Some(old)) = (old_at, old) {
        notes.push(format!("there: {}:{at}", old.place));
    }
    let consequence = match direction {
        Direction::NewReadsOld => {
            "a consumer with the new schema cannot read events already written"
        }
        Direction::OldReadsNew => "a consumer with the old schema cannot read new events",
    };
    notes.push(format!("{consequence}: {}", breach.rule.why));
    Finding {
        stage: Stage::Compatibility,
        rule: breach.rule.id.to_owned(),
        severity: Severity::Error,
        subject: entry.subject.clone(),
        file: entry.file.clone(),
        at: Some(new_at.unwrap_or(Position { line: 1, column: 1 })),
        path: breach.path.clone(),
        message: breach.reason.replace("{reader}", reader).replace("{writer}", writer),
        notes,
        help: Some(breach.help.clone().unwrap_or_else(|| breach.rule.help.to_owned())),
    }
}
