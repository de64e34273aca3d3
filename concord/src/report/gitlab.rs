//! The report for GitLab's merge requests: the subset of Code Climate's form that GitLab reads.

use super::Report;
use super::place::{Places, plain_line};
use contract_model::Severity;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) fn render(report: &Report, places: &Places) -> String {
    let mut seen = BTreeSet::new();
    let issues: Vec<Value> = report
        .all()
        .filter(|finding| finding.waived.is_none())
        .filter_map(|finding| {
            let fingerprint = report.fingerprint(finding);
            // The same finding against two baselines is one to GitLab, which would drop the second itself.
            seen.insert(fingerprint.clone()).then(|| {
                json!({
                    "description": plain_line(&description(finding)),
                    "check_name": finding.rule,
                    "fingerprint": fingerprint,
                    "severity": severity(finding.severity),
                    "location": {
                        "path": places.path(&finding.file),
                        "lines": {"begin": finding.at.line},
                    },
                })
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(issues))
}

/// GitLab shows nothing but this.
fn description(finding: &super::Finding) -> String {
    match finding.subject.as_str() {
        "" => finding.message.clone(),
        subject => format!("{subject}: {}", finding.message),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warn => "minor",
        Severity::Info => "info",
    }
}
