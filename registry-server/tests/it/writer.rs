//! The writer thread answers only what is durable.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use registry_server::log::memory::MemoryLog;
use registry_server::log::{AppendError, Digest, Entries, Entry, Head, Log, LogError};
use registry_server::writer::{Failure, Writer, WriterSettings};
use tokio::sync::watch;

use crate::words::{Say, Words, say};

/// A memory log whose disk can be taken away: the fault cannot be produced on a real disk at will.
struct Fragile {
    log: MemoryLog,
    broken: Arc<AtomicBool>,
    /// Does a failing append still reach the disk?
    ambiguous: bool,
    /// Entries of each append.
    groups: Arc<Mutex<Vec<usize>>>,
}

impl Log for Fragile {
    fn head(&mut self) -> Result<Head, LogError> {
        self.log.head()
    }

    fn check(&mut self) -> Result<(), AppendError> {
        match self.broken.load(Ordering::SeqCst) {
            true => Err(AppendError::Unavailable("unplugged".to_owned())),
            false => Ok(()),
        }
    }

    fn append(&mut self, expected: Head, entries: &[Entry]) -> Result<(), AppendError> {
        if self.broken.load(Ordering::SeqCst) {
            if self.ambiguous {
                self.log.append(expected, entries)?;
            }
            return Err(AppendError::Unavailable("unplugged".to_owned()));
        }
        self.groups.lock().unwrap().push(entries.len());
        // As long as a disk takes, so that others can join the next group.
        std::thread::sleep(std::time::Duration::from_millis(20));
        self.log.append(expected, entries)
    }

    fn read(&self, position: u64) -> Entries<'_> {
        self.log.read(position)
    }

    fn blob(&self, hash: &Digest) -> Result<Option<Bytes>, LogError> {
        self.log.blob(hash)
    }

    fn watch(&self) -> watch::Receiver<u64> {
        self.log.watch()
    }
}

#[tokio::test]
async fn a_word_said_twice_keeps_its_number() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    assert_eq!(writer.submit(say("one")).await, Ok(1));
    assert_eq!(writer.submit(say("two")).await, Ok(2));
    assert_eq!(writer.submit(say("one")).await, Ok(1));
    assert_eq!(writer.submit(Say::Forbidden).await, Err(Failure::Refused("forbidden")));
    let snapshot = writer.snapshot();
    assert_eq!((snapshot.state.len(), snapshot.head.position), (2, 2));
    writer.stop().await;
    thread.join();
    assert_eq!(writer.submit(say("late")).await, Err(Failure::Stopped));
}

#[tokio::test]
async fn many_clients_with_one_word_get_one_number() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    let clients: Vec<_> = (0..64)
        .map(|_| {
            tokio::spawn({
                let writer = writer.clone();
                async move { writer.submit(say("same")).await }
            })
        })
        .collect();
    for client in clients {
        assert_eq!(client.await.unwrap(), Ok(1));
    }
    assert_eq!(writer.snapshot().head.position, 1);
    writer.stop().await;
    thread.join();
}

#[tokio::test]
async fn what_was_queued_before_the_stop_is_done() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    let (one, two, ()) =
        tokio::join!(writer.submit(say("one")), writer.submit(say("two")), writer.stop());
    assert_eq!((one, two), (Ok(1), Ok(2)));
    thread.join();
}

#[tokio::test]
async fn a_panic_costs_one_command_its_answer() {
    let (writer, thread) =
        Writer::start(Words, Box::new(MemoryLog::new()), WriterSettings::default()).unwrap();
    assert_eq!(
        writer.submit(Say::Panic).await,
        Err(Failure::Defect("a defect on purpose".to_owned()))
    );
    assert_eq!(writer.submit(say("one")).await, Ok(1));
    writer.stop().await;
    thread.join();
}

#[tokio::test]
async fn a_failed_append_changes_nothing_and_is_answered_with_the_error() {
    let broken = Arc::new(AtomicBool::new(false));
    let log = Fragile {
        log: MemoryLog::new(),
        broken: Arc::clone(&broken),
        ambiguous: false,
        groups: Arc::default(),
    };
    let (writer, thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    assert_eq!(writer.submit(say("one")).await, Ok(1));
    broken.store(true, Ordering::SeqCst);
    let unplugged = AppendError::Unavailable("unplugged".to_owned());
    let (known, new, again) = tokio::join!(
        writer.submit(say("one")),
        writer.submit(say("two")),
        writer.submit(say("two"))
    );
    assert_eq!(known, Ok(1), "what rests on durable entries only is answered");
    assert_eq!(new, Err(Failure::Store(unplugged.clone())));
    assert_eq!(
        again,
        Err(Failure::Store(unplugged.clone())),
        "what rests on the lost entry falls with it"
    );
    assert_eq!(writer.snapshot().head.position, 1);
    assert_eq!(writer.store_error().as_deref(), Some(&unplugged));
    broken.store(false, Ordering::SeqCst);
    assert_eq!(writer.submit(say("three")).await, Ok(2));
    assert_eq!(writer.store_error(), None);
    writer.stop().await;
    thread.join();
}

#[tokio::test]
async fn an_append_that_failed_but_reached_the_disk_is_found_before_the_next_decision() {
    let broken = Arc::new(AtomicBool::new(true));
    let log = Fragile {
        log: MemoryLog::new(),
        broken: Arc::clone(&broken),
        ambiguous: true,
        groups: Arc::default(),
    };
    let (writer, thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    assert!(matches!(writer.submit(say("one")).await, Err(Failure::Store(_))));
    broken.store(false, Ordering::SeqCst);
    assert_eq!(writer.submit(say("two")).await, Ok(2));
    assert_eq!(
        (writer.snapshot().state.get("one"), writer.snapshot().head.position),
        (Some(&1), 2)
    );
    writer.stop().await;
    thread.join();
}

#[tokio::test]
async fn a_store_that_works_again_is_noticed_without_a_write() {
    let broken = Arc::new(AtomicBool::new(true));
    let log = Fragile {
        log: MemoryLog::new(),
        broken: Arc::clone(&broken),
        ambiguous: false,
        groups: Arc::default(),
    };
    let (writer, thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    assert!(writer.submit(say("one")).await.is_err());
    tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
    assert!(writer.store_error().is_some(), "still unplugged");
    broken.store(false, Ordering::SeqCst);
    tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
    assert_eq!(writer.store_error(), None);
    writer.stop().await;
    thread.join();
}

#[tokio::test]
async fn commands_that_wait_are_committed_as_one_group_up_to_its_size() {
    let groups = Arc::new(Mutex::new(Vec::new()));
    let log = Fragile {
        log: MemoryLog::new(),
        broken: Arc::default(),
        ambiguous: false,
        groups: Arc::clone(&groups),
    };
    let settings = WriterSettings { group_commands: 8, ..WriterSettings::default() };
    let (writer, thread) = Writer::start(Words, Box::new(log), settings).unwrap();
    let clients: Vec<_> = (0..41)
        .map(|client| {
            let writer = writer.clone();
            tokio::spawn(
                async move { writer.submit(say(&format!("word {client}"))).await.unwrap() },
            )
        })
        .collect();
    let mut numbers = Vec::new();
    for client in clients {
        numbers.push(client.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=41).collect::<Vec<_>>());
    let groups = groups.lock().unwrap().clone();
    assert_eq!(groups.iter().sum::<usize>(), 41);
    assert!(groups.iter().all(|entries| *entries <= 8), "{groups:?}");
    assert!(groups.len() <= 8, "those that waited shared an append: {groups:?}");
    writer.stop().await;
    thread.join();
}
