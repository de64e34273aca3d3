//! A JSON Schema with everything it can see.

use super::documents::{Document, Documents, Place};
use super::draft::Draft;
use crate::json_text::Node;

/// A parsed JSON Schema with the documents it refers to.
#[derive(Debug, Clone)]
pub struct JsonSchema {
    /// The first is the schema itself, then its dependencies in the order given to the parse.
    pub(super) documents: Documents,
    /// A key stands twice in an object of its own text.
    pub(super) repeats_keys: bool,
}

impl JsonSchema {
    /// The text as it was parsed.
    pub fn text(&self) -> &str {
        &self.own().text
    }

    /// The root: an object or a boolean. Of repeated keys only the last is there.
    pub fn root(&self) -> &Node {
        &self.own().root
    }

    /// The root as a place to resolve references from.
    pub fn root_place(&self) -> Place<'_> {
        self.documents.root(0)
    }

    /// The draft that `$schema` names; draft 7 where it names none or an unknown one.
    pub fn draft(&self) -> Draft {
        self.own().draft
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        // A value takes 40 bytes beside its text, a member 64 more, and few values are shorter than ten characters.
        self.documents.documents.iter().map(|document| 1024 + document.text.len() * 9).sum()
    }

    fn own(&self) -> &Document {
        &self.documents.documents[0]
    }
}
