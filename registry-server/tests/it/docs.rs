//! Pages that are generated from tables say what the tables say; and who may talk to sled.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use registry_server::config::SETTINGS;

#[test]
fn the_page_of_settings_is_the_table_of_settings() {
    let mut table = String::from(
        "| setting | Confluent's name | default | meaning |\n| --- | --- | --- | --- |\n",
    );
    for setting in SETTINGS {
        let confluent: Vec<String> =
            setting.confluent.iter().map(|(name, _)| format!("`{name}`")).collect();
        let default = setting.default.map(|default| format!("`{default}`")).unwrap_or_default();
        let (name, confluent, meaning) = (setting.name, confluent.join(", "), setting.meaning);
        writeln!(table, "| `{name}` | {confluent} | {default} | {meaning} |").unwrap();
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let text = fs::read_to_string(page).unwrap();
    let (_, rest) = text.split_once("when it differs -->\n").unwrap();
    let (found, _) = rest.split_once("<!-- end -->").unwrap();
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
