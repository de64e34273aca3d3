//! The way in: a message as the broker gave it becomes the event that it is, or a reason why it is none.
//!
//! It knows no Kafka client: bytes and headers go in as slices, as every client has them.

use crate::event::{Event, ReceiveError};
use crate::fact::Fact;
use crate::headers;
use crate::now::Now;
use crate::violation::Violations;
use crate::writer::WriterError;
use std::fmt;

/// A message of a topic, borrowed from the client.
#[derive(Clone)]
pub struct Incoming<'a> {
    pub(crate) topic: &'a str,
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) key: Option<&'a [u8]>,
    pub(crate) value: Option<&'a [u8]>,
    pub(crate) headers: Vec<(&'a str, &'a [u8])>,
}

/// An event out of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumed<F> {
    /// The event.
    pub event: F,
    /// The registry's id of the writer's schema.
    pub schema_id: u32,
}

/// Why a message is not consumed. Its text shows no value of the payload.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// A tombstone, or a producer's mistake.
    #[error("the message has no value")]
    Empty,
    /// The value is not the event it was taken for.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The value was written by somebody who is not known.
    #[error(transparent)]
    Writer(#[from] WriterError),
    /// The value was written by somebody who is not known, or cannot be resolved.
    #[cfg(feature = "resolution")]
    #[error(transparent)]
    Resolve(#[from] crate::resolution::ResolveError),
    /// Nothing says which event of the topic it is.
    #[error(
        "schema {schema_id} and the header `ce_type` name none of the events of topic `{topic}`: \
         tell the reader of the topic what the id stands for, or build with the newer contract"
    )]
    UnknownEvent {
        /// The topic as its contracts name it.
        topic: &'static str,
        /// The registry's id of the writer's schema.
        schema_id: u32,
    },
    /// Headers contradict the payload.
    #[error("the headers of `{event}` contradict its payload: {violations}")]
    Headers {
        /// The event's name.
        event: &'static str,
        /// A violation for each header.
        violations: Violations,
    },
    /// The event breaks its contract.
    #[error("`{event}` breaks its contract: {violations}")]
    Contract {
        /// The event's name.
        event: &'static str,
        /// Every violation.
        violations: Violations,
    },
    /// The consumer could not do its work. The reason is the consumer's own text: it goes into a header, so it must not
    /// show what may not be shown.
    #[error("{reason}")]
    Processing {
        /// Why.
        reason: String,
    },
}

impl Rejection {
    /// A failure of the consumer's own.
    pub fn processing(reason: impl fmt::Display) -> Self {
        Rejection::Processing { reason: reason.to_string() }
    }

    /// A word for alerts and metrics, the same in every release.
    pub fn code(&self) -> &'static str {
        match self {
            Rejection::Empty => "empty-value",
            Rejection::Receive(ReceiveError::Frame(_)) => "frame",
            Rejection::Receive(ReceiveError::OtherMessage { .. }) => "other-message",
            Rejection::Receive(ReceiveError::Decode(_))
            | Rejection::Writer(WriterError::Decode(_)) => "decode",
            Rejection::Writer(WriterError::Unknown { .. }) => "unknown-writer",
            #[cfg(feature = "resolution")]
            Rejection::Resolve(error) => error.code(),
            Rejection::UnknownEvent { .. } => "unknown-event",
            Rejection::Headers { .. } => "header-mismatch",
            Rejection::Contract { .. } => "contract",
            Rejection::Processing { .. } => "processing",
        }
    }

    /// What is wrong with the event or its headers, if it was readable.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Rejection::Headers { violations, .. } | Rejection::Contract { violations, .. } => {
                Some(violations)
            }
            #[cfg(feature = "resolution")]
            Rejection::Resolve(_) => None,
            Rejection::Empty
            | Rejection::Receive(_)
            | Rejection::Writer(_)
            | Rejection::UnknownEvent { .. }
            | Rejection::Processing { .. } => None,
        }
    }
}

impl<'a> Incoming<'a> {
    /// A message of `topic`; a value of none is a tombstone.
    pub fn new(topic: &'a str, value: Option<&'a [u8]>) -> Self {
        Incoming { topic, partition: 0, offset: 0, key: None, value, headers: Vec::new() }
    }

    /// Where it stands in the topic.
    #[must_use]
    pub fn at(mut self, partition: i32, offset: i64) -> Self {
        (self.partition, self.offset) = (partition, offset);
        self
    }

    /// Its key.
    #[must_use]
    pub fn key(mut self, key: Option<&'a [u8]>) -> Self {
        self.key = key;
        self
    }

    /// Its headers in order; a header without a value counts as an empty one.
    #[must_use]
    pub fn headers(mut self, headers: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1)
    }

    /// The event, read as if it were written with this very schema, its headers held against it.
    ///
    /// # Errors
    /// The value is no such event, or a header contradicts it.
    pub fn read<E: Event>(&self) -> Result<Consumed<E>, Rejection> {
        self.read_with(E::receive)
    }

    /// The event, read by a resolver, its headers held against it.
    ///
    /// # Errors
    /// The value is no such event, its writer is not known, or a header contradicts it.
    #[cfg(feature = "resolution")]
    pub fn resolve<E: Event>(
        &self,
        resolver: &crate::resolution::Resolver<E>,
    ) -> Result<Consumed<E>, Rejection> {
        self.read_with(|value| {
            resolver.receive(value).map(|received| (received.schema_id, received.event))
        })
    }

    /// The event, read by `receive`, its headers held against it.
    ///
    /// # Errors
    /// There is no value, `receive` does not read it, or a header contradicts the event.
    pub fn read_with<F: Fact, R: Into<Rejection>>(
        &self,
        receive: impl FnOnce(&'a [u8]) -> Result<(u32, F), R>,
    ) -> Result<Consumed<F>, Rejection> {
        let value = self.value.ok_or(Rejection::Empty)?;
        let (schema_id, event) = receive(value).map_err(Into::into)?;
        match headers::check(&event, self.headers.iter().copied()) {
            Ok(()) => Ok(Consumed { event, schema_id }),
            Err(violations) => Err(Rejection::Headers { event: event.event_name(), violations }),
        }
    }
}

impl<F: Fact> Consumed<F> {
    /// The event if it keeps its contract; old data may break rules that were added since.
    ///
    /// # Errors
    /// Every violation.
    pub fn validated(self) -> Result<Self, Rejection> {
        match self.event.validate_with(&Now::of_clock()) {
            Ok(()) => Ok(self),
            Err(violations) => {
                Err(Rejection::Contract { event: self.event.event_name(), violations })
            }
        }
    }
}

/// Where it is and how long, not what stands in it.
impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers.iter().map(|header| header.0);
        f.debug_struct("Incoming")
            .field("topic", &self.topic)
            .field("partition", &self.partition)
            .field("offset", &self.offset)
            .field("value_bytes", &self.value.map(<[u8]>::len))
            .field("headers", &names.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
