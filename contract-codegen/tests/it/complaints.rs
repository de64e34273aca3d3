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

/// What the gate says of the same folder: both read it by the same rules.
#[test]
fn what_is_no_text_is_named_as_such_and_what_is_left_out_is_not_read() {
    let x = r#"{"type": "fixed", "name": "X", "size": 4}"#;
    let long = format!("{{\"doc\": \"{}\", \"type\": \"\u{1b}[31mred\"}}", "long ".repeat(50));
    let folder = Folder::with(&[
        ("contracts.toml", "\u{feff}exclude = \"old/**\"\nsubject = \"{stem}\"\n"),
        (
            "a.avsc",
            "{\"type\": \"record\",\n<<<<<<< ours\n\"name\": \"A\",\n=======\n>>>>>>> theirs\n",
        ),
        ("b.proto", "syntax = \"proto3\";\n||||||| base\n>>>>>>> theirs\n"),
        ("c.avsc", &format!("\u{feff}{x}")),
        ("long.avsc", &long),
        ("target/d.avsc", "no schema"),
        (".editor/d.avsc", "no schema"),
        (".d.avsc", "no schema"),
    ]);
    for (path, bytes) in
        [("e.avsc", &b"{\n\xff"[..]), ("f.schema.json", b"\0"), ("old/g.avsc", b"\xff")]
    {
        std::fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(path), bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
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

#[test]
fn what_has_no_value_is_refused() {
    let folder = Folder::with(&[(
        "e.avsc",
        r#"{"type": "record", "name": "E", "fields": [
  {"name": "u", "type": []}, {"name": "k", "type": {"type": "enum", "name": "K", "symbols": []}}
]}"#,
    )]);
    let report = folder.refused(&folder.config());
    for part in ["e.avsc:2:", "`E.u` has no branch", "enum `K` has no symbol"] {
        assert!(report.contains(part), "{part} in\n{report}");
    }
}

#[test]
fn a_union_that_collides_can_be_renamed_as_the_help_says() {
    let folder = Folder::with(&[(
        "r.avsc",
        r#"{"type": "record", "name": "R", "fields": [
  {"name": "foo", "type": {"type": "array", "items": ["int", "string"]}},
  {"name": "fooItem", "type": ["int", "string"]},
  {"name": "bar", "type": ["int", "string"]},
  {"name": "other", "type": {"type": "record", "name": "RBar", "fields": []}}
]}"#,
    )]);
    let report = folder.refused(&folder.config());
    for path in ["R.fooItem.union", "R.bar.union"] {
        assert!(report.contains(path), "{path} in\n{report}");
    }
    let config = folder.config().rename("R.fooItem.union", "RFooItem2");
    let rust = config.rename("R.bar.union", "RBar2").generate().unwrap().rust;
    assert!(rust.contains("pub enum RFooItem2") && rust.contains("pub struct RBar {"));
}

#[test]
fn renames_must_be_names_and_name_something() {
    let folder = Folder::with(&[("x.avsc", r#"{"type": "fixed", "name": "X", "size": 4}"#)]);
    for bad in ["", "no name", "type", "1a", "a::b"] {
        let report = folder.refused(&folder.config().rename("X", bad));
        assert!(report.contains("which is no name in Rust"), "{report}");
    }
    let compiled = folder.config().rename("Y", "Z").generate().unwrap();
    assert_eq!(compiled.warnings, ["there is nothing called `Y` to rename"]);
}

#[test]
fn a_type_with_the_name_of_a_module_is_refused() {
    let folder = Folder::with(&[
        ("a.avsc", r#"{"type": "fixed", "name": "_1", "namespace": "a", "size": 4}"#),
        ("b.avsc", r#"{"type": "fixed", "name": "X", "namespace": "a._1", "size": 4}"#),
    ]);
    let report = folder.refused(&folder.config());
    assert!(report.contains("type `a._1` has the name of a module"), "{report}");
    assert!(folder.config().rename("a._1", "One").generate().is_ok());
}

#[test]
fn records_shared_at_every_level_compile_in_time() {
    let mut fields = r#"{"name": "x0", "type": {"type": "record", "name": "D0", "fields": [
        {"name": "v", "type": "long"}]}}"#
        .to_owned();
    for level in 1..70 {
        let below = level - 1;
        fields += &format!(
            r#",{{"name": "x{level}", "type": {{"type": "record", "name": "D{level}", "fields": [
            {{"name": "l", "type": "D{below}"}}, {{"name": "r", "type": "D{below}"}},
            {{"name": "q", "type": {{"type": "array", "items": "D{below}"}}}}]}}}}"#
        );
    }
    let text = format!(r#"{{"type": "record", "name": "Top", "fields": [{fields}]}}"#);
    let folder = Folder::with(&[("d.avsc", &text)]);
    assert!(folder.rust().contains("65536usize,"));
}

#[test]
fn a_folder_without_schemas_is_worth_a_warning_and_a_missing_lock_a_remedy() {
    let folder = Folder::with(&[("readme.md", "")]);
    let compiled = folder.config().generate().unwrap();
    assert_eq!(compiled.warnings, ["there is no schema to compile"]);
    let error = Config::from_lock("no.lock").generate().unwrap_err().to_string();
    assert!(error.contains("`no.lock`") && error.contains("`concord pull` writes it"), "{error}");
}
