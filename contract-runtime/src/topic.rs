//! Topics that carry several events: one generated enum for each, and how a reader tells which event a message is.

use crate::event::{Event, Format, ReceiveError};
use crate::fact::Fact;
use crate::frame::unframe;
use crate::headers;
use crate::incoming::{Consumed, Incoming, Rejection};
use crate::violation::{Path, Violations};
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{PoisonError, RwLock};

/// The events of one topic as an enum, so that a `match` without `_` handles them all.
///
/// Generated for every topic on which several events travel.
pub trait Topic: Fact {
    /// The topic.
    const TOPIC: &'static str;
    /// Its events, in the order of their variants.
    const EVENTS: &'static [Kind];

    /// Reads a framed value as the event at `index`, written with the schema of this fingerprint, or with the event's own.
    ///
    /// # Errors
    /// The value is no such event.
    fn receive_as(
        index: usize,
        fingerprint: Option<u64>,
        value: &[u8],
    ) -> Result<(u32, Self), Rejection>;
}

/// An event of a topic.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Canonical name of the event.
    pub event: &'static str,
    /// Full name of the record or message.
    pub name: &'static str,
    /// Subject in the registry.
    pub subject: &'static str,
    /// Schema ids of the registry that the lock file was pulled from, each with the fingerprint of its schema.
    locked: fn() -> Vec<(u32, u64)>,
    /// Fingerprints of all schemas that can be read.
    fingerprints: fn() -> Vec<u64>,
}

impl Kind {
    /// The one of an event.
    pub const fn of<E: Event>() -> Self {
        Kind {
            event: E::EVENT,
            name: E::NAME,
            subject: E::SUBJECT,
            locked: locked::<E>,
            fingerprints: fingerprints::<E>,
        }
    }
}

fn locked<E: Event>() -> Vec<(u32, u64)> {
    let own = E::SCHEMA_ID.map(|id| (id, E::FINGERPRINT));
    let others = E::WRITERS.iter().filter_map(|one| Some((one.schema_id?, one.fingerprint)));
    own.into_iter().chain(others).collect()
}

fn fingerprints<E: Event>() -> Vec<u64> {
    let others = E::WRITERS.iter().map(|writer| writer.fingerprint);
    std::iter::once(E::FINGERPRINT).chain(others).collect()
}

/// Reads a framed value as one event of a topic; called by generated code.
///
/// # Errors
/// The value is no such event.
#[doc(hidden)]
pub fn receive<E: Event>(fingerprint: Option<u64>, value: &[u8]) -> Result<(u32, E), Rejection> {
    let fingerprint = match (E::FORMAT, fingerprint) {
        // Only Avro cares who has written.
        (Format::Avro, Some(fingerprint)) => fingerprint,
        (Format::Avro | Format::Json | Format::Protobuf, _) => return Ok(E::receive(value)?),
    };
    let framed = unframe(value, E::FORMAT).map_err(ReceiveError::from)?;
    let decoded = E::decode_from(fingerprint, framed.payload)?;
    Ok((framed.schema_id, decoded.value))
}

/// An index beyond a topic's events; called by generated code.
#[doc(hidden)]
pub fn no_event<T: Topic>(value: &[u8]) -> Rejection {
    let schema_id = unframe(value, Format::Avro).map_or(0, |framed| framed.schema_id);
    Rejection::UnknownEvent { topic: T::TOPIC, schema_id }
}

/// A name or fingerprint that no event of the topic has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no event of topic `{topic}` goes by this name or fingerprint: \
     name the event, its record or its subject, or build with the newer contract"
)]
pub struct UnknownKind {
    /// The topic.
    pub topic: &'static str,
}

/// Reads a topic that carries several events; shared between threads by reference.
///
/// Which event a message is, its schema id says once it is known, and the header `ce_type` says too. Where both speak they
/// must agree; where neither does, the message is rejected.
pub struct TopicReader<T> {
    routes: RwLock<HashMap<u32, Route>>,
    topic: PhantomData<fn() -> T>,
}

#[derive(Debug, Clone, Copy)]
struct Route {
    index: usize,
    fingerprint: Option<u64>,
}

impl<T: Topic> Default for TopicReader<T> {
    fn default() -> Self {
        TopicReader::new()
    }
}

impl<T: Topic> fmt::Debug for TopicReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopicReader").field("topic", &T::TOPIC).finish_non_exhaustive()
    }
}

impl<T: Topic> TopicReader<T> {
    /// A reader that knows no id yet, and goes by `ce_type` until it is told some.
    pub fn new() -> Self {
        TopicReader { routes: RwLock::default(), topic: PhantomData }
    }

    /// A reader that takes the ids of `contracts.lock` for those of the values: right only where values come with the ids of
    /// the very registry that the lock file was pulled from.
    pub fn with_locked_ids() -> Self {
        let events = T::EVENTS.iter().enumerate();
        let ids = events.flat_map(|(index, kind)| {
            let route = move |fingerprint| Route { index, fingerprint: Some(fingerprint) };
            (kind.locked)().into_iter().map(move |(id, fingerprint)| (id, route(fingerprint)))
        });
        TopicReader { routes: RwLock::new(ids.collect()), topic: PhantomData }
    }

    /// Tells which event a schema id stands for, by the name of the event, of its record or of its subject; its payloads are
    /// read as written with the event's own schema.
    ///
    /// # Errors
    /// No event of the topic goes by this name.
    pub fn learn(&self, schema_id: u32, name: &str) -> Result<(), UnknownKind> {
        let is_named = |kind: &Kind| [kind.event, kind.name, kind.subject].contains(&name);
        let index = T::EVENTS.iter().position(is_named);
        self.add(schema_id, index.map(|index| Route { index, fingerprint: None }))
    }

    /// Tells which schema an id stands for, by the fingerprint of its canonical form: that of an event of the topic, or of one
    /// of its older writers.
    ///
    /// # Errors
    /// No event of the topic knows this fingerprint.
    pub fn learn_writer(&self, schema_id: u32, fingerprint: u64) -> Result<(), UnknownKind> {
        let knows = |kind: &Kind| (kind.fingerprints)().contains(&fingerprint);
        let index = T::EVENTS.iter().position(knows);
        self.add(schema_id, index.map(|index| Route { index, fingerprint: Some(fingerprint) }))
    }

    fn add(&self, schema_id: u32, route: Option<Route>) -> Result<(), UnknownKind> {
        let route = route.ok_or(UnknownKind { topic: T::TOPIC })?;
        // A route is written as a whole: there is nothing half done behind a poisoned lock.
        self.routes.write().unwrap_or_else(PoisonError::into_inner).insert(schema_id, route);
        Ok(())
    }

    /// The event that a message is, its headers held against it.
    ///
    /// # Errors
    /// Nothing says which event it is, its header says another one than its schema, the value is no such event, or a header
    /// contradicts it.
    pub fn read(&self, message: &Incoming<'_>) -> Result<Consumed<T>, Rejection> {
        message.read_with(|value| {
            // The id stands at the same place in the frames of all formats.
            let framed = unframe(value, Format::Avro).map_err(ReceiveError::from)?;
            let route = self.route(framed.schema_id, message.header(headers::TYPE))?;
            T::receive_as(route.index, route.fingerprint, value)
        })
    }

    fn route(&self, schema_id: u32, ce_type: Option<&[u8]>) -> Result<Route, Rejection> {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let known = routes.get(&schema_id).copied();
        let is_named = |kind: &Kind| Some(kind.event.as_bytes()) == ce_type;
        let named = T::EVENTS.iter().position(is_named);
        match (known, named) {
            (Some(route), Some(index)) if route.index != index => {
                let mut violations = Violations::new();
                let path = Path::Root.field("headers");
                let message = "must be the name of the event that the schema id stands for";
                violations.push(&path.field(headers::TYPE), headers::MISMATCH, message);
                let event = T::EVENTS[route.index].event;
                Err(Rejection::Headers { event, violations })
            }
            (Some(route), _) => Ok(route),
            (None, Some(index)) => Ok(Route { index, fingerprint: None }),
            (None, None) => Err(Rejection::UnknownEvent { topic: T::TOPIC, schema_id }),
        }
    }
}
