//! Pages that are generated from tables say what the tables say; and who may talk to sled.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use registry_server::config::{CONFLUENT, Foreign, Meaning, SETTINGS};

#[test]
fn the_page_of_settings_is_the_table_of_settings() {
    let mut table = String::from(
        "| setting | Confluent's name | default | meaning |\n| --- | --- | --- | --- |\n",
    );
    for setting in SETTINGS {
        let theirs = CONFLUENT.iter().filter(
            |foreign| matches!(foreign.meaning, Meaning::Maps(ours, _) if ours == setting.name),
        );
        let confluent: Vec<String> = theirs.map(|foreign| format!("`{}`", foreign.name)).collect();
        let default = setting.default.filter(|default| !default.is_empty());
        let default = default.map(|default| format!("`{default}`")).unwrap_or_default();
        let (name, confluent, meaning) = (setting.name, confluent.join(", "), setting.meaning);
        writeln!(table, "| `{name}` | {confluent} | {default} | {meaning} |").unwrap();
    }
    check_page("settings.rs", &table);
}

#[test]
fn the_page_of_confluents_settings_is_the_table_of_them() {
    let mut table = String::from("| Confluent's name | here |\n| --- | --- |\n");
    for Foreign { name, meaning } in CONFLUENT {
        match meaning {
            Meaning::Maps(..) => {}
            Meaning::Nothing(reason) => {
                writeln!(table, "| `{name}` | no effect: {reason} |").unwrap()
            }
            Meaning::Refused { reason, .. } => {
                writeln!(table, "| `{name}` | **refused**: {reason} |").unwrap();
            }
        }
    }
    check_page("confluent.rs", &table);
}

/// The part of the page that is made from a file of `config/` holds this table; `UPDATE_EXPECTED=1` puts it there.
fn check_page(source: &str, table: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let text = fs::read_to_string(&page).unwrap();
    let (before, rest) = text
        .split_once(&format!(
            "registry-server/src/config/{source}; the test `docs` prints it when it differs -->\n"
        ))
        .unwrap();
    let (found, after) = rest.split_once("<!-- end -->").unwrap();
    if found != table && std::env::var_os("UPDATE_EXPECTED").is_some() {
        let head = &text[..before.len() + text[before.len()..].find('\n').unwrap() + 1];
        return fs::write(&page, format!("{head}{table}<!-- end -->{after}")).unwrap();
    }
    assert!(found == table, "docs/configuration.md should contain:\n{table}");
}

/// Names of sled's own that no other module of ours has.
const SLED: [&str; 5] = ["sled::Db", "sled::Config", "sled::Batch", "sled::Tree", "sled::open"];

#[test]
fn only_the_engine_talks_to_sled() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut talking = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if SLED.iter().any(|name| fs::read_to_string(&path).unwrap().contains(name)) {
                talking.push(path);
            }
        }
    }
    assert!(
        matches!(&talking[..], [engine] if engine.ends_with("log/sled/engine.rs")),
        "{talking:?}"
    );
}
