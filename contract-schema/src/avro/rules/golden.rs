//! What stays for ever under `GOLDEN`: names, types, symbols, branches, defaults.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// The rules of this file, in the order of the docs.
pub(super) const ALL: &[&Rule] = &[
    &FIELD_REMOVED,
    &TYPE_CHANGED,
    &LOGICAL_TYPE_CHANGED,
    &TYPE_RENAMED,
    &SYMBOL_REMOVED,
    &BRANCH_REMOVED,
    &DEFAULT_CHANGED,
];

pub(in crate::avro) static FIELD_REMOVED: Rule = Rule {
    id: "avro-field-removed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "FIELD_REMOVED",
    summary: "a record no longer has a field of this name",
    why: "readers of the new schema never see what is written under the old name, readers of the old one live on defaults; an alias renames the field in new readers only",
    help: "keep the field, and say in `doc` that it is deprecated",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static TYPE_CHANGED: Rule = Rule {
    id: "avro-type-changed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "TYPE_CHANGED",
    summary: "a type is of another kind or size, or a union stands where none was, or the other way round",
    why: "even a promotion that every reader can follow changes what programs compute with, and cannot be taken back",
    help: "keep the type; add a new field of the other type and deprecate the old one",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static LOGICAL_TYPE_CHANGED: Rule = Rule {
    id: "avro-logical-type-changed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "LOGICAL_TYPE_CHANGED",
    summary: "a logical type came, went or changed, a decimal's precision included",
    why: "the logical type says what a value means; stored events keep their old meaning",
    help: "keep the logical type; add a new field with the other one",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static TYPE_RENAMED: Rule = Rule {
    id: "avro-type-renamed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "TYPE_RENAMED",
    summary: "a record, enum or fixed has another full name",
    why: "generated types, unions and references know a type by its full name; an alias helps readers of the new schema only",
    help: "keep name and namespace",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static SYMBOL_REMOVED: Rule = Rule {
    id: "avro-symbol-removed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "ENUM_SYMBOL_REMOVED",
    summary: "an enum no longer has a symbol",
    why: "events with that symbol stay stored, and become something else or unreadable",
    help: "keep the symbol, and say in `doc` that it is deprecated",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static BRANCH_REMOVED: Rule = Rule {
    id: "avro-branch-removed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "UNION_BRANCH_REMOVED",
    summary: "a union no longer has a branch",
    why: "events with that branch stay stored, and become something else or unreadable",
    help: "keep the branch",
    spec: "none: a promise of this registry",
};

pub(in crate::avro) static DEFAULT_CHANGED: Rule = Rule {
    id: "avro-default-changed",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "DEFAULT_CHANGED",
    summary: "the default of a field or an enum is another one, or is gone",
    why: "a default is the value of every stored event that lacks the field or has an unknown symbol; another default gives them another past",
    help: "keep the default",
    spec: "none: a promise of this registry",
};
