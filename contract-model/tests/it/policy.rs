//! The policy over schemas: each rule broken and kept, in both formats.

use contract_model::{
    Candidate, Contract, Date, Diagnostic, Earlier, Elsewhere, Policy, Setting, Shape, Verdict,
    judge,
};
use contract_schema::{Format, Level, Schema};

const ENVELOPE: &str = r#"
  {"name":"eventId","doc":"d","type":{"type":"string","logicalType":"uuid"}},
  {"name":"correlationId","doc":"d","type":"string"},
  {"name":"occurredAt","doc":"d","type":{"type":"long","logicalType":"timestamp-micros"}},
  {"name":"originatorInfo","doc":"d","type":{"type":"record","name":"O","doc":"d","fields":[{"name":"identity","doc":"d","type":
    {"type":"record","name":"I","doc":"d","fields":[{"name":"name","doc":"d","type":"string"}]}}]}},
  {"name":"beneficiaryInfo","doc":"d","type":"O"},
  {"name":"id","doc":"d","type":"string"},
  {"name":"kind","doc":"d","type":{"type":"enum","name":"K","symbols":["A","B"]}}"#;

const METADATA: &str = r#""event":"a.paid","class":"payment","context":"c","owner":"o","producer":"p","partitionKey":["id"],"idempotencyKey":["id"],"retention":"P5Y""#;

fn avro() -> String {
    format!(
        "{{\"type\":\"record\",\"name\":\"Paid\",\"namespace\":\"a.b\",\"doc\":\"d\",\n \"contract\":{{{METADATA}}},\n \"fields\":[{ENVELOPE}]}}"
    )
}

const PROTO: &str = r#"syntax = "proto3";
package a.b;
import "buf/validate/validate.proto";
import "contract/v1/contract.proto";
import "google/protobuf/timestamp.proto";
// d
message Paid {
  option (contract.v1.event) = {
    event: "a.paid" class: "payment" context: "c" owner: "o" producer: "p"
    partition_key: "id" idempotency_key: "id" retention: "P5Y"
  };
  // d
  string event_id = 1 [(buf.validate.field).string.uuid = true];
  // d
  string correlation_id = 2 [(buf.validate.field).string.min_len = 1];
  // d
  google.protobuf.Timestamp occurred_at = 4 [(buf.validate.field).required = true];
  // d
  Party originator_info = 5 [(buf.validate.field).required = true];
  // d
  Party beneficiary_info = 6 [(buf.validate.field).required = true];
  // d
  string id = 10 [(buf.validate.field).required = true];
  // d
  Kind kind = 11;
}
// d
message Party {
  // d
  Identity identity = 1;
}
// d
message Identity {
  // d
  string name = 1;
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_A = 1; }
"#;

/// A schema with what is known of it.
struct Case {
    schema: Schema,
    shape: Shape,
    contract: Option<Contract>,
}

fn case(format: Format, text: &str) -> Case {
    let schema = crate::parse(format, text);
    let shape = Shape::of(&schema);
    let contract = Contract::read(&schema, &shape).0;
    Case { schema, shape, contract }
}

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn candidate<'a>(case: &'a Case, earlier: &'a [Earlier<'a>]) -> Candidate<'a> {
    let version = earlier.len() as u32 + 1;
    Candidate {
        subject: "a.paid-value",
        version,
        schema: &case.schema,
        shape: &case.shape,
        earlier,
        elsewhere: &[],
    }
}

pub(crate) fn first(format: Format, text: &str) -> Verdict {
    let case = case(format, text);
    judge(&Policy::fintech_default(), Setting::Enforce, today(), &candidate(&case, &[]))
}

pub(crate) fn second(format: Format, old: &str, new: &str) -> Verdict {
    let (old, new) = (case(format, old), case(format, new));
    let earlier = [Earlier { version: 1, shape: &old.shape, contract: old.contract.as_ref() }];
    judge(&Policy::fintech_default(), Setting::Enforce, today(), &candidate(&new, &earlier))
}

pub(crate) fn ids(verdict: &Verdict) -> String {
    let shown = |finding: &Diagnostic| format!("{} {}", finding.severity.name(), finding.id);
    verdict.diagnostics.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Replaces what must be there.
pub(crate) fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_contract_that_keeps_the_policy_passes_without_a_word() {
    for (format, text) in [(Format::Avro, avro()), (Format::Protobuf, PROTO.to_owned())] {
        let verdict = first(format, &text);
        assert_eq!(crate::rendered(&verdict.diagnostics, "f"), "");
        assert_eq!(verdict.level_in_force(Level::Backward), Level::FullTransitive);
        let again = second(format, &text, &text);
        assert_eq!(crate::rendered(&again.diagnostics, "f"), "");
    }
}

#[test]
fn every_rule_is_broken_by_one_edit() {
    let mut report = String::new();
    let text = avro();
    for (from, to) in [
        ("correlationId", "correlation"),
        (
            r#""correlationId","doc":"d","type":"string""#,
            r#""correlationId","doc":"d","type":"long""#,
        ),
        (
            r#""correlationId","doc":"d","type":"string""#,
            r#""correlationId","doc":"d","type":["null","string"],"default":null"#,
        ),
        ("originatorInfo", "originator"),
        ("beneficiaryInfo", "beneficiary"),
        (
            r#""beneficiaryInfo","doc":"d","type":"O""#,
            r#""beneficiaryInfo","doc":"d","type":["null","O"],"default":null"#,
        ),
        (r#""name":"name","doc":"d""#, r#""name":"fullName","doc":"d""#),
        ("eventId", "theId"),
        ("occurredAt", "when"),
        (r#""owner":"o","#, ""),
        (r#""partitionKey":["id"],"#, ""),
        (r#""event":"a.paid""#, r#""event":"a.pay""#),
        (r#""name":"id","doc":"d""#, r#""name":"id""#),
        (r#""name":"Paid","namespace":"a.b","doc":"d""#, r#""name":"Paid","namespace":"a.b""#),
        (r#""class":"payment""#, r#""class":"cash""#),
    ] {
        report +=
            &format!("{from} → {to}\n  {}\n", ids(&first(Format::Avro, &edit(&text, from, to))));
    }
    insta::assert_snapshot!(report);
}

#[test]
fn help_is_in_the_schemas_own_language() {
    let cut = |text: &str, from: &str, to: &str| {
        let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap());
        format!("{}{}", &text[..start], &text[end..])
    };
    let avro = cut(&avro(), r#"{"name":"beneficiaryInfo""#, r#"{"name":"id""#);
    let proto = cut(PROTO, "string correlation_id", "google.protobuf.Timestamp occurred_at");
    let proto = cut(&proto, "Party beneficiary_info", "string id = 10")
        .replace("Kind kind = 11", "Kind kind = 6");
    let weak = edit(PROTO, " [(buf.validate.field).string.min_len = 1]", "");
    let card = edit(&avro, "\"class\":\"payment\"", "\"class\":\"card\"");
    for (name, format, text) in [
        ("avro", Format::Avro, &avro),
        ("card", Format::Avro, &card),
        ("protobuf", Format::Protobuf, &proto),
        ("weak", Format::Protobuf, &weak),
    ] {
        let verdict = first(format, text);
        assert!(verdict.is_refused(), "{name}");
        insta::assert_snapshot!(
            format!("help_{name}"),
            crate::rendered(&verdict.diagnostics, "paid")
        );
    }
    let later = second(Format::Avro, &avro, &avro);
    insta::assert_snapshot!("help_later", crate::rendered(&later.diagnostics, "paid"));
}

#[test]
fn a_field_added_later_is_required_on_write() {
    let old = edit(&avro(), "correlationId", "correlation");
    let new = |attribute: &str| {
        let field = format!(
            r#",{{"name":"correlationId","doc":"d","type":["null","string"],"default":null{attribute}}}]}}"#
        );
        let end = old.rfind("]}").unwrap();
        format!("{}{field}", &old[..end])
    };
    assert_eq!(ids(&second(Format::Avro, &old, &new(r#","contract":{"write":true}"#))), "");
    assert_eq!(ids(&second(Format::Avro, &old, &new(""))), "error ENV-CORRELATION");
    assert_eq!(
        ids(&first(Format::Avro, &new(r#","contract":{"write":true}"#))),
        "error ENV-CORRELATION"
    );
}

#[test]
fn nothing_is_removed_retyped_or_renumbered() {
    let mut report = String::new();
    let text = avro();
    for (from, to) in [
        (r#"{"name":"id","doc":"d","type":"string"},"#, ""),
        (r#""symbols":["A","B"]"#, r#""symbols":["A"]"#),
        (r#""name":"id","doc":"d","type":"string""#, r#""name":"id","doc":"d","type":"long""#),
        (
            r#""name":"name","doc":"d","type":"string""#,
            r#""name":"name","doc":"d","type":["string","null"]"#,
        ),
        (r#""name":"Paid""#, r#""name":"Payed""#),
        (r#""event":"a.paid""#, r#""event":"b.paid""#),
        (r#""producer":"p""#, r#""producer":"q""#),
        (r#""partitionKey":["id"]"#, r#""partitionKey":["eventId"]"#),
    ] {
        let verdict = second(Format::Avro, &text, &edit(&text, from, to));
        report += &format!("{from} → {to}\n  {}\n", ids(&verdict));
    }
    for (from, to) in [
        ("id = 10", "id = 12"),
        ("Kind kind = 11;", "Kind sort = 11;"),
        ("Kind kind = 11;", "oneof of { Kind kind = 11; }"),
        ("KIND_A = 1", "KIND_A = 2"),
        ("// d\n  Kind kind = 11;", ""),
    ] {
        let verdict = second(Format::Protobuf, PROTO, &edit(PROTO, from, to));
        report += &format!("{from} → {to}\n  {}\n", ids(&verdict));
        assert!(
            verdict.breaking().count() > 0 && verdict.violations().count() <= 1,
            "{}",
            ids(&verdict)
        );
    }
    insta::assert_snapshot!(report);
}

#[test]
fn settings_decide_what_happens_to_plain_schemas_and_to_contracts() {
    let plain = r#"{"type":"record","name":"P","namespace":"a","fields":[{"name":"f","type":"string","validate":{"strin":1}}]}"#;
    let policy = Policy::fintech_default();
    let verdict = |setting, subject, text: &str| {
        let case = case(Format::Avro, text);
        let judged = Candidate { subject, ..candidate(&case, &[]) };
        ids(&judge(&policy, setting, today(), &judged))
    };
    let bad = edit(&avro(), "correlationId", "correlation");
    for (setting, subject, text, expected) in [
        (Setting::Off, "x-value", bad.as_str(), ""),
        (Setting::Warn, "x-value", &bad, "warning ENV-CORRELATION"),
        (Setting::Enforce, "x-value", &bad, "error ENV-CORRELATION"),
        (Setting::Enforce, "x-value", plain, "warning constraint-unknown-rule"),
        (
            Setting::EnforceAll,
            "x-value",
            plain,
            "warning constraint-unknown-rule, error CONTRACT-MISSING",
        ),
        (Setting::EnforceAll, "x-key", plain, "warning constraint-unknown-rule"),
        (Setting::EnforceAll, "a.P", plain, "warning constraint-unknown-rule"),
        (Setting::EnforceAll, "x-value", "\"string\"", ""),
    ] {
        assert_eq!(verdict(setting, subject, text), expected, "{setting} {subject}");
    }
}

#[test]
fn a_subject_keeps_its_schema_language() {
    let (old, new) = (case(Format::Avro, &avro()), case(Format::Protobuf, PROTO));
    let earlier = [Earlier { version: 1, shape: &old.shape, contract: old.contract.as_ref() }];
    let verdict =
        judge(&Policy::fintech_default(), Setting::Enforce, today(), &candidate(&new, &earlier));
    assert_eq!(ids(&verdict), "error EVO-NO-RETYPE");
}

#[test]
fn a_contract_is_not_dropped() {
    let plain = r#"{"type":"record","name":"Paid","namespace":"a.b","fields":[]}"#;
    assert_eq!(ids(&second(Format::Avro, &avro(), plain)), "error CONTRACT-DROPPED");
}

#[test]
fn an_event_has_one_producer_and_one_subject() {
    let case = case(Format::Avro, &avro());
    let with = |subject, producer| {
        let elsewhere = [Elsewhere { subject, event: "a.paid", producer: Some(producer) }];
        let judged = Candidate { elsewhere: &elsewhere, ..candidate(&case, &[]) };
        ids(&judge(&Policy::fintech_default(), Setting::Enforce, today(), &judged))
    };
    assert_eq!(with("other-value", "q"), "error CONTRACT-ONE-PRODUCER");
    assert_eq!(with("other-value", "p"), "warning CONTRACT-TWO-SUBJECTS");
    assert_eq!(with("a.paid-value", "q"), "");
}

#[test]
fn an_exemption_excuses_until_it_expires() {
    let exemption = "\n[[exempt]]\nrule = \"FATF-BENEFICIARY\"\nselect = { events = [\"a.*\"] }\nreason = \"card\"\n\
        approved-by = [\"compliance\"]\nexpires = 2026-11-21\n";
    let policy = Policy::read(&(Policy::fintech_default_text().to_owned() + exemption)).unwrap();
    let case = case(Format::Avro, &edit(&avro(), "beneficiaryInfo", "beneficiary"));
    let on = |day| {
        let verdict = judge(
            &policy,
            Setting::Enforce,
            Date::new(2026, 11, day).unwrap(),
            &candidate(&case, &[]),
        );
        (ids(&verdict), verdict.diagnostics[0].help.clone().unwrap())
    };
    assert_eq!(
        on(21),
        ("info FATF-BENEFICIARY".into(), "exempted by compliance until 2026-11-21: card".into())
    );
    let (found, help) = on(22);
    assert_eq!(found, "error FATF-BENEFICIARY");
    assert!(help.ends_with("the exemption by compliance expired on 2026-11-21: card"), "{help}");
}

#[test]
fn a_policy_is_read_with_all_complaints_at_once() {
    let text = "name = 3\nvrsion = 1\n[metadata]\nrequired = [\"ownr\"]\n[[require]]\nid = \"A\"\nfield = \"a\"\ntype = \"strng\"\n\
        value = \"must\"\n[[override]]\nselect = { classes = [\"pay\"] }\nrequire = [{ id = \"B\" }]\n\
        [[exempt]]\nrule = \"A\"\nselect = {}\nreason = \"r\"\napproved-by = []\nexpires = 3\n";
    insta::assert_snapshot!(crate::rendered(&Policy::read(text).unwrap_err(), "policy.toml"));
}

/// A chain of records is deeper than a stack: record 0 holds record 1 holds record 2 …
#[test]
fn a_chain_of_ten_thousand_records_is_compared() {
    let chain = |last: &str| {
        let record = |n: usize| {
            let next = if n == 0 { last.to_owned() } else { format!("M{}", n - 1) };
            format!("message M{n} {{ {next} next = 1; }}\n")
        };
        let records: String = (0..10_000).rev().map(record).collect();
        format!("syntax = \"proto3\";\n{records}")
    };
    let (old, new) = (chain("int32"), chain("int64"));
    let (old, new) = (case(Format::Protobuf, &old), case(Format::Protobuf, &new));
    let found = contract_model::policy::evolution(&old.shape, &new.shape);
    assert_eq!(
        found.iter().map(|finding| finding.id.as_str()).collect::<Vec<_>>(),
        ["EVO-NO-RETYPE"]
    );
}
