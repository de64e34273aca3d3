//! The embedded store under damage: what it cannot vouch for it refuses, and it says what to do.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use registry_server::log::sled::{OpenError, SledLog, verify};
use registry_server::log::{AppendError, Blob, Draft, Entry, Head, Log};

use crate::log::{contents, sealed};
use crate::random::Random;

/// A closed store of `count` entries with texts of up to 6 KB, and what is in it.
fn store(dir: &Path, count: u64) -> Vec<Entry> {
    let mut log = SledLog::open(dir, 0).unwrap();
    let mut random = Random::new(7);
    let mut head = Head::default();
    for number in 0..count {
        let text: Vec<u8> = (0..random.below(6_000))
            .map(|_| b'a' + u8::try_from(random.below(26)).unwrap())
            .collect();
        let draft =
            Draft { payload: format!("entry {number}").into(), blobs: vec![Blob::new(text)] };
        let entry = Entry::seal(head, 1, draft);
        log.append(head, std::slice::from_ref(&entry)).unwrap();
        log.settle();
        head = entry.head();
    }
    contents(&log)
}

/// Copies the files of a store, which has one level of folders.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy(&file.path(), &target);
        } else {
            fs::copy(file.path(), target).unwrap();
        }
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_dir() {
            found.extend(files(&file.path()));
        } else {
            found.push(file.path());
        }
    }
    found.sort();
    found
}

/// The error of opening `dir`.
fn refusal(dir: &Path) -> OpenError {
    SledLog::open(dir, 0).map(|_| ()).unwrap_err()
}

#[test]
fn a_store_is_found_again_with_everything_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let written = store(dir.path(), 50);
    let mut log = SledLog::open(dir.path(), 0).unwrap();
    assert_eq!(log.head(), Ok(written[49].head()));
    assert_eq!(contents(&log), written);
    let late = &written[49].blobs[0];
    assert_eq!(log.blob(&late.hash), Ok(Some(late.bytes.clone())));
    drop(log);
    let report = verify(dir.path()).unwrap();
    assert_eq!((report.head, report.anchor), (written[49].head(), Some(written[49].head())));
}

#[test]
fn an_entry_of_many_megabytes_survives() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = SledLog::open(dir.path(), 0).unwrap();
    let text = "x".repeat(9_000_000);
    let entries = sealed(Head::default(), &["small", &text, "small again"]);
    log.append(Head::default(), &entries).unwrap();
    drop(log);
    assert_eq!(contents(&SledLog::open(dir.path(), 0).unwrap()), entries);
}

#[test]
fn a_second_owner_is_told_who_holds_the_directory() {
    let dir = tempfile::tempdir().unwrap();
    let first = SledLog::open(dir.path(), 0).unwrap();
    let message = refusal(dir.path()).to_string();
    let pid = std::process::id();
    assert!(
        message.contains(&format!("`{}` is in use by process {pid}", dir.path().display())),
        "{message}"
    );
    drop(first);
    SledLog::open(dir.path(), 0).unwrap();
}

#[test]
fn a_directory_that_is_not_ours_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(verify(&dir.path().join("nowhere")), Err(OpenError::Missing { .. })));
    fs::create_dir(dir.path().join("log")).unwrap();
    assert!(refusal(dir.path()).to_string().contains("no `format` file"));
    fs::write(dir.path().join("format"), "concord-log 2\n").unwrap();
    assert!(
        refusal(dir.path())
            .to_string()
            .contains("newer concord (format 2, this one knows up to 1)")
    );
    for nonsense in
        [&b"concord-log\n"[..], b"concord-log 0\n", b"other 1\n", b"concord-log 1", b"\xff\xfe"]
    {
        fs::write(dir.path().join("format"), nonsense).unwrap();
        assert!(matches!(refusal(dir.path()), OpenError::Foreign { .. }), "{nonsense:?}");
    }
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(refusal(&file), OpenError::NotWritable { .. }));
}

#[test]
fn half_written_snapshots_are_removed_and_unsynced_blobs_refused() {
    let dir = tempfile::tempdir().unwrap();
    let written = store(dir.path(), 20);
    let partial = dir.path().join("log/snap.7FFFFFFFFFFFFFFF.generating");
    fs::write(&partial, "half").unwrap();
    assert_eq!(contents(&SledLog::open(dir.path(), 0).unwrap()), written);
    assert!(!partial.exists());
    fs::create_dir_all(dir.path().join("log/blobs")).unwrap();
    fs::write(dir.path().join("log/blobs/17"), "x").unwrap();
    for _again in 0..2 {
        assert!(refusal(dir.path()).to_string().contains("`log/blobs` is not empty"));
    }
}

#[test]
fn the_anchor_tells_a_lost_end_from_a_longer_log() {
    let dir = tempfile::tempdir().unwrap();
    let written = store(dir.path(), 3);
    let anchor = dir.path().join("head");
    let at_three = fs::read(&anchor).unwrap();

    let mut log = SledLog::open(dir.path(), 0).unwrap();
    log.append(written[2].head(), &sealed(written[2].head(), &["four", "five"])).unwrap();
    log.settle();
    drop(log);
    let at_five = fs::read(&anchor).unwrap();

    fs::write(&anchor, &at_three).unwrap();
    assert_eq!(
        SledLog::open(dir.path(), 0).unwrap().head().unwrap().position,
        5,
        "an anchor may lag behind"
    );

    fs::remove_file(&anchor).unwrap();
    assert_eq!(
        SledLog::open(dir.path(), 0).unwrap().head().unwrap().position,
        5,
        "a missing anchor is made anew"
    );
    assert_eq!(fs::read(&anchor).unwrap(), at_five);

    fs::write(&anchor, "concord-head 1 5").unwrap();
    assert!(matches!(refusal(dir.path()), OpenError::DamagedAnchor { .. }));

    fs::remove_dir_all(dir.path().join("log")).unwrap();
    fs::write(&anchor, &at_five).unwrap();
    let message = refusal(dir.path()).to_string();
    assert!(message.contains("can be read up to position 0 (no entry) only"), "{message}");
    assert!(message.contains("delete `"), "{message}");
}

/// Opens a damaged store. True if it was refused, and left as it was; otherwise all in it must be what was written.
fn refused(dir: &Path, written: &[Entry], what: &str) -> bool {
    let found = fs::read(dir.join("log/db")).unwrap();
    let Ok(log) = SledLog::open(dir, 0) else {
        assert!(
            fs::read(dir.join("log/db")).unwrap() == found,
            "{what}: a refused store was changed"
        );
        assert!(!dir.join("log.found").exists());
        return true;
    };
    let read: Result<Vec<Entry>, _> =
        registry_server::log::Chain::new(Head::default(), log.read(1)).collect();
    match read {
        Ok(read) => {
            assert_eq!(read.len(), written.len(), "{what}: lost entries were not noticed");
            assert_eq!(read, written, "{what}: wrong entries were served");
            false
        }
        Err(_) => true,
    }
}

#[test]
fn flipped_bytes_are_refused_or_harmless_but_never_served() {
    let dir = tempfile::tempdir().unwrap();
    let origin = dir.path().join("origin");
    let written = store(&origin, 60);
    let mut random = Random::chosen();
    let (mut noticed, mut harmless) = (0, 0);
    for round in 0..120 {
        let damaged = dir.path().join(format!("damaged-{round}"));
        copy(&origin, &damaged);
        // Every second flip goes into the large file, the others into every file in turn.
        let files = files(&damaged);
        let path = if round % 2 == 0 {
            damaged.join("log/db")
        } else {
            files[round / 2 % files.len()].clone()
        };
        let file = File::options().read(true).write(true).open(&path).unwrap();
        let length = file.metadata().unwrap().len();
        let offset = random.below(length.max(1));
        let mut byte = [0];
        if file.read_at(&mut byte, offset).unwrap() == 1 {
            byte[0] ^= 1 << random.below(8);
            file.write_at(&byte, offset).unwrap();
        }
        let what = format!("seed {}, byte {offset} of {}", random.seed, path.display());
        if refused(&damaged, &written, &what) {
            noticed += 1
        } else {
            harmless += 1
        }
        fs::remove_dir_all(&damaged).unwrap();
    }
    eprintln!("seed {}: {noticed} flips refused, {harmless} harmless", random.seed);
    assert!(noticed > 20, "the damage was real");
}

#[test]
fn a_truncated_log_is_refused_or_complete() {
    let dir = tempfile::tempdir().unwrap();
    let origin = dir.path().join("origin");
    let written = store(&origin, 60);
    let mut random = Random::chosen();
    let length = fs::metadata(origin.join("log/db")).unwrap().len();
    let mut noticed = 0;
    let mut cuts = vec![0, 1, length / 2, length - 1];
    cuts.extend((0..20).map(|_| random.below(length)));
    for (round, size) in cuts.into_iter().enumerate() {
        let damaged = dir.path().join(format!("damaged-{round}"));
        copy(&origin, &damaged);
        File::options().write(true).open(damaged.join("log/db")).unwrap().set_len(size).unwrap();
        let what = format!("seed {}, cut to {size} of {length}", random.seed);
        noticed += usize::from(refused(&damaged, &written, &what));
        fs::remove_dir_all(&damaged).unwrap();
    }
    eprintln!("seed {}: {noticed} of 24 cuts refused", random.seed);
    assert!(noticed >= 4, "the damage was real");
}

#[test]
fn a_disk_below_its_reserve_is_read_but_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let written = store(dir.path(), 5);
    let mut log = SledLog::open(dir.path(), u64::MAX).unwrap();
    let head = log.head().unwrap();
    let refused = log.append(head, &sealed(head, &["more"])).unwrap_err();
    assert!(matches!(refused, AppendError::Full { reserve: u64::MAX, .. }), "{refused}");
    assert!(refused.to_string().contains("free some space"), "{refused}");
    assert_eq!(log.head(), Ok(head));
    assert_eq!(contents(&log), written);
}
