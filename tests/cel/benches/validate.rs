//! A payment with 21 rules in CEL: compiled to Rust, by hand, and interpreted by the crate `cel`, in turns.
//!
//! `cargo bench -p cel-oracle` prints the table and ends with 1 if a bound is broken. Without `--bench`, as `cargo test`
//! runs it, it only asserts that all three find the same.
#![expect(clippy::print_stdout, reason = "the table is what it is for")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on ends")]

#[path = "../../../benches/codec/turns.rs"]
mod turns;

mod timed {
    include!(concat!(env!("OUT_DIR"), "/timed.rs"));
}

use cel::{Context, Program, Value};
use contract_runtime::{Event, TimestampMicros};
use std::collections::HashMap;
use std::process::ExitCode;
use timed::paid::v1::{Address, Paid, Party};
use turns::{costs, each};

const EVENTS: usize = 64;
const ROUNDS: usize = 201;

/// What a whole payment may cost, in nanoseconds.
const MOST_NANOS: f64 = 200.0;
/// How many times longer an interpreter takes.
const LEAST_INTERPRETED: f64 = 1_000.0;
/// What compiled rules may cost next to rules by hand.
const MOST_BY_HAND: f64 = 1.3;

fn party(index: usize, name: &str) -> Party {
    let address = Address {
        street: Some(format!("{index} Samora Machel Avenue")),
        town: Some("Harare".to_owned()),
        country: "ZW".to_owned(),
        lines: vec![format!("Flat {index}"), "Avondale".to_owned()],
    };
    Party {
        name: format!("{name} {index}"),
        iban: (!index.is_multiple_of(3)).then(|| format!("DE8937040044{index:010}")),
        bic: ["DEUTDEFF", "SBICZWHXXXX"][index % 2].to_owned(),
        address: (!index.is_multiple_of(4)).then_some(address),
        national_id: index.is_multiple_of(4).then(|| format!("63-{index:07}K42")),
        birth_date: None,
        birth_place: None,
    }
}

/// Valid, none like the other.
fn event(index: usize) -> Paid {
    let id = |salt: usize| format!("0190a5b0-5b7e-7c3e-8f4d-{:012x}", index * 7_919 + salt);
    Paid {
        event_id: id(1),
        correlation_id: id(2),
        payment_id: id(3),
        occurred_at: TimestampMicros(1_767_323_045_000_006),
        minor: 99_000 + index as i64 * 100,
        currency: ["EUR", "USD", "ZWG"][index % 3].to_owned(),
        corridor: (!index.is_multiple_of(5)).then(|| "ZW-DE".to_owned()),
        originator: party(index, "Tendai Moyo"),
        beneficiary: party(index / 2 + 1, "Jürgen Müller"),
        agent: index.is_multiple_of(2).then(|| "COBADEFFXXX".to_owned()),
        remittance: vec![format!("Invoice {index}"), "Thank you".to_owned()],
    }
}

type Fields = HashMap<String, Value>;

fn text(value: Option<&String>) -> Value {
    value.map_or(Value::Null, |text| text.clone().into())
}

fn party_value(party: &Party) -> Value {
    let address = party.address.as_ref().map_or(Value::Null, |address| {
        let Address { street, town, country, lines } = address;
        Fields::from([
            ("street".to_owned(), text(street.as_ref())),
            ("town".to_owned(), text(town.as_ref())),
            ("country".to_owned(), country.clone().into()),
            ("lines".to_owned(), lines.clone().into()),
        ])
        .into()
    });
    let Party { name, iban, bic, address: _, national_id, birth_date, birth_place } = party;
    Fields::from([
        ("name".to_owned(), name.clone().into()),
        ("iban".to_owned(), text(iban.as_ref())),
        ("bic".to_owned(), bic.clone().into()),
        ("address".to_owned(), address),
        ("nationalId".to_owned(), text(national_id.as_ref())),
        ("birthDate".to_owned(), text(birth_date.as_ref())),
        ("birthPlace".to_owned(), text(birth_place.as_ref())),
    ])
    .into()
}

/// The event as the interpreter sees it.
fn context(event: &Paid) -> Context<'static, 'static> {
    let this = Fields::from([
        ("eventId".to_owned(), event.event_id.clone().into()),
        ("correlationId".to_owned(), event.correlation_id.clone().into()),
        ("paymentId".to_owned(), event.payment_id.clone().into()),
        ("minor".to_owned(), event.minor.into()),
        ("currency".to_owned(), event.currency.clone().into()),
        ("corridor".to_owned(), text(event.corridor.as_ref())),
        ("originator".to_owned(), party_value(&event.originator)),
        ("beneficiary".to_owned(), party_value(&event.beneficiary)),
        ("agent".to_owned(), text(event.agent.as_ref())),
        ("remittance".to_owned(), event.remittance.clone().into()),
    ]);
    let mut context = Context::default();
    context.add_variable_from_value("this", Value::from(this));
    context
}

/// The rules of the schema, each with its name, parsed.
fn programs() -> Vec<(String, Program)> {
    let schema: serde_json::Value = serde_json::from_str(Paid::SCHEMA).unwrap();
    let rules = schema["confluent:rules"].as_array().unwrap();
    let text = |rule: &serde_json::Value, key: &str| rule[key].as_str().unwrap().to_owned();
    rules
        .iter()
        .map(|rule| (text(rule, "name"), Program::compile(&text(rule, "expr")).unwrap()))
        .collect()
}

/// The names of the rules that are broken.
fn interpreted(programs: &[(String, Program)], context: &Context<'_, '_>) -> Vec<String> {
    let holds = |program: &Program| program.execute(context).is_ok_and(|v| v == Value::Bool(true));
    let broken = programs.iter().filter(|(_, program)| !holds(program));
    broken.map(|(name, _)| name.clone()).collect()
}

mod by_hand {
    //! The same rules as one would write them by hand.

    use super::{Paid, Party};

    fn uuid(text: &str) -> bool {
        let is = |(at, byte): (usize, &u8)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        };
        text.len() == 36 && text.as_bytes().iter().enumerate().all(is)
    }

    fn upper(bytes: &[u8]) -> bool {
        bytes.iter().all(u8::is_ascii_uppercase)
    }

    fn upper_or_digit(bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    }

    fn bic(text: &str) -> bool {
        let bytes = text.as_bytes();
        matches!(bytes.len(), 8 | 11) && upper(&bytes[..6]) && upper_or_digit(&bytes[6..])
    }

    fn iban(text: &str) -> bool {
        let bytes = text.as_bytes();
        (15..=34).contains(&bytes.len())
            && upper(&bytes[..2])
            && bytes[2..4].iter().all(u8::is_ascii_digit)
            && upper_or_digit(&bytes[4..])
    }

    fn at_most(text: &str, limit: usize) -> bool {
        text.len() <= limit || text.chars().count() <= limit
    }

    fn party<'n>(event: &Paid, party: &Party, names: [&'n str; 6], found: &mut Vec<&'n str>) {
        let mut ask = |index: usize, holds: bool| {
            if !holds {
                found.push(names[index]);
            }
        };
        let address = party.address.as_ref();
        ask(0, !party.name.is_empty() && at_most(&party.name, 140));
        ask(1, party.iban.as_deref().is_none_or(iban));
        ask(2, bic(&party.bic));
        ask(3, address.is_none_or(|a| a.country.len() == 2 && upper(a.country.as_bytes())));
        ask(4, address.is_none_or(|a| a.lines.len() <= 7));
        ask(
            5,
            event.currency != "EUR"
                || event.minor < 100_000
                || address.is_some()
                || party.national_id.is_some()
                || (party.birth_date.is_some() && party.birth_place.is_some()),
        );
    }

    const ORIGINATOR: [&str; 6] = [
        "ORIGINATOR_NAME",
        "ORIGINATOR_IBAN",
        "ORIGINATOR_BIC",
        "ORIGINATOR_COUNTRY",
        "ORIGINATOR_LINES",
        "ORIGINATOR_IDENTIFIED",
    ];
    const BENEFICIARY: [&str; 6] = [
        "BENEFICIARY_NAME",
        "BENEFICIARY_IBAN",
        "BENEFICIARY_BIC",
        "BENEFICIARY_COUNTRY",
        "BENEFICIARY_LINES",
        "BENEFICIARY_IDENTIFIED",
    ];

    /// The names of the rules that are broken.
    pub(super) fn check(event: &Paid) -> Vec<&'static str> {
        let mut found = Vec::new();
        let corridor = |text: &str| {
            let bytes = text.as_bytes();
            bytes.len() == 5 && upper(&bytes[..2]) && bytes[2] == b'-' && upper(&bytes[3..])
        };
        let rules = [
            ("EVENT_ID", uuid(&event.event_id)),
            ("CORRELATION_ID", uuid(&event.correlation_id)),
            ("PAYMENT_ID", uuid(&event.payment_id)),
            ("AMOUNT", event.minor > 0),
            ("CURRENCY", event.currency.len() == 3 && upper(event.currency.as_bytes())),
            ("CORRIDOR", event.corridor.as_deref().is_none_or(corridor)),
            ("REMITTANCE", event.remittance.len() <= 4),
            ("REMITTANCE_LINES", event.remittance.iter().all(|line| at_most(line, 140))),
            ("AGENT", event.agent.as_deref().is_none_or(bic)),
        ];
        found.extend(rules.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name));
        party(event, &event.originator, ORIGINATOR, &mut found);
        party(event, &event.beneficiary, BENEFICIARY, &mut found);
        found
    }
}

/// A rule, and what breaks it and no other.
type Break = (&'static str, fn(&mut Paid));

const BREAKS: &[Break] = &[
    ("EVENT_ID", |event| event.event_id.make_ascii_uppercase()),
    ("CORRELATION_ID", |event| event.correlation_id.push('0')),
    ("PAYMENT_ID", |event| event.payment_id.clear()),
    ("AMOUNT", |event| event.minor = 0),
    ("CURRENCY", |event| event.currency = "USd".into()),
    ("CORRIDOR", |event| event.corridor = Some("ZWE-DE".into())),
    ("REMITTANCE", |event| event.remittance = vec![String::new(); 5]),
    ("REMITTANCE_LINES", |event| event.remittance[0] = "é".repeat(141)),
    ("AGENT", |event| event.agent = Some("COBADEFFXX".into())),
    ("ORIGINATOR_NAME", |event| event.originator.name.clear()),
    ("BENEFICIARY_NAME", |event| event.beneficiary.name = "ü".repeat(141)),
    ("ORIGINATOR_IBAN", |event| event.originator.iban = Some("DE8937040044ä532013000".into())),
    ("BENEFICIARY_BIC", |event| event.beneficiary.bic = "DEUTDEF".into()),
    ("ORIGINATOR_COUNTRY", |event| {
        let mut address = party(1, "").address.unwrap();
        address.country = "Zw".into();
        event.originator.address = Some(address);
    }),
    ("BENEFICIARY_LINES", |event| {
        let mut address = party(1, "").address.unwrap();
        address.lines = vec![String::new(); 8];
        event.beneficiary.address = Some(address);
    }),
    ("ORIGINATOR_IDENTIFIED", |event| {
        (event.currency, event.minor) = ("EUR".into(), 100_000);
        (event.originator.address, event.originator.national_id) = (None, None);
        event.originator.birth_date = Some("1980-01-01".into());
    }),
];

fn compiled(event: &Paid) -> Vec<&'static str> {
    let found = event.validate().err().unwrap_or_default();
    found.into_iter().map(|violation| violation.rule_id).collect()
}

/// Valid events pass all three, broken ones break the same rule in all three.
fn assert_agreement(events: &[Paid], programs: &[(String, Program)]) {
    assert_eq!(programs.len(), 21);
    for event in events {
        assert_eq!((compiled(event), by_hand::check(event)), (vec![], vec![]));
        assert_eq!(interpreted(programs, &context(event)), [""; 0]);
    }
    for (name, spoil) in BREAKS {
        let mut broken = event(7);
        spoil(&mut broken);
        assert_eq!((compiled(&broken), by_hand::check(&broken)), (vec![*name], vec![*name]));
        assert_eq!(interpreted(programs, &context(&broken)), [*name]);
    }
}

fn main() -> ExitCode {
    let events: Vec<Paid> = (0..EVENTS).map(event).collect();
    let programs = programs();
    assert_agreement(&events, &programs);
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let contexts: Vec<_> = events.iter().map(context).collect();
    let quick = vec![
        each("compiled to Rust", &events, Paid::validate),
        each("by hand", &events, by_hand::check),
    ];
    // One event: 64 of them take the interpreter a round of a tenth of a second.
    let slow = vec![
        each("compiled to Rust", &events[7..8], Paid::validate),
        each("interpreted, values at hand", &contexts[7..8], |c| interpreted(&programs, c)),
        each("interpreted", &events[7..8], |event| interpreted(&programs, &context(event))),
    ];
    let quick = costs(ROUNDS * 10, EVENTS, quick);
    let slow = costs(ROUNDS, 1, slow);
    println!("21 rules in CEL, {EVENTS} payments\n");
    println!("| rules | ns | times compiled |\n| --- | ---: | ---: |");
    let mut broken = Vec::new();
    let rows = quick.iter().map(|cost| (cost, cost.ratio));
    // A single event is too short for the clock: times are held against those of all.
    let rows = rows.chain(slow[1..].iter().map(|cost| (cost, cost.nanos / quick[0].nanos)));
    for (cost, times) in rows {
        println!("| {} | {:.0} | {times:.2} |", cost.name, cost.nanos);
        if cost.name.starts_with("interpreted") && times < LEAST_INTERPRETED {
            broken.push(format!("{}: {times:.0} times, of {LEAST_INTERPRETED}", cost.name));
        }
    }
    if quick[0].nanos > MOST_NANOS {
        broken.push(format!("compiled: {:.0} ns, of {MOST_NANOS}", quick[0].nanos));
    }
    let by_hand = 1.0 / quick[1].ratio;
    if by_hand > MOST_BY_HAND {
        broken.push(format!("compiled: {by_hand:.2} times by hand, of {MOST_BY_HAND}"));
    }
    broken.iter().for_each(|line| println!("\nbroken: {line}"));
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
