//! Rules in CEL: what is understood, and what is refused with its place in the expression and a way out.

use crate::{read, rendered};
use contract_model::cel::{This, compile};
use contract_model::{RecordId, Shape};
use contract_schema::Format;
use std::fmt::Write;

const AVRO: &str = r#"{"type":"record","name":"R","fields":[
  {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":18,"scale":5}},
  {"name":"count","type":"int"},{"name":"ratio","type":"double"},{"name":"name","type":"string"},
  {"name":"note","type":["null","string"],"default":null},
  {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
  {"name":"day","type":{"type":"int","logicalType":"date"}},
  {"name":"state","type":{"type":"enum","name":"S","symbols":["OPEN","CLOSED"]}},
  {"name":"inner","type":["null",{"type":"record","name":"I","fields":[{"name":"x","type":["null","long"],"default":null}]}],"default":null},
  {"name":"list","type":{"type":"array","items":"long"}},
  {"name":"map","type":{"type":"map","values":"string"}}],
 "confluent:rules":RULES}"#;

fn avro_shape() -> Shape {
    Shape::of(&crate::parse(Format::Avro, &AVRO.replace("RULES", "[]")))
}

#[test]
fn what_is_wrong_with_an_expression_is_said_with_its_place() {
    let shape = avro_shape();
    let mut told = String::new();
    for expression in [
        "",
        "this.count >",
        "this.count > 'a'",
        "this.coutn > 1",
        "count > 1",
        "this.count + this.ratio > 1.0",
        "this.count",
        "this.note.size() > 1",
        "this.inner.x == null",
        "this.inner != null && this.inner.x > 1",
        "this.inner.x > 1 && this.inner != null",
        "has(this.note)",
        "this.name == null",
        "this.state == 'OPNE'",
        "this.state in ['OPEN', 'DONE']",
        "this.name.matches(this.note == null ? 'a' : 'b')",
        "this.name.matches('(')",
        "size(this.count) > 1",
        "this.name.isEmial()",
        "name.size()",
        "this.list.all(x, x)",
        "this.list.all(this, true)",
        "this.map.a == 'b'",
        "timestamp('yesterday') < this.at",
        "duration('5 minutes') > duration('1s')",
        "decimal('1e3') < this.amount",
        "this.amount / this.amount > decimal('1')",
        "type(this.count) == int",
        "R{count: 1}.count == 1",
        "[1, 'a'].size() == 2",
        "'open",
        "'\\q' == 'q'",
        "this.count == 99999999999999999999",
        "this.at.getHours('Europe/Berlin') > 1",
        "this.count = 1",
        "this.count ? 1 : 2",
        "for > 1",
    ] {
        let fault = compile(&shape, This::Record(RecordId(0)), expression).expect_err(expression);
        let (line, column) = fault.place(expression);
        writeln!(told, "{expression}\n  {line}:{column} {}: {}", fault.id, fault.message).unwrap();
        if let Some(help) = fault.help {
            writeln!(told, "  {help}").unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn nulls_that_are_guarded_are_understood() {
    let shape = avro_shape();
    for expression in [
        "this.note == null || this.note.size() > 1",
        "this.note != null && this.note.startsWith('a')",
        "this.note == null ? true : this.note.size() > 1",
        "!(this.note != null) || this.note.size() > 1",
        "this.inner == null || this.inner.x == null || this.inner.x > 1",
        "this.note == 'a' && this.note.size() == 1",
        "this.note == 'a' || this.count > 1",
        "this.note in ['a', 'b']",
        "(this.note != null && this.count > 1) ? this.note.size() > 1 : true",
        "this.list.all(x, x > 0 && this.note != null && this.note.size() > 1)",
        "this.amount > decimal('0.01') && decimals.lt(this.amount, decimal(5))",
        "this.at - duration('1h') < now && timestamp(this.day) < this.at",
        "string(this.day) == '2026-01-01' && this.state == 'OPEN'",
        "this.list.filter(x, x > 1).map(x, x * 2).exists_one(x, x == 4)",
        "this.list.map(x, x > 1, x * 2).unique() && this.map['a'] == 'b' && 'c' in this.map",
        "this.name.isEmail() || this.name.isIp(4) || this.name.isUri() || this.ratio.isNan()",
        "this.count > 0 ? '' : 'must be ' + 'positive'",
        "r'\\d' == '\\\\d' && b'\\x00' != b'' && 0x1F == 31 && 1u < 2u && .5 < 1e0 // done",
        "this.count < 5u && this.count < this.ratio",
    ] {
        if let Err(fault) = compile(&shape, This::Record(RecordId(0)), expression) {
            panic!("{expression}: {fault:?}");
        }
    }
}

#[test]
fn rules_are_refused_in_the_schema_with_place_and_excerpt() {
    let rules = r#"[{"name":"A","expr":"this.cuont > 1"},
  {"name":"A","expr":"true"},{"expr":"true"},{"name":"B"},{"name":"C","expr":5},
  {"name":"D","exrp":"true"}, 7,
  {"name":"E","expr":"this.name.matches('[0-9]+')"}]"#;
    let (_, findings) = read(Format::Avro, &AVRO.replace("RULES", rules));
    insta::assert_snapshot!(rendered(&findings, "r.avsc"));
}

#[test]
fn protobuf_says_the_same_in_its_options() {
    let text = "syntax = \"proto3\";\npackage a.b;\nimport \"buf/validate/validate.proto\";\n\
        import \"google/protobuf/timestamp.proto\";\nenum State { STATE_UNSPECIFIED = 0; STATE_DONE = 1; }\n\
        message R {\n  option (buf.validate.message) = {\n    cel: {id: \"done\" message: \"m\" expression: \"this.state != State.STATE_DONE || has(this.at)\"}\n    \
        cel: {id: \"late\" expression: \"this.unit_amount < 'x'\"}\n    cel_expression: \"this.unit_amount > 0u\"\n    \
        oneof: {fields: [\"state\", \"stat\"] required: true}\n  };\n  \
        State state = 1;\n  google.protobuf.Timestamp at = 2;\n  uint32 unit_amount = 3 [(buf.validate.field).cel = {id: \"n\" expression: \"this % 2u == 0\"}];\n  \
        oneof o { option (buf.validate.oneof).required = true; string s = 4; }\n}\n";
    let (_, findings) = read(Format::Protobuf, text);
    insta::assert_snapshot!(rendered(&findings, "r.proto"));
    let shape = Shape::of(&crate::parse(Format::Protobuf, text));
    let root = shape.root().unwrap();
    assert_eq!(
        root.rules.iter().map(|rule| rule.program.is_some()).collect::<Vec<_>>(),
        [true, false, true]
    );
    assert_eq!(root.groups.len(), 2);
}

#[test]
fn json_schemas_have_rules_too() {
    let text = r#"{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string","format":"date-time"}},
      "required":["a"],"confluent:rules":[{"name":"OK","expr":"this.b == null || this.b < now || this.a > 1"},
      {"name":"BAD","expr":"this.a == 'x'"}]}"#;
    let (_, findings) = read(Format::Json, text);
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["cel-type"], "{}", rendered(&findings, "f"));
}

#[test]
fn expressions_are_bounded_and_nothing_panics() {
    let shape = avro_shape();
    let this = This::Record(RecordId(0));
    let long = |part: &str, count: usize, end: &str| part.repeat(count) + "true" + end;
    for expression in [
        long("(", 2_000, &")".repeat(2_000)),
        long("!", 4_000, ""),
        long("[", 2_000, &"]".repeat(2_000)),
        long("true ? true : ", 280, ""),
        long("true&&", 600, ""),
        "x".repeat(5_000),
    ] {
        let fault = compile(&shape, this, &expression).expect_err("too deep or too long");
        assert_eq!(fault.id, "cel-limit");
    }
    let words = [
        "this", ".", "count", "note", "(", ")", "[", "]", "{", "}", "&&", "==", "null", "'", "\\",
        "é", "1", "u", "?", ":", "all", ",", "x", " ", "-", "in", "\n", "b\"", "0x", "1e",
    ];
    let mut seed = 7u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text += words[(seed >> 33) as usize % words.len()];
        }
        if let Err(fault) = compile(&shape, this, &text) {
            assert!(!fault.excerpt(&text).is_empty(), "seed 7: {text}");
        }
    }
}

#[test]
fn an_element_that_may_be_null_is_guarded() {
    let ask = |expression: &str| {
        let text = format!(
            r#"{{"type": "record", "name": "R", "confluent:rules": [{{"name": "x", "expr": "{expression}"}}],
                "fields": [{{"name": "l", "type": {{"type": "array", "items": ["null", "int"]}}}}]}}"#
        );
        let shape = contract_model::Shape::of(&crate::parse(contract_schema::Format::Avro, &text));
        shape.complaints.iter().map(|one| one.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ask("this.l.all(x, x > 1)"), ["cel-null"]);
    // By its place: what was guarded there is known there, and nowhere else.
    assert_eq!(ask("this.l[0] > 1"), ["cel-null"]);
    assert_eq!(ask("this.l[0] != null && this.l[0] > 1"), [""; 0]);
    assert_eq!(ask("this.l[0] != null && this.l[1] > 1"), ["cel-null"]);
    assert_eq!(ask("[0, 1].all(i, this.l[i] == null || this.l[i] > 1)"), [""; 0]);
    assert_eq!(ask("[0, 1].all(i, [2].all(j, this.l[i] == null || this.l[j] > 1))"), ["cel-null"]);
    assert_eq!(ask("[0].all(i, this.l[i] == null || [1].all(i, this.l[i] > 1))"), ["cel-null"]);
    // The place in a variable is not the place whose number the variable has.
    for rule in (0..3).map(|at| format!("[0].all(i, this.l[i] == null || this.l[{at}] > 1)")) {
        assert_eq!(ask(&rule), ["cel-null"], "{rule}");
    }
    assert_eq!(ask("this.l.all(x, x == null || x > 1)"), [""; 0]);
    assert_eq!(ask("1 in this.l"), ["cel-type"]);
}
