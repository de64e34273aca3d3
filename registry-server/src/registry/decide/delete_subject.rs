//! Deleting a subject: first softly, then for good.

use super::{Outcome, clear_settings, refuse_referenced};
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::in_force;
use crate::registry::name::Subject;
use crate::registry::state::State;
use registry_api::Refusal;

/// The order of the checks is Confluent's: existence, soft-deleted already, mode, associations, references, live versions.
pub(super) fn decide(
    state: &State,
    subject: &Subject,
    permanent: bool,
) -> Result<Outcome, Refusal> {
    let versions = state.versions(subject);
    let name = subject.to_string();
    if versions.is_empty() {
        return Err(Refusal::SubjectNotFound { subject: name });
    }
    if !permanent && versions.iter().all(|version| version.deleted) {
        return Err(Refusal::SubjectSoftDeleted { subject: name });
    }
    in_force::refuse_readonly(state, subject)?;
    if state.associations.of_subject(subject).next().is_some() {
        return Err(Refusal::SubjectAssociated { subject: name });
    }
    for version in versions.iter().filter(|version| permanent || !version.deleted) {
        refuse_referenced(state, subject, version, permanent, false)?;
        if permanent && !version.deleted {
            return Err(Refusal::SubjectNotSoftDeleted { subject: name });
        }
    }
    let affected = versions.iter().filter(|version| permanent || !version.deleted);
    let numbers: Vec<u32> = affected.map(|version| version.number).collect();
    let subject = subject.clone();
    let mut events = Vec::new();
    if permanent {
        clear_settings(state, &subject, &mut events);
        events.push(Event::VersionsPurged { subject, versions: numbers.clone() });
    } else {
        events.push(Event::VersionsDeleted { subject, versions: numbers.clone() });
    }
    Ok(Outcome::of(events, Reply::Versions(numbers)))
}
