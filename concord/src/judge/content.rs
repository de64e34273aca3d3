//! The hash of a contract and of all that it refers to: what a waiver is granted for.
//!
//! It is made of canonical texts, so that layout does not change it; what a contract refers to is in it, because a change
//! there may break the contract too.

use crate::baseline::{Baseline, Old};
use crate::report::Finding;
use contract_model::catalogue::Member;
use contract_model::lock::sha256;
use contract_model::manifest::HASH_PREFIX;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Hashes of the contracts of a tree, each made when somebody asks for it.
pub(crate) struct Contents<'a> {
    members: &'a [Member],
    subjects: BTreeMap<&'a str, usize>,
    baselines: &'a [Baseline],
    known: BTreeMap<usize, String>,
}

impl<'a> Contents<'a> {
    pub(crate) fn of(members: &'a [Member], baselines: &'a [Baseline]) -> Contents<'a> {
        let subjects = members.iter().enumerate();
        let subjects = subjects.map(|(index, member)| (member.subject.as_str(), index)).collect();
        Contents { members, subjects, baselines, known: BTreeMap::new() }
    }

    /// The hash of what a finding is about; of what is gone, as it was.
    pub(crate) fn of_finding(&mut self, finding: &Finding) -> Option<String> {
        let clashes = finding.against.as_ref().map(|against| against.place.as_str());
        self.of_subject(&finding.subject, |old| clashes.is_none_or(|place| old.place == place))
    }

    /// The hash of a subject; of one that is gone, as the first baseline that has it.
    pub(crate) fn of_subject(
        &mut self,
        subject: &str,
        gone: impl Fn(&&Old) -> bool,
    ) -> Option<String> {
        if let Some(index) = self.subjects.get(subject) {
            return Some(self.of_member(*index));
        }
        let kept = self.baselines.iter().filter_map(|baseline| baseline.subjects.get(subject));
        let old = kept.filter_map(|kept| kept.versions.first()).find(gone)?;
        Some(format!("{HASH_PREFIX}{}", sha256(&old.schema.canonical_text())))
    }

    fn of_member(&mut self, index: usize) -> String {
        let mut needed = BTreeSet::from([index]);
        let mut waiting = vec![index];
        while let Some(next) = waiting.pop() {
            let targets = self.members[next].references.iter().map(|(_, target)| *target);
            waiting.extend(targets.filter(|target| needed.insert(*target)));
        }
        // What a member refers to stands before it.
        for next in needed {
            if !self.known.contains_key(&next) {
                let hash = self.hash(&self.members[next]);
                self.known.insert(next, hash);
            }
        }
        self.known[&index].clone()
    }

    fn hash(&self, member: &Member) -> String {
        let mut text = member.schema.canonical_text();
        for (name, target) in &member.references {
            let _ = write!(text, "\n{name} {}", self.known[target]);
        }
        format!("{HASH_PREFIX}{}", sha256(&text))
    }
}
