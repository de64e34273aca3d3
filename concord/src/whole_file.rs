//! A file that others see whole or not at all: written beside its place, then renamed.

use crate::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file in the making; what is not finished is gone again.
#[derive(Debug)]
pub(crate) struct WholeFile {
    out: BufWriter<File>,
    path: PathBuf,
    /// Where it stands until it is whole; a pipe or a device is written at once.
    unfinished: Option<PathBuf>,
}

impl WholeFile {
    /// Begins a file in a folder that is there.
    pub(crate) fn create(path: &Path) -> Result<WholeFile, Error> {
        let failed = |reason| Error::Write { path: path.to_owned(), reason };
        let unfinished = beside(path).map_err(failed)?;
        let out = match &unfinished {
            Some(unfinished) => File::create(unfinished),
            None => File::options().write(true).open(path),
        };
        let out = BufWriter::new(out.map_err(failed)?);
        Ok(WholeFile { out, path: path.to_owned(), unfinished })
    }

    /// Writes a file that is at hand.
    pub(crate) fn write(path: &Path, content: &str) -> Result<(), Error> {
        WholeFile::of(path, content)?.finish()
    }

    /// Begins a file with everything that shall be in it.
    pub(crate) fn of(path: &Path, content: &str) -> Result<WholeFile, Error> {
        let mut file = WholeFile::create(path)?;
        file.add(content.as_bytes())?;
        Ok(file)
    }

    /// Adds to what is there.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(|reason| self.failed(reason))
    }

    /// Waits until the disk has everything.
    pub(crate) fn sync(&mut self) -> Result<(), Error> {
        let synced = self.out.flush().and_then(|()| self.out.get_ref().sync_all());
        synced.map_err(|reason| self.failed(reason))
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let renamed = self.out.flush().and_then(|()| match &self.unfinished {
            Some(unfinished) => fs::rename(unfinished, &self.path),
            None => Ok(()),
        });
        renamed.map_err(|reason| self.failed(reason))?;
        self.unfinished = None;
        Ok(())
    }

    fn failed(&self, reason: io::Error) -> Error {
        Error::Write { path: self.path.clone(), reason }
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // Half a file helps nobody; if it cannot go, the error that ended it has said where it is.
        let _ = self.unfinished.take().map(fs::remove_file);
    }
}

/// The place beside a file; none where renaming would put a file in the place of something else.
fn beside(path: &Path) -> io::Result<Option<PathBuf>> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if path.exists() && !path.is_file() {
        return Ok(None);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let name = format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id());
    Ok(Some(path.with_file_name(name)))
}

#[cfg(test)]
mod tests {
    use super::WholeFile;
    use std::fs;

    #[test]
    fn a_file_is_there_when_it_is_finished_and_no_other_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        drop(WholeFile::of(&path, "half").unwrap());
        let names = || fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(names(), 0, "what is not finished is gone");
        WholeFile::write(&path, "old").unwrap();
        let file = WholeFile::of(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        file.finish().unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("new", 1));
        assert!(WholeFile::write(folder.path(), "").is_err(), "a folder is no file");
    }
}
