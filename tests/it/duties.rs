//! What events carry besides their fields: their flow, their one producer, headers, the way to the dead letters, topics.

use crate::payment::{STAMP, draft, initiated, root};
use contract_runtime::headers::TraceParent;
use contract_runtime::{
    Event, Fact, Incoming, Message, Producer, PublishError, Rejection, Stamp, TimestampMicros,
    Topic, TopicReader, Uuid, Warnings, dead_letter, frame,
};
use event_contracts::fintech::payments::v1::PaymentInitiated;
use event_contracts::fintech::reconciliation::v1::{
    MatchFound, ReconciliationStarted, ReconciliationStartedDraft, ReconciliationStatements,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The service that publishes an event.
pub(crate) fn producer<E: Event>() -> Producer {
    E::PRODUCER.unwrap().parse().unwrap()
}

fn message() -> Message {
    root(draft()).into_message(&producer::<PaymentInitiated>(), 42).unwrap()
}

/// A message as a consumer gets it.
fn incoming<'a>(message: &'a Message, headers: &'a [(&'a str, &'a [u8])]) -> Incoming<'a> {
    Incoming::new(message.topic, Some(&message.value))
        .at(3, 1_000)
        .key(Some(message.key_bytes()))
        .headers(headers.iter().copied())
}

/// The headers of a message with one replaced, or left out.
fn headers<'a>(
    message: &'a Message,
    name: &str,
    value: Option<&'a str>,
) -> Vec<(&'a str, &'a [u8])> {
    let own = message.header_bytes();
    own.filter_map(|(header, own)| match (header == name, value) {
        (true, value) => Some((header, value?.as_bytes())),
        (false, _) => Some((header, own)),
    })
    .collect()
}

#[test]
fn headers_go_out_and_come_back_in() {
    let trace: TraceParent =
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".parse().unwrap();
    let cause = initiated();
    let stamp = Stamp { event_id: Uuid::from_u128(5), ..STAMP };
    let effect = draft().caused_by(&cause, stamp).traced(trace);
    let message = effect.into_message(&producer::<PaymentInitiated>(), 42).unwrap();
    let sent: BTreeMap<&str, &str> = message
        .header_bytes()
        .map(|(name, value)| (name, str::from_utf8(value).unwrap()))
        .collect();
    let expected = [
        ("ce_causationid", "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f"),
        ("ce_correlationid", "flow-2026-000042"),
        ("ce_id", "00000000-0000-0000-0000-000000000005"),
        ("ce_partitionkey", "0011223344556"),
        ("ce_source", "payment-initiation"),
        ("ce_specversion", "1.0"),
        ("ce_type", "payment.initiated"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ];
    assert_eq!(sent, expected.into());

    let headers: Vec<_> = message.header_bytes().collect();
    let consumed = incoming(&message, &headers).read::<PaymentInitiated>().unwrap();
    assert_eq!(consumed.schema_id, 42);
    assert_eq!(consumed.clone().validated().unwrap(), consumed);
    assert_eq!(consumed.event.causation_id, Some(cause.event_id));
    // Clients that know nothing of CloudEvents send no headers: there is nothing to compare.
    assert!(incoming(&message, &[]).read::<PaymentInitiated>().is_ok());
}

#[test]
fn a_header_that_contradicts_the_payload_is_a_violation() {
    let message = message();
    for name in ["ce_id", "ce_type", "ce_correlationid", "ce_partitionkey"] {
        let headers = headers(&message, name, Some("SECRET"));
        let refused = incoming(&message, &headers).read::<PaymentInitiated>().unwrap_err();
        assert_eq!(refused.code(), "header-mismatch");
        let found: Vec<_> = refused.violations().unwrap().iter().collect();
        let [one] = found[..] else { panic!("{refused}") };
        assert_eq!((&*one.path, one.rule_id), (&*format!("headers.{name}"), "ENV-HEADER-MISMATCH"));
        assert!(!refused.to_string().contains("SECRET"), "{refused}");
        // A header that is not there contradicts nothing.
        let headers = self::headers(&message, name, None);
        assert!(incoming(&message, &headers).read::<PaymentInitiated>().is_ok());
    }
    // The payload is the root of a flow.
    let mut headers: Vec<_> = message.header_bytes().collect();
    headers.push(("ce_causationid", b"0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f"));
    assert!(incoming(&message, &headers).read::<PaymentInitiated>().is_err());
}

#[test]
fn only_the_producer_of_an_event_publishes_it() {
    let other: Producer = "rtgs-gateway".parse().unwrap();
    let refused = root(draft()).into_message(&other, 42).unwrap_err();
    let expected = PublishError::Producer {
        event: "payment.initiated",
        producer: "payment-initiation",
        service: "rtgs-gateway".into(),
    };
    assert_eq!(refused, expected);
    // On the way in a foreign source is told, not refused.
    let message = message();
    let before = Warnings::counted().foreign_sources;
    let headers = headers(&message, "ce_source", Some("rtgs-gateway"));
    let (consumed, told) = told(|| incoming(&message, &headers).read::<PaymentInitiated>());
    assert!(consumed.is_ok());
    assert_eq!(Warnings::counted().foreign_sources, before + 1);
    assert!(told.contains("`ce_source` does not name the one producer"), "{told}");
}

/// What `run` gives, and what it told through `tracing`.
pub(crate) fn told<T>(run: impl FnOnce() -> T) -> (T, String) {
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let given = tracing::subscriber::with_default(subscriber, run);
    let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    (given, told)
}

#[test]
fn a_flow_without_an_id_gets_one_and_a_warning() {
    let before = Warnings::counted().generated_correlations;
    let (outgoing, warned) = told(|| draft().root_from(None, STAMP));
    assert_eq!(outgoing.event().correlation_id, STAMP.event_id.to_string());
    assert_eq!(outgoing.validate(), Ok(()));
    assert!(warned.contains("WARN") && warned.contains("event=\"payment.initiated\""), "{warned}");
    assert!(warned.contains("carried no correlation id"), "{warned}");

    // A cause that lost its id, as a proto3 message can.
    let cause = ReconciliationStarted {
        event_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f".into(),
        ..Default::default()
    };
    let (outgoing, warned) = told(|| draft().caused_by(&cause, STAMP));
    assert_eq!(outgoing.event().correlation_id, cause.event_id);
    assert!(warned.contains("carried no correlation id"), "{warned}");
    assert!(Warnings::counted().generated_correlations >= before + 2);

    let (outgoing, warned) = told(|| draft().root_from("flow-9".parse().ok(), STAMP));
    assert_eq!((&*outgoing.event().correlation_id, &*warned), ("flow-9", ""));
}

#[test]
fn a_dead_letter_is_the_message_as_it_came_and_why() {
    let message = message();
    let own: Vec<_> = message.header_bytes().collect();
    let mut event = initiated();
    event.account_id = "SECRET-ACCOUNT-".repeat(4);
    let mut value = Vec::new();
    frame::frame(&mut value, 42, PaymentInitiated::FORMAT, &[]);
    event.encode(&mut value).unwrap();
    let message = Message { value, ..message.clone() };
    let failed = incoming(&message, &own[..3]);
    let rejection = failed.read::<PaymentInitiated>().unwrap().validated().unwrap_err();
    let letter = failed.dead_letter(&rejection, 4, TimestampMicros(1_767_323_045_000_006));

    assert_eq!(letter.topic, "payment.initiated.dlq");
    assert_eq!((letter.key, letter.value), (Some(message.key_bytes()), Some(&message.value[..])));
    let text = |(name, value): (&str, &[u8])| format!("{name}: {}", str::from_utf8(value).unwrap());
    let headers: Vec<_> = letter.headers().map(text).collect();
    let expected = [
        "ce_specversion: 1.0",
        "ce_id: 0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f",
        "ce_type: payment.initiated",
        "error.reason: `payment.initiated` breaks its contract: \
         accountId: must have at most 34 characters [string.max_len]",
        "error.code: contract",
        "error.attempts: 4",
        "failed.at: 2026-01-02T03:04:05.000006Z",
        "original.topic: payment.initiated",
        "original.partition: 3",
        "original.offset: 1000",
        "schema.id: 42",
        r#"contract.violations: [{"path":"accountId","ruleId":"string.max_len","message":"must have at most 34 characters"}]"#,
    ];
    assert_eq!(headers, expected);
    assert!(!format!("{letter:?} {failed:?}").contains("SECRET"));

    // Replayed and failed again: where it first came from stays, why it failed is new.
    let again: Vec<_> = letter.headers().collect();
    let again = Incoming::new("payment.initiated.dlq", letter.value).at(0, 7).headers(again);
    let second = again.dead_letter(
        &Rejection::processing("the clearing house is closed"),
        1,
        STAMP.occurred_at,
    );
    let headers: BTreeMap<_, _> = second.headers().collect();
    assert_eq!(second.topic, "payment.initiated.dlq");
    assert_eq!(headers[dead_letter::TOPIC], b"payment.initiated");
    assert_eq!(headers[dead_letter::OFFSET], b"1000");
    assert_eq!(headers[dead_letter::REASON], b"the clearing house is closed");
    assert_eq!(headers[dead_letter::CODE], b"processing");
    assert!(!headers.contains_key(dead_letter::VIOLATIONS));
    assert_eq!(second.headers().count(), 11, "each header stands there once");
}

#[test]
fn what_cannot_be_read_has_a_word_for_it() {
    let value = message().value;
    let code = |value: Option<&[u8]>| {
        let read = Incoming::new("payment.initiated", value).read::<PaymentInitiated>();
        read.unwrap_err().code()
    };
    assert_eq!(code(None), "empty-value");
    assert_eq!(code(Some(b"{}")), "frame");
    assert_eq!(code(Some(&value[..value.len() - 1])), "decode");
}

fn started() -> ReconciliationStartedDraft {
    ReconciliationStartedDraft {
        originator_info: None,
        beneficiary_info: None,
        run_id: Uuid::from_u128(1).to_string(),
        statement_id: Uuid::from_u128(2).to_string(),
        job_id: Uuid::from_u128(3).to_string(),
        total_lines: 12,
        ruleset_version: "7".into(),
    }
}

#[test]
fn a_topic_of_several_events_is_one_enum() {
    let names: Vec<_> = ReconciliationStatements::EVENTS.iter().map(|kind| kind.event).collect();
    let expected = [
        "match.disputed",
        "match.found",
        "reconciliation.completed",
        "reconciliation.started",
        "statement.uploaded",
    ];
    assert_eq!(names, expected);
    assert_eq!(ReconciliationStatements::TOPIC, "reconciliation.statements");

    let outgoing = started().root("flow-3".parse().unwrap(), STAMP);
    let sent = outgoing.event().clone();
    let message = outgoing.into_message(&producer::<ReconciliationStarted>(), 9).unwrap();
    let headers: Vec<_> = message.header_bytes().collect();
    let reader = TopicReader::<ReconciliationStatements>::new();
    let consumed = reader.read(&incoming(&message, &headers)).unwrap();
    assert_eq!(consumed.event, sent.clone().into());
    // Without `_`: a sixth event of the topic stops this from compiling.
    let run = match &consumed.event {
        ReconciliationStatements::MatchDisputed(event) => &event.run_id,
        ReconciliationStatements::MatchFound(event) => &event.run_id,
        ReconciliationStatements::ReconciliationCompleted(event) => &event.run_id,
        ReconciliationStatements::ReconciliationStarted(event) => &event.run_id,
        ReconciliationStatements::StatementUploaded(event) => &event.job_id,
    };
    assert_eq!(*run, sent.run_id);
    assert_eq!(consumed.event.partition_key(), sent.statement_id);
    // What follows from it carries its flow.
    let effect = draft().caused_by(&consumed.event, STAMP);
    assert_eq!(effect.event().correlation_id, "flow-3");
}

#[test]
fn which_event_it_is_the_schema_id_and_the_header_say_and_must_agree() {
    let root = started().root("flow-3".parse().unwrap(), STAMP);
    let message = root.into_message(&producer::<ReconciliationStarted>(), 9).unwrap();
    let headers: Vec<_> = message.header_bytes().collect();
    let reader = TopicReader::<ReconciliationStatements>::new();
    let silent = incoming(&message, &[]);
    assert_eq!(reader.read(&silent).unwrap_err().code(), "unknown-event");
    assert!(reader.learn(9, "reconciliation.ended").is_err());
    reader.learn(9, ReconciliationStarted::NAME).unwrap();
    assert_eq!(reader.read(&silent).unwrap().event.event_name(), "reconciliation.started");
    assert!(reader.read(&incoming(&message, &headers)).is_ok());

    let lying = self::headers(&message, "ce_type", Some("match.found"));
    let refused = reader.read(&incoming(&message, &lying)).unwrap_err();
    assert_eq!(refused.code(), "header-mismatch");
    reader.learn_writer(9, MatchFound::FINGERPRINT).unwrap();
    let refused = reader.read(&incoming(&message, &headers)).unwrap_err();
    assert_eq!(refused.code(), "header-mismatch");
}
