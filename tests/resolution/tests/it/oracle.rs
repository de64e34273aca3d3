//! Random pairs and random data: the same result as apache-avro, or the same refusal.
//!
//! Where apache-avro departs from the specification, [`QUIRKS`] says how and why; nothing else may differ.

use crate::data::datum;
use crate::random::{Dice, Source};
use apache_avro::reader::datum::GenericDatumReader;
use contract_runtime::resolution::Transcoder;
use contract_schema::ParseOptions;
use contract_schema::avro::resolve::Plan;
use contract_schema::avro::{AvroSchema, Kind};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What apache-avro reads although the specification does not resolve it: reader, writer, reason.
const QUIRKS: [(&str, &str, &str); 11] = [
    ("int", "long", "reads a long as an int if the number fits"),
    ("float", "double", "reads a double as a float, with loss"),
    ("string", "fixed", "reads a fixed as a string if it is UTF-8"),
    ("fixed", "string", "reads a string as a fixed"),
    ("fixed", "bytes", "reads bytes as a fixed of their length"),
    ("enum", "string", "reads a string as an enum if it is a symbol, or has a default"),
    ("bytes", "array", "reads an array of small ints as bytes"),
    ("float", "string", "reads the text of an infinity as a number"),
    ("double", "string", "reads the text of an infinity as a number"),
    ("record", "map", "reads a map as a record"),
    ("decimal", "bytes", "wants as many bytes as the most digits of a decimal take"),
];

/// What it refuses although the specification resolves it.
const REFUSALS: [(&str, &str, &str); 3] = [
    ("plain", "logical", "takes no value with a logical type for one of the plain type"),
    ("other kind", "logical", "promotes no value with a logical type"),
    ("string", "uuid", "takes no uuid for a string"),
];

fn parse(text: &Json) -> AvroSchema {
    AvroSchema::parse(&text.to_string(), &[], ParseOptions::stored()).unwrap()
}

/// The writer's schema with the reader's names for the fields that its aliases find: apache-avro knows no aliases.
fn renamed(writer: &Json, reader: &Json) -> Json {
    match (writer, reader) {
        (Json::Object(_), Json::Object(_)) if writer["type"] == "record" => {
            if reader["type"] != "record" {
                return writer.clone();
            }
            let mut writer = writer.clone();
            for field in writer["fields"].as_array_mut().unwrap() {
                // A writer's defaults say nothing, and may go by the old names.
                field.as_object_mut().unwrap().remove("default");
                let named = |other: &&Json| other["name"] == field["name"];
                let aliased = |other: &&Json| {
                    other["aliases"].as_array().is_some_and(|all| all.contains(&field["name"]))
                };
                let fields = reader["fields"].as_array().unwrap();
                let found =
                    fields.iter().find(named).or_else(|| fields.iter().find(aliased)).cloned();
                if let Some(found) = found {
                    field["name"] = found["name"].clone();
                    field["type"] = renamed(&field["type"], &found["type"]);
                }
            }
            writer
        }
        (Json::Object(_), Json::Object(_)) => {
            let mut writer = writer.clone();
            for part in ["items", "values"] {
                if writer.get(part).is_some() && reader.get(part).is_some() {
                    writer[part] = renamed(&writer[part], &reader[part]);
                }
            }
            writer
        }
        (Json::Array(branches), _) => {
            Json::from(branches.iter().map(|one| renamed(one, reader)).collect::<Vec<_>>())
        }
        (_, Json::Array(branches)) => {
            let same = branches.iter().find(|branch| {
                crate::random::kind(branch) == crate::random::kind(writer)
                    && branch.get("name") == writer.get("name")
            });
            same.map_or_else(|| writer.clone(), |same| renamed(writer, same))
        }
        _ => writer.clone(),
    }
}

/// The reason why the two may differ on data of this pair.
fn quirk(reader: &AvroSchema, writer: &AvroSchema) -> Option<&'static str> {
    let plan = Plan::new(reader, writer).unwrap();
    for (_, entry) in plan.entries() {
        let (ours, theirs) = (reader.get(entry.reader), writer.get(entry.writer));
        let branches = match &ours.kind {
            Kind::Union(branches) => branches.clone(),
            _ => vec![entry.reader],
        };
        for branch in branches {
            let ours = reader.get(branch);
            let row = QUIRKS.iter().find(|(reads, wrote, _)| {
                *reads == ours.kind.word() && *wrote == theirs.kind.word()
            });
            if let Some((.., reason)) = row {
                return Some(reason);
            }
            let is_decimal = ours.logical.is_some_and(|one| one.name() == "decimal");
            if is_decimal && ours.logical != theirs.logical {
                return Some(QUIRKS[10].2);
            }
            if theirs.logical.is_some() && ours.logical.is_none() {
                let promoted = ours.kind.word() != theirs.kind.word();
                return Some(REFUSALS[usize::from(promoted)].2);
            }
        }
    }
    None
}

#[derive(Default, Debug)]
struct Tally {
    same: usize,
    refused: usize,
    excused: BTreeMap<&'static str, usize>,
}

/// 3,000 pairs with 8 values each; `PAIRS=100000` for the long form.
#[test]
fn random_data_are_read_as_apache_avro_reads_them() {
    let pairs = std::env::var("PAIRS").ok().and_then(|text| text.parse().ok()).unwrap_or(3_000);
    let mut source = Source::new(Dice::new(7));
    let mut tally = Tally::default();
    for _ in 0..pairs {
        let written = source.record(3);
        let read = source.changed(&written);
        compare(&mut source, &read, &written, &mut tally);
    }
    eprintln!("{tally:?}");
    assert!(tally.same > pairs * 3, "{tally:?}");
    assert!(tally.refused > pairs / 4, "{tally:?}");
    let excused: usize = tally.excused.values().sum();
    assert!(excused < tally.same / 4, "{tally:?}");
}

fn compare(source: &mut Source, read: &Json, written: &Json, tally: &mut Tally) {
    let (reader, writer) = (parse(read), parse(written));
    let as_text = |json: &Json| apache_avro::Schema::parse_str(&json.to_string()).unwrap();
    let (their_reader, their_writer) = (as_text(read), as_text(&renamed(written, read)));
    let resolving =
        GenericDatumReader::builder(&their_writer).reader_schema(&their_reader).build().unwrap();
    let plain = GenericDatumReader::builder(&their_reader).build().unwrap();
    let transcoder = Transcoder::new(&reader, writer.clone()).unwrap();
    for _ in 0..8 {
        let mut payload = Vec::new();
        datum(&writer, writer.root(), &mut source.dice, &mut payload);
        let theirs = resolving.read_value(&mut &payload[..]);
        let mut out = Vec::new();
        let ours = transcoder.transcode(&payload, &mut out).map_err(|error| error.to_string());
        // A text that is no uuid is found by the decoder, here the library's own.
        let ours = ours.and_then(|_| {
            let rest = &mut &out[..];
            let value = plain.read_value(rest).map_err(|error| error.to_string());
            assert!(value.is_err() || rest.is_empty(), "{read}\n{written}: {} left", rest.len());
            value
        });
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) if ours == theirs => tally.same += 1,
            (Err(_), Err(_)) => tally.refused += 1,
            (ours, theirs) => match quirk(&reader, &writer) {
                Some(reason) => *tally.excused.entry(reason).or_default() += 1,
                None => panic!(
                    "reader {read}\nwriter {written}\npayload {payload:x?}\nours {ours:?}\ntheirs {theirs:?}"
                ),
            },
        }
    }
}
