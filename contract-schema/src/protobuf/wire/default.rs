//! What a field means that was not written.

use crate::protobuf::member::{Member, Shape};
use prost_reflect::{EnumDescriptor, Kind, Value};
use std::collections::BTreeSet;

/// Whether an absent field means something else to the reader.
pub(in crate::protobuf) fn differ(
    (writer, was): (&Member, &Value),
    (reader, now): (&Member, &Value),
) -> bool {
    match (&writer.shape, &reader.shape) {
        (Shape::One(Kind::Enum(old)), Shape::One(Kind::Enum(new))) => {
            let (Value::EnumNumber(was), Value::EnumNumber(now)) = (was, now) else {
                return false;
            };
            // A constant that has another name is told of with its enum.
            was != now && names(old, *was).is_disjoint(&names(new, *now))
        }
        (Shape::One(Kind::Enum(_)), _) | (_, Shape::One(Kind::Enum(_))) => false,
        _ => plain(was) != plain(now),
    }
}

/// What an enum calls a number.
pub(in crate::protobuf) fn names(of: &EnumDescriptor, number: i32) -> BTreeSet<String> {
    let constants = of.values().filter(|value| value.number() == number);
    constants.map(|value| value.name().to_owned()).collect()
}

/// A default so that equal ones of two types are equal.
#[derive(Debug, PartialEq)]
enum Plain {
    Integer(i128),
    Real(u64),
    Bytes(Vec<u8>),
    Other,
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Bool(value) => Plain::Integer(i128::from(*value)),
        Value::I32(value) | Value::EnumNumber(value) => Plain::Integer(i128::from(*value)),
        Value::I64(value) => Plain::Integer(i128::from(*value)),
        Value::U32(value) => Plain::Integer(i128::from(*value)),
        Value::U64(value) => Plain::Integer(i128::from(*value)),
        Value::F32(value) => Plain::Real(f64::from(*value).to_bits()),
        Value::F64(value) => Plain::Real(value.to_bits()),
        Value::String(value) => Plain::Bytes(value.clone().into_bytes()),
        Value::Bytes(value) => Plain::Bytes(value.to_vec()),
        Value::Message(_) | Value::List(_) | Value::Map(_) => Plain::Other,
    }
}

/// A default as a text spells it.
pub(in crate::protobuf) fn shown(member: &Member, value: &Value) -> String {
    match (&member.shape, value) {
        (Shape::One(Kind::Enum(found)), Value::EnumNumber(number)) => {
            let name = found.get_value(*number).map(|value| value.name().to_owned());
            format!("`{}`", name.unwrap_or_else(|| number.to_string()))
        }
        (_, Value::Bytes(bytes)) => format!("{:?}", String::from_utf8_lossy(bytes)),
        (_, Value::String(text)) => format!("{text:?}"),
        (_, other) => format!("`{}`", other.to_string().trim_matches('"')),
    }
}
