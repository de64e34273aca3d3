//! Laws of verdicts on JSON Schemas, over random pairs and over the official tests, with the crate `jsonschema` as the
//! judge of data.
//!
//! `JSON_CASES=n` sets the number of pairs of each law, `SEED=n` draws others; both sides of every draw are printed by
//! the assertion that fails.

use crate::json_random::{Source, cases, validator};
use contract_schema::compat::{Policy, Safety, Terms, check_under};
use contract_schema::witness::{Evidence, evidence};
use contract_schema::{Breach, Format, Level, ParseOptions, Schema, can_read, keeps};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What Confluent's comparison lets through though data break, by the rule of WIRE that names it, and the row of the
/// reference on wrong verdicts, or the place in the reference on how it compares.
const FALSE_YES: [(&str, &str); 12] = [
    (
        "json-type-not-promised",
        "4.1: keywords of a family are taken for a type that is not written",
    ),
    ("json-required-not-promised", "C12 and C13: names that `properties` lacks, and empty schemas"),
    ("json-format-not-promised", "C12: `format`"),
    ("json-number-narrowed", "C15, C20, and 4.1: limits beside no type"),
    ("json-keyword-narrowed", "4.1: keywords of families that the comparison takes apart"),
    ("json-contains-narrowed", "C12: the schema under `contains`"),
    ("json-pattern-properties-narrowed", "C12: schemas under `patternProperties`"),
    ("json-property-names-narrowed", "C12: `propertyNames`"),
    ("json-condition-not-promised", "C12: what is inside `if`, `then` and `else`"),
    ("json-branch-narrowed", "C24: branches of several families are taken apart"),
    ("json-one-of-overlaps", "C19: branches of `oneOf` that overlap"),
    ("json-value-forbidden", "4.3: `false` where the comparison does not look"),
];

fn parse(schema: &Value) -> Arc<Schema> {
    read(&schema.to_string())
}

fn read(text: &str) -> Arc<Schema> {
    Arc::new(Schema::parse(Format::Json, text, &[], ParseOptions::stored()).unwrap())
}

fn judge(reader: &Schema, writer: &Schema, policy: Policy, safety: Safety) -> Vec<Breach> {
    can_read(reader, writer, Terms { policy, safety }).unwrap()
}

fn ids(found: &[Breach]) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = found.iter().map(|breach| breach.rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Sources of both families of drafts.
fn sources(salt: u64) -> [Source; 2] {
    [false, true].map(|is_newer| Source::new(salt + u64::from(is_newer), is_newer))
}

#[test]
fn a_schema_reads_and_keeps_itself() {
    let mut count = 0;
    for mut source in sources(101) {
        for _ in 0..cases(400) {
            let (schema, _) = source.pair();
            let same = parse(&schema);
            // Another order, and a title more: nothing is the same text.
            let mut titled = schema.clone();
            if let Value::Object(members) = &mut titled {
                members.insert("title".to_owned(), json!("again"));
            }
            let normalized = read(&parse(&titled).normalized_text());
            for again in [&same, &normalized] {
                for policy in [Policy::Strict, Policy::Lenient, Policy::Logical] {
                    for safety in Safety::ALL {
                        for (reader, writer) in [(&same, again), (again, &same)] {
                            let found = judge(reader, writer, policy, safety);
                            assert_eq!(ids(&found), [""; 0], "{policy} {safety} {schema}");
                        }
                    }
                }
                assert_eq!(ids(&keeps(again, &same).unwrap()), [""; 0], "{schema}");
                assert_eq!(ids(&keeps(&same, again).unwrap()), [""; 0], "{schema}");
            }
            count += 1;
        }
    }
    eprintln!("{count} schemas");
}

#[test]
fn full_is_symmetric_and_asks_both_directions() {
    let (mut count, mut refused) = (0, 0);
    for mut source in sources(113) {
        for _ in 0..cases(300) {
            let (one, other) = source.pair();
            let (a, b) = (parse(&one), parse(&other));
            for policy in [Policy::Strict, Policy::Lenient] {
                for safety in [Safety::Standard, Safety::Wire] {
                    let terms = Terms { policy, safety };
                    let full = |new: &Arc<Schema>, old: &Arc<Schema>| {
                        check_under(terms, Level::Full, new, &[(1, old.clone())]).is_none()
                    };
                    let both = judge(&a, &b, policy, safety).is_empty()
                        && judge(&b, &a, policy, safety).is_empty();
                    assert_eq!(full(&a, &b), both, "{policy} {safety}\n{one}\n{other}");
                    assert_eq!(full(&b, &a), both, "{policy} {safety}\n{one}\n{other}");
                    count += 1;
                    refused += usize::from(!both);
                }
            }
        }
    }
    eprintln!("{count} pairs, {refused} refused");
    assert!(refused > 0 && refused < count);
}

#[test]
fn a_transitive_level_is_the_sum_of_its_pairs() {
    let (mut count, mut clashes) = (0, 0);
    for mut source in sources(127) {
        for _ in 0..cases(120) {
            let versions: Vec<Value> = source.line(5);
            let parsed: Vec<Arc<Schema>> = versions.iter().map(parse).collect();
            let (new, old) = parsed.split_first().unwrap();
            let history: Vec<(u32, Arc<Schema>)> =
                (1..=old.len() as u32).rev().zip(old.iter().cloned()).collect();
            for (transitive, plain) in [
                (Level::BackwardTransitive, Level::Backward),
                (Level::ForwardTransitive, Level::Forward),
                (Level::FullTransitive, Level::Full),
            ] {
                for safety in Safety::ALL {
                    let terms = Terms { safety, ..Terms::default() };
                    let clash = check_under(terms, transitive, new, &history);
                    let mut alone = history.iter().filter(|version| {
                        check_under(terms, plain, new, std::slice::from_ref(version)).is_some()
                    });
                    let first = alone.next().map(|(number, _)| *number);
                    let told = clash.map(|clash| clash.version);
                    assert_eq!(told, first, "{transitive} {safety} {versions:#?}");
                    count += 1;
                    clashes += usize::from(first.is_some());
                }
            }
        }
    }
    eprintln!("{count} histories, {clashes} clashes");
    assert!(clashes > 0 && clashes < count);
}

/// As the reference has it (4.3): a closed model takes it, an open one only under FORWARD or LENIENT, and one that
/// covers the name with the same schema takes it in every direction.
#[test]
fn an_optional_property_with_a_default_may_come_where_the_content_model_says_so() {
    let mut count = 0;
    for mut source in sources(139) {
        for _ in 0..cases(250) {
            let (base, property) = source.object_and_property();
            let model = |more: Option<Value>, is_added: bool| {
                let mut schema = base.clone();
                let members = schema.as_object_mut().unwrap();
                members.remove("additionalProperties");
                members.extend(more.map(|more| ("additionalProperties".to_owned(), more)));
                if is_added {
                    schema["properties"]["added"] = property.clone();
                }
                parse(&schema)
            };
            let holds = |more: Option<Value>, policy, safety, [backward, forward]: [bool; 2]| {
                let (old, new) = (model(more.clone(), false), model(more.clone(), true));
                let backwards = judge(&new, &old, policy, safety);
                let forwards = judge(&old, &new, policy, safety);
                let said = [backwards.is_empty(), forwards.is_empty()];
                let told = (ids(&backwards), ids(&forwards));
                let title = format!("{policy} {safety} {more:?}\n{base}\n{property}\n{told:?}");
                assert_eq!(said, [backward, forward], "{title}");
                told.0
            };
            let mut covering = property.clone();
            covering.as_object_mut().unwrap().remove("default");
            for safety in [Safety::Standard, Safety::Wire] {
                holds(Some(json!(false)), Policy::Strict, safety, [true, false]);
                let told = holds(None, Policy::Strict, safety, [false, true]);
                assert_eq!(told, ["json-optional-property-added-to-open-content-model"]);
                holds(None, Policy::Lenient, safety, [true, true]);
                holds(Some(covering.clone()), Policy::Strict, safety, [true, true]);
            }
            let golden = keeps(&model(Some(json!(false)), true), &model(Some(json!(false)), false));
            assert_eq!(ids(&golden.unwrap()), [""; 0], "GOLDEN {base} {property}");
            count += 1;
        }
    }
    eprintln!("{count} objects");
}

/// What breaks under the silence of the standard is of the classes that the reference lists, and each is met.
#[test]
fn what_breaks_in_silence_is_what_the_reference_lists() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut silent, mut broken) = (0, 0);
    for mut source in sources(151) {
        for _ in 0..cases(1_500) {
            let (writer, reader) = source.pair();
            let (old, new) = (parse(&writer), parse(&reader));
            if !judge(&new, &old, Policy::Strict, Safety::Standard).is_empty() {
                continue;
            }
            silent += 1;
            let (writes, reads) = (validator(&writer), validator(&reader));
            let breaks = (0..20).map(|_| source.value_of(&writer));
            let breaks = breaks.filter(|value| writes.is_valid(value) && !reads.is_valid(value));
            let Some(value) = breaks.into_iter().next() else { continue };
            broken += 1;
            let found = ids(&judge(&new, &old, Policy::Strict, Safety::Wire));
            let listed: Vec<&str> = found
                .iter()
                .copied()
                .filter(|id| FALSE_YES.iter().any(|row| row.0 == *id))
                .collect();
            assert!(!listed.is_empty(), "{found:?}\nwriter {writer}\nreader {reader}\n{value}");
            for id in listed {
                *met.entry(id).or_default() += 1;
            }
        }
    }
    eprintln!("{silent} silent, {broken} broken: {met:?}");
    assert!(broken > 10, "{broken} of {silent}");
    if cases(0) >= 20_000 {
        let missing: Vec<&str> =
            FALSE_YES.iter().map(|row| row.0).filter(|id| !met.contains_key(id)).collect();
        assert_eq!(missing, [""; 0], "nothing of these classes broke");
    }
}

/// Keywords without which every breach is shown or proved to be a false alarm, and why it may fail with them.
const NOT_FOUND: [(&str, &str); 6] = [
    ("uniqueItems", "how many different values a schema allows is not counted"),
    ("oneOf", "that a value has to miss all other branches is tried, not aimed at"),
    ("anyOf", "as many branches are taken apart as the steps of a proof allow, and no more"),
    ("if", "that a value has to miss the test is tried, not aimed at"),
    ("format", "what the texts of a format have in common is not computed"),
    ("propertyNames", "how many names a schema of names allows is known of lists of names alone"),
];

/// Fails unless what made the search end without an answer is listed.
pub(crate) fn excuse(writer: &Value, reader: &Value, breach: &Breach) {
    let text = format!("{writer}\n{reader}");
    let is_listed = NOT_FOUND.iter().any(|row| text.contains(&format!("\"{}\":", row.0)));
    assert!(is_listed, "nothing found for {} at {}\n{text}", breach.rule.id, breach.path);
    eprintln!("{} at {}\n{text}", breach.rule.id, breach.path);
}

/// Whether few breaches remain without an answer: one in fifty, and four more, as one pair may have four.
pub(crate) fn are_few(counts: &BTreeMap<&str, usize>) -> bool {
    counts.get("not found").is_none_or(|not| not.saturating_sub(4) * 50 <= counts.values().sum())
}

/// Every breach is shown by a value that the library confirms, or is a false alarm that no random value refutes. Of few
/// neither is known.
#[test]
fn a_breach_has_a_witness_or_is_a_false_alarm() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut not_shown: BTreeMap<&str, usize> = BTreeMap::new();
    for mut source in sources(163) {
        for _ in 0..cases(250) {
            let (writer, reader) = source.pair();
            let (old, new) = (parse(&writer), parse(&reader));
            let (writes, reads) = (validator(&writer), validator(&reader));
            for breach in judge(&new, &old, Policy::Strict, Safety::Wire).iter().take(4) {
                let kind = match evidence(&new, &old, breach) {
                    Evidence::Shown(witness) => {
                        let value: Value = serde_json::from_str(&witness.json).unwrap();
                        assert!(
                            writes.is_valid(&value) && !reads.is_valid(&value),
                            "{writer}\n{reader}\n{value}"
                        );
                        "shown"
                    }
                    Evidence::FalseAlarm => {
                        let mut values = (0..20).map(|_| source.value_of(&writer));
                        let broken = values.find(|v| writes.is_valid(v) && !reads.is_valid(v));
                        assert_eq!(broken, None, "{writer}\n{reader}");
                        "false alarm"
                    }
                    Evidence::Promise => unreachable!("only GOLDEN promises"),
                    Evidence::NotFound => {
                        excuse(&writer, &reader, breach);
                        *not_shown.entry(breach.rule.id).or_default() += 1;
                        "not found"
                    }
                };
                *counts.entry(kind).or_default() += 1;
            }
        }
    }
    eprintln!("{counts:?}; not found: {not_shown:?}");
    assert!(are_few(&counts), "{counts:?} {not_shown:?}");
}

/// The schemas and values of the official tests: where WIRE is silent of a pair, what the library takes for the writer
/// it takes for the reader, be it of the tests or at random.
#[test]
fn what_is_silent_under_wire_holds_for_the_values_of_the_official_tests() {
    let (mut pairs, mut silent, mut values) = (0, 0, 0);
    let mut source = Source::new(173, true);
    for (draft, uri, lines) in SUITES {
        let groups: Vec<(Value, Vec<Value>)> =
            lines.lines().filter_map(|line| group(uri, line)).collect();
        let built: Vec<_> = groups
            .iter()
            .map(|(schema, _)| {
                let options = jsonschema::options().should_validate_formats(true);
                let parsed =
                    Schema::parse(Format::Json, &schema.to_string(), &[], ParseOptions::stored());
                Some((options.build(schema).ok()?, parsed.ok()?))
            })
            .collect();
        for (at, (schema, own)) in groups.iter().enumerate() {
            let near = at.saturating_sub(4)..(at + 5).min(groups.len());
            for other in near.chain((at % 41..groups.len()).step_by(41)) {
                let (Some((writes, old)), Some((reads, new))) = (&built[at], &built[other]) else {
                    continue;
                };
                pairs += 1;
                if other == at || !judge(new, old, Policy::Strict, Safety::Wire).is_empty() {
                    continue;
                }
                silent += 1;
                let random: Vec<Value> = (0..10).map(|_| source.value_of(schema)).collect();
                for value in own.iter().chain(&groups[other].1).chain(&random) {
                    if writes.is_valid(value) {
                        values += 1;
                        assert!(
                            reads.is_valid(value),
                            "{draft}\nwriter {schema}\nreader {}\nvalue {value}",
                            groups[other].0
                        );
                    }
                }
            }
        }
    }
    eprintln!("{pairs} pairs, {silent} silent, {values} values");
    assert!(silent > 100 && values > 1_000, "{silent} silent, {values} values");
}

/// Draft, what `$schema` says if the suite leaves it out, the groups.
const SUITES: [(&str, &str, &str); 5] = [
    (
        "draft4",
        "http://json-schema.org/draft-04/schema#",
        include_str!("../json-schema-test-suite/draft4.tsv"),
    ),
    (
        "draft6",
        "http://json-schema.org/draft-06/schema#",
        include_str!("../json-schema-test-suite/draft6.tsv"),
    ),
    (
        "draft7",
        "http://json-schema.org/draft-07/schema#",
        include_str!("../json-schema-test-suite/draft7.tsv"),
    ),
    (
        "draft2019-09",
        "https://json-schema.org/draft/2019-09/schema",
        include_str!("../json-schema-test-suite/draft2019-09.tsv"),
    ),
    (
        "draft2020-12",
        "https://json-schema.org/draft/2020-12/schema",
        include_str!("../json-schema-test-suite/draft2020-12.tsv"),
    ),
];

/// Schema and values of a line; `None` for what needs the network, and where the library does not do what the suite or
/// this crate does.
fn group(uri: &str, line: &str) -> Option<(Value, Vec<Value>)> {
    let parts: Vec<&str> = line.split('\t').collect();
    let (file, text) = (parts[0], parts[2]);
    let is_left_out = LEFT_OUT.iter().any(|row| file.contains(row.0));
    if is_left_out || text.contains("localhost:1234") {
        return None;
    }
    let mut schema: Value = serde_json::from_str(text).ok()?;
    if let Value::Object(members) = &mut schema {
        members.entry("$schema").or_insert_with(|| json!(uri));
    }
    let tests: Vec<Value> = serde_json::from_str(parts[3]).ok()?;
    Some((schema, tests.into_iter().map(|test| test[1].clone()).collect()))
}

/// Parts of names of files of the suite that are left out, and why.
const LEFT_OUT: [(&str, &str); 2] = [
    ("ecmascript-regex", "classes such as `\\s` are Java's here and ECMA's there"),
    ("zeroTerminatedFloats", "draft 4 tells 1.0 from 1; here a number is what it is worth"),
];
