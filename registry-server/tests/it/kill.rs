//! SIGKILL at random moments, also while opening: what was acknowledged is there, under the same number.
//!
//! `CONCORD_KILLS` sets how often (default 15). The same loop through HTTP and the real binary is in `concord/tests`.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use registry_server::log::Log as _;
use registry_server::log::sled::{SledLog, verify};
use registry_server::writer::{Writer, WriterSettings};

use crate::random::Random;
use crate::words::{Words, say};

/// Tells the test binary to be the process that will be killed, with the directory to write to.
const VICTIM: &str = "CONCORD_KILL_VICTIM";

const WRITERS: usize = 6;

/// A long log takes long to open, and then most kills would come before the first write.
const KILLS_OF_A_STORE: usize = 25;

/// Writes until it is killed, and prints a line for each acknowledgement. Does nothing in an ordinary run.
#[test]
fn victim() {
    let Ok(dir) = std::env::var(VICTIM) else { return };
    let log = SledLog::open(Path::new(&dir), 0).unwrap();
    let (writer, _thread) = Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
    let known = writer.snapshot().head.position;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                let writer = writer.clone();
                tokio::spawn(async move {
                    for count in 0.. {
                        // Every fourth word is said by all writers, so that they race for its number.
                        let owner = if count % 4 == 0 { 0 } else { number };
                        let word = format!("{known}-{owner}-{count}");
                        let id = writer.submit(say(&word)).await.unwrap();
                        let mut out = std::io::stdout().lock();
                        writeln!(out, "ack {word} {id}").unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

/// Starts a victim, kills it after `pause`, and returns what it acknowledged.
fn run_and_kill(dir: &Path, pause: Duration) -> Vec<(String, usize)> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::victim", "--nocapture", "--test-threads", "1"])
        .env(VICTIM, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap());
    let reader = thread::spawn(move || complete_lines(lines));
    thread::sleep(pause);
    victim.kill().unwrap();
    victim.wait().unwrap();
    let lines = reader.join().unwrap();
    lines.iter().filter_map(|line| acknowledgement(line)).collect()
}

/// What was printed, without a last line that the kill cut off: its number cannot be trusted.
fn complete_lines(mut output: impl BufRead) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    while output.read_line(&mut line).is_ok_and(|length| length > 0) && line.ends_with('\n') {
        lines.push(std::mem::take(&mut line));
    }
    lines
}

fn acknowledgement(line: &str) -> Option<(String, usize)> {
    let (word, id) = line.trim().strip_prefix("ack ")?.split_once(' ')?;
    Some((word.to_owned(), id.parse().unwrap()))
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let kills: usize = std::env::var("CONCORD_KILLS").map_or(15, |kills| kills.parse().unwrap());
    let mut random = Random::chosen();
    let (mut dir, mut promised) = (tempfile::tempdir().unwrap(), HashMap::new());
    let (mut before_open, mut total) = (0, 0);
    for kill in 0..kills {
        if kill > 0 && kill % KILLS_OF_A_STORE == 0 {
            (dir, promised) = (tempfile::tempdir().unwrap(), HashMap::new());
        }
        // Half of the kills come early, while the store is opened or created.
        let longest = if random.below(2) == 0 { 60_000 } else { 300_000 };
        let pause = Duration::from_micros(500 + random.below(longest));
        let acknowledged = run_and_kill(dir.path(), pause);
        before_open += usize::from(acknowledged.is_empty());
        total += acknowledged.len();
        for (word, id) in acknowledged {
            let earlier = promised.insert(word.clone(), id);
            assert!(earlier.is_none_or(|earlier| earlier == id), "{word} was promised two numbers");
        }
        let what = format!("seed {}, kill {kill} after {pause:?}", random.seed);
        let mut log =
            SledLog::open(dir.path(), 0).unwrap_or_else(|error| panic!("{what}: {error}"));
        let head = log.head().unwrap();
        let (writer, thread) =
            Writer::start(Words, Box::new(log), WriterSettings::default()).unwrap();
        let snapshot = writer.snapshot();
        assert_eq!(snapshot.head, head, "{what}");
        for (word, id) in &promised {
            assert_eq!(snapshot.state.get(word), Some(id), "{what}: {word} was acknowledged");
        }
        let mut ids: Vec<usize> = snapshot.state.values().copied().collect();
        ids.sort_unstable();
        assert!(ids.iter().copied().eq(1..=ids.len()), "{what}: numbers have holes or repeat");
        drop(writer);
        thread.join();
    }
    let report = verify(dir.path()).unwrap();
    assert!(report.head.position >= u64::try_from(promised.len()).unwrap());
    eprintln!(
        "seed {}: {kills} kills ({before_open} before the first acknowledgement), {total} acknowledgements, all kept",
        random.seed
    );
    assert!(total > kills, "the victims had time to write");
}
