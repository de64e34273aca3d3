//! Changes a registry as a plan says: only if it is as it was when the plan was made, or as the plan wants it.

use super::state::{self, State};
use super::{Plan, Step, text};
use crate::error::{Error, Exit};
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use registry_api::Register;
use registry_api::client::{Client, ClientError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Applies a plan; what is done is said line by line.
pub(crate) fn apply(plan: &Plan, client: &Client, terminal: &Terminal) -> Result<Exit, Error> {
    if !plan.refusals.is_empty() {
        let refused = counted(plan.refusals.len(), "contract");
        terminal
            .note(&format!("nothing was changed: the plan holds {refused} that would be refused"));
        return Ok(Exit::Findings);
    }
    let now = State::again(&plan.observed, client)?;
    let mut run = Run { plan, client, terminal, done: 0 };
    let standing = run.standing(&now)?;
    if !standing.moved.is_empty() {
        for line in &standing.moved {
            terminal.say(format!("{} {line}", terminal.paint(Paint::Error, "moved:")))?;
        }
        terminal.note(
            "nothing was changed: the registry is not what the plan was made for; make a new plan",
        );
        return Ok(Exit::Findings);
    }
    for (step, is_done) in plan.steps.iter().zip(&standing.done) {
        if *is_done {
            continue;
        }
        if let Err(stop) = run.step(step) {
            return run.broken_off(step, stop, &standing.done);
        }
        terminal.say(text::shown(plan, step, terminal))?;
        run.done += 1;
    }
    let word = if run.done == 0 { "nothing to do:" } else { "applied:" };
    let changes = counted(run.done, "change");
    let there = standing.done.iter().filter(|done| **done).count();
    let before = if there > 0 { format!(", {there} made before") } else { String::new() };
    let address = client.address();
    terminal
        .say(format!("{} {changes}{before} at {address}", terminal.paint(Paint::Good, word)))?;
    Ok(Exit::Clean)
}

/// What stopped a step.
enum Stop {
    /// The registry's answer was not the one that was planned.
    Unplanned(String),
    Call(ClientError),
}

impl From<ClientError> for Stop {
    fn from(error: ClientError) -> Stop {
        Stop::Call(error)
    }
}

/// How the registry stands to the plan.
struct Standing {
    /// By index of the step.
    done: Vec<bool>,
    moved: Vec<String>,
}

struct Run<'a> {
    plan: &'a Plan,
    client: &'a Client,
    terminal: &'a Terminal,
    done: usize,
}

impl Run<'_> {
    /// Every piece of what was observed must be as it was, or as the plan makes it.
    fn standing(&self, now: &State) -> Result<Standing, Error> {
        let mut done = Vec::new();
        let mut made: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        let (mut set, mut modes) = (Vec::new(), Vec::new());
        for step in &self.plan.steps {
            done.push(match step {
                Step::Settings { scope, changes, .. } => {
                    let is_done = now.settings.get(scope).is_some_and(|now| holds(now, changes));
                    set.extend(is_done.then_some(scope));
                    is_done
                }
                Step::Mode { scope, mode, .. } => {
                    let is_done = now.modes.get(scope).and_then(Option::as_ref) == Some(mode);
                    modes.extend(is_done.then_some(scope));
                    is_done
                }
                Step::Register { subject, request, version, .. } => {
                    // Asked only where something moved: else nobody has registered it.
                    let same =
                        now.subjects.get(subject) == self.plan.observed.subjects.get(subject);
                    let found = if same { None } else { self.registered(subject, request)? };
                    let is_done = found == Some(*version);
                    if is_done {
                        made.insert(subject, Some(*version));
                    }
                    is_done
                }
                Step::Delete { subject, .. } => {
                    let is_done = now.subjects.get(subject).copied().flatten().is_none();
                    if is_done {
                        made.insert(subject, None);
                    }
                    is_done
                }
            });
        }
        let observed = &self.plan.observed;
        let mut moved = Vec::new();
        for (subject, was) in &observed.subjects {
            let is = now.subjects.get(subject).copied().flatten();
            let planned = made
                .get(subject.as_str())
                .is_some_and(|version| *version == is.map(|is| is.version));
            if is != *was && !planned {
                let name = |latest: Option<state::Latest>| {
                    latest.map_or("no version".to_owned(), |one| {
                        format!("version {} (id {})", one.version, one.id)
                    })
                };
                moved.push(format!("`{subject}` had {} and has {}", name(*was), name(is)));
            }
        }
        moved.extend(moved_scopes(observed, now, &set, &modes));
        Ok(Standing { done, moved })
    }

    /// The live version that is what the plan registers.
    fn registered(&self, subject: &str, request: &Register) -> Result<Option<u32>, Error> {
        match self.client.lookup(subject, request) {
            Ok(found) => Ok(found.map(|found| found.version)),
            // What it cannot read yet it does not have: a reference may still be missing.
            Err(ClientError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn step(&self, step: &Step) -> Result<(), Stop> {
        match step {
            Step::Settings { scope, changes, .. } => {
                self.client.change_settings(state::of(scope), changes)?;
            }
            Step::Mode { scope, mode, .. } => {
                self.client.set_mode(state::of(scope), mode, false)?;
            }
            Step::Register { subject, request, version, .. } => {
                let registered = self.client.register(subject, request)?;
                let number = match registered.version {
                    // Registries before 8.0 answer with the id only.
                    0 => self.client.lookup(subject, request)?.map_or(0, |found| found.version),
                    number => number,
                };
                if number != *version {
                    return Err(Stop::Unplanned(format!(
                        "it became version {number}, and the plan says {version}: somebody else registers too; make a new plan"
                    )));
                }
            }
            Step::Delete { subject, .. } => {
                self.client.delete_subject(subject, false)?;
            }
        }
        Ok(())
    }

    /// Says what is done and what is not; a second plan completes it.
    fn broken_off(&self, step: &Step, stop: Stop, done: &[bool]) -> Result<Exit, Error> {
        let bad = self.terminal.paint(Paint::Error, "stopped");
        let open = done.iter().filter(|done| !**done).count() - self.done;
        let shown = text::shown(self.plan, step, self.terminal);
        let (reason, error) = match stop {
            Stop::Unplanned(reason) => (reason, None),
            Stop::Call(ClientError::Refused(refusal)) => (refusal.to_string(), None),
            Stop::Call(error) => ("the registry did not answer".to_owned(), Some(error)),
        };
        self.terminal.say(format!("{bad} at {shown}\n  {reason}"))?;
        self.terminal.say(format!(
            "{} made, {} not: `concord apply` completes the plan, or make a new one",
            counted(self.done, "change"),
            counted(open, "change")
        ))?;
        match error {
            Some(error) => Err(error.into()),
            None => Ok(Exit::Findings),
        }
    }
}

fn holds(now: &Map<String, Value>, changes: &Map<String, Value>) -> bool {
    changes.iter().all(|(name, value)| now.get(name) == Some(value))
}

/// What was set and is not as it was, except where the plan set it: `set` and `modes` name those scopes.
fn moved_scopes(observed: &State, now: &State, set: &[&String], modes: &[&String]) -> Vec<String> {
    let mut moved = Vec::new();
    for (scope, was) in &observed.settings {
        let is = now.settings.get(scope);
        if is != Some(was) && !set.contains(&scope) {
            let shown = Value::Object(is.cloned().unwrap_or_default());
            let was = Value::Object(was.clone());
            moved.push(format!(
                "the settings of {} were {was} and are {shown}",
                state::named(scope)
            ));
        }
    }
    for (scope, was) in &observed.modes {
        let is = now.modes.get(scope).cloned().flatten();
        if is != *was && !modes.contains(&scope) {
            let name = |mode: &Option<String>| mode.clone().unwrap_or("unset".to_owned());
            moved.push(format!(
                "the mode of {} was {} and is {}",
                state::named(scope),
                name(was),
                name(&is)
            ));
        }
    }
    moved
}
