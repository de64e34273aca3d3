//! Compatibility of two 200-field records with nested types: ours against apache-avro's `SchemaCompatibility`.
//!
//! Both get parsed schemas and agree that the reader reads the writer; ours also finds every place when it does not.
//! Then what a registry asks: beyond the standard, of 100 versions, of 1,000 subjects, and for a witness.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set up should say where")]

use contract_schema::avro::{AvroSchema, can_read, can_read_under, keeps};
use contract_schema::compat::{Policy, Safety, Terms, check_under};
use contract_schema::json::JsonSchema;
use contract_schema::witness::{Evidence, evidence};
use contract_schema::{Format, Level, ParseOptions, Schema};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

/// A record of `count` fields in the mix of a payments event; `extra` adds a field with a default, as versions do.
fn record(count: usize, extra: bool) -> String {
    let field = |index: usize| {
        let ty = match index % 8 {
            0 => r#""string""#.to_owned(),
            1 => r#"["null","string"]"#.to_owned(),
            2 => r#""long""#.to_owned(),
            3 => format!(
                r#"{{"type":"record","name":"Party{index}","fields":[{{"name":"name","type":"string"}},{{"name":"bic","type":["null","string"],"default":null}},{{"name":"lines","type":{{"type":"array","items":"string"}}}}]}}"#
            ),
            4 => format!(
                r#"{{"type":"enum","name":"Status{index}","symbols":["A","B","C","D","E"]}}"#
            ),
            5 => r#"{"type":"map","values":["null","double"]}"#.to_owned(),
            6 => format!(r#"{{"type":"fixed","name":"Hash{index}","size":16}}"#),
            _ => format!(
                r#"{{"type":"array","items":{{"type":"record","name":"Line{index}","fields":[{{"name":"amount","type":"bytes"}},{{"name":"currency","type":"string"}}]}}}}"#
            ),
        };
        format!(r#"{{"name":"field{index}","type":{ty}}}"#)
    };
    let mut fields: Vec<String> = (0..count).map(field).collect();
    if extra {
        fields.insert(
            0,
            r#"{"name":"corridorCode","type":["null","string"],"default":null}"#.to_owned(),
        );
    }
    format!(
        r#"{{"type":"record","name":"Event","namespace":"bench","fields":[{}]}}"#,
        fields.join(",")
    )
}

/// The same mix as a JSON Schema; nothing else compares these, so the figure stands alone.
fn object(count: usize, extra: bool) -> String {
    let property = |index: usize| {
        let schema = match index % 8 {
            0 => r#"{"type":"string","maxLength":35}"#.to_owned(),
            1 => r#"{"type":["null","string"]}"#.to_owned(),
            2 => r#"{"type":"integer","minimum":0}"#.to_owned(),
            3 => format!(r##"{{"$ref":"#/$defs/Party{index}"}}"##),
            4 => r#"{"enum":["A","B","C","D","E"]}"#.to_owned(),
            5 => r#"{"type":"object","additionalProperties":{"type":"number"}}"#.to_owned(),
            6 => r#"{"type":"string","pattern":"^[0-9a-f]{32}$"}"#.to_owned(),
            _ => r#"{"type":"array","items":{"type":"object","properties":{"amount":{"type":"string"}}}}"#.to_owned(),
        };
        format!(r#""field{index}":{schema}"#)
    };
    let party = |index: usize| {
        format!(
            r#""Party{index}":{{"type":"object","properties":{{"name":{{"type":"string"}},"bic":{{"type":"string"}}}}}}"#
        )
    };
    let extra = if extra { r#""corridorCode":{"type":"string"},"# } else { "" };
    let properties: Vec<String> = (0..count).map(property).collect();
    let parties: Vec<String> = (3..count).step_by(8).map(party).collect();
    format!(
        r#"{{"type":"object","properties":{{{extra}{}}},"additionalProperties":false,"$defs":{{{}}}}}"#,
        properties.join(","),
        parties.join(",")
    )
}

fn json(criterion: &mut Criterion) {
    let parse = |text: &str| JsonSchema::parse(text, &[], ParseOptions::new_schema()).unwrap();
    let (old, new) = (parse(&object(200, false)), parse(&object(200, true)));
    let can_read = contract_schema::json::can_read;
    assert!(can_read(&new, &old, Policy::Strict).is_empty());
    criterion.bench_function("can_read, JSON Schema, 200 properties", |bench| {
        bench.iter(|| can_read(black_box(&new), black_box(&old), Policy::Strict));
    });
}

fn compat(criterion: &mut Criterion) {
    let (old, new) = (record(200, false), record(200, true));
    let ours = |text: &str| AvroSchema::parse(text, &[], ParseOptions::new_schema()).unwrap();
    let theirs = |text: &str| apache_avro::Schema::parse_str(text).unwrap();
    let (our_old, our_new) = (ours(&old), ours(&new));
    let (their_old, their_new) = (theirs(&old), theirs(&new));
    assert!(can_read(&our_new, &our_old).is_empty());
    let mut group = criterion.benchmark_group("can_read, 200 fields");
    group.bench_function("concord", |bench| {
        bench.iter(|| can_read(black_box(&our_new), black_box(&our_old)));
    });
    group.bench_function("apache-avro", |bench| {
        bench.iter(|| {
            apache_avro::schema_compatibility::SchemaCompatibility::can_read(
                black_box(&their_old),
                black_box(&their_new),
            )
        });
    });
    for safety in [Safety::Standard, Safety::Wire] {
        group.bench_function(format!("concord under {safety}"), |bench| {
            bench.iter(|| can_read_under(safety, black_box(&our_new), black_box(&our_old)));
        });
    }
    group.bench_function("concord, kept under GOLDEN", |bench| {
        bench.iter(|| keeps(black_box(&our_new), black_box(&our_old)));
    });
    group.finish();
    let mut group = criterion.benchmark_group("parse, 200 fields");
    group.bench_function("concord", |bench| bench.iter(|| ours(black_box(&new))));
    group.bench_function("apache-avro", |bench| bench.iter(|| theirs(black_box(&new))));
    group.finish();
    let mut group = criterion.benchmark_group("canonical text, 200 fields");
    group.bench_function("concord", |bench| bench.iter(|| black_box(&our_new).canonical_text()));
    group.finish();
}

fn schema(text: &str) -> Arc<Schema> {
    Arc::new(Schema::parse(Format::Avro, text, &[], ParseOptions::stored()).unwrap())
}

/// The record in its version `number`: each version adds a field with a default.
fn version(fields: usize, number: usize) -> String {
    let more = |n: usize| format!(r#",{{"name":"more{n}","type":["null","long"],"default":null}}"#);
    let more: String = (0..number).map(more).collect();
    let text = record(fields, false);
    format!("{}{more}]}}", text.strip_suffix("]}").unwrap())
}

/// A candidate against the 100 versions of its subject, which are parsed once.
fn history(criterion: &mut Criterion) {
    let history: Vec<(u32, Arc<Schema>)> =
        (1..=100).rev().map(|n| (n, schema(&version(100, n as usize)))).collect();
    let candidate = schema(&version(100, 101));
    let mut group =
        criterion.benchmark_group("100 versions of 100 fields and more, FULL_TRANSITIVE");
    for safety in Safety::ALL {
        let terms = Terms { safety, ..Terms::default() };
        let check = || check_under(terms, Level::FullTransitive, black_box(&candidate), &history);
        assert_eq!(check(), None);
        group.bench_function(format!("{safety}"), |bench| bench.iter(check));
    }
    group.finish();
}

/// What a gate does without a registry: read the newest two texts of 1,000 subjects and judge them.
fn subjects(criterion: &mut Criterion) {
    let texts: Vec<(String, String)> = (0..1_000)
        .map(|subject| {
            let name = format!("Event{subject}");
            let text = |number: usize| version(40, number).replacen("Event", &name, 1);
            (text(1), text(2))
        })
        .collect();
    let mut group = criterion.benchmark_group("1,000 subjects of 40 fields, parsed and judged");
    group.sample_size(10);
    for safety in Safety::ALL {
        let terms = Terms { safety, ..Terms::default() };
        group.bench_function(format!("FULL, {safety}"), |bench| {
            bench.iter(|| {
                let breaks = |(old, new): &&(String, String)| {
                    check_under(terms, Level::Full, &schema(new), &[(1, schema(old))]).is_some()
                };
                assert_eq!(texts.iter().filter(breaks).count(), 0);
            });
        });
    }
    group.finish();
}

/// One breach at the end of 200 fields: what its witness costs whoever asks for it.
fn witness(criterion: &mut Criterion) {
    let old = schema(
        &record(200, false).replace(r#""field194","type":"long""#, r#""field194","type":"string""#),
    );
    let new = schema(&record(200, false));
    let terms = Terms::default();
    let breaches = contract_schema::can_read(&new, &old, terms).unwrap();
    assert_eq!(breaches.len(), 1);
    assert!(matches!(evidence(&new, &old, &breaches[0]), Evidence::Shown(_)));
    criterion.bench_function("witness, 200 fields", |bench| {
        bench.iter(|| evidence(black_box(&new), black_box(&old), &breaches[0]));
    });
}

criterion_group!(benches, compat, json, history, subjects, witness);
criterion_main!(benches);
