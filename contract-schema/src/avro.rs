//! Avro 1.12: parse, canonical form, compatibility.

pub mod canonical;
pub mod compat;
pub mod model;
pub mod parse;
pub mod rules;

pub use compat::can_read;
pub use model::{
    AvroSchema, Enum, Field, Fixed, Kind, Logical, Name, Origin, Record, Type, TypeId,
};
pub(crate) use parse::full_name;
