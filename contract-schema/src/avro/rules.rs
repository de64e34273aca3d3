//! The rules of Avro resolution: one row for each way in which a reader fails on a writer's data.
//!
//! Source: Avro 1.12 specification, "Schema Resolution"; types and details as in Java's `SchemaCompatibility`.
//! Not rules beyond the standard, though something changes: a writer's field that the reader lacks (readers may ignore what
//! they do not know), a text read as bytes and an int as long or double (nothing is lost), a default of a union that fits a
//! later branch (Avro 1.12 allows it).

pub(super) mod golden;
pub(super) mod wire;

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;
use std::sync::LazyLock;

/// Every rule, in the order of the docs: the standard's, those of WIRE, those of GOLDEN.
pub static ALL: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| [STANDARD, wire::ALL, golden::ALL].concat());

/// What Confluent's registry refuses.
const STANDARD: &[&Rule] = &[
    &FIELD_WITHOUT_DEFAULT,
    &ENUM_FIELD_WITHOUT_DEFAULT,
    &FIELD_FITS_TWO,
    &TYPE_DIFFERS,
    &UNION_LACKS_BRANCH,
    &ENUM_LACKS_SYMBOL,
    &NAME_DIFFERS,
    &FIXED_SIZE_DIFFERS,
    &BEYOND_LIMIT,
];

pub(super) static FIELD_WITHOUT_DEFAULT: Rule = Rule {
    id: "avro-reader-field-without-default",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "READER_FIELD_MISSING_DEFAULT_VALUE",
    summary: "the reader has a field that the writer lacks, and the field has no default",
    why: "data of the writer holds no value for the field, so the reader cannot build its record",
    help: "give the field a default, or make it nullable with default null; keep fields that readers need",
    spec: "Schema Resolution: records",
};

pub(super) static ENUM_FIELD_WITHOUT_DEFAULT: Rule = Rule {
    id: "avro-reader-enum-field-without-default",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "TYPE_MISMATCH",
    summary: "the reader has an enum field that the writer lacks; the enum has a default, the field has none",
    why: "the default of an enum stands in for unknown symbols, not for a missing field",
    help: "give the field itself a default, besides the one of its enum",
    spec: "Schema Resolution: records",
};

pub(super) static FIELD_FITS_TWO: Rule = Rule {
    id: "avro-reader-field-fits-two-writer-fields",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "",
    summary: "the name and the aliases of one reader field fit several fields of the writer",
    why: "nothing says which of the writer's values the field should take",
    help: "remove the alias that names a field which still exists",
    spec: "Aliases",
};

pub(super) static TYPE_DIFFERS: Rule = Rule {
    id: "avro-reader-type-differs",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "TYPE_MISMATCH",
    summary: "the reader expects another kind of type than the writer wrote, and no promotion leads there",
    why: "the bytes of one kind are not the bytes of another; decoding fails",
    help: "keep the type; to change it, add a new field and deprecate the old one",
    spec: "Schema Resolution: promotions",
};

pub(super) static UNION_LACKS_BRANCH: Rule = Rule {
    id: "avro-reader-union-lacks-branch",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "MISSING_UNION_BRANCH",
    summary: "the writer may write a type that no branch of the reader's union can read",
    why: "decoding fails on the first value of that branch",
    help: "keep the branch in the union",
    spec: "Schema Resolution: unions",
};

pub(super) static ENUM_LACKS_SYMBOL: Rule = Rule {
    id: "avro-reader-enum-lacks-symbol",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "MISSING_ENUM_SYMBOLS",
    summary: "the writer's enum has symbols that the reader's lacks, and the reader's enum has no default",
    why: "decoding fails on the first value with such a symbol",
    help: "keep the symbols, or give the enum a default that stands in for unknown symbols",
    spec: "Schema Resolution: enums",
};

pub(super) static NAME_DIFFERS: Rule = Rule {
    id: "avro-reader-name-differs",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "NAME_MISMATCH",
    summary: "a record, enum or fixed has another name, and no alias of the reader leads to the writer's",
    why: "named types resolve by name; decoders refuse a type of another name",
    help: "keep the name, or list the old full name in `aliases` of the reader",
    spec: "Schema Resolution: names",
};

pub(super) static FIXED_SIZE_DIFFERS: Rule = Rule {
    id: "avro-fixed-size-differs",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "FIXED_SIZE_MISMATCH",
    summary: "a fixed has another size",
    why: "the reader takes more or fewer bytes than were written, and everything after is read wrongly",
    help: "keep the size; add a new field with a new fixed",
    spec: "Schema Resolution: fixed",
};

pub(super) static BEYOND_LIMIT: Rule = Rule {
    id: "avro-comparison-beyond-limit",
    format: Format::Avro,
    safety: Safety::Standard,
    upstream: "",
    summary: "comparing the two schemas takes more steps than their size allows",
    why: "recursive types of different periods, and unions of hundreds of types whose names differ in their namespaces only, can be compared in very many pairs; what is not judged is refused",
    help: "split the schema, make its recursive types recur in the same steps as before, or give the types of a union names of their own",
    spec: "none: a limit of this implementation",
};
