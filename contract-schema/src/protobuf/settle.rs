//! What `protoc` settles while it parses and our parser leaves or names otherwise: names of synthetic oneofs, features of
//! the entries of maps.

use super::edition::features;
use prost_types::{DescriptorProto, FieldOptions, FileDescriptorProto};
use std::collections::HashSet;

/// Settles a file that was parsed.
pub(super) fn file(file: &mut FileDescriptorProto) {
    file.message_type.iter_mut().for_each(message);
}

fn message(message: &mut DescriptorProto) {
    synthetic_oneofs(message);
    map_features(message);
    message.nested_type.iter_mut().for_each(self::message);
}

/// A proto3 `optional` is a oneof of one, whose name must not be taken.
fn synthetic_oneofs(message: &mut DescriptorProto) {
    if message.field.iter().all(|field| !field.proto3_optional()) {
        return;
    }
    let synthetic: HashSet<i32> = message
        .field
        .iter()
        .filter(|field| field.proto3_optional())
        .filter_map(|field| field.oneof_index)
        .collect();
    let mut taken: HashSet<String> =
        message.field.iter().map(|field| field.name().to_owned()).collect();
    let real = message.oneof_decl.iter().enumerate();
    let real = real.filter(|(index, _)| !synthetic.contains(&(*index as i32)));
    taken.extend(real.map(|(_, oneof)| oneof.name().to_owned()));
    for field in message.field.iter().filter(|field| field.proto3_optional()) {
        let index = field.oneof_index.and_then(|index| usize::try_from(index).ok());
        let Some(oneof) = index.and_then(|index| message.oneof_decl.get_mut(index)) else {
            continue;
        };
        let mut name = match field.name() {
            marked if marked.starts_with('_') => marked.to_owned(),
            plain => format!("_{plain}"),
        };
        while taken.contains(&name) {
            name.insert(0, 'X');
        }
        taken.insert(name.clone());
        oneof.name = Some(name);
    }
}

/// Key and value of a map have the features of the map.
fn map_features(message: &mut DescriptorProto) {
    for field in &message.field {
        let options = field.options.as_ref().map(|options| &*options.uninterpreted_option);
        let stated: Vec<_> = options
            .unwrap_or_default()
            .iter()
            .filter(|option| features::is_feature(option))
            .cloned()
            .collect();
        if stated.is_empty() {
            continue;
        }
        let is_entry = |nested: &&mut DescriptorProto| {
            nested.name() == field.type_name()
                && nested.options.as_ref().is_some_and(|options| options.map_entry())
        };
        if let Some(entry) = message.nested_type.iter_mut().find(is_entry) {
            for part in &mut entry.field {
                let uninterpreted_option = stated.clone();
                part.options = Some(FieldOptions { uninterpreted_option, ..Default::default() });
            }
        }
    }
}
