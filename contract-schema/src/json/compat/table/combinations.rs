//! Combinations, and what is never looked at.

use super::Row;

pub(super) const COMBINATIONS: &[Row] = &[
    // One side only.
    (r#"{"type":"string"}"#, r#"{"allOf":[{"type":"string"}]}"#, &[], "ok ok ok"),
    (
        r#"{"type":"string"}"#,
        r#"{"type":["string","null"]}"#,
        &["SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    (
        r#"{"type":"string","enum":["a"]}"#,
        r#"{"type":"string"}"#,
        &["PRODUCT_TYPE_NARROWED #/"],
        "ok NO ok",
    ),
    (
        r#"{"type":"string"}"#,
        r#"{"allOf":[{"type":"string"},{"type":"number"}]}"#,
        &["TYPE_CHANGED #/"],
        "NO ok NO",
    ),
    // A reader of one kind does not read several, even if it could read each.
    (r#"{"type":["integer","number"]}"#, r#"{"type":"number"}"#, &["TYPE_CHANGED #/"], "NO ok NO"),
    // Criteria.
    (
        r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
        r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
        &["COMBINED_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    (
        r#"{"anyOf":[{"type":"string"}]}"#,
        r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
        &["COMBINED_TYPE_EXTENDED #/", "SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    (
        r#"{"allOf":[{"type":"string"},{"minLength":1}]}"#,
        r#"{"oneOf":[{"type":"string"}]}"#,
        &["COMBINED_TYPE_EXTENDED #/", "PRODUCT_TYPE_NARROWED #/"],
        "ok NO ok",
    ),
    (
        r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
        r#"{"allOf":[{"type":"string"},{"type":"null"}]}"#,
        &["COMBINED_TYPE_CHANGED #/"],
        "NO ok NO",
    ),
    // Equal members and repeated ones do not count.
    (
        r#"{"allOf":[{"type":"string"},{"type":"string"}]}"#,
        r#"{"allOf":[{"type":"string"}]}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"allOf":[{"enum":["a"]},{"type":"string"},{"maxLength":5}]}"#,
        r#"{"allOf":[{"maxLength":5},{"enum":["a"]},{"type":"string"}]}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"oneOf":[{"type":"string"}]}"#,
        r#"{"oneOf":[{"type":"null"},{"type":"string"}]}"#,
        &["SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    (
        r#"{"allOf":[{"type":"string"}]}"#,
        r#"{"allOf":[{"type":"string"},{"minLength":1}]}"#,
        &["PRODUCT_TYPE_EXTENDED #/"],
        "NO ok NO",
    ),
    (
        r#"{"oneOf":[{"type":"string"}]}"#,
        r#"{"oneOf":[{"type":"number"}]}"#,
        &["COMBINED_TYPE_SUBSCHEMAS_CHANGED #/"],
        "NO NO NO",
    ),
    // An `enum` beside a `type` is a part.
    (
        r#"{"type":"string","enum":["a","b"]}"#,
        r#"{"type":"string","enum":["a"]}"#,
        &["COMBINED_TYPE_SUBSCHEMAS_CHANGED #/"],
        "NO ok NO",
    ),
    // Greedy pairing would give the number to the integer and leave the number without a partner.
    (
        r#"{"anyOf":[{"type":"integer"},{"type":"number","title":"a"}]}"#,
        r#"{"anyOf":[{"type":"number","title":"b"},{"type":"integer","title":"c"}]}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"anyOf":[{"type":"integer"},{"type":"number","minimum":3},{"type":"integer","title":"c"}]}"#,
        r#"{"anyOf":[{"type":"number"},{"type":"integer","title":"d"},{"type":"number","title":"e"}]}"#,
        &[],
        "ok NO ok",
    ),
    // A known hole: a value that two branches of a `oneOf` accept is refused by it.
    (
        r#"{"oneOf":[{"type":"integer"},{"type":"string"}]}"#,
        r#"{"oneOf":[{"type":"integer"},{"type":"string"},{"type":"number"}]}"#,
        &["SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    // What is never looked at.
    (
        r#"{"type":"string","format":"date"}"#,
        r#"{"type":"string","format":"uuid"}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"propertyNames":{"pattern":"a"}}"#,
        r#"{"propertyNames":{"pattern":"b"}}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"patternProperties":{"a":{"type":"string"}}}"#,
        r#"{"patternProperties":{"a":{"type":"null"}}}"#,
        &[],
        "ok ok ok",
    ),
    (r#"{"contains":{"type":"string"}}"#, r#"{"type":"array"}"#, &[], "ok ok ok"),
    (
        r#"{"if":{"type":"string"},"then":{"minLength":1}}"#,
        r#"{"if":{"type":"null"},"else":false}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"type":"object"}"#,
        r#"{"type":"object","if":{"required":["a"]}}"#,
        &["TYPE_CHANGED #/"],
        "NO ok NO",
    ),
    // What is not compared still tells members apart.
    (
        r#"{"anyOf":[{"type":"string","format":"date"},{"type":"string","format":"time"}]}"#,
        r#"{"anyOf":[{"type":"string","format":"date"}]}"#,
        &["SUM_TYPE_NARROWED #/"],
        "NO ok NO",
    ),
    (
        r#"{"allOf":[{"if":{"type":"string"}}]}"#,
        r#"{"allOf":[{"if":{"type":"string"}},{"if":{"type":"null"}}]}"#,
        &["PRODUCT_TYPE_EXTENDED #/"],
        "NO ok NO",
    ),
    (
        r#"{"anyOf":[{"contains":{"const":1}},{"contains":{"const":2}}]}"#,
        r#"{"anyOf":[{"contains":{"const":1}}]}"#,
        &["SUM_TYPE_NARROWED #/"],
        "NO ok NO",
    ),
    // A branch with several families is one branch.
    (
        r#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#,
        r#"{"anyOf":[{"type":"string","not":{"const":"a"}},{"type":"integer"}]}"#,
        &["COMBINED_TYPE_SUBSCHEMAS_CHANGED #/"],
        "NO ok NO",
    ),
    // Siblings of a reference do not exist.
    (
        r##"{"definitions":{"a":{"type":"string"}},"properties":{"p":{"$ref":"#/definitions/a"}}}"##,
        r##"{"definitions":{"a":{"type":"string"}},"properties":{"p":{"$ref":"#/definitions/a","minLength":3}}}"##,
        &[],
        "ok ok ok",
    ),
];

pub(super) const COMBINATIONS_OF_2020: &[Row] = &[
    // Upstream's bug, kept: the branch is taken apart, and its parts are branches.
    (
        r#""anyOf":[{"type":"string"},{"type":"integer"}]"#,
        r#""anyOf":[{"type":"string","not":{"const":"a"}},{"type":"integer"}]"#,
        &["SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    // Formats leave no trace at all.
    (
        r#""anyOf":[{"type":"string","format":"date"},{"type":"string","format":"time"}]"#,
        r#""anyOf":[{"type":"string","format":"date"}]"#,
        &[],
        "ok ok ok",
    ),
    // Siblings of a reference are further parts.
    (
        r##""$defs":{"a":{"type":"string"}},"$ref":"#/$defs/a""##,
        r##""$defs":{"a":{"type":"string"}},"$ref":"#/$defs/a","minLength":3"##,
        &["TYPE_CHANGED #/"],
        "NO ok NO",
    ),
    // Families are merged into the branch of their type.
    (
        r#""type":["string","null"],"minLength":1"#,
        r#""type":["null","string","object"]"#,
        &["SUM_TYPE_EXTENDED #/"],
        "ok NO ok",
    ),
    (r#""properties":{}"#, r#""title":"a""#, &[], "ok ok ok"),
    (
        r#""dependentRequired":{"a":["b"]}"#,
        r#""dependentRequired":{"a":["b","c"]}"#,
        &["DEPENDENCY_ARRAY_EXTENDED #/dependencies/a"],
        "NO ok NO",
    ),
    (
        r#""dependentSchemas":{"a":{"type":"object"}}"#,
        r#""dependentSchemas":{"a":{"type":"string"}}"#,
        &["TYPE_CHANGED #/dependencies/a"],
        "NO NO NO",
    ),
];
