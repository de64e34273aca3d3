//! Older and foreign writers of an event: a decoder for each that was known at build time.

use crate::avro::{DecodeError, Decoded};

/// A schema that payloads of an event may have been written with, other than the one its type was generated from.
#[derive(Debug)]
pub struct Writer<E: 'static> {
    /// The version in the event's subject, if a lock file told it.
    pub version: Option<u32>,
    /// The schema id in the registry that the lock file was pulled from; other registries have other ids.
    pub schema_id: Option<u32>,
    /// CRC-64-AVRO of the canonical form, as single-object encoding has it; blind to logical types.
    pub fingerprint: u64,
    /// CRC-64-AVRO of the whole schema with its references in place, logical types included.
    pub content: u64,
    /// Reads a payload of this writer, without frame.
    pub decode: fn(&[u8]) -> Result<Decoded<E>, DecodeError>,
    /// Fields that are written and that the event does not have.
    pub dropped: &'static [&'static str],
    /// Fields of the event that are not written: their defaults stand for them.
    pub defaulted: &'static [&'static str],
    /// What this writer may write and the event cannot hold; such a payload is refused.
    pub refused: &'static [&'static str],
}

/// A payload of a writer that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriterError {
    /// No decoder was generated for this fingerprint.
    #[error(
        "no writer with fingerprint {fingerprint:016x} was known when `{event}` was compiled: \
         pull its schema, or read through a resolver"
    )]
    Unknown {
        /// The event that was asked for.
        event: &'static str,
        /// The writer's fingerprint.
        fingerprint: u64,
    },
    /// The payload cannot be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
}
