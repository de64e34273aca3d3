//! The registry through its front door.
//!
//! - `api`: the REST API, exchange by exchange.
//! - `fold`: random commands fold back to the same state.
//! - `front_door`: a registry on a memory log, asked through its router.
//! - `disk`: disks that are full or not ours to write.
//! - `docs`: pages that are generated from tables.
//! - `edge`: ids, limits and the end of a server.
//! - `hostile`: schemas made to cost too much, in every format, while others are answered.
//! - `kill`: what was acknowledged survives SIGKILL.
//! - `log`: every store of the event log obeys the same contract.
//! - `noise`: random requests for everything that the document names, and nothing but documented answers.
//! - `openapi`: the document describes the routes that there are, as they are.
//! - `race`: many clients at once over real connections.
//! - `random`: seeded randomness for the tests.
//! - `seen`: texts that were seen before are found without a parser.
//! - `state_machine`: random requests, every answer compared with a model written from the reference.
//! - `store`: the embedded store under damage refuses what it cannot vouch for.
//! - `warned`: referrers that a registration breaks are kept with its version where that is to be noted.
//! - `words`: a registry of words, for tests of log and writer alone.
//! - `writer`: the writer thread answers only what is durable.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod api;
mod disk;
mod docs;
mod edge;
mod fold;
mod front_door;
mod hostile;
mod kill;
mod log;
mod noise;
mod openapi;
mod race;
mod random;
mod seen;
mod state_machine;
mod store;
mod warned;
mod words;
mod writer;
