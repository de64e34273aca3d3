//! Tagged fields in wrappers: they encode, decode, validate and key as ever, and show themselves nowhere.

use contract_runtime::{Event, Pii, Sensitive, Stamp};

/// The output for `tests/schemas/sealed`, as a test in `src/ir.rs` keeps it.
#[allow(unreachable_pub, reason = "generated as a file of its own")]
mod generated {
    include!("../generated/sealed.snap");
}

use generated::guest_greeted::GuestGreeted;
use generated::sealed::v1::{Home, PayerNamed, PayerNamedDraft};
use generated::sealed::v2::{CardAdded, CardAddedDraft, Home as ProtoHome};

fn payer() -> PayerNamed {
    let draft = PayerNamedDraft {
        name: "Tariro".into(),
        nick: "Tari".into(),
        account: "SECRET-1".into(),
        number: 7.into(),
        home: Some(Home { town: "Harare".into(), lines: vec!["SECRET-2".to_owned()].into() })
            .into(),
        rate: 0.5.into(),
    };
    let outgoing = draft.root("flow-1".parse().unwrap(), Stamp::now());
    outgoing.validate().unwrap();
    outgoing.event().clone()
}

#[test]
fn sealed_avro_fields_travel_and_are_not_shown() {
    let event = payer();
    let name: &Pii<String> = &event.name;
    let account: &Sensitive<String> = &event.account;
    assert_eq!((name.expose().as_str(), account.len()), ("Tariro", 8));
    assert_eq!(PayerNamed::decode(&event.to_payload().unwrap()).unwrap(), event);
    let mut again = payer();
    again.decode_into(&event.to_payload().unwrap()).unwrap();
    assert_eq!(again, event);
    assert_eq!(event.partition_key(), "SECRET-1|7");
    assert_eq!(event.idempotency_key(), "payer.named:SECRET-1");
    let json = serde_json::to_string(&event).unwrap();
    assert!(
        json.contains(r#""name":"Tariro","nick":"Tari","account":"SECRET-1","number":7"#),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<PayerNamed>(&json).unwrap(), event);
    for shown in [
        format!("{event:?}"),
        format!("{:?} {}", event.home, event.account),
        format!("{:?}", event.home.as_ref().map(|home| &home.lines)),
    ] {
        for secret in ["SECRET", "Tari", "Harare"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn sealed_avro_fields_are_checked() {
    let mut event = payer();
    *event.name = String::new();
    event.nick = Some(String::new()).into();
    *event.number = -1;
    let home = event.home.as_mut().unwrap();
    *home.town = String::new();
    home.lines.extend(["a".to_owned(), "b".to_owned()]);
    let found = event.validate().unwrap_err();
    let found: Vec<_> = found.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect();
    let expected = [
        "name string.min_len",
        "number int64.gte",
        "home.lines repeated.max_items",
        " SAME-1",
        " HOME-1",
    ];
    assert_eq!(found, expected);
}

#[test]
fn sealed_messages_travel_are_checked_and_not_shown() {
    let draft = CardAddedDraft {
        number: "SECRET-3".into(),
        holder: Some("Tariro".to_owned()).into(),
        home: ProtoHome { town: "Harare".into() }.into(),
        limits: vec![1, -2].into(),
        names: [("en".to_owned(), "SECRET-4".to_owned())]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>()
            .into(),
        brand: None,
    };
    let outgoing = draft.root("flow-1".parse().unwrap(), Stamp::now());
    outgoing.validate().unwrap();
    let event = outgoing.event().clone();
    assert_eq!(CardAdded::decode(&event.to_payload().unwrap()).unwrap(), event);
    assert_eq!(event.partition_key(), "SECRET-3");
    let json = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<CardAdded>(&json).unwrap(), event);
    let shown = format!("{event:?} {}", event.number);
    assert!(!shown.contains("SECRET") && !shown.contains("Harare"), "{shown}");
    let empty = CardAdded::default().validate().unwrap_err();
    let found: Vec<_> = empty.iter().map(|one| format!("{} {}", one.path, one.rule_id)).collect();
    assert_eq!(found, ["number string.min_len", "home required"]);
}

#[test]
fn sealed_json_properties_travel_are_checked_and_not_shown() {
    let text = r#"{"eventId":"0190a5b0-5b7e-7c3e-8f4d-1c2b3a4d5e6f","correlationId":"f","name":"SECRET","room":41733}"#;
    let mut event = GuestGreeted::decode(text.as_bytes()).unwrap();
    assert_eq!(event.name.expose(), "SECRET");
    assert_eq!(event.to_payload().unwrap(), text.as_bytes());
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    assert_eq!((event.partition_key(), event.validate()), ("SECRET".into(), Ok(())));
    let shown = format!("{event:?} {}", event.name);
    assert!(!shown.contains("SECRET") && !shown.contains("41733"), "{shown}");
    event.name.clear();
    assert_eq!(event.validate().unwrap_err().len(), 1);
}
