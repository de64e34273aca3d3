//! Limits that hold before a text reaches a parser: what recurses there is bounded here.

use crate::position::LineIndex;
use crate::schema::{Complaint, Limits};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
};

/// Brackets of any kind inside each other. The text-format reader recurses on them, and options deeper than a hundred
/// messages could be written but no longer decoded.
const NESTING: usize = 64;

/// Dots in the name of an option: each is a message inside the one before.
const OPTION_PARTS: usize = 24;

/// What is wrong with the size or the nesting of a text.
pub(super) fn check_text(text: &str, limits: Limits) -> Result<(), Complaint> {
    if text.len() > limits.bytes {
        return Err(too_long(text.len(), limits));
    }
    let deepest = limits.depth.min(NESTING);
    match first_deeper_than(text, deepest) {
        None => Ok(()),
        Some(offset) => Err(Complaint {
            at: Some(LineIndex::new(text).position(offset as u32)),
            message: format!("brackets are nested more than {deepest} deep"),
            help: Some("define the inner messages at the top of the file".into()),
        }),
    }
}

/// The complaint about a text of `bytes` bytes.
pub(super) fn too_long(bytes: usize, limits: Limits) -> Complaint {
    Complaint {
        at: None,
        message: format!("the schema has {bytes} bytes, more than the limit of {}", limits.bytes),
        help: Some("split it into files that import each other".into()),
    }
}

/// What is wrong with the option names of a parsed file.
pub(super) fn check_options(file: &mut FileDescriptorProto) -> Result<(), Complaint> {
    let mut too_long = None;
    super::options::each_list(file, &mut |_, options| {
        let long = options.iter().find(|option| option.name.len() > OPTION_PARTS);
        too_long = too_long.take().or(long.map(|option| option.name.len()));
    });
    match too_long {
        None => Ok(()),
        Some(parts) => Err(Complaint {
            at: None,
            message: format!(
                "an option name has {parts} parts, more than the limit of {OPTION_PARTS}"
            ),
            help: None,
        }),
    }
}

/// What is wrong with the names of a parsed file: the linker keeps a full name for every element and every prefix of the
/// package, and looks for each type in every scope around it.
pub(super) fn check_names(file: &FileDescriptorProto) -> Result<(), Complaint> {
    let package = file.package();
    let parts = package.split('.').count();
    if package.len() > PACKAGE_BYTES || parts > PACKAGE_PARTS {
        return Err(Complaint {
            at: None,
            message: format!(
                "the package name has {} bytes in {parts} parts, more than {PACKAGE_BYTES} in {PACKAGE_PARTS}",
                package.len()
            ),
            help: Some("give the package a shorter name".into()),
        });
    }
    let mut names = Names { bytes: 0, longest_type: 0 };
    names.file(file);
    if names.longest_type > TYPE_BYTES {
        return Err(Complaint {
            at: None,
            message: format!(
                "a type is named in {} bytes, more than the limit of {TYPE_BYTES}",
                names.longest_type
            ),
            help: None,
        });
    }
    if names.bytes > NAME_BYTES {
        return Err(Complaint {
            at: None,
            message: format!(
                "the full names of all elements have {} bytes, more than the limit of {NAME_BYTES}",
                names.bytes
            ),
            help: Some("give nested messages shorter names, or split the file".into()),
        });
    }
    Ok(())
}

const PACKAGE_BYTES: usize = 512;
const PACKAGE_PARTS: usize = 32;
const TYPE_BYTES: usize = 1024;
const NAME_BYTES: usize = 48 << 20;

/// The sum of the lengths of full names; nesting is bounded by the parser.
struct Names {
    bytes: usize,
    longest_type: usize,
}

impl Names {
    fn file(&mut self, file: &FileDescriptorProto) {
        let scope = file.package().len();
        file.message_type.iter().for_each(|message| self.message(scope, message));
        file.enum_type.iter().for_each(|found| self.enumeration(scope, found));
        self.fields(scope, &file.extension);
        for service in &file.service {
            let scope = self.add(scope, service.name());
            for method in &service.method {
                self.add(scope, method.name());
                let longest = method.input_type().len().max(method.output_type().len());
                self.longest_type = self.longest_type.max(longest);
            }
        }
    }

    fn message(&mut self, scope: usize, message: &DescriptorProto) {
        let scope = self.add(scope, message.name());
        self.fields(scope, &message.field);
        self.fields(scope, &message.extension);
        for oneof in &message.oneof_decl {
            self.add(scope, oneof.name());
        }
        message.enum_type.iter().for_each(|found| self.enumeration(scope, found));
        message.nested_type.iter().for_each(|nested| self.message(scope, nested));
    }

    fn enumeration(&mut self, scope: usize, found: &EnumDescriptorProto) {
        self.add(scope, found.name());
        for value in &found.value {
            self.add(scope, value.name());
        }
    }

    fn fields(&mut self, scope: usize, fields: &[FieldDescriptorProto]) {
        for field in fields {
            self.add(scope, field.name());
            let longest = field.type_name().len().max(field.extendee().len());
            self.longest_type = self.longest_type.max(longest);
        }
    }

    fn add(&mut self, scope: usize, name: &str) -> usize {
        let full = scope + 1 + name.len();
        self.bytes = self.bytes.saturating_add(full);
        full
    }
}

/// The offset of the first bracket that is nested deeper than `limit`; strings and comments do not count.
fn first_deeper_than(text: &str, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' | b'<' | b'(' => {
                depth += 1;
                if depth > limit {
                    return Some(at);
                }
            }
            b'}' | b']' | b'>' | b')' => depth = depth.saturating_sub(1),
            quote @ (b'"' | b'\'') => at = end_of_string(bytes, at + 1, quote),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = find(bytes, at + 2, b"\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = find(bytes, at + 2, b"*/") + 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The offset of the closing quote, or of the end of the line: no string runs over it.
fn end_of_string(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
        at += if bytes[at] == b'\\' && bytes.get(at + 1) != Some(&b'\n') { 2 } else { 1 };
    }
    at
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let found = rest.windows(needle.len()).position(|window| window == needle);
    found.map_or(bytes.len(), |offset| from + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        assert_eq!(first_deeper_than("{{{", 2), Some(2));
        assert_eq!(first_deeper_than("{{ \"{{{\\\"{\" '{' // {{{\n /* {{{ */ }}{{", 2), None);
        assert_eq!(first_deeper_than("{} ( ) [] < > { { \" {{{", 2), None);
        assert_eq!(first_deeper_than("/* {", 0), None);
    }
}
