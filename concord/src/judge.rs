//! The gate's verdict over a catalogue: parse, policy, compatibility, in this order.

mod compatibility;
mod evolution;
mod policy;

use crate::baseline::Baseline;
use crate::catalogue::{Catalogue, Entry};
use crate::report::{Finding, Report, Stage};
use crate::terminal::Terminal;
use contract_model::{Contract, Diagnostic, Shape};
use contract_schema::{ParseOptions, Schema, SchemaError};
use std::sync::Arc;

/// An entry that parses, and everything known about it.
pub(crate) struct Judged<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) schema: Arc<Schema>,
    pub(crate) shape: Shape,
    pub(crate) contract: Option<Contract>,
}

/// Judges every contract of `catalogue`; says what concerns those that differ from the baselines.
pub(crate) fn judge(catalogue: &Catalogue, baselines: &[Baseline], terminal: &Terminal) -> Report {
    let mut report = Report {
        findings: catalogue.findings.clone(),
        judged: catalogue.entries.iter().filter(|entry| !entry.is_bundled).count(),
        baselines: baselines.iter().map(|baseline| baseline.label.clone()).collect(),
        ..Report::default()
    };
    let parsed = parse(catalogue, &mut report, terminal);
    let changed = compatibility::changed(catalogue, &parsed, baselines);
    for ((entry, schema), changed) in catalogue.entries.iter().zip(parsed).zip(&changed) {
        // What nobody touched is not the author's of this change.
        if let Some(schema) = schema.filter(|_| *changed) {
            one(entry, schema, baselines, &mut report);
        }
    }
    for baseline in baselines {
        compatibility::removed(catalogue, baseline, &mut report);
        report.remarks.extend(baseline.remarks.iter().cloned());
    }
    if !baselines.is_empty() {
        let changed = changed.iter().zip(&catalogue.entries);
        let counted = changed.filter(|(changed, entry)| **changed && !entry.is_bundled);
        report.changed = Some(counted.count());
    }
    report
}

/// Every entry that parses; the report gets the complaints about the others.
fn parse(
    catalogue: &Catalogue,
    report: &mut Report,
    terminal: &Terminal,
) -> Vec<Option<Arc<Schema>>> {
    let mut progress = terminal.progress("checking", catalogue.entries.len());
    let mut parsed = Vec::with_capacity(catalogue.entries.len());
    for (index, entry) in catalogue.entries.iter().enumerate() {
        progress.step(&entry.subject);
        report.texts.insert(entry.file.clone(), entry.text.clone());
        match catalogue.parse(index, ParseOptions::new_schema()) {
            Ok(schema) => parsed.push(Some(Arc::new(schema))),
            Err(error) => {
                parsed.push(None);
                report.findings.extend(complaints(entry, &error));
            }
        }
    }
    parsed
}

/// What the parser says about an entry.
pub(crate) fn complaints(entry: &Entry, error: &SchemaError) -> Vec<Finding> {
    let diagnostics = Diagnostic::of_parse(error);
    diagnostics.into_iter().map(|found| finding(entry, Stage::Parse, found)).collect()
}

fn one(entry: &Entry, schema: Arc<Schema>, baselines: &[Baseline], report: &mut Report) {
    let shape = Shape::of(&schema);
    let (contract, declared) = Contract::read(&schema, &shape);
    let judged = Judged { entry, schema, shape, contract };
    let found = declared.into_iter().chain(policy::judge(&judged, baselines));
    report.findings.extend(found.map(|found| finding(entry, Stage::Policy, found)));
    for baseline in baselines {
        if let Some(kept) = baseline.subjects.get(&entry.subject) {
            compatibility::compare(&judged, kept, report);
            evolution::compare(&judged, kept, report);
        }
    }
}

fn finding(entry: &Entry, stage: Stage, found: Diagnostic) -> Finding {
    Finding {
        stage,
        rule: found.id,
        severity: found.severity,
        subject: entry.subject.clone(),
        file: entry.file.clone(),
        at: found.at,
        path: found.path,
        message: found.message,
        notes: found.policy.iter().map(|policy| format!("required by policy {policy}")).collect(),
        help: found.help,
    }
}
