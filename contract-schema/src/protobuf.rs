//! Protocol Buffers: parse, canonical text, compatibility.

mod bundle;
pub mod canonical;
mod check;
pub mod compat;
mod complain;
pub mod edition;
mod guard;
mod json_names;
mod link;
pub mod model;
mod options;
pub mod parse;
mod places;
mod prune;
pub mod rules;
mod settle;

pub use bundle::{is_bundled, vocabulary};
pub use compat::can_read;
pub use model::{Origin, ProtoSchema};
pub use parse::imports;
