//! Rules of GOLDEN: what the new schema must keep of the old one, word for word but for annotations.

use crate::compat::Safety;
use crate::rule::Rule;
use crate::schema::Format;

/// Something that is not kept; `{what}` in the sentence is its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::json) enum Lost {
    Property,
    Promise,
    Value,
    Type,
    Branch,
    Keyword,
    Draft,
}

/// Rule and sentence, in the order of [`Lost`] and of the docs.
pub(in crate::json) static ROWS: &[(Rule, &str)] = &[
    row(
        (
            "json-property-removed",
            "PROPERTY_REMOVED",
            "the new schema lacks a property of the old one",
        ),
        "property `{what}` of the {writer} schema is missing in the {reader} schema",
        (
            "readers of the property find nothing, and another one may take its name for something else",
            "keep the property and say `deprecated: true`",
        ),
    ),
    row(
        (
            "json-promise-removed",
            "PROMISE_REMOVED",
            "a property is no longer required, or became so",
        ),
        "`{what}` is required on one side only",
        (
            "readers rely on what was always there, and writers on what they may leave out",
            "leave `required` as it was for the properties that exist; only new properties may be named",
        ),
    ),
    row(
        (
            "json-value-removed",
            "VALUE_REMOVED",
            "the new schema lacks a value of the old `enum` or `const`",
        ),
        "the value `{what}` of the {writer} schema is missing in the {reader} schema",
        ("data that hold the value lose their meaning", "keep every value; new ones may be added"),
    ),
    row(
        ("json-type-not-kept", "TYPE_NOT_KEPT", "`type` is another one, wider ones included"),
        "`type` is {what}",
        (
            "code made from the schema holds another type",
            "keep the type, and add a property for the new one",
        ),
    ),
    row(
        (
            "json-branch-removed",
            "BRANCH_REMOVED",
            "a branch of `anyOf` or `oneOf`, or a part of `allOf`, is not there any more, or was added to an `allOf`",
        ),
        "`{what}` does not keep the branches of the {writer} schema",
        (
            "values of the branch lose their meaning",
            "keep every branch as it was; `anyOf` and `oneOf` may gain new ones",
        ),
    ),
    row(
        (
            "json-keyword-not-kept",
            "KEYWORD_NOT_KEPT",
            "a keyword that is no annotation came, went or changed, known or not; `title`, `description`, `examples`, `$comment`, `deprecated`, `readOnly`, `writeOnly`, `$id`, tags and definitions may change, a `default` may be added",
        ),
        "`{what}` is not what it was in the {writer} schema",
        (
            "what was promised of the data is not promised any more, or more is demanded of it",
            "leave the keyword as it was; say what is new in a new property",
        ),
    ),
    row(
        ("json-draft-not-kept", "DRAFT_NOT_KEPT", "`$schema` names another draft"),
        "the {reader} schema is of {what}",
        (
            "every keyword may mean something else in another draft, and formats stop being assertions",
            "keep `$schema`",
        ),
    ),
];

const fn row(
    (id, upstream, summary): (&'static str, &'static str, &'static str),
    says: &'static str,
    (why, help): (&'static str, &'static str),
) -> (Rule, &'static str) {
    let (format, safety) = (Format::Json, Safety::Golden);
    let spec = "none: a promise of event contracts";
    (Rule { id, format, safety, upstream, summary, why, help, spec }, says)
}

impl Lost {
    /// Its rule, and what is said.
    pub(in crate::json) fn row(self) -> &'static (Rule, &'static str) {
        &ROWS[self as usize]
    }
}
