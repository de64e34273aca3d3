//! `export` and `import`: a whole registry as a file, and back; and `diff` over two registries.

use crate::server::Server;
use crate::stage::{ADDRESS, Run, Stage};
use contract_model::lock::sha256;
use serde_json::{Value, json};

fn record(name: &str, fields: &str) -> String {
    format!(r#"{{"type":"record","name":"{name}","fields":[{fields}]}}"#)
}

const X: &str = r#"{"name":"x","type":"int","default":0}"#;
const Y: &str = r#"{"name":"y","type":["null","string"],"default":null}"#;

fn register(server: &Server, subject: &str, body: &Value) {
    let answer = server.send("POST", &format!("/subjects/{subject}/versions"), &body.to_string());
    assert!(answer.contains("\"id\""), "{subject}: {answer}");
}

/// All formats, contexts, references across them, metadata, rules, soft deletes, gaps, settings and modes.
fn rich(stage: &Stage, more: &[&str]) -> Server {
    let server = Server::start_with(
        stage,
        &[&["--listen", "127.0.0.1:0", "--data", "rich", "--policy", "off"], more].concat(),
        &[],
    );
    let a = json!({"schema": record("A", X)});
    register(&server, "a-value", &a);
    register(&server, "a-value", &json!({"schema": record("A", &format!("{X},{Y}"))}));
    let noted = json!({
        "schema": record("A", &format!("{X},{Y}")),
        "metadata": {"properties": {"owner": "me"}, "tags": {"x": ["PII"]}},
        "ruleSet": {"domainRules": [{"name": "r", "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "message.x > 0"}]},
    });
    register(&server, "a-value", &noted);
    // Same content, other subject: one id for two.
    register(&server, "zz-value", &a);
    let of = |name: &str, ty: &str, subject: &str, version: i32| {
        json!({
            "schema": record(name, &format!(r#"{{"name":"of","type":"{ty}"}}"#)),
            "references": [{"name": ty, "subject": subject, "version": version}],
        })
    };
    // Sorts before what it refers to.
    register(&server, "0-first", &of("First", "A", "zz-value", 1));
    register(
        &server,
        "money.proto",
        &json!({"schemaType": "PROTOBUF", "schema": "syntax = \"proto3\";\npackage m;\nmessage Money { int64 units = 1; }\n"}),
    );
    register(
        &server,
        "price.proto",
        &json!({
            "schemaType": "PROTOBUF",
            "schema": "syntax = \"proto3\";\nimport \"money.proto\";\nmessage Price { m.Money of = 1; }\n",
            "references": [{"name": "money.proto", "subject": "money.proto", "version": 1}],
        }),
    );
    register(
        &server,
        "order%2Fjson",
        &json!({"schemaType": "JSON", "schema": r#"{"type":"object","properties":{"n":{"type":"number"}}}"#}),
    );
    register(&server, ":.eu:a-value", &json!({"schema": record("Eu", X)}));
    register(&server, ":.eu:b-value", &of("EuB", "Eu", "a-value", 1));
    register(&server, ":.eu:c-value", &of("EuC", "A", ":.:zz-value", 1));
    delete_and_set(&server);
    server
}

fn delete_and_set(server: &Server) {
    // A gap, a deleted version, a deleted subject, a deleted pair of which one refers to the other.
    for number in 2..5 {
        let fields = format!(r#"{X},{{"name":"f{number}","type":"int","default":0}}"#);
        register(server, "zz-value", &json!({"schema": record("A", &fields)}));
    }
    for path in [
        "/subjects/zz-value/versions/2",
        "/subjects/zz-value/versions/2?permanent=true",
        "/subjects/zz-value/versions/3",
        "/subjects/:.eu:b-value",
    ] {
        server.send("DELETE", path, "");
    }
    register(server, "gone-b", &json!({"schema": record("Gone", X)}));
    let gone = json!([{"name": "Gone", "subject": "gone-b", "version": 1}]);
    let referrer = record("GoneA", r#"{"name":"of","type":"Gone"}"#);
    register(server, "gone-a", &json!({"schema": referrer, "references": gone}));
    server.send("DELETE", "/subjects/gone-a", "");
    server.send("DELETE", "/subjects/gone-b", "");
    for (path, body) in [
        ("/config", r#"{"compatibility":"FULL"}"#),
        (
            "/config/a-value",
            r#"{"compatibility":"NONE","normalize":true,"safety":"WIRE","defaultMetadata":{"properties":{"k":"v"}}}"#,
        ),
        ("/config/:.eu:", r#"{"compatibility":"FORWARD"}"#),
        ("/config/gone-a", r#"{"compatibility":"FULL_TRANSITIVE"}"#),
        ("/mode/zz-value", r#"{"mode":"READONLY"}"#),
        ("/mode/:.eu:", r#"{"mode":"READONLY"}"#),
    ] {
        server.put(path, body);
    }
}

fn empty(stage: &Stage, data: &str) -> Server {
    Server::start_with(stage, &["--listen", "127.0.0.1:0", "--data", data], &[])
}

fn run(stage: &Stage, server: &Server, args: &[&str]) -> Run {
    stage.concord_with(args, &[("CONCORD_REGISTRY", &server.url)])
}

#[test]
fn a_rich_registry_goes_into_a_file_and_comes_out_the_same() {
    let stage = Stage::new();
    let source = rich(&stage, &[]);
    run(&stage, &source, &["export", "--out", "one.jsonl"]).code(0).says("exported: 15 versions");
    run(&stage, &source, &["export", "--out", "two.jsonl"]).code(0);
    assert_eq!(
        stage.read("one.jsonl"),
        stage.read("two.jsonl"),
        "the same registry, the same bytes"
    );

    let target = empty(&stage, "target");
    let foretold = run(&stage, &target, &["import", "one.jsonl", "--dry-run"]);
    foretold.code(0).says("dry run: 15 versions to import, 0 there already, 4 to delete softly");
    assert_eq!(target.get("/subjects?deleted=true"), "[]");
    let imported = run(&stage, &target, &["import", "one.jsonl"]);
    imported.code(0).says("imported: 15 versions, 0 there already, 4 deleted softly");
    imported.says("verified: 15 versions");
    run(&stage, &target, &["export", "--out", "back.jsonl"]).code(0);
    assert_eq!(stage.read("one.jsonl"), stage.read("back.jsonl"));
    for path in [
        "/subjects?deleted=true",
        "/subjects/zz-value/versions?deleted=true",
        "/config/a-value",
        "/mode/zz-value",
        "/mode/:.eu:",
        "/mode/a-value",
        "/schemas/ids/1/subjects?deleted=true",
        "/subjects/zz-value/versions/1/referencedby",
    ] {
        assert_eq!(source.get(path), target.get(path), "{path}");
    }
    // Once more: nothing is left to do, and nothing is done.
    let again = run(&stage, &target, &["import", "one.jsonl"]);
    again.code(0).says(
        "imported: 0 versions, 15 there already, 0 deleted softly, 0 settings and 0 modes set",
    );
}

#[test]
fn a_registry_of_release_7_is_exported_as_well() {
    let stage = Stage::new();
    let source = rich(&stage, &["--answers", "7"]);
    run(&stage, &source, &["export", "--out", "."]).code(0).says("exported: 15 versions");
    let target = empty(&stage, "target");
    run(&stage, &target, &["import", "registry.jsonl"]).code(0).says("verified: 15 versions");
}

#[test]
fn an_import_that_was_broken_off_is_completed() {
    let stage = Stage::new();
    let source = rich(&stage, &[]);
    run(&stage, &source, &["export", "--out", "all.jsonl"]).code(0);
    let target = empty(&stage, "target");
    // As it is left when it ends in the middle: some versions, subjects in IMPORT, nothing deleted.
    let lines = stage.read("all.jsonl");
    for line in lines.lines().filter(|line| line.contains(r#""is":"version""#)).take(9) {
        let version: Value = serde_json::from_str(line).unwrap();
        let subject = version["subject"].as_str().unwrap().replace('/', "%2F");
        target.put(&format!("/mode/{subject}?force=true"), r#"{"mode":"IMPORT"}"#);
        register(&target, &subject, &version);
    }
    run(&stage, &target, &["import", "all.jsonl"])
        .code(0)
        .says("imported: 6 versions, 9 there already");
    run(&stage, &target, &["export", "--out", "back.jsonl"]).code(0);
    assert_eq!(lines, stage.read("back.jsonl"));
}

#[test]
fn a_registry_that_goes_away_midway_is_completed_later() {
    let stage = Stage::new();
    let source = rich(&stage, &[]);
    run(&stage, &source, &["export", "--out", "all.jsonl"]).code(0);
    let target = empty(&stage, "target");
    let frail = target.frail(6);
    let broken = stage.concord(&["import", "all.jsonl", "--registry", &frail]);
    broken.code(3).complains("broken off after ").complains("once more, completes it");
    let there: Value = serde_json::from_str(&target.get("/schemas")).unwrap();
    assert!(there.as_array().unwrap().len() < 10, "{there}");
    run(&stage, &target, &["import", "all.jsonl"]).code(0).says("verified: 15 versions");
    run(&stage, &target, &["export", "--out", "back.jsonl"]).code(0);
    assert_eq!(stage.read("all.jsonl"), stage.read("back.jsonl"));
}

#[test]
fn what_clashes_is_told_before_anything_is_changed() {
    let stage = Stage::new();
    let source = rich(&stage, &[]);
    run(&stage, &source, &["export", "--out", "all.jsonl"]).code(0);
    let target = empty(&stage, "target");
    stage.write("other/address.avsc", ADDRESS);
    run(&stage, &target, &["push", "other"]).code(0);
    let refused = run(&stage, &target, &["import", "all.jsonl"]);
    refused.code(1).says("clashes: id 1 of `a-value` version 1 stands for another schema there");
    refused.complains("nothing was changed");
    assert_eq!(target.get("/subjects?deleted=true"), r#"["shop.v1.Address"]"#);
    run(&stage, &target, &["import", "all.jsonl", "--dry-run"]).code(1);
    let context = format!("{}/contexts/.new", target.url);
    let into = ["import", "all.jsonl", "--registry", &context];
    stage.concord(&into).code(64).complains("is one context");
}

#[test]
fn a_file_that_is_no_whole_export_is_told_apart() {
    let stage = Stage::new();
    let source = rich(&stage, &[]);
    run(&stage, &source, &["export", "--out", "all.jsonl"]).code(0);
    let target = empty(&stage, "target");
    let text = stage.read("all.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    let without_last = lines[..lines.len() - 1].join("\n") + "\n";
    for (content, words) in [
        (text.as_bytes()[..text.len() / 2].to_vec(), "half a file"),
        (without_last.into_bytes(), "half a file"),
        (text.replace("\"form\":1", "\"form\":9").into_bytes(), "form 9"),
        (text.replace(r#"\"default\":0"#, r#"\"default\":1"#).into_bytes(), "changed"),
        (lines[1..].join("\n").into_bytes(), "first line is missing"),
        (b"{\"error_code\":404}".to_vec(), "is no export"),
        (b"".to_vec(), "half a file"),
        (vec![0xff, 0xfe, b'\n'], "no text in UTF-8"),
        ([text.as_bytes(), b"{}\n"].concat(), "something follows"),
        (text.replacen("\"is\":\"version\"", "\"is\":\"verzion\"", 1).into_bytes(), "line 2"),
        (text.replacen(lines[2], lines[1], 1).into_bytes(), "twice"),
    ] {
        stage.write("wrong.jsonl", content);
        run(&stage, &target, &["import", "wrong.jsonl"]).code(2).complains(words);
    }
    run(&stage, &target, &["import", "missing.jsonl"]).code(2).complains("could not be read");
    assert_eq!(target.get("/subjects?deleted=true"), "[]");
    run(&stage, &source, &["export", "--out", "no/such/folder.jsonl"]).code(2);
    stage.concord(&["export", "--out", "gone.jsonl", "--registry", "http://127.0.0.1:1"]).code(3);
    assert!(!stage.path().join("gone.jsonl").exists());
    stage.concord(&["import", "all.jsonl", "--registry", "http://127.0.0.1:1"]).code(3);
}

/// An export of these lines.
fn exported(versions: &[Value]) -> String {
    let mut text = String::new();
    let mut hash = String::new();
    for line in [&[json!({"is": "export", "form": 1})], versions].concat() {
        hash = sha256(&format!("{hash}\n{line}"));
        text.push_str(&format!("{line}\n"));
    }
    text + &format!("{}\n", json!({"is": "end", "versions": versions.len(), "sha256": hash}))
}

fn line(subject: &str, version: u32, id: u32, schema: &str) -> Value {
    json!({"is": "version", "subject": subject, "version": version, "id": id, "schemaType": "AVRO", "schema": schema})
}

#[test]
fn a_text_that_the_registry_spells_otherwise_is_the_same_schema() {
    let stage = Stage::new();
    let spelt = r#"{ "fields": [], "name": "n.A", "type": "record" }"#;
    let versions = [line("a", 1, 7, spelt), line("b", 3, 7, spelt), line(":.eu:a", 1, 7, spelt)];
    stage.write("all.jsonl", exported(&versions));
    let target = empty(&stage, "target");
    let imported = run(&stage, &target, &["import", "all.jsonl"]);
    imported.code(0).says("verified: 3 versions");
    imported.complains("3 versions in the spelling of this registry: the schemas are the same");
    run(&stage, &target, &["import", "all.jsonl"]).code(0).says("0 versions, 3 there already");
    // One is gone for good: its id still stands for the same schema.
    for path in ["/subjects/b/versions/3", "/subjects/b/versions/3?permanent=true"] {
        target.send("DELETE", path, "");
    }
    run(&stage, &target, &["import", "all.jsonl"]).code(0).says("1 version, 2 there already");
    // Another schema in the same place is none in another spelling.
    let other = line("a", 1, 7, r#"{"type":"record","name":"B","fields":[]}"#);
    stage.write("all.jsonl", exported(&[other]));
    run(&stage, &target, &["import", "all.jsonl"])
        .code(1)
        .says("clashes: `a` version 1 is another schema there");
}

#[test]
fn many_subjects_that_refer_to_each_other_are_imported_side_by_side() {
    let stage = Stage::new();
    let mut lines = Vec::new();
    for group in 0..60 {
        let shared = format!("Shared{group}");
        for version in 1..=3 {
            let field = |number: u32| X.replace(r#""x""#, &format!(r#""x{number}""#));
            let fields: Vec<String> = (0..version).map(field).collect();
            let mut line =
                line(&shared, version, group * 6 + version, &record(&shared, &fields.join(",")));
            line["deleted"] = json!(version == 3);
            lines.push(line);
        }
        for version in 1..=3 {
            let name = format!("Referrer{group}x{version}");
            let schema = record(&name, &format!(r#"{{"name":"of","type":"{shared}"}}"#));
            let mut line = line(&name, 1, group * 6 + 3 + version, &schema);
            line["references"] = json!([{"name": shared, "subject": shared, "version": version}]);
            line["deleted"] = json!(version == 3);
            lines.push(line);
        }
    }
    stage.write("all.jsonl", exported(&lines));
    let target = empty(&stage, "target");
    let imported = run(&stage, &target, &["import", "all.jsonl"]);
    imported.code(0).says("imported: 360 versions, 0 there already, 120 deleted softly");
    imported.says("verified: 360 versions");
    run(&stage, &target, &["export", "--out", "one.jsonl"]).code(0).says("360 versions");
    run(&stage, &target, &["export", "--out", "two.jsonl"]).code(0);
    assert_eq!(stage.read("one.jsonl"), stage.read("two.jsonl"));
    run(&stage, &target, &["import", "one.jsonl"]).code(0).says("0 versions, 360 there already");
}

#[test]
fn two_registries_can_be_compared() {
    let stage = Stage::new();
    let (one, two) = (empty(&stage, "one"), empty(&stage, "two"));
    stage.write("a/address.avsc", ADDRESS);
    stage.write("b/address.avsc", ADDRESS.replace("Town.", "A town."));
    run(&stage, &one, &["push", "a"]).code(0);
    run(&stage, &two, &["push", "b"]).code(0);
    let there = format!("{}#shop.v1.Address@latest", two.url);
    let shown = run(&stage, &one, &["diff", "shop.v1.Address@1", &there]);
    shown.code(0).says("~ documentation of shop.v1.Address.city");
    run(&stage, &one, &["diff", "--text", "shop.v1.Address@1", &there]).code(1).says("+{");
    let missing = format!("{}#nobody@1", two.url);
    run(&stage, &one, &["diff", "shop.v1.Address@1", &missing]).code(2).complains("nobody");
}
