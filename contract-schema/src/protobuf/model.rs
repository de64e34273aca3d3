//! A parsed .proto file: linked descriptors, plus the places and comments of what was written.

use super::edition::Edition;
use super::edition::descriptor;
use super::edition::features::{Features, FieldPresence, Resolved};
use super::edition::rewrite::Extras;
use super::json_names::Hidden;
use super::places::Places;
use crate::position::Position;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{
    Cardinality, DescriptorPool, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind, Syntax,
};
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
    /// JSON names that the linked file does not have.
    pub(crate) hidden: Arc<[Hidden]>,
}

/// What is known of a file that has a text: the schema's own, or a reference's.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    pub(crate) places: Places,
    /// Subject and version of the reference; `None` for the schema's own file.
    pub(crate) origin: Option<(String, u32)>,
    /// What only a file of an edition has.
    pub(crate) edition: Option<Arc<OfEdition>>,
}

/// What the linked descriptors, which know no editions, leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfEdition {
    pub(crate) edition: Edition,
    pub(crate) features: Resolved,
    pub(crate) extras: Extras,
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
        STANDARD.encode(self.descriptor())
    }

    /// The serialized `FileDescriptorProto`, as `protoc` would write it.
    pub fn descriptor(&self) -> Vec<u8> {
        let mut bytes = self.file().encode_to_vec();
        if !self.hidden.is_empty() {
            bytes = descriptor::rename(&bytes, &self.hidden, |field| &field.name);
        }
        match self.of_edition(&self.name) {
            None => bytes,
            Some(found) => descriptor::raise(&bytes, found.edition, &found.extras),
        }
    }

    /// The edition of the schema's own text; `None` for proto2 and proto3.
    pub fn edition(&self) -> Option<Edition> {
        self.of_edition(&self.name).map(|found| found.edition)
    }

    pub(crate) fn of_edition(&self, file: &str) -> Option<&OfEdition> {
        self.files.get(file)?.edition.as_deref()
    }

    /// The features in force at a field, if its file has an edition.
    pub(crate) fn features(&self, field: &FieldDescriptor) -> Option<Features> {
        self.features_at(field.parent_file().name(), field.path())
    }

    /// The features in force at an element, if its file has an edition.
    pub(crate) fn features_at(&self, file: &str, path: &[i32]) -> Option<Features> {
        self.of_edition(file)?.features.get(path).copied()
    }

    /// Whether the enum knows no numbers but its own: others are no values to its readers.
    pub fn is_closed(&self, found: &EnumDescriptor) -> bool {
        let file = found.parent_file();
        match self.features_at(file.name(), found.path()) {
            Some(features) => !features.is_open,
            None => file.syntax() == Syntax::Proto2,
        }
    }

    /// Whether absent and zero are told apart.
    pub fn has_presence(&self, field: &FieldDescriptor) -> bool {
        match self.features(field) {
            None => field.supports_presence(),
            Some(_) if field.is_list() || field.is_map() => false,
            Some(found) => {
                found.presence != FieldPresence::Implicit || field.kind().as_message().is_some()
            }
        }
    }

    /// Whether data without the field is not valid.
    pub fn is_required(&self, field: &FieldDescriptor) -> bool {
        let by_feature = self.features(field).map(|found| found.presence);
        field.cardinality() == Cardinality::Required || by_feature == Some(FieldPresence::Required)
    }

    /// Whether a repeated field's values travel in one piece.
    pub fn is_packed(&self, field: &FieldDescriptor) -> bool {
        let kind = field.kind();
        let is_packable =
            field.is_list() && !matches!(kind, Kind::String | Kind::Bytes | Kind::Message(_));
        is_packable
            && match self.features(field) {
                Some(found) => found.is_packed,
                None => {
                    stated_packed(field).unwrap_or(field.parent_file().syntax() == Syntax::Proto3)
                }
            }
    }

    /// Whether a message travels between marks, as groups do.
    pub fn is_delimited(&self, field: &FieldDescriptor) -> bool {
        let is_message = field.kind().as_message().is_some();
        field.is_group()
            || is_message && self.features(field).is_some_and(|found| found.is_delimited)
    }

    /// Whether a singular field has a label in its text: proto3 and editions write none.
    pub(crate) fn writes_optional(&self, field: &FieldDescriptor) -> bool {
        let is_proto2 = field.parent_file().syntax() == Syntax::Proto2
            && self.of_edition(field.parent_file().name()).is_none();
        is_proto2 || field.field_descriptor_proto().proto3_optional()
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

/// By the option, which the descriptor's own answer leaves out: it was given before the text's options were read.
fn stated_packed(field: &FieldDescriptor) -> Option<bool> {
    let options = field.options();
    let stated = options.has_field_by_name("packed").then(|| options.get_field_by_name("packed"));
    stated.flatten().and_then(|value| value.as_bool())
}
