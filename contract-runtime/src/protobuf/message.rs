//! Between prost's buffers and the codec of generated messages, for their `prost::Message`.

use super::read::Reader;
use crate::avro::DecodeError;
use prost::bytes::{Buf, BufMut};
use prost::encoding::{
    DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field,
};

/// Groups inside each other.
const MAX_DEPTH: usize = 100;

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
        WireType::StartGroup => group(tag, buf, &mut field)?,
        WireType::EndGroup => return skip_field(wire_type, tag, buf, context),
        _ => value(wire_type, buf, &mut field)?,
    }
    merge(key, &mut Reader::new(&field)).map_err(refused)
}

/// Copies a value that is no group.
fn value(
    wire_type: WireType,
    buf: &mut impl Buf,
    out: &mut Vec<u8>,
) -> Result<(), prost::DecodeError> {
    match wire_type {
        WireType::Varint => encode_varint(decode_varint(buf)?, out),
        WireType::SixtyFourBit => take(buf, 8, out)?,
        WireType::ThirtyTwoBit => take(buf, 4, out)?,
        WireType::LengthDelimited => {
            let length = decode_varint(buf)?;
            encode_varint(length, out);
            take(buf, usize::try_from(length).unwrap_or(usize::MAX), out)?;
        }
        WireType::StartGroup | WireType::EndGroup => {}
    }
    Ok(())
}

/// Copies a group up to its end, groups inside it included.
fn group(tag: u32, buf: &mut impl Buf, out: &mut Vec<u8>) -> Result<(), prost::DecodeError> {
    let mut open = vec![tag];
    while let Some(innermost) = open.last().copied() {
        let (tag, wire_type) = decode_key(buf)?;
        encode_key(tag, wire_type, out);
        match wire_type {
            WireType::StartGroup if open.len() < MAX_DEPTH => open.push(tag),
            WireType::StartGroup => return Err(error("groups are nested too deep".to_owned())),
            WireType::EndGroup if tag == innermost => drop(open.pop()),
            WireType::EndGroup => return Err(error("a group ends that did not begin".to_owned())),
            _ => value(wire_type, buf, out)?,
        }
    }
    Ok(())
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
