//! Rules about kinds, strings, numbers and listed values.

use super::row;
use crate::rule::Rule;

const KIND: (&str, &str, &str) = (
    "values of the writer are of a kind that the reader refuses",
    "keep the type and add a property of the new type beside it",
    "JSON Schema Validation, 6.1.1 type",
);

const LENGTH: (&str, &str, &str) = (
    "strings that the writer may send fail the reader's validation",
    "keep the limit as wide as it was; let the application check what is newly demanded",
    "JSON Schema Validation, 6.3 strings",
);

const PATTERN: (&str, &str, &str) = (
    "strings that the writer may send fail the reader's validation; whether one pattern implies another is not decided, any other text is a change",
    "keep the pattern word for word, or drop it",
    "JSON Schema Validation, 6.3.3 pattern",
);

const BOUND: (&str, &str, &str) = (
    "numbers that the writer may send fail the reader's validation; bounds are compared as doubles, and an inclusive bound is never weighed against an exclusive one",
    "keep the range as wide as it was",
    "JSON Schema Validation, 6.2 numbers",
);

const STEP: (&str, &str, &str) = (
    "numbers that the writer may send are no multiples for the reader",
    "keep the divisor, or take one that divides it",
    "JSON Schema Validation, 6.2.1 multipleOf",
);

const VALUES: (&str, &str, &str) = (
    "the first message with a value that the reader does not list fails its validation",
    "keep every value; new values may be added by readers before writers send them",
    "JSON Schema Validation, 6.1.2 enum and 6.1.3 const",
);

pub(super) static ALL: &[Rule] = &[
    row(
        "json-schema-added",
        "SCHEMA_ADDED",
        "the reader has a schema for what the writer leaves free",
        KIND,
    ),
    row("json-type-changed", "TYPE_CHANGED", "the two sides are of different kinds", KIND),
    row("json-type-narrowed", "TYPE_NARROWED", "`number` became `integer`", KIND),
    row(
        "json-max-length-added",
        "MAX_LENGTH_ADDED",
        "the reader limits a length that the writer leaves free",
        LENGTH,
    ),
    row(
        "json-max-length-decreased",
        "MAX_LENGTH_DECREASED",
        "`maxLength` of the reader is smaller",
        LENGTH,
    ),
    row(
        "json-min-length-added",
        "MIN_LENGTH_ADDED",
        "the reader demands a length, the writer none; `minLength: 0` counts too",
        LENGTH,
    ),
    row(
        "json-min-length-increased",
        "MIN_LENGTH_INCREASED",
        "`minLength` of the reader is larger",
        LENGTH,
    ),
    row(
        "json-pattern-added",
        "PATTERN_ADDED",
        "the reader demands a pattern, the writer none",
        PATTERN,
    ),
    row("json-pattern-changed", "PATTERN_CHANGED", "the reader demands another pattern", PATTERN),
    row(
        "json-maximum-added",
        "MAXIMUM_ADDED",
        "the reader has a `maximum`, the writer none",
        BOUND,
    ),
    row("json-maximum-decreased", "MAXIMUM_DECREASED", "`maximum` of the reader is smaller", BOUND),
    row(
        "json-minimum-added",
        "MINIMUM_ADDED",
        "the reader has a `minimum`, the writer none",
        BOUND,
    ),
    row("json-minimum-increased", "MINIMUM_INCREASED", "`minimum` of the reader is larger", BOUND),
    row(
        "json-exclusive-maximum-added",
        "EXCLUSIVE_MAXIMUM_ADDED",
        "the reader has an `exclusiveMaximum`, the writer none",
        BOUND,
    ),
    row(
        "json-exclusive-maximum-decreased",
        "EXCLUSIVE_MAXIMUM_DECREASED",
        "`exclusiveMaximum` of the reader is smaller; Confluent's check fails with an internal error if the reader has no `maximum` beside it",
        BOUND,
    ),
    row(
        "json-exclusive-minimum-added",
        "EXCLUSIVE_MINIMUM_ADDED",
        "the reader has an `exclusiveMinimum`, the writer none",
        BOUND,
    ),
    row(
        "json-exclusive-minimum-increased",
        "EXCLUSIVE_MINIMUM_INCREASED",
        "`exclusiveMinimum` of the reader is larger",
        BOUND,
    ),
    row(
        "json-multiple-of-added",
        "MULTIPLE_OF_ADDED",
        "the reader demands multiples, the writer takes any number",
        STEP,
    ),
    row(
        "json-multiple-of-expanded",
        "MULTIPLE_OF_EXPANDED",
        "`multipleOf` of the reader is a multiple of the writer's",
        STEP,
    ),
    row(
        "json-multiple-of-changed",
        "MULTIPLE_OF_CHANGED",
        "neither `multipleOf` divides the other",
        STEP,
    ),
    row(
        "json-enum-array-narrowed",
        "ENUM_ARRAY_NARROWED",
        "the reader lacks values of the writer's `enum`",
        VALUES,
    ),
    row(
        "json-enum-array-changed",
        "ENUM_ARRAY_CHANGED",
        "the reader lacks values of the writer's `enum` and has others, or `const` is another value",
        VALUES,
    ),
];
