//! Rules as people write them: one event that keeps all of them, and for each what breaks it.

use cel_oracle::written::rules::v1::{Part, Party, Reason, Ruled};
use contract_runtime::{Event, TimestampMicros, TimestampMillis, Uuid};

const NOW: TimestampMicros = TimestampMicros(1_772_407_805_000_000);

fn kept() -> Ruled {
    let part = |minor| Part { minor, currency: "EUR".to_owned() };
    Ruled {
        event_id: Uuid::from_u128(1),
        correlation_id: "c".to_owned(),
        causation_id: None,
        occurred_at: NOW,
        checked_at: None,
        amount: "999.99999".parse().unwrap(),
        currency: "EUR".to_owned(),
        reason: Reason::Format,
        text: None,
        party: Party { name: "ééééé".to_owned(), address: None },
        other: Party { name: "b".to_owned(), address: None },
        parts: vec![part(1), part(2)],
        total: 3,
    }
}

/// The rules that are broken.
fn broken(event: &Ruled) -> Vec<(&'static str, String, &'static str)> {
    let found = event.validate_at(NOW).err().unwrap_or_default();
    found
        .into_iter()
        .map(|violation| (violation.rule_id, violation.path, violation.message))
        .collect()
}

#[test]
fn each_rule_is_broken_by_what_it_is_about() {
    assert_eq!(broken(&kept()), []);
    type Case = (&'static str, &'static str, fn(&mut Ruled));
    let cases: [Case; 14] = [
        ("AMOUNT", "the party needs an address", |e| e.amount = "1000".parse().unwrap()),
        ("AMOUNT", "the party needs an address", |e| e.currency = "ZAR".to_owned()),
        ("ORDER", "checked before it happened", |e| {
            e.checked_at = TimestampMillis::from_nanos(NOW.nanos() + 1_000_000)
        }),
        ("OTHER", "a reason needs its text", |e| e.reason = Reason::Other),
        ("NAMES", "140 characters", |e| e.party.name.push('é')),
        ("SUM", "the parts are the whole", |e| e.total = 4),
        ("SUM", "the rule cannot be evaluated: a result is beyond its type", |e| {
            (e.parts[0].minor, e.parts[1].minor) = (i64::MAX, 1);
        }),
        ("ALIKE", "one currency", |e| e.parts[1].currency = "USD".to_owned()),
        ("UNIQUE", "each once", |e| (e.parts[0].minor, e.total) = (2, 4)),
        ("FUTURE", "not in the future", |e| e.occurred_at = TimestampMicros(NOW.0 + 300_000_001)),
        ("FORM", "an account", |e| e.party.name = "A".to_owned()),
        ("RIVALS", "they differ", |e| e.other = e.party.clone()),
        ("LEAP", "not on leap days", |e| e.occurred_at = "2024-02-29T12:00:00Z".parse().unwrap()),
        ("ID", "not its own cause", |e| e.causation_id = Some(e.event_id)),
    ];
    for (rule, message, spoil) in cases {
        let mut event = kept();
        spoil(&mut event);
        assert_eq!(broken(&event), [(rule, String::new(), message)]);
    }
}

#[test]
fn a_rule_of_a_field_is_asked_of_values_only_and_names_the_field() {
    let mut event = kept();
    event.text = Some("  ".to_owned());
    assert_eq!(broken(&event), [("TEXT", "text".to_owned(), "says something")]);
}

#[test]
fn an_empty_list_is_no_panic() {
    let mut event = kept();
    event.parts.clear();
    assert_eq!(
        broken(&event),
        [("SUM", String::new(), "the rule cannot be evaluated: a list has no such element")]
    );
}
