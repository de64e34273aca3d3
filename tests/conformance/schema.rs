//! Avro schemas that say what messages of Protobuf say, rules included; what has no counterpart in Avro is left out.

use prost_reflect::{
    Cardinality, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, SerializeOptions, Value,
};
use serde_json::{Map, Value as Json, json};

/// The schema of a message in a namespace of its own.
pub(crate) fn of(message: &MessageDescriptor) -> Option<Json> {
    let name = message.full_name().replace(['.', '_'], "");
    let mut printer = Printer { defined: Vec::new(), root: message.full_name().to_owned() };
    let mut record = printer.record(message)?;
    let object = record.as_object_mut()?;
    object.insert("name".to_owned(), json!(name));
    object.insert("namespace".to_owned(), json!(format!("mirror.{}", name.to_lowercase())));
    Some(record)
}

struct Printer {
    defined: Vec<String>,
    root: String,
}

impl Printer {
    fn record(&mut self, message: &MessageDescriptor) -> Option<Json> {
        let is_option = |(extension, _): (prost_reflect::ExtensionDescriptor, &Value)| {
            extension.full_name() == "buf.validate.message"
        };
        let is_plain = message.oneofs().all(|oneof| oneof.is_synthetic())
            && message.extension_ranges().next().is_none()
            && !message.options().extensions().any(is_option);
        if !is_plain || message.full_name().starts_with("google.protobuf.") {
            return None;
        }
        self.defined.push(message.full_name().to_owned());
        let mut ordered: Vec<FieldDescriptor> = message.fields().collect();
        ordered.sort_by_key(|field| field.path().to_vec());
        let fields: Option<Vec<Json>> = ordered.iter().map(|field| self.field(field)).collect();
        Some(json!({"type": "record", "name": self.name(message.full_name()), "fields": fields?}))
    }

    /// The name of a type in the namespace of its schema.
    fn name(&self, full_name: &str) -> String {
        let simple = full_name.replace(['.', '_'], "");
        if full_name == self.root { simple } else { format!("Inner{simple}") }
    }

    fn field(&mut self, field: &FieldDescriptor) -> Option<Json> {
        let is_nullable = field.supports_presence() && field.cardinality() != Cardinality::Required;
        let ty = self.ty(field)?;
        let ty = if is_nullable { json!(["null", ty]) } else { ty };
        let mut told = json!({"name": field.name(), "type": ty});
        let options = field.options();
        let rules = options
            .extensions()
            .find(|(extension, _)| extension.full_name() == "buf.validate.field");
        if let Some((_, Value::Message(rules))) = rules {
            let rules = shown(rules)?;
            // What is always there in Avro cannot be required; what Protobuf tells from zero though it is
            // always there, Avro does not.
            let is_required = field.cardinality() == Cardinality::Required;
            if rules.contains_key("required") && !field.supports_presence()
                || rules.contains_key("ignore") && is_required
            {
                return None;
            }
            told.as_object_mut()?
                .insert("validate".to_owned(), Json::Object(renamed(rules, &field.kind())?));
        }
        Some(told)
    }

    fn ty(&mut self, field: &FieldDescriptor) -> Option<Json> {
        let kind = field.kind();
        if field.is_group() {
            return None;
        }
        if field.is_map() {
            let entry = kind.as_message()?;
            if entry.map_entry_key_field().kind() != Kind::String {
                return None;
            }
            let values = self.element(&entry.map_entry_value_field().kind())?;
            return Some(json!({"type": "map", "values": values}));
        }
        if field.is_list() {
            return Some(json!({"type": "array", "items": self.element(&kind)?}));
        }
        self.single(&kind)
    }

    fn element(&mut self, kind: &Kind) -> Option<Json> {
        let ty = self.single(kind)?;
        Some(if wrapped(kind).is_some() { json!(["null", ty]) } else { ty })
    }

    fn single(&mut self, kind: &Kind) -> Option<Json> {
        Some(match kind {
            Kind::Bool => json!("boolean"),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json!("int"),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 | Kind::Uint32 | Kind::Fixed32 => {
                json!("long")
            }
            Kind::Uint64 | Kind::Fixed64 => return None,
            Kind::Float => json!("float"),
            Kind::Double => json!("double"),
            Kind::String => json!("string"),
            Kind::Bytes => json!("bytes"),
            Kind::Enum(found) => {
                let name = self.name(found.full_name());
                if self.defined.contains(&name) {
                    return Some(json!(name));
                }
                self.defined.push(name.clone());
                let symbols: Vec<String> =
                    symbols(kind).into_iter().map(|(_, name)| name).collect();
                json!({"type": "enum", "name": name, "symbols": symbols})
            }
            Kind::Message(message) => match (message.full_name(), wrapped(kind)) {
                ("google.protobuf.Timestamp", _) => {
                    json!({"type": "long", "logicalType": "timestamp-nanos"})
                }
                (_, Some(value)) => return self.single(&value),
                (name, None) if self.defined.iter().any(|known| known == name) => {
                    json!(self.name(name))
                }
                _ => self.record(message)?,
            },
        })
    }
}

/// The kind of the value in a wrapper.
fn wrapped(kind: &Kind) -> Option<Kind> {
    let message = kind.as_message()?;
    let is_wrapper = message.full_name().starts_with("google.protobuf.")
        && message.full_name().ends_with("Value")
        && !matches!(message.name(), "Value" | "ListValue");
    is_wrapper.then(|| message.get_field_by_name("value").map(|field| field.kind())).flatten()
}

/// Numbers and names of an enum, each number once, in order of the text.
fn symbols(kind: &Kind) -> Vec<(i32, String)> {
    let mut found: Vec<(i32, String)> = Vec::new();
    if let Kind::Enum(descriptor) = kind {
        for value in &descriptor.enum_descriptor_proto().value {
            if found.iter().all(|(number, _)| *number != value.number()) {
                found.push((value.number(), value.name().to_owned()));
            }
        }
    }
    found
}

/// Rules in JSON, as they are called in Protobuf.
fn shown(rules: &DynamicMessage) -> Option<Map<String, Json>> {
    let options =
        SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false);
    let json = rules.serialize_with_options(serde_json::value::Serializer, &options).ok()?;
    json.as_object().cloned()
}

/// The rules of a field, those of numbers in the groups that Avro has; rules in CEL and of one's own are other suites'.
fn renamed(rules: Map<String, Json>, kind: &Kind) -> Option<Map<String, Json>> {
    let mut told = Map::new();
    for (key, value) in rules {
        let key = match key.as_str() {
            "sint32" | "sfixed32" => "int32".to_owned(),
            "sint64" | "sfixed64" | "uint32" | "fixed32" => "int64".to_owned(),
            "uint64" | "fixed64" | "duration" | "any" | "field_mask" | "cel" | "cel_expression" => {
                return None;
            }
            other => other.to_owned(),
        };
        let value = match (key.as_str(), value) {
            ("enum", Json::Object(rules)) => Json::Object(named(rules, kind)?),
            ("repeated", Json::Object(rules)) => {
                Json::Object(nested(rules, |_| Some(kind.clone()))?)
            }
            ("map", Json::Object(rules)) => {
                let entry = kind.as_message()?;
                Json::Object(nested(rules, |key| match key {
                    "keys" => Some(entry.map_entry_key_field().kind()),
                    _ => Some(entry.map_entry_value_field().kind()),
                })?)
            }
            (_, Json::Object(rules)) if rules.keys().any(|key| key.starts_with('[')) => {
                return None;
            }
            (_, value) => value,
        };
        told.insert(key, value);
    }
    Some(told)
}

fn nested(
    rules: Map<String, Json>,
    kind: impl Fn(&str) -> Option<Kind>,
) -> Option<Map<String, Json>> {
    let mut told = Map::new();
    for (key, value) in rules {
        let value = match (key.as_str(), value) {
            ("items" | "keys" | "values", Json::Object(rules)) => {
                Json::Object(renamed(rules, &kind(&key)?)?)
            }
            (key, _) if key.starts_with('[') => return None,
            (_, value) => value,
        };
        told.insert(key, value);
    }
    Some(told)
}

/// Rules of enums name symbols in Avro.
fn named(rules: Map<String, Json>, kind: &Kind) -> Option<Map<String, Json>> {
    let symbols = symbols(kind);
    let name = |value: &Json| {
        let number = i32::try_from(value.as_i64()?).ok()?;
        symbols.iter().find(|(known, _)| *known == number).map(|(_, name)| json!(name))
    };
    let mut told = Map::new();
    for (key, value) in rules {
        let value = match (key.as_str(), &value) {
            ("const", number) => name(number)?,
            ("in" | "not_in", Json::Array(numbers)) => {
                Json::Array(numbers.iter().map(name).collect::<Option<Vec<Json>>>()?)
            }
            ("example", _) => continue,
            _ => value,
        };
        told.insert(key, value);
    }
    Some(told)
}
