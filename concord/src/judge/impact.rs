//! Blast radius: who refers to what changed, directly or through others, and who of them breaks.

use super::Case;
use super::compatibility::Changed;
use crate::report::{Report, Ripple};
use contract_model::Severity;
use std::collections::BTreeSet;

/// So many changed schemas are told with their referrers.
const MOST: usize = 20;

/// Who refers to a member, by the member's place in the catalogue.
pub(super) struct Referrers(Vec<Vec<usize>>);

impl Referrers {
    pub(super) fn of(cases: &[Case<'_>]) -> Referrers {
        let mut referrers = vec![Vec::new(); cases.len()];
        for (index, case) in cases.iter().enumerate() {
            for (_, target) in &case.member.references {
                if referrers[*target].last() != Some(&index) {
                    referrers[*target].push(index);
                }
            }
        }
        Referrers(referrers)
    }

    /// Direct referrers, and those that refer through others.
    fn reach(&self, target: usize) -> (&[usize], Vec<usize>) {
        let direct = &self.0[target];
        let mut seen: BTreeSet<usize> = direct.iter().copied().collect();
        let mut waiting = direct.clone();
        let mut transitive = Vec::new();
        while let Some(through) = waiting.pop() {
            for who in self.0[through].iter().filter(|who| seen.insert(**who)) {
                transitive.push(*who);
                waiting.push(*who);
            }
        }
        transitive.sort_unstable();
        (direct, transitive)
    }
}

/// Lists the referrers of what changed itself; `report` holds the findings.
pub(super) fn list(cases: &[Case<'_>], changed: &[Changed], report: &mut Report) {
    let breaking = report
        .all()
        .filter(|finding| finding.severity == Severity::Error && finding.is_between_versions());
    let broken: BTreeSet<&str> = breaking.map(|finding| finding.subject.as_str()).collect();
    let referrers = Referrers::of(cases);
    let is_source = |index: &usize| {
        changed[*index] == Changed::Itself
            && !cases[*index].kept.is_empty()
            && !referrers.0[*index].is_empty()
    };
    let sources: Vec<usize> = (0..cases.len()).filter(is_source).collect();
    let subject = |index: &usize| cases[*index].member.subject.clone();
    let mut ripples = Vec::new();
    for source in sources.iter().take(MOST) {
        let (direct, transitive) = referrers.reach(*source);
        let all = direct.iter().chain(&transitive);
        ripples.push(Ripple {
            subject: subject(source),
            broken: all.map(subject).filter(|subject| broken.contains(subject.as_str())).collect(),
            direct: direct.iter().map(subject).collect(),
            transitive: transitive.iter().map(subject).collect(),
        });
    }
    if sources.len() > MOST {
        let more = sources.len() - MOST;
        report
            .remarks
            .push(format!("{more} more changed schemas have referrers that are not listed"));
    }
    report.ripples = ripples;
}

/// What a member that did not change itself owes its change to: the first few.
pub(super) fn sources(cases: &[Case<'_>], changed: &[Changed], index: usize) -> Vec<String> {
    const NAMED: usize = 3;
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut waiting: Vec<usize> = vec![index];
    while let Some(through) = waiting.pop() {
        for (_, target) in &cases[through].member.references {
            if found.len() >= NAMED || !seen.insert(*target) {
                continue;
            }
            match changed[*target] {
                Changed::Itself => found.push(cases[*target].member.subject.clone()),
                Changed::Through => waiting.push(*target),
                Changed::Not => {}
            }
        }
    }
    found
}
