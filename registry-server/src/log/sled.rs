//! The embedded store: sled 0.34.7 as a log, in a directory with a lock, a format marker and a head anchor.
//!
//! sled's own `flush()` loses acknowledged writes in a power cut; docs/storage.md has the measurements and the rules.

mod anchor;
mod closing;
mod directory;
mod engine;
mod frame;
mod original;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::sync::watch;

use self::anchor::Anchor;
use self::directory::Directory;
use self::engine::{Engine, Fault};
use self::original::Original;
use super::{AppendError, Chain, Digest, Entries, Entry, Head, Log, LogError, chain};

/// Bytes kept free on the disk by default.
pub const DEFAULT_RESERVE_BYTES: u64 = 64 * 1024 * 1024;

/// How much a group may grow on its way through sled's pages.
const WRITE_AMPLIFICATION: u64 = 4;

/// A log in a directory.
pub struct SledLog {
    directory: Directory,
    engine: State,
    head: Head,
    reserve_bytes: u64,
    /// Position and place in the entry of each blob. Filled by the first question.
    blobs: RefCell<Option<HashMap<Digest, (u64, usize)>>>,
    position: watch::Sender<u64>,
}

enum State {
    Open(Engine),
    /// After an error; the next [`Log::head`] opens it again.
    Closed,
    /// After a failed sync: the kernel may show us what the disk does not hold, so only a new process may try.
    Lost(String),
}

/// Why a directory cannot be used. Worded for the person who started the server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the data directory `{}` is in use by {owner}; stop that one, or choose another directory with --data",
        dir.display()
    )]
    Running { dir: PathBuf, owner: String },
    #[error(
        "cannot write to the data directory `{}`: {reason}; allow it to the user who runs concord, or choose another \
         directory with --data",
        dir.display()
    )]
    NotWritable { dir: PathBuf, reason: String },
    #[error("`{}` holds no concord store", dir.display())]
    Missing { dir: PathBuf },
    #[error(
        "`{}` was written by a newer concord (format {found}, this one knows up to {known}); update concord",
        dir.display()
    )]
    Newer { dir: PathBuf, found: u32, known: u32 },
    #[error(
        "`{}` is not a concord store: {reason}; choose an empty directory with --data, or restore this one from a backup",
        dir.display()
    )]
    Foreign { dir: PathBuf, reason: &'static str },
    #[error(
        "the log in `{}` is damaged at position {position}: {reason}; restore the directory from a backup, or move it \
         away and register again",
        dir.display()
    )]
    Damaged { dir: PathBuf, position: u64, reason: String },
    #[error(
        "the log in `{}` can be read up to {end} only, and the `head` file says that it reached {anchor}: it is damaged \
         after that, or its end is missing; nothing was changed; restore the directory from a backup; to go on without \
         the lost entries, delete `{}`",
        dir.display(), dir.join("head").display()
    )]
    LostEnd { dir: PathBuf, end: Head, anchor: Head },
    #[error(
        "the file `{}` is damaged, so a lost end of the log would go unnoticed; the log stops at {end}; restore the \
         directory from a backup, or, if that is the end you expect, delete this file",
        dir.join("head").display()
    )]
    DamagedAnchor { dir: PathBuf, end: Head },
    #[error("`{}`: {reason}", path.display())]
    Io { path: PathBuf, reason: String },
}

impl OpenError {
    fn io(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: path.to_owned(), reason: error.to_string() }
    }

    fn log(dir: &Path, error: LogError) -> Self {
        let dir = dir.to_owned();
        match error {
            LogError::Corrupt { position, reason } => Self::Damaged { dir, position, reason },
            LogError::Full { .. } | LogError::Unavailable(_) => {
                Self::Io { path: dir, reason: error.to_string() }
            }
        }
    }
}

impl SledLog {
    /// Opens the store in `dir`, or creates it. Keeps `reserve_bytes` free on its disk.
    ///
    /// Entries are not verified here but while they are folded: see [`Chain`].
    pub fn open(dir: &Path, reserve_bytes: u64) -> Result<Self, OpenError> {
        Self::open_in(Directory::claim(dir, true)?, reserve_bytes)
    }

    fn open_in(directory: Directory, reserve_bytes: u64) -> Result<Self, OpenError> {
        let root = directory.root();
        let failed = |error: io::Error| OpenError::io(root, &error);
        let original = Original::keep(root).map_err(failed)?;
        let (engine, head) = match open_engine(&directory) {
            Ok(opened) => opened,
            Err(error) => {
                original.restore().map_err(failed)?;
                return Err(error);
            }
        };
        original.discard().map_err(failed)?;
        Ok(Self {
            directory,
            engine: State::Open(engine),
            head,
            reserve_bytes,
            blobs: RefCell::new(None),
            position: watch::channel(head.position).0,
        })
    }

    /// Refuses to let the disk run full: sled cannot be opened on a full disk.
    fn check_space(&self, bytes: usize) -> Result<(), LogError> {
        let unknown =
            |error: io::Error| LogError::Unavailable(format!("the free space is unknown: {error}"));
        let free = self.directory.free_bytes().map_err(unknown)?;
        let growth = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(WRITE_AMPLIFICATION);
        if free < self.reserve_bytes.saturating_add(growth) {
            return Err(LogError::Full { free, reserve: self.reserve_bytes });
        }
        Ok(())
    }

    /// After an error: stop writing, close, and say what happened.
    fn shut(&mut self, fault: Fault) -> AppendError {
        tracing::error!(?fault, "an append failed, the store will be opened again");
        let next = match &fault {
            Fault::Sync(reason) => State::Lost(reason.clone()),
            Fault::Full | Fault::Io(_) | Fault::Corrupt(_) | Fault::ForeignBlobs => State::Closed,
        };
        if let State::Open(engine) = std::mem::replace(&mut self.engine, next) {
            engine.close();
        }
        if fault == Fault::Full {
            let free = self.directory.free_bytes().unwrap_or_default();
            return AppendError::Full { free, reserve: self.reserve_bytes };
        }
        fault.at(self.head.position + 1).into()
    }

    fn engine(&self) -> Result<&Engine, LogError> {
        match &self.engine {
            State::Open(engine) => Ok(engine),
            State::Closed => {
                Err(LogError::Unavailable("the store is closed after an error".to_owned()))
            }
            State::Lost(reason) => Err(LogError::Unavailable(format!(
                "the disk could not be synced ({reason}); check it, then restart concord"
            ))),
        }
    }
}

impl Log for SledLog {
    fn head(&mut self) -> Result<Head, LogError> {
        if matches!(self.engine, State::Closed) {
            self.check_space(0)?;
            let engine = Engine::open(&self.directory.log()).map_err(|fault| fault.at(0))?;
            self.head = engine.head()?;
            self.engine = State::Open(engine);
            *self.blobs.get_mut() = None;
            self.position.send_replace(self.head.position);
            tracing::info!(head = %self.head, "the store is open again");
        }
        self.engine()?;
        Ok(self.head)
    }

    fn append(&mut self, expected: Head, entries: &[Entry]) -> Result<(), AppendError> {
        chain::admit(self.head, expected, entries)?;
        let Some(last) = entries.last() else { return Ok(()) };
        self.engine()?;
        self.check_space(entries.iter().map(Entry::size).sum())?;
        if let Err(fault) = self.engine()?.append(entries) {
            return Err(self.shut(fault));
        }
        self.head = last.head();
        if let Some(blobs) = self.blobs.get_mut() {
            entries.iter().for_each(|entry| index(blobs, entry));
        }
        self.position.send_replace(self.head.position);
        Ok(())
    }

    fn check(&mut self) -> Result<(), AppendError> {
        self.head()?;
        Ok(self.check_space(0)?)
    }

    fn settle(&mut self) {
        if let Err(error) = anchor::write(self.directory.root(), self.head) {
            tracing::warn!(%error, "the head anchor could not be moved");
        }
    }

    fn read(&self, position: u64) -> Entries<'_> {
        match self.engine() {
            Ok(engine) => Box::new(engine.read(position)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }

    fn blob(&self, hash: &Digest) -> Result<Option<Bytes>, LogError> {
        let mut index_cell = self.blobs.borrow_mut();
        if index_cell.is_none() {
            let mut blobs = HashMap::new();
            for entry in self.read(1) {
                index(&mut blobs, &entry?);
            }
            *index_cell = Some(blobs);
        }
        let Some((position, place)) =
            index_cell.as_ref().and_then(|blobs| blobs.get(hash)).copied()
        else {
            return Ok(None);
        };
        let bytes =
            self.engine()?.entry(position)?.blobs.into_iter().nth(place).map(|blob| blob.bytes);
        match bytes {
            Some(bytes) if Digest::of(&bytes) == *hash => Ok(Some(bytes)),
            Some(_) | None => Err(LogError::Corrupt {
                position,
                reason: format!("the text with hash {hash} has changed"),
            }),
        }
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.position.subscribe()
    }
}

impl Drop for SledLog {
    /// Closes sled, and notes how it left its files.
    fn drop(&mut self) {
        if let State::Open(engine) = std::mem::replace(&mut self.engine, State::Closed) {
            engine.close();
            if let Err(error) = closing::note(self.directory.root()) {
                tracing::debug!(%error, "how the log was closed could not be noted");
            }
        }
    }
}

/// What [`verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Where the log ends.
    pub head: Head,
    /// Where the head anchor says that it ends at least, if there is one.
    pub anchor: Option<Head>,
    /// Bytes of all entries and blobs, without the engine's own.
    pub bytes: u64,
}

/// Checks the whole store in `dir`: its files, every link of the chain, the anchor. Changes nothing that counts.
pub fn verify(dir: &Path) -> Result<Report, OpenError> {
    let log = SledLog::open_in(Directory::claim(dir, false)?, 0)?;
    let mut chain = Chain::new(Head::default(), log.read(1));
    let mut bytes = 0_u64;
    for entry in &mut chain {
        let size = entry.map_err(|error| OpenError::log(dir, error))?.size();
        bytes = bytes.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
    }
    let anchor = match anchor::read(dir).map_err(|error| OpenError::io(dir, &error))? {
        Anchor::At(anchor) => Some(anchor),
        Anchor::Missing | Anchor::Damaged => None,
    };
    Ok(Report { head: chain.head(), anchor, bytes })
}

/// Opens sled and looks at the end of the log. Leaves nothing open if that fails.
fn open_engine(directory: &Directory) -> Result<(Engine, Head), OpenError> {
    let root = directory.root();
    let engine =
        Engine::open(&directory.log()).map_err(|fault| OpenError::log(root, fault.at(0)))?;
    let synced = directory.sync().map_err(|error| OpenError::io(root, &error));
    match synced.and_then(|()| anchored_head(root, &engine)) {
        Ok(head) => Ok((engine, head)),
        Err(error) => {
            engine.close();
            Err(error)
        }
    }
}

/// The head of the log, if it agrees with the anchor: the log may be longer, not shorter, not another one.
fn anchored_head(root: &Path, engine: &Engine) -> Result<Head, OpenError> {
    let dir = root.to_owned();
    let end = engine.head().map_err(|error| OpenError::log(root, error))?;
    let anchor = match anchor::read(root).map_err(|error| OpenError::io(root, &error))? {
        Anchor::At(anchor) => anchor,
        Anchor::Damaged => return Err(OpenError::DamagedAnchor { dir, end }),
        Anchor::Missing => {
            if end.position > 0 {
                tracing::warn!(%end, "the head anchor is missing: a lost end of the log would go unnoticed this time");
            }
            anchor::write(root, end).map_err(|error| OpenError::io(root, &error))?;
            end
        }
    };
    if anchor.position > end.position {
        return Err(OpenError::LostEnd { dir, end, anchor });
    }
    if anchor.position > 0 {
        let found =
            engine.entry(anchor.position).map_err(|error| OpenError::log(root, error))?.head();
        if found != anchor {
            let reason = format!("the `head` file says {anchor}, the log has {found}");
            return Err(OpenError::Damaged { dir, position: anchor.position, reason });
        }
    }
    Ok(end)
}

/// Notes where the blobs of an entry are.
fn index(blobs: &mut HashMap<Digest, (u64, usize)>, entry: &Entry) {
    for (place, blob) in entry.blobs.iter().enumerate() {
        blobs.entry(blob.hash).or_insert((entry.position, place));
    }
}
