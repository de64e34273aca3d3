//! JSON Schema: drafts 4, 6, 7, 2019-09 and 2020-12; text to documents whose references resolve, canonical form.
//!
//! Nothing is ever fetched: a schema sees itself, its dependencies and the bundled meta-schemas.

mod canonical;
mod check;
mod compat;
mod documents;
mod draft;
mod keyword;
mod meta;
mod model;
mod names;
mod parse;
mod pattern;
pub mod rules;
mod tree;
pub mod uri;
mod walk;

pub use compat::can_read;
pub use documents::Place;
pub use draft::Draft;
pub use model::JsonSchema;
pub use walk::Outside;
