//! The keys of `contracts.toml`: those of the code are those of the document.

use contract_model::Manifest;
use contract_model::manifest::keys;
use std::collections::BTreeSet;

const TABLES: [(&str, &[&str]); 7] = [
    ("top", keys::TOP),
    ("contract", keys::CONTRACT),
    ("check", keys::CHECK),
    ("pull", keys::PULL),
    ("registry", keys::REGISTRY),
    ("registry.subject", keys::REGISTRY_SUBJECT),
    ("waiver", keys::WAIVER),
];

#[test]
fn every_key_is_documented_and_no_other() {
    let page = include_str!("../../../docs/contracts.md");
    let section =
        page.split("\n## ").find(|section| section.starts_with("contracts.toml")).unwrap();
    let rows = section.lines().filter_map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let (table, key) = (cells.next().filter(|cell| !cell.starts_with('`'))?, cells.next()?);
        Some((table.to_owned(), key.strip_prefix('`')?.strip_suffix('`')?.to_owned()))
    });
    let documented: BTreeSet<(String, String)> = rows.collect();
    let known: BTreeSet<(String, String)> = TABLES
        .iter()
        .flat_map(|(table, keys)| keys.iter().map(|key| ((*table).to_owned(), (*key).to_owned())))
        .collect();
    assert_eq!(documented, known);
}

#[test]
fn an_unknown_key_of_any_table_is_an_error_with_a_suggestion() {
    for (table, known) in TABLES {
        for key in known {
            let misspelt = format!("{key}x");
            let text = match table {
                "top" => format!("{misspelt} = 1\n"),
                "contract" | "waiver" | "registry.subject" => {
                    format!("[[{table}]]\n{misspelt} = 1\n")
                }
                _ => format!("[{table}]\n{misspelt} = 1\n"),
            };
            let found = Manifest::read(&text).unwrap_err();
            let unknown = found.iter().find(|found| found.id == "manifest-unknown-key").unwrap();
            let help = unknown.help.as_deref().unwrap();
            assert_eq!(help, format!("did you mean `{key}`?"), "{text}");
            assert!(unknown.at.is_some(), "{text}");
        }
    }
}
