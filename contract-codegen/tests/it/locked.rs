//! Contracts from a lock file.

use crate::folder::Folder;
use contract_codegen::{Config, Setting};

const PARTY: &str = r#"{"type":"record","name":"Party","namespace":"demo","fields":[{"name":"name","type":"string"}]}"#;
const DONE: &str = r#"{"type":"record","name":"Done","namespace":"demo.v1","contract":{"event":"thing.done","class":"operational"},"fields":[{"name":"eventId","type":"string"},{"name":"correlationId","type":"string"},{"name":"party","type":"demo.Party"}]}"#;

fn entry(subject: &str, version: u32, file: &str, text: &str, rest: &str) -> String {
    let hash = contract_model::lock::sha256(text);
    format!(
        "[[contract]]\nsubject = \"{subject}\"\nversion = {version}\nid = {version}\nformat = \"AVRO\"\nfile = \"{file}\"\nsha256 = \"{hash}\"\n{rest}\n"
    )
}

const TO_PARTY: &str = "direct = true\nreferences = [{ name = \"demo.Party\", subject = \"demo.Party\", version = 1 }]";

fn lock(done: &str) -> String {
    let party = entry("demo.Party", 1, "s/party.avsc", PARTY, "");
    format!("layout = 1\n{party}{}", entry("thing.done-value", 3, "s/done.avsc", done, TO_PARTY))
}

fn config(folder: &Folder) -> Config {
    Config::from_lock(folder.path().join("contracts.lock")).serde(false).policy(Setting::Off)
}

#[test]
fn a_lock_gives_the_version_and_the_sources_beside_it() {
    let folder = Folder::with(&[
        ("contracts.lock", &lock(DONE)),
        ("s/party.avsc", PARTY),
        ("s/done.avsc", DONE),
    ]);
    let rust = config(&folder).generate().unwrap().rust;
    assert!(rust.contains(r#"SUBJECT: &'static ::core::primitive::str = "thing.done-value";"#));
    assert!(
        rust.contains("= ::core::option::Option::Some(\n                3u32")
            || rust.contains("Some(3u32)")
    );
    assert!(rust.contains("pub struct DoneDraft"));
}

#[test]
fn an_edited_source_and_a_missing_one_are_refused() {
    let edited = DONE.replace("thing.done", "thing.dyed");
    let folder = Folder::with(&[
        ("contracts.lock", &lock(DONE)),
        ("s/party.avsc", PARTY),
        ("s/done.avsc", &edited),
    ]);
    let report = folder.refused(&config(&folder));
    assert!(report.contains("this is not the text of `thing.done-value` version 3"), "{report}");
    assert!(report.contains("concord pull"), "{report}");
    std::fs::remove_file(folder.path().join("s/done.avsc")).unwrap();
    std::fs::write(folder.path().join("s/party.avsc"), "<<<<<<< ours\n").unwrap();
    let report = folder.refused(&config(&folder));
    let missing =
        "error[lock-source-missing]: `s/done.avsc`, the source of `thing.done-value` version 3";
    assert!(report.contains(missing), "{report}");
    assert!(report.contains("error[file-merge-conflict]: a merge conflict"), "{report}");
    assert!(report.contains("--> contracts.lock:15:1\n"), "{report}");
    std::fs::write(folder.path().join("contracts.lock"), "layout = 1\n<<<<<<< ours\n").unwrap();
    let report = folder.refused(&config(&folder));
    assert!(report.contains("[file-merge-conflict]"), "{report}");
    assert!(report.contains("--> contracts.lock:2:1\n"), "{report}");
}

#[test]
fn two_versions_of_a_shared_type_are_refused() {
    let other = DONE.replace("Done", "Undone").replace("thing.done", "thing.undone");
    let newer = PARTY.replace("string", "bytes");
    let text = lock(DONE)
        + &entry("demo.Party", 2, "s/party2.avsc", &newer, "")
        + &entry(
            "thing.undone-value",
            1,
            "s/undone.avsc",
            &other,
            &TO_PARTY.replace("version = 1", "version = 2"),
        );
    let folder = Folder::with(&[("contracts.lock", &text)]);
    let report = folder.refused(&config(&folder));
    assert!(
        report.contains("`demo.Party` is needed in version 1 by `thing.done-value`"),
        "{report}"
    );
}

#[test]
fn the_order_of_a_lock_changes_nothing_and_exactly_its_files_are_watched() {
    let party = entry("demo.Party", 1, "s/party.avsc", PARTY, "");
    let done = entry("thing.done-value", 3, "s/done.avsc", DONE, TO_PARTY);
    let other = DONE.replace("Done", "Begun").replace("thing.done", "thing.begun");
    let begun = entry("thing.begun-value", 1, "s/begun.avsc", &other, TO_PARTY);
    let output = |blocks: [&str; 3]| {
        let lock = format!("layout = 1\n{}", blocks.join("\n"));
        let folder = Folder::with(&[
            ("contracts.lock", &lock),
            ("s/unused.avsc", PARTY),
            ("s/party.avsc", PARTY),
            ("s/done.avsc", DONE),
            ("s/begun.avsc", &other),
        ]);
        let compiled = config(&folder).generate().unwrap();
        let mut watched: Vec<String> = compiled
            .watched()
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned())
            .collect();
        watched.sort();
        assert_eq!(watched, ["contracts.lock", "s/begun.avsc", "s/done.avsc", "s/party.avsc"]);
        compiled.rust
    };
    let first = output([&party, &done, &begun]);
    assert!(first == output([&begun, &done, &party]) && first == output([&done, &party, &begun]));
}

/// The newest version has no `note` any more, and a field that older ones lack.
fn two_versions() -> String {
    let older = entry("thing.done-value", 1, "s/done1.avsc", OLDER, "direct = true");
    format!("{}{older}", lock(DONE))
}

const OLDER: &str = r#"{"type":"record","name":"Done","namespace":"demo.v1","fields":[{"name":"correlationId","type":"string"},{"name":"note","type":"string"},{"name":"eventId","type":"string"},{"name":"party","type":{"type":"record","name":"demo.Party","fields":[{"name":"name","type":"bytes"}]}}]}"#;

#[test]
fn an_older_version_gets_a_decoder_and_what_it_loses_is_said() {
    let folder = Folder::with(&[
        ("contracts.lock", &two_versions()),
        ("s/party.avsc", PARTY),
        ("s/done.avsc", DONE),
        ("s/done1.avsc", OLDER),
    ]);
    let compiled = config(&folder).generate().unwrap();
    let text: String = compiled.rust.split_whitespace().collect();
    assert!(text.contains("constWRITERS"), "{}", compiled.rust);
    assert!(text.contains("constSCHEMA_ID"));
    assert!(text.contains(r#"dropped:&["demo.v1.Done.note"]"#));
    let warnings = compiled.warnings.join("\n");
    assert!(
        warnings.contains("does not read what is written here: `demo.v1.Done.note`"),
        "{warnings}"
    );
}

#[test]
fn a_foreign_writer_is_named_in_the_lock_file_or_in_the_build_script() {
    let foreign =
        entry("legacy-value", 7, "s/done1.avsc", OLDER, "writer_of = \"thing.done-value\"");
    let text = format!("{}{foreign}", lock(DONE));
    let files = [("s/party.avsc", PARTY), ("s/done.avsc", DONE), ("s/done1.avsc", OLDER)];
    let folder = Folder::with(&[&[("contracts.lock", &*text)][..], &files].concat());
    let from_lock = config(&folder).generate().unwrap().rust;
    assert!(from_lock.contains("resolve_0") && from_lock.contains("Option::Some(7u32)"));
    let folder = Folder::with(&[&[("contracts.lock", &*lock(DONE))][..], &files].concat());
    let named = config(&folder).writer("thing.done-value", folder.path().join("s/done1.avsc"));
    assert!(named.generate().unwrap().rust.contains("resolve_0"));
    let nobody = config(&folder).writer("thing-value", folder.path().join("s/done1.avsc"));
    let report = folder.refused(&nobody);
    assert!(report.contains("`thing-value` is not among the compiled contracts"), "{report}");
}
