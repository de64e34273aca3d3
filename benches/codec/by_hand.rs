//! The codec of `payment.initiated` as one would write it by hand: the limit that generated code is held to.

use crate::primitives::*;
use contract_runtime::{Date, TimestampMicros};
use event_contracts::fintech::party::v1::{
    AccountRef, AddressType, BeneficiaryInfo, BirthDetails, InstitutionRef, NationalIdType,
    NationalIdentification, OriginatorInfo, PartyIdentity, PartyScreening, PartyType,
    PostalAddress, RiskLevel, ScreeningOutcome, ScreeningSummary,
};
use event_contracts::fintech::payments::v1::{ChargeBearer, PaymentInitiated};

pub(crate) fn write(event: &PaymentInitiated, out: &mut Vec<u8>) {
    write_payment_initiated(event, out);
}

pub(crate) fn read(mut payload: &[u8]) -> Option<PaymentInitiated> {
    let event = read_payment_initiated(&mut payload)?;
    payload.is_empty().then_some(event)
}

fn write_account_ref(this: &AccountRef, out: &mut Vec<u8>) {
    put_opt(out, &this.iban, |out, value| put_str(out, value));
    put_opt(out, &this.other_id, |out, value| put_str(out, value));
    put_opt(out, &this.other_scheme, |out, value| put_str(out, value));
    put_opt(out, &this.issuer, |out, value| put_str(out, value));
    put_opt(out, &this.currency, |out, value| put_str(out, value));
}

fn read_account_ref(input: &mut &[u8]) -> Option<AccountRef> {
    Some(AccountRef {
        iban: get_opt(input, get_string)?,
        other_id: get_opt(input, get_string)?,
        other_scheme: get_opt(input, get_string)?,
        issuer: get_opt(input, get_string)?,
        currency: get_opt(input, get_string)?,
    })
}

fn write_birth_details(this: &BirthDetails, out: &mut Vec<u8>) {
    put_long(out, i64::from(this.date.0));
    put_opt(out, &this.city, |out, value| put_str(out, value));
    put_opt(out, &this.province, |out, value| put_str(out, value));
    put_opt(out, &this.country, |out, value| put_str(out, value));
}

fn read_birth_details(input: &mut &[u8]) -> Option<BirthDetails> {
    Some(BirthDetails {
        date: Date(i32::try_from(get_long(input)?).ok()?),
        city: get_opt(input, get_string)?,
        province: get_opt(input, get_string)?,
        country: get_opt(input, get_string)?,
    })
}

fn write_institution_ref(this: &InstitutionRef, out: &mut Vec<u8>) {
    put_opt(out, &this.bic, |out, value| put_str(out, value));
    put_opt(out, &this.lei, |out, value| put_str(out, value));
    put_opt(out, &this.clearing_system_id, |out, value| put_str(out, value));
    put_opt(out, &this.clearing_member_id, |out, value| put_str(out, value));
    put_opt(out, &this.name, |out, value| put_str(out, value));
    put_str(out, &this.country);
}

fn read_institution_ref(input: &mut &[u8]) -> Option<InstitutionRef> {
    Some(InstitutionRef {
        bic: get_opt(input, get_string)?,
        lei: get_opt(input, get_string)?,
        clearing_system_id: get_opt(input, get_string)?,
        clearing_member_id: get_opt(input, get_string)?,
        name: get_opt(input, get_string)?,
        country: get_string(input)?,
    })
}

fn write_national_identification(this: &NationalIdentification, out: &mut Vec<u8>) {
    put_str(out, &this.identifier);
    out.push(this.id_type as u8 * 2);
    put_opt(out, &this.country_of_issue, |out, value| put_str(out, value));
    put_opt(out, &this.registration_authority, |out, value| put_str(out, value));
}

fn read_national_identification(input: &mut &[u8]) -> Option<NationalIdentification> {
    Some(NationalIdentification {
        identifier: get_string(input)?,
        id_type: *NationalIdType::ALL.get(get_long(input)? as usize)?,
        country_of_issue: get_opt(input, get_string)?,
        registration_authority: get_opt(input, get_string)?,
    })
}

fn write_postal_address(this: &PostalAddress, out: &mut Vec<u8>) {
    put_opt(out, &this.address_type, |out, value| out.push(*value as u8 * 2));
    put_opt(out, &this.department, |out, value| put_str(out, value));
    put_opt(out, &this.sub_department, |out, value| put_str(out, value));
    put_opt(out, &this.street_name, |out, value| put_str(out, value));
    put_opt(out, &this.building_number, |out, value| put_str(out, value));
    put_opt(out, &this.building_name, |out, value| put_str(out, value));
    put_opt(out, &this.floor, |out, value| put_str(out, value));
    put_opt(out, &this.post_box, |out, value| put_str(out, value));
    put_opt(out, &this.room, |out, value| put_str(out, value));
    put_opt(out, &this.post_code, |out, value| put_str(out, value));
    put_opt(out, &this.town_name, |out, value| put_str(out, value));
    put_opt(out, &this.town_location_name, |out, value| put_str(out, value));
    put_opt(out, &this.district_name, |out, value| put_str(out, value));
    put_opt(out, &this.country_sub_division, |out, value| put_str(out, value));
    put_str(out, &this.country);
    if !this.address_line.is_empty() {
        put_long(out, this.address_line.len() as i64);
        for item in &this.address_line {
            put_str(out, item);
        }
    }
    out.push(0);
}

fn read_postal_address(input: &mut &[u8]) -> Option<PostalAddress> {
    Some(PostalAddress {
        address_type: get_opt(input, |input| {
            Some(*AddressType::ALL.get(get_long(input)? as usize)?)
        })?,
        department: get_opt(input, get_string)?,
        sub_department: get_opt(input, get_string)?,
        street_name: get_opt(input, get_string)?,
        building_number: get_opt(input, get_string)?,
        building_name: get_opt(input, get_string)?,
        floor: get_opt(input, get_string)?,
        post_box: get_opt(input, get_string)?,
        room: get_opt(input, get_string)?,
        post_code: get_opt(input, get_string)?,
        town_name: get_opt(input, get_string)?,
        town_location_name: get_opt(input, get_string)?,
        district_name: get_opt(input, get_string)?,
        country_sub_division: get_opt(input, get_string)?,
        country: get_string(input)?,
        address_line: get_strings(input)?,
    })
}

fn write_party_identity(this: &PartyIdentity, out: &mut Vec<u8>) {
    out.push(this.party_type as u8 * 2);
    put_str(out, &this.name);
    put_opt(out, &this.address, |out, value| write_postal_address(value, out));
    put_opt(out, &this.national_id, |out, value| write_national_identification(value, out));
    put_opt(out, &this.customer_id, |out, value| put_str(out, value));
    put_opt(out, &this.birth, |out, value| write_birth_details(value, out));
    put_opt(out, &this.lei, |out, value| put_str(out, value));
    put_opt(out, &this.any_bic, |out, value| put_str(out, value));
    put_opt(out, &this.country_of_residence, |out, value| put_str(out, value));
}

fn read_party_identity(input: &mut &[u8]) -> Option<PartyIdentity> {
    Some(PartyIdentity {
        party_type: *PartyType::ALL.get(get_long(input)? as usize)?,
        name: get_string(input)?,
        address: get_opt(input, read_postal_address)?,
        national_id: get_opt(input, read_national_identification)?,
        customer_id: get_opt(input, get_string)?,
        birth: get_opt(input, read_birth_details)?,
        lei: get_opt(input, get_string)?,
        any_bic: get_opt(input, get_string)?,
        country_of_residence: get_opt(input, get_string)?,
    })
}

fn write_originator_info(this: &OriginatorInfo, out: &mut Vec<u8>) {
    write_party_identity(&this.identity, out);
    put_opt(out, &this.account, |out, value| write_account_ref(value, out));
    put_opt(out, &this.transaction_reference, |out, value| put_str(out, value));
    write_institution_ref(&this.institution, out);
}

fn read_originator_info(input: &mut &[u8]) -> Option<OriginatorInfo> {
    Some(OriginatorInfo {
        identity: read_party_identity(input)?,
        account: get_opt(input, read_account_ref)?,
        transaction_reference: get_opt(input, get_string)?,
        institution: read_institution_ref(input)?,
    })
}

fn write_beneficiary_info(this: &BeneficiaryInfo, out: &mut Vec<u8>) {
    write_party_identity(&this.identity, out);
    put_opt(out, &this.account, |out, value| write_account_ref(value, out));
    put_opt(out, &this.transaction_reference, |out, value| put_str(out, value));
    write_institution_ref(&this.institution, out);
}

fn read_beneficiary_info(input: &mut &[u8]) -> Option<BeneficiaryInfo> {
    Some(BeneficiaryInfo {
        identity: read_party_identity(input)?,
        account: get_opt(input, read_account_ref)?,
        transaction_reference: get_opt(input, get_string)?,
        institution: read_institution_ref(input)?,
    })
}

fn write_party_screening(this: &PartyScreening, out: &mut Vec<u8>) {
    put_uuid(out, &this.screening_id);
    out.push(this.outcome as u8 * 2);
    out.push(this.risk_level as u8 * 2);
    put_long(out, i64::from(this.risk_score));
    if !this.lists.is_empty() {
        put_long(out, this.lists.len() as i64);
        for item in &this.lists {
            put_str(out, item);
        }
    }
    out.push(0);
    put_long(out, this.checked_at.0);
}

fn read_party_screening(input: &mut &[u8]) -> Option<PartyScreening> {
    Some(PartyScreening {
        screening_id: get_uuid(input)?,
        outcome: *ScreeningOutcome::ALL.get(get_long(input)? as usize)?,
        risk_level: *RiskLevel::ALL.get(get_long(input)? as usize)?,
        risk_score: i32::try_from(get_long(input)?).ok()?,
        lists: get_strings(input)?,
        checked_at: TimestampMicros(get_long(input)?),
    })
}

fn write_screening_summary(this: &ScreeningSummary, out: &mut Vec<u8>) {
    write_party_screening(&this.originator, out);
    write_party_screening(&this.beneficiary, out);
    out.push(u8::from(this.corridor_checked));
    put_long(out, this.completed_at.0);
}

fn read_screening_summary(input: &mut &[u8]) -> Option<ScreeningSummary> {
    Some(ScreeningSummary {
        originator: read_party_screening(input)?,
        beneficiary: read_party_screening(input)?,
        corridor_checked: get_bool(input)?,
        completed_at: TimestampMicros(get_long(input)?),
    })
}

fn write_payment_initiated(this: &PaymentInitiated, out: &mut Vec<u8>) {
    put_uuid(out, &this.event_id);
    put_str(out, &this.correlation_id);
    put_opt(out, &this.causation_id, put_uuid);
    put_long(out, this.occurred_at.0);
    write_originator_info(&this.originator_info, out);
    write_beneficiary_info(&this.beneficiary_info, out);
    put_uuid(out, &this.payment_id);
    put_str(out, &this.account_id);
    put_decimal(out, &this.amount);
    put_str(out, &this.currency);
    put_opt(out, &this.corridor_code, |out, value| put_str(out, value));
    put_opt(out, &this.screening, |out, value| write_screening_summary(value, out));
    put_opt(out, &this.uetr, |out, value| put_str(out, value));
    put_opt(out, &this.end_to_end_id, |out, value| put_str(out, value));
    put_opt(out, &this.purpose_code, |out, value| put_str(out, value));
    put_opt(out, &this.charge_bearer, |out, value| out.push(*value as u8 * 2));
}

fn read_payment_initiated(input: &mut &[u8]) -> Option<PaymentInitiated> {
    Some(PaymentInitiated {
        event_id: get_uuid(input)?,
        correlation_id: get_string(input)?,
        causation_id: get_opt(input, get_uuid)?,
        occurred_at: TimestampMicros(get_long(input)?),
        originator_info: read_originator_info(input)?,
        beneficiary_info: read_beneficiary_info(input)?,
        payment_id: get_uuid(input)?,
        account_id: get_string(input)?,
        amount: get_decimal(input)?,
        currency: get_string(input)?,
        corridor_code: get_opt(input, get_string)?,
        screening: get_opt(input, read_screening_summary)?,
        uetr: get_opt(input, get_string)?,
        end_to_end_id: get_opt(input, get_string)?,
        purpose_code: get_opt(input, get_string)?,
        charge_bearer: get_opt(input, |input| {
            Some(*ChargeBearer::ALL.get(get_long(input)? as usize)?)
        })?,
    })
}
