//! The official tests of JSON Schema as the judge of the validator: `tests/json-schema-test-suite/README.md`.

use super::{Validator, Verdict};
use crate::json::JsonSchema;
use crate::json::meaning::Meanings;
use crate::json_text::{self, Node};
use crate::schema::{Dependency, ParseOptions};

/// One group of tests of a draft.
pub(in crate::json) struct Group {
    pub(in crate::json) draft: &'static str,
    pub(in crate::json) file: &'static str,
    pub(in crate::json) name: &'static str,
    pub(in crate::json) schema: String,
    /// What is tested, the value and whether it is valid.
    pub(in crate::json) tests: Vec<(String, Node, bool)>,
}

/// Draft, what `$schema` says if the suite leaves it out, the groups.
const FILES: [(&str, &str, &str); 5] = [
    (
        "draft4",
        "http://json-schema.org/draft-04/schema#",
        include_str!("../../../tests/json-schema-test-suite/draft4.tsv"),
    ),
    (
        "draft6",
        "http://json-schema.org/draft-06/schema#",
        include_str!("../../../tests/json-schema-test-suite/draft6.tsv"),
    ),
    (
        "draft7",
        "http://json-schema.org/draft-07/schema#",
        include_str!("../../../tests/json-schema-test-suite/draft7.tsv"),
    ),
    (
        "draft2019-09",
        "https://json-schema.org/draft/2019-09/schema",
        include_str!("../../../tests/json-schema-test-suite/draft2019-09.tsv"),
    ),
    (
        "draft2020-12",
        "https://json-schema.org/draft/2020-12/schema",
        include_str!("../../../tests/json-schema-test-suite/draft2020-12.tsv"),
    ),
];

const REMOTES: &str = include_str!("../../../tests/json-schema-test-suite/remotes.tsv");

/// What is left out: part of draft and file, beginning of group and test, reason.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "optional/ecmascript-regex",
        "\"ECMA 262 \\\\s matches whitespace\"",
        "`\\s` is Java's, as everywhere in this crate: Confluent's clients validate with Java",
    ),
    (
        "optional/ecmascript-regex",
        "\"ECMA 262 \\\\S matches everything but whitespace\"",
        "`\\S` is Java's, too",
    ),
    (
        "optional/zeroTerminatedFloats",
        "",
        "draft 4 tells 1.0 from 1; here a number is what it is worth, in all drafts",
    ),
    (
        "optional/unknownKeyword",
        "\"$id inside an unknown keyword",
        "an `$id` counts wherever it stands but in instances, as for Confluent's readers",
    ),
    (
        "optional/dependencies-compatibility",
        "",
        "2019-09 has no `dependencies` any more; WIRE still minds what they say",
    ),
    (
        "draft7 optional/content",
        "\"validation of binary-encoded media type documents\": a validly-encoded invalid",
        "what is in an encoded text is not looked at",
    ),
    (
        "vocabulary",
        "\"schema that uses custom metaschema",
        "vocabularies of custom meta-schemas are not read",
    ),
    (
        "draft2020-12 format",
        "",
        "by default a format is an annotation in 2020-12; here every format is an assertion",
    ),
];

/// Every group of every draft.
pub(in crate::json) fn groups() -> Vec<Group> {
    let mut groups = Vec::new();
    for (draft, uri, lines) in FILES {
        for line in lines.lines() {
            let parts: [&'static str; 4] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let [file, name, schema, tests] = parts;
            let has_draft = json_text::parse(schema, 256).unwrap().get("$schema").is_some();
            let schema = match schema.strip_prefix('{').filter(|_| !has_draft) {
                Some("}") => format!("{{\"$schema\":\"{uri}\"}}"),
                Some(rest) => format!("{{\"$schema\":\"{uri}\",{rest}"),
                None => schema.to_owned(),
            };
            let tests = json_text::parse(tests, 256).unwrap();
            let tests = tests.elements().iter().map(|test| {
                let [name, value, valid] = test.elements() else { unreachable!("{line}") };
                (name.as_str().unwrap().to_owned(), value.clone(), valid.as_bool().unwrap())
            });
            groups.push(Group { draft, file, name, schema, tests: tests.collect() });
        }
    }
    groups
}

/// The schema of a group, with the documents that the suite serves.
pub(in crate::json) fn parse(group: &Group) -> Option<JsonSchema> {
    let remotes = REMOTES.lines().map(|line| line.split_once('\t').unwrap());
    let dependencies: Vec<Dependency> = remotes
        .map(|(uri, text)| Dependency {
            name: uri.to_owned(),
            subject: uri.to_owned(),
            version: 1,
            text: text.into(),
        })
        .collect();
    let needs = group.schema.contains("localhost:1234");
    let dependencies = if needs { &dependencies[..] } else { &[] };
    JsonSchema::parse(&group.schema, dependencies, ParseOptions::stored()).ok()
}

#[test]
fn the_validator_agrees_with_the_official_tests() {
    let (mut right, mut open, mut left_out, mut wrong) = (0, Vec::new(), 0, Vec::new());
    let mut used = vec![false; LEFT_OUT.len()];
    for group in groups() {
        let Some(schema) = parse(&group) else {
            wrong.push(format!("{} {}: not parsed", group.file, group.name));
            continue;
        };
        let mut meanings = Meanings::new();
        let root = meanings.add(schema.root_place());
        meanings.finish();
        let mut validator = Validator::new(&meanings);
        for (name, value, valid) in &group.tests {
            let listed = LEFT_OUT.iter().position(|row| {
                format!("{} {}", group.draft, group.file).contains(row.0)
                    && format!("{}: {name}", group.name).starts_with(row.1)
            });
            if let Some(listed) = listed {
                used[listed] = true;
                left_out += 1;
                continue;
            }
            match (validator.check(root, value), valid) {
                (Verdict::Valid, true) | (Verdict::Refused, false) => right += 1,
                (Verdict::Unknown, _) => {
                    open.push(format!("{} {}: {}: {name}", group.draft, group.file, group.name));
                }
                (found, _) => wrong.push(format!(
                    "{} {}: {}: {name}: {found:?} {}",
                    group.draft,
                    group.file,
                    group.name,
                    value.to_compact().chars().take(80).collect::<String>()
                )),
            }
        }
    }
    eprintln!("{right} agree, {} undecided, {left_out} left out", open.len());
    // What the engine of patterns does not know, and formats without a judge; never what is not optional.
    let is_optional = |line: &&String| {
        line.contains(" optional/format/") || line.contains(" optional/ecmascript-regex")
    };
    let unexpected: Vec<&String> = open.iter().filter(|line| !is_optional(line)).collect();
    assert!(unexpected.is_empty(), "undecided: {unexpected:#?}");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(used.iter().all(|used| *used), "a row of what is left out is not used");
}
