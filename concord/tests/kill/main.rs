//! SIGKILL at random moments while clients register schemas and change everything else: what was acknowledged is there,
//! ids are unique, versions have no holes, the chain holds.
//!
//! `CONCORD_KILLS` sets how often (default 12), `SEED` draws others.
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its stage has failed")]

// One connection that speaks just enough HTTP.
mod http;
// Clients that register until the server is gone, and remember what it promised.
mod client;
// Clients that change everything else, and the audit of it.
mod changes;
// A server process on a free port.
mod server;

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::Duration;

use client::{audit, register_until_gone};
use registry_server::log::sled::verify;
use server::Server;

const CLIENTS: usize = 6;

/// A long log takes long to open, and then most kills would come before the first write.
const KILLS_OF_A_STORE: usize = 25;

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let (kills, seed, mut random) = drawn(12);
    let (mut total, mut before_ready, mut stores) = (0, 0, 0);
    let mut left = kills;
    while left > 0 {
        stores += 1;
        let round = left.min(KILLS_OF_A_STORE);
        left -= round;
        let dir = tempfile::tempdir().unwrap();
        let mut promises = Vec::new();
        for kill in 0..round {
            let made = run_and_kill(dir.path(), &mut random, move |address, number| {
                register_until_gone(address, kill, number)
            });
            before_ready += usize::from(made.is_none());
            promises.extend(made.unwrap_or_default());
            let server = Server::start(dir.path());
            audit(server.address().unwrap(), &promises);
            server.stop();
        }
        let report = verify(dir.path()).unwrap();
        assert_eq!(
            report.anchor,
            Some(report.head),
            "a server that ended well has moved the anchor"
        );
        total += promises.len();
    }
    eprintln!(
        "seed {seed}: {kills} kills over {stores} stores, {before_ready} of them before the server was ready; {total} \
         acknowledged registrations, all there with their ids and versions, ids unique, versions without holes, chains whole"
    );
    assert!(total > kills, "the clients had time to register");
}

#[test]
fn every_kind_of_change_that_was_acknowledged_before_a_kill_is_there_after_it() {
    let (kills, seed, mut random) = drawn(6);
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for kill in 0..kills.min(KILLS_OF_A_STORE) {
        let made = run_and_kill(dir.path(), &mut random, move |address, number| {
            changes::change_until_gone(address, kill, number)
        });
        acknowledged.extend(made.unwrap_or_default());
        let server = Server::start(dir.path());
        changes::audit(server.address().unwrap(), &acknowledged);
        server.stop();
    }
    eprintln!("seed {seed}: {} changes of every kind, all there", acknowledged.len());
    assert!(acknowledged.len() > kills, "the clients had time to change something");
}

/// How many kills, the seed, and random numbers that begin with it.
fn drawn(kills: usize) -> (usize, u64, u64) {
    let kills = std::env::var("CONCORD_KILLS").map_or(kills, |kills| kills.parse().unwrap());
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or(1);
    eprintln!("SEED={seed}");
    (kills, seed, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
}

/// Starts a server, lets clients do this, kills it. `None` if it was killed before it was ready.
fn run_and_kill<T: Send + 'static>(
    dir: &Path,
    random: &mut u64,
    client: impl Fn(SocketAddr, usize) -> Vec<T> + Send + Copy + 'static,
) -> Option<Vec<T>> {
    // A third of the kills comes while the store is created, opened or folded.
    if below(random, 3) == 0 {
        let server = Server::spawn(dir);
        thread::sleep(Duration::from_micros(500 + below(random, 60_000)));
        server.kill();
        return None;
    }
    let server = Server::start(dir);
    let address = server.address().unwrap();
    let clients: Vec<_> =
        (0..CLIENTS).map(|number| thread::spawn(move || client(address, number))).collect();
    thread::sleep(Duration::from_micros(500 + below(random, 300_000)));
    server.kill();
    Some(clients.into_iter().flat_map(|client| client.join().unwrap()).collect())
}

/// A number from 0 to `bound - 1`: xorshift64*.
fn below(state: &mut u64, bound: u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) % bound
}
