//! `docs/rules.md` is printed from the rule tables; this test keeps it so.
//!
//! `UPDATE_EXPECTED=1 cargo test -p contract-schema` rewrites it.

use contract_schema::compat::Safety;
use contract_schema::{Format, Level, Rule, level::Direction, rule};
use std::fmt::Write;

fn page() -> String {
    let mut page = String::from(
        "# Compatibility rules\n\n\
         This page is generated from the rule tables of `contract-schema`; do not edit it.\n\
         A rule says what is true of a reader and a writer that do not fit.\n\
         `concord explain <rule>` prints the same text; the examples are the fixtures that every rule is tested with, old and new.\n\n\
         ## Who reads whom\n\n\
         | level | asked, in this order | of |\n| --- | --- | --- |\n",
    );
    for level in Level::all() {
        let asked: Vec<&str> = level
            .directions()
            .iter()
            .map(|direction| match direction {
                Direction::NewReadsOld => "new reads old",
                Direction::OldReadsNew => "old reads new",
            })
            .collect();
        let of = match (asked.is_empty(), level.is_transitive()) {
            (true, _) => "no version",
            (false, true) => "every live version, newest first",
            (false, false) => "the latest version",
        };
        let asked = if asked.is_empty() { "nothing".to_owned() } else { asked.join(", ") };
        writeln!(page, "| {level} | {asked} | {of} |").unwrap();
    }
    page.push_str("\nThe first version that clashes ends the walk.\n");
    page.push_str(
        "\nThe setting `compatibilityPolicy` says how strictly JSON Schemas are compared: `STRICT` (if nothing is set), \
         `LENIENT`, under which the rules that say so are no rules, and `LOGICAL`, which is `STRICT` here.\n",
    );
    for format in Format::ALL {
        let title = match format {
            Format::Avro => "Avro",
            Format::Json => "JSON Schema",
            Format::Protobuf => "Protobuf",
        };
        writeln!(page, "\n## {title}").unwrap();
        for rule in rule::all().filter(|rule| rule.format == format) {
            writeln!(page, "\n### {}\n", rule.id).unwrap();
            writeln!(page, "{}.\n", sentence(rule.summary)).unwrap();
            writeln!(page, "- Why it matters: {}.", rule.why).unwrap();
            writeln!(page, "- What to do: {}.", rule.help).unwrap();
            if rule.safety != Safety::Standard {
                writeln!(page, "- From safety `{}` on.", rule.safety).unwrap();
            }
            match (rule.safety, rule.upstream) {
                (Safety::Standard, "") => {
                    writeln!(page, "- In Confluent's messages: an unexpected exception.").unwrap()
                }
                (Safety::Standard, name) => {
                    writeln!(page, "- In Confluent's messages: `{name}`.").unwrap();
                }
                (Safety::Wire | Safety::Golden, name) => {
                    writeln!(page, "- In messages: `{name}`; Confluent's registry sees nothing.")
                        .unwrap();
                }
            }
            match rule.link() {
                Some(link) => writeln!(page, "- Source: [{}]({link}).", rule.spec).unwrap(),
                None => writeln!(page, "- Source: {}.", rule.spec).unwrap(),
            }
            example(&mut page, rule);
        }
    }
    page
}

/// Longer examples are cut.
const MOST_LINES: usize = 24;
const MOST_CHARACTERS: usize = 250;

/// The two schemas of the rule's fixture; `concord explain` reads them from the page.
fn example(page: &mut String, rule: &Rule) {
    let (folder, extension, language) = match rule.format {
        Format::Avro => ("avro", "avsc", "json"),
        Format::Json => ("json", "json", "json"),
        Format::Protobuf => ("protobuf", "proto", "proto"),
    };
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (title, name) in [("Old", "old"), ("New", "new")] {
        let path = fixtures.join(folder).join(rule.id).join(format!("{name}.{extension}"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        writeln!(page, "\n{title}:\n\n```{language}\n{}```", clipped(text.trim())).unwrap();
    }
}

fn clipped(text: &str) -> String {
    let all = text.lines().count();
    let mut shown = String::new();
    for line in text.lines().take(MOST_LINES) {
        let start: String = line.chars().take(MOST_CHARACTERS).collect();
        let cut = if start.len() < line.len() { "…" } else { "" };
        writeln!(shown, "{}{cut}", start.trim_end()).unwrap();
    }
    if all > MOST_LINES {
        writeln!(shown, "… and {} lines more", all - MOST_LINES).unwrap();
    }
    shown
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_page_of_rules_is_that_of_the_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let page = page();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == written,
        "docs/rules.md is stale: run UPDATE_EXPECTED=1 cargo test -p contract-schema"
    );
}
