//! Confluent's frame: a zero byte, the schema id in four bytes, and for Protobuf the way to the message in its file.

use crate::avro::{Reader, write_int};
use crate::event::Format;
use std::borrow::Cow;

const MAGIC: u8 = 0;
/// Messages nest no deeper than this in any real file; longer lists are refused before anything is allocated.
const MAX_INDEXES: usize = 64;

/// A value of a topic, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framed<'a> {
    /// The registry's id of the writer's schema.
    pub schema_id: u32,
    /// Where the message stands in its file; empty for Avro.
    pub indexes: Cow<'static, [i32]>,
    /// The payload.
    pub payload: &'a [u8],
}

/// A value of a topic has no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Shorter than the frame.
    #[error(
        "the value ends inside its frame of {0} bytes: it was not written by a registry-aware serializer"
    )]
    Truncated(usize),
    /// The first byte is not zero.
    #[error(
        "the value begins with byte {0:#04x} instead of 0x00: it was not written by a registry-aware serializer"
    )]
    Magic(u8),
    /// The message indexes make no sense.
    #[error("the frame's message indexes are malformed")]
    Indexes,
}

/// Appends the frame; the payload follows it.
pub fn frame(out: &mut Vec<u8>, schema_id: u32, format: Format, indexes: &[i32]) {
    out.push(MAGIC);
    out.extend_from_slice(&schema_id.to_be_bytes());
    match (format, indexes) {
        (Format::Avro | Format::Json, _) => {}
        // The first message of the file, by far the most frequent, has a short form.
        (Format::Protobuf, [0]) => out.push(0),
        (Format::Protobuf, _) => {
            write_int(out, i32::try_from(indexes.len()).unwrap_or(i32::MAX));
            indexes.iter().for_each(|index| write_int(out, *index));
        }
    }
}

/// Takes a value apart.
///
/// # Errors
/// The value has no frame of this format.
pub fn unframe(value: &[u8], format: Format) -> Result<Framed<'_>, FrameError> {
    let Some((head, rest)) = value.split_first_chunk::<5>() else {
        return Err(FrameError::Truncated(5));
    };
    let [magic, id @ ..] = *head;
    if magic != MAGIC {
        return Err(FrameError::Magic(magic));
    }
    let schema_id = u32::from_be_bytes(id);
    let (indexes, payload) = match format {
        Format::Avro | Format::Json => (Cow::Borrowed(&[][..]), rest),
        Format::Protobuf => message_indexes(rest)?,
    };
    Ok(Framed { schema_id, indexes, payload })
}

fn message_indexes(rest: &[u8]) -> Result<(Cow<'static, [i32]>, &[u8]), FrameError> {
    let mut reader = Reader::new(rest);
    let count = reader.int().map_err(|_| FrameError::Indexes)?;
    if count == 0 {
        return Ok((Cow::Borrowed(&[0]), reader.rest()));
    }
    let count = usize::try_from(count).map_err(|_| FrameError::Indexes)?;
    if count > MAX_INDEXES {
        return Err(FrameError::Indexes);
    }
    let indexes: Result<Vec<i32>, _> = (0..count).map(|_| reader.int()).collect();
    let indexes = indexes.map_err(|_| FrameError::Indexes)?;
    if indexes.iter().any(|index| *index < 0) {
        return Err(FrameError::Indexes);
    }
    Ok((Cow::Owned(indexes), reader.rest()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_back_byte_for_byte() {
        for (format, indexes, bytes) in [
            (Format::Avro, &[][..], &[0, 0, 0, 1, 2][..]),
            (Format::Json, &[], &[0, 0, 0, 1, 2]),
            (Format::Protobuf, &[0], &[0, 0, 0, 1, 2, 0]),
            (Format::Protobuf, &[1], &[0, 0, 0, 1, 2, 2, 2]),
            (Format::Protobuf, &[1, 0], &[0, 0, 0, 1, 2, 4, 2, 0]),
        ] {
            let mut out = Vec::new();
            frame(&mut out, 258, format, indexes);
            assert_eq!(out, bytes);
            out.push(9);
            let framed = unframe(&out, format).unwrap();
            assert_eq!(
                (framed.schema_id, &*framed.indexes, framed.payload),
                (258, indexes, &[9][..])
            );
        }
    }

    #[test]
    fn broken_frames_are_refused() {
        assert_eq!(unframe(&[0, 0, 0], Format::Avro), Err(FrameError::Truncated(5)));
        assert_eq!(unframe(b"{\"a\":1}", Format::Avro), Err(FrameError::Magic(b'{')));
        for tail in [&[][..], &[1], &[4, 2], &[2, 1], &[0xfe, 0xff, 0x7f], &[0xff; 11]] {
            let value = [&[0, 0, 0, 0, 1], tail].concat();
            assert_eq!(unframe(&value, Format::Protobuf), Err(FrameError::Indexes), "{tail:?}");
        }
    }
}
