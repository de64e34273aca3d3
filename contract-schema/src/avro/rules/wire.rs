//! What the standard lets through though data are altered or unreadable: refused under `WIRE`.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// The rules of this file, in the order of the docs.
pub(super) const ALL: &[&Rule] = &[
    &LOGICAL_TYPE_DIFFERS,
    &DECIMAL_DIFFERS,
    &PROMOTION_LOSES,
    &BYTES_AS_TEXT,
    &SYMBOL_REPLACED,
    &NAMESPACE_DIFFERS,
    &BRANCH_AMBIGUOUS,
    &BRANCHES_MERGE,
    &FIELD_READ_TWICE,
    &DEFAULT_UNFIT,
];

pub(in crate::avro) static LOGICAL_TYPE_DIFFERS: Rule = Rule {
    id: "avro-logical-type-differs",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "LOGICAL_TYPE_DIFFERS",
    summary: "reader and writer give one number, text or byte string different meanings: another logical type, or one where the other has none",
    why: "bytes carry no logical type: milliseconds are read as microseconds, local times as instants, days as a number; only a text that was written as uuid may be read as plain text",
    help: "keep the logical type; for another one add a new field and deprecate the old one",
    spec: "Logical Types",
};

pub(in crate::avro) static DECIMAL_DIFFERS: Rule = Rule {
    id: "avro-decimal-differs",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "DECIMAL_DIFFERS",
    summary: "the reader's decimal has another scale than the writer's, or fewer digits",
    why: "the point is not written: with another scale 12.34 is read as 0.1234; with fewer digits the reader gets numbers that it says it never holds",
    help: "keep the scale and never lower the precision; for another scale add a new field",
    spec: "Logical Types: decimal",
};

pub(in crate::avro) static PROMOTION_LOSES: Rule = Rule {
    id: "avro-promotion-loses-precision",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "PROMOTION_LOSES_PRECISION",
    summary: "the reader takes a whole number for a floating one that does not hold all its digits: int as float, long as float or double",
    why: "beyond 2^24 (float) or 2^53 (double) neighbouring numbers are read as one; identifiers and amounts change silently",
    help: "read int as long or double; keep long",
    spec: "Schema Resolution: promotions",
};

pub(in crate::avro) static BYTES_AS_TEXT: Rule = Rule {
    id: "avro-reader-takes-bytes-for-text",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "BYTES_READ_AS_STRING",
    summary: "the reader expects a string where the writer writes bytes",
    why: "bytes that are no UTF-8 are refused or replaced; the other way round every text is readable as bytes",
    help: "keep bytes, or add a new field of type string",
    spec: "Schema Resolution: promotions",
};

pub(in crate::avro) static SYMBOL_REPLACED: Rule = Rule {
    id: "avro-reader-replaces-symbol",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "ENUM_SYMBOL_REPLACED",
    summary: "the writer's enum has symbols that the reader's lacks, and the default of the reader's enum takes their place",
    why: "the reader gets another symbol than was written and cannot tell that it did",
    help: "keep every symbol; readers first learn a new symbol, then writers use it",
    spec: "Schema Resolution: enums",
};

pub(in crate::avro) static NAMESPACE_DIFFERS: Rule = Rule {
    id: "avro-namespace-differs",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "NAMESPACE_DIFFERS",
    summary: "a record, enum or fixed is in another namespace, and no alias of the reader has its old full name",
    why: "the check compares names without namespace, decoders do not all: Java finds enums and fixed in a union by full name only, Python refuses every other full name",
    help: "keep the namespace, or list the old full name in `aliases` of the reader",
    spec: "Names",
};

pub(in crate::avro) static BRANCH_AMBIGUOUS: Rule = Rule {
    id: "avro-union-branch-ambiguous",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "UNION_BRANCH_AMBIGUOUS",
    summary: "no branch of the reader's union is called as the writer's type is in full, and several are without namespace; or the one that is cannot read it",
    why: "the check is content with any branch that fits, a decoder takes the first, the last or none: the value arrives as another type",
    help: "keep the full names of a union's branches and, where two share their last part, their order",
    spec: "Schema Resolution: unions",
};

pub(in crate::avro) static BRANCHES_MERGE: Rule = Rule {
    id: "avro-union-branches-merge",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "UNION_BRANCHES_MERGED",
    summary: "the reader reads two named branches of the writer's union as one type",
    why: "which of them was written is lost, and with it what it meant",
    help: "keep one branch for each branch of the writer, under its full name",
    spec: "Schema Resolution: unions",
};

pub(in crate::avro) static FIELD_READ_TWICE: Rule = Rule {
    id: "avro-writer-field-read-twice",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "FIELD_READ_TWICE",
    summary: "two fields of the reader take one field of the writer, at least one of them by an alias",
    why: "decoders that rename the writer's field first have no value left for the second: it gets its default, or decoding fails",
    help: "let one field only be known by that name",
    spec: "Aliases",
};

pub(in crate::avro) static DEFAULT_UNFIT: Rule = Rule {
    id: "avro-reader-default-does-not-fit",
    format: Format::Avro,
    safety: Safety::Wire,
    upstream: "READER_DEFAULT_DOES_NOT_FIT",
    summary: "the reader fills in a default that is no value of the field's type",
    why: "defaults are looked at when they are needed: decoding fails at the first record without the field",
    help: "correct the default",
    spec: "Complex Types: records",
};
