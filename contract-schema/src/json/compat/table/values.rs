//! Kinds, limits and listed values, as whole schemas of draft 7.

use super::Row;

pub(super) const VALUES: &[Row] = &[
    (
        r#"{"title":"a","$id":"x","description":"b","default":1}"#,
        r#"{"title":"b"}"#,
        &[],
        "ok ok ok",
    ),
    (r#"{"type":"integer"}"#, r#"{"type":"number"}"#, &["TYPE_EXTENDED #/"], "ok NO ok"),
    (r#"{"type":"number"}"#, r#"{"type":"integer"}"#, &["TYPE_NARROWED #/"], "NO ok NO"),
    (r#"{"type":"string"}"#, r#"{"type":"null"}"#, &["TYPE_CHANGED #/"], "NO NO NO"),
    (r#"{"type":"string"}"#, "{}", &[], "ok NO ok"),
    (r#"{"type":"string"}"#, "true", &[], "ok NO ok"),
    (r#"false"#, r#"{"type":"string"}"#, &[], "ok NO ok"),
    (
        r#"{"type":"string","connect.type":"bytes"}"#,
        r#"{"type":"number","connect.type":"bytes"}"#,
        &[],
        "ok ok ok",
    ),
    (
        r#"{"type":"string","maxLength":5,"minLength":2,"pattern":"a"}"#,
        r#"{"type":"string"}"#,
        &[
            "MAX_LENGTH_REMOVED #/maxLength",
            "MIN_LENGTH_REMOVED #/minLength",
            "PATTERN_REMOVED #/pattern",
        ],
        "ok NO ok",
    ),
    (
        r#"{"type":"string","maxLength":5,"minLength":2}"#,
        r#"{"type":"string","maxLength":6,"minLength":1}"#,
        &["MAX_LENGTH_INCREASED #/maxLength", "MIN_LENGTH_DECREASED #/minLength"],
        "ok NO ok",
    ),
    // Refused, though it demands nothing.
    (
        r#"{"type":"string"}"#,
        r#"{"type":"string","minLength":0}"#,
        &["MIN_LENGTH_ADDED #/minLength"],
        "NO ok NO",
    ),
    (
        r#"{"type":"string","pattern":"a|b"}"#,
        r#"{"type":"string","pattern":"b|a"}"#,
        &["PATTERN_CHANGED #/pattern"],
        "NO NO NO",
    ),
    (
        r#"{"maximum":5,"minimum":1,"exclusiveMaximum":5,"exclusiveMinimum":1}"#,
        r#"{"maximum":6,"minimum":0,"exclusiveMaximum":6,"exclusiveMinimum":0}"#,
        &[
            "MAXIMUM_INCREASED #/maximum",
            "MINIMUM_DECREASED #/minimum",
            "EXCLUSIVE_MAXIMUM_INCREASED #/exclusiveMaximum",
            "EXCLUSIVE_MINIMUM_DECREASED #/exclusiveMinimum",
        ],
        "ok NO ok",
    ),
    // Upstream throws; this is what it meant to say.
    (
        r#"{"exclusiveMaximum":5}"#,
        r#"{"exclusiveMaximum":4}"#,
        &["EXCLUSIVE_MAXIMUM_DECREASED #/exclusiveMaximum"],
        "NO ok NO",
    ),
    // An exclusive bound that becomes inclusive is refused, though it is wider.
    (
        r#"{"exclusiveMinimum":5}"#,
        r#"{"minimum":5}"#,
        &["MINIMUM_ADDED #/minimum", "EXCLUSIVE_MINIMUM_REMOVED #/exclusiveMinimum"],
        "NO NO NO",
    ),
    (
        r#"{"type":"integer","minimum":5}"#,
        r#"{"type":"integer","exclusiveMinimum":4}"#,
        &["MINIMUM_REMOVED #/minimum", "EXCLUSIVE_MINIMUM_ADDED #/exclusiveMinimum"],
        "NO NO NO",
    ),
    // Bounds are doubles.
    (r#"{"maximum":9007199254740993}"#, r#"{"maximum":9007199254740992}"#, &[], "ok ok ok"),
    (r#"{"maximum":1}"#, r#"{"maximum":1.0}"#, &[], "ok ok ok"),
    (
        r#"{"multipleOf":10}"#,
        r#"{"multipleOf":2}"#,
        &["MULTIPLE_OF_REDUCED #/multipleOf"],
        "ok NO ok",
    ),
    (
        r#"{"multipleOf":0.1}"#,
        r#"{"multipleOf":0.3}"#,
        &["MULTIPLE_OF_EXPANDED #/multipleOf"],
        "NO ok NO",
    ),
    (
        r#"{"multipleOf":4}"#,
        r#"{"multipleOf":6}"#,
        &["MULTIPLE_OF_CHANGED #/multipleOf"],
        "NO NO NO",
    ),
    (r#"{"enum":[1,"a"]}"#, r#"{"enum":["a",1]}"#, &[], "ok ok ok"),
    (r#"{"enum":[1]}"#, r#"{"enum":[1,2]}"#, &["ENUM_ARRAY_EXTENDED #/enum"], "ok NO ok"),
    (r#"{"enum":[1,2]}"#, r#"{"enum":[2,3]}"#, &["ENUM_ARRAY_CHANGED #/enum"], "NO NO NO"),
    (r#"{"enum":[1]}"#, r#"{"enum":[1.0]}"#, &["ENUM_ARRAY_CHANGED #/enum"], "NO NO NO"),
    (r#"{"const":1}"#, r#"{"const":2}"#, &["ENUM_ARRAY_CHANGED #/const"], "NO NO NO"),
    (r#"{"const":{"a":1,"b":2}}"#, r#"{"const":{"b":2,"a":1}}"#, &[], "ok ok ok"),
    // A constant is no list of one.
    (r#"{"const":1}"#, r#"{"enum":[1]}"#, &["TYPE_CHANGED #/"], "NO NO NO"),
    (
        r#"{"not":{"type":"number"}}"#,
        r#"{"not":{"type":"integer"}}"#,
        &["NOT_TYPE_NARROWED #/not"],
        "ok NO ok",
    ),
    (
        r#"{"maxProperties":2,"minProperties":1}"#,
        r#"{"maxProperties":1,"minProperties":2}"#,
        &["MAX_PROPERTIES_DECREASED #/maxProperties", "MIN_PROPERTIES_INCREASED #/minProperties"],
        "NO ok NO",
    ),
    (
        r#"{"additionalProperties":{"type":"string"}}"#,
        r#"{"additionalProperties":true}"#,
        &["ADDITIONAL_PROPERTIES_EXTENDED #/additionalProperties"],
        "ok NO ok",
    ),
    (
        r#"{"additionalProperties":true}"#,
        r#"{"additionalProperties":false}"#,
        &["ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties"],
        "NO ok ok",
    ),
    (
        r#"{"dependencies":{"a":["b"],"c":["d","e"],"f":["g"],"h":{"required":["i"]}}}"#,
        r#"{"dependencies":{"a":["b","c"],"c":["d"],"f":["x"],"j":["k"],"l":{}}}"#,
        &[
            "DEPENDENCY_ARRAY_EXTENDED #/dependencies/a",
            "DEPENDENCY_ARRAY_NARROWED #/dependencies/c",
            "DEPENDENCY_ARRAY_CHANGED #/dependencies/f",
            "DEPENDENCY_ARRAY_ADDED #/dependencies/j",
            "DEPENDENCY_SCHEMA_REMOVED #/dependencies/h",
            "DEPENDENCY_SCHEMA_ADDED #/dependencies/l",
        ],
        "NO NO NO",
    ),
    (
        r#"{"dependencies":{"a":{"type":"integer"}}}"#,
        r#"{"dependencies":{"a":{"type":"string"}}}"#,
        &["TYPE_CHANGED #/dependencies/a"],
        "NO NO NO",
    ),
];
