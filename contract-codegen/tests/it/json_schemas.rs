//! Constructs of JSON Schema and what they become, a row each: pieces of the printed Rust, and the warnings.

use crate::folder::Folder;

/// Schemas, and what the Rust and the warnings contain.
struct Row {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    rust: &'static [&'static str],
    warnings: &'static [&'static str],
}

const ROWS: [Row; 13] = [
    Row {
        name: "references to other files, by path, by `$id` and by pointer",
        files: &[
            (
                "order.schema.json",
                r#"{"title": "Order", "type": "object", "properties": {
                    "buyer": {"$ref": "party.schema.json"},
                    "seller": {"$ref": "https://example.com/party"},
                    "ship": {"$ref": "party.schema.json#/$defs/Address"}}, "required": ["buyer", "ship"]}"#,
            ),
            (
                "party.schema.json",
                r##"{"$id": "https://example.com/party", "title": "Party", "type": "object",
                    "properties": {"home": {"$ref": "#/$defs/Address"}},
                    "$defs": {"Address": {"type": "object", "properties": {"city": {"type": "string"}}}}}"##,
            ),
        ],
        rust: &[
            "pub buyer: super::party::Party,",
            "pub seller: ::core::option::Option<super::party::Party>,",
            "pub ship: super::party::Address,",
            "pub home: ::core::option::Option<Address>,",
        ],
        warnings: &[],
    },
    Row {
        name: "a discriminator without a mapping: names of the schemas",
        files: &[(
            "paid.schema.json",
            r##"{"title": "Paid", "type": "object", "required": ["by"], "properties": {"by": {
                "oneOf": [{"$ref": "#/$defs/Card"}, {"$ref": "#/$defs/Transfer"}],
                "discriminator": {"propertyName": "kind"}}},
                "$defs": {
                  "Card": {"type": "object", "properties": {"kind": {"type": "string"}, "last4": {"type": "string"}}, "required": ["kind"]},
                  "Transfer": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}}}"##,
        )],
        rust: &[
            "pub enum By",
            "Card(Card),",
            "Transfer(Transfer),",
            r#"reader.tag("kind")"#,
            r#"::core::option::Option::Some("Card") =>"#,
            r#"::core::option::Option::Some("Transfer") =>"#,
        ],
        warnings: &[],
    },
    Row {
        name: "a discriminator with a mapping: its words, several for one schema",
        files: &[(
            "paid.schema.json",
            r##"{"title": "Paid", "type": "object", "required": ["by"], "properties": {"by": {
                "oneOf": [{"$ref": "#/$defs/Card"}, {"$ref": "#/$defs/Transfer"}],
                "discriminator": {"propertyName": "kind", "mapping": {
                  "card-v2": "#/$defs/Card", "card": "Card", "sepa": "#/$defs/Transfer"}}}},
                "$defs": {
                  "Card": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]},
                  "Transfer": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}}}"##,
        )],
        rust: &[
            r#"::core::option::Option::Some("card-v2" | "card") =>"#,
            r#"::core::option::Option::Some("sepa") =>"#,
        ],
        warnings: &[],
    },
    Row {
        name: "a discriminator that may be absent tells nothing apart",
        files: &[(
            "paid.schema.json",
            r##"{"title": "Paid", "type": "object", "properties": {"by": {
                "oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}], "discriminator": {"propertyName": "kind"}}},
                "$defs": {"A": {"type": "object", "properties": {"kind": {"type": "string"}}},
                  "B": {"type": "object", "properties": {"kind": {"type": "string"}}}}}"##,
        )],
        rust: &["pub struct By(pub ::contract_runtime::json_text::Value);"],
        warnings: &["`Paid.by` has no type in Rust: no property tells its alternatives apart"],
    },
    Row {
        name: "alternatives beside properties: an enum of whole structs, if a text tells them apart",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "required": ["by"], "properties": {"by": {
                "type": "object", "required": ["kind"],
                "properties": {"id": {"type": "string"}, "kind": {"enum": ["card", "sepa"]}, "at": {"properties": {"x": {"type": "integer"}}}},
                "oneOf": [
                  {"properties": {"kind": {"const": "card"}, "last4": {"type": "string"}}, "required": ["last4", "id"]},
                  {"properties": {"kind": {"const": "sepa"}, "iban": {"type": "string"}}, "required": ["iban"]}]}}}"#,
        )],
        rust: &[
            "pub enum By {",
            "Card(ByCard),",
            "Sepa(BySepa),",
            "pub struct ByCard {",
            "pub last4: ::std::string::String,",
            "pub iban: ::std::string::String,",
            "pub struct ByAt {",
            "pub fn id(&self) -> ::core::option::Option<&::std::string::String> {",
            "pub fn kind(&self) -> &::core::primitive::str {",
        ],
        warnings: &[],
    },
    Row {
        name: "alternatives beside properties that nothing tells apart: one struct, the rest kept and judged as a whole",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}},
                "oneOf": [
                  {"properties": {"last4": {"type": "string"}}, "required": ["last4"]},
                  {"properties": {"iban": {"type": "string"}}, "required": ["iban"]}]}"#,
        )],
        rust: &[
            "pub struct Paid {",
            "pub id: ::std::string::String,",
            "pub additional_properties: ::std::collections::BTreeMap<",
            "Keyword::OneOf(",
        ],
        warnings: &[
            "`last4` of `Paid` has no field of its own: alternatives beside `properties` stay one struct, because no property tells its alternatives apart",
        ],
    },
    Row {
        name: "alternatives that demand properties",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
        )],
        rust: &["pub a: ::core::option::Option<::std::string::String>,", "Keyword::AnyOf("],
        warnings: &[],
    },
    Row {
        name: "properties without a type mean an object, or null",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "required": ["by"],
                "properties": {"by": {"properties": {"a": {"type": "integer"}}}}}"#,
        )],
        rust: &[
            "pub by: ::core::option::Option<By>,",
            "pub struct By {",
            "pub a: ::core::option::Option<::core::primitive::i64>,",
        ],
        warnings: &[],
    },
    Row {
        name: "a tuple, and one that is none",
        files: &[(
            "paid.schema.json",
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Paid", "type": "object", "properties": {
                "at": {"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}], "items": false, "minItems": 2},
                "open": {"type": "array", "prefixItems": [{"type": "number"}]}}}"#,
        )],
        rust: &["pub struct At(pub ::core::primitive::f64, pub ::std::string::String);"],
        warnings: &[
            "`Paid.open` has no type in Rust: its elements have types by their positions and their number varies",
        ],
    },
    Row {
        name: "patterns that look around",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "properties": {"a": {"type": "string", "pattern": "^(?!x)a"}}}"#,
        )],
        rust: &["pub a: ::core::option::Option<::std::string::String>,"],
        warnings: &[
            "the pattern `^(?!x)a` is not enforced: it looks around",
            "paid.schema.json:1:",
        ],
    },
    Row {
        name: "dynamic references that may mean several schemas",
        files: &[(
            "tree.schema.json",
            r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/tree", "title": "Tree",
                "type": "object", "$dynamicAnchor": "node",
                "properties": {"child": {"$dynamicRef": "#node"}, "strict": {"$ref": "#/$defs/Strict"}},
                "$defs": {"Strict": {"$id": "https://example.com/strict", "$dynamicAnchor": "node", "type": "object",
                  "properties": {"one": {"$dynamicRef": "#node"}}}}}"##,
        )],
        rust: &["pub struct Tree {"],
        warnings: &[
            "`$dynamicRef` is not enforced: what it means depends on the way that leads to it",
        ],
    },
    Row {
        name: "values and types that Rust has no word for",
        files: &[(
            "paid.schema.json",
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Paid", "type": "object", "properties": {
                "mixed": {"enum": ["a", 1]}, "any": {"minLength": 2},
                "odd": {"type": "array", "items": true, "unevaluatedItems": false},
                "free": true}}"#,
        )],
        rust: &[
            "pub struct Mixed(pub ::contract_runtime::json_text::Value);",
            "pub free: ::core::option::Option<::contract_runtime::json_text::Value>,",
        ],
        warnings: &[
            "`Paid.mixed` has no type in Rust: its values are of different types",
            "`Paid.any` has no type in Rust: it does not say its `type`",
            "`Paid.odd` has no type in Rust: it says `unevaluatedItems`",
        ],
    },
    Row {
        name: "keywords that are not of the right form are refused by the parser; unknown formats are annotations",
        files: &[(
            "paid.schema.json",
            r#"{"title": "Paid", "type": "object", "properties": {"a": {"type": "string", "format": "colour"}}}"#,
        )],
        rust: &[r#"Keyword::Format("colour")"#],
        warnings: &[],
    },
];

#[test]
fn every_construct_becomes_what_its_row_says() {
    for row in &ROWS {
        let folder = Folder::with(row.files);
        let compiled =
            folder.config().generate().unwrap_or_else(|error| panic!("{}: {error}", row.name));
        for piece in row.rust {
            assert!(compiled.rust.contains(piece), "{}: {piece}\n{}", row.name, compiled.rust);
        }
        let warnings = compiled.warnings.join("\n");
        for piece in row.warnings {
            assert!(warnings.contains(piece), "{}: {piece}\n{warnings}", row.name);
        }
        assert!(!row.warnings.is_empty() || warnings.is_empty(), "{}: {warnings}", row.name);
    }
}

/// Registration refuses what the shape shows; what only the compiler sees, it refuses with a reason and a way out.
#[test]
fn a_rule_about_what_is_held_as_json_is_refused() {
    let refused = |property: &str, rest: &str, rule: &str| {
        let text = format!(
            r#"{{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Paid", "type": "object", "properties": {{"odd": {property}}}, "required": ["odd"],
 "confluent:rules": [{{"name": "R", "doc": "d", "expr": "{rule}"}}]{rest}}}"#
        );
        let folder = Folder::with(&[("paid.schema.json", &text)]);
        folder.refused(&folder.config())
    };
    let tuple =
        r#"{"type": "array", "prefixItems": [{"type": "string"}], "items": false, "minItems": 1}"#;
    let report = refused(tuple, "", "this.odd[0] == 'a'");
    for part in [
        "rule `R`",
        "JSON without a type: its elements have types by their positions",
        "paid.schema.json:2:",
        "give it one type",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let pattern = r#", "patternProperties": {"^o": {"type": "integer"}}"#;
    let report = refused(r#"{"type": "string"}"#, pattern, "this.odd == 'a'");
    for part in
        ["rule `R` cannot be compiled", "`Paid.odd` has no type in Rust", "give it one type"]
    {
        assert!(report.contains(part), "{part}: {report}");
    }
}
