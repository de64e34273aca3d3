//! All codecs in turns over the same events, in one run: medians of short blocks, and what they cost next to by hand.
//!
//! On a shared machine the figures of two runs cannot be compared. Here each round gives every codec one block of some
//! tens of microseconds, each round begins with another codec, and the ratio is the median of the rounds' ratios.

use crate::rules_by_hand::Rules;
use crate::{by_hand, events, prost_twin, serde_twin};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_runtime::Event;
use event_contracts::fintech::payments::v1::PaymentInitiated;
use prost::Message;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 2_001;
/// Rounds that fill caches and teach the branch predictor.
const WARM_UP: usize = 50;

/// One way to do a task for the event at an index.
type Run<'a> = (&'static str, Box<dyn FnMut() + 'a>);

pub(crate) fn print() {
    let schema = crate::apache_schema();
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let writer = GenericDatumWriter::builder(&schema).validate(false).build().unwrap();
    let rules = Rules::new();
    let list = events::valid();
    events::assert_agreement(&list);
    events::assert_same_violations(&rules, &list);
    let payloads: Vec<Vec<u8>> = list.iter().map(|event| event.to_payload().unwrap()).collect();
    let prost_twins: Vec<_> = list.iter().map(prost_twin::of).collect();
    let prost_payloads: Vec<_> = prost_twins.iter().map(Message::encode_to_vec).collect();
    let serde_twins: Vec<_> =
        payloads.iter().map(|payload| events::serde_twin(&schema, payload)).collect();
    let values: Vec<_> =
        payloads.iter().map(|payload| reader.read_value(&mut &payload[..]).unwrap()).collect();

    let size = |payloads: &[Vec<u8>]| payloads.iter().map(Vec::len).sum::<usize>() / payloads.len();
    println!(
        "{} events of {} bytes on average (prost {}), {ROUNDS} rounds\n",
        list.len(),
        size(&payloads),
        size(&prost_payloads)
    );
    println!("| task | codec | ns | ratio to by hand |\n| --- | --- | ---: | ---: |");
    let encoders = vec![
        encoder("by hand", &list, by_hand::write),
        encoder("generated", &list, |event, out| event.encode(out).unwrap()),
        encoder("prost", &prost_twins, |twin, out| twin.encode(out).unwrap()),
        encoder("apache-avro, serde", &serde_twins, |twin, out| {
            writer.write_ser(out, twin).unwrap();
        }),
        encoder("apache-avro, value at hand", &values, |value, out| {
            writer.write_value_ref(out, value).unwrap();
        }),
    ];
    report("encode", list.len(), encoders);
    let decoders = vec![
        each("by hand", &payloads, |payload| by_hand::read(payload).unwrap()),
        each("generated", &payloads, |payload| PaymentInitiated::decode(payload).unwrap()),
        each("clone of the event", &list, PaymentInitiated::clone),
        each("prost", &prost_payloads, |payload| {
            prost_twin::PaymentInitiated::decode(&payload[..]).unwrap()
        }),
        each("apache-avro, serde", &payloads, |payload| {
            reader.read_deser::<serde_twin::PaymentInitiated>(&mut &payload[..]).unwrap()
        }),
        each("apache-avro, to value", &payloads, |payload| {
            reader.read_value(&mut &payload[..]).unwrap()
        }),
    ];
    report("decode", list.len(), decoders);
    resolve(&payloads);
    let checks = vec![
        each("by hand", &list, |event| rules.check(event)),
        each("generated", &list, PaymentInitiated::validate),
    ];
    report("validate", list.len(), checks);
}

/// Payloads of version 1, next to those of the same version.
fn resolve(payloads: &[Vec<u8>]) {
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
    report("resolve", payloads.len(), resolutions);
}

fn encoder<'a, T>(
    name: &'static str,
    list: &'a [T],
    mut write: impl FnMut(&T, &mut Vec<u8>) + 'a,
) -> Run<'a> {
    let mut out = Vec::with_capacity(4096);
    let run = move || {
        for value in list {
            out.clear();
            write(black_box(value), &mut out);
            black_box(&out);
        }
    };
    (name, Box::new(run))
}

fn each<'a, T, R>(name: &'static str, list: &'a [T], mut run: impl FnMut(&T) -> R + 'a) -> Run<'a> {
    let run = move || {
        for value in list {
            black_box(run(black_box(value)));
        }
    };
    (name, Box::new(run))
}

/// Times the runs in turns and prints a row for each; the first is what the others are compared with.
fn report(task: &str, events: usize, mut runs: Vec<Run<'_>>) {
    let count = runs.len();
    let mut times = vec![Vec::with_capacity(ROUNDS); count];
    for round in 0..WARM_UP + ROUNDS {
        for turn in 0..count {
            let index = (round + turn) % count;
            let start = Instant::now();
            runs[index].1();
            let nanos = start.elapsed().as_nanos() as f64 / events as f64;
            if round >= WARM_UP {
                times[index].push(nanos);
            }
        }
    }
    for ((name, _), own) in runs.iter().zip(&times) {
        let ratios = own.iter().zip(&times[0]).map(|(own, base)| own / base).collect();
        println!("| {task} | {name} | {:.0} | {:.2} |", median(own.clone()), median(ratios));
    }
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}
