//! Leaves out of the big vocabulary files what a schema does not mention.
//!
//! `descriptor.proto` and `validate.proto` have hundreds of fields, and every linked schema holds its own copy: a schema
//! of 3 KB took 1 MB and 2 ms. An option can only set a field by its name, so a field whose name stands in no option of
//! the schema or its references is never looked up.

use super::options;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
};
use std::collections::HashSet;

/// The files that are worth it.
const LARGE: [&str; 2] = ["google/protobuf/descriptor.proto", "buf/validate/validate.proto"];

/// Shortens the large files among `files`, except those whose names are in `kept`.
pub(super) fn prune(files: &mut [FileDescriptorProto], kept: impl Fn(&str) -> bool) {
    let is_large = |file: &FileDescriptorProto| LARGE.contains(&file.name()) && !kept(file.name());
    let (large, others): (Vec<_>, Vec<_>) = files.iter_mut().partition(|file| is_large(file));
    if large.is_empty() {
        return;
    }
    let mut mentioned = Mentioned::default();
    others.into_iter().for_each(|file| mentioned.read(file));
    let names: HashSet<String> = large.iter().flat_map(|file| names(file)).collect();
    // A field of such a type can hold any value, so everything counts.
    if mentioned.types.iter().any(|name| names.contains(name)) {
        return;
    }
    for file in large {
        shorten(file, &mentioned);
    }
}

/// Words of options, and parts of type names, as far as a file writes them.
#[derive(Default)]
struct Mentioned {
    words: HashSet<String>,
    types: HashSet<String>,
    extendees: HashSet<String>,
}

impl Mentioned {
    fn read(&mut self, file: &mut FileDescriptorProto) {
        options::each_list(file, &mut |_, options| {
            for option in options {
                for part in &option.name {
                    self.words.extend(part.name_part.split('.').map(str::to_owned));
                }
                let text = option.aggregate_value.as_deref().unwrap_or_default();
                let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                self.words.extend(words.map(str::to_owned));
                self.words.extend(option.identifier_value.clone());
            }
        });
        self.fields(&file.extension);
        file.message_type.iter().for_each(|message| self.message(message));
        for method in file.service.iter().flat_map(|service| &service.method) {
            self.types.extend(parts(method.input_type()).chain(parts(method.output_type())));
        }
    }

    fn message(&mut self, message: &DescriptorProto) {
        self.fields(&message.field);
        self.fields(&message.extension);
        message.nested_type.iter().for_each(|nested| self.message(nested));
    }

    fn fields(&mut self, fields: &[FieldDescriptorProto]) {
        for field in fields {
            self.types.extend(parts(field.type_name()));
            self.extendees.extend(parts(field.extendee()));
        }
    }
}

fn parts(name: &str) -> impl Iterator<Item = String> {
    name.split('.').filter(|part| !part.is_empty()).map(str::to_owned)
}

fn names(file: &FileDescriptorProto) -> Vec<String> {
    let messages = file.message_type.iter().map(|message| message.name().to_owned());
    messages.chain(file.enum_type.iter().map(|found| found.name().to_owned())).collect()
}

fn shorten(file: &mut FileDescriptorProto, mentioned: &Mentioned) {
    let is_mentioned = |field: &FieldDescriptorProto| {
        // The linker clears it once it has read what was written there.
        mentioned.words.contains(field.name()) || field.name() == "uninterpreted_option"
    };
    file.extension.retain(is_mentioned);
    for message in &mut file.message_type {
        if message.name() != "UninterpretedOption" {
            message.field.retain(is_mentioned);
        }
    }
    let reached = reached(file, mentioned);
    file.message_type.retain(|message| reached.contains(message.name()));
    file.enum_type.retain(|found| reached.contains(found.name()));
    for message in &mut file.message_type {
        let used: HashSet<String> =
            message.field.iter().flat_map(|field| parts(field.type_name())).collect();
        let is_used = |name: &str| used.contains(name);
        message.nested_type.retain(|nested| is_used(nested.name()));
        message.enum_type.retain(|nested: &EnumDescriptorProto| is_used(nested.name()));
        message.reserved_range.clear();
        message.reserved_name.clear();
        let members: HashSet<i32> =
            message.field.iter().filter_map(|field| field.oneof_index).collect();
        drop_oneofs(message, &members);
    }
}

/// Names of messages and enums that extensions and kept fields lead to.
fn reached(file: &FileDescriptorProto, mentioned: &Mentioned) -> HashSet<String> {
    let known = names(file);
    let mut reached: HashSet<String> = HashSet::new();
    let mut waiting: Vec<String> = mentioned.extendees.iter().cloned().collect();
    // The linker looks options up in these, and the other large file may extend them.
    waiting.extend(known.iter().filter(|name| name.ends_with("Options")).cloned());
    for extension in &file.extension {
        waiting.extend(parts(extension.type_name()).chain(parts(extension.extendee())));
    }
    while let Some(name) = waiting.pop() {
        if !known.contains(&name) || !reached.insert(name.clone()) {
            continue;
        }
        let message = file.message_type.iter().find(|message| message.name() == name);
        for field in message.into_iter().flat_map(all_fields) {
            waiting.extend(parts(field.type_name()));
        }
    }
    reached
}

fn all_fields(message: &DescriptorProto) -> Vec<&FieldDescriptorProto> {
    let nested = message.nested_type.iter().flat_map(|nested| &nested.field);
    message.field.iter().chain(nested).collect()
}

fn drop_oneofs(message: &mut DescriptorProto, members: &HashSet<i32>) {
    let mut index = 0;
    let mut moved = Vec::new();
    message.oneof_decl.retain(|_| {
        let is_kept = members.contains(&(moved.len() as i32));
        moved.push(index);
        index += i32::from(is_kept);
        is_kept
    });
    for field in &mut message.field {
        field.oneof_index = field.oneof_index.map(|old| moved[old as usize]);
    }
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    fn fields(text: &str) -> (ProtoSchema, usize) {
        let schema = ProtoSchema::parse(text, &[], ParseOptions::stored()).unwrap();
        let count = schema.pool().all_messages().map(|message| message.fields().len()).sum();
        (schema, count)
    }

    const HEAD: &str = "syntax = \"proto3\"; import \"buf/validate/validate.proto\"; \
                        import \"google/protobuf/descriptor.proto\"; ";

    #[test]
    fn only_what_is_mentioned_stays_and_works() {
        let (schema, count) = fields(&format!(
            "{HEAD} message A {{ string a = 1 [(buf.validate.field).string = {{ max_len: 5 in: [\"x\"] }}, \
             (buf.validate.field).required = true, deprecated = true, ctype = CORD]; }}"
        ));
        assert!(count < 60, "{count}");
        let field = schema.file().messages().next().unwrap().get_field(1).unwrap();
        let shown = field.options().to_text_format();
        for part in ["max_len:5", "in:[\"x\"]", "required:true", "deprecated:true", "ctype:CORD"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }

    #[test]
    fn fields_of_these_types_keep_everything() {
        let (schema, _) =
            fields(&format!("{HEAD} message A {{ buf.validate.FieldRules rules = 1; }}"));
        let rules = schema.pool().get_message_by_name("buf.validate.TimestampRules").unwrap();
        assert!(rules.get_field_by_name("within").is_some());
        let (schema, _) = fields(&format!(
            "{HEAD} message A {{ google.protobuf.FieldDescriptorProto.Type t = 1; }}"
        ));
        assert!(schema.pool().get_message_by_name("google.protobuf.FileDescriptorSet").is_some());
    }

    #[test]
    fn extensions_of_the_vocabulary_still_link() {
        let (schema, count) = fields(&format!(
            "{HEAD} extend buf.validate.StringRules {{ \
               optional bool sku = 60001 [(buf.validate.predefined).cel = {{ id: \"x\" expression: \"true\" }}]; }} \
             extend google.protobuf.OneofOptions {{ optional int32 x = 60002; }} \
             message A {{ string a = 1 [(buf.validate.field).string.(sku) = true]; }}"
        ));
        assert!(count < 60, "{count}");
        assert_eq!(schema.pool().all_extensions().count(), 4);
        let wrong = format!(
            "{HEAD} message A {{ string a = 1 [(buf.validate.field).strin.max_len = 1]; }}"
        );
        let error = ProtoSchema::parse(&wrong, &[], ParseOptions::stored()).unwrap_err();
        assert!(error.to_string().contains("strin"), "{error}");
    }
}
