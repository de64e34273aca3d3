//! What every generated event type implements, and what its producer's view implements.

use crate::avro::{DecodeError, Decoded, EncodeError, Notes};
use crate::frame::{FrameError, Framed, unframe};
use crate::now::Now;
use crate::time::{TimestampMicros, TimestampMillis, TimestampNanos};
use crate::violation::{Path, Violations};
use crate::writer::{Writer, WriterError};
use std::borrow::Cow;
use uuid::Uuid;

/// How payloads of an event are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Avro binary.
    Avro,
    /// JSON.
    Json,
    /// Protocol Buffers.
    Protobuf,
}

/// An event contract as a Rust type.
pub trait Event: Sized + 'static {
    /// Canonical name of the event, `payment.initiated`.
    const EVENT: &'static str;
    /// Full name of the record or message.
    const NAME: &'static str;
    /// Subject in the registry.
    const SUBJECT: &'static str;
    /// Version in the subject that this type was generated from, if a lock file told it.
    const VERSION: Option<u32>;
    /// The schema id in the registry that the lock file was pulled from; other registries have other ids.
    const SCHEMA_ID: Option<u32> = None;
    /// Topic.
    const TOPIC: &'static str;
    /// The one service that publishes it.
    const PRODUCER: Option<&'static str>;
    /// How payloads are encoded.
    const FORMAT: Format;
    /// The schema as it was registered.
    const SCHEMA: &'static str;
    /// CRC-64-AVRO of the schema's canonical form.
    const FINGERPRINT: u64;
    /// SHA-256 of [`Self::SCHEMA`].
    const SHA256: [u8; 32];
    /// Where the message stands in its file (Protobuf); empty for Avro.
    const MESSAGE_INDEXES: &'static [i32];
    /// [`Self::SCHEMA`] with the types of other subjects in place, so that it can be parsed by itself (Avro).
    const RESOLVED_SCHEMA: &'static str = Self::SCHEMA;
    /// Writers other than this very schema that decoders were generated for, newest first (Avro).
    const WRITERS: &'static [Writer<Self>] = &[];

    /// The id of this one event, as text.
    fn event_id(&self) -> Cow<'_, str>;

    /// The id that all events of the flow share.
    fn correlation_id(&self) -> &str;

    /// The id of the event that caused this one; none at the root of a flow.
    fn causation_id(&self) -> Option<Cow<'_, str>>;

    /// Key of the partition: the declared fields, joined by `|`.
    fn partition_key(&self) -> Cow<'_, str>;

    /// What two deliveries of one business fact have in common: the event's name and the declared fields.
    fn idempotency_key(&self) -> Cow<'_, str>;

    /// Checks every declared constraint; rules about now ask the clock, once.
    ///
    /// # Errors
    /// Every violation, not only the first.
    #[inline]
    fn validate(&self) -> Result<(), Violations> {
        self.validate_with(&Now::of_clock())
    }

    /// Checks every declared constraint as of `time`, whatever the clock says.
    ///
    /// # Errors
    /// Every violation, not only the first.
    fn validate_at(&self, time: TimestampMicros) -> Result<(), Violations> {
        self.validate_with(&Now::at(time))
    }

    /// Checks every declared constraint.
    ///
    /// # Errors
    /// Every violation, not only the first.
    fn validate_with(&self, now: &Now) -> Result<(), Violations>;

    /// An estimate of the encoded size, to reserve room.
    fn encoded_size_hint(&self) -> usize;

    /// Appends the payload, without frame.
    ///
    /// # Errors
    /// A value has no encoding in the schema.
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Reads a payload, without frame, written with this very schema.
    ///
    /// # Errors
    /// The bytes are no such payload.
    fn decode(payload: &[u8]) -> Result<Self, DecodeError>;

    /// Reads a payload, without frame, into this value, whose texts and lists keep their memory (Avro).
    ///
    /// # Errors
    /// The bytes are no such payload; the value is then one of the event, but none that anybody has written.
    fn decode_into(&mut self, payload: &[u8]) -> Result<(), DecodeError> {
        *self = Self::decode(payload)?;
        Ok(())
    }

    /// Reads a payload, without frame, by the fingerprint of its writer's schema (CRC-64-AVRO of the canonical form).
    ///
    /// # Errors
    /// No decoder was generated for this writer, or the bytes are no such payload.
    fn decode_from(fingerprint: u64, payload: &[u8]) -> Result<Decoded<Self>, WriterError> {
        if fingerprint == Self::FINGERPRINT {
            return Ok(Decoded { value: Self::decode(payload)?, notes: Notes::default() });
        }
        match Self::WRITERS.iter().find(|writer| writer.fingerprint == fingerprint) {
            Some(writer) => Ok((writer.decode)(payload)?),
            None => Err(WriterError::Unknown { event: Self::EVENT, fingerprint }),
        }
    }

    /// The payload, without frame.
    ///
    /// # Errors
    /// A value has no encoding in the schema.
    fn to_payload(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(self.encoded_size_hint());
        self.encode(&mut out)?;
        Ok(out)
    }

    /// Reads a framed value as it comes from a topic, taken to be written with this very schema; gives the id of the
    /// writer's schema too. A `Resolver` (feature `resolution`) reads other writers as well.
    ///
    /// # Errors
    /// The frame is broken, names another message, or the payload is none of this schema.
    fn receive(value: &[u8]) -> Result<(u32, Self), ReceiveError> {
        let Framed { schema_id, indexes, payload } = unframe(value, Self::FORMAT)?;
        if indexes != Self::MESSAGE_INDEXES {
            return Err(ReceiveError::OtherMessage { wanted: Self::NAME });
        }
        Ok((schema_id, Self::decode(payload)?))
    }
}

/// A value from a topic is not the event it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveError {
    /// The frame is broken.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The frame names another message of the schema's file.
    #[error("the frame's message indexes do not name `{wanted}`: the value holds another message")]
    OtherMessage {
        /// The message that was asked for.
        wanted: &'static str,
    },
    /// The payload cannot be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

/// The producer's view of an event: its fields without those of the envelope.
///
/// Generated types implement it; only this crate can make the [`Envelope`] that turns a draft into an event.
pub trait Draft: Sized {
    /// The event it becomes.
    type Event: Event;

    /// Adds the envelope.
    fn fill(self, envelope: &mut Envelope) -> Self::Event;
}

/// Identity, time and correlation of one outgoing event.
#[derive(Debug)]
pub struct Envelope {
    pub(crate) event_id: Uuid,
    pub(crate) occurred_at: TimestampMicros,
    pub(crate) correlation_id: String,
    pub(crate) causation_id: Option<String>,
    pub(crate) faults: Violations,
}

impl Envelope {
    /// The new event's id.
    pub fn event_id(&self) -> Uuid {
        self.event_id
    }

    /// When the fact became true.
    pub fn occurred_at(&self) -> TimestampMicros {
        self.occurred_at
    }

    /// The flow's id.
    pub fn correlation_id(&self) -> String {
        self.correlation_id.clone()
    }

    /// When the fact became true, to the millisecond.
    pub fn occurred_at_millis(&self) -> TimestampMillis {
        TimestampMillis(self.occurred_at.0.div_euclid(1_000))
    }

    /// When the fact became true; the ends of the range of nanoseconds are the year 2262 and its mirror.
    pub fn occurred_at_nanos(&self) -> TimestampNanos {
        TimestampNanos(self.occurred_at.0.saturating_mul(1_000))
    }

    /// The cause's id as text.
    pub fn causation_id(&self) -> Option<String> {
        self.causation_id.clone()
    }

    /// The cause's id as a uuid; if it is none, the event will not pass its validation.
    pub fn causation_uuid(&mut self) -> Option<Uuid> {
        let text = self.causation_id.as_deref()?;
        let id = crate::text::parse_uuid(text.as_bytes());
        if id.is_none() {
            let path = Path::Field(&Path::Root, "causationId");
            self.faults.push(&path, "string.uuid", "the event id of the cause must be a uuid");
        }
        id
    }
}
