//! The Rust of small schemas, and that the same input gives the same bytes.

use crate::folder::Folder;

/// The definitions and functions whose line contains `word`, cut to what a review can read.
fn part(rust: &str, from: &str, to: &str) -> String {
    let start = rust.find(from).unwrap();
    let end = rust[start..].find(to).map_or(rust.len(), |end| start + end);
    rust[start..end].to_owned()
}

#[test]
fn a_record_becomes_a_documented_struct_with_a_straight_line_codec() {
    let folder = Folder::with(&[(
        "money.avsc",
        r#"{"type": "record", "name": "Money", "namespace": "demo.v1", "doc": "An amount.\nWith its currency.",
            "fields": [
              {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "currency", "type": "string", "doc": "ISO 4217.", "validate": {"string": {"currency": true}}},
              {"name": "note", "type": ["string", "null"], "confluent:tags": ["PII"],
               "validate": {"string": {"max_len": 10, "pattern": "^[a-z]+$"}}}]}"#,
    )]);
    insta::assert_snapshot!(folder.rust());
}

#[test]
fn unions_of_any_shape_go_by_branch_index() {
    let folder = Folder::with(&[(
        "u.avsc",
        r#"{"type": "record", "name": "U", "fields": [
            {"name": "last", "type": ["long", "null"]},
            {"name": "wide", "type": ["string", "null", {"type": "enum", "name": "E", "symbols": ["A_1", "b"], "default": "b"}, "int"]},
            {"name": "many", "type": {"type": "array", "items": ["int", {"type": "map", "values": "double"}]}},
            {"name": "none", "type": ["null"]}]}"#,
    )]);
    let rust = folder.rust();
    insta::assert_snapshot!(part(&rust, "pub struct U {", "impl ::core::fmt::Debug for U"));
    insta::assert_snapshot!(part(
        &rust,
        "impl U {",
        "impl U {\n    #[doc(hidden)]\n    pub fn check"
    ));
}

#[test]
fn only_a_back_edge_is_boxed_and_depth_is_counted() {
    let folder = Folder::with(&[(
        "tree.avsc",
        r#"{"type": "record", "name": "Tree", "fields": [
            {"name": "label", "type": "string"},
            {"name": "left", "type": ["null", "Tree"]},
            {"name": "others", "type": {"type": "array", "items": "Tree"}},
            {"name": "leaf", "type": {"type": "record", "name": "Leaf", "fields": [{"name": "up", "type": ["null", "Tree"]}]}}]}"#,
    )]);
    let rust = folder.rust();
    insta::assert_snapshot!(part(&rust, "pub struct Tree {", "impl ::core::fmt::Debug for Tree"));
    assert!(part(&rust, "impl Tree {", "pub fn write_avro").contains("reader.enter()?;"));
    assert!(rust.contains("pub up: ::core::option::Option<Tree>"), "one box breaks a cycle");
}

#[test]
fn keywords_and_names_of_the_prelude_are_safe() {
    let folder = Folder::with(&[(
        "k.avsc",
        r#"{"type": "record", "name": "Option", "namespace": "self.type.String", "fields": [
            {"name": "type", "type": "int"}, {"name": "self", "type": "int"}, {"name": "_1", "type": "int"},
            {"name": "Some", "type": {"type": "record", "name": "Result", "fields": [{"name": "Ok", "type": "boolean"}]}}]}"#,
    )]);
    let rust = folder.rust();
    insta::assert_snapshot!(part(&rust, "pub struct Option {", "impl ::core::fmt::Debug"));
    for module in ["pub mod self_ {", "pub mod r#type {", "pub mod string {"] {
        assert!(rust.contains(module), "{module}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_and_a_file_is_written_only_when_it_changed() {
    let schemas = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
    let config = contract_codegen::Config::from_schemas(schemas);
    let (first, second) = (config.generate().unwrap().rust, config.generate().unwrap().rust);
    assert_eq!(first, second);
    assert!(
        !first.contains(env!("CARGO_MANIFEST_DIR")),
        "no path of this machine is in the output"
    );

    let folder = Folder::with(&[("x.avsc", r#"{"type": "fixed", "name": "X", "size": 4}"#)]);
    let out = folder.path().join("out/x.rs");
    folder.config().out_file(&out).try_compile().unwrap();
    let modified = || std::fs::metadata(&out).unwrap().modified().unwrap();
    let before = modified();
    folder.config().out_file(&out).try_compile().unwrap();
    assert_eq!(before, modified());
}

#[test]
fn neither_the_order_of_files_nor_their_folder_nor_the_clock_shows_in_the_output() {
    let schemas = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let config = contract_codegen::Config::from_schemas(&schemas);
    let watched = config.generate().unwrap();
    let files = watched.watched().iter().filter(|path| path.is_file());
    let mut files: Vec<(String, String)> = files
        .map(|path| {
            let below = path.strip_prefix(&schemas).unwrap().to_str().unwrap();
            (below.to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    // Folders list their files in the order of creation, or of hashes that differ from folder to folder.
    for turn in [7, 13, 29] {
        files.rotate_left(turn);
        files.reverse();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let folder = Folder::with(&files);
        let compiled = contract_codegen::Config::from_schemas(folder.path()).generate().unwrap();
        assert!(compiled.rust == watched.rust, "the output depends on the order or place of files");
        assert_eq!(compiled.files(), watched.files());
    }
}

/// What cargo is told to watch, below the folder.
fn watched(manifest: &str) -> Vec<String> {
    let x = r#"{"type": "fixed", "name": "X", "size": 4}"#;
    let files = [
        ("a/x.avsc", x),
        ("b/c/y.avsc", "\"int\""),
        ("contracts.toml", manifest),
        ("README.md", ""),
    ];
    let folder = Folder::with(&files);
    let compiled = folder.config().generate().unwrap();
    let shown = |path: &std::path::PathBuf| {
        let below = path.strip_prefix(folder.path()).unwrap();
        below.to_str().unwrap().replace('\\', "/")
    };
    compiled.watched().iter().map(shown).collect()
}

/// Cargo looks through a folder whole: one that is named without need has every word of a README build everything anew.
#[test]
fn every_schema_is_watched_and_of_folders_those_to_which_another_may_come() {
    let files = ["contracts.toml", "a/x.avsc", "b/c/y.avsc"];
    let row = |files: &str| {
        format!("policy = \"off\"\n[[contract]]\nfiles = {files}\nsubject = \"{{stem}}\"\n")
    };
    for (manifest, folders) in [
        (row("\"**/*.avsc\""), &[""][..]),
        (row("[\"a/*.avsc\", \"b/c/*.avsc\"]"), &["a", "b/c"]),
        (row("\"{a,b/{c,d}}/?.avsc\""), &["a", "b/c"]),
        (row("[\"b/**\", \"b/c/*\", \"a/x.avsc\"]"), &["b"]),
        (row("[\"a/x.avsc\", \"b/c/y.avsc\"]"), &[]),
    ] {
        assert_eq!(watched(&manifest), [folders, &files].concat(), "{manifest}");
    }
}
