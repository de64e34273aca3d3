//! How a field travels: its number and the encoding of its values.

use crate::ir::{Encoding, Wire};
use contract_schema::protobuf::model::ProtoSchema;
use prost_reflect::{FieldDescriptor, Kind};

pub(super) fn of(schema: &ProtoSchema, field: &FieldDescriptor) -> Wire {
    let kind = field.kind();
    let entry = kind.as_message().filter(|message| message.is_map_entry());
    let (keys, encoding) = match entry {
        Some(entry) => (
            encoding(&entry.map_entry_key_field().kind()),
            encoding(&entry.map_entry_value_field().kind()),
        ),
        None if schema.is_delimited(field) => (Encoding::Length, Encoding::Group(field.number())),
        None => (Encoding::Length, encoding(&kind)),
    };
    Wire { number: field.number(), encoding, keys, packed: schema.is_packed(field) }
}

fn encoding(kind: &Kind) -> Encoding {
    match kind {
        Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64 | Kind::Bool | Kind::Enum(_) => {
            Encoding::Varint
        }
        Kind::Sint32 | Kind::Sint64 => Encoding::ZigZag,
        Kind::Fixed32 | Kind::Sfixed32 | Kind::Float => Encoding::Fixed32,
        Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => Encoding::Fixed64,
        Kind::String | Kind::Bytes | Kind::Message(_) => Encoding::Length,
    }
}
