//! The policy for event contracts: what it refuses, what it lets pass, what it says.

use crate::front_door::Registry;
use contract_model::Setting;
use registry_server::registry::Rules;
use registry_server::registry::judge::Settings;
use serde_json::{Value, json};

fn registry(setting: Setting) -> Registry {
    Registry::with(Rules { policy: Settings::all(setting), ..Rules::default() })
}

/// An event contract that lacks the envelope.
fn bare_event() -> Value {
    json!({
        "type": "record", "name": "PaymentInitiated", "namespace": "fintech.payments.v1", "doc": "d",
        "contract": {"event": "payment.initiated", "class": "payment", "owner": "team-payments", "producer": "gateway"},
        "fields": [{"name": "paymentId", "type": "string", "doc": "d"}],
    })
}

fn post(registry: &Registry, schema: &Value) -> (u16, Value) {
    let body = json!({"schema": schema.to_string()});
    let answer = registry.send(&format!("POST /subjects/payment.initiated-value/versions {body}"));
    (answer.status, answer.json())
}

#[test]
fn an_event_without_the_envelope_is_refused_with_what_to_add() {
    let (status, body) = post(&registry(Setting::Enforce), &bare_event());
    assert_eq!((status, &body["error_code"]), (422, &json!(42291)), "{body}");
    let violations = body["violations"].as_array().unwrap();
    for field in ["correlationId", "originatorInfo", "beneficiaryInfo"] {
        let found = violations.iter().find(|one| one["path"] == field);
        let found = found.unwrap_or_else(|| panic!("no violation about {field}: {body}"));
        assert!(found["help"].as_str().unwrap().contains(field), "{found}");
        assert!(found["line"].is_u64() && found["policy"].is_string(), "{found}");
        assert!(body["message"].as_str().unwrap().contains(field), "{body}");
    }
}

#[test]
fn the_setting_decides_how_far_the_policy_reaches() {
    for (setting, event, plain) in [
        (Setting::Off, 200, 200),
        (Setting::Warn, 200, 200),
        (Setting::Enforce, 422, 200),
        (Setting::EnforceAll, 422, 422),
    ] {
        let registry = registry(setting);
        assert_eq!(post(&registry, &bare_event()).0, event, "{setting}");
        let schema = json!({"type": "record", "name": "Plain", "fields": []});
        let body = json!({"schema": schema.to_string()});
        let answer = registry.send(&format!("POST /subjects/plain-value/versions {body}"));
        assert_eq!(answer.status, plain, "{setting} {}", answer.text);
    }
}
