//! What becomes of items under the three content models, and of limits of arrays.

use super::Row;

pub(super) const ITEMS: &[Row] = &[
    (
        r#""items":[{},{"type":"string"}]"#,
        r#""items":[{}]"#,
        &["ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL #/items/1"],
        "ok NO ok",
    ),
    (
        r#""items":[{},{"type":"string"}],"additionalItems":{"type":"string"}"#,
        r#""items":[{}],"additionalItems":{"type":"string"}"#,
        &["ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1"],
        "ok ok ok",
    ),
    (
        r#""items":[{},{"type":"string"}],"additionalItems":{"type":"null"}"#,
        r#""items":[{}],"additionalItems":{"type":"null"}"#,
        &[
            "TYPE_CHANGED #/items/1",
            "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1",
        ],
        "NO NO NO",
    ),
    (
        r#""items":[{},{"type":"string"}],"additionalItems":false"#,
        r#""items":[{}],"additionalItems":false"#,
        &["ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/1"],
        "NO ok NO",
    ),
    (
        r#""items":[{},false],"additionalItems":false"#,
        r#""items":[{}],"additionalItems":false"#,
        &["ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/1"],
        "ok ok ok",
    ),
    (
        r#""items":[{}]"#,
        r#""items":[{},{}]"#,
        &["ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL #/items/1"],
        "ok ok ok",
    ),
    (
        r#""items":{"type":"string"}"#,
        r#""items":{"type":"integer"}"#,
        &["TYPE_CHANGED #/items"],
        "NO NO NO",
    ),
    (r#""minItems":1"#, r#""minItems":1,"items":{}"#, &["SCHEMA_ADDED #/items"], "NO ok NO"),
    (
        r#""items":{"type":"string"},"minItems":2"#,
        r#""minItems":2"#,
        &["SCHEMA_REMOVED #/items"],
        "ok NO ok",
    ),
    (
        r#""additionalItems":false"#,
        r#""additionalItems":true"#,
        &["ADDITIONAL_ITEMS_ADDED #/additionalItems"],
        "ok NO ok",
    ),
    (
        r#""additionalItems":true"#,
        r#""additionalItems":{"type":"string"}"#,
        &["ADDITIONAL_ITEMS_NARROWED #/additionalItems"],
        "NO ok NO",
    ),
    (
        r#""additionalItems":{"type":"string"}"#,
        r#""additionalItems":{"type":"null"}"#,
        &["TYPE_CHANGED #/additionalItems"],
        "NO NO NO",
    ),
    (r#""maxItems":1"#, r#""maxItems":2"#, &["MAX_ITEMS_INCREASED #/maxItems"], "ok NO ok"),
    (
        r#""maxItems":1"#,
        r#""minItems":0"#,
        &["MAX_ITEMS_REMOVED #/maxItems", "MIN_ITEMS_ADDED #/minItems"],
        "NO NO NO",
    ),
    (r#""minItems":1"#, r#""minItems":2"#, &["MIN_ITEMS_INCREASED #/minItems"], "NO ok NO"),
    (
        r#""uniqueItems":true"#,
        r#""uniqueItems":false"#,
        &["UNIQUE_ITEMS_REMOVED #/uniqueItems"],
        "ok NO ok",
    ),
];

pub(super) const ITEMS_OF_2020: &[Row] = &[
    (
        r#""prefixItems":[{"type":"string"}]"#,
        r#""prefixItems":[{"type":"string"},{"type":"string"}]"#,
        &["ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/1"],
        "NO ok NO",
    ),
    (
        r#""prefixItems":[{"type":"string"}],"items":{"type":"integer"}"#,
        r#""prefixItems":[{"type":"string"},{"type":"number"}],"items":{"type":"integer"}"#,
        &["ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1"],
        "ok NO ok",
    ),
    (
        r#""prefixItems":[{"type":"string"}],"items":{"type":"number"}"#,
        r#""prefixItems":[{"type":"string"},{"type":"integer"}],"items":{"type":"number"}"#,
        &[
            "TYPE_NARROWED #/items/1",
            "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1",
        ],
        "NO ok NO",
    ),
    (
        r#""prefixItems":[{"type":"string"}],"unevaluatedItems":false"#,
        r#""prefixItems":[{"type":"string"},{"type":"string"}],"unevaluatedItems":false"#,
        &["ITEM_ADDED_TO_CLOSED_CONTENT_MODEL #/items/1"],
        "ok NO ok",
    ),
    (
        r#""prefixItems":[{},{"type":"string"}],"unevaluatedItems":{"type":"string"}"#,
        r#""prefixItems":[{}],"unevaluatedItems":{"type":"string"}"#,
        &["ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1"],
        "ok ok ok",
    ),
    (
        r#""type":"array""#,
        r#""items":false"#,
        &["ADDITIONAL_ITEMS_REMOVED #/additionalItems"],
        "NO ok NO",
    ),
    (
        r#""unevaluatedItems":{"type":"string"}"#,
        r#""type":"array""#,
        &["UNEVALUATED_ITEMS_EXTENDED #/unevaluatedItems"],
        "ok NO ok",
    ),
    (
        r#""unevaluatedItems":false"#,
        r#""unevaluatedItems":{"type":"string"}"#,
        &["UNEVALUATED_ITEMS_ADDED #/unevaluatedItems"],
        "ok NO ok",
    ),
    // The schema under `contains` is not compared, how often it must match is.
    (r#""contains":{"type":"string"}"#, r#""contains":{"type":"null"}"#, &[], "ok ok ok"),
    (r#""type":"array""#, r#""contains":{}"#, &["MIN_CONTAINS_ADDED #/minContains"], "NO ok NO"),
    (
        r#""contains":{}"#,
        r#""contains":{},"minContains":2,"maxContains":3"#,
        &["MAX_CONTAINS_ADDED #/maxContains", "MIN_CONTAINS_INCREASED #/minContains"],
        "NO ok NO",
    ),
    (
        r#""contains":{},"maxContains":3"#,
        r#""contains":{},"maxContains":2"#,
        &["MAX_CONTAINS_DECREASED #/maxContains"],
        "NO ok NO",
    ),
];
