//! A registry version by version: every context, soft-deleted ones too, each after those it refers to.

use super::{Line, VersionLine};
use crate::error::Error;
use crate::plan::state as scopes;
use crate::remote::qualified;
use crate::terminal::Terminal;
use registry_api::client::Client;
use std::collections::{BTreeSet, HashSet};

/// Longer chains of references are an accident.
const DEEPEST: usize = 1_000;

/// What a walk says on its way.
pub(crate) struct Walk<'a> {
    pub(crate) client: &'a Client,
    pub(crate) terminal: &'a Terminal,
    /// What could not be read, and why.
    pub(crate) notes: Vec<String>,
    done: HashSet<(String, u32)>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(client: &'a Client, terminal: &'a Terminal) -> Walk<'a> {
        Walk { client, terminal, notes: Vec::new(), done: HashSet::new() }
    }

    /// Every line of an export, in an order in which references come first.
    pub(crate) fn all(
        &mut self,
        mut take: impl FnMut(Line) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let subjects = self.subjects()?;
        let mut progress = self.terminal.progress("reading", subjects.len());
        let mut versions = |version| take(Line::Version(Box::new(version)));
        for subject in &subjects {
            progress.step(subject);
            let (numbers, live) = self.numbers(subject)?;
            for number in numbers {
                self.reach(subject, number, Some(live.contains(&number)), 0, &mut versions)?;
            }
        }
        drop(progress);
        for scope in self.scopes(&subjects)? {
            let settings = scopes::settings(self.client, &scope)?;
            if !settings.is_empty() {
                take(Line::Settings { scope: scope.clone(), settings })?;
            }
            if let Some(mode) = scopes::mode(self.client, &scope)? {
                take(Line::Mode { scope, mode })?;
            }
        }
        Ok(())
    }

    /// Every version of these subjects, without what they refer to.
    pub(crate) fn of(
        &mut self,
        subjects: &BTreeSet<String>,
        mut take: impl FnMut(VersionLine),
    ) -> Result<(), Error> {
        let mut progress = self.terminal.progress("comparing", subjects.len());
        for subject in subjects {
            progress.step(subject);
            let (numbers, live) = self.numbers(subject)?;
            for number in numbers {
                if let Some(version) = self.version(subject, number, live.contains(&number))? {
                    take(version);
                }
            }
        }
        Ok(())
    }

    /// Every subject, sorted.
    pub(crate) fn subjects(&self) -> Result<BTreeSet<String>, Error> {
        Ok(self.client.all_subjects()?.into_iter().collect())
    }

    /// Where settings and modes may be: the registry, all contexts together, each context, each subject.
    fn scopes(&self, subjects: &BTreeSet<String>) -> Result<Vec<String>, Error> {
        let mut scopes = vec![String::new(), ":.__GLOBAL:".to_owned()];
        // Registries before 6.1 have no contexts.
        let contexts = match self.client.contexts() {
            Ok(contexts) => contexts,
            Err(error) if error.is_not_found() => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let contexts: BTreeSet<String> =
            contexts.iter().filter(|name| *name != ".").map(|name| format!(":{name}:")).collect();
        scopes.extend(contexts);
        scopes.extend(subjects.iter().cloned());
        Ok(scopes)
    }

    /// The numbers of all versions, and those that are live.
    fn numbers(&self, subject: &str) -> Result<(Vec<u32>, HashSet<u32>), Error> {
        let or_none = |found: Result<Vec<u32>, registry_api::client::ClientError>| match found {
            Ok(numbers) => Ok(numbers),
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(Error::from(error)),
        };
        let mut all = or_none(self.client.all_versions(subject))?;
        all.sort_unstable();
        let live = or_none(self.client.versions(subject))?.into_iter().collect();
        Ok((all, live))
    }

    fn version(
        &mut self,
        subject: &str,
        number: u32,
        is_live: bool,
    ) -> Result<Option<VersionLine>, Error> {
        let found = match self.client.any_version(subject, number) {
            Ok(found) => found,
            Err(error) if error.is_not_found() => {
                self.notes
                    .push(format!("`{subject}` version {number} is listed and cannot be read"));
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        if found.subject != subject {
            self.notes.push(format!(
                "`{subject}` is another name of `{}`: its own versions cannot be read",
                found.subject
            ));
            return Ok(None);
        }
        Ok(Some(VersionLine::of(found, !is_live)))
    }

    /// One version, after what it refers to. No more texts are held than a chain of references is long.
    fn reach(
        &mut self,
        subject: &str,
        number: u32,
        is_live: Option<bool>,
        depth: usize,
        take: &mut dyn FnMut(VersionLine) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if !self.done.insert((subject.to_owned(), number)) {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err(Error::Invalid(format!(
                "`{subject}` has a chain of more than {DEEPEST} references"
            )));
        }
        let is_live = match is_live {
            Some(is_live) => is_live,
            None => self.numbers(subject)?.1.contains(&number),
        };
        let Some(version) = self.version(subject, number, is_live)? else { return Ok(()) };
        for reference in &version.references {
            let Ok(number) = u32::try_from(reference.version) else { continue };
            let target = qualified(subject, &reference.subject);
            self.reach(&target, number, None, depth + 1, take)?;
        }
        take(version)
    }
}
