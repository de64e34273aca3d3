//! Associating subjects with resources, changing that, and ending it.
//!
//! What is STRONG belongs to its resource: it begins with the subject's first schema, never changes, and ends with the
//! subject. That nobody else may build on such a subject is `register`'s business, that nobody deletes it
//! `delete_subject`'s and `delete_version`'s.

mod course;
mod terms;

use super::{Outcome, delete_subject, register};
use crate::registry::Rules;
use crate::registry::association::{Association, Order, Resource, Step, Wish};
use crate::registry::command::{Associated, AssociatedOne, Reply};
use crate::registry::event::{AssociationSet, Event};
use crate::registry::in_force;
use crate::registry::lookup;
use crate::registry::name::Subject;
use crate::registry::state::State;
use course::Course;
use registry_api::{AssociationType, Lifecycle, Refusal};
use std::sync::Arc;
use terms::{
    check_others, check_subject, check_versions, exists, invalid, lifecycle, refuse_change,
};

/// Carries the orders out one after the other; what one of them does, those after it find done.
pub(super) fn decide(rules: &Rules, state: &State, orders: &[Order], now_ms: i64) -> Outcome {
    let mut course = Course::new(rules, state, now_ms);
    let results =
        orders.iter().map(|order| course.all_or_nothing(|course| carry_out(course, order)));
    let reply = Reply::Associated(results.collect());
    course.end(reply)
}

/// Ends the associations of a resource, or those of the given types.
pub(super) fn end_all(
    rules: &Rules,
    state: &State,
    resource_id: &str,
    parts: &[AssociationType],
    cascade: bool,
    now_ms: i64,
) -> Result<Outcome, Refusal> {
    let held = state.associations.of_resource(resource_id);
    let meant: Vec<_> = held.filter(|association| parts.contains(&association.part)).collect();
    if meant.is_empty() {
        return Err(Refusal::AssociationNotFound { resource: resource_id.to_owned() });
    }
    let mut course = Course::new(rules, state, now_ms);
    for association in meant {
        end(&mut course, association, cascade)?;
    }
    Ok(course.end(Reply::Done))
}

fn carry_out(course: &mut Course<'_>, order: &Order) -> Result<Associated, Refusal> {
    let resource = identified(&course.state, &order.resource)?;
    let mut made: Vec<AssociatedOne> = Vec::new();
    for step in &order.steps {
        let part = match step {
            Step::Begin(wish) => {
                let one = begin(course, &resource, wish)?;
                made.retain(|earlier| earlier.association.part != wish.part);
                made.push(one);
                continue;
            }
            Step::End { part, cascade } => {
                let held = course.state.associations.get(&resource.id, *part).cloned();
                let unknown = || Refusal::AssociationNotFound { resource: resource.id.to_string() };
                let held = held.ok_or_else(unknown)?;
                end(course, &held, *cascade)?;
                *part
            }
        };
        made.retain(|earlier| earlier.association.part != part);
    }
    let mut lifecycles =
        course.state.associations.of_resource(&resource.id).map(|one| one.lifecycle);
    if let Some(first) = lifecycles.next()
        && lifecycles.any(|other| other != first)
    {
        let detail = "the associations of a resource are all STRONG or all WEAK";
        return Err(invalid("lifecycle", detail));
    }
    Ok(Associated { resource: order.resource.clone(), made })
}

/// The resource under the id it has. An id has one name, and a name one id, as long as anything is associated with it.
fn identified(state: &State, given: &Resource) -> Result<Resource, Refusal> {
    let mut named = state.associations.of_name(&given.namespace, &given.name);
    if let Some(known) = named.next() {
        let Resource { id, name, namespace, .. } = &known.resource;
        if given.id.is_empty() {
            return Ok(known.resource.clone());
        }
        if *id != given.id {
            let detail = format!("`{namespace}/{name}` has associations under the id `{id}`");
            return Err(invalid("resourceId", detail));
        }
    }
    if let Some(known) = state.associations.of_resource(&given.id).next()
        && (&known.resource.name, &known.resource.namespace) != (&given.name, &given.namespace)
    {
        let Resource { id, name, namespace, .. } = &known.resource;
        let detail = format!("the resource `{id}` is `{namespace}/{name}`");
        return Err(invalid("resourceName", detail));
    }
    Ok(given.clone())
}

fn begin(
    course: &mut Course<'_>,
    resource: &Resource,
    wish: &Wish,
) -> Result<AssociatedOne, Refusal> {
    let held = course.state.associations.get(&resource.id, wish.part).cloned();
    let lifecycle = lifecycle(wish, held.as_deref())?;
    let own = own_subject(resource, wish.part)?;
    let subject = match (&wish.subject, &held) {
        (Some(subject), _) => subject,
        (None, Some(held)) => &held.subject,
        (None, None) => &own,
    };
    if let Some(held) = &held {
        if held.subject == *subject && held.lifecycle == lifecycle {
            return keep(course, wish, held);
        }
        refuse_change(&course.state, wish, held, subject, lifecycle)?;
    }
    in_force::refuse_readonly(&course.state, subject)?;
    check_subject(subject, lifecycle, &own)?;
    check_versions(&course.state, wish, subject, lifecycle)?;
    check_others(&course.state, resource, wish.part, subject, lifecycle)?;
    let version = match &wish.candidate {
        Some(_) => Some(add_schema(course, wish, subject)?),
        None => None,
    };
    let guid = match &held {
        Some(held) => held.guid,
        None => Association::guid(resource, wish.part, subject, course.now_ms),
    };
    let Resource { name, namespace, id, kind } = resource.clone();
    let event = Event::AssociationSet(Box::new(AssociationSet {
        guid,
        subject: subject.clone(),
        resource_name: name,
        resource_namespace: namespace,
        resource_id: id,
        resource_type: kind,
        association_type: wish.part,
        lifecycle,
        frozen: lifecycle == Lifecycle::Strong,
    }));
    course.follow(Outcome::of(vec![event], Reply::Done));
    let association = course.state.associations.get(&resource.id, wish.part).cloned();
    let association = association.expect("it was just put there");
    Ok(AssociatedOne { association, version })
}

fn own_subject(resource: &Resource, part: AssociationType) -> Result<Subject, Refusal> {
    let own = resource.own_subject(part);
    own.map_err(|error| invalid("resourceNamespace", format!("it cannot hold subjects: {error}")))
}

/// The association is there already; only its subject may get one more version.
fn keep(
    course: &mut Course<'_>,
    wish: &Wish,
    held: &Arc<Association>,
) -> Result<AssociatedOne, Refusal> {
    let association = Arc::clone(held);
    let Some(candidate) = &wish.candidate else {
        return Ok(AssociatedOne { association, version: None });
    };
    if wish.is_new {
        let found = lookup::same(&course.state, course.rules, &held.subject, candidate, false);
        return match found {
            Ok((found, _)) => {
                Ok(AssociatedOne { association, version: Some(found.version.number) })
            }
            Err(Refusal::SchemaNotFound {} | Refusal::SubjectNotFound { .. }) => {
                Err(exists(wish, held))
            }
            Err(refusal) => Err(refusal),
        };
    }
    let version = add_schema(course, wish, &held.subject)?;
    Ok(AssociatedOne { association, version: Some(version) })
}

/// Registers the schema of a wish as any client would; the version it has.
fn add_schema(course: &mut Course<'_>, wish: &Wish, subject: &Subject) -> Result<u32, Refusal> {
    let candidate = wish.candidate.as_ref().expect("only asked where there is a schema");
    let outcome = register::decide(course.rules, &course.state, subject, candidate, course.now_ms)?;
    let Reply::Registered { version, .. } = course.follow(outcome) else {
        unreachable!("a registration is answered as one")
    };
    Ok(version)
}

fn end(course: &mut Course<'_>, association: &Association, cascade: bool) -> Result<(), Refusal> {
    let Association { subject, resource, part, lifecycle, frozen, .. } = association;
    in_force::refuse_readonly(&course.state, subject)?;
    if *frozen && !cascade {
        let (kind, subject) = (part.to_string(), subject.to_string());
        return Err(Refusal::AssociationFrozen { kind, subject });
    }
    let resource_id = Arc::clone(&resource.id);
    let event = Event::AssociationEnded { resource_id, association_type: *part };
    course.follow(Outcome::of(vec![event], Reply::Done));
    if cascade && *lifecycle == Lifecycle::Strong {
        if course.state.latest(subject).is_some() {
            let softly = delete_subject::decide(&course.state, subject, false)?;
            course.follow(softly);
        }
        let for_good = delete_subject::decide(&course.state, subject, true)?;
        course.follow(for_good);
    }
    Ok(())
}
