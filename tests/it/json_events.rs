//! The JSON Schema event of the catalogue as a generated type: made, checked, framed, received, refused.

use contract_runtime::{Event, Format, ReceiveError};
use event_contracts::aml_screening_completed::{
    Account, AmlScreeningCompleted, AmlScreeningCompletedDraft, Check, CheckResult, Identity,
    IdentityPartyType, Institution, Outcome, Party, RiskLevel, Role,
};
use event_contracts::fintech::payments::v1::PaymentInitiated;
use serde_json::{Value, json};

fn party(name: &str) -> Party {
    Party {
        identity: Identity {
            party_type: IdentityPartyType::NaturalPerson,
            name: name.into(),
            customer_id: Some("C-1".into()),
            country_of_residence: None,
        },
        account: Some(Account { iban: None, other_id: Some("4711".into()) }),
        transaction_reference: None,
        institution: Institution { bic: Some("DEUTDEFF".into()), country: "DE".into() },
    }
}

fn draft() -> AmlScreeningCompletedDraft {
    AmlScreeningCompletedDraft {
        originator_info: party("Tariro \"T\" Moyo"),
        beneficiary_info: party("Anna Müller"),
        screening_id: contract_runtime::Uuid::from_u128(7),
        payment_id: contract_runtime::Uuid::from_u128(8),
        account_id: "DE89370400440532013000".into(),
        role: Role::Originator,
        outcome: Outcome::Clear,
        risk_level: RiskLevel::Low,
        risk_score: 3,
        checks: vec![Check {
            list_name: "EU".into(),
            list_version: None,
            result: CheckResult::NoMatch,
            match_score: None,
            checked_at: "2026-01-02T03:04:05.000006Z".parse().unwrap(),
        }],
        provider: "P".into(),
        retain_until: "2031-01-02".parse().unwrap(),
    }
}

fn event() -> AmlScreeningCompleted {
    let cause: PaymentInitiated = crate::payment::initiated();
    let stamp = crate::payment::STAMP;
    let outgoing = draft().caused_by(&cause, stamp);
    let event = outgoing.event().clone();
    assert_eq!(event.correlation_id(), cause.correlation_id());
    assert_eq!(event.causation_id(), Some(cause.event_id()));
    event
}

#[test]
fn a_draft_becomes_a_framed_message_and_is_received_as_it_was() {
    assert_eq!(AmlScreeningCompleted::FORMAT, Format::Json);
    let event = event();
    assert_eq!(event.partition_key(), "DE89370400440532013000");
    let screening = "00000000-0000-0000-0000-000000000007";
    assert_eq!(event.idempotency_key(), format!("aml.screening.completed:{screening}"));
    event.validate().unwrap();
    let payload = event.to_payload().unwrap();
    assert_eq!(payload, event.to_payload().unwrap());
    let mut value = vec![0, 0, 0, 0, 9];
    value.extend_from_slice(&payload);
    assert_eq!(AmlScreeningCompleted::receive(&value).unwrap(), (9, event.clone()));
    let seen: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(seen["originatorInfo"]["identity"]["name"], "Tariro \"T\" Moyo");
    assert_eq!(seen["occurredAt"], "2026-01-02T03:04:05.000006Z");
    assert_eq!(seen["checks"][0].get("listVersion"), None);
    assert_eq!(serde_json::to_value(&event).unwrap(), seen);
    assert_eq!(serde_json::from_value::<AmlScreeningCompleted>(seen).unwrap(), event);
    let shown = format!("{event:?}");
    assert!(!shown.contains("Moyo") && !shown.contains("DE8937") && !shown.contains("4711"));
}

#[test]
fn a_screened_party_is_reached_by_its_account_or_a_reference() {
    let broken = |edit: fn(&mut AmlScreeningCompleted)| {
        let mut event = event();
        edit(&mut event);
        let found = event.validate().err().map(|found| found.to_string());
        found.unwrap_or_default()
    };
    let expected =
        "a party is reached by its account or, where there is none, by a reference [PAR-1]";
    assert!(broken(|event| event.originator_info.account = None).ends_with(expected));
    assert!(broken(|event| event.beneficiary_info.account = None).ends_with(expected));
    let by_reference = broken(|event| {
        event.originator_info.account = None;
        event.originator_info.transaction_reference = Some("TX-1".into());
    });
    assert_eq!(by_reference, "");
}

#[test]
fn what_a_contract_in_json_refuses_is_named_with_its_place() {
    let written: Value = serde_json::from_slice(&event().to_payload().unwrap()).unwrap();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut changed = written.clone();
        change(&mut changed);
        let text = serde_json::to_vec(&changed).unwrap();
        match AmlScreeningCompleted::decode(&text) {
            Err(error) => error.to_string().split(" (at").next().unwrap_or_default().to_owned(),
            Ok(event) => event.validate().unwrap_err().to_string(),
        }
    };
    for (found, expected) in [
        (
            refused(&|event| event["riskScore"] = json!("3")),
            "`riskScore` of `AmlScreeningCompleted`: expected a number",
        ),
        (
            refused(&|event| event["role"] = json!("NOBODY")),
            "`AmlScreeningCompleted.role.type`: the text is none of the allowed ones",
        ),
        (
            refused(&|event| {
                event["originatorInfo"]["identity"].as_object_mut().unwrap().remove("name");
            }),
            "`name` of `AmlScreeningCompleted.Identity`: a required property is missing",
        ),
        (
            refused(&|event| event["riskScore"] = json!(101)),
            "riskScore: must be at least 0 and at most 100 [int64.gte_lte]",
        ),
        (
            refused(&|event| event["checks"] = json!([])),
            "checks: must have at least 1 elements [repeated.min_items]",
        ),
        (
            refused(&|event| event["originatorInfo"]["institution"]["country"] = json!("de")),
            "originatorInfo.institution.country: must match `^[A-Z]{2}$` [string.pattern]",
        ),
    ] {
        assert_eq!(found, expected);
    }
    let open = AmlScreeningCompleted::decode(
        &serde_json::to_vec(&{
            let mut more = written.clone();
            more["unheardOf"] = json!({"a": [1, null]});
            more
        })
        .unwrap(),
    );
    assert_eq!(
        open.unwrap(),
        AmlScreeningCompleted::decode(&serde_json::to_vec(&written).unwrap()).unwrap()
    );
    assert!(matches!(AmlScreeningCompleted::receive(b"{}"), Err(ReceiveError::Frame(_))));
}
