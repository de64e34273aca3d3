//! Does a field have the type that a policy names: one table of words, one walk over records.

use super::document::{Match, RecordType, TypeName};
use crate::shape::{Shape, Type};
use contract_schema::Format;

/// A word for an abstract type, the types it means, its spelling in Avro, its spelling in Protobuf.
type Word = (&'static str, fn(&Type) -> bool, &'static str, &'static str);

/// Every word. A UUID is also a string; every other word means one kind of type.
pub(crate) const WORDS: [Word; 18] = [
    ("bool", |ty| matches!(ty, Type::Bool), r#""boolean""#, "bool"),
    ("int", |ty| matches!(ty, Type::Int | Type::UInt), r#""int""#, "int32"),
    ("long", |ty| matches!(ty, Type::Long | Type::ULong), r#""long""#, "int64"),
    ("float", |ty| matches!(ty, Type::Float), r#""float""#, "float"),
    ("double", |ty| matches!(ty, Type::Double), r#""double""#, "double"),
    (
        "decimal",
        |ty| matches!(ty, Type::Decimal { .. }),
        r#"{"type":"bytes","logicalType":"decimal","precision":18,"scale":5}"#,
        "confluent.type.Decimal",
    ),
    ("string", |ty| matches!(ty, Type::String | Type::Uuid), r#""string""#, "string"),
    ("bytes", |ty| matches!(ty, Type::Bytes | Type::Fixed(_)), r#""bytes""#, "bytes"),
    ("uuid", |ty| matches!(ty, Type::Uuid), r#"{"type":"string","logicalType":"uuid"}"#, "string"),
    (
        "date",
        |ty| matches!(ty, Type::Date),
        r#"{"type":"int","logicalType":"date"}"#,
        "google.type.Date",
    ),
    (
        "time",
        |ty| matches!(ty, Type::Time),
        r#"{"type":"long","logicalType":"time-micros"}"#,
        "google.type.TimeOfDay",
    ),
    (
        "timestamp",
        |ty| matches!(ty, Type::Timestamp),
        r#"{"type":"long","logicalType":"timestamp-micros"}"#,
        "google.protobuf.Timestamp",
    ),
    ("duration", |ty| matches!(ty, Type::Duration), r#""long""#, "google.protobuf.Duration"),
    ("money", |ty| matches!(ty, Type::Money | Type::Record(_)), r#""Money""#, "google.type.Money"),
    (
        "enum",
        |ty| matches!(ty, Type::Enum { .. }),
        r#"{"type":"enum","name":"…","symbols":["…"]}"#,
        "…",
    ),
    (
        "array",
        |ty| matches!(ty, Type::Array(_)),
        r#"{"type":"array","items":"string"}"#,
        "repeated string",
    ),
    (
        "map",
        |ty| matches!(ty, Type::Map(..)),
        r#"{"type":"map","values":"string"}"#,
        "map<string, string>",
    ),
    ("record", |ty| matches!(ty, Type::Record(_)), r#""…""#, "…"),
];

/// Whether the text is a word, or `array<…>` or `map<…>` of one.
pub(crate) fn is_type_word(text: &str) -> bool {
    match inner(text) {
        Some((_, items)) => is_type_word(items),
        None => WORDS.iter().any(|row| row.0 == text),
    }
}

/// The spelling of a named type in a format.
pub(crate) fn spelling(format: Format, ty: &TypeName) -> String {
    match ty {
        TypeName::Any => spell_word(format, "string"),
        TypeName::Word(word) => spell_word(format, word),
        TypeName::Record(record) => {
            let name = match format {
                Format::Avro => &record.avro,
                // A document has no third spelling; the name is what a JSON Schema would be called too.
                Format::Json => &None,
                Format::Protobuf => &record.protobuf,
            };
            let name = name.as_ref().unwrap_or(&record.name);
            match format {
                Format::Avro => format!("\"{name}\""),
                Format::Json => format!("{{\"$ref\":\"{name}\"}}"),
                Format::Protobuf => name.clone(),
            }
        }
    }
}

/// What keeps `ty` from being the type that is asked for, in words.
pub(crate) fn mismatch(shape: &Shape, ty: &Type, asked: &TypeName) -> Option<String> {
    match asked {
        TypeName::Any => None,
        TypeName::Word(word) => {
            (!is_word(ty, word)).then(|| format!("is {}, asked for is {word}", ty.describe(shape)))
        }
        TypeName::Record(record) => record_mismatch(shape, ty, record),
    }
}

fn record_mismatch(shape: &Shape, ty: &Type, asked: &RecordType) -> Option<String> {
    let Type::Record(id) = ty else {
        return Some(format!(
            "is {}, asked for is a record like `{}`",
            ty.describe(shape),
            asked.name
        ));
    };
    let record = shape.record(*id);
    let wanted = match shape.format {
        Format::Avro => &asked.avro,
        Format::Json => &None,
        Format::Protobuf => &asked.protobuf,
    };
    if asked.matched == Match::Name {
        let name = wanted.as_ref().unwrap_or(&asked.name);
        return (record.name != *name)
            .then(|| format!("is `{}`, asked for is `{name}`", record.name));
    }
    asked.fields.iter().find_map(|(path, word)| {
        // A shape with this record as root resolves paths inside it.
        let found = shape.resolve_in(*id, path);
        match found.map(|fields| fields.last().map(|field| &field.ty)) {
            Ok(Some(ty)) if is_word(ty, word) => None,
            Ok(Some(ty)) => {
                Some(format!("has `{path}` as {}, asked for is {word}", ty.describe(shape)))
            }
            Ok(None) | Err(_) => {
                Some(format!("is `{}`, which has no field `{path}` ({word})", record.name))
            }
        }
    })
}

fn is_word(ty: &Type, word: &str) -> bool {
    // An element that may be null is of its type all the same.
    let ty = if let Type::Nullable(inner) = ty { inner } else { ty };
    match (inner(word), ty) {
        (Some(("array", word)), Type::Array(items)) => is_word(items, word),
        (Some(("map", word)), Type::Map(_, values)) => is_word(values, word),
        (Some(_), _) => false,
        (None, ty) => WORDS.iter().any(|row| row.0 == word && row.1(ty)),
    }
}

fn inner(text: &str) -> Option<(&str, &str)> {
    let (outer, rest) = text.split_once('<')?;
    let items = rest.strip_suffix('>')?;
    matches!(outer, "array" | "map").then_some((outer, items))
}

fn spell_word(format: Format, word: &str) -> String {
    if let Some((outer, items)) = inner(word) {
        let items = spell_word(format, items);
        return match (format, outer) {
            (Format::Avro, "array") => format!("{{\"type\":\"array\",\"items\":{items}}}"),
            (Format::Avro, _) => format!("{{\"type\":\"map\",\"values\":{items}}}"),
            (Format::Json, "array") => format!("{{\"type\":\"array\",\"items\":{items}}}"),
            (Format::Json, _) => {
                format!("{{\"type\":\"object\",\"additionalProperties\":{items}}}")
            }
            (Format::Protobuf, "array") => format!("repeated {items}"),
            (Format::Protobuf, _) => format!("map<string, {items}>"),
        };
    }
    let row = WORDS.iter().find(|row| row.0 == word);
    row.map_or_else(String::new, |row| match format {
        Format::Avro => row.2.to_owned(),
        Format::Json => json_word(word).to_owned(),
        Format::Protobuf => row.3.to_owned(),
    })
}

/// The word as JSON Schema has it; what JSON has no type for is text in an agreed format.
fn json_word(word: &str) -> &'static str {
    match word {
        "bool" => r#"{"type":"boolean"}"#,
        "int" | "long" => r#"{"type":"integer"}"#,
        "float" | "double" => r#"{"type":"number"}"#,
        "uuid" => r#"{"type":"string","format":"uuid"}"#,
        "date" => r#"{"type":"string","format":"date"}"#,
        "time" => r#"{"type":"string","format":"time"}"#,
        "timestamp" => r#"{"type":"string","format":"date-time"}"#,
        "duration" => r#"{"type":"string","format":"duration"}"#,
        "array" => r#"{"type":"array"}"#,
        "record" | "map" | "money" => r#"{"type":"object"}"#,
        _ => r#"{"type":"string"}"#,
    }
}
