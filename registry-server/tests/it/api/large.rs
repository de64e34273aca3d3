//! Schemas of some megabytes are registered and served; what is longer than the limits is refused with both numbers.

use crate::front_door::{Answer, Registry};
use serde_json::json;

const FIVE_MEGABYTES: usize = 5_000_000;

/// A text of `bytes` bytes in each format. Half of it are quotes, which a JSON body writes as two characters each.
fn texts(bytes: usize) -> [(&'static str, String); 3] {
    let frames = [
        ("AVRO", r#"{"type":"record","name":"R","doc":""#, r#"","fields":[]}"#, r#"\""#),
        ("PROTOBUF", "syntax = \"proto3\";\n/* ", " */\nmessage M {}\n", "\"\\"),
        ("JSON", r#"{"description":""#, r#"","type":"object"}"#, r#"\""#),
    ];
    frames.map(|(format, start, end, filling)| {
        let room = bytes - start.len() - end.len();
        let odd = " ".repeat(room % filling.len());
        let filling = filling.repeat(room / filling.len());
        (format, format!("{start}{filling}{odd}{end}"))
    })
}

fn register(registry: &Registry, format: &str, text: &str) -> Answer {
    let body = json!({"schemaType": format, "schema": text});
    registry.send(&format!("POST /subjects/large-{format}/versions {body}"))
}

#[test]
fn five_megabytes_are_registered_and_served() {
    let registry = Registry::new();
    for (id, (format, text)) in (1..).zip(texts(FIVE_MEGABYTES)) {
        assert_eq!(text.len(), FIVE_MEGABYTES);
        let registered = register(&registry, format, &text);
        assert_eq!(registered.status, 200, "{format}: {:.200}", registered.text);
        let served = registry.send(&format!("GET /schemas/ids/{id}"));
        assert!(served.json()["schema"] == text, "{format}: another text is served");
        let raw = registry.send(&format!("GET /schemas/ids/{id}/schema"));
        assert!(raw.text == text, "{format}: another text is served");
        assert_eq!(register(&registry, format, &text).json()["id"], id, "{format} once more");
    }
}

#[test]
fn what_is_longer_than_the_limits_is_refused_with_the_limit() {
    let given = FIVE_MEGABYTES.to_string();
    let default = registry_server::config::Limits::default().schema_bytes;
    for (settings, limit) in
        [(&[][..], default), (&[("limits.schema-bytes", given.as_str())], FIVE_MEGABYTES)]
    {
        let registry = Registry::configured(settings);
        for (format, text) in texts(limit + 1) {
            let refused = register(&registry, format, &text).json();
            let message = format!(
                "Register operation failed because schema is too large: it has {} bytes, at most {limit} are allowed",
                limit + 1
            );
            assert_eq!(refused, json!({"error_code": 42209, "message": message}), "{format}");
        }
        for (format, text) in texts(limit) {
            let registered = register(&registry, format, &text);
            assert_eq!(registered.status, 200, "{format}: {:.200}", registered.text);
        }
        let [(format, text), ..] = texts(9_000_000);
        let refused = register(&registry, format, &text).json();
        assert_eq!(refused["error_code"], 413, "a body of 18 MB: {refused}");
    }
}

/// Whatever the characters of a schema are, a body with it is not too long before the schema itself is.
#[test]
fn the_longest_schema_fits_into_the_longest_body() {
    let limits = registry_server::config::Limits::default();
    assert!(limits.body_bytes > 2 * limits.schema_bytes + (64 << 10));
}
