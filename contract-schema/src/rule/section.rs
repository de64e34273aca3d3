//! Where the sections stand that rules name: the addresses of the specifications.

use super::Rule;
use crate::schema::Format;

const AVRO: &str = "https://avro.apache.org/docs/1.12.0/specification/#";
const PROTOBUF: &str = "https://protobuf.dev/";
const JSON: [(&str, &str); 2] = [
    (
        "JSON Schema Validation, ",
        "https://json-schema.org/draft/2020-12/json-schema-validation#section-",
    ),
    ("JSON Schema Core, ", "https://json-schema.org/draft/2020-12/json-schema-core#section-"),
];

/// How the name of a section of Avro's specification begins, and its anchor; the first that fits counts.
const OF_AVRO: [(&str, &str); 6] = [
    ("Schema Resolution: ", "schema-resolution"),
    ("Aliases", "aliases"),
    ("Names", "names"),
    ("Logical Types: decimal", "decimal"),
    ("Logical Types", "logical-types"),
    ("Complex Types: records", "schema-record"),
];

/// The names of sections of Protobuf's guides, and where they are.
const OF_PROTOBUF: [(&str, &str); 22] = [
    ("Protobuf language guide, Updating a Message Type", "programming-guides/proto3/#updating"),
    ("Protobuf language guide, Deleting Fields", "programming-guides/proto3/#deleting"),
    ("Protobuf language guide, Reserved Field Numbers", "programming-guides/proto3/#fieldreserved"),
    (
        "Protobuf language guide, Consequences of Reusing Field Numbers",
        "programming-guides/proto3/#consequences",
    ),
    ("Protobuf language guide, Scalar Value Types", "programming-guides/proto3/#scalar"),
    ("Protobuf language guide, Field Cardinality", "programming-guides/proto3/#field-labels"),
    ("Protobuf language guide, Field Labels", "programming-guides/proto3/#field-labels"),
    ("Protobuf language guide (proto2), Field Labels", "programming-guides/proto2/#field-labels"),
    (
        "Protobuf language guide, Optional Fields And Default Values",
        "programming-guides/proto2/#optional",
    ),
    ("Protobuf language guide, Groups", "programming-guides/proto2/#groups"),
    ("Protobuf language guide, Extensions", "programming-guides/proto2/#extensions"),
    ("Protobuf language guide, Packages", "programming-guides/proto3/#packages"),
    ("Protobuf language guide, Enumerations", "programming-guides/proto3/#enum"),
    ("Protobuf language guide, Enum Value Aliases", "programming-guides/proto3/#enum-aliases"),
    ("Protobuf language guide, Reserved Values", "programming-guides/proto3/#reserved"),
    ("Protobuf language guide, Enum Behavior", "programming-guides/enum/"),
    (
        "Protobuf language guide, Oneof, Backwards-compatibility Issues",
        "programming-guides/proto3/#backward",
    ),
    ("Protobuf language guide, Oneof", "programming-guides/proto3/#oneof"),
    ("Protobuf language guide, JSON Options", "programming-guides/json/#json-options"),
    ("Protobuf language guide, Field Presence", "programming-guides/field_presence/"),
    ("Protobuf language guide, Features", "editions/features/"),
    ("Protobuf encoding guide, Message Structure", "programming-guides/encoding/#structure"),
];

impl Rule {
    /// The address of the section that `spec` names; `None` where no specification says anything.
    pub fn link(&self) -> Option<String> {
        let name = self.spec;
        match self.format {
            Format::Avro => {
                let row = OF_AVRO.iter().find(|row| name.starts_with(row.0))?;
                Some(format!("{AVRO}{}", row.1))
            }
            Format::Json => JSON.iter().find_map(|(document, address)| {
                let number = name.strip_prefix(document)?.split([' ', ';']).next()?;
                Some(format!("{address}{number}"))
            }),
            Format::Protobuf => {
                let row = OF_PROTOBUF.iter().find(|row| row.0 == name)?;
                Some(format!("{PROTOBUF}{}", row.1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::all;

    #[test]
    fn every_section_that_a_rule_names_has_an_address_and_none_is_left_over() {
        for rule in all() {
            assert_eq!(rule.link().is_none(), rule.spec.starts_with("none: "), "{}", rule.id);
        }
        for (name, _) in OF_AVRO.iter().chain(&OF_PROTOBUF) {
            assert!(all().any(|rule| rule.spec.starts_with(name)), "no rule names `{name}`");
        }
        let number = |link: String| link.rsplit('-').next().unwrap_or_default().to_owned();
        for rule in all().filter(|rule| rule.format == Format::Json) {
            let Some(link) = rule.link() else { continue };
            let is_number = number(link).split('.').all(|part| part.parse::<u8>().is_ok());
            assert!(is_number, "{} names no section by number", rule.id);
        }
    }
}
