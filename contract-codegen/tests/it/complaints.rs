//! What is refused, with place, reason and remedy.

use crate::folder::Folder;
use contract_codegen::{Config, Setting};

#[test]
fn every_broken_file_is_reported_at_once_with_its_excerpt() {
    let folder = Folder::with(&[
        (
            "a.avsc",
            "{\"type\": \"record\", \"name\": \"A\",\n \"fields\": [{\"name\": \"x\", \"type\": \"Unknown\"}]}",
        ),
        ("b.avsc", r#"{"type": "enum", "name": "B", "symbols": ["X"], "default": "Y"}"#),
        ("c.avsc", "{\"type\": \"record\""),
    ]);
    insta::assert_snapshot!(folder.refused(&folder.config()));
}

#[test]
fn names_that_collide_in_rust_are_errors_with_both_places() {
    let folder = Folder::with(&[(
        "c.avsc",
        r#"{"type": "record", "name": "C", "fields": [
  {"name": "fooBar", "type": "int"},
  {"name": "foo_bar", "type": "int"},
  {"name": "e", "type": {"type": "enum", "name": "c", "symbols": ["A_B", "aB"]}}
]}"#,
    )]);
    insta::assert_snapshot!(folder.refused(&folder.config()));
    let renamed = folder.config().rename("C.foo_bar", "foo_bar2").rename("c", "CKind");
    let renamed = renamed.rename("c.aB", "Other").generate().unwrap().rust;
    assert!(renamed.contains("pub foo_bar2:") && renamed.contains("pub enum CKind"));
}

#[test]
fn an_endless_record_is_refused() {
    let folder = Folder::with(&[(
        "e.avsc",
        r#"{"type": "record", "name": "E", "fields": [{"name": "next", "type": "E"}]}"#,
    )]);
    let report = folder.refused(&folder.config());
    assert!(report.contains("no value of `E` ever ends"), "{report}");
}

#[test]
fn an_event_without_envelope_or_with_a_nullable_key_is_refused() {
    let folder = Folder::with(&[(
        "e.avsc",
        r#"{"type": "record", "name": "Done", "namespace": "demo.v1",
  "contract": {"event": "thing.done", "class": "operational", "partitionKey": ["id"]},
  "fields": [
    {"name": "eventId", "type": "long"},
    {"name": "id", "type": ["null", "string"], "default": null}
  ]}"#,
    )]);
    insta::assert_snapshot!(folder.refused(&folder.config()));
}

#[test]
fn the_policy_judges_as_the_registry_does() {
    let folder = Folder::with(&[(
        "e.avsc",
        r#"{"type": "record", "name": "Done", "namespace": "demo.v1", "doc": "A thing was done.",
  "contract": {"event": "thing.done", "class": "payment", "context": "things", "owner": "team-things",
    "producer": "things", "partitionKey": ["eventId"], "idempotencyKey": ["eventId"], "retention": "P5Y"},
  "fields": [{"name": "eventId", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Id."}]}"#,
    )]);
    let report = folder.refused(&folder.config().policy(Setting::Enforce));
    for word in ["correlationId", "originatorInfo", "beneficiaryInfo", "e.avsc:"] {
        assert!(report.contains(word), "{word} is missing in\n{report}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Config::from_schemas("no/such/folder").generate().unwrap_err().to_string();
    assert!(error.starts_with("cannot read `no/such/folder`"), "{error}");
}
