//! The log as it was found, kept until it is known to be whole: sled's recovery wipes what follows damage.
//!
//! If the store is refused, its files are put back, so that starting a server on a damaged store destroys nothing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::closing;

/// A copy of the log's folder, made before sled opens it.
pub(super) struct Original {
    log: PathBuf,
    /// `None` if there was nothing to copy, no need to, or no room for it.
    copy: Option<PathBuf>,
}

impl Original {
    /// Copies the folder `log` of `root`. The copy needs no sync: it only counts in this process.
    pub(super) fn keep(root: &Path) -> io::Result<Self> {
        let (log, copy) = (root.join("log"), root.join("log.found"));
        // Left behind by a process that was killed while it opened the store.
        remove(&copy)?;
        if !log.join("db").exists() || closing::is_untouched(root)? {
            return Ok(Self { log, copy: None });
        }
        match copy_files(&log, &copy) {
            Ok(()) => Ok(Self { log, copy: Some(copy) }),
            Err(error) => {
                tracing::warn!(%error, "no copy of the log can be kept while it is opened");
                remove(&copy)?;
                Ok(Self { log, copy: None })
            }
        }
    }

    /// The log is whole: forget the copy.
    pub(super) fn discard(self) -> io::Result<()> {
        self.copy.map_or(Ok(()), |copy| remove(&copy))
    }

    /// The log is not whole: put back what was found. sled must be closed.
    pub(super) fn restore(self) -> io::Result<()> {
        let Some(copy) = self.copy else { return Ok(()) };
        for file in files(&copy)? {
            File::open(file)?.sync_all()?;
        }
        for file in files(&self.log)? {
            fs::remove_file(file)?;
        }
        for file in files(&copy)? {
            if let Some(name) = file.file_name() {
                fs::rename(&file, self.log.join(name))?;
            }
        }
        File::open(&self.log)?.sync_all()?;
        remove(&copy)
    }
}

/// Only the files: `blobs/` is empty, or the store is refused without being opened.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for file in files(from)? {
        if let Some(name) = file.file_name() {
            fs::copy(&file, to.join(name))?;
        }
    }
    Ok(())
}

/// The files in a folder, without those in folders below.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        if file.file_type()?.is_file() {
            found.push(file.path());
        }
    }
    Ok(found)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
