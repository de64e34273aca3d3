//! Setting and clearing the mode of a subject, a context or the registry.

use super::Outcome;
use crate::registry::Rules;
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::in_force;
use crate::registry::name::Subject;
use crate::registry::state::State;
use registry_api::{Mode, Refusal};
use std::collections::HashSet;

/// `None` clears. IMPORT needs an empty place, unless forced.
pub(super) fn set(
    rules: &Rules,
    state: &State,
    place: &Subject,
    mode: Option<Mode>,
    force: bool,
) -> Result<Outcome, Refusal> {
    refuse_fixed(rules)?;
    let Some(mode) = mode else {
        let held = state.modes.get(place).copied();
        let events = held.map(|_| Event::ModeCleared { place: place.clone() });
        return Ok(Outcome::of(events.into_iter().collect(), Reply::Mode(None)));
    };
    if mode == Mode::Forward && !(place.is_context() && place.context.is_global()) {
        return Err(Refusal::ForwardOnlyGlobal {});
    }
    let reply = Reply::Mode(Some(mode));
    if state.modes.get(place) == Some(&mode) {
        return Ok(Outcome::unchanged(reply));
    }
    let mut events = Vec::new();
    if mode == Mode::Import && !force && in_force::mode(state, place) != Mode::Import {
        events = clear_for_import(state, place)?;
    }
    events.push(Event::ModeSet { place: place.clone(), mode });
    Ok(Outcome::of(events, reply))
}

/// What was soft-deleted goes for good, what is live refuses, and so does what somebody who stays refers to.
fn clear_for_import(state: &State, place: &Subject) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    let reached: HashSet<Subject> = subjects_in(state, place).into_iter().collect();
    for subject in subjects_in(state, place) {
        let versions = state.versions(&subject);
        if versions.iter().any(|version| !version.deleted) {
            return Err(Refusal::SubjectsExist {});
        }
        for version in versions {
            let mut referrers = state.referrers_of(&subject, version.number);
            if referrers.any(|(who, _)| !reached.contains(who)) {
                let version = version.number;
                return Err(Refusal::Referenced { subject: subject.to_string(), version });
            }
        }
        let numbers = versions.iter().map(|version| version.number).collect();
        events.push(Event::VersionsPurged { subject, versions: numbers });
    }
    Ok(events)
}

/// The subjects that a mode of `place` reaches.
fn subjects_in(state: &State, place: &Subject) -> Vec<Subject> {
    if !place.is_context() {
        return if state.versions(place).is_empty() { Vec::new() } else { vec![place.clone()] };
    }
    let everywhere = place.context.is_global();
    let reached = state.contexts.iter().filter(|(name, _)| everywhere || **name == place.context);
    reached
        .flat_map(|(context, held)| {
            held.subjects
                .keys()
                .map(|name| Subject { context: context.clone(), name: name.clone() })
        })
        .collect()
}

/// Answers the mode removed; recursively, also the modes of all subjects of the context go.
pub(super) fn clear(
    rules: &Rules,
    state: &State,
    place: &Subject,
    recursive: bool,
) -> Result<Outcome, Refusal> {
    refuse_fixed(rules)?;
    let held = state.modes.get(place).copied();
    if held.is_none() && !recursive && *place != Subject::registry() {
        return Err(Refusal::SubjectNotFound { subject: place.to_string() });
    }
    let reaches = |other: &Subject| {
        other == place || (recursive && place.is_context() && other.context == place.context)
    };
    let gone = state.modes.keys().filter(|other| reaches(other)).cloned();
    let events = gone.map(|place| Event::ModeCleared { place }).collect();
    let unset = (*place == Subject::registry()).then(|| in_force::mode(state, place));
    Ok(Outcome::of(events, Reply::Mode(held.or(unset))))
}

fn refuse_fixed(rules: &Rules) -> Result<(), Refusal> {
    if rules.mode_mutability { Ok(()) } else { Err(Refusal::ModesFixed {}) }
}
