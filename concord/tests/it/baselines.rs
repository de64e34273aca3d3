//! What `check` compares with: merge bases, the branch of a CI run, the manifest's choice, snapshots, registries.

use crate::server::Server;
use crate::stage::{ADDRESS, ADDRESS_BROKEN, Stage};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn other(name: &str) -> String {
    ADDRESS.replace("Address", name)
}

/// The broken address, repaired.
fn widened() -> String {
    ADDRESS_BROKEN.replace("\"Country.\"", "\"Country.\", \"default\": \"\"")
}

/// A branch `topic` that broke the address, and a `main` that has gone on since.
fn parted() -> Stage {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).commit_all();
    stage.git(&["checkout", "-q", "-b", "topic"]);
    stage.write("schemas/address.avsc", ADDRESS_BROKEN).commit_all();
    stage.git(&["checkout", "-q", "main"]).write("schemas/zone.avsc", other("Zone")).commit_all();
    stage.git(&["checkout", "-q", "topic"]);
    stage
}

#[test]
fn a_reference_stands_for_the_commit_where_the_branch_began() {
    let stage = parted();
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(1).says("error[avro-reader-field-without-default]");
    assert!(!run.out.contains("Zone"), "{run}");
    stage.concord(&["check", "--against", "git:=main"]).code(1).says("`shop.v1.Zone` is gone");
}

#[test]
fn histories_that_have_nothing_in_common_are_told_so() {
    let stage = parted();
    stage.git(&["checkout", "-q", "--orphan", "new"]).commit_all();
    let run = stage.concord(&["check", "--against", "git:main"]);
    run.code(3).complains("no history in common").complains("--against git:=main");
    stage.concord(&["check", "--against", "git:=main"]).code(1);
}

#[test]
fn a_ci_run_names_its_target_branch() {
    let stage = parted();
    stage.concord(&["check"]).code(0);
    for variable in ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"] {
        stage.concord_with(&["check"], &[(variable, "main")]).code(1).says("against git:main");
    }
    let azure = [("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")];
    stage.concord_with(&["check"], &azure).code(1).says("against git:main");
    let github = [("GITHUB_BASE_REF", "main")];
    stage.concord_with(&["check", "--against", "none"], &github).code(0);
    stage.concord_with(&["check", "--against", "git:HEAD"], &github).code(0);
    let run = stage.concord_with(&["check"], &[("GITHUB_BASE_REF", "trunk")]);
    run.code(3).complains("`origin/trunk` is no branch");
    stage.concord(&["check", "--against", "none", "--against", "git:main"]).code(64);
}

#[test]
fn a_clone_of_a_ci_run_has_the_target_as_a_remote_branch() {
    let origin = parted();
    let clone = Stage::new();
    let url = format!("file://{}", origin.path().display());
    clone.git(&["clone", "-q", "--branch", "topic", &url, "work"]);
    let github = [("GITHUB_BASE_REF", "main")];
    let run = clone.concord_with(&["check", "work/schemas"], &github);
    run.code(1).says("against git:origin/main").says("1 changed");
    let first = git_says(&origin, &["rev-parse", "main~1"]);
    let gitlab = [
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "gone"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", first.as_str()),
    ];
    clone.concord_with(&["check", "work/schemas"], &gitlab).code(1).says(&first);
}

fn git_says(stage: &Stage, args: &[&str]) -> String {
    let output = stage.command("git").args(args).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_shallow_clone_is_enough_for_a_merge_commit_and_else_is_told_the_remedy() {
    let origin = parted();
    origin.git(&["checkout", "-q", "-b", "merged", "main"]).git(&["merge", "-q", "topic"]);
    let url = format!("file://{}", origin.path().display());
    for (branch, code) in [("merged", 1), ("topic", 3)] {
        let clone = Stage::new();
        clone.git(&["clone", "-q", "--depth", "1", "--branch", branch, &url, "work"]);
        let target = "main:refs/remotes/origin/main";
        clone.git(&["-C", "work", "fetch", "-q", "--depth=1", "origin", target]);
        let run = clone.concord(&["check", "work/schemas", "--against", "git:origin/main"]);
        run.code(code);
        if code == 3 {
            run.complains("does not reach back").complains("git fetch --unshallow origin");
        }
    }
}

#[test]
fn the_manifest_may_name_what_is_compared_with() {
    let stage = parted();
    stage.write("schemas/contracts.toml", "[check]\nagainst = [\"git:main\", \"dir:../old\"]\n");
    stage.write("old/address.avsc", ADDRESS_BROKEN);
    stage.concord(&["check"]).code(1).says("against git:main, dir:schemas/../old");
    stage.concord(&["check", "--against", "dir:old"]).code(0);
    stage.concord(&["check", "--against", "none"]).code(0);
    stage.write("schemas/contracts.toml", "[check]\nagainst = \"main\"\n");
    let run = stage.concord(&["check"]);
    run.code(2).complains("schemas/contracts.toml:2:11: `main` is no baseline");
}

#[test]
fn a_linked_worktree_and_a_submodule_are_repositories() {
    let stage = parted();
    stage.git(&["worktree", "add", "-q", "linked", "topic~1"]);
    let run = stage.concord(&["check", "linked/schemas", "--against", "git:=topic"]);
    run.code(0).says("1 changed against git:=topic");
    let host = Stage::new();
    host.write("README", "host").commit_all();
    let url = format!("file://{}", stage.path().display());
    host.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "sub"]);
    host.concord(&["check", "sub/schemas", "--against", "git:origin/main"]).code(1);
}

#[test]
fn the_repository_may_be_named_by_the_environment() {
    let stage = parted();
    let args = ["check", "--against", "git:main"];
    let hook = [("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index")];
    stage.concord_with(&args, &hook).code(1);
    let inside = Stage::new();
    let url = format!("file://{}", stage.path().display());
    inside.git(&["clone", "-q", "--bare", &url, "."]).write("schemas/address.avsc", ADDRESS);
    inside.concord(&args).code(3).complains("is bare").complains("clone with a working tree");
}

/// A registry with two versions of the address.
fn registry() -> (Stage, Server) {
    let stage = Stage::new();
    let server = Server::start(&stage, &["--policy", "off"]);
    for text in [ADDRESS, &widened()] {
        stage.write("schemas/address.avsc", text).write("schemas/zone.avsc", other("Zone"));
        stage.concord(&["push", "--registry", &server.url]).code(0);
    }
    (stage, server)
}

#[test]
fn a_snapshot_stands_in_for_the_registry() {
    let (stage, server) = registry();
    server.put("/config/shop.v1.Address", r#"{"compatibility":"BACKWARD_TRANSITIVE"}"#);
    let snapshot = ["snapshot", "--registry", &server.url, "--out"];
    let run = stage.concord(&[&snapshot[..], &["one"]].concat());
    run.code(0).says("3 versions of 2 subjects in one");
    stage.concord(&[&snapshot[..], &["two"]].concat()).code(0);
    assert_eq!(stage.read("one"), stage.read("two"));
    let agree = |code: i32, words: &str| {
        for baseline in [format!("registry:{}", server.url), "bundle:one".to_owned()] {
            stage.concord(&["check", "--against", &baseline]).code(code).says(words);
        }
    };
    agree(0, "0 changed");
    let told = widened().replace("Country.", "Which country.");
    stage.write("schemas/address.avsc", told);
    agree(0, "1 changed");
    // The newest version takes it, the first does not: a transitive level asks both.
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    agree(
        1,
        "clashes with version 1 of shop.v1.Address, level BACKWARD_TRANSITIVE (set in the baseline)",
    );
    stage.write("schemas/address.avsc", widened()).write("schemas/new.avsc", other("New"));
    agree(0, "1 changed");
}

#[test]
fn subjects_of_other_contexts_are_compared_as_well() {
    let stage = Stage::new();
    let server = Server::start(&stage, &["--policy", "off"]);
    let rows = "[[contract]]\nfiles = [\"address.avsc\"]\nsubject = \":.eu:shop/address\"\n\
        [[contract]]\nfiles = [\"home.avsc\"]\nsubject = \":.eu:home\"\n";
    let home = r#"{"type": "record", "name": "Home", "namespace": "shop.v1", "doc": "h",
        "fields": [{"name": "at", "type": "shop.v1.Address", "doc": "a"}]}"#;
    stage.write("schemas/contracts.toml", rows).write("schemas/address.avsc", ADDRESS);
    stage.write("schemas/home.avsc", home);
    stage.concord(&["push", "--registry", &server.url]).code(0);
    // Others may name what they refer to without the context that both are in.
    let plain = r#"{"schema": "{\"type\":\"record\",\"name\":\"Plain\",\"fields\":[{\"name\":\"at\",\"type\":\"shop.v1.Address\"}]}",
        "references": [{"name": "shop.v1.Address", "subject": "shop/address", "version": 1}]}"#;
    server.send("POST", "/subjects/:.eu:plain/versions", plain);
    stage
        .concord(&["snapshot", "--registry", &server.url, "--out", "one"])
        .code(0)
        .says("3 versions");
    let pulled = stage.concord(&["pull", ":.eu:plain", "--registry", &server.url]);
    pulled.code(0).says("2 schemas");
    let agree = |code: i32, words: &str| {
        for baseline in [format!("registry:{}", server.url), "bundle:one".to_owned()] {
            stage.concord(&["check", "--against", &baseline]).code(code).says(words);
        }
    };
    agree(0, "2 contracts judged, 0 changed");
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    agree(1, "clashes with version 1 of :.eu:shop/address");
}

#[test]
fn a_snapshot_that_was_changed_or_cut_is_refused() {
    let (stage, server) = registry();
    stage.concord(&["snapshot", "--registry", &server.url, "--out", "b"]).code(0);
    let text = stage.read("b");
    for (broken, words) in [
        (text.replace("Where to send", "Where to sent"), "its content is not what its hash"),
        (text[..text.len() - 20].to_owned(), "ends in the middle of a line"),
        (text.lines().take(2).map(|line| format!("{line}\n")).collect(), "it was cut"),
        (text.replace("\"layout\":1", "\"layout\":2"), "layout 2"),
        ("{}\n".to_owned(), "does not begin as a bundle"),
        (String::new(), "has no head"),
    ] {
        stage.write("b", broken);
        let run = stage.concord(&["check", "--against", "bundle:b"]);
        run.code(2).complains("`b` cannot be used").complains(words).complains("concord snapshot");
    }
    stage.concord(&["check", "--against", "bundle:gone"]).code(2).complains("`gone`");
    stage.write("b", b"\xff");
    stage.concord(&["check", "--against", "bundle:b"]).code(2).complains("UTF-8");
}

/// Passes requests on to `url` and counts them.
fn counting(url: &str) -> (String, Arc<AtomicUsize>) {
    let target = url.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let seen = count.clone();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, mut server) = (client.unwrap(), TcpStream::connect(&target).unwrap());
            let (mut back, mut forth) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let seen = seen.clone();
            std::thread::spawn(move || std::io::copy(&mut back, &mut forth));
            std::thread::spawn(move || {
                let mut bytes = [0; 65_536];
                while let Ok(read @ 1..) = client.read(&mut bytes) {
                    let text = String::from_utf8_lossy(&bytes[..read]);
                    let requests = text.matches(" HTTP/1.1\r\n").count();
                    seen.fetch_add(requests, Ordering::SeqCst);
                    server.write_all(&bytes[..read]).unwrap();
                }
            });
        }
    });
    (address, count)
}

#[test]
fn a_registry_is_asked_once_for_each_changed_subject_and_a_few_times_besides() {
    const CONTRACTS: usize = 40;
    const BESIDES: usize = 6;
    let stage = Stage::new();
    let server = Server::start(&stage, &["--policy", "off"]);
    server.put("/config", r#"{"compatibility":"FULL_TRANSITIVE"}"#);
    let named = |text: &str, number: usize| text.replace("Address", &format!("A{number}"));
    for text in [ADDRESS, &widened()] {
        for number in 0..CONTRACTS {
            stage.write(&format!("schemas/{number}.avsc"), named(text, number));
        }
        stage.concord(&["push", "--registry", &server.url]).code(0);
    }
    let (url, count) = counting(&server.url);
    let baseline = format!("registry:{url}");
    for changed in [0, 1, 2, 3, 20] {
        for number in 0..changed {
            stage.write(&format!("schemas/{number}.avsc"), named(ADDRESS_BROKEN, number));
        }
        let before = count.load(Ordering::SeqCst);
        let run = stage.concord(&["check", "--against", &baseline, "--no-witness"]);
        run.code(i32::from(changed > 0)).says(&format!("{changed} changed"));
        let asked = count.load(Ordering::SeqCst) - before;
        assert!(asked > 0 && asked <= changed + BESIDES, "{asked} requests, {changed} changed");
    }
}

#[test]
fn the_same_break_against_two_baselines_is_one_finding() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS).write("old/address.avsc", ADDRESS).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let run = stage.concord(&["check", "--against", "git:main", "--against", "dir:old"]);
    run.code(1)
        .says("= clashes with git:main:schemas/address.avsc, level BACKWARD (the default)")
        .says("= clashes with old/address.avsc too, level BACKWARD (the default)")
        .says("1 changed against git:main, dir:old, 1 error\n");
    // What only one of them refuses is still refused.
    stage.write("old/address.avsc", ADDRESS_BROKEN);
    let both = ["check", "--against", "dir:old", "--against", "git:=main"];
    stage.concord(&both).code(1).says("changed against dir:old, git:=main, 1 error\n");
}
