//! Associations in the log: their shape there, a restart, many clients at once, and whatever else is sent.

use super::{post, topic};
use crate::front_door::{Registry, record};
use crate::race::{send, with_registry};
use crate::random::Random;
use registry_api::{AssociationType, Lifecycle};
use registry_server::log::{Draft, Entry, Head};
use registry_server::registry::association::{Order, Resource, Step, Wish};
use registry_server::registry::{Command, Core, Rules, State, Subject};
use registry_server::writer::Machine as _;
use serde_json::{Value, json};
use std::sync::Arc;

fn resource() -> Resource {
    Resource { name: "t".into(), namespace: "ns".into(), id: "id".into(), kind: "topic".into() }
}

/// What a log of any age may hold.
const WRITTEN: &str = r#"{"v":1,"events":[{"event":"schema-added","context":".","id":1,"schemaType":"AVRO","guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","text":"HASH"},{"event":"version-registered","subject":"s","version":1,"id":1},{"event":"association-set","guid":"a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d","subject":"s","resourceName":"t","resourceNamespace":"ns","resourceId":"id","resourceType":"topic","associationType":"value","lifecycle":"WEAK","frozen":false}]}"#;

#[test]
fn the_shape_of_associations_in_the_log_never_changes() {
    let core = Core(Arc::new(Rules::default()));
    let mut state = State::default();
    let blob = registry_server::log::Blob::new("\"string\"");
    let payload = WRITTEN.replace("HASH", &blob.hash.to_string());
    let entry =
        Entry::seal(Head::default(), 7, Draft { payload: payload.into(), blobs: vec![blob] });
    core.apply(&mut state, &entry).unwrap();
    let held = Arc::clone(state.associations.get("id", AssociationType::Value).unwrap());
    assert_eq!((held.subject.to_string().as_str(), held.lifecycle), ("s", Lifecycle::Weak));
    assert_eq!((&held.resource, held.created_ms, held.updated_ms), (&resource(), 7, 7));

    let written = |command: &Command| {
        let draft = core.decide(&state, command, 9).unwrap().draft.unwrap();
        serde_json::from_slice::<Value>(&draft.payload).unwrap()["events"].clone()
    };
    let wish = Wish {
        part: AssociationType::Key,
        subject: Some(Subject::parse("s")),
        lifecycle: None,
        frozen: None,
        candidate: None,
        is_new: true,
    };
    let order = Order { resource: resource(), steps: vec![Step::Begin(Box::new(wish))] };
    let mut events = written(&Command::Associate { orders: vec![order] });
    assert_eq!(
        events[0].as_object_mut().unwrap().remove("guid").unwrap().as_str().unwrap().len(),
        36
    );
    assert_eq!(
        events,
        json!([{"event": "association-set", "subject": "s", "resourceName": "t", "resourceNamespace": "ns", "resourceId": "id",
            "resourceType": "topic", "associationType": "key", "lifecycle": "WEAK", "frozen": false}])
    );
    let parts = AssociationType::ALL.to_vec();
    let end = Command::Dissociate { resource_id: "id".into(), parts, cascade: false };
    assert_eq!(
        written(&end),
        json!([{"event": "association-ended", "resourceId": "id", "associationType": "value"}])
    );
}

#[test]
fn associations_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut before = Value::Null;
    with_registry(dir.path(), |address| {
        let schema = json!({"schema": record("A", "")});
        for (name, wishes) in [
            ("t", json!([{"schema": schema}, {"associationType": "key", "schema": schema}])),
            ("u", json!([{"subject": "s"}])),
            ("gone", json!([{"subject": "s"}])),
        ] {
            send(address, "POST /subjects/s/versions", &schema);
            let body = json!({"resourceName": name, "resourceNamespace": "ns", "resourceId": name, "associations": wishes});
            assert_eq!(send(address, "POST /associations", &body).get("error_code"), None);
        }
        let batch = json!({"requests": [{"resourceName": "gone", "resourceNamespace": "ns", "resourceId": "gone",
            "associations": [{"opType": "DELETE"}]}]});
        send(address, "POST /associations:batchMutate", &batch);
        before = send(address, "GET /associations/resources/-/-", &Value::Null);
    });
    assert_eq!(before.as_array().unwrap().len(), 3);
    with_registry(dir.path(), |address| {
        assert_eq!(send(address, "GET /associations/resources/-/-", &Value::Null), before);
        let refused = send(
            address,
            "POST /subjects/b/versions",
            &json!({
            "schema": record("B", r#"{"name":"a","type":"A"}"#),
            "references": [{"name": "A", "subject": ":.ns:t-value", "version": 1}]}),
        );
        assert_eq!(refused["error_code"], 42205);
    });
}

#[test]
fn of_many_clients_that_want_one_resource_one_wins_and_the_others_hear_of_it() {
    let registry = Registry::new();
    let body = topic(&json!([{"schema": {"schema": "\"string\""}}]));
    let answers = registry.send_at_once(32, &format!("POST /associations {body}"));
    let first = answers[0].json();
    for answer in &answers {
        assert_eq!((answer.status, answer.json()), (200, first.clone()), "{}", answer.text);
    }
    assert_eq!(registry.line("GET /subjects/:.ns:t-value/versions"), "200 [1]");
}

/// Values that a member of a wish may have, most of them wrong.
fn odd(random: &mut Random, depth: u64) -> Value {
    let texts = [
        "",
        "-",
        "s",
        ":.ns:t-value",
        ":.:",
        ":*:",
        "\u{0}",
        "topic",
        "key",
        "STRONG",
        "DELETE",
        "\"string\"",
        "{",
        "é",
        "a/b",
    ];
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(1 << 40)),
        3 => json!("x".repeat(random.below(400) as usize)),
        4 | 5 => json!(texts[random.below(15) as usize]),
        6 => (0..random.below(3)).map(|_| odd(random, depth - 1)).collect(),
        _ => wish(random, depth - 1),
    }
}

fn wish(random: &mut Random, depth: u64) -> Value {
    const MEMBERS: [&str; 20] = [
        "resourceName",
        "resourceNamespace",
        "resourceId",
        "resourceType",
        "associations",
        "requests",
        "opType",
        "subject",
        "associationType",
        "lifecycle",
        "frozen",
        "schema",
        "normalize",
        "cascadeLifecycle",
        "associationTypes",
        "schemaType",
        "references",
        "id",
        "version",
        "metadata",
    ];
    let mut body = json!({"resourceName": "t", "resourceNamespace": "ns", "resourceId": "id"});
    if random.below(2) == 0 {
        body["associations"] = json!([{"opType": "UPSERT", "schema": {"schema": "\"int\""}}]);
    }
    for _ in 0..random.below(4) {
        body[MEMBERS[random.below(20) as usize]] = odd(random, depth);
    }
    body
}

#[test]
fn whatever_is_sent_is_answered_without_a_failure_of_ours() {
    let mut random = Random::chosen();
    let seed = random.seed;
    let registry = Registry::new();
    registry.register("s", "\"string\"");
    let mut good = 0;
    for round in 0..3000 {
        let mut body = wish(&mut random, 3);
        let path = match random.below(4) {
            0 => "POST /associations",
            1 => "PUT /associations/resources/id",
            other => {
                body = json!({"requests": [body, wish(&mut random, 2)]});
                if other == 2 {
                    "POST /associations:batchMutate"
                } else {
                    "POST /associations:batchGet"
                }
            }
        };
        let query = ["", "?dryRun=true", "?context=:.c:", "?context=%00", "?includeSchemas=true"]
            [random.below(5) as usize];
        let answer = registry.send(&format!("{path}{query} {body}"));
        assert!(
            answer.status < 500,
            "seed {seed}, round {round}: {path}{query} {body}: {}",
            answer.text
        );
        good += usize::from(answer.status == 200);
        if random.below(50) == 0 {
            let ended = registry.send("DELETE /associations/resources/id?cascadeLifecycle=true");
            assert!(ended.status < 500, "seed {seed}, round {round}: {}", ended.text);
        }
    }
    assert!(good > 10, "seed {seed}: only {good} wishes were fulfilled");
    assert_eq!(post(&registry, &json!({})).status, 422);
}
