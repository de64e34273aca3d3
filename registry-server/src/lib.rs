//! The schema registry: Confluent's REST API over an event log.

pub mod config;
pub mod limits;
pub mod log;
pub mod serve;
pub mod telemetry;
pub mod writer;
