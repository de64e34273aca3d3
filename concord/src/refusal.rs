//! A registry's refusal as findings: its reasons at their places in the file.

use crate::items::Item;
use crate::report::text::render_finding;
use crate::report::{Finding, Report, Stage, WHOLE};
use crate::terminal::Terminal;
use contract_model::Severity;
use contract_schema::Position;
use registry_api::client::Answered;
use registry_api::{Compatibility, Violation};

/// The reasons for a person.
pub(crate) fn told(item: &Item, refusal: &Answered, terminal: &Terminal) -> String {
    let mut report = Report::default();
    report.texts.insert(item.file.clone(), item.text.clone());
    let findings = match refusal.violations.as_slice() {
        [] => vec![Finding {
            subject: item.subject.clone(),
            file: item.file.clone(),
            ..Finding::error(Stage::Policy, &refusal.code.to_string(), &refusal.message)
        }],
        violations => violations.iter().map(|violation| found(item, violation)).collect(),
    };
    let mut out = String::new();
    for finding in &findings {
        render_finding(&mut out, &report, finding, terminal);
    }
    out
}

/// The refusal that a negative verdict announces; registries of other makes may give no reason.
pub(crate) fn of(verdict: Compatibility) -> Answered {
    let message = match verdict.messages.unwrap_or_default().join(", ") {
        none if none.is_empty() => {
            "the registry calls it incompatible and does not say why; `concord check --against registry:URL` does"
                .to_owned()
        }
        messages => messages,
    };
    Answered { status: 409, code: 40901, message, violations: Vec::new() }
}

fn found(item: &Item, violation: &Violation) -> Finding {
    let at = violation.line.zip(violation.column);
    Finding {
        severity: severity(&violation.severity),
        subject: item.subject.clone(),
        at: at.map_or(WHOLE, |(line, column)| Position { line, column }),
        path: violation.path.clone(),
        policy: violation.policy.clone(),
        help: violation.help.clone(),
        file: item.file.clone(),
        ..Finding::error(Stage::Policy, &violation.id, &violation.message)
    }
}

/// What has another name, from a registry newer than this, is taken seriously.
fn severity(name: &str) -> Severity {
    let milder = [Severity::Warn, Severity::Info];
    milder.into_iter().find(|severity| severity.name() == name).unwrap_or(Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_severity_survives_the_way_through_the_api() {
        for known in [Severity::Error, Severity::Warn, Severity::Info] {
            assert_eq!(severity(known.name()), known);
        }
        assert_eq!(severity("fatal"), Severity::Error);
    }
}
