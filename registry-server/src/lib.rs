//! The schema registry: Confluent's REST API over an event log.

pub mod log;
pub mod writer;
