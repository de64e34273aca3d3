//! How bodies are encoded: the mark before UTF-8 is skipped, other encodings and compression are refused by name.

use crate::front_door::{Answer, Registry, S1};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

fn send(registry: &Registry, coding: Option<&str>, body: Vec<u8>) -> Answer {
    let mut request = Request::post("/subjects/s/versions");
    if let Some(coding) = coding {
        request = request.header("Content-Encoding", coding);
    }
    registry.ask(request.body(Body::from(body)).unwrap())
}

fn text() -> String {
    json!({ "schema": S1 }).to_string()
}

#[test]
fn the_mark_before_utf_8_is_skipped() {
    let registry = Registry::new();
    let answer = send(&registry, None, format!("\u{feff}{}", text()).into_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = send(&registry, None, "\u{feff}".as_bytes().to_vec());
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert_eq!(answer.json()["message"], "request body must not be null (was null)");
}

#[test]
fn utf_16_and_utf_32_are_refused_by_name() {
    let registry = Registry::new();
    let little: Vec<u8> = text().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text().encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide: Vec<u8> = text().chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    let marked = [[0xFF, 0xFE].as_slice(), &little].concat();
    for body in [little, big, wide, marked] {
        let answer = send(&registry, None, body);
        assert_eq!(answer.status, 400, "{}", answer.text);
        let message = "the request body is UTF-16 or UTF-32: send JSON in UTF-8";
        assert_eq!(answer.json()["message"], message);
    }
}

#[test]
fn a_compressed_body_is_refused_by_name() {
    let registry = Registry::new();
    for coding in ["gzip", "br", "gzip, identity"] {
        let answer = send(&registry, Some(coding), vec![0x1f, 0x8b, 8, 0]);
        assert_eq!(
            answer.text,
            format!(
                r#"{{"error_code":415,"message":"Content-Encoding `{coding}` is not read: send the body as it is, not compressed"}}"#
            )
        );
        assert_eq!(answer.status, 415);
    }
    for coding in ["identity", "Identity", ""] {
        let answer = send(&registry, Some(coding), text().into_bytes());
        assert_eq!(answer.status, 200, "{coding}: {}", answer.text);
    }
}
