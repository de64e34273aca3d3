//! Events that differ in their values and in which parts they have, and what every codec is held to before it is timed.

use crate::rules_by_hand::Rules;
use crate::{by_hand, payment, prost_twin, serde_twin, views_by_hand};
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use contract_runtime::{Decimal, Event, TimestampMicros, Uuid};
use event_contracts::fintech::party::v1::{
    NationalIdType, NationalIdentification, PartyIdentity, PartyType, ScreeningOutcome,
};
use event_contracts::fintech::payments::v1::{
    ChargeBearer, PaymentInitiated, PaymentInitiatedRef, PaymentRouting,
};
use prost::Message;
use serde_avro_fast::ser::SerializerConfig;
use serde_avro_fast::{from_datum_slice, to_datum_vec};

pub(crate) const COUNT: usize = 64;

const NAMES: [&str; 8] = [
    "Tendai Moyo",
    "Jürgen Müller",
    "Chipo Ndlovu",
    "Société Générale de Négoce",
    "Li Wei",
    "Rudo Chikwanha-Mapfumo",
    "Acme Mining and Exploration (Private) Limited",
    "O'Brien",
];
const CURRENCIES: [&str; 4] = ["USD", "ZWG", "ZAR", "EUR"];
/// Where the originator's institution is: the corridor begins there.
const ORIGINS: [(&str, &str); 4] =
    [("ZW", "ZWE-DEU"), ("ZA", "ZAF-DEU"), ("US", "USA-DEU"), ("SG", "SGP-DEU")];

/// Valid events, none like the other.
pub(crate) fn valid() -> Vec<PaymentInitiated> {
    (0..COUNT).map(varied).collect()
}

fn varied(index: usize) -> PaymentInitiated {
    let mut event = payment::initiated();
    // Spreads over all bits, the same in every run.
    let spread = (index as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    event.event_id = Uuid::from_u128(spread);
    event.payment_id = Uuid::from_u128(spread.rotate_left(64));
    event.causation_id = (!index.is_multiple_of(4)).then(|| Uuid::from_u128(!spread));
    event.correlation_id = format!("flow-2026-{:01$}", index * 977, 4 + index % 9);
    event.occurred_at = TimestampMicros(1_767_323_045_000_006 + index as i64 * 86_399_999_983);
    // Whole in minor units, of which all these currencies have two places.
    let minor = (spread >> 70) as i64 >> (index % 40) | 1;
    event.amount = Decimal::from_i64((minor >> 10) * 1_000 + 1_000);
    event.currency = CURRENCIES[index % 4].into();
    let (country, corridor) = ORIGINS[index / 4 % 4];
    event.originator_info.institution.country = country.into();
    event.corridor_code = Some(corridor.into());
    event.account_id = format!("{:0>1$}", index * 7_919, 9 + index % 8);
    event.end_to_end_id = (!index.is_multiple_of(3)).then(|| format!("INV-2026-{index}"));
    event.charge_bearer = [None, Some(ChargeBearer::Shar), Some(ChargeBearer::Debt)][index % 3];
    party(&mut event.originator_info.identity, index);
    party(&mut event.beneficiary_info.identity, index / 8 + 3);
    event
}

fn party(identity: &mut PartyIdentity, index: usize) {
    identity.name = NAMES[index % 8].into();
    identity.customer_id = index.is_multiple_of(2).then(|| format!("C-{}", index * 131));
    if index % 4 == 1 {
        identity.party_type = PartyType::LegalEntity;
        identity.birth = None;
        identity.lei = Some("5493001KJTIIGC8Y1R12".into());
    }
    if index % 4 == 2 {
        identity.national_id = Some(NationalIdentification {
            identifier: format!("63-{index:07}K42"),
            id_type: NationalIdType::Idcd,
            country_of_issue: Some("ZW".into()),
            registration_authority: None,
        });
    }
    if index % 8 == 3 {
        identity.address = None;
    }
}

/// The event as apache-avro's direct path knows it; it has to write the payload again, byte for byte.
pub(crate) fn serde_twin(
    schema: &apache_avro::Schema,
    payload: &[u8],
) -> serde_twin::PaymentInitiated {
    let reader = GenericDatumReader::builder(schema).build().unwrap();
    let writer = GenericDatumWriter::builder(schema).build().unwrap();
    let twin: serde_twin::PaymentInitiated = reader.read_deser(&mut &payload[..]).unwrap();
    assert_eq!(writer.write_ser_to_vec(&twin).unwrap(), payload, "apache-avro agrees");
    twin
}

/// The schema for serde_avro_fast: it would have the amount as a text or a float; as bytes it is faster.
pub(crate) fn fast_schema() -> serde_avro_fast::Schema {
    let plain = PaymentInitiated::RESOLVED_SCHEMA.replace("\"decimal\"", "\"none\"");
    plain.parse().unwrap()
}

/// Every codec reads what it wrote, and those of Avro write the same.
pub(crate) fn assert_agreement(events: &[PaymentInitiated]) {
    let (apache, fast) = (crate::apache_schema(), fast_schema());
    let mut reused = events[0].clone();
    for event in events {
        let payload = event.to_payload().unwrap();
        let mut out = Vec::new();
        by_hand::write(event, &mut out);
        assert_eq!(out, payload, "the codecs write the same");
        assert_eq!(by_hand::read(&payload).unwrap(), *event, "by hand");
        assert_eq!(PaymentInitiated::decode(&payload).unwrap(), *event, "generated");
        reused.decode_into(&payload).unwrap();
        assert_eq!(reused, *event, "into the last event");
        let view = PaymentInitiatedRef::decode(&payload).unwrap();
        views_by_hand::assert_same(&view, &views_by_hand::read(&payload).unwrap(), event);
        let routing = PaymentRouting::read(&payload).unwrap();
        assert_eq!((routing.event_id, routing.amount), (event.event_id, event.amount));
        let twin = serde_twin(&apache, &payload);
        let written = to_datum_vec(&twin, &mut SerializerConfig::new(&fast)).unwrap();
        assert_eq!(written, payload, "serde_avro_fast agrees");
        assert_eq!(twin, from_datum_slice(&payload, &fast).unwrap(), "serde_avro_fast");
        let twin = prost_twin::of(event);
        assert_eq!(prost_twin::PaymentInitiated::decode(&twin.encode_to_vec()[..]).unwrap(), twin);
    }
}

/// Valid events pass both, and broken ones break as many rules by hand as by generated code.
pub(crate) fn assert_same_violations(rules: &Rules, events: &[PaymentInitiated]) {
    for event in events {
        assert_eq!((rules.check(event), event.validate()), (vec![], Ok(())));
        for (number, breaks) in BREAKS.iter().enumerate() {
            let mut broken = event.clone();
            breaks(&mut broken);
            let generated = broken.validate().err().unwrap_or_default();
            let by_hand = rules.check(&broken);
            assert_eq!(by_hand.len(), generated.len(), "{number}: {by_hand:?}, {generated}");
            assert!(!generated.is_empty(), "{number} breaks nothing");
        }
    }
}

const BREAKS: &[fn(&mut PaymentInitiated)] = &[
    |event| event.correlation_id.clear(),
    |event| event.correlation_id = "x".repeat(129),
    |event| event.correlation_id = "é".repeat(100),
    |event| event.account_id = "7".repeat(35),
    |event| event.amount = Decimal::from_i64(0),
    |event| event.amount = Decimal::from_i64(i64::MIN),
    |event| event.currency = "XXX".into(),
    |event| event.currency = "usd".into(),
    |event| event.corridor_code = Some("ZWE-ZZZ".into()),
    |event| event.corridor_code = Some("ZWEDEU".into()),
    |event| event.corridor_code = Some("ZWE-ZAF".into()),
    |event| event.amount = Decimal::from_i64(300_000_001),
    |event| {
        let identity = &mut event.originator_info.identity;
        (identity.address, identity.national_id) = (None, None);
        (identity.customer_id, identity.birth) = (None, None);
        (event.currency, event.amount) = ("EUR".into(), Decimal::from_i64(100_000_000));
    },
    |event| {
        event.beneficiary_info.account = event.originator_info.account.clone();
        event.beneficiary_info.institution = event.originator_info.institution.clone();
    },
    |event| {
        event.originator_info.account = None;
        event.originator_info.transaction_reference = None;
    },
    |event| event.screening.as_mut().unwrap().completed_at = TimestampMicros(i64::MAX),
    |event| event.screening.as_mut().unwrap().beneficiary.outcome = ScreeningOutcome::Blocked,
    |event| account(event).other_id = Some("7".into()),
    |event| {
        let institution = &mut event.beneficiary_info.institution;
        (institution.bic, institution.lei) = (None, None);
        (institution.clearing_member_id, institution.name) = (None, None);
    },
    |event| event.uetr = Some("97ed4827-7b6f-1491-a06f-b548d5a7512d".into()),
    |event| event.uetr = Some("97ed4827-7b6f-4491-a06f-b548d5a7512D".into()),
    |event| event.end_to_end_id = Some(String::new()),
    |event| event.purpose_code = Some("GDDSX".into()),
    |event| event.charge_bearer = Some(ChargeBearer::Unknown),
    |event| event.originator_info.identity.party_type = PartyType::Unknown,
    |event| event.originator_info.identity.name = "ü".repeat(141),
    |event| event.originator_info.identity.lei = Some("5493001KJTIIGC8Y1R13".into()),
    |event| event.originator_info.identity.any_bic = Some("DEUTXXFF".into()),
    |event| event.beneficiary_info.identity.country_of_residence = Some("ZWE".into()),
    |event| event.beneficiary_info.institution.bic = Some("DEUTDEF".into()),
    |event| event.beneficiary_info.institution.country = "ZZ".into(),
    |event| event.beneficiary_info.transaction_reference = Some(String::new()),
    |event| account(event).iban = Some("DE89370400440532013001".into()),
    |event| account(event).iban = Some("DE89".into()),
    |event| account(event).currency = Some(String::new()),
    |event| screening(event).lists.clear(),
    |event| screening(event).lists = vec!["OFAC".into(), "OFAC".into(), String::new()],
    |event| screening(event).risk_score = 101,
    |event| {
        event.beneficiary_info.identity.national_id = Some(NationalIdentification {
            identifier: String::new(),
            id_type: NationalIdType::Unknown,
            country_of_issue: Some("zw".into()),
            registration_authority: Some("RA12345".into()),
        });
    },
];

fn account(event: &mut PaymentInitiated) -> &mut event_contracts::fintech::party::v1::AccountRef {
    event.beneficiary_info.account.as_mut().unwrap()
}

fn screening(
    event: &mut PaymentInitiated,
) -> &mut event_contracts::fintech::party::v1::PartyScreening {
    &mut event.screening.as_mut().unwrap().originator
}
