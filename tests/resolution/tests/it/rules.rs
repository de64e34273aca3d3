//! Each rule of resolution by itself: what is written, and what is read.

use contract_runtime::avro::Reason;
use contract_runtime::resolution::Transcoder;

/// Bytes of the writer become bytes of the reader.
#[track_caller]
fn reads(reader: &str, writer: &str, written: &[u8], read: &[u8]) {
    let transcoder = Transcoder::of_texts(reader, writer).unwrap();
    let mut out = vec![9];
    let notes = transcoder.transcode(written, &mut out).unwrap();
    assert!(notes.is_empty());
    assert_eq!(out[1..], *read, "{writer} → {reader}");
}

#[track_caller]
fn refuses(reader: &str, writer: &str, written: &[u8]) {
    let transcoder = Transcoder::of_texts(reader, writer).unwrap();
    let error = transcoder.transcode(written, &mut Vec::new()).unwrap_err();
    assert_eq!(error.reason, Reason::Resolution, "{writer} → {reader}");
    assert!(!transcoder.refused().is_empty());
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"a.R","fields":[{fields}]}}"#)
}

#[test]
fn primitives_are_promoted() {
    for (reader, writer, written, read) in [
        ("long", "int", &[5][..], &[5][..]),
        ("float", "int", &[4], &2f32.to_le_bytes()),
        ("double", "int", &[4], &2f64.to_le_bytes()),
        ("float", "long", &[4], &2f32.to_le_bytes()),
        ("double", "long", &[3], &(-2f64).to_le_bytes()),
        ("double", "float", &1.5f32.to_le_bytes(), &1.5f64.to_le_bytes()),
        ("bytes", "string", &[2, b'a'], &[2, b'a']),
        ("string", "bytes", &[2, b'a'], &[2, b'a']),
    ] {
        reads(&format!("\"{reader}\""), &format!("\"{writer}\""), written, read);
    }
    for (reader, writer) in [("int", "long"), ("float", "double"), ("string", "int")] {
        refuses(&format!("\"{reader}\""), &format!("\"{writer}\""), &[0; 8]);
    }
}

#[test]
fn fields_are_reordered_dropped_renamed_and_filled_in() {
    let writer = record(
        r#"{"name":"a","type":"int"},{"name":"gone","type":{"type":"array","items":"string"}},{"name":"b","type":"string"}"#,
    );
    let reader = record(
        r#"{"name":"new","type":{"type":"map","values":"int"},"default":{"k":1}},
           {"name":"renamed","type":"string","aliases":["b"]},
           {"name":"a","type":"long"}"#,
    );
    let written = [2, 2, 2, b'x', 0, 4, b'h', b'i'];
    reads(&reader, &writer, &written, &[2, 2, b'k', 2, 0, 4, b'h', b'i', 2]);
    let transcoder = Transcoder::of_texts(&reader, &writer).unwrap();
    assert_eq!(transcoder.dropped(), ["a.R.gone"]);
    assert_eq!(transcoder.defaulted(), ["a.R.new"]);
    refuses(&record(r#"{"name":"c","type":"int"}"#), &writer, &written);
    // A name goes before an alias, and a field is taken once.
    let two = record(
        r#"{"name":"x","type":"int","aliases":["a"],"default":7},{"name":"a","type":"int"}"#,
    );
    reads(&two, &record(r#"{"name":"a","type":"int"}"#), &[2], &[14, 2]);
}

#[test]
fn unknown_symbols_become_the_default_visibly_or_are_refused() {
    let kind = |symbols: &str, rest: &str| {
        format!(r#"{{"type":"enum","name":"K","symbols":[{symbols}]{rest}}}"#)
    };
    let writer = kind(r#""A","NEW","B""#, "");
    let reader = kind(r#""B","OTHER","A""#, r#","default":"OTHER""#);
    reads(&reader, &writer, &[0], &[4]);
    let mut out = Vec::new();
    let transcoder = Transcoder::of_texts(&reader, &writer).unwrap();
    let notes = transcoder.transcode(&[2], &mut out).unwrap();
    assert_eq!(out, [2]);
    assert_eq!(notes.replaced_symbols(), 1);
    assert_eq!(notes.symbols().collect::<Vec<_>>(), ["K.NEW"]);
    refuses(&kind(r#""A""#, ""), &writer, &[2]);
    let error = transcoder.transcode(&[6], &mut out).unwrap_err();
    assert_eq!(error.reason, Reason::Symbol);
}

#[test]
fn unions_resolve_by_the_branch_that_was_written() {
    reads(r#"["null","long"]"#, r#""int""#, &[6], &[2, 6]);
    reads(r#""long""#, r#"["null","int"]"#, &[2, 6], &[6]);
    refuses(r#""long""#, r#"["null","int"]"#, &[0]);
    reads(r#"["string","null"]"#, r#"["null","string"]"#, &[0], &[2]);
    // Exact before promoted, wherever it stands.
    reads(r#"["double","long","int"]"#, r#"["int"]"#, &[0, 8], &[4, 8]);
    reads(
        r#"["double","long"]"#,
        r#""int""#,
        &[4],
        &[[0].as_slice(), &2f64.to_le_bytes()].concat(),
    );
    refuses(r#"["null","boolean"]"#, r#"["string"]"#, &[0, 0]);
    // Of two records the one of the full name, else the alias, else the simple name.
    let one = |name: &str, rest: &str| {
        format!(r#"{{"type":"record","name":"{name}","fields":[]{rest}}}"#)
    };
    let union = format!("[{},{}]", one("x.R", ""), one("y.R", ""));
    reads(&union, &one("y.R", ""), &[], &[2]);
    reads(&union, &one("z.R", ""), &[], &[0]);
    let union = format!("[{},{}]", one("x.R", ""), one("y.S", r#","aliases":["z.R"]"#));
    reads(&union, &one("z.R", ""), &[], &[2]);
}

#[test]
fn names_and_sizes_of_named_types_must_fit() {
    let fixed = |name: &str, size: usize, rest: &str| {
        format!(r#"{{"type":"fixed","name":"{name}","size":{size}{rest}}}"#)
    };
    reads(&fixed("a.F", 2, ""), &fixed("b.F", 2, ""), &[1, 2], &[1, 2]);
    reads(&fixed("a.G", 2, r#","aliases":["b.F"]"#), &fixed("b.F", 2, ""), &[1, 2], &[1, 2]);
    refuses(&fixed("G", 2, ""), &fixed("F", 2, ""), &[1, 2]);
    refuses(&fixed("F", 3, ""), &fixed("F", 2, ""), &[1, 2]);
}

#[test]
fn a_value_that_would_mean_something_else_has_no_reading() {
    let logical = |carrier: &str, logical: &str| {
        format!(r#"{{"type":"{carrier}","logicalType":"{logical}"}}"#)
    };
    let decimal = |precision: u32, scale: u32| {
        format!(
            r#"{{"type":"bytes","logicalType":"decimal","precision":{precision},"scale":{scale}}}"#
        )
    };
    let (millis, micros) =
        (logical("long", "timestamp-millis"), logical("long", "timestamp-micros"));
    refuses(&micros, &millis, &[2]);
    reads(&micros, &micros, &[2], &[2]);
    reads(&micros, r#""long""#, &[2], &[2]);
    reads(r#""long""#, &micros, &[2], &[2]);
    reads(&micros, r#""int""#, &[2], &[2]);
    refuses(&logical("int", "date"), &logical("int", "time-millis"), &[2]);
    refuses(&millis, &logical("int", "date"), &[2]);
    reads(&decimal(12, 2), &decimal(9, 2), &[2, 1], &[2, 1]);
    refuses(&decimal(9, 4), &decimal(9, 2), &[2, 1]);
    refuses(r#""string""#, &decimal(9, 2), &[2, 1]);
    reads(r#""bytes""#, &decimal(9, 2), &[2, 1], &[2, 1]);
}

#[test]
fn recursive_types_are_read_to_their_end() {
    let list = |fields: &str| {
        format!(
            r#"{{"type":"record","name":"L","fields":[{fields},{{"name":"next","type":["null","L"]}}]}}"#
        )
    };
    let writer = list(r#"{"name":"a","type":"int"}"#);
    let reader = list(r#"{"name":"b","type":"boolean","default":true},{"name":"a","type":"long"}"#);
    reads(&reader, &writer, &[2, 2, 4, 2, 6, 0], &[1, 2, 2, 1, 4, 2, 1, 6, 0]);
    assert!(Transcoder::of_texts(&writer, &writer).unwrap().is_same());
    assert!(!Transcoder::of_texts(&reader, &writer).unwrap().is_same());
}

#[test]
fn what_is_the_same_is_known_to_be() {
    for text in [
        r#"["null","int",{"type":"array","items":["null","string"]}]"#,
        r#"{"type":"enum","name":"E","symbols":["A","B"]}"#,
        r#"{"type":"map","values":{"type":"fixed","name":"F","size":3}}"#,
    ] {
        assert!(Transcoder::of_texts(text, text).unwrap().is_same(), "{text}");
    }
    for (reader, writer) in [
        (r#"["null","int"]"#, r#""int""#),
        (r#"["null","int"]"#, r#"["int","null"]"#),
        (r#"["null","int","string"]"#, r#"["null","int"]"#),
        (r#""long""#, r#""int""#),
    ] {
        assert!(!Transcoder::of_texts(reader, writer).unwrap().is_same(), "{writer} → {reader}");
    }
}
