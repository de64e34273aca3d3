//! Which primitive a reader may take for which of the writer's.
//!
//! Source: Avro 1.12 specification, "Schema Resolution": int → long → float → double, string ↔ bytes.

use crate::avro::model::Kind;

/// Writer and what it may be read as, besides itself.
const PROMOTIONS: [(&str, &[&str]); 5] = [
    ("int", &["long", "float", "double"]),
    ("long", &["float", "double"]),
    ("float", &["double"]),
    ("string", &["bytes"]),
    ("bytes", &["string"]),
];

/// Whether one primitive reads the other; nothing if one of them is no primitive.
pub(super) fn primitive_reads(reader: &Kind, writer: &Kind) -> Option<bool> {
    if !is_primitive(reader) || !is_primitive(writer) {
        return None;
    }
    Some(
        std::mem::discriminant(reader) == std::mem::discriminant(writer)
            || promotes(reader, writer),
    )
}

fn promotes(reader: &Kind, writer: &Kind) -> bool {
    let row = PROMOTIONS.iter().find(|row| row.0 == writer.word());
    row.is_some_and(|row| row.1.contains(&reader.word()))
}

/// Whether the kind has no parts and no name.
pub(super) fn is_primitive(kind: &Kind) -> bool {
    match kind {
        Kind::Null
        | Kind::Boolean
        | Kind::Int
        | Kind::Long
        | Kind::Float
        | Kind::Double
        | Kind::Bytes
        | Kind::String => true,
        Kind::Array(_)
        | Kind::Map(_)
        | Kind::Union(_)
        | Kind::Fixed(_)
        | Kind::Enum(_)
        | Kind::Record(_) => false,
    }
}
