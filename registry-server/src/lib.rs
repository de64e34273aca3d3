//! The schema registry: Confluent's REST API over an event log.

pub mod answer;
pub(crate) mod compress;
pub mod config;
pub mod dress;
pub mod error;
pub mod extract;
pub mod handle;
pub mod limits;
pub mod log;
mod openapi;
pub mod registry;
pub mod rewrite;
pub mod router;
pub mod routes;
pub mod serve;
pub mod telemetry;
pub mod writer;

pub use handle::Handle;
pub use router::{app, paths};
