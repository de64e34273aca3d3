//! JSON Schema as the third format: the same endpoints, its own references, drafts and complaints.

use crate::front_door::{Registry, check};
use serde_json::{Value, json};

fn register(registry: &Registry, subject: &str, schema: &str, references: &Value) -> Value {
    let body = json!({"schemaType": "JSON", "schema": schema, "references": references});
    registry.send(&format!("POST /subjects/{subject}/versions {body}")).json()
}

fn alone(registry: &Registry, subject: &str, schema: &str) -> Value {
    register(registry, subject, schema, &json!([]))
}

const PERSON: &str = r#"{ "type": "object",
    "properties": { "name": {"type": "string"}, "age": {"type": "integer", "maximum": 150.0} } }"#;
const COMPACT: &str = r#"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","maximum":150.0}}}"#;
const SORTED: &str = r#"{"properties":{"age":{"maximum":150.0,"type":"integer"},"name":{"type":"string"}},"type":"object"}"#;

/// MD5 of the compact text, by the recipe of the reference: no references, no metadata, no rules.
const GUID: &str = "a937a140-4b74-431d-5ebb-3cf6a7a6814e";

#[test]
fn a_schema_is_stored_compact_and_found_however_it_is_spaced() {
    let registry = Registry::new();
    let first = alone(&registry, "person", PERSON);
    assert_eq!(
        first,
        json!({"id": 1, "version": 1, "guid": GUID, "schemaType": "JSON", "schema": COMPACT})
    );
    let spaced = PERSON.replace(' ', "\n\t");
    assert_eq!(alone(&registry, "person", &spaced), first);
    assert_eq!(alone(&registry, "other", COMPACT)["id"], 1);
    let lookup = json!({"schemaType": "JSON", "schema": spaced});
    let found = registry.send(&format!("POST /subjects/person {lookup}")).json();
    assert_eq!(
        (&found["id"], &found["version"], &found["guid"]),
        (&json!(1), &json!(1), &json!(GUID))
    );
    assert_eq!(registry.send("GET /schemas/ids/1/schema").text, COMPACT);
    assert_eq!(
        registry.send("GET /subjects/person/versions/1/schema?format=resolved").text,
        COMPACT
    );
    for path in
        ["/schemas/ids/1", &format!("/schemas/guids/{GUID}"), "/subjects/person/versions/latest"]
    {
        let body = registry.send(&format!("GET {path}")).json();
        assert_eq!(
            (&body["schema"], &body["schemaType"]),
            (&json!(COMPACT), &json!("JSON")),
            "{path}"
        );
    }
    // The order of keys counts, as in Confluent's registry; of another format the text is another schema.
    let lookup = json!({"schemaType": "JSON", "schema": SORTED});
    assert_eq!(
        registry.send(&format!("POST /subjects/person {lookup}")).json()["error_code"],
        40403
    );
    assert_eq!(registry.register("person", COMPACT).json()["error_code"], 42201);
}

#[test]
fn normalizing_sorts_keys_and_references() {
    let registry = Registry::new();
    let body = json!({"schemaType": "JSON", "schema": PERSON});
    let normalized =
        registry.send(&format!("POST /subjects/n/versions?normalize=true {body}")).json();
    assert_eq!(normalized["schema"], SORTED);
    let other = json!({"schemaType": "JSON", "schema": COMPACT});
    let again = registry.send(&format!("POST /subjects/n?normalize=true {other}")).json();
    assert_eq!(again["version"], 1);
    registry.send(r#"PUT /config/m {"normalize":true}"#);
    assert_eq!(alone(&registry, "m", PERSON)["schema"], SORTED);
}

#[test]
fn a_referenced_schema_is_seen_through_and_guarded() {
    let registry = Registry::new();
    alone(
        &registry,
        "money",
        r#"{"$id":"http://bank/money.json","definitions":{"iso":{"maxLength":3}}}"#,
    );
    let to_money = json!([{"name": "http://bank/money.json", "subject": "money", "version": -1}]);
    let account =
        r##"{"properties":{"currency":{"$ref":"http://bank/money.json#/definitions/iso"}}}"##;
    let account = register(&registry, "account", account, &to_money);
    assert_eq!((&account["id"], &account["references"][0]["version"]), (&json!(2), &json!(1)));
    // By the name of the reference too, and through two steps.
    let to_account = json!([{"name": "account.json", "subject": "account", "version": 1}]);
    let event = r##"{"items":{"$ref":"account.json#/properties/currency"}}"##;
    assert_eq!(register(&registry, "event", event, &to_account)["id"], 3);
    check(
        &registry,
        r#"
        > GET /subjects/money/versions/1/referencedby
        200 [2]
        > DELETE /subjects/money
        422 {"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=money,version=1}."}
        > DELETE /subjects/event
        200 [1]
        > DELETE /subjects/account
        200 [1]
        > DELETE /subjects/money
        200 [1]
        "#,
    );
    let missing =
        register(&registry, "x", "{}", &json!([{"name": "a", "subject": "nobody", "version": 1}]));
    assert_eq!(
        missing["message"],
        "Invalid schema of type JSON, details: No schema reference found for subject \"nobody\" and version 1"
    );
}

#[test]
fn what_is_no_schema_is_refused_with_place_and_remedy() {
    let registry = Registry::new();
    for (schema, details) in [
        (
            "{",
            "the text ends inside the object that begins at line 1, column 1 (line 1, column 2): the text looks truncated",
        ),
        ("[]", "a JSON Schema is an object or a boolean, not an array (line 1, column 1)"),
        ("null", "a JSON Schema is an object or a boolean, not null (line 1, column 1)"),
        (
            "{\n \"type\": \"int\"}",
            "`#/type` is the string `int`, it must be one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string` (line 2, column 10): did you mean `integer`?",
        ),
        (
            r#"{"pattern":"["}"#,
            "`[` is no regular expression: a `[` is never closed (line 1, column 12): a character that is meant itself needs a `\\` before it",
        ),
        (
            r##"{"$ref":"#/definitions/a"}"##,
            "the `$ref` `#/definitions/a` leads nowhere: `#` has no `definitions` (line 1, column 9): define it there, or correct the pointer; there are `$ref`",
        ),
        (
            r#"{"$ref":"http://127.0.0.1:1/secret"}"#,
            "the `$ref` `http://127.0.0.1:1/secret` is neither one of the references nor a bundled meta-schema (line 1, column 9): nothing is fetched: register it and name it in references as `http://127.0.0.1:1/secret`",
        ),
    ] {
        let refused = alone(&registry, "s", schema);
        assert_eq!(
            refused,
            json!({"error_code": 42201, "message": format!("Invalid schema of type JSON, details: {details}")}),
            "{schema}"
        );
    }
    // A schema instead of the string that holds one.
    let raw = registry
        .send(r#"POST /subjects/s/versions {"schemaType":"JSON","schema":{"type":"object"}}"#);
    assert_eq!((raw.status, &raw.json()["error_code"]), (400, &json!(400)), "{}", raw.text);
    assert_eq!(alone(&registry, "s", "")["message"], "Empty schema");
    assert_eq!(registry.send("GET /subjects").json(), json!([]));
}

#[test]
fn every_draft_registers_and_so_does_a_boolean() {
    let registry = Registry::new();
    for (index, schema) in [
        r##"{"$schema":"http://json-schema.org/draft-04/schema#","id":"http://a/4","minimum":1,"exclusiveMinimum":true}"##,
        r##"{"$schema":"http://json-schema.org/draft-06/schema#","$id":"http://a/6","const":1,"exclusiveMinimum":1}"##,
        r##"{"$schema":"http://json-schema.org/draft-07/schema#","if":true,"then":{"$ref":"http://json-schema.org/draft-07/schema#"}}"##,
        r#"{"$schema":"https://json-schema.org/draft/2019-09/schema","items":[true],"$defs":{"a":{"$anchor":"a"}},"$recursiveAnchor":true}"#,
        r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[true],"$ref":"#a","$defs":{"a":{"$dynamicAnchor":"a"}}}"##,
        r#"{"$schema":"https://example.com/unknown","$id":"x"}"#,
        "true",
        "false",
        "{}",
    ]
    .into_iter()
    .enumerate()
    {
        let answer = alone(&registry, &format!("s{index}"), schema);
        assert_eq!((&answer["id"], &answer["schema"]), (&json!(index + 1), &json!(schema)), "{answer}");
    }
    check(&registry, "> GET /schemas/types\n200 [\"AVRO\",\"JSON\",\"PROTOBUF\"]");
}

#[test]
fn an_import_takes_what_is_json_and_no_more_is_asked() {
    let registry = Registry::new();
    registry.send(r#"PUT /mode/s {"mode":"IMPORT"}"#);
    let import = |id: u32, schema: &str| {
        let body = json!({"schemaType": "JSON", "schema": schema, "id": id, "version": id});
        registry.send(&format!("POST /subjects/s/versions {body}"))
    };
    assert_eq!(import(7, r#"{"type":"int","$ref":"http://elsewhere/x"}"#).status, 200);
    assert_eq!(import(8, "{").status, 422);
    assert_eq!(
        registry.send("GET /schemas/ids/7/schema").text,
        r#"{"type":"int","$ref":"http://elsewhere/x"}"#
    );
}

#[test]
fn numbers_that_json_does_not_have_are_kept_in_a_schema() {
    let registry = Registry::new();
    for (version, text) in ["NaN", "Infinity", "-Infinity"].into_iter().enumerate() {
        let text = format!(r#"{{"default":{text}}}"#);
        let stored = alone(&registry, &format!("s{version}"), &text);
        assert_eq!(stored["schema"], text, "{stored}");
    }
}

#[test]
fn names_that_are_kept_are_refused_where_fields_are_validated() {
    let registry = Registry::new();
    let kept = r#"{"properties":{"$$schema":{"type":"string"}}}"#;
    assert_eq!(alone(&registry, "free", kept)["version"], 1);
    registry.send(r#"PUT /config/s {"validateFields":true,"compatibility":"NONE"}"#);
    assert_eq!(
        alone(&registry, "s", kept)["message"],
        "Invalid schema of type JSON, details: the property `$$schema` begins with `$$` (line 1, column 16): such names are kept for clients; rename it, or switch `validateFields` off"
    );
    let deeper = r#"{"properties":{"a":{"properties":{"$$b":true}}}}"#;
    assert_eq!(alone(&registry, "s", deeper)["version"], 1);
    let reserving = json!({
        "schemaType": "JSON",
        "schema": r##"{"$ref":"#/definitions/A","definitions":{"A":{"properties":{"secret":{}}}}}"##,
        "metadata": {"properties": {"confluent:reserved": "secret, other"}},
    });
    let refused = registry.send(&format!("POST /subjects/s/versions {reserving}")).json();
    assert_eq!(refused["error_code"], 40901);
    let message = refused["message"].as_str().unwrap();
    assert!(
        message.contains("The new schema has field that conflicts with the reserved field secret."),
        "{message}"
    );
}

#[test]
fn too_much_is_refused_in_time() {
    let registry = Registry::new();
    let deep = format!("{}{{}}{}", "{\"not\":".repeat(10_000), "}".repeat(10_000));
    let refused = alone(&registry, "s", &deep);
    assert_eq!(refused["error_code"], 42201);
    assert!(refused["message"].as_str().unwrap().contains("brackets nest deeper than"));
    let branches: Vec<String> = (0..5_000).map(|n| format!(r#"{{"const":{n}}}"#)).collect();
    let wide = format!(r#"{{"oneOf":[{}]}}"#, branches.join(","));
    assert_eq!(alone(&registry, "wide", &wide)["version"], 1);
    let circle = r##"{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}"##;
    assert_eq!(alone(&registry, "circle", circle)["version"], 1);
    assert_eq!(registry.send("GET /health/live").status, 200);
}
