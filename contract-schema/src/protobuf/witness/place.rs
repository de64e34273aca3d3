//! From the path of a breach to the pair of messages and the field that data have to go through.

use crate::protobuf::member::Member;
use crate::protobuf::model::ProtoSchema;
use crate::protobuf::pairs::{self, Pair, Sides};
use prost_reflect::{Kind, MessageDescriptor};
use std::collections::HashMap;

/// A pair of messages, and what in it breaks.
#[derive(Debug)]
pub(super) struct Place {
    /// Index among the pairs.
    pub(super) pair: usize,
    pub(super) focus: Focus,
}

/// What in a message breaks.
#[derive(Debug)]
pub(super) enum Focus {
    /// The member with this number.
    Member(u32),
    /// The members of the reader's oneof.
    Oneof(String),
    /// A member, and the number of a constant; any, if there is none.
    Constant(u32, Option<i32>),
}

/// The place of a path such as `#/Outer/Inner/oneof/7`; numbers on the way lead through fields.
pub(super) fn locate(pairs: &[Pair], path: &str) -> Option<Place> {
    let index: HashMap<(&str, &str), usize> = pairs
        .iter()
        .enumerate()
        .map(|(at, pair)| ((pair.writer.full_name(), pair.reader.full_name()), at))
        .collect();
    pairs.iter().enumerate().find_map(|(at, pair)| {
        let rest = path.strip_prefix(&pair.path)?.strip_prefix('/')?;
        let segments: Vec<&str> = rest.split('/').collect();
        follow(pairs, &index, at, &segments)
    })
}

fn follow(
    pairs: &[Pair],
    index: &HashMap<(&str, &str), usize>,
    mut at: usize,
    mut segments: &[&str],
) -> Option<Place> {
    loop {
        let pair = &pairs[at];
        let (first, rest) = segments.split_first()?;
        let focus = match (first.parse::<u32>(), rest.is_empty()) {
            (Ok(number), true) => Focus::Member(number),
            (Ok(number), false) => {
                let (was, is) =
                    (pair.writer_members.get(&number)?, pair.reader_members.get(&number)?);
                at = *index.get(&(was.message()?.full_name(), is.message()?.full_name()))?;
                segments = rest;
                continue;
            }
            (Err(_), _) if !has_oneof(pair, first) => {
                let inner = |message: &MessageDescriptor| {
                    message.child_messages().find(|message| message.name() == *first)
                };
                let (was, is) = (inner(&pair.writer)?, inner(&pair.reader)?);
                at = *index.get(&(was.full_name(), is.full_name()))?;
                segments = rest;
                continue;
            }
            (Err(_), true) => Focus::Oneof((*first).to_owned()),
            (Err(_), false) => {
                segments = rest;
                continue;
            }
        };
        return Some(Place { pair: at, focus });
    }
}

fn has_oneof(pair: &Pair, name: &str) -> bool {
    let is_in = |member: &Member| member.oneof.as_deref() == Some(name);
    pair.reader_members.values().any(is_in) || pair.writer_members.values().any(is_in)
}

/// The members that hold the enum of the path, at most `most`; the last number of the path is that of a constant.
pub(super) fn of_enum(sides: Sides<'_>, pairs: &[Pair], path: &str, most: usize) -> Vec<Place> {
    let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
    let (path, constant) = match last.parse::<i32>() {
        Ok(number) => (parent, Some(number)),
        Err(_) => (path, None),
    };
    let holds = |writer: &Member, reader: &Member| {
        pairs::kinds(writer, reader).into_iter().any(|(was, is)| match (was, is) {
            (Kind::Enum(was), Kind::Enum(is)) => {
                let file = is.parent_file();
                pairs::path(sides.reader, file.name(), is.full_name()) == path
                    && pairs::relative_enum(was) == pairs::relative_enum(is)
            }
            _ => false,
        })
    };
    let mut found = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        for (number, writer) in &pair.writer_members {
            let Some(reader) = pair.reader_members.get(number) else { continue };
            if found.len() < most && holds(writer, reader) {
                found.push(Place { pair: at, focus: Focus::Constant(*number, constant) });
            }
        }
    }
    found
}

/// The message of the schema's own file at `#/Outer/Inner`.
pub(super) fn own_message(schema: &ProtoSchema, path: &str) -> Option<MessageDescriptor> {
    let below = path.strip_prefix("#/")?.replace('/', ".");
    let package = schema.file().package_name().to_owned();
    let name = if package.is_empty() { below } else { format!("{package}.{below}") };
    schema.pool.get_message_by_name(&name)
}
