//! Declarations and constraints that are wrong: every complaint at once, with place and remedy.

use crate::{read, rendered};
use contract_model::{Class, Constraint, Presence, Shape, WellKnown};
use contract_schema::Format;

const AVRO: &str = r#"{"type":"record","name":"Paid","namespace":"a.b","fields":[
  {"name":"id","type":{"type":"string","logicalType":"uuid"}},
  {"name":"note","type":["null","string"],"default":null}],
 "contract":CONTRACT}"#;

fn avro(contract: &str) -> String {
    AVRO.replace("CONTRACT", contract)
}

fn avro_field(ty: &str, validate: &str) -> String {
    format!(
        r#"{{"type":"record","name":"R","fields":[{{"name":"f","type":{ty},"validate":{validate}}}]}}"#
    )
}

fn proto(body: &str) -> String {
    format!(
        "syntax = \"proto3\";\npackage a.b;\nimport \"buf/validate/validate.proto\";\n\
         import \"contract/v1/contract.proto\";\nimport \"fintech/validate/v1/formats.proto\";\n{body}\n"
    )
}

#[test]
fn a_declaration_reads_the_same_in_both_formats() {
    let text = avro(
        r#"{"event":"a.paid","class":"card","owner":"t","partitionKey":["id"],"retention":"P5Y","stability":"draft"}"#,
    );
    let (from_avro, findings) = read(Format::Avro, &text);
    assert_eq!(rendered(&findings, "f"), "");
    let text = proto(
        "message Paid {\n  option (contract.v1.event) = { event: \"a.paid\" class: \"card\" owner: \"t\" \
         partition_key: \"id\" retention: \"P5Y\" stability: \"draft\" };\n  \
         string id = 1 [(buf.validate.field).string.uuid = true];\n}",
    );
    let (from_proto, findings) = read(Format::Protobuf, &text);
    assert_eq!(rendered(&findings, "f"), "");
    let (mut from_avro, mut from_proto) = (from_avro.unwrap(), from_proto.unwrap());
    assert_eq!(from_avro.class, Class::Card);
    assert!(from_avro.at.take().is_some() && from_proto.at.take().is_some());
    assert_eq!(from_avro, from_proto);
}

#[test]
fn an_attribute_called_contract_that_is_not_ours_is_left_alone() {
    for other in [r#""v1""#, r#"{"url":"x"}"#, "[]", "null", r#"{"owner":"x","content":1}"#] {
        let (contract, findings) = read(Format::Avro, &avro(other));
        assert_eq!((contract, findings), (None, Vec::new()), "{other}");
    }
}

#[test]
fn everything_wrong_with_an_avro_declaration_is_said_at_once() {
    let text = avro(
        r#"{"evnt":"a.paid",
  "class":"payments",
  "producer":["x"],
  "topic":"a b",
  "partitionKey":["id","nota"],
  "idempotencyKey":["note"],
  "retention":"5 years",
  "regulation":"GDPR"}"#,
    );
    let (contract, findings) = read(Format::Avro, &text);
    assert_eq!(contract, None);
    insta::assert_snapshot!(rendered(&findings, "paid.avsc"));
}

#[test]
fn everything_wrong_with_a_protobuf_declaration_is_said_at_once() {
    let text = proto(
        "message Paid {\n  option (contract.v1.event).event = \"Paid\";\n  option (contract.v1.event).class = \"pay\";\n  \
         option (contract.v1.event).partition_key = \"ids\";\n  option (contract.v1.event).idempotency_key = \"note\";\n  \
         string id = 1;\n  optional string note = 2;\n}\nmessage Other {\n  option (contract.v1.event) = { event: \"a.b\" };\n}",
    );
    let (contract, findings) = read(Format::Protobuf, &text);
    assert_eq!(contract, None);
    insta::assert_snapshot!(rendered(&findings, "paid.proto"));
}

#[test]
fn constraints_that_cannot_hold_are_refused() {
    let mut report = String::new();
    for (ty, validate) in [
        (r#""string""#, r#"{"string":{"maxLen":3}}"#),
        (r#""string""#, r#"{"strng":{"max_len":3}}"#),
        (r#""string""#, r#"{"int32":{"gt":3}}"#),
        (r#""string""#, r#"{"string":{"max_len":-1}}"#),
        (r#""string""#, r#"{"string":{"min_len":3,"max_len":2}}"#),
        (r#""string""#, r#"{"string":{"pattern":"a(?=b)"}}"#),
        (r#""string""#, r#"{"string":{"iban":"yes"}}"#),
        (r#""string""#, r#"{"string":{"in":[]}}"#),
        (r#""int""#, r#"{"int32":{"gte":5,"lt":5}}"#),
        (r#""int""#, r#"{"int32":{"gt":3000000000}}"#),
        (r#""int""#, r#"{"int32":{"gt":1,"gte":2}}"#),
        (
            r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#,
            r#"{"decimal":{"gt":"2","lt":"1.50"}}"#,
        ),
        (
            r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#,
            r#"{"bytes":{"max_len":2}}"#,
        ),
        (r#"{"type":"enum","name":"E","symbols":["A","B"]}"#, r#"{"enum":{"not_in":["C"]}}"#),
        (r#"{"type":"array","items":"string"}"#, r#"{"repeated":{"items":{"int32":{"gt":1}}}}"#),
        (
            r#"{"type":"array","items":{"type":"array","items":"int"}}"#,
            r#"{"repeated":{"unique":true}}"#,
        ),
        (r#"["null","int","string"]"#, r#"{"string":{"max_len":1}}"#),
        (r#""string""#, r#"[1]"#),
        (r#"["null",{"type":"string","validate":{"string":{"max_len":1}}}]"#, "{}"),
        (r#""string""#, r#"{"cel":[{"id":"x","expression":"this +"}]}"#),
    ] {
        let (_, findings) = read(Format::Avro, &avro_field(ty, validate));
        assert_eq!(findings.len(), 1, "{validate} {findings:?}");
        let finding = &findings[0];
        let help = finding.help.as_deref().unwrap_or("-");
        report += &format!(
            "{validate}\n  {} {}: {}\n  {help}\n",
            finding.at.unwrap(),
            finding.id,
            finding.message
        );
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_default_must_satisfy_the_rules_of_its_field() {
    for (ty, default, validate, is_good) in [
        (r#""string""#, r#""""#, r#"{"string":{"min_len":1}}"#, false),
        (r#""string""#, r#""é""#, r#"{"string":{"max_len":1}}"#, true),
        (r#""string""#, r#""b""#, r#"{"string":{"pattern":"^a"}}"#, false),
        (r#""int""#, "5", r#"{"int32":{"gte":5,"lt":6}}"#, true),
        (r#""int""#, "5", r#"{"int32":{"gt":5}}"#, false),
        (r#"["null","string"]"#, "null", r#"{"string":{"min_len":1}}"#, true),
        (
            r#"{"type":"enum","name":"E","symbols":["A","B"]}"#,
            r#""A""#,
            r#"{"enum":{"not_in":["A"]}}"#,
            false,
        ),
        (r#"{"type":"array","items":"int"}"#, "[]", r#"{"repeated":{"min_items":1}}"#, false),
    ] {
        let text = avro_field(ty, validate).replacen(
            "\"validate\"",
            &format!("\"default\":{default},\"validate\""),
            1,
        );
        let (_, findings) = read(Format::Avro, &text);
        let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!(ids, if is_good { &[][..] } else { &["constraint-default"][..] }, "{text}");
    }
}

#[test]
fn protobuf_constraints_are_refused_at_their_own_place() {
    let text = proto(
        "message R {\n  string a = 1 [(buf.validate.field).int32.gt = 1];\n  \
         string b = 2 [\n    (buf.validate.field).string.min_len = 3,\n    (buf.validate.field).string.pattern = \"(\"\n  ];\n  \
         E e = 3 [(buf.validate.field).enum.in = 7];\n  repeated int32 r = 4 [(buf.validate.field).repeated.items.int64.gt = 1];\n  \
         string i = 5 [(buf.validate.field).ignore = IGNORE_ALWAYS];\n  \
         uint32 u = 6 [(buf.validate.field).uint32 = {gt: 9 lt: 3}];\n  \
         string c = 7 [(buf.validate.field).cel = {id: \"x\" expression: \"true\"}];\n  \
         oneof o { option (buf.validate.oneof).required = true; int32 x = 8; }\n}\nenum E { E_UNSPECIFIED = 0; }",
    );
    let (_, findings) = read(Format::Protobuf, &text);
    insta::assert_snapshot!(rendered(&findings, "r.proto"));
}

#[test]
fn both_formats_read_the_same_rules() {
    let text = avro_field(r#""string""#, r#"{"string":{"max_len":11,"min_len":8,"bic":true}}"#);
    let avro = Shape::of(&crate::parse(Format::Avro, &text));
    let text = proto(
        "message R {\n string f = 1 [(buf.validate.field).string = { max_len: 11 min_len: 8 [fintech.validate.v1.bic]: true }];\n\
         string g = 2 [(buf.validate.field).string.(fintech.validate.v1.bic) = true];\n string h = 3;\n}",
    );
    let proto = Shape::of(&crate::parse(Format::Protobuf, &text));
    let bic = Constraint::WellKnown(WellKnown::Bic);
    let expected = vec![Constraint::MinLen(8), Constraint::MaxLen(11), bic.clone()];
    let fields = &proto.root().unwrap().fields;
    assert_eq!(avro.root().unwrap().fields[0].rules.value, expected);
    assert_eq!(fields[0].rules.value, expected);
    assert_eq!(fields[1].rules.value, vec![bic]);
    assert_eq!(fields[0].presence, Presence::Required);
    assert_eq!(fields[2].presence, Presence::Implicit);
}

/// What a damaged byte becomes.
const SIGNS: &[u8] = b"{}[]\"',:.0129aezA_-\n";

/// Changes of single bytes, drawn from a seed (`SEED=…` draws others): whatever comes out, nothing panics.
#[test]
fn damaged_texts_are_judged_without_a_panic() {
    let seed: Option<u64> = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or(1);
    eprintln!("SEED={seed}");
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |limit: usize| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let samples = [
        (
            Format::Avro,
            avro(r#"{"event":"a.paid","class":"card","partitionKey":["id"],"retention":"P5Y"}"#),
        ),
        (
            Format::Avro,
            avro_field(
                r#"["null",{"type":"array","items":"int"}]"#,
                r#"{"repeated":{"min_items":1,"items":{"int32":{"in":[1,2]}}}}"#,
            ),
        ),
        (
            Format::Protobuf,
            proto(
                "message R {\n option (contract.v1.event) = { event: \"a.b\" class: \"card\" partition_key: \"f\" };\n\
            string f = 1 [(buf.validate.field).string = { max_len: 11 pattern: \"^a\" }];\n}",
            ),
        ),
    ];
    for round in 0..3_000 {
        let (format, text) = &samples[round % samples.len()];
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=next(3) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = SIGNS[next(SIGNS.len())],
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, bytes[next(bytes.len())]),
            }
        }
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let options = contract_schema::ParseOptions::new_schema();
        if let Ok(schema) = contract_schema::Schema::parse(*format, &text, &[], options) {
            let shape = Shape::of(&schema);
            let candidate = contract_model::Candidate {
                subject: "s",
                version: 2,
                schema: &schema,
                shape: &shape,
                earlier: &[],
                elsewhere: &[],
            };
            let policy = contract_model::Policy::fintech_default();
            let today = contract_model::Date::new(2026, 1, 1).unwrap();
            let verdict = contract_model::judge(
                &policy,
                contract_model::Setting::EnforceAll,
                today,
                &candidate,
            );
            let _ = rendered(&verdict.diagnostics, "f");
        }
    }
}
