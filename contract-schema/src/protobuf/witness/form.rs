//! Whether a message has the form of another: its fields are there under the same numbers and names.

use crate::protobuf::member::{Member, Shape, members};
use crate::protobuf::pairs::{Sides, kinds};
use crate::protobuf::wire::default;
use prost_reflect::{EnumDescriptor, Kind, MessageDescriptor};
use std::collections::{BTreeSet, HashSet};

/// Whether data of `writer` mean the same as data of `reader`, all the way down. A worklist, no recursion.
pub(super) fn is_within(
    sides: Sides<'_>,
    writer: &MessageDescriptor,
    reader: &MessageDescriptor,
) -> bool {
    let mut known = HashSet::new();
    let mut waiting = vec![(writer.clone(), reader.clone())];
    while let Some((writer, reader)) = waiting.pop() {
        if !known.insert((writer.full_name().to_owned(), reader.full_name().to_owned())) {
            continue;
        }
        let (was, is) = (members(sides.writer, &writer), members(sides.reader, &reader));
        // What only the reader has was never written: it may be missed, no more.
        let is_missed = |member: &Member| member.is_required && !was.contains_key(&member.number);
        if is.values().any(is_missed) {
            return false;
        }
        for (number, was) in was.iter() {
            let Some(is) = is.get(number).filter(|is| same(was, is)) else { return false };
            waiting.extend(was.message().cloned().zip(is.message().cloned()));
        }
    }
    true
}

fn same(was: &Member, is: &Member) -> bool {
    let shapes = matches!(
        (&was.shape, &is.shape),
        (Shape::One(_), Shape::One(_))
            | (Shape::Many(_), Shape::Many(_))
            | (Shape::Map(..), Shape::Map(..))
    );
    let facts = |member: &Member| {
        (
            member.name.clone(),
            member.oneof.clone(),
            member.is_delimited,
            member.is_required,
            member.has_presence,
            member.is_utf8,
        )
    };
    let defaults = match (&was.default, &is.default) {
        (Some(old), Some(new)) => !default::differ((was, old), (is, new)),
        _ => true,
    };
    shapes
        && defaults
        && facts(was) == facts(is)
        && kinds(was, is).into_iter().all(|(was, is)| same_kind(was, is))
}

fn same_kind(was: &Kind, is: &Kind) -> bool {
    let constants = |found: &EnumDescriptor| -> BTreeSet<(i32, String)> {
        found.values().map(|value| (value.number(), value.name().to_owned())).collect()
    };
    match (was, is) {
        (Kind::Message(_), Kind::Message(_)) => true,
        (Kind::Enum(was), Kind::Enum(is)) => constants(was) == constants(is),
        (was, is) => was == is,
    }
}

/// Whether the reader's repeated message is the entry of the writer's map, spelled out.
pub(super) fn is_map_of(sides: Sides<'_>, writer: &Member, reader: &Member) -> bool {
    let (Shape::Map(key, value), Shape::Many(Kind::Message(entry))) =
        (&writer.shape, &reader.shape)
    else {
        return false;
    };
    let fields = members(sides.reader, entry);
    let is = |number: u32, kind: &Kind| {
        fields.get(&number).is_some_and(
            |member| matches!(&member.shape, Shape::One(found) if same_kind(kind, found) && kind.as_message() == found.as_message()),
        )
    };
    !reader.is_delimited
        && fields.len() == 2
        && is(1, key)
        && is(2, value)
        && value.as_message().is_none()
}
