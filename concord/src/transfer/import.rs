//! A file into a registry, ids and numbers kept: what clashes is told before anything is changed, what is there is left, and the rest is read back.

use super::inventory::{Held, Inventory};
use super::walk::Walk;
use super::{Line, VersionLine, file, verify};
use crate::error::{Error, Exit};
use crate::plan::state as scopes;
use crate::remote::context;
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use registry_api::Register;
use registry_api::client::{Client, ClientError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// More lines of one kind are counted.
const MOST_LINES: usize = 20;

/// Imports `path`; a dry run only says what would happen.
pub(crate) fn import(
    path: &Path,
    client: &Client,
    is_dry: bool,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let wanted = Inventory::of_file(path)?;
    let mut walk = Walk::new(client, terminal);
    let subjects = walk.subjects()?;
    let before = Inventory::of_registry(&mut walk, &subjects)?;
    let mut clashes = clashes(&wanted, &before);
    let unread = walk
        .notes
        .iter()
        .filter(|note| wanted.versions.keys().any(|one| note.starts_with(&format!("`{one}`"))));
    clashes.extend(unread.cloned());
    if !clashes.is_empty() {
        say_some(terminal, "clashes:", &clashes)?;
        terminal.note(
            "nothing was changed: import into an empty registry, or into a context of its own",
        );
        return Ok(Exit::Findings);
    }
    let mut run = Run {
        client,
        terminal,
        wanted: &wanted,
        before: &before,
        opened: BTreeMap::new(),
        failures: Vec::new(),
        done: Done::default(),
    };
    if is_dry {
        return run.foretell();
    }
    if let Err(error) = run.all(path) {
        let done = counted(run.done.versions, "version");
        let opened = counted(run.opened.len(), "subject");
        terminal.note(&format!(
            "broken off after {done}; {opened} may still be in mode IMPORT: the same import, once more, completes it"
        ));
        return Err(error);
    }
    run.summary()?;
    let exit = verify::settings(&wanted, client, terminal, run.failures)?;
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

/// What the registry has that the file says otherwise.
fn clashes(wanted: &Inventory, before: &Inventory) -> Vec<String> {
    let mut clashes = Vec::new();
    for (subject, versions) in &wanted.versions {
        for (number, held) in versions {
            match before.get(subject, *number) {
                Some(there) if (there.id, there.content) != (held.id, held.content) => {
                    let what = if there.id == held.id {
                        "another schema".to_owned()
                    } else {
                        format!("id {}", there.id)
                    };
                    clashes.push(format!(
                        "`{subject}` version {number} has {what} there, and id {} in the file",
                        held.id
                    ));
                }
                Some(_) => {}
                None => {
                    let key = (context(subject).to_owned(), held.id);
                    if before.contents.get(&key).is_some_and(|content| *content != held.content) {
                        clashes.push(format!(
                            "id {} of `{subject}` version {number} stands for another schema there",
                            held.id
                        ));
                    }
                }
            }
        }
    }
    clashes
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

#[derive(Default)]
struct Done {
    versions: usize,
    there: usize,
    deleted: usize,
    settings: usize,
    modes: usize,
}

struct Run<'a> {
    client: &'a Client,
    terminal: &'a Terminal,
    wanted: &'a Inventory,
    before: &'a Inventory,
    /// Subjects that were put into IMPORT, and the mode that they had of their own.
    opened: BTreeMap<String, Option<String>>,
    failures: Vec<String>,
    done: Done,
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

    fn all(&mut self, path: &Path) -> Result<(), Error> {
        self.versions(path)?;
        self.deletions()?;
        // Before settings: an alias among them would lead elsewhere.
        let found = verify::versions(self.wanted, self.client, self.terminal)?;
        self.failures.extend(found);
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

    fn versions(&mut self, path: &Path) -> Result<(), Error> {
        let mut progress = self.terminal.progress("importing", self.wanted.count());
        file::read(path, |_, line| {
            let Line::Version(version) = line else { return Ok(()) };
            progress.step(&version.subject);
            let held = self.wanted.get(&version.subject, version.version);
            if held.is_some_and(|held| self.is_there(&version.subject, version.version, held)) {
                self.done.there += 1;
                return Ok(());
            }
            self.version(*version)
        })
    }

    fn version(&mut self, version: VersionLine) -> Result<(), Error> {
        let (subject, number, id) = (version.subject, version.version, version.id);
        if !self.open(&subject)? {
            return Ok(());
        }
        let request = Register {
            schema: Some(version.schema),
            schema_type: Some(version.schema_type),
            references: version.references,
            metadata: version.metadata,
            rule_set: version.rule_set,
            version: i32::try_from(number).ok(),
            id: i32::try_from(id).ok(),
            ..Register::default()
        };
        match self.client.register(&subject, &request) {
            Ok(_) => self.done.versions += 1,
            Err(ClientError::Refused(refusal)) => {
                self.failures.push(format!("`{subject}` version {number} was refused: {refusal}"));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Puts a subject into IMPORT. Always with force: without it the registry would throw away what is soft-deleted.
    fn open(&mut self, subject: &str) -> Result<bool, Error> {
        if self.opened.contains_key(subject) {
            return Ok(true);
        }
        let own = scopes::mode(self.client, subject)?;
        match self.client.set_mode(scopes::of(subject), "IMPORT", true) {
            Ok(()) => {
                // An import that was broken off left it there: it is not what the subject had.
                let own = own.filter(|mode| mode != "IMPORT");
                self.opened.insert(subject.to_owned(), own);
                Ok(true)
            }
            Err(ClientError::Refused(refusal)) => {
                self.failures
                    .push(format!("`{subject}` cannot be put into mode IMPORT: {refusal}"));
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Referrers before what they refer to.
    fn deletions(&mut self) -> Result<(), Error> {
        let mut deleted: Vec<(usize, String, u32)> = Vec::new();
        for (subject, versions) in &self.wanted.versions {
            for (number, held) in versions {
                if self.is_to_delete(subject, *number, held) {
                    deleted.push((held.place, subject.clone(), *number));
                }
            }
        }
        deleted.sort_by(|a, b| b.cmp(a));
        for (_, subject, number) in deleted {
            if !self.open(&subject)? {
                continue;
            }
            match self.client.delete_version(&subject, number, false) {
                Ok(_) => self.done.deleted += 1,
                Err(ClientError::Refused(refusal)) => {
                    self.failures
                        .push(format!("`{subject}` version {number} was not deleted: {refusal}"));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn settings(&mut self) -> Result<(), Error> {
        for (scope, changes) in verify::differing_settings(self.wanted, self.client)? {
            self.setting(&scope, &changes)?;
        }
        Ok(())
    }

    fn setting(&mut self, scope: &str, changes: &Map<String, Value>) -> Result<(), Error> {
        match self.client.change_settings(scopes::of(scope), changes) {
            Ok(()) => self.done.settings += 1,
            Err(ClientError::Refused(refusal)) => {
                self.failures.push(format!(
                    "the settings of {} were refused: {refusal}",
                    scopes::named(scope)
                ));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// The file's modes, and for subjects of which it says nothing those that they had.
    fn modes(&mut self) -> Result<(), Error> {
        for subject in self.wanted.versions.keys() {
            if self.wanted.modes.contains_key(subject) {
                continue;
            }
            match self.opened.get(subject) {
                Some(Some(mode)) => self.client.set_mode(scopes::of(subject), mode, true)?,
                Some(None) => self.client.clear_mode(scopes::of(subject))?,
                // All its versions were there: an import that was broken off may have left it open.
                None if scopes::mode(self.client, subject)?.as_deref() == Some("IMPORT") => {
                    self.client.clear_mode(scopes::of(subject))?;
                }
                None => {}
            }
        }
        for (scope, mode) in verify::differing_modes(self.wanted, self.client)? {
            match self.client.set_mode(scopes::of(&scope), &mode, true) {
                Ok(()) => self.done.modes += 1,
                Err(ClientError::Refused(refusal)) => {
                    self.failures.push(format!(
                        "the mode of {} was refused: {refusal}",
                        scopes::named(&scope)
                    ));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn summary(&self) -> Result<(), Error> {
        let Done { versions, there, deleted, settings, modes } = self.done;
        let versions = counted(versions, "version");
        self.terminal.say(format!(
            "{} {versions}, {there} there already, {deleted} deleted softly, {settings} settings and {modes} modes set at {}",
            self.terminal.paint(Paint::Good, "imported:"),
            self.client.address()
        ))
    }
}
