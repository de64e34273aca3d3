//! The directory around the log: one owner at a time, a format marker, room on the disk, everything synced.
//!
//! `format` (what is in here), `lock` (who uses it), `head` (the anchor), `log/` (sled's own files).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::OpenError;

/// The newest format this code writes and reads.
const FORMAT: u32 = 1;

const FORMAT_TITLE: &str = "concord-log";

/// A directory that is ours until this value is dropped.
pub(super) struct Directory {
    root: PathBuf,
    _lock: File,
}

impl Directory {
    /// Takes an existing store, or makes a new one of an empty or missing directory if `create`.
    pub(super) fn claim(root: &Path, create: bool) -> Result<Self, OpenError> {
        if !create && !root.join("format").exists() {
            return Err(OpenError::Missing { dir: root.to_owned() });
        }
        let unwritable = |error: io::Error| OpenError::NotWritable {
            dir: root.to_owned(),
            reason: error.to_string(),
        };
        fs::create_dir_all(root).map_err(unwritable)?;
        let mut options = OpenOptions::new();
        let lock =
            options.create(true).truncate(false).read(true).write(true).open(root.join("lock"));
        let lock = own(lock.map_err(unwritable)?, root)?;
        let directory = Self { root: root.to_owned(), _lock: lock };
        directory.check_format()?;
        Ok(directory)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where sled keeps its files.
    pub(super) fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// Bytes that an unprivileged process may still write here.
    pub(super) fn free_bytes(&self) -> io::Result<u64> {
        let stat = rustix::fs::statvfs(&self.root)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    /// Makes names durable: of the files in here, and of this directory itself.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.root)?.sync_all()?;
        let root = self.root.canonicalize()?;
        root.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
    }

    /// The marker is there before the log is, so a log without one is not ours.
    fn check_format(&self) -> Result<(), OpenError> {
        let dir = self.root.clone();
        match fs::read_to_string(self.root.join("format")) {
            Ok(text) => {
                match text.strip_prefix(FORMAT_TITLE).map(|number| number.trim().parse::<u32>()) {
                    Some(Ok(FORMAT)) if text.ends_with('\n') => Ok(()),
                    Some(Ok(found)) if found > FORMAT => {
                        Err(OpenError::Newer { dir, found, known: FORMAT })
                    }
                    Some(Ok(_) | Err(_)) | None => Err(OpenError::Foreign {
                        dir,
                        reason: "its `format` file does not say `concord-log 1`",
                    }),
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if self.log().exists() {
                    return Err(OpenError::Foreign {
                        dir,
                        reason: "it has a `log` folder and no `format` file",
                    });
                }
                self.write_format().map_err(|error| OpenError::io(&self.root, &error))
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(OpenError::Foreign { dir, reason: "its `format` file is not text" })
            }
            Err(error) => Err(OpenError::io(&self.root.join("format"), &error)),
        }
    }

    fn write_format(&self) -> io::Result<()> {
        let next = self.root.join("format.next");
        let mut file = File::create(&next)?;
        writeln!(file, "{FORMAT_TITLE} {FORMAT}")?;
        file.sync_all()?;
        fs::rename(next, self.root.join("format"))?;
        self.sync()
    }
}

/// Locks the file and leaves our process id in it, for the message that the next one gets.
fn own(mut lock: File, root: &Path) -> Result<File, OpenError> {
    match lock.try_lock() {
        Ok(()) => {
            let signed = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
            signed.map_err(|error| OpenError::NotWritable {
                dir: root.to_owned(),
                reason: error.to_string(),
            })?;
            Ok(lock)
        }
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            // Only for the message: without the id it is still true.
            let _unreadable = lock.read_to_string(&mut pid);
            let pid = pid.trim();
            let owner = if pid.is_empty() {
                "another process".to_owned()
            } else {
                format!("process {pid}")
            };
            Err(OpenError::Running { dir: root.to_owned(), owner })
        }
        Err(TryLockError::Error(error)) => Err(OpenError::io(&root.join("lock"), &error)),
    }
}
