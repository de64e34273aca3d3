//! The pairs of messages that a comparison of two files has to look at: those of one name, and what their fields lead to.
//!
//! A worklist, no recursion: files may hold thousands of messages that lead to each other.

use super::compat::{Place, relative};
use super::member::{Member, Members, Shape, members};
use super::model::{Origin, ProtoSchema};
use prost_reflect::{EnumDescriptor, ExtensionDescriptor, Kind, MessageDescriptor};
use std::collections::{HashMap, HashSet};

/// A message of the writer and the message of the reader that reads it.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) writer: MessageDescriptor,
    pub(super) reader: MessageDescriptor,
    /// `#/Outer/Inner`, or `#/.package.Message` of a file that is imported.
    pub(super) path: String,
    /// The pair and the number of the field that led here; `None` for what a payload can name.
    pub(super) from: Option<(usize, u32)>,
    pub(super) writer_members: Members,
    pub(super) reader_members: Members,
}

/// An enum on both sides.
#[derive(Debug)]
pub(super) struct EnumPair {
    pub(super) writer: EnumDescriptor,
    pub(super) reader: EnumDescriptor,
    pub(super) path: String,
}

/// Both sides of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) reader: &'a ProtoSchema,
    pub(super) writer: &'a ProtoSchema,
}

impl Pair {
    /// The path of the reader's member with this number.
    pub(super) fn path_of(&self, number: u32) -> String {
        let oneof = self.reader_members.get(&number).and_then(|member| member.oneof.as_ref());
        match oneof {
            Some(oneof) => format!("{}/{oneof}/{number}", self.path),
            None => format!("{}/{number}", self.path),
        }
    }

    pub(super) fn reader_place(&self) -> Option<Place> {
        Place::of_message(&self.reader)
    }

    pub(super) fn writer_place(&self) -> Option<Place> {
        Place::of_message(&self.writer)
    }
}

/// Every pair of messages, those before that lead to others.
pub(super) fn messages(sides: Sides<'_>) -> Vec<Pair> {
    let mut found = Pairs { sides, pairs: Vec::new(), known: HashSet::new() };
    for (writer, reader) in same_names(sides) {
        found.add(writer, reader, None);
    }
    for (writer, reader) in extended(sides) {
        found.add(writer, reader, None);
    }
    let mut at = 0;
    while at < found.pairs.len() {
        for (number, writer, reader) in led_to(&found.pairs[at]) {
            found.add(writer, reader, Some((at, number)));
        }
        at += 1;
    }
    found.pairs
}

struct Pairs<'a> {
    sides: Sides<'a>,
    pairs: Vec<Pair>,
    known: HashSet<(String, String)>,
}

impl Pairs<'_> {
    fn add(
        &mut self,
        writer: MessageDescriptor,
        reader: MessageDescriptor,
        from: Option<(usize, u32)>,
    ) {
        let is_bundled = |schema: &ProtoSchema, message: &MessageDescriptor| {
            schema.origin(message.parent_file().name()) == Origin::Bundled
        };
        let same_bundled = is_bundled(self.sides.writer, &writer)
            && is_bundled(self.sides.reader, &reader)
            && writer.full_name() == reader.full_name();
        let key = (writer.full_name().to_owned(), reader.full_name().to_owned());
        if same_bundled || !self.known.insert(key) {
            return;
        }
        let path = path(self.sides.reader, reader.parent_file().name(), reader.full_name());
        let writer_members = members(self.sides.writer, &writer);
        let reader_members = members(self.sides.reader, &reader);
        self.pairs.push(Pair { writer, reader, path, from, writer_members, reader_members });
    }
}

/// `#/Outer/Inner` in the schema's own file, `#/.package.Outer.Inner` elsewhere.
pub(super) fn path(schema: &ProtoSchema, file: &str, full_name: &str) -> String {
    if file != schema.name {
        return format!("#/.{full_name}");
    }
    let own = schema.file();
    let below = full_name.strip_prefix(own.package_name()).unwrap_or(full_name);
    format!("#/{}", below.trim_start_matches('.').replace('.', "/"))
}

/// The messages of the files themselves that have one name on both sides, in the writer's order.
fn same_names(sides: Sides<'_>) -> Vec<(MessageDescriptor, MessageDescriptor)> {
    let readers = own_messages(sides.reader);
    let by_name: HashMap<&str, &MessageDescriptor> =
        readers.iter().map(|message| (relative(message), message)).collect();
    let writers = own_messages(sides.writer).into_iter();
    let pair = |writer: MessageDescriptor| {
        let reader = (*by_name.get(relative(&writer))?).clone();
        Some((writer, reader))
    };
    writers.filter_map(pair).collect()
}

/// The messages of the file itself; entries of maps and bodies of groups belong to their fields.
pub(super) fn own_messages(schema: &ProtoSchema) -> Vec<MessageDescriptor> {
    let (mut found, bodies) = messages_and_bodies(schema);
    found.retain(|message| !message.is_map_entry() && !bodies.contains(message.full_name()));
    found
}

/// Every message of the file itself, and the names of those that are bodies of groups.
pub(super) fn messages_and_bodies(
    schema: &ProtoSchema,
) -> (Vec<MessageDescriptor>, HashSet<String>) {
    let mut found = Vec::new();
    let mut waiting: Vec<MessageDescriptor> = schema.file().messages().collect();
    waiting.reverse();
    let extensions = schema.file();
    let extensions = extensions.extensions();
    let mut bodies: HashSet<String> =
        extensions.filter_map(|found| body(found.is_group(), &found.kind())).collect();
    while let Some(message) = waiting.pop() {
        bodies.extend(message.fields().filter_map(|field| body(field.is_group(), &field.kind())));
        let extensions = message.child_extensions();
        bodies.extend(extensions.filter_map(|found| body(found.is_group(), &found.kind())));
        let inner: Vec<_> = message.child_messages().collect();
        waiting.extend(inner.into_iter().rev());
        found.push(message);
    }
    (found, bodies)
}

fn body(is_group: bool, kind: &Kind) -> Option<String> {
    kind.as_message().filter(|_| is_group).map(|message| message.full_name().to_owned())
}

/// The messages that the files extend, options of the language aside: those say nothing about data.
fn extended(sides: Sides<'_>) -> Vec<(MessageDescriptor, MessageDescriptor)> {
    let file = sides.writer.file();
    let mut extensions: Vec<ExtensionDescriptor> = file.extensions().collect();
    let mut waiting: Vec<MessageDescriptor> = file.messages().collect();
    while let Some(message) = waiting.pop() {
        extensions.extend(message.child_extensions());
        waiting.extend(message.child_messages());
    }
    let writers = extensions.iter().map(ExtensionDescriptor::containing_message);
    let writers = writers
        .filter(|message| message.parent_file().name() != "google/protobuf/descriptor.proto");
    let pair = |writer: MessageDescriptor| {
        let reader = sides.reader.pool.get_message_by_name(writer.full_name())?;
        Some((writer, reader))
    };
    writers.filter_map(pair).collect()
}

/// The pairs that the members lead to, with the numbers of the members.
fn led_to(pair: &Pair) -> Vec<(u32, MessageDescriptor, MessageDescriptor)> {
    let mut found = Vec::new();
    for (number, writer) in &pair.writer_members {
        let Some(reader) = pair.reader_members.get(number) else { continue };
        if let (Some(was), Some(is)) = (writer.message(), reader.message())
            && is_same_type(writer, reader)
        {
            found.push((*number, was.clone(), is.clone()));
        }
    }
    found
}

/// Whether two members of messages hold the same one, as far as names tell; a group's name is that of its field.
pub(super) fn is_same_type(writer: &Member, reader: &Member) -> bool {
    let same_shape = matches!(
        (&writer.shape, &reader.shape),
        (Shape::Map(..), Shape::Map(..))
            | (Shape::One(_) | Shape::Many(_), Shape::One(_) | Shape::Many(_))
    );
    let (Some(was), Some(is)) = (writer.message(), reader.message()) else { return false };
    let is_body = |member: &Member, message: &MessageDescriptor| {
        member.is_delimited && message.name().eq_ignore_ascii_case(own_name(member))
    };
    let both_groups = is_body(writer, was) && is_body(reader, is);
    same_shape
        && writer.is_delimited == reader.is_delimited
        && (both_groups || relative(was) == relative(is))
}

fn own_name(member: &Member) -> &str {
    let name = member.name.trim_matches(['[', ']']);
    name.rsplit('.').next().unwrap_or(name)
}

/// Every pair of enums of one name: those of the files, then those that members lead to.
pub(super) fn enums(sides: Sides<'_>, pairs: &[Pair]) -> Vec<EnumPair> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    let mut add = |writer: &EnumDescriptor, reader: &EnumDescriptor| {
        let key = (writer.full_name().to_owned(), reader.full_name().to_owned());
        if relative_enum(writer) == relative_enum(reader) && known.insert(key) {
            let path = path(sides.reader, reader.parent_file().name(), reader.full_name());
            found.push(EnumPair { writer: writer.clone(), reader: reader.clone(), path });
        }
    };
    let readers: Vec<EnumDescriptor> = own_enums(sides.reader);
    let by_name: HashMap<&str, &EnumDescriptor> =
        readers.iter().map(|found| (relative_enum(found), found)).collect();
    for writer in own_enums(sides.writer) {
        if let Some(reader) = by_name.get(relative_enum(&writer)) {
            add(&writer, reader);
        }
    }
    for pair in pairs {
        for (number, writer) in &pair.writer_members {
            let Some(reader) = pair.reader_members.get(number) else { continue };
            for (was, is) in kinds(writer, reader) {
                if let (Kind::Enum(was), Kind::Enum(is)) = (was, is) {
                    add(was, is);
                }
            }
        }
    }
    found
}

/// What is compared with what: the values, or keys with keys and values with values.
pub(super) fn kinds<'a>(writer: &'a Member, reader: &'a Member) -> Vec<(&'a Kind, &'a Kind)> {
    match (&writer.shape, &reader.shape) {
        (Shape::Map(was_key, was), Shape::Map(is_key, is)) => vec![(was_key, is_key), (was, is)],
        (Shape::One(was) | Shape::Many(was), Shape::One(is) | Shape::Many(is)) => vec![(was, is)],
        (Shape::Map(..), _) | (_, Shape::Map(..)) => Vec::new(),
    }
}

/// The enums of the file itself, outer ones first.
pub(super) fn own_enums(schema: &ProtoSchema) -> Vec<EnumDescriptor> {
    let file = schema.file();
    let mut found: Vec<EnumDescriptor> = file.enums().collect();
    let mut waiting: Vec<MessageDescriptor> = file.messages().collect();
    waiting.reverse();
    while let Some(message) = waiting.pop() {
        found.extend(message.child_enums());
        let inner: Vec<_> = message.child_messages().collect();
        waiting.extend(inner.into_iter().rev());
    }
    found
}

/// The full name below the package of its file.
pub(super) fn relative_enum(found: &EnumDescriptor) -> &str {
    let name = found.full_name();
    name.strip_prefix(found.package_name()).map_or(name, |rest| rest.trim_start_matches('.'))
}
