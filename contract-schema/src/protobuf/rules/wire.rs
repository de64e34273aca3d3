//! The rules of WIRE: what Confluent's comparison lets through although data are lost, altered or unreadable.
//!
//! A presence that is added, a field that is renamed, packing that is switched, a type that moves to a file of another
//! package and messages in another order alter no data, so no rule here speaks of them. What the JSON form of data says is
//! not asked here either: it is GOLDEN that keeps names and types.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// Rules about what a reader makes of data; each breach has a witness.
pub(in crate::protobuf) const ALTERED: &[&Rule] = &[
    &FIELD_RENUMBERED,
    &FIELD_NARROWED,
    &FIELD_SIGN_CHANGED,
    &FIELD_ENUM_NUMBER_CHANGED,
    &FIELD_ENUM_CHANGED,
    &ENUM_CONST_MEANING_CHANGED,
    &ENUM_CONST_RENUMBERED,
    &ENUM_CLOSED,
    &FIELD_BYTES_TO_STRING,
    &FIELD_UTF8_CHECKED,
    &FIELD_BECAME_REPEATED,
    &FIELD_BECAME_SINGULAR,
    &FIELD_BECAME_REQUIRED,
    &FIELD_PRESENCE_DROPPED,
    &FIELD_DEFAULT_CHANGED,
    &FIELD_ENCODING_CHANGED,
    &EXTENSION_TYPE_CHANGED,
    &FIELDS_SHARE_ONEOF,
    &ONEOF_MEMBER_UNKNOWN,
];

/// Rules that keep numbers and names for later; they are asked of the new schema and the old one, whoever reads.
pub(in crate::protobuf) const PROMISED: &[&Rule] = &[
    &FIELD_NUMBER_NOT_RESERVED,
    &FIELD_NAME_NOT_RESERVED,
    &ENUM_NUMBER_NOT_RESERVED,
    &ENUM_NAME_NOT_RESERVED,
    &RESERVED_TAKEN_BACK,
    &EXTENSION_RANGE_TAKEN_BACK,
];

pub(in crate::protobuf) const FIELD_RENUMBERED: Rule = Rule {
    id: "protobuf-field-renumbered",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_RENUMBERED",
    summary: "a field of one name has different numbers",
    why: "on the wire a field is its number: the reader finds nothing under the new number and drops what comes under the old one",
    help: "give the field its number again; a new field needs a new name and a number that was never used",
    spec: "Protobuf language guide, Consequences of Reusing Field Numbers",
};

pub(in crate::protobuf) const FIELD_NARROWED: Rule = Rule {
    id: "protobuf-field-narrowed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_NARROWED",
    summary: "a number is read as a smaller type",
    why: "what does not fit is cut off without a word: 4294967297 becomes 1, every number but zero becomes true",
    help: "keep the type and add a field with the smaller one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_SIGN_CHANGED: Rule = Rule {
    id: "protobuf-field-sign-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_SIGN_CHANGED",
    summary: "a number is read with another sign",
    why: "negative numbers become huge ones, and huge ones negative: -1 becomes 4294967295",
    help: "keep the type and add a field with the other one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_ENUM_NUMBER_CHANGED: Rule = Rule {
    id: "protobuf-field-enum-number-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_ENUM_NUMBER_CHANGED",
    summary: "constants are read as numbers, or numbers as constants",
    why: "the number loses its meaning, or gets one that nobody gave it; a closed enum drops what it does not define",
    help: "keep the type and add a field with the other one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_ENUM_CHANGED: Rule = Rule {
    id: "protobuf-field-enum-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_ENUM_CHANGED",
    summary: "a field holds another enum, whose numbers mean something else",
    why: "the number is read under a name that the writer did not choose",
    help: "keep the enum; another one may stand in if it has the same names for the same numbers",
    spec: "Protobuf language guide, Enumerations",
};

pub(in crate::protobuf) const ENUM_CONST_MEANING_CHANGED: Rule = Rule {
    id: "protobuf-enum-const-meaning-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ENUM_CONST_MEANING_CHANGED",
    summary: "a number of an enum has another name",
    why: "on the wire a constant is its number: the reader takes it for the other constant",
    help: "keep the name as an alias (`option allow_alias = true;`), and give new meanings new numbers",
    spec: "Protobuf language guide, Enum Value Aliases",
};

pub(in crate::protobuf) const ENUM_CONST_RENUMBERED: Rule = Rule {
    id: "protobuf-enum-const-renumbered",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ENUM_CONST_RENUMBERED",
    summary: "a constant of one name has different numbers",
    why: "the reader does not know the number that was written, while it knows the constant by another",
    help: "give the constant its number again; a new constant needs a new name",
    spec: "Protobuf language guide, Enumerations",
};

pub(in crate::protobuf) const ENUM_CLOSED: Rule = Rule {
    id: "protobuf-enum-closed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ENUM_CLOSED",
    summary: "a closed enum of the reader does not define what the writer can write",
    why: "readers of a closed enum treat other numbers as if the field had not been set",
    help: "let the enum be open, or give the writer's field an enum that readers know in full",
    spec: "Protobuf language guide, Enum Behavior",
};

pub(in crate::protobuf) const FIELD_BYTES_TO_STRING: Rule = Rule {
    id: "protobuf-field-bytes-to-string",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_BYTES_TO_STRING",
    summary: "bytes are read as text",
    why: "bytes that are no UTF-8 make the whole message unreadable",
    help: "keep the bytes and add a string field under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_UTF8_CHECKED: Rule = Rule {
    id: "protobuf-field-utf8-checked",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_UTF8_CHECKED",
    summary: "the reader checks text that the writer does not check",
    why: "text of proto2 and of unchecked fields may be any bytes; one that is no UTF-8 makes the whole message unreadable to a reader that checks",
    help: "say `features.utf8_validation = NONE` in an edition, or leave the file in proto2",
    spec: "Protobuf language guide, Scalar Value Types",
};

pub(in crate::protobuf) const FIELD_BECAME_REPEATED: Rule = Rule {
    id: "protobuf-field-became-repeated",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_BECAME_REPEATED",
    summary: "one value is read as a list",
    why: "readers get a list of one where a value was written, and an empty list where a zero was meant",
    help: "keep the field and add a repeated one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_BECAME_SINGULAR: Rule = Rule {
    id: "protobuf-field-became-singular",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_BECAME_SINGULAR",
    summary: "a list is read as one value",
    why: "all values but the last are lost; numbers that travel packed are lost altogether",
    help: "keep the repeated field and add a new one under a number that was never used",
    spec: "Protobuf language guide, Updating a Message Type",
};

pub(in crate::protobuf) const FIELD_BECAME_REQUIRED: Rule = Rule {
    id: "protobuf-field-became-required",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_BECAME_REQUIRED",
    summary: "the reader requires what the writer may leave out",
    why: "messages without the field are refused, those included that were written before",
    help: "leave the field optional; `required` and `LEGACY_REQUIRED` cannot be introduced",
    spec: "Protobuf language guide, Field Labels",
};

pub(in crate::protobuf) const FIELD_PRESENCE_DROPPED: Rule = Rule {
    id: "protobuf-field-presence-dropped",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_PRESENCE_DROPPED",
    summary: "the reader cannot tell a zero that was written from no value",
    why: "a writer that says zero, or sets a member of a oneof to zero, is read as if it had said nothing",
    help: "keep `optional`, the oneof, or `field_presence = EXPLICIT`",
    spec: "Protobuf language guide, Field Presence",
};

pub(in crate::protobuf) const FIELD_DEFAULT_CHANGED: Rule = Rule {
    id: "protobuf-field-default-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_DEFAULT_CHANGED",
    summary: "a field that was not written means another value",
    why: "old data do not hold the default: the reader puts its own in the place",
    help: "keep the default",
    spec: "Protobuf language guide, Optional Fields And Default Values",
};

pub(in crate::protobuf) const FIELD_ENCODING_CHANGED: Rule = Rule {
    id: "protobuf-field-encoding-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_ENCODING_CHANGED",
    summary: "a field travels in another form, where Confluent's comparison does not look",
    why: "groups and what they hold are not compared there: their bytes are unknown fields, or an error, to readers of another form",
    help: "keep the form and add a field with the new one under a number that was never used",
    spec: "Protobuf language guide, Groups",
};

pub(in crate::protobuf) const EXTENSION_TYPE_CHANGED: Rule = Rule {
    id: "protobuf-extension-type-changed",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "EXTENSION_TYPE_CHANGED",
    summary: "an extension has another type",
    why: "the bytes of one type are not the bytes of another",
    help: "keep the extension and add one with the new type under a number that was never used",
    spec: "Protobuf language guide, Extensions",
};

pub(in crate::protobuf) const FIELDS_SHARE_ONEOF: Rule = Rule {
    id: "protobuf-fields-share-oneof",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELDS_SHARE_ONEOF",
    summary: "groups or fields that could be set together share a oneof in the reader",
    why: "a oneof keeps the last member only: what was set beside it is lost",
    help: "leave them outside the oneof; a single one may move into a new oneof",
    spec: "Protobuf language guide, Oneof, Backwards-compatibility Issues",
};

pub(in crate::protobuf) const ONEOF_MEMBER_UNKNOWN: Rule = Rule {
    id: "protobuf-oneof-member-unknown",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ONEOF_MEMBER_UNKNOWN",
    summary: "the reader lacks a group of a oneof that lives on",
    why: "a message with that member looks as if the oneof were empty",
    help: "keep the member and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Oneof, Backwards-compatibility Issues",
};

pub(in crate::protobuf) const FIELD_NUMBER_NOT_RESERVED: Rule = Rule {
    id: "protobuf-field-number-not-reserved",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_NUMBER_NOT_RESERVED",
    summary: "a field is gone and its number is not reserved",
    why: "a later version can give the number to another field, which would then read what old data hold under it",
    help: "reserve the number in the message, or keep the field and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Deleting Fields",
};

pub(in crate::protobuf) const FIELD_NAME_NOT_RESERVED: Rule = Rule {
    id: "protobuf-field-name-not-reserved",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "FIELD_NAME_NOT_RESERVED",
    summary: "a field is gone and its name is not reserved",
    why: "a later version can give the name to another field, which would then read old JSON and mislead everybody who knows the name",
    help: "reserve the name in the message, or keep the field and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Deleting Fields",
};

pub(in crate::protobuf) const ENUM_NUMBER_NOT_RESERVED: Rule = Rule {
    id: "protobuf-enum-number-not-reserved",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ENUM_NUMBER_NOT_RESERVED",
    summary: "a constant is gone and its number is not reserved",
    why: "a later version can give the number to another constant, for which old data would then be taken",
    help: "reserve the number in the enum, or keep the constant and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Reserved Values",
};

pub(in crate::protobuf) const ENUM_NAME_NOT_RESERVED: Rule = Rule {
    id: "protobuf-enum-name-not-reserved",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "ENUM_NAME_NOT_RESERVED",
    summary: "a constant is gone and its name is not reserved",
    why: "a later version can give the name another number, and old JSON would be read as that",
    help: "reserve the name in the enum, or keep the constant and mark it `[deprecated = true]`",
    spec: "Protobuf language guide, Reserved Values",
};

pub(in crate::protobuf) const RESERVED_TAKEN_BACK: Rule = Rule {
    id: "protobuf-reserved-taken-back",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "RESERVED_TAKEN_BACK",
    summary: "what was reserved is reserved no more, or in use again",
    why: "the number or name belonged to something that old data still hold",
    help: "keep what is reserved; take a number and a name that were never used",
    spec: "Protobuf language guide, Reserved Field Numbers",
};

pub(in crate::protobuf) const EXTENSION_RANGE_TAKEN_BACK: Rule = Rule {
    id: "protobuf-extension-range-taken-back",
    format: Format::Protobuf,
    safety: Safety::Wire,
    upstream: "EXTENSION_RANGE_TAKEN_BACK",
    summary: "numbers that were left to extensions are not any more",
    why: "extensions that others defined lose their place, and a field can take a number that their data hold",
    help: "keep the range; more may be added",
    spec: "Protobuf language guide, Extensions",
};
