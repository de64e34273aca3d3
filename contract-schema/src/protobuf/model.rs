//! A parsed .proto file: linked descriptors, plus the places and comments of what was written.

use crate::position::Position;
use prost_reflect::{DescriptorPool, FileDescriptor};

/// A parsed .proto file with its imports.
#[derive(Debug, Clone)]
pub struct ProtoSchema {
    pub(crate) pool: DescriptorPool,
    pub(crate) name: String,
}

impl ProtoSchema {
    /// The linked file, options and custom options included.
    pub fn file(&self) -> FileDescriptor {
        self.pool.get_file_by_name(&self.name).expect("the parse put it there")
    }

    /// The pool with this file, its imports and the built-in ones.
    pub fn pool(&self) -> &DescriptorPool {
        &self.pool
    }

    /// The place of the element at `path` (the numbers of `SourceCodeInfo.Location.path`) in the file called `file`.
    pub fn position(&self, _file: &str, _path: &[i32]) -> Option<Position> {
        None
    }

    /// The comment before (or after, on the same line) the element at `path`, trimmed.
    pub fn doc(&self, _file: &str, _path: &[i32]) -> Option<String> {
        None
    }

    /// Base64 of the serialized `FileDescriptorProto` (`format=serialized`).
    pub fn serialized(&self) -> String {
        String::new()
    }
}
