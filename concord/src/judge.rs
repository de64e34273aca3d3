//! The gate's verdict over a catalogue: parse, policy, references, compatibility, in this order.

mod compatibility;

use crate::baseline::Baseline;
use crate::catalogue::{Catalogue, Entry};
use crate::report::{Finding, Report, Stage};
use crate::terminal::Terminal;
use contract_model::Severity;
use contract_schema::{ParseOptions, Schema, SchemaError};
use std::sync::Arc;

/// An entry that parses.
pub(crate) struct Judged<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) schema: Arc<Schema>,
}

/// Judges every contract of `catalogue`; says what concerns those that differ from the baselines.
pub(crate) fn judge(catalogue: &Catalogue, baselines: &[Baseline], terminal: &Terminal) -> Report {
    let mut report = Report {
        findings: catalogue.findings.clone(),
        judged: catalogue.entries.len(),
        baselines: baselines.iter().map(|baseline| baseline.label.clone()).collect(),
        ..Report::default()
    };
    for entry in &catalogue.entries {
        report.texts.insert(entry.file.clone(), entry.text.clone());
    }
    let mut progress = terminal.progress("checking", catalogue.entries.len());
    let changed = compatibility::changed(catalogue, baselines);
    let mut parsed: Vec<Option<Arc<Schema>>> = Vec::new();
    for (index, entry) in catalogue.entries.iter().enumerate() {
        progress.step(&entry.subject);
        match catalogue.parse(index, ParseOptions::new_schema()) {
            Ok(schema) => parsed.push(Some(Arc::new(schema))),
            Err(error) => {
                parsed.push(None);
                report.findings.extend(complaints(entry, &error));
            }
        }
    }
    drop(progress);
    for (index, schema) in parsed.iter().enumerate() {
        let Some(schema) = schema else { continue };
        if !baselines.is_empty() && !changed[index] {
            continue;
        }
        let judged = Judged { entry: &catalogue.entries[index], schema: schema.clone() };
        for baseline in baselines {
            compatibility::compare(&judged, baseline, &mut report);
        }
    }
    for baseline in baselines {
        compatibility::removed(catalogue, baseline, &mut report);
        report.remarks.extend(baseline.remarks.iter().cloned());
    }
    if !baselines.is_empty() {
        report.changed = Some(changed.iter().filter(|changed| **changed).count());
    }
    report
}

/// What the parser says about an entry.
pub(crate) fn complaints(entry: &Entry, error: &SchemaError) -> Vec<Finding> {
    let finding = |complaint: &contract_schema::Complaint| Finding {
        stage: Stage::Parse,
        rule: "schema-invalid".into(),
        severity: Severity::Error,
        subject: entry.subject.clone(),
        file: entry.file.clone(),
        at: complaint.at,
        path: String::new(),
        message: complaint.message.clone(),
        notes: Vec::new(),
        help: complaint.help.clone(),
    };
    error.complaints.iter().map(finding).collect()
}
