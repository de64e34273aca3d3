//! Compatibility of two 200-field records with nested types: ours against apache-avro's `SchemaCompatibility`.
//!
//! Both get parsed schemas and agree that the reader reads the writer; ours also finds every place when it does not.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set up should say where")]

use contract_schema::ParseOptions;
use contract_schema::avro::{AvroSchema, can_read};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

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
    group.finish();
    let mut group = criterion.benchmark_group("parse, 200 fields");
    group.bench_function("concord", |bench| bench.iter(|| ours(black_box(&new))));
    group.bench_function("apache-avro", |bench| bench.iter(|| theirs(black_box(&new))));
    group.finish();
    let mut group = criterion.benchmark_group("canonical text, 200 fields");
    group.bench_function("concord", |bench| bench.iter(|| black_box(&our_new).canonical_text()));
    group.finish();
}

criterion_group!(benches, compat);
criterion_main!(benches);
