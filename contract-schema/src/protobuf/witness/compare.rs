//! Whether what was read means what was written, and both as JSON.

use super::read::{Message, Slot, Value};
use crate::json_text::write_string;
use crate::protobuf::member::{Member, Shape};
use crate::protobuf::wire::default;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{Kind, Value as Default};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Where differences are looked for, and what counts beside a field of the reader that has not the value that was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// The reader's message whose fields may break for other reasons, too.
    pub(super) of: &'a str,
    /// The fields of that message that are asked about.
    pub(super) numbers: &'a [u32],
    /// A value that the reader has no field for.
    pub(super) lost: bool,
    /// A field of another name: the message is another type.
    pub(super) names: bool,
}

impl Question<'_> {
    fn asks(self, of: &str, number: u32) -> bool {
        of != self.of || self.numbers.contains(&number)
    }
}

/// Whether a field of the reader has another value than was written.
pub(super) fn differs(was: &Message, is: &Message, question: Question<'_>) -> bool {
    let lost = |number: &u32| !is.members.contains_key(number);
    if question.lost && was.slots.keys().any(lost) {
        return true;
    }
    let named = was.slots.iter().filter_map(|(number, slot)| {
        Some((was.members.get(number)?.name.as_str(), (*number, slot)))
    });
    let named: HashMap<&str, (u32, &Slot)> = named.collect();
    let is_asked = |reader: &&Member| question.asks(&is.of, reader.number);
    is.members.values().filter(is_asked).any(|reader| {
        let read = is.slots.get(&reader.number);
        // A field is its name to people: what was written under the name is what they look for.
        let moved = named
            .get(reader.name.as_str())
            .is_some_and(|(number, slot)| *number != reader.number && Some(*slot) != read);
        let Some(writer) = was.members.get(&reader.number) else { return moved };
        let written = was.slots.get(&writer.number);
        let renamed = question.names && written.is_some() && writer.name != reader.name;
        moved || renamed || slots_differ((writer, written), (reader, read), question)
    })
}

fn slots_differ(
    (writer, written): (&Member, Option<&Slot>),
    (reader, read): (&Member, Option<&Slot>),
    question: Question<'_>,
) -> bool {
    let differ = |was: &Value, is: &Value| values_differ(was, is, reader, question);
    match (written, read) {
        (None, None) => defaults_differ(writer, reader) || zeros_differ(writer, reader),
        (Some(_), None) | (None, Some(_)) => true,
        (Some(Slot::One(was)), Some(Slot::One(is))) => differ(was, is),
        (Some(Slot::Many(was)), Some(Slot::Many(is))) => {
            was.len() != is.len() || was.iter().zip(is).any(|(was, is)| differ(was, is))
        }
        (Some(Slot::Map(was)), Some(Slot::Map(is))) => {
            let has = |(key, value): &(Value, Value)| {
                is.iter().any(|(other, read)| !differ(key, other) && !differ(value, read))
            };
            was.len() != is.len() || !was.iter().all(has)
        }
        (Some(Slot::Map(was)), Some(Slot::Many(is))) => {
            was.len() != is.len() || !was.iter().zip(is).all(|(was, is)| is_entry(was, is))
        }
        (Some(Slot::Many(was)), Some(Slot::Map(is))) => {
            was.len() != is.len() || !is.iter().zip(was).all(|(is, was)| is_entry(is, was))
        }
        (Some(Slot::One(_)), Some(_)) | (Some(_), Some(Slot::One(_))) => true,
    }
}

fn defaults_differ(writer: &Member, reader: &Member) -> bool {
    match (&writer.default, &reader.default) {
        (Some(was), Some(now)) => default::differ((writer, was), (reader, now)),
        _ => false,
    }
}

/// Whether an absent constant has another name: of another enum, or of the one that was changed.
fn zeros_differ(writer: &Member, reader: &Member) -> bool {
    let (Shape::One(Kind::Enum(was)), Shape::One(Kind::Enum(is))) = (&writer.shape, &reader.shape)
    else {
        return false;
    };
    let (Some(Default::EnumNumber(number)), Some(Default::EnumNumber(other))) =
        (&writer.default, &reader.default)
    else {
        return false;
    };
    number == other && default::names(was, *number).is_disjoint(&default::names(is, *other))
}

/// Whether a message is the entry of a map.
fn is_entry((key, value): &(Value, Value), message: &Value) -> bool {
    let Value::Message(message) = message else { return false };
    let is = |number: u32, expected: &Value| match message.slots.get(&number) {
        Some(Slot::One(found)) => found == expected,
        Some(_) => false,
        None => !is_set(expected),
    };
    is(1, key) && is(2, value)
}

fn is_set(value: &Value) -> bool {
    match value {
        Value::Integer(number) => *number != 0,
        Value::Truth(truth) => *truth,
        Value::Real(number) => *number != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Constant(number, _) => *number != 0,
        Value::Message(message) => !message.slots.is_empty(),
    }
}

fn values_differ(was: &Value, is: &Value, reader: &Member, question: Question<'_>) -> bool {
    match (was, is) {
        (Value::Message(was), Value::Message(is)) => differs(was, is, question),
        (Value::Truth(was), Value::Integer(is)) => i128::from(*was) != *is,
        (Value::Text(was), Value::Bytes(is)) => was.as_bytes() != is,
        (Value::Constant(was, names), Value::Constant(is, others)) if was == is => {
            if names.is_empty() || others.is_empty() {
                // A number that only one side knows is kept, unless the reader knows its name by another number.
                return names.iter().any(|name| knows(reader, name));
            }
            !names.iter().any(|name| others.contains(name))
        }
        (Value::Real(was), Value::Real(is)) => was.to_bits() != is.to_bits(),
        (was, is) => was != is,
    }
}

/// Whether an enum of the member has a constant of this name.
fn knows(member: &Member, name: &str) -> bool {
    let (Shape::One(kind) | Shape::Many(kind) | Shape::Map(_, kind)) = &member.shape;
    matches!(kind, Kind::Enum(found) if found.get_value_by_name(name).is_some())
}

/// The message as JSON; the fields that are asked about show what it means that they are not set.
pub(super) fn json(message: &Message, filled: Option<Question<'_>>) -> String {
    let mut out = String::new();
    write_message(&mut out, message, filled);
    out
}

fn write_message(out: &mut String, message: &Message, filled: Option<Question<'_>>) {
    let is_filled = |member: &Member| {
        filled
            .is_some_and(|asked| *message.of == *asked.of && asked.numbers.contains(&member.number))
    };
    out.push('{');
    for (number, member) in message.members.iter() {
        let before = out.len();
        if !out.ends_with('{') {
            out.push(',');
        }
        write_string(out, if member.is_extension { &member.name } else { &member.json_name });
        out.push(':');
        match (message.slots.get(number), &member.default) {
            (Some(slot), _) => write_slot(out, slot, member, filled),
            (None, Some(default)) if is_filled(member) => write_default(out, member, default),
            (None, _) => out.truncate(before),
        }
    }
    out.push('}');
}

fn write_default(out: &mut String, member: &Member, value: &Default) {
    match value {
        Default::String(text) => write_string(out, text),
        Default::Bytes(bytes) => write_string(out, &STANDARD.encode(bytes)),
        Default::EnumNumber(_) => {
            write_string(out, default::shown(member, value).trim_matches('`'))
        }
        other => out.push_str(&other.to_string()),
    }
}

fn write_slot(out: &mut String, slot: &Slot, member: &Member, filled: Option<Question<'_>>) {
    let (Shape::One(kind) | Shape::Many(kind) | Shape::Map(_, kind)) = &member.shape;
    match slot {
        Slot::One(value) => write_value(out, value, kind, filled),
        Slot::Many(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write_value(out, value, kind, filled);
            }
            out.push(']');
        }
        Slot::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                let key = match key {
                    Value::Text(text) => text.clone(),
                    Value::Truth(truth) => truth.to_string(),
                    Value::Integer(number) => number.to_string(),
                    // A key of text that is no UTF-8; other values are no keys.
                    Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    Value::Real(_) | Value::Constant(..) | Value::Message(_) => String::new(),
                };
                write_string(out, &key);
                out.push(':');
                write_value(out, value, kind, filled);
            }
            out.push('}');
        }
    }
}

fn write_value(out: &mut String, value: &Value, kind: &Kind, filled: Option<Question<'_>>) {
    let wide =
        matches!(kind, Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64);
    match value {
        // JSON's numbers hold no 64 bits.
        Value::Integer(number) if wide => write_string(out, &number.to_string()),
        Value::Integer(number) => drop(write!(out, "{number}")),
        Value::Truth(truth) => drop(write!(out, "{truth}")),
        Value::Real(number) if number.is_finite() => drop(write!(out, "{number:?}")),
        Value::Real(number) => write_string(out, &number.to_string()),
        Value::Text(text) => write_string(out, text),
        Value::Bytes(bytes) if matches!(kind, Kind::String) => {
            write_string(out, &String::from_utf8_lossy(bytes));
        }
        Value::Bytes(bytes) => write_string(out, &STANDARD.encode(bytes)),
        Value::Constant(number, names) => match names.first() {
            Some(name) => write_string(out, name),
            None => drop(write!(out, "{number}")),
        },
        Value::Message(message) => write_message(out, message, filled),
    }
}
