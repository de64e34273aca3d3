//! Rules across fields of the catalogue, and the travel rule of the policy: at their limits, through generated types.

use crate::avro_events::violations;
use crate::payment::{draft, root};
use contract_model::policy::{Policy, TravelRule};
use contract_model::{Contract, Shape};
use contract_runtime::{Decimal, TimestampMicros};
use contract_schema::{Dependency, Format, ParseOptions, Schema};
use event_contracts::fintech::party::v1::ScreeningOutcome;
use std::fs;
use std::path::Path;

#[test]
fn a_party_is_reached_by_its_account_or_a_reference() {
    assert_eq!(violations(|_| ()), [""; 0]);
    assert_eq!(violations(|d| d.originator_info.account = None), [" PAR-1"]);
    assert_eq!(violations(|d| d.beneficiary_info.account = None), [""; 0], "it has a reference");
    let both = violations(|d| {
        d.originator_info.account = None;
        d.originator_info.transaction_reference = Some("TX-1".into());
        d.beneficiary_info.account = None;
        d.beneficiary_info.transaction_reference = None;
    });
    assert_eq!(both, [" PAR-1"]);
}

#[test]
fn nobody_pays_into_the_same_account() {
    let same = |bic: Option<&str>| {
        violations(|d| {
            d.beneficiary_info.account = d.originator_info.account.clone();
            d.beneficiary_info.institution.bic = bic.map(str::to_owned);
            d.beneficiary_info.institution.name = Some("A bank".into());
        })
    };
    assert_eq!(same(Some("ZBCOZWHX")), [" PAR-2"]);
    assert_eq!(same(Some("DEUTDEFF")), [""; 0], "the same number at another bank");
    assert_eq!(same(None), [""; 0], "nobody can tell");
    let iban = violations(|d| {
        d.originator_info.account = d.beneficiary_info.account.clone();
    });
    assert_eq!(iban, [" PAR-2"]);
}

#[test]
fn accounts_institutions_and_addresses_are_complete() {
    let account = |edit: fn(&mut event_contracts::fintech::party::v1::AccountRef)| {
        violations(|d| edit(d.originator_info.account.as_mut().unwrap()))
    };
    assert_eq!(account(|a| a.other_id = None), ["originatorInfo.account ACC-1"]);
    assert_eq!(
        account(|a| a.iban = Some("GB82WEST12345698765432".into())),
        ["originatorInfo.account ACC-1"]
    );
    let institution = violations(|d| d.originator_info.institution.bic = None);
    assert_eq!(institution, ["originatorInfo.institution INS-1"]);
    let address = violations(|d| {
        d.originator_info.identity.address.as_mut().unwrap().town_name = None;
    });
    assert_eq!(address, ["originatorInfo.identity.address ADR-1"]);
}

#[test]
fn a_payment_is_released_after_a_clear_screening() {
    let blocked = violations(|d| d.screening.beneficiary.outcome = ScreeningOutcome::Escalated);
    assert_eq!(blocked, [" SCR-1"]);
    let at = |micros: i64| violations(|d| d.screening.completed_at = TimestampMicros(micros));
    let occurred = crate::payment::STAMP.occurred_at.0;
    assert_eq!(at(occurred), [""; 0]);
    assert_eq!(at(occurred + 1), [" SCR-2"]);
}

#[test]
fn an_amount_is_whole_in_minor_units_of_its_currency() {
    let amount = |currency: &str, amount: i64| {
        violations(|d| (d.currency, d.amount) = (currency.into(), Decimal::from_i64(amount)))
    };
    for (currency, unit) in [("JPY", 100_000), ("USD", 1_000), ("BHD", 100), ("CLF", 10)] {
        assert_eq!(amount(currency, 7 * unit), [""; 0], "{currency}");
        assert_eq!(amount(currency, 7 * unit + unit / 10), [" AMT-1"], "{currency}");
    }
    assert_eq!(amount("XXX", 1), ["currency string.currency"], "no currency, no minor units");
}

#[test]
fn a_corridor_leads_from_institution_to_institution() {
    let corridor = |code: &str| violations(|d| d.corridor_code = code.into());
    assert_eq!(corridor("ZWE-DEU"), [""; 0]);
    assert_eq!(corridor("DEU-ZWE"), [" COR-1"]);
    assert_eq!(corridor("ZWE-ZAF"), [" COR-1"]);
    assert_eq!(corridor("ZWE-XXX"), ["corridorCode string.corridor"]);
}

/// The draft with an amount of hundred-thousandths and nothing by which to identify the originator.
fn unidentified(currency: &str, amount: i64) -> Vec<String> {
    violations(|d| {
        d.currency = currency.into();
        d.amount = Decimal::from_i64(amount);
        let identity = &mut d.originator_info.identity;
        (identity.address, identity.customer_id, identity.birth) = (None, None, None);
    })
}

#[test]
fn the_originator_is_identified_from_the_threshold_of_the_profile() {
    for (currency, threshold) in [("USD", 3_000), ("EUR", 1_000), ("SGD", 1_500)] {
        let exact = threshold * 100_000;
        // A hundred-thousandth is no amount of these currencies, which another rule says.
        assert_eq!(unidentified(currency, exact - 1), [" AMT-1"], "{currency}");
        assert_eq!(unidentified(currency, exact - 1_000), [""; 0], "{currency}");
        assert_eq!(unidentified(currency, exact), [" PAR-3"], "{currency}");
        assert_eq!(unidentified(currency, exact + 1), [" AMT-1", " PAR-3"], "{currency}");
    }
    assert_eq!(unidentified("ZAR", 1_000), [" PAR-3"], "a currency without a threshold");
    // Any one of the ways will do.
    for kept in 0..3 {
        let found = violations(|d| {
            d.amount = Decimal::from_i64(1_000_000_000);
            let identity = &mut d.originator_info.identity;
            let (address, customer, birth) =
                (identity.address.take(), identity.customer_id.take(), identity.birth.take());
            match kept {
                0 => identity.address = address,
                1 => identity.customer_id = customer,
                _ => identity.birth = birth,
            }
        });
        assert_eq!(found, [""; 0], "{kept}");
    }
    let mut draft = draft();
    draft.originator_info.identity.address = None;
    draft.originator_info.identity.customer_id = None;
    draft.originator_info.identity.birth = None;
    draft.currency = "ZAR".into();
    let text = root(draft).validate().unwrap_err().to_string();
    let expected = "originatorInfo must be identified at or above the threshold (inr16): \
                    address, or nationalId, or customerId, or birth [PAR-3]";
    assert!(text.ends_with(expected), "{text}");
}

/// `payment.initiated` as the policy sees it.
fn payment() -> (Contract, Shape) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let names = [
        "AccountRef",
        "BirthDetails",
        "InstitutionRef",
        "NationalIdentification",
        "PartyScreening",
        "PostalAddress",
        "PartyIdentity",
        "ScreeningSummary",
        "OriginatorInfo",
        "BeneficiaryInfo",
    ];
    let shared = names.map(|name| Dependency {
        name: format!("fintech.party.v1.{name}"),
        subject: format!("fintech.party.v1.{name}"),
        version: 1,
        text: read(&format!("party/{name}.avsc")).into(),
    });
    let text = read("payments/payment.initiated.avsc");
    let schema = Schema::parse(Format::Avro, &text, &shared, ParseOptions::stored()).unwrap();
    let shape = Shape::of(&schema);
    (Contract::read(&schema, &shape).0.unwrap(), shape)
}

fn profile(name: &str) -> TravelRule {
    let text = Policy::fintech_default_text();
    let text =
        text.replace("profile = \"inr16\"\nselect", &format!("profile = \"{name}\"\nselect"));
    Policy::read(&text).unwrap().travel_rule.unwrap()
}

#[test]
fn every_profile_fits_the_catalogues_payment() {
    let (contract, shape) = payment();
    let subject = "payment.initiated-value";
    for (name, ids) in [
        ("inr16", &["PAR-3"][..]),
        ("us-bsa", &["PAR-3"]),
        ("eu-tfr", &["PAR-3"]),
        ("sg-mas626", &["PAR-3"]),
        ("fatf-2025", &["PAR-3", "PAR-4"]),
        ("zw-rbz", &["PAR-3"]),
    ] {
        let rules = profile(name).rules(subject, &contract, &shape).unwrap();
        assert_eq!(rules.iter().map(|rule| &*rule.id).collect::<Vec<_>>(), ids, "{name}");
        assert!(rules.iter().all(|rule| rule.program.is_some()), "{name}");
    }
    let rules = profile("eu-tfr").rules(subject, &contract, &shape).unwrap();
    let identity = "this.originatorInfo.identity";
    let expected = format!(
        "(this.currency == 'EUR' && this.amount < decimal('1000')) \
         || ({identity}.address != null && {identity}.address.country != '' \
         && {identity}.nationalId != null && {identity}.customerId != null && {identity}.customerId != '') \
         || ({identity}.birth != null && {identity}.birth.city != null && {identity}.birth.city != '' \
         && {identity}.birth.country != null && {identity}.birth.country != '')"
    );
    assert_eq!(rules[0].expression, expected);
}

#[test]
fn a_profile_that_an_event_cannot_be_held_to_is_told() {
    let (contract, shape) = payment();
    let mut rule = profile("inr16");
    rule.amount = "sum".into();
    let found = rule.rules("payment.initiated-value", &contract, &shape).unwrap_err();
    assert_eq!(found.id, "PAR-3");
    let message = "event `payment.initiated` cannot be held to profile `inr16` of the travel rule: \
                   there is no `sum`: fintech.payments.v1.PaymentInitiated has no field `sum`";
    assert_eq!(found.message, message);
    let other =
        profile("inr16").rules("x", &Contract { event: "a.paid".into(), ..contract }, &shape);
    assert_eq!(other, Ok(vec![]), "not selected");

    let text =
        Policy::fintech_default_text().replacen("profile = \"inr16\"", "profile = \"inr15\"", 1);
    let found = Policy::read(&text).unwrap_err();
    assert_eq!(found[0].message, "there is no profile `inr15`");
}
