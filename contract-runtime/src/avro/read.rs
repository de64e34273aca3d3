//! The cursor that generated decoders read from.

mod compound;
mod skip;
mod varint;

pub use compound::{read_bytes_into, read_string_into};

use super::error::{DecodeError, Reason};
use super::notes::{Decoded, Notes};
use crate::decimal::Decimal;
use crate::duration::AvroDuration;
use uuid::Uuid;

/// Nesting that recursive types may reach.
const MAX_DEPTH: u32 = 64;
/// Nesting of records that are passed over, of types that need not be recursive.
const MAX_SKIPPED_DEPTH: u32 = 512;
/// Memory that the items of lists and maps may take in one decode: few bytes on the wire can be many in memory.
pub const BUDGET: usize = 256 << 20;
/// Items without a single byte on the wire (null, empty records) that one decode may produce.
const MAX_EMPTY_ITEMS: u32 = 65_536;

/// Decodes a whole payload: `read` must consume every byte.
///
/// # Errors
/// What `read` reports, with the offset counted from the start of `payload`; or that bytes are left.
#[inline]
pub fn decode<'a, T>(
    payload: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    decode_within(BUDGET, payload, read).map(|decoded| decoded.value)
}

/// As [`decode`], and tells what happened on the way.
///
/// # Errors
/// As for [`decode`].
#[inline]
pub fn decode_noted<'a, T>(
    payload: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<Decoded<T>, DecodeError> {
    decode_within(BUDGET, payload, read)
}

/// As [`decode_noted`], with another bound than [`BUDGET`] for the bytes in memory of lists' and maps' items.
///
/// # Errors
/// As for [`decode`], or that the budget is used up.
#[inline]
pub fn decode_within<'a, T>(
    budget: usize,
    payload: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<Decoded<T>, DecodeError> {
    let mut reader = Reader { budget, ..Reader::new(payload) };
    match read(&mut reader) {
        Ok(value) if reader.rest.is_empty() => Ok(Decoded { value, notes: reader.notes }),
        Ok(_) => Err(DecodeError::at(Reason::Trailing, payload.len() - reader.rest.len())),
        Err(error) => Err(from_start(error, payload)),
    }
}

/// Decodes the beginning of a payload: what `read` leaves is not looked at.
///
/// # Errors
/// As for [`decode`], but for bytes that are left.
#[inline]
pub fn decode_part<'a, T>(
    payload: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let mut reader = Reader::new(payload);
    read(&mut reader).map_err(|error| from_start(error, payload))
}

/// Inside a decode the offset counts what is left.
#[cold]
fn from_start(error: DecodeError, payload: &[u8]) -> DecodeError {
    let rest = usize::try_from(error.offset).unwrap_or(usize::MAX);
    DecodeError::at(error.reason, payload.len().saturating_sub(rest))
}

/// A cursor over the bytes that are left.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    depth: u32,
    empty_items: u32,
    budget: usize,
    notes: Notes,
}

/// Where a block-wise array or map stands: items that are left in the current block, and where it has to end.
#[derive(Debug, Default)]
pub struct Blocks {
    left: usize,
    /// How many bytes are left after the current block, if it told its size.
    after: Option<usize>,
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `payload`.
    #[inline]
    pub fn new(payload: &'a [u8]) -> Self {
        Reader { rest: payload, depth: 0, empty_items: 0, budget: BUDGET, notes: Notes::default() }
    }

    /// The bytes that are left.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Goes back to what was left before.
    pub(crate) fn return_to(&mut self, before: &'a [u8]) {
        self.rest = before;
    }

    /// An error at the place where the cursor stands.
    #[cold]
    pub fn fail<T>(&self, reason: Reason) -> Result<T, DecodeError> {
        Err(DecodeError::with_rest(reason, self.rest.len()))
    }

    #[inline(always)]
    fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => self.fail(Reason::Truncated),
        }
    }

    #[inline(always)]
    fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], DecodeError> {
        match self.rest.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => self.fail(Reason::Truncated),
        }
    }

    /// A `boolean`.
    ///
    /// # Errors
    /// The payload ends, or the byte is neither 0 nor 1.
    #[inline(always)]
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.rest {
            [0, rest @ ..] => {
                self.rest = rest;
                Ok(false)
            }
            [1, rest @ ..] => {
                self.rest = rest;
                Ok(true)
            }
            [] => self.fail(Reason::Truncated),
            [_, ..] => self.fail(Reason::Boolean),
        }
    }

    /// An `int`: a long that must fit 32 bits.
    ///
    /// # Errors
    /// As for `long`.
    #[inline(always)]
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        let value = self.long()?;
        match i32::try_from(value) {
            Ok(value) => Ok(value),
            Err(_) => self.fail(Reason::Varint),
        }
    }

    /// The index of a union's branch.
    ///
    /// # Errors
    /// As for `long`; negative indexes are refused.
    #[inline(always)]
    pub fn branch(&mut self) -> Result<u32, DecodeError> {
        let value = self.short_long()?;
        match u32::try_from(value) {
            Ok(value) => Ok(value),
            Err(_) => self.fail(Reason::Branch),
        }
    }

    /// The index of an enum's symbol.
    ///
    /// # Errors
    /// As for `long`; negative indexes are refused.
    #[inline(always)]
    pub fn symbol(&mut self) -> Result<u32, DecodeError> {
        let value = self.short_long()?;
        match u32::try_from(value) {
            Ok(value) => Ok(value),
            Err(_) => self.fail(Reason::Symbol),
        }
    }

    /// A `float`.
    ///
    /// # Errors
    /// The payload ends.
    #[inline(always)]
    pub fn float(&mut self) -> Result<f32, DecodeError> {
        self.array().map(|bytes| f32::from_le_bytes(*bytes))
    }

    /// A `double`.
    ///
    /// # Errors
    /// The payload ends.
    #[inline(always)]
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        self.array().map(|bytes| f64::from_le_bytes(*bytes))
    }

    /// The bytes of a `bytes` or `string`, borrowed.
    ///
    /// # Errors
    /// The length is negative or reaches beyond the payload.
    #[inline(always)]
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.short_long()?;
        match usize::try_from(length) {
            Ok(length) if length <= self.rest.len() => self.take(length),
            _ => self.fail(Reason::Length),
        }
    }

    /// A `string`, borrowed.
    ///
    /// # Errors
    /// As for `bytes`, or the bytes are not UTF-8.
    #[inline(always)]
    pub fn str(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.bytes()?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(_) => self.fail(Reason::Utf8),
        }
    }

    /// A `string`, owned.
    ///
    /// # Errors
    /// As for `str`.
    #[inline(always)]
    pub fn string(&mut self) -> Result<String, DecodeError> {
        self.str().map(str::to_owned)
    }

    /// A `fixed` of `N` bytes.
    ///
    /// # Errors
    /// The payload ends.
    #[inline(always)]
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        self.array().copied()
    }

    /// A `decimal` on `bytes`; encodings that are longer than needed are accepted.
    ///
    /// # Errors
    /// As for `bytes`, or it has more than 38 digits.
    #[inline(always)]
    pub fn decimal<const SCALE: u32>(&mut self) -> Result<Decimal<SCALE>, DecodeError> {
        let bytes = self.bytes()?;
        match Decimal::from_be_bytes(bytes) {
            Some(value) => Ok(value),
            None => self.fail(Reason::Decimal),
        }
    }

    /// A `decimal` on a `fixed` of `size` bytes.
    ///
    /// # Errors
    /// The payload ends, or it has more than 38 digits.
    #[inline]
    pub fn decimal_fixed<const SCALE: u32>(
        &mut self,
        size: usize,
    ) -> Result<Decimal<SCALE>, DecodeError> {
        let bytes = self.take(size)?;
        match Decimal::from_be_bytes(bytes) {
            Some(value) => Ok(value),
            None => self.fail(Reason::Decimal),
        }
    }

    /// A `uuid` on `string`: 36 characters with hyphens, in either case.
    ///
    /// # Errors
    /// As for `bytes`, or the text is no such uuid.
    #[inline]
    pub fn uuid(&mut self) -> Result<Uuid, DecodeError> {
        let bytes = self.bytes()?;
        match crate::text::parse_uuid(bytes) {
            Some(value) => Ok(value),
            None => self.fail(Reason::Uuid),
        }
    }

    /// A `duration` on `fixed(12)`.
    ///
    /// # Errors
    /// The payload ends.
    #[inline]
    pub fn duration(&mut self) -> Result<AvroDuration, DecodeError> {
        self.fixed::<12>().map(AvroDuration::from_le_bytes)
    }

    /// Moves to the next item of an array or map: false at its end.
    ///
    /// `min_size` is the least number of bytes that an item has; a block that promises more items than the payload can
    /// hold is refused before anything is allocated. `memory` is the size of an item in memory, which the budget bounds.
    ///
    /// # Errors
    /// A count or size is out of bounds, or the budget is used up.
    #[inline(always)]
    pub fn next_item(
        &mut self,
        blocks: &mut Blocks,
        min_size: usize,
        memory: usize,
    ) -> Result<bool, DecodeError> {
        if blocks.left == 0 {
            blocks.left = self.block(blocks, min_size, memory)?;
            if blocks.left == 0 {
                return Ok(false);
            }
        }
        blocks.left -= 1;
        Ok(true)
    }

    /// The number of items in the next block; a block before it that told its size must have ended there, since whoever
    /// passes over a block goes by that size.
    #[inline]
    pub(crate) fn block(
        &mut self,
        blocks: &mut Blocks,
        min_size: usize,
        memory: usize,
    ) -> Result<usize, DecodeError> {
        if blocks.after.is_some_and(|after| after != self.rest.len()) {
            return self.fail(Reason::Length);
        }
        let count = self.long()?;
        blocks.after = None;
        if count < 0 {
            let size = usize::try_from(self.long()?).ok();
            blocks.after = size.and_then(|size| self.rest.len().checked_sub(size));
            if blocks.after.is_none() {
                return self.fail(Reason::Length);
            }
        }
        let Ok(count) = usize::try_from(count.unsigned_abs()) else {
            return self.fail(Reason::Length);
        };
        if min_size == 0 {
            let total = u32::try_from(count).ok().and_then(|n| n.checked_add(self.empty_items));
            match total {
                Some(total) if total <= MAX_EMPTY_ITEMS => self.empty_items = total,
                _ => return self.fail(Reason::Length),
            }
        } else if count > self.rest.len() / min_size {
            return self.fail(Reason::Length);
        }
        self.charge(count.saturating_mul(memory))?;
        Ok(count)
    }

    /// Takes memory from the budget.
    ///
    /// # Errors
    /// There is not so much left.
    #[inline]
    pub fn charge(&mut self, memory: usize) -> Result<(), DecodeError> {
        match self.budget.checked_sub(memory) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => self.fail(Reason::Budget),
        }
    }

    /// Notes that the reader's default stands for a symbol that it does not know: `a.b.Enum.SYMBOL`.
    #[cold]
    pub fn replaced(&mut self, symbol: &'static str) {
        self.notes.replaced(symbol.into());
    }

    /// Room to reserve for the block that was just entered: bounded, since counts come from outside.
    #[inline]
    pub fn reserve_hint(&self, blocks: &Blocks) -> usize {
        (blocks.left + 1).min(256)
    }

    /// Enters a value of a recursive type.
    ///
    /// # Errors
    /// The limit of 64 levels is passed.
    #[inline]
    pub fn enter(&mut self) -> Result<(), DecodeError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { self.fail(Reason::Depth) } else { Ok(()) }
    }

    /// Leaves a value of a recursive type.
    #[inline]
    pub fn leave(&mut self) {
        self.depth -= 1;
    }
}
