//! JSON Schema: drafts 4, 6, 7, 2019-09 and 2020-12; text to documents whose references resolve, canonical form.
//!
//! Nothing is ever fetched: a schema sees itself, its dependencies and the bundled meta-schemas.

mod canonical;
mod check;
mod compat;
mod contain;
mod cover;
mod demands;
mod documents;
mod draft;
mod exact;
mod golden;
mod keyword;
mod meaning;
mod meta;
mod model;
mod names;
mod parse;
mod pattern;
pub mod rules;
mod tree;
pub mod uri;
mod validate;
mod walk;
mod wire;
mod witness;

pub use compat::can_read;
pub use demands::{Demand, Demands, Limit, SchemaId, is_found, rust_pattern};
pub use documents::Place;
pub use draft::Draft;
pub(crate) use golden::keeps;
pub use model::JsonSchema;
pub use validate::has_format;
pub use walk::Outside;
pub(crate) use witness::evidence;

use crate::compat::{Safety, Terms};
use crate::rule::Breach;

/// What keeps `reader` from reading the data of `writer` on these terms: what the standard refuses, then what WIRE adds.
pub(crate) fn can_read_on(reader: &JsonSchema, writer: &JsonSchema, terms: Terms) -> Vec<Breach> {
    let mut found = can_read(reader, writer, terms.policy);
    if terms.safety >= Safety::Wire {
        let more = wire::beyond((reader, writer), terms.policy, &found);
        found.extend(more);
    }
    found
}
