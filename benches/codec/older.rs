//! Version 1 of `payment.initiated`: its schema, its payloads, and its decoder.

use contract_runtime::resolution::Transcoder;
use contract_runtime::{Event, Writer};
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;
use event_contracts::fintech::payments::v1::PaymentInitiated;

/// The oldest of the writers that were compiled.
fn writer() -> &'static Writer<PaymentInitiated> {
    PaymentInitiated::WRITERS.last().unwrap()
}

pub(crate) fn decode(payload: &[u8]) -> PaymentInitiated {
    (writer().decode)(payload).unwrap().value
}

/// The newest schema without the fields that version 1 did not have.
fn text() -> String {
    let mut schema: serde_json::Value =
        serde_json::from_str(PaymentInitiated::RESOLVED_SCHEMA).unwrap();
    let is_new = |name: &serde_json::Value| {
        let name = format!("{}.{}", PaymentInitiated::NAME, name.as_str().unwrap());
        writer().defaulted.contains(&&*name)
    };
    schema["fields"].as_array_mut().unwrap().retain(|field| !is_new(&field["name"]));
    let text = schema.to_string();
    let parsed = AvroSchema::parse(&text, &[], ParseOptions::stored()).unwrap();
    assert_eq!(parsed.rabin_fingerprint(), writer().fingerprint);
    text
}

/// What its writer would have written of the same events.
pub(crate) fn payloads(newest: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let back = Transcoder::of_texts(&text(), PaymentInitiated::RESOLVED_SCHEMA).unwrap();
    let older = |payload: &Vec<u8>| {
        let mut out = Vec::new();
        back.transcode(payload, &mut out).unwrap();
        out
    };
    newest.iter().map(older).collect()
}

/// The plan that a consumer would make who does not know version 1.
pub(crate) fn plan() -> Transcoder {
    Transcoder::of_texts(PaymentInitiated::RESOLVED_SCHEMA, &text()).unwrap()
}

/// Writer and reader as apache-avro has them, the amount as plain bytes: when it resolves, 0.22 refuses a decimal of
/// precision 18 with seven bytes.
pub(crate) fn schemas() -> (apache_avro::Schema, apache_avro::Schema) {
    let plain = |text: &str| text.replace("\"decimal\"", "\"none\"");
    let parse = |text: &str| apache_avro::Schema::parse_str(&plain(text)).unwrap();
    (parse(&text()), parse(PaymentInitiated::RESOLVED_SCHEMA))
}
