//! Interpreted options of a linked descriptor, written out again as a person would write them.

use super::super::edition::descriptor;
use super::super::json_names;
use super::value;
use prost_reflect::{
    DynamicMessage, EnumDescriptor, FileDescriptor, Kind, MapKey, MessageDescriptor, Value,
};
use prost_types::uninterpreted_option::NamePart;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumOptions, EnumValueOptions, ExtensionRangeOptions,
    FieldDescriptorProto, FieldOptions, FileDescriptorProto, FileOptions, MessageOptions,
    MethodOptions, OneofOptions, ServiceOptions, UninterpretedOption,
};

pub(super) fn file(file: &FileDescriptorProto, linked: &FileDescriptor) -> FileDescriptorProto {
    let mut file = file.clone();
    let package = file.package().to_owned();
    let write = Writer { package: &package };
    let whole = whole(&file, linked);
    let messages = whole.as_ref().map(|whole| list(whole, "message_type")).unwrap_or_default();
    file.options = Some(FileOptions {
        uninterpreted_option: write.options(&linked.options()),
        ..Default::default()
    });
    for (index, message) in file.message_type.iter_mut().enumerate() {
        if let Some(linked) = linked.messages().nth(index) {
            write.message(message, &linked, messages.get(index).and_then(Value::as_message));
        }
    }
    for (enumeration, linked) in file.enum_type.iter_mut().zip(linked.enums()) {
        write.enumeration(enumeration, &linked);
    }
    for (service, linked) in file.service.iter_mut().zip(linked.services()) {
        service.options = Some(ServiceOptions {
            uninterpreted_option: write.options(&linked.options()),
            ..Default::default()
        });
        for (method, linked) in service.method.iter_mut().zip(linked.methods()) {
            method.options = Some(MethodOptions {
                uninterpreted_option: write.options(&linked.options()),
                ..Default::default()
            });
        }
    }
    for (extension, linked) in file.extension.iter_mut().zip(linked.extensions()) {
        write.field(extension, &linked.options());
    }
    file
}

/// The descriptor with the options of extension ranges, to which the linked file gives no access; `None` without them.
fn whole(file: &FileDescriptorProto, linked: &FileDescriptor) -> Option<DynamicMessage> {
    let mut waiting: Vec<&DescriptorProto> = file.message_type.iter().collect();
    let mut has_options = false;
    while let Some(message) = waiting.pop() {
        has_options |= message.extension_range.iter().any(|range| range.options.is_some());
        waiting.extend(&message.nested_type);
    }
    let kind = linked.parent_pool().get_message_by_name("google.protobuf.FileDescriptorProto");
    let kind = kind.unwrap_or_else(|| descriptor::FILE.clone());
    has_options.then(|| DynamicMessage::decode(kind, &*linked.encode_to_vec()).ok()).flatten()
}

fn list(message: &DynamicMessage, name: &str) -> Vec<Value> {
    let found = message.get_field_by_name(name);
    found.and_then(|found| found.as_list().map(<[Value]>::to_vec)).unwrap_or_default()
}

struct Writer<'a> {
    package: &'a str,
}

impl Writer<'_> {
    fn message(
        &self,
        message: &mut DescriptorProto,
        linked: &MessageDescriptor,
        whole: Option<&DynamicMessage>,
    ) {
        message.options = Some(MessageOptions {
            map_entry: message.options.as_ref().and_then(|options| options.map_entry),
            uninterpreted_option: self.options(&linked.options()),
            ..Default::default()
        });
        for field in &mut message.field {
            if let Some(linked) = linked.get_field(field.number() as u32) {
                self.field(field, &linked.options());
            }
        }
        for (oneof, linked) in message.oneof_decl.iter_mut().zip(linked.oneofs()) {
            oneof.options =
                Some(OneofOptions { uninterpreted_option: self.options(&linked.options()) });
        }
        let ranges = whole.map(|whole| list(whole, "extension_range")).unwrap_or_default();
        for (index, range) in message.extension_range.iter_mut().enumerate() {
            let found = ranges.get(index).and_then(Value::as_message);
            let options = found.and_then(|range| range.get_field_by_name("options"));
            let options = options.as_deref().and_then(Value::as_message);
            let uninterpreted_option = options.map(|found| self.options(found));
            range.options = uninterpreted_option
                .map(|uninterpreted_option| ExtensionRangeOptions { uninterpreted_option });
        }
        let inner = whole.map(|whole| list(whole, "nested_type")).unwrap_or_default();
        let nested = message.nested_type.iter_mut().zip(linked.child_messages());
        for (index, (nested, linked)) in nested.enumerate() {
            self.message(nested, &linked, inner.get(index).and_then(Value::as_message));
        }
        for (enumeration, linked) in message.enum_type.iter_mut().zip(linked.child_enums()) {
            self.enumeration(enumeration, &linked);
        }
        for (extension, linked) in message.extension.iter_mut().zip(linked.child_extensions()) {
            self.field(extension, &linked.options());
        }
    }

    fn field(&self, field: &mut FieldDescriptorProto, options: &DynamicMessage) {
        field.options = Some(FieldOptions {
            uninterpreted_option: self.options(options),
            ..Default::default()
        });
        // protoc writes the JSON name into every descriptor.
        let usual = json_names::usual(field.name());
        field.json_name = field.json_name.take().filter(|name| *name != usual);
    }

    fn enumeration(&self, enumeration: &mut EnumDescriptorProto, linked: &EnumDescriptor) {
        enumeration.options = Some(EnumOptions {
            uninterpreted_option: self.options(&linked.options()),
            ..Default::default()
        });
        // `values()` is in order of numbers.
        for constant in &mut enumeration.value {
            let Some(linked) = linked.get_value_by_name(constant.name()) else { continue };
            constant.options = Some(EnumValueOptions {
                uninterpreted_option: self.options(&linked.options()),
                ..Default::default()
            });
        }
    }

    fn options(&self, options: &DynamicMessage) -> Vec<UninterpretedOption> {
        let own = options.fields().filter(|(field, _)| field.name() != "map_entry");
        let own = own.map(|(field, value)| (part(field.name(), false), field.kind(), value));
        let extensions = options.extensions();
        let extensions = extensions.map(|(extension, value)| {
            let name = self.extension_name(extension.full_name());
            (part(&name, true), extension.kind(), value)
        });
        let mut written = Vec::new();
        for (name, kind, value) in own.chain(extensions) {
            match value {
                Value::List(values) => {
                    let one = |value| option(std::slice::from_ref(&name), &kind, value);
                    written.extend(values.iter().map(one));
                }
                Value::Message(features) if name.name_part == "features" && !name.is_extension => {
                    self.features(features, &mut vec![name], &mut written);
                }
                other => written.push(option(&[name], &kind, other)),
            }
        }
        written
    }

    /// Each feature on its own, as people write them.
    fn features(
        &self,
        features: &DynamicMessage,
        names: &mut Vec<NamePart>,
        written: &mut Vec<UninterpretedOption>,
    ) {
        for (field, value) in features.fields() {
            names.push(part(field.name(), false));
            written.push(option(names, &field.kind(), value));
            names.pop();
        }
        for (extension, value) in features.extensions() {
            names.push(part(&self.extension_name(extension.full_name()), true));
            match value {
                Value::Message(inner) => self.features(inner, names, written),
                other => written.push(option(names, &extension.kind(), other)),
            }
            names.pop();
        }
    }

    /// A leading dot where the package could hide the extension's own package.
    fn extension_name(&self, full: &str) -> String {
        let first = full.split('.').next();
        let is_hidden = self.package.split('.').skip(1).any(|part| Some(part) == first);
        format!("{}{full}", if is_hidden { "." } else { "" })
    }
}

fn part(name: &str, is_extension: bool) -> NamePart {
    NamePart { name_part: name.to_owned(), is_extension }
}

fn option(names: &[NamePart], kind: &Kind, found: &Value) -> UninterpretedOption {
    let mut option = UninterpretedOption { name: names.to_vec(), ..Default::default() };
    match found {
        Value::Message(message) => {
            let mut text = String::new();
            fields(message, &mut text);
            option.aggregate_value = Some(text);
        }
        Value::String(text) => option.string_value = Some(text.clone().into_bytes()),
        Value::Bytes(bytes) => option.string_value = Some(bytes.to_vec()),
        other => option.identifier_value = Some(scalar(other, kind)),
    }
    option
}

/// The fields of a message in text format; the printer lays them out.
fn fields(message: &DynamicMessage, out: &mut String) {
    let own = message.fields().map(|(field, value)| (field.name().to_owned(), field.kind(), value));
    let extensions = message
        .extensions()
        .map(|(found, value)| (format!("[{}]", found.full_name()), found.kind(), value));
    for (name, kind, value) in own.chain(extensions) {
        match value {
            Value::List(values) => {
                for value in values {
                    out.push_str(&format!("{name}: "));
                    element(value, &kind, out);
                }
            }
            Value::Map(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(key, _)| map_key(key));
                let value_kind =
                    kind.as_message().map(|entry| entry.map_entry_value_field().kind());
                for (key, value) in entries {
                    out.push_str(&format!("{name}: {{ key: {} value: ", map_key(key)));
                    element(value, value_kind.as_ref().unwrap_or(&kind), out);
                    out.push_str("} ");
                }
            }
            other => {
                out.push_str(&format!("{name}: "));
                element(other, &kind, out);
            }
        }
    }
}

fn element(value: &Value, kind: &Kind, out: &mut String) {
    match value {
        Value::Message(message) => {
            out.push_str("{ ");
            fields(message, out);
            out.push_str("} ");
        }
        other => {
            out.push_str(&scalar(other, kind));
            out.push(' ');
        }
    }
}

fn scalar(found: &Value, kind: &Kind) -> String {
    match found {
        Value::Bool(value) => value.to_string(),
        Value::I32(value) => value.to_string(),
        Value::I64(value) => value.to_string(),
        Value::U32(value) => value.to_string(),
        Value::U64(value) => value.to_string(),
        Value::F32(value) => value::float(f64::from(*value)),
        Value::F64(value) => value::float(*value),
        Value::String(text) => value::quoted(text.as_bytes()),
        Value::Bytes(bytes) => value::quoted(bytes),
        Value::EnumNumber(number) => {
            let constant = kind.as_enum().and_then(|kind| kind.get_value(*number));
            constant.map_or(number.to_string(), |constant| constant.name().to_owned())
        }
        Value::Message(_) | Value::List(_) | Value::Map(_) => String::new(),
    }
}

fn map_key(key: &MapKey) -> String {
    match key {
        MapKey::Bool(key) => key.to_string(),
        MapKey::I32(key) => key.to_string(),
        MapKey::I64(key) => key.to_string(),
        MapKey::U32(key) => key.to_string(),
        MapKey::U64(key) => key.to_string(),
        MapKey::String(key) => value::quoted(key.as_bytes()),
    }
}
