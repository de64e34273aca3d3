//! JSON Schemas in a folder: checked, pushed with their references, pulled, and held to compatibility.

use crate::server::Server;
use crate::stage::Stage;

const MONEY: &str = r#"{
  "$id": "https://bank.example/common/money.json",
  "type": "object",
  "properties": {"minor": {"type": "integer"}, "currency": {"type": "string", "maxLength": 3}},
  "required": ["minor", "currency"]
}
"#;

/// Refers to the money by path and by its `$id`.
const ACCOUNT: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "balance": {"$ref": "../common/money.schema.json"},
    "limit": {"$ref": "https://bank.example/common/money.json"},
    "holder": {"$ref": "#/$defs/holder"}
  },
  "$defs": {"holder": {"type": "string"}},
  "additionalProperties": false
}
"##;

fn bank() -> Stage {
    let stage = Stage::new();
    stage
        .write("schemas/accounts/account.schema.json", ACCOUNT)
        .write("schemas/common/money.schema.json", MONEY)
        .write("schemas/package.json", "{\"name\": \"not a schema of ours\"}");
    stage
}

#[test]
fn a_folder_of_json_schemas_is_checked_pushed_and_pulled() {
    let stage = bank();
    let server = Server::start(&stage, &[]);
    let at = ["--registry", &server.url];
    let run = |command: &[&str]| stage.concord(&[command, &at].concat());
    stage.concord(&["check"]).code(0).says("2 contracts judged");
    run(&["push"]).code(0).says("accounts/account.schema.json").says("common/money.schema.json");
    run(&["push"]).code(0);
    run(&["pull", "accounts/account.schema.json"]).code(0).says("2 schemas in contracts.lock");
    let lock = stage.read("contracts.lock");
    assert!(lock.contains("file = \"contracts/accounts/account.v1.schema.json\""), "{lock}");
    assert!(lock.contains("https://bank.example/common/money.json"), "{lock}");
    assert!(stage.read("contracts/common/money.v1.schema.json").starts_with("{\"$id\""));
    run(&["pull", "--check"]).code(0);
}

#[test]
fn a_breaking_change_of_a_json_schema_is_refused() {
    let stage = bank();
    let server = Server::start(&stage, &[]);
    let at = ["--registry", &server.url];
    let run = |command: &[&str]| stage.concord(&[command, &at].concat());
    run(&["push"]).code(0);
    let broken = ACCOUNT.replace("{\"type\": \"string\"}", "{\"type\": \"integer\"}");
    stage.write("schemas/accounts/account.schema.json", broken);
    run(&["push"]).code(1);
    stage.concord(&["check", "--against", &format!("registry:{}", server.url)]).code(1);
}

#[test]
fn what_is_no_json_schema_is_shown_at_its_place() {
    let stage = Stage::new();
    stage
        .write("schemas/a.schema.json", "{\n  \"type\": \"int\"\n}\n")
        .write("schemas/b.schema.json", "{\n  \"$ref\": \"nowhere.json\"\n}\n");
    let run = stage.concord(&["check"]);
    run.code(2)
        .says("schemas/a.schema.json:2:11")
        .says("did you mean `integer`?")
        .says("schemas/b.schema.json:2:11")
        .says("no file is what `nowhere.json` refers to");
}
