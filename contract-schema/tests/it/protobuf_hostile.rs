//! Deep, wide, circular and impossible Protobuf files at every safety, and the search for witnesses in them.

use contract_schema::compat::{Safety, Terms};
use contract_schema::witness::{Evidence, evidence};
use contract_schema::{Dependency, Format, ParseOptions, Schema, can_read, keeps, retires};
use std::fmt::Write;
use std::time::{Duration, Instant};

fn parse(body: &str, dependencies: &[Dependency]) -> Schema {
    let text = format!("syntax = \"proto2\"; package p; {body}");
    Schema::parse(Format::Protobuf, &text, dependencies, ParseOptions::stored()).unwrap()
}

/// Every question of the pair, and the evidence for a sample of the breaches: counted, in bounded time.
fn ask(reader: &Schema, writer: &Schema) -> (usize, usize) {
    let start = Instant::now();
    let terms = Terms { safety: Safety::Wire, ..Terms::default() };
    let found = can_read(reader, writer, terms).unwrap();
    retires(reader, writer).unwrap();
    keeps(reader, writer).unwrap();
    let step = (found.len() / 3).max(1);
    let sample = found.iter().step_by(step).map(|breach| evidence(reader, writer, breach));
    let shown = sample.filter(|found| matches!(found, Evidence::Shown(_))).count();
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    (found.len(), shown)
}

#[test]
fn long_chains_of_messages_end_soon() {
    let chain = |count: usize, leaf: &str| {
        let mut text = String::new();
        for at in 0..count {
            write!(text, "message M{at} {{ optional M{} a = 1; optional M0 b = 2; }}", at + 1)
                .unwrap();
        }
        text + &format!("message M{count} {{ optional {leaf} x = 1; }}")
    };
    let (wide, narrow) = (chain(3_000, "int64"), chain(3_000, "int32"));
    assert_eq!(ask(&parse(&narrow, &[]), &parse(&wide, &[])), (1, 1));
    // In a file that is imported, the way there is longer than a payload can be deep.
    let imported = |text: &str, version: u32| {
        let text = format!("syntax = \"proto2\"; package q; {text}");
        let dependency =
            Dependency { name: "q.proto".into(), subject: "q".into(), version, text: text.into() };
        parse("import \"q.proto\"; message A { optional q.M0 m = 1; }", &[dependency])
    };
    let (wide, narrow) = (chain(100, "int64"), chain(100, "int32"));
    assert_eq!(ask(&imported(&narrow, 2), &imported(&wide, 1)), (1, 0));
    let (wide, narrow) = (chain(50, "int64"), chain(50, "int32"));
    assert_eq!(ask(&imported(&narrow, 2), &imported(&wide, 1)), (1, 1));
}

#[test]
fn wide_messages_enums_and_reserved_ranges_end_soon() {
    let wide = |of: &str, prefix: &str, reserved: bool| {
        let mut text = String::from("message M {");
        for at in 1..=2_500 {
            write!(text, "optional {of} f{at} = {at};").unwrap();
            if reserved {
                write!(text, "reserved {}; reserved \"g{at}\";", at + 10_000).unwrap();
            }
        }
        text.push_str("} enum E { Z = 0;");
        for at in 1..=2_500 {
            write!(text, "{prefix}{at} = {at};").unwrap();
        }
        text + "} enum F { Y = 0; X = 7; }"
    };
    let (old, new) = (wide("int64", "A", true), wide("int32", "B", false));
    assert_eq!(ask(&parse(&new, &[]), &parse(&old, &[])).0, 5_000);
    let (old, new) = (wide("E", "A", false), wide("F", "A", false));
    assert!(ask(&parse(&new, &[]), &parse(&old, &[])).0 >= 2_500);
}

#[test]
fn messages_that_require_themselves_have_no_data() {
    let circle = |of: &str| {
        let body = format!(
            "message A {{ required B b = 1; optional {of} x = 2; }} message B {{ required A a = 1; }}"
        );
        parse(&body, &[])
    };
    assert_eq!(ask(&circle("int32"), &circle("int64")), (1, 0));
}

#[test]
fn what_a_message_requires_many_times_over_is_not_written_out() {
    let doubled = |of: &str| {
        let mut body = format!("message A {{ required M0 m = 1; optional {of} x = 2; }}");
        for at in 0..30 {
            let next = at + 1;
            write!(body, "message M{at} {{ required M{next} a = 1; required M{next} b = 2; }}")
                .unwrap();
        }
        parse(&(body + "message M30 { required int32 a = 1; }"), &[])
    };
    assert_eq!(ask(&doubled("int32"), &doubled("int64")), (1, 0));
}

#[test]
fn names_that_are_one_in_json_end_soon() {
    let wide = |of: &str| {
        let mut body = String::from("message M {");
        for at in 0..15_000 {
            let (first, second) = (2 * at + 20_000, 2 * at + 20_001);
            write!(body, "optional {of} f_{at}x = {first}; optional {of} f{at}x = {second};")
                .unwrap();
        }
        parse(&(body + "}"), &[])
    };
    let (old, new) = (wide("int64"), wide("int32"));
    assert_eq!(ask(&new, &old).0, 30_000);
}
