//! The printer: one file of written elements, options uninterpreted, to text.

use super::super::edition::rewrite::Extras;
use super::{Dialect, value};
use prost_types::descriptor_proto::ExtensionRange;
use prost_types::enum_descriptor_proto::EnumReservedRange;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    ServiceDescriptorProto, UninterpretedOption,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;

/// Largest field number plus one, which the language calls `max`.
const MAX_EXCLUSIVE: i32 = 536_870_912;

pub(super) fn file(file: &FileDescriptorProto, dialect: Dialect<'_>) -> String {
    let labels = match (dialect, file.syntax()) {
        (Some(_), _) => Labels::OfEdition,
        (None, "proto3") => Labels::OfProto3,
        (None, _) => Labels::OfProto2,
    };
    let extras = dialect.map(|(_, extras)| extras);
    let mut out = Printer { text: String::new(), indent: 0, labels, extras, path: Vec::new() };
    if let Some((edition, _)) = dialect {
        out.line(format_args!("edition = \"{}\";", edition.name()));
    } else if let Some(syntax) = &file.syntax {
        out.line(format_args!("syntax = \"{syntax}\";"));
    }
    if let Some(package) = file.package.as_deref().filter(|package| !package.is_empty()) {
        out.line(format_args!("package {package};"));
    }
    out.imports(file);
    if let Some(options) = &file.options
        && !options.uninterpreted_option.is_empty()
    {
        out.blank();
        out.option_lines(&options.uninterpreted_option);
    }
    let is_group = groups(&file.extension);
    let messages: Vec<_> =
        indexed(&file.message_type).filter(|(_, message)| !is_group(message.name())).collect();
    if !messages.is_empty() || !file.enum_type.is_empty() {
        out.blank();
    }
    messages.iter().for_each(|(index, message)| out.at(4, *index, |out| out.message(message)));
    indexed(&file.enum_type)
        .for_each(|(index, found)| out.at(5, index, |out| out.enumeration(found)));
    if !file.service.is_empty() {
        out.blank();
    }
    file.service.iter().for_each(|service| out.service(service));
    if !file.extension.is_empty() {
        out.blank();
    }
    out.extends(&file.extension, &siblings(&file.message_type));
    out.text
}

/// Elements with their indexes.
fn indexed<T>(elements: &[T]) -> impl Iterator<Item = (i32, &T)> {
    elements.iter().enumerate().map(|(index, element)| (index as i32, element))
}

/// Which labels stand before singular fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    OfProto2,
    OfProto3,
    OfEdition,
}

struct Printer<'a> {
    text: String,
    indent: usize,
    labels: Labels,
    extras: Option<&'a Extras>,
    /// Where we are, as far as a visibility may stand there.
    path: Vec<i32>,
}

impl Printer<'_> {
    fn at(&mut self, tag: i32, index: i32, print: impl FnOnce(&mut Self)) {
        self.path.extend([tag, index]);
        print(self);
        self.path.truncate(self.path.len() - 2);
    }

    /// The word of edition 2024 before a message or an enum.
    fn visibility(&self) -> &'static str {
        match self.extras.and_then(|extras| extras.visibility_of(&self.path)) {
            None => "",
            Some(true) => "export ",
            Some(false) => "local ",
        }
    }

    fn line(&mut self, text: impl Display) {
        let indent = self.indent;
        self.text.push_str(&format!("{:indent$}{text}\n", ""));
    }

    /// A blank line before the next group, unless nothing was printed yet.
    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn block(&mut self, head: impl Display, body: impl FnOnce(&mut Self)) {
        self.line(format_args!("{head} {{"));
        let start = self.text.len();
        self.indent += 2;
        body(self);
        self.indent -= 2;
        if self.text.len() == start {
            self.text.truncate(start - 1);
            self.text.push_str("}\n");
        } else {
            self.line("}");
        }
    }

    fn imports(&mut self, file: &FileDescriptorProto) {
        if !file.dependency.is_empty() {
            self.blank();
        }
        for (index, path) in file.dependency.iter().enumerate() {
            let index = index as i32;
            let is_of_options = |extras: &Extras| extras.option_imports.contains(&index);
            let kind = if self.extras.is_some_and(is_of_options) {
                "option "
            } else if file.public_dependency.contains(&index) {
                "public "
            } else if file.weak_dependency.contains(&index) {
                "weak "
            } else {
                ""
            };
            self.line(format_args!("import {kind}{};", value::quoted(path.as_bytes())));
        }
    }

    fn option_lines(&mut self, options: &[UninterpretedOption]) {
        for option in options {
            let text = value::option(option, self.indent);
            self.line(format_args!("option {text};"));
        }
    }

    fn message(&mut self, message: &DescriptorProto) {
        let visibility = self.visibility();
        let head = format!("{visibility}message {}", message.name());
        self.block(head, |out| out.message_body(message));
    }

    fn message_body(&mut self, message: &DescriptorProto) {
        let mut groups_of_lines = Groups { first: true };
        let ranges: Vec<_> = message
            .reserved_range
            .iter()
            .map(|range| span(range.start(), range.end().saturating_sub(1), MAX_EXCLUSIVE - 1))
            .collect();
        if !ranges.is_empty() || !message.reserved_name.is_empty() {
            groups_of_lines.next(self);
            self.reserved(&ranges, &message.reserved_name);
        }
        if let Some(options) = &message.options
            && !options.uninterpreted_option.is_empty()
        {
            groups_of_lines.next(self);
            self.option_lines(&options.uninterpreted_option);
        }
        let is_lone = |field: &&FieldDescriptorProto| real_oneof(field).is_none();
        if message.field.iter().any(|field| is_lone(&field)) {
            groups_of_lines.next(self);
        }
        let nested = siblings(&message.nested_type);
        for field in message.field.iter().filter(is_lone) {
            self.field(field, &nested, true);
        }
        self.oneofs(message, &nested, &mut groups_of_lines);
        if !message.extension_range.is_empty() {
            groups_of_lines.next(self);
        }
        message.extension_range.iter().for_each(|range| self.extension_range(range));
        self.nested(message, &nested, &mut groups_of_lines);
    }

    fn oneofs(
        &mut self,
        message: &DescriptorProto,
        nested: &Siblings<'_>,
        groups_of_lines: &mut Groups,
    ) {
        let mut members: BTreeMap<i32, Vec<&FieldDescriptorProto>> = BTreeMap::new();
        for field in &message.field {
            if let Some(oneof) = real_oneof(field) {
                members.entry(oneof).or_default().push(field);
            }
        }
        if !members.is_empty() {
            groups_of_lines.next(self);
        }
        for (index, members) in members {
            let Some(oneof) = message.oneof_decl.get(index as usize) else { continue };
            self.block(format_args!("oneof {}", oneof.name()), |out| {
                if let Some(options) = &oneof.options {
                    out.option_lines(&options.uninterpreted_option);
                }
                members.iter().for_each(|field| out.field(field, nested, false));
            });
        }
    }

    fn nested(
        &mut self,
        message: &DescriptorProto,
        siblings: &Siblings<'_>,
        groups_of_lines: &mut Groups,
    ) {
        let of_fields = groups(&message.field);
        let of_extensions = groups(&message.extension);
        let nested: Vec<_> = indexed(&message.nested_type)
            .filter(|(_, nested)| !is_map_entry(nested))
            .filter(|(_, nested)| !of_fields(nested.name()) && !of_extensions(nested.name()))
            .collect();
        if !nested.is_empty() || !message.enum_type.is_empty() {
            groups_of_lines.next(self);
        }
        for (index, nested) in nested {
            self.at(3, index, |out| out.message(nested));
        }
        for (index, found) in indexed(&message.enum_type) {
            self.at(4, index, |out| out.enumeration(found));
        }
        if !message.extension.is_empty() {
            groups_of_lines.next(self);
        }
        self.extends(&message.extension, siblings);
    }

    fn reserved(&mut self, ranges: &[String], names: &[String]) {
        if !ranges.is_empty() {
            self.line(format_args!("reserved {};", ranges.join(", ")));
        }
        if !names.is_empty() {
            let quoted = |name: &String| match self.labels {
                Labels::OfEdition => name.clone(),
                Labels::OfProto2 | Labels::OfProto3 => value::quoted(name.as_bytes()),
            };
            let names: Vec<_> = names.iter().map(quoted).collect();
            self.line(format_args!("reserved {};", names.join(", ")));
        }
    }

    fn field(&mut self, field: &FieldDescriptorProto, siblings: &Siblings<'_>, labelled: bool) {
        let entry = map_entry(field, siblings);
        let label = match field.label() {
            _ if !labelled || entry.is_some() => "",
            Label::Repeated => "repeated ",
            Label::Required => "required ",
            Label::Optional => match self.labels {
                Labels::OfProto2 => "optional ",
                Labels::OfProto3 if field.proto3_optional() => "optional ",
                Labels::OfProto3 | Labels::OfEdition => "",
            },
        };
        let options = self.field_options(field);
        if field.r#type() == Type::Group && field.r#type.is_some() {
            let name = simple(field.type_name());
            let body = siblings.get(name).copied();
            let head = format!("{label}group {name} = {}{options}", field.number());
            self.block(head, |out| body.into_iter().for_each(|body| out.message_body(body)));
            return;
        }
        let ty = match entry {
            None => type_name(field),
            Some(entry) => {
                let part = |number| {
                    let part = entry.field.iter().find(|part| part.number() == number);
                    part.map(type_name).unwrap_or_default()
                };
                format!("map<{}, {}>", part(1), part(2))
            }
        };
        self.line(format_args!("{label}{ty} {} = {}{options};", field.name(), field.number()));
    }

    fn field_options(&self, field: &FieldDescriptorProto) -> String {
        let written = field.options.as_ref().map(|options| &*options.uninterpreted_option);
        let written = written.unwrap_or_default();
        let mut all: Vec<_> =
            written.iter().map(|option| value::option(option, self.indent + 2)).collect();
        if let Some(default) = &field.default_value {
            let is_text = matches!(field.r#type(), Type::String | Type::Bytes);
            let default = match field.r#type() {
                Type::String => value::quoted(default.as_bytes()),
                // Descriptors hold the default of bytes with its escapes.
                Type::Bytes => value::quoted(&value::unescaped(default)),
                _ => default.clone(),
            };
            debug_assert!(is_text || !default.contains('"'));
            all.push(format!("default = {default}"));
        }
        if let Some(name) = &field.json_name {
            all.push(format!("json_name = {}", value::quoted(name.as_bytes())));
        }
        self.bracketed(&all)
    }

    /// One option stands on the line of its element, several each on their own.
    fn bracketed(&self, options: &[String]) -> String {
        let indent = self.indent;
        match options {
            [] => String::new(),
            [one] => format!(" [{}]", value::outdented(one)),
            several => {
                let lines = several.join(&format!(",\n{:indent$}  ", ""));
                format!(" [\n{:indent$}  {lines}\n{:indent$}]", "", "")
            }
        }
    }

    fn extension_range(&mut self, range: &ExtensionRange) {
        let options = range.options.as_ref().map(|options| &*options.uninterpreted_option);
        let options: Vec<_> = options
            .unwrap_or_default()
            .iter()
            .map(|option| value::option(option, self.indent + 2))
            .collect();
        let numbers = span(range.start(), range.end().saturating_sub(1), MAX_EXCLUSIVE - 1);
        let options = self.bracketed(&options);
        self.line(format_args!("extensions {numbers}{options};"));
    }

    fn enumeration(&mut self, enumeration: &EnumDescriptorProto) {
        let visibility = self.visibility();
        self.block(format!("{visibility}enum {}", enumeration.name()), |out| {
            let range = |range: &EnumReservedRange| span(range.start(), range.end(), i32::MAX);
            let ranges: Vec<_> = enumeration.reserved_range.iter().map(range).collect();
            out.reserved(&ranges, &enumeration.reserved_name);
            if let Some(options) = &enumeration.options {
                out.option_lines(&options.uninterpreted_option);
            }
            for constant in &enumeration.value {
                let options = constant.options.as_ref().map(|found| &*found.uninterpreted_option);
                let options = options.unwrap_or_default().iter();
                let options: Vec<_> =
                    options.map(|option| value::option(option, out.indent + 2)).collect();
                let options = out.bracketed(&options);
                out.line(format_args!("{} = {}{options};", constant.name(), constant.number()));
            }
        });
    }

    fn service(&mut self, service: &ServiceDescriptorProto) {
        self.block(format_args!("service {}", service.name()), |out| {
            if let Some(options) = &service.options {
                out.option_lines(&options.uninterpreted_option);
            }
            for method in &service.method {
                let stream = |is_stream| if is_stream { "stream " } else { "" };
                let head = format!(
                    "rpc {} ({}{}) returns ({}{})",
                    method.name(),
                    stream(method.client_streaming()),
                    method.input_type(),
                    stream(method.server_streaming()),
                    method.output_type()
                );
                match &method.options {
                    Some(options) if !options.uninterpreted_option.is_empty() => {
                        out.block(head, |out| out.option_lines(&options.uninterpreted_option));
                    }
                    _ => out.line(format_args!("{head};")),
                }
            }
        });
    }

    /// Neighbours that extend the same message share a block.
    fn extends(&mut self, extensions: &[FieldDescriptorProto], siblings: &Siblings<'_>) {
        for fields in extensions.chunk_by(|a, b| a.extendee() == b.extendee()) {
            self.block(format_args!("extend {}", fields[0].extendee()), |out| {
                fields.iter().for_each(|field| out.field(field, siblings, true));
            });
        }
    }
}

/// Puts a blank line between groups of lines in a message, none before the first.
struct Groups {
    first: bool,
}

impl Groups {
    fn next(&mut self, out: &mut Printer) {
        if !std::mem::take(&mut self.first) {
            out.blank();
        }
    }
}

/// `proto3 optional` is a oneof of one only on the wire of descriptors.
pub(super) fn real_oneof(field: &FieldDescriptorProto) -> Option<i32> {
    field.oneof_index.filter(|_| !field.proto3_optional())
}

fn is_map_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(|options| options.map_entry())
}

/// Messages of one level by name.
type Siblings<'a> = HashMap<&'a str, &'a DescriptorProto>;

fn siblings(messages: &[DescriptorProto]) -> Siblings<'_> {
    messages.iter().map(|message| (message.name(), message)).collect()
}

fn map_entry<'a>(
    field: &FieldDescriptorProto,
    siblings: &Siblings<'a>,
) -> Option<&'a DescriptorProto> {
    if field.label() != Label::Repeated || field.type_name.is_none() {
        return None;
    }
    // A type of another package may have the entry's simple name; the entry is named after its field.
    let name = simple(field.type_name());
    let usual = format!("{}entry", field.name().replace('_', ""));
    if !name.eq_ignore_ascii_case(&usual) {
        return None;
    }
    siblings.get(name).copied().filter(|message| is_map_entry(message))
}

/// Whether a message is the body of a group among these fields.
fn groups(fields: &[FieldDescriptorProto]) -> impl Fn(&str) -> bool {
    let names: HashSet<_> = fields
        .iter()
        .filter(|field| field.r#type.is_some() && field.r#type() == Type::Group)
        .map(|field| simple(field.type_name()).to_owned())
        .collect();
    move |name| names.contains(name)
}

fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn type_name(field: &FieldDescriptorProto) -> String {
    if let Some(name) = &field.type_name {
        return name.clone();
    }
    let name = match field.r#type() {
        Type::Double => "double",
        Type::Float => "float",
        Type::Int64 => "int64",
        Type::Uint64 => "uint64",
        Type::Int32 => "int32",
        Type::Fixed64 => "fixed64",
        Type::Fixed32 => "fixed32",
        Type::Bool => "bool",
        Type::String => "string",
        Type::Group | Type::Message | Type::Enum => "",
        Type::Bytes => "bytes",
        Type::Uint32 => "uint32",
        Type::Sfixed32 => "sfixed32",
        Type::Sfixed64 => "sfixed64",
        Type::Sint32 => "sint32",
        Type::Sint64 => "sint64",
    };
    name.to_owned()
}

/// Numbers from first to last, both included.
fn span(first: i32, last: i32, max: i32) -> String {
    match (first, last) {
        _ if first == last => first.to_string(),
        _ if last == max => format!("{first} to max"),
        _ => format!("{first} to {last}"),
    }
}
