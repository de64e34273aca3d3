//! What is tagged stands in no log line: values, events, violations, refusals and errors through a real subscriber.

use crate::duties::told;
use crate::payment::initiated;
use contract_runtime::{Event, Incoming, Pii, Sensitive};
use event_contracts::aml_screening_completed::AmlScreeningCompleted;
use event_contracts::fintech::payments::v1::PaymentInitiated;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Stands in every value that must not be seen.
const SECRET: &str = "Chipo-4711";

/// Runs it, and holds what it logs to these pieces and to the absence of the secret.
fn logged(run: impl FnOnce(), pieces: &[&str]) {
    let ((), lines) = told(run);
    assert!(!lines.contains("Chipo") && !lines.contains("4711"), "{lines}");
    for piece in pieces {
        assert!(lines.contains(piece), "{piece}: {lines}");
    }
    assert!(!lines.is_empty(), "nothing was logged");
}

#[derive(Debug, Deserialize)]
struct Customer {
    #[expect(dead_code, reason = "only shown")]
    name: Pii<String>,
    #[expect(dead_code, reason = "only shown")]
    accounts: BTreeMap<u8, Sensitive<Option<String>>>,
    #[expect(dead_code, reason = "only shown")]
    limit: Sensitive<u32>,
}

/// A payment with the secret wherever a text is tagged.
fn payment() -> PaymentInitiated {
    let mut event = initiated();
    event.account_id = SECRET.into();
    event.originator_info.identity.name = SECRET.into();
    event.originator_info.identity.customer_id = Some(SECRET.into());
    event.beneficiary_info.account.as_mut().unwrap().iban = Some(SECRET.into());
    event
}

#[test]
fn wrapped_values_are_logged_as_marks() {
    let (name, account) = (Pii::<String>::from(SECRET), Sensitive(SECRET));
    logged(
        || {
            tracing::info!(%name, ?account, "both ways");
            tracing::info!(name = ?Some(&name), account = %account, "and turned around");
            tracing::info!("in the text: {name} {name:?} {account} {account:#?}");
        },
        &["name=[PII]", "account=[SENSITIVE]", "name=Some([PII])", "[PII] [PII] [SENSITIVE]"],
    );
    let text = json!({"name": SECRET, "accounts": {"1": SECRET}, "limit": 7}).to_string();
    let customer: Customer = serde_json::from_str(&text).unwrap();
    logged(
        || tracing::error!(?customer),
        &["name: [PII]", "{1: [SENSITIVE]}", "limit: [SENSITIVE]"],
    );
}

#[test]
fn serde_errors_do_not_quote_what_is_wrapped() {
    for (name, limit) in [(json!(SECRET), json!(SECRET)), (json!({ SECRET: SECRET }), json!(7))] {
        let text = json!({"name": name, "accounts": {}, "limit": limit}).to_string();
        let error = serde_json::from_str::<Customer>(&text).unwrap_err();
        logged(|| tracing::warn!(%error, again = ?error), &["does not fit", "line 1 column"]);
    }
    // What says nothing of the value is said as it is.
    let error = serde_json::from_str::<Customer>(r#"{"accounts": {}, "limit": 7}"#).unwrap_err();
    logged(|| tracing::warn!(%error), &["missing field `name`"]);
}

#[test]
fn an_event_is_logged_without_its_tagged_fields() {
    let event = payment();
    logged(
        || tracing::info!(?event, "received"),
        &["account_id: [SENSITIVE]", "name: [PII]", "correlation_id: \"flow-2026-000042\""],
    );
    logged(|| tracing::info!("{event:#?}"), &["[PII]"]);
}

#[test]
fn violations_and_refusals_are_logged_without_the_value() {
    let mut event = payment();
    event.account_id = SECRET.repeat(9);
    let found = event.validate().unwrap_err();
    logged(
        || tracing::warn!(%found, again = ?found, "refused"),
        &["accountId: must have", "string.max_len", "string.iban"],
    );
    let mut value = vec![0, 0, 0, 0, 9];
    value.extend_from_slice(&event.to_payload().unwrap());
    let incoming = Incoming::new(PaymentInitiated::TOPIC, Some(&value));
    let read = incoming.read::<PaymentInitiated>().unwrap();
    let rejection = read.validated().unwrap_err();
    logged(|| tracing::warn!(%rejection, again = ?rejection), &["string.max_len"]);
}

#[test]
fn errors_of_json_are_logged_without_the_value() {
    let written = serde_json::to_value(payment()).unwrap();
    for (place, wrong) in [("accountId", json!([SECRET])), ("amount", json!({ SECRET: 1 }))] {
        let mut wrong_event = written.clone();
        wrong_event[place] = wrong;
        let error = serde_json::from_value::<PaymentInitiated>(wrong_event).unwrap_err();
        logged(|| tracing::warn!(%error, again = ?error), &["error="]);
    }
    // A contract in JSON has a reader of its own.
    let mut screening: Value = json!({"accountId": [SECRET], "eventId": SECRET});
    screening["originatorInfo"] = json!({"identity": {"name": {"first": SECRET}}});
    let text = screening.to_string();
    let error = AmlScreeningCompleted::decode(text.as_bytes()).unwrap_err();
    logged(|| tracing::warn!(%error, again = ?error), &["accountId"]);
    let error = serde_json::from_str::<AmlScreeningCompleted>(&text).unwrap_err();
    logged(|| tracing::warn!(%error, again = ?error), &["accountId"]);
}
