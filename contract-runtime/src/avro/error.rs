//! Why bytes are no datum, in eight bytes: the hot path carries nothing else.

use crate::json_text::Fault;
use std::fmt;

/// Why the bytes at an offset are not what the schema says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The payload ends inside a value.
    Truncated,
    /// A varint is longer than its type allows, or does not fit it.
    Varint,
    /// A length or block count is negative or reaches beyond the payload.
    Length,
    /// A string is not UTF-8.
    Utf8,
    /// A boolean is neither 0 nor 1.
    Boolean,
    /// The index is no branch of the union.
    Branch,
    /// The index is no symbol of the enum.
    Symbol,
    /// A uuid is not in the canonical text form.
    Uuid,
    /// A decimal has more than 38 digits.
    Decimal,
    /// Values are nested deeper than the limit.
    Depth,
    /// Bytes are left after the value.
    Trailing,
    /// The items of lists and maps take more memory than a decode may use.
    Budget,
    /// What the writer wrote has no reading in the reader's schema.
    Resolution,
    /// The payload is not a message of this type (Protobuf).
    Message,
    /// The payload is not JSON of this type.
    Json(Fault),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Json(fault) => return fault.fmt(f),
            Reason::Truncated => "the payload ends inside a value",
            Reason::Varint => "a number does not fit its type",
            Reason::Length => "a length or count is negative or reaches beyond the payload",
            Reason::Utf8 => "a string is not valid UTF-8",
            Reason::Boolean => "a boolean is neither 0 nor 1",
            Reason::Branch => "a union has no branch with this index",
            Reason::Symbol => "an enum has no symbol with this index",
            Reason::Uuid => "a uuid is not 36 characters of canonical text",
            Reason::Decimal => "a decimal has more than 38 digits",
            Reason::Depth => "values are nested deeper than the limit",
            Reason::Trailing => "bytes are left after the value",
            Reason::Budget => "lists and maps take more memory than the budget of a decode",
            Reason::Resolution => "the writer's value has no reading in the reader's schema",
            Reason::Message => "the bytes are no message of this type",
        })
    }
}

/// The payload is not a value of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{reason} (at byte {offset})")]
pub struct DecodeError {
    /// Why.
    pub reason: Reason,
    /// Offset of the byte at which it was noticed; payloads beyond 4 GiB saturate.
    pub offset: u32,
}

impl DecodeError {
    /// Inside a decode the offset counts what is left; [`super::decode`] turns it round.
    #[cold]
    pub(super) fn with_rest(reason: Reason, rest: usize) -> Self {
        DecodeError { reason, offset: u32::try_from(rest).unwrap_or(u32::MAX) }
    }

    /// An error about a payload as a whole, with the offset where decoding stopped.
    #[cold]
    pub fn at(reason: Reason, offset: usize) -> Self {
        DecodeError { reason, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }
}

/// A value has no encoding in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EncodeError {
    /// The decimal's two's complement needs more bytes than the fixed has.
    #[error("a decimal does not fit its fixed of {size} bytes: it has too many digits")]
    DecimalTooLong {
        /// Size of the fixed.
        size: usize,
    },
    /// JSON has no infinities, and nothing that is no number.
    #[error("a number is infinite or no number at all, for which JSON has no text")]
    NotFinite,
    /// RFC 3339 has years of four digits.
    #[error("a date or time lies outside of the years 0 to 9999, for which RFC 3339 has no text")]
    Year,
    /// The map of an object's other properties names one that has a field.
    #[error("one of the other properties has the name of a property that the contract declares")]
    Property,
}

#[cfg(test)]
mod tests {
    use super::DecodeError;

    #[test]
    fn an_error_takes_eight_bytes() {
        assert_eq!(size_of::<DecodeError>(), 8);
    }
}
