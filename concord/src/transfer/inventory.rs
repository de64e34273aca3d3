//! What a file or a registry has, without the texts: ids and hashes of contents by subject and number.

use super::file;
use super::walk::Walk;
use super::{Content, Line, VersionLine};
use crate::error::Error;
use crate::remote::context;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Versions, settings and modes.
#[derive(Default)]
pub(super) struct Inventory {
    pub(super) versions: BTreeMap<String, BTreeMap<u32, Held>>,
    /// By context and id.
    pub(super) contents: HashMap<(String, u32), Content>,
    pub(super) settings: BTreeMap<String, Map<String, Value>>,
    pub(super) modes: BTreeMap<String, String>,
    read: usize,
}

/// A version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: u32,
    pub(super) content: Content,
    pub(super) deleted: bool,
    /// Its place in the order in which references come first.
    pub(super) place: usize,
    /// Whether it refers to others.
    pub(super) refers: bool,
}

impl Inventory {
    /// What a file has; a file that contradicts itself is refused.
    pub(super) fn of_file(path: &Path) -> Result<Inventory, Error> {
        let mut inventory = Inventory::default();
        file::read(path, |number, line| {
            let wrong = |reason: String| {
                Err(Error::Invalid(format!("`{}` line {number}: {reason}", path.display())))
            };
            match line {
                Line::Version(version) => match inventory.add(&version) {
                    Some(reason) => wrong(reason),
                    None => Ok(()),
                },
                Line::Settings { scope, settings } => {
                    inventory.settings.insert(scope, settings);
                    Ok(())
                }
                Line::Mode { scope, mode } => {
                    inventory.modes.insert(scope, mode);
                    Ok(())
                }
                // `read` keeps them.
                Line::Export { .. } | Line::End { .. } => Ok(()),
            }
        })?;
        Ok(inventory)
    }

    /// What a registry has of these subjects.
    pub(super) fn of_registry(
        walk: &mut Walk<'_>,
        subjects: &BTreeSet<String>,
    ) -> Result<Inventory, Error> {
        let mut inventory = Inventory::default();
        walk.of(subjects, |version| {
            inventory.add(&version);
        })?;
        Ok(inventory)
    }

    /// Why the version cannot stand beside those before.
    fn add(&mut self, version: &VersionLine) -> Option<String> {
        self.read += 1;
        let VersionLine { subject, version: number, id, deleted, .. } = version;
        let content = version.content();
        if version.version == 0 || i32::try_from(version.version).is_err() {
            return Some(format!("`{subject}` has a version {number}"));
        }
        let refers = !version.references.is_empty();
        let held = Held { id: *id, content, deleted: *deleted, place: self.read, refers };
        let known = self.contents.insert((context(subject).to_owned(), *id), content);
        if known.is_some_and(|known| known != content) {
            return Some(format!("id {id} stands for two different schemas"));
        }
        let before = self.versions.entry(subject.clone()).or_default().insert(*number, held);
        before.map(|_| format!("`{subject}` has version {number} twice"))
    }

    pub(super) fn count(&self) -> usize {
        self.versions.values().map(BTreeMap::len).sum()
    }

    pub(super) fn get(&self, subject: &str, number: u32) -> Option<&Held> {
        self.versions.get(subject)?.get(&number)
    }

    pub(super) fn subjects(&self) -> BTreeSet<String> {
        self.versions.keys().cloned().collect()
    }
}
