//! `concord push`: the contracts of a directory into a registry, references first.

use crate::args::Push;
use crate::catalogue::Contracts;
use crate::connection;
use crate::error::{Error, Exit};
use crate::items::{self, Item};
use crate::refusal;
use crate::report::Report;
use crate::report::text::counted;
use crate::terminal::{Paint, Progress, Terminal};
use crate::tree::{self, Tree};
use registry_api::client::{Answered, Client, ClientError};
use registry_api::{Register, SchemaReference};
use std::collections::BTreeMap;

/// What became of one contract.
enum Outcome {
    Created(u32),
    Unchanged(u32),
    /// A dry run: it would become a new version.
    WouldCreate,
    Refused(Answered),
    /// Something it refers to was refused.
    Skipped(String),
}

pub(crate) fn run(args: Push, terminal: &Terminal) -> Result<Exit, Error> {
    let root = tree::root(args.root)?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    if !contracts.findings.is_empty() {
        let judged = contracts.members().len();
        let (findings, texts) = (contracts.findings, contracts.texts);
        let invalid = Report { findings, texts, judged, ..Report::default() };
        terminal.say(crate::report::text::render(&invalid, terminal))?;
        terminal.note("nothing was registered: the contracts must be valid first");
        return Ok(Exit::Invalid);
    }
    let client = connection::client(&args.registry.url)?;
    let items = items::items(&contracts);
    let mut push = Pusher { client, items: &items, terminal, outcomes: Vec::new() };
    let mut progress = terminal.progress("registering", items.len());
    for item in &items {
        push.item(item, args.dry_run, &mut progress)?;
    }
    drop(progress);
    push.summary(args.dry_run)
}

struct Pusher<'a> {
    client: Client,
    items: &'a [Item],
    terminal: &'a Terminal,
    /// By index of the item; what an item refers to was pushed before it.
    outcomes: Vec<Outcome>,
}

impl Pusher<'_> {
    fn item(&mut self, item: &Item, dry: bool, progress: &mut Progress) -> Result<(), Error> {
        progress.step(&item.subject);
        let outcome = self.outcome(item, dry)?;
        progress.clear();
        self.tell(item, &outcome)?;
        self.outcomes.push(outcome);
        Ok(())
    }

    fn outcome(&self, item: &Item, dry: bool) -> Result<Outcome, Error> {
        let references = match self.pinned(item) {
            Ok(Some(references)) => references,
            // A dry run cannot ask about a schema that refers to one which is not there yet.
            Ok(None) => return Ok(Outcome::WouldCreate),
            Err(culprit) => return Ok(Outcome::Skipped(culprit)),
        };
        match self.ask(item, &item.request(references), dry) {
            Ok(outcome) => Ok(outcome),
            Err(ClientError::Refused(refusal)) => Ok(Outcome::Refused(refusal)),
            Err(error) => Err(error.into()),
        }
    }

    fn ask(&self, item: &Item, candidate: &Register, dry: bool) -> Result<Outcome, ClientError> {
        if let Some(known) = self.client.lookup(&item.subject, candidate)? {
            return Ok(Outcome::Unchanged(known.version));
        }
        if !dry {
            let registered = self.client.register(&item.subject, candidate)?;
            return Ok(Outcome::Created(self.version(item, candidate, registered.version)?));
        }
        let verdict = self.client.compatibility(&item.subject, candidate)?;
        if verdict.is_compatible {
            return Ok(Outcome::WouldCreate);
        }
        Ok(Outcome::Refused(refusal::of(verdict)))
    }

    /// Registries before 8.0 answer a registration with the id only: ask for the version.
    fn version(
        &self,
        item: &Item,
        candidate: &Register,
        answered: u32,
    ) -> Result<u32, ClientError> {
        if answered > 0 {
            return Ok(answered);
        }
        let known = self.client.lookup(&item.subject, candidate)?;
        Ok(known.map_or(0, |version| version.version))
    }

    /// The references with the versions they have in the registry now; the subject that stands in the way, if one does.
    fn pinned(&self, item: &Item) -> Result<Option<Vec<SchemaReference>>, String> {
        let mut references = Vec::new();
        for (name, target) in &item.references {
            let referred = &self.items[*target];
            let version = match &self.outcomes[*target] {
                Outcome::Created(version) | Outcome::Unchanged(version) => *version,
                Outcome::WouldCreate => return Ok(None),
                Outcome::Refused(_) => return Err(referred.subject.clone()),
                Outcome::Skipped(culprit) => return Err(culprit.clone()),
            };
            references.push(referred.reference(name, version)?);
        }
        Ok(Some(references))
    }

    fn tell(&self, item: &Item, outcome: &Outcome) -> Result<(), Error> {
        let subject = &item.subject;
        let good = |word| self.terminal.paint(Paint::Good, word);
        let bad = |word| self.terminal.paint(Paint::Error, word);
        match outcome {
            Outcome::Created(version) => {
                self.terminal.say(format!("{}    {subject} version {version}", good("created")))
            }
            Outcome::Unchanged(version) => {
                self.terminal.say(format!("unchanged  {subject} version {version}"))
            }
            Outcome::WouldCreate => {
                self.terminal.say(format!("{}  {subject} as a new version", good("to create")))
            }
            Outcome::Skipped(culprit) => self.terminal.say(format!(
                "{}    {subject}: it refers to {culprit}, which was refused",
                bad("skipped")
            )),
            Outcome::Refused(refusal) => {
                self.terminal.say(format!("{}    {subject}", bad("refused")))?;
                self.terminal.say(refusal::told(item, refusal, self.terminal).trim_end())
            }
        }
    }

    fn summary(&self, dry: bool) -> Result<Exit, Error> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for outcome in &self.outcomes {
            let word = match outcome {
                Outcome::Created(_) => "created",
                Outcome::Unchanged(_) => "unchanged",
                Outcome::WouldCreate => "to create",
                Outcome::Refused(_) => "refused",
                Outcome::Skipped(_) => "skipped",
            };
            *counts.entry(word).or_default() += 1;
        }
        let counts: Vec<String> =
            counts.into_iter().map(|(word, number)| format!("{number} {word}")).collect();
        let total = counted(self.outcomes.len(), "contract");
        let dry = if dry { " (dry run: nothing was changed)" } else { "" };
        let address = self.client.address();
        self.terminal.say(format!("{total} at {address}: {}{dry}", counts.join(", ")))?;
        let failed =
            |outcome: &Outcome| matches!(outcome, Outcome::Refused(_) | Outcome::Skipped(_));
        Ok(if self.outcomes.iter().any(failed) { Exit::Findings } else { Exit::Clean })
    }
}
