//! Canonical .proto text.

use super::model::ProtoSchema;

impl ProtoSchema {
    /// The text that identifies the schema: layout and comments do not count.
    pub fn canonical_text(&self) -> String {
        String::new()
    }

    /// The text under `normalize=true`.
    pub fn normalized_text(&self) -> String {
        String::new()
    }

    /// Equal canonical texts.
    pub fn is_equivalent(&self, other: &ProtoSchema) -> bool {
        self.canonical_text() == other.canonical_text()
    }
}
