//! The same event as prost messages: one message per record, ids and the amount as text.

use event_contracts::fintech::party::v1 as party;
use event_contracts::fintech::payments::v1 as payments;

pub(crate) fn of(event: &payments::PaymentInitiated) -> PaymentInitiated {
    payment_initiated(event)
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct AccountRef {
    #[prost(string, optional, tag = "1")]
    pub(crate) iban: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub(crate) other_id: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(crate) other_scheme: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(crate) issuer: Option<String>,
    #[prost(string, optional, tag = "5")]
    pub(crate) currency: Option<String>,
}

fn account_ref(value: &party::AccountRef) -> AccountRef {
    AccountRef {
        iban: value.iban.clone(),
        other_id: value.other_id.clone(),
        other_scheme: value.other_scheme.clone(),
        issuer: value.issuer.clone(),
        currency: value.currency.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct BirthDetails {
    #[prost(int32, tag = "1")]
    pub(crate) date: i32,
    #[prost(string, optional, tag = "2")]
    pub(crate) city: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(crate) province: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(crate) country: Option<String>,
}

fn birth_details(value: &party::BirthDetails) -> BirthDetails {
    BirthDetails {
        date: value.date.0,
        city: value.city.clone(),
        province: value.province.clone(),
        country: value.country.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct InstitutionRef {
    #[prost(string, optional, tag = "1")]
    pub(crate) bic: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub(crate) lei: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(crate) clearing_system_id: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(crate) clearing_member_id: Option<String>,
    #[prost(string, optional, tag = "5")]
    pub(crate) name: Option<String>,
    #[prost(string, tag = "6")]
    pub(crate) country: String,
}

fn institution_ref(value: &party::InstitutionRef) -> InstitutionRef {
    InstitutionRef {
        bic: value.bic.clone(),
        lei: value.lei.clone(),
        clearing_system_id: value.clearing_system_id.clone(),
        clearing_member_id: value.clearing_member_id.clone(),
        name: value.name.clone(),
        country: value.country.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct NationalIdentification {
    #[prost(string, tag = "1")]
    pub(crate) identifier: String,
    #[prost(int32, tag = "2")]
    pub(crate) id_type: i32,
    #[prost(string, optional, tag = "3")]
    pub(crate) country_of_issue: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(crate) registration_authority: Option<String>,
}

fn national_identification(value: &party::NationalIdentification) -> NationalIdentification {
    NationalIdentification {
        identifier: value.identifier.clone(),
        id_type: value.id_type as i32,
        country_of_issue: value.country_of_issue.clone(),
        registration_authority: value.registration_authority.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PostalAddress {
    #[prost(int32, optional, tag = "1")]
    pub(crate) address_type: Option<i32>,
    #[prost(string, optional, tag = "2")]
    pub(crate) department: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub(crate) sub_department: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(crate) street_name: Option<String>,
    #[prost(string, optional, tag = "5")]
    pub(crate) building_number: Option<String>,
    #[prost(string, optional, tag = "6")]
    pub(crate) building_name: Option<String>,
    #[prost(string, optional, tag = "7")]
    pub(crate) floor: Option<String>,
    #[prost(string, optional, tag = "8")]
    pub(crate) post_box: Option<String>,
    #[prost(string, optional, tag = "9")]
    pub(crate) room: Option<String>,
    #[prost(string, optional, tag = "10")]
    pub(crate) post_code: Option<String>,
    #[prost(string, optional, tag = "11")]
    pub(crate) town_name: Option<String>,
    #[prost(string, optional, tag = "12")]
    pub(crate) town_location_name: Option<String>,
    #[prost(string, optional, tag = "13")]
    pub(crate) district_name: Option<String>,
    #[prost(string, optional, tag = "14")]
    pub(crate) country_sub_division: Option<String>,
    #[prost(string, tag = "15")]
    pub(crate) country: String,
    #[prost(string, repeated, tag = "16")]
    pub(crate) address_line: Vec<String>,
}

fn postal_address(value: &party::PostalAddress) -> PostalAddress {
    PostalAddress {
        address_type: value.address_type.map(|one| one as i32),
        department: value.department.clone(),
        sub_department: value.sub_department.clone(),
        street_name: value.street_name.clone(),
        building_number: value.building_number.clone(),
        building_name: value.building_name.clone(),
        floor: value.floor.clone(),
        post_box: value.post_box.clone(),
        room: value.room.clone(),
        post_code: value.post_code.clone(),
        town_name: value.town_name.clone(),
        town_location_name: value.town_location_name.clone(),
        district_name: value.district_name.clone(),
        country_sub_division: value.country_sub_division.clone(),
        country: value.country.clone(),
        address_line: value.address_line.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PartyIdentity {
    #[prost(int32, tag = "1")]
    pub(crate) party_type: i32,
    #[prost(string, tag = "2")]
    pub(crate) name: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) address: Option<PostalAddress>,
    #[prost(message, optional, tag = "4")]
    pub(crate) national_id: Option<NationalIdentification>,
    #[prost(string, optional, tag = "5")]
    pub(crate) customer_id: Option<String>,
    #[prost(message, optional, tag = "6")]
    pub(crate) birth: Option<BirthDetails>,
    #[prost(string, optional, tag = "7")]
    pub(crate) lei: Option<String>,
    #[prost(string, optional, tag = "8")]
    pub(crate) any_bic: Option<String>,
    #[prost(string, optional, tag = "9")]
    pub(crate) country_of_residence: Option<String>,
}

fn party_identity(value: &party::PartyIdentity) -> PartyIdentity {
    PartyIdentity {
        party_type: value.party_type as i32,
        name: value.name.clone(),
        address: value.address.as_ref().map(postal_address),
        national_id: value.national_id.as_ref().map(national_identification),
        customer_id: value.customer_id.clone(),
        birth: value.birth.as_ref().map(birth_details),
        lei: value.lei.clone(),
        any_bic: value.any_bic.clone(),
        country_of_residence: value.country_of_residence.clone(),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct OriginatorInfo {
    #[prost(message, optional, tag = "1")]
    pub(crate) identity: Option<PartyIdentity>,
    #[prost(message, optional, tag = "2")]
    pub(crate) account: Option<AccountRef>,
    #[prost(string, optional, tag = "3")]
    pub(crate) transaction_reference: Option<String>,
    #[prost(message, optional, tag = "4")]
    pub(crate) institution: Option<InstitutionRef>,
}

fn originator_info(value: &party::OriginatorInfo) -> OriginatorInfo {
    OriginatorInfo {
        identity: Some(party_identity(&value.identity)),
        account: value.account.as_ref().map(account_ref),
        transaction_reference: value.transaction_reference.clone(),
        institution: Some(institution_ref(&value.institution)),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct BeneficiaryInfo {
    #[prost(message, optional, tag = "1")]
    pub(crate) identity: Option<PartyIdentity>,
    #[prost(message, optional, tag = "2")]
    pub(crate) account: Option<AccountRef>,
    #[prost(string, optional, tag = "3")]
    pub(crate) transaction_reference: Option<String>,
    #[prost(message, optional, tag = "4")]
    pub(crate) institution: Option<InstitutionRef>,
}

fn beneficiary_info(value: &party::BeneficiaryInfo) -> BeneficiaryInfo {
    BeneficiaryInfo {
        identity: Some(party_identity(&value.identity)),
        account: value.account.as_ref().map(account_ref),
        transaction_reference: value.transaction_reference.clone(),
        institution: Some(institution_ref(&value.institution)),
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PartyScreening {
    #[prost(string, tag = "1")]
    pub(crate) screening_id: String,
    #[prost(int32, tag = "2")]
    pub(crate) outcome: i32,
    #[prost(int32, tag = "3")]
    pub(crate) risk_level: i32,
    #[prost(int32, tag = "4")]
    pub(crate) risk_score: i32,
    #[prost(string, repeated, tag = "5")]
    pub(crate) lists: Vec<String>,
    #[prost(int64, tag = "6")]
    pub(crate) checked_at: i64,
}

fn party_screening(value: &party::PartyScreening) -> PartyScreening {
    PartyScreening {
        screening_id: value.screening_id.to_string(),
        outcome: value.outcome as i32,
        risk_level: value.risk_level as i32,
        risk_score: value.risk_score,
        lists: value.lists.clone(),
        checked_at: value.checked_at.0,
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ScreeningSummary {
    #[prost(message, optional, tag = "1")]
    pub(crate) originator: Option<PartyScreening>,
    #[prost(message, optional, tag = "2")]
    pub(crate) beneficiary: Option<PartyScreening>,
    #[prost(bool, tag = "3")]
    pub(crate) corridor_checked: bool,
    #[prost(int64, tag = "4")]
    pub(crate) completed_at: i64,
}

fn screening_summary(value: &party::ScreeningSummary) -> ScreeningSummary {
    ScreeningSummary {
        originator: Some(party_screening(&value.originator)),
        beneficiary: Some(party_screening(&value.beneficiary)),
        corridor_checked: value.corridor_checked,
        completed_at: value.completed_at.0,
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PaymentInitiated {
    #[prost(string, tag = "1")]
    pub(crate) event_id: String,
    #[prost(string, tag = "2")]
    pub(crate) correlation_id: String,
    #[prost(string, optional, tag = "3")]
    pub(crate) causation_id: Option<String>,
    #[prost(int64, tag = "4")]
    pub(crate) occurred_at: i64,
    #[prost(message, optional, tag = "5")]
    pub(crate) originator_info: Option<OriginatorInfo>,
    #[prost(message, optional, tag = "6")]
    pub(crate) beneficiary_info: Option<BeneficiaryInfo>,
    #[prost(string, tag = "7")]
    pub(crate) payment_id: String,
    #[prost(string, tag = "8")]
    pub(crate) account_id: String,
    #[prost(string, tag = "9")]
    pub(crate) amount: String,
    #[prost(string, tag = "10")]
    pub(crate) currency: String,
    #[prost(string, optional, tag = "11")]
    pub(crate) corridor_code: Option<String>,
    #[prost(message, optional, tag = "12")]
    pub(crate) screening: Option<ScreeningSummary>,
    #[prost(string, optional, tag = "13")]
    pub(crate) uetr: Option<String>,
    #[prost(string, optional, tag = "14")]
    pub(crate) end_to_end_id: Option<String>,
    #[prost(string, optional, tag = "15")]
    pub(crate) purpose_code: Option<String>,
    #[prost(int32, optional, tag = "16")]
    pub(crate) charge_bearer: Option<i32>,
}

fn payment_initiated(value: &payments::PaymentInitiated) -> PaymentInitiated {
    PaymentInitiated {
        event_id: value.event_id.to_string(),
        correlation_id: value.correlation_id.clone(),
        causation_id: value.causation_id.map(|one| one.to_string()),
        occurred_at: value.occurred_at.0,
        originator_info: Some(originator_info(&value.originator_info)),
        beneficiary_info: Some(beneficiary_info(&value.beneficiary_info)),
        payment_id: value.payment_id.to_string(),
        account_id: value.account_id.clone(),
        amount: value.amount.to_string(),
        currency: value.currency.clone(),
        corridor_code: value.corridor_code.clone(),
        screening: value.screening.as_ref().map(screening_summary),
        uetr: value.uetr.clone(),
        end_to_end_id: value.end_to_end_id.clone(),
        purpose_code: value.purpose_code.clone(),
        charge_bearer: value.charge_bearer.map(|one| one as i32),
    }
}
