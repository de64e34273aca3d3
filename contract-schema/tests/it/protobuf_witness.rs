//! A message for every breach of the Protobuf fixtures: listed in `tests/witnesses/protobuf.jsonl`, and read by
//! prost-reflect, which shares no code with our own reader. Google's runtime reads the same list in `tests/interop`.
//!
//! `UPDATE_EXPECTED=1 cargo test -p contract-schema` rewrites the list; review it before you commit.

use crate::fixtures::{Broken, broken};
use crate::protobuf_meaning::same;
use contract_schema::compat::{Safety, Terms};
use contract_schema::level::Direction;
use contract_schema::witness::{Evidence, Outcome, Witness, evidence};
use contract_schema::{Format, ParseOptions, Schema, can_read};
use prost_reflect::{DynamicMessage, MessageDescriptor};
use std::collections::BTreeSet;
use std::path::Path;

/// Confluent refuses these, no datum breaks: the rule, and what is true of the fixture's pair.
const FALSE_ALARMS: &[(&str, &str)] = &[
    ("protobuf-package-changed", "fields travel by number, payloads name messages by position"),
    ("protobuf-field-kind-changed", "a map is the same bytes as its entries"),
    ("protobuf-field-named-type-changed", "a message of another name with the same fields"),
];

/// What prost-reflect does not do as the specification says, by rule.
const QUIRKS: &[(&str, &str)] = &[
    ("protobuf-enum-closed", "it keeps numbers that a closed enum does not define"),
    ("protobuf-field-became-required", "it does not ask for required fields"),
    ("protobuf-required-field-added", "it does not ask for required fields"),
    (
        "protobuf-field-utf8-checked",
        "it checks the text of proto2, too, so it cannot be the writer",
    ),
    ("protobuf-field-numeric-label-changed", "it does not ask for required fields"),
];

fn witnesses() -> Vec<(Broken, Evidence)> {
    let all = broken(Format::Protobuf).into_iter();
    all.map(|broken| {
        let found = evidence(&broken.reader, &broken.writer, &broken.breach);
        (broken, found)
    })
    .collect()
}

#[test]
fn every_breach_of_a_fixture_has_a_witness_or_is_listed() {
    let mut listed = String::new();
    let mut missing = Vec::new();
    let mut alarms = BTreeSet::new();
    for (broken, found) in witnesses() {
        let (rule, path) = (broken.breach.rule, &broken.breach.path);
        let place = format!("{}: {} at {path}", broken.fixture, rule.id);
        match found {
            Evidence::Shown(witness) => listed += &line(&broken, &witness),
            Evidence::FalseAlarm => {
                alarms.insert(rule.id);
                if !FALSE_ALARMS.iter().any(|(id, _)| *id == rule.id) {
                    missing.push(format!("{place} is a false alarm"));
                }
            }
            Evidence::Promise if rule.safety == Safety::Golden => {}
            Evidence::Promise if rule.id.contains("reserved") || rule.id.contains("taken-back") => {
            }
            Evidence::Promise | Evidence::NotFound => missing.push(format!("{place}: {found:?}")),
        }
    }
    let stale = FALSE_ALARMS.iter().filter(|(id, _)| !alarms.contains(id));
    missing.extend(stale.map(|(id, _)| format!("{id} is no false alarm any more")));
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witnesses/protobuf.jsonl");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &listed).unwrap();
    }
    assert_eq!(listed, std::fs::read_to_string(&file).unwrap_or_default());
}

fn line(broken: &Broken, witness: &Witness) -> String {
    let (outcome, text) = match &witness.outcome {
        Outcome::Refused(text) => ("refused", text),
        Outcome::Altered(text) => ("altered", text),
    };
    let reader = match broken.direction {
        Direction::NewReadsOld => "new",
        Direction::OldReadsNew => "old",
    };
    let (rule, path) = (broken.breach.rule.id, &broken.breach.path);
    let line = serde_json::json!({
        "fixture": broken.fixture, "rule": rule, "reader": reader, "path": path,
        "of": witness.of, "json": witness.json, "hex": witness.hex(), outcome: text,
    });
    format!("{line}\n")
}

fn descriptor(schema: &Schema, name: &str) -> Option<MessageDescriptor> {
    let Schema::Protobuf(schema) = schema else { return None };
    schema.pool().get_message_by_name(name)
}

/// The reader's message of the name that the writer's has below its package.
fn counterpart(schema: &Schema, writer: &MessageDescriptor) -> Option<MessageDescriptor> {
    let Schema::Protobuf(found) = schema else { return None };
    let below = writer.full_name().strip_prefix(writer.package_name())?.trim_start_matches('.');
    let package = found.file().package_name().to_owned();
    let name = if package.is_empty() { below.to_owned() } else { format!("{package}.{below}") };
    descriptor(schema, &name)
}

#[test]
fn an_independent_library_reads_every_witness_wrong_or_not_at_all() {
    let (mut complaints, mut read, mut quirks) = (Vec::new(), 0, 0);
    for (broken, found) in witnesses() {
        let Evidence::Shown(witness) = found else { continue };
        let rule = broken.breach.rule.id;
        let place = format!("{}: {rule} at {}", broken.fixture, broken.breach.path);
        let is_quirk = QUIRKS.iter().any(|(id, _)| *id == rule);
        let writer = descriptor(&broken.writer, &witness.of).unwrap();
        let written = match DynamicMessage::decode(writer.clone(), &*witness.bytes) {
            Ok(written) => written,
            Err(_) if is_quirk || is_edition(&broken.writer) => {
                quirks += 1;
                continue;
            }
            Err(error) => panic!("{place}: the writer does not read its own bytes: {error}"),
        };
        let Some(reader) = counterpart(&broken.reader, &writer) else {
            assert_eq!(rule, "protobuf-message-removed", "{place}");
            read += 1;
            continue;
        };
        match DynamicMessage::decode(reader, &*witness.bytes) {
            Ok(found) if same(&written, &found) && is_quirk => quirks += 1,
            Ok(found) if same(&written, &found) && is_lost(rule) => read += 1,
            Ok(found) if same(&written, &found) => complaints.push(format!("{place}: {found}")),
            Ok(_) | Err(_) => read += 1,
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(read > 100 && quirks < read / 4, "{read} read, {quirks} left out");
}

/// Rules that mind a value for which the reader has no field.
fn is_lost(rule: &str) -> bool {
    matches!(
        rule,
        "protobuf-oneof-field-removed"
            | "protobuf-required-field-removed"
            | "protobuf-oneof-member-unknown"
    )
}

fn is_edition(schema: &Schema) -> bool {
    matches!(schema, Schema::Protobuf(schema) if schema.edition().is_some())
}

/// Pairs whose difference is easily overlooked: the writer, the reader, and what is known of the first breach.
const HIDDEN: &[(&str, &str, &str)] = &[
    (
        "message A { B b = 1; } message B { C c = 1; } message C { fixed64 x = 1; }",
        "message A { B2 b = 1; } message B2 { C2 c = 1; } message C2 { bool x = 1; } message B {} message C {}",
        r#"{"b":{"c":{"x":"18446744073709551615"}}}"#,
    ),
    ("message A { E e = 1; } enum E { Z = 0; }", "message A { E e = 1; } enum E { Y = 0; }", "{}"),
    (
        "message A { B b = 1; } message B {}",
        "message A { C b = 1; } message C { int32 x = 1; } message B {}",
        "false alarm",
    ),
];

#[test]
fn differences_many_levels_down_and_in_what_is_absent_are_seen() {
    for (writer, reader, expected) in HIDDEN {
        let parse = |text: &str| {
            let text = format!("syntax = \"proto3\"; {text}");
            Schema::parse(Format::Protobuf, &text, &[], ParseOptions::new_schema()).unwrap()
        };
        let (writer, reader) = (parse(writer), parse(reader));
        let terms = Terms { safety: Safety::Wire, ..Terms::default() };
        let breaches = can_read(&reader, &writer, terms).unwrap();
        let found = match evidence(&reader, &writer, &breaches[0]) {
            Evidence::Shown(witness) => witness.json,
            Evidence::FalseAlarm => "false alarm".to_owned(),
            Evidence::Promise | Evidence::NotFound => "nothing".to_owned(),
        };
        assert_eq!(found, *expected, "{}", breaches[0].reason);
    }
}
