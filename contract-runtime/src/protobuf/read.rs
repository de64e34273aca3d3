//! The cursor that generated decoders read from.

use crate::avro::{BUDGET, DecodeError, Reason};
use std::ops::Range;

/// Messages inside each other; the limit of every Protobuf implementation.
const MAX_DEPTH: u32 = 100;

/// How a value stands on the wire: the low three bits of a key.
mod wire {
    pub(super) const VARINT: u32 = 0;
    pub(super) const FIXED64: u32 = 1;
    pub(super) const LENGTH: u32 = 2;
    pub(super) const GROUP: u32 = 3;
    pub(super) const GROUP_END: u32 = 4;
    pub(super) const FIXED32: u32 = 5;
}

/// Decodes a whole payload into `message`.
///
/// # Errors
/// What `merge` reports.
#[inline]
pub fn decode<T>(
    payload: &[u8],
    message: T,
    merge: impl FnOnce(&mut T, &mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<T, DecodeError> {
    decode_within(BUDGET, payload, message, merge)
}

/// As [`decode`], with another bound than [`BUDGET`] for the bytes in memory of what lists, maps and boxes hold: an empty
/// message is two bytes on the wire.
///
/// # Errors
/// What `merge` reports, or that the budget is used up.
#[inline]
pub fn decode_within<T>(
    budget: usize,
    payload: &[u8],
    mut message: T,
    merge: impl FnOnce(&mut T, &mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<T, DecodeError> {
    merge(&mut message, &mut Reader { budget, ..Reader::new(payload) })?;
    Ok(message)
}

/// A cursor over a message; its end is the end of the message.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The payload up to the end of this message, so that offsets count from the payload's start.
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    budget: usize,
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `payload`.
    #[inline]
    pub fn new(payload: &'a [u8]) -> Self {
        Reader { bytes: payload, at: 0, depth: 0, budget: BUDGET }
    }

    /// Whether everything is read.
    #[inline(always)]
    pub fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// How many bytes are read.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// An error at the place where the cursor stands.
    #[cold]
    pub fn fail<T>(&self, reason: Reason) -> Result<T, DecodeError> {
        Err(DecodeError::at(reason, self.at))
    }

    /// The next key, field number and wire type in one; nothing at the end of the message.
    ///
    /// # Errors
    /// The bytes are no key, or its field number is zero.
    #[inline(always)]
    pub fn key(&mut self) -> Result<Option<u32>, DecodeError> {
        if self.is_at_end() {
            return Ok(None);
        }
        let Ok(key) = u32::try_from(self.varint()?) else {
            return self.fail(Reason::Message);
        };
        if key >> 3 == 0 { self.fail(Reason::Message) } else { Ok(Some(key)) }
    }

    /// A varint; one byte is decoded in line.
    ///
    /// # Errors
    /// The message ends, or the varint is longer than ten bytes.
    #[inline(always)]
    pub fn varint(&mut self) -> Result<u64, DecodeError> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte < 0x80 => {
                self.at += 1;
                Ok(u64::from(*byte))
            }
            _ => self.long_varint(),
        }
    }

    #[inline(never)]
    fn long_varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let Some(byte) = self.bytes.get(self.at).copied() else {
                return self.fail(Reason::Truncated);
            };
            self.at += 1;
            // The tenth byte has room for one bit; what is above is cut off, as every implementation does.
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        self.fail(Reason::Varint)
    }

    /// `int32`, and the number of an enum: the low half of the varint.
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn int32(&mut self) -> Result<i32, DecodeError> {
        self.varint().map(|value| value as i32)
    }

    /// `int64`
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn int64(&mut self) -> Result<i64, DecodeError> {
        self.varint().map(|value| value as i64)
    }

    /// `uint32`: the low half of the varint.
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn uint32(&mut self) -> Result<u32, DecodeError> {
        self.varint().map(|value| value as u32)
    }

    /// `uint64`
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn uint64(&mut self) -> Result<u64, DecodeError> {
        self.varint()
    }

    /// `sint32`
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn sint32(&mut self) -> Result<i32, DecodeError> {
        let value = self.uint32()?;
        Ok((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    /// `sint64`
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn sint64(&mut self) -> Result<i64, DecodeError> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// `bool`: everything but zero is true.
    ///
    /// # Errors
    /// Like [`Self::varint`].
    #[inline(always)]
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        self.varint().map(|value| value != 0)
    }

    #[inline(always)]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.bytes[self.at..].first_chunk::<N>() {
            Some(chunk) => {
                self.at += N;
                Ok(*chunk)
            }
            None => self.fail(Reason::Truncated),
        }
    }

    /// `fixed32`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn fixed32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_le_bytes)
    }

    /// `sfixed32`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn sfixed32(&mut self) -> Result<i32, DecodeError> {
        self.array().map(i32::from_le_bytes)
    }

    /// `fixed64`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn fixed64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_le_bytes)
    }

    /// `sfixed64`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn sfixed64(&mut self) -> Result<i64, DecodeError> {
        self.array().map(i64::from_le_bytes)
    }

    /// `float`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn float(&mut self) -> Result<f32, DecodeError> {
        self.array().map(f32::from_le_bytes)
    }

    /// `double`
    ///
    /// # Errors
    /// The message ends.
    #[inline(always)]
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        self.array().map(f64::from_le_bytes)
    }

    /// Bytes with their length.
    ///
    /// # Errors
    /// The length reaches beyond the message.
    #[inline(always)]
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.varint()?;
        let end = usize::try_from(length).ok().and_then(|length| self.at.checked_add(length));
        match end.and_then(|end| Some((end, self.bytes.get(self.at..end)?))) {
            Some((end, taken)) => {
                self.at = end;
                Ok(taken)
            }
            None => self.fail(Reason::Length),
        }
    }

    /// `string`
    ///
    /// # Errors
    /// The length reaches beyond the message, or the bytes are not UTF-8.
    #[inline(always)]
    pub fn string(&mut self) -> Result<String, DecodeError> {
        let bytes = self.bytes()?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => self.fail(Reason::Utf8),
        }
    }

    /// Reads the message that stands here; its end is the end of what `read` sees.
    ///
    /// # Errors
    /// The length reaches beyond this message, messages are nested too deep, or what `read` reports.
    #[inline(always)]
    pub fn message<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == MAX_DEPTH {
            return self.fail(Reason::Depth);
        }
        self.depth += 1;
        let value = self.packed(read)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Reads the group that stands here, its start already read; its end is the end of what `read` sees.
    ///
    /// # Errors
    /// The group does not end in this message, messages are nested too deep, or what `read` reports.
    pub fn group<T>(
        &mut self,
        number: u32,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == MAX_DEPTH {
            return self.fail(Reason::Depth);
        }
        let start = self.at;
        let end = self.skip_group(number)?;
        self.depth += 1;
        let value = self.within(start..end, read)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Reads the elements of a packed list; its end is the end of what `read` sees.
    ///
    /// # Errors
    /// The length reaches beyond the message, or what `read` reports.
    #[inline(always)]
    pub fn packed<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let length = self.bytes()?.len();
        self.within(self.at - length..self.at, read)
    }

    /// Reads a part that this cursor has passed, and returns behind it.
    #[inline(always)]
    fn within<T>(
        &mut self,
        part: Range<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (whole, behind) = (self.bytes, self.at);
        (self.bytes, self.at) = (&whole[..part.end], part.start);
        let value = read(self)?;
        (self.bytes, self.at) = (whole, behind);
        Ok(value)
    }

    /// Takes memory from the budget of the decode.
    ///
    /// # Errors
    /// There is not so much left.
    #[inline(always)]
    pub fn charge(&mut self, memory: usize) -> Result<(), DecodeError> {
        match self.budget.checked_sub(memory) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => self.fail(Reason::Budget),
        }
    }

    /// Skips the value of a field that is not known.
    ///
    /// # Errors
    /// The bytes are no value of the key's wire type.
    #[inline(never)]
    pub fn skip(&mut self, key: u32) -> Result<(), DecodeError> {
        match key & 7 {
            wire::VARINT => self.varint().map(drop),
            wire::FIXED64 => self.array::<8>().map(drop),
            wire::LENGTH => self.bytes().map(drop),
            wire::FIXED32 => self.array::<4>().map(drop),
            wire::GROUP => self.skip_group(key >> 3).map(drop),
            _ => self.fail(Reason::Message),
        }
    }

    /// Skips up to the end of the group, groups inside it included, without recursion; where its last field ends.
    fn skip_group(&mut self, number: u32) -> Result<usize, DecodeError> {
        let mut open = vec![number];
        let mut end = self.at;
        while let Some(innermost) = open.last().copied() {
            end = self.at;
            let Some(key) = self.key()? else {
                return self.fail(Reason::Truncated);
            };
            match key & 7 {
                wire::GROUP if open.len() < MAX_DEPTH as usize => open.push(key >> 3),
                wire::GROUP => return self.fail(Reason::Depth),
                wire::GROUP_END if key >> 3 == innermost => drop(open.pop()),
                wire::GROUP_END => return self.fail(Reason::Message),
                _ => self.skip(key)?,
            }
        }
        Ok(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_read_back() {
        let bytes = [
            0x96, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 3, 1, 0, 0, 0,
            2, b'h', b'i',
        ];
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.uint32(), Ok(150));
        assert_eq!(reader.int32(), Ok(-1));
        assert_eq!(reader.sint64(), Ok(-2));
        assert_eq!(reader.fixed32(), Ok(1));
        assert_eq!(reader.string().as_deref(), Ok("hi"));
        assert!(reader.is_at_end());
        assert_eq!(reader.key(), Ok(None));
    }

    #[test]
    fn a_group_ends_where_its_end_stands() {
        // Field 1 as a group with fields 2 and, as a group, 1; then field 3.
        let bytes = [0x10, 7, 0x0b, 0x10, 8, 0x0c, 0x0c, 0x18, 9];
        let mut reader = Reader::new(&bytes);
        let in_group = reader.group(1, |group| {
            assert_eq!((group.key(), group.uint32()), (Ok(Some(0x10)), Ok(7)));
            assert_eq!(group.key(), Ok(Some(0x0b)));
            let in_inner = group.group(1, |inner| {
                assert_eq!((inner.key(), inner.uint32()), (Ok(Some(0x10)), Ok(8)));
                inner.key()
            });
            assert_eq!(in_inner, Ok(None));
            group.key()
        });
        assert_eq!(in_group, Ok(None));
        assert_eq!((reader.key(), reader.uint32()), (Ok(Some(0x18)), Ok(9)));
        for broken in [&[0x10, 7][..], &[0x14][..], &[0x0b, 0x0c][..], &[0x13, 0x0c, 0x14][..]] {
            assert!(Reader::new(broken).group(1, |_| Ok(())).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn broken_messages_are_refused_where_they_break() {
        let reason = |bytes: &[u8]| {
            let mut reader = Reader::new(bytes);
            let result = (|| {
                while let Some(key) = reader.key()? {
                    reader.skip(key)?;
                }
                Ok(())
            })();
            result.err().map(|error: DecodeError| (error.reason, error.offset))
        };
        assert_eq!(reason(&[8, 1, 13, 0, 0, 0, 0, 19, 8, 1, 20]), None);
        assert_eq!(reason(&[8]), Some((Reason::Truncated, 1)));
        assert_eq!(reason(&[0, 1]), Some((Reason::Message, 1)));
        assert_eq!(reason(&[8, 0x80]), Some((Reason::Truncated, 2)));
        assert_eq!(reason(&[0xff; 12]), Some((Reason::Varint, 10)));
        assert_eq!(reason(&[10, 5, 1]), Some((Reason::Length, 2)));
        let huge = [10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(reason(&huge), Some((Reason::Length, 11)));
        assert_eq!(reason(&[12]), Some((Reason::Message, 1)));
        assert_eq!(reason(&[19, 12]), Some((Reason::Message, 2)));
        assert_eq!(reason(&[19, 28]), Some((Reason::Message, 2)));
        assert_eq!(reason(&[19; 200]), Some((Reason::Depth, 101)));
        assert_eq!(reason(&[15]), Some((Reason::Message, 1)));
    }
}
