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
    assert!(folder.refused(&config(&folder)).contains("cannot read `s/done.avsc`"));
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
