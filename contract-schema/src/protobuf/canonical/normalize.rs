//! Sorts what has no order and writes type names in full: `normalize=true`.

use super::value;
use prost_reflect::FileDescriptor;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    UninterpretedOption,
};

pub(super) fn file(written: &FileDescriptorProto, linked: &FileDescriptor) -> FileDescriptorProto {
    let mut file = written.clone();
    let linked = linked.file_descriptor_proto();
    file.syntax = file.syntax.filter(|syntax| syntax != "proto2");
    imports(&mut file);
    for (message, linked) in file.message_type.iter_mut().zip(&linked.message_type) {
        self::message(message, linked);
    }
    file.enum_type.iter_mut().for_each(enumeration);
    for (service, linked) in file.service.iter_mut().zip(&linked.service) {
        for (method, linked) in service.method.iter_mut().zip(&linked.method) {
            method.input_type = linked.input_type.clone();
            method.output_type = linked.output_type.clone();
        }
    }
    fields(&mut file.extension, &linked.extension);
    super::super::options::each_list(&mut file, &mut |_, options| sort_options(options));
    file
}

fn imports(file: &mut FileDescriptorProto) {
    let paths = std::mem::take(&mut file.dependency);
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by(|a, b| paths[*a].cmp(&paths[*b]));
    let moved =
        |index: &i32| order.iter().position(|old| *old as i32 == *index).map(|to| to as i32);
    file.public_dependency = file.public_dependency.iter().filter_map(moved).collect();
    file.weak_dependency = file.weak_dependency.iter().filter_map(moved).collect();
    file.dependency = order.iter().map(|index| paths[*index].clone()).collect();
}

fn message(message: &mut DescriptorProto, linked: &DescriptorProto) {
    for (nested, linked) in message.nested_type.iter_mut().zip(&linked.nested_type) {
        self::message(nested, linked);
    }
    fields(&mut message.field, &linked.field);
    fields(&mut message.extension, &linked.extension);
    message.enum_type.iter_mut().for_each(enumeration);
    message.reserved_range.sort_by_key(|range| (range.start(), range.end()));
    message.reserved_name.sort();
    message.extension_range.sort_by_key(|range| (range.start(), range.end()));
}

/// Sorted by number; a group's type keeps its simple name, which is also the name it declares.
fn fields(fields: &mut [FieldDescriptorProto], linked: &[FieldDescriptorProto]) {
    for (field, linked) in fields.iter_mut().zip(linked) {
        field.type_name = linked.type_name.clone().or(field.type_name.take());
        field.extendee = linked.extendee.clone().or(field.extendee.take());
    }
    fields.sort_by(|a, b| (a.extendee(), a.number()).cmp(&(b.extendee(), b.number())));
}

fn enumeration(enumeration: &mut EnumDescriptorProto) {
    // proto3 wants the constant that is zero first; so do readers that take the first for the default.
    let first_is_default = enumeration.value.first().map(|first| first.name().to_owned());
    enumeration.value.sort_by(|a, b| {
        let key = |name: &str, number: i32| (Some(name) != first_is_default.as_deref(), number);
        key(a.name(), a.number()).cmp(&key(b.name(), b.number()))
    });
    enumeration.reserved_range.sort_by_key(|range| (range.start(), range.end()));
    enumeration.reserved_name.sort();
}

fn sort_options(options: &mut [UninterpretedOption]) {
    options.sort_by_cached_key(value::name);
}
