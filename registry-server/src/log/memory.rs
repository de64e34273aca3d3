//! A log in memory: for tests, and for servers that may forget.

use std::collections::HashMap;

use bytes::Bytes;
use tokio::sync::watch;

use super::{AppendError, Digest, Entries, Entry, Head, Log, LogError};

/// Entries in a vector. Gone when dropped.
pub struct MemoryLog {
    entries: Vec<Entry>,
    blobs: HashMap<Digest, Bytes>,
    position: watch::Sender<u64>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> Self {
        Self { entries: Vec::new(), blobs: HashMap::new(), position: watch::channel(0).0 }
    }

    fn end(&self) -> Head {
        self.entries.last().map(Entry::head).unwrap_or_default()
    }
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl Log for MemoryLog {
    fn head(&mut self) -> Result<Head, LogError> {
        Ok(self.end())
    }

    fn append(&mut self, expected: Head, entries: &[Entry]) -> Result<(), AppendError> {
        super::chain::admit(self.end(), expected, entries)?;
        for entry in entries {
            self.blobs.extend(entry.blobs.iter().map(|blob| (blob.hash, blob.bytes.clone())));
            self.entries.push(entry.clone());
        }
        self.position.send_replace(self.end().position);
        Ok(())
    }

    fn read(&self, position: u64) -> Entries<'_> {
        let skipped = usize::try_from(position.saturating_sub(1)).unwrap_or(usize::MAX);
        Box::new(self.entries.iter().skip(skipped).cloned().map(Ok))
    }

    fn blob(&self, hash: &Digest) -> Result<Option<Bytes>, LogError> {
        Ok(self.blobs.get(hash).cloned())
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.position.subscribe()
    }
}
