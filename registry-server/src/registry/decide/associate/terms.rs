//! What must be true of an association before it is made or changed.

use crate::registry::association::{Association, Resource, Wish};
use crate::registry::in_force;
use crate::registry::name::Subject;
use crate::registry::state::State;
use registry_api::{AssociationType, Lifecycle, Refusal};

/// The lifecycle that is meant: STRONG, frozen and coming with a schema are one and the same.
pub(super) fn lifecycle(wish: &Wish, held: Option<&Association>) -> Result<Lifecycle, Refusal> {
    let has_schema = wish.candidate.is_some();
    match (wish.lifecycle, wish.frozen) {
        (Some(Lifecycle::Weak), Some(true)) => {
            Err(invalid("frozen", "association with lifecycle of WEAK cannot be frozen"))
        }
        (Some(Lifecycle::Strong), Some(false)) => {
            Err(invalid("frozen", "association with lifecycle of STRONG is always frozen"))
        }
        (Some(Lifecycle::Weak), _) if has_schema => {
            Err(invalid("lifecycle", "cannot be WEAK when schema is provided"))
        }
        (None, Some(false)) if has_schema => {
            Err(invalid("frozen", "cannot be false when schema is provided"))
        }
        (Some(lifecycle), _) => Ok(lifecycle),
        (None, Some(true)) => Ok(Lifecycle::Strong),
        (None, Some(false)) => Ok(Lifecycle::Weak),
        (None, None) if has_schema => Ok(Lifecycle::Strong),
        (None, None) => Ok(held.map_or(Lifecycle::Weak, |held| held.lifecycle)),
    }
}

/// A subject never changes, what is frozen does not change at all, and nothing becomes STRONG later: its subject might
/// be referred to by then. Where an import restores what was, it may.
pub(super) fn refuse_change(
    state: &State,
    wish: &Wish,
    held: &Association,
    subject: &Subject,
    lifecycle: Lifecycle,
) -> Result<(), Refusal> {
    if wish.is_new {
        return Err(exists(wish, held));
    }
    if held.subject != *subject {
        return Err(invalid("subject", "subject of association cannot be changed"));
    }
    if in_force::mode(state, subject).is_import() {
        return Ok(());
    }
    if held.frozen {
        let (kind, subject) = (held.part.to_string(), subject.to_string());
        return Err(Refusal::AssociationFrozen { kind, subject });
    }
    match lifecycle {
        Lifecycle::Weak => Ok(()),
        Lifecycle::Strong => {
            let detail = "a WEAK association cannot become STRONG; delete it and create it anew";
            Err(invalid("lifecycle", detail))
        }
    }
}

/// What is STRONG has the subject that is named after the resource, what is WEAK has another one.
pub(super) fn check_subject(
    subject: &Subject,
    lifecycle: Lifecycle,
    own: &Subject,
) -> Result<(), Refusal> {
    match lifecycle {
        Lifecycle::Strong if subject != own => {
            Err(invalid("subject", format!("STRONG associations must use subject '{own}'")))
        }
        Lifecycle::Weak if subject == own => {
            Err(invalid("subject", format!("WEAK associations cannot use subject '{own}'")))
        }
        Lifecycle::Strong | Lifecycle::Weak => Ok(()),
    }
}

/// A WEAK association takes a subject as it is, a STRONG one begins it; an import restores both.
pub(super) fn check_versions(
    state: &State,
    wish: &Wish,
    subject: &Subject,
    lifecycle: Lifecycle,
) -> Result<(), Refusal> {
    let is_live = state.latest(subject).is_some();
    if wish.candidate.is_none() && !is_live {
        return Err(Refusal::NoLiveVersion { subject: subject.to_string() });
    }
    let is_import = in_force::mode(state, subject).is_import();
    match (lifecycle, &wish.candidate) {
        (Lifecycle::Strong, None) if !is_import => {
            Err(invalid("schema", "must be provided when creating a STRONG association"))
        }
        (Lifecycle::Strong, Some(_)) if is_live && !is_import => {
            let detail = format!(
                "subject '{subject}' already has schemas, a STRONG association starts with its own"
            );
            Err(invalid("schema", detail))
        }
        (Lifecycle::Strong | Lifecycle::Weak, _) => Ok(()),
    }
}

/// A subject has one STRONG association, or any number of WEAK ones.
pub(super) fn check_others(
    state: &State,
    resource: &Resource,
    part: AssociationType,
    subject: &Subject,
    lifecycle: Lifecycle,
) -> Result<(), Refusal> {
    let others = state.associations.of_subject(subject);
    let mut others = others.filter(|one| (&one.resource.id, one.part) != (&resource.id, part));
    let subject = || subject.to_string();
    match lifecycle {
        Lifecycle::Strong if others.next().is_some() => {
            Err(Refusal::SubjectAssociated { subject: subject() })
        }
        // Ten thousand topics may share a subject; what is STRONG is alone, so the first tells of all.
        Lifecycle::Weak if others.next().is_some_and(|one| one.lifecycle == Lifecycle::Strong) => {
            Err(Refusal::SubjectTaken { subject: subject() })
        }
        Lifecycle::Strong | Lifecycle::Weak => Ok(()),
    }
}

/// The refusal of what is there already, but otherwise.
pub(super) fn exists(wish: &Wish, held: &Association) -> Refusal {
    let (kind, resource) = (wish.part.to_string(), held.resource.id.to_string());
    Refusal::AssociationExists { kind, resource }
}

/// The refusal of a member that does not fit.
pub(super) fn invalid(property: &str, detail: impl Into<String>) -> Refusal {
    Refusal::InvalidAssociation { property: property.to_owned(), detail: detail.into() }
}
