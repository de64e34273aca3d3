//! What `protoc` refuses in a file that parses and links; asked of new schemas only.
//!
//! Nobody can generate code from such a file, so a registry that took it would keep a schema that no client can use.

mod enums;
mod fields;
mod ranges;

use super::edition::Edition;
use super::edition::features::Misuse;
use super::model::ProtoSchema;
use super::options;
use prost_reflect::{EnumDescriptor, MessageDescriptor, Syntax};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, UninterpretedOption,
};
use std::collections::{HashMap, HashSet};

/// Everything that is wrong with the schema's own file.
pub(super) fn new_file(schema: &ProtoSchema) -> Vec<Misuse> {
    let mut check = Check { schema, found: Vec::new(), path: Vec::new() };
    check.file();
    check.found
}

struct Check<'a> {
    schema: &'a ProtoSchema,
    found: Vec<Misuse>,
    path: Vec<i32>,
}

impl Check<'_> {
    fn file(&mut self) {
        let file = self.schema.file();
        let written = self.schema.written.clone();
        let mut seen = HashSet::new();
        for (index, import) in written.dependency.iter().enumerate() {
            if !seen.insert(import) {
                let message = format!("`{import}` is imported twice");
                self.within(&[3, index as i32], |check| check.add(message, "remove one"));
            }
        }
        let messages = written.message_type.iter().zip(file.messages());
        for (index, (message, linked)) in messages.enumerate() {
            self.within(&[4, index as i32], |check| check.message(message, &linked));
        }
        let enums = written.enum_type.iter().zip(file.enums());
        for (index, (found, linked)) in enums.enumerate() {
            self.within(&[5, index as i32], |check| check.enumeration(found, &linked));
        }
        self.extensions(&written.extension, 7);
        self.extension_numbers();
        self.options();
    }

    fn message(&mut self, message: &DescriptorProto, linked: &MessageDescriptor) {
        if message.options.as_ref().is_some_and(|options| options.map_entry()) {
            return;
        }
        self.message_ranges(message);
        let options = message.options.as_ref().map(|options| &*options.uninterpreted_option);
        let options = options.unwrap_or_default();
        if is_stated(options, "map_entry") {
            self.add("`map_entry` cannot be set", "write `map<key, value>`");
        }
        let is_set = says(options, "message_set_wire_format", "true");
        if is_set && !message.field.is_empty() {
            self.add("a message set has fields", "make them extensions");
        }
        let is_proto3 = linked.parent_file().syntax() == Syntax::Proto3;
        if is_proto3 && !message.extension_range.is_empty() {
            self.add("proto3 has no extension ranges", "write `syntax = \"proto2\";`");
        }
        let reserved: HashSet<&str> = message.reserved_name.iter().map(String::as_str).collect();
        for (index, field) in message.field.iter().enumerate() {
            self.within(&[2, index as i32], |check| {
                if reserved.contains(field.name()) {
                    let message = format!("the name `{}` is reserved", field.name());
                    check.add(message, "choose another name");
                }
                if let Some(linked) = linked.get_field(field.number() as u32) {
                    check.field(field, &linked);
                }
            });
        }
        self.extensions(&message.extension, 6);
        let nested = message.nested_type.iter().zip(linked.child_messages());
        for (index, (nested, linked)) in nested.enumerate() {
            self.within(&[3, index as i32], |check| check.message(nested, &linked));
        }
        let enums = message.enum_type.iter().zip(linked.child_enums());
        for (index, (found, linked)) in enums.enumerate() {
            self.within(&[4, index as i32], |check| check.enumeration(found, &linked));
        }
    }

    fn extensions(&mut self, extensions: &[FieldDescriptorProto], tag: i32) {
        for (index, field) in extensions.iter().enumerate() {
            if field.json_name.is_some() {
                self.within(&[tag, index as i32], |check| {
                    check.add("extensions have no `json_name` of their own", "remove it");
                });
            }
        }
    }

    /// Two extensions of one message with one number, one of them in this file.
    fn extension_numbers(&mut self) {
        let mut seen: HashMap<(String, u32), String> = HashMap::new();
        let mut all: Vec<_> = self.schema.pool().all_extensions().collect();
        // The own ones last, so that they are the ones to complain of.
        all.sort_by_key(|extension| extension.parent_file().name() == self.schema.name);
        for extension in all {
            let key = (extension.containing_message().full_name().to_owned(), extension.number());
            let Some(other) = seen.insert(key, extension.full_name().to_owned()) else { continue };
            if extension.parent_file().name() == self.schema.name {
                let message = format!(
                    "number {} of `{}` is already that of extension `{other}`",
                    extension.number(),
                    extension.containing_message().full_name()
                );
                let path = extension.path().to_vec();
                self.within(&path, |check| check.add(message, "choose another number"));
            }
        }
    }

    fn options(&mut self) {
        let is_2024 = self.schema.edition() >= Some(Edition::E2024);
        let mut written = (*self.schema.written).clone();
        let mut found = Vec::new();
        options::each_list(&mut written, &mut |path, options| {
            let element = &path[..path.len() - 1];
            if is_stated(options, "uninterpreted_option") {
                found.push((element.to_vec(), "`uninterpreted_option` cannot be set", "remove it"));
            }
            if is_2024 && is_stated(options, "ctype") {
                let help = "write `features.(pb.cpp).string_type`";
                found.push((element.to_vec(), "edition 2024 has no option `ctype`", help));
            }
            if is_2024 && is_stated(options, "java_multiple_files") {
                let help = "remove it: it is what edition 2024 does";
                let message = "edition 2024 has no option `java_multiple_files`";
                found.push((element.to_vec(), message, help));
            }
        });
        for (path, message, help) in found {
            self.within(&path, |check| check.add(message, help));
        }
    }

    fn add(&mut self, message: impl Into<String>, help: &str) {
        let (path, help) = (self.path.clone(), Some(help.to_owned()));
        // More help nobody.
        if self.found.len() < 50 {
            self.found.push(Misuse { path, message: message.into(), help });
        }
    }

    fn within(&mut self, path: &[i32], check: impl FnOnce(&mut Self)) {
        let depth = self.path.len();
        self.path.extend(path);
        check(self);
        self.path.truncate(depth);
    }
}

/// Whether a number that an enum does not define is refused by its readers.
fn is_closed(found: &EnumDescriptor, schema: &ProtoSchema) -> bool {
    let file = found.parent_file();
    match schema.of_edition(file.name()) {
        Some(known) => known.features.get(found.path()).is_some_and(|features| !features.is_open),
        None => file.syntax() == Syntax::Proto2,
    }
}

/// The first value of the enum as written.
fn first(found: &EnumDescriptorProto) -> Option<i32> {
    found.value.first().map(|value| value.number())
}

fn stated<'a>(options: &'a [UninterpretedOption], name: &str) -> Option<&'a UninterpretedOption> {
    options.iter().find(|option| match option.name.as_slice() {
        [part] => part.name_part == name && !part.is_extension,
        _ => false,
    })
}

fn is_stated(options: &[UninterpretedOption], name: &str) -> bool {
    stated(options, name).is_some()
}

fn says(options: &[UninterpretedOption], name: &str, word: &str) -> bool {
    let found = stated(options, name);
    found.is_some_and(|option| option.identifier_value.as_deref() == Some(word))
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    #[test]
    fn what_no_compiler_takes_is_refused_as_new_and_read_when_stored() {
        for (text, expected) in [
            (
                "syntax = \"proto3\"; import \"google/protobuf/any.proto\";\nimport \"google/protobuf/any.proto\";",
                "imported twice (line 2, column 1)",
            ),
            (
                "message A { extensions 5 to 9; }\nextend A { optional int32 x = 5; optional int32 y = 5; }",
                "already that of extension `x` (line 2, column 34)",
            ),
            (
                "message A { message BEntry { option map_entry = true; } }",
                "`map_entry` cannot be set (line 1, column 13)",
            ),
            (
                "message A { option message_set_wire_format = true; optional int32 a = 1; }",
                "a message set has fields",
            ),
            ("syntax = \"proto3\"; message A { extensions 5; }", "proto3 has no extension ranges"),
            (
                "message A { reserved \"a\"; optional int32 a = 1; }",
                "the name `a` is reserved (line 1, column 27)",
            ),
            (
                "message A { extensions 5; } extend A { optional int32 x = 5 [json_name = \"y\"]; }",
                "no `json_name`",
            ),
            ("edition = \"2024\"; option java_multiple_files = true;", "java_multiple_files"),
        ] {
            let error = ProtoSchema::parse(text, &[], ParseOptions::new_schema()).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            ProtoSchema::parse(text, &[], ParseOptions::stored()).unwrap();
        }
    }
}
