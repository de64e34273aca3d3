//! Passing over values that nobody reads: lengths and indexes are checked, texts are not looked at.

use super::{Blocks, MAX_SKIPPED_DEPTH, Reader};
use crate::avro::{DecodeError, Reason};

impl Reader<'_> {
    /// Passes over an `int`, a `long`, or what is written as one.
    ///
    /// # Errors
    /// As for `long`.
    #[inline(always)]
    pub fn skip_long(&mut self) -> Result<(), DecodeError> {
        self.long().map(drop)
    }

    /// Passes over `bytes` or a `string`.
    ///
    /// # Errors
    /// As for `bytes`.
    #[inline(always)]
    pub fn skip_bytes(&mut self) -> Result<(), DecodeError> {
        self.bytes().map(drop)
    }

    /// Passes over a `fixed` of `size` bytes, a `float` or a `double`.
    ///
    /// # Errors
    /// The payload ends.
    #[inline(always)]
    pub fn skip_fixed(&mut self, size: usize) -> Result<(), DecodeError> {
        self.take(size).map(drop)
    }

    /// Passes over an array or a map; a block that tells its size is passed over as a whole.
    ///
    /// `min_size` is as for [`Reader::next_item`]; `item` passes over one item.
    ///
    /// # Errors
    /// A count or size is out of bounds, or what `item` reports.
    pub fn skip_blocks(
        &mut self,
        min_size: usize,
        mut item: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        loop {
            let rest = self.rest;
            let count = self.long()?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                let size = self.long()?;
                match usize::try_from(size) {
                    Ok(size) if size <= self.rest.len() => self.skip_fixed(size)?,
                    _ => return self.fail(Reason::Length),
                }
                continue;
            }
            self.rest = rest;
            for _ in 0..self.block(&mut Blocks::default(), min_size, 0)? {
                item(self)?;
            }
        }
    }

    /// Enters a record that is passed over.
    ///
    /// # Errors
    /// The limit of 512 levels is passed.
    #[inline]
    pub fn enter_skipped(&mut self) -> Result<(), DecodeError> {
        self.depth += 1;
        if self.depth > MAX_SKIPPED_DEPTH { self.fail(Reason::Depth) } else { Ok(()) }
    }
}
