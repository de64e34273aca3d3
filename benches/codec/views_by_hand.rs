//! The borrowed decoder of `payment.initiated` as one would write it by hand: texts point into the payload, lists are
//! checked and stay there.

use crate::primitives::*;
use contract_runtime::{Date, Decimal, TimestampMicros, Uuid};
use event_contracts::fintech::party::v1::{
    AddressType, NationalIdType, PartyType, RiskLevel, ScreeningOutcome,
};
use event_contracts::fintech::payments::v1::{ChargeBearer, PaymentInitiated, PaymentInitiatedRef};

pub(crate) fn read(mut payload: &[u8]) -> Option<PaymentView<'_>> {
    let view = PaymentView::read(&mut payload)?;
    payload.is_empty().then_some(view)
}

/// The view by hand, the generated view and the event hold the same, as far as texts at the ends and in the depth tell.
pub(crate) fn assert_same(
    one: &PaymentInitiatedRef<'_>,
    other: &PaymentView<'_>,
    event: &PaymentInitiated,
) {
    let account = event.account_id.as_str();
    assert_eq!((one.account_id, other.account_id), (account, account));
    assert_eq!((one.amount, other.amount), (event.amount, event.amount));
    let charge = event.charge_bearer;
    assert_eq!((one.charge_bearer, other.charge_bearer), (charge, charge));
    let name = event.beneficiary_info.identity.name.as_str();
    let names = (one.beneficiary_info.identity.name, other.beneficiary.identity.name);
    assert_eq!(names, (name, name));
    let address = event.originator_info.identity.address.as_ref();
    let lines = address.map(|address| address.address_line.len());
    let of_one = one.originator_info.identity.address.as_ref();
    let of_other = other.originator.identity.address.as_ref();
    assert_eq!(of_one.map(|address| address.address_line.len()), lines);
    assert_eq!(of_other.map(|address| address.lines.count), lines);
    let lists = event.screening.as_ref().map(|screening| screening.originator.lists.clone());
    let of_one = one.screening.as_ref();
    let of_other = other.screening.as_ref();
    assert_eq!(of_one.map(|s| s.originator.lists.iter().map(Into::into).collect()), lists);
    assert_eq!(of_other.and_then(|s| get_strings(&mut &*s.originator.lists.bytes)), lists);
}

type Text<'a> = Option<&'a str>;

fn text<'a>(input: &mut &'a [u8]) -> Option<Text<'a>> {
    get_opt(input, get_str)
}

fn symbol<T: Copy>(all: &[T], input: &mut &[u8]) -> Option<T> {
    all.get(get_long(input)? as usize).copied()
}

fn moment(input: &mut &[u8]) -> Option<TimestampMicros> {
    get_long(input).map(TimestampMicros)
}

fn day(input: &mut &[u8]) -> Option<Date> {
    Some(Date(get_long(input)?.try_into().ok()?))
}

fn texts<'a>(input: &mut &'a [u8]) -> Option<Run<'a>> {
    get_run(input, get_str)
}

view!(AccountView {
    iban: Text<'a> = text,
    other_id: Text<'a> = text,
    other_scheme: Text<'a> = text,
    issuer: Text<'a> = text,
    currency: Text<'a> = text,
});

view!(BirthView {
    date: Date = day,
    city: Text<'a> = text,
    province: Text<'a> = text,
    country: Text<'a> = text,
});

view!(InstitutionView {
    bic: Text<'a> = text,
    lei: Text<'a> = text,
    clearing_system_id: Text<'a> = text,
    clearing_member_id: Text<'a> = text,
    name: Text<'a> = text,
    country: &'a str = get_str,
});

view!(NationalIdView {
    identifier: &'a str = get_str,
    id_type: NationalIdType = |input: &mut &'a [u8]| symbol(NationalIdType::ALL, input),
    country_of_issue: Text<'a> = text,
    registration_authority: Text<'a> = text,
});

view!(AddressView {
    address_type: Option<AddressType> =
        |input: &mut &'a [u8]| get_opt(input, |input| symbol(AddressType::ALL, input)),
    department: Text<'a> = text,
    sub_department: Text<'a> = text,
    street_name: Text<'a> = text,
    building_number: Text<'a> = text,
    building_name: Text<'a> = text,
    floor: Text<'a> = text,
    post_box: Text<'a> = text,
    room: Text<'a> = text,
    post_code: Text<'a> = text,
    town_name: Text<'a> = text,
    town_location_name: Text<'a> = text,
    district_name: Text<'a> = text,
    country_sub_division: Text<'a> = text,
    country: &'a str = get_str,
    lines: Run<'a> = texts,
});

view!(IdentityView {
    party_type: PartyType = |input: &mut &'a [u8]| symbol(PartyType::ALL, input),
    name: &'a str = get_str,
    address: Option<AddressView<'a>> = |input: &mut &'a [u8]| get_opt(input, AddressView::read),
    national_id: Option<NationalIdView<'a>> =
        |input: &mut &'a [u8]| get_opt(input, NationalIdView::read),
    customer_id: Text<'a> = text,
    birth: Option<BirthView<'a>> = |input: &mut &'a [u8]| get_opt(input, BirthView::read),
    lei: Text<'a> = text,
    any_bic: Text<'a> = text,
    country_of_residence: Text<'a> = text,
});

view!(PartyView {
    identity: IdentityView<'a> = IdentityView::read,
    account: Option<AccountView<'a>> = |input: &mut &'a [u8]| get_opt(input, AccountView::read),
    transaction_reference: Text<'a> = text,
    institution: InstitutionView<'a> = InstitutionView::read,
});

view!(ScreenedView {
    screening_id: Uuid = get_uuid,
    outcome: ScreeningOutcome = |input: &mut &'a [u8]| symbol(ScreeningOutcome::ALL, input),
    risk_level: RiskLevel = |input: &mut &'a [u8]| symbol(RiskLevel::ALL, input),
    risk_score: i32 = |input: &mut &'a [u8]| get_long(input)?.try_into().ok(),
    lists: Run<'a> = texts,
    checked_at: TimestampMicros = moment,
});

view!(SummaryView {
    originator: ScreenedView<'a> = ScreenedView::read,
    beneficiary: ScreenedView<'a> = ScreenedView::read,
    corridor_checked: bool = get_bool,
    completed_at: TimestampMicros = moment,
});

view!(PaymentView {
    event_id: Uuid = get_uuid,
    correlation_id: &'a str = get_str,
    causation_id: Option<Uuid> = |input: &mut &'a [u8]| get_opt(input, get_uuid),
    occurred_at: TimestampMicros = moment,
    originator: PartyView<'a> = PartyView::read,
    beneficiary: PartyView<'a> = PartyView::read,
    payment_id: Uuid = get_uuid,
    account_id: &'a str = get_str,
    amount: Decimal<5> = get_decimal,
    currency: &'a str = get_str,
    corridor_code: Text<'a> = text,
    screening: Option<SummaryView<'a>> = |input: &mut &'a [u8]| get_opt(input, SummaryView::read),
    uetr: Text<'a> = text,
    end_to_end_id: Text<'a> = text,
    purpose_code: Text<'a> = text,
    charge_bearer: Option<ChargeBearer> =
        |input: &mut &'a [u8]| get_opt(input, |input| symbol(ChargeBearer::ALL, input)),
});
