//! Protobuf events of the catalogue as generated types: made, checked, framed, read by an independent reader, received.

use crate::duties::producer;
use contract_runtime::protobuf::{Money, Timestamp};
use contract_runtime::{Event, PublishError, Stamp};
use contract_schema::protobuf::ProtoSchema;
use contract_schema::{Dependency, ParseOptions};
use event_contracts::fintech::common::v1::{
    AccountRef, BeneficiaryInfo, InstitutionRef, OriginatorInfo, PartyIdentity, PartyType,
};
use event_contracts::fintech::orders::v1::{PaymentFailed, PaymentFailedDraft, PaymentFailure};
use event_contracts::fintech::swift::v1::{GpiStatus, SwiftGpiUpdated, SwiftGpiUpdatedDraft};
use prost_reflect::{DynamicMessage, MessageDescriptor};
use std::fs;
use std::path::Path;

fn party(name: &str) -> PartyIdentity {
    PartyIdentity {
        party_type: PartyType::ALL[1],
        name: name.into(),
        address: None,
        national_id: None,
        customer_id: Some("C-1".into()),
        birth: None,
        lei: None,
        any_bic: None,
        country_of_residence: Some("ZW".into()),
    }
}

fn institution() -> Option<InstitutionRef> {
    Some(InstitutionRef { name: Some("A bank".into()), country: "DE".into(), ..Default::default() })
}

fn gpi_update() -> SwiftGpiUpdatedDraft {
    SwiftGpiUpdatedDraft {
        originator_info: OriginatorInfo {
            identity: Some(party("Tariro Moyo")),
            account: None,
            transaction_reference: Some("REF-1".into()),
            institution: institution(),
        },
        beneficiary_info: BeneficiaryInfo {
            identity: Some(party("Anna Müller")),
            account: None,
            transaction_reference: Some("REF-2".into()),
            institution: institution(),
        },
        uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d".into(),
        payment_id: None,
        status: GpiStatus::Acsp,
        reason_code: None,
        from_agent_bic: "DEUTDEFF".into(),
        to_agent_bic: Some("SBZAZAJJ".into()),
        instructed_amount: Money { currency_code: "USD".into(), units: 1250, nanos: 500_000_000 },
        settled_amount: None,
        charges: vec![Money { currency_code: "USD".into(), units: 0, nanos: 250_000_000 }],
        tracker_updated_at: Timestamp { seconds: 1_767_323_045, nanos: 0 },
        tracker_sequence: 1,
    }
}

fn failure() -> PaymentFailedDraft {
    PaymentFailedDraft {
        originator_info: None,
        beneficiary_info: None,
        order_id: "0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f".into(),
        attempt: 1,
        amount_minor: 990,
        currency: "EUR".into(),
        failure: PaymentFailure::Timeout,
        retryable: true,
        provider_code: None,
    }
}

/// The message in the eyes of prost-reflect.
fn descriptor(file: &str, message: &str) -> MessageDescriptor {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let shared = |path: &str| Dependency {
        name: path.into(),
        subject: path.into(),
        version: 1,
        text: read(path).into(),
    };
    let dependencies = ["common/v1/party.proto", "common/v1/item.proto"].map(shared);
    let schema = ProtoSchema::parse(&read(file), &dependencies, ParseOptions::stored()).unwrap();
    schema.pool().get_message_by_name(message).unwrap()
}

#[test]
fn an_update_of_the_tracker_travels_and_an_independent_reader_understands_it() {
    let root = gpi_update().root("flow-7".parse().unwrap(), Stamp::now());
    assert_eq!(root.validate(), Ok(()));
    let message = root.clone().into_message(&producer::<SwiftGpiUpdated>(), 7).unwrap();
    assert_eq!(message.topic, "swift.gpi.updated");
    assert_eq!(message.key, "97ed4827-7b6f-4491-a06f-b548d5a7512d");
    assert_eq!(message.value[..6], [0, 0, 0, 0, 7, 0]);

    let descriptor = descriptor("swift/swift.gpi.updated.proto", SwiftGpiUpdated::NAME);
    let seen = DynamicMessage::decode(descriptor, &message.value[6..]).unwrap();
    let field = |name: &str| seen.get_field_by_name(name).unwrap().into_owned();
    assert_eq!(field("correlation_id").as_str(), Some("flow-7"));
    assert_eq!(field("status").as_enum_number(), Some(1));
    let amount = field("instructed_amount");
    let units = amount.as_message().unwrap().get_field_by_name("units").unwrap().as_i64();
    assert_eq!((units, seen.unknown_fields().count()), (Some(1250), 0));

    let (id, received) = SwiftGpiUpdated::receive(&message.value).unwrap();
    assert_eq!((id, &received), (7, root.event()));
}

#[test]
fn an_effect_carries_the_flow_of_its_cause() {
    let cause = gpi_update().root("flow-7".parse().unwrap(), Stamp::now());
    let effect = failure().caused_by(cause.event(), Stamp::now());
    assert_eq!(effect.validate(), Ok(()));
    let event = effect.event();
    assert_eq!(event.correlation_id, "flow-7");
    assert_eq!(event.causation_id.as_ref(), Some(&cause.event().event_id));
    assert_eq!(event.partition_key(), event.order_id);
}

#[test]
fn what_breaks_its_contract_is_not_published_and_no_name_is_shown() {
    let mut draft = gpi_update();
    draft.uetr = "no uetr".into();
    draft.status = GpiStatus::Unrecognized(77);
    draft.tracker_sequence = 0;
    draft.originator_info.identity = None;
    draft.beneficiary_info.institution = None;
    let root = draft.root("flow-7".parse().unwrap(), Stamp::now());
    let refused = root.into_message(&producer::<SwiftGpiUpdated>(), 7).unwrap_err();
    let PublishError::Invalid { violations, .. } = &refused else { panic!("{refused}") };
    let found: Vec<_> =
        violations.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect();
    assert_eq!(
        found,
        [
            "originatorInfo.identity required",
            "beneficiaryInfo.institution required",
            "uetr string.uetr",
            "status enum.defined_only",
            "trackerSequence uint32.gte",
        ]
    );
    let shown = format!("{:?} {refused}", gpi_update());
    assert!(!shown.contains("Moyo") && shown.contains("[PII]"), "{shown}");
}

/// The rules on parties that `tests/it/parties.rs` tries for Avro are those of Protobuf too.
#[test]
fn a_tracker_update_names_parties_that_are_reached_and_not_the_same() {
    let broken = |edit: &dyn Fn(&mut SwiftGpiUpdatedDraft)| {
        let mut draft = gpi_update();
        edit(&mut draft);
        let found = draft.root("flow-1".parse().unwrap(), Stamp::now()).validate().err();
        let found = found.iter().flat_map(|found| found.iter());
        found.map(|violation| violation.rule_id).collect::<Vec<_>>()
    };
    assert_eq!(broken(&|_| ()), [""; 0]);
    assert_eq!(broken(&|draft| draft.originator_info.transaction_reference = None), ["PAR-1"]);
    let account = |iban: Option<&str>, other: Option<&str>| {
        let text = |text: &str| text.to_owned();
        Some(AccountRef { iban: iban.map(text), other_id: other.map(text), ..Default::default() })
    };
    let same = |iban, other, bic: Option<&str>| {
        broken(&|draft| {
            draft.originator_info.account = account(iban, other);
            draft.beneficiary_info.account = account(iban, other);
            let institution = draft.originator_info.institution.as_mut().unwrap();
            institution.bic = bic.map(str::to_owned);
            draft.beneficiary_info.institution = draft.originator_info.institution.clone();
        })
    };
    assert_eq!(same(Some("DE89370400440532013000"), None, None), ["PAR-2"]);
    assert_eq!(same(None, Some("4711"), Some("DEUTDEFF")), ["PAR-2"]);
    assert_eq!(same(None, Some("4711"), None), [""; 0], "the same number, perhaps at another bank");
}

#[test]
fn events_that_share_a_topic_have_a_subject_each() {
    use event_contracts::fintech::reconciliation::v1::{
        MatchDisputed, MatchFound, StatementUploaded,
    };
    let prefix = "reconciliation.statements-fintech.reconciliation.v1";
    assert_eq!(MatchFound::SUBJECT, format!("{prefix}.MatchFound"));
    assert_eq!(MatchDisputed::SUBJECT, format!("{prefix}.MatchDisputed"));
    assert_eq!(StatementUploaded::SUBJECT, format!("{prefix}.StatementUploaded"));
    assert_eq!(MatchFound::TOPIC, StatementUploaded::TOPIC);
}

#[test]
fn a_failure_reads_back_from_its_json() {
    let event = failure().root("flow-8".parse().unwrap(), Stamp::now()).event().clone();
    let json = serde_json::to_value(&event).unwrap();
    assert_eq!(json["failure"], "PAYMENT_FAILURE_TIMEOUT");
    assert_eq!(serde_json::from_value::<PaymentFailed>(json).unwrap(), event);
}
