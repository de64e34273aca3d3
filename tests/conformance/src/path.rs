//! Paths: from the text of a violation to the harness's lists of fields, by descriptors.

use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor,
    ReflectMessage, Value,
};
use std::error::Error;

/// `TYPE_GROUP` of `FieldDescriptorProto.Type`.
const GROUP: i32 = 10;

/// `DELIMITED` of `FeatureSet.MessageEncoding`.
const DELIMITED: i32 = 2;

/// A step of a path, with what stands in brackets behind it.
pub(crate) enum Element {
    Field(FieldDescriptor, Option<String>),
    /// An extension of a message of rules.
    Extension {
        name: String,
        number: u32,
        kind: i32,
    },
    Oneof(OneofDescriptor),
}

/// The steps of `a.b[1].c["k"]` in a message; rules may name extensions, `string.[a.b]`.
pub(crate) fn walk(
    pool: &DescriptorPool,
    message: &MessageDescriptor,
    path: &str,
) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    let mut current = Some(message.clone());
    let mut rest = path;
    while !rest.is_empty() {
        let holder = current.take().ok_or_else(|| format!("`{path}` goes on behind a scalar"))?;
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if let Some((name, behind)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']'))
        {
            let extension =
                pool.get_extension_by_name(name).ok_or_else(|| format!("no extension `{name}`"))?;
            let kind = extension.field_descriptor_proto().r#type.unwrap_or_default();
            elements.push(Element::Extension {
                name: format!("[{name}]"),
                number: extension.number(),
                kind,
            });
            rest = behind;
            continue;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        rest = behind;
        let Some(field) =
            holder.fields().find(|field| field.json_name() == name || field.name() == name)
        else {
            let plain = |name: &str| name.replace('_', "").to_lowercase();
            let oneof = holder.oneofs().find(|oneof| plain(oneof.name()) == plain(name));
            elements.push(Element::Oneof(
                oneof.ok_or_else(|| format!("no field `{name}` in {}", holder.full_name()))?,
            ));
            continue;
        };
        let subscript = rest.starts_with('[').then(|| bracketed(rest));
        rest = &rest[subscript.as_ref().map_or(0, |text| text.len() + 2)..];
        let kind = field.kind();
        current = match kind.as_message() {
            Some(entry) if entry.is_map_entry() => {
                entry.map_entry_value_field().kind().as_message().cloned()
            }
            other => other.cloned(),
        };
        elements.push(Element::Field(field, subscript));
    }
    Ok(elements)
}

/// What stands in the brackets at the start; a text may hold brackets itself.
fn bracketed(rest: &str) -> String {
    let inner = &rest[1..];
    let mut escaped = false;
    let mut quoted = false;
    for (at, c) in inner.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ']' if !quoted => return inner[..at].to_owned(),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    inner.to_owned()
}

/// The elements as the harness's message.
pub(crate) fn field_path(
    violation: &DynamicMessage,
    name: &str,
    elements: &[Element],
) -> Result<Value, Box<dyn Error>> {
    let field = violation.descriptor().get_field_by_name(name).ok_or("no such field")?;
    let Kind::Message(path) = field.kind() else { return Err("a path is a message".into()) };
    let Some(Kind::Message(element)) = path.get_field_by_name("elements").map(|field| field.kind())
    else {
        return Err("an element is a message".into());
    };
    let listed: Result<Vec<Value>, Box<dyn Error>> = elements
        .iter()
        .map(|step| {
            let mut told = DynamicMessage::new(element.clone());
            match step {
                Element::Oneof(oneof) => {
                    told.set_field_by_name("field_name", Value::String(oneof.name().to_owned()))
                }
                Element::Extension { name, number, kind } => {
                    told.set_field_by_name("field_number", Value::I32(i32::try_from(*number)?));
                    told.set_field_by_name("field_name", Value::String(name.clone()));
                    told.set_field_by_name("field_type", Value::EnumNumber(*kind));
                }
                Element::Field(field, subscript) => tell(&mut told, field, subscript.as_deref())?,
            }
            Ok(Value::Message(told))
        })
        .collect();
    let mut told = DynamicMessage::new(path);
    told.set_field_by_name("elements", Value::List(listed?));
    Ok(Value::Message(told))
}

fn tell(
    told: &mut DynamicMessage,
    field: &FieldDescriptor,
    subscript: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let number =
        |field: &FieldDescriptor| field.field_descriptor_proto().r#type.unwrap_or_default();
    let kind = if is_delimited(field) { GROUP } else { number(field) };
    told.set_field_by_name("field_number", Value::I32(i32::try_from(field.number())?));
    told.set_field_by_name("field_name", Value::String(field.name().to_owned()));
    told.set_field_by_name("field_type", Value::EnumNumber(kind));
    let Some(text) = subscript else { return Ok(()) };
    let kind = field.kind();
    let Some(entry) = kind.as_message().filter(|message| message.is_map_entry()) else {
        told.set_field_by_name("index", Value::U64(text.parse()?));
        return Ok(());
    };
    let (key, value) = (entry.map_entry_key_field(), entry.map_entry_value_field());
    told.set_field_by_name("key_type", Value::EnumNumber(number(&key)));
    told.set_field_by_name("value_type", Value::EnumNumber(number(&value)));
    match key.kind() {
        Kind::String => {
            let text = text.trim_matches('"').replace("\\\"", "\"").replace("\\\\", "\\");
            told.set_field_by_name("string_key", Value::String(text));
        }
        Kind::Bool => told.set_field_by_name("bool_key", Value::Bool(text.parse()?)),
        Kind::Uint32 | Kind::Uint64 | Kind::Fixed32 | Kind::Fixed64 => {
            told.set_field_by_name("uint_key", Value::U64(text.parse()?));
        }
        _ => told.set_field_by_name("int_key", Value::I64(text.parse()?)),
    }
    Ok(())
}

/// A message of an edition that travels as a group.
fn is_delimited(field: &FieldDescriptor) -> bool {
    let options = field.options();
    let features = options.get_field_by_name("features");
    let encoding = features.as_deref().and_then(|features| {
        let found = features.as_message()?.get_field_by_name("message_encoding")?;
        found.as_enum_number()
    });
    encoding == Some(DELIMITED)
}
