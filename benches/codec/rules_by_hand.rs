//! The rules of `payment.initiated` as one would check them by hand: the limit that generated checks are held to.
//!
//! Of the runtime it only shares the check of account numbers and the lists of codes; sets of codes become bit tables when
//! it is made.

use contract_runtime::format;
use event_contracts::fintech::party::v1::{
    AccountRef, BirthDetails, InstitutionRef, NationalIdType, NationalIdentification,
    PartyIdentity, PartyScreening, PartyType, PostalAddress, RiskLevel, ScreeningOutcome,
};
use event_contracts::fintech::payments::v1::{ChargeBearer, PaymentInitiated};

/// Code lists by letter.
pub(crate) struct Rules {
    countries: [u32; 26],
    /// Bits of the third letter, by the first two.
    countries_3: Box<[[u32; 26]; 26]>,
    currencies: Box<[[u32; 26]; 26]>,
}

/// Names of the fields that are wrong, one for each broken rule.
type Found = Vec<&'static str>;

fn expect(found: &mut Found, field: &'static str, holds: bool) {
    if !holds {
        found.push(field);
    }
}

fn length(text: &str, min: usize, max: usize) -> bool {
    text.len() >= min && (text.len() <= max || text.chars().count() <= max)
}

fn text(found: &mut Found, field: &'static str, text: Option<&String>, max: usize) {
    expect(found, field, text.is_none_or(|text| length(text, 1, max)));
}

fn letter(byte: u8) -> Option<usize> {
    let index = byte.wrapping_sub(b'A');
    (index < 26).then_some(usize::from(index))
}

fn table_3(holds: fn(&str) -> bool) -> Box<[[u32; 26]; 26]> {
    let mut table = Box::new([[0; 26]; 26]);
    for (a, b, c) in letters()
        .flat_map(|a| letters().map(move |b| (a, b)))
        .flat_map(|(a, b)| letters().map(move |c| (a, b, c)))
    {
        if holds(&String::from_iter([a, b, c].map(char::from))) {
            table[usize::from(a - b'A')][usize::from(b - b'A')] |= 1 << (c - b'A');
        }
    }
    table
}

fn letters() -> impl Iterator<Item = u8> {
    b'A'..=b'Z'
}

impl Rules {
    pub(crate) fn new() -> Self {
        let mut countries = [0; 26];
        for (a, b) in letters().flat_map(|a| letters().map(move |b| (a, b))) {
            if format::is_country(&String::from_iter([a, b].map(char::from))) {
                countries[usize::from(a - b'A')] |= 1 << (b - b'A');
            }
        }
        Rules {
            countries,
            countries_3: table_3(format::is_country_alpha_3),
            currencies: table_3(format::is_currency),
        }
    }

    pub(crate) fn check(&self, event: &PaymentInitiated) -> Found {
        let mut found = Vec::new();
        text(&mut found, "correlationId", Some(&event.correlation_id), 128);
        expect(&mut found, "correlationId", correlation(&event.correlation_id));
        let (from, to) = (&event.originator_info, &event.beneficiary_info);
        self.identity(&mut found, &from.identity);
        self.account(&mut found, from.account.as_ref());
        text(&mut found, "transactionReference", from.transaction_reference.as_ref(), 35);
        self.institution(&mut found, &from.institution);
        self.identity(&mut found, &to.identity);
        self.account(&mut found, to.account.as_ref());
        text(&mut found, "transactionReference", to.transaction_reference.as_ref(), 35);
        self.institution(&mut found, &to.institution);
        text(&mut found, "accountId", Some(&event.account_id), 34);
        let amount = event.amount.unscaled();
        expect(&mut found, "amount", amount > 0);
        expect(&mut found, "amount", amount.unsigned_abs() < 1_000_000_000_000_000_000);
        expect(&mut found, "currency", self.currency(&event.currency));
        let corridor = event.corridor_code.as_ref();
        expect(&mut found, "corridorCode", corridor.is_none_or(|code| self.corridor(code)));
        if let Some(screening) = &event.screening {
            party_screening(&mut found, &screening.originator);
            party_screening(&mut found, &screening.beneficiary);
        }
        expect(&mut found, "uetr", event.uetr.as_deref().is_none_or(uetr));
        text(&mut found, "endToEndId", event.end_to_end_id.as_ref(), 35);
        text(&mut found, "purposeCode", event.purpose_code.as_ref(), 4);
        expect(&mut found, "chargeBearer", event.charge_bearer != Some(ChargeBearer::Unknown));
        Self::across(&mut found, event);
        found
    }

    /// What several fields are asked together.
    fn across(found: &mut Found, event: &PaymentInitiated) {
        let (from, to) = (&event.originator_info, &event.beneficiary_info);
        let reached = (from.account.is_some() || from.transaction_reference.is_some())
            && (to.account.is_some() || to.transaction_reference.is_some());
        expect(found, "PAR-1", reached);
        let differ = |one: Option<&String>, other: Option<&String>| {
            one.zip(other).is_none_or(|(one, other)| one != other)
        };
        let rivals = from.account.as_ref().zip(to.account.as_ref());
        let differs = rivals.is_none_or(|(one, other)| {
            let (own, bank) = (&from.institution.bic, &to.institution.bic);
            differ(one.iban.as_ref(), other.iban.as_ref())
                && (differ(one.other_id.as_ref(), other.other_id.as_ref())
                    || differ(own.as_ref(), bank.as_ref()))
        });
        expect(found, "PAR-2", differs);
        let screening = event.screening.as_ref();
        let clear = |screened: &PartyScreening| screened.outcome == ScreeningOutcome::Clear;
        let is_clear = screening.is_none_or(|s| clear(&s.originator) && clear(&s.beneficiary));
        expect(found, "SCR-1", is_clear);
        let is_before = screening.is_none_or(|s| s.completed_at.0 <= event.occurred_at.0);
        expect(found, "SCR-2", is_before);
        let corridor = event.corridor_code.as_deref().is_none_or(|code| {
            let (from, to) = (&from.institution.country, &to.institution.country);
            format::is_corridor_of(code, from, to)
        });
        expect(found, "COR-1", corridor);
        let amount = event.amount.unscaled();
        let minor =
            format::minor_units(&event.currency).map(u32::from).filter(|places| *places < 5);
        let is_whole = minor.is_none_or(|places| match i64::try_from(amount) {
            Ok(amount) => amount % 10_i64.pow(5 - places) == 0,
            Err(_) => amount % 10_i128.pow(5 - places) == 0,
        });
        expect(found, "AMT-1", is_whole);
        let below = match event.currency.as_str() {
            "EUR" => amount < 100_000_000,
            "SGD" => amount < 150_000_000,
            "USD" => amount < 300_000_000,
            _ => false,
        };
        let PartyIdentity { address, national_id, customer_id, birth, .. } = &from.identity;
        let identified = address.is_some()
            || national_id.is_some()
            || customer_id.as_ref().is_some_and(|id| !id.is_empty())
            || birth.is_some();
        expect(found, "PAR-3", below || identified);
    }

    fn identity(&self, found: &mut Found, party: &PartyIdentity) {
        expect(found, "partyType", party.party_type != PartyType::Unknown);
        text(found, "name", Some(&party.name), 140);
        if let Some(address) = &party.address {
            self.address(found, address);
        }
        if let Some(id) = &party.national_id {
            self.national_id(found, id);
        }
        text(found, "customerId", party.customer_id.as_ref(), 35);
        if let Some(BirthDetails { date: _, city, province, country }) = &party.birth {
            text(found, "city", city.as_ref(), 35);
            text(found, "province", province.as_ref(), 35);
            expect(found, "country", country.as_ref().is_none_or(|code| self.country(code)));
        }
        expect(found, "lei", party.lei.as_deref().is_none_or(lei));
        expect(found, "anyBic", party.any_bic.as_ref().is_none_or(|code| self.bic(code)));
        let residence = party.country_of_residence.as_ref();
        expect(found, "countryOfResidence", residence.is_none_or(|code| self.country(code)));
    }

    fn national_id(&self, found: &mut Found, id: &NationalIdentification) {
        text(found, "identifier", Some(&id.identifier), 35);
        expect(found, "idType", id.id_type != NationalIdType::Unknown);
        let country = id.country_of_issue.as_ref();
        expect(found, "countryOfIssue", country.is_none_or(|code| self.country(code)));
        if let Some(authority) = &id.registration_authority {
            expect(found, "registrationAuthority", authority.chars().count() == 8);
            let digits = authority.strip_prefix("RA").map(str::as_bytes);
            let holds = digits.is_some_and(|d| d.len() == 6 && d.iter().all(u8::is_ascii_digit));
            expect(found, "registrationAuthority", holds);
        }
    }

    fn address(&self, found: &mut Found, address: &PostalAddress) {
        let unknown = event_contracts::fintech::party::v1::AddressType::Unknown;
        expect(found, "addressType", address.address_type != Some(unknown));
        text(found, "department", address.department.as_ref(), 70);
        text(found, "subDepartment", address.sub_department.as_ref(), 70);
        text(found, "streetName", address.street_name.as_ref(), 70);
        text(found, "buildingNumber", address.building_number.as_ref(), 16);
        text(found, "buildingName", address.building_name.as_ref(), 35);
        text(found, "floor", address.floor.as_ref(), 70);
        text(found, "postBox", address.post_box.as_ref(), 16);
        text(found, "room", address.room.as_ref(), 70);
        text(found, "postCode", address.post_code.as_ref(), 16);
        text(found, "townName", address.town_name.as_ref(), 35);
        text(found, "townLocationName", address.town_location_name.as_ref(), 35);
        text(found, "districtName", address.district_name.as_ref(), 35);
        text(found, "countrySubDivision", address.country_sub_division.as_ref(), 35);
        expect(found, "country", self.country(&address.country));
        expect(found, "addressLine", address.address_line.len() <= 7);
        for line in &address.address_line {
            text(found, "addressLine", Some(line), 70);
        }
        expect(found, "ADR-1", address.town_name.is_some() || !address.address_line.is_empty());
    }

    fn account(&self, found: &mut Found, account: Option<&AccountRef>) {
        let Some(account) = account else {
            return;
        };
        if let Some(number) = &account.iban {
            expect(found, "iban", number.chars().count() >= 15);
            expect(found, "iban", length(number, 0, 34));
            expect(found, "iban", format::is_iban(number));
        }
        text(found, "otherId", account.other_id.as_ref(), 34);
        text(found, "otherScheme", account.other_scheme.as_ref(), 35);
        text(found, "issuer", account.issuer.as_ref(), 35);
        expect(found, "currency", account.currency.as_ref().is_none_or(|c| self.currency(c)));
        expect(found, "ACC-1", account.iban.is_none() != account.other_id.is_none());
    }

    fn institution(&self, found: &mut Found, institution: &InstitutionRef) {
        expect(found, "bic", institution.bic.as_ref().is_none_or(|code| self.bic(code)));
        expect(found, "lei", institution.lei.as_deref().is_none_or(lei));
        text(found, "clearingSystemId", institution.clearing_system_id.as_ref(), 5);
        text(found, "clearingMemberId", institution.clearing_member_id.as_ref(), 35);
        text(found, "name", institution.name.as_ref(), 140);
        expect(found, "country", self.country(&institution.country));
        let InstitutionRef { bic, lei, clearing_member_id, name, .. } = institution;
        let number = clearing_member_id.is_some() || name.is_some();
        expect(found, "INS-1", bic.is_some() || lei.is_some() || number);
    }

    fn country(&self, code: &str) -> bool {
        let [a, b] = *code.as_bytes() else { return false };
        self.is_country(a, b)
    }

    fn is_country(&self, a: u8, b: u8) -> bool {
        letter(a).zip(letter(b)).is_some_and(|(a, b)| self.countries[a] >> b & 1 == 1)
    }

    fn currency(&self, code: &str) -> bool {
        holds_3(&self.currencies, code.as_bytes())
    }

    fn corridor(&self, code: &str) -> bool {
        let [from @ .., b'-', _, _, _] = code.as_bytes() else { return false };
        let to = &code.as_bytes()[from.len() + 1..];
        holds_3(&self.countries_3, from) && holds_3(&self.countries_3, to)
    }

    fn bic(&self, code: &str) -> bool {
        let bytes = code.as_bytes();
        (bytes.len() == 8 || bytes.len() == 11)
            && bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && (self.is_country(bytes[4], bytes[5]) || bytes[4..6] == *b"XK")
    }
}

fn holds_3(table: &[[u32; 26]; 26], code: &[u8]) -> bool {
    let &[a, b, c] = code else { return false };
    match (letter(a), letter(b), letter(c)) {
        (Some(a), Some(b), Some(c)) => table[a][b] >> c & 1 == 1,
        _ => false,
    }
}

/// `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`
fn correlation(text: &str) -> bool {
    let [first, rest @ ..] = text.as_bytes() else { return false };
    let follows = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'-');
    first.is_ascii_alphanumeric() && rest.len() < 128 && rest.iter().all(follows)
}

fn party_screening(found: &mut Found, screening: &PartyScreening) {
    expect(found, "outcome", screening.outcome != ScreeningOutcome::Unknown);
    expect(found, "riskLevel", screening.risk_level != RiskLevel::Unknown);
    expect(found, "riskScore", (0..=100).contains(&screening.risk_score));
    let lists = &screening.lists;
    expect(found, "lists", !lists.is_empty());
    let is_new = |(index, name): (usize, &String)| !lists[..index].contains(name);
    expect(found, "lists", lists.iter().enumerate().all(is_new));
    for name in lists {
        text(found, "lists", Some(name), 64);
    }
}

fn uetr(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

fn lei(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 20
        && bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && bytes[18..].iter().all(u8::is_ascii_digit)
        && mod_97(bytes) == 1
}

fn mod_97(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
    })
}
