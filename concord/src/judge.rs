//! The gate's verdict over the contracts of a tree: policy and evolution, compatibility, what is gone.

mod arrivals;
mod compatibility;
pub(crate) mod content;
mod impact;
pub(crate) mod lock;
mod policy;
mod repeats;
mod waivers;

use crate::baseline::{Baseline, Kept};
use crate::catalogue::{Contracts, record};
use crate::report::Report;
use crate::terminal::Terminal;
use crate::witness;
use compatibility::Changed;
use contract_model::catalogue::Member;
use contract_model::date::Date;

/// A member with everything that its verdict depends on.
pub(crate) struct Case<'a> {
    pub(crate) contracts: &'a Contracts,
    pub(crate) member: &'a Member,
    /// Where its file stands.
    pub(crate) file: String,
    /// What the baselines keep of it.
    pub(crate) kept: Vec<&'a Kept>,
}

/// The findings of so many contracts that changed through others are shown; the rest say the same once more.
const MOST_THROUGH: usize = 20;

/// Judges every contract; says what concerns those that differ from the baselines.
pub(crate) fn judge(
    contracts: &Contracts,
    baselines: &[Baseline],
    today: Date,
    seeks_witnesses: bool,
    terminal: &Terminal,
) -> Report {
    let mut report = Report {
        witnesses: if seeks_witnesses { witness::MOST } else { 0 },
        findings: contracts.findings.clone(),
        root: contracts.root().to_owned(),
        contracts: contracts
            .members()
            .iter()
            .map(|member| (member.subject.clone(), contracts.file(member)))
            .collect(),
        policy: Some(contracts.policy.clone()),
        texts: contracts.texts.clone(),
        judged: contracts.members().len(),
        baselines: baselines.iter().map(|baseline| baseline.label.clone()).collect(),
        ..Report::default()
    };
    let in_use = contracts.subjects();
    let cases: Vec<Case<'_>> = contracts
        .members()
        .iter()
        .map(|member| case(contracts, member, baselines, &in_use))
        .collect();
    let changed = compatibility::changed(&cases, baselines.len());
    let mut progress = terminal.progress("checking", cases.len());
    let rivals = policy::Rivals::of(contracts.members());
    let mut through = 0;
    for (index, case) in cases.iter().enumerate() {
        if changed[index] == Changed::Not {
            continue;
        }
        progress.step(&case.member.subject);
        let before = report.findings.len();
        let verdict = policy::judge(case, &rivals, today, &mut report);
        compatibility::compare(case, &verdict, &mut report);
        if changed[index] == Changed::Through && report.findings.len() > before {
            let sources = impact::sources(&cases, &changed, index).join("`, `");
            let note = format!("its own text is as it was: it changed through `{sources}`");
            let found = report.findings[before..].iter_mut();
            found
                .filter(|found| found.is_between_versions())
                .for_each(|found| found.notes.push(note.clone()));
            through += 1;
            if through > MOST_THROUGH {
                report.unshown.extend(report.findings.drain(before..));
            }
        }
        compatibility::moved(case, baselines, &mut report);
    }
    drop(progress);
    arrivals::tell(&cases, baselines, &mut report);
    for baseline in baselines {
        // What could not be read may be what seems to be gone.
        if contracts.findings.is_empty() {
            compatibility::removed(contracts, &cases, baseline, &mut report);
        }
        report.remarks.extend(baseline.remarks.iter().cloned());
    }
    if !baselines.is_empty() {
        report.changed = Some(changed.iter().filter(|one| **one != Changed::Not).count());
        impact::list(&cases, &changed, &mut report);
    }
    let judged = cases.iter().zip(&changed).filter(|(_, changed)| **changed != Changed::Not);
    let judged = judged.map(|(case, _)| case.member.subject.as_str()).collect();
    repeats::merge(&mut report);
    waivers::apply(contracts, baselines, &judged, today, &mut report);
    report
}

fn case<'a>(
    contracts: &'a Contracts,
    member: &'a Member,
    baselines: &'a [Baseline],
    in_use: &[String],
) -> Case<'a> {
    let kept = baselines
        .iter()
        .filter_map(|baseline| baseline.find(&member.subject, record(member), in_use))
        .collect();
    Case { contracts, member, file: contracts.file(member), kept }
}
