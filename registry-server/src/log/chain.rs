//! The hash chain: how an entry is sealed, and how a reader finds the first one that does not fit.

use sha2::{Digest as _, Sha256};

use super::{AppendError, Blob, Digest, Draft, Entries, Entry, Head, LogError, MAX_ENTRY_BYTES};

/// First byte of what is hashed. A different layout of the header gets a different number.
const CHAIN_VERSION: u8 = 1;

impl Entry {
    /// Gives a draft its place after `head`.
    pub fn seal(head: Head, at_ms: i64, draft: Draft) -> Self {
        let Draft { payload, blobs } = draft;
        let position = head.position + 1;
        let mut entry =
            Self { position, prev: head.hash, hash: Digest::default(), at_ms, payload, blobs };
        entry.hash = entry.computed_hash();
        entry
    }

    /// The hash that this content must carry.
    fn computed_hash(&self) -> Digest {
        let mut sha = Sha256::new();
        sha.update(self.prev.0);
        sha.update([CHAIN_VERSION]);
        sha.update(self.position.to_be_bytes());
        sha.update(self.at_ms.to_be_bytes());
        sha.update((self.payload.len() as u64).to_be_bytes());
        sha.update((self.blobs.len() as u64).to_be_bytes());
        sha.update(&self.payload);
        for blob in &self.blobs {
            sha.update(blob.hash.0);
        }
        Digest(sha.finalize().into())
    }

    /// Does this entry follow `head`, and is it unchanged?
    pub fn follows(&self, head: Head) -> Result<(), Broken> {
        let place = head.position + 1;
        let broken = |reason| Err(Broken { position: place, reason });
        if self.position != place {
            return broken(format!("the next entry carries position {}", self.position));
        }
        if self.prev != head.hash {
            return broken(format!(
                "it follows an entry with hash {}, not {}",
                self.prev, head.hash
            ));
        }
        let computed = self.computed_hash();
        if self.hash != computed {
            return broken(format!("it carries hash {}, its content has {computed}", self.hash));
        }
        match self.blobs.iter().find(|blob| !blob.is_intact()) {
            Some(blob) => broken(format!("the text with hash {} has changed", blob.hash)),
            None => Ok(()),
        }
    }
}

impl Blob {
    fn is_intact(&self) -> bool {
        Digest::of(&self.bytes) == self.hash
    }
}

/// What every store checks before it writes: is the log where the writer believes, do the entries continue it, do they fit?
pub(super) fn admit(end: Head, expected: Head, entries: &[Entry]) -> Result<(), AppendError> {
    if end != expected {
        return Err(AppendError::Conflict { expected: expected.position, found: end.position });
    }
    let mut head = expected;
    for entry in entries {
        if entry.size() > MAX_ENTRY_BYTES {
            return Err(AppendError::TooLarge { bytes: entry.size(), limit: MAX_ENTRY_BYTES });
        }
        entry.follows(head).map_err(LogError::from)?;
        head = entry.head();
    }
    Ok(())
}

/// The first place at which a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub position: u64,
    pub reason: String,
}

impl From<Broken> for LogError {
    fn from(Broken { position, reason }: Broken) -> Self {
        Self::Corrupt { position, reason }
    }
}

/// Entries that are verified as they pass. Ends after the first error.
pub struct Chain<'a> {
    entries: Entries<'a>,
    head: Head,
    failed: bool,
}

impl<'a> Chain<'a> {
    /// `entries` must start right after `head`.
    pub fn new(head: Head, entries: Entries<'a>) -> Self {
        Self { entries, head, failed: false }
    }

    /// The last entry that held.
    pub fn head(&self) -> Head {
        self.head
    }
}

impl Iterator for Chain<'_> {
    type Item = Result<Entry, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let checked = self.entries.next()?.and_then(|entry| {
            entry.follows(self.head)?;
            self.head = entry.head();
            Ok(entry)
        });
        self.failed = checked.is_err();
        Some(checked)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn three() -> Vec<Entry> {
        let mut head = Head::default();
        let mut entries = Vec::new();
        for number in 1..=3_u8 {
            let draft = Draft {
                payload: Bytes::from(vec![number; 10]),
                blobs: vec![Blob::new(vec![number; 20])],
            };
            let entry = Entry::seal(head, i64::from(number), draft);
            head = entry.head();
            entries.push(entry);
        }
        entries
    }

    type Change = fn(&mut Vec<Entry>);

    /// Where a chain of these entries breaks.
    fn break_of(entries: Vec<Entry>) -> Option<u64> {
        let mut chain = Chain::new(Head::default(), Box::new(entries.into_iter().map(Ok)));
        chain.find_map(|entry| match entry {
            Ok(_) => None,
            Err(LogError::Corrupt { position, .. }) => Some(position),
            Err(LogError::Unavailable(_) | LogError::Full { .. }) => None,
        })
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(break_of(three()), None);
    }

    #[test]
    fn every_kind_of_change_breaks_the_chain_at_its_position() {
        let changes: [(&str, Change, u64); 7] = [
            ("payload", |e| e[1].payload = Bytes::from_static(b"other"), 2),
            ("time", |e| e[1].at_ms += 1, 2),
            ("blob bytes", |e| e[1].blobs[0].bytes = Bytes::from_static(b"other"), 2),
            ("blob and its hash", |e| e[1].blobs[0] = Blob::new(&b"other"[..]), 2),
            ("lost", |e| drop(e.remove(1)), 2),
            ("swapped", |e| e.swap(0, 1), 1),
            ("resealed", |e| e[1] = Entry::seal(e[0].head(), 9, Draft::default()), 3),
        ];
        for (what, change, position) in changes {
            let mut entries = three();
            change(&mut entries);
            assert_eq!(break_of(entries), Some(position), "{what}");
        }
    }
}
