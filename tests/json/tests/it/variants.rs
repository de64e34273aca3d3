//! An event with an enum whose branches share properties: keys, rules and functions look through it.

use contract_runtime::Event;
use json_oracle::compiled::instructed::{Instructed, Means};
use serde_json::{Value, json};

fn instructed(by: Value) -> Value {
    json!({
        "eventId": "123e4567-e89b-12d3-a456-426614174000", "correlationId": "c",
        "occurredAt": "2026-02-28T12:00:00Z", "urgent": true, "by": by
    })
}

fn card() -> Value {
    json!({ "kind": "card", "reference": "r-1", "account": { "id": "4711", "country": "FR" }, "pan": "5105" })
}

fn cheque(country: &str) -> Value {
    let account = json!({ "id": "4711", "country": country });
    json!({ "kind": "cheque", "reference": "r-2", "account": account, "note": "abc" })
}

fn read(event: &Value) -> Instructed {
    let text = event.to_string();
    let read = Instructed::decode(text.as_bytes()).unwrap();
    let through_serde: Instructed = serde_json::from_str(&text).unwrap();
    assert_eq!(through_serde, read);
    assert_eq!(serde_json::to_value(&read).unwrap(), *event);
    let mut written = Vec::new();
    read.encode(&mut written).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), *event);
    read
}

fn violations(event: &Value) -> Vec<String> {
    match read(event).validate() {
        Ok(()) => Vec::new(),
        Err(found) => found.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect(),
    }
}

#[test]
fn a_branch_is_whole_and_the_enum_has_what_all_share() {
    let event = read(&instructed(card()));
    let Means::Card(card) = &event.by else { panic!("{event:?}") };
    assert_eq!((&*card.pan, &*card.reference, card.note.as_deref()), ("5105", "r-1", None));
    assert_eq!((event.by.kind(), event.by.reference().as_str()), ("card", "r-1"));
    assert_eq!((event.by.account().country.as_str(), event.by.note()), ("FR", None));
    assert!(!format!("{event:?}").contains("5105"), "{event:?}");
    let cheque = read(&instructed(cheque("DE")));
    let Means::Cheque(other) = &cheque.by else { panic!("{cheque:?}") };
    // The branch demands what is optional beside it.
    assert_eq!((other.note.as_str(), cheque.by.note().map(String::as_str)), ("abc", Some("abc")));
    assert_eq!(cheque.by.kind(), "cheque");
}

#[test]
fn keys_lead_through_the_enum() {
    let event = read(&instructed(card()));
    assert_eq!(event.partition_key(), "card");
    let twin = read(&instructed(cheque("DE")));
    assert_eq!(twin.partition_key(), "cheque");
    assert_ne!(event.idempotency_key(), twin.idempotency_key());
}

#[test]
fn rules_look_through_the_enum() {
    assert_eq!(violations(&instructed(card())), [""; 0]);
    assert_eq!(violations(&instructed(cheque("DE"))), [""; 0]);
    assert_eq!(violations(&instructed(cheque("FR"))), [" NO-CHEQUE-ABROAD"]);
    let mut short = instructed(card());
    short["by"]["note"] = json!("ab");
    short["by"]["pan"] = json!("x");
    short["by"]["reference"] = json!("");
    short["before"] = card();
    assert_eq!(
        violations(&short),
        ["by.reference string.min_len", "by.pan string.pattern", " NOTED", " LAST"]
    );
    let mut both = instructed(card());
    both["patient"] = json!(false);
    assert_eq!(violations(&both), [" json.oneOf"]);
}

#[test]
fn what_fits_no_branch_is_refused() {
    for (place, value) in [("kind", json!("gold")), ("kind", json!(1)), ("kind", Value::Null)] {
        let mut event = instructed(card());
        event["by"][place] = value;
        assert!(Instructed::decode(event.to_string().as_bytes()).is_err(), "{event}");
    }
}
