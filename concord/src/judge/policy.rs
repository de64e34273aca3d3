//! What the contract policy says of a candidate, its baselines taken as the live versions.

use super::Case;
use crate::catalogue;
use crate::report::{Report, Stage};
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
        report.findings.push(found);
    }
    verdict
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
