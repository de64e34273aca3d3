//! Codecs of `payment.initiated` side by side: generated, written by hand, apache-avro, serde_avro_fast, prost.
//!
//! `cargo bench --bench codec` gives criterion's figures one after the other, `cargo bench --bench codec -- --ratios`
//! the ratios that count: all codecs in turns within one run, which ends with 1 if a bound is broken.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "sizes belong to the table of times")]

#[path = "codec/by_hand.rs"]
mod by_hand;
#[path = "codec/encoder.rs"]
mod encoder;
#[path = "codec/events.rs"]
mod events;
#[path = "codec/older.rs"]
mod older;
#[path = "../tests/it/payment.rs"]
mod payment;
#[path = "codec/primitives.rs"]
mod primitives;
#[path = "codec/prost_twin.rs"]
mod prost_twin;
#[path = "codec/ratios.rs"]
mod ratios;
#[path = "codec/rules_by_hand.rs"]
mod rules_by_hand;
#[path = "codec/serde_twin.rs"]
mod serde_twin;
#[path = "codec/turns.rs"]
mod turns;
#[path = "codec/views_by_hand.rs"]
mod views_by_hand;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_runtime::Event;
use contract_schema::avro::AvroSchema;
use contract_schema::{Dependency, ParseOptions};
use criterion::{Criterion, criterion_group};
use event_contracts::fintech::payments::v1::PaymentInitiated;
use prost::Message;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;

/// The schema with its references in place, as apache-avro wants it.
pub(crate) fn apache_schema() -> apache_avro::Schema {
    let party = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/party");
    // Each after those it needs.
    let names = [
        "AccountRef",
        "BirthDetails",
        "InstitutionRef",
        "NationalIdentification",
        "PostalAddress",
        "PartyIdentity",
        "OriginatorInfo",
        "BeneficiaryInfo",
        "PartyScreening",
        "ScreeningSummary",
    ];
    let dependencies = names.map(|name| {
        let text = std::fs::read_to_string(party.join(format!("{name}.avsc"))).unwrap();
        let name = format!("fintech.party.v1.{name}");
        Dependency { subject: name.clone(), name, version: 1, text: text.into() }
    });
    let schema =
        AvroSchema::parse(PaymentInitiated::SCHEMA, &dependencies, ParseOptions::stored()).unwrap();
    apache_avro::Schema::parse_str(&schema.resolved_text()).unwrap()
}

fn encode(c: &mut Criterion) {
    let event = payment::initiated();
    let schema = apache_schema();
    let writer = GenericDatumWriter::builder(&schema).validate(false).build().unwrap();
    let payload = event.to_payload().unwrap();
    let value = GenericDatumReader::builder(&schema)
        .build()
        .unwrap()
        .read_value(&mut &payload[..])
        .unwrap();
    let twin = prost_twin::of(&event);
    let serde_twin = events::serde_twin(&schema, &payload);
    events::assert_agreement(std::slice::from_ref(&event));
    println!("payload: {} bytes, prost {} bytes", payload.len(), twin.encoded_len());

    let mut out = Vec::with_capacity(4096);
    let mut group = c.benchmark_group("encode");
    group.bench_function("by hand", |b| {
        b.iter(|| {
            out.clear();
            by_hand::write(black_box(&event), &mut out);
            black_box(out.len())
        })
    });
    group.bench_function("generated", |b| {
        b.iter(|| {
            out.clear();
            black_box(&event).encode(&mut out).unwrap();
            black_box(out.len())
        })
    });
    group.bench_function("prost", |b| {
        b.iter(|| {
            out.clear();
            black_box(&twin).encode(&mut out).unwrap();
            black_box(out.len())
        })
    });
    group.bench_function("apache-avro, serde", |b| {
        b.iter(|| {
            out.clear();
            writer.write_ser(&mut out, black_box(&serde_twin)).unwrap()
        })
    });
    group.bench_function("apache-avro, value at hand", |b| {
        b.iter(|| {
            out.clear();
            writer.write_value_ref(&mut out, black_box(&value)).unwrap()
        })
    });
    group.finish();
}

fn decode(c: &mut Criterion) {
    let event = payment::initiated();
    let payload = event.to_payload().unwrap();
    let schema = apache_schema();
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let twin = prost_twin::of(&event).encode_to_vec();
    events::assert_agreement(std::slice::from_ref(&event));

    let mut group = c.benchmark_group("decode");
    group.bench_function("by hand", |b| b.iter(|| by_hand::read(black_box(&payload)).unwrap()));
    group.bench_function("generated", |b| {
        b.iter(|| PaymentInitiated::decode(black_box(&payload)).unwrap())
    });
    group.bench_function("prost", |b| {
        b.iter(|| prost_twin::PaymentInitiated::decode(&black_box(&twin)[..]).unwrap())
    });
    group.bench_function("apache-avro, serde", |b| {
        b.iter(|| {
            let twin =
                reader.read_deser::<serde_twin::PaymentInitiated>(&mut black_box(&payload[..]));
            twin.unwrap()
        })
    });
    group.bench_function("apache-avro, to value", |b| {
        b.iter(|| reader.read_value(&mut black_box(&payload[..])).unwrap())
    });
    group.bench_function("clone", |b| b.iter(|| black_box(&event).clone()));
    group.finish();
}

fn validate(c: &mut Criterion) {
    let event = payment::initiated();
    let rules = rules_by_hand::Rules::new();
    events::assert_same_violations(&rules, std::slice::from_ref(&event));
    let mut group = c.benchmark_group("validate");
    group.bench_function("by hand", |b| b.iter(|| rules.check(black_box(&event)).is_empty()));
    group.bench_function("generated", |b| b.iter(|| black_box(&event).validate().is_ok()));
    group.finish();
}

criterion_group!(benches, encode, decode, validate);

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--ratios") {
        return ratios::print();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
    ExitCode::SUCCESS
}
