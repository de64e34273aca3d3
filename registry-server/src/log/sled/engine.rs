//! The only file that talks to sled, under the five rules of docs/storage.md.
//!
//! 1. A log only: batches are appended, nothing is overwritten or deleted.
//! 2. Values of at most 4,000 bytes, so that sled moves nothing to `blobs/`, which it would never sync.
//! 3. After `flush()`, which on Linux is no fsync, an own `fdatasync` of `db`; names are synced at creation.
//! 4. Half-written `snap.*.generating` files are removed before opening: sled would trip over them.
//! 5. No background flusher, a small cache; after any I/O error the engine is closed and opened again.

use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::frame::{Assembly, Key, chunks};
use crate::log::{Entry, Head, LogError};

/// sled's page cache. The state is in memory anyway; pages are only read at start.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;

/// How often a reader asks for the page it has just read, so that sled lets go of it soon: each of sled's 256 shards only
/// looks at what it holds when 64 accesses have come together, and would hold 64 pages of a log that is read once.
const TOUCHES: usize = 2;

/// How long sled's threads may take to let go of the files when it is reopened in process.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// An open sled.
pub(super) struct Engine {
    tree: sled::Db,
    /// Own handle on the file that holds everything, for rule 3.
    file: File,
}

/// What went wrong in or below sled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// No space left on the device.
    Full,
    /// The sync failed: the kernel may have dropped what it could not write, so nothing written since is certain.
    Sync(String),
    Io(String),
    Corrupt(String),
    /// Files in `blobs/` (rule 2).
    ForeignBlobs,
}

impl Engine {
    /// Opens the log in this folder or creates it.
    pub(super) fn open(folder: &Path) -> Result<Self, Fault> {
        fs::create_dir_all(folder)?;
        remove_half_written_snapshots(folder)?;
        refuse_blobs(folder)?;
        let tree = guarded(|| open_patiently(folder))??;
        refuse_blobs(folder)?;
        let file = File::options().read(true).write(true).open(folder.join("db"))?;
        // After a kill the page cache may hold entries that no sync has covered: they count from now on.
        file.sync_all()?;
        File::open(folder.join("conf"))?.sync_all()?;
        File::open(folder)?.sync_all()?;
        Ok(Self { tree, file })
    }

    /// Where the log ends according to its last entry.
    pub(super) fn head(&self) -> Result<Head, LogError> {
        let last =
            guarded(|| self.tree.last()).and_then(|last| Ok(last?)).map_err(|fault| fault.at(0))?;
        let Some((key, _)) = last else { return Ok(Head::default()) };
        let position = Key::parse(&key).ok_or_else(|| foreign_key(0, &key))?.position;
        self.entry(position).map(|entry| entry.head())
    }

    /// One entry by its position.
    pub(super) fn entry(&self, position: u64) -> Result<Entry, LogError> {
        self.read(position).next().unwrap_or_else(|| {
            Err(LogError::Corrupt { position, reason: "the entry is missing".to_owned() })
        })
    }

    /// Entries from `position` on, put together from their chunks.
    pub(super) fn read(&self, position: u64) -> Reader {
        let start = Key { position, part: 0, chunk: 0 }.bytes();
        let (tree, chunks) = (self.tree.clone(), self.tree.range(start..));
        Reader { tree, chunks, position, failed: false }
    }

    /// Writes all entries or none; they are on the disk when this returns.
    pub(super) fn append(&self, entries: &[Entry]) -> Result<(), Fault> {
        let mut batch = sled::Batch::default();
        for (key, chunk) in entries.iter().flat_map(chunks) {
            batch.insert(&key.bytes(), chunk);
        }
        guarded(|| {
            self.tree.apply_batch(batch)?;
            self.tree.flush().map(|_bytes| ())
        })??;
        self.file.sync_data().map_err(|error| Fault::Sync(error.to_string()))
    }

    /// Closes sled, which may panic if it has met an error before.
    pub(super) fn close(self) {
        if let Err(fault) = guarded(|| drop(self)) {
            tracing::warn!(?fault, "sled did not close cleanly");
        }
    }
}

/// Entries of a sled, in order, not yet verified.
pub(super) struct Reader {
    tree: sled::Db,
    chunks: sled::Iter,
    /// Of the entry that comes next, for messages: the chain checks that it does.
    position: u64,
    failed: bool,
}

impl Reader {
    fn assemble(&mut self) -> Result<Option<Entry>, LogError> {
        let mut assembly = None;
        while let Some(chunk) =
            guarded(|| self.chunks.next()).map_err(|fault| fault.at(self.position))?
        {
            let (bytes, value) = chunk.map_err(|error| Fault::from(error).at(self.position))?;
            let key = Key::parse(&bytes).ok_or_else(|| foreign_key(self.position, &bytes))?;
            let assembly = assembly.get_or_insert_with(|| Assembly::new(key.position));
            let pushed = assembly.push(key, &value);
            if let Some(entry) =
                pushed.map_err(|reason| LogError::Corrupt { position: self.position, reason })?
            {
                self.touch(&bytes)?;
                return Ok(Some(entry));
            }
        }
        match assembly {
            Some(_) => Err(LogError::Corrupt {
                position: self.position,
                reason: "the entry is cut off".to_owned(),
            }),
            None => Ok(None),
        }
    }
}

impl Reader {
    /// See [`TOUCHES`].
    fn touch(&self, key: &[u8]) -> Result<(), LogError> {
        for _ in 0..TOUCHES {
            let read = guarded(|| self.tree.get(key)).and_then(|read| Ok(read?));
            read.map_err(|fault| fault.at(self.position))?;
        }
        Ok(())
    }
}

impl Iterator for Reader {
    type Item = Result<Entry, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.assemble().transpose()?;
        match &next {
            Ok(entry) => self.position = entry.position.saturating_add(1),
            Err(_) => self.failed = true,
        }
        Some(next)
    }
}

impl Fault {
    /// As an error of reading at this position.
    pub(super) fn at(self, position: u64) -> LogError {
        match self {
            Self::Corrupt(reason) => LogError::Corrupt { position, reason },
            Self::ForeignBlobs => {
                LogError::Corrupt { position, reason: "its `log/blobs` is not empty".to_owned() }
            }
            Self::Full => LogError::Unavailable("no space left on the device".to_owned()),
            Self::Sync(reason) | Self::Io(reason) => LogError::Unavailable(reason),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _other => Self::Io(error.to_string()),
        }
    }
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => error.into(),
            sled::Error::Corruption { at, .. } => Self::Corrupt(
                at.map_or_else(|| "a page cannot be read".to_owned(), |at| format!("at {at}")),
            ),
            sled::Error::ReportableBug(reason) | sled::Error::Unsupported(reason) => {
                Self::Corrupt(reason)
            }
            sled::Error::CollectionNotFound(name) => {
                Self::Corrupt(format!("tree {name:?} is missing"))
            }
        }
    }
}

/// sled panics on some kinds of damage.
fn guarded<T>(step: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| {
        let reason = panic.downcast_ref::<String>().map(String::as_str);
        let reason =
            reason.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        Fault::Corrupt(format!("the store cannot make sense of its files ({})", first_line(reason)))
    })
}

/// sled holds its file lock until its last thread has ended; a reopening must wait for that.
fn open_patiently(folder: &Path) -> sled::Result<sled::Db> {
    let config = sled::Config::new()
        .path(folder)
        .cache_capacity(CACHE_BYTES)
        .flush_every_ms(None)
        .mode(sled::Mode::HighThroughput);
    let mut waited = Duration::ZERO;
    loop {
        match config.open() {
            Err(sled::Error::Io(error))
                if error.to_string().contains("lock") && waited < LOCK_PATIENCE =>
            {
                let pause = Duration::from_millis(20);
                thread::sleep(pause);
                waited += pause;
            }
            opened => return opened,
        }
    }
}

fn remove_half_written_snapshots(folder: &Path) -> io::Result<()> {
    for file in fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

fn refuse_blobs(folder: &Path) -> Result<(), Fault> {
    match fs::read_dir(folder.join("blobs")) {
        Ok(mut files) => {
            if files.next().is_some() {
                Err(Fault::ForeignBlobs)
            } else {
                Ok(())
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn foreign_key(position: u64, key: &[u8]) -> LogError {
    LogError::Corrupt { position, reason: format!("a key has {} bytes, not 16", key.len()) }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
