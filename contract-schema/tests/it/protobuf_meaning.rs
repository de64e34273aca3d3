//! What two Protobuf messages mean, as prost-reflect decoded them: whether each field that the reader has got the value
//! that was written. Shares nothing with the comparison of the library under test.

use prost_reflect::{
    Cardinality, DynamicMessage, FieldDescriptor, Kind, MapKey, ReflectMessage, Value,
};

/// Whether the reader's message means what the writer's does.
pub(crate) fn same(written: &DynamicMessage, read: &DynamicMessage) -> bool {
    let (was, is) = (written.descriptor(), read.descriptor());
    let fields = is.fields().all(|reader| {
        // By name first: what was written under the name is what people look for.
        match was.get_field_by_name(reader.name()) {
            Some(moved) if moved.number() != reader.number() && written.has_field(&moved) => {
                return read.has_field(&reader)
                    && written.get_field(&moved) == read.get_field(&reader);
            }
            _ => {}
        }
        let Some(writer) = was.get_field(reader.number()) else { return true };
        same_field(written, &writer, read, &reader)
    });
    let extensions = is.extensions().all(|reader| {
        let Some(writer) = was.get_extension(reader.number()) else { return true };
        let has = (written.has_extension(&writer), read.has_extension(&reader));
        has.0 == has.1
            && (!has.0
                || same_value(
                    (&written.get_extension(&writer), &writer.kind()),
                    (&read.get_extension(&reader), &reader.kind()),
                ))
    });
    fields && extensions
}

fn same_field(
    written: &DynamicMessage,
    writer: &FieldDescriptor,
    read: &DynamicMessage,
    reader: &FieldDescriptor,
) -> bool {
    let many = |field: &FieldDescriptor| field.cardinality() == Cardinality::Repeated;
    let (has, found) = (written.has_field(writer), read.has_field(reader));
    if many(writer) != many(reader) || writer.is_map() != reader.is_map() {
        return !has && !found;
    }
    let is_message = writer.kind().as_message().is_some();
    if many(writer) || is_message {
        if has != found {
            return false;
        }
    } else if writer.supports_presence() && has != found {
        return false;
    }
    let values = (written.get_field(writer), read.get_field(reader));
    match (writer.kind(), reader.kind()) {
        (Kind::Message(was), Kind::Message(is)) if was.is_map_entry() && is.is_map_entry() => {
            let kinds = (was.map_entry_value_field().kind(), is.map_entry_value_field().kind());
            same_map(&values.0, &values.1, &kinds)
        }
        (Kind::Message(_), _) if !has => true,
        (was, is) if !has && !found => same_default((&values.0, &was), (&values.1, &is)),
        (was, is) => same_value((&values.0, &was), (&values.1, &is)),
    }
}

/// Whether two fields that are not there mean the same: a number and a constant are told apart where they are written.
fn same_default((was, of): (&Value, &Kind), (is, to): (&Value, &Kind)) -> bool {
    match (was, is) {
        (Value::EnumNumber(_), Value::EnumNumber(_)) => same_value((was, of), (is, to)),
        (Value::EnumNumber(_), _) | (_, Value::EnumNumber(_)) => true,
        (Value::Bytes(was), Value::String(is)) => was.as_ref() == is.as_bytes(),
        (Value::String(was), Value::Bytes(is)) => was.as_bytes() == is.as_ref(),
        _ => match (integer(was), integer(is)) {
            (Some(was), Some(is)) => was == is,
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => same_value((was, of), (is, to)) || of != to,
        },
    }
}

fn same_map(was: &Value, is: &Value, kinds: &(Kind, Kind)) -> bool {
    let (Value::Map(was), Value::Map(is)) = (was, is) else { return false };
    let same_key = |was: &MapKey, is: &MapKey| match (number(was), number(is)) {
        (Some(was), Some(is)) => was == is,
        _ => was == is,
    };
    was.len() == is.len()
        && was.iter().all(|(key, value)| {
            is.iter().any(|(other, read)| {
                same_key(key, other) && same_value((value, &kinds.0), (read, &kinds.1))
            })
        })
}

fn number(key: &MapKey) -> Option<i128> {
    Some(match key {
        MapKey::Bool(value) => i128::from(*value),
        MapKey::I32(value) => i128::from(*value),
        MapKey::I64(value) => i128::from(*value),
        MapKey::U32(value) => i128::from(*value),
        MapKey::U64(value) => i128::from(*value),
        MapKey::String(_) => return None,
    })
}

fn same_value((was, of): (&Value, &Kind), (is, to): (&Value, &Kind)) -> bool {
    match (was, is) {
        (Value::Message(was), Value::Message(is)) => same(was, is),
        (Value::List(was), Value::List(is)) => {
            was.len() == is.len()
                && was.iter().zip(is).all(|(was, is)| same_value((was, of), (is, to)))
        }
        (Value::EnumNumber(was), Value::EnumNumber(is)) => {
            let names = |kind: &Kind, number: i32| -> Vec<String> {
                let Kind::Enum(found) = kind else { return Vec::new() };
                let named = found.values().filter(|value| value.number() == number);
                named.map(|value| value.name().to_owned()).collect()
            };
            let knows = |name: &String| matches!(to, Kind::Enum(found) if found.get_value_by_name(name).is_some());
            let (old, new) = (names(of, *was), names(to, *is));
            was == is
                && match old.is_empty() || new.is_empty() {
                    true => !old.iter().any(knows),
                    false => old.iter().any(|name| new.contains(name)),
                }
        }
        (Value::String(was), Value::Bytes(is)) => was.as_bytes() == is.as_ref(),
        (Value::F32(was), Value::F32(is)) => was.to_bits() == is.to_bits(),
        (Value::F64(was), Value::F64(is)) => was.to_bits() == is.to_bits(),
        (was, is) => match (integer(was), integer(is)) {
            // A flag that becomes a number keeps its meaning, a number that becomes a flag does not.
            (Some(_), Some(_))
                if matches!(is, Value::Bool(_)) && !matches!(was, Value::Bool(_)) =>
            {
                false
            }
            (Some(was), Some(is)) => was == is,
            _ => was == is,
        },
    }
}

fn integer(value: &Value) -> Option<i128> {
    Some(match value {
        Value::Bool(value) => i128::from(*value),
        Value::I32(value) => i128::from(*value),
        Value::I64(value) => i128::from(*value),
        Value::U32(value) => i128::from(*value),
        Value::U64(value) => i128::from(*value),
        _ => return None,
    })
}
