//! Rules about schemas made of schemas, and the limit of the comparison.

use super::row;
use crate::rule::Rule;

const CRITERION: (&str, &str, &str) = (
    "values that one way of combining accepts are refused by the other",
    "keep the keyword; `anyOf` may replace the others",
    "JSON Schema Core, 10.2.1 allOf, anyOf, oneOf",
);

const PARTS: (&str, &str, &str) = (
    "the reader demands more of a value than the writer did",
    "keep the parts; what is newly demanded belongs into the application",
    "JSON Schema Core, 10.2.1.1 allOf",
);

const BRANCHES: (&str, &str, &str) = (
    "values of a branch that the reader lacks fail its validation",
    "keep every branch; new branches may be added by readers before writers use them",
    "JSON Schema Core, 10.2.1 anyOf, oneOf",
);

const MEMBERS: (&str, &str, &str) = (
    "some member of the writer has no member of the reader to itself that accepts its values",
    "change members only in ways that are compatible by themselves",
    "JSON Schema Core, 10.2.1 allOf, anyOf, oneOf",
);

const NEGATION: (&str, &str, &str) = (
    "values that the writer may send are forbidden by the reader",
    "forbid no more than before",
    "JSON Schema Core, 10.2.1.4 not",
);

pub(super) static ALL: &[Rule] = &[
    row(
        "json-combined-type-changed",
        "COMBINED_TYPE_CHANGED",
        "`allOf`, `anyOf` or `oneOf` became another of them",
        CRITERION,
    ),
    row(
        "json-product-type-extended",
        "PRODUCT_TYPE_EXTENDED",
        "`allOf` of the reader has more parts",
        PARTS,
    ),
    row(
        "json-sum-type-narrowed",
        "SUM_TYPE_NARROWED",
        "`anyOf` or `oneOf` of the writer has more branches",
        BRANCHES,
    ),
    row(
        "json-combined-type-subschemas-changed",
        "COMBINED_TYPE_SUBSCHEMAS_CHANGED",
        "the members of the two sides cannot be paired so that each accepts its partner; an `enum` beside a `type` counts as a member, so its changes show up here",
        MEMBERS,
    ),
    row(
        "json-not-type-extended",
        "NOT_TYPE_EXTENDED",
        "`not` of the reader forbids what the writer's does not",
        NEGATION,
    ),
    LIMIT,
];

/// Upstream has no such difference: it would go on until it is stopped.
const LIMIT: Rule = row(
    "json-comparison-beyond-limit",
    "COMPARISON_BEYOND_LIMIT",
    "comparing the two schemas takes more steps than is allowed",
    (
        "wide unions of schemas without names can be compared in very many pairs; what is not judged is refused",
        "give the branches titles or move them under `$defs`, keep their order, or split the schema",
        "none: a limit of this implementation",
    ),
);

pub(in crate::json) static BEYOND_LIMIT: Rule = LIMIT;
