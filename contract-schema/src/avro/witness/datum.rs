//! One datum of an Avro schema: in Avro binary, and in Avro's JSON encoding for people.

use crate::avro::model::{AvroSchema, Kind, TypeId};
use crate::json_text::write_string;
use std::fmt::Write;

/// A value of a type; which one is known from where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum {
    Null,
    Boolean(bool),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    /// `bytes` and `fixed`
    Bytes(Vec<u8>),
    String(String),
    Array(Vec<Datum>),
    Map(Vec<(String, Datum)>),
    /// The branch by its number.
    Union(usize, Box<Datum>),
    /// The symbol by its number.
    Enum(usize),
    /// The fields in order.
    Record(Vec<Datum>),
}

/// Appends Avro binary. Source: Avro 1.12 specification, "Binary Encoding".
pub(super) fn encode(schema: &AvroSchema, ty: TypeId, datum: &Datum, out: &mut Vec<u8>) {
    match (&schema.get(ty).kind, datum) {
        (_, Datum::Null) => {}
        (_, Datum::Boolean(value)) => out.push(u8::from(*value)),
        (_, Datum::Int(value)) => varint(i64::from(*value), out),
        (_, Datum::Long(value)) => varint(*value, out),
        (_, Datum::Float(value)) => out.extend(value.to_le_bytes()),
        (_, Datum::Double(value)) => out.extend(value.to_le_bytes()),
        (Kind::Fixed(_), Datum::Bytes(bytes)) => out.extend(bytes),
        (_, Datum::Bytes(bytes)) => prefixed(bytes, out),
        (_, Datum::String(text)) => prefixed(text.as_bytes(), out),
        (_, Datum::Enum(symbol)) => varint(*symbol as i64, out),
        (Kind::Array(inner), Datum::Array(items)) => {
            blocks(items.len(), out, |index, out| encode(schema, *inner, &items[index], out));
        }
        (Kind::Map(inner), Datum::Map(entries)) => blocks(entries.len(), out, |index, out| {
            prefixed(entries[index].0.as_bytes(), out);
            encode(schema, *inner, &entries[index].1, out);
        }),
        (Kind::Union(branches), Datum::Union(branch, inner)) => {
            varint(*branch as i64, out);
            encode(schema, branches[*branch], inner, out);
        }
        (Kind::Record(record), Datum::Record(values)) => {
            for (field, value) in record.fields.iter().zip(values) {
                encode(schema, field.ty, value, out);
            }
        }
        (_, Datum::Array(_) | Datum::Map(_) | Datum::Union(..) | Datum::Record(_)) => {
            unreachable!("a datum is built from its type")
        }
    }
}

fn blocks(count: usize, out: &mut Vec<u8>, mut item: impl FnMut(usize, &mut Vec<u8>)) {
    if count > 0 {
        varint(count as i64, out);
        (0..count).for_each(|index| item(index, out));
    }
    out.push(0);
}

pub(crate) fn prefixed(bytes: &[u8], out: &mut Vec<u8>) {
    varint(bytes.len() as i64, out);
    out.extend(bytes);
}

pub(crate) fn varint(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest > 0x7F {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Appends Avro's JSON encoding. Source: Avro 1.12 specification, "JSON Encoding".
pub(super) fn print(schema: &AvroSchema, ty: TypeId, datum: &Datum, out: &mut String) {
    match (&schema.get(ty).kind, datum) {
        (_, Datum::Null) => out.push_str("null"),
        (_, Datum::Boolean(value)) => append(out, value),
        (_, Datum::Int(value)) => append(out, value),
        (_, Datum::Long(value)) => append(out, value),
        (_, Datum::Float(value)) => append(out, format_args!("{value:?}")),
        (_, Datum::Double(value)) => append(out, format_args!("{value:?}")),
        (_, Datum::Bytes(bytes)) => write_bytes(out, bytes),
        (_, Datum::String(text)) => write_string(out, text),
        (Kind::Enum(kind), Datum::Enum(symbol)) => write_string(out, &kind.symbols[*symbol]),
        (Kind::Array(inner), Datum::Array(items)) => {
            list(out, ['[', ']'], items, |out, item| print(schema, *inner, item, out));
        }
        (Kind::Map(inner), Datum::Map(entries)) => list(out, ['{', '}'], entries, |out, entry| {
            member(out, &entry.0);
            print(schema, *inner, &entry.1, out);
        }),
        (Kind::Union(branches), Datum::Union(branch, inner)) => {
            labelled(schema, branches[*branch], out, |out| {
                print(schema, branches[*branch], inner, out);
            });
        }
        (Kind::Record(record), Datum::Record(values)) => {
            let fields: Vec<_> = record.fields.iter().zip(values).collect();
            list(out, ['{', '}'], &fields, |out, (field, value)| {
                member(out, &field.name);
                print(schema, field.ty, value, out);
            });
        }
        (
            _,
            Datum::Enum(_) | Datum::Array(_) | Datum::Map(_) | Datum::Union(..) | Datum::Record(_),
        ) => unreachable!("a datum is built from its type"),
    }
}

/// A value of a union: null as it is, anything else in an object under the name of its branch.
pub(super) fn labelled(
    schema: &AvroSchema,
    branch: TypeId,
    out: &mut String,
    value: impl FnOnce(&mut String),
) {
    let kind = &schema.get(branch).kind;
    if matches!(kind, Kind::Null) {
        return value(out);
    }
    out.push('{');
    member(out, kind.name().map_or(kind.word(), |name| name.full()));
    value(out);
    out.push('}');
}

/// Bytes as Avro's JSON has them: one character from U+0000 to U+00FF for each.
pub(super) fn write_bytes(out: &mut String, bytes: &[u8]) {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    write_string(out, &text);
}

/// `"key":`
pub(super) fn member(out: &mut String, key: &str) {
    write_string(out, key);
    out.push(':');
}

/// The items between brackets, with commas.
pub(super) fn list<T>(
    out: &mut String,
    brackets: [char; 2],
    items: &[T],
    mut item: impl FnMut(&mut String, &T),
) {
    out.push(brackets[0]);
    for (index, value) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        item(out, value);
    }
    out.push(brackets[1]);
}

/// Appends what prints itself.
pub(super) fn append(out: &mut String, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("writing to a string cannot fail");
}
