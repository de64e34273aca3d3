//! A registry version by version: every context, soft-deleted ones too, each after those it refers to.

use super::{Line, VersionLine, lanes};
use crate::error::Error;
use crate::plan::state as scopes;
use crate::remote::qualified;
use crate::terminal::Terminal;
use registry_api::SubjectVersion;
use registry_api::client::{Client, ClientError};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Longer chains of references are an accident.
const DEEPEST: usize = 1_000;

/// So much is asked for side by side, and no more texts than these, and a chain of references, are held.
const WINDOW: usize = 64;

/// A version by subject and number, and whether it is live.
type Listed = (String, u32, bool);

/// What a walk says on its way.
pub(crate) struct Walk<'a> {
    pub(crate) client: &'a Client,
    pub(crate) terminal: &'a Terminal,
    /// What could not be read, and why.
    pub(crate) notes: Vec<String>,
    done: HashSet<(String, u32)>,
    /// Read before it was its turn; nothing where it is listed and not there.
    ahead: HashMap<(String, u32), Option<SubjectVersion>>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(client: &'a Client, terminal: &'a Terminal) -> Walk<'a> {
        let (notes, done, ahead) = (Vec::new(), HashSet::new(), HashMap::new());
        Walk { client, terminal, notes, done, ahead }
    }

    /// Every line of an export, in an order in which references come first.
    pub(crate) fn all(
        &mut self,
        mut take: impl FnMut(Line) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let subjects = self.subjects()?;
        let mut versions = |version| take(Line::Version(Box::new(version)));
        self.windows("reading", &subjects, |walk, (subject, number, is_live)| {
            walk.reach(&subject, number, Some(is_live), 0, &mut versions)
        })?;
        for (scope, settings, mode) in self.scopes(&subjects)? {
            if !settings.is_empty() {
                take(Line::Settings { scope: scope.clone(), settings })?;
            }
            if let Some(mode) = mode {
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
        self.windows("comparing", subjects, |walk, (subject, number, is_live)| {
            if let Some(version) = walk.version(&subject, number, is_live)? {
                take(version);
            }
            Ok(())
        })
    }

    /// Calls `take` for each version, in order; those that come next have been read by then.
    fn windows(
        &mut self,
        verb: &'static str,
        subjects: &BTreeSet<String>,
        mut take: impl FnMut(&mut Walk<'a>, Listed) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut progress = self.terminal.progress(verb, subjects.len());
        let subjects: Vec<&String> = subjects.iter().collect();
        for subjects in subjects.chunks(WINDOW) {
            let client = self.client;
            let found = lanes::each(subjects, |subject| numbers(client, subject))?;
            let mut listed: Vec<Listed> = Vec::new();
            for (subject, (all, live)) in subjects.iter().zip(found) {
                progress.step(subject);
                let named = |number| ((*subject).clone(), number, live.contains(&number));
                listed.extend(all.into_iter().map(named));
            }
            for window in listed.chunks(WINDOW) {
                self.read_ahead(window)?;
                window.iter().try_for_each(|listed| take(self, listed.clone()))?;
            }
        }
        Ok(())
    }

    fn read_ahead(&mut self, window: &[Listed]) -> Result<(), Error> {
        let names = window.iter().map(|(subject, number, _)| (subject.clone(), *number));
        let names: Vec<_> = names.filter(|name| !self.done.contains(name)).collect();
        let found = lanes::each(&names, |(subject, number)| read(self.client, subject, *number))?;
        self.ahead = names.into_iter().zip(found).collect();
        Ok(())
    }

    /// Every subject, sorted.
    pub(crate) fn subjects(&self) -> Result<BTreeSet<String>, Error> {
        Ok(self.client.all_subjects()?.into_iter().collect())
    }

    /// What is set where settings and modes may be: the registry, all contexts together, each context, each subject.
    fn scopes(&self, subjects: &BTreeSet<String>) -> Result<Vec<OfScope>, Error> {
        let mut scopes = vec![String::new(), ":.__GLOBAL:".to_owned()];
        let contexts = self.client.contexts()?;
        let contexts: BTreeSet<String> =
            contexts.iter().filter(|name| *name != ".").map(|name| format!(":{name}:")).collect();
        scopes.extend(contexts);
        scopes.extend(subjects.iter().cloned());
        lanes::each(&scopes, |scope| {
            let settings = scopes::settings(self.client, scope)?;
            Ok((scope.clone(), settings, scopes::mode(self.client, scope)?))
        })
    }

    fn version(
        &mut self,
        subject: &str,
        number: u32,
        is_live: bool,
    ) -> Result<Option<VersionLine>, Error> {
        let found = match self.ahead.remove(&(subject.to_owned(), number)) {
            Some(found) => found,
            None => read(self.client, subject, number)?,
        };
        let Some(found) = found else {
            self.notes.push(format!("`{subject}` version {number} is listed and cannot be read"));
            return Ok(None);
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
            None => numbers(self.client, subject)?.1.contains(&number),
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

/// A scope, its settings and its mode.
type OfScope = (String, Map<String, Value>, Option<String>);

/// The numbers of all versions, and those that are live.
fn numbers(client: &Client, subject: &str) -> Result<(Vec<u32>, HashSet<u32>), Error> {
    let or_none = |found: Result<Vec<u32>, ClientError>| match found {
        Ok(numbers) => Ok(numbers),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(Error::from(error)),
    };
    let mut all = or_none(client.all_versions(subject))?;
    all.sort_unstable();
    let live = or_none(client.versions(subject))?.into_iter().collect();
    Ok((all, live))
}

/// A version; nothing if it is not there.
fn read(client: &Client, subject: &str, number: u32) -> Result<Option<SubjectVersion>, Error> {
    match client.any_version(subject, number) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
