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

/// An event contract that satisfies the policy, with this name of its note.
fn whole_event(note: &Value) -> Value {
    let text = |name: &str| json!({"name": name, "type": "string", "doc": "d"});
    let record = |name: &str, field: Value| json!({"type": "record", "name": name, "namespace": "fintech.party.v1", "doc": "d", "fields": [field]});
    let party = |field: &str, name: &str| {
        let identity = record(&format!("{name}Identity"), text("name"));
        let record = record(name, json!({"name": "identity", "type": identity, "doc": "d"}));
        json!({"name": field, "type": ["null", record], "default": null, "doc": "d"})
    };
    json!({
        "type": "record", "name": "StockCounted", "namespace": "shop.v1", "doc": "d",
        "contract": {"event": "stock.counted", "class": "operational", "context": "stock",
            "owner": "team-stock", "producer": "stock", "topic": "stock.counted",
            "partitionKey": ["correlationId"], "idempotencyKey": ["eventId"], "retention": "P1Y"},
        "fields": [
            {"name": "eventId", "type": {"type": "string", "logicalType": "uuid"}, "doc": "d"},
            text("correlationId"),
            {"name": "causationId", "type": ["null", {"type": "string", "logicalType": "uuid"}], "default": null, "doc": "d"},
            {"name": "occurredAt", "type": {"type": "long", "logicalType": "timestamp-micros"}, "doc": "d"},
            party("originatorInfo", "OriginatorInfo"),
            party("beneficiaryInfo", "BeneficiaryInfo"),
            note,
        ],
    })
}

#[test]
fn neither_force_nor_a_group_gets_an_event_around_the_policy() {
    let optional =
        |name: &str| json!({"name": name, "type": ["null", "string"], "default": null, "doc": "d"});
    for setting in [Setting::Enforce, Setting::Off] {
        let expected = if setting == Setting::Off { 200 } else { 409 };
        let registry = registry(setting);
        let send = |query: &str, note: &Value, group: &str| {
            let body = json!({
                "schema": whole_event(note).to_string(),
                "metadata": {"properties": {"major": group}},
            });
            registry.send(&format!("POST /subjects/stock.counted-value/versions{query} {body}"))
        };
        let first = send("", &optional("note"), "1");
        assert_eq!(first.status, 200, "{}", first.text);
        let removed = send("?force=true", &optional("remark"), "1");
        assert_eq!(removed.status, expected, "{setting} {}", removed.text);
        registry.send(r#"PUT /config/stock.counted-value {"compatibilityGroup":"major"}"#);
        let required = json!({"name": "note", "type": "string", "doc": "d"});
        let other_group = send("", &required, "2");
        assert_eq!(other_group.status, expected, "{setting} {}", other_group.text);
    }
}

#[test]
fn a_json_contract_grows_under_leniency_and_loses_nothing() {
    // The schema, the policy of the subject, the answer to the change.
    let whole: Value = serde_json::from_str(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../schemas/compliance/aml.screening.completed.schema.json"
    )))
    .unwrap();
    let mut grown = whole.clone();
    grown["properties"]["remark"] = json!({"type": "string", "description": "d"});
    let mut shrunk = whole.clone();
    shrunk["properties"].as_object_mut().unwrap().remove("riskScore").unwrap();
    if let Some(required) = shrunk["required"].as_array_mut() {
        required.retain(|name| name != "riskScore");
    }
    for (policy, change, status, said) in [
        ("STRICT", &grown, 409, "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"),
        ("LENIENT", &grown, 200, ""),
        ("LENIENT", &shrunk, 409, "EVO-NO-REMOVE"),
    ] {
        let registry = registry(Setting::Enforce);
        registry.send(&format!(r#"PUT /config {{"compatibilityPolicy":"{policy}"}}"#));
        let send = |schema: &Value| {
            let body = json!({"schemaType": "JSON", "schema": schema.to_string()});
            registry.send(&format!("POST /subjects/aml.screening.completed-value/versions {body}"))
        };
        let first = send(&whole);
        assert_eq!(first.status, 200, "{}", first.text);
        let answer = send(change);
        assert_eq!(answer.status, status, "{policy} {}", answer.text);
        assert!(answer.text.contains(said), "{policy} {}", answer.text);
    }
}
