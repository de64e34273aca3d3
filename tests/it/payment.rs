//! A full `payment.initiated` for tests: every optional part that real payments carry is there.

use contract_runtime::{CorrelationId, Date, Decimal, Outgoing, Stamp, TimestampMicros, Uuid};
use event_contracts::fintech::party::v1::{
    AccountRef, BeneficiaryInfo, BirthDetails, InstitutionRef, OriginatorInfo, PartyIdentity,
    PartyScreening, PartyType, PostalAddress, RiskLevel, ScreeningOutcome, ScreeningSummary,
};
use event_contracts::fintech::payments::v1::{
    ChargeBearer, PaymentInitiated, PaymentInitiatedDraft,
};

pub(crate) const STAMP: Stamp = Stamp {
    event_id: Uuid::from_u128(0x0190_a5b0_5b7e_7c3e_8f4d_1c2b_3a4d_5e6f),
    occurred_at: TimestampMicros(1_767_323_045_000_006),
};

/// The event as the root of a flow.
pub(crate) fn initiated() -> PaymentInitiated {
    root(draft()).event().clone()
}

pub(crate) fn root(draft: PaymentInitiatedDraft) -> Outgoing<PaymentInitiated> {
    let flow: CorrelationId = "flow-2026-000042".parse().unwrap();
    draft.root(flow, STAMP)
}

pub(crate) fn draft() -> PaymentInitiatedDraft {
    PaymentInitiatedDraft {
        originator_info: OriginatorInfo {
            identity: identity("Tendai Moyo"),
            account: Some(account(None, Some("0011223344556"))),
            transaction_reference: None,
            institution: institution("ZBCOZWHX", "ZW"),
        },
        beneficiary_info: BeneficiaryInfo {
            identity: identity("Jürgen Müller"),
            account: Some(account(Some("DE89370400440532013000"), None)),
            transaction_reference: Some("TX-77".into()),
            institution: institution("DEUTDEFF", "DE"),
        },
        payment_id: Uuid::from_u128(7),
        account_id: "0011223344556".into(),
        amount: Decimal::from_i64(125_050_000),
        currency: "USD".into(),
        corridor_code: "ZWE-DEU".into(),
        screening: ScreeningSummary {
            originator: screening(),
            beneficiary: screening(),
            corridor_checked: true,
            completed_at: TimestampMicros(1_767_323_044_000_000),
        },
        uetr: Some("97ed4827-7b6f-4491-a06f-b548d5a7512d".into()),
        end_to_end_id: Some("INV-2026-0815".into()),
        purpose_code: Some("GDDS".into()),
        charge_bearer: Some(ChargeBearer::Shar),
    }
}

fn identity(name: &str) -> PartyIdentity {
    PartyIdentity {
        party_type: PartyType::NaturalPerson,
        name: name.into(),
        address: Some(address()),
        national_id: None,
        customer_id: Some("C-1001".into()),
        birth: Some(BirthDetails {
            date: Date(4_000),
            city: Some("Harare".into()),
            province: None,
            country: Some("ZW".into()),
        }),
        lei: None,
        any_bic: None,
        country_of_residence: Some("ZW".into()),
    }
}

fn address() -> PostalAddress {
    PostalAddress {
        address_type: None,
        department: None,
        sub_department: None,
        street_name: Some("Samora Machel Avenue".into()),
        building_number: Some("12".into()),
        building_name: None,
        floor: None,
        room: None,
        post_box: None,
        post_code: Some("00263".into()),
        town_name: Some("Harare".into()),
        town_location_name: None,
        district_name: None,
        country_sub_division: None,
        country: "ZW".into(),
        address_line: vec![],
    }
}

fn account(iban: Option<&str>, other: Option<&str>) -> AccountRef {
    AccountRef {
        iban: iban.map(str::to_owned),
        other_id: other.map(str::to_owned),
        other_scheme: None,
        issuer: None,
        currency: Some("USD".into()),
    }
}

fn institution(bic: &str, country: &str) -> InstitutionRef {
    InstitutionRef {
        bic: Some(bic.into()),
        lei: None,
        clearing_system_id: None,
        clearing_member_id: None,
        name: None,
        country: country.into(),
    }
}

fn screening() -> PartyScreening {
    PartyScreening {
        screening_id: Uuid::from_u128(9),
        outcome: ScreeningOutcome::Clear,
        risk_level: RiskLevel::Low,
        risk_score: 3,
        lists: vec!["OFAC".into(), "RBZ".into()],
        checked_at: TimestampMicros(1_767_323_043_000_000),
    }
}
