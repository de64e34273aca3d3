//! From a command to the facts that follow from it, or to the refusal. One file per use case.

mod associate;
mod config;
mod context;
mod delete_subject;
mod delete_version;
mod mode;
mod register;
mod tag;

pub use register::known;

use super::Rules;
use super::command::{Command, Reply};
use super::event::Event;
use super::name::Subject;
use super::state::{State, Version};
use registry_api::Refusal;
use std::sync::Arc;

/// What follows from a command.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Nothing if the command changes nothing.
    pub events: Vec<Event>,
    /// Texts that the events speak of by hash.
    pub texts: Vec<Arc<str>>,
    pub reply: Reply,
}

impl Outcome {
    fn unchanged(reply: Reply) -> Outcome {
        Outcome { events: Vec::new(), texts: Vec::new(), reply }
    }

    fn of(events: Vec<Event>, reply: Reply) -> Outcome {
        Outcome { events, texts: Vec::new(), reply }
    }
}

/// Decides `command` against `state`; the time tells which exemptions of the policy still hold.
///
/// # Errors
/// The refusal, worded for the client.
pub fn decide(
    rules: &Rules,
    state: &State,
    command: &Command,
    now_ms: i64,
) -> Result<Outcome, Refusal> {
    match command {
        Command::Register { subject, candidate } => {
            register::decide(rules, state, subject, candidate, now_ms)
        }
        Command::Tag { subject, version, tagging } => {
            tag::decide(rules, state, subject, *version, tagging, now_ms)
        }
        Command::DeleteSubject { subject, permanent } => {
            delete_subject::decide(state, subject, *permanent)
        }
        Command::DeleteVersion { subject, version, permanent } => {
            delete_version::decide(state, subject, *version, *permanent)
        }
        Command::SetConfig { place, patch } => config::set(rules, state, place, patch),
        Command::ClearConfig { place } => config::clear(rules, state, place),
        Command::SetMode { place, mode, force } => mode::set(rules, state, place, *mode, *force),
        Command::ClearMode { place, recursive } => mode::clear(rules, state, place, *recursive),
        Command::RemoveContext { context } => context::remove(state, context),
        Command::Associate { orders } => Ok(associate::decide(rules, state, orders, now_ms)),
        Command::Dissociate { resource_id, parts, cascade } => {
            associate::end_all(rules, state, resource_id, parts, *cascade, now_ms)
        }
    }
}

/// A version may go if nobody who counts refers to it: soft-deleted referrers count for a permanent delete only.
fn refuse_referenced(
    state: &State,
    subject: &Subject,
    version: &Version,
    permanent: bool,
    own_count: bool,
) -> Result<(), Refusal> {
    let mut referrers = state.referrers_of(subject, version.number);
    let counts = |(who, referrer): (&Subject, &Version)| {
        (permanent || !referrer.deleted) && (own_count || who != subject)
    };
    if referrers.any(counts) {
        return Err(Refusal::Referenced { subject: subject.to_string(), version: version.number });
    }
    Ok(())
}

/// What goes with the last version of a subject: its settings and its mode.
fn clear_settings(state: &State, subject: &Subject, events: &mut Vec<Event>) {
    if state.configs.contains_key(subject) {
        events.push(Event::ConfigCleared { place: subject.clone() });
    }
    if state.modes.contains_key(subject) {
        events.push(Event::ModeCleared { place: subject.clone() });
    }
}
