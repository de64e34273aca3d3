//! Schemas in which much refers to one long thing: their shape takes bounded time and memory.

use contract_model::policy::evolution;
use contract_model::{Shape, Type};
use contract_schema::Format::{self, Avro, Json, Protobuf};
use contract_schema::{ParseOptions, Schema};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The shape of a text, and that it took no time worth a word, even in a build without optimisation.
fn shape(format: Format, text: &str) -> Shape {
    let schema = Schema::parse(format, text, &[], ParseOptions::stored()).unwrap();
    let start = Instant::now();
    let shape = Shape::of(&schema);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{} bytes took {took:?}", text.len());
    shape
}

/// `count` texts with their number in them, with commas between.
fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().join(",")
}

#[test]
fn all_fields_of_an_enum_share_its_symbols() {
    const COUNT: usize = 20_000;
    let name = "N".repeat(1 << 18);
    let symbols = |drop: usize| each(COUNT - drop, |n| format!(r#""S{n}""#));
    let avro = |drop: usize| {
        let fields = each(COUNT, |n| format!(r#"{{"name":"f{n}","type":"E"}}"#));
        let symbols = symbols(drop);
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"e","type":{{"type":"enum","name":"E","symbols":[{symbols}]}}}},{fields}]}}"#
        )
    };
    let json = |drop: usize| {
        let fields = each(COUNT, |n| format!(r##""f{n}":{{"$ref":"#/definitions/e"}}"##));
        format!(
            r#"{{"title":"R","properties":{{{fields}}},"definitions":{{"e":{{"title":"{name}","enum":[{}]}}}}}}"#,
            symbols(drop)
        )
    };
    let proto = |drop: usize| {
        let mut text = String::from("syntax = \"proto3\"; enum E { ");
        (0..COUNT - drop).for_each(|n| write!(text, "S{n} = {n}; ").unwrap());
        text.push_str("} message R { ");
        (1..=10_000).for_each(|n| write!(text, "E f{n} = {n}; ").unwrap());
        text + "}"
    };
    for (format, text) in
        [(Avro, &avro as &dyn Fn(usize) -> String), (Json, &json), (Protobuf, &proto)]
    {
        let (old, new) = (shape(format, &text(0)), shape(format, &text(100)));
        let fields = &old.root().unwrap().fields;
        let addresses = fields.iter().map(|field| match &field.ty {
            Type::Enum { name, symbols } => {
                assert!(name.len() < 1_000);
                symbols.as_ptr()
            }
            other => panic!("{other:?}"),
        });
        let addresses: std::collections::HashSet<_> = addresses.collect();
        assert_eq!((addresses.len(), fields.len() >= 10_000), (1, true), "{format}");
        let start = Instant::now();
        let found = evolution(&old, &new);
        assert!(start.elapsed() < Duration::from_secs(10), "{format}: {:?}", start.elapsed());
        assert_eq!(found.len(), fields.len(), "{format}");
        assert!(found[0].message.ends_with("and 80 more"), "{format}: {}", found[0].message);
    }
}

#[test]
fn records_that_share_long_parts_are_counted() {
    let long = "n".repeat(1 << 20);
    let records = |count: usize| {
        each(count, |n| {
            format!(
                r##""r{n}":{{"properties":{{"a":{{}}}},"allOf":[{{"$ref":"#/definitions/d"}}]}}"##
            )
        })
    };
    let parts = vec!["{}"; 50_000].join(",");
    let names = each(50_000, |n| format!(r#""n{n}""#));
    let properties = each(10_000, |n| format!(r#""p{n}":{{"type":"string"}}"#));
    for shared in [
        format!(r#""allOf":[{parts}]"#),
        format!(r#""required":[{names}]"#),
        format!(r#""properties":{{{properties}}}"#),
        format!(r#""properties":{{"p":{{"description":"{long}"}}}}"#),
        format!(r#""properties":{{"p":{{"confluent:tags":["{long}"]}}}}"#),
        format!(r#""properties":{{"p":{{"confluent:tags":[{}]}}}}"#, vec!["1"; 50_000].join(",")),
        format!(r#""properties":{{"{long}":{{}}}}"#),
        format!(r#""title":"{long}""#),
    ] {
        let definitions = format!(r#""definitions":{{"d":{{{shared}}}}}"#);
        let text = format!(r#"{{"title":"R","properties":{{{}}},{definitions}}}"#, records(5_000));
        let shape = shape(Json, &text);
        let fields = || shape.records.iter().flat_map(|record| &record.fields);
        let doc = |field: &contract_model::Field| field.doc.as_ref().map_or(0, String::len);
        let bytes: usize = fields().map(|field| field.name.len() + doc(field)).sum();
        assert!(fields().count() <= 100_000 && bytes < 300 << 20, "{bytes}");
    }
}

#[test]
fn what_is_in_a_record_does_not_repeat_its_long_name() {
    let long = "n".repeat(1 << 20);
    let inner = each(20_000, |n| format!(r#""r{n}":{{"properties":{{"a":{{}}}}}}"#));
    let text = format!(r#"{{"properties":{{"{long}":{{"properties":{{{inner}}}}}}}}}"#);
    let shape = shape(Json, &text);
    assert_eq!(shape.records.len(), 20_002);
    assert!(shape.records.iter().all(|record| record.name.len() < 2_000));
}
