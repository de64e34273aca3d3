//! `diff` and `explain`.

use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};

#[test]
fn a_semantic_diff_names_the_direction_and_the_levels_that_allow_it() {
    let stage = Stage::new();
    stage.write("old.avsc", ADDRESS).write("new.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["diff", "old.avsc", "new.avsc"]);
    run.code(1)
        .says("new cannot read old[avro-reader-field-without-default]")
        .says("allowed at level FORWARD");
}

#[test]
fn a_textual_diff_shows_lines() {
    let stage = Stage::new();
    stage.write("old.avsc", ADDRESS).write("new.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["diff", "--text", "old.avsc", "new.avsc"]);
    run.code(1).says("+    {\"name\": \"country\"");
    let same = stage.concord(&["diff", "--text", "old.avsc", "old.avsc"]);
    same.code(0).says("the texts are the same");
}

#[test]
fn a_diff_asks_beyond_the_levels_if_it_is_told_to() {
    let stage = Stage::new();
    let sum = |scale: u32| {
        format!(
            r#"{{"type":"record","name":"R","fields":[{{"name":"sum","type":{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}}}]}}"#
        )
    };
    stage.write("old.avsc", sum(2)).write("new.avsc", sum(3));
    let run = stage.concord(&["diff", "old.avsc", "new.avsc"]);
    run.code(0).says("(FULL)").says("note: safety WIRE would refuse it: --safety WIRE");
    let run = stage.concord(&["diff", "--safety", "wire", "old.avsc", "new.avsc"]);
    run.code(1)
        .says("new misreads old[avro-decimal-differs]")
        .says("old misreads new[avro-decimal-differs]")
        .says("allowed at every level, not at this safety");
    let run = stage.concord(&["diff", "--safety", "golden", "old.avsc", "old.avsc"]);
    run.code(0).says("(FULL, safety GOLDEN)");
    let run = stage.concord(&["diff", "--safety", "best", "old.avsc", "new.avsc"]);
    run.code(64).complains("possible values: STANDARD, WIRE, GOLDEN");
}

#[test]
fn a_rule_is_explained_with_an_example_and_the_safety_from_which_on_it_holds() {
    let stage = Stage::new();
    let run = stage.concord(&["explain", "avro-decimal-differs"]);
    run.code(0).says("from safety WIRE on").says("old\n  {").says("new\n  {").says("\"scale\": 2");
    let run = stage.concord(&["explain", "avro-reader-field-without-default"]);
    run.code(0).says("Confluent's registry refuses it too").says("new\n  {");
}

#[test]
fn a_file_of_git_is_a_side() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let old = "git:main:schemas/address.avsc";
    stage.concord(&["diff", old, "schemas/address.avsc"]).code(1).says(old);
    stage.concord(&["diff", old, "git:main:schemas/none.avsc"]).code(2).complains("none.avsc");
    stage.concord(&["diff", "git:main", old]).code(64).complains("git:REF:PATH");
}

#[test]
fn a_side_that_is_nothing_is_named() {
    let stage = Stage::new();
    stage.write("old.avsc", ADDRESS).write("x.txt", "hello");
    stage.concord(&["diff", "old.avsc", "gone.avsc"]).code(2).complains("`gone.avsc`");
    stage.concord(&["diff", "old.avsc", "x.txt"]).code(2).complains(".avsc");
}

#[test]
fn a_name_that_a_schema_chose_moves_no_cursor() {
    let stage = Stage::new();
    let schema = |ty: &str| {
        format!(r#"{{"type":"object","properties":{{"\u001b[31mn":{{"type":"{ty}"}}}}}}"#)
    };
    stage.write("old.schema.json", schema("integer")).write("new.schema.json", schema("string"));
    let run = stage.concord(&["diff", "old.schema.json", "new.schema.json"]);
    run.code(1).says("~ the schema.\\u{1b}[31mn: long").says("property `\\u{1b}[31mn`");
    assert!(!run.out.contains('\x1b'), "{run}");
    let run = stage.concord(&["diff", "\x1b[31m.avsc", "new.schema.json"]);
    run.code(2).complains("`\\u{1b}[31m.avsc` is no file here");
}

#[test]
fn a_rule_that_is_not_known_is_told_with_those_that_may_be_meant() {
    let stage = Stage::new();
    for (wrong, meant) in [
        ("avro-field-removd", "did you mean `avro-field-removed`? `concord explain` lists"),
        ("ENV-CORELATION", "did you mean `ENV-CORRELATION`?"),
        ("without-default", "did you mean `avro-reader-field-without-default`, `"),
        ("READER_FIELD_MISSING_DEFAULT_VALUE", "did you mean `avro-reader-field-without-default`?"),
        ("waiver", "did you mean `waiver-expired`, `waiver-unused`, "),
        ("nothing-like-it", "`nothing-like-it`: `concord explain` lists all rules"),
        ("", "``: `concord explain` lists all rules"),
    ] {
        stage.concord(&["explain", wrong]).code(64).complains(meant);
    }
}

#[test]
fn every_listed_rule_can_be_explained() {
    let stage = Stage::new();
    let list = stage.concord(&["explain"]);
    let ids: Vec<&str> =
        list.code(0).out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.contains(&"avro-reader-field-without-default"), "{list}");
    for id in ids {
        stage.concord(&["explain", id]).code(0).says("why").says("help");
    }
}

#[test]
fn every_id_that_the_engine_can_say_can_be_explained() {
    let stage = Stage::new();
    let mut ids = std::collections::BTreeSet::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for source in ["../contract-model/src", "src"] {
        collect_ids(&root.join(source), &mut ids);
    }
    assert!(ids.len() > 30, "{ids:?}");
    for id in ids {
        stage.concord(&["explain", &id]).code(0).says(&id);
    }
}

/// String literals that look like ids: `"EVO-NO-REMOVE"`, `"contract-key"`.
fn collect_ids(directory: &std::path::Path, ids: &mut std::collections::BTreeSet<String>) {
    const FAMILIES: [&str; 5] = ["contract-", "constraint-", "catalogue-", "lock-", "manifest-no-"];
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_ids(&path, ids);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for literal in text.split('"').skip(1).step_by(2) {
            let shouted = |c: char| c.is_ascii_uppercase() || c == '-';
            let is_rule =
                literal.len() > 5 && literal.contains('-') && literal.chars().all(shouted);
            let quiet = |c: char| c.is_ascii_lowercase() || c == '-';
            let is_lint = FAMILIES.iter().any(|family| literal.starts_with(family));
            let is_lint = is_lint && literal.chars().all(quiet);
            if (is_rule || is_lint) && !literal.ends_with('-') {
                ids.insert(literal.to_owned());
            }
        }
    }
}
