//! Deleting one version: first softly, then for good.

use super::{Outcome, clear_settings, refuse_referenced};
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::in_force;
use crate::registry::name::{Subject, VersionAsked};
use crate::registry::state::State;
use registry_api::Refusal;

/// The order of the checks is Confluent's: soft-deleted already, existence, mode, associations, references, live.
pub(super) fn decide(
    state: &State,
    subject: &Subject,
    asked: VersionAsked,
    permanent: bool,
) -> Result<Outcome, Refusal> {
    let name = || subject.to_string();
    let found = match asked {
        VersionAsked::Latest => state.latest(subject),
        VersionAsked::Number(number) => state.version(subject, number),
    };
    let Some(version) = found else {
        return Err(match state.versions(subject) {
            [] => Refusal::SubjectNotFound { subject: name() },
            _ => Refusal::VersionNotFound { version: asked.in_message() },
        });
    };
    if version.deleted && !permanent {
        let version = asked.in_message();
        return Err(Refusal::VersionSoftDeleted { subject: name(), version });
    }
    in_force::refuse_readonly(state, subject)?;
    let is_last = !version.deleted && state.live(subject).count() == 1;
    if is_last && state.associations.of_subject(subject).next().is_some() {
        return Err(Refusal::NoLiveVersion { subject: name() });
    }
    refuse_referenced(state, subject, version, permanent, true)?;
    if permanent && !version.deleted {
        let version = asked.in_message();
        return Err(Refusal::VersionNotSoftDeleted { subject: name(), version });
    }
    let (subject, versions) = (subject.clone(), vec![version.number]);
    let mut events = Vec::new();
    if permanent {
        if state.versions(&subject).len() == 1 {
            clear_settings(state, &subject, &mut events);
        }
        events.push(Event::VersionsPurged { subject, versions });
    } else {
        events.push(Event::VersionsDeleted { subject, versions });
    }
    Ok(Outcome::of(events, Reply::Version(version.number)))
}
