//! Subjects of the registry that the directory does not have: deleted softly, referrers first, and never under the feet of what stays.

use super::Step;
use super::make::Maker;
use super::state;
use crate::error::Error;
use contract_model::glob::Glob;
use std::collections::{BTreeMap, BTreeSet};

/// A subject that might go.
struct Doomed {
    versions: Vec<u32>,
    /// Who refers to it.
    referrers: BTreeSet<String>,
}

impl Maker<'_> {
    pub(super) fn deletions(&mut self, pattern: &str) -> Result<Vec<Step>, Error> {
        // Other contexts are somebody else's unless they are named.
        let reaches = |subject: &str| pattern.starts_with(":.") || !subject.starts_with(":.");
        let glob = Glob::new(pattern);
        let here: BTreeSet<&str> = self.items.iter().map(|item| item.subject.as_str()).collect();
        let there = self.client().subjects()?;
        let surplus: Vec<&String> = there
            .iter()
            .filter(|subject| {
                reaches(subject) && glob.matches(subject) && !here.contains(subject.as_str())
            })
            .collect();
        let mut doomed = BTreeMap::new();
        for subject in surplus {
            let versions = self.client().versions(subject)?;
            let mut referrers = BTreeSet::new();
            for version in &versions {
                for id in self.client().referenced_by(subject, *version)? {
                    referrers.extend(self.carriers(id, subject)?);
                }
            }
            referrers.remove(subject);
            doomed.insert(subject.clone(), Doomed { versions, referrers });
        }
        self.spare(&mut doomed);
        let mut steps = Vec::new();
        // Whoever refers goes before what it refers to.
        while !doomed.is_empty() {
            let free = |one: &Doomed| one.referrers.iter().all(|by| !doomed.contains_key(by));
            let next: Vec<String> =
                doomed.iter().filter(|(_, one)| free(one)).map(|(name, _)| name.clone()).collect();
            if next.is_empty() {
                let names: Vec<String> = doomed.keys().map(|name| format!("`{name}`")).collect();
                self.notes.push(format!("{} refer to each other and stay", names.join(", ")));
                break;
            }
            for subject in next {
                let Some(Doomed { versions, .. }) = doomed.remove(&subject) else { continue };
                let latest = state::latest(self.client(), &subject)?;
                self.observed.subjects.insert(subject.clone(), latest);
                steps.push(Step::Delete { subject, versions });
            }
        }
        Ok(steps)
    }

    /// Who carries the schema that refers to `subject`.
    fn carriers(&self, id: u32, subject: &str) -> Result<Vec<String>, Error> {
        match self.client().carriers(id, subject) {
            Ok(found) => Ok(found.into_iter().map(|one| one.subject).collect()),
            Err(error) if error.is_not_found() => {
                Ok(vec![format!("schema {id} of another context")])
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What somebody who stays refers to stays, and so on.
    fn spare(&mut self, doomed: &mut BTreeMap<String, Doomed>) {
        loop {
            let needed = doomed.iter().find_map(|(name, one)| {
                let by = one.referrers.iter().find(|by| !doomed.contains_key(*by))?;
                Some((name.clone(), by.clone()))
            });
            let Some((name, by)) = needed else { return };
            self.notes
                .push(format!("`{name}` is not in the directory and stays: `{by}` refers to it"));
            doomed.remove(&name);
        }
    }
}
