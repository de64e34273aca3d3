//! Random requests made of plausible and implausible parts: none may be answered with a 5xx.

use crate::front_door::Registry;
use crate::random::Random;
use axum::body::Body;
use axum::http::{Method, Request};

const REQUESTS: u64 = 10_000;

const METHODS: [Method; 6] =
    [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::HEAD, Method::PATCH];

const SEGMENTS: [&str; 30] = [
    "subjects",
    "versions",
    "schemas",
    "ids",
    "guids",
    "config",
    "mode",
    "compatibility",
    "contexts",
    "schema",
    "referencedby",
    "metadata",
    "s",
    "%2F",
    "%00",
    "%FF",
    ":.c:s",
    ":.c:",
    ":.",
    ":*:",
    "::",
    "1",
    "0",
    "-1",
    "latest",
    "99999999999999999999",
    "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d",
    "",
    ".",
    "types",
];

const QUERIES: [&str; 14] = [
    "deleted=true",
    "permanent=true",
    "verbose=true",
    "normalize=true",
    "limit=-5",
    "offset=-1",
    "limit=99999999999",
    "format=resolved",
    "format=serialized",
    "subject=%FF",
    "subjectPrefix=:*:",
    "defaultToGlobal=true",
    "force=true",
    "%",
];

const BODIES: [&str; 22] = [
    "",
    "null",
    "{}",
    "[]",
    "{",
    "\"x\"",
    "1e999",
    "\u{feff}{}",
    r#"{"schema":null}"#,
    r#"{"schema":""}"#,
    r#"{"schema":"\"string\""}"#,
    r#"{"schema":"\"int\"","id":7,"version":-1}"#,
    r#"{"schema":"\"int\"","version":-2147483648}"#,
    r#"{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}"}"#,
    r#"{"schema":"x","schemaType":"PROTOBUF"}"#,
    r#"{"schema":"message M{}","schemaType":"PROTOBUF"}"#,
    r#"{"schema":"\"int\"","references":[{"name":"a","subject":"s","version":-1}]}"#,
    r#"{"schema":"\"int\"","references":[{}],"metadata":{"properties":{"a":null}}}"#,
    r#"{"compatibility":"NONE","alias":"s","compatibilityGroup":""}"#,
    r#"{"compatibility":7}"#,
    r#"{"mode":"IMPORT"}"#,
    r#"{"mode":"READWRITE"}"#,
];

#[test]
fn nothing_that_a_client_sends_is_a_fault_of_the_server() {
    let mut random = Random::chosen();
    let seed = random.seed;
    let registry = Registry::new();
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();
    for number in 0..REQUESTS {
        let (method, uri, body) = request(&mut random);
        let built = Request::builder().method(method.clone()).uri(&uri).body(Body::from(body));
        let Ok(built) = built else { continue };
        let answer = registry.ask(built);
        *statuses.entry(answer.status).or_default() += 1;
        let told = format!(
            "seed {seed}, request {number}: {method} {uri} {body} → {} {}",
            answer.status, answer.text
        );
        assert!(answer.status < 500, "{told}");
        if answer.status >= 400 && method != Method::HEAD {
            let code = answer.json()["error_code"].as_u64().unwrap_or_default();
            assert!(
                code == u64::from(answer.status) || code / 100 == u64::from(answer.status),
                "{told}"
            );
        }
    }
    for status in [200, 400, 404, 405, 409, 422] {
        assert!(statuses.contains_key(&status), "seed {seed}: no {status} among {statuses:?}");
    }
}

fn request(random: &mut Random) -> (Method, String, &'static str) {
    let mut pick = |most: usize| random.below(most as u64) as usize;
    // Half of the paths are real ones, or nothing but 404 would be tried.
    let path = match pick(8) {
        0 => "/subjects/s/versions".to_owned(),
        1 => format!("/subjects/{}/versions/{}", SEGMENTS[12 + pick(9)], SEGMENTS[21 + pick(6)]),
        2 => format!("/config/{}", SEGMENTS[12 + pick(9)]),
        3 => format!("/compatibility/subjects/s/versions/{}", SEGMENTS[21 + pick(6)]),
        _ => (0..=pick(5)).map(|_| format!("/{}", SEGMENTS[pick(SEGMENTS.len())])).collect(),
    };
    let query: Vec<&str> = (0..pick(3)).map(|_| QUERIES[pick(QUERIES.len())]).collect();
    let uri = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    (METHODS[pick(METHODS.len())].clone(), uri, BODIES[pick(BODIES.len())])
}
