//! The policy, the manifest and evolution, without a registry.

use crate::stage::Stage;

/// A complete event: envelope, keys, parties.
pub(crate) const EVENT: &str = r#"{
  "type": "record", "name": "OrderPlaced", "namespace": "shop.v1", "doc": "An order was placed.",
  "contract": {
    "event": "order.placed", "class": "operational", "context": "orders", "owner": "team-shop",
    "producer": "shop", "partitionKey": ["orderId"], "idempotencyKey": ["orderId"], "retention": "P1Y"
  },
  "fields": [
    {"name": "eventId", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Id."},
    {"name": "correlationId", "type": "string", "doc": "Flow."},
    {"name": "occurredAt", "type": {"type": "long", "logicalType": "timestamp-micros"}, "doc": "When."},
    {"name": "originatorInfo", "type": ["null", {"type": "record", "name": "OriginatorInfo", "doc": "Who.",
      "fields": [{"name": "identity", "doc": "Id.", "type": {"type": "record", "name": "Identity", "doc": "Id.",
        "fields": [{"name": "name", "type": "string", "doc": "Name."}]}}]}], "default": null, "doc": "From."},
    {"name": "beneficiaryInfo", "type": ["null", {"type": "record", "name": "BeneficiaryInfo", "doc": "Whom.",
      "fields": [{"name": "identity", "doc": "Id.", "type": "Identity"}]}], "default": null, "doc": "To."},
    {"name": "orderId", "type": "string", "doc": "Which order."},
    {"name": "note", "type": ["null", "string"], "default": null, "doc": "A note."}
  ]
}
"#;

fn shop() -> Stage {
    let stage = Stage::new();
    stage.write("schemas/order.placed.avsc", EVENT);
    stage
}

#[test]
fn a_complete_event_is_clean() {
    shop().concord(&["check"]).code(0).says("ok: 1 contract judged");
}

#[test]
fn an_event_without_correlation_is_refused_with_what_to_add() {
    let stage = shop();
    let line = "    {\"name\": \"correlationId\", \"type\": \"string\", \"doc\": \"Flow.\"},\n";
    stage.write("schemas/order.placed.avsc", EVENT.replace(line, ""));
    stage
        .concord(&["check"])
        .code(1)
        .says("error[ENV-CORRELATION]")
        .says("--> schemas/order.placed.avsc:")
        .says("required by policy fintech-default@1")
        .says("\"name\":\"correlationId\"");
}

#[test]
fn a_removed_field_is_refused_although_every_level_would_allow_it() {
    let stage = shop();
    stage.commit_all();
    let note = ",\n    {\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null, \"doc\": \"A note.\"}";
    assert!(EVENT.contains(note));
    stage.write("schemas/order.placed.avsc", EVENT.replace(note, ""));
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1)
        .says("error[EVO-NO-REMOVE]")
        .says("`note`")
        .says("::: git:main:schemas/order.placed.avsc:")
        .says("clashes with git:main:schemas/order.placed.avsc")
        .says("--> schemas/order.placed.avsc:");
    // What the policy has said, GOLDEN does not say again.
    assert!(!run.out.contains("avro-field-removed"), "{run}");
}

#[test]
fn the_safety_of_a_contract_is_golden_and_that_of_a_type_as_the_manifest_says() {
    let stage = shop();
    let sum = |scale: u32| {
        format!(
            r#"{{"type":"record","name":"Sum","namespace":"shop.v1","doc":"d","fields":[{{"name":"of","doc":"d","type":{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}}}]}}"#
        )
    };
    let note = "\"doc\": \"A note.\"}";
    assert!(EVENT.contains(note));
    let event = |default: u32| {
        let tries = format!(
            "{{\"name\": \"tries\", \"type\": \"int\", \"default\": {default}, \"doc\": \"d\"}}"
        );
        EVENT.replace(note, &format!("{note},\n{tries}"))
    };
    stage.write("schemas/sum.avsc", sum(2)).write("schemas/order.placed.avsc", event(0));
    stage.commit_all();
    stage.write("schemas/sum.avsc", sum(3)).write("schemas/order.placed.avsc", event(1));
    let check = || stage.concord(&["check", "--against", "git:main"]);
    let run = check();
    run.code(1)
        .says("error[avro-default-changed]")
        .says("safety GOLDEN (event contract, by policy fintech-default@1)")
        .says("the new schema does not keep what the old one promised");
    assert!(!run.out.contains("avro-decimal-differs"), "{run}");
    stage.write("schemas/contracts.toml", "safety = \"WIRE\"\n");
    check()
        .code(1)
        .says("error[avro-decimal-differs]")
        .says("level BACKWARD (the default), safety WIRE (set in contracts.toml)")
        .says("a consumer with the new schema misreads events already written");
}

#[test]
fn a_removed_contract_is_a_finding_and_a_removed_type_is_a_note() {
    let stage = shop();
    stage.write("schemas/address.avsc", crate::stage::ADDRESS).commit_all();
    stage.remove("schemas/order.placed.avsc").remove("schemas/address.avsc");
    stage.write("schemas/zone.avsc", crate::stage::ADDRESS.replace("Address", "Zone"));
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1)
        .says("error[contract-removed]")
        .says("git:main:schemas/order.placed.avsc")
        .says("note: `shop.v1.Address` is gone");
}

#[test]
fn a_contract_that_drops_its_declaration_is_refused() {
    let stage = shop();
    stage.write("schemas/contracts.toml", "subject = \"record\"\n").commit_all();
    let start = EVENT.find("  \"contract\"").unwrap();
    let end = EVENT.find("  \"fields\"").unwrap();
    stage.write("schemas/order.placed.avsc", format!("{}{}", &EVENT[..start], &EVENT[end..]));
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1).says("error[CONTRACT-DROPPED]");
}

#[test]
fn a_manifest_that_makes_no_sense_is_shown_with_its_place() {
    let stage = shop();
    stage.write("schemas/contracts.toml", "[[contract]]\nfiels = \"*.avsc\"\n");
    stage.concord(&["check"]).code(2).says("schemas/contracts.toml:2:").says("files");
    stage.write("schemas/contracts.toml", "[[contract]]\nfiles = \"gone.avsc\"\n");
    stage.concord(&["check"]).code(2).says("error[manifest-no-file]").says("gone.avsc");
    stage.write("schemas/contracts.toml", "policy-file = \"none.toml\"\n");
    stage.concord(&["check"]).code(2).says("none.toml");
    stage.write("schemas/contracts.toml", b"\xff\xfe");
    stage.concord(&["check"]).code(2).says("UTF-8");
}

#[test]
fn a_policy_of_the_house_takes_the_place_of_the_built_in_one() {
    let stage = shop();
    let policy = "name = \"house\"\nversion = 4\n[[require]]\nid = \"HOUSE-TENANT\"\nfield = \"tenantId\"\ntype = \"string\"\nvalue = \"present\"\n";
    stage.write("schemas/contracts.toml", "policy-file = \"policy.toml\"\n");
    stage.write("schemas/policy.toml", policy);
    let run = stage.concord(&["check"]);
    run.code(1).says("error[HOUSE-TENANT]").says("required by policy house@4");
}

#[test]
fn an_unchanged_contract_with_a_shortcoming_does_not_stop_another_change() {
    let stage = shop();
    let line = "    {\"name\": \"correlationId\", \"type\": \"string\", \"doc\": \"Flow.\"},\n";
    stage.write("schemas/order.placed.avsc", EVENT.replace(line, "")).commit_all();
    stage.write("schemas/zone.avsc", crate::stage::ADDRESS);
    stage.concord(&["check", "--against", "git:main"]).code(0).says("1 changed");
}

#[test]
fn a_contract_with_another_topic_is_compared_with_itself_and_the_move_is_said() {
    let stage = shop();
    stage.commit_all();
    let moved = EVENT.replace("\"context\"", "\"topic\": \"order.placed.v2\", \"context\"");
    stage.write("schemas/order.placed.avsc", &moved);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(0).says("warning[contract-moved]").says("`order.placed-value`");
    stage.write(
        "schemas/order.placed.avsc",
        moved.replace("\"orderId\", \"type\": \"string\"", "\"orderId\", \"type\": \"long\""),
    );
    stage.concord(&["check", "--against", "git:main"]).code(1).says("error[EVO-NO-RETYPE]");
}
