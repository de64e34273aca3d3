//! What becomes of properties under the three content models.

use super::Row;

pub(super) const PROPERTIES: &[Row] = &[
    // Removed: judged by the update's model.
    (
        r#""properties":{"p":{"type":"string"},"q":{}}"#,
        r#""properties":{"q":{}}"#,
        &["PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL #/properties/p"],
        "ok NO ok",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"additionalProperties":{"type":"string"}"#,
        r#""additionalProperties":{"type":"string"}"#,
        &["PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p"],
        "ok ok ok",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"additionalProperties":{"type":"integer"}"#,
        r#""additionalProperties":{"type":"integer"}"#,
        &[
            "TYPE_CHANGED #/properties/p",
            "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
        ],
        "NO NO NO",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"additionalProperties":false"#,
        r#""additionalProperties":false"#,
        &["PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/p"],
        "NO ok ok",
    ),
    (
        r#""properties":{"p":false},"additionalProperties":false"#,
        r#""additionalProperties":false"#,
        &["PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/p"],
        "ok ok ok",
    ),
    // A pattern that does not match leaves the closed column, even if more is allowed.
    (
        r#""properties":{"p":{"type":"string"}},"patternProperties":{"^x":{}}"#,
        r#""patternProperties":{"^x":{}}"#,
        &["PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/p"],
        "NO ok ok",
    ),
    // Added with the empty schema: judged by the original's model.
    (
        r#""properties":{}"#,
        r#""properties":{"p":{}}"#,
        &["PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL #/properties/p"],
        "ok ok ok",
    ),
    // A known hole: required as well, and accepted.
    (
        r#""properties":{}"#,
        r#""properties":{"p":true},"required":["p"]"#,
        &["PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL #/properties/p"],
        "ok ok ok",
    ),
    (
        r#""additionalProperties":{"type":"string"}"#,
        r#""properties":{"p":{}},"additionalProperties":{"type":"string"}"#,
        &[
            "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
            "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p",
        ],
        "ok NO ok",
    ),
    (
        r#""additionalProperties":false"#,
        r#""properties":{"p":{}},"required":["p"],"additionalProperties":false"#,
        &["REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p"],
        "NO NO NO",
    ),
    // Added, optional.
    (
        r#""properties":{}"#,
        r#""properties":{"p":{"type":"string"}}"#,
        &["OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/p"],
        "NO ok ok",
    ),
    (
        r#""patternProperties":{"p":{"type":"integer"}}"#,
        r#""properties":{"p":{"type":"number"}},"patternProperties":{"p":{"type":"integer"}}"#,
        &[
            "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
            "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p",
        ],
        "ok NO ok",
    ),
    (
        r#""patternProperties":{"p":{"type":"integer"}}"#,
        r#""properties":{"p":{"type":"string"}},"patternProperties":{"p":{"type":"integer"}}"#,
        &[
            "TYPE_CHANGED #/properties/p",
            "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
            "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p",
        ],
        "NO NO NO",
    ),
    (
        r#""additionalProperties":false"#,
        r#""properties":{"p":{"type":"string"}},"additionalProperties":false"#,
        &["OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p"],
        "ok NO ok",
    ),
    // Added, required, with a default.
    (
        r#""properties":{}"#,
        r#""properties":{"p":{"type":"string","default":""}},"required":["p"]"#,
        &["REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL #/properties/p"],
        "NO ok ok",
    ),
    (
        r#""additionalProperties":{"type":"string"}"#,
        r#""properties":{"p":{"type":"string","default":""}},"required":["p"],"additionalProperties":{"type":"string"}"#,
        &[
            "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
            "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p",
        ],
        "ok ok ok",
    ),
    (
        r#""additionalProperties":false"#,
        r#""properties":{"p":{"type":"string","default":""}},"required":["p"],"additionalProperties":false"#,
        &["REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p"],
        "ok NO ok",
    ),
    // Added, required, without a default; null is none.
    (
        r#""properties":{}"#,
        r#""properties":{"p":{"type":"null","default":null}},"required":["p"]"#,
        &["REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/p"],
        "NO ok NO",
    ),
    (
        r#""additionalProperties":{"type":"string"}"#,
        r#""properties":{"p":{"type":"string"}},"required":["p"],"additionalProperties":{"type":"string"}"#,
        &[
            "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p",
            "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p",
        ],
        "NO ok NO",
    ),
    (
        r#""additionalProperties":false"#,
        r#""properties":{"p":{"type":"string"}},"required":["p"],"additionalProperties":false"#,
        &["REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/p"],
        "NO NO NO",
    ),
    // Both sides.
    (
        r#""properties":{"p":{"type":"string"}}"#,
        r#""properties":{"p":{"type":"string"}},"required":["p"]"#,
        &["REQUIRED_ATTRIBUTE_ADDED #/required/p"],
        "NO ok NO",
    ),
    (
        r#""properties":{"p":{"type":"string"}}"#,
        r#""properties":{"p":{"type":"string","default":"x"}},"required":["p"]"#,
        &["REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED #/required/p"],
        "ok ok ok",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"required":["p"]"#,
        r#""properties":{"p":{"type":"string"}}"#,
        &["REQUIRED_ATTRIBUTE_REMOVED #/required/p"],
        "ok NO ok",
    ),
    // A known hole: names that `properties` does not list are not compared.
    (r#""properties":{}"#, r#""properties":{},"required":["p"]"#, &[], "ok ok ok"),
    (
        r#""properties":{"p":{"type":"string"}}"#,
        r#""properties":{"p":{"type":"integer"}}"#,
        &["TYPE_CHANGED #/properties/p"],
        "NO NO NO",
    ),
];

pub(super) const PROPERTIES_OF_2020: &[Row] = &[
    // `unevaluatedProperties`: true and empty are open, a schema covers, false closes.
    (
        r#""properties":{"p":{"type":"string"}},"unevaluatedProperties":{}"#,
        r#""unevaluatedProperties":{}"#,
        &["PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL #/properties/p"],
        "ok NO ok",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"unevaluatedProperties":{"type":"string"}"#,
        r#""unevaluatedProperties":{"type":"string"}"#,
        &["PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/p"],
        "ok ok ok",
    ),
    (
        r#""properties":{"p":{"type":"string"}},"unevaluatedProperties":false"#,
        r#""unevaluatedProperties":false"#,
        &["PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/p"],
        "NO ok ok",
    ),
    (
        r#""type":"object","unevaluatedProperties":false"#,
        r#""type":"object""#,
        &["UNEVALUATED_PROPERTIES_ADDED #/unevaluatedProperties"],
        "ok NO ok",
    ),
    (
        r#""type":"object""#,
        r#""unevaluatedProperties":false"#,
        &["UNEVALUATED_PROPERTIES_REMOVED #/unevaluatedProperties"],
        "NO ok ok",
    ),
    (
        r#""type":"object""#,
        r#""unevaluatedProperties":{"type":"string"}"#,
        &["UNEVALUATED_PROPERTIES_NARROWED #/unevaluatedProperties"],
        "NO ok ok",
    ),
    (
        r#""unevaluatedProperties":{"type":"integer"}"#,
        r#""unevaluatedProperties":{"type":"number"}"#,
        &[],
        "ok NO ok",
    ),
    (
        r#""unevaluatedProperties":{"type":"string"}"#,
        r#""unevaluatedProperties":true"#,
        &["UNEVALUATED_PROPERTIES_EXTENDED #/unevaluatedProperties"],
        "ok NO ok",
    ),
];
