//! What a schema reads in bytes: a decoder that follows the specification where libraries differ.
//!
//! Closed enums drop numbers that they do not define, required fields are required, text is checked where the schema says
//! so, and a value of an unexpected wire type is an unknown field.

use super::write::wire_type;
use crate::protobuf::member::{Member, Members, Shape, members};
use crate::protobuf::model::ProtoSchema;
use prost_reflect::{EnumDescriptor, Kind, MessageDescriptor};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Messages inside each other that readers take; the usual limit.
const DEEPEST: usize = 100;

/// A decoded value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Integer(i128),
    Truth(bool),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// Number and names; none of an unknown number.
    Constant(i32, Vec<String>),
    Message(Message),
}

/// The value or values of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Slot {
    One(Value),
    Many(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

/// A decoded message: what is set.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) slots: BTreeMap<u32, Slot>,
    /// The full name of its type.
    pub(super) of: Arc<str>,
    /// The fields of its type, for names and JSON.
    pub(super) members: Arc<Members>,
}

impl Message {
    fn new(schema: &ProtoSchema, of: &MessageDescriptor) -> Message {
        let members = members(schema, of).into();
        Message { slots: BTreeMap::new(), of: of.full_name().into(), members }
    }
}

impl PartialEq for Message {
    /// By what is set: messages that are compared are of one type.
    fn eq(&self, other: &Message) -> bool {
        self.slots == other.slots
    }
}

/// What `schema` makes of `bytes` as a message of the type, or why it refuses them.
pub(super) fn read(
    schema: &ProtoSchema,
    of: &MessageDescriptor,
    bytes: &[u8],
) -> Result<Message, String> {
    let mut reader = Reader { schema, rest: bytes };
    let mut message = Message::new(schema, of);
    reader.fields(&mut message, None, DEEPEST)?;
    complete(of, &message)?;
    Ok(message)
}

/// Every required field is there, all the way down; the depth is that of the message.
fn complete(of: &MessageDescriptor, message: &Message) -> Result<(), String> {
    for member in message.members.values() {
        if member.is_required && !message.slots.contains_key(&member.number) {
            return Err(format!(
                "required field `{}` of `{}` is missing",
                member.name,
                of.full_name()
            ));
        }
        let Some(inner) = member.message() else { continue };
        let values: Vec<&Value> = match message.slots.get(&member.number) {
            Some(Slot::One(value)) => vec![value],
            Some(Slot::Many(values)) => values.iter().collect(),
            Some(Slot::Map(entries)) => entries.iter().map(|(_, value)| value).collect(),
            None => continue,
        };
        for value in values {
            if let Value::Message(message) = value {
                complete(inner, message)?;
            }
        }
    }
    Ok(())
}

struct Reader<'a> {
    schema: &'a ProtoSchema,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn varint(&mut self) -> Result<u64, String> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let (first, rest) = self.rest.split_first().ok_or("the bytes end within a number")?;
            self.rest = rest;
            value |= u64::from(first & 0x7f).checked_shl(shift).unwrap_or(0);
            if first & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err("a number is longer than ten bytes".to_owned())
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], String> {
        let length = usize::try_from(length).ok().filter(|length| *length <= self.rest.len());
        let length = length.ok_or("the bytes end within a value")?;
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    fn tag(&mut self) -> Result<(u32, u8), String> {
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).ok().filter(|number| (1..1 << 29).contains(number));
        let number = number.ok_or_else(|| format!("the tag {tag} names no field"))?;
        Ok((number, (tag & 7) as u8))
    }

    /// Fields up to the end, or up to the mark that ends group `until`.
    fn fields(
        &mut self,
        message: &mut Message,
        until: Option<u32>,
        depth: usize,
    ) -> Result<(), String> {
        if depth == 0 {
            return Err(format!("messages are nested deeper than {DEEPEST}"));
        }
        while !self.rest.is_empty() {
            let (number, wire) = self.tag()?;
            if wire == 4 {
                return match until == Some(number) {
                    true => Ok(()),
                    false => Err(format!("group {number} ends without a beginning")),
                };
            }
            match message.members.clone().get(&number) {
                Some(member) => self.field(message, member, wire, depth)?,
                None => self.skip(number, wire, depth)?,
            }
        }
        until.map_or(Ok(()), |number| Err(format!("group {number} does not end")))
    }

    fn skip(&mut self, number: u32, wire: u8, depth: usize) -> Result<(), String> {
        match wire {
            0 => self.varint().map(drop),
            1 => self.take(8).map(drop),
            2 => {
                let length = self.varint()?;
                self.take(length).map(drop)
            }
            3 if depth == 0 => Err(format!("messages are nested deeper than {DEEPEST}")),
            3 => loop {
                match self.tag()? {
                    (ended, 4) if ended == number => return Ok(()),
                    (inner, wire) => self.skip(inner, wire, depth - 1)?,
                }
            },
            5 => self.take(4).map(drop),
            other => Err(format!("field {number} has the wire type {other}, which does not exist")),
        }
    }

    fn field(
        &mut self,
        message: &mut Message,
        member: &Member,
        wire: u8,
        depth: usize,
    ) -> Result<(), String> {
        let number = member.number;
        match &member.shape {
            Shape::Map(key, value) => {
                if wire != 2 {
                    return self.skip(number, wire, depth);
                }
                let length = self.varint()?;
                let bytes = self.take(length)?;
                let mut entry = Reader { schema: self.schema, rest: bytes };
                if let Some(entry) = entry.entry(member, key, value, depth - 1)? {
                    let slot = message.slots.entry(number).or_insert_with(|| Slot::Map(Vec::new()));
                    if let Slot::Map(entries) = slot {
                        entries.retain(|(known, _)| *known != entry.0);
                        entries.push(entry);
                    }
                }
                Ok(())
            }
            Shape::One(kind) | Shape::Many(kind) => {
                let is_many = matches!(member.shape, Shape::Many(_));
                let expected = wire_type(kind, member.is_delimited);
                let packs = is_many && !matches!(expected, 2 | 3);
                if wire == 2 && packs {
                    let length = self.varint()?;
                    let bytes = self.take(length)?;
                    let mut inner = Reader { schema: self.schema, rest: bytes };
                    while !inner.rest.is_empty() {
                        let value = inner.value(member, kind, None, depth)?;
                        push(message, number, value);
                    }
                    return Ok(());
                }
                if wire != expected {
                    return self.skip(number, wire, depth);
                }
                let before = match message.slots.get(&number) {
                    Some(Slot::One(Value::Message(before))) if !is_many => Some(before.clone()),
                    _ => None,
                };
                let value = self.value(member, kind, before, depth)?;
                match is_many {
                    true => push(message, number, value),
                    false => set(message, member, value),
                }
                Ok(())
            }
        }
    }

    fn entry(
        &mut self,
        member: &Member,
        key_kind: &Kind,
        value_kind: &Kind,
        depth: usize,
    ) -> Result<Option<(Value, Value)>, String> {
        let (mut key, mut value) = (zero(self.schema, key_kind), zero(self.schema, value_kind));
        while !self.rest.is_empty() {
            let (number, wire) = self.tag()?;
            let (slot, kind) = match number {
                1 => (&mut key, key_kind),
                2 => (&mut value, value_kind),
                _ => {
                    self.skip(number, wire, depth)?;
                    continue;
                }
            };
            if wire != wire_type(kind, false) {
                self.skip(number, wire, depth)?;
                continue;
            }
            let plain = Member { is_delimited: false, ..member.clone() };
            match self.value(&plain, kind, None, depth)? {
                Some(found) => *slot = found,
                // An entry whose value the enum does not know is an unknown field as a whole.
                None => return Ok(None),
            }
        }
        Ok(Some((key, value)))
    }

    /// One value; `None` if a closed enum does not know it.
    fn value(
        &mut self,
        member: &Member,
        kind: &Kind,
        before: Option<Message>,
        depth: usize,
    ) -> Result<Option<Value>, String> {
        let zigzag = |bits: u64| (bits >> 1).cast_signed() ^ -(bits & 1).cast_signed();
        Ok(Some(match kind {
            Kind::Int32 => Value::Integer(i128::from(self.varint()? as u32 as i32)),
            Kind::Int64 => Value::Integer(i128::from(self.varint()?.cast_signed())),
            Kind::Uint32 => Value::Integer(i128::from(self.varint()? as u32)),
            Kind::Uint64 => Value::Integer(i128::from(self.varint()?)),
            Kind::Sint32 => Value::Integer(i128::from(zigzag(self.varint()? & 0xffff_ffff) as i32)),
            Kind::Sint64 => Value::Integer(i128::from(zigzag(self.varint()?))),
            Kind::Bool => Value::Truth(self.varint()? != 0),
            Kind::Fixed32 => Value::Integer(i128::from(u32::from_le_bytes(self.array()?))),
            Kind::Sfixed32 => Value::Integer(i128::from(i32::from_le_bytes(self.array()?))),
            Kind::Fixed64 => Value::Integer(i128::from(u64::from_le_bytes(self.array()?))),
            Kind::Sfixed64 => Value::Integer(i128::from(i64::from_le_bytes(self.array()?))),
            Kind::Float => Value::Real(f64::from(f32::from_le_bytes(self.array()?))),
            Kind::Double => Value::Real(f64::from_le_bytes(self.array()?)),
            Kind::Enum(found) => return Ok(constant(self.schema, found, self.varint()? as i32)),
            Kind::Bytes => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?.to_vec())
            }
            Kind::String => {
                let length = self.varint()?;
                let bytes = self.take(length)?;
                match std::str::from_utf8(bytes) {
                    Ok(text) => Value::Text(text.to_owned()),
                    Err(_) if member.is_utf8 => {
                        return Err(format!("field `{}` is no UTF-8", member.name));
                    }
                    Err(_) => Value::Bytes(bytes.to_vec()),
                }
            }
            Kind::Message(of) => {
                let mut message = before.unwrap_or_else(|| Message::new(self.schema, of));
                if member.is_delimited {
                    self.fields(&mut message, Some(member.number), depth - 1)?;
                } else {
                    let length = self.varint()?;
                    let bytes = self.take(length)?;
                    let mut inner = Reader { schema: self.schema, rest: bytes };
                    inner.fields(&mut message, None, depth - 1)?;
                }
                Value::Message(message)
            }
        }))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let bytes = self.take(N as u64)?;
        bytes.try_into().map_err(|_| "the bytes end within a value".to_owned())
    }
}

fn constant(schema: &ProtoSchema, found: &EnumDescriptor, number: i32) -> Option<Value> {
    let named = found.values().filter(|value| value.number() == number);
    let names: Vec<String> = named.map(|value| value.name().to_owned()).collect();
    (!names.is_empty() || !schema.is_closed(found)).then_some(Value::Constant(number, names))
}

fn push(message: &mut Message, number: u32, value: Option<Value>) {
    let Some(value) = value else { return };
    if let Slot::Many(values) =
        message.slots.entry(number).or_insert_with(|| Slot::Many(Vec::new()))
    {
        values.push(value);
    }
}

fn set(message: &mut Message, member: &Member, value: Option<Value>) {
    let Some(value) = value else { return };
    if let Some(oneof) = &member.oneof {
        let members = message.members.clone();
        let is_other = |number: &u32| {
            members.get(number).is_some_and(|other| other.oneof.as_ref() == Some(oneof))
        };
        message.slots.retain(|number, _| !is_other(number));
    }
    if !member.has_presence && is_zero(&value) {
        message.slots.remove(&member.number);
    } else {
        message.slots.insert(member.number, Slot::One(value));
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Integer(number) => *number == 0,
        Value::Truth(truth) => !truth,
        Value::Real(number) => number.to_bits() == 0,
        Value::Text(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Constant(number, _) => *number == 0,
        Value::Message(_) => false,
    }
}

/// What a map's entry holds that says nothing.
fn zero(schema: &ProtoSchema, kind: &Kind) -> Value {
    match kind {
        Kind::Bool => Value::Truth(false),
        Kind::Float | Kind::Double => Value::Real(0.0),
        Kind::String => Value::Text(String::new()),
        Kind::Bytes => Value::Bytes(Vec::new()),
        Kind::Enum(found) => {
            let first = found.default_value();
            constant(schema, found, first.number())
                .unwrap_or(Value::Constant(first.number(), Vec::new()))
        }
        Kind::Message(of) => Value::Message(Message::new(schema, of)),
        Kind::Int32
        | Kind::Int64
        | Kind::Uint32
        | Kind::Uint64
        | Kind::Sint32
        | Kind::Sint64
        | Kind::Fixed32
        | Kind::Fixed64
        | Kind::Sfixed32
        | Kind::Sfixed64 => Value::Integer(0),
    }
}
