//! The main job: a registry starts, contracts are pushed, a breaking change is refused.

use crate::server::Server;
use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};

/// A record that refers to `shop.v1.Address` in another file.
const ORDER: &str = r#"{
  "type": "record", "name": "Order", "namespace": "shop.v1", "doc": "An order.",
  "fields": [
    {"name": "id", "type": "string", "doc": "Its id."},
    {"name": "to", "type": "Address", "doc": "Where it goes."}
  ]
}
"#;

/// Declares a payment event and lacks the envelope.
const BARE_EVENT: &str = r#"{
  "type": "record", "name": "PaymentMade", "namespace": "shop.v1", "doc": "A payment.",
  "contract": {
    "event": "payment.made", "class": "payment", "context": "payments", "owner": "team-shop",
    "producer": "shop", "topic": "payment.made", "partitionKey": ["paymentId"],
    "idempotencyKey": ["paymentId"], "retention": "P1Y"
  },
  "fields": [
    {"name": "paymentId", "type": "string", "doc": "Which payment."}
  ]
}
"#;

fn shop() -> Stage {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/an_order.avsc", ORDER);
    stage
}

#[test]
fn push_registers_references_first_and_a_second_run_changes_nothing() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    let push = ["push", "--registry", &server.url];
    let first = stage.concord(&push);
    first
        .code(0)
        .says("created    shop.v1.Address version 1")
        .says("created    shop.v1.Order version 1")
        .says("2 contracts")
        .says("2 created");
    let second = stage.concord(&push);
    second.code(0).says("unchanged  shop.v1.Order version 1").says("2 unchanged");
    assert!(!second.out.contains("created"), "{second}");
}

#[test]
fn a_breaking_change_is_refused_with_a_reason_and_the_rest_goes_on() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    let push = ["push", "--registry", &server.url];
    stage.concord(&push).code(0);
    stage
        .write("schemas/address.avsc", ADDRESS_BROKEN)
        .write("schemas/zone.avsc", ADDRESS.replace("Address", "Zone"));
    stage
        .concord(&push)
        .code(1)
        .says("refused    shop.v1.Address")
        .says("error[40901]")
        .says("READER_FIELD_MISSING_DEFAULT_VALUE")
        .says("skipped    shop.v1.Order: it refers to shop.v1.Address")
        .says("created    shop.v1.Zone version 1");
}

#[test]
fn an_event_without_its_envelope_is_refused_with_what_to_add() {
    let stage = Stage::new();
    stage.write("schemas/payment.made.avsc", BARE_EVENT);
    let server = Server::start(&stage, &[]);
    let run = stage.concord(&["push", "--registry", &server.url]);
    run.code(1).says("refused    payment.made-value").says("--> schemas/payment.made.avsc:");
    for field in ["correlationId", "originatorInfo", "beneficiaryInfo"] {
        run.says(field);
    }
    run.says("help:");
}

#[test]
fn with_the_policy_off_the_same_event_is_a_plain_schema() {
    let stage = Stage::new();
    stage.write("schemas/payment.made.avsc", BARE_EVENT);
    let server = Server::start(&stage, &["--policy", "off"]);
    stage.concord(&["push", "--registry", &server.url]).code(0).says("1 created");
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    let dry = ["push", "--dry-run", "--registry", &server.url];
    stage.concord(&dry).code(0).says("to create  shop.v1.Address").says("dry run");
    stage.concord(&dry).code(0).says("2 to create");
    stage.concord(&["push", "--registry", &server.url]).code(0).says("2 created");
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    stage.concord(&dry).code(1).says("READER_FIELD_MISSING_DEFAULT_VALUE");
}

#[test]
fn the_registry_is_a_baseline_and_a_side_of_a_diff() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    stage.concord(&["push", "--registry", &server.url]).code(0);
    let against = format!("registry:{}", server.url);
    stage.concord(&["check", "--against", &against]).code(0).says("0 changed");
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", &against]);
    run.code(1).says("version 1 of shop.v1.Address").says("--> schemas/address.avsc:7:");
    let old = "shop.v1.Address@latest";
    let diff = ["diff", old, "schemas/address.avsc", "--registry", &server.url];
    stage.concord(&diff).code(1).says("+ shop.v1.Address.country: string");
    let gone = ["diff", "nobody@1", "schemas/address.avsc", "--registry", &server.url];
    stage.concord(&gone).code(2).complains("Subject 'nobody' not found (nobody@1)");
}

#[test]
fn the_greeting_says_where_and_what_next() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    assert!(server.greeting.contains("curl"), "{}", server.greeting);
    assert!(server.greeting.contains("concord push"), "{}", server.greeting);
}

#[test]
fn whoever_has_read_the_greeting_may_stop_the_registry_at_once() {
    for _ in 0..20 {
        let stage = Stage::new();
        assert_eq!(Server::start(&stage, &[]).terminate(), Some(0));
    }
}

#[test]
fn a_stopped_registry_has_everything_when_it_comes_back() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    stage.concord(&["push", "--registry", &server.url]).code(0);
    assert_eq!(server.terminate(), Some(0));
    let server = Server::start(&stage, &[]);
    stage.concord(&["push", "--registry", &server.url]).code(0).says("2 unchanged");
}

#[test]
fn a_second_registry_on_the_same_store_or_address_is_told_why_not() {
    let stage = shop();
    let server = Server::start(&stage, &[]);
    let same_store = ["serve", "--listen", "127.0.0.1:0", "--data", "store"];
    stage.concord(&same_store).code(1).complains("store");
    let address = server.url.trim_start_matches("http://");
    let same_address = ["serve", "--listen", address, "--data", "other"];
    stage.concord(&same_address).code(1).complains("another program listens there");
}

#[test]
fn a_wrong_configuration_file_is_named_with_its_line() {
    let stage = Stage::new();
    stage.write("c.toml", "listen = \"127.0.0.1:0\"\npolcy = \"off\"\n");
    let run = stage.concord(&["serve", "--config", "c.toml"]);
    run.code(2).complains("c.toml").complains("polcy");
    stage.concord(&["serve", "--config", "none.toml"]).code(2).complains("none.toml");
    stage.concord(&["serve", "--policy", "strict"]).code(64).complains("enforce-all");
}
