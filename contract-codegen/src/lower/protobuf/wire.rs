//! How a field travels: its number and the encoding of its values.

use crate::ir::{Encoding, Wire};
use prost_reflect::{FieldDescriptor, Kind, Syntax};

pub(super) fn of(field: &FieldDescriptor) -> Wire {
    let kind = field.kind();
    let entry = kind.as_message().filter(|message| message.is_map_entry());
    let encoding = match entry {
        Some(entry) => encoding(&entry.map_entry_value_field().kind()),
        None => encoding(&kind),
    };
    Wire { number: field.number(), encoding, packed: is_packed(field, encoding) }
}

/// By the option, which the descriptor's own answer leaves out: it was given before the text's options were read.
fn is_packed(field: &FieldDescriptor, encoding: Encoding) -> bool {
    let options = field.options();
    let stated = options.has_field_by_name("packed").then(|| options.get_field_by_name("packed"));
    let stated = stated.flatten().and_then(|value| value.as_bool());
    let is_packable = field.is_list() && encoding != Encoding::Length;
    is_packable && stated.unwrap_or(field.parent_file().syntax() == Syntax::Proto3)
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
