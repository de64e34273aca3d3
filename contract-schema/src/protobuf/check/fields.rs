//! Fields: options that only some types may carry, and features that depend on the type.

use super::{Check, first, is_closed, says, stated};
use crate::protobuf::edition::features::{self, FieldPresence};
use prost_reflect::{FieldDescriptor, Kind, Syntax};
use prost_types::FieldDescriptorProto;

impl Check<'_> {
    pub(super) fn field(&mut self, field: &FieldDescriptorProto, linked: &FieldDescriptor) {
        if field.json_name().starts_with('[') && field.json_name().ends_with(']') {
            self.add("a `json_name` cannot stand in brackets", "choose another name");
        }
        let kind = linked.kind();
        let entry = kind.as_message().filter(|message| message.is_map_entry());
        let value = entry.map(|entry| entry.map_entry_value_field().kind());
        if entry.is_some() && field.r#type.is_none() {
            self.add("the entry of a map is no type of its own", "write `map<key, value>`");
        }
        for kind in [Some(&kind), value.as_ref()].into_iter().flatten() {
            self.enum_of(kind, linked, value.is_some());
        }
        self.field_options(field, &kind, linked);
        self.field_features(field, &kind, value.is_some(), linked);
    }

    fn enum_of(&mut self, kind: &Kind, field: &FieldDescriptor, is_in_map: bool) {
        let Kind::Enum(found) = kind else { return };
        let is_proto3 = field.parent_file().syntax() == Syntax::Proto3;
        if is_proto3 && is_closed(found, self.schema) {
            let message = format!("`{}` is closed, and proto3 needs open enums", found.full_name());
            self.add(message, "use the number, or an enum of proto3");
        }
        let is_zero = first(found.enum_descriptor_proto()) == Some(0);
        if is_in_map && !is_zero {
            let message = format!("the first value of `{}` is not zero", found.full_name());
            self.add(message, "values of maps need an enum that begins with zero");
        }
    }

    fn field_options(
        &mut self,
        field: &FieldDescriptorProto,
        kind: &Kind,
        linked: &FieldDescriptor,
    ) {
        let options = field.options.as_ref().map(|options| &*options.uninterpreted_option);
        let options = options.unwrap_or_default();
        let is_packable = linked.is_list() && is_number(kind);
        if says(options, "packed", "true") && !is_packable {
            self.add("only repeated numbers, booleans and enums can be packed", "remove `packed`");
        }
        if says(options, "lazy", "true") && kind.as_message().is_none() {
            self.add("only messages can be lazy", "remove `lazy`");
        }
        let is_long = matches!(
            kind,
            Kind::Int64 | Kind::Uint64 | Kind::Sint64 | Kind::Fixed64 | Kind::Sfixed64
        );
        if stated(options, "jstype").is_some() && !says(options, "jstype", "JS_NORMAL") && !is_long
        {
            self.add("only integers of 64 bits have a `jstype`", "remove it");
        }
    }

    fn field_features(
        &mut self,
        field: &FieldDescriptorProto,
        kind: &Kind,
        is_map: bool,
        linked: &FieldDescriptor,
    ) {
        let Some(own) = self.schema.features(linked) else { return };
        let options = field.options.as_ref().map(|options| &*options.uninterpreted_option);
        let stated = features::stated(options.unwrap_or_default());
        let says = |name: &str, word: &str| {
            stated.iter().any(|(found, value)| found == name && value == word)
        };
        let is_stated = |name: &str| stated.iter().any(|(found, _)| found == name);
        let is_message = kind.as_message().is_some();
        if says("field_presence", "IMPLICIT") && is_message {
            self.add("messages always have presence", "remove the feature");
        }
        let closed = kind.as_enum().is_some_and(|found| is_closed(found, self.schema));
        if own.presence == FieldPresence::Implicit && closed {
            self.add("a closed enum needs presence", "say `features.field_presence = EXPLICIT`");
        }
        if says("repeated_field_encoding", "PACKED") && !is_number(kind) {
            let message = "only repeated numbers, booleans and enums can be packed";
            self.add(message, "remove the feature");
        }
        if is_stated("message_encoding") && !is_message {
            self.add("only fields that are messages have a message encoding", "remove the feature");
        }
        let has_strings = match kind.as_message().filter(|_| is_map) {
            Some(entry) => {
                let parts = [entry.map_entry_key_field(), entry.map_entry_value_field()];
                parts.iter().any(|part| part.kind() == Kind::String)
            }
            None => *kind == Kind::String,
        };
        if is_stated("utf8_validation") && !has_strings {
            self.add("only strings are checked to be UTF-8", "remove the feature");
        }
    }
}

fn is_number(kind: &Kind) -> bool {
    !matches!(kind, Kind::String | Kind::Bytes | Kind::Message(_))
}

#[cfg(test)]
mod tests {
    use crate::protobuf::ProtoSchema;
    use crate::schema::ParseOptions;

    #[test]
    fn options_and_features_must_fit_the_type() {
        for (text, expected) in [
            ("message A { repeated string a = 1 [packed = true]; }", "packed"),
            ("message A { optional int32 a = 1 [lazy = true]; }", "lazy"),
            ("message A { optional string a = 1 [jstype = JS_STRING]; }", "jstype"),
            ("enum E { X = 1; } message A { map<int32, E> a = 1; }", "is not zero"),
            (
                "edition = \"2023\"; message A { A a = 1 [features.field_presence = IMPLICIT]; }",
                "always have presence",
            ),
            (
                "edition = \"2023\"; option features.field_presence = IMPLICIT; enum E { option features.enum_type = CLOSED; X = 0; } message A { E a = 1; }",
                "closed enum",
            ),
            (
                "edition = \"2023\"; message A { repeated A a = 1 [features.repeated_field_encoding = PACKED]; }",
                "packed",
            ),
            (
                "edition = \"2023\"; enum E { X = 0; } message A { E a = 1 [features.message_encoding = DELIMITED]; }",
                "message encoding",
            ),
            (
                "edition = \"2023\"; message A { map<int32, bool> a = 1 [features.utf8_validation = NONE]; }",
                "UTF-8",
            ),
            ("syntax = \"proto3\"; message A { int32 a = 1 [json_name = \"[a]\"]; }", "brackets"),
        ] {
            let error = ProtoSchema::parse(text, &[], ParseOptions::new_schema()).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            ProtoSchema::parse(text, &[], ParseOptions::stored()).unwrap();
        }
    }
}
