//! Between prost's buffers and the codec of generated messages, for their `prost::Message`.

use super::read::Reader;
use crate::avro::DecodeError;
use prost::bytes::{Buf, BufMut};
use prost::encoding::{DecodeContext, WireType, decode_varint, encode_varint, skip_field};

/// Encodes through a buffer of its own: lengths are written behind what they measure, which a `BufMut` does not allow.
pub fn encode_raw(buf: &mut impl BufMut, size: usize, encode: impl FnOnce(&mut Vec<u8>)) {
    let mut out = Vec::with_capacity(size);
    encode(&mut out);
    buf.put_slice(&out);
}

/// Gives the field that stands at the start of `buf`, its key already read, to `merge`.
///
/// # Errors
/// The bytes are no such field.
pub fn merge_field<B: Buf>(
    tag: u32,
    wire_type: WireType,
    buf: &mut B,
    context: DecodeContext,
    merge: impl FnOnce(u32, &mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<(), prost::DecodeError> {
    let key = tag << 3 | wire_type as u32;
    if buf.chunk().len() == buf.remaining() {
        let mut reader = Reader::new(buf.chunk());
        merge(key, &mut reader).map_err(refused)?;
        let taken = reader.offset();
        buf.advance(taken);
        return Ok(());
    }
    let mut field = Vec::new();
    match wire_type {
        WireType::Varint => encode_varint(decode_varint(buf)?, &mut field),
        WireType::SixtyFourBit => take(buf, 8, &mut field)?,
        WireType::ThirtyTwoBit => take(buf, 4, &mut field)?,
        WireType::LengthDelimited => {
            let length = decode_varint(buf)?;
            encode_varint(length, &mut field);
            take(buf, usize::try_from(length).unwrap_or(usize::MAX), &mut field)?;
        }
        // No field of a contract is a group.
        WireType::StartGroup | WireType::EndGroup => {
            return skip_field(wire_type, tag, buf, context);
        }
    }
    merge(key, &mut Reader::new(&field)).map_err(refused)
}

fn take(buf: &mut impl Buf, length: usize, out: &mut Vec<u8>) -> Result<(), prost::DecodeError> {
    if length > buf.remaining() {
        return Err(error("the field ends after the message".to_owned()));
    }
    out.put(buf.take(length));
    Ok(())
}

fn refused(found: DecodeError) -> prost::DecodeError {
    error(found.to_string())
}

#[expect(deprecated, reason = "prost has no other way to make its error outside its own crate")]
fn error(text: String) -> prost::DecodeError {
    prost::DecodeError::new(text)
}
