//! The registry through its front door.
//!
//! - `log`: every store of the event log obeys the same contract.
//! - `writer`: the writer thread answers only what is durable.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod log;
mod writer;
