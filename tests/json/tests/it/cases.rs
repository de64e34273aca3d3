//! Every construct of JSON Schema as a property `value`, with documents that it takes and refuses.

use serde_json::{Value, json};

/// A schema and documents.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) schema: &'static str,
    /// The schema is the document's, not that of its property.
    pub(crate) is_whole: bool,
    pub(crate) taken: &'static [&'static str],
    pub(crate) refused: &'static [&'static str],
}

const fn case(
    name: &'static str,
    schema: &'static str,
    taken: &'static [&'static str],
    refused: &'static [&'static str],
) -> Case {
    Case { name, schema, is_whole: false, taken, refused }
}

const fn whole(
    name: &'static str,
    schema: &'static str,
    taken: &'static [&'static str],
    refused: &'static [&'static str],
) -> Case {
    Case { name, schema, is_whole: true, taken, refused }
}

/// The schema with a title; what it defines stays at its root.
pub(crate) fn titled(title: &str, mut schema: Value) -> Value {
    schema["title"] = json!(title);
    schema
}

/// The document's schema of a case.
pub(crate) fn wrapped(title: &str, text: &str) -> Value {
    let schema: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let is_whole = CASES.iter().any(|case| case.schema == text && case.is_whole);
    if is_whole {
        return titled(title, schema);
    }
    let draft = schema.get("$schema").cloned();
    let draft = draft.unwrap_or(json!("https://json-schema.org/draft/2020-12/schema"));
    json!({ "$schema": draft, "title": title, "type": "object",
        "properties": { "value": schema }, "required": ["value"] })
}

/// Every construct.
#[rustfmt::skip]
pub(crate) const CASES: &[Case] = &[
    case("anything", "true", &["1", "null", r#"{"a": [1, "x"]}"#], &[]),
    case("boolean", r#"{"type": "boolean"}"#, &["true", "false"], &["null", "1", "\"true\""]),
    case("constant flag", r#"{"const": true}"#, &["true"], &["false", "1"]),
    case("integer", r#"{"type": "integer", "minimum": 1, "exclusiveMaximum": 10}"#, &["1", "9", "2.0", "1e0"], &["0", "10", "1.5", "\"1\"", "null"]),
    case("integer between", r#"{"type": "integer", "minimum": 0.5, "maximum": 2.5}"#, &["1", "2"], &["0", "3"]),
    case("integer values", r#"{"type": "integer", "enum": [1, 2, 3.0]}"#, &["1", "3"], &["4"]),
    case("integer step", r#"{"type": "integer", "multipleOf": 7}"#, &["0", "14", "-7"], &["1", "8"]),
    case("large integer", r#"{"type": "integer", "minimum": 0, "maximum": 18446744073709551615}"#, &["0", "18446744073709551615"], &["-1"]),
    case("number", r#"{"type": "number", "exclusiveMinimum": 0, "maximum": 1.5}"#, &["0.1", "1", "1.5", "1e-300"], &["0", "1.6", "\"1\""]),
    case("number step", r#"{"type": "number", "multipleOf": 0.01}"#, &["0.07", "1", "19.99"], &["0.001", "1.999"]),
    case("draft 4 bound", r#"{"$schema": "http://json-schema.org/draft-04/schema#", "type": "integer", "minimum": 3, "exclusiveMinimum": true}"#, &["4"], &["3"]),
    case("text", r#"{"type": "string", "minLength": 2, "maxLength": 3}"#, &["\"ab\"", "\"äöü\"", "\"\\u00e4b\""], &["\"a\"", "\"abcd\"", "1"]),
    case("pattern", r#"{"type": "string", "pattern": "^\\d+[a-c]$"}"#, &["\"1a\"", "\"12c\""], &["\"a\"", "\"٣a\"", "\"1d\""]),
    case("two patterns", r#"{"type": "string", "pattern": "a", "allOf": [{"pattern": "b"}]}"#, &["\"ab\"", "\"ba\""], &["\"a\"", "\"b\""]),
    case("uuid", r#"{"type": "string", "format": "uuid"}"#, &["\"0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f\"", "\"0190A5B0-5B7E-7C3E-8F4D-1C2B3A4D5E6F\""], &["\"0190a5b05b7e7c3e8f4d1c2b3a4d5e6f\"", "\"x\""]),
    case("date", r#"{"type": "string", "format": "date"}"#, &["\"2026-02-28\"", "\"0001-01-01\"", "\"2024-02-29\""], &["\"2026-02-29\"", "\"2026-2-1\"", "\"26-02-01\""]),
    case("moment", r#"{"type": "string", "format": "date-time"}"#, &["\"2026-02-28T12:00:00Z\"", "\"2026-02-28t12:00:00.123456789+05:30\"", "\"9999-12-31T23:59:59Z\""], &["\"2026-02-28\"", "\"2026-02-28T12:00:00\"", "\"2026-02-28T25:00:00Z\""]),
    case("time", r#"{"type": "string", "format": "time"}"#, &["\"12:00:00Z\"", "\"23:59:59.5+01:00\""], &["\"12:00:00\"", "\"25:00:00Z\""]),
    case("duration", r#"{"type": "string", "format": "duration"}"#, &["\"P1Y2M3DT4H\"", "\"PT5M\"", "\"P2W\""], &["\"P\"", "\"1D\"", "\"P1D2H\""]),
    case("addresses", r#"{"type": "array", "items": {"anyOf": [{"type": "string", "format": "ipv4"}]}}"#, &["[\"10.0.0.1\"]"], &["[\"10.0.0\"]", "[\"256.0.0.1\"]"]),
    case("ipv6", r#"{"type": "string", "format": "ipv6"}"#, &["\"::1\"", "\"2001:db8::1\""], &["\"1\"", "\"::g\""]),
    case("email", r#"{"type": "string", "format": "email"}"#, &["\"a@b.example\""], &["\"a\"", "\"@b\""]),
    case("hostname", r#"{"type": "string", "format": "hostname"}"#, &["\"a.example\""], &["\"-a\"", "\"a_b\""]),
    case("uri", r#"{"type": "string", "format": "uri"}"#, &["\"https://a.example/b?c#d\""], &["\"a b\"", "\"//a\""]),
    case("unknown format", r#"{"type": "string", "format": "colour"}"#, &["\"red\""], &["1"]),
    case("base64", r#"{"type": "string", "contentEncoding": "base64"}"#, &["\"AP8H\"", "\"\""], &["1"]),
    case("symbols", r#"{"enum": ["A", "b-c", "", "+"]}"#, &["\"A\"", "\"b-c\"", "\"\"", "\"+\""], &["\"B\"", "null", "1"]),
    case("symbols or null", r#"{"enum": ["A", null]}"#, &["\"A\"", "null"], &["\"null\"", "0"]),
    case("symbols that fit", r#"{"enum": ["A", "BB"], "type": "string", "minLength": 2}"#, &["\"BB\""], &["\"A\""]),
    case("constant", r#"{"const": "v1"}"#, &["\"v1\""], &["\"v2\"", "1"]),
    case("constants", r#"{"oneOf": [{"const": "A", "description": "a"}, {"const": "B"}]}"#, &["\"A\"", "\"B\""], &["\"C\""]),
    case("mixed values", r#"{"enum": ["A", 1, [2], {"b": 3.0}]}"#, &["\"A\"", "1", "1.0", "[2]", r#"{"b": 3}"#], &["\"B\"", "2", "[2, 2]", r#"{"b": 3, "c": 1}"#]),
    case("null", r#"{"type": "null"}"#, &["null"], &["0", "\"\""]),
    case("nullable", r#"{"type": ["string", "null"], "minLength": 1}"#, &["null", "\"a\""], &["\"\"", "1"]),
    case("several types", r#"{"type": ["string", "integer", "array"], "minLength": 2, "minimum": 3, "items": {"type": "boolean"}}"#, &["\"ab\"", "3", "[true]"], &["\"a\"", "2", "[1]", "null", "3.5"]),
    case("by type", r#"{"oneOf": [{"type": "string"}, {"type": "number", "minimum": 0}, {"type": "null"}]}"#, &["\"a\"", "0.5", "null"], &["-1", "[]"]),
    case("list", r#"{"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 1, "maxItems": 3, "uniqueItems": true}"#, &["[1]", "[1, 2, 3]"], &["[]", "[1, 2, 3, 4]", "[1, 1]", "[1, 1.0]", "[-1]", "[\"1\"]"]),
    case("list of anything", r#"{"type": "array", "uniqueItems": true}"#, &["[]", r#"[1, "1", null, true]"#], &["[1, 1.0]", r#"[{"a": 1}, {"a": 1.0}]"#, "{}"]),
    case("nullable items", r#"{"type": "array", "items": {"type": ["integer", "null"], "multipleOf": 2}}"#, &["[null, 2]", "[]"], &["[3]", "[\"\"]"]),
    case("contains", r#"{"type": "array", "contains": {"type": "integer", "minimum": 5}, "minContains": 1, "maxContains": 2}"#, &["[5]", "[\"a\", 5, 6]"], &["[]", "[4]", "[5, 6, 7]"]),
    case("tuple", r#"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2}"#, &["[\"a\", 1]"], &["[\"a\"]", "[\"a\", 1, 2]", "[1, \"a\"]"]),
    case("tuple of anything", r#"{"type": ["array", "null"], "prefixItems": [{"type": ["string", "null"], "pattern": "^\\d"}, true, {"type": "object", "properties": {"$type": {"const": "x"}}, "required": ["$type"]}, {"type": "integer", "multipleOf": 3}], "minItems": 5, "maxItems": 5, "items": {"format": "ipv4", "type": "string"}, "uniqueItems": true}"#, &["null", r#"["1", null, {"$type": "x"}, 3, "10.0.0.1"]"#, r#"[null, 1, {"$type": "x"}, 6, "10.0.0.1"]"#], &["[]", r#"["x", null, {"$type": "x"}, 3, "10.0.0.1"]"#, r#"["1", null, {"$type": "y"}, 3, "10.0.0.1"]"#, r#"["1", null, {"$type": "x"}, 4, "10.0.0.1"]"#, r#"["1", null, {"$type": "x"}, 3, "10"]"#, r#"["1", 3, {"$type": "x"}, 3, "10.0.0.1"]"#, r#"["1", null, {"$type": "x"}, 3]"#, r#"["1", null, {"$type": "x"}, 3, "10.0.0.1", "10.0.0.2"]"#]),
    case("tuple in parts", r#"{"allOf": [{"type": "array", "prefixItems": [{"type": "number", "minimum": -180}, {"type": "number"}], "minItems": 2}, {"prefixItems": [{"maximum": 180}], "maxItems": 2}], "contains": {"minimum": 0}}"#, &["[1, -2.5]", "[180, 0]"], &["[181, 0]", "[-181, 0]", "[1]", "[1, 2, 3]", "[-1, -1]"]),
    case("tuple of tuples", r##"{"$id": "https://example.com/list", "type": "array", "prefixItems": [{"type": "integer"}, {"anyOf": [{"$ref": "#"}, {"type": "null"}]}], "items": false, "minItems": 2}"##, &["[1, null]", "[1, [2, [3, null]]]"], &["[1]", "[1, [2]]", "[1, [2, []]]"]),
    case("draft 7 tuple of a fixed length", r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [{"type": "string"}, {"enum": ["a", "b"]}], "minItems": 2, "additionalItems": false}"#, &["[\"a\", \"b\"]"], &["[]", "[\"a\"]", "[\"a\", \"c\"]", "[\"a\", \"b\", 1]"]),
    case("open tuple", r#"{"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}"#, &["[]", "[\"a\"]", "[\"a\", 1, 2]"], &["[1]", "[\"a\", \"b\"]"]),
    case("draft 7 tuple", r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [{"type": "string"}], "additionalItems": false}"#, &["[]", "[\"a\"]"], &["[1]", "[\"a\", \"b\"]"]),
    case("map", r#"{"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1, "maxProperties": 2, "propertyNames": {"maxLength": 2}}"#, &[r#"{"a": 1}"#], &["{}", r#"{"a": "b"}"#, r#"{"a": 1, "b": 2, "c": 3}"#, r#"{"abc": 1}"#]),
    case("map by pattern", r#"{"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}"#, &["{}", r#"{"x-a": "b"}"#], &[r#"{"x-a": 1}"#, r#"{"a": "b"}"#]),
    case("several patterns", r#"{"type": "object", "patternProperties": {"^a": {"type": "string"}, "b$": {"minLength": 2}}}"#, &["{}", r#"{"ab": "xx", "c": 1}"#], &[r#"{"a": 1}"#, r#"{"ab": "x"}"#]),
    case("map of anything", r#"{"type": "object"}"#, &["{}", r#"{"a": {"b": [1]}}"#], &["[]", "1"]),
    case("record", r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": ["integer", "null"]}, "type": {"type": "boolean"}, "a b": {"type": "number"}}, "required": ["a", "b"]}"#, &[r#"{"a": "x", "b": null}"#, r#"{"b": 1, "a": "x", "type": true, "a b": 2, "more": [1]}"#], &[r#"{"a": "x"}"#, r#"{"a": null, "b": 1}"#, r#"{"a": "x", "b": 1, "type": null}"#, "[]"]),
    case("closed record", r#"{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}"#, &["{}", r#"{"a": "x"}"#], &[r#"{"b": 1}"#]),
    case("closed and empty", r#"{"type": "object", "additionalProperties": false}"#, &["{}"], &[r#"{"b": 1}"#]),
    case("described rest", r#"{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "integer", "multipleOf": 2}}"#, &["{}", r#"{"a": "x", "b": 2}"#], &[r#"{"b": "x"}"#, r#"{"b": 3}"#, r#"{"a": 2}"#]),
    case("pattern beside names", r#"{"type": "object", "properties": {"ab": {"type": "string"}}, "patternProperties": {"^a": {"minLength": 2}, "^n": {"type": "integer"}}, "additionalProperties": {"type": "boolean"}}"#, &[r#"{"ab": "xx", "n1": 2, "z": true}"#], &[r#"{"ab": "x"}"#, r#"{"n1": "x"}"#, r#"{"z": 1}"#]),
    case("required without a description", r#"{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a", "b"]}"#, &[r#"{"a": 1, "b": null}"#, r#"{"a": 1, "b": {}}"#], &[r#"{"a": 1}"#]),
    case("property counts", r#"{"type": "object", "properties": {"a": {"type": "integer"}}, "minProperties": 2, "maxProperties": 3}"#, &[r#"{"a": 1, "b": 2}"#], &[r#"{"a": 1}"#, r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#]),
    case("dependencies", r#"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "dependentRequired": {"a": ["b", "c"]}, "dependentSchemas": {"d": {"required": ["a"]}}}"#, &["{}", r#"{"b": 1}"#, r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#], &[r#"{"a": 1, "b": 2}"#, r#"{"d": 1}"#]),
    case("draft 7 dependencies", r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"a": {"type": "integer"}}, "dependencies": {"a": ["b"], "c": {"minProperties": 2}}}"#, &["{}", r#"{"a": 1, "b": 2}"#, r#"{"c": 1, "d": 2}"#], &[r#"{"a": 1}"#, r#"{"c": 1}"#]),
    case("either required", r#"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#, &[r#"{"a": 1}"#, r#"{"b": 1, "a": 2}"#], &["{}", r#"{"c": 1}"#]),
    case("conditional", r#"{"type": "object", "properties": {"kind": {"enum": ["card", "bank"]}, "iban": {"type": "string"}}, "required": ["kind"], "if": {"properties": {"kind": {"const": "bank"}}}, "then": {"required": ["iban"]}, "else": {"not": {"required": ["iban"]}}}"#, &[r#"{"kind": "bank", "iban": "x"}"#, r#"{"kind": "card"}"#], &[r#"{"kind": "bank"}"#, r#"{"kind": "card", "iban": "x"}"#]),
    case("forbidden property", r#"{"type": "object", "properties": {"a": {"type": "integer"}}, "not": {"required": ["b"]}}"#, &[r#"{"a": 1}"#], &[r#"{"b": 1}"#]),
    case("not", r#"{"type": "string", "not": {"enum": ["a", "b"]}}"#, &["\"c\""], &["\"a\""]),
    case("merged", r#"{"allOf": [{"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}, "required": ["a"]}, {"properties": {"a": {"maximum": 5}, "b": {"type": "string"}}}]}"#, &[r#"{"a": 1, "b": "x"}"#], &[r#"{"a": 0}"#, r#"{"a": 6}"#, "{\"b\": \"x\"}"]),
    case("merged and closed", r#"{"type": "object", "allOf": [{"properties": {"a": {"type": "integer"}}, "additionalProperties": false}, {"properties": {"b": {"type": "string"}}}]}"#, &["{}", r#"{"a": 1}"#], &[r#"{"b": "x"}"#, r#"{"c": 1}"#]),
    case("unevaluated", r#"{"type": "object", "allOf": [{"properties": {"a": {"type": "integer"}}}], "properties": {"b": {"type": "string"}}, "unevaluatedProperties": false}"#, &["{}", r#"{"a": 1, "b": "x"}"#], &[r#"{"c": 1}"#]),
    case("unevaluated beside alternatives", r#"{"type": "object", "properties": {"b": {"type": "string"}}, "anyOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"required": ["b"]}], "unevaluatedProperties": false}"#, &[r#"{"b": "x"}"#, r#"{"a": 1}"#], &["{}", r#"{"b": "x", "c": 1}"#, r#"{"b": "x", "a": "y"}"#]),
    case("by tag", r#"{"oneOf": [{"type": "object", "properties": {"kind": {"const": "card"}, "pan": {"type": "string"}}, "required": ["kind", "pan"]}, {"type": "object", "properties": {"kind": {"enum": ["iban", "bban"]}, "number": {"type": "string"}}, "required": ["kind", "number"], "additionalProperties": false}]}"#, &[r#"{"kind": "card", "pan": "4"}"#, r#"{"number": "1", "kind": "bban"}"#], &[r#"{"kind": "card"}"#, r#"{"kind": "other"}"#, r#"{"pan": "4"}"#, r#"{"kind": "iban", "number": "1", "x": 1}"#, "1"]),
    case("object with a type beside", r#"{"type": "object", "required": ["kind"], "oneOf": [{"properties": {"kind": {"const": 1}}}, {"properties": {"kind": {"const": 2}, "more": {"type": "string"}}}]}"#, &[r#"{"kind": 1}"#, r#"{"kind": 2, "more": "x"}"#], &[r#"{"kind": 3}"#, "{}", r#"{"kind": 2, "more": 1}"#]),
    case("variants", r#"{"type": "object", "properties": {"kind": {"enum": ["p", "q"]}, "a": {"type": "integer", "minimum": 1}, "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}}}, "required": ["kind"], "oneOf": [{"properties": {"kind": {"const": "p"}, "b": {"type": "string", "minLength": 1}}, "required": ["b"]}, {"properties": {"kind": {"const": "q"}}, "required": ["a"]}]}"#, &[r#"{"kind": "p", "b": "x"}"#, r#"{"b": "x", "a": 1, "kind": "p", "lines": [{"sku": "s"}], "other": 1}"#, r#"{"kind": "q", "a": 1, "b": 7}"#], &[r#"{"kind": "p"}"#, r#"{"kind": "q"}"#, r#"{"kind": "p", "b": "", "a": 1}"#, r#"{"kind": "p", "b": "x", "a": 0}"#, r#"{"kind": "r", "a": 1}"#, r#"{"b": "x", "a": 1}"#, r#"{"kind": "q", "a": 1, "lines": [{"sku": 1}]}"#, "null"]),
    case("closed variants", r#"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "anyOf": [{"properties": {"kind": {"enum": ["p", "r"]}, "b": {"type": "string"}}, "required": ["kind"]}, {"properties": {"kind": {"const": "q"}}, "required": ["kind"]}], "unevaluatedProperties": false}"#, &[r#"{"a": "x", "kind": "r", "b": "y"}"#, r#"{"a": "x", "kind": "q"}"#], &[r#"{"a": "x", "kind": "q", "b": "y"}"#, r#"{"a": "x", "kind": "p", "c": 1}"#, r#"{"kind": "p"}"#, r#"{"a": "x"}"#]),
    case("variants that are defined elsewhere", r##"{"$id": "https://example.com/by", "type": "object", "properties": {"kind": {"type": "string"}, "card": {"type": "object", "properties": {"pan": {"type": "string"}}}}, "required": ["kind"], "oneOf": [{"$ref": "#/$defs/Card"}, {"$ref": "#/$defs/Iban"}], "$defs": {"Card": {"properties": {"kind": {"const": "card"}}, "required": ["kind", "card"]}, "Iban": {"properties": {"kind": {"const": "iban"}, "next": {"$ref": "#"}}}}}"##, &[r#"{"kind": "card", "card": {"pan": "4"}}"#, r#"{"kind": "iban", "next": {"kind": "iban", "next": {"kind": "card", "card": {}}}}"#], &[r#"{"kind": "card"}"#, r#"{"kind": "iban", "next": {"kind": "card"}}"#, r#"{"kind": "iban", "card": {"pan": 4}}"#]),
    case("variants or null", r#"{"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "integer"}}, "minProperties": 2, "oneOf": [{"properties": {"kind": {"const": "p"}}, "required": ["kind"]}, {"properties": {"kind": {"const": "q"}, "m": {"type": "number", "multipleOf": 0.5}}, "required": ["kind"]}]}]}"#, &["null", r#"{"kind": "p", "a": 1}"#, r#"{"kind": "q", "m": 1.5}"#], &[r#"{"kind": "p"}"#, r#"{"kind": "q", "m": 0.3}"#, r#"{"kind": "q", "a": "x"}"#]),
    case("variants that say more of what they share", r#"{"type": "object", "properties": {"kind": {"type": "string"}, "a": {"type": "integer"}}, "required": ["kind"], "oneOf": [{"properties": {"kind": {"const": "p"}, "a": {"minimum": 5}}}, {"properties": {"kind": {"const": "q"}, "b": {"type": "string"}}}]}"#, &[r#"{"kind": "p", "a": 5}"#, r#"{"kind": "q", "a": 1, "b": "x"}"#], &[r#"{"kind": "p", "a": 4}"#, r#"{"kind": "q", "b": 1}"#]),
    case("list of variants", r#"{"type": "array", "items": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"], "oneOf": [{"properties": {"kind": {"const": "p"}, "x": {"type": "boolean"}}}, {"properties": {"kind": {"const": "q"}, "x": {"type": "integer"}}}]}}"#, &[r#"[{"kind": "p", "x": true}, {"kind": "q", "x": 2}]"#, "[]"], &[r#"[{"kind": "p", "x": 2}]"#, r#"[{"kind": "z"}]"#]),
    case("overlapping alternatives", r#"{"oneOf": [{"type": "integer", "multipleOf": 3}, {"type": "integer", "multipleOf": 5}]}"#, &["3", "5"], &["15", "1"]),
    case("untagged alternatives", r#"{"anyOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"type": "object", "properties": {"b": {"type": "integer"}}, "required": ["b"]}]}"#, &[r#"{"a": 1}"#, r#"{"b": 1}"#, r#"{"a": 1, "b": "x"}"#], &["{}", r#"{"a": "x"}"#]),
    case("any of numbers", r#"{"anyOf": [{"type": "string", "maxLength": 2}, {"type": "string", "pattern": "^x"}]}"#, &["\"ab\"", "\"xyz\""], &["\"abc\""]),
    case("list of itself", r##"{"$id": "https://example.com/deep", "type": "array", "items": {"$ref": "#"}}"##, &["[]", "[[], [[]]]"], &["[1]", "{}"]),
    case("contradiction", r#"{"type": "string", "allOf": [{"type": "integer"}]}"#, &[], &["1", "\"a\"", "null"]),
    case("no property", r#"{"type": "object", "properties": {"a": false, "b": {"type": "integer"}}}"#, &["{}", r#"{"b": 1}"#], &[r#"{"a": 1}"#]),
    whole("tree", r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"label": {"type": "string", "minLength": 1}, "left": {"$ref": "#"}, "others": {"type": "array", "items": {"$ref": "#"}}, "by": {"type": "object", "additionalProperties": {"$ref": "#"}}}, "required": ["label"]}"##, &[r#"{"label": "a", "left": {"label": "b"}, "others": [{"label": "c", "by": {"d": {"label": "e"}}}]}"#], &[r#"{"label": "a", "left": {}}"#, r#"{"label": "a", "others": [{"label": ""}]}"#]),
    whole("definitions", r##"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"a": {"$ref": "#/definitions/Money"}, "b": {"description": "b", "allOf": [{"$ref": "#/definitions/Money"}]}, "c": {"$ref": "#money"}}, "required": ["a"], "definitions": {"Money": {"$id": "#money", "type": "object", "properties": {"amount": {"type": "string", "format": "decimal", "scale": 2, "precision": 9}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}, "required": ["amount", "currency"]}}}"##, &[r#"{"a": {"amount": "1.50", "currency": "EUR"}, "b": {"amount": "-0.01", "currency": "USD"}}"#], &[r#"{"a": {"amount": 1.5, "currency": "EUR"}}"#, r#"{"a": {"amount": "1.50", "currency": "eur"}}"#, "{}"]),
    whole("anchors and bundles", r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/bundle", "type": "object", "properties": {"a": {"$ref": "#here"}, "b": {"$ref": "inner"}, "c": {"$ref": "#/$defs/Two", "minLength": 2}}, "$defs": {"One": {"$anchor": "here", "type": "integer"}, "In": {"$id": "inner", "type": "object", "properties": {"x": {"$ref": "#/$defs/X"}}, "required": ["x"], "$defs": {"X": {"enum": ["y"]}}}, "Two": {"type": "string"}}}"##, &[r#"{"a": 1, "b": {"x": "y"}, "c": "zz"}"#], &[r#"{"a": "1"}"#, r#"{"b": {"x": "z"}}"#, r#"{"c": "z"}"#]),
];
