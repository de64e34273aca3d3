//! Help, usage errors, colours.

use crate::stage::{ADDRESS, Stage};

#[test]
fn every_command_has_a_help_page_with_exit_codes() {
    let stage = Stage::new();
    for command in [
        "serve",
        "push",
        "plan",
        "apply",
        "pull",
        "check",
        "waive",
        "diff",
        "generate",
        "show",
        "explain",
        "completions",
        "man",
        "health",
    ] {
        stage.concord(&[command, "--help"]).code(0).says("Exit codes:").says("Examples:");
    }
    stage.concord(&["--help"]).code(0).says("64  wrong usage");
    stage.concord(&["--version"]).code(0).says("concord ");
}

#[test]
fn wrong_usage_exits_with_64() {
    let stage = Stage::new();
    for wrong in [
        &["frobnicate"][..],
        &["check", "--agianst", "git:main"],
        &["check", "--against", "main"],
        &["diff", "only-one"],
        &["serve", "--listen", "nowhere"],
        &["push", "--registry", "localhost:8081"],
        &["explain", "no-such-rule"],
        &["generate"],
        &["generate", "--out", "src", "--lock", "contracts.lock", "schemas"],
        &["show"],
        &["show", "no.such.event"],
        &["show", "no.such.event", "--rust"],
        &[],
    ] {
        stage.write("schemas/a.avsc", ADDRESS);
        let run = stage.concord(wrong);
        run.code(64);
        assert!(run.out.is_empty(), "{run}");
    }
}

#[test]
fn an_address_to_listen_on_is_said_with_an_example() {
    let run = Stage::new().concord(&["serve", "--listen", "registry.example.com:8081"]);
    run.code(64).complains("such as 127.0.0.1:8081");
}

#[test]
fn credentials_in_an_address_are_refused_and_not_repeated() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    let run = stage.concord(&["push", "--registry", "http://me:secret@127.0.0.1:1"]);
    run.code(64).complains("CONCORD_REGISTRY_AUTH");
    assert!(!run.err.contains("secret"), "{run}");
}

#[test]
fn there_are_no_colours_in_a_pipe_unless_asked_for() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    let plain = stage.concord(&["check"]);
    assert!(!plain.code(0).out.contains('\x1b'), "{plain}");
    for (args, variables, is_coloured) in [
        (&["check", "--color", "always"][..], &[][..], true),
        (&["check"], &[("CLICOLOR_FORCE", "1")], true),
        (&["check"], &[("CLICOLOR_FORCE", "0")], false),
        (&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&["check", "--report", "text=r", "--color", "always"], &[], false),
    ] {
        let run = stage.concord_with(args, variables);
        assert_eq!(run.code(0).out.contains('\x1b'), is_coloured, "{variables:?} {run}");
    }
    assert!(!stage.read("r").contains('\x1b'));
}

#[test]
fn a_clean_check_is_one_line() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    let run = stage.concord(&["check", "--against", "dir:schemas"]);
    assert_eq!(run.code(0).out, "ok: 1 contract judged, 0 changed against dir:schemas\n");
    let run = stage.concord(&["check", "--against", "none"]);
    assert_eq!(run.code(0).out, "ok: 1 contract judged; compared with nothing\n");
}

#[test]
fn a_check_that_nobody_gave_a_baseline_says_so_and_how_to() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    let run = stage.concord(&["check"]);
    run.code(0).says("compared with nothing: name a baseline, such as `--against git:main`");
    assert_eq!(run.out.lines().count(), 1, "{run}");
}
