//! Views of the catalogue's Avro events: what they read is what the types read, field by field, and they refuse the same.

use crate::catalogue::VALUES;
use crate::data::datum;
use crate::random::Dice;
use contract_runtime::avro::List;
use contract_runtime::{DecodeError, Event};
use contract_schema::ParseOptions;
use contract_schema::avro::AvroSchema;
use event_contracts::fintech::accounts::v1 as accounts;
use event_contracts::fintech::clearing::v1 as clearing;
use event_contracts::fintech::compliance::v1 as compliance;
use event_contracts::fintech::party::v1 as party;
use event_contracts::fintech::payments::v1 as payments;

/// A view and the value of its type.
trait Same<T> {
    fn is_same(&self, owned: &T) -> bool;
}

impl Same<String> for &str {
    fn is_same(&self, owned: &String) -> bool {
        *self == owned
    }
}

impl<V: Same<T>, T> Same<Option<T>> for Option<V> {
    fn is_same(&self, owned: &Option<T>) -> bool {
        match (self, owned) {
            (Some(view), Some(owned)) => view.is_same(owned),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl<'a, V: Same<T>, T> Same<Vec<T>> for List<'a, V> {
    fn is_same(&self, owned: &Vec<T>) -> bool {
        self.len() == owned.len()
            && self.iter().count() == owned.len()
            && self.iter().zip(owned).all(|(view, owned)| view.is_same(owned))
    }
}

/// Types that a view holds as they are.
macro_rules! plain {
    ($($name:ty),* $(,)?) => {$(
        impl Same<$name> for $name {
            fn is_same(&self, owned: &$name) -> bool {
                self == owned
            }
        }
    )*};
}

/// Every field of a view; one that is forgotten does not compile.
macro_rules! records {
    ($($view:ty, $owned:ty => { $($field:ident)* })*) => {$(
        impl Same<$owned> for $view {
            fn is_same(&self, owned: &$owned) -> bool {
                let Self { $($field),* } = self;
                let all = [$((stringify!($field), $field.is_same(&owned.$field))),*];
                for (field, is_same) in all {
                    assert!(is_same, "`{field}` of {}", stringify!($owned));
                }
                true
            }
        }
    )*};
}

plain! {
    bool,
    clearing::ClearingNetwork,
    clearing::RtgsMessageType,
    compliance::AlertAction,
    compliance::AlertType,
    compliance::RiskLevel,
    compliance::SubjectRole,
    contract_runtime::Date,
    contract_runtime::Decimal<5>,
    contract_runtime::TimestampMicros,
    contract_runtime::Uuid,
    i32,
    i64,
    party::AddressType,
    party::NationalIdType,
    party::PartyType,
    party::RiskLevel,
    party::ScreeningOutcome,
    payments::Channel,
    payments::ChargeBearer,
    payments::CheckOutcome,
    payments::RejectionReason,
}

records! {
    accounts::AccountCreditedRef<'_>, accounts::AccountCredited => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info entry_id
        payment_id account_id amount currency balance_after value_date ledger_sequence
    }
    accounts::AccountDebitedRef<'_>, accounts::AccountDebited => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info entry_id
        payment_id account_id amount currency balance_after value_date ledger_sequence
    }
    clearing::RtgsRejectedRef<'_>, clearing::RtgsRejected => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency rtgs_reference reason_code reason_text retryable
        reversal_required
    }
    clearing::RtgsSettledRef<'_>, clearing::RtgsSettled => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency rtgs_reference settlement_reference settlement_date
    }
    clearing::RtgsSubmittedRef<'_>, clearing::RtgsSubmitted => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency corridor_code rtgs_reference gateway_idempotency_key attempt
        message_type
    }
    clearing::TransactionClearedRef<'_>, clearing::TransactionCleared => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info
        transaction_id payment_id account_id amount currency network clearing_reference batch_id
        settlement_date
    }
    compliance::AmlAlertRaisedRef<'_>, compliance::AmlAlertRaised => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info alert_id
        payment_id account_id alert_type subject_role risk_level risk_score matches jurisdiction
        corridor_code action sar_due_by
    }
    party::AccountRefRef<'_>, party::AccountRef => { iban other_id other_scheme issuer currency }
    party::BirthDetailsRef<'_>, party::BirthDetails => { date city province country }
    party::InstitutionRefRef<'_>, party::InstitutionRef => {
        bic lei clearing_system_id clearing_member_id name country
    }
    party::ListMatchRef<'_>, party::ListMatch => { list_name entry_id match_score checked_at }
    party::NationalIdentificationRef<'_>, party::NationalIdentification => {
        identifier id_type country_of_issue registration_authority
    }
    party::PartyScreeningRef<'_>, party::PartyScreening => {
        screening_id outcome risk_level risk_score lists checked_at
    }
    party::PostalAddressRef<'_>, party::PostalAddress => {
        address_type department sub_department street_name building_number building_name floor
        post_box room post_code town_name town_location_name district_name country_sub_division
        country address_line
    }
    party::PartyIdentityRef<'_>, party::PartyIdentity => {
        party_type name address national_id customer_id birth lei any_bic country_of_residence
    }
    party::BeneficiaryInfoRef<'_>, party::BeneficiaryInfo => {
        identity account transaction_reference institution
    }
    party::OriginatorInfoRef<'_>, party::OriginatorInfo => {
        identity account transaction_reference institution
    }
    party::ScreeningSummaryRef<'_>, party::ScreeningSummary => {
        originator beneficiary corridor_checked completed_at
    }
    payments::PaymentInitiatedRef<'_>, payments::PaymentInitiated => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency corridor_code screening uetr end_to_end_id purpose_code
        charge_bearer
    }
    payments::PaymentRejectedRef<'_>, payments::PaymentRejected => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency reason iso_reason_code reason_text
    }
    payments::PaymentSubmittedRef<'_>, payments::PaymentSubmitted => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency corridor_code channel end_to_end_id remittance_info
        requested_execution_date
    }
    payments::PaymentValidatedRef<'_>, payments::PaymentValidated => {
        event_id correlation_id causation_id occurred_at originator_info beneficiary_info payment_id
        account_id amount currency corridor_code checks balance_read_at
    }
    payments::ValidationCheckRef<'_>, payments::ValidationCheck => { name outcome }
}

/// What the type refuses and what its view does; where both read, they have read the same.
type Refusals = fn(&[u8]) -> [Option<DecodeError>; 2];

macro_rules! events {
    ($($owned:ty, $view:ty;)*) => {
        [$((<$owned as Event>::RESOLVED_SCHEMA, |payload| {
            let (owned, view) = (<$owned>::decode(payload), <$view>::decode(payload));
            if let (Ok(owned), Ok(view)) = (&owned, &view) {
                assert!(view.is_same(owned));
            }
            [owned.err(), view.err()]
        })),*]
    };
}

#[test]
fn views_of_the_catalogue_read_and_refuse_the_same() {
    let all: [(&str, Refusals); 11] = events! {
        accounts::AccountCredited, accounts::AccountCreditedRef;
        accounts::AccountDebited, accounts::AccountDebitedRef;
        clearing::RtgsRejected, clearing::RtgsRejectedRef;
        clearing::RtgsSettled, clearing::RtgsSettledRef;
        clearing::RtgsSubmitted, clearing::RtgsSubmittedRef;
        clearing::TransactionCleared, clearing::TransactionClearedRef;
        compliance::AmlAlertRaised, compliance::AmlAlertRaisedRef;
        payments::PaymentInitiated, payments::PaymentInitiatedRef;
        payments::PaymentRejected, payments::PaymentRejectedRef;
        payments::PaymentSubmitted, payments::PaymentSubmittedRef;
        payments::PaymentValidated, payments::PaymentValidatedRef;
    };
    let mut dice = Dice::new(23);
    for (schema, refusals) in all {
        let schema = AvroSchema::parse(schema, &[], ParseOptions::stored()).unwrap();
        for _ in 0..VALUES {
            let mut payload = Vec::new();
            datum(&schema, schema.root(), &mut dice, &mut payload);
            assert_eq!(refusals(&payload), [None, None]);
            for length in 0..payload.len() {
                let [owned, view] = refusals(&payload[..length]);
                assert_eq!(owned, view, "{payload:x?}");
            }
            for at in 0..payload.len() {
                let mut broken = payload.clone();
                broken[at] ^= 1 << dice.below(8);
                let [owned, view] = refusals(&broken);
                assert_eq!(owned, view, "{broken:x?}");
            }
        }
    }
}
