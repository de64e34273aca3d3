//! Protobuf options in the common form of rules: extensions by name, messages as groups.

use crate::cel::{Kind, Literal, Node, Ty};
use crate::constraint::{Entry, Predefined, Raw};
use contract_schema::Position;
use contract_schema::protobuf::model::ProtoSchema;
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

/// Where the parts of an option stand.
#[derive(Clone)]
pub(crate) struct Place<'a> {
    schema: &'a ProtoSchema,
    file: &'a str,
    path: Vec<i32>,
    at: Option<Position>,
}

impl<'a> Place<'a> {
    /// The option that stands at `path` of `file`, in an element that stands at `fallback`.
    pub(crate) fn new(
        schema: &'a ProtoSchema,
        file: &'a str,
        path: Vec<i32>,
        fallback: Option<Position>,
    ) -> Self {
        let at = fallback.and_then(|fallback| schema.position(file, &path).or(Some(fallback)));
        Place { schema, file, path, at }
    }

    pub(crate) fn at(&self) -> Option<Position> {
        self.at
    }

    /// Options in aggregate form (`= { … }`) have one place: their parts stand where they stand.
    fn inner(&self, number: u32) -> Self {
        let mut path = self.path.clone();
        path.push(number as i32);
        Place::new(self.schema, self.file, path, self.at)
    }
}

/// A message as a group.
pub(crate) fn raw_message(message: &DynamicMessage, place: &Place<'_>) -> Raw {
    if let Some(nanos) = nanos(message) {
        return Raw::Nanos(nanos);
    }
    let fields = message.fields().map(|(field, value)| {
        let inner = place.inner(field.number());
        let value = raw_field(&field, value, &inner);
        Entry { key: field.name().to_owned(), value, at: inner.at }
    });
    let extensions = message.extensions().map(|(extension, value)| {
        let name = extension.full_name();
        let key = name.strip_prefix(FORMATS).map_or_else(|| format!("[{name}]"), str::to_owned);
        let inner = place.inner(extension.number());
        let predefined = self::extension(&extension.options(), "buf.validate.predefined");
        let value = match predefined {
            Some(Value::Message(rules)) => Raw::Predefined(Box::new(Predefined {
                rules: raw_message(&rules, &inner),
                value: constant(value),
            })),
            _ => raw(value, &inner),
        };
        Entry { key, value, at: inner.at }
    });
    Raw::Group(fields.chain(extensions).collect())
}

fn raw_field(field: &FieldDescriptor, value: &Value, place: &Place<'_>) -> Raw {
    let kind = field.kind();
    match (value, kind.as_enum()) {
        (Value::EnumNumber(number), Some(descriptor)) => match descriptor.get_value(*number) {
            Some(symbol) => Raw::Text(symbol.name().to_owned()),
            None => Raw::Number(number.to_string()),
        },
        (value, _) => raw(value, place),
    }
}

fn raw(value: &Value, place: &Place<'_>) -> Raw {
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
        Value::Message(message) => raw_message(message, place),
        Value::List(values) => Raw::List(values.iter().map(|value| raw(value, place)).collect()),
        Value::Map(_) => Raw::Group(Vec::new()),
    }
}

/// A value as CEL has it.
fn constant(value: &Value) -> Option<Node> {
    let literal =
        |literal: Literal, ty: Ty| Some(Node { kind: Kind::Literal(literal), ty, fails: false });
    match value {
        Value::Bool(value) => literal(Literal::Bool(*value), Ty::Bool),
        Value::I32(value) | Value::EnumNumber(value) => {
            literal(Literal::Int(i64::from(*value)), Ty::Int)
        }
        Value::I64(value) => literal(Literal::Int(*value), Ty::Int),
        Value::U32(value) => literal(Literal::Uint(u64::from(*value)), Ty::Uint),
        Value::U64(value) => literal(Literal::Uint(*value), Ty::Uint),
        Value::F32(value) => literal(Literal::Double(f64::from(*value)), Ty::Double),
        Value::F64(value) => literal(Literal::Double(*value), Ty::Double),
        Value::String(text) => literal(Literal::String(text.clone()), Ty::String),
        Value::Bytes(bytes) => literal(Literal::Bytes(bytes.to_vec()), Ty::Bytes),
        Value::Message(message) => match (nanos(message), message.descriptor().full_name()) {
            (Some(nanos), "google.protobuf.Timestamp") => {
                literal(Literal::Timestamp(nanos), Ty::Timestamp)
            }
            (Some(nanos), _) => literal(Literal::Duration(nanos), Ty::Duration),
            // A wrapper is its value.
            (None, name) if name.starts_with("google.protobuf.") && name.ends_with("Value") => {
                constant(&*message.get_field_by_name("value")?)
            }
            (None, _) => None,
        },
        Value::List(items) => {
            let items: Option<Vec<Node>> = items.iter().map(constant).collect();
            let items = items?;
            let ty = items.first().map_or(Ty::Null, |item| item.ty.clone());
            Some(Node { kind: Kind::List(items), ty: Ty::List(Box::new(ty)), fails: false })
        }
        Value::Map(_) => None,
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
