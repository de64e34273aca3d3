//! Schemas of event contracts: parsed into trees that keep positions, printed in canonical form, compared.
//!
//! What it is: the one engine behind the registry, the gate and the compiler.
//! What it is not: it decodes no data, reads no file, opens no socket and asks no clock; text comes in, values go out.

#![deny(missing_docs)]

pub mod avro;
pub mod compat;
pub mod fingerprint;
pub mod json;
pub mod json_text;
pub mod level;
pub mod position;
pub mod protobuf;
pub mod rule;
pub mod schema;
pub mod tags;
pub mod witness;

pub use compat::{Clash, History, check};
pub use level::Level;
pub use position::{LineIndex, Position, Span};
pub use rule::{Breach, Rule};
pub use schema::{
    Complaint, Dependency, Format, Limits, ParseOptions, Reference, Schema, SchemaError, can_read,
    keeps, retires,
};
