//! Laws of WIRE over the schemas and values of the official tests: `tests/json-schema-test-suite/README.md`.

use super::{Prover, accepts};
use crate::compat::{Policy, Safety, Terms};
use crate::json::meaning::Meanings;
use crate::json::validate::suite::{Group, groups, parse};
use crate::json::validate::{Validator, Verdict};
use crate::json::{JsonSchema, can_read_on, keeps};
use crate::schema::ParseOptions;

fn schemas() -> Vec<(Group, JsonSchema)> {
    groups().into_iter().filter_map(|group| parse(&group).map(|schema| (group, schema))).collect()
}

#[test]
fn every_schema_reads_and_keeps_itself_at_every_safety() {
    for (group, schema) in schemas() {
        let again = parse(&group).unwrap();
        for safety in Safety::ALL {
            let terms = Terms { policy: Policy::Strict, safety };
            let found = can_read_on(&again, &schema, terms);
            assert_eq!(found, [], "{} {}: {}", group.draft, group.file, group.name);
        }
        assert_eq!(keeps(&again, &schema), [], "{}: {}", group.file, group.name);
    }
}

/// The same without the short cut for equal texts: a title more, and everything has to be proved.
#[test]
fn a_schema_with_another_title_is_proved_to_be_the_same() {
    let (mut proved, mut open) = (0, Vec::new());
    for (group, schema) in schemas() {
        let Some(rest) = group.schema.strip_prefix('{') else { continue };
        if rest.contains("localhost:1234") {
            continue;
        }
        let titled = format!("{{\"x-title\":\"again\",{rest}").replace(",}", "}");
        let titled = JsonSchema::parse(&titled, &[], ParseOptions::stored()).unwrap();
        match accepts(&titled, &schema) {
            true => proved += 1,
            false => open.push(format!("{} {}: {}", group.draft, group.file, group.name)),
        }
    }
    eprintln!("{proved} proved, {} not", open.len());
    // What nobody can judge: references that lead nowhere or round in a circle, or that the way to them decides.
    let is_dynamic = |line: &&String| {
        [
            "ynamic",
            "recursive",
            "ref: ",
            "Ref",
            "unknownKeyword",
            "anchor",
            "id: ",
            "defs",
            "definitions",
            "infinite",
            "unevaluated",
        ]
        .iter()
        .any(|word| line.contains(word))
    };
    let unexpected: Vec<_> = open.iter().filter(|line| !is_dynamic(line)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

/// Where WIRE is silent, every value of the tests that the writer takes the reader takes.
#[test]
fn what_is_silent_under_wire_holds_for_every_value_of_the_tests() {
    let schemas = schemas();
    let (mut pairs, mut silent, mut values) = (0, 0, 0);
    for draft in ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"] {
        let of_draft: Vec<&(Group, JsonSchema)> =
            schemas.iter().filter(|(group, _)| group.draft == draft).collect();
        for (at, (writes, writer)) in of_draft.iter().enumerate() {
            // Neighbours stand in the same file and speak of the same keywords; some of the others too.
            let near = at.saturating_sub(6)..(at + 7).min(of_draft.len());
            let far = (at % 37..of_draft.len()).step_by(97);
            for other in near.chain(far) {
                let (reads, reader) = of_draft[other];
                pairs += 1;
                let (meanings, old, new) = Meanings::of_pair(writer, reader);
                if other == at || !Prover::new(&meanings, Policy::Strict).proves(old, new) {
                    continue;
                }
                silent += 1;
                let mut validator = Validator::new(&meanings);
                for (_, value, _) in writes.tests.iter().chain(&reads.tests) {
                    if validator.check(old, value) == Verdict::Valid {
                        values += 1;
                        assert_ne!(
                            validator.check(new, value),
                            Verdict::Refused,
                            "writer {}\nreader {}\nvalue {}",
                            writes.schema,
                            reads.schema,
                            value.to_compact()
                        );
                    }
                }
            }
        }
    }
    eprintln!("{pairs} pairs, {silent} silent, {values} values");
    assert!(silent > 300 && values > 600, "{silent} silent, {values} values");
}
