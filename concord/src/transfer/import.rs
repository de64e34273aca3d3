//! A file into a registry, ids and numbers kept: what clashes is told before anything is changed, what is there is left, and the rest is read back.

use super::batch::Batch;
use super::inventory::{Held, Inventory};
use super::walk::Walk;
use super::{Line, VersionLine, clash, file, lanes, verify};
use crate::error::{Error, Exit};
use crate::plan::state as scopes;
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use registry_api::client::{Client, ClientError};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More lines of one kind are counted.
const MOST_LINES: usize = 20;

/// Imports `path`; a dry run only says what would happen.
pub(crate) fn import(
    path: &Path,
    client: &Client,
    is_dry: bool,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    if client.address().contains("/contexts/") {
        return Err(Error::Usage(format!(
            "`{}` is one context, and a file says for each subject which one it is in: name the registry itself",
            client.address()
        )));
    }
    let wanted = Inventory::of_file(path)?;
    let mut walk = Walk::new(client, terminal);
    let subjects = walk.subjects()?;
    let before = Inventory::of_registry(&mut walk, &subjects)?;
    let mut clashes = clash::clashes(path, &wanted, &before, client)?;
    let unread = walk
        .notes
        .iter()
        .filter(|note| wanted.versions.keys().any(|one| note.starts_with(&format!("`{one}`"))));
    clashes.extend(unread.cloned());
    if !clashes.is_empty() {
        say_some(terminal, "clashes:", &clashes)?;
        terminal.note(
            "nothing was changed: import into a registry that is empty, or has only what the file has",
        );
        return Ok(Exit::Findings);
    }
    let run = Run {
        client,
        terminal,
        wanted: &wanted,
        before: &before,
        course: Mutex::new(Course::default()),
    };
    if is_dry {
        return run.foretell();
    }
    if let Err(error) = run.all(path) {
        let course = run.course();
        let done = counted(course.done.versions, "version");
        let opened = counted(course.opened.len(), "subject");
        terminal.note(&format!(
            "broken off after {done}; {opened} may still be in mode IMPORT: the same import, once more, completes it"
        ));
        return Err(error);
    }
    run.summary()?;
    let failures = std::mem::take(&mut run.course().failures);
    let exit = verify::settings(&wanted, client, terminal, failures)?;
    if exit == Exit::Clean {
        let versions = counted(wanted.count(), "version");
        let (settings, modes) = (wanted.settings.len(), wanted.modes.len());
        terminal.say(format!(
            "{} {versions}, {settings} settings and {modes} modes are those of the file",
            terminal.paint(Paint::Good, "verified:")
        ))?;
    }
    Ok(exit)
}

pub(super) fn say_some(terminal: &Terminal, word: &str, lines: &[String]) -> Result<(), Error> {
    for line in lines.iter().take(MOST_LINES) {
        terminal.say(format!("{} {line}", terminal.paint(Paint::Error, word)))?;
    }
    if lines.len() > MOST_LINES {
        terminal.say(format!("and {} more", lines.len() - MOST_LINES))?;
    }
    Ok(())
}

#[derive(Default, Clone, Copy)]
struct Done {
    versions: usize,
    there: usize,
    deleted: usize,
    settings: usize,
    modes: usize,
}

/// What came of it so far.
#[derive(Default)]
struct Course {
    /// Subjects that were put into IMPORT, and the mode that they had of their own.
    opened: BTreeMap<String, Option<String>>,
    /// Subjects that could not be.
    closed: BTreeSet<String>,
    failures: Vec<String>,
    done: Done,
}

struct Run<'a> {
    client: &'a Client,
    terminal: &'a Terminal,
    wanted: &'a Inventory,
    before: &'a Inventory,
    course: Mutex<Course>,
}

impl Run<'_> {
    fn foretell(&self) -> Result<Exit, Error> {
        let held = self.wanted.versions.iter().flat_map(|(subject, versions)| {
            versions.iter().map(move |(number, held)| (subject, *number, held))
        });
        let (mut new, mut there, mut deleted) = (0, 0, 0);
        for (subject, number, held) in held {
            if self.is_there(subject, number, held) {
                there += 1
            } else {
                new += 1
            }
            deleted += usize::from(self.is_to_delete(subject, number, held));
        }
        let settings = verify::differing_settings(self.wanted, self.client)?.len();
        let modes = verify::differing_modes(self.wanted, self.client)?.len();
        let new = counted(new, "version");
        self.terminal.say(format!(
            "{} {new} to import, {there} there already, {deleted} to delete softly, {settings} settings and {modes} modes to set at {}",
            self.terminal.paint(Paint::Good, "dry run:"),
            self.client.address()
        ))?;
        Ok(Exit::Clean)
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.course.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, words: String) {
        self.course().failures.push(words);
    }

    fn all(&self, path: &Path) -> Result<(), Error> {
        self.versions(path)?;
        self.deletions()?;
        // They happened side by side.
        self.course().failures.sort_unstable();
        // Before settings: an alias among them would lead elsewhere.
        let found = verify::versions(path, self.wanted, self.client, self.terminal)?;
        self.course().failures.extend(found);
        self.settings()?;
        self.modes()
    }

    /// Whether the registry has the version; one that is deleted there and live in the file is imported again.
    fn is_there(&self, subject: &str, number: u32, held: &Held) -> bool {
        self.before.get(subject, number).is_some_and(|there| !there.deleted || held.deleted)
    }

    fn is_to_delete(&self, subject: &str, number: u32, held: &Held) -> bool {
        held.deleted && !self.before.get(subject, number).is_some_and(|there| there.deleted)
    }

    fn versions(&self, path: &Path) -> Result<(), Error> {
        let mut progress = self.terminal.progress("importing", self.wanted.count());
        let mut batch = Batch::default();
        file::read(path, |_, line| {
            let Line::Version(version) = line else { return Ok(()) };
            progress.step(&version.subject);
            let held = self.wanted.get(&version.subject, version.version);
            if held.is_some_and(|held| self.is_there(&version.subject, version.version, held)) {
                self.course().done.there += 1;
                return Ok(());
            }
            batch.add(*version);
            if batch.is_full() { self.send(&mut batch) } else { Ok(()) }
        })?;
        self.send(&mut batch)
    }

    fn send(&self, batch: &mut Batch) -> Result<(), Error> {
        let one_by_one =
            |group: &Vec<VersionLine>| group.iter().try_for_each(|one| self.version(one));
        lanes::each(&batch.take(), one_by_one)?;
        Ok(())
    }

    fn version(&self, version: &VersionLine) -> Result<(), Error> {
        let VersionLine { subject, version: number, .. } = version;
        if !self.open(subject)? {
            return Ok(());
        }
        match self.client.register(subject, &version.request()) {
            Ok(_) => self.course().done.versions += 1,
            Err(ClientError::Refused(refusal)) => {
                self.fail(format!("`{subject}` version {number} was refused: {refusal}"));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Puts a subject into IMPORT. Always with force: without it the registry would throw away what is soft-deleted.
    fn open(&self, subject: &str) -> Result<bool, Error> {
        if self.course().opened.contains_key(subject) {
            return Ok(true);
        }
        if self.course().closed.contains(subject) {
            return Ok(false);
        }
        let own = scopes::mode(self.client, subject)?;
        match self.client.set_mode(scopes::of(subject), "IMPORT", true) {
            Ok(()) => {
                // An import that was broken off left it there: it is not what the subject had.
                let own = own.filter(|mode| mode != "IMPORT");
                self.course().opened.insert(subject.to_owned(), own);
                Ok(true)
            }
            Err(ClientError::Refused(refusal)) => {
                self.fail(format!("`{subject}` cannot be put into mode IMPORT: {refusal}"));
                self.course().closed.insert(subject.to_owned());
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Referrers before what they refer to; what refers to nothing goes last, side by side.
    fn deletions(&self) -> Result<(), Error> {
        let mut referrers: Vec<(usize, &str, u32)> = Vec::new();
        let mut plain: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (subject, versions) in &self.wanted.versions {
            for (number, held) in versions {
                if !self.is_to_delete(subject, *number, held) {
                    continue;
                }
                match held.refers {
                    true => referrers.push((held.place, subject, *number)),
                    false => plain.entry(subject).or_default().push(*number),
                }
            }
        }
        referrers.sort_unstable_by(|a, b| b.cmp(a));
        for (_, subject, number) in referrers {
            self.delete(subject, number)?;
        }
        let plain: Vec<(&str, Vec<u32>)> = plain.into_iter().collect();
        lanes::each(&plain, |(subject, numbers)| {
            numbers.iter().rev().try_for_each(|number| self.delete(subject, *number))
        })?;
        Ok(())
    }

    fn delete(&self, subject: &str, number: u32) -> Result<(), Error> {
        if !self.open(subject)? {
            return Ok(());
        }
        match self.client.delete_version(subject, number, false) {
            Ok(_) => self.course().done.deleted += 1,
            Err(ClientError::Refused(refusal)) => {
                self.fail(format!("`{subject}` version {number} was not deleted: {refusal}"));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn settings(&self) -> Result<(), Error> {
        let changes = verify::differing_settings(self.wanted, self.client)?;
        lanes::each(&changes, |(scope, changes)| self.setting(scope, changes))?;
        Ok(())
    }

    fn setting(&self, scope: &str, changes: &Map<String, Value>) -> Result<(), Error> {
        match self.client.change_settings(scopes::of(scope), changes) {
            Ok(()) => self.course().done.settings += 1,
            Err(ClientError::Refused(refusal)) => {
                let name = scopes::named(scope);
                self.fail(format!("the settings of {name} were refused: {refusal}"));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// The file's modes, and for subjects of which it says nothing those that they had.
    fn modes(&self) -> Result<(), Error> {
        let is_silent = |subject: &&String| !self.wanted.modes.contains_key(*subject);
        let silent: Vec<&String> = self.wanted.versions.keys().filter(is_silent).collect();
        lanes::each(&silent, |subject| self.restore(subject))?;
        for (scope, mode) in verify::differing_modes(self.wanted, self.client)? {
            match self.client.set_mode(scopes::of(&scope), &mode, true) {
                Ok(()) => self.course().done.modes += 1,
                Err(ClientError::Refused(refusal)) => {
                    let name = scopes::named(&scope);
                    self.fail(format!("the mode of {name} was refused: {refusal}"));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Gives a subject the mode back that it had.
    fn restore(&self, subject: &str) -> Result<(), Error> {
        let had = self.course().opened.get(subject).cloned();
        match had {
            Some(Some(mode)) => self.client.set_mode(scopes::of(subject), &mode, true)?,
            Some(None) => self.client.clear_mode(scopes::of(subject))?,
            // All its versions were there: an import that was broken off may have left it open.
            None if scopes::mode(self.client, subject)?.as_deref() == Some("IMPORT") => {
                self.client.clear_mode(scopes::of(subject))?;
            }
            None => {}
        }
        Ok(())
    }

    fn summary(&self) -> Result<(), Error> {
        let Done { versions, there, deleted, settings, modes } = self.course().done;
        let versions = counted(versions, "version");
        self.terminal.say(format!(
            "{} {versions}, {there} there already, {deleted} deleted softly, {settings} settings and {modes} modes set at {}",
            self.terminal.paint(Paint::Good, "imported:"),
            self.client.address()
        ))
    }
}
