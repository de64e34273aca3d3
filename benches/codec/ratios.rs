//! Every codec of `payment.initiated` next to the one by hand, and the bounds that generated code is held to.

use crate::encoder::encoder;
use crate::rules_by_hand::Rules;
use crate::turns::{Run, costs, each};
use crate::{by_hand, events, prost_twin, serde_twin, views_by_hand};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_runtime::Event;
use event_contracts::fintech::payments::v1::{
    PaymentInitiated, PaymentInitiatedRef, PaymentRouting,
};
use prost::Message;
use serde_avro_fast::ser::SerializerConfig;
use serde_avro_fast::{from_datum_slice, to_datum};
use std::process::ExitCode;

const ROUNDS: usize = 2_001;

/// Task, codec, and what it may cost next to the first codec of the task.
const BOUNDS: [(&str, &str, f64); 5] = [
    ("encode", "generated", 1.3),
    ("decode", "generated", 1.3),
    ("borrow", "generated", 1.3),
    ("resolve", "version 1, generated", 1.5),
    ("validate", "generated", 1.3),
];

/// Prints the tables; fails if a bound is broken.
pub(crate) fn print() -> ExitCode {
    let rules = Rules::new();
    let list = events::valid();
    events::assert_agreement(&list);
    events::assert_same_violations(&rules, &list);
    let payloads: Vec<Vec<u8>> = list.iter().map(|event| event.to_payload().unwrap()).collect();
    let prost_twins: Vec<_> = list.iter().map(prost_twin::of).collect();
    let prost_payloads: Vec<_> = prost_twins.iter().map(Message::encode_to_vec).collect();

    let size = |payloads: &[Vec<u8>]| payloads.iter().map(Vec::len).sum::<usize>() / payloads.len();
    println!(
        "{} events of {} bytes on average (prost {}), {ROUNDS} rounds\n",
        list.len(),
        size(&payloads),
        size(&prost_payloads)
    );
    println!("| task | codec | ns | ratio to by hand |\n| --- | --- | ---: | ---: |");
    let checks = vec![
        each("by hand", &list, |event| rules.check(event)),
        each("generated", &list, PaymentInitiated::validate),
    ];
    let broken = [
        encode(&list, &payloads, &prost_twins),
        decode(&list, &payloads, &prost_payloads),
        borrow(&payloads),
        resolve(&payloads),
        report("validate", checks),
    ]
    .concat();
    broken.iter().for_each(|line| println!("\nbroken: {line}"));
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn encode(
    list: &[PaymentInitiated],
    payloads: &[Vec<u8>],
    prost_twins: &[prost_twin::PaymentInitiated],
) -> Vec<String> {
    let schema = crate::apache_schema();
    let writer = GenericDatumWriter::builder(&schema).validate(false).build().unwrap();
    let by_value = GenericDatumWriter::builder(&schema).validate(false).build().unwrap();
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let twin = |payload: &Vec<u8>| events::serde_twin(&schema, payload);
    let twins: Vec<_> = payloads.iter().map(twin).collect();
    let value = |payload: &Vec<u8>| reader.read_value(&mut &payload[..]).unwrap();
    let values: Vec<_> = payloads.iter().map(value).collect();
    let fast = events::fast_schema();
    let mut fast = SerializerConfig::new(&fast);
    let encoders = vec![
        encoder("by hand", list, by_hand::write),
        encoder("generated", list, |event, out| event.encode(out).unwrap()),
        encoder("prost", prost_twins, |twin, out| twin.encode(out).unwrap()),
        encoder("apache-avro, serde", &twins, |twin, out| {
            writer.write_ser(out, twin).unwrap();
        }),
        encoder("apache-avro, value at hand", &values, |value, out| {
            by_value.write_value_ref(out, value).unwrap();
        }),
        encoder("serde_avro_fast", &twins, |twin, out| {
            to_datum(twin, out, &mut fast).unwrap();
        }),
    ];
    report("encode", encoders)
}

fn decode(
    list: &[PaymentInitiated],
    payloads: &[Vec<u8>],
    prost_payloads: &[Vec<u8>],
) -> Vec<String> {
    let schema = crate::apache_schema();
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let fast = events::fast_schema();
    let mut reused = list[0].clone();
    let decoders = vec![
        each("by hand", payloads, |payload| by_hand::read(payload).unwrap()),
        each("generated", payloads, |payload| PaymentInitiated::decode(payload).unwrap()),
        each("clone of the event", list, PaymentInitiated::clone),
        each("prost", prost_payloads, |payload| {
            prost_twin::PaymentInitiated::decode(&payload[..]).unwrap()
        }),
        each("apache-avro, serde", payloads, |payload| {
            reader.read_deser::<serde_twin::PaymentInitiated>(&mut &payload[..]).unwrap()
        }),
        each("apache-avro, to value", payloads, |payload| {
            reader.read_value(&mut &payload[..]).unwrap()
        }),
        each("serde_avro_fast", payloads, |payload| {
            from_datum_slice::<serde_twin::PaymentInitiated>(payload, &fast).unwrap()
        }),
        each("generated, into the last event", payloads, |payload| {
            reused.decode_into(payload).unwrap();
        }),
        each("generated, projection of five fields", payloads, |payload| {
            PaymentRouting::read(payload).unwrap()
        }),
    ];
    report("decode", decoders)
}

/// Views, whose lists stay in the payload.
fn borrow(payloads: &[Vec<u8>]) -> Vec<String> {
    let views = vec![
        each("by hand", payloads, |payload| views_by_hand::read(payload).unwrap()),
        each("generated", payloads, |payload| PaymentInitiatedRef::decode(payload).unwrap()),
    ];
    report("borrow", views)
}

/// Payloads of version 1, next to those of the same version.
fn resolve(payloads: &[Vec<u8>]) -> Vec<String> {
    let older = crate::older::payloads(payloads);
    let (wrote, reads) = crate::older::schemas();
    let resolving = GenericDatumReader::builder(&wrote).reader_schema(&reads).build().unwrap();
    let plan = crate::older::plan();
    let mut own = Vec::new();
    let resolutions = vec![
        each("same version", payloads, |payload| PaymentInitiated::decode(payload).unwrap()),
        each("version 1, generated", &older, |payload| crate::older::decode(payload)),
        each("version 1, plan at run time", &older, |payload| {
            own.clear();
            plan.transcode(payload, &mut own).unwrap();
            PaymentInitiated::decode(&own).unwrap()
        }),
        each("version 1, apache-avro to value", &older, |payload| {
            resolving.read_value(&mut &payload[..]).unwrap()
        }),
    ];
    report("resolve", resolutions)
}

/// Prints a row for each; the first is what the others are compared with. Gives the bounds that are broken.
fn report(task: &str, runs: Vec<Run<'_>>) -> Vec<String> {
    let mut broken = Vec::new();
    for cost in costs(ROUNDS, events::COUNT, runs) {
        println!("| {task} | {} | {:.0} | {:.2} |", cost.name, cost.nanos, cost.ratio);
        let bound = BOUNDS.iter().find(|(of, codec, _)| *of == task && *codec == cost.name);
        if let Some((_, _, most)) = bound
            && cost.ratio > *most
        {
            broken.push(format!("{task}, {}: {:.2} of {most}", cost.name, cost.ratio));
        }
    }
    broken
}
