//! Breaches as the API tells them, with the data that show them.

use contract_model::Diagnostic;
use contract_schema::compat::{Cause, FORMAT_CHANGED, format_changed};
use contract_schema::level::Direction;
use contract_schema::witness::{Evidence, Outcome as Fate, evidence};
use contract_schema::{Clash, Schema};
use registry_api::explained::{Breach, Outcome, Witness};

/// So many breaches of one answer are shown by a datum.
const SHOWN: usize = 20;

/// The breaches of a clash, in the order in which they were found.
pub(super) fn of_clash(clash: &Clash) -> Vec<Breach> {
    let version = Some(clash.version);
    match &clash.cause {
        Cause::FormatChanged { old, new } => {
            let [reason, help] = format_changed(*old, *new);
            let (rule, help) = (FORMAT_CHANGED.to_owned(), Some(help));
            vec![Breach { rule, version, reason, help, ..Breach::default() }]
        }
        Cause::Unreadable(breaches) => {
            let explained = breaches.iter().map(|(direction, breach)| {
                let (new_at, old_at) = direction.new_and_old(breach.reader_at, breach.writer_at);
                let help = breach.help_in(*direction);
                Breach {
                    rule: breach.rule.id.to_owned(),
                    safety: Some(breach.rule.safety.name().to_owned()),
                    policy: None,
                    version,
                    direction: Some(name(*direction).to_owned()),
                    path: breach.path.clone(),
                    line: new_at.map(|at| at.line),
                    column: new_at.map(|at| at.column),
                    old_line: old_at.map(|at| at.line),
                    old_column: old_at.map(|at| at.column),
                    reason: breach.reason_in(*direction),
                    help: Some(help.unwrap_or_else(|| breach.rule.help.to_owned())),
                    witness: None,
                    evidence: None,
                }
            });
            explained.collect()
        }
    }
}

/// What the policy forbids between versions.
pub(super) fn of_policy(finding: &Diagnostic) -> Breach {
    Breach {
        rule: finding.id.clone(),
        policy: finding.policy.clone(),
        path: finding.path.clone(),
        line: finding.at.map(|at| at.line),
        column: finding.at.map(|at| at.column),
        reason: finding.message.clone(),
        help: finding.help.clone(),
        evidence: Some(PROMISE.to_owned()),
        ..Breach::default()
    }
}

/// Seeks a datum for each of the first breaches of a clash; `told` begins with them.
pub(super) fn show(told: &mut [Breach], clash: &Clash, new: &Schema, old: &Schema) {
    let Cause::Unreadable(breaches) = &clash.cause else { return };
    for (index, (told, (direction, breach))) in told.iter_mut().zip(breaches).enumerate() {
        let (reader, writer) = direction.reader_and_writer(new, old);
        if index >= SHOWN {
            told.evidence =
                Some(format!("not sought: a datum is sought for the first {SHOWN} breaches only"));
            continue;
        }
        match evidence(reader, writer, breach) {
            Evidence::Shown(found) => told.witness = Some(witness(*found)),
            Evidence::FalseAlarm => {
                told.evidence =
                    Some("false alarm: Confluent refuses this; no datum breaks".to_owned());
            }
            Evidence::Promise => told.evidence = Some(PROMISE.to_owned()),
            Evidence::NotFound => {
                told.evidence =
                    Some("not found: no datum within the bounds of the search".to_owned());
            }
        }
    }
}

pub(super) const PROMISE: &str = "promise: what is there is kept, whatever data say";

fn witness(found: contract_schema::witness::Witness) -> Witness {
    let hex = found.hex();
    let (outcome, said) = match found.outcome {
        Fate::Refused(reason) => (Outcome::Refused, reason),
        Fate::Altered(read) => (Outcome::Altered, read),
    };
    Witness { of: found.of, json: found.json, hex, outcome, said }
}

fn name(direction: Direction) -> &'static str {
    match direction {
        Direction::NewReadsOld => "BACKWARD",
        Direction::OldReadsNew => "FORWARD",
    }
}
