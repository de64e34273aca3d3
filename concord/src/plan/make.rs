//! Makes a plan: the contracts and wishes of a directory against what a registry has.

use super::candidate::Standing;
use super::state::{self, State};
use super::{FORM, Plan, Refused, Step};
use crate::catalogue::Contracts;
use crate::error::Error;
use crate::items::{self, Item};
use crate::remote::Remote;
use crate::terminal::Terminal;
use registry_api::client::Client;
use std::collections::BTreeMap;

/// Makes the plan of `contracts` for the registry at `url`; `prune` is a pattern of subjects.
pub(crate) fn make(
    contracts: &Contracts,
    url: &str,
    prune: Option<&str>,
    terminal: &Terminal,
) -> Result<Plan, Error> {
    let remote = Remote::new(url)?;
    let registry = remote.client().address().to_owned();
    let mut maker = Maker {
        contracts,
        url,
        items: items::items(contracts),
        remote,
        terminal,
        observed: State::default(),
        notes: Vec::new(),
        refusals: Vec::new(),
        pending: BTreeMap::new(),
        standings: Vec::new(),
    };
    let (mut steps, last) = maker.settings()?;
    maker.pending(&steps);
    let registrations = maker.registrations()?;
    let unchanged =
        maker.standings.iter().filter(|standing| matches!(standing, Standing::There(_))).count();
    steps.extend(registrations);
    if let Some(pattern) = prune {
        let deletions = maker.deletions(pattern)?;
        steps.extend(deletions);
    }
    steps.extend(last);
    let Maker { observed, refusals, notes, .. } = maker;
    let plan = Plan {
        concord_plan: FORM,
        registry,
        observed,
        steps,
        refusals,
        notes,
        unchanged,
        hash: String::new(),
    };
    Ok(plan.seal())
}

pub(super) struct Maker<'a> {
    pub(super) contracts: &'a Contracts,
    pub(super) url: &'a str,
    /// In an order in which references come first.
    pub(super) items: Vec<Item>,
    pub(super) remote: Remote,
    pub(super) terminal: &'a Terminal,
    pub(super) observed: State,
    pub(super) notes: Vec<String>,
    pub(super) refusals: Vec<Refused>,
    /// Scopes whose settings or mode the plan changes: what the registry answers now is not what it will answer then.
    pub(super) pending: BTreeMap<String, ()>,
    /// By index of the item.
    pub(super) standings: Vec<Standing>,
}

impl Maker<'_> {
    pub(super) fn client(&self) -> &Client {
        self.remote.client()
    }

    fn pending(&mut self, steps: &[Step]) {
        self.pending = steps.iter().map(|step| (step.scope().to_owned(), ())).collect();
    }

    fn registrations(&mut self) -> Result<Vec<Step>, Error> {
        let mut steps = Vec::new();
        let mut progress = self.terminal.progress("asking", self.items.len());
        for index in 0..self.items.len() {
            let subject = self.items[index].subject.clone();
            progress.step(&subject);
            let latest = state::latest(self.client(), &subject)?;
            self.observed.subjects.insert(subject, latest);
            let (standing, step) = self.candidate(index, latest)?;
            self.standings.push(standing);
            steps.extend(step);
        }
        drop(progress);
        self.judge_here(steps)
    }
}
