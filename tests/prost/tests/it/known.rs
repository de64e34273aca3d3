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

/// An `Any` of a message, by its name.
fn any(name: &str, message: &impl Message) -> protobuf::Any {
    protobuf::Any {
        type_url: format!("type.googleapis.com/{name}"),
        value: contract_runtime::Bytes(message.encode_to_vec()),
    }
}

/// The JSON of a `Sealed` with this `Any`; prost-reflect writes the same and reads it as the same.
#[track_caller]
fn shown(any: protobuf::Any) -> Value {
    let sealed = Sealed { any: Some(any) };
    let text = serde_json::to_value(&sealed).unwrap();
    assert_eq!(serde_json::from_value::<Sealed>(text.clone()).unwrap(), sealed, "{text}");
    let pool = prost_reflect::DescriptorPool::decode(prost_oracle::DESCRIPTORS).unwrap();
    let descriptor = pool.get_message_by_name("known.v1.Sealed").unwrap();
    let bytes = sealed.encode_to_vec();
    let theirs = prost_reflect::DynamicMessage::decode(descriptor.clone(), &bytes[..]).unwrap();
    let read = prost_reflect::DynamicMessage::deserialize(descriptor, &text).unwrap();
    assert_eq!(read, theirs, "{text}");
    // What is empty, ours writes too.
    let theirs = serde_json::to_value(&theirs).unwrap();
    assert!(says(&text["any"], &theirs["any"]), "{text} {theirs}");
    text["any"].clone()
}

/// Whether the one says everything that the other says.
fn says(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            theirs.iter().all(|(name, value)| ours.get(name).is_some_and(|ours| says(ours, value)))
        }
        (ours, theirs) => ours == theirs,
    }
}

#[test]
fn an_any_shows_the_message_that_it_holds() {
    let known = check(
        json!({"float": 1.5, "int64": "-9", "raw": "AQI=", "value": [1.5, null], "word": "w"}),
    );
    let text = shown(any("known.v1.Known", &known));
    assert_eq!(
        (&text["@type"], &text["float"]),
        (&json!("type.googleapis.com/known.v1.Known"), &json!(1.5))
    );
    assert_eq!((&text["int64"], &text["word"]), (&json!("-9"), &json!("w")));
    let inner = any("known.v1.Known", &known);
    let text = shown(any("google.protobuf.Any", &inner));
    assert_eq!(text["value"]["int64"], "-9");
    let text = shown(any("known.v1.Sealed", &Sealed { any: Some(inner) }));
    assert_eq!(text["any"]["raw"], "AQI=");
    // The order of members means nothing.
    let text = r#"{"any": {"int64": "7", "@type": "x/known.v1.Known", "unheardOf": 1}}"#;
    let read: Sealed = serde_json::from_str(text).unwrap();
    let held = Known::decode(&read.any.unwrap().value.0[..]).unwrap();
    assert_eq!(held.int64.map(|held| held.value), Some(7));
}

#[test]
fn an_any_holds_what_has_a_json_of_its_own_as_value() {
    let known = check(
        json!({"text": "t", "object": {"a": 1.5}, "mask": "a,b", "numbers": ["7"], "value": true}),
    );
    let value = |name: &str, message: &dyn Fn() -> protobuf::Any| {
        let text = shown(message());
        assert_eq!(text["@type"], format!("type.googleapis.com/google.protobuf.{name}"));
        assert_eq!(text.as_object().unwrap().len(), 2);
        text["value"].clone()
    };
    let of = |name: &str, message: &dyn Fn(String) -> protobuf::Any| {
        value(name, &|| message(format!("google.protobuf.{name}")))
    };
    assert_eq!(of("StringValue", &|n| any(&n, known.text.as_ref().unwrap())), json!("t"));
    assert_eq!(of("Int64Value", &|n| any(&n, &known.numbers[0])), json!("7"));
    assert_eq!(of("Struct", &|n| any(&n, known.object.as_ref().unwrap())), json!({"a": 1.5}));
    assert_eq!(of("FieldMask", &|n| any(&n, known.mask.as_ref().unwrap())), json!("a,b"));
    assert_eq!(of("Value", &|n| any(&n, known.value.as_ref().unwrap())), json!(true));
    assert_eq!(of("Empty", &|n| any(&n, &protobuf::Empty::default())), json!({}));
    let at = prost_types::Timestamp { seconds: 1, nanos: 0 };
    assert_eq!(of("Timestamp", &|n| any(&n, &at)), json!("1970-01-01T00:00:01Z"));
    let took = prost_types::Duration { seconds: 3, nanos: 500_000_000 };
    let text = of("Duration", &|n| any(&n, &took));
    assert_eq!(text.as_str().unwrap().trim_end_matches(['0', 's']).trim_end_matches('.'), "3.5");
}

#[test]
fn an_any_of_another_type_is_its_bytes() {
    let any = |url: &str, bytes: &[u8]| protobuf::Any {
        type_url: url.into(),
        value: contract_runtime::Bytes(bytes.to_vec()),
    };
    for (any, text) in [
        (protobuf::Any::default(), json!({})),
        (any("x/of.others.Type", &[1, 2]), json!({"@type": "x/of.others.Type", "value": "AQI="})),
    ] {
        let sealed = Sealed { any: Some(any) };
        assert_eq!(serde_json::to_value(&sealed).unwrap(), json!({"any": text}));
        assert_eq!(serde_json::from_value::<Sealed>(json!({"any": text})).unwrap(), sealed);
    }
    let wrong = Sealed { any: Some(any("x/known.v1.Known", &[1, 2])) };
    let error = serde_json::to_value(&wrong).unwrap_err().to_string();
    assert!(error.starts_with("the bytes of an `Any` are no `known.v1.Known`: "), "{error}");
    for (text, reason) in [
        (json!({"value": "AQI="}), "missing field `@type`"),
        (json!({"@type": 1}), "is a text"),
        (json!([]), "is an object"),
        (json!({"@type": "x/of.others.Type", "a": 1}), "`of.others.Type` is no type that is known"),
        (json!({"@type": "x/of.others.Type", "value": 1}), "Base64"),
        (json!({"@type": "x/known.v1.Known", "int64": "x"}), "no number"),
        (json!({"@type": "x/google.protobuf.StringValue"}), "missing field `value`"),
    ] {
        let error = serde_json::from_value::<Sealed>(json!({"any": text})).unwrap_err();
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
    let twice = r#"{"any": {"@type": "x/known.v1.Known", "@type": "x/known.v1.Known"}}"#;
    assert!(serde_json::from_str::<Sealed>(twice).unwrap_err().to_string().contains("duplicate"));
    // However deep, it ends.
    let mut deep = any("x/known.v1.Known", &[]);
    for _ in 0..40 {
        let bytes = deep.encode_to_vec();
        deep = any("x/google.protobuf.Any", &bytes);
    }
    let error = serde_json::to_value(Sealed { any: Some(deep) }).unwrap_err().to_string();
    assert_eq!(error, "an `Any` stands in more than 8 others");
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
