//! Every contract of the catalogue, of all three formats: bytes that independent readers understand, and JSON that the
//! JSON Schema of the type takes.

use crate::agree::{Tally, mutate, through_apache_avro};
use crate::data::datum;
use crate::random::Dice;
use crate::values::{Maker, graft, validator};
use apache_avro::reader::datum::GenericDatumReader;
use contract_runtime::{Event, Format};
use contract_schema::avro::AvroSchema;
use contract_schema::protobuf::ProtoSchema;
use contract_schema::{Dependency, ParseOptions};
use event_contracts::aml_screening_completed::AmlScreeningCompleted;
use event_contracts::fintech::accounts::v1 as accounts;
use event_contracts::fintech::clearing::v1 as clearing;
use event_contracts::fintech::compliance::v1 as compliance;
use event_contracts::fintech::fulfilment::v1 as fulfilment;
use event_contracts::fintech::inventory::v1 as inventory;
use event_contracts::fintech::orders::v1 as orders;
use event_contracts::fintech::payments::v1 as payments;
use event_contracts::fintech::reconciliation::v1 as reconciliation;
use event_contracts::fintech::swift::v1 as swift;
use loop_oracle::{Looped, looped};
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Values of each event.
pub(crate) const VALUES: usize = 60;

/// How many of them are led to keep all rules, and how many must arrive.
const LED: usize = 30;
const VALID: usize = 27;

/// Changes on the way to a value that keeps all rules.
const STEPS: usize = 1_500;

fn events() -> Vec<Looped> {
    vec![
        looped::<accounts::AccountCredited>(),
        looped::<accounts::AccountDebited>(),
        looped::<AmlScreeningCompleted>(),
        looped::<clearing::RtgsRejected>(),
        looped::<clearing::RtgsSettled>(),
        looped::<clearing::RtgsSubmitted>(),
        looped::<clearing::TransactionCleared>(),
        looped::<compliance::AmlAlertRaised>(),
        looped::<inventory::InventoryReleased>(),
        looped::<inventory::InventoryReserved>(),
        looped::<orders::OrderCreated>(),
        looped::<orders::PaymentCharged>(),
        looped::<orders::PaymentCompleted>(),
        looped::<orders::PaymentFailed>(),
        looped::<fulfilment::ShipmentScheduled>(),
        looped::<payments::PaymentInitiated>(),
        looped::<payments::PaymentRejected>(),
        looped::<payments::PaymentSubmitted>(),
        looped::<payments::PaymentValidated>(),
        looped::<reconciliation::MatchDisputed>(),
        looped::<reconciliation::MatchFound>(),
        looped::<reconciliation::ReconciliationCompleted>(),
        looped::<reconciliation::ReconciliationStarted>(),
        looped::<reconciliation::StatementUploaded>(),
        looped::<swift::SwiftGpiUpdated>(),
    ]
}

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// The events that files declare.
fn declared(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "history" {
            declared(&path, found);
        } else if path.is_file() {
            let text = std::fs::read_to_string(&path).unwrap();
            let is_event = text.contains("\"contract\":") || text.contains("(contract.v1.event)");
            let endings = [".avsc", ".proto", ".schema.json"];
            let event = endings.iter().find_map(|ending| name.strip_suffix(ending));
            found.extend(event.filter(|_| is_event).map(str::to_owned));
        }
    }
}

#[test]
fn no_event_of_the_catalogue_is_forgotten() {
    let mut files = BTreeSet::new();
    declared(&schemas(), &mut files);
    let compiled: BTreeSet<String> = events().iter().map(|one| one.event.to_owned()).collect();
    assert_eq!(compiled, files);
}

#[test]
fn bytes_mean_the_same_elsewhere_and_json_is_as_its_schema_says() {
    for event in events() {
        let schema = (event.json_schema)();
        let (validator, mut maker) = (validator(&schema), Maker::of(&schema));
        let (mut dice, mut valid, mut refused) = (Dice::new(17), 0, 0);
        let reader = Reader::of(&event);
        let drawn: Vec<Value> = (0..VALUES).map(|_| maker.value(&mut dice)).collect();
        for turn in 0..VALUES {
            let made = match turn < LED {
                true => led(&event, &drawn, turn, &mut dice),
                false => drawn[turn].clone(),
            };
            let place = |value: &Value| {
                let errors: Vec<String> = validator
                    .iter_errors(value)
                    .map(|error| format!("{} {error}", error.instance_path()))
                    .collect();
                format!("{}\n{value}\n{errors:?}", event.event)
            };
            let is_valid = (event.broken)(&made).unwrap().is_empty();
            assert!(validator.is_valid(&made) || turn < LED && !is_valid, "{}", place(&made));
            let payload =
                (event.of_json)(&made).unwrap_or_else(|error| panic!("{error}: {}", place(&made)));
            let json = (event.of_bytes)(&payload).unwrap();
            assert_eq!((event.of_json)(&json).unwrap(), payload, "{}", place(&json));
            let rules = (event.broken)(&json).unwrap();
            // Protobuf writes what was absent as its default, which rules may refuse.
            let is_taken = validator.is_valid(&json);
            let may_differ = event.format == Format::Protobuf && !rules.is_empty();
            assert!(is_taken || may_differ, "{}", place(&json));
            reader.check(&event, &payload, rules.is_empty());
            valid += usize::from(rules.is_empty());
            // What breaks the schema breaks the type or its rules.
            let mut broken = json.clone();
            mutate(&mut broken, &mut dice);
            if !validator.is_valid(&broken) {
                refused += 1;
                let found = (event.broken)(&broken);
                assert!(!matches!(&found, Ok(rules) if rules.is_empty()), "{}", place(&broken));
            }
        }
        eprintln!("{}: {valid} of {VALUES} valid, {refused} refused", event.event);
        assert!(refused > 0, "{}", event.event);
        assert!(valid >= VALID, "{}: {valid} of {VALUES} are valid", event.event);
    }
}

/// A value on its way to keep all rules, those across fields too: parts of the others take the place of its own as long
/// as no more rules are broken.
fn led(event: &Looped, drawn: &[Value], turn: usize, dice: &mut Dice) -> Value {
    let mut value = drawn[turn].clone();
    let mut broken = (event.broken)(&value).unwrap().len();
    for _ in 0..STEPS {
        if broken == 0 {
            break;
        }
        let mut next = value.clone();
        graft(&mut next, &drawn[dice.below(drawn.len())], dice);
        if let Ok(found) = (event.broken)(&next)
            && found.len() <= broken
        {
            (value, broken) = (next, found.len());
        }
    }
    value
}

/// Whoever else reads payloads of an event.
enum Reader {
    Avro,
    Json(jsonschema::Validator),
    Protobuf(MessageDescriptor),
}

impl Reader {
    fn of(event: &Looped) -> Self {
        match event.format {
            Format::Avro => Reader::Avro,
            Format::Json => Reader::Json(validator(&serde_json::from_str(event.schema).unwrap())),
            Format::Protobuf => Reader::Protobuf(descriptor(event)),
        }
    }

    fn check(&self, event: &Looped, payload: &[u8], is_valid: bool) {
        match self {
            Reader::Avro => {
                let mut tally = Tally::default();
                assert_eq!(through_apache_avro(event, payload, &mut tally), payload);
                assert_eq!(tally.same, 1, "{tally:?}");
            }
            Reader::Json(contract) => {
                let value = serde_json::from_slice(payload).unwrap();
                assert!(!is_valid || contract.is_valid(&value), "{}: {value}", event.event);
            }
            Reader::Protobuf(descriptor) => {
                let seen = DynamicMessage::decode(descriptor.clone(), payload).unwrap();
                assert_eq!(seen.unknown_fields().count(), 0, "{}", event.event);
                let ours = (event.again)(&seen.encode_to_vec()).unwrap();
                assert_eq!(ours, payload, "{}: {seen:?}", event.event);
            }
        }
    }
}

fn descriptor(event: &Looped) -> MessageDescriptor {
    let shared = |path: &str| Dependency {
        name: path.into(),
        subject: path.into(),
        version: 1,
        text: std::fs::read_to_string(schemas().join(path)).unwrap().into(),
    };
    let shared = ["common/v1/party.proto", "common/v1/item.proto"].map(shared);
    let schema = ProtoSchema::parse(event.schema, &shared, ParseOptions::stored()).unwrap();
    schema.pool().get_message_by_name(event.name).unwrap()
}

/// Older versions of `payment.initiated`: the compiled decoder reads what apache-avro makes of the bytes.
#[test]
fn older_writers_are_read_as_apache_avro_resolves_them() {
    let newest =
        AvroSchema::parse(payments::PaymentInitiated::RESOLVED_SCHEMA, &[], ParseOptions::stored());
    let newest = newest.unwrap();
    let theirs = apache_avro::Schema::parse_str(&newest.resolved_text()).unwrap();
    let resolved: Value = serde_json::from_str(&newest.resolved_text()).unwrap();
    let mut dice = Dice::new(29);
    for (writer, number) in payments::PaymentInitiated::WRITERS.iter().zip([2, 1]) {
        let path = schemas().join(format!("payments/history/payment.initiated/v{number}.avsc"));
        let mut version: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        // The shared types are those of the newest; the file refers to them.
        for field in version["fields"].as_array_mut().unwrap() {
            let same = resolved["fields"].as_array().unwrap().iter();
            let mut same = same.filter(|other| other["name"] == field["name"]);
            field["type"] = same.next().unwrap()["type"].clone();
        }
        let text = version.to_string();
        let older = AvroSchema::parse(&text, &[], ParseOptions::stored()).unwrap();
        let written = apache_avro::Schema::parse_str(&text).unwrap();
        let resolving =
            GenericDatumReader::builder(&written).reader_schema(&theirs).build().unwrap();
        let plain = GenericDatumReader::builder(&theirs).build().unwrap();
        for _ in 0..VALUES {
            let mut payload = Vec::new();
            datum(&older, older.root(), &mut dice, &mut payload);
            let read = (writer.decode)(&payload).unwrap();
            let expected = resolving.read_value(&mut &payload[..]).unwrap();
            let ours = read.value.to_payload().unwrap();
            assert_eq!(plain.read_value(&mut &ours[..]).unwrap(), expected, "version {number}");
        }
    }
}
