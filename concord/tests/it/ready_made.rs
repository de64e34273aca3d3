//! What others take ready-made: the action, the component, the hooks, completions, manual pages, the image.

use crate::server::Server;
use crate::stage::{ADDRESS, ADDRESS_BROKEN, Run, Stage};
use std::path::{Path, PathBuf};
use yaml_rust2::{Yaml, YamlLoader};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(path: &str) -> Vec<Yaml> {
    YamlLoader::load_from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn keys(table: &Yaml) -> Vec<String> {
    table.as_hash().unwrap().keys().map(|key| key.as_str().unwrap().to_owned()).collect()
}

/// A clone of a repository whose branch `change` holds another address than `main`.
fn pull_request(address: &str) -> (Stage, Stage) {
    let origin = Stage::new();
    origin.write("schemas/address.avsc", ADDRESS).commit_all();
    origin.git(&["checkout", "-q", "-b", "change"]).write("schemas/address.avsc", address);
    origin.write("README", "a change").commit_all();
    let work = Stage::new();
    let url = format!("file://{}", origin.path().display());
    work.git(&["clone", "-q", "--depth", "1", "--branch", "change", &url, "."]);
    (origin, work)
}

/// Runs a step of shell as a runner would: in the checkout, with these variables and nothing of ours.
fn step(stage: &Stage, shell: &str, script: &str, variables: &[(&str, String)]) -> Run {
    let bin = Path::new(env!("CARGO_BIN_EXE_concord")).parent().unwrap();
    let path = format!(
        "{}:{}:{}",
        stage.path().join("bin").display(),
        bin.display(),
        std::env::var("PATH").unwrap()
    );
    let mut command = stage.command(shell);
    command.args(["-c", script]).env("PATH", path);
    for name in ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"] {
        command.env_remove(name);
    }
    let output =
        command.envs(variables.iter().map(|(name, value)| (name, value))).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Fills in `${{ … }}` as GitHub does, from `values`, else from the defaults of the inputs.
fn filled(text: &str, action: &Yaml, values: &[(&str, String)]) -> String {
    let mut filled = text.to_owned();
    while let Some(start) = filled.find("${{") {
        let end = start + filled[start..].find("}}").unwrap() + 2;
        let name = filled[start + 3..end - 2].trim().to_owned();
        let given = values.iter().find(|(known, _)| *known == name);
        let value = given.map(|(_, value)| value.clone()).unwrap_or_else(|| {
            let input = name.strip_prefix("inputs.").unwrap_or_else(|| panic!("{name} is unknown"));
            action["inputs"][input]["default"].as_str().unwrap().to_owned()
        });
        filled.replace_range(start..end, &value);
    }
    filled
}

/// The steps of the action one after the other, until one fails; the last one's run and all outputs.
fn play_action(
    work: &Stage,
    variables: &[(&str, &str)],
    values: &[(&str, String)],
) -> (Run, String) {
    let action = yaml("ci/github/action.yml").remove(0);
    let temporary = work.path().join("runner");
    std::fs::create_dir_all(&temporary).unwrap();
    let at = |name: &str| temporary.join(name).display().to_string();
    let mut values = values.to_vec();
    values.push(("github.action_path", root().join("ci/github").display().to_string()));
    let mut failed = None;
    for each in action["runs"]["steps"].as_vec().unwrap() {
        // The condition of the comment, as the test means it; `always()` runs it after a failure.
        let is_wanted = each["if"].is_badvalue() && failed.is_none()
            || !each["if"].is_badvalue() && values.contains(&("inputs.comment", "true".to_owned()));
        if !is_wanted {
            continue;
        }
        let mut all: Vec<(&str, String)> = vec![
            ("RUNNER_TEMP", temporary.display().to_string()),
            ("GITHUB_OUTPUT", at("output")),
            ("GITHUB_STEP_SUMMARY", at("summary.md")),
        ];
        all.extend(variables.iter().map(|(name, value)| (*name, (*value).to_owned())));
        for (name, value) in each["env"].as_hash().unwrap() {
            let value = filled(value.as_str().unwrap(), &action, &values);
            all.push((name.as_str().unwrap(), value));
        }
        let script = each["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "a value in a script is code: {script}");
        let run = step(work, each["shell"].as_str().unwrap(), script, &all);
        let outputs = std::fs::read_to_string(at("output")).unwrap();
        let concord = outputs.lines().find_map(|line| line.strip_prefix("concord="));
        let concord = concord.unwrap().to_owned();
        values.push(("steps.install.outputs.concord", concord));
        if run.code != 0 && failed.is_none() || each["id"].as_str() == Some("check") {
            failed = Some(run);
        }
    }
    (failed.unwrap(), std::fs::read_to_string(at("output")).unwrap())
}

fn of_event(before: &str) -> Vec<(&'static str, String)> {
    vec![
        ("github.event.before", before.to_owned()),
        ("github.token", "t".to_owned()),
        ("github.event.pull_request.number", "7".to_owned()),
    ]
}

#[test]
fn the_action_refuses_a_pull_request_and_annotates_it() {
    let (_origin, work) = pull_request(ADDRESS_BROKEN);
    let (run, outputs) = play_action(&work, &[("GITHUB_BASE_REF", "main")], &of_event(""));
    run.code(1).says("::error file=schemas/address.avsc,line=7").says("against git:origin/main");
    assert!(outputs.contains("exit-code=1"), "{outputs}");
    assert!(work.read("concord.sarif").contains("avro-reader-field-without-default"));
    assert!(work.read("runner/summary.md").contains("### Contracts: refused"));
}

#[test]
fn the_action_lets_a_compatible_pull_request_pass() {
    let (_origin, work) = pull_request(ADDRESS);
    let (run, outputs) = play_action(&work, &[("GITHUB_BASE_REF", "main")], &of_event(""));
    run.code(0).says("ok: 1 contract judged");
    assert!(outputs.contains("exit-code=0"), "{outputs}");
}

#[test]
fn the_action_compares_a_push_with_what_was_there_before() {
    let (origin, work) = pull_request(ADDRESS_BROKEN);
    origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let output = origin.command("git").args(["rev-parse", "main"]).output().unwrap();
    let before = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let (run, _) = play_action(&work, &[], &of_event(&before));
    run.code(1).says(&format!("against git:{before}"));
    // The first push of a branch has nothing before it.
    let (run, _) = play_action(&work, &[], &of_event(&"0".repeat(40)));
    run.code(0).says("ok: 1 contract judged");
}

#[test]
fn the_action_takes_its_inputs_as_they_are() {
    let (_origin, work) = pull_request(ADDRESS);
    work.write("old/address.avsc", ADDRESS).write("my $(touch oops) dir/a.avsc", ADDRESS_BROKEN);
    work.write("bin/gh", "#!/bin/sh\necho \"$@\" >gh.log\n");
    let gh = work.path().join("bin/gh");
    std::fs::set_permissions(gh, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut values = of_event("");
    values.push(("inputs.directory", "my $(touch oops) dir".to_owned()));
    values.push(("inputs.against", "dir:old\ngit:HEAD\n".to_owned()));
    values.push(("inputs.junit", "out/junit.xml".to_owned()));
    values.push(("inputs.comment", "true".to_owned()));
    let (run, _) = play_action(&work, &[], &values);
    run.code(1).says("my $(touch oops) dir/a.avsc").says("against dir:old, git:HEAD");
    assert!(!work.path().join("oops").exists());
    assert!(work.read("out/junit.xml").contains("<failure"));
    assert!(
        work.read("gh.log").starts_with("pr comment 7 --body-file "),
        "{}",
        work.read("gh.log")
    );
}

#[test]
fn every_input_of_the_action_is_described_and_used() {
    let file = text("ci/github/action.yml");
    let action = yaml("ci/github/action.yml").remove(0);
    for input in keys(&action["inputs"]) {
        assert!(action["inputs"][input.as_str()]["description"].as_str().is_some(), "{input}");
        assert!(file.contains(&format!("inputs.{input}")), "{input} is not used");
    }
}

/// The script of the component's job, with the defaults of its inputs.
fn component() -> (Yaml, String, Vec<(String, String)>) {
    let mut documents = yaml("ci/gitlab/templates/contracts/template.yml");
    let (job, spec) = (documents.pop().unwrap(), documents.pop().unwrap());
    let job = job.as_hash().unwrap().values().next().unwrap().clone();
    let script = job["script"][0].as_str().unwrap().to_owned();
    let inputs = &spec["spec"]["inputs"];
    let variables = job["variables"].as_hash().unwrap().iter().map(|(name, value)| {
        let value = value.as_str().unwrap();
        let input = value.strip_prefix("$[[ inputs.").and_then(|rest| rest.strip_suffix(" ]]"));
        let default = inputs[input.unwrap()]["default"].as_str().unwrap_or_default();
        (name.as_str().unwrap().to_owned(), default.to_owned())
    });
    let variables = variables.collect();
    (inputs.clone(), script, variables)
}

#[test]
fn the_component_refuses_a_merge_request_and_leaves_its_reports() {
    let (origin, work) = pull_request(ADDRESS_BROKEN);
    origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let output = origin.command("git").args(["rev-parse", "main"]).output().unwrap();
    let base = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let (_, script, variables) = component();
    let mut all: Vec<(&str, String)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    all.push(("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.clone()));
    step(&work, "sh", &script, &all).code(1).says(&format!("against git:{base}"));
    assert!(work.read("concord-junit.xml").contains("<failure"));
    assert!(work.read("concord-quality.json").contains("\"severity\": \"critical\""));
    // A new branch: GitLab's word for nothing is forty zeros.
    all.pop();
    all.push(("CI_COMMIT_BEFORE_SHA", "0".repeat(40)));
    step(&work, "sh", &script, &all).code(0).says("ok: 1 contract judged");
    all.push(("AGAINST", "dir:schemas".to_owned()));
    step(&work, "sh", &script, &all).code(0).says("against dir:schemas");
}

#[test]
fn every_input_of_the_component_is_described_and_used() {
    let file = text("ci/gitlab/templates/contracts/template.yml");
    let (inputs, _, _) = component();
    for input in keys(&inputs) {
        assert!(inputs[input.as_str()]["description"].as_str().is_some(), "{input}");
        assert!(file.contains(&format!("$[[ inputs.{input} ]]")), "{input} is not used");
    }
}

#[test]
fn every_hook_is_a_command_that_there_is() {
    let hooks = yaml(".pre-commit-hooks.yaml").remove(0);
    let stage = Stage::new();
    for hook in hooks.as_vec().unwrap() {
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(entry[0], "concord");
        assert!(hook["id"].as_str().is_some() && hook["always_run"].as_bool() == Some(true));
        stage.concord(&[&entry[1..], &["--help"]].concat()).code(0);
    }
    stage.write("schemas/address.avsc", ADDRESS).commit_all();
    stage.write("schemas/address.avsc", ADDRESS_BROKEN);
    let entry = hooks[0]["entry"].as_str().unwrap();
    step(&stage, "sh", entry, &[]).code(1).says("refused");
}

#[test]
fn the_played_pull_request_goes_as_its_page_says() {
    let stage = Stage::new();
    let script = root().join("examples/gate/play.sh").display().to_string();
    let concord = env!("CARGO_BIN_EXE_concord").to_owned();
    let run = step(&stage, "bash", &format!("exec '{script}'"), &[("CONCORD", concord)]);
    run.code(0).says("6 passed, 0 failed");
    let page = text("examples/gate/README.md");
    let codes: Vec<&str> =
        run.out.lines().filter_map(|line| line.strip_prefix("[exit ")?.strip_suffix(']')).collect();
    assert_eq!(codes, ["0", "0", "1", "0", "0", "4"], "{run}");
    for row in ["| nothing changed | 0 |", "| the day after | 4 |"] {
        assert!(page.contains(row), "{row}");
    }
}

#[test]
fn every_shell_has_completions() {
    let stage = Stage::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        stage.concord(&["completions", shell]).code(0).says("check").says("against");
    }
    stage.concord(&["completions", "tcsh"]).code(64);
    let script = "concord completions bash >c && . ./c && complete -p concord";
    step(&stage, "bash", script, &[]).code(0).says("_concord");
}

#[test]
fn every_command_has_a_manual_page() {
    let stage = Stage::new();
    let version = env!("CARGO_PKG_VERSION");
    let first = format!(" \"concord {version}\" Concord");
    stage.concord(&["man"]).code(0).says(".TH concord 1 ").says(&first).says("concord\\-check(1)");
    stage.concord(&["man", "--out", "share/man1"]).code(0);
    for page in ["concord", "concord-check", "concord-serve", "concord-waive"] {
        let text = stage.read(&format!("share/man1/{page}.1"));
        assert!(text.contains(".SH SYNOPSIS") && text.contains(&first), "{page}: {text}");
        assert!(!text.contains("\n.br\n\n"), "a break before an empty line: {text}");
    }
    assert!(stage.read("share/man1/concord-check.1").contains("Exit codes"));
    stage.write("file", "");
    stage.concord(&["man", "--out", "file"]).code(2).complains("`file` could not be written");
}

#[test]
fn the_health_check_of_the_image_asks_the_registry() {
    let image = text("Dockerfile");
    let command = image.lines().find(|line| line.starts_with("HEALTHCHECK")).unwrap();
    assert!(command.ends_with("CMD [\"/concord\", \"health\"]"), "{command}");
    let stage = Stage::new();
    let server = Server::start(&stage, &[]);
    stage.concord(&["health", "--registry", &server.url]).code(0).says("answers, mode READWRITE");
    let away = ["health", "--registry", "http://127.0.0.1:9"];
    stage.concord(&away).code(3);
}

#[test]
fn the_image_runs_without_root_and_names_what_there_is() {
    let image = text("Dockerfile");
    for line in ["FROM scratch", "USER 65532:65532", "EXPOSE 8081", "CMD [\"serve\"]"] {
        assert!(image.lines().any(|known| known == line), "the Dockerfile lacks `{line}`");
    }
    let build = "cargo build --release --locked -p concord";
    assert!(image.contains(build) && text("ci/static.sh").contains(build));
    let help = Stage::new().concord(&["serve", "--help"]);
    for variable in ["CONCORD_LISTEN", "CONCORD_DATA"] {
        assert!(image.contains(variable) && help.out.contains(variable), "{variable}");
    }
    let minimum = text("Cargo.toml");
    let minimum = minimum.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap();
    assert!(
        image.contains(&format!("FROM rust:{}-alpine", minimum.trim_end_matches('"'))),
        "{minimum}"
    );
}
