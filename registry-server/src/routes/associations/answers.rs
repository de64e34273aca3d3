//! From associations as they are held to bodies, and which of them are asked for.

use super::orders::invalid;
use crate::error::ApiError;
use crate::extract::Query;
use crate::registry::association::{Association as Held, Resource};
use crate::registry::command::Associated;
use crate::registry::lookup::Found;
use crate::registry::written::millis;
use crate::registry::{Refusal, State, Subject, Version};
use crate::routes::bodies::{looked_up, stored_version};
use registry_api::{
    Association, AssociationMade, AssociationQuestion, AssociationResponse, AssociationType,
    Lifecycle, SubjectVersion,
};
use std::sync::Arc;

/// An association as lists print it.
pub(super) fn association(held: &Held) -> Association {
    Association {
        subject: held.subject.to_string(),
        guid: held.guid.to_string(),
        resource_name: held.resource.name.to_string(),
        resource_namespace: held.resource.namespace.to_string(),
        resource_id: held.resource.id.to_string(),
        resource_type: held.resource.kind.to_string(),
        association_type: held.part,
        lifecycle: held.lifecycle,
        frozen: held.frozen,
        create_ts: millis(held.created_ms),
        update_ts: millis(held.updated_ms),
    }
}

/// The associations a question is about.
#[derive(Clone)]
pub(crate) struct Filter {
    resource_type: String,
    /// Every one if empty; a name that is no type is that of none.
    types: Vec<String>,
    /// Every one if empty.
    lifecycles: Vec<Lifecycle>,
}

impl Filter {
    /// Reads `resourceType`, `associationType` and `lifecycle`; a lifecycle that does not exist is 404.
    pub(super) fn of_query(query: &Query) -> Result<Filter, ApiError> {
        let given = query.text("lifecycle").filter(|name| !name.is_empty());
        let read = |name| Lifecycle::from_name(name).ok_or_else(ApiError::not_found);
        let lifecycles = given.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Filter::with(query, lifecycles))
    }

    /// The same without `lifecycle`.
    pub(super) fn of_types(query: &Query) -> Filter {
        Filter::with(query, Vec::new())
    }

    fn with(query: &Query, lifecycles: Vec<Lifecycle>) -> Filter {
        let types = query.texts("associationType").filter(|name| !name.is_empty());
        Filter {
            resource_type: kind(query.text("resourceType")),
            types: types.map(str::to_owned).collect(),
            lifecycles,
        }
    }

    pub(super) fn lets_through(&self, held: &Held) -> bool {
        *held.resource.kind == *self.resource_type
            && self.has_type(held.part)
            && (self.lifecycles.is_empty() || self.lifecycles.contains(&held.lifecycle))
    }

    /// The types that pass, whatever the lifecycle.
    pub(super) fn parts(&self) -> Vec<AssociationType> {
        let is_known = self.resource_type == Resource::TOPIC;
        let all = AssociationType::ALL.into_iter();
        all.filter(|part| is_known && self.has_type(*part)).collect()
    }

    fn has_type(&self, part: AssociationType) -> bool {
        self.types.is_empty() || self.types.iter().any(|name| name == part.name())
    }
}

fn kind(given: Option<&str>) -> String {
    given.filter(|kind| !kind.is_empty()).unwrap_or(Resource::TOPIC).to_owned()
}

/// Which subjects the list of all schemas shows: those with certain associations, those without any, or both.
pub(crate) struct Listed {
    filter: Filter,
    with: bool,
    without: bool,
}

impl Listed {
    /// Reads the same members, of which `lifecycle` may be there several times and also be `NONE`. Nothing if all are
    /// missing.
    pub(crate) fn of_query(query: &Query) -> Result<Option<Listed>, ApiError> {
        let is_given = |name| query.texts(name).any(|value| !value.is_empty());
        if !["resourceType", "associationType", "lifecycle"].into_iter().any(is_given) {
            return Ok(None);
        }
        let names: Vec<&str> = query.texts("lifecycle").filter(|name| !name.is_empty()).collect();
        let (none, some): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| *name == "NONE");
        let read = |name| Lifecycle::from_name(name).ok_or_else(ApiError::not_found);
        let lifecycles: Vec<Lifecycle> = some.into_iter().map(read).collect::<Result<_, _>>()?;
        let (with, without) = (none.is_empty() || !lifecycles.is_empty(), !none.is_empty());
        Ok(Some(Listed { filter: Filter::with(query, lifecycles), with, without }))
    }

    /// The associations to show with a subject, not more than `most`, or nothing if it is not to be shown.
    pub(crate) fn of_subject(
        &self,
        state: &State,
        subject: &Subject,
        most: usize,
    ) -> Option<Vec<Association>> {
        let held = || state.associations.of_subject(subject);
        let wanted = held().filter(|held| self.with && self.filter.lets_through(held));
        let wanted: Vec<Association> = wanted.take(most).map(|held| association(held)).collect();
        let any = Filter { lifecycles: Vec::new(), ..self.filter.clone() };
        let is_free = || self.without && !held().any(|held| any.lets_through(held));
        (!wanted.is_empty() || is_free()).then_some(wanted)
    }
}

/// Bytes that the answer to a batch may still have: its parts may name one long schema any number of times.
pub(super) struct Room(usize);

impl Room {
    /// Longest answer, about.
    const MOST: usize = 64 << 20;

    pub(super) fn new() -> Room {
        Room(Room::MOST)
    }

    /// Takes the room of an association with its schema; once there is not enough, there is none.
    fn takes(&mut self, schema: Option<&Version>) -> bool {
        let bytes = 512 + schema.map_or(0, |version| version.content.text.json().len());
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// What an order came to; a dry one has made nothing. Schemas are left out where there is no room.
pub(super) fn answered(
    state: &State,
    done: &Associated,
    is_dry: bool,
    room: &mut Room,
) -> AssociationResponse {
    let Resource { name, namespace, id, kind } = &done.resource;
    let made = done.made.iter().filter(|_| !is_dry);
    AssociationResponse {
        resource_name: Some(name.to_string()),
        resource_namespace: Some(namespace.to_string()),
        resource_id: Some(id.to_string()).filter(|id| !id.is_empty()),
        resource_type: Some(kind.to_string()),
        associations: made
            .map(|one| {
                let held = &one.association;
                let version = one.version.and_then(|number| state.version(&held.subject, number));
                let version = version.filter(|version| room.takes(Some(version)));
                let schema = version.map(|version| {
                    let found = Found { subject: held.subject.clone(), version };
                    looked_up(&found, version.content.text.plain())
                });
                made_body(held, schema)
            })
            .collect(),
    }
}

/// The answer to one question of a batch; an unknown resource has no associations.
///
/// # Errors
/// 42212 if the question names no resource, or there is no room for the answer.
pub(super) fn found(
    state: &State,
    asked: AssociationQuestion,
    with_schemas: bool,
    room: &mut Room,
) -> Result<AssociationResponse, Refusal> {
    let too_long = || invalid("requests", "the answer would be too long, ask for less at once");
    if !room.takes(None) {
        return Err(too_long());
    }
    let named = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
    let (id, name) = (named(&asked.resource_id), named(&asked.resource_name));
    let namespace = named(&asked.resource_namespace).unwrap_or(Resource::ANY.to_owned());
    let held: Vec<&Arc<Held>> = match (&id, &name) {
        (Some(id), _) => state.associations.of_resource(id).collect(),
        (None, Some(name)) => state.associations.of_name(&namespace, name).collect(),
        (None, None) => {
            return Err(invalid("resourceId", "either it or resourceName must be there"));
        }
    };
    let filter = Filter {
        resource_type: kind(asked.resource_type.as_deref()),
        types: asked.association_types,
        lifecycles: asked.lifecycle.into_iter().collect(),
    };
    let held: Vec<_> = held.into_iter().filter(|held| filter.lets_through(held)).collect();
    let latest = |held: &Held| state.latest(&held.subject).filter(|_| with_schemas);
    if !held.iter().all(|held| room.takes(latest(held))) {
        return Err(too_long());
    }
    // Names with wildcards may stand for several resources; those are named as they were asked for.
    let same =
        |other: &&Arc<Held>| held.first().is_some_and(|first| first.resource == other.resource);
    let one = held.first().filter(|_| held.iter().all(same)).map(|held| &held.resource);
    let schema = |held: &Held| {
        let version = latest(held)?;
        let found = Found { subject: held.subject.clone(), version };
        Some(stored_version(&found, version.content.text.plain()))
    };
    let text = |of: fn(&Resource) -> &Arc<str>| one.map(|resource| of(resource).to_string());
    Ok(AssociationResponse {
        resource_name: text(|resource| &resource.name).or(asked.resource_name),
        resource_namespace: text(|resource| &resource.namespace).or(asked.resource_namespace),
        resource_id: text(|resource| &resource.id).or(asked.resource_id),
        resource_type: Some(filter.resource_type),
        associations: held.iter().map(|held| made_body(held, schema(held))).collect(),
    })
}

fn made_body(held: &Held, schema: Option<SubjectVersion>) -> AssociationMade {
    AssociationMade {
        subject: held.subject.to_string(),
        association_type: held.part,
        lifecycle: held.lifecycle,
        frozen: held.frozen,
        schema,
    }
}
