//! Pages that are generated from tables say what the tables say.

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
