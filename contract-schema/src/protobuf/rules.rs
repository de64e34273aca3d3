//! The differences between two Protobuf files, each with Confluent's verdict; those that break reading are rules.

pub(super) mod golden;
pub(super) mod wire;

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;
use std::sync::LazyLock;

/// A difference between what the writer has (the original) and what the reader has (the update).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    PackageChanged,
    MessageAdded,
    MessageRemoved,
    MessageMoved,
    EnumAdded,
    EnumRemoved,
    EnumConstAdded,
    EnumConstRemoved,
    EnumConstChanged,
    FieldAdded,
    FieldRemoved,
    FieldNameChanged,
    FieldKindChanged,
    FieldScalarKindChanged,
    FieldNamedTypeChanged,
    FieldNumericLabelChanged,
    FieldStringOrBytesLabelChanged,
    RequiredFieldAdded,
    RequiredFieldRemoved,
    OneofAdded,
    OneofRemoved,
    OneofFieldAdded,
    OneofFieldRemoved,
    OneofFieldMovedToTopLevel,
    MultipleFieldsMovedToOneof,
    FieldMovedToExistingOneof,
}

use Difference as D;

/// Difference, Confluent's name of it, the rule it breaks. Without a rule the reader copes.
const TABLE: [(Difference, &str, Option<&Rule>); 26] = [
    (D::PackageChanged, "PACKAGE_CHANGED", Some(&PACKAGE_CHANGED)),
    (D::MessageAdded, "MESSAGE_ADDED", None),
    (D::MessageRemoved, "MESSAGE_REMOVED", Some(&MESSAGE_REMOVED)),
    (D::MessageMoved, "MESSAGE_MOVED", None),
    (D::EnumAdded, "ENUM_ADDED", None),
    (D::EnumRemoved, "ENUM_REMOVED", None),
    (D::EnumConstAdded, "ENUM_CONST_ADDED", None),
    (D::EnumConstRemoved, "ENUM_CONST_REMOVED", None),
    (D::EnumConstChanged, "ENUM_CONST_CHANGED", None),
    (D::FieldAdded, "FIELD_ADDED", None),
    (D::FieldRemoved, "FIELD_REMOVED", None),
    (D::FieldNameChanged, "FIELD_NAME_CHANGED", None),
    (D::FieldKindChanged, "FIELD_KIND_CHANGED", Some(&FIELD_KIND_CHANGED)),
    (D::FieldScalarKindChanged, "FIELD_SCALAR_KIND_CHANGED", Some(&FIELD_SCALAR_KIND_CHANGED)),
    (D::FieldNamedTypeChanged, "FIELD_NAMED_TYPE_CHANGED", Some(&FIELD_NAMED_TYPE_CHANGED)),
    (
        D::FieldNumericLabelChanged,
        "FIELD_NUMERIC_LABEL_CHANGED",
        Some(&FIELD_NUMERIC_LABEL_CHANGED),
    ),
    (D::FieldStringOrBytesLabelChanged, "FIELD_STRING_OR_BYTES_LABEL_CHANGED", None),
    (D::RequiredFieldAdded, "REQUIRED_FIELD_ADDED", Some(&REQUIRED_FIELD_ADDED)),
    (D::RequiredFieldRemoved, "REQUIRED_FIELD_REMOVED", Some(&REQUIRED_FIELD_REMOVED)),
    (D::OneofAdded, "ONEOF_ADDED", None),
    (D::OneofRemoved, "ONEOF_REMOVED", None),
    (D::OneofFieldAdded, "ONEOF_FIELD_ADDED", None),
    (D::OneofFieldRemoved, "ONEOF_FIELD_REMOVED", Some(&ONEOF_FIELD_REMOVED)),
    (D::OneofFieldMovedToTopLevel, "ONEOF_FIELD_MOVED_TO_TOP_LEVEL", None),
    (
        D::MultipleFieldsMovedToOneof,
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
        Some(&MULTIPLE_FIELDS_MOVED_TO_ONEOF),
    ),
    (
        D::FieldMovedToExistingOneof,
        "FIELD_MOVED_TO_EXISTING_ONEOF",
        Some(&FIELD_MOVED_TO_EXISTING_ONEOF),
    ),
];

impl Difference {
    /// The rule that the difference breaks; `None` if the reader copes with it.
    pub(crate) fn rule(self) -> Option<&'static Rule> {
        TABLE[self as usize].2
    }
}

/// Every rule, in the order of the docs: the standard's, those of WIRE, those of GOLDEN.
pub static ALL: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| [STANDARD, wire::ALTERED, wire::PROMISED, golden::ALL].concat());

/// What Confluent's registry refuses.
const STANDARD: &[&Rule] = &[
    &PACKAGE_CHANGED,
    &MESSAGE_REMOVED,
    &FIELD_KIND_CHANGED,
    &FIELD_SCALAR_KIND_CHANGED,
    &FIELD_NAMED_TYPE_CHANGED,
    &FIELD_NUMERIC_LABEL_CHANGED,
    &REQUIRED_FIELD_ADDED,
    &REQUIRED_FIELD_REMOVED,
    &ONEOF_FIELD_REMOVED,
    &MULTIPLE_FIELDS_MOVED_TO_ONEOF,
    &FIELD_MOVED_TO_EXISTING_ONEOF,
];

pub(super) const PACKAGE_CHANGED: Rule = Rule {
    id: "protobuf-package-changed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "PACKAGE_CHANGED",
    summary: "the package is another one",
    why: "every message gets another full name, so `Any` values and generated code no longer find their types",
    help: "keep the package; a new major version belongs under a new subject",
    spec: "Protobuf language guide, Packages",
};

pub(super) const MESSAGE_REMOVED: Rule = Rule {
    id: "protobuf-message-removed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "MESSAGE_REMOVED",
    summary: "the reader lacks a message that the writer defines",
    why: "a payload names its message by position; one that the reader does not define cannot be read",
    help: "keep the message, unused if need be; mark it `option deprecated = true`",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(super) const FIELD_KIND_CHANGED: Rule = Rule {
    id: "protobuf-field-kind-changed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "FIELD_KIND_CHANGED",
    summary: "a field changes between scalar, message and map",
    why: "the bytes of one kind do not parse as another",
    help: "keep the field as it is and add the new form under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

const FIELD_SCALAR_KIND_CHANGED: Rule = Rule {
    id: "protobuf-field-scalar-kind-changed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "FIELD_SCALAR_KIND_CHANGED",
    summary: "a scalar changes to another family of encodings",
    why: "values are lost or come out as other values: the wire form of the families differs",
    help: "keep the type and add a field with the new type under a number that was never used",
    spec: "Protobuf encoding guide, Message Structure",
};

pub(super) const FIELD_NAMED_TYPE_CHANGED: Rule = Rule {
    id: "protobuf-field-named-type-changed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "FIELD_NAMED_TYPE_CHANGED",
    summary: "a field's message type is another one, or a referenced one that differs in a breaking way",
    why: "the inner bytes are read with fields that mean something else",
    help: "keep the message type and add a field with the new type under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(super) const FIELD_NUMERIC_LABEL_CHANGED: Rule = Rule {
    id: "protobuf-field-numeric-label-changed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "FIELD_NUMERIC_LABEL_CHANGED",
    summary: "the label of a numeric field changes between optional, required and repeated",
    why: "repeated numbers are packed into one value that a single field cannot read, and a required field refuses data without it",
    help: "keep the label and add a field under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(super) const REQUIRED_FIELD_ADDED: Rule = Rule {
    id: "protobuf-required-field-added",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "REQUIRED_FIELD_ADDED",
    summary: "the reader requires a field that the writer does not know",
    why: "every message of the writer is refused, because it lacks the field",
    help: "make the field optional",
    spec: "Protobuf language guide (proto2), Field Labels",
};

pub(super) const REQUIRED_FIELD_REMOVED: Rule = Rule {
    id: "protobuf-required-field-removed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "REQUIRED_FIELD_REMOVED",
    summary: "the reader lacks a field that the writer requires",
    why: "what the reader writes back or passes on is refused by everybody who requires the field",
    help: "keep the field; a required field cannot go without a new subject",
    spec: "Protobuf language guide (proto2), Field Labels",
};

pub(super) const ONEOF_FIELD_REMOVED: Rule = Rule {
    id: "protobuf-oneof-field-removed",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "ONEOF_FIELD_REMOVED",
    summary: "the reader lacks a member of a oneof that lives on",
    why: "a message with that member looks as if the oneof were empty",
    help: "keep the member and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Oneof, Backwards-compatibility Issues",
};

const MULTIPLE_FIELDS_MOVED_TO_ONEOF: Rule = Rule {
    id: "protobuf-multiple-fields-moved-to-oneof",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
    summary: "fields that could be set together share a oneof in the reader",
    why: "a oneof keeps the last member only: what was set beside it is lost",
    help: "leave the fields outside the oneof; a single field may move into a new one",
    spec: "Protobuf language guide, Oneof, Backwards-compatibility Issues",
};

const FIELD_MOVED_TO_EXISTING_ONEOF: Rule = Rule {
    id: "protobuf-field-moved-to-existing-oneof",
    format: Format::Protobuf,
    safety: Safety::Standard,
    upstream: "FIELD_MOVED_TO_EXISTING_ONEOF",
    summary: "a field that stood elsewhere is a member of an existing oneof in the reader",
    why: "a oneof keeps the last member only: what was set beside it is lost",
    help: "leave the field where it was",
    spec: "Protobuf language guide, Oneof, Backwards-compatibility Issues",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_has_its_row_and_every_rule_is_listed_once() {
        for (index, (difference, upstream, rule)) in TABLE.iter().enumerate() {
            assert_eq!(*difference as usize, index);
            if let Some(rule) = rule {
                assert_eq!(rule.upstream, *upstream);
                let id = upstream.to_lowercase().replace('_', "-");
                assert_eq!(rule.id, format!("protobuf-{id}"));
                assert_eq!(STANDARD.iter().filter(|listed| listed.id == rule.id).count(), 1);
            }
        }
        assert_eq!(STANDARD.len(), TABLE.iter().filter(|row| row.2.is_some()).count());
    }
}
