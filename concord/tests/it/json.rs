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

/// An optional property comes to an open schema: STRICT refuses it, LENIENT does not.
#[test]
fn json_schemas_are_compared_under_the_compatibility_policy_of_the_manifest_or_the_baseline() {
    let stage = bank();
    let server = Server::start(&stage, &[]);
    let registry = format!("registry:{}", server.url);
    stage.commit_all();
    stage.concord(&["push", "--registry", &server.url]).code(0);
    let note = ", \"note\": {\"type\": \"string\"}}";
    let file = "schemas/common/money.schema.json";
    stage.write(file, MONEY.replace("\"maxLength\": 3}}", &format!("\"maxLength\": 3}}{note}")));
    let check = |against: &str| stage.concord(&["check", "--against", against]);
    let rule = "error[json-optional-property-added-to-open-content-model]";
    for against in ["git:main", &registry] {
        let run = check(against);
        run.code(1).says(rule).says("level BACKWARD (");
        assert!(!run.out.contains("compatibility policy"), "{run}");
    }
    // What the registry says counts, until the manifest says something.
    let policy = |name: &str| format!("{{\"compatibilityPolicy\":\"{name}\"}}");
    let said = server.put("/config", &policy("LENIENT"));
    assert!(said.contains("\"compatibilityPolicy\":\"LENIENT\""), "{said}");
    check(&registry).code(0).says("2 contracts judged");
    check("git:main").code(1).says(rule);
    stage.write("schemas/contracts.toml", "compatibility-policy = \"strict\"\n");
    check(&registry).code(1).says(rule);
    server.put("/config", &policy("STRICT"));
    stage.write("schemas/contracts.toml", "compatibility-policy = \"LENIENT\"\n");
    check(&registry).code(0);
    check("git:main").code(0);
    // What LENIENT refuses too is told with who asked for LENIENT.
    stage.write(file, MONEY.replace("\"integer\"", "\"string\""));
    check("git:main")
        .code(1)
        .says("level BACKWARD (the default), compatibility policy LENIENT (set in contracts.toml)");
    stage.write("schemas/contracts.toml", "compatibility-policy = \"LENIANT\"\n");
    check("git:main")
        .code(2)
        .says("schemas/contracts.toml:1:24")
        .says("`LENIANT` is no `compatibility-policy`")
        .says("did you mean `LENIENT`?");
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
