//! Values that hold others: what may be null, lists, maps; and texts that are read over those at hand.
//!
//! Generated code has one call for each such field, and each becomes part of its caller when machine code is made, not
//! before: what rustc checks and keeps of a crate of events stays small.

use super::super::error::{DecodeError, Reason};
use super::{Blocks, Reader};
use crate::Bytes;
use std::collections::BTreeMap;

impl<'a> Reader<'a> {
    /// A value or null, which is the branch `null` of the two.
    ///
    /// # Errors
    /// What `read` reports, or that there is no such branch.
    #[inline(always)]
    pub fn optional<T>(
        &mut self,
        null: u32,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        match self.branch()? {
            branch if branch == null => Ok(None),
            0 | 1 => Ok(Some(read(self)?)),
            _ => self.fail(Reason::Branch),
        }
    }

    /// A `string` or null: what [`Reader::optional`] reads with [`Reader::string`], the most frequent of all fields.
    ///
    /// # Errors
    /// As for `optional`.
    #[inline(always)]
    pub fn optional_string(&mut self, null: u32) -> Result<Option<String>, DecodeError> {
        self.optional(null, Reader::string)
    }

    /// As [`Reader::optional_string`], borrowed.
    ///
    /// # Errors
    /// As for `optional`.
    #[inline(always)]
    pub fn optional_str(&mut self, null: u32) -> Result<Option<&'a str>, DecodeError> {
        self.optional(null, Reader::str)
    }

    /// As [`Reader::optional_string`], over the text at hand.
    ///
    /// # Errors
    /// As for `optional`.
    #[inline(always)]
    pub fn optional_string_into(
        &mut self,
        null: u32,
        place: &mut Option<String>,
    ) -> Result<(), DecodeError> {
        self.optional_into(null, place, Reader::string, read_string_into)
    }

    /// As [`Reader::optional`], over the value at hand, which `again` overwrites.
    ///
    /// # Errors
    /// As for `optional`.
    #[inline(always)]
    pub fn optional_into<T>(
        &mut self,
        null: u32,
        place: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
        again: impl FnOnce(&mut T, &mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        match self.branch()? {
            branch if branch == null => *place = None,
            0 | 1 => match place {
                Some(value) => again(value, self)?,
                empty => *empty = Some(read(self)?),
            },
            _ => return self.fail(Reason::Branch),
        }
        Ok(())
    }

    /// A list of items that take at least `min_size` bytes each.
    ///
    /// # Errors
    /// What `read` and [`Reader::next_item`] report.
    #[inline(always)]
    pub fn list<T>(
        &mut self,
        min_size: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let mut blocks = Blocks::default();
        let mut list = Vec::new();
        while self.next_item(&mut blocks, min_size, size_of::<T>())? {
            if list.len() == list.capacity() {
                list.reserve(self.reserve_hint(&blocks));
            }
            list.push(read(self)?);
        }
        Ok(list)
    }

    /// As [`Reader::list`], over the items at hand, which `again` overwrites.
    ///
    /// # Errors
    /// As for `list`.
    #[inline(always)]
    pub fn list_into<T>(
        &mut self,
        min_size: usize,
        list: &mut Vec<T>,
        mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
        mut again: impl FnMut(&mut T, &mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let mut blocks = Blocks::default();
        let mut length = 0;
        while self.next_item(&mut blocks, min_size, size_of::<T>())? {
            match list.get_mut(length) {
                Some(item) => again(item, self)?,
                None => list.push(read(self)?),
            }
            length += 1;
        }
        list.truncate(length);
        Ok(())
    }

    /// A map whose entries take at least `min_size` bytes each.
    ///
    /// # Errors
    /// What `read` and [`Reader::next_item`] report, or that a key is no text.
    #[inline(always)]
    pub fn map<T>(
        &mut self,
        min_size: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<BTreeMap<String, T>, DecodeError> {
        let mut blocks = Blocks::default();
        let mut map = BTreeMap::new();
        while self.next_item(&mut blocks, min_size, size_of::<(String, T)>())? {
            let key = self.string()?;
            map.insert(key, read(self)?);
        }
        Ok(map)
    }
}

/// A `string` over the text at hand.
///
/// # Errors
/// As for [`Reader::str`].
#[inline(always)]
pub fn read_string_into(text: &mut String, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    let read = reader.str()?;
    text.clear();
    text.push_str(read);
    Ok(())
}

/// `bytes` over those at hand.
///
/// # Errors
/// As for [`Reader::bytes`].
#[inline(always)]
pub fn read_bytes_into(bytes: &mut Bytes, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    let read = reader.bytes()?;
    bytes.0.clear();
    bytes.0.extend_from_slice(read);
    Ok(())
}
