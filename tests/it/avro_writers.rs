//! Payloads of older, newer and foreign writers of `payment.initiated`, as its consumers read them.

use crate::payment::initiated;
use contract_runtime::Event;
use contract_runtime::avro::Reason;
use contract_runtime::frame::frame;
use contract_runtime::resolution::{Counts, ResolveError, Resolver, Transcoder, Way, WriterSchema};
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;
use event_contracts::fintech::payments::v1::PaymentInitiated;
use std::convert::Infallible;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// The schema of an event as a registry gives it, with its references in place.
fn alone(text: &str) -> WriterSchema {
    WriterSchema { text: text.to_owned(), references: Vec::new() }
}

/// A version in `schemas/`, with the types of the newest in place of its references.
fn version(number: u32) -> String {
    let newest = AvroSchema::parse(PaymentInitiated::RESOLVED_SCHEMA, &[], ParseOptions::stored());
    let newest = newest.unwrap();
    let path = format!(
        "{}/schemas/payments/history/payment.initiated/v{number}.avsc",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut version: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let resolved: serde_json::Value = serde_json::from_str(&newest.resolved_text()).unwrap();
    for field in version["fields"].as_array_mut().unwrap() {
        let same = resolved["fields"].as_array().unwrap().iter();
        let mut same = same.filter(|other| other["name"] == field["name"]);
        field["type"] = same.next().unwrap()["type"].clone();
    }
    version.to_string()
}

/// The newest event as the writer of `schema` would have written it.
fn written_by(schema: &str) -> Vec<u8> {
    let payload = initiated().to_payload().unwrap();
    let mut out = Vec::new();
    let back = Transcoder::of_texts(schema, PaymentInitiated::RESOLVED_SCHEMA).unwrap();
    back.transcode(&payload, &mut out).unwrap();
    out
}

fn framed(id: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    frame(&mut out, id, PaymentInitiated::FORMAT, &[]);
    out.extend_from_slice(payload);
    out
}

#[test]
fn older_versions_are_read_by_compiled_decoders() {
    let newest = initiated();
    for (writer, number) in PaymentInitiated::WRITERS.iter().zip([2, 1]) {
        let payload = written_by(&version(number));
        let older = (writer.decode)(&payload).unwrap();
        assert!(older.notes.is_empty() && writer.dropped.is_empty() && writer.refused.is_empty());
        assert!(!writer.defaulted.is_empty());
        assert_eq!(older.value.amount, newest.amount);
        assert_eq!(older.value.originator_info, newest.originator_info);
        assert_eq!(older.value.uetr, None);
        assert_eq!(PaymentInitiated::decode_from(writer.fingerprint, &payload).unwrap(), older);
        for length in 0..payload.len() {
            assert!((writer.decode)(&payload[..length]).is_err(), "cut at {length}");
        }
    }
    let own = newest.to_payload().unwrap();
    let decoded = PaymentInitiated::decode_from(PaymentInitiated::FINGERPRINT, &own).unwrap();
    assert_eq!(decoded.value, newest);
    let nobody = PaymentInitiated::decode_from(7, &own).unwrap_err().to_string();
    assert!(nobody.contains("no writer with fingerprint 0000000000000007"), "{nobody}");
}

/// What a subscriber writes, so that it can be looked at.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A newer writer: a field that this reader does not know, and a symbol that it does not know either.
fn newer() -> String {
    PaymentInitiated::RESOLVED_SCHEMA
        .replacen(
            r#""fields":["#,
            r#""fields":[{"name":"newField","type":"string","default":"x"},"#,
            1,
        )
        .replace(r#""SHAR""#, r#""SPLIT""#)
}

#[test]
fn a_resolver_reads_every_writer_and_says_what_it_does_not_know() {
    let lines = Lines::default();
    let out = lines.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || out.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let resolver = Resolver::<PaymentInitiated>::new();
        let unknown = framed(9, &written_by(&newer()));
        assert!(matches!(
            resolver.receive(&unknown),
            Err(ResolveError::UnknownId { schema_id: 9, .. })
        ));
        assert_eq!(resolver.learn(1, &alone(&version(1))).unwrap(), Way::Planned);
        assert_eq!(resolver.learn(3, &alone(PaymentInitiated::RESOLVED_SCHEMA)).unwrap(), Way::Own);
        // Two ids of one content, and three values: one warning.
        for id in [9, 10, 9] {
            let fetch = |_| Ok::<_, Infallible>(alone(&newer()));
            let value = framed(id, &written_by(&newer()));
            let received = resolver.receive_with(&value, fetch).unwrap();
            assert_eq!((received.way, received.schema_id), (Way::Planned, id));
            assert_eq!(received.event.amount, initiated().amount);
        }
        let own = framed(3, &initiated().to_payload().unwrap());
        assert_eq!(resolver.receive(&own).unwrap().event, initiated());
        let counts = resolver.counts();
        assert_eq!((counts.own, counts.planned), (1, 3));
        let broken = resolver.receive(&framed(3, &[1, 2])).unwrap_err().to_string();
        assert!(broken.contains("cannot be read as `payment.initiated`"), "{broken}");
    });
    let text = lines.text();
    assert_eq!(text.matches("newField").count(), 1, "{text}");
    assert!(text.contains("WARN") && text.contains("unknown_fields"), "{text}");
}

#[test]
fn unknown_symbols_are_noted_and_counted() {
    let mut event = initiated();
    event.charge_bearer = Some(event_contracts::fintech::payments::v1::ChargeBearer::Shar);
    // The same bytes, in which the symbol has a name that this reader does not know.
    let schema = PaymentInitiated::RESOLVED_SCHEMA.replace(r#""SHAR""#, r#""SPLIT""#);
    let resolver = Resolver::<PaymentInitiated>::new();
    resolver.learn(5, &alone(&schema)).unwrap();
    let value = framed(5, &event.to_payload().unwrap());
    let received = resolver.receive(&value).unwrap();
    assert_eq!(received.notes.replaced_symbols(), 1);
    let symbols: Vec<&str> = received.notes.symbols().collect();
    assert_eq!(symbols, ["fintech.payments.v1.ChargeBearer.SPLIT"]);
    let counts = Counts { planned: 1, replaced_symbols: 1, ..Counts::default() };
    assert_eq!(resolver.counts(), counts);
}

#[test]
fn what_has_no_reading_is_refused_with_its_reason() {
    let other = PaymentInitiated::RESOLVED_SCHEMA.replace(r#""scale":5"#, r#""scale":4"#);
    assert_ne!(other, PaymentInitiated::RESOLVED_SCHEMA);
    let resolver = Resolver::<PaymentInitiated>::new();
    resolver.learn(5, &alone(&other)).unwrap();
    let error = resolver.receive(&framed(5, &initiated().to_payload().unwrap())).unwrap_err();
    assert!(matches!(
        error,
        ResolveError::Decode { source, .. } if source.reason == Reason::Resolution
    ));
}
