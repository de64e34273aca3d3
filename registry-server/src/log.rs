//! The event log: the only persistent truth of a registry, and the trait its stores implement.
//!
//! A log is a chain of [`Entry`] values, numbered from 1 without holes. Each carries the hash of the one before it, so
//! that a changed, lost or inserted entry is found while the log is folded at start.

pub mod chain;
pub mod memory;
pub mod sled;

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

pub use chain::{Broken, Chain};

/// An entry with its blobs may not be larger: a replay must hold it in memory, and one frame's length fits four bytes.
pub const MAX_ENTRY_BYTES: usize = 64 * 1024 * 1024;

/// An ordered, append-only, durable sequence of entries. One writer owns it.
pub trait Log: Send {
    /// The last entry, as the store knows it. A store that met an I/O error tries to open itself again here.
    fn head(&mut self) -> Result<Head, LogError>;

    /// Appends all entries or none, if `expected` is still the head; they are durable when this returns.
    ///
    /// `entries` must continue the chain from `expected` (see [`Entry::seal`]). After an error other than
    /// [`AppendError::Conflict`] it is unknown whether the entries are in the log: ask [`Log::head`] before the next append.
    fn append(&mut self, expected: Head, entries: &[Entry]) -> Result<(), AppendError>;

    /// Could entries be appended now? A store that met an I/O error tries to open itself again here too.
    fn check(&mut self) -> Result<(), AppendError> {
        Ok(self.head().map(|_head| ())?)
    }

    /// Work that need not delay the answers to those whose entries were appended, such as moving the head anchor.
    fn settle(&mut self) {}

    /// The entries from `position` on, in order, as stored: wrap it in a [`Chain`] to have them verified.
    fn read(&self, position: u64) -> Entries<'_>;

    /// The bytes of a blob that some entry brought.
    fn blob(&self, hash: &Digest) -> Result<Option<Bytes>, LogError>;

    /// Tells the newest position. A hint only: it may lag or repeat.
    fn watch(&self) -> watch::Receiver<u64>;
}

/// What [`Log::read`] yields.
pub type Entries<'a> = Box<dyn Iterator<Item = Result<Entry, LogError>> + 'a>;

/// A SHA-256, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(());
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Self(digest))
    }
}

/// Where a log ends. The default is the head of an empty log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Number of the last entry; 0 when there is none.
    pub position: u64,
    /// Hash of the last entry; zeros when there is none.
    pub hash: Digest,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            0 => write!(f, "position 0 (no entry)"),
            position => write!(f, "position {position} (hash {})", self.hash),
        }
    }
}

/// Bytes that an entry brings along, found again by their hash: the texts of schemas.
///
/// The chain covers the hash, not the bytes, so that a text may one day be erased without breaking the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub hash: Digest,
    pub bytes: Bytes,
}

impl Blob {
    /// The blob of these bytes, under their hash.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { hash: Digest::of(&bytes), bytes }
    }
}

/// What a decision wants to have written: an entry that has no place in the log yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The events of one decision as JSON text. They take effect together or not at all.
    pub payload: Bytes,
    /// Blobs that the events speak of and the log does not hold yet.
    pub blobs: Vec<Blob>,
}

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1 for the first.
    pub position: u64,
    /// Hash of the entry before.
    pub prev: Digest,
    /// SHA-256 over `prev`, the header, the payload and the hashes of the blobs.
    pub hash: Digest,
    /// When it was decided: milliseconds since 1970, never less than in the entry before.
    pub at_ms: i64,
    /// The events as JSON text.
    pub payload: Bytes,
    /// The blobs that came with it.
    pub blobs: Vec<Blob>,
}

impl Entry {
    /// Where a log ends that ends with this entry.
    pub fn head(&self) -> Head {
        Head { position: self.position, hash: self.hash }
    }

    /// Bytes it brings into the store.
    pub fn size(&self) -> usize {
        self.payload.len() + self.blobs.iter().map(|blob| blob.bytes.len() + 32).sum::<usize>()
    }
}

/// Why a log could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    #[error("the store cannot be read: {0}")]
    Unavailable(String),
    #[error("the store is full: {free} bytes are free and {reserve} are kept in reserve")]
    Full { free: u64, reserve: u64 },
    #[error(
        "the log is damaged at position {position}: {reason}; restore the directory from a backup, or start on an empty \
         one and register again"
    )]
    Corrupt { position: u64, reason: String },
}

/// Why entries were not appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    #[error("the log has moved on: expected its end at position {expected}, found it at {found}")]
    Conflict { expected: u64, found: u64 },
    #[error(
        "the store is full: {free} bytes are free and {reserve} are kept in reserve; free some space, writing goes on by \
         itself"
    )]
    Full { free: u64, reserve: u64 },
    #[error("the entry has {bytes} bytes, at most {limit} are allowed")]
    TooLarge { bytes: usize, limit: usize },
    #[error("the store cannot be written: {0}")]
    Unavailable(String),
    #[error("the log is damaged at position {position}: {reason}")]
    Corrupt { position: u64, reason: String },
}

impl From<LogError> for AppendError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unavailable(reason) => Self::Unavailable(reason),
            LogError::Full { free, reserve } => Self::Full { free, reserve },
            LogError::Corrupt { position, reason } => Self::Corrupt { position, reason },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_back_from_its_text() {
        let digest = Digest::of(b"concord");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("00".parse::<Digest>(), Err(()));
        assert_eq!("é".repeat(32).parse::<Digest>(), Err(()));
    }
}
