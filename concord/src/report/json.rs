//! The report as JSON, in the shape of docs/report.schema.json: everything, for programs of one's own.

use super::place::Places;
use super::{Against, Asked, Effect, Finding, Report, Ripple, Stage, Waived};
use crate::witness::{Evidence, Fate};
use contract_model::Severity;
use contract_schema::level::Direction;
use serde_json::{Value, json};

/// Raised when something is taken away or means something else; what is added leaves it as it is.
const VERSION: u32 = 1;

pub(crate) fn render(report: &Report, places: &Places) -> String {
    let shown = report.findings.iter().map(|finding| (finding, true));
    let unshown = report.unshown.iter().map(|finding| (finding, false));
    let findings: Vec<Value> =
        shown.chain(unshown).map(|(found, shown)| finding(found, shown, report, places)).collect();
    let document = json!({
        "version": VERSION,
        "tool": {"name": "concord", "version": env!("CARGO_PKG_VERSION")},
        "exitCode": report.exit() as u8,
        "root": places.path(&report.root),
        "judged": report.judged,
        "changed": report.changed,
        "baselines": report.baselines,
        "counts": {
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warn),
            "infos": report.count(Severity::Info),
            "waived": report.waived(),
        },
        "findings": findings,
        "impact": report.ripples.iter().map(ripple).collect::<Vec<Value>>(),
        "remarks": report.remarks,
    });
    format!("{document:#}\n")
}

fn finding(finding: &Finding, shown: bool, report: &Report, places: &Places) -> Value {
    let previous = finding
        .also
        .as_ref()
        .map(|(place, at)| json!({"place": place, "line": at.line, "column": at.column}));
    json!({
        "rule": finding.rule,
        "severity": finding.severity.name(),
        "stage": stage(finding.stage),
        "subject": some(&finding.subject),
        "location": {
            "file": places.path(&finding.file),
            "line": finding.at.line,
            "column": finding.at.column,
        },
        "path": some(&finding.path),
        "reason": finding.message,
        "against": finding.against.as_ref().map(against),
        "previous": previous,
        "asked": finding.asked.as_ref().map(asked),
        "effects": finding.effects.iter().map(effect).collect::<Vec<Value>>(),
        "policy": finding.policy,
        "notes": finding.notes,
        "help": finding.help,
        "fingerprint": report.fingerprint(finding),
        "content": finding.content,
        "waived": finding.waived.as_ref().map(|by| waived(by, places)),
        "shown": shown,
    })
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The names of stages in reports.
pub(crate) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Parse => "parse",
        Stage::Policy => "policy",
        Stage::Compatibility => "compatibility",
        Stage::Lock => "lock",
        Stage::Waiver => "waiver",
    }
}

fn against(against: &Against) -> Value {
    let Against { baseline, version, place } = against;
    json!({"baseline": baseline, "version": version, "place": place})
}

fn asked(asked: &Asked) -> Value {
    json!({
        "level": asked.level.to_string(),
        "levelFrom": asked.level_by,
        "safety": asked.safety.to_string(),
        "safetyFrom": asked.safety_by,
        "compatibilityPolicy": asked.compatibility_policy.to_string(),
        "compatibilityPolicyFrom": asked.compatibility_policy_by,
    })
}

fn effect(effect: &Effect) -> Value {
    let Effect { direction, consequence, why, evidence } = effect;
    let direction = match direction {
        Direction::NewReadsOld => "new-reads-old",
        Direction::OldReadsNew => "old-reads-new",
    };
    let no_datum = matches!(evidence, Some(Evidence::NoDatum));
    json!({
        "direction": direction,
        "consequence": consequence,
        "why": why,
        "witness": evidence.as_ref().and_then(witness),
        // Confluent refuses the change, and a search showed that data survive it.
        "falseAlarm": no_datum,
    })
}

fn witness(evidence: &Evidence) -> Option<Value> {
    let Evidence::Datum { of, json, hex, fate } = evidence else { return None };
    let (refused, read_as) = match fate {
        Fate::Refused(reason) => (Some(reason), None),
        Fate::ReadAs(read) => (None, Some(read)),
    };
    Some(json!({
        "type": some(of), "json": json, "bytes": hex, "refused": refused, "readAs": read_as,
    }))
}

fn waived(waived: &Waived, places: &Places) -> Value {
    json!({
        "owner": waived.owner,
        "reason": waived.reason,
        "expires": waived.expires.to_string(),
        "file": places.path(&waived.file),
        "line": waived.at.map(|at| at.line),
    })
}

fn ripple(ripple: &Ripple) -> Value {
    let Ripple { subject, direct, transitive, broken } = ripple;
    json!({"subject": subject, "direct": direct, "throughOthers": transitive, "broken": broken})
}
