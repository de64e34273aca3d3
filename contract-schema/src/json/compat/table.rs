//! Every row of the tables of changes (`docs/rules.md`, JSON Schema): the differences in order, and the verdicts as
//! Confluent's registry gives them, backward and forward, strict and lenient.

mod arrays;
mod combinations;
mod objects;
mod values;

use super::{Differ, Forest, report};
use crate::compat::Policy;
use crate::json::{JsonSchema, can_read};
use crate::schema::ParseOptions;

/// Old; new; the differences when the new reads the old; the verdicts: backward, forward, backward under LENIENT.
type Row = (&'static str, &'static str, &'static [&'static str], &'static str);

fn parse(text: &str) -> JsonSchema {
    JsonSchema::parse(text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn differences(old: &JsonSchema, new: &JsonSchema) -> Vec<String> {
    let mut forest = Forest::default();
    let (original, update) = (forest.add(old), forest.add(new));
    let mut differ = Differ::new(&forest, Policy::Strict);
    differ.reads(original, update);
    report::differences(&mut differ, (original, update), (old, new))
}

fn check(rows: &[Row], wrap: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for (old_text, new_text, expected, verdicts) in rows {
        let (old, new) = (parse(&wrap(old_text)), parse(&wrap(new_text)));
        for same in [&old, &new] {
            assert_eq!(can_read(same, same, Policy::Strict), [], "{}", same.text());
            let again = parse(same.text());
            assert_eq!(can_read(same, &again, Policy::Strict), [], "{}", same.text());
        }
        let word = |reader: &JsonSchema, writer: &JsonSchema, policy| {
            if can_read(reader, writer, policy).is_empty() { "ok" } else { "NO" }
        };
        let found = [
            word(&new, &old, Policy::Strict),
            word(&old, &new, Policy::Strict),
            word(&new, &old, Policy::Lenient),
        ];
        let found = (differences(&old, &new), found.join(" "));
        if found.0 != *expected || found.1 != *verdicts {
            wrong.push(format!(
                "{old_text} to {new_text}\n  expected {expected:?} {verdicts}\n  found    {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An object with the properties `p` and what follows.
fn object(rest: &str) -> String {
    format!(r#"{{"type":"object",{rest}}}"#)
}

fn newer(rest: &str) -> String {
    format!(r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema",{rest}}}"#)
}

#[test]
fn a_property_that_comes_or_goes_is_judged_by_the_content_model() {
    check(objects::PROPERTIES, object);
    check(objects::PROPERTIES_OF_2020, newer);
}

#[test]
fn items_are_judged_by_the_content_model_of_the_tuple() {
    check(arrays::ITEMS, |rest| format!(r#"{{"type":"array",{rest}}}"#));
    check(arrays::ITEMS_OF_2020, newer);
}

#[test]
fn limits_and_values_may_only_widen() {
    check(values::VALUES, str::to_owned);
}

#[test]
fn combinations_are_paired_as_far_as_possible() {
    check(combinations::COMBINATIONS, str::to_owned);
    check(combinations::COMBINATIONS_OF_2020, newer);
}

/// Draft 4: booleans beside bounds are not compared, younger keywords do not exist.
#[test]
fn a_draft_knows_the_keywords_of_its_time() {
    let draft = |number: u8| {
        move |rest: &str| {
            format!(r#"{{"$schema":"http://json-schema.org/draft-0{number}/schema#",{rest}}}"#)
        }
    };
    check(
        &[
            (r#""minimum":1"#, r#""minimum":1,"exclusiveMinimum":true"#, &[], "ok ok ok"),
            (r#""type":"string""#, r#""type":"string","const":"a""#, &[], "ok ok ok"),
            (r#""type":"object""#, r#""type":"object","propertyNames":{}"#, &[], "ok ok ok"),
        ],
        draft(4),
    );
    check(
        &[
            (r#""type":"string""#, r#""type":"string","if":{}"#, &[], "ok ok ok"),
            (
                r#""type":"string""#,
                r#""type":"string","const":"a""#,
                &["TYPE_CHANGED #/"],
                "NO ok NO",
            ),
        ],
        draft(6),
    );
}
