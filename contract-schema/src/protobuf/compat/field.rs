//! Two fields of one number: name, kind, type, label.

use super::message::{oneof, place};
use super::{Difference, Walk};
use crate::protobuf::model::ProtoSchema;
use prost_reflect::{Cardinality, FieldDescriptor, FileDescriptor, Kind, MessageDescriptor};
use std::collections::HashSet;

/// Messages of different places that hold each other deeper than this are refused unless they are equal.
const DEEPEST: usize = 128;

/// Encodings among which a change is not even reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Varint,
    ZigZag,
    Text,
    Fixed32,
    Fixed64,
    Float,
    Double,
}

/// What a field holds, as Confluent sorts it.
enum Shape {
    Scalar(Family),
    Message(MessageDescriptor),
    Map(Kind, Kind),
}

impl Shape {
    fn of(field: &FieldDescriptor) -> Shape {
        let kind = field.kind();
        match kind.as_message() {
            Some(entry) if entry.is_map_entry() => {
                Shape::Map(entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind())
            }
            _ => Shape::of_kind(&kind),
        }
    }

    fn of_kind(kind: &Kind) -> Shape {
        Shape::Scalar(match kind {
            Kind::Message(message) => return Shape::Message(message.clone()),
            Kind::Int32
            | Kind::Int64
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Bool
            | Kind::Enum(_) => Family::Varint,
            Kind::Sint32 | Kind::Sint64 => Family::ZigZag,
            Kind::String | Kind::Bytes => Family::Text,
            Kind::Fixed32 | Kind::Sfixed32 => Family::Fixed32,
            Kind::Fixed64 | Kind::Sfixed64 => Family::Fixed64,
            Kind::Float => Family::Float,
            Kind::Double => Family::Double,
        })
    }
}

/// The text in which a type is defined.
#[derive(PartialEq)]
enum Home {
    Own,
    Reference(String, u32),
    Bundled(String),
}

impl Home {
    fn of(message: &MessageDescriptor, schema: &ProtoSchema) -> Home {
        let file = message.parent_file();
        match schema.files.get(file.name()) {
            Some(known) => match &known.origin {
                None => Home::Own,
                Some((subject, version)) => Home::Reference(subject.clone(), *version),
            },
            None => Home::Bundled(file.name().to_owned()),
        }
    }

    /// Whether it is the text of somebody else, which is not compared where it is defined.
    fn is_reference(&self) -> bool {
        match self {
            Home::Reference(..) => true,
            Home::Own | Home::Bundled(_) => false,
        }
    }
}

impl Walk<'_> {
    pub(super) fn field(&mut self, old: &FieldDescriptor, new: &FieldDescriptor) {
        if old.name() != new.name() {
            let reason = format!("field {} is called otherwise", old.number());
            self.add(Difference::FieldNameChanged, place(new), place(old), reason);
        }
        if self.writer.is_delimited(old) != self.reader.is_delimited(new) {
            let reason = format!(
                "field {} `{}` travels between marks in one of the schemas and behind its length in the other",
                old.number(),
                old.name()
            );
            self.add(Difference::FieldKindChanged, place(new), place(old), reason);
            return;
        }
        match (Shape::of(old), Shape::of(new)) {
            (Shape::Scalar(was), Shape::Scalar(is)) => {
                if was != is {
                    self.retyped(Difference::FieldScalarKindChanged, old, new);
                }
                self.label(old, new, was);
            }
            (Shape::Message(was), Shape::Message(is)) => self.named_type(old, new, &was, &is),
            (Shape::Map(old_key, old_value), Shape::Map(new_key, new_value)) => {
                self.entry(old, new, &old_key, &new_key);
                self.entry(old, new, &old_value, &new_value);
            }
            (Shape::Scalar(_) | Shape::Message(_) | Shape::Map(..), _) => {
                self.retyped(Difference::FieldKindChanged, old, new);
            }
        }
    }

    /// Key or value of a map: the rules of fields without labels.
    fn entry(&mut self, old: &FieldDescriptor, new: &FieldDescriptor, was: &Kind, is: &Kind) {
        match (Shape::of_kind(was), Shape::of_kind(is)) {
            (Shape::Scalar(was), Shape::Scalar(is)) if was == is => {}
            (Shape::Scalar(_), Shape::Scalar(_)) => {
                self.retyped(Difference::FieldScalarKindChanged, old, new);
            }
            (Shape::Message(was), Shape::Message(is)) => self.named_type(old, new, &was, &is),
            _ => self.retyped(Difference::FieldKindChanged, old, new),
        }
    }

    /// Same name below the package is the same message; from another text it is compared in depth.
    fn named_type(
        &mut self,
        old: &FieldDescriptor,
        new: &FieldDescriptor,
        was: &MessageDescriptor,
        is: &MessageDescriptor,
    ) {
        if relative(was) != relative(is) {
            self.retyped(Difference::FieldNamedTypeChanged, old, new);
        } else if !self.same_definition(was, is) {
            let reason = format!(
                "message `{}` of field {} `{}` is defined otherwise in the {{writer}} schema",
                is.full_name(),
                new.number(),
                new.name()
            );
            self.add(Difference::FieldNamedTypeChanged, place(new), place(old), reason);
        }
    }

    fn same_definition(&mut self, was: &MessageDescriptor, is: &MessageDescriptor) -> bool {
        let (home, other) = (Home::of(was, self.writer), Home::of(is, self.reader));
        if home == other && !(home.is_reference() && self.is_changed(is.parent_file().name())) {
            return true;
        }
        let key = (was.full_name().to_owned(), is.full_name().to_owned());
        match self.compared.get(&key) {
            // A message being compared is not entered again; one that was compared is not reported again.
            Some(known) => return known.unwrap_or(true),
            None if self.path.len() > DEEPEST => {
                return was.descriptor_proto() == is.descriptor_proto();
            }
            None => self.compared.insert(key.clone(), None),
        };
        let before = self.found.len();
        self.message(was, is);
        let same = self.found[before..].iter().all(|found| found.difference.rule().is_none());
        self.compared.insert(key, Some(same));
        same
    }

    /// Whether one place holds two texts: a registry has no such place, but a candidate is tried in the place of what
    /// others refer to, and files of a directory have no versions.
    fn is_changed(&mut self, file: &str) -> bool {
        let (reader, writer) = (self.reader, self.writer);
        self.changed.get_or_insert_with(|| changed_files(reader, writer)).contains(file)
    }

    fn label(&mut self, old: &FieldDescriptor, new: &FieldDescriptor, family: Family) {
        let labels = (label(old, self.writer), label(new, self.reader));
        let (Some(was), Some(is)) = labels else { return };
        if was == is {
            return;
        }
        let difference = match family {
            Family::Text => Difference::FieldStringOrBytesLabelChanged,
            Family::Varint
            | Family::ZigZag
            | Family::Fixed32
            | Family::Fixed64
            | Family::Float
            | Family::Double => Difference::FieldNumericLabelChanged,
        };
        let reason = format!(
            "field {} `{}` is {was} in the {{writer}} schema and {is} in the {{reader}} schema",
            old.number(),
            old.name()
        );
        self.add(difference, place(new), place(old), reason);
    }

    fn retyped(&mut self, difference: Difference, old: &FieldDescriptor, new: &FieldDescriptor) {
        let reason = format!(
            "field {} `{}` is `{}` in the {{writer}} schema and `{}` in the {{reader}} schema",
            old.number(),
            old.name(),
            described(old),
            described(new)
        );
        self.add(difference, place(new), place(old), reason);
    }
}

/// The files of the reader that the writer has otherwise, and those that import them.
fn changed_files(reader: &ProtoSchema, writer: &ProtoSchema) -> HashSet<String> {
    let files: Vec<FileDescriptor> = reader.pool.files().collect();
    let differs = |file: &&FileDescriptor| {
        let other = writer.pool.get_file_by_name(file.name());
        let is_same = other.is_some_and(|other| {
            other.file_descriptor_proto() == file.file_descriptor_proto()
                && writer.of_edition(file.name()) == reader.of_edition(file.name())
        });
        !is_same
    };
    let own = files.iter().filter(differs).map(|file| file.name().to_owned());
    let mut changed: HashSet<String> = own.collect();
    loop {
        let before = changed.len();
        for file in &files {
            if file.dependencies().any(|import| changed.contains(import.name())) {
                changed.insert(file.name().to_owned());
            }
        }
        if changed.len() == before {
            return changed;
        }
    }
}

/// The label as written: proto3 and editions write none on a singular field, oneofs and maps never have one.
///
/// `LEGACY_REQUIRED` is the label by another name.
fn label(field: &FieldDescriptor, schema: &ProtoSchema) -> Option<&'static str> {
    match field.cardinality() {
        Cardinality::Repeated => Some("repeated"),
        Cardinality::Required => Some("required"),
        Cardinality::Optional if schema.is_required(field) => Some("required"),
        Cardinality::Optional => {
            let is_written = schema.writes_optional(field) && oneof(field).is_none();
            is_written.then_some("optional")
        }
    }
}

/// The full name below the package of its file.
pub(in crate::protobuf) fn relative(message: &MessageDescriptor) -> &str {
    let package = message.package_name();
    let name = message.full_name();
    name.strip_prefix(package).map_or(name, |rest| rest.trim_start_matches('.'))
}

fn described(field: &FieldDescriptor) -> String {
    match Shape::of(field) {
        Shape::Map(key, value) => format!("map<{key:?}, {value:?}>"),
        Shape::Scalar(_) | Shape::Message(_) => {
            let label = if field.is_list() { "repeated " } else { "" };
            format!("{label}{:?}", field.kind())
        }
    }
}
