//! Schemas made to cost too much, in every format: each is taken or refused as documented, in bounded time and memory,
//! and others are answered meanwhile.

mod crowds;
mod texts;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::race::with_registry;
use crowds::{Crowd, crowds};
use texts::{Attack, Expected, attacks};

/// No single request takes longer, not even unoptimised beside all other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// The process never holds more, all tests together.
const MEMORY: u64 = 3 << 30;

fn send(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Registers what the attack needs, then the attack itself; checks the verdict of each of its texts.
fn run(address: SocketAddr, attack: &Attack, complaints: &mut Vec<String>) -> Duration {
    let path = |subject: &str| format!("/subjects/{subject}/versions");
    for needed in &attack.needs {
        let body = json!({"schemaType": attack.format, "schema": needed.text, "references": needed.references});
        let (status, answer) = send(address, "POST", &path(&needed.subject), &body.to_string());
        if status != 200 {
            complaints.push(format!("{} {}: {answer}", attack.format, attack.name));
        }
    }
    let subject = format!("{}-{}", attack.format, attack.name.replace(' ', "-"));
    let mut slowest = Duration::ZERO;
    for (number, (text, expected)) in attack.texts.iter().enumerate() {
        let body =
            json!({"schemaType": attack.format, "schema": text, "references": attack.references});
        let started = Instant::now();
        let (status, answer) = send(address, "POST", &path(&subject), &body.to_string());
        let took = started.elapsed();
        slowest = slowest.max(took);
        let told = format!(
            "{} {} {number}: {status} after {took:?}: {:.300}",
            attack.format,
            attack.name,
            answer.to_string()
        );
        let is_right = match expected {
            Expected::Taken => status == 200,
            Expected::Refused(code) => {
                let length = answer["message"].as_str().unwrap_or_default().len();
                answer["error_code"] == *code
                    && u32::from(status) == code / 100
                    && (1..1 << 20).contains(&length)
            }
        };
        if !is_right || took > PATIENCE {
            complaints.push(told);
        }
    }
    slowest
}

#[test]
fn what_costs_too_much_is_judged_in_bounded_time_while_others_are_answered() {
    let dir = tempfile::tempdir().unwrap();
    with_registry(dir.path(), |address| {
        assert_eq!(
            send(address, "POST", "/subjects/good/versions", r#"{"schema":"\"int\""}"#).0,
            200
        );
        let over = AtomicBool::new(false);
        let waits = thread::scope(|scope| {
            let probe = scope.spawn(|| probe(address, &over));
            let groups: Vec<_> = ["AVRO", "JSON", "PROTOBUF"]
                .map(|format| scope.spawn(move || attacked(address, format)))
                .into_iter()
                .collect();
            let failed: Vec<_> =
                groups.into_iter().filter_map(|group| group.join().err()).collect();
            over.store(true, Ordering::Relaxed);
            let waits = probe.join().unwrap();
            if let Some(panic) = failed.into_iter().next() {
                std::panic::resume_unwind(panic);
            }
            waits
        });
        let (median, worst) = (waits[waits.len() / 2], waits[waits.len() * 99 / 100]);
        eprintln!("{} reads meanwhile: median {median:?}, 99 of 100 under {worst:?}", waits.len());
        assert!(waits.len() > 20, "{} reads were answered", waits.len());
        assert!(worst < Duration::from_secs(2), "one read in a hundred waited {worst:?}");
    });
    if let Some(peak) = peak_memory() {
        eprintln!("peak memory {} MB", peak >> 20);
        assert!(peak < MEMORY, "{peak} bytes");
    }
}

#[test]
fn requests_made_of_very_many_parts_are_answered_in_bounded_time() {
    let dir = tempfile::tempdir().unwrap();
    with_registry(dir.path(), |address| {
        for Crowd { name, method, path, body, status } in crowds() {
            let started = Instant::now();
            let (found, answer) = send(address, method, &path, &body);
            let took = started.elapsed();
            assert_eq!(found, status, "{name}: {:.300}", answer.to_string());
            assert!(took < PATIENCE, "{name}: {took:?}");
        }
    });
}

/// Runs all attacks of a format; what was not as expected.
fn attacked(address: SocketAddr, format: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for attack in attacks().iter().filter(|attack| attack.format == format) {
        let slowest = run(address, attack, &mut complaints);
        eprintln!("{format} {}: {slowest:?}", attack.name);
    }
    complaints
}

/// Reads all the time; how long each answer took, shortest first.
fn probe(address: SocketAddr, over: &AtomicBool) -> Vec<Duration> {
    let mut waits = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let started = Instant::now();
        assert_eq!(send(address, "GET", "/schemas/ids/1", "").0, 200);
        waits.push(started.elapsed());
        thread::sleep(Duration::from_millis(10));
    }
    waits.sort();
    waits
}

/// The most memory this process ever held, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
