//! Parts of borrowed views: lists, maps and boxes that stay in the payload and are read when somebody looks.
//!
//! Each is checked once, when the view is read; to look at it reads it again, without allocating.

use super::error::DecodeError;
use super::read::{Blocks, Reader};
use std::fmt;

/// How a value is read from a payload.
type Read<'a, T> = fn(&mut Reader<'a>) -> Result<T, DecodeError>;

/// A list, or with pairs of keys and values a map, in its payload.
pub struct List<'a, T> {
    bytes: &'a [u8],
    length: usize,
    min_size: usize,
    read: Read<'a, T>,
}

/// The items of a [`List`].
pub struct Items<'a, T> {
    reader: Reader<'a>,
    blocks: Blocks,
    left: usize,
    min_size: usize,
    read: Read<'a, T>,
}

/// A value in its payload: what a recursive type holds of itself.
pub struct Lazy<'a, T> {
    bytes: &'a [u8],
    read: Read<'a, T>,
}

impl<'a, T> List<'a, T> {
    /// Checks every item and passes over them; `min_size` is as for [`Reader::next_item`].
    ///
    /// # Errors
    /// A count is out of bounds, or what `read` reports.
    // In its caller `read` is known, and no pointer is called for each item.
    #[inline]
    pub fn read(
        reader: &mut Reader<'a>,
        min_size: usize,
        read: Read<'a, T>,
    ) -> Result<Self, DecodeError> {
        let before = reader.rest();
        let (mut blocks, mut length) = (Blocks::default(), 0);
        while reader.next_item(&mut blocks, min_size, 0)? {
            read(reader)?;
            length += 1;
        }
        let bytes = &before[..before.len() - reader.rest().len()];
        Ok(List { bytes, length, min_size, read })
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The items in order; those of a map are pairs, of which the last counts where a key stands twice.
    pub fn iter(&self) -> Items<'a, T> {
        Items {
            reader: Reader::new(self.bytes),
            blocks: Blocks::default(),
            left: self.length,
            min_size: self.min_size,
            read: self.read,
        }
    }
}

impl<'a, V> List<'a, (&'a str, V)> {
    /// The value of a key; of several the last.
    pub fn get(&self, key: &str) -> Option<V> {
        let found = self.iter().filter(|(name, _)| *name == key).last();
        found.map(|(_, value)| value)
    }
}

impl<T> Iterator for Items<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // All was read once without an error, so that the end is the only reason to stop.
        let more = self.reader.next_item(&mut self.blocks, self.min_size, 0);
        if !more.unwrap_or(false) {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        (self.read)(&mut self.reader).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'a, T> IntoIterator for &List<'a, T> {
    type Item = T;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T> Lazy<'a, T> {
    /// Checks the value and passes over it.
    ///
    /// # Errors
    /// What `read` reports.
    pub fn read(reader: &mut Reader<'a>, read: Read<'a, T>) -> Result<Self, DecodeError> {
        let before = reader.rest();
        read(reader)?;
        Ok(Lazy { bytes: &before[..before.len() - reader.rest().len()], read })
    }

    /// As [`Lazy::read`] for a union whose index was read already; `before` is what was left before it.
    ///
    /// # Errors
    /// What `read` reports.
    pub fn at(
        reader: &mut Reader<'a>,
        before: &'a [u8],
        read: Read<'a, T>,
    ) -> Result<Self, DecodeError> {
        reader.return_to(before);
        Self::read(reader, read)
    }

    /// The value, read from its payload.
    ///
    /// # Errors
    /// None: it was read before.
    pub fn get(&self) -> Result<T, DecodeError> {
        (self.read)(&mut Reader::new(self.bytes))
    }
}

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<T> Clone for Lazy<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lazy<'_, T> {}

/// Items may be secrets: only their number is shown.
impl<T> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({} items)", self.length)
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({} left)", self.left)
    }
}

impl<T> fmt::Debug for Lazy<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lazy({} bytes)", self.bytes.len())
    }
}
