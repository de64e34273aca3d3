//! How the log's files, and the anchor, were left by a server that closed them in order: names, lengths, checksums.
//!
//! Files that still are like that hold nothing that sled's recovery would wipe, so that no copy of them has to be made.
//! Nothing rests on the note itself: one that is missing, old or damaged fits no files, and the copy is made.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::original::files;

const NOTE: &str = "closed";

/// Larger logs get no note: a server that is told to stop must not read for long.
const MOST_BYTES: u64 = 1 << 30;

const CHUNK_BYTES: usize = 1 << 20;

/// Notes how the log of `root` is now. sled must be closed.
pub(super) fn note(root: &Path) -> io::Result<()> {
    let mut bytes = 0;
    for file in files(&root.join("log"))? {
        bytes += file.metadata()?.len();
    }
    if bytes > MOST_BYTES { Ok(()) } else { fs::write(root.join(NOTE), describe(root)?) }
}

/// Whether the log of `root` is as it was noted, to the last byte.
pub(super) fn is_untouched(root: &Path) -> io::Result<bool> {
    match fs::read_to_string(root.join(NOTE)) {
        Ok(noted) => Ok(noted == describe(root)?),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData) =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// A line for the head anchor and each file of the log: length, CRC-32, name.
fn describe(root: &Path) -> io::Result<String> {
    let mut paths = files(&root.join("log"))?;
    paths.extend(Some(root.join("head")).filter(|anchor| anchor.exists()));
    let mut lines = Vec::new();
    for path in paths {
        let (length, checksum) = checksum(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        lines.push(format!("{length} {checksum:08x} {name}\n"));
    }
    lines.sort();
    Ok(lines.concat())
}

fn checksum(path: &Path) -> io::Result<(u64, u32)> {
    let mut file = File::open(path)?;
    let mut checksum = crc32fast::Hasher::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut length = 0;
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok((length, checksum.finalize())),
            Ok(read) => {
                checksum.update(&chunk[..read]);
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::SledLog;
    use super::*;
    use crate::log::{Blob, Draft, Entry, Head, Log as _};

    #[test]
    fn only_what_was_closed_in_order_and_left_alone_is_untouched() {
        let root = tempfile::tempdir().unwrap();
        let mut log = SledLog::open(root.path(), 0).unwrap();
        let blobs = vec![Blob::new(vec![b'x'; 100_000])];
        let entry = Entry::seal(Head::default(), 1, Draft { payload: "one".into(), blobs });
        log.append(Head::default(), std::slice::from_ref(&entry)).unwrap();
        assert!(!is_untouched(root.path()).unwrap(), "open");
        drop(log);
        assert!(is_untouched(root.path()).unwrap(), "closed");
        drop(SledLog::open(root.path(), 0).unwrap());
        assert!(is_untouched(root.path()).unwrap(), "opened and closed again");

        let db = root.path().join("log/db");
        let bytes = fs::read(&db).unwrap();
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for (changed, what) in [(&flipped[..], "flipped"), (&bytes[..bytes.len() - 1], "cut")] {
            fs::write(&db, changed).unwrap();
            assert!(!is_untouched(root.path()).unwrap(), "{what}");
        }
        fs::write(&db, &bytes).unwrap();
        assert!(is_untouched(root.path()).unwrap(), "put back");
        fs::write(root.path().join("log/snap.1"), b"").unwrap();
        assert!(!is_untouched(root.path()).unwrap(), "one file more");
        fs::remove_file(root.path().join("log/snap.1")).unwrap();
        fs::write(root.path().join("head"), b"another end").unwrap();
        assert!(!is_untouched(root.path()).unwrap(), "another anchor");
        fs::write(root.path().join(NOTE), [0xff]).unwrap();
        assert!(!is_untouched(root.path()).unwrap(), "the note is damaged");
    }
}
