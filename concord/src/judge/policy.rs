//! What the contract policy says of a candidate, its baselines taken as the live versions.

use super::Case;
use crate::catalogue;
use crate::report::{Report, Stage};
use contract_model::date::Date;
use contract_model::policy::{self, Candidate, Earlier, Elsewhere, Verdict};
use contract_model::{Contract, Shape};

/// Judges a member; its findings go into the report.
pub(super) fn judge(case: &Case<'_>, today: Date, report: &mut Report) -> Verdict {
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
    let elsewhere = elsewhere(case);
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

fn elsewhere<'a>(case: &Case<'a>) -> Vec<Elsewhere<'a>> {
    let others = case.contracts.members.iter();
    let others = others.filter(|other| other.subject != case.member.subject);
    let contracts = others.filter_map(|other| other.contract.as_ref().zip(Some(other)));
    contracts
        .map(|(contract, other)| Elsewhere {
            subject: &other.subject,
            event: &contract.event,
            producer: contract.producer.as_deref(),
        })
        .collect()
}
