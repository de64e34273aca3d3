//! What is answered without a route is what the route would have answered, byte for byte.

use crate::front_door::{Answer, Registry, S1};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_LENGTH;

/// `GET` with a request id and the header `Accept`, if one is given.
fn get(registry: &Registry, path: &str, accept: Option<&str>) -> Answer {
    let mut request = Request::get(path).header("X-Request-ID", "mine");
    if let Some(accept) = accept {
        request = request.header("Accept", accept);
    }
    registry.ask(request.body(Body::empty()).unwrap())
}

/// A query that nobody knows changes nothing, but takes the request along its route.
fn assert_same(registry: &Registry, id: &str, accept: Option<&str>) -> u16 {
    let at_once = get(registry, &format!("/schemas/ids/{id}"), accept);
    let mut routed = get(registry, &format!("/schemas/ids/{id}?unknown=1"), accept);
    if !at_once.headers.contains_key(CONTENT_LENGTH) {
        // The connection writes it, or else axum.
        routed.headers.remove(CONTENT_LENGTH);
    }
    assert_eq!(at_once.status, routed.status, "{id} {accept:?}");
    assert_eq!(at_once.headers, routed.headers, "{id} {accept:?}");
    assert_eq!(at_once.text, routed.text, "{id} {accept:?}");
    assert_eq!(at_once.headers["x-request-id"], "mine");
    at_once.status
}

#[test]
fn who_takes_compressed_answers_gets_one() {
    let registry = Registry::new();
    let long = S1.replace("f1", &"f".repeat(100_000));
    assert_eq!(registry.register("s", &long).status, 200);
    for _ in 0..2 {
        let request = Request::get("/schemas/ids/1").header("Accept-Encoding", "gzip");
        let (headers, _) = registry.ask_bytes(request.body(Body::empty()).unwrap());
        assert_eq!(headers["content-encoding"], "gzip");
        assert!(!get(&registry, "/schemas/ids/1", None).headers.contains_key("content-encoding"));
    }
}

#[test]
fn an_answer_without_a_route_is_that_of_the_route() {
    for settings in [&[][..], &[("answers", "7")]] {
        let registry = Registry::configured(settings);
        assert_eq!(registry.register("s", S1).status, 200);
        assert_eq!(registry.register(":.other:s", "\"string\"").status, 200);
        // The first answer is written by the route, the next ones are only sent.
        for _ in 0..2 {
            for accept in [
                None,
                Some("*/*"),
                Some("application/json"),
                Some("application/vnd.schemaregistry+json, application/json;q=0.9"),
            ] {
                assert_eq!(assert_same(&registry, "1", accept), 200);
            }
            assert_eq!(assert_same(&registry, "1", Some("text/plain")), 406);
            for id in ["0", "2", "-1", "x", "+1", "01", "2147483648", "1/", "%31"] {
                assert_same(&registry, id, None);
            }
        }
        // Subjects that stand before it, the second with a name that looks like a part of the answer.
        for earlier in ["r", "%22schema%22%3A%22%22"] {
            assert_eq!(registry.register(earlier, S1).status, 200);
            assert_eq!(assert_same(&registry, "1", None), 200);
            assert_eq!(registry.send(&format!("DELETE /subjects/{earlier}")).status, 200);
            assert_eq!(assert_same(&registry, "1", None), 200);
        }
        assert_eq!(registry.send("DELETE /subjects/s").status, 200);
        assert_eq!(assert_same(&registry, "1", None), 200);
        for last in ["r", "%22schema%22%3A%22%22", "s"] {
            assert_eq!(assert_same(&registry, "1", None), 200);
            assert_eq!(
                registry.send(&format!("DELETE /subjects/{last}?permanent=true")).status,
                200
            );
        }
        assert_eq!(assert_same(&registry, "1", None), 404);
    }
}
