//! What the contract policy says of a candidate, its baselines taken as the live versions.

use super::Case;
use super::compatibility::against;
use crate::catalogue;
use crate::report::{Finding, Report, Stage};
use contract_model::catalogue::Member;
use contract_model::date::Date;
use contract_model::policy::{self, Candidate, Earlier, Elsewhere, Verdict};
use contract_model::{Contract, Shape};
use std::collections::BTreeMap;

/// Judges a member; its findings go into the report.
pub(super) fn judge<'a>(
    case: &Case<'a>,
    rivals: &Rivals<'a>,
    today: Date,
    report: &mut Report,
) -> Verdict {
    let member = case.member;
    let before: Vec<(u32, Shape, Option<Contract>)> = case
        .kept
        .iter()
        .flat_map(|kept| &kept.versions)
        .map(|old| {
            let shape = Shape::of(&old.schema);
            let (contract, _) = Contract::read(&old.schema, &shape);
            (old.number, shape, contract)
        })
        .collect();
    let earlier: Vec<Earlier<'_>> = before
        .iter()
        .map(|(version, shape, contract)| Earlier {
            version: *version,
            shape,
            contract: contract.as_ref(),
        })
        .collect();
    let elsewhere = rivals.of_case(case);
    let candidate = Candidate {
        subject: &member.subject,
        // Without a baseline nobody knows whether older events exist; the registry will.
        version: 1 + earlier.iter().map(|earlier| earlier.version).max().unwrap_or(1),
        schema: &member.schema,
        shape: &member.shape,
        earlier: &earlier,
        elsewhere: &elsewhere,
    };
    let setting = member.policy.unwrap_or_default();
    let verdict = policy::judge(&case.contracts.policy, setting, today, &candidate);
    for found in &verdict.diagnostics {
        let file = case.file.clone();
        let found = catalogue::finding(Stage::Policy, &member.subject, file, found.clone());
        let found = with_version(case, found, report);
        report.findings.push(found);
    }
    verdict
}

/// A finding about an earlier version, which the policy knows by its number, with that version's name and place.
fn with_version(case: &Case<'_>, mut found: Finding, report: &mut Report) -> Finding {
    let number = found.message.rsplit_once(" (against version ").and_then(|(_, number)| {
        let number = number.strip_suffix(')')?;
        number.parse::<u32>().ok()
    });
    let mut versions =
        case.kept.iter().flat_map(|kept| kept.versions.iter().map(move |old| (kept, old)));
    if let Some((kept, old)) = versions.find(|(_, old)| Some(old.number) == number) {
        let end = found.message.rfind(" (against version ").unwrap_or_default();
        found.message.truncate(end);
        found.notes.push(format!("clashes with {}", old.place));
        found.against = Some(against(kept, old));
        let shape = Shape::of(&old.schema);
        let fields = shape.resolve(&found.path).unwrap_or_default();
        if let Some(at) = fields.last().and_then(|field| field.at) {
            found.also = Some((old.place.clone(), at));
            report.texts.insert(old.place.clone(), old.text.clone());
        }
    }
    found
}

/// The contracts by their events: all that the judgement of one asks of the others.
pub(super) struct Rivals<'a>(BTreeMap<&'a str, Vec<Elsewhere<'a>>>);

impl<'a> Rivals<'a> {
    pub(super) fn of(members: &'a [Member]) -> Rivals<'a> {
        let mut rivals: BTreeMap<&str, Vec<Elsewhere<'_>>> = BTreeMap::new();
        for member in members {
            let Some(contract) = &member.contract else { continue };
            rivals.entry(&contract.event).or_default().push(Elsewhere {
                subject: &member.subject,
                event: &contract.event,
                producer: contract.producer.as_deref(),
            });
        }
        Rivals(rivals)
    }

    /// Contracts of other subjects that declare the same event.
    fn of_case(&self, case: &Case<'a>) -> Vec<Elsewhere<'a>> {
        let event = case.member.contract.as_ref().map(|contract| contract.event.as_str());
        let same = event.and_then(|event| self.0.get(event)).into_iter().flatten();
        same.filter(|other| other.subject != case.member.subject).copied().collect()
    }
}
