//! What the features of an edition say about each element: defaults of the edition, overridden on the way inwards.

use super::Edition;
use crate::protobuf::canonical::value;
use crate::protobuf::options;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    UninterpretedOption,
};
use std::collections::BTreeMap;

/// The features in force at one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// Whether absent and zero are told apart.
    pub presence: FieldPresence,
    /// Whether an enum accepts numbers that it does not define.
    pub is_open: bool,
    /// Whether repeated numbers travel in one piece.
    pub is_packed: bool,
    /// Whether a message travels between marks instead of behind its length.
    pub is_delimited: bool,
    /// Whether JSON names must be unique.
    pub is_json: bool,
    /// Whether strings are checked to be UTF-8.
    pub is_utf8: bool,
}

/// The values of `field_presence`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldPresence {
    /// Told apart.
    Explicit,
    /// Zero is absent.
    Implicit,
    /// Must be there.
    Required,
}

/// What is wrong, and the path of the element it is wrong with.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::protobuf) struct Misuse {
    pub(in crate::protobuf) path: Vec<i32>,
    pub(in crate::protobuf) message: String,
    pub(in crate::protobuf) help: Option<String>,
}

/// Features of the elements of one file, by path.
pub(crate) type Resolved = BTreeMap<Box<[i32]>, Features>;

/// Elements that may carry a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    File,
    Message,
    Field,
    Oneof,
    Enum,
    Constant,
    Service,
    Method,
    Range,
}

use Target as T;

/// Name, values, where it may stand, the edition that brought it.
const FEATURES: [(&str, &[&str], &[Target], Edition); 8] = [
    (
        "field_presence",
        &["EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"],
        &[T::Field, T::File],
        Edition::E2023,
    ),
    ("enum_type", &["OPEN", "CLOSED"], &[T::Enum, T::File], Edition::E2023),
    ("repeated_field_encoding", &["PACKED", "EXPANDED"], &[T::Field, T::File], Edition::E2023),
    ("utf8_validation", &["VERIFY", "NONE"], &[T::Field, T::File], Edition::E2023),
    ("message_encoding", &["LENGTH_PREFIXED", "DELIMITED"], &[T::Field, T::File], Edition::E2023),
    (
        "json_format",
        &["ALLOW", "LEGACY_BEST_EFFORT"],
        &[T::Message, T::Enum, T::File],
        Edition::E2023,
    ),
    (
        "enforce_naming_style",
        &["STYLE2024", "STYLE_LEGACY"],
        &[
            T::File,
            T::Message,
            T::Field,
            T::Oneof,
            T::Enum,
            T::Constant,
            T::Service,
            T::Method,
            T::Range,
        ],
        Edition::E2024,
    ),
    (
        "default_symbol_visibility",
        &["EXPORT_ALL", "EXPORT_TOP_LEVEL", "LOCAL_ALL", "STRICT"],
        &[T::File],
        Edition::E2024,
    ),
];

/// The features of every message, field, oneof and enum of the file, and what is wrong with them.
pub(in crate::protobuf) fn resolve(
    file: &FileDescriptorProto,
    edition: Edition,
) -> (Resolved, Vec<Misuse>) {
    let mut walk = Walk { edition, found: BTreeMap::new(), misuses: Vec::new(), path: Vec::new() };
    walk.file(file);
    (walk.found, walk.misuses)
}

/// Features in a file without an edition.
pub(in crate::protobuf) fn misplaced(file: &mut FileDescriptorProto) -> Vec<Misuse> {
    let mut misuses = Vec::new();
    options::each_list(file, &mut |path, options| {
        if options.iter().any(is_feature) {
            misuses.push(Misuse {
                path: path[..path.len() - 1].to_vec(),
                message: "features need an edition".into(),
                help: Some("write `edition = \"2023\";` instead of the syntax".into()),
            });
        }
    });
    misuses
}

/// Whether the option sets features.
pub(in crate::protobuf) fn is_feature(option: &UninterpretedOption) -> bool {
    let first = option.name.first();
    first.is_some_and(|part| part.name_part == "features" && !part.is_extension)
}

struct Walk {
    edition: Edition,
    found: Resolved,
    misuses: Vec<Misuse>,
    path: Vec<i32>,
}

impl Walk {
    fn file(&mut self, file: &FileDescriptorProto) {
        let defaults = Features {
            presence: FieldPresence::Explicit,
            is_open: true,
            is_packed: true,
            is_delimited: false,
            is_json: true,
            is_utf8: true,
        };
        let options = file.options.as_ref().map(|options| &*options.uninterpreted_option);
        let outer = self.with(defaults, options, T::File);
        if says(&stated(options.unwrap_or_default()), "field_presence", "LEGACY_REQUIRED") {
            self.misuse("a file cannot make every field required", "say it of each field");
        }
        self.each(4, &file.message_type, |walk, message| walk.message(message, outer));
        self.each(5, &file.enum_type, |walk, found| walk.enumeration(found, outer));
        self.each(6, &file.service, |walk, service| {
            let options = service.options.as_ref().map(|found| &*found.uninterpreted_option);
            walk.with(outer, options, T::Service);
            walk.each(2, &service.method, |walk, method| {
                let options = method.options.as_ref().map(|found| &*found.uninterpreted_option);
                walk.with(outer, options, T::Method);
            });
        });
        self.each(7, &file.extension, |walk, field| walk.field(field, &[], outer));
    }

    fn message(&mut self, message: &DescriptorProto, outer: Features) {
        // Entries of maps carry what their field says.
        if message.options.as_ref().is_some_and(|options| options.map_entry()) {
            return;
        }
        let options = message.options.as_ref().map(|options| &*options.uninterpreted_option);
        let own = self.with(outer, options, T::Message);
        self.keep(own);
        let mut of_oneofs = Vec::new();
        self.each(8, &message.oneof_decl, |walk, oneof| {
            let options = oneof.options.as_ref().map(|found| &*found.uninterpreted_option);
            of_oneofs.push(walk.with(own, options, T::Oneof));
        });
        self.each(2, &message.field, |walk, field| {
            let index = field.oneof_index.map(|index| index as usize);
            let outer = index.and_then(|index| of_oneofs.get(index)).copied().unwrap_or(own);
            walk.field(field, &message.nested_type, outer);
        });
        self.each(5, &message.extension_range, |walk, range| {
            let options = range.options.as_ref().map(|found| &*found.uninterpreted_option);
            walk.with(own, options, T::Range);
        });
        self.each(6, &message.extension, |walk, field| walk.field(field, &[], own));
        self.each(3, &message.nested_type, |walk, nested| walk.message(nested, own));
        self.each(4, &message.enum_type, |walk, found| walk.enumeration(found, own));
    }

    fn enumeration(&mut self, found: &EnumDescriptorProto, outer: Features) {
        let options = found.options.as_ref().map(|options| &*options.uninterpreted_option);
        let own = self.with(outer, options, T::Enum);
        self.keep(own);
        let first = found.value.first();
        if own.is_open && first.is_some_and(|first| first.number() != 0) {
            let help = "put it first, or say `option features.enum_type = CLOSED;`";
            self.misuse("the first value of an open enum must be zero", help);
        }
        self.each(2, &found.value, |walk, constant| {
            let options = constant.options.as_ref().map(|found| &*found.uninterpreted_option);
            walk.with(own, options, T::Constant);
        });
    }

    fn field(&mut self, field: &FieldDescriptorProto, nested: &[DescriptorProto], outer: Features) {
        let options = field.options.as_ref().map(|options| &*options.uninterpreted_option);
        let mut own = self.with(outer, options, T::Field);
        let entry = nested.iter().find(|nested| {
            nested.name() == field.type_name()
                && nested.options.as_ref().is_some_and(|options| options.map_entry())
        });
        let options = options.unwrap_or_default();
        let is_repeated = field.label() == Label::Repeated;
        // Entries of maps never travel between marks.
        own.is_delimited &= entry.is_none();
        if is_repeated || field.oneof_index.is_some() || field.extendee.is_some() {
            own.presence = FieldPresence::Explicit;
        }
        self.keep(own);
        self.check_field(field, options, own, entry.is_some());
        let old = options.iter().find(|option| {
            option.name.len() == 1
                && !option.name[0].is_extension
                && option.name[0].name_part == "packed"
        });
        if old.is_some() {
            let help = "write `features.repeated_field_encoding = PACKED` or `EXPANDED`";
            self.misuse("editions have no option `packed`", help);
        }
    }

    fn check_field(
        &mut self,
        field: &FieldDescriptorProto,
        options: &[UninterpretedOption],
        own: Features,
        is_map: bool,
    ) {
        let stated = stated(options);
        let states = |name: &str| stated.iter().any(|(found, _)| found == name);
        let is_repeated = field.label() == Label::Repeated;
        // Named types may be messages or enums: only linking tells.
        let is_named = field.type_name.is_some();
        let numeric = !is_named && !matches!(field.r#type(), Type::String | Type::Bytes);
        let checks = [
            (
                states("field_presence") && is_repeated,
                "repeated fields have no presence",
                "remove the feature",
            ),
            (
                states("field_presence") && field.oneof_index.is_some(),
                "fields of a oneof always have presence",
                "remove the feature",
            ),
            (
                states("field_presence") && field.extendee.is_some(),
                "extensions always have presence, and none is required",
                "remove the feature",
            ),
            (
                own.presence == FieldPresence::Implicit && field.default_value.is_some(),
                "a field without presence cannot have a default",
                "remove the default, or say `features.field_presence = EXPLICIT`",
            ),
            (
                states("repeated_field_encoding") && !is_repeated,
                "only repeated fields have an encoding of repetition",
                "remove the feature",
            ),
            (
                says(&stated, "repeated_field_encoding", "PACKED")
                    && (is_map || (!numeric && !is_named)),
                "only repeated numbers, booleans and enums can be packed",
                "remove the feature",
            ),
            (
                states("utf8_validation")
                    && !is_map
                    && (is_named || field.r#type() != Type::String),
                "only strings are checked to be UTF-8",
                "remove the feature",
            ),
            (
                states("message_encoding") && (!is_named || is_map),
                "only fields that are messages have a message encoding",
                "remove the feature",
            ),
        ];
        for (_, message, help) in checks.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
            self.misuse(message, help);
        }
    }

    /// What the options override, checked against the table.
    fn with(
        &mut self,
        outer: Features,
        options: Option<&[UninterpretedOption]>,
        target: Target,
    ) -> Features {
        let mut own = outer;
        for (name, word) in stated(options.unwrap_or_default()) {
            let known = FEATURES.iter().find(|(known, ..)| *known == name);
            // The linker tells of names that it does not know.
            let Some((_, words, targets, since)) = known else { continue };
            if self.edition < *since {
                let help = format!("it came with edition {}", since.name());
                self.misuse(
                    format!("edition {} has no feature `{name}`", self.edition.name()),
                    &help,
                );
            } else if !targets.contains(&target) {
                self.misuse(format!("feature `{name}` cannot stand here"), "remove it");
            } else if !words.contains(&word.as_str()) {
                let help = format!("write one of `{}`", words.join("`, `"));
                self.misuse(format!("feature `{name}` cannot be `{word}`"), &help);
            }
            match (name.as_str(), word.as_str()) {
                ("field_presence", "IMPLICIT") => own.presence = FieldPresence::Implicit,
                ("field_presence", "LEGACY_REQUIRED") => own.presence = FieldPresence::Required,
                ("field_presence", _) => own.presence = FieldPresence::Explicit,
                ("enum_type", word) => own.is_open = word != "CLOSED",
                ("repeated_field_encoding", word) => own.is_packed = word != "EXPANDED",
                ("message_encoding", word) => own.is_delimited = word == "DELIMITED",
                ("json_format", word) => own.is_json = word != "LEGACY_BEST_EFFORT",
                ("utf8_validation", word) => own.is_utf8 = word != "NONE",
                _ => {}
            }
        }
        own
    }

    fn keep(&mut self, features: Features) {
        self.found.insert(self.path.as_slice().into(), features);
    }

    fn misuse(&mut self, message: impl Into<String>, help: &str) {
        let (path, help) = (self.path.clone(), Some(help.to_owned()));
        self.misuses.push(Misuse { path, message: message.into(), help });
    }

    fn each<T>(&mut self, tag: i32, elements: &[T], mut visit: impl FnMut(&mut Self, &T)) {
        for (index, element) in elements.iter().enumerate() {
            self.path.extend([tag, index as i32]);
            visit(self, element);
            self.path.truncate(self.path.len() - 2);
        }
    }
}

/// The features of the language itself that options set, and their values; those of generators are left out.
pub(in crate::protobuf) fn stated(options: &[UninterpretedOption]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for option in options.iter().filter(|option| is_feature(option)) {
        match (option.name.as_slice(), &option.aggregate_value) {
            ([_, feature], None) if !feature.is_extension => {
                let word = option.identifier_value.clone().unwrap_or_default();
                found.push((feature.name_part.clone(), word));
            }
            ([_], Some(text)) => {
                let tokens = value::tokens(text);
                let mut depth = 0_usize;
                for (at, token) in tokens.iter().enumerate() {
                    match token.as_str() {
                        "{" | "[" | "<" => depth += 1,
                        "}" | "]" | ">" => depth = depth.saturating_sub(1),
                        ":" if depth == 0 && at > 0 => {
                            let word = tokens.get(at + 1).cloned().unwrap_or_default();
                            found.push((tokens[at - 1].clone(), word));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn says(stated: &[(String, String)], name: &str, word: &str) -> bool {
    stated.iter().any(|(found, value)| found == name && value == word)
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    fn complaint(body: &str) -> String {
        let text = format!("edition = \"2023\";\n{body}");
        let error = ProtoSchema::parse(&text, &[], ParseOptions::new_schema());
        error.err().unwrap_or_else(|| panic!("{body}")).to_string()
    }

    #[test]
    fn features_are_inherited_from_file_message_and_oneof() {
        let schema = ProtoSchema::parse(
            "edition = \"2023\"; option features.field_presence = IMPLICIT; \
             option features.repeated_field_encoding = EXPANDED; \
             option features.message_encoding = DELIMITED; \
             message M { int32 a = 1; M b = 2; repeated int32 c = 3; oneof o { int32 d = 4; } \
             int32 e = 5 [features.field_presence = LEGACY_REQUIRED]; \
             repeated int32 f = 6 [features = {repeated_field_encoding: PACKED}]; \
             string g = 7 [features.field_presence = EXPLICIT]; map<string, M> h = 8; \
             M i = 9 [features.message_encoding = LENGTH_PREFIXED]; }",
            &[],
            ParseOptions::new_schema(),
        );
        let schema = schema.unwrap();
        let message = schema.file().messages().next().unwrap();
        let fields = |test: &dyn Fn(&prost_reflect::FieldDescriptor) -> bool| {
            let names = message.fields().filter(|field| test(field));
            names.map(|field| field.name().to_owned()).collect::<String>()
        };
        assert_eq!(fields(&|field| schema.has_presence(field)), "bdegi");
        assert_eq!(fields(&|field| schema.is_required(field)), "e");
        assert_eq!(fields(&|field| schema.is_packed(field)), "f");
        assert_eq!(fields(&|field| schema.is_delimited(field)), "b");
    }

    #[test]
    fn a_feature_where_it_means_nothing_is_named_with_its_place() {
        for (body, expected) in [
            ("message M { option features.field_presence = IMPLICIT; }", "cannot stand here"),
            ("option features.field_presence = LEGACY_REQUIRED;", "a file cannot make every field"),
            (
                "message M { repeated int32 a = 1 [features.field_presence = EXPLICIT]; }",
                "no presence",
            ),
            (
                "message M { oneof o { int32 a = 1 [features.field_presence = EXPLICIT]; } }",
                "of a oneof",
            ),
            (
                "message M { int32 a = 1 [features.field_presence = IMPLICIT, default = 1]; }",
                "default",
            ),
            (
                "message M { int32 a = 1 [features.repeated_field_encoding = PACKED]; }",
                "only repeated",
            ),
            (
                "message M { repeated string a = 1 [features.repeated_field_encoding = PACKED]; }",
                "packed",
            ),
            ("message M { int32 a = 1 [features.utf8_validation = NONE]; }", "UTF-8"),
            (
                "message M { int32 a = 1 [features.message_encoding = DELIMITED]; }",
                "message encoding",
            ),
            ("message M { repeated int32 a = 1 [packed = true]; }", "no option `packed`"),
            ("enum E { A = 1; }", "must be zero (line 2, column 1)"),
            ("message M { option features.enforce_naming_style = STYLE2024; }", "has no feature"),
            ("message M { int32 a = 1 [features.field_presence = NEVER]; }", "cannot be `NEVER`"),
        ] {
            let found = complaint(body);
            assert!(found.contains(expected), "{body}: {found}");
        }
        let error = ProtoSchema::parse(
            "syntax = \"proto3\"; message M { int32 a = 1 [features.field_presence = EXPLICIT]; }",
            &[],
            ParseOptions::new_schema(),
        );
        let error = error.unwrap_err().to_string();
        assert!(error.contains("features need an edition (line 1, column 32)"), "{error}");
    }
}
