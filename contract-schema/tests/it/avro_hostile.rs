//! Truncated, deep, large and wide input: an answer in bounded time and stack, never a panic.

use contract_schema::avro::{AvroSchema, can_read};
use contract_schema::{Dependency, ParseOptions, SchemaError};
use std::time::{Duration, Instant};

/// Far more than any of these takes on a slow machine without optimisation, far less than a quadratic walk would.
const PATIENCE: Duration = Duration::from_secs(20);

fn parse(text: &str) -> Result<AvroSchema, SchemaError> {
    AvroSchema::parse(text, &[], ParseOptions::new_schema())
}

/// Runs on less stack than threads get by default (2 MiB); without optimisation, frames are about five times larger.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(3 << 19).spawn(work).unwrap();
    thread.join().unwrap();
}

const WHOLE: &str = r#"{"type":"record","name":"a.R","aliases":["Q"],"doc":"é","fields":[
  {"name":"id","type":{"type":"string","logicalType":"uuid"},"default":"\u00e9"},
  {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"],"default":"A"},"default":"B"},
  {"name":"f","type":{"type":"fixed","name":"F","size":2},"order":"ignore"},
  {"name":"u","type":["null",{"type":"array","items":"R"},{"type":"map","values":"E"}],"default":null},
  {"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"x":[1.5e3,{"y":false}]}
]}"#;

#[test]
fn a_schema_cut_off_anywhere_is_refused_with_a_place() {
    assert!(parse(WHOLE).is_ok());
    for end in (0..WHOLE.len()).filter(|end| WHOLE.is_char_boundary(*end)) {
        let error = parse(&WHOLE[..end]).unwrap_err();
        assert!(error.complaints[0].at.is_some(), "cut at {end}: {error}");
    }
}

#[test]
fn a_schema_with_any_byte_replaced_gets_an_answer() {
    for at in 0..WHOLE.len() {
        for byte in [b'"', b'{', b'}', b'[', b']', b',', b':', b'0', b'-', b'.', b'\\', b'A', 0] {
            let mut bytes = WHOLE.as_bytes().to_vec();
            bytes[at] = byte;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            if let Ok(schema) = AvroSchema::parse(&text, &[], ParseOptions::stored()) {
                let canonical = schema.canonical_text();
                let again = AvroSchema::parse(&canonical, &[], ParseOptions::stored()).unwrap();
                assert_eq!(again.canonical_text(), canonical, "from {text}");
                assert_eq!(can_read(&schema, &again), [], "from {text}");
                schema.parsing_canonical_form();
            }
        }
    }
}

#[test]
fn deep_nesting_is_refused() {
    on_a_small_stack(|| {
        for (open, close) in [
            ("[", "]"),
            (r#"{"type":"array","items":"#, "}"),
            (r#"{"type":"record","name":"R","fields":[{"name":"f","type":"#, "}]}"),
            (r#"{"a":"#, "}"),
        ] {
            let text = open.repeat(10_000) + r#""int""# + &close.repeat(10_000);
            let error = parse(&text).unwrap_err();
            assert_eq!(error.complaints[0].message, "brackets nest deeper than 256 levels");
        }
        // As deep as is allowed, it is judged and printed on the same small stack.
        let text = r#"{"type":"map","values":"#.repeat(256) + r#""int""# + &"}".repeat(256);
        let schema = parse(&text).unwrap();
        assert_eq!(can_read(&schema, &schema), []);
        assert_eq!(schema.canonical_text(), text);
    });
}

#[test]
fn references_may_nest_deeper_than_one_text() {
    on_a_small_stack(|| {
        let name = |number: usize| format!("n.R{number}");
        let dependency = |number: usize| {
            let inner = if number == 0 { "int".to_owned() } else { name(number - 1) };
            let text = format!(
                r#"{{"type":"record","name":"{}","fields":[{{"name":"f","type":{{"type":"array","items":"{inner}"}}}}]}}"#,
                name(number)
            );
            Dependency { name: name(number), subject: name(number), version: 1, text: text.into() }
        };
        let closure: Vec<Dependency> = (0..2_000).map(dependency).collect();
        let text = format!(r#"{{"type":"map","values":"{}"}}"#, name(1_999));
        let schema = AvroSchema::parse(&text, &closure, ParseOptions::new_schema()).unwrap();
        assert_eq!(schema.canonical_text(), text);
        assert!(schema.resolved_text().len() > 100_000);
        assert!(schema.is_equivalent(&schema));
        assert_eq!(can_read(&schema, &schema), []);
        let closure: Vec<Dependency> = (0..2_001).map(dependency).collect();
        let error = AvroSchema::parse(&text, &closure, ParseOptions::new_schema()).unwrap_err();
        assert!(error.to_string().contains("at most 2000"), "{error}");
    });
}

#[test]
fn a_chain_of_defaults_does_not_eat_the_stack() {
    on_a_small_stack(|| {
        let mut fields = String::from(
            r#"{"name":"f0","type":{"type":"record","name":"R0","fields":[]},"default":{}}"#,
        );
        for number in 1..20_000 {
            let before = number - 1;
            fields += &format!(
                r#",{{"name":"f{number}","type":{{"type":"record","name":"R{number}","fields":[{{"name":"x","type":"R{before}","default":{{}}}}]}}}}"#
            );
        }
        let last = r#",{"name":"last","type":"R19999","default":{}}"#;
        let text = format!(r#"{{"type":"record","name":"Root","fields":[{fields}{last}]}}"#);
        let error = parse(&text).unwrap_err();
        assert!(error.complaints[0].message.contains("`last`"), "{error}");
    });
}

#[test]
fn a_large_schema_is_read_and_one_beyond_the_limit_is_refused() {
    let began = Instant::now();
    let field = |number: usize| {
        format!(
            r#"{{"name":"field_{number}","type":["null",{{"type":"record","name":"R{number}","fields":[{{"name":"x","type":"string","doc":"é"}}]}}],"default":null}}"#
        )
    };
    let mut fields: Vec<String> = (0..17_000).map(field).collect();
    let text = |fields: &[String]| {
        format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, fields.join(","))
    };
    let old = text(&fields);
    assert!(old.len() > 2 << 20, "{} bytes", old.len());
    fields.reverse();
    let (old, new) = (parse(&old).unwrap(), parse(&text(&fields)).unwrap());
    assert_eq!(can_read(&new, &old), []);
    assert!(!new.is_equivalent(&old));
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    let error = parse(&format!("\"{}\"", "x".repeat(8 << 20))).unwrap_err();
    assert!(error.to_string().contains("bytes, at most 8388608 are read"), "{error}");
}

#[test]
fn a_wide_union_is_compared_in_bounded_time() {
    let began = Instant::now();
    let branch = |number: usize| {
        format!(r#"{{"type":"record","name":"B{number}","fields":[{{"name":"x","type":"int"}}]}}"#)
    };
    let mut branches: Vec<String> = (0..5_000).map(branch).collect();
    let old = parse(&format!("[{}]", branches.join(","))).unwrap();
    branches.reverse();
    let first = branches.pop().unwrap();
    let new = parse(&format!("[{}]", branches.join(","))).unwrap();
    let found = can_read(&new, &old);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "/0", "{first} is the branch that went");
    assert_eq!(can_read(&old, &new), []);
    // A default that fits the last branch, and one that fits none.
    let union = branches.join(",");
    let record = |default: &str| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"u","type":[{union},"null"],"default":{default}}}]}}"#
        )
    };
    assert!(parse(&record("null")).is_ok());
    assert!(parse(&record("{\"y\":1}")).is_err());
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
}

#[test]
fn a_default_that_contains_itself_is_refused() {
    let text = r#"{"type":"record","name":"R","fields":[{"name":"r","type":"R","default":{}}]}"#;
    let error = parse(text).unwrap_err();
    assert!(error.to_string().contains("does not fill in itself"), "{error}");
}

#[test]
fn hundreds_of_complaints_are_counted_not_listed() {
    let fields: Vec<String> = (0..500).map(|_| r#"{"name":"1","type":"x"}"#.to_owned()).collect();
    let text = format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, fields.join(","));
    let error = parse(&text).unwrap_err();
    assert!(error.complaints.len() <= 102, "{}", error.complaints.len());
    assert!(error.complaints.last().unwrap().message.starts_with("and "));
}
