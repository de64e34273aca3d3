//! Avro 1.12: parse, canonical form, compatibility.

pub mod canonical;
pub mod compat;
mod fit;
mod meaning;
pub mod model;
pub mod parse;
pub mod resolve;
pub mod rules;
mod witness;

pub use compat::{can_read, can_read_under, keeps};
pub use model::{
    AvroSchema, Enum, Field, Fixed, Kind, Logical, Name, Origin, Record, Type, TypeId,
};
pub use parse::Shared;
pub(crate) use parse::full_name;
pub(crate) use witness::evidence;
