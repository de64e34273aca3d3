//! JSON Schemas: which texts are some, where references lead, what their canonical text is.

use contract_schema::json::{Draft, JsonSchema};
use contract_schema::{Dependency, Format, ParseOptions, Schema};

fn read(
    text: &str,
    dependencies: &[(&str, &str)],
    options: ParseOptions,
) -> Result<JsonSchema, String> {
    let dependencies: Vec<Dependency> = dependencies
        .iter()
        .map(|(name, text)| Dependency {
            name: (*name).to_owned(),
            subject: format!("{name}-subject"),
            version: 1,
            text: (*text).into(),
        })
        .collect();
    match Schema::parse(Format::Json, text, &dependencies, options) {
        Ok(Schema::Json(schema)) => Ok(schema),
        Ok(_) => unreachable!("a JSON Schema was asked for"),
        Err(error) => Err(error.to_string()),
    }
}

fn new(text: &str) -> Result<JsonSchema, String> {
    read(text, &[], ParseOptions::new_schema())
}

/// What a `$ref` at the root leads to, as text.
fn led(text: &str, dependencies: &[(&str, &str)]) -> Option<String> {
    let schema = read(text, dependencies, ParseOptions::stored()).unwrap();
    let reference = schema.root().get("$ref").unwrap().as_str().unwrap();
    schema.root_place().resolve(reference).map(|place| place.node().to_compact())
}

#[test]
fn every_draft_is_known_and_its_absence_means_draft_7() {
    for (text, draft) in [
        (r##"{"$schema":"http://json-schema.org/draft-04/schema#"}"##, Draft::Four),
        (r##"{"$schema":"http://json-schema.org/draft-06/schema#"}"##, Draft::Six),
        (r#"{"$schema":"http://json-schema.org/draft-07/schema"}"#, Draft::Seven),
        (r#"{"$schema":"https://json-schema.org/draft/2019-09/schema"}"#, Draft::TwentyNineteen),
        (r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#, Draft::TwentyTwenty),
        (r#"{"$schema":"https://example.com/own"}"#, Draft::Seven),
        ("{}", Draft::Seven),
        ("true", Draft::Seven),
    ] {
        assert_eq!(new(text).unwrap().draft(), draft, "{text}");
    }
}

/// Drafts 4 and 2020-12 are named on the first line, where `@4` and `@20` stand.
fn named(text: &str) -> String {
    let four = "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\n";
    let twenty = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\n";
    match (text.strip_prefix("@4"), text.strip_prefix("@20")) {
        (Some(rest), _) => format!("{four}{rest}}}"),
        (_, Some(rest)) => format!("{twenty}{rest}}}"),
        (None, None) => text.to_owned(),
    }
}

const REFUSED: &[(&str, &str)] = &[
    ("", "the text is empty, expected a JSON value (line 1, column 1)"),
    ("[]", "a JSON Schema is an object or a boolean, not an array (line 1, column 1)"),
    ("\"string\"", "a JSON Schema is an object or a boolean, not a string (line 1, column 1)"),
    (
        "{\"type\":\n \"int\"}",
        "`#/type` is the string `int`, it must be one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string` (line 2, column 2): did you mean `integer`?",
    ),
    (
        r#"{"properties":{"a":{"minimum":"5"}}}"#,
        "`#/properties/a/minimum` is the string `5`, it must be a number (line 1, column 31)",
    ),
    (
        r#"{"properties":[]}"#,
        "`#/properties` is an array, it must be an object (line 1, column 15)",
    ),
    (
        r#"{"properties":{"a/b~":{"not":1}}}"#,
        "`#/properties/a~1b~0/not` is the number `1`, it must be a schema: an object or a boolean (line 1, column 30)",
    ),
    (
        r#"{"required":true}"#,
        "`#/required` is `true`, it must be an array of strings (line 1, column 13): list the names of required properties in the schema of the object",
    ),
    (
        r#"{"required":["a","a"]}"#,
        "`#/required` is the string `a`, it must be an array that says it once (line 1, column 18)",
    ),
    (
        r#"{"maxLength":-1}"#,
        "`#/maxLength` is the number `-1`, it must be a whole number, not negative (line 1, column 14)",
    ),
    (
        r#"{"multipleOf":0}"#,
        "`#/multipleOf` is the number `0`, it must be a number above zero (line 1, column 15)",
    ),
    (
        r#"{"allOf":[]}"#,
        "`#/allOf` is an array, it must be an array of at least one schema (line 1, column 10)",
    ),
    (
        r#"{"pattern":"a("}"#,
        "`a(` is no regular expression: a `(` is never closed (line 1, column 12): a character that is meant itself needs a `\\` before it",
    ),
    (
        r#"{"patternProperties":{"[":true}}"#,
        "`[` is no regular expression: a `[` is never closed (line 1, column 23): a character that is meant itself needs a `\\` before it",
    ),
    (
        r#"{"exclusiveMinimum":true}"#,
        "`#/exclusiveMinimum` is `true`, it must be a number (line 1, column 21): give the bound itself; a boolean belongs to draft 4, which `$schema` would have to name",
    ),
    (
        r#"@4"exclusiveMinimum":true"#,
        "`exclusiveMinimum` stands without `minimum` (line 2, column 20): in draft 4 it only says that the bound itself is left out",
    ),
    (
        r#"@4"exclusiveMinimum":5"#,
        "`#/exclusiveMinimum` is the number `5`, it must be true or false (line 2, column 20): in draft 4 it is a boolean beside `minimum` or `maximum`; later drafts take the bound here",
    ),
    (
        r#"@4"not":true"#,
        "`#/not` is `true`, it must be a schema: an object (line 2, column 7): boolean schemas came with draft 6: write {} for true, {\"not\":{}} for false",
    ),
    (
        r#"@4"required":[]"#,
        "`#/required` is an array, it must be an array of at least one string (line 2, column 12)",
    ),
    (
        r#"@20"items":[true]"#,
        "`#/items` is an array, it must be a schema: an object or a boolean (line 2, column 9): draft 2020-12 calls a list of schemas by position `prefixItems`; earlier drafts need their `$schema`",
    ),
    (
        r##"@20"$id":"http://a/b#c""##,
        "`#/$id` is the string `http://a/b#c`, it must be a URI without a fragment (line 2, column 7): since draft 2019-09 the name after `#` stands in `$anchor`",
    ),
    (
        r#"@20"$defs":{"a":{"$id":"http://a/b"},"b":{"$id":"http://a/b"}}"#,
        "`http://a/b` is the `$id` of two schemas (line 2, column 39): a URI names one schema: rename or delete one",
    ),
];

#[test]
fn what_is_no_schema_is_refused_with_place_and_remedy() {
    for (text, expected) in REFUSED {
        let text = named(text);
        assert_eq!(new(&text).unwrap_err(), *expected, "{text}");
        let is_json = serde_json::from_str::<serde_json::Value>(&text);
        if is_json.is_ok_and(|value| value.is_object()) {
            read(&text, &[], ParseOptions::stored()).unwrap();
        }
    }
}

#[test]
fn everything_wrong_is_said_at_once_but_not_without_end() {
    let said = new(r#"{"type":"int","minimum":"a","properties":{"b":3}}"#).unwrap_err();
    assert_eq!(said.matches("it must be").count(), 3, "{said}");
    let many = vec![r#"{"type":"int"}"#; 5_000].join(",");
    let said = new(&format!(r#"{{"oneOf":[{many}]}}"#)).unwrap_err();
    assert!(said.ends_with("and 4900 more places like these"), "{}", &said[said.len() - 200..]);
}

#[test]
fn keywords_of_another_draft_are_words_like_any_other() {
    let four = r##"{"$schema":"http://json-schema.org/draft-04/schema#",
        "const":1,"if":"x","propertyNames":7,"contains":null,"$id":5,"examples":{}}"##;
    new(four).unwrap();
    new(r#"{"prefixItems":7,"$defs":3,"dependentRequired":[],"x-own":{"type":"int"}}"#).unwrap();
    let twenty =
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","additionalItems":7,"id":5}"#;
    new(twenty).unwrap();
}

const MONEY: (&str, &str) = ("money.json", r##"{"definitions":{"iso":{"maxLength":3}}}"##);

/// A schema with a `$ref` at its root, its dependencies, and what the reference leads to.
type Led = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const LEADS: &[Led] = &[
    // Pointers: escapes, indexes, places that no keyword announces.
    (
        r##"{"$ref":"#/definitions/a","definitions":{"a":{"type":"null"}}}"##,
        &[],
        r#"{"type":"null"}"#,
    ),
    (r##"{"$ref":"#/definitions/a~1b~0%25","definitions":{"a/b~%":true}}"##, &[], "true"),
    (r##"{"$ref":"#/oneOf/1","oneOf":[true,false]}"##, &[], "false"),
    (r##"{"$ref":"#/components/schemas/X","components":{"schemas":{"X":true}}}"##, &[], "true"),
    (r##"{"$ref":"#","a":1}"##, &[], r##"{"$ref":"#","a":1}"##),
    // The new name of definitions.
    (r##"@20,"$ref":"#/$defs/a","definitions":{"a":true}}"##, &[], "true"),
    // Anchors, old and new.
    (r##"@7,"$ref":"#x","definitions":{"a":{"$id":"#x"}}}"##, &[], r##"{"$id":"#x"}"##),
    (r##"@4,"$ref":"#x","definitions":{"a":{"id":"#x"}}}"##, &[], r##"{"id":"#x"}"##),
    (r##"@20,"$ref":"#x","$defs":{"a":{"$anchor":"x"}}}"##, &[], r#"{"$anchor":"x"}"#),
    (
        r##"@20,"$ref":"#x","$defs":{"a":{"$dynamicAnchor":"x"}}}"##,
        &[],
        r#"{"$dynamicAnchor":"x"}"#,
    ),
    // Embedded schemas, by absolute and relative URI.
    (r#"@20,"$id":"http://a/b/c","$ref":"d","$defs":{"x":{"$id":"d"}}}"#, &[], r#"{"$id":"d"}"#),
    (
        r##"@20,"$ref":"http://e/f#/$defs/g","$defs":{"x":{"$id":"http://e/f","$defs":{"g":true}}}}"##,
        &[],
        "true",
    ),
    // Dependencies: by name, by name against the own URI, by their `$id`, with fragments.
    (r##"{"$ref":"money.json"}"##, &[MONEY], MONEY.1),
    (r##"{"$ref":"./money.json#/definitions/iso"}"##, &[MONEY], r#"{"maxLength":3}"#),
    (
        r##"{"$id":"http://a/b/c.json","$ref":"http://a/b/money.json#/definitions/iso"}"##,
        &[MONEY],
        r#"{"maxLength":3}"#,
    ),
    (
        r##"{"$ref":"http://m/oney#/definitions/iso"}"##,
        &[("whatever", r#"{"$id":"http://m/oney","definitions":{"iso":true}}"#)],
        "true",
    ),
    (r##"{"$id":"urn:x:1","$ref":"urn:x:2#"}"##, &[("urn:x:2", "true")], "true"),
];

#[test]
fn references_lead_where_their_draft_says() {
    for (text, dependencies, expected) in LEADS {
        let text = text
            .replace("@4", "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"")
            .replace("@7", "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"")
            .replace("@20", "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"");
        assert_eq!(led(&text, dependencies).as_deref(), Some(*expected), "{text}");
    }
    let meta =
        led(r##"{"$ref":"http://json-schema.org/draft-07/schema#/definitions/simpleTypes"}"##, &[]);
    assert!(meta.unwrap().contains("boolean"));
    for text in [
        r##"{"$ref":"#/definitions/b","definitions":{"a":{}}}"##,
        r##"{"$ref":"#/oneOf/01","oneOf":[true,false]}"##,
        r##"{"$ref":"#/oneOf/+1","oneOf":[true,false]}"##,
        r##"{"$ref":"#x","default":{"$id":"#x"}}"##,
        r##"{"$ref":"http://example.com/x"}"##,
    ] {
        assert_eq!(led(text, &[]), None, "{text}");
    }
}

#[test]
fn references_between_dependencies_are_seen_from_where_they_stand() {
    let schema = read(
        r#"{"$ref":"http://a/one.json"}"#,
        &[
            ("two.json", r#"{"$id":"http://a/sub/two.json","title":"2","$ref":"../one.json"}"#),
            (
                "http://a/one.json",
                r#"{"$id":"http://a/one.json","title":"1","$ref":"sub/two.json"}"#,
            ),
        ],
        ParseOptions::new_schema(),
    )
    .unwrap();
    let step = |place: contract_schema::json::Place<'_>| {
        place.node().get("$ref").unwrap().as_str().unwrap().to_owned()
    };
    let one = schema.root_place().resolve(&step(schema.root_place())).unwrap();
    let two = one.resolve(&step(one)).unwrap();
    assert_eq!(two.node().get("title").unwrap().as_str(), Some("2"));
    assert_eq!(two.base(), "http://a/sub/two.json");
    let again = two.resolve(&step(two)).unwrap();
    assert_eq!(again.key(), one.key(), "a circle comes back to the same place");
    assert!(!again.is_own() && schema.root_place().is_own());
}

#[test]
fn a_reference_that_leads_nowhere_is_refused_where_it_counts() {
    for (text, expected) in [
        (
            r##"{"properties":{"a":{"$ref":"#/definitions/B"}},"definitions":{"A":{}}}"##,
            "the `$ref` `#/definitions/B` leads nowhere: `#/definitions` has no `B` (line 1, column 28): define it there, or correct the pointer; there are `A`",
        ),
        (
            r#"{"items":{"$ref":"http://169.254.169.254/latest"}}"#,
            "the `$ref` `http://169.254.169.254/latest` is neither one of the references nor a bundled meta-schema (line 1, column 18): nothing is fetched: register it and name it in references as `http://169.254.169.254/latest`",
        ),
        (
            r##"{"$ref":"#here"}"##,
            "the `$ref` `#here` leads nowhere: there is no such anchor (line 1, column 9): a JSON pointer begins with `#/`, an anchor needs its schema",
        ),
        (
            r##"{"$ref":"#/definitions/A","definitions":{"A":{"$ref":"other.json"}}}"##,
            "the `$ref` `other.json` is neither one of the references nor a bundled meta-schema (line 1, column 54): nothing is fetched: register it and name it in references as `other.json`",
        ),
        (r#"{"$ref":5}"#, "`#/$ref` is the number `5`, it must be a string (line 1, column 9)"),
        (
            r##"{"$ref":"#/x/A","x":{"A":{"type":"int"}}}"##,
            "`#/x/A/type` is the string `int`, it must be one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string` (line 1, column 34): did you mean `integer`?",
        ),
    ] {
        assert_eq!(new(text).unwrap_err(), expected, "{text}");
    }
    // Beside a `$ref` of an older draft, in unused definitions, in instances: nobody follows them.
    for text in [
        r##"{"$ref":"#/definitions/A","definitions":{"A":{}},"items":{"$ref":"nowhere"}}"##,
        r#"{"definitions":{"A":{"$ref":"nowhere"}}}"#,
        r#"{"const":{"$ref":"nowhere"},"enum":[{"$ref":"nowhere"}],"properties":{"$ref":{"type":"string"}}}"#,
        r##"{"$ref":"#"}"##,
        r##"{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}"##,
    ] {
        new(text).unwrap();
    }
}

#[test]
fn canonical_text_is_compact_and_keeps_order_and_numbers() {
    let text = "{ \"b\" : 1.0, \"a\" : [ 1e2, 123456789012345678901234567890.10, -0 ],\n\"\\u00e9\\/\":\"\\u0001\" }";
    let schema = new(text).unwrap();
    assert_eq!(
        schema.canonical_text(),
        "{\"b\":1.0,\"a\":[1E+2,123456789012345678901234567890.10,0],\"é/\":\"\\u0001\"}"
    );
    assert_eq!(
        schema.normalized_text(),
        "{\"a\":[1E+2,123456789012345678901234567890.10,0],\"b\":1.0,\"é/\":\"\\u0001\"}"
    );
    assert!(schema.is_equivalent(&new(&schema.canonical_text()).unwrap()));
    assert!(!schema.is_equivalent(&new(&schema.normalized_text()).unwrap()));
    assert_eq!(new(" true ").unwrap().canonical_text(), "true");
    let odd = r#"{"default":[NaN,-Infinity,INF]}"#;
    assert_eq!(new(odd).unwrap().canonical_text(), odd);
}

#[test]
fn of_repeated_keys_the_last_value_stands_at_the_first_place() {
    let schema = new(
        r#"{"type":"int","title":"x","type":"string","$id":"http://a","x":{"b":1,"c":2,"b":3}}"#,
    )
    .unwrap();
    assert_eq!(
        schema.canonical_text(),
        r#"{"type":"string","title":"x","$id":"http://a","x":{"b":3,"c":2}}"#
    );
    assert_eq!(schema.root_place().get("type").unwrap().node().as_str(), Some("string"));
}
