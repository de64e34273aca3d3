//! `check --against git:` in repositories of every state.

use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};

fn committed() -> Stage {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).commit_all();
    stage
}

#[test]
fn an_unchanged_tree_is_clean_in_one_line() {
    let run = committed().concord(&["check", "--against", "git:main"]);
    assert_eq!(run.code(0).out, "ok: 1 contract judged, 0 changed against git:main\n");
}

#[test]
fn a_field_without_default_is_refused_with_place_rule_and_help() {
    let stage = committed();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1)
        .says("error[avro-reader-field-without-default]")
        .says("--> schemas/address.avsc:7:")
        .says("clashes with git:main:schemas/address.avsc, level BACKWARD (the default)")
        .says("\"country\"")
        .says("help:")
        .says("refused: 1 contract judged, 1 changed");
}

#[test]
fn a_folder_at_the_top_of_the_repository_is_named_as_git_names_it() {
    let stage = Stage::new();
    stage.write("contracts/address.avsc", ADDRESS).write("contracts.toml", "").commit_all();
    stage.write("contracts/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", ".", "--against", "git:main"]);
    run.code(1)
        .says("--> contracts/address.avsc:7:")
        .says("clashes with git:main:contracts/address.avsc, level")
        .says("1 changed against git:main,");
}

#[test]
fn a_field_with_default_passes() {
    let stage = committed();
    let widened = ADDRESS_BROKEN.replace("\"Country.\"", "\"Country.\", \"default\": \"\"");
    stage.write("schemas/address.avsc", widened);
    stage.concord(&["check", "--against", "git:main"]).code(0).says("1 changed");
}

#[test]
fn a_moved_file_is_found_by_the_name_of_its_record() {
    let stage = committed();
    stage.remove("schemas/address.avsc").write("schemas/deep/er/moved.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1).says("--> schemas/deep/er/moved.avsc:7:").says("git:main:schemas/address.avsc");
}

#[test]
fn what_is_new_or_has_another_subject_passes_with_a_note() {
    let stage = committed();
    let check = || stage.concord(&["check", "--against", "git:main"]);
    let zone = ADDRESS.replace("\"Address\"", "\"Zone\"");
    stage.write("schemas/zone.avsc", &zone);
    check().code(0).says("note: new against git:main: `shop.v1.Zone`\nok: 2 contracts judged");
    for index in 0..12 {
        let more = zone.replace("Zone", &format!("Z{index:02}"));
        stage.write(&format!("schemas/z{index}.avsc"), more);
    }
    check().code(0).says("`shop.v1.Z09` and 3 more\n");
    // What main has and cannot be read is not called new.
    stage.git(&["checkout", "-q", "-b", "f"]).write("schemas/zone.avsc", "{").commit_all();
    stage.write("schemas/zone.avsc", zone);
    let run = stage.concord(&["check", "--against", "git:f"]);
    run.code(0).says("schemas/zone.avsc` was not compared");
    assert!(!run.out.contains("new against"), "{run}");
}

#[test]
fn a_type_under_another_subject_is_compared_and_told() {
    let stage = committed();
    let row = "[[contract]]\nfiles = \"*.avsc\"\nsubject = \"types.{name}\"\n";
    stage.write("schemas/contracts.toml", row);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(0).says(
        "under another subject than in git:main: `types.shop.v1.Address`, before `shop.v1.Address`",
    );
}

#[test]
fn a_branch_a_tag_and_a_commit_are_all_references() {
    let stage = committed();
    stage.git(&["tag", "v1"]).git(&["branch", "other"]);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN).commit_all();
    for reference in ["git:v1", "git:other", "git:HEAD~1", "git:main~1"] {
        stage.concord(&["check", "--against", reference]).code(1);
    }
    stage.concord(&["check", "--against", "git:HEAD"]).code(0);
}

#[test]
fn a_detached_head_is_no_trouble() {
    let stage = committed();
    stage.git(&["checkout", "-q", "--detach"]).write("schemas/address.avsc", ADDRESS_BROKEN);
    stage.concord(&["check", "--against", "git:main"]).code(1);
}

#[test]
fn packed_objects_are_read_too() {
    let stage = committed();
    stage.git(&["gc", "-q"]).write("schemas/address.avsc", ADDRESS_BROKEN);
    stage.concord(&["check", "--against", "git:main"]).code(1);
}

#[test]
fn the_schemas_may_be_named_from_a_subdirectory() {
    let stage = Stage::new();
    stage.write("teams/shop/schemas/address.avsc", ADDRESS).commit_all();
    stage.write("teams/shop/schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "teams/shop/schemas", "--against", "git:main"]);
    run.code(1).says("--> teams/shop/schemas/address.avsc:7:");
}

#[test]
fn a_new_contract_passes() {
    let stage = committed();
    stage.write("schemas/other.avsc", ADDRESS_BROKEN.replace("Address", "Other"));
    stage
        .concord(&["check", "--against", "git:main"])
        .code(0)
        .says("2 contracts judged, 1 changed");
}

#[test]
fn outside_of_a_repository_the_remedy_is_named() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(3).complains("not in a git repository").complains("--against dir:PATH");
}

#[test]
fn an_unknown_reference_is_named_with_the_way_to_get_it() {
    let run = committed().concord(&["check", "--against", "git:origin/trunk"]);
    run.code(3).complains("`origin/trunk` is no branch").complains("git fetch origin trunk");
}

#[test]
fn an_unborn_branch_is_told_from_an_unknown_one() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).git(&["init", "-q", "-b", "main"]);
    stage.concord(&["check", "--against", "git:main"]).code(3).complains("no commit");
}

#[test]
fn a_shallow_clone_is_told_how_to_get_the_reference() {
    let origin = committed();
    origin.git(&["branch", "release"]).write("schemas/x.avsc", ADDRESS.replace("Address", "X"));
    origin.commit_all();
    let clone = Stage::new();
    let url = format!("file://{}", origin.path().display());
    clone.git(&["clone", "-q", "--depth", "1", &url, "work"]);
    let run = clone.concord(&["check", "work/schemas", "--against", "git:release"]);
    run.code(3)
        .complains("shallow clone")
        .complains("git fetch --unshallow origin release:release");
}

#[test]
fn another_directory_is_a_baseline_as_well() {
    let stage = Stage::new();
    stage.write("old/address.avsc", ADDRESS).write("schemas/address.avsc", ADDRESS_BROKEN);
    stage.concord(&["check", "--against", "dir:old"]).code(1).says("old/address.avsc");
    stage.concord(&["check", "--against", "dir:gone"]).code(2).complains("`gone`");
}

#[test]
fn every_baseline_must_let_the_change_through() {
    let stage = committed();
    stage.git(&["tag", "released"]);
    stage.write("old/address.avsc", ADDRESS_BROKEN);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let two = ["check", "--against", "dir:old", "--against", "git:released"];
    stage.concord(&two).code(1).says("against dir:old, git:released");
    stage.concord(&["check", "--against", "dir:old"]).code(0);
}

#[test]
fn a_baseline_from_before_the_contracts_makes_everything_new() {
    let stage = Stage::new();
    stage.write("README", "hello").commit_all();
    stage.write("schemas/address.avsc", ADDRESS);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(0).says("note: git:main holds none of these contracts").says("1 changed");
}

#[test]
fn a_broken_baseline_is_said_and_does_not_stop_the_repair() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", "{ broken").commit_all();
    stage.write("schemas/address.avsc", ADDRESS);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(0).says("git:main:schemas/address.avsc").says("was not compared");
}

#[test]
fn a_change_of_layout_is_no_change() {
    let stage = committed();
    let flat: String = ADDRESS.lines().map(str::trim).collect();
    stage.write("schemas/address.avsc", flat);
    stage.concord(&["check", "--against", "git:main"]).code(0).says("0 changed");
}

#[test]
fn who_refers_to_a_changed_type_is_judged_too() {
    let stage = Stage::new();
    let order = r#"{"type":"record","name":"Order","namespace":"shop.v1","doc":"d","fields":[
        {"name":"to","type":"Address","doc":"d"}]}"#;
    stage.write("schemas/address.avsc", ADDRESS).write("schemas/order.avsc", order).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1).says("(shop.v1.Address,").says("(shop.v1.Order,").says("2 changed");
}

/// Links of the working tree lead to the same files in the commit.
#[test]
fn what_a_link_leads_to_is_compared_as_it_was() {
    let stage = Stage::new();
    stage.write("common/types/address.avsc", ADDRESS).write("elsewhere/x", "");
    let zone = ADDRESS.replace("\"Address\"", "\"Zone\"");
    stage.write("common/zones/zone.avsc", &zone).write("schemas/README.md", "");
    let link = |target: &str, at: &str| {
        std::os::unix::fs::symlink(target, stage.path().join(at)).unwrap();
    };
    link("../common/types/address.avsc", "schemas/address.avsc");
    link("../hop", "schemas/zones");
    link("common/zones", "hop");
    link(".", "schemas/circle");
    link("../..", "schemas/out");
    link("/etc", "schemas/absolute");
    link("../../../no", "schemas/no.avsc.old");
    stage.remove("schemas/out").remove("schemas/absolute");
    stage.commit_all();
    let check = || stage.concord(&["check", "--against", "git:main"]);
    let clean = "ok: 2 contracts judged, 0 changed against git:main\n";
    assert_eq!(check().code(0).out, clean);
    stage.write("common/types/address.avsc", ADDRESS_BROKEN);
    stage.write("common/zones/zone.avsc", zone.replace("\"city\"", "\"town\""));
    check()
        .code(1)
        .says("clashes with git:main:schemas/address.avsc")
        .says("clashes with git:main:schemas/zones/zone.avsc");
    // The folder of the contracts may be a link itself.
    stage.git(&["checkout", "-q", "."]);
    link("schemas", "linked");
    stage.concord(&["check", "linked", "--against", "git:main"]).code(0).says("0 changed");
}

#[test]
fn the_contracts_of_a_submodule_are_compared_with_the_commit_that_was_recorded() {
    let (inner, stage) = (Stage::new(), Stage::new());
    inner.write("address.avsc", ADDRESS).commit_all();
    stage.write("schemas/contracts.toml", "").commit_all();
    let url = inner.path().to_str().unwrap();
    let file = ["-c", "protocol.file.allow=always"];
    stage.git(&[&file[..], &["submodule", "add", "-q", url, "schemas/vendor"]].concat());
    stage.commit_all();
    let check = || stage.concord(&["check", "--against", "git:main"]);
    check().code(0).says("ok: 1 contract judged, 0 changed against git:main");
    stage.write("schemas/vendor/address.avsc", ADDRESS_BROKEN);
    check().code(1).says("clashes with git:main:schemas/vendor/address.avsc");
    // One that is recorded and not there.
    stage.git(&["-C", "schemas/vendor", "checkout", "-q", "."]);
    let unknown = "160000,1111111111111111111111111111111111111111,schemas/vendor";
    stage.git(&["update-index", "--cacheinfo", unknown]).git(&["commit", "-q", "-m", "bump"]);
    check().code(3).complains("the submodule `schemas/vendor` lacks the commit 1111111").complains(
        "help: fetch it: git -C schemas/vendor fetch origin 1111111111111111111111111111111111111111",
    );
}

#[test]
fn files_of_hidden_and_built_directories_are_not_called_gone() {
    let stage = committed();
    stage.write("schemas/.cache/x.avsc", "{").write("schemas/target/y.avsc", "{").commit_all();
    let run = stage.concord(&["check", "--against", "git:main"]);
    assert_eq!(run.code(0).out, "ok: 1 contract judged, 0 changed against git:main\n");
}

#[test]
fn the_remedy_makes_what_was_named_known() {
    let origin = committed();
    origin.git(&["checkout", "-q", "-b", "feature"]);
    origin.write("schemas/address.avsc", ADDRESS_BROKEN).commit_all();
    let url = format!("file://{}", origin.path().display());
    for reference in ["main", "origin/main"] {
        let clone = Stage::new();
        clone.git(&["clone", "-q", "--depth=1", "--branch=feature", &url, "."]);
        let against = format!("git:{reference}");
        let check = || clone.concord(&["check", "--against", &against]);
        let told = check();
        let remedy = told.code(3).err.split("its history: git ").nth(1).unwrap().trim();
        clone.git(&remedy.split(' ').collect::<Vec<_>>());
        check().code(1).says("1 changed against git:");
    }
    origin.concord(&["check", "--against", "git:main~9"]).code(3).complains("look with `git log`");
}

#[test]
fn a_path_behind_the_reference_is_no_commit() {
    let stage = committed();
    let run = stage.concord(&["check", "--against", "git:main:schemas"]);
    run.code(64).complains("names a path: write `git:main`").complains("looked for at schemas");
}
