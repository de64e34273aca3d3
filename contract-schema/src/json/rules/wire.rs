//! Rules beyond the standard: what Confluent's comparison does not look at, keyword by keyword of the reader.
//!
//! WIRE is silent only where it is proved that every value valid for the writer is valid for the reader. Where the
//! proof ends at a keyword, the row of that keyword speaks.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// A rule, the keywords of the reader it belongs to, and what is said; `{is}` is the value of the keyword.
pub(in crate::json) struct Row {
    keywords: &'static [&'static str],
    pub(in crate::json) says: &'static str,
    pub(in crate::json) rule: Rule,
}

/// Identity: id, difference, summary.
type Name = (&'static str, &'static str, &'static str);
/// Text: why, help, specification.
type Text = (&'static str, &'static str, &'static str);

const fn row(
    keywords: &'static [&'static str],
    (id, upstream, summary): Name,
    says: &'static str,
    (why, help, spec): Text,
) -> Row {
    let (format, safety) = (Format::Json, Safety::Wire);
    Row { keywords, says, rule: Rule { id, format, safety, upstream, summary, why, help, spec } }
}

const STAND: &str = "leave the keyword as it was, or demand no more than before";

/// In the order of the docs; the last one stands for what no keyword explains.
pub(in crate::json) static ROWS: &[Row] = &[
    row(
        &["type"],
        (
            "json-type-not-promised",
            "TYPE_NOT_PROMISED",
            "the reader demands a type that the writer's schema does not promise: Confluent takes `properties`, `minLength` and the like for a type where none is written",
        ),
        "the {reader} schema demands the type {is}, which the {writer} schema does not promise here",
        (
            "a schema without `type` takes values of every other type as they are, and a reader with a type refuses them",
            "write the same `type` on both sides from the beginning, or leave it out",
            "JSON Schema Validation, 6.1.1 type",
        ),
    ),
    row(
        &["false"],
        (
            "json-value-forbidden",
            "VALUE_FORBIDDEN",
            "the reader forbids what the writer allows, in a place that Confluent does not compare: a property that only `unevaluatedProperties` reaches, or what the policy LENIENT lets pass",
        ),
        "the {reader} schema allows nothing here, and the {writer} schema does",
        (
            "values that the writer may send are refused",
            "allow what was ever allowed",
            "JSON Schema Core, 4.3.2 boolean schemas; 11.3 unevaluatedProperties",
        ),
    ),
    row(
        &["required"],
        (
            "json-required-not-promised",
            "REQUIRED_NOT_PROMISED",
            "the reader requires a property that the writer's schema does not promise: one that `properties` does not list, one with the empty schema, or one whose default no validator fills in",
        ),
        "the {reader} schema requires {is}, which the {writer} schema does not promise",
        (
            "data of the writer may lack the property, and validation demands it whatever `default` says",
            "leave the property optional; require it only in versions whose writers have always sent it",
            "JSON Schema Validation, 6.5.3 required",
        ),
    ),
    row(
        &["format"],
        (
            "json-format-not-promised",
            "FORMAT_NOT_PROMISED",
            "the reader demands a format that the writer's schema does not promise",
        ),
        "the {reader} schema demands the format {is}, which the {writer} schema does not promise",
        (
            "readers that assert formats refuse the text, others parse it and fail or read something else",
            "keep the format, or add a property with the new one",
            "JSON Schema Validation, 7 format",
        ),
    ),
    row(
        &["contentEncoding", "contentMediaType", "contentSchema"],
        (
            "json-content-not-promised",
            "CONTENT_NOT_PROMISED",
            "the reader takes a string for other content than the writer put in",
        ),
        "the {reader} schema takes the string for {is}, which the {writer} schema does not promise",
        (
            "the text is decoded as what it is not",
            "keep the encoding and the media type, or add a property with the new ones",
            "JSON Schema Validation, 8 contents of strings",
        ),
    ),
    row(
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        (
            "json-number-narrowed",
            "NUMBER_NARROWED",
            "a limit of numbers is tighter than the writer's in a way that Confluent does not see: beyond the precision of doubles, by draft 4's `exclusiveMinimum: true`, or where no `type` is written",
        ),
        "the {reader} schema limits numbers by {is}, and the {writer} schema allows others",
        (
            "numbers that the writer may send are outside of what the reader accepts",
            STAND,
            "JSON Schema Validation, 6.2 numbers",
        ),
    ),
    row(
        &[
            "minLength",
            "maxLength",
            "pattern",
            "enum",
            "const",
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "properties",
            "additionalProperties",
            "unevaluatedProperties",
            "minProperties",
            "maxProperties",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "not",
            "allOf",
        ],
        (
            "json-keyword-narrowed",
            "KEYWORD_NARROWED",
            "a keyword of the reader demands more than the writer's schema promises, in a place that Confluent does not compare: beside `connect.type`, in conditions, or where the policy LENIENT lets it pass",
        ),
        "the {reader} schema demands {is}, which the {writer} schema does not promise",
        (
            "values that the writer may send are refused",
            STAND,
            "JSON Schema Validation, 6; Core, 10",
        ),
    ),
    row(
        &["contains", "minContains", "maxContains"],
        (
            "json-contains-narrowed",
            "CONTAINS_NARROWED",
            "the reader demands other items under `contains` than the writer's schema promises",
        ),
        "the {reader} schema demands items that are {is}, which the {writer} schema does not promise",
        (
            "arrays that the writer may send lack such an item, or have too many",
            "leave what `contains` says as it was, or widen the schema under it",
            "JSON Schema Core, 10.3.1.3 contains",
        ),
    ),
    row(
        &["patternProperties"],
        (
            "json-pattern-properties-narrowed",
            "PATTERN_PROPERTIES_NARROWED",
            "a schema under `patternProperties` of the reader refuses what the writer allows at such names",
        ),
        "the {reader} schema demands {is} of properties with such names, which the {writer} schema does not promise",
        (
            "properties that the writer may send under such names are refused",
            "leave the schemas of patterns as wide as they were; a new pattern needs a writer that always kept to it",
            "JSON Schema Core, 10.3.2.2 patternProperties",
        ),
    ),
    row(
        &["propertyNames"],
        (
            "json-property-names-narrowed",
            "PROPERTY_NAMES_NARROWED",
            "the reader takes only some names of properties, and the writer's schema does not promise them",
        ),
        "the {reader} schema demands {is} of names of properties, which the {writer} schema does not promise",
        (
            "objects with other names are refused",
            "leave `propertyNames` as wide as it was",
            "JSON Schema Core, 10.3.2.4 propertyNames",
        ),
    ),
    row(
        &["if", "then", "else"],
        (
            "json-condition-not-promised",
            "CONDITION_NOT_PROMISED",
            "what follows from the reader's `if` is not promised by the writer's schema",
        ),
        "what follows from `if` in the {reader} schema is not promised by the {writer} schema",
        (
            "values to which the condition applies are refused",
            "let conditions demand no more than before; a condition that the writer does not have needs a new property",
            "JSON Schema Core, 10.2.2 if, then, else",
        ),
    ),
    row(
        &["anyOf"],
        (
            "json-branch-narrowed",
            "BRANCH_NARROWED",
            "some value of the writer fits no branch of the reader, though Confluent pairs the branches: it takes branches of several keywords apart",
        ),
        "values of the {writer} schema fit none of the branches of `anyOf` in the {reader} schema",
        (
            "values that fitted a branch of the writer are refused",
            "keep every branch as wide as it was; new branches may be added",
            "JSON Schema Core, 10.2.1 allOf, anyOf, oneOf",
        ),
    ),
    row(
        &["oneOf"],
        (
            "json-one-of-overlaps",
            "ONE_OF_OVERLAPS",
            "values of the writer may fit no branch of the reader's `oneOf`, or more than one: Confluent compares it as an `anyOf`",
        ),
        "values of the {writer} schema may fit none or several branches of `oneOf` in the {reader} schema",
        (
            "a value that fits two branches of `oneOf` is refused, so a new branch can break what an old one accepted",
            "let no two branches accept one value: give each a constant of its own, or use `anyOf`",
            "JSON Schema Core, 10.2.1.3 oneOf",
        ),
    ),
    row(
        &["$ref", "$dynamicRef", "$recursiveRef"],
        (
            "json-reference-not-followed",
            "REFERENCE_NOT_FOLLOWED",
            "a reference of the reader leads nowhere, in a circle, or to where only the way to it decides",
        ),
        "what {is} means in the {reader} schema cannot be told",
        (
            "what cannot be compared is not promised",
            "use a plain `$ref` to a schema that is there",
            "JSON Schema Core, 8.2.3 schema references",
        ),
    ),
    row(
        &[],
        (
            "json-proof-beyond-limit",
            "PROOF_BEYOND_LIMIT",
            "showing that the reader accepts all that the writer allows takes more steps than is allowed",
        ),
        "that the {reader} schema accepts all that the {writer} schema allows takes too many steps to show",
        (
            "what is not shown is refused",
            "give the branches of wide unions a constant each, keep unchanged parts word for word, or split the schema",
            "none: a limit of this implementation",
        ),
    ),
];

/// The row of a keyword.
pub(in crate::json) fn of(keyword: &str) -> &'static Row {
    let found = ROWS.iter().find(|row| row.keywords.contains(&keyword));
    found.unwrap_or(&ROWS[ROWS.len() - 1])
}
