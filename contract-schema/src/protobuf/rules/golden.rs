//! The rules of GOLDEN: what a schema once had it keeps.
//!
//! The model is the category that buf has for Confluent's registry. Services, file options, comments, deprecation and the
//! packing of repeated numbers may change; so may syntax and edition where the features in force stay the same.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// Every rule, in the order of the docs.
pub(in crate::protobuf) const ALL: &[&Rule] = &[
    &PACKAGE_NOT_KEPT,
    &MESSAGE_NOT_KEPT,
    &ENUM_NOT_KEPT,
    &ENUM_CONST_NOT_KEPT,
    &ENUM_OPENNESS_CHANGED,
    &FIELD_NOT_KEPT,
    &FIELD_NAME_NOT_KEPT,
    &FIELD_JSON_NAME_NOT_KEPT,
    &FIELD_TYPE_NOT_KEPT,
    &FIELD_LABEL_NOT_KEPT,
    &FIELD_PRESENCE_NOT_KEPT,
    &FIELD_ONEOF_NOT_KEPT,
    &ONEOF_NOT_KEPT,
    &FEATURE_NOT_KEPT,
];

pub(in crate::protobuf) const PACKAGE_NOT_KEPT: Rule = Rule {
    id: "protobuf-package-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "PACKAGE_NOT_KEPT",
    summary: "the package is another one",
    why: "every type gets another full name, for `Any` values and for generated code",
    help: "keep the package; a new major version belongs under a new subject",
    spec: "Protobuf language guide, Packages",
};

pub(in crate::protobuf) const MESSAGE_NOT_KEPT: Rule = Rule {
    id: "protobuf-message-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "MESSAGE_NOT_KEPT",
    summary: "a message is gone",
    why: "data of it, and files that import it, are left without a definition; services and their methods are no data and may go",
    help: "keep the message and mark it `option deprecated = true;`",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const ENUM_NOT_KEPT: Rule = Rule {
    id: "protobuf-enum-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "ENUM_NOT_KEPT",
    summary: "an enum is gone",
    why: "the numbers in old data have no names any more, and files that import it do not compile",
    help: "keep the enum and mark it `option deprecated = true;`",
    spec: "Protobuf language guide, Enumerations",
};

pub(in crate::protobuf) const ENUM_CONST_NOT_KEPT: Rule = Rule {
    id: "protobuf-enum-const-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "ENUM_CONST_NOT_KEPT",
    summary: "a constant, or one name of it, is gone",
    why: "old data and old JSON hold it; a reserved number does not say what it meant",
    help: "keep the constant and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Enumerations",
};

pub(in crate::protobuf) const ENUM_OPENNESS_CHANGED: Rule = Rule {
    id: "protobuf-enum-openness-changed",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "ENUM_OPENNESS_CHANGED",
    summary: "an enum opens or closes",
    why: "readers of one kind keep numbers that they do not know, readers of the other drop them",
    help: "keep the enum in a file of the same syntax, or say `features.enum_type`",
    spec: "Protobuf language guide, Enum Behavior",
};

pub(in crate::protobuf) const FIELD_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_NOT_KEPT",
    summary: "a field, a group or an extension is gone",
    why: "what old data hold under it is lost to every reader of the new schema",
    help: "keep the field and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Deleting Fields",
};

pub(in crate::protobuf) const FIELD_NAME_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-name-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_NAME_NOT_KEPT",
    summary: "a field has another name",
    why: "JSON, text format and generated code know fields by name; and a new name is how a number is given to something else",
    help: "keep the name; to rename, add a field and deprecate the old one",
    spec: "Protobuf language guide, JSON Options",
};

pub(in crate::protobuf) const FIELD_JSON_NAME_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-json-name-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_JSON_NAME_NOT_KEPT",
    summary: "a field has another name in JSON",
    why: "JSON that was written under the old name is not read, or refused",
    help: "keep the `json_name`",
    spec: "Protobuf language guide, JSON Options",
};

pub(in crate::protobuf) const FIELD_TYPE_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-type-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_TYPE_NOT_KEPT",
    summary: "a field has another type, be it a wider one or one of another package",
    why: "widening changes JSON and generated code, and a type of another package has another name in `Any`; the bytes of the latter are the same, so WIRE lets it pass",
    help: "keep the type and add a field with the new one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_LABEL_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-label-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_LABEL_NOT_KEPT",
    summary: "a field changes between single, required and repeated",
    why: "readers that rely on one value, or on there being one, find another thing",
    help: "keep the label and add a field under a number that was never used",
    spec: "Protobuf language guide, Field Cardinality",
};

pub(in crate::protobuf) const FIELD_PRESENCE_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-presence-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_PRESENCE_NOT_KEPT",
    summary: "a field begins or ceases to tell absent from zero",
    why: "code that asks whether the field is there gets another answer for the same data",
    help: "keep `optional`, or its absence, as it was",
    spec: "Protobuf language guide, Field Presence",
};

pub(in crate::protobuf) const FIELD_ONEOF_NOT_KEPT: Rule = Rule {
    id: "protobuf-field-oneof-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FIELD_ONEOF_NOT_KEPT",
    summary: "a field moves into a oneof, out of one, or between two",
    why: "which fields can be set together is part of what messages mean",
    help: "leave the field where it was",
    spec: "Protobuf language guide, Oneof",
};

pub(in crate::protobuf) const ONEOF_NOT_KEPT: Rule = Rule {
    id: "protobuf-oneof-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "ONEOF_NOT_KEPT",
    summary: "a oneof is gone or has another name",
    why: "which fields can be set together is part of what messages mean, and generated code knows the oneof by name",
    help: "keep the oneof; mark its members `[deprecated = true]`",
    spec: "Protobuf language guide, Oneof",
};

pub(in crate::protobuf) const FEATURE_NOT_KEPT: Rule = Rule {
    id: "protobuf-feature-not-kept",
    format: Format::Protobuf,
    safety: Safety::Golden,
    upstream: "FEATURE_NOT_KEPT",
    summary: "a feature of the language changes that decides what is accepted",
    why: "checks of UTF-8 and the way JSON is read decide which data are valid",
    help: "say the feature in the new schema as it was in the old one; an edition may change if its features do not",
    spec: "Protobuf language guide, Features",
};
