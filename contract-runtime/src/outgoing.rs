//! The way out: an event that knows its cause, checked, framed and keyed.

use crate::avro::EncodeError;
use crate::correlation::CorrelationId;
use crate::event::{Draft, Envelope, Event};
use crate::frame::frame;
use crate::stamp::Stamp;
use crate::violation::Violations;

/// An event on its way out, made from a cause or as the root of a flow; there is no other way to one.
///
/// So correlation is carried from cause to effect by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing<E> {
    event: E,
    faults: Violations,
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

/// An event must not be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
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
    pub fn caused_by<D: Draft<Event = E>>(draft: D, cause: &impl Event, stamp: Stamp) -> Self {
        let causation_id = Some(cause.event_id().into_owned());
        Self::fill(draft, cause.correlation_id().to_owned(), causation_id, stamp)
    }

    /// The draft as the first event of a flow.
    pub fn root<D: Draft<Event = E>>(
        draft: D,
        correlation_id: CorrelationId,
        stamp: Stamp,
    ) -> Self {
        Self::fill(draft, correlation_id.as_str().to_owned(), None, stamp)
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
        Outgoing { event, faults: envelope.faults }
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

    /// Checks the event and encodes it for the broker; `schema_id` is the registry's id of [`Event::SCHEMA`].
    ///
    /// # Errors
    /// The event breaks its contract, or has no encoding.
    pub fn into_message(self, schema_id: u32) -> Result<Message, PublishError> {
        let name = E::EVENT;
        self.validate().map_err(|violations| PublishError::Invalid { event: name, violations })?;
        let mut value = Vec::with_capacity(self.event.encoded_size_hint() + 8);
        frame(&mut value, schema_id, E::FORMAT, E::MESSAGE_INDEXES);
        self.event
            .encode(&mut value)
            .map_err(|source| PublishError::Encode { event: name, source })?;
        let key = self.event.partition_key().into_owned();
        Ok(Message { topic: E::TOPIC, headers: headers(&self.event, &key), key, value })
    }
}

/// The headers of CloudEvents' Kafka binding that mirror the payload.
fn headers<E: Event>(event: &E, key: &str) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("ce_specversion", "1.0".to_owned()),
        ("ce_id", event.event_id().into_owned()),
        ("ce_type", E::EVENT.to_owned()),
        ("ce_correlationid", event.correlation_id().to_owned()),
        ("ce_partitionkey", key.to_owned()),
    ];
    if let Some(producer) = E::PRODUCER {
        headers.push(("ce_source", producer.to_owned()));
    }
    if let Some(cause) = event.causation_id() {
        headers.push(("ce_causationid", cause.into_owned()));
    }
    headers
}
