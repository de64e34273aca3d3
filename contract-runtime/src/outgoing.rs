//! The way out: an event that knows its cause, checked, framed and keyed.

use crate::avro::EncodeError;
use crate::correlation::CorrelationId;
use crate::event::{Draft, Envelope, Event};
use crate::fact::Fact;
use crate::frame::frame;
use crate::headers::{self, TraceParent};
use crate::producer::Producer;
use crate::stamp::Stamp;
use crate::violation::Violations;
use crate::warning;

/// An event on its way out, made from a cause or as the root of a flow; there is no other way to one.
///
/// So correlation is carried from cause to effect by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing<E> {
    event: E,
    faults: Violations,
    trace: Option<TraceParent>,
}

/// What goes to the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The topic.
    pub topic: &'static str,
    /// The partition key; the key has no schema.
    pub key: String,
    /// The framed payload.
    pub value: Vec<u8>,
    /// CloudEvents attributes.
    pub headers: Vec<(&'static str, String)>,
}

impl Message {
    /// The key as it goes to the broker.
    pub fn key_bytes(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// The headers as they go to the broker, in order.
    pub fn header_bytes(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers.iter().map(|(name, value)| (*name, value.as_bytes()))
    }
}

/// An event must not be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// The event is another service's to publish.
    #[error(
        "`{event}` is published by `{producer}` alone, and this is `{service}`: \
         tell the fact by an event of your own, or have the contract's producer changed"
    )]
    Producer {
        /// The event's name.
        event: &'static str,
        /// The service that its contract names.
        producer: &'static str,
        /// The service that tried.
        service: String,
    },
    /// It breaks its contract.
    #[error("`{event}` breaks its contract: {violations}")]
    Invalid {
        /// The event's name.
        event: &'static str,
        /// Every violation.
        violations: Violations,
    },
    /// A value has no encoding in the schema.
    #[error("`{event}` cannot be encoded: {source}")]
    Encode {
        /// The event's name.
        event: &'static str,
        /// Why.
        source: EncodeError,
    },
}

impl<E: Event> Outgoing<E> {
    /// The draft as an effect of `cause`: same flow, and the cause's id as causation.
    ///
    /// A cause without a correlation id begins the flow that is missing: it is called by the cause's own id, so that all
    /// effects of one cause stay together, and a warning tells of it.
    pub fn caused_by<D: Draft<Event = E>>(draft: D, cause: &impl Fact, stamp: Stamp) -> Self {
        let cause_id = cause.event_id().into_owned();
        let correlation_id = match cause.correlation_id() {
            "" => {
                warning::generated_correlation(E::EVENT, &cause_id);
                cause_id.clone()
            }
            forwarded => forwarded.to_owned(),
        };
        Self::fill(draft, correlation_id, Some(cause_id), stamp)
    }

    /// The draft as the first event of a flow.
    pub fn root<D: Draft<Event = E>>(
        draft: D,
        correlation_id: CorrelationId,
        stamp: Stamp,
    ) -> Self {
        Self::fill(draft, correlation_id.as_str().to_owned(), None, stamp)
    }

    /// The draft as the first event of a flow that may have come without an id: then it is called by the id of this event,
    /// and a warning tells of it (`tracing`, and a count in [`crate::Warnings`]).
    pub fn root_from<D: Draft<Event = E>>(
        draft: D,
        given: Option<CorrelationId>,
        stamp: Stamp,
    ) -> Self {
        let correlation_id = given.unwrap_or_else(|| {
            let generated = CorrelationId::from(stamp.event_id);
            warning::generated_correlation(E::EVENT, generated.as_str());
            generated
        });
        Self::root(draft, correlation_id, stamp)
    }

    fn fill<D: Draft<Event = E>>(
        draft: D,
        correlation_id: String,
        causation_id: Option<String>,
        Stamp { event_id, occurred_at }: Stamp,
    ) -> Self {
        let faults = Violations::new();
        let mut envelope = Envelope { event_id, occurred_at, correlation_id, causation_id, faults };
        let event = draft.fill(&mut envelope);
        Outgoing { event, faults: envelope.faults, trace: None }
    }

    /// With a place in a trace, which goes along as a header.
    #[must_use]
    pub fn traced(mut self, trace: TraceParent) -> Self {
        self.trace = Some(trace);
        self
    }

    /// The event as it will be published.
    pub fn event(&self) -> &E {
        &self.event
    }

    /// Checks the event.
    ///
    /// # Errors
    /// Every violation, those of the envelope first.
    pub fn validate(&self) -> Result<(), Violations> {
        let mut found = self.faults.clone();
        if let Err(violations) = self.event.validate() {
            found.append(violations);
        }
        found.into_result()
    }

    /// Checks who publishes and what, and encodes it for the broker; `schema_id` is the registry's id of [`Event::SCHEMA`].
    ///
    /// # Errors
    /// The event is another service's, breaks its contract, or has no encoding.
    pub fn into_message(self, service: &Producer, schema_id: u32) -> Result<Message, PublishError> {
        let event = E::EVENT;
        if let Some(producer) = E::PRODUCER.filter(|producer| *producer != service.as_str()) {
            let service = service.as_str().to_owned();
            return Err(PublishError::Producer { event, producer, service });
        }
        self.validate().map_err(|violations| PublishError::Invalid { event, violations })?;
        let mut value = Vec::with_capacity(self.event.encoded_size_hint() + 8);
        frame(&mut value, schema_id, E::FORMAT, E::MESSAGE_INDEXES);
        self.event.encode(&mut value).map_err(|source| PublishError::Encode { event, source })?;
        let key = Event::partition_key(&self.event).into_owned();
        let mut headers = headers::of(&self.event, service.as_str(), &key);
        headers.extend(self.trace.map(|trace| (headers::TRACE_PARENT, trace.to_string())));
        Ok(Message { topic: E::TOPIC, headers, key, value })
    }
}
