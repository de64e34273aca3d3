//! Protocol Buffers: parse, canonical text, compatibility.

pub mod canonical;
pub mod compat;
pub mod model;
pub mod parse;
pub mod rules;

pub use compat::can_read;
pub use model::ProtoSchema;
