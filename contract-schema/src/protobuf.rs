//! Protocol Buffers: parse, canonical text, compatibility.

mod bundle;
pub mod canonical;
mod check;
pub mod compat;
mod complain;
pub mod edition;
mod finding;
mod guard;
mod json_names;
mod keep;
mod link;
mod member;
pub mod model;
mod options;
mod pairs;
pub mod parse;
mod places;
mod prune;
pub mod rules;
mod settle;
mod wire;
mod witness;

pub use bundle::{is_bundled, vocabulary};
pub use compat::can_read;
pub use keep::keeps;
pub use model::{Origin, ProtoSchema};
pub use parse::imports;
pub use wire::{can_read_under, retires};
pub(crate) use witness::evidence;

/// Whether the rule keeps numbers and names for later, so that no datum shows a breach of it.
pub(crate) fn is_promise(rule: &crate::rule::Rule) -> bool {
    rules::wire::PROMISED.iter().any(|promised| promised.id == rule.id)
}
