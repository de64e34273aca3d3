//! The registry through its front door.
//!
//! - `log`: every store of the event log obeys the same contract.
//! - `random`: seeded randomness for the tests.
//! - `store`: the embedded store under damage refuses what it cannot vouch for.
//! - `writer`: the writer thread answers only what is durable.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod log;
mod random;
mod store;
mod writer;
