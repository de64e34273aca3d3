//! Changes of every kind until the server is gone: schemas of all formats, references, tags, settings, modes,
//! associations, deletions; each on a subject of its own, so that its outcome is known.

use std::net::SocketAddr;

use serde_json::json;

use crate::http::Connection;

/// A kind of change: what is asked for, one request after the other, and where it shows. `{s}` is the subject.
struct Kind {
    requests: &'static [(&'static str, &'static str, &'static str)],
    shows: &'static str,
    /// Where in the answer, and what; `{s}` as above.
    at: &'static str,
    expected: &'static str,
}

const AVRO: &str = r#"{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}"}"#;
const ASSOCIATION: &str = r#"{"resourceName":"{s}","resourceNamespace":"n","resourceId":"{s}","resourceType":"topic","associations":[{"subject":"{s}"}]}"#;
const STRONG: &str = r#"{"resourceName":"{s}","resourceNamespace":"n","resourceId":"{s}","resourceType":"topic","associations":[{"lifecycle":"STRONG","schema":{"schema":"\"int\""}}]}"#;
const TAG: &str = r#"{"tagsToAdd":[{"schemaEntity":{"entityPath":"R.a","entityType":"sr_field"},"tags":["{s}"]}]}"#;

const KINDS: [Kind; 9] = [
    Kind {
        requests: &[(
            "POST",
            "/subjects/{s}/versions",
            r#"{"schemaType":"JSON","schema":"{\"title\":\"{s}\",\"type\":\"object\"}","metadata":{"properties":{"owner":"{s}"}}}"#,
        )],
        shows: "/subjects/{s}/versions/1",
        at: "/schema",
        expected: r#"{"title":"{s}","type":"object"}"#,
    },
    Kind {
        requests: &[(
            "POST",
            "/subjects/{s}/versions",
            r#"{"schemaType":"PROTOBUF","schema":"// {s}\nsyntax = \"proto3\";","metadata":{"properties":{"owner":"{s}"}}}"#,
        )],
        shows: "/subjects/{s}/versions/1",
        at: "/metadata/properties/owner",
        expected: "{s}",
    },
    Kind {
        requests: &[
            ("POST", "/subjects/{s}-base/versions", r#"{"schemaType":"JSON","schema":"true"}"#),
            (
                "POST",
                "/subjects/{s}/versions",
                r#"{"schemaType":"JSON","schema":"{\"$ref\":\"b.json\"}","references":[{"name":"b.json","subject":"{s}-base","version":1}]}"#,
            ),
        ],
        shows: "/subjects/{s}/versions/latest",
        at: "/references/0/subject",
        expected: "{s}-base",
    },
    Kind {
        requests: &[(
            "PUT",
            "/config/{s}",
            r#"{"compatibility":"FULL","compatibilityGroup":"{s}"}"#,
        )],
        shows: "/config/{s}",
        at: "/compatibilityGroup",
        expected: "{s}",
    },
    Kind {
        requests: &[("PUT", "/mode/{s}", r#"{"mode":"IMPORT"}"#)],
        shows: "/mode/{s}",
        at: "/mode",
        expected: "IMPORT",
    },
    Kind {
        requests: &[
            ("POST", "/subjects/{s}/versions", AVRO),
            ("POST", "/subjects/{s}/versions/latest/tags", TAG),
        ],
        shows: "/subjects/{s}/versions/2?findTags=*",
        at: "/schemaTags/0/tags/0",
        expected: "{s}",
    },
    Kind {
        requests: &[
            ("POST", "/subjects/{s}/versions", AVRO),
            ("POST", "/associations", ASSOCIATION),
        ],
        shows: "/associations/resources/{s}",
        at: "/0/subject",
        expected: "{s}",
    },
    Kind {
        requests: &[("POST", "/associations", STRONG)],
        shows: "/subjects/:.n:{s}-value/versions/1",
        at: "/schema",
        expected: "\"int\"",
    },
    Kind {
        requests: &[
            ("POST", "/subjects/{s}/versions", AVRO),
            ("DELETE", "/subjects/{s}/versions/1", ""),
        ],
        shows: "/subjects?deletedOnly=true&subjectPrefix={s}",
        at: "/0",
        expected: "{s}",
    },
];

/// An acknowledged change.
#[derive(Debug)]
pub(crate) struct Change {
    path: String,
    at: &'static str,
    expected: String,
}

/// Makes changes as client `number` in the run before kill `kill`.
pub(crate) fn change_until_gone(address: SocketAddr, kill: usize, number: usize) -> Vec<Change> {
    let mut changes = Vec::new();
    let Some(mut connection) = Connection::open(address) else { return changes };
    for (step, kind) in KINDS.iter().cycle().skip(number).enumerate() {
        let subject = format!("s{kill}-{number}-{step}-");
        let on = |text: &str| text.replace("{s}", &subject);
        for (method, path, body) in kind.requests {
            let Some((status, answer)) = connection.ask(method, &on(path), &on(body)) else {
                return changes;
            };
            assert_eq!(status, 200, "{method} {path}: {answer}");
        }
        changes.push(Change { path: on(kind.shows), at: kind.at, expected: on(kind.expected) });
    }
    changes
}

/// Looks for every change that was ever acknowledged.
pub(crate) fn audit(address: SocketAddr, changes: &[Change]) {
    let mut connection = Connection::open(address).unwrap();
    for change in changes {
        let (status, answer) = connection.ask("GET", &change.path, "").unwrap();
        assert_eq!(
            (status, answer.pointer(change.at)),
            (200, Some(&json!(change.expected))),
            "{change:?} was acknowledged, and there is {answer}"
        );
    }
}
