//! The same event for apache-avro's direct path: plain serde structs, ids as text, the amount as its bytes.
//!
//! It is made by reading a payload, and it is held to writing the very bytes again.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Two's complement, as a decimal travels; serde would take a `Vec<u8>` for a list of numbers.
#[derive(Debug, PartialEq)]
pub(crate) struct Amount(Vec<u8>);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(AmountVisitor)
    }
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a decimal")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Amount, E> {
        Ok(Amount(bytes.to_vec()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Amount, E> {
        Ok(Amount(bytes))
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountRef {
    iban: Option<String>,
    other_id: Option<String>,
    other_scheme: Option<String>,
    issuer: Option<String>,
    currency: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BirthDetails {
    date: i32,
    city: Option<String>,
    province: Option<String>,
    country: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InstitutionRef {
    bic: Option<String>,
    lei: Option<String>,
    clearing_system_id: Option<String>,
    clearing_member_id: Option<String>,
    name: Option<String>,
    country: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum NationalIdType {
    Unknown,
    Arnu,
    Ccpt,
    Raid,
    Drlc,
    Fiin,
    Txid,
    Socs,
    Idcd,
    Leix,
    Misc,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NationalIdentification {
    identifier: String,
    id_type: NationalIdType,
    country_of_issue: Option<String>,
    registration_authority: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum AddressType {
    Unknown,
    Addr,
    Pbox,
    Home,
    Bizz,
    Mlto,
    Dlvy,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PostalAddress {
    address_type: Option<AddressType>,
    department: Option<String>,
    sub_department: Option<String>,
    street_name: Option<String>,
    building_number: Option<String>,
    building_name: Option<String>,
    floor: Option<String>,
    post_box: Option<String>,
    room: Option<String>,
    post_code: Option<String>,
    town_name: Option<String>,
    town_location_name: Option<String>,
    district_name: Option<String>,
    country_sub_division: Option<String>,
    country: String,
    address_line: Vec<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum PartyType {
    Unknown,
    NaturalPerson,
    LegalEntity,
    FinancialInstitution,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartyIdentity {
    party_type: PartyType,
    name: String,
    address: Option<PostalAddress>,
    national_id: Option<NationalIdentification>,
    customer_id: Option<String>,
    birth: Option<BirthDetails>,
    lei: Option<String>,
    any_bic: Option<String>,
    country_of_residence: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OriginatorInfo {
    identity: PartyIdentity,
    account: Option<AccountRef>,
    transaction_reference: Option<String>,
    institution: InstitutionRef,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BeneficiaryInfo {
    identity: PartyIdentity,
    account: Option<AccountRef>,
    transaction_reference: Option<String>,
    institution: InstitutionRef,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ScreeningOutcome {
    Unknown,
    Clear,
    Escalated,
    Blocked,
    Unavailable,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum RiskLevel {
    Unknown,
    Low,
    Medium,
    High,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartyScreening {
    screening_id: String,
    outcome: ScreeningOutcome,
    risk_level: RiskLevel,
    risk_score: i32,
    lists: Vec<String>,
    checked_at: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScreeningSummary {
    originator: PartyScreening,
    beneficiary: PartyScreening,
    corridor_checked: bool,
    completed_at: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ChargeBearer {
    Unknown,
    Debt,
    Cred,
    Shar,
    Slev,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentInitiated {
    event_id: String,
    correlation_id: String,
    causation_id: Option<String>,
    occurred_at: i64,
    originator_info: OriginatorInfo,
    beneficiary_info: BeneficiaryInfo,
    payment_id: String,
    account_id: String,
    amount: Amount,
    currency: String,
    corridor_code: Option<String>,
    screening: Option<ScreeningSummary>,
    uetr: Option<String>,
    end_to_end_id: Option<String>,
    purpose_code: Option<String>,
    charge_bearer: Option<ChargeBearer>,
}
