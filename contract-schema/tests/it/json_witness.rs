//! Witnesses of JSON Schema: every breach of every fixture has one or is a known over-refusal, and the `jsonschema`
//! crate says of each that the writer takes it and the reader does not.

use crate::fixtures::{Broken, broken};
use contract_schema::compat::{Safety, Terms};
use contract_schema::witness::{Evidence, Outcome, evidence};
use contract_schema::{Format, ParseOptions, Schema, can_read};
use std::collections::{BTreeMap, BTreeSet};

/// Breaches of a fixture, by its folder and the rule, that no value shows: the reason.
const WITHOUT: &[(&str, &str, &str)] = &[
    ("json-branch-narrowed", "json-sum-type-narrowed", TAKEN_APART),
    ("json-compatible-branch-taken-apart", "json-sum-type-narrowed", TAKEN_APART),
    (
        "json-combined-type-changed",
        "json-combined-type-changed",
        "the branches exclude each other, so `oneOf` and `anyOf` accept the same",
    ),
    ("json-comparison-beyond-limit", "json-comparison-beyond-limit", LIMIT),
    ("json-proof-beyond-limit", "json-proof-beyond-limit", LIMIT),
    ("json-keyword-not-kept", "json-min-length-added", "no string is shorter than nothing"),
    ("json-pattern-changed", "json-pattern-changed", "every text of one pattern has the other"),
    ("json-property-added-not-covered", "json-type-changed", COVERED),
    ("json-property-added-not-covered", "json-property-removed-not-covered", COVERED),
    ("json-reference-not-followed", "json-reference-not-followed", NOWHERE),
    ("json-reference-not-followed", "json-type-changed", NOWHERE),
    (
        "json-value-forbidden",
        "json-combined-type-subschemas-changed",
        "a member of `allOf` became stricter where `unevaluatedProperties` had been stricter before",
    ),
];

const TAKEN_APART: &str = "Confluent counts the parts of a branch as branches";
const LIMIT: &str = "a limit of the comparison, not of the data";
const COVERED: &str = "the schema of the property covers what the one for its name allowed";
const NOWHERE: &str = "no validator can say what the reference means";

/// Witnesses that the library judges otherwise: fixture, rule, reason.
const DISAGREES: &[(&str, &str, &str)] = &[(
    "json-compatible-references",
    "json-optional-property-added-to-open-content-model",
    "the library is given no documents to refer to",
)];

/// The library's judge of a text.
fn validator(text: &str) -> Option<jsonschema::Validator> {
    let schema: serde_json::Value = serde_json::from_str(text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).ok()
}

fn text(schema: &Schema) -> &str {
    match schema {
        Schema::Json(schema) => schema.text(),
        Schema::Avro(_) | Schema::Protobuf(_) => unreachable!("these are fixtures of JSON Schema"),
    }
}

#[test]
fn every_breach_has_a_witness_that_the_library_confirms() {
    let (mut shown, mut alarms, mut wrong) = (0, 0, Vec::new());
    let mut complained = BTreeSet::new();
    for Broken { fixture, reader, writer, breach, .. } in broken(Format::Json) {
        let rule = breach.rule;
        let is_listed = |list: &[(&str, &str, &str)]| {
            list.iter().any(|row| row.0 == fixture && row.1 == rule.id)
        };
        let mut complain = |what: String, list| {
            complained.insert((fixture.clone(), rule.id));
            if !is_listed(list) {
                wrong.push(format!("{fixture} {} at {}: {what}", rule.id, breach.path));
            }
        };
        match evidence(&reader, &writer, &breach) {
            Evidence::Shown(witness) => {
                shown += 1;
                assert_eq!(witness.bytes, witness.json.as_bytes());
                assert!(matches!(witness.outcome, Outcome::Refused(_)), "{witness:?}");
                let datum: serde_json::Value = serde_json::from_str(&witness.json).unwrap();
                match (validator(text(&writer)), validator(text(&reader))) {
                    (Some(writes), Some(reads)) => {
                        let verdict = (writes.is_valid(&datum), reads.is_valid(&datum));
                        if verdict != (true, false) {
                            complain(format!("{verdict:?} {}", witness.json), DISAGREES);
                        }
                    }
                    _ => complain("the library cannot read it".to_owned(), DISAGREES),
                }
            }
            Evidence::Promise => assert_eq!(rule.safety, Safety::Golden),
            Evidence::FalseAlarm => {
                alarms += 1;
                complain("false alarm".to_owned(), WITHOUT);
            }
            Evidence::NotFound => complain("not found".to_owned(), WITHOUT),
        }
    }
    eprintln!("{shown} witnesses, {alarms} false alarms");
    for (fixture, rule, reason) in WITHOUT.iter().chain(DISAGREES) {
        if !complained.contains(&((*fixture).to_owned(), *rule)) {
            wrong.push(format!("{fixture} {rule}: nothing to excuse any more with `{reason}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What Confluent refuses though no value breaks is said to be so.
#[test]
fn a_refusal_that_no_value_shows_is_a_false_alarm() {
    let parse = |text: &str| {
        Schema::parse(Format::Json, text, &[], contract_schema::ParseOptions::stored()).unwrap()
    };
    for (old, new) in [
        (r#"{"const":"a"}"#, r#"{"enum":["a"]}"#),
        (r#"{"type":"string"}"#, r#"{"type":"string","minLength":0}"#),
        (r#"{"type":"number","exclusiveMinimum":4}"#, r#"{"type":"number","minimum":4}"#),
        (r#"{"type":"integer","minimum":5}"#, r#"{"type":"integer","exclusiveMinimum":4}"#),
        (r#"{"type":"integer","exclusiveMinimum":4}"#, r#"{"type":"integer","minimum":5}"#),
        (r#"{"type":"integer","minimum":1,"exclusiveMaximum":4}"#, r#"{"enum":[1,2,3]}"#),
        (r#"{"type":"integer","minimum":-0.5,"maximum":9,"multipleOf":5}"#, r#"{"enum":[0,5]}"#),
        (
            r#"{"type":"string","pattern":"^[a-z]{2}$"}"#,
            r#"{"type":"string","pattern":"^[a-z]+$"}"#,
        ),
        (r#"{"type":"string","pattern":"^EUR$"}"#, r#"{"type":"string","pattern":"^[A-Z]{3}$"}"#),
        (
            r#"{"type":"string","pattern":"^[A-Z]{3}$"}"#,
            r#"{"type":"string","pattern":"^[A-Z]{3}$","maxLength":3}"#,
        ),
        (
            r#"{"type":"string","minLength":1}"#,
            r#"{"type":"string","minLength":1,"pattern":"[^\\n]|\\n"}"#,
        ),
        // No multiple lies between the bounds.
        (
            r#"{"type":"number","multipleOf":5,"maximum":2}"#,
            r#"{"type":"number","multipleOf":5,"maximum":0}"#,
        ),
        (r#"{"type":"number","multipleOf":5}"#, r#"{"type":"integer","multipleOf":5}"#),
        // No item can stand at the first position.
        (
            r#"{"type":"array","items":[false],"additionalItems":false,"maxItems":4}"#,
            r#"{"type":"array","items":[false],"additionalItems":false,"maxItems":3}"#,
        ),
        // Nobody can write: a name that is required is none of the names, a text of no text, too few names, itself.
        (
            r#"{"type":"object","propertyNames":{"enum":["a"]},"required":["c"]}"#,
            r#"{"type":"number"}"#,
        ),
        (
            r#"{"type":"object","properties":{"a":{"type":"string","enum":[1]}},"required":["a"]}"#,
            "false",
        ),
        (
            r#"{"type":"object","properties":{"a":{}},"additionalProperties":false,"minProperties":2}"#,
            r#"{"type":"object","properties":{"a":{}},"additionalProperties":false,"minProperties":3}"#,
        ),
        (r##"{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}"##, "false"),
        // All names that there are have to be there.
        (
            r#"{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false,"minProperties":2}"#,
            r#"{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false,"minProperties":2,"required":["a"]}"#,
        ),
    ] {
        let (old, new) = (parse(old), parse(new));
        let found = contract_schema::can_read(&new, &old, Terms::default()).unwrap();
        assert!(!found.is_empty(), "{}", text(&new));
        for breach in found {
            assert_eq!(evidence(&new, &old, &breach), Evidence::FalseAlarm, "{}", text(&new));
        }
    }
}

/// The same search for random pairs: whatever is shown is true, and most is shown.
#[test]
fn witnesses_of_random_pairs_are_true() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for is_newer in [false, true] {
        let mut source = crate::json_random::Source::new(7 + u64::from(is_newer), is_newer);
        for _ in 0..crate::json_random::cases(150) {
            let (writer, reader) = source.pair();
            let (old, new) = (writer.to_string(), reader.to_string());
            let parse = |text: &str| {
                let options = contract_schema::ParseOptions::stored();
                Schema::parse(Format::Json, text, &[], options).unwrap()
            };
            let (old, new) = (parse(&old), parse(&new));
            let terms = Terms { safety: Safety::Wire, ..Terms::default() };
            let found = contract_schema::can_read(&new, &old, terms).unwrap();
            let Some(breach) = found.first() else { continue };
            let kind = match evidence(&new, &old, breach) {
                Evidence::Shown(witness) => {
                    let datum: serde_json::Value = serde_json::from_str(&witness.json).unwrap();
                    let judge = |schema| crate::json_random::validator(schema).is_valid(&datum);
                    assert!(judge(&writer) && !judge(&reader), "{writer}\n{reader}\n{datum}");
                    "shown"
                }
                Evidence::FalseAlarm => "false alarm",
                Evidence::Promise => "promise",
                Evidence::NotFound => {
                    crate::json_laws::excuse(&writer, &reader, breach);
                    "not found"
                }
            };
            *counts.entry(kind).or_default() += 1;
        }
    }
    eprintln!("{counts:?}");
    assert!(crate::json_laws::are_few(&counts), "{counts:?}");
}

/// What the writer's branches describe beside each other, `unevaluatedProperties` allows: those names count as well.
/// Each witness breaks at its own breach, whatever else is wrong.
#[test]
fn each_of_several_breaches_is_shown_by_a_value_that_breaks_there() {
    let parse =
        |text: &str| Schema::parse(Format::Json, text, &[], ParseOptions::stored()).unwrap();
    let writer = parse(
        r#"{"properties": {"a": {"type": "integer"}, "b": {"type": "string"}, "d": {"items": {"type": "integer"}}},
            "type": "object", "required": ["a", "b"]}"#,
    );
    let reader = parse(
        r#"{"properties": {"a": {"type": "integer", "minimum": 3}, "b": {"type": "string", "maxLength": 2},
            "c": {"enum": [1]}, "d": {"items": {"type": "integer", "multipleOf": 2}}},
            "type": "object", "required": ["a", "b"]}"#,
    );
    let said: BTreeMap<String, String> = can_read(&reader, &writer, Terms::default())
        .unwrap()
        .into_iter()
        .map(|breach| match evidence(&reader, &writer, &breach) {
            Evidence::Shown(witness) => match witness.outcome {
                Outcome::Refused(said) => (breach.path, said),
                Outcome::Altered(read) => panic!("{}: reads {read}", breach.path),
            },
            other => panic!("{}: {other:?}", breach.path),
        })
        .collect();
    let wanted = [
        ("#/properties/a/minimum", "/a breaks `minimum`"),
        ("#/properties/b/maxLength", "/b breaks `maxLength`"),
        ("#/properties/c", "/c breaks `enum`"),
        ("#/properties/d/items/multipleOf", "/d/0 breaks `multipleOf`"),
    ];
    assert_eq!(said, wanted.map(|(path, said)| (path.to_owned(), said.to_owned())).into());
}

#[test]
fn names_that_only_some_branches_describe_are_names_all_the_same() {
    let parse = |text: &str| {
        Schema::parse(Format::Json, text, &[], contract_schema::ParseOptions::stored()).unwrap()
    };
    let old = parse(
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
            "anyOf":[{"properties":{"long":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}],
            "unevaluatedProperties":false}"#,
    );
    let terms = Terms { safety: Safety::Wire, ..Terms::default() };
    for (most, rules) in [(1, &["json-property-names-narrowed"][..]), (4, &[])] {
        let new = parse(&format!(
            r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","propertyNames":{{"maxLength":{most}}}}}"#
        ));
        let found = contract_schema::can_read(&new, &old, terms).unwrap();
        let broken: Vec<&str> = found.iter().map(|breach| breach.rule.id).collect();
        assert_eq!(broken, rules, "names of at most {most} characters");
    }
}

/// Counts and bounds at the ends of what fits, and patterns that repeat nothing very often: no panic, and an end.
#[test]
fn the_largest_numbers_and_the_emptiest_patterns_end_the_search() {
    let parse = |text: &str| {
        let text =
            format!(r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema",{text}}}"#);
        Schema::parse(Format::Json, &text, &[], contract_schema::ParseOptions::stored()).unwrap()
    };
    let most = i128::MAX;
    let bounds = format!(r#""type":"integer","minimum":{most}"#);
    let above = format!(r#""type":"integer","exclusiveMinimum":{most}"#);
    let empty = r#""type":"string","pattern":"^(?:(?:(?:(?:|a){1000}){1000}){1000}){1000}b$""#;
    let began = std::time::Instant::now();
    for (old, new) in [
        (
            r#""type":"array""#,
            r#""type":"array","contains":{"const":1},"maxContains":18446744073709551615"#,
        ),
        (r#""contains":{"const":1}"#, r#""contains":{"const":1},"maxContains":1e40"#),
        (&bounds, &above),
        (&above, &bounds),
        (r#""type":"string""#, empty),
        (empty, r#""type":"string","maxLength":3"#),
    ] {
        let (old, new) = (parse(old), parse(new));
        let terms = Terms { safety: Safety::Wire, ..Terms::default() };
        for breach in contract_schema::can_read(&new, &old, terms).unwrap() {
            evidence(&new, &old, &breach);
        }
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

/// What has to be built with care: without the name that is asked for, or refused because a schema under `not` takes it.
#[test]
fn values_are_built_for_counts_and_for_what_is_excluded() {
    let parse = |text: &str| {
        Schema::parse(Format::Json, text, &[], contract_schema::ParseOptions::stored()).unwrap()
    };
    for (old, new) in [
        (
            r#"{"type":"object","properties":{"a":{},"b":{}},"minProperties":4}"#,
            r#"{"type":"object","properties":{"a":{},"b":{}},"minProperties":4,"required":["b"]}"#,
        ),
        (
            r#"{"not":{"type":"array","items":{"minLength":1},"maxItems":2}}"#,
            r#"{"not":{"type":"array","items":{"minLength":1},"maxItems":3}}"#,
        ),
        (
            r#"{"type":"object","minProperties":3,"maxProperties":3}"#,
            r#"{"type":"object","minProperties":3,"maxProperties":3,"properties":{"b":false}}"#,
        ),
        (
            r#"{"contains":{"type":"integer","multipleOf":6}}"#,
            r#"{"contains":{"type":"integer","multipleOf":8}}"#,
        ),
    ] {
        let (old, new) = (parse(old), parse(new));
        let terms = Terms { safety: Safety::Wire, ..Terms::default() };
        let found = contract_schema::can_read(&new, &old, terms).unwrap();
        assert!(!found.is_empty(), "{}", text(&new));
        for breach in found {
            let found = evidence(&new, &old, &breach);
            assert!(matches!(found, Evidence::Shown(_)), "{found:?} {}", text(&new));
        }
    }
}
