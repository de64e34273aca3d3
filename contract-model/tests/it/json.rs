//! JSON Schemas as contracts: what counts as a record and a field, and the policy over them.

use crate::policy::{edit, first, ids, second};
use contract_model::{Presence, Shape, Type};
use contract_schema::Format::Json;

const PAID: &str = r##"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Paid", "description": "d", "type": "object",
  "contract": {"event":"a.paid","class":"payment","context":"c","owner":"o","producer":"p",
    "partitionKey":["id"],"idempotencyKey":["id"],"retention":"P5Y"},
  "properties": {
    "eventId": {"type":"string","format":"uuid","description":"d"},
    "correlationId": {"type":"string","description":"d"},
    "occurredAt": {"type":"string","format":"date-time","description":"d"},
    "originatorInfo": {"allOf":[{"$ref":"#/definitions/Party"}],"description":"d"},
    "beneficiaryInfo": {"allOf":[{"$ref":"#/definitions/Party"}],"description":"d"},
    "id": {"type":"string","description":"d"}
  },
  "required": ["eventId","correlationId","occurredAt","originatorInfo","beneficiaryInfo","id"],
  "definitions": {"Party": {"description":"d","type":"object","required":["identity"],"properties":{"identity":{
    "description":"d","type":"object","required":["name"],"properties":{
      "name":{"type":"string","description":"d","confluent:tags":["PII"]}}}}}}
}"##;

#[test]
fn a_json_contract_that_keeps_the_policy_passes_without_a_word() {
    assert_eq!(crate::rendered(&first(Json, PAID).diagnostics, "f"), "");
    assert_eq!(crate::rendered(&second(Json, PAID, PAID).diagnostics, "f"), "");
}

#[test]
fn every_rule_is_broken_by_one_edit_of_a_json_contract() {
    for (from, to, found) in [
        (r#""correlationId": {"#, r#""correlation": {"#, "error ENV-CORRELATION"),
        (
            r#"correlationId": {"type":"string""#,
            r#"correlationId": {"type":"integer""#,
            "error ENV-CORRELATION",
        ),
        (
            r#"correlationId": {"type":"string""#,
            r#"correlationId": {"type":["string","null"]"#,
            "error ENV-CORRELATION",
        ),
        (r#"["eventId","correlationId","#, r#"["eventId","#, "error ENV-CORRELATION"),
        (r#""originatorInfo": {"#, r#""originator": {"#, "error FATF-ORIGINATOR"),
        (
            r#""name":{"type""#,
            r#""fullName":{"type""#,
            "error FATF-ORIGINATOR, error FATF-BENEFICIARY",
        ),
        (r#""format":"uuid","#, "", "warning ENV-EVENT-ID"),
        (r#""description": "d", "#, "", "warning DOC-RECORD"),
        (r#""partitionKey":["id"]"#, r#""partitionKey":["di"]"#, "error contract-key"),
        (r#""class":"payment""#, r#""class":"payments""#, "error contract-wrong-value"),
        (r#""confluent:tags":["PII"]"#, r#""confluent:tags":"PII""#, "error contract-wrong-type"),
    ] {
        assert_eq!(ids(&first(Json, &edit(PAID, from, to))), found, "{from} -> {to}");
    }
}

/// The compiler holds such properties as JSON, or by position: a rule that looks into one is refused before.
#[test]
fn a_rule_about_what_has_no_type_is_refused_with_its_place_and_the_way_out() {
    let refused = |ty: &str, expr: &str| {
        let rule = format!(r#""confluent:rules":[{{"name":"R","doc":"d","expr":"{expr}"}}],"#);
        let text = edit(
            PAID,
            r#""required": ["eventId","#,
            &format!("{rule} \"required\": [\"eventId\","),
        );
        let id = r#""id": {"type":"string","description":"d"}"#;
        let text = edit(&text, id, &format!(r#"{id}, "odd": {ty}"#));
        let verdict = first(Json, &text);
        let found = verdict.diagnostics.iter().find(|one| one.id.starts_with("cel-"));
        found.map(|one| (one.message.clone(), one.help.clone().unwrap_or_default()))
    };
    for (ty, expr, reason) in [
        (
            r#"{"type":"array","prefixItems":[{"type":"string"}],"minItems":1,"items":false}"#,
            "this.odd == null || this.odd[0] == 'a'",
            "its elements have types by their positions",
        ),
        (
            r#"{"type":"array","items":[{"type":"string"}]}"#,
            "this.odd == null || size(this.odd) > 1",
            "its elements have types by their positions",
        ),
        (
            r#"{"type":"array","unevaluatedItems":false}"#,
            "this.odd == null || size(this.odd) > 1",
            "it says `unevaluatedItems`",
        ),
        (
            r#"{"type":["string","null"],"not":{"const":"a"}}"#,
            "this.odd == null || this.odd == 'b'",
            "it may be null, and says more than its type",
        ),
        (
            r#"{"type":"object","patternProperties":{"^a":{},"^b":{}}}"#,
            "this.odd == null || size(this.odd) > 1",
            "its properties are known by patterns",
        ),
        (
            r#"{"type":"object","required":["a"]}"#,
            "this.odd == null || size(this.odd) > 1",
            "it names no `properties`",
        ),
        (
            r#"{"type":"string","allOf":[{"type":"integer"}]}"#,
            "this.odd == null || this.odd == 'b'",
            "its parts allow different types",
        ),
    ] {
        let (message, help) = refused(ty, expr).unwrap_or_else(|| panic!("{ty} {expr}"));
        assert!(message.contains(&format!("`JSON without a type: {reason}`")), "{ty}: {message}");
        assert!(help.contains("docs/contracts.md") && help.contains("keywords"), "{ty}: {help}");
    }
    let taken = r#"{"type":"array","items":{"type":["integer","null"]}}"#;
    assert_eq!(refused(taken, "this.odd == null || this.odd.all(x, x == null || x > 1)"), None);
    let (message, _) = refused(taken, "this.odd == null || this.odd.all(x, x > 1)").unwrap();
    assert!(message.contains("may be null"), "{message}");
    let amount = r#"{"type":"string","format":"decimal","scale":2}"#;
    assert_eq!(refused(amount, "this.odd == null || this.odd > decimal('0.01')"), None);
}

#[test]
fn what_is_missing_is_told_in_the_words_of_json_schema() {
    let verdict = first(Json, &edit(PAID, r#""correlationId": {"#, r#""correlation": {"#));
    let help = verdict.diagnostics[0].help.as_deref().unwrap();
    assert_eq!(
        help,
        "add after `eventId`:\n\"correlationId\":{\"type\":\"string\",\"description\":\"Identity of the whole business \
         flow; opaque.\"} (and list it in \"required\")"
    );
    let place = verdict.diagnostics[0].at.unwrap();
    assert_eq!((place.line, place.column), (1, 1), "the root lacks it");
}

#[test]
fn a_json_contract_never_loses_a_property_or_its_type() {
    let optional = r#""note": {"type":"string","description":"d"},"#;
    let with_note = edit(PAID, r#""id": {"type""#, &format!(r#"{optional} "id": {{"type""#));
    assert_eq!(ids(&second(Json, &with_note, PAID)), "error EVO-NO-REMOVE");
    let retyped = edit(&with_note, r#""note": {"type":"string""#, r#""note": {"type":"integer""#);
    assert_eq!(ids(&second(Json, &with_note, &retyped)), "error EVO-NO-RETYPE");
    assert_eq!(ids(&second(Json, PAID, &with_note)), "", "a property may be added");
    let renamed = edit(PAID, r#""title": "Paid""#, r#""title": "Payed""#);
    assert_eq!(ids(&second(Json, PAID, &renamed)), "error EVO-NO-RETYPE");
}

#[test]
fn properties_are_fields_of_the_types_that_their_keywords_name() {
    let schema = crate::parse(
        Json,
        r##"{"$id":"https://example.com/x/All.schema.json","type":"object","required":["text","when","kind","either"],
        "properties":{
          "text":{"type":"string"}, "when":{"type":"string","format":"date-time"}, "day":{"type":"string","format":"date"},
          "raw":{"type":"string","contentEncoding":"base64"}, "count":{"type":"integer"}, "ratio":{"type":"number"},
          "yes":{"type":"boolean"}, "kind":{"enum":["A","B"]}, "maybe":{"enum":["A",null]},
          "list":{"type":"array","items":{"type":"integer"}}, "map":{"type":"object","additionalProperties":{"type":"string"}},
          "either":{"anyOf":[{"type":"string"},{"type":"null"}]}, "both":{"oneOf":[{"type":"string"},{"type":"integer"}]},
          "self":{"$ref":"#"}, "loop":{"$ref":"#/definitions/Loop"}, "any":{}},
        "definitions":{"Loop":{"$ref":"#/definitions/Loop"}}}"##,
    );
    let shape = Shape::of(&schema);
    let root = shape.root().unwrap();
    assert_eq!(root.name, "All");
    let described: Vec<String> = root
        .fields
        .iter()
        .map(|field| {
            let sign = if field.presence == Presence::Required { "" } else { "?" };
            format!("{}{sign}: {}", field.name, field.ty.describe(&shape))
        })
        .collect();
    assert_eq!(
        described,
        [
            "text: string",
            "when: timestamp",
            "day?: date",
            "raw?: bytes",
            "count?: long",
            "ratio?: double",
            "yes?: bool",
            "kind: enum kind",
            "maybe?: enum maybe",
            "list?: array<long>",
            "map?: map<string>",
            "either?: string",
            "both?: union of string, long",
            "self?: record All",
            "loop?: any value",
            "any?: any value",
        ]
    );
    assert_eq!(shape.records.len(), 1);
}

#[test]
fn branches_of_branches_are_described_in_bounded_time() {
    let mut text = String::from(
        r##"{"type":"object","properties":{"a":{"$ref":"#/definitions/t0"}},"definitions":{"##,
    );
    for level in 0..60 {
        let next = level + 1;
        let branch = format!(r##"{{"$ref":"#/definitions/t{next}"}}"##);
        text.push_str(&format!(r#""t{level}":{{"anyOf":[{branch},{branch}]}},"#));
    }
    text.push_str(r#""t60":{"type":"string"}}}"#);
    let shape = Shape::of(&crate::parse(Json, &text));
    assert!(matches!(shape.root().unwrap().fields[0].ty, Type::Union(_)));
}
