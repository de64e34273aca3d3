//! Codecs of `payment.initiated` side by side: generated, written by hand, apache-avro, prost.
//!
//! `cargo bench --bench codec`; the ratios that count are those within one run.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on ends")]
#![expect(clippy::print_stdout, reason = "sizes belong to the table of times")]

#[path = "codec/by_hand.rs"]
mod by_hand;
#[path = "../tests/it/payment.rs"]
mod payment;
#[path = "codec/prost_twin.rs"]
mod prost_twin;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_runtime::Event;
use contract_schema::avro::AvroSchema;
use contract_schema::{Dependency, ParseOptions};
use criterion::{Criterion, criterion_group, criterion_main};
use event_contracts::fintech::payments::v1::PaymentInitiated;
use prost::Message;
use std::hint::black_box;
use std::path::Path;

/// The schema with its references in place, as apache-avro wants it.
fn apache_schema() -> apache_avro::Schema {
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
    let mut by_hand = Vec::new();
    by_hand::write(&event, &mut by_hand);
    assert_eq!(by_hand, payload, "the codecs agree");
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
    assert_eq!(by_hand::read(&payload).unwrap(), event, "the codecs agree");

    let mut group = c.benchmark_group("decode");
    group.bench_function("by hand", |b| b.iter(|| by_hand::read(black_box(&payload)).unwrap()));
    group.bench_function("generated", |b| {
        b.iter(|| PaymentInitiated::decode(black_box(&payload)).unwrap())
    });
    group.bench_function("prost", |b| {
        b.iter(|| prost_twin::PaymentInitiated::decode(&black_box(&twin)[..]).unwrap())
    });
    group.bench_function("apache-avro, to value", |b| {
        b.iter(|| reader.read_value(&mut black_box(&payload[..])).unwrap())
    });
    group.bench_function("clone", |b| b.iter(|| black_box(&event).clone()));
    group.finish();
}

fn validate(c: &mut Criterion) {
    let event = payment::initiated();
    event.validate().unwrap();
    c.bench_function("validate/generated", |b| b.iter(|| black_box(&event).validate().is_ok()));
}

criterion_group!(benches, encode, decode, validate);
criterion_main!(benches);
