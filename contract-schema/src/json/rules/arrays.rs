//! Rules about arrays: tuples under the three content models, and limits.

use super::row;
use crate::rule::Rule;

const CLOSED: (&str, &str, &str) = (
    "the reader refuses every array that is as long as the writer's",
    "keep the item, or allow further items in the reader",
    "JSON Schema Core, 10.3.1 items",
);

const OPEN: (&str, &str, &str) = (
    "the writer's schema allows anything at that place, and the reader does not",
    "forbid or describe further items before a tuple grows",
    "JSON Schema Core, 10.3.1 items",
);

const COVER: (&str, &str, &str) = (
    "what one side says of the item and what the other side says of further items do not fit",
    "give the item the schema that further items have on the other side",
    "JSON Schema Core, 10.3.1 items",
);

const REST: (&str, &str, &str) = (
    "arrays of the writer may have items that the reader refuses",
    "leave the reader as open as the writer",
    "JSON Schema Core, 10.3.1.2 items",
);

const UNEVALUATED: (&str, &str, &str) = (
    "arrays of the writer may have items that nothing in the reader's schema describes, and the reader refuses them",
    "leave the reader as open as the writer",
    "JSON Schema Core, 11.2 unevaluatedItems",
);

const COUNT: (&str, &str, &str) = (
    "arrays that the writer may send have too many or too few items for the reader",
    "keep the limit as wide as it was",
    "JSON Schema Validation, 6.4 arrays",
);

pub(super) static ALL: &[Rule] = &[
    row(
        "json-item-removed-from-closed-content-model",
        "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL",
        "the reader's closed tuple lacks an item of the writer",
        CLOSED,
    ),
    row(
        "json-item-added-to-open-content-model",
        "ITEM_ADDED_TO_OPEN_CONTENT_MODEL",
        "the reader describes an item that the writer's open tuple leaves free",
        OPEN,
    ),
    row(
        "json-item-removed-not-covered",
        "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "the reader lacks an item of the writer, and its schema for further items does not accept it",
        COVER,
    ),
    row(
        "json-item-added-not-covered",
        "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "the reader has an item that does not accept what the writer allows as a further item",
        COVER,
    ),
    row(
        "json-additional-items-removed",
        "ADDITIONAL_ITEMS_REMOVED",
        "the reader forbids further items, the writer allows them",
        REST,
    ),
    row(
        "json-additional-items-narrowed",
        "ADDITIONAL_ITEMS_NARROWED",
        "the reader has a schema for further items, the writer allows anything",
        REST,
    ),
    row(
        "json-unevaluated-items-removed",
        "UNEVALUATED_ITEMS_REMOVED",
        "the reader forbids unevaluated items, the writer allows them",
        UNEVALUATED,
    ),
    row(
        "json-unevaluated-items-narrowed",
        "UNEVALUATED_ITEMS_NARROWED",
        "the reader has a schema for unevaluated items, the writer allows anything",
        UNEVALUATED,
    ),
    row(
        "json-max-items-added",
        "MAX_ITEMS_ADDED",
        "the reader limits the number of items, the writer does not",
        COUNT,
    ),
    row(
        "json-max-items-decreased",
        "MAX_ITEMS_DECREASED",
        "`maxItems` of the reader is smaller",
        COUNT,
    ),
    row(
        "json-min-items-added",
        "MIN_ITEMS_ADDED",
        "the reader demands a number of items, the writer does not",
        COUNT,
    ),
    row(
        "json-min-items-increased",
        "MIN_ITEMS_INCREASED",
        "`minItems` of the reader is larger",
        COUNT,
    ),
    row(
        "json-unique-items-added",
        "UNIQUE_ITEMS_ADDED",
        "the reader demands distinct items, the writer does not",
        COUNT,
    ),
    row(
        "json-max-contains-added",
        "MAX_CONTAINS_ADDED",
        "the reader limits how many items `contains` may describe, the writer does not",
        COUNT,
    ),
    row(
        "json-max-contains-decreased",
        "MAX_CONTAINS_DECREASED",
        "`maxContains` of the reader is smaller",
        COUNT,
    ),
    row(
        "json-min-contains-added",
        "MIN_CONTAINS_ADDED",
        "the reader has `contains`, the writer has not; the schema under it is never compared",
        COUNT,
    ),
    row(
        "json-min-contains-increased",
        "MIN_CONTAINS_INCREASED",
        "`minContains` of the reader is larger",
        COUNT,
    ),
];
