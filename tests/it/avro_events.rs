//! The Avro events as generated types, held to apache-avro as an independent reader and writer.

use crate::duties::producer;
use crate::payment::{STAMP, draft, initiated, root};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_model::{Catalogue, Manifest};
use contract_runtime::avro::Reason;
use contract_runtime::{Decimal, Event, Stamp, Uuid};
use contract_schema::Schema;
use contract_schema::avro::{AvroSchema, Kind, Logical, TypeId};
use event_contracts::fintech::accounts::v1::{AccountCredited, AccountDebited};
use event_contracts::fintech::clearing::v1::{
    RtgsRejected, RtgsSettled, RtgsSubmitted, TransactionCleared,
};
use event_contracts::fintech::compliance::v1::AmlAlertRaised;
use event_contracts::fintech::payments::v1::{
    PaymentInitiated, PaymentInitiatedDraft, PaymentRejected, PaymentSubmitted, PaymentValidated,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

/// Random values of one event through both libraries; a failure prints the seed.
fn check<E: Event + Debug + PartialEq + Serialize + DeserializeOwned>(
    schemas: &BTreeMap<String, AvroSchema>,
) {
    let schema = &schemas[E::SUBJECT];
    assert_eq!(E::FINGERPRINT, schema.rabin_fingerprint(), "{}", E::EVENT);
    let theirs = apache_avro::Schema::parse_str(&schema.resolved_text()).unwrap();
    let writer = GenericDatumWriter::builder(&theirs).build().unwrap();
    let reader = GenericDatumReader::builder(&theirs).build().unwrap();
    for seed in 1..=100 {
        let place = format!("{} with seed {seed}", E::EVENT);
        let value = value(schema, schema.root(), &mut Dice(seed));
        let written = writer.write_value_to_vec(value.clone()).unwrap();
        let event = E::decode(&written).unwrap_or_else(|error| panic!("{place}: {error}"));
        let ours = event.to_payload().unwrap();
        assert_eq!(ours, written, "{place}");
        assert_eq!(reader.read_value(&mut &ours[..]).unwrap(), value, "{place}");
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<E>(&json).unwrap(), event, "{place}: {json}");
        assert_eq!(E::decode(&[&written[..], &[0]].concat()).unwrap_err().reason, Reason::Trailing);
        if seed <= 5 {
            for length in 0..written.len() {
                assert!(E::decode(&written[..length]).is_err(), "{place} cut at {length}");
            }
            // Nothing panics on a broken byte, whatever it means.
            for at in 0..written.len() {
                let mut broken = written.clone();
                broken[at] ^= 0x55;
                let _ = E::decode(&broken).map(|event| event.validate());
            }
        }
    }
}

#[test]
fn every_avro_event_means_the_same_to_us_and_to_apache_avro() {
    let schemas = schemas();
    check::<AccountCredited>(&schemas);
    check::<AccountDebited>(&schemas);
    check::<AmlAlertRaised>(&schemas);
    check::<PaymentInitiated>(&schemas);
    check::<PaymentRejected>(&schemas);
    check::<PaymentSubmitted>(&schemas);
    check::<PaymentValidated>(&schemas);
    check::<RtgsRejected>(&schemas);
    check::<RtgsSettled>(&schemas);
    check::<RtgsSubmitted>(&schemas);
    check::<TransactionCleared>(&schemas);
}

/// The Avro schemas of the catalogue by subject.
fn schemas() -> BTreeMap<String, AvroSchema> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let manifest = std::fs::read_to_string(root.join("contracts.toml")).unwrap();
    let mut files = BTreeMap::new();
    collect(&root, &root, &mut files);
    let catalogue = Catalogue::read(&Manifest::read(&manifest).unwrap(), &files);
    let avro = catalogue.members.into_iter().filter_map(|member| match &*member.schema {
        Schema::Avro(schema) => Some((member.subject.clone(), schema.clone())),
        Schema::Json(_) | Schema::Protobuf(_) => None,
    });
    avro.collect()
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Arc<str>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "avsc") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap().into());
        }
    }
}

struct Dice(u64);

impl Dice {
    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A random value in the eyes of apache-avro.
fn value(schema: &AvroSchema, id: TypeId, dice: &mut Dice) -> Value {
    let ty = schema.get(id);
    if let Some(logical) = ty.logical {
        return logical_value(logical, dice);
    }
    match &ty.kind {
        Kind::Null => Value::Null,
        Kind::Boolean => Value::Boolean(dice.below(2) == 1),
        Kind::Int => Value::Int(dice.below(1 << 31) as i32 - (1 << 30)),
        Kind::Long => Value::Long((dice.below(1 << 31) as i64 - (1 << 30)) << dice.below(32)),
        Kind::Float => Value::Float(dice.below(1 << 20) as f32 / 64.0),
        Kind::Double => Value::Double(dice.below(1 << 31) as f64 / 64.0),
        Kind::Bytes => Value::Bytes((0..dice.below(20)).map(|byte| byte as u8).collect()),
        Kind::String => Value::String("grün 😀 ".repeat(dice.below(15) as usize)),
        Kind::Array(items) => {
            Value::Array((0..dice.below(4)).map(|_| value(schema, *items, dice)).collect())
        }
        Kind::Map(values) => {
            let entry = |key: u64| (format!("key{key}"), value(schema, *values, dice));
            Value::Map((0..1).map(entry).collect())
        }
        Kind::Union(branches) => {
            let branch = dice.below(branches.len() as u64) as usize;
            Value::Union(branch as u32, Box::new(value(schema, branches[branch], dice)))
        }
        Kind::Fixed(fixed) => Value::Fixed(fixed.size, vec![7; fixed.size]),
        Kind::Enum(body) => {
            let symbol = dice.below(body.symbols.len() as u64) as usize;
            Value::Enum(symbol as u32, body.symbols[symbol].to_string())
        }
        Kind::Record(record) => {
            let fields = record.fields.iter();
            let field = fields.map(|field| (field.name.to_string(), value(schema, field.ty, dice)));
            Value::Record(field.collect())
        }
    }
}

fn logical_value(logical: Logical, dice: &mut Dice) -> Value {
    let long = (dice.below(1 << 31) as i64 - (1 << 30)) << dice.below(30);
    match logical {
        Logical::Decimal { .. } => {
            // apache-avro writes the bytes as they are, so they have to be the shortest.
            let (bytes, start) = Decimal::<5>::from_i64(long).to_be_bytes();
            Value::Decimal(apache_avro::Decimal::from(&bytes[start..]))
        }
        Logical::Uuid => Value::Uuid(Uuid::from_u128(u128::from(dice.below(1 << 31)) << 70)),
        Logical::Date => Value::Date(dice.below(40_000) as i32 - 20_000),
        Logical::TimestampMicros => Value::TimestampMicros(long),
        other => panic!("{other:?} is new in the catalogue: give it values"),
    }
}

#[test]
fn a_draft_becomes_an_event_that_carries_the_flow_of_its_cause() {
    let cause = root(draft());
    assert_eq!(cause.event().causation_id, None);
    let stamp = Stamp { event_id: Uuid::from_u128(5), ..STAMP };
    let effect = draft().caused_by(cause.event(), stamp);
    assert_eq!(effect.event().correlation_id, "flow-2026-000042");
    assert_eq!(effect.event().causation_id, Some(STAMP.event_id));
    assert_eq!(effect.event().corridor_code.as_deref(), Some("ZWE-DEU"));

    let sent = effect.event().clone();
    let message = effect.into_message(&producer::<PaymentInitiated>(), 42).unwrap();
    assert_eq!((message.topic, message.key.as_str()), ("payment.initiated", "0011223344556"));
    assert_eq!(message.value[..5], [0, 0, 0, 0, 42]);
    assert_eq!(PaymentInitiated::receive(&message.value).unwrap(), (42, sent.clone()));
    let key = "payment.initiated:00000000-0000-0000-0000-000000000007";
    assert_eq!(sent.idempotency_key(), key);
}

/// The violations of the draft after `edit`, as `path rule`.
pub(crate) fn violations(edit: impl FnOnce(&mut PaymentInitiatedDraft)) -> Vec<String> {
    let mut draft = draft();
    edit(&mut draft);
    let found = root(draft).validate().err().unwrap_or_default();
    found.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect()
}

#[test]
fn constraints_hold_at_their_limits() {
    assert_eq!(violations(|_| ()), [""; 0]);
    let name = |length| violations(|d| d.originator_info.identity.name = "é".repeat(length));
    assert_eq!(name(140), [""; 0], "140 characters of two bytes each");
    assert_eq!(name(141), ["originatorInfo.identity.name string.max_len"]);
    assert_eq!(name(0), ["originatorInfo.identity.name string.min_len"]);
    let iban = |text: &str| {
        violations(|d| {
            d.beneficiary_info.account.as_mut().unwrap().iban = Some(text.to_owned());
        })
    };
    assert_eq!(iban("GB82WEST12345698765432"), [""; 0]);
    assert_eq!(iban("GB82WEST12345698765433"), ["beneficiaryInfo.account.iban string.iban"]);
    let amount = |unscaled: i64| violations(|d| d.amount = Decimal::from_i64(unscaled));
    assert_eq!(amount(1), [" AMT-1"], "no amount of US dollars, but above zero");
    assert_eq!(amount(0), ["amount decimal.gt"]);
    assert_eq!(amount(999_999_999_999_999_000), [""; 0], "18 digits");
    assert_eq!(amount(1_000_000_000_000_000_000), ["amount decimal.precision"]);
    let lines = |count| {
        violations(|d| {
            let address = d.originator_info.identity.address.as_mut().unwrap();
            address.address_line = vec!["line".to_owned(); count];
        })
    };
    assert_eq!(lines(7), [""; 0]);
    assert_eq!(lines(8), ["originatorInfo.identity.address.addressLine repeated.max_items"]);
    assert_eq!(
        violations(|d| d.corridor_code = "ZWE-XXX".into()),
        ["corridorCode string.corridor"]
    );
    let score = |score| violations(|d| d.screening.originator.risk_score = score);
    assert_eq!((score(100), score(0)), (vec![], vec![]));
    assert_eq!(score(101), ["screening.originator.riskScore int32.gte_lte"]);
}

#[test]
fn every_violation_is_reported_and_none_shows_a_value() {
    let mut draft = draft();
    draft.account_id = "SECRET-ACCOUNT-".repeat(4);
    draft.currency = "usd".into();
    draft.screening.beneficiary.lists = vec!["OFAC".into(), "OFAC".into(), String::new()];
    let error =
        root(draft).into_message(&producer::<PaymentInitiated>(), 1).unwrap_err().to_string();
    for part in [
        "accountId: must have at most 34 characters [string.max_len]",
        "currency: must be a currency code of ISO 4217 [string.currency]",
        "screening.beneficiary.lists: must not contain an element twice [repeated.unique]",
        "screening.beneficiary.lists[2]: must not be empty [string.min_len]",
    ] {
        assert!(error.contains(part), "{part} is missing in {error}");
    }
    assert!(!error.contains("SECRET"), "{error}");
}

#[test]
fn debug_shows_no_tagged_value() {
    let shown = format!("{:?}", initiated());
    for secret in ["Tendai", "Jürgen", "0011223344556", "DE8937", "Samora", "C-1001"] {
        assert!(!shown.contains(secret), "{secret} is shown in {shown}");
    }
    assert!(shown.contains("account_id: [SENSITIVE]") && shown.contains("name: [PII]"), "{shown}");
    assert!(shown.contains("USD"), "what is not tagged is shown: {shown}");
}

/// What serde says of a value that does not fit is a text that ends in somebody's log.
#[test]
fn an_error_of_json_shows_no_tagged_value() {
    let whole = serde_json::to_value(crate::payment::initiated()).unwrap();
    let error = |pointer: &str, value: serde_json::Value| {
        let mut wrong = whole.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let text = wrong.to_string();
        serde_json::from_str::<PaymentInitiated>(&text).unwrap_err().to_string()
    };
    for (pointer, value) in [
        ("/accountId", serde_json::json!(["SECRET"])),
        ("/originatorInfo/identity/name", serde_json::json!({"SECRET": 1})),
        ("/originatorInfo/identity/address", serde_json::json!("SECRET")),
        ("/beneficiaryInfo/account/iban", serde_json::json!(4_711)),
    ] {
        let told = error(pointer, value);
        assert!(told.contains("is not shown at line 1"), "{pointer}: {told}");
        assert!(!told.contains("SECRET") && !told.contains("4711"), "{told}");
    }
    // What is not tagged is quoted, and what breaks off is told as that.
    assert!(error("/purposeCode", serde_json::json!(4_711)).contains("4711"));
    let text = whole.to_string();
    let cut = text.find("\"accountId\"").unwrap() + "\"accountId\":\"0".len();
    let error = serde_json::from_str::<PaymentInitiated>(&text[..cut]).unwrap_err();
    assert!(error.is_eof(), "{error}");
}

#[test]
fn json_has_the_names_of_the_contract_and_its_schema_describes_it() {
    let json = serde_json::to_value(initiated()).unwrap();
    assert_eq!(json["amount"], "1250.50000");
    assert_eq!(json["occurredAt"], "2026-01-02T03:04:05.000006Z");
    assert_eq!(json["originatorInfo"]["identity"]["birth"]["date"], "1980-12-14");
    assert_eq!(json["chargeBearer"], "SHAR");
    let schema = contract_runtime::schemars::schema_for!(PaymentInitiated).to_value();
    let described = schema["properties"].as_object().unwrap();
    let written = json.as_object().unwrap();
    assert_eq!(described.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
    let required = schema["required"].as_array().unwrap();
    assert!(required.contains(&"correlationId".into()) && !required.contains(&"uetr".into()));
    assert_eq!(schema["properties"]["occurredAt"]["format"], "date-time");
    let text = described["originatorInfo"]["$ref"].as_str().unwrap();
    assert_eq!(text, "#/$defs/fintech.party.v1.OriginatorInfo");
}
