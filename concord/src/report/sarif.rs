//! The report as SARIF 2.1.0, for code scanning: a place for every result, a page of help for every rule.

use super::fingerprint::SCHEME;
use super::json::stage;
use super::place::{Places, plain};
use super::{Finding, Report, Waived};
use crate::command::explain::{Card, card};
use contract_model::Severity;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the paths are relative to; the viewer knows where that is.
const TOP: &str = "%SRCROOT%";

pub(crate) fn render(report: &Report, places: &Places) -> String {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in report.all() {
        rules.entry(&finding.rule).or_insert(finding);
    }
    let order: BTreeMap<&str, usize> =
        rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let results: Vec<Value> = report
        .all()
        .map(|finding| result(finding, order[finding.rule.as_str()], report, places))
        .collect();
    let rules: Vec<Value> = rules.values().map(|finding| rule(finding, report)).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "concord",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [invocation(report)],
            "originalUriBaseIds": {TOP: {"description": {"text": "The top of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

/// Findings are the work of a run that succeeded; what stopped it is not.
fn invocation(report: &Report) -> Value {
    let mut invocation = json!({
        "executionSuccessful": report.stopped.is_none(),
        "exitCode": report.exit() as u8,
    });
    if report.stopped.is_some() {
        let told = |finding: &Finding| json!({"level": "error", "message": {"text": plain(&finding.message)}});
        invocation["toolExecutionNotifications"] = report.findings.iter().map(told).collect();
    }
    invocation
}

fn result(finding: &Finding, index: usize, report: &Report, places: &Places) -> Value {
    let fingerprint = report.fingerprint(finding);
    let digest = fingerprint.rsplit(':').next().unwrap_or_default();
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": places.uri(&finding.file), "uriBaseId": TOP},
        "region": {"startLine": finding.at.line, "startColumn": finding.at.column},
    }});
    let names = [finding.subject.as_str(), finding.path.as_str()];
    let name: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    if !name.is_empty() {
        let name = plain(&name.join(" "));
        location["logicalLocations"] = json!([{"fullyQualifiedName": name, "kind": "member"}]);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": message(finding)},
        "locations": [location],
        "partialFingerprints": {SCHEME: digest},
        "properties": {"stage": stage(finding.stage), "subject": finding.subject},
    });
    if let Some(waived) = &finding.waived {
        result["suppressions"] = json!([suppression(waived, places)]);
    }
    result
}

fn message(finding: &Finding) -> String {
    // It would be read as a link.
    plain(&finding.told()).replace("](", "] (")
}

fn suppression(waived: &Waived, places: &Places) -> Value {
    let Waived { owner, reason, expires, file, at } = waived;
    let line = at.map_or(1, |at| at.line);
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": plain(&format!("until {expires} by {owner}: {reason}")),
        "location": {"physicalLocation": {
            "artifactLocation": {"uri": places.uri(file), "uriBaseId": TOP},
            "region": {"startLine": line},
        }},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warn => "warning",
        Severity::Info => "note",
    }
}

/// What `concord explain` says of the rule; of one that it does not know, what the finding says.
fn rule(finding: &Finding, report: &Report) -> Value {
    let id = finding.rule.as_str();
    let unknown = || Card {
        summary: finding.message.clone(),
        why: "see the finding".to_owned(),
        help: finding.help.clone().unwrap_or_else(|| "see the finding".to_owned()),
        link: None,
    };
    let Card { summary, why, help, link } =
        card(id, report.policy.as_ref()).unwrap_or_else(unknown);
    let mut rule = json!({
        "id": id,
        "shortDescription": {"text": plain(&summary)},
        "fullDescription": {"text": plain(&format!("{summary}: {why}"))},
        "help": {
            "text": plain(&format!("why: {why}\nhelp: {help}\nmore: concord explain {id}")),
            "markdown": plain(&format!("**Why.** {why}\n\n**Help.** {help}\n\nMore: `concord explain {id}`")),
        },
        "defaultConfiguration": {"level": level(finding.severity)},
        "properties": {"tags": [stage(finding.stage)], "precision": "very-high"},
    });
    if let Some(link) = link {
        rule["helpUri"] = json!(link);
    }
    rule
}
