//! Descriptors of editions: what the types of our library cannot hold is taken off before linking and put on after.

use super::Edition;
use super::rewrite::Extras;
use crate::protobuf::bundle;
use crate::protobuf::json_names::Hidden;
use prost::{DecodeError, Message};
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, ReflectMessage, Value};
use prost_types::FileDescriptorProto;
use std::sync::LazyLock;

/// What `syntax` says in the descriptor of a file with an edition.
const EDITIONS: &str = "editions";

const LOCAL: i32 = 1;
const EXPORT: i32 = 2;

/// `FileDescriptorProto`, as our bundled file defines it.
pub(in crate::protobuf) static FILE: LazyLock<MessageDescriptor> = LazyLock::new(|| {
    let file = bundle::find("google/protobuf/descriptor.proto").expect("bundled");
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_proto((*file).clone()).expect("it imports nothing");
    pool.get_message_by_name("google.protobuf.FileDescriptorProto").expect("defined there")
});

/// A descriptor as the linker takes it.
pub(in crate::protobuf) struct Lowered {
    pub(in crate::protobuf) bytes: Vec<u8>,
    pub(in crate::protobuf) edition: Option<Edition>,
    pub(in crate::protobuf) extras: Extras,
}

/// Why a descriptor cannot be lowered.
pub(in crate::protobuf) enum Refused {
    Bytes(DecodeError),
    Edition(i32),
}

/// Takes the edition off a serialized descriptor.
pub(in crate::protobuf) fn lower(bytes: &[u8]) -> Result<Lowered, Refused> {
    let plain = FileDescriptorProto::decode(bytes).map_err(Refused::Bytes)?;
    if plain.syntax() != EDITIONS {
        let (bytes, extras) = (bytes.to_vec(), Extras::default());
        return Ok(Lowered { bytes, edition: None, extras });
    }
    let mut file = DynamicMessage::decode(FILE.clone(), bytes).map_err(Refused::Bytes)?;
    let number = file.get_field_by_name("edition").and_then(|found| found.as_enum_number());
    let number = number.unwrap_or_default();
    let known = u64::try_from(number).ok().and_then(Edition::of_number);
    let edition = known.ok_or(Refused::Edition(number))?;
    let mut extras = Extras::default();
    file.clear_field_by_name("syntax");
    file.clear_field_by_name("edition");
    lower_imports(&mut file, &mut extras);
    each_definition(&mut file, &mut Vec::new(), &mut |definition, path| {
        let visibility = definition.get_field_by_name("visibility");
        match visibility.and_then(|found| found.as_enum_number()) {
            Some(LOCAL) => extras.visibility.push((path.to_vec(), false)),
            Some(EXPORT) => extras.visibility.push((path.to_vec(), true)),
            _ => {}
        }
        definition.clear_field_by_name("visibility");
    });
    extras.visibility.sort();
    Ok(Lowered { bytes: file.encode_to_vec(), edition: Some(edition), extras })
}

/// The descriptor of a linked file, with its edition on.
pub(in crate::protobuf) fn raise(bytes: &[u8], edition: Edition, extras: &Extras) -> Vec<u8> {
    let mut file =
        DynamicMessage::decode(FILE.clone(), bytes).expect("the linker encodes what it decoded");
    file.set_field_by_name("syntax", Value::String(EDITIONS.to_owned()));
    file.set_field_by_name("edition", Value::EnumNumber(edition.number() as i32));
    raise_imports(&mut file, extras);
    each_definition(&mut file, &mut Vec::new(), &mut |definition, path| {
        if let Some(is_exported) = extras.visibility_of(path) {
            let number = if is_exported { EXPORT } else { LOCAL };
            definition.set_field_by_name("visibility", Value::EnumNumber(number));
        }
    });
    file.encode_to_vec()
}

/// The descriptor with the chosen JSON name of each of these fields.
pub(in crate::protobuf) fn rename(
    bytes: &[u8],
    names: &[Hidden],
    chosen: fn(&Hidden) -> &String,
) -> Vec<u8> {
    let mut file =
        DynamicMessage::decode(FILE.clone(), bytes).expect("the linker encodes what it decoded");
    each_definition(&mut file, &mut Vec::new(), &mut |definition, path| {
        for found in names.iter().filter(|found| found.path.starts_with(path)) {
            let [2, index] = found.path[path.len()..] else { continue };
            let fields = definition.get_field_by_name_mut("field").and_then(Value::as_list_mut);
            let field = fields.and_then(|fields| fields.get_mut(index as usize));
            if let Some(field) = field.and_then(Value::as_message_mut) {
                field.set_field_by_name("json_name", Value::String(chosen(found).clone()));
            }
        }
    });
    file.encode_to_vec()
}

fn list(message: &DynamicMessage, name: &str) -> Vec<Value> {
    let found = message.get_field_by_name(name);
    found.and_then(|found| found.as_list().map(<[Value]>::to_vec)).unwrap_or_default()
}

/// `import option` becomes an ordinary import for the linker.
fn lower_imports(file: &mut DynamicMessage, extras: &mut Extras) {
    let mut imports = list(file, "dependency");
    for path in list(file, "option_dependency") {
        extras.option_imports.push(imports.len() as i32);
        imports.push(path);
    }
    file.clear_field_by_name("option_dependency");
    file.set_field_by_name("dependency", Value::List(imports));
}

fn raise_imports(file: &mut DynamicMessage, extras: &Extras) {
    if extras.option_imports.is_empty() {
        return;
    }
    let imports = list(file, "dependency");
    let is_option = |index: usize| extras.option_imports.contains(&(index as i32));
    let (of_options, plain): (Vec<_>, Vec<_>) =
        imports.into_iter().enumerate().partition(|(index, _)| is_option(*index));
    let values = |list: Vec<(usize, Value)>| list.into_iter().map(|(_, value)| value).collect();
    // Public imports are counted among the plain ones.
    let public = list(file, "public_dependency").into_iter().map(|index| {
        let old = index.as_i32().unwrap_or_default();
        let before = extras.option_imports.iter().filter(|option| **option < old).count();
        Value::I32(old - before as i32)
    });
    let public = public.collect();
    file.set_field_by_name("public_dependency", Value::List(public));
    file.set_field_by_name("dependency", Value::List(values(plain)));
    file.set_field_by_name("option_dependency", Value::List(values(of_options)));
}

/// Calls `seen` with every message and enum below `parent`, and its path.
fn each_definition(
    parent: &mut DynamicMessage,
    path: &mut Vec<i32>,
    seen: &mut dyn FnMut(&mut DynamicMessage, &[i32]),
) {
    for name in ["message_type", "nested_type", "enum_type"] {
        let Some(field) = parent.descriptor().get_field_by_name(name) else { continue };
        if !parent.has_field(&field) {
            continue;
        }
        let Some(definitions) = parent.get_field_mut(&field).as_list_mut() else { continue };
        for (index, definition) in definitions.iter_mut().enumerate() {
            let Some(definition) = definition.as_message_mut() else { continue };
            path.extend([field.number() as i32, index as i32]);
            seen(definition, path);
            each_definition(definition, path, seen);
            path.truncate(path.len() - 2);
        }
    }
}
