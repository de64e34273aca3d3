//! Bad files, directories and manifests: each gets its message and exit code 2.

use crate::stage::{ADDRESS, Stage};

#[test]
fn a_directory_without_contracts_is_said_so() {
    Stage::new().concord(&["check"]).code(2).complains("neither `contracts.toml` nor `schemas/`");
}

#[test]
fn a_directory_that_does_not_exist_is_named() {
    Stage::new().concord(&["check", "no/such"]).code(2).complains("`no/such` is no directory");
}

#[test]
fn nothing_to_judge_is_not_called_clean() {
    let stage = Stage::new();
    stage.write("schemas/README.md", "soon").write("service/contracts.toml", "");
    for command in ["check", "push"] {
        stage.concord(&[command]).code(2).complains("`schemas` holds no contracts");
    }
    // A manifest that lists nothing is meant.
    stage.concord(&["check", "service"]).code(0).says("ok: 0 contracts judged");
}

#[test]
fn a_link_back_ends_the_walk() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    std::os::unix::fs::symlink(".", stage.path().join("schemas/loop")).unwrap();
    stage.concord(&["check"]).code(0).says("ok: 1 contract judged");
}

#[test]
fn a_link_to_nowhere_is_told_beside_everything_else() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", "{");
    std::os::unix::fs::symlink("../gone.avsc", stage.path().join("schemas/b.avsc")).unwrap();
    let run = stage.concord(&["check"]);
    run.code(2)
        .says("--> schemas/a.avsc:1:2")
        .says("--> schemas/b.avsc:1:1")
        .says("error[file-unreadable]: the file could not be read: it is a link to `../gone.avsc`");
    stage.write("schemas/a.avsc", ADDRESS);
    stage.write("schemas/contracts.toml", "[[contract]]\nfiles = \"a.avsc\"\n");
    stage.concord(&["check"]).code(0);
    stage.remove("schemas/contracts.toml");
    std::os::unix::fs::symlink("x.toml", stage.path().join("schemas/contracts.toml")).unwrap();
    stage.concord(&["check"]).code(2).says("--> schemas/contracts.toml:1:1").says("0 contracts");
}

#[test]
fn the_lock_of_an_editor_is_no_schema() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    std::os::unix::fs::symlink("nobody@nowhere.1", stage.path().join("schemas/.#a.avsc")).unwrap();
    stage.concord(&["check"]).code(0).says("ok: 1 contract judged");
}

#[test]
fn a_policy_file_that_is_not_there_is_a_complaint_about_the_manifest() {
    let stage = Stage::new();
    stage.write("contracts.toml", "policy-file = \"strict.toml\"\n");
    let run = stage.concord(&["check"]);
    run.code(2).says("`strict.toml` does not exist").says("--> contracts.toml").says("= help:");
}

#[test]
fn a_truncated_schema_is_shown_with_its_place() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", &ADDRESS[..ADDRESS.len() - 30]);
    let run = stage.concord(&["check"]);
    run.code(2).says("error[schema-invalid]").says("--> schemas/a.avsc:");
}

#[test]
fn every_invalid_file_is_reported_not_only_the_first() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", "{").write("schemas/b.avsc", r#"{"type":"rekord"}"#);
    stage.concord(&["check"]).code(2).says("schemas/a.avsc").says("schemas/b.avsc");
}

#[test]
fn a_binary_file_under_the_glob_is_named_as_such() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS).write("schemas/logo.avsc", b"\x89PNG\r\n\x1a\n\0\xff");
    stage.concord(&["check"]).code(2).says("schemas/logo.avsc").says("UTF-8");
}

#[test]
fn bytes_that_are_no_text_are_told_from_binary_files() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", b"{\n\"name\": \"\xff\"}").write("schemas/b.avsc", b"{\0}");
    let run = stage.concord(&["check"]);
    run.code(2).says("line 2 has a byte that is none").says("zero bytes").says("schemas/b.avsc");
    run.says("--> schemas/a.avsc:2:10\n  |\n2 | \"name\": \"\u{fffd}\"}\n  |          ^");
    stage.write("schemas/a.avsc", b"\xff\xfe{\0").write("schemas/b.avsc", "{}");
    stage.concord(&["check"]).code(2).says("it is UTF-16").says("help: save it as UTF-8\n");
}

#[test]
fn a_contract_that_cannot_be_read_is_not_called_gone() {
    let event = |class: &str| {
        let declared = r#""event":"order.placed","owner":"o","producer":"p","retention":"P1Y"#;
        format!(
            r#"{{"type":"record","name":"Placed","namespace":"o.v1","contract":{{{declared}","class":"{class}"}},"fields":[]}}"#
        )
    };
    let stage = Stage::new();
    let row = "[[contract]]\nfiles = \"*.avsc\"\npolicy = \"off\"\n";
    stage
        .write("schemas/a.avsc", ADDRESS)
        .write("schemas/e.avsc", event("card"))
        .write("schemas/contracts.toml", row)
        .commit_all();
    let check = || stage.concord(&["check", "--against", "git:main"]);
    check().code(0);
    let is_silent = |run: &crate::stage::Run| assert!(!run.out.contains("gone"), "{run}");
    stage.write("schemas/e.avsc", "{").write("schemas/a.avsc", "}");
    is_silent(check().code(2));
    stage.git(&["checkout", "-q", "."]).write("schemas/contracts.toml", "[[contract]]\n");
    is_silent(check().code(2));
    stage.git(&["checkout", "-q", "."]).remove("schemas/e.avsc");
    check().code(1).says("error[contract-removed]");
}

#[test]
fn a_name_that_nobody_defines_is_told_what_it_may_have_meant() {
    let stage = Stage::new();
    for (name, help) in [
        ("strin", "did you mean `string`?"),
        ("String", "did you mean `string`?"),
        ("Adress", "did you mean `shop.v1.Address`?"),
        ("Unit", "add the file that defines it"),
    ] {
        let order = format!(
            r#"{{"type":"record","name":"Order","namespace":"shop.v1","fields":[{{"name":"a","type":"{name}"}}]}}"#
        );
        stage.write("schemas/a.avsc", ADDRESS).write("schemas/o.avsc", order);
        stage.concord(&["check"]).code(2).says("error[catalogue-undefined]").says(help);
    }
}

#[test]
fn merge_conflict_markers_are_named_as_such_with_their_place() {
    let stage = Stage::new();
    let conflict = ADDRESS.replace("  \"fields\"", "<<<<<<< ours\n  \"fields\"");
    stage.write("schemas/a.avsc", &conflict);
    stage
        .concord(&["check"])
        .code(2)
        .says("error[file-merge-conflict]: a merge conflict is not resolved: `<<<<<<< ours`")
        .says("--> schemas/a.avsc:4:1\n  |\n4 | <<<<<<< ours\n  | ^\n");
    stage.write("schemas/a.avsc", ADDRESS.replace("Where", "<<<<<<< Where"));
    stage.concord(&["check"]).code(0);
    stage.write("schemas/contracts.toml", "<<<<<<< ours\nlevel = \"FULL\"\n");
    stage.concord(&["check"]).code(2).says("--> schemas/contracts.toml:1:1");
    stage
        .write("schemas/contracts.toml", "")
        .write("schemas/contracts.lock", "layout = 1\n>>>>>>> theirs\n");
    stage.concord(&["check"]).code(2).says("--> schemas/contracts.lock:2:1");
}

#[test]
fn a_manifest_that_names_a_file_that_is_not_there_is_shown_with_its_place() {
    let stage = Stage::new();
    let row = "[[contract]]\nfiles = \"address.avsc\"\n[[contract]]\nfiles = [\"adress.avsc\"]\n";
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/contracts.toml", row);
    let run = stage.concord(&["check"]);
    run.code(2).says("error[manifest-no-file]").says("--> schemas/contracts.toml:4:10");
}

#[test]
fn a_proto_import_that_nobody_has_is_an_error() {
    let stage = Stage::new();
    let text =
        "syntax = \"proto3\";\npackage p;\nimport \"no/such.proto\";\nmessage M { Such s = 1; }\n";
    stage.write("schemas/m.proto", text);
    stage.concord(&["check"]).code(2).says("no/such.proto").says("schemas/m.proto:3");
}

#[test]
fn push_registers_nothing_when_a_schema_is_invalid() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS).write("schemas/b.avsc", "{");
    let run = stage.concord(&["push", "--registry", "http://127.0.0.1:9"]);
    run.code(2).complains("nothing was registered");
}
