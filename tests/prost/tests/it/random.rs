//! Random messages of a descriptor, every field of every kind, with the edges of the kinds over-represented.

use prost::Message;
use prost_reflect::{
    Cardinality, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MapKey, MessageDescriptor,
    Value,
};
use std::collections::HashMap;

/// What is left out of the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Everything that both sides write alike.
    Comparable,
    /// Also entries of maps with default keys and values, and minus zero, which prost does not write.
    All,
}

pub(crate) struct Random {
    state: u64,
    choice: Choice,
}

impl Random {
    pub(crate) fn new(seed: u64, choice: Choice) -> Self {
        Random { state: seed, choice }
    }

    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.state;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn message(
        &mut self,
        descriptor: &MessageDescriptor,
        depth: usize,
    ) -> DynamicMessage {
        let mut message = DynamicMessage::new(descriptor.clone());
        match descriptor.full_name() {
            // Within the ranges that have a text in JSON.
            "google.protobuf.Timestamp" => {
                let seconds = self.below(315_537_897_600) as i64 - 62_135_596_800;
                message.set_field_by_name("seconds", Value::I64(seconds));
                message.set_field_by_name("nanos", Value::I32(self.below(1_000_000_000) as i32));
                return message;
            }
            "google.protobuf.Duration" => {
                let sign = if self.below(2) == 0 { 1 } else { -1 };
                let seconds = sign * self.below(315_576_000_000) as i64;
                let nanos = sign as i32 * self.below(1_000_000_000) as i32;
                message.set_field_by_name("seconds", Value::I64(seconds));
                message.set_field_by_name("nanos", Value::I32(nanos));
                return message;
            }
            // Paths that come back from JSON.
            "google.protobuf.FieldMask" => {
                let count = self.below(3);
                let path = |random: &mut Self| ["a", "a_b.c", "photo_x9"][random.below(3)].into();
                let paths = (0..count).map(|_| Value::String(path(self))).collect();
                message.set_field_by_name("paths", Value::List(paths));
                return message;
            }
            _ => {}
        }
        for field in descriptor.fields() {
            let is_required = field.cardinality() == Cardinality::Required;
            // Deep down nothing more is nested.
            if depth == 0 && field.kind().as_message().is_some()
                || !is_required && self.below(4) == 0
            {
                continue;
            }
            let value = self.field(&field, depth);
            // JSON has no such number in a `Value`; in wrappers it has, but prost-reflect does not write it.
            let is_finite = value.as_f64().is_none_or(f64::is_finite)
                && value.as_f32().is_none_or(f32::is_finite);
            if is_finite || descriptor.parent_file().package_name() != "google.protobuf" {
                message.set_field(&field, value);
            }
        }
        // Without a kind it is no value.
        if descriptor.full_name() == "google.protobuf.Value" && message.fields().count() == 0 {
            message.set_field_by_name("bool_value", Value::Bool(true));
        }
        message
    }

    fn field(&mut self, field: &FieldDescriptor, depth: usize) -> Value {
        let kind = field.kind();
        if field.is_map() {
            let entry = kind.as_message().unwrap();
            let key_kind = entry.map_entry_key_field().kind();
            let value_kind = entry.map_entry_value_field().kind();
            let mut entries = HashMap::new();
            for _ in 0..self.below(3) {
                let key = self.value(&key_kind, depth);
                let value = self.value(&value_kind, depth);
                let is_default = match &value {
                    Value::Message(message) => message.encode_to_vec().is_empty(),
                    value => value.is_default(&value_kind),
                };
                let is_default = is_default || key.is_default(&key_kind);
                if self.choice == Choice::All || !is_default {
                    entries.insert(map_key(key), value);
                }
            }
            return Value::Map(entries);
        }
        if field.is_list() {
            let length = [0, 1, 2, 40][self.below(4)].min(if depth < 2 { 2 } else { 40 });
            return Value::List((0..length).map(|_| self.value(&kind, depth)).collect());
        }
        self.value(&kind, depth)
    }

    fn value(&mut self, kind: &Kind, depth: usize) -> Value {
        let number = self.number();
        match kind {
            Kind::Double => Value::F64(self.float()),
            // What is too small for 32 bits may become minus zero.
            Kind::Float => match self.float() as f32 {
                0.0 if self.choice == Choice::Comparable => Value::F32(0.0),
                value => Value::F32(value),
            },
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(number as i32),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(number as i64),
            Kind::Uint32 | Kind::Fixed32 => Value::U32(number as u32),
            Kind::Uint64 | Kind::Fixed64 => Value::U64(number),
            Kind::Bool => Value::Bool(number & 1 == 1),
            Kind::String => Value::String(self.text()),
            Kind::Bytes => {
                let length = self.below(9);
                Value::Bytes((0..length).map(|_| self.next() as u8).collect())
            }
            Kind::Message(message) => {
                Value::Message(self.message(message, depth.saturating_sub(1)))
            }
            Kind::Enum(found) => Value::EnumNumber(self.constant(found)),
        }
    }

    /// A constant of the enum, or a number that has no name.
    fn constant(&mut self, found: &EnumDescriptor) -> i32 {
        let known: Vec<i32> = found.values().map(|value| value.number()).collect();
        match self.below(8) {
            0 if found.full_name() != "google.protobuf.NullValue" => 1_000 + self.below(9) as i32,
            _ => known[self.below(known.len())],
        }
    }

    /// Edges of the varints and of the widths.
    fn number(&mut self) -> u64 {
        match self.below(4) {
            0 => [0, 1, 127, 128, u64::MAX, 1 << 31, (1 << 31) - 1, 1 << 63][self.below(8)],
            1 => self.next() & 0xff,
            2 => (self.next() & 0xffff) as i64 as u64,
            _ => self.next(),
        }
    }

    fn float(&mut self) -> f64 {
        let edges = [0.0, 1.5, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, 5e-324, -1e-3, -0.0];
        let end = if self.choice == Choice::All { edges.len() } else { edges.len() - 1 };
        match self.below(2) {
            0 => edges[self.below(end)],
            _ => Some(f64::from_bits(self.next())).filter(|value| !value.is_nan()).unwrap_or(2.5),
        }
    }

    fn text(&mut self) -> String {
        let length = [0, 1, 3, 130][self.below(4)];
        (0..length).map(|_| ['a', 'Z', '9', ' ', 'ü', '€', '😀', '"'][self.below(8)]).collect()
    }
}

fn map_key(value: Value) -> MapKey {
    match value {
        Value::Bool(key) => MapKey::Bool(key),
        Value::I32(key) => MapKey::I32(key),
        Value::I64(key) => MapKey::I64(key),
        Value::U32(key) => MapKey::U32(key),
        Value::U64(key) => MapKey::U64(key),
        Value::String(key) => MapKey::String(key),
        other => panic!("{other:?} is no key"),
    }
}
