//! JSON of the well-known types, as Protobuf maps them: by its own examples, and what is refused.

use prost::Message;
use prost_oracle::classic::google::protobuf;
use prost_oracle::classic::known::v1::{Known, Sealed};
use serde_json::{Value, json};

/// Reads the JSON and writes it again; through bytes, too, it stays what it is.
#[track_caller]
fn check(text: Value) -> Known {
    let known: Known =
        serde_json::from_value(text.clone()).unwrap_or_else(|e| panic!("{text}: {e}"));
    let Value::Object(shown) = serde_json::to_value(&known).unwrap() else { panic!("an object") };
    for (name, value) in text.as_object().unwrap() {
        assert_eq!(shown.get(name), Some(value), "{name}");
    }
    let bytes = known.encode_to_vec();
    assert_eq!(Known::decode(&bytes[..]).unwrap(), known);
    known
}

#[test]
fn wrappers_are_their_values() {
    let known = check(json!({
        "double": "-Infinity", "float": 1.5, "int64": "-9", "uint64": "18446744073709551615",
        "int32": 7, "uint32": 8, "flag": false, "text": "", "raw": "AQI=", "numbers": ["1", "0"],
        "byNumber": {"-1": "3"}, "count": "4",
    }));
    assert_eq!(known.flag.map(|flag| flag.value), Some(false));
    assert_eq!(known.text.map(|text| text.value).as_deref(), Some(""));
    assert_eq!(check(json!({})).text, None);
    assert_eq!(serde_json::from_value::<Known>(json!({"text": null})).unwrap().text, None);
}

#[test]
fn null_is_a_value_only_of_value() {
    let known = check(json!({"value": null, "values": [null, 1.5, "x", [true], {"a": null}]}));
    let held = known.value.unwrap().kind.unwrap();
    assert_eq!(known.values.len(), 5);
    assert!(matches!(held, protobuf::ValueKind::NullValue(_)));
    // Absent is not null, in either direction.
    let absent = serde_json::to_value(Known::default()).unwrap();
    assert_eq!((absent.get("value"), absent.get("anyJson")), (None, None));
    assert!(serde_json::from_value::<Known>(json!({})).unwrap().value.is_none());
    check(json!({"anyJson": null}));
    assert!(
        check(json!({"null": null, "object": {"n": {"m": [null]}}, "list": []})).list.is_some()
    );
    let name = serde_json::from_value::<Known>(json!({"null": "NULL_VALUE"})).unwrap();
    assert_eq!(name, Known::default());
}

#[test]
fn masks_are_paths_in_one_text() {
    let known = check(json!({"mask": "user.displayName,photo", "paths": ""}));
    assert_eq!(known.mask.unwrap().paths, ["user.display_name", "photo"]);
    for path in ["fooBar", "foo_Bar", "foo__bar", "foo_3", "foo_", "a,b"] {
        let mask = protobuf::FieldMask { paths: vec![path.to_owned()] };
        assert!(serde_json::to_string(&mask).is_err(), "{path} does not come back");
    }
}

#[test]
fn an_any_keeps_its_bytes() {
    let sealed = Sealed {
        any: Some(protobuf::Any {
            type_url: "type.googleapis.com/known.v1.Known".into(),
            value: contract_runtime::Bytes(vec![1, 2]),
        }),
    };
    let text = serde_json::to_value(&sealed).unwrap();
    assert_eq!(
        text,
        json!({"any": {"@type": "type.googleapis.com/known.v1.Known", "value": "AQI="}})
    );
    assert_eq!(serde_json::from_value::<Sealed>(text).unwrap(), sealed);
    let empty = Sealed { any: Some(protobuf::Any::default()) };
    assert_eq!(serde_json::to_value(&empty).unwrap(), json!({"any": {}}));
    assert_eq!(serde_json::from_value::<Sealed>(json!({"any": {}})).unwrap(), empty);
}

#[test]
fn what_is_no_such_json_is_refused() {
    for (text, reason) in [
        (json!({"int64": "1.5"}), "no number"),
        (json!({"flag": "true"}), "bool"),
        (json!({"text": 1}), "string"),
        (json!({"mask": "a_b"}), "lower camel case"),
        (json!({"mask": ["a"]}), "string"),
        (json!({"object": [1]}), "map"),
        (json!({"list": {"a": 1}}), "sequence"),
        (json!({"null": 1}), "no other number"),
        (json!({"anyJson": 1, "word": "x"}), "its oneof has a member already"),
        (json!({"raw": "?"}), ""),
    ] {
        let error = serde_json::from_value::<Known>(text.clone()).unwrap_err().to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
    let twice = serde_json::from_str::<Known>(r#"{"object": {"a": 1, "b": {"c": 1, "c": 2}}}"#);
    assert!(twice.unwrap_err().to_string().contains("twice"));
    let nan = protobuf::Value { kind: Some(protobuf::ValueKind::NumberValue(f64::NAN)) };
    assert!(serde_json::to_string(&nan).is_err());
}
