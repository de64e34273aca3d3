//! Waivers: let through, expired, unused, granted for another content.

use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};

const RULE: &str = "avro-reader-field-without-default";
const CHECK: [&str; 3] = ["check", "--against", "git:main"];

fn broken() -> Stage {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    stage
}

fn waive(stage: &Stage) {
    let args = ["waive", RULE, "shop.v1.Address", "--reason", "no \"events\" yet"];
    let rest = ["--owner", "team-shop", "--expires", "2999-12-31"];
    stage
        .concord(&[&args[..], &rest[..]].concat())
        .code(0)
        .says("until 2999-12-31, in schemas/contracts.toml");
}

#[test]
fn a_waived_break_passes_and_is_listed_with_owner_and_reason() {
    let stage = broken();
    stage.concord(&CHECK).code(1);
    waive(&stage);
    let run = stage.concord(&CHECK);
    run.code(0)
        .says(&format!("waived[{RULE}]"))
        .says("until 2999-12-31 by team-shop: no \"events\" yet; schemas/contracts.toml:1:1")
        .says("ok: 1 contract judged, 1 changed against git:main, 1 waived");
}

#[test]
fn an_expired_waiver_fails_with_a_code_of_its_own() {
    let stage = broken();
    waive(&stage);
    let on = |day: &str| stage.concord_with(&CHECK, &[("CONCORD_TODAY", day)]);
    on("2999-12-31").code(0);
    on("3000-01-01")
        .code(4)
        .says("error[waiver-expired]")
        .says("--> schemas/contracts.toml:1:1")
        .says("expired on 2999-12-31")
        .says("it answers one finding, which is open again")
        // The author of the change sees what it is about, and the machines count it.
        .says(&format!("error[{RULE}]: field `country`"))
        .says("= was waived until 2999-12-31 by team-shop: no \"events\" yet")
        .says("2 errors");
    let sarif = ["check", "--against", "git:main", "--report", "sarif", "--report", "junit=j.xml"];
    let run = stage.concord_with(&sarif, &[("CONCORD_TODAY", "3000-01-01")]);
    assert!(!run.code(4).out.contains("suppressions"), "{run}");
    assert!(stage.read("j.xml").contains("failures=\"2\" errors=\"0\" skipped=\"0\""));
    // Anything else that is found says more than a waiver that somebody forgot.
    stage.write("schemas/contracts.lock", "layout = 1\n[[contract]]\nsubject = \"s\"\nversion = 1\nid = 1\nformat = \"AVRO\"\ndirect = true\nfile = \"contracts/s.avsc\"\nsha256 = \"00\"\n");
    on("3000-01-01").code(1).says("error[lock-source-missing]");
    on("tomorrow").code(64).complains("CONCORD_TODAY");
}

#[test]
fn a_waiver_holds_for_the_content_it_was_granted_for_and_for_no_other() {
    let stage = broken();
    waive(&stage);
    let flat: String = ADDRESS_BROKEN.lines().map(str::trim).collect();
    stage.write("schemas/address.avsc", flat);
    stage.concord(&CHECK).code(0);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN.replace("country", "land"));
    stage
        .concord(&CHECK)
        .code(1)
        .says(&format!("error[{RULE}]"))
        .says("error[waiver-other-content]")
        .says("granted for sha256:");
}

#[test]
fn a_waiver_does_not_hold_when_what_the_contract_refers_to_changes() {
    let order = r#"{"type":"record","name":"Order","namespace":"shop.v1","doc":"d","fields":[
        {"name":"to","type":"Address","doc":"d"}]}"#;
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/order.avsc", order).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    for subject in ["shop.v1.Address", "shop.v1.Order"] {
        let args =
            ["waive", RULE, subject, "--reason", "r", "--owner", "o", "--expires", "2999-12-31"];
        stage.concord(&args).code(0);
    }
    stage.concord(&CHECK).code(0).says("2 waived");
    stage.write("schemas/address.avsc", ADDRESS_BROKEN.replace("country", "land"));
    let run = stage.concord(&CHECK);
    run.code(1).says("(shop.v1.Address,").says("(shop.v1.Order,").says("4 errors");
}

#[test]
fn an_unused_waiver_fails_unless_the_manifest_says_otherwise() {
    let stage = broken();
    waive(&stage);
    stage.write("schemas/address.avsc", ADDRESS);
    stage.concord(&CHECK).code(4).says("error[waiver-unused]").says("delete it");
    // Without a baseline the rule was not asked.
    stage.concord(&["check"]).code(0);
    let waiver = stage.read("schemas/contracts.toml");
    for (weight, code, words) in [("warn", 0, "warning[waiver-unused]"), ("allow", 0, "ok:")] {
        stage.write(
            "schemas/contracts.toml",
            format!("[check]\nunused-waivers = \"{weight}\"\n{waiver}"),
        );
        stage.concord(&CHECK).code(code).says(words);
    }
}

#[test]
fn a_waiver_of_nothing_is_told_what_it_may_have_meant() {
    let stage = broken();
    waive(&stage);
    let waiver = stage.read("schemas/contracts.toml");
    stage
        .write("schemas/contracts.toml", waiver.replace(RULE, "avro-reader-field-without-defualt"));
    stage.concord(&CHECK).code(1).says(&format!("did you mean `{RULE}`?"));
    stage.write("schemas/contracts.toml", waiver.replace("v1.Address", "v1.Adress"));
    stage.concord(&CHECK).code(1).says("did you mean `shop.v1.Address`?");
}

#[test]
fn a_waiver_may_name_a_file_and_a_path_inside_the_schema() {
    let stage = broken();
    waive(&stage);
    let waiver = stage.read("schemas/contracts.toml");
    let by_file = waiver.replace("subject = \"shop.v1.Address\"", "file = \"address.avsc\"");
    for (row, code) in [
        (by_file.clone(), 0),
        (by_file.clone() + "path = \"/fields/*\"\n", 0),
        (by_file + "path = \"/fields/7\"\n", 1),
    ] {
        stage.write("schemas/contracts.toml", row);
        stage.concord(&CHECK).code(code);
    }
}

#[test]
fn a_removed_contract_is_waived_by_what_it_was() {
    let stage = Stage::new();
    let event = include_str!("../../../schemas/accounts/account.debited.avsc");
    stage
        .write("schemas/zone.avsc", ADDRESS)
        .write("schemas/e.avsc", self_contained(event))
        .commit_all();
    stage.remove("schemas/e.avsc");
    stage.concord(&CHECK).code(1).says("error[contract-removed]");
    let args = [
        "waive",
        "contract-removed",
        "account.debited-value",
        "--reason",
        "r",
        "--owner",
        "o",
        "--expires",
        "2999-12-31",
    ];
    stage.concord(&args).code(64).complains("--against git:main");
    stage.concord(&[&args[..], &["--against", "git:main"]].concat()).code(0);
    stage.concord(&CHECK).code(0).says("1 waived");
    let waiver = stage.read("schemas/contracts.toml");
    let setting = |weight: &str| {
        format!("[check]\nremoved-subjects = \"{weight}\"\nunused-waivers = \"allow\"\n{waiver}")
    };
    stage.write("schemas/contracts.toml", setting("allow"));
    stage.concord(&CHECK).code(0).says("note: `account.debited-value` is gone");
}

/// An event whose references are not needed here.
fn self_contained(event: &str) -> String {
    let start = event.find("\"contract\"").unwrap();
    let end = event.find("\"fields\"").unwrap();
    format!(
        r#"{{"type":"record","name":"AccountDebited","namespace":"a.v1","doc":"d",{}"fields":[{{"name":"accountId","type":"string","doc":"d"}}]}}"#,
        &event[start..end]
    )
}

#[test]
fn a_row_that_makes_no_sense_is_shown_with_its_place() {
    let stage = broken();
    let row = "[[waiver]]\nrule = \"x\"\nsubject = \"s\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2999-12-31\nhash = \"sha256:00\"\n";
    for (row, words) in [
        (row.to_owned(), "`sha256:00` is no hash of a content"),
        (row.replace("owner = \"o\"\n", ""), "`owner` is missing"),
        (row.replace("\"r\"", "\" \""), "`reason` of a waiver is empty"),
        (row.replace("2999-12-31", "2999-02-31"), "contracts.toml:6"),
        (row.replace("subject", "subjcet"), "did you mean `subject`?"),
        (row.replace("subject = \"s\"\n", ""), "`subject` or `file` is missing"),
    ] {
        stage.write("schemas/contracts.toml", row);
        stage.concord(&CHECK).code(2).says(words).says("--> schemas/contracts.toml:");
    }
}

#[test]
fn waive_refuses_what_cannot_hold() {
    let stage = broken();
    let waive = |rule: &str, subject: &str, day: &str| {
        stage.concord(&["waive", rule, subject, "--reason", "r", "--owner", "o", "--expires", day])
    };
    waive("avro-no-such", "shop.v1.Address", "2999-12-31").code(64).complains("no rule is called");
    waive(RULE, "shop.v1.Adress", "2999-12-31")
        .code(64)
        .complains("did you mean `shop.v1.Address`?");
    waive(RULE, "shop.v1.Address", "1999-12-31").code(64).complains("is past");
    waive(RULE, "shop.v1.Address", "soon").code(64).complains("2027-12-31");
    waive(RULE, "shop.v1.Address", "2999-12-31").code(0);
    waive(RULE, "shop.v1.Address", "2999-12-31").code(2).complains("delete it first");
}
