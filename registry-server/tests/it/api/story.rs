//! The catalogue's own story: `payment.initiated` grows through three versions, and what would break it is refused.

use crate::front_door::{Answer, Registry};
use contract_model::{Catalogue, Manifest, Member};
use contract_schema::Format;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SUBJECT: &str = "payment.initiated-value";

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")
}

fn catalogue() -> Catalogue {
    let mut files = BTreeMap::new();
    collect(&schemas(), &mut files);
    Catalogue::read(&Manifest::read(&files["contracts.toml"]).unwrap(), &files)
}

fn collect(folder: &Path, files: &mut BTreeMap<String, Arc<str>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let name = path.strip_prefix(schemas()).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(&path).unwrap().into());
        }
    }
}

/// A registry with the whole catalogue but the event of the story, and that event's references.
fn before_the_story() -> (Registry, Value) {
    let (registry, catalogue) = (Registry::new(), catalogue());
    let mut references = json!([]);
    for member in &catalogue.members {
        let own = references_of(&catalogue, member);
        if member.subject == SUBJECT {
            references = own;
            continue;
        }
        let body =
            json!({"schemaType": member.format.name(), "schema": &*member.text, "references": own});
        let path = member.subject.replace('/', "%2F");
        let answer = registry.send(&format!("POST /subjects/{path}/versions {body}"));
        assert_eq!(answer.status, 200, "{}: {}", member.path, answer.text);
    }
    (registry, references)
}

fn references_of(catalogue: &Catalogue, member: &Member) -> Value {
    let rows = member.references.iter().map(|(name, index)| {
        json!({"name": name, "subject": catalogue.members[*index].subject, "version": 1})
    });
    rows.collect()
}

fn post(registry: &Registry, subject: &str, schema: &Value, references: &Value) -> Answer {
    let body = json!({"schema": schema.to_string(), "references": references});
    registry.send(&format!("POST /subjects/{subject}/versions {body}"))
}

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(schemas().join(path)).unwrap()).unwrap()
}

fn without(schema: &Value, field: &str) -> Value {
    let mut schema = schema.clone();
    schema["fields"].as_array_mut().unwrap().retain(|one| one["name"] != field);
    schema
}

fn ids(answer: &Answer) -> Vec<String> {
    let violations = answer.json()["violations"].as_array().cloned().unwrap_or_default();
    violations.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_contract_grows_and_what_breaks_it_is_refused() {
    let (registry, references) = before_the_story();
    let versions = [
        read("payments/history/payment.initiated/v1.avsc"),
        read("payments/history/payment.initiated/v2.avsc"),
        read("payments/payment.initiated.avsc"),
    ];
    for (number, schema) in (1..).zip(&versions) {
        let answer = post(&registry, SUBJECT, schema, &references);
        assert_eq!(
            (answer.status, &answer.json()["version"]),
            (200, &json!(number)),
            "{}",
            answer.text
        );
    }
    let latest = &versions[2];
    // The level of the subject does not lower what the policy asks of a contract.
    registry.send(&format!(r#"PUT /config/{SUBJECT} {{"compatibility":"NONE"}}"#));

    let removed = post(&registry, SUBJECT, &without(latest, "corridorCode"), &references);
    assert_eq!((removed.status, &removed.json()["error_code"]), (409, &json!(40901)));
    let message = removed.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("EVO-NO-REMOVE") && message.contains("corridorCode"), "{message}");
    assert!(message.contains("compatibility: 'FULL_TRANSITIVE'"), "{message}");

    let body =
        json!({"schema": without(latest, "corridorCode").to_string(), "references": references});
    let checked = registry
        .send(&format!("POST /compatibility/subjects/{SUBJECT}/versions?verbose=true {body}"));
    assert_eq!(checked.json()["is_compatible"], false);
    assert!(checked.text.contains("EVO-NO-REMOVE"), "{}", checked.text);

    let mut retyped = latest.clone();
    let fields = retyped["fields"].as_array_mut().unwrap();
    let purpose = fields.iter_mut().find(|field| field["name"] == "purposeCode").unwrap();
    purpose["type"] = json!(["null", "bytes"]);
    purpose.as_object_mut().unwrap().remove("validate");
    let retyped = post(&registry, SUBJECT, &retyped, &references);
    assert_eq!(
        (retyped.status, retyped.text.contains("EVO-NO-RETYPE")),
        (409, true),
        "{}",
        retyped.text
    );

    let bare = post(&registry, SUBJECT, &without(latest, "correlationId"), &references);
    assert_eq!(
        (bare.status, ids(&bare).contains(&"ENV-CORRELATION".to_owned())),
        (422, true),
        "{}",
        bare.text
    );

    let mut plain = latest.clone();
    plain.as_object_mut().unwrap().remove("contract");
    let plain = post(&registry, SUBJECT, &plain, &references);
    assert_eq!(
        (plain.status, ids(&plain)),
        (422, vec!["CONTRACT-DROPPED".to_owned()]),
        "{}",
        plain.text
    );
    assert_eq!(registry.line(&format!("GET /subjects/{SUBJECT}/versions")), "200 [1,2,3]");
}

#[test]
fn an_event_has_one_producer_whatever_the_subject() {
    let (registry, references) = before_the_story();
    let mut event = read("payments/history/payment.initiated/v1.avsc");
    assert_eq!(post(&registry, SUBJECT, &event, &references).status, 200);
    event["contract"]["producer"] = json!("somebody-else");
    let stolen = post(&registry, "elsewhere-value", &event, &references);
    assert_eq!(
        (stolen.status, ids(&stolen).contains(&"CONTRACT-ONE-PRODUCER".to_owned())),
        (422, true),
        "{}",
        stolen.text
    );
    // A subject that is gone holds nothing.
    registry.send(&format!("DELETE /subjects/{SUBJECT}"));
    assert_eq!(post(&registry, "elsewhere-value", &event, &references).status, 200);
}

#[test]
fn the_whole_catalogue_registers_twice_without_a_change() {
    let (registry, _) = before_the_story();
    let position = registry.send("GET /health/ready").json()["position"].clone();
    let catalogue = catalogue();
    for member in catalogue.members.iter().filter(|member| member.subject != SUBJECT) {
        let own = references_of(&catalogue, member);
        let body =
            json!({"schemaType": member.format.name(), "schema": &*member.text, "references": own});
        let path = member.subject.replace('/', "%2F");
        assert_eq!(
            registry.send(&format!("POST /subjects/{path}/versions {body}")).json()["version"],
            1
        );
        let found = registry.send(&format!("GET /subjects/{path}/versions/1"));
        if member.format == Format::Protobuf {
            assert_eq!(found.json()["schema"], &*member.text);
        }
    }
    assert_eq!(registry.send("GET /health/ready").json()["position"], position);
}
