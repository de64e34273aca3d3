//! Payloads and schemas that are made to break or to cost much.

use crate::data::datum;
use crate::random::{Dice, Source};
use contract_runtime::avro::{Reason, write_long};
use contract_runtime::resolution::Transcoder;
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;

/// Neither panics nor runs away, whatever the bytes are.
#[test]
fn mutated_payloads_are_read_or_refused() {
    let mut source = Source::new(Dice::new(11));
    for _ in 0..400 {
        let written = source.record(3);
        let read = source.changed(&written);
        let parse = |json: &serde_json::Value| {
            AvroSchema::parse(&json.to_string(), &[], ParseOptions::stored()).unwrap()
        };
        let (reader, writer) = (parse(&read), parse(&written));
        let transcoder = Transcoder::new(&reader, writer.clone()).unwrap();
        for _ in 0..20 {
            let mut payload = Vec::new();
            datum(&writer, writer.root(), &mut source.dice, &mut payload);
            payload.push(0);
            let at = source.dice.below(payload.len());
            payload[at] = source.dice.next() as u8;
            let mut out = Vec::new();
            let _ = transcoder.transcode(&payload, &mut out);
            assert!(out.len() < (17 << 20) + 17 * payload.len());
        }
    }
}

#[test]
fn defaults_of_items_without_bytes_are_bounded() {
    let long = "x".repeat(100_000);
    let item = |fields: &str| format!(r#"{{"type":"record","name":"I","fields":[{fields}]}}"#);
    let list = |item: &str| format!(r#"{{"type":"array","items":{item}}}"#);
    let reader = item(&format!(r#"{{"name":"a","type":"string","default":"{long}"}}"#));
    let transcoder = Transcoder::of_texts(&list(&reader), &list(&item(""))).unwrap();
    let mut payload = Vec::new();
    write_long(&mut payload, 60_000);
    payload.push(0);
    let mut out = Vec::new();
    let error = transcoder.transcode(&payload, &mut out).unwrap_err();
    assert_eq!(error.reason, Reason::Budget);
    assert!(out.len() < 20 << 20);
}

#[test]
fn nesting_ends_before_the_stack_does() {
    let node = |name: &str| {
        format!(
            r#"{{"type":"record","name":"N","fields":[{{"name":"{name}","type":["null","N"]}}]}}"#
        )
    };
    for reader in [node("a"), node("b").replace(r#""type":["#, r#""default":null,"type":["#)] {
        let transcoder = Transcoder::of_texts(&reader, &node("a")).unwrap();
        let payload = vec![2; 1_000_000];
        let error = transcoder.transcode(&payload, &mut Vec::new()).unwrap_err();
        assert_eq!(error.reason, Reason::Depth);
    }
}

#[test]
fn wide_and_deep_schemas_have_their_plan_soon() {
    let names = |letter: &str| {
        let branches: Vec<String> = (0..2_000)
            .map(|n| format!(r#"{{"type":"record","name":"{letter}.R{n}","fields":[]}}"#))
            .collect();
        format!("[{}]", branches.join(","))
    };
    Transcoder::of_texts(&names("a"), &names("b")).unwrap();
    let mut deep = "\"int\"".to_owned();
    for _ in 0..200 {
        deep = format!(r#"{{"type":"array","items":{deep}}}"#);
    }
    let transcoder = Transcoder::of_texts(&deep.replace("int", "long"), &deep).unwrap();
    let mut payload = vec![2; 200];
    payload.push(10);
    payload.extend([0; 200]);
    let mut out = Vec::new();
    transcoder.transcode(&payload, &mut out).unwrap();
    assert_eq!(out, payload);
}
