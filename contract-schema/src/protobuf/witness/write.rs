//! Bytes of a message, from the inside out: values that tell types apart, and the fields around them.

use crate::protobuf::member::{Member, Members, Shape, members};
use crate::protobuf::model::ProtoSchema;
use prost_reflect::{EnumDescriptor, Kind, MessageDescriptor};
use std::cell::Cell;
use std::collections::HashSet;

/// Required fields that hold messages are filled down to this depth.
const DEEPEST: usize = 32;
/// Fields of messages that are filled in for one breach: two required fields on each level are many on the last.
const FILLED: usize = 200_000;
/// Constants of an enum that are tried.
const CONSTANTS: usize = 16;
/// Fields of a message whose values are tried.
const FIELDS: usize = 16;

/// One value as it travels, without tag and length; text, bytes and messages that have a length are told by the type.
pub(super) type Payload = Vec<u8>;

/// The fields of a message that are given: number and bytes, the tag included.
pub(super) type Given = Vec<(u32, Vec<u8>)>;

pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn of_varint(value: u64) -> Payload {
    let mut out = Vec::new();
    varint(&mut out, value);
    out
}

fn tag(out: &mut Vec<u8>, number: u32, wire: u8) {
    varint(out, u64::from(number) << 3 | u64::from(wire));
}

/// The wire type of a single value.
pub(super) fn wire_type(kind: &Kind, is_delimited: bool) -> u8 {
    match kind {
        Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => 1,
        Kind::Fixed32 | Kind::Sfixed32 | Kind::Float => 5,
        Kind::String | Kind::Bytes => 2,
        Kind::Message(_) if is_delimited => 3,
        Kind::Message(_) => 2,
        Kind::Int32
        | Kind::Int64
        | Kind::Uint32
        | Kind::Uint64
        | Kind::Sint32
        | Kind::Sint64
        | Kind::Bool
        | Kind::Enum(_) => 0,
    }
}

/// A value with its tag.
fn tagged(out: &mut Vec<u8>, number: u32, wire: u8, payload: &[u8]) {
    tag(out, number, wire);
    if wire == 2 {
        varint(out, payload.len() as u64);
    }
    out.extend_from_slice(payload);
    if wire == 3 {
        tag(out, number, 4);
    }
}

/// The values of a member, packed if its schema packs them.
pub(super) fn field(member: &Member, values: &[Payload]) -> Vec<u8> {
    let mut out = Vec::new();
    let (Shape::One(kind) | Shape::Many(kind)) = &member.shape else {
        for entry in values {
            tagged(&mut out, member.number, 2, entry);
        }
        return out;
    };
    if member.is_packed {
        tagged(&mut out, member.number, 2, &values.concat());
        return out;
    }
    for value in values {
        tagged(&mut out, member.number, wire_type(kind, member.is_delimited), value);
    }
    out
}

/// An entry of a map.
pub(super) fn entry((key, key_bytes): (&Kind, &[u8]), (kind, value): (&Kind, &[u8])) -> Payload {
    let mut out = Vec::new();
    tagged(&mut out, 1, wire_type(key, false), key_bytes);
    tagged(&mut out, 2, wire_type(kind, false), value);
    out
}

/// Builds messages of the writer.
pub(super) struct Build<'a> {
    writer: &'a ProtoSchema,
    left: Cell<usize>,
}

impl<'a> Build<'a> {
    pub(super) fn new(writer: &'a ProtoSchema) -> Self {
        Build { writer, left: Cell::new(FILLED) }
    }

    /// The bytes of a message with the given fields and all that it requires; `None` if it requires itself or too much.
    pub(super) fn body(&self, members: &Members, given: &Given) -> Option<Vec<u8>> {
        self.bounded_body(members, given, DEEPEST)
    }

    fn bounded_body(&self, members: &Members, given: &Given, depth: usize) -> Option<Vec<u8>> {
        self.left.set(self.left.get().checked_sub(members.len())?);
        let mut fields = given.clone();
        let known: HashSet<u32> = given.iter().map(|(number, _)| *number).collect();
        for member in members.values().filter(|member| member.is_required) {
            if !known.contains(&member.number) {
                let (Shape::One(kind) | Shape::Many(kind)) = &member.shape else { continue };
                let value = self.least(kind, depth)?;
                fields.push((member.number, field(member, &[value])));
            }
        }
        fields.sort_by_key(|(number, _)| *number);
        Some(fields.into_iter().flat_map(|(_, bytes)| bytes).collect())
    }

    fn least(&self, kind: &Kind, depth: usize) -> Option<Payload> {
        match kind {
            Kind::Message(message) => {
                let depth = depth.checked_sub(1)?;
                self.bounded_body(&members(self.writer, message), &Given::new(), depth)
            }
            Kind::Enum(found) => self.constants(found).into_iter().next(),
            other => scalars(other).into_iter().next(),
        }
    }

    /// Values of a type, those first that other types are likely to read as something else.
    pub(super) fn values(&self, kind: &Kind) -> Vec<Payload> {
        match kind {
            Kind::Enum(found) => self.constants(found),
            Kind::Message(message) => self.messages(message),
            other => scalars(other),
        }
    }

    fn constants(&self, found: &EnumDescriptor) -> Vec<Payload> {
        let mut numbers: Vec<i32> = found.values().map(|value| value.number()).collect();
        // Numbers that it does not define; the reader's enum may know the first.
        let next = numbers.iter().max().and_then(|most| most.checked_add(1));
        let unknown = [next, Some(i32::MAX)].into_iter().flatten();
        // Zero tells least: it is what absence looks like.
        numbers.sort_by_key(|number| *number == 0);
        numbers.truncate(CONSTANTS);
        numbers.extend(unknown.filter(|_| !self.writer.is_closed(found)));
        numbers.into_iter().map(number).collect()
    }

    /// A message of each field alone, then the least one.
    fn messages(&self, message: &MessageDescriptor) -> Vec<Payload> {
        let members = members(self.writer, message);
        let mut found = Vec::new();
        for member in members.values().take(FIELDS) {
            let Some(values) = self.simple(member) else { continue };
            found.extend(self.body(&members, &vec![(member.number, field(member, &values))]));
        }
        found.extend(self.body(&members, &Given::new()));
        found
    }

    /// One value, without looking into messages.
    pub(super) fn simple(&self, member: &Member) -> Option<Vec<Payload>> {
        match &member.shape {
            Shape::One(kind) | Shape::Many(kind) => Some(vec![self.first(kind)?]),
            Shape::Map(key, value) => {
                let (first, second) = (self.first(key)?, self.first(value)?);
                Some(vec![entry((key, &first), (value, &second))])
            }
        }
    }

    fn first(&self, kind: &Kind) -> Option<Payload> {
        match kind {
            Kind::Message(_) => self.least(kind, DEEPEST),
            Kind::Enum(found) => self.constants(found).into_iter().next(),
            other => scalars(other).into_iter().next(),
        }
    }
}

/// An enum's number.
pub(super) fn number(value: i32) -> Payload {
    of_varint(i64::from(value).cast_unsigned())
}

/// Telling values of a scalar type: such as do not fit into smaller types or change their sign, then usual ones, then zero.
fn scalars(kind: &Kind) -> Vec<Payload> {
    let signed = |values: &[i64]| values.iter().map(|v| of_varint(v.cast_unsigned())).collect();
    let zigzag = |value: &i64| of_varint(((value << 1) ^ (value >> 63)).cast_unsigned());
    match kind {
        Kind::Int32 => signed(&[2, -1, 1, 0]),
        Kind::Int64 => signed(&[4_294_967_297, -1, 2, 1, 0]),
        Kind::Uint32 => signed(&[4_294_967_295, 2, 1, 0]),
        Kind::Uint64 => [4_294_967_297, u64::MAX, 2, 1, 0].map(of_varint).into(),
        Kind::Sint32 => [2_i64, -1, 0].iter().map(zigzag).collect(),
        Kind::Sint64 => [4_294_967_297_i64, -1, 2, 0].iter().map(zigzag).collect(),
        Kind::Bool => signed(&[1, 0]),
        Kind::Fixed32 => [u32::MAX, 2, 0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::Sfixed32 => [-1_i32, 2, 0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::Fixed64 => [u64::MAX, 2, 0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::Sfixed64 => [-1_i64, 2, 0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::Float => [1.5_f32, 0.0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::Double => [1.5_f64, 0.0].iter().map(|v| v.to_le_bytes().into()).collect(),
        Kind::String => {
            ["text", "", "\u{7}"].iter().map(|v| v.as_bytes().into()).collect::<Vec<_>>()
        }
        Kind::Bytes => vec![vec![0xff], b"text".to_vec(), Vec::new()],
        Kind::Message(_) | Kind::Enum(_) => Vec::new(),
    }
}

/// A value that says nothing by itself, out of those of its type.
pub(super) fn usual(kind: &Kind, values: &[Payload]) -> Option<Payload> {
    let is_small = |value: &&Payload| value.len() == 1 && value[0] != 0;
    let small = match kind {
        Kind::String => None,
        _ => values.iter().find(is_small).or_else(|| values.get(1)),
    };
    small.or_else(|| values.first()).cloned()
}

/// Text that is no UTF-8, which only types that do not check can hold.
pub(super) fn unchecked() -> Payload {
    vec![0xff]
}
