//! Protobuf contracts: the printed Rust is kept, compiled and run against an independent reader of the wire.

use contract_codegen::{Config, Setting};
use contract_runtime::avro::Reason;
use contract_runtime::protobuf::{Date, Duration, Money, Timestamp, decode_within};
use contract_runtime::{Event, Format, Outgoing, ReceiveError, Stamp};
use contract_schema::ParseOptions;
use contract_schema::protobuf::ProtoSchema;
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use std::path::Path;

/// The output for `tests/schemas/protobuf`, as a test in `src/emit/proto.rs` keeps it.
#[allow(unreachable_pub, reason = "generated as a file of its own")]
pub(crate) mod generated {
    include!("../generated/protobuf.snap");
}

use generated::google::protobuf::{Struct, Value, ValueKind};
use generated::google::r#type::DayOfWeek;
use generated::probe::v1::probed::{Inner, inner::Kind};
use generated::probe::v1::{Probed, ProbedDraft, ProbedOutcome, State};
use generated::shared::v1::Party;
use generated::{implicit::v1 as implicit, presence::v1 as presence};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The event in the eyes of prost-reflect.
fn descriptor() -> MessageDescriptor {
    let folder = root().join("tests/schemas/protobuf");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let party = contract_schema::Dependency {
        name: "shared/party.proto".into(),
        subject: "party".into(),
        version: 1,
        text: read("shared/party.proto").into(),
    };
    let schema =
        ProtoSchema::parse(&read("everything.proto"), &[party], ParseOptions::stored()).unwrap();
    schema.pool().get_message_by_name("probe.v1.Probed").unwrap()
}

pub(crate) fn full() -> Probed {
    let inner = Inner { value: -1, note: Some("ü".into()), kind: Kind::Kind2D };
    Probed {
        event_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f".into(),
        correlation_id: "flow-1".into(),
        causation_id: Some("0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e60".into()),
        occurred_at: Some(Timestamp { seconds: 1_767_323_045, nanos: 6_000 }),
        key_part: "k".into(),
        number: -5,
        zigzag: i32::MIN,
        fixed: u32::MAX,
        sfixed: i64::MIN,
        large: u64::MAX,
        flag: true,
        single: -0.0,
        double: 1.5e300,
        hash: contract_runtime::Bytes(vec![0, 255, 7]),
        state: State::Open,
        previous: Some(State::Unrecognized(99)),
        maybe: Some(0),
        numbers: vec![0, -1, i64::MAX],
        unpacked: vec![1, -1],
        names: vec!["a".into(), "b".repeat(200)],
        inners: vec![inner.clone(), Inner::default()],
        states: vec![State::Closed, State::Unspecified],
        counts: [("a".to_owned(), 0), ("".to_owned(), -7)].into(),
        by_name: [("x".to_owned(), inner.clone())].into(),
        outcome: Some(ProbedOutcome::Inner(inner)),
        parent: Some(Box::new(Probed { number: 3, ..Probed::default() })),
        took: Some(Duration { seconds: -1, nanos: -500_000_000 }),
        day: Some(Date { year: 2026, month: 2, day: 29 }),
        amount: Some(Money { currency_code: "ZWG".into(), units: 12, nanos: 340_000_000 }),
        weekday: DayOfWeek::Monday,
        wrapped: Some(generated::google::protobuf::StringValue { value: "w".into() }),
        extra: Some(Struct {
            fields: [("n".to_owned(), Value { kind: Some(ValueKind::NumberValue(2.5)) })].into(),
        }),
        party: Some(Party { name: Some("Ann".into()), rank: None }),
        r#type: "t".into(),
        lenient: State::Unspecified,
    }
}

#[test]
fn every_field_reads_back_and_an_independent_reader_agrees() {
    let event = full();
    let payload = event.to_payload().unwrap();
    assert_eq!(Probed::decode(&payload).unwrap(), event);
    let dynamic = DynamicMessage::decode(descriptor(), payload.as_slice()).unwrap();
    assert_eq!(dynamic.unknown_fields().count(), 0);
    assert_eq!(Probed::decode(&dynamic.encode_to_vec()).unwrap(), event);
    assert!(Probed::default().to_payload().unwrap().is_empty());
    for outcome in [
        ProbedOutcome::Text(String::new()),
        ProbedOutcome::OutcomeState(State::Unspecified),
        ProbedOutcome::Raw(contract_runtime::Bytes(vec![1])),
    ] {
        let event = Probed { outcome: Some(outcome), ..Probed::default() };
        assert_eq!(Probed::decode(&event.to_payload().unwrap()).unwrap(), event);
    }
}

#[test]
fn messages_merge_and_unknown_fields_are_skipped() {
    let one = Probed {
        party: Some(Party { name: Some("Ann".into()), rank: None }),
        outcome: Some(ProbedOutcome::Inner(Inner { value: 1, ..Inner::default() })),
        numbers: vec![1],
        ..Probed::default()
    };
    let two = Probed {
        party: Some(Party { name: None, rank: Some(3) }),
        outcome: Some(ProbedOutcome::Inner(Inner { kind: Kind::Plain, ..Inner::default() })),
        numbers: vec![2],
        ..Probed::default()
    };
    let mut bytes = one.to_payload().unwrap();
    // Field 500 as a varint, a string and a group; field 10 with the wire type of a number.
    bytes
        .extend_from_slice(&[0xa0, 0x1f, 1, 0xa2, 0x1f, 1, 0, 0xa3, 0x1f, 8, 1, 0xa4, 0x1f, 80, 1]);
    bytes.extend(two.to_payload().unwrap());
    // Numbers one by one, as writers before packing wrote them.
    bytes.extend_from_slice(&[0xb8, 1, 5]);
    let merged = Probed::decode(&bytes).unwrap();
    assert_eq!(merged.party, Some(Party { name: Some("Ann".into()), rank: Some(3) }));
    let inner = Inner { value: 1, kind: Kind::Plain, note: None };
    assert_eq!(merged.outcome, Some(ProbedOutcome::Inner(inner)));
    assert_eq!(merged.numbers, [1, 2, -3]);
    assert_eq!(merged.key_part, "");
}

#[test]
fn broken_payloads_are_refused_and_none_panics() {
    let payload = full().to_payload().unwrap();
    for cut in 0..payload.len() {
        let _ = Probed::decode(&payload[..cut]);
    }
    let mut deep = Vec::new();
    for _ in 0..200 {
        let mut outer = vec![0x8a, 2];
        contract_runtime::protobuf::write_bytes(&mut outer, &deep);
        deep = outer;
    }
    let error = Probed::decode(&deep).unwrap_err();
    assert!(error.to_string().contains("nested deeper"), "{error}");
    let seed = 0x5eed_u64;
    eprintln!("seed {seed}");
    let mut state = seed;
    for _ in 0..20_000 {
        let mut bytes = payload.clone();
        for _ in 0..3 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 33) as usize % bytes.len();
            bytes[at] = (state >> 20) as u8;
        }
        // What is read is written in a form that reads back as itself; bytes are compared, since NaN is not itself.
        if let Ok(read) = Probed::decode(&bytes) {
            let written = read.to_payload().unwrap();
            assert_eq!(Probed::decode(&written).unwrap().to_payload().unwrap(), written);
        }
    }
}

/// Two bytes on the wire can be hundreds in memory: what lists, maps and boxes hold is counted before it is made.
#[test]
fn payloads_that_claim_much_memory_are_refused_within_the_budget() {
    let nested = |levels: usize| {
        (0..levels).fold(Vec::new(), |inner, _| {
            let mut outer = vec![0x8a, 2];
            contract_runtime::protobuf::write_bytes(&mut outer, &inner);
            outer
        })
    };
    let claims: [(&str, Vec<u8>, usize); 7] = [
        ("messages", [0xd2, 1, 0].repeat(1_000), size_of::<Inner>() * 1_000),
        ("texts", [0xca, 1, 0].repeat(1_000), size_of::<String>() * 1_000),
        ("entries", [0xea, 1, 0].repeat(1_000), size_of::<(String, Inner)>() * 1_000),
        ("packed numbers", [&[0xba, 1, 100][..], &[0; 100]].concat(), 8 * 100),
        ("packed enums", [&[0xda, 1, 100][..], &[0; 100]].concat(), size_of::<State>() * 100),
        ("numbers one by one", [0xc0, 1, 0].repeat(1_000), 4 * 1_000),
        ("boxes in boxes", nested(90), size_of::<Probed>() * 90),
    ];
    for (what, payload, memory) in claims {
        let read = |budget| decode_within(budget, &payload, Probed::default(), Probed::merge);
        assert!(read(memory).is_ok(), "{what} of {memory} bytes");
        let error = read(memory - 1).unwrap_err();
        assert_eq!(error.reason, Reason::Budget, "{what}");
        let again = [&payload[..], &payload].concat();
        let merged = decode_within(memory, &again, Probed::default(), Probed::merge);
        assert_eq!(merged.is_ok(), what == "boxes in boxes", "{what}: only boxes are used again");
    }
    // What no budget is needed for: a length that lies takes nothing before it is found out.
    let error = Probed::decode(&[0xca, 1, 0xff, 0xff, 0xff, 0xff, 7]).unwrap_err();
    assert_eq!(error.reason, Reason::Length);
}

#[test]
fn constraints_are_checked_with_their_paths_and_no_value_is_shown() {
    let mut event = Probed { parent: None, ..full() };
    assert_eq!(event.validate(), Ok(()));
    event.event_id = "no uuid".into();
    event.occurred_at = None;
    event.key_part = String::new();
    event.number = 1000;
    event.double = f64::NAN;
    event.hash = contract_runtime::Bytes(vec![0; 5]);
    event.state = State::Unrecognized(7);
    event.numbers = vec![0; 4];
    event.names = vec!["a".into(), String::new()];
    event.outcome = Some(ProbedOutcome::Text("too long".into()));
    event.party = Some(Party { name: None, rank: None });
    event.lenient = State::Closed;
    let found = event.validate().unwrap_err();
    let found: Vec<_> = found.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect();
    assert_eq!(
        found,
        [
            "eventId string.uuid",
            "occurredAt required",
            "keyPart required",
            "number int32.gte_lt",
            "double double.finite",
            "hash bytes.max_len",
            "state enum.defined_only",
            "numbers repeated.max_items",
            "names[1] string.min_len",
            "text string.max_len",
            "party.name required",
            "lenient enum.in",
        ]
    );
    event.state = State::Unspecified;
    assert!(event.validate().unwrap_err().iter().any(|one| one.rule_id == "enum.not_in"));
    let shown = format!("{:?}", full());
    assert!(shown.contains("party: Some([PII])") && !shown.contains("Ann"), "{shown}");
}

#[test]
fn the_contract_is_on_the_type() {
    assert_eq!(Probed::EVENT, "probe.probed");
    assert_eq!(Probed::NAME, "probe.v1.Probed");
    assert_eq!(Probed::SUBJECT, "probe.probed-value");
    assert_eq!(Probed::FORMAT, Format::Protobuf);
    assert_eq!(Probed::MESSAGE_INDEXES, [1]);
    assert_eq!(Probed::PRODUCER, Some("probe-service"));
    assert!(Probed::SCHEMA.starts_with("syntax = \"proto3\";"));
    let event = full();
    assert_eq!(event.partition_key(), "k");
    assert!(event.idempotency_key().contains("probe.probed"), "{}", event.idempotency_key());
}

/// As Confluent's clients count: over the descriptor's nested types, among which the entry of a map stands at the place
/// of its field; messages of extensions and enums do not count.
#[test]
fn entries_of_maps_count_among_nested_messages() {
    let text = "syntax = \"proto3\";\nimport \"contract/v1/contract.proto\";\nenum E { Z = 0; }\n\
        message Outer {\n  enum F { Y = 0; }\n  message One {}\n  map<string, int32> m = 1;\n  \
        message Event {\n    option (contract.v1.event) = { event: \"a.b\" class: \"operational\" \
        partition_key: [\"event_id\"] idempotency_key: [\"event_id\"] };\n    string event_id = 1;\n    \
        string correlation_id = 2;\n  }\n  map<string, Event> later = 2;\n}\n";
    let folder = crate::folder::Folder::with(&[("a.proto", text)]);
    let rust = folder.config().policy(Setting::Off).generate().unwrap().rust;
    assert!(
        rust.contains("MESSAGE_INDEXES: &'static [::core::primitive::i32] = &[0, 2];"),
        "{rust}"
    );
}

#[test]
fn a_draft_becomes_a_framed_effect_of_its_cause() {
    let cause = full();
    let draft = |event: Probed| ProbedDraft {
        key_part: event.key_part,
        number: event.number,
        zigzag: 0,
        fixed: 0,
        sfixed: 0,
        large: 0,
        flag: false,
        single: 0.0,
        double: 0.0,
        hash: Default::default(),
        state: State::Open,
        previous: None,
        maybe: None,
        numbers: vec![],
        unpacked: vec![],
        names: vec![],
        inners: vec![],
        states: vec![],
        counts: Default::default(),
        by_name: Default::default(),
        outcome: None,
        parent: None,
        took: None,
        day: None,
        // Required on write, so not an option here.
        amount: Money::default(),
        weekday: DayOfWeek::default(),
        wrapped: None,
        extra: None,
        party: None,
        r#type: String::new(),
        lenient: State::Open,
    };
    let outgoing: Outgoing<Probed> = draft(full()).caused_by(&cause, Stamp::now());
    assert_eq!(outgoing.event().correlation_id, "flow-1");
    assert_eq!(outgoing.event().causation_id.as_deref(), Some(cause.event_id.as_str()));
    let message = outgoing.clone().into_message(&"probe-service".parse().unwrap(), 258).unwrap();
    assert_eq!(message.value[..7], [0, 0, 0, 1, 2, 2, 2]);
    assert_eq!(message.key, "k");
    let (id, received) = Probed::receive(&message.value).unwrap();
    assert_eq!((id, &received), (258, outgoing.event()));
    let mut other = message.value.clone();
    other[6] = 4;
    assert_eq!(
        Probed::receive(&other),
        Err(ReceiveError::OtherMessage { wanted: "probe.v1.Probed" })
    );
}

#[test]
fn json_is_protobufs_own_and_reads_back() {
    let mut event = full();
    event.single = 0.5;
    let json = serde_json::to_value(&event).unwrap();
    assert_eq!(json["eventId"], "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f");
    assert_eq!(json["occurredAt"], "2026-01-02T03:04:05.000006Z");
    assert_eq!(json["took"], "-1.500s");
    assert_eq!(json["state"], "STATE_OPEN");
    assert_eq!(json["previous"], 99);
    // Members of a oneof stand beside the other fields.
    assert_eq!(json["inner"]["kind"], "KIND_2D");
    assert_eq!(json["amount"]["currencyCode"], "ZWG");
    // 64 bits are text, and bytes Base64.
    assert_eq!(json["large"], "18446744073709551615");
    assert_eq!(json["numbers"][2], "9223372036854775807");
    assert_eq!((&json["maybe"], &json["amount"]["units"]), (&"0".into(), &"12".into()));
    assert_eq!((&json["number"], &json["hash"]), (&(-5).into(), &"AP8H".into()));
    assert_eq!(serde_json::from_value::<Probed>(json).unwrap(), event);
    let partial: Probed =
        serde_json::from_str(r#"{"number": 4, "state": -2, "text": "x"}"#).unwrap();
    let expected = Probed {
        number: 4,
        state: State::Closed,
        outcome: Some(ProbedOutcome::Text("x".into())),
        ..Probed::default()
    };
    assert_eq!(partial, expected);
    assert!(serde_json::from_str::<Probed>(r#"{"state": "STATE_NONE"}"#).is_err());
    let schema = contract_runtime::schemars::schema_for!(Probed);
    let text = serde_json::to_string(&schema).unwrap();
    let schema = schema.as_value();
    assert_eq!(schema["properties"]["large"]["type"], serde_json::json!(["string", "integer"]));
    assert_eq!(schema["properties"]["hash"]["contentEncoding"], "base64");
    assert!(text.contains("STATE_CLOSED") && text.contains("Partition key."), "{text}");
}

#[test]
fn what_cannot_be_compiled_is_refused_with_its_place() {
    let folder = crate::folder::Folder::with(&[(
        "a.proto",
        "syntax = \"proto2\";\nimport \"buf/validate/validate.proto\";\nmessage A {\n  \
         optional double d = 1 [(buf.validate.field).float.gt = 1];\n  \
         optional string s = 2 [(buf.validate.field).string.pattern = \"(\"];\n}",
    )]);
    let report = folder.refused(&folder.config());
    for part in [
        "a.proto:4:",
        "`float` rules do not fit the type `double`",
        "a.proto:5:",
        "the pattern `(` does not compile",
    ] {
        assert!(report.contains(part), "{part} in\n{report}");
    }
    let folder = crate::folder::Folder::with(&[(
        "b.proto",
        "syntax = \"proto3\";\nimport \"buf/validate/validate.proto\";\n\
         import \"google/protobuf/timestamp.proto\";\nmessage B {\n  oneof o {\n    \
         string t = 1 [(buf.validate.field).cel = {id: \"x\" expression: \"this +\"}];\n  }\n}",
    )]);
    let report = folder.refused(&folder.config());
    assert!(report.contains("rule `x`, column 7"), "{report}");
}

#[test]
fn types_without_serde_name_no_serde() {
    let schemas = root().join("tests/schemas/protobuf");
    let config = Config::from_schemas(schemas).policy(Setting::Off);
    let rust = config.serde(false).generate().unwrap().rust;
    assert!(rust.contains("pub struct Probed {") && !rust.contains("serde"));
}

#[test]
fn an_event_whose_fields_have_presence_keeps_its_envelope_and_its_keys() {
    use presence::{Moved, MovedDraft, moved::Place, moved::State};
    let draft = MovedDraft {
        place: Place { name: Some("quay".into()), rank: Some(2) },
        state: State::Done,
        steps: None,
        encode: None,
        share: None,
    };
    let flow = "flow-1".parse().unwrap();
    let first: Moved = draft.clone().root(flow, Stamp::now()).event().clone();
    assert_eq!(first.correlation_id.as_deref(), Some("flow-1"));
    assert_eq!((first.correlation_id(), first.causation_id()), ("flow-1", None));
    assert_eq!(first.event_id(), first.event_id.clone().unwrap());
    first.validate().unwrap();
    let second: Moved = draft.caused_by(&first, Stamp::now()).event().clone();
    assert_eq!(second.causation_id.as_deref(), first.event_id.as_deref());
    assert_eq!(second.correlation_id(), "flow-1");
    assert_eq!(first.partition_key(), "quay");
    let id = first.event_id();
    assert_eq!(first.idempotency_key(), format!("thing.moved:{id}|2|STATE_DONE"));

    // What is required may be absent in data: the keys are then empty, and validation says so.
    let empty = Moved::default();
    assert_eq!((&*empty.event_id(), empty.correlation_id()), ("", ""));
    assert_eq!(empty.partition_key(), "");
    assert_eq!(empty.idempotency_key(), "thing.moved:|0|STATE_BEGUN");
    let violations = empty.validate().unwrap_err();
    let paths: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
    assert_eq!(paths, ["eventId", "correlationId", "occurredAt", "place", "state"]);
}

#[test]
fn a_cause_without_presence_is_none_where_it_is_empty() {
    use implicit::{Ended, EndedDraft};
    let first: Ended = EndedDraft {}.root("flow-1".parse().unwrap(), Stamp::now()).event().clone();
    assert_eq!((first.causation_id.as_str(), first.causation_id()), ("", None));
    let second: Ended = EndedDraft {}.caused_by(&first, Stamp::now()).event().clone();
    assert_eq!(second.causation_id(), Some(first.event_id()));
}

#[test]
fn a_field_without_a_value_stands_for_its_default() {
    use presence::{Moved, moved::State};
    let mut moved = Moved::default();
    assert_eq!(
        (moved.steps(), moved.encode_or_default(), moved.share()),
        (7, &[0, 255][..], f64::NEG_INFINITY)
    );
    // Closed enums begin with any number; one without a name is kept, whatever the enum is.
    assert_eq!(moved.state(), State::Begun);
    moved = Moved::decode(&[48, 9, 56, 0]).unwrap();
    assert_eq!((moved.state(), moved.steps()), (State::Unrecognized(9), 0));
    assert_eq!(moved.to_payload().unwrap(), [48, 9, 56, 0]);
    assert_eq!((moved.causation_id_or_default(), &moved.place), ("", &None));
}
