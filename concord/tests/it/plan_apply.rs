//! `plan` and `apply`: a registry made what a directory says, and nothing else than was planned.

use crate::server::Server;
use crate::stage::{ADDRESS, ADDRESS_BROKEN, Run, Stage};

const CUSTOMER: &str = r#"{
  "type": "record", "name": "Customer", "namespace": "shop.v1", "doc": "Who buys.",
  "fields": [{"name": "home", "type": "shop.v1.Address", "doc": "Where they live."}]
}
"#;
const SUITE: &str = r#"{"name": "suite", "type": "string", "default": "", "doc": "Suite."},"#;

fn with_suite() -> String {
    ADDRESS.replacen(r#"{"name": "city""#, &format!(r#"{SUITE} {{"name": "city""#), 1)
}

/// A registry, and a directory with two contracts, one of which refers to the other.
fn shop() -> (Stage, Server) {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/customer.avsc", CUSTOMER);
    let server = Server::start(&stage, &["--policy", "off"]);
    (stage, server)
}

fn run(stage: &Stage, server: &Server, args: &[&str]) -> Run {
    stage.concord_with(args, &[("CONCORD_REGISTRY", &server.url)])
}

#[test]
fn a_plan_is_shown_applied_and_then_there_is_nothing_to_do() {
    let (stage, server) = shop();
    let planned = run(&stage, &server, &["plan", "--out", "plan.json"]);
    planned.code(0).says("+ shop.v1.Address  version 1, new").says("+ shop.v1.Customer");
    planned.says("judged here").says("plan: 2 to create at http://127.0.0.1");
    assert_eq!(server.get("/subjects"), "[]", "a plan changes nothing");
    run(&stage, &server, &["plan", "--check"]).code(1);

    let applied = run(&stage, &server, &["apply", "plan.json"]);
    applied.code(0).says("applied: 2 changes");
    assert_eq!(server.get("/subjects"), r#"["shop.v1.Address","shop.v1.Customer"]"#);
    // Applied once more: everything is as the plan wants it.
    run(&stage, &server, &["apply", "plan.json"])
        .code(0)
        .says("nothing to do: 0 changes, 2 made before");
    let again = run(&stage, &server, &["plan", "--check"]);
    assert_eq!(again.code(0).out, format!("nothing to do: 2 unchanged at {}\n", server.url));
}

#[test]
fn a_new_version_shows_what_changes_and_takes_its_referrers_with_it() {
    let (stage, server) = shop();
    run(&stage, &server, &["apply"]).code(0);
    stage.write("schemas/address.avsc", with_suite());
    let planned = run(&stage, &server, &["plan", "--out", "plan.json"]);
    planned.code(0).says("~ shop.v1.Address  version 1 -> 2");
    planned.says("+ shop.v1.Address.suite: string").says("~ shop.v1.Customer  version 1 -> 2");
    run(&stage, &server, &["apply", "plan.json"]).code(0);
    assert!(server.get("/subjects/shop.v1.Customer/versions/2").contains(r#""version":2"#));
}

#[test]
fn what_would_be_refused_is_told_and_nothing_is_applied() {
    let (stage, server) = shop();
    run(&stage, &server, &["apply"]).code(0);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let planned = run(&stage, &server, &["plan", "--out", "plan.json"]);
    planned.code(1).says("! shop.v1.Address  refused by the registry").says("40901");
    planned.says("! shop.v1.Customer").says("refers to shop.v1.Address, which would be refused");
    run(&stage, &server, &["apply", "plan.json"]).code(1).complains("nothing was changed");
    assert_eq!(server.get("/subjects/shop.v1.Address/versions"), "[1]");
}

#[test]
fn a_registry_that_moved_is_left_alone() {
    let (stage, server) = shop();
    run(&stage, &server, &["apply"]).code(0);
    stage.write("schemas/address.avsc", with_suite());
    run(&stage, &server, &["plan", "--out", "plan.json"]).code(0);
    let other = ADDRESS.replace(
        "\"type\": \"string\", \"doc\": \"Town.\"",
        "\"type\": \"string\", \"doc\": \"A town.\"",
    );
    stage.write("other/address.avsc", other);
    run(&stage, &server, &["push", "other"]).code(0);
    let refused = run(&stage, &server, &["apply", "plan.json"]);
    refused.code(1).says("moved: `shop.v1.Address` had version 1 (id 1) and has version 2");
    refused.complains("make a new plan");
    assert_eq!(server.get("/subjects/shop.v1.Address/versions"), "[1,2]");
    // A setting that was looked at counts as well.
    stage.write("schemas/contracts.toml", "[registry]\nlevel = \"FULL\"\n");
    run(&stage, &server, &["plan", "--out", "plan.json"]).code(0);
    server.put("/config", r#"{"compatibility":"NONE"}"#);
    run(&stage, &server, &["apply", "plan.json"])
        .code(1)
        .says("moved: the settings of the registry were");
}

#[test]
fn settings_and_modes_are_planned_in_an_order_that_works() {
    let (stage, server) = shop();
    let manifest = "[registry]\nlevel = \"FULL\"\nmode = \"READONLY\"\n\
        [[registry.subject]]\nsubjects = [\"shop.*\"]\nlevel = \"BACKWARD_TRANSITIVE\"\nnormalize = true\n";
    stage.write("schemas/contracts.toml", manifest);
    let planned = run(&stage, &server, &["plan", "--out", "plan.json"]);
    planned.code(0).says("~ (registry)  compatibility BACKWARD -> FULL");
    planned.says(
        "~ shop.v1.Address  compatibility unset -> BACKWARD_TRANSITIVE, normalize unset -> true",
    );
    let place = |what: &str| planned.out.find(what).unwrap();
    assert!(place("mode READWRITE -> READONLY") > place("+ shop.v1.Customer"), "{planned}");
    run(&stage, &server, &["apply", "plan.json"]).code(0);
    assert_eq!(server.get("/mode"), r#"{"mode":"READONLY"}"#);
    let config = server.get("/config/shop.v1.Address");
    assert!(
        config.contains("BACKWARD_TRANSITIVE") && config.contains(r#""normalize":true"#),
        "{config}"
    );
    run(&stage, &server, &["plan", "--check"]).code(0);
    run(&stage, &server, &["apply", "plan.json"]).code(0).says("nothing to do");

    // Settings of a scope that is locked, and stays so, would be refused.
    stage.write("schemas/contracts.toml", manifest.replace("\"FULL\"", "\"NONE\""));
    let planned = run(&stage, &server, &["plan"]);
    planned.code(1).says("! (registry)").says("mode READONLY is in force");

    // A level that becomes stricter is asked before it is set.
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    stage.write(
        "schemas/contracts.toml",
        manifest.replace("READONLY", "READWRITE").replace("BACKWARD_TRANSITIVE", "NONE"),
    );
    run(&stage, &server, &["plan"]).code(0).says("mode READONLY -> READWRITE");
    stage.write("schemas/contracts.toml", manifest.replace("READONLY", "READWRITE"));
    let planned = run(&stage, &server, &["plan"]);
    planned.code(1).says("! shop.v1.Address  would be refused, judged here");
}

#[test]
fn pruning_is_asked_for_and_spares_what_others_need() {
    let (stage, server) = shop();
    stage.write("all/address.avsc", ADDRESS).write("all/customer.avsc", CUSTOMER);
    stage.write("all/lone.avsc", ADDRESS.replace("Address", "Lone"));
    run(&stage, &server, &["push", "all"]).code(0);
    let none = run(&stage, &server, &["plan", "--check"]);
    none.code(0).says("nothing to do");
    let planned = run(&stage, &server, &["plan", "--prune", "--out", "plan.json"]);
    planned.code(0).says("- shop.v1.Lone  1 version, deleted softly");
    run(&stage, &server, &["plan", "--prune=other.*", "--check"]).code(0);
    run(&stage, &server, &["apply", "plan.json"]).code(0).says("applied: 1 change");
    run(&stage, &server, &["apply", "plan.json"]).code(0).says("nothing to do");

    // Customer refers to Address: alone Address stays, together Customer goes first.
    stage.remove("schemas/address.avsc").remove("schemas/customer.avsc");
    stage.write("schemas/lone.avsc", ADDRESS.replace("Address", "Lone"));
    let spared = run(&stage, &server, &["plan", "--prune=*Address"]);
    spared.says(
        "`shop.v1.Address` is not in the directory and stays: `shop.v1.Customer` refers to it",
    );
    let planned = run(&stage, &server, &["apply", "--prune"]);
    planned.code(0);
    assert!(
        planned.out.find("- shop.v1.Customer") < planned.out.find("- shop.v1.Address"),
        "{planned}"
    );
    assert_eq!(server.get("/subjects"), r#"["shop.v1.Lone"]"#);
}

#[test]
fn an_apply_that_is_broken_off_says_how_far_it_came_and_a_second_completes_it() {
    let (stage, server) = shop();
    run(&stage, &server, &["plan", "--out", "plan.json"]).code(0);
    // The second contract is locked after the plan was made, by a mode that the plan did not look at.
    server.put("/mode/shop.v1.Customer", r#"{"mode":"READONLY"}"#);
    let broken = run(&stage, &server, &["apply", "plan.json"]);
    broken
        .code(1)
        .says("stopped at + shop.v1.Customer")
        .says("read-only")
        .says("1 change made, 1 change not");
    server.put("/mode/shop.v1.Customer", r#"{"mode":"READWRITE"}"#);
    run(&stage, &server, &["apply", "plan.json"]).code(0).says("applied: 1 change, 1 made before");
    run(&stage, &server, &["plan", "--check"]).code(0);
}

#[test]
fn a_registry_that_goes_away_midway_is_said_and_completed_later() {
    let (stage, server) = shop();
    let frail = server.frail(2);
    run(&stage, &server, &["plan"]).code(0);
    stage.concord(&["plan", "--registry", &frail, "--out", "plan.json"]).code(0);
    let broken = stage.concord(&["apply", "plan.json"]);
    broken.code(3).says("stopped at + shop.v1.Customer").says("1 change made, 1 change not");
    assert_eq!(server.get("/subjects"), r#"["shop.v1.Address"]"#);
    run(&stage, &server, &["apply"]).code(0).says("applied: 1 change");
}

#[test]
fn a_registry_that_cannot_be_asked_everything_is_asked_what_it_can() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/customer.avsc", CUSTOMER);
    let server = Server::start(&stage, &["--policy", "off", "--answers", "7"]);
    let planned = run(&stage, &server, &["plan", "--out", "plan.json"]);
    planned
        .code(0)
        .says("+ shop.v1.Address  version 1, new  (compatible; the registry cannot be asked more)");
    run(&stage, &server, &["apply", "plan.json"]).code(0).says("applied: 2 changes");
    run(&stage, &server, &["plan", "--check"]).code(0);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    run(&stage, &server, &["plan"]).code(1).says("! shop.v1.Address  refused by the registry");
}

#[test]
fn a_plan_is_for_one_registry() {
    let (stage, server) = shop();
    run(&stage, &server, &["plan", "--out", "plan.json"]).code(0);
    let other = ["apply", "plan.json", "--registry", "http://127.0.0.1:1"];
    stage.concord(&other).code(64).complains("the plan is for http://127.0.0.1:");
    stage.concord(&["apply", "plan.json"]).code(0);
}

#[test]
fn a_file_that_is_no_plan_is_told_apart() {
    let (stage, server) = shop();
    run(&stage, &server, &["plan", "--out", "plan.json"]).code(0);
    let text = stage.read("plan.json");
    for (content, words) in [
        (text[..text.len() / 2].to_owned(), "no whole plan"),
        ("{}".to_owned(), "is no plan"),
        ("not even JSON".to_owned(), "no whole plan"),
        (text.replace("\"concord-plan\": 1", "\"concord-plan\": 2"), "form 2"),
        (text.replace("Where they live.", "Where they lived."), "was changed after it was made"),
        (text.replace("\"steps\"", "\"stepps\""), "no whole plan"),
    ] {
        stage.write("wrong.json", content);
        run(&stage, &server, &["apply", "wrong.json"]).code(2).complains(words);
    }
    run(&stage, &server, &["apply", "missing.json"]).code(2).complains("could not be read");
    run(&stage, &server, &["apply", "plan.json", "--prune"]).code(64);
    assert_eq!(server.get("/subjects"), "[]");
    server.terminate();
    stage.concord(&["apply", "plan.json"]).code(3).complains("could not be reached");
    stage.concord(&["plan", "--registry", "http://127.0.0.1:1"]).code(3);
    stage.write("schemas/address.avsc", "{");
    stage.concord(&["plan"]).code(2).complains("nothing was planned");
}
