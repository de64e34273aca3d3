//! Every store of the event log obeys the same contract.

use registry_server::log::memory::MemoryLog;
use registry_server::log::sled::SledLog;
use registry_server::log::{AppendError, Blob, Chain, Digest, Draft, Entry, Head, Log};

/// Entries that continue `head`, one per payload, each with its payload's mirror image as a blob.
pub(crate) fn sealed(mut head: Head, payloads: &[&str]) -> Vec<Entry> {
    payloads
        .iter()
        .map(|payload| {
            let mirrored: String = payload.chars().rev().collect();
            let draft =
                Draft { payload: (*payload).to_owned().into(), blobs: vec![Blob::new(mirrored)] };
            let entry = Entry::seal(head, 7, draft);
            head = entry.head();
            entry
        })
        .collect()
}

/// Reads and verifies everything.
pub(crate) fn contents(log: &dyn Log) -> Vec<Entry> {
    Chain::new(Head::default(), log.read(1)).collect::<Result<_, _>>().unwrap()
}

/// What must be true of every store.
fn check(mut open: impl FnMut() -> Box<dyn Log>) {
    let mut log = open();
    assert_eq!(log.head(), Ok(Head::default()), "a new log is empty");
    assert_eq!(contents(log.as_ref()), []);
    assert_eq!(log.append(Head::default(), &[]), Ok(()), "appending nothing changes nothing");
    assert_eq!(log.head(), Ok(Head::default()));

    let first = sealed(Head::default(), &["one", "two", "three"]);
    let end = first[2].head();
    let mut watch = log.watch();
    log.append(Head::default(), &first).unwrap();
    assert_eq!(log.head(), Ok(end));
    assert_eq!(contents(log.as_ref()), first);
    assert_eq!(*watch.borrow_and_update(), 3);

    let late = sealed(Head::default(), &["late"]);
    assert_eq!(
        log.append(Head::default(), &late),
        Err(AppendError::Conflict { expected: 0, found: 3 })
    );
    let other = Head { position: 3, hash: Digest::of(b"another history") };
    assert_eq!(
        log.append(other, &sealed(other, &["x"])),
        Err(AppendError::Conflict { expected: 3, found: 3 })
    );
    let torn = [sealed(end, &["four"]), late].concat();
    assert!(
        matches!(log.append(end, &torn), Err(AppendError::Corrupt { position: 5, .. })),
        "chain checked"
    );
    assert_eq!(contents(log.as_ref()), first, "a refused append leaves nothing behind");

    let large = "x".repeat(300_000);
    let second = sealed(end, &["", large.as_str(), "six"]);
    log.append(end, &second).unwrap();
    log.settle();
    let all = [first, second].concat();
    assert_eq!(contents(log.as_ref()), all);
    for start in 0..9 {
        let read: Vec<Entry> = log.read(start).collect::<Result<_, _>>().unwrap();
        assert_eq!(
            read,
            all[usize::try_from(start).unwrap().clamp(1, 7) - 1..],
            "read from {start}"
        );
    }
    for blob in all.iter().flat_map(|entry| &entry.blobs) {
        assert_eq!(log.blob(&blob.hash), Ok(Some(blob.bytes.clone())));
    }
    assert_eq!(log.blob(&Digest::of(b"never written")), Ok(None));
}

#[test]
fn a_memory_log_obeys_the_contract() {
    check(|| Box::new(MemoryLog::new()));
}

#[test]
fn a_sled_log_obeys_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    check(|| Box::new(SledLog::open(dir.path(), 0).unwrap()));
}
