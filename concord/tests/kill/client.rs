//! Clients that register until the server is gone, and the audit of what it promised them.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::http::Connection;

/// An acknowledged registration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Promise {
    subject: String,
    schema: String,
    id: u64,
    version: u64,
}

/// Registers as client `number` in the run before kill `kill`. Every third schema all clients register in one subject, so
/// that they race for its id and version.
pub(crate) fn register_until_gone(address: SocketAddr, kill: usize, number: usize) -> Vec<Promise> {
    let mut promises = Vec::new();
    let Some(mut connection) = Connection::open(address) else { return promises };
    for step in 0.. {
        let (subject, owner) = if step % 3 == 0 {
            ("shared-value".to_owned(), 0)
        } else {
            (format!("own-{number}-value"), number)
        };
        let schema = format!(
            r#"{{"type":"record","name":"Step","fields":[{{"name":"amount","type":"long"}}],"run":"{kill}-{owner}-{step}"}}"#
        );
        let body = json!({ "schema": schema }).to_string();
        let Some((status, answer)) =
            connection.ask("POST", &format!("/subjects/{subject}/versions"), &body)
        else {
            return promises;
        };
        assert_eq!(status, 200, "{answer}");
        let number = |field: &str| answer[field].as_u64().unwrap();
        let (id, version) = (number("id"), number("version"));
        promises.push(Promise { subject, schema, id, version });
    }
    promises
}

/// Compares everything the server has now with what it ever promised.
pub(crate) fn audit(address: SocketAddr, promises: &[Promise]) {
    let mut connection = Connection::open(address).unwrap();
    let mut get = |path: String| {
        let (status, answer) = connection.ask("GET", &path, "").unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    };
    let mut text_of_id: HashMap<u64, String> = HashMap::new();
    let mut id_of_text: HashMap<String, u64> = HashMap::new();
    let mut stored = HashMap::new();
    for subject in get("/subjects".to_owned()).as_array().unwrap().iter().filter_map(Value::as_str)
    {
        let versions = get(format!("/subjects/{subject}/versions"));
        let versions: Vec<u64> =
            versions.as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let expected = 1..=u64::try_from(versions.len()).unwrap();
        assert!(versions.iter().copied().eq(expected), "{subject} has the versions {versions:?}");
        for version in versions {
            let answer = get(format!("/subjects/{subject}/versions/{version}"));
            let (id, text) =
                (answer["id"].as_u64().unwrap(), answer["schema"].as_str().unwrap().to_owned());
            let other = text_of_id.insert(id, text.clone());
            assert!(other.is_none_or(|other| other == text), "id {id} has two schemas");
            let other = id_of_text.insert(text.clone(), id);
            assert!(
                other.is_none_or(|other| other == id),
                "one schema has the ids {id} and {other:?}"
            );
            stored.insert((subject.to_owned(), version), (id, text));
        }
    }
    let mut ids: Vec<u64> = text_of_id.keys().copied().collect();
    ids.sort_unstable();
    assert!(
        ids.iter().copied().eq(1..=u64::try_from(ids.len()).unwrap()),
        "ids have holes: {ids:?}"
    );
    for promise in promises {
        let found = stored.get(&(promise.subject.clone(), promise.version));
        assert_eq!(
            found,
            Some(&(promise.id, promise.schema.clone())),
            "{promise:?} was acknowledged"
        );
    }
    // By id and by text, the newest promises are found as well, and registering again changes nothing.
    for promise in promises.iter().rev().take(10) {
        assert_eq!(get(format!("/schemas/ids/{}", promise.id))["schema"], promise.schema.as_str());
    }
    for promise in promises.iter().rev().take(10) {
        let body = json!({ "schema": promise.schema }).to_string();
        let again = connection
            .ask("POST", &format!("/subjects/{}/versions", promise.subject), &body)
            .unwrap()
            .1;
        assert_eq!(
            (again["id"].as_u64(), again["version"].as_u64()),
            (Some(promise.id), Some(promise.version))
        );
    }
}
