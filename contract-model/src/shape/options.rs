//! Protobuf options in the common form of rules: extensions by name, messages as groups.

use crate::constraint::{Entry, Raw};
use contract_schema::Position;
use prost_reflect::{DynamicMessage, FieldDescriptor, ReflectMessage, Value};

/// Package of our formats, whose extensions are known by their short name.
const FORMATS: &str = "fintech.validate.v1.";

/// The value of the extension called `name`, if it is set.
pub(crate) fn extension(options: &DynamicMessage, name: &str) -> Option<Value> {
    options
        .extensions()
        .find(|(extension, _)| extension.full_name() == name)
        .map(|(_, value)| value.clone())
}

/// A message as a group; the source does not say where its parts stand, so that all stand at `at`.
pub(crate) fn raw_message(message: &DynamicMessage, at: Option<Position>) -> Raw {
    if let Some(nanos) = nanos(message) {
        return Raw::Nanos(nanos);
    }
    let fields = message.fields().map(|(field, value)| Entry {
        key: field.name().to_owned(),
        value: raw_field(&field, value, at),
        at,
    });
    let extensions = message.extensions().map(|(extension, value)| {
        let name = extension.full_name();
        let key = name.strip_prefix(FORMATS).map_or_else(|| format!("[{name}]"), str::to_owned);
        Entry { key, value: raw(value, at), at }
    });
    Raw::Group(fields.chain(extensions).collect())
}

fn raw_field(field: &FieldDescriptor, value: &Value, at: Option<Position>) -> Raw {
    let kind = field.kind();
    match (value, kind.as_enum()) {
        (Value::EnumNumber(number), Some(descriptor)) => match descriptor.get_value(*number) {
            Some(symbol) => Raw::Text(symbol.name().to_owned()),
            None => Raw::Number(number.to_string()),
        },
        (value, _) => raw(value, at),
    }
}

fn raw(value: &Value, at: Option<Position>) -> Raw {
    match value {
        Value::Bool(value) => Raw::Bool(*value),
        Value::I32(value) | Value::EnumNumber(value) => Raw::Number(value.to_string()),
        Value::I64(value) => Raw::Number(value.to_string()),
        Value::U32(value) => Raw::Number(value.to_string()),
        Value::U64(value) => Raw::Number(value.to_string()),
        Value::F32(value) => Raw::Number(value.to_string()),
        Value::F64(value) => Raw::Number(value.to_string()),
        Value::String(text) => Raw::Text(text.clone()),
        Value::Bytes(bytes) => Raw::Bytes(bytes.to_vec()),
        Value::Message(message) => raw_message(message, at),
        Value::List(values) => Raw::List(values.iter().map(|value| raw(value, at)).collect()),
        Value::Map(_) => Raw::Group(Vec::new()),
    }
}

/// Timestamps and durations count nanoseconds.
fn nanos(message: &DynamicMessage) -> Option<i128> {
    match message.descriptor().full_name() {
        "google.protobuf.Timestamp" | "google.protobuf.Duration" => {}
        _ => return None,
    }
    let part = |name| message.get_field_by_name(name);
    let seconds = part("seconds").and_then(|value| value.as_i64()).unwrap_or(0);
    let nanos = part("nanos").and_then(|value| value.as_i32()).unwrap_or(0);
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
}
