//! `pull`: what a service crate builds from.

use crate::server::Server;
use crate::stage::{ADDRESS, Stage};

const ORDER: &str = r#"{"type":"record","name":"Order","namespace":"shop.v1","doc":"An order.",
  "fields":[{"name":"id","type":"string","doc":"Its id."},{"name":"to","type":"Address","doc":"Where."}]}"#;

/// A registry with an order, the address it refers to, and something nobody asks for.
fn shop() -> (Stage, Server) {
    let stage = Stage::new();
    stage
        .write("schemas/address.avsc", ADDRESS)
        .write("schemas/order.avsc", ORDER)
        .write("schemas/zone.avsc", ADDRESS.replace("Address", "Zone"));
    let server = Server::start(&stage, &[]);
    stage.concord(&["push", "--registry", &server.url]).code(0);
    (stage, server)
}

#[test]
fn a_subject_comes_with_what_it_refers_to_and_a_second_run_changes_nothing() {
    let (stage, server) = shop();
    let run = stage.concord(&["pull", "shop.v1.Order", "--registry", &server.url]);
    run.code(0).says("pulled: 2 schemas in contracts.lock, 3 files changed");
    let lock = stage.read("contracts.lock");
    assert!(lock.contains("file = \"contracts/shop.v1.Address.v1.avsc\""), "{lock}");
    assert!(!lock.contains("Zone"), "{lock}");
    assert!(stage.read("contracts/shop.v1.Order.v1.avsc").contains("\"Order\""));
    let again = stage.concord(&["pull", "--registry", &server.url]);
    again.code(0).says("up to date: 2 schemas in contracts.lock, 0 files changed");
    assert_eq!(stage.read("contracts.lock"), lock);
}

#[test]
fn check_mode_tells_what_differs_and_changes_nothing() {
    let (stage, server) = shop();
    let check = ["pull", "--check", "--registry", &server.url];
    stage.concord(&["pull", "shop.v1.Order", "--registry", &server.url]).code(0);
    stage.concord(&check).code(0).says("up to date: 2 schemas");
    stage
        .write("contracts/shop.v1.Order.v1.avsc", "{}")
        .remove("contracts/shop.v1.Address.v1.avsc");
    let run = stage.concord(&check);
    run.code(1)
        .says("differs contracts/shop.v1.Order.v1.avsc")
        .says("missing contracts/shop.v1.Address.v1.avsc");
    assert_eq!(stage.read("contracts/shop.v1.Order.v1.avsc"), "{}");
}

#[test]
fn a_new_version_replaces_the_old_source() {
    let (stage, server) = shop();
    stage.concord(&["pull", "shop.v1.Zone", "--registry", &server.url]).code(0);
    let zone = ADDRESS.replace("Address", "Zone").replace("\"Town.\"", "\"A town.\"");
    stage.write("schemas/zone.avsc", zone);
    stage.concord(&["push", "--registry", &server.url]).code(0).says("version 2");
    stage.concord(&["pull", "--check", "--registry", &server.url]).code(1).says("stale");
    stage.concord(&["pull", "--registry", &server.url]).code(0);
    assert!(stage.path().join("contracts/shop.v1.Zone.v2.avsc").exists());
    assert!(!stage.path().join("contracts/shop.v1.Zone.v1.avsc").exists());
    stage.concord(&["pull", "shop.v1.Zone@1", "--registry", &server.url]).code(0);
    assert!(stage.path().join("contracts/shop.v1.Zone.v1.avsc").exists());
}

#[test]
fn an_event_comes_with_the_versions_that_have_written_its_payloads() {
    let stage = Stage::new();
    let server = Server::start(&stage, &["--policy", "off"]);
    for (number, doc) in ["First.", "Second.", "Third."].into_iter().enumerate() {
        stage.write("schemas/placed.avsc", PLACED.replace("DOC", doc));
        let push = stage.concord(&["push", "--registry", &server.url]);
        push.code(0).says(&format!("version {}", number + 1));
    }
    let subject = "order.placed-value";
    stage.concord(&["pull", subject, "--registry", &server.url]).code(0).says("3 schemas");
    let lock = stage.read("contracts.lock");
    assert_eq!(lock.matches("direct = true").count(), 1, "{lock}");
    assert!(lock.contains("contracts/order.placed-value.v1.avsc"), "{lock}");
    stage.concord(&["pull", "order.placed-value@2", "--registry", &server.url]).says("2 schemas");
}

const PLACED: &str = r#"{"type":"record","name":"Placed","namespace":"shop.v1","doc":"DOC",
  "contract":{"event":"order.placed","class":"operational"},
  "fields":[{"name":"eventId","type":"string"},{"name":"correlationId","type":"string"}]}"#;

#[test]
fn a_subject_that_does_not_exist_is_named() {
    let (stage, server) = shop();
    let run = stage.concord(&["pull", "nobody-value", "--registry", &server.url]);
    run.code(2).complains("'nobody-value'");
    assert!(!stage.path().join("contracts.lock").exists());
}

#[test]
fn without_subjects_and_lock_the_way_in_is_shown() {
    Stage::new().concord(&["pull"]).code(2).complains("concord pull account.debited-value");
}

#[test]
fn a_lock_file_that_was_damaged_is_shown_with_its_place() {
    let stage = Stage::new();
    stage.write("contracts.lock", "layout = 1\n[[contract]\n");
    stage.concord(&["pull"]).code(2).complains("contracts.lock:2:");
    stage.write("contracts.lock", "<<<<<<< ours\nlayout = 1\n");
    stage.concord(&["pull"]).code(2).complains("contracts.lock:1:").complains("name the subjects");
}

#[test]
fn a_damaged_lock_file_is_written_anew_when_something_else_says_what_to_pull() {
    let (stage, server) = shop();
    let pull = ["pull", "shop.v1.Order", "--registry", &server.url];
    stage.concord(&pull).code(0);
    let lock = stage.read("contracts.lock");
    stage.write("contracts.lock", format!("<<<<<<< ours\n{lock}"));
    stage.concord(&["pull", "--check", "--registry", &server.url]).code(2);
    stage.concord(&pull).code(0).complains("contracts.lock:1:").complains("written anew");
    assert_eq!(stage.read("contracts.lock"), lock);
}

#[test]
fn the_manifest_may_say_what_to_pull() {
    let (stage, server) = shop();
    let service = "service/contracts.lock";
    stage.write(
        "service/contracts.toml",
        "[pull]\nsubjects = [\"shop.v1.Z*\", \"shop.v1.Address@1\"]\n",
    );
    let pull = ["pull", "--lock", service, "--registry", &server.url];
    stage.concord(&pull).code(0).says("2 schemas");
    assert!(stage.read(service).contains("shop.v1.Zone"));
    assert!(stage.path().join("service/contracts/shop.v1.Zone.v1.avsc").exists());
    stage.write("service/contracts.toml", "[pull]\nsubjects = [\"nobody.*\"]\n");
    stage.concord(&pull).code(2).complains("nobody.*");
    stage.write("service/contracts.toml", "[pul]\nsubjects = []\n");
    stage.concord(&pull).code(2).complains("contracts.toml:1:").complains("pul");
}

#[test]
fn a_protobuf_event_comes_with_its_imports_and_their_vocabulary() {
    let stage = Stage::new();
    let shared = "syntax = \"proto3\";\npackage shop.v1;\nmessage Place { string town = 1; }\n";
    let sent = "syntax = \"proto3\";\npackage shop.v1;\nimport \"shop/place.proto\";\nimport \"buf/validate/validate.proto\";\nmessage Sent { Place to = 1 [(buf.validate.field).required = true]; }\n";
    stage.write("schemas/shop/place.proto", shared).write("schemas/shop/sent.proto", sent);
    let server = Server::start(&stage, &[]);
    let push = stage.concord(&["push", "--registry", &server.url]);
    push.code(0).says("created    buf/validate/validate.proto version 1").says("3 created");
    let run = stage.concord(&["pull", "shop/sent.proto", "--registry", &server.url]);
    run.code(0).says("pulled: 3 schemas");
    assert_eq!(stage.read("contracts/shop/sent.v1.proto"), sent);
    assert_eq!(stage.read("contracts/shop/place.v1.proto"), shared);
    let diff = ["diff", "shop/sent.proto@1", "schemas/shop/sent.proto", "--registry", &server.url];
    stage.concord(&diff).code(0).says("compatible");
}

#[test]
fn check_says_when_pulled_sources_are_not_what_was_locked() {
    let (stage, server) = shop();
    stage.concord(&["pull", "shop.v1.Order", "--registry", &server.url]).code(0);
    std::fs::remove_dir_all(stage.path().join("schemas")).unwrap();
    stage.write("contracts.toml", "[[contract]]\nfiles = \"contracts/*.avsc\"\n");
    stage.concord(&["check"]).code(0);
    let address = stage.read("contracts/shop.v1.Address.v1.avsc");
    stage.write("contracts/shop.v1.Address.v1.avsc", address.replace("Town.", "City."));
    let run = stage.concord(&["check"]);
    run.code(1).says("error[lock-source-changed]").says("--> contracts.lock:").says("concord pull");
    stage.write("contracts.toml", "exclude = [\"**\"]\n");
    stage.remove("contracts/shop.v1.Address.v1.avsc");
    stage.concord(&["check"]).code(1).says("error[lock-source-missing]");
    stage.write("contracts.lock", "layout = 9\n");
    stage.concord(&["check"]).code(2).says("error[lock-layout]").says("--> contracts.lock:");
}
