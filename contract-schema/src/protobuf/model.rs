//! A parsed .proto file: linked descriptors, plus the places and comments of what was written.

use super::places::Places;
use crate::position::Position;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{DescriptorPool, FileDescriptor};
use prost_types::FileDescriptorProto;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A parsed .proto file with its imports.
#[derive(Debug, Clone)]
pub struct ProtoSchema {
    pub(crate) pool: DescriptorPool,
    pub(crate) name: String,
    /// The file as written: type names unresolved, options uninterpreted, no source info.
    pub(crate) written: Arc<FileDescriptorProto>,
    pub(crate) files: Arc<BTreeMap<String, File>>,
}

/// What is known of a file that has a text: the schema's own, or a reference's.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) places: Places,
    /// Subject and version of the reference; `None` for the schema's own file.
    pub(crate) origin: Option<(String, u32)>,
}

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The schema's own text.
    Own,
    /// A reference: its subject and version.
    Reference(&'a str, u32),
    /// The files that come with this crate (or an empty stand-in for an import that exists nowhere).
    Bundled,
}

impl ProtoSchema {
    /// The linked file, options and custom options included.
    pub fn file(&self) -> FileDescriptor {
        self.pool.get_file_by_name(&self.name).expect("the parse put it there")
    }

    /// The pool with this file and everything it imports.
    pub fn pool(&self) -> &DescriptorPool {
        &self.pool
    }

    /// The place of the element at `path` (the numbers of `SourceCodeInfo.Location.path`) in the file called `file`.
    ///
    /// An option stands at the path of its element, the number of the options field and the numbers of the fields that
    /// its name walks through: `[4, 0, 7, 50191]` for the first message's `option (contract.v1.event)`.
    pub fn position(&self, file: &str, path: &[i32]) -> Option<Position> {
        self.files.get(file)?.places.position(path)
    }

    /// The comment before (or after, on the same line) the element at `path`, trimmed.
    pub fn doc(&self, file: &str, path: &[i32]) -> Option<String> {
        self.files.get(file)?.places.doc(path).map(str::to_owned)
    }

    /// Base64 of the serialized `FileDescriptorProto` (`format=serialized`).
    pub fn serialized(&self) -> String {
        STANDARD.encode(self.file().encode_to_vec())
    }

    /// Where the file called `name` comes from: this text, a reference, or the bundle.
    pub fn origin(&self, name: &str) -> Origin<'_> {
        match self.files.get(name) {
            Some(File { origin: None, .. }) => Origin::Own,
            Some(File { origin: Some((subject, version)), .. }) => {
                Origin::Reference(subject, *version)
            }
            None => Origin::Bundled,
        }
    }

    /// About how many bytes the schema takes in memory.
    pub fn weight(&self) -> usize {
        // Measured on the payments catalogue: descriptors are held three times, in maps by number and by names.
        let fields: usize = self.pool.all_messages().map(|message| message.fields().len()).sum();
        let constants: usize = self.pool.all_enums().map(|found| found.values().len()).sum();
        let places: usize = self.files.values().map(|file| file.places.len()).sum();
        20_000 + 2_400 * fields + 800 * constants + 100 * places
    }

    /// Import paths in order of writing.
    pub fn imports(&self) -> &[String] {
        &self.written.dependency
    }
}
