//! Canonical, normalized, resolved and parsing canonical form.

use contract_schema::avro::AvroSchema;
use contract_schema::{Dependency, ParseOptions};

fn parse(text: &str) -> AvroSchema {
    AvroSchema::parse(text, &[], ParseOptions::stored())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn money() -> Dependency {
    Dependency {
        name: "a.Money".to_owned(),
        subject: "money".to_owned(),
        version: 1,
        text: r#"{"type":"record","name":"a.Money","fields":[{"name":"cur","type":{"type":"enum","name":"Cur","symbols":["EUR"]}}]}"#
            .into(),
    }
}

#[test]
fn canonical_text_is_what_java_prints() {
    for (text, canonical) in [
        (r#" {"type" : "string"} "#, r#""string""#),
        (r#"["null", {"type":"int"}]"#, r#"["null","int"]"#),
        (
            r#"{"name":"R","type":"record","fields":[{"type":{"type":"string"},"name":"f1"}]}"#,
            r#"{"type":"record","name":"R","fields":[{"name":"f1","type":"string"}]}"#,
        ),
        // Dotted name split; inherited namespace dropped; doc before fields; aliases and attributes last.
        (
            r#"{"aliases":["Old","x.Y"],"owner":"me","doc":"d","fields":[
                {"name":"a","order":"descending","aliases":["b"],"pii":true,"doc":"f","default":1.50,"type":"double"},
                {"name":"e","type":{"type":"enum","name":"n.s.E","symbols":["A"],"default":"A","doc":"e","x":[1,{"y":null}]}},
                {"name":"f","type":{"type":"fixed","namespace":"other","name":"F","size":4}},
                {"name":"u","type":["E","other.F","n.s.R"],"order":"ascending"}
            ],"namespace":"n.s","name":"R","type":"record"}"#,
            concat!(
                r#"{"type":"record","name":"R","namespace":"n.s","doc":"d","fields":["#,
                r#"{"name":"a","type":"double","doc":"f","default":1.5,"order":"descending","aliases":["b"],"pii":true},"#,
                r#"{"name":"e","type":{"type":"enum","name":"E","doc":"e","symbols":["A"],"default":"A","x":[1,{"y":null}]}},"#,
                r#"{"name":"f","type":{"type":"fixed","name":"F","namespace":"other","size":4}},"#,
                r#"{"name":"u","type":["E","other.F","R"]}],"owner":"me","aliases":["Old","x.Y"]}"#,
            ),
        ),
        (
            r#"{"type":"bytes","scale":2,"precision":9,"logicalType":"decimal"}"#,
            r#"{"type":"bytes","scale":2,"precision":9,"logicalType":"decimal"}"#,
        ),
        (
            r#"{"type":"map","values":{"type":"array","items":"long","java-class":"x"},"k":"v"}"#,
            r#"{"type":"map","values":{"type":"array","items":"long","java-class":"x"},"k":"v"}"#,
        ),
        // Of repeated keys the last value counts, in the place of the first.
        (
            r#"{"type":"int","k":1,"x":{"a":1,"b":2,"a":3},"k":2}"#,
            r#"{"type":"int","k":2,"x":{"a":3,"b":2}}"#,
        ),
        // A namespace left inside another is written as empty; a name like a kind is written in full.
        (
            r#"{"type":"record","name":"R","namespace":"n","fields":[
                {"name":"a","type":{"type":"record","name":"array","fields":[]}},
                {"name":"b","type":"n.array"},
                {"name":"c","type":{"type":"fixed","name":"F","namespace":"","size":1}},
                {"name":"d","type":"F"}]}"#,
            concat!(
                r#"{"type":"record","name":"R","namespace":"n","fields":["#,
                r#"{"name":"a","type":{"type":"record","name":"array","fields":[]}},{"name":"b","type":"n.array"},"#,
                r#"{"name":"c","type":{"type":"fixed","name":"F","namespace":"","size":1}},{"name":"d","type":"F"}]}"#,
            ),
        ),
        (
            r#"{"type":"error","name":"E","fields":[{"name":"f","type":"float","default":"NaN"},{"name":"g","type":"float","default":"1"}]}"#,
            r#"{"type":"error","name":"E","fields":[{"name":"f","type":"float","default":"NaN"},{"name":"g","type":"float","default":1.0}]}"#,
        ),
    ] {
        let schema = parse(text);
        assert_eq!(schema.canonical_text(), canonical);
        let again = parse(canonical);
        assert_eq!(again.canonical_text(), canonical, "canonical text does not change any more");
        assert!(schema.is_equivalent(&again));
    }
}

#[test]
fn referenced_types_stay_names_and_are_inlined_on_demand() {
    let text = r#"{"type":"record","name":"R","namespace":"a","fields":[{"name":"m","type":"Money"},{"name":"n","type":"a.Money"}]}"#;
    let schema = AvroSchema::parse(text, &[money()], ParseOptions::new_schema()).unwrap();
    let fields = r#"{"name":"m","type":"Money"},{"name":"n","type":"Money"}"#;
    let head = r#"{"type":"record","name":"R","namespace":"a","fields":["#;
    // Inside `a` Java drops the namespace of what it names.
    assert_eq!(schema.canonical_text(), format!("{head}{fields}]}}"));
    let inlined = r#"{"name":"m","type":{"type":"record","name":"Money","fields":[{"name":"cur","type":{"type":"enum","name":"Cur","symbols":["EUR"]}}]}},{"name":"n","type":"Money"}"#;
    let resolved = schema.resolved_text();
    assert_eq!(resolved, format!("{head}{inlined}]}}"));
    let whole = parse(&resolved);
    assert!(schema.is_equivalent(&whole) && whole.is_equivalent(&schema));
    assert_eq!(schema.parsing_canonical_form(), whole.parsing_canonical_form());
}

#[test]
fn normalized_text_has_one_order() {
    let text = r#"{"type":"record","name":"R","namespace":"n","z":1,"aliases":["B","A"],"b":{"y":1,"x":2},"fields":[
        {"name":"d","type":{"type":"bytes","k":1,"scale":2,"precision":9,"logicalType":"decimal"},"default":"","doc":"x"},
        {"name":"f","type":"double","default":1,"order":"IGNORE"}]}"#;
    let normalized = concat!(
        r#"{"name":"n.R","type":"record","fields":["#,
        r#"{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2,"k":1},"order":"ascending","doc":"x","default":""},"#,
        r#"{"name":"f","type":"double","order":"ignore","default":1.0}],"aliases":["n.A","n.B"],"b":{"x":2,"y":1},"z":1}"#,
    );
    let schema = parse(text);
    assert_eq!(schema.normalized_text(), normalized);
    assert_eq!(parse(normalized).normalized_text(), normalized);
}

#[test]
fn equivalence_sees_what_counts_and_nothing_else() {
    let base = r#"{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"a","type":"int","default":1,"pii":true},{"name":"b","type":"int"}]}"#;
    let schema = parse(base);
    for (other, equal) in [
        (
            r#"{"fields":[{"pii":true,"default":1,"type":{"type":"int"},"name":"a"},{"type":"int","name":"b","order":"ascending"}],"doc":"d","name":"n.R","type":"record"}"#,
            true,
        ),
        (&base.replace(r#""doc":"d""#, r#""doc":"e""#), false),
        (&base.replace(r#""default":1"#, r#""default":2"#), false),
        (&base.replace(r#""pii":true"#, r#""pii":false"#), false),
        (&base.replace(r#""namespace":"n""#, r#""namespace":"m""#), false),
        (&base.replace(r#""name":"b""#, r#""name":"c""#), false),
        (&base.replace(r#""namespace":"n""#, r#""namespace":"n","aliases":["Q"]"#), false),
    ] {
        assert_eq!(schema.is_equivalent(&parse(other)), equal, "{other}");
    }
}

/// The forms of the Avro project's own test data, rewritten from the rules, and their known fingerprints.
#[test]
fn parsing_canonical_form_follows_the_rules_of_the_specification() {
    for (text, form) in [
        (r#"{"type":"long","logicalType":"timestamp-micros"}"#, r#""long""#),
        (r#"{"type":"bytes","logicalType":"decimal","precision":4}"#, r#""bytes""#),
        (r#"[ "int", {"type":"boolean"} ]"#, r#"["int","boolean"]"#),
        (
            r#"{"fields":[{"type":{"type":"boolean"}, "name":"f1"}], "type":"record", "name":"foo", "namespace":"x.y", "doc":"?"}"#,
            r#"{"name":"x.y.foo","type":"record","fields":[{"name":"f1","type":"boolean"}]}"#,
        ),
        (
            r#"{"namespace":"x.y", "type":"fixed", "name":"a.b.foo", "size":32, "aliases":["c"]}"#,
            r#"{"name":"a.b.foo","type":"fixed","size":32}"#,
        ),
        (
            r#"{"type":"enum", "name":"foo", "symbols":["A1"], "default":"A1", "doc":"x"}"#,
            r#"{"name":"foo","type":"enum","symbols":["A1"]}"#,
        ),
        (
            r#"{"items":{"type":"null"}, "type":"array", "x":1}"#,
            r#"{"type":"array","items":"null"}"#,
        ),
        (
            r#"{"type":"error","name":"E","fields":[{"name":"next","type":["null","E"],"default":null}]}"#,
            r#"{"name":"E","type":"record","fields":[{"name":"next","type":["null","E"]}]}"#,
        ),
    ] {
        assert_eq!(parse(text).parsing_canonical_form(), form);
    }
    for (text, print) in [
        (r#"{"type":"fixed","name":"foo","size":15}"#, 0x18602ec3ed31a504_u64),
        (
            r#"{"type":"record","name":"foo","fields":[{"name":"f1","type":"boolean"}]}"#,
            0x6cd8eaf1c968a33b,
        ),
        (r#"[ "int"  ]"#, 0xb763638a48b2fb03),
    ] {
        assert_eq!(parse(text).rabin_fingerprint(), print, "{text}");
    }
}
