//! Times every shape, prints the tables, and says which bounds are broken.

use crate::encoder::encoder;
use crate::shape::{Sample, Shape, View};
use crate::turns::{Cost, Run, costs, each};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use std::process::ExitCode;

const VALUES: usize = 64;
const ROUNDS: usize = 501;

/// What generated code may cost next to code by hand.
const MOST_BY_HAND: f64 = 1.3;
/// How many times slower than generated code others are when they write; where code by hand does not reach it, the
/// format is the reason, and generated code is held to code by hand alone.
const LEAST_ON_ENCODE: [(&str, f64); 2] = [("apache-avro, serde", 10.0), ("prost", 1.5)];

const CONTENDERS: [&str; 4] =
    ["apache-avro, serde", "apache-avro, value", "serde_avro_fast", "prost"];

pub(crate) struct Tables {
    timed: bool,
    rows: Vec<Row>,
}

struct Row {
    shape: &'static str,
    task: &'static str,
    bytes: usize,
    /// By hand, generated, then whoever else there is.
    costs: Vec<Cost>,
}

impl Tables {
    /// Nothing is timed unless it is asked for; that codecs agree is always asserted.
    pub(crate) fn new(timed: bool) -> Self {
        Tables { timed, rows: Vec::new() }
    }

    pub(crate) fn add<S: Shape>(&mut self) {
        let sample = Sample::<S>::new(VALUES);
        if self.timed {
            self.push::<S>("encode", &sample, encoders(&sample));
            self.push::<S>("decode", &sample, decoders(&sample));
        }
    }

    pub(crate) fn add_with_view<S: View>(&mut self) {
        self.add::<S>();
        let sample = Sample::<S>::new(VALUES);
        for (value, payload) in sample.values.iter().zip(&sample.payloads) {
            let mut input = &payload[..];
            let by_hand = S::by_hand(&mut input).unwrap();
            assert!(input.is_empty(), "{}: the view by hand reads all", S::NAME);
            assert!(S::agree(value, &S::generated(payload), &by_hand), "{}: views", S::NAME);
        }
        if self.timed {
            let runs = vec![
                each("by hand", &sample.payloads, |payload: &Vec<u8>| {
                    S::by_hand(&mut &payload[..]).unwrap()
                }),
                each("generated", &sample.payloads, |payload: &Vec<u8>| S::generated(payload)),
            ];
            self.push::<S>("borrow", &sample, runs);
        }
    }

    fn push<S: Shape>(&mut self, task: &'static str, sample: &Sample<S>, runs: Vec<Run<'_>>) {
        let bytes = sample.payloads.iter().map(Vec::len).sum::<usize>() / VALUES;
        let costs = costs(ROUNDS, VALUES, runs);
        self.rows.push(Row { shape: S::NAME, task, bytes, costs });
    }

    /// Prints what was timed; fails if a bound is broken.
    pub(crate) fn print(&self) -> ExitCode {
        if !self.timed {
            println!("the codecs agree; `cargo bench -p codec-shapes` times them");
            return ExitCode::SUCCESS;
        }
        println!("{VALUES} values of each shape, {ROUNDS} rounds; others in times of generated.\n");
        println!(
            "| shape | task | bytes | by hand, ns | generated, ns | ratio | {} |",
            CONTENDERS.join(" | ")
        );
        println!("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        self.rows.iter().for_each(Row::print);
        let broken: Vec<_> = self.rows.iter().flat_map(Row::broken).collect();
        println!();
        for line in &broken {
            println!("broken: {line}");
        }
        if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn encoders<S: Shape>(sample: &Sample<S>) -> Vec<Run<'_>> {
    let writer = GenericDatumWriter::builder(&sample.apache).validate(false).build().unwrap();
    let by_value = GenericDatumWriter::builder(&sample.apache).validate(false).build().unwrap();
    let mut config = serde_avro_fast::ser::SerializerConfig::new(&sample.fast);
    vec![
        encoder("by hand", &sample.values, S::write),
        encoder("generated", &sample.values, S::generated_write),
        encoder("apache-avro, serde", &sample.serde, move |value, out| {
            writer.write_ser(out, value).unwrap();
        }),
        encoder("apache-avro, value", &sample.apache_values, move |value, out| {
            by_value.write_value_ref(out, value).unwrap();
        }),
        encoder("serde_avro_fast", &sample.fast_serde, move |value, out| {
            serde_avro_fast::to_datum(value, out, &mut config).unwrap();
        }),
        encoder("prost", &sample.prost, |value, out| prost::Message::encode(value, out).unwrap()),
    ]
}

fn decoders<S: Shape>(sample: &Sample<S>) -> Vec<Run<'_>> {
    let reader = GenericDatumReader::builder(&sample.apache).build().unwrap();
    let to_value = GenericDatumReader::builder(&sample.apache).build().unwrap();
    let payloads = &sample.payloads;
    vec![
        each("by hand", payloads, |payload: &Vec<u8>| S::read(&mut &payload[..]).unwrap()),
        each("generated", payloads, |payload: &Vec<u8>| S::generated_read(payload)),
        each("apache-avro, serde", payloads, move |payload: &Vec<u8>| {
            reader.read_deser::<S::Serde>(&mut &payload[..]).unwrap()
        }),
        each("apache-avro, value", payloads, move |payload: &Vec<u8>| {
            to_value.read_value(&mut &payload[..]).unwrap()
        }),
        each("serde_avro_fast", payloads, |payload: &Vec<u8>| {
            serde_avro_fast::from_datum_slice::<S::Serde>(payload, &sample.fast).unwrap()
        }),
        each("prost", &sample.prost_payloads, |payload: &Vec<u8>| {
            <S::Prost as prost::Message>::decode(&payload[..]).unwrap()
        }),
    ]
}

impl Row {
    fn print(&self) {
        let Row { shape, task, bytes, costs } = self;
        let (by_hand, generated) = (&costs[0], &costs[1]);
        let others: Vec<String> = CONTENDERS
            .iter()
            .map(|name| self.times(name).map_or("–".into(), |times| format!("{times:.1}")))
            .collect();
        println!(
            "| {shape} | {task} | {bytes} | {:.0} | {:.0} | **{:.2}** | {} |",
            by_hand.nanos,
            generated.nanos,
            generated.ratio,
            others.join(" | ")
        );
    }

    /// How many times the generated code a contender costs.
    fn times(&self, name: &str) -> Option<f64> {
        self.costs
            .iter()
            .find(|cost| cost.name == name)
            .map(|cost| cost.ratio / self.costs[1].ratio)
    }

    fn broken(&self) -> Vec<String> {
        let Row { shape, task, costs, .. } = self;
        let mut lines = Vec::new();
        if costs[1].ratio > MOST_BY_HAND {
            let ratio = costs[1].ratio;
            lines.push(format!("{shape}, {task}: {ratio:.2} times by hand, of {MOST_BY_HAND}"));
        }
        if *task != "encode" {
            return lines;
        }
        for (name, least) in LEAST_ON_ENCODE {
            let by_hand = costs.iter().find(|cost| cost.name == name).map(|cost| cost.ratio);
            let generated = self.times(name);
            if by_hand.is_some_and(|times| times >= least)
                && let Some(times) = generated.filter(|times| *times * MOST_BY_HAND < least)
            {
                lines.push(format!("{shape}: {name} takes {times:.1} times as long, of {least}"));
            }
        }
        lines
    }
}
