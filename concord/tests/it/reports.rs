//! Reports in every form, against the schemas that others publish.

use crate::stage::{ADDRESS, ADDRESS_BROKEN, Run, Stage};
use serde_json::Value;

/// What the names of a hostile author would break: markup, workflow commands, terminals, tables, mentions.
const HOSTILE: &str = r#"a\"]]>::error::%0A\n\u0001\u001b[31m<b>|`*@x,\u202e"#;

fn changed() -> Stage {
    let stage = Stage::new();
    stage.write("teams/shop/schemas/address.avsc", ADDRESS).commit_all();
    stage.write("teams/shop/schemas/address.avsc", ADDRESS_BROKEN);
    stage
}

/// A JSON Schema with a member of a hostile name that changed its type, in a file with a name that needs escaping.
fn hostile() -> Stage {
    let stage = Stage::new();
    let schema = |kind: &str| {
        format!(
            r#"{{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{{"{HOSTILE}":{{"type":"{kind}"}}}}}}"#
        )
    };
    let file = "schemas/we ird%::,ü.schema.json";
    stage.write(file, schema("string")).commit_all();
    stage.write(file, schema("integer"));
    stage.write("schemas/binary.avsc", [0xff, 0xfe, 0x00]);
    stage
}

const HOSTILE_FILE: &str = "schemas/we ird%::,ü.schema.json";

fn valid(schema: &str, document: &str) -> Value {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}\n{document:#}", errors.join("\n"));
    document
}

fn json(document: &str) -> Value {
    valid(include_str!("../../../docs/report.schema.json"), document)
}

fn sarif(document: &str) -> Value {
    let schema = include_str!("../fixtures/reports/sarif-schema-2.1.0.json");
    // As published it has one pattern with a bracket too many, of a language that we do not state.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let document = valid(&schema, document);
    for result in document["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%", "{result:#}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1, "{result:#}");
        let print = result["partialFingerprints"]["concord/v1"].as_str().unwrap();
        assert_eq!(print.len(), 32, "{result:#}");
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &document["runs"][0]["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("concord explain"), "{rule:#}");
    }
    document
}

/// Every form at once, each into its file, as a job asks for them.
fn every_form(stage: &Stage, args: &[&str]) -> Run {
    let files = [
        "text=out/report.txt",
        "json=out/report.json",
        "junit=out/report.xml",
        "sarif=out/report.sarif",
        "github=out/annotations",
        "gitlab=out/gl.json",
        "markdown=out/report.md",
    ];
    let mut all = args.to_vec();
    all.extend(files.iter().flat_map(|file| ["--report", file]));
    let run = stage.concord(&all);
    json(&stage.read("out/report.json"));
    sarif(&stage.read("out/report.sarif"));
    run
}

const CHECK: [&str; 4] = ["check", "teams/shop/schemas", "--against", "git:main"];

#[test]
fn a_finding_is_data_in_json() {
    let stage = changed();
    let run = stage.concord(&[&CHECK[..], &["--report", "json"]].concat());
    let document = json(&run.code(1).out);
    assert_eq!(document["exitCode"], 1);
    assert_eq!(document["counts"]["errors"], 1);
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "avro-reader-field-without-default");
    assert_eq!(finding["subject"], "shop.v1.Address");
    assert_eq!(finding["location"]["file"], "teams/shop/schemas/address.avsc");
    assert_eq!(finding["location"]["line"], 7);
    assert_eq!(finding["against"]["baseline"], "git:main");
    assert_eq!(finding["asked"]["level"], "BACKWARD");
    assert_eq!(finding["asked"]["levelFrom"], "the default");
    assert_eq!(finding["effects"][0]["direction"], "new-reads-old");
    assert!(finding["effects"][0]["witness"]["refused"].is_string(), "{finding:#}");
    assert!(finding["help"].as_str().unwrap().contains("country"), "{finding:#}");
}

#[test]
fn a_clean_run_has_every_report_too() {
    let stage = Stage::new();
    stage.write("schemas/address.avsc", ADDRESS);
    every_form(&stage, &["check"]).code(0);
    assert_eq!(json(&stage.read("out/report.json"))["findings"], serde_json::json!([]));
    assert!(stage.read("out/report.xml").contains("tests=\"1\" failures=\"0\""));
    assert_eq!(stage.read("out/gl.json"), "[]\n");
    assert_eq!(stage.read("out/annotations"), "");
    assert!(stage.read("out/report.txt").starts_with("ok: 1 contract judged"));
}

#[test]
fn files_are_all_that_is_written_when_files_are_asked_for() {
    let stage = changed();
    let run = every_form(&stage, &CHECK);
    assert_eq!(run.code(1).out, "", "{run}");
    let left: Vec<_> = std::fs::read_dir(stage.path().join("out")).unwrap().collect();
    assert_eq!(left.len(), 7, "{left:?}");
}

#[test]
fn paths_are_told_from_the_top_of_the_repository() {
    let stage = changed();
    let mut command = stage.command(env!("CARGO_BIN_EXE_concord"));
    command.current_dir(stage.path().join("teams/shop"));
    let output =
        command.args(["check", "--against", "git:main", "--report", "sarif"]).output().unwrap();
    let document = sarif(&String::from_utf8(output.stdout).unwrap());
    let place = &document["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "teams/shop/schemas/address.avsc");
    assert_eq!(place["region"]["startLine"], 7);
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_others_come() {
    let stage = changed();
    let print = |run: &Run| {
        let document = json(&run.out);
        let findings = document["findings"].as_array().unwrap();
        let country =
            findings.iter().find(|finding| finding["reason"].as_str().unwrap().contains("country"));
        country.unwrap()["fingerprint"].as_str().unwrap().to_owned()
    };
    let args = [&CHECK[..], &["--report", "json"]].concat();
    let first = print(&stage.concord(&args));
    let moved = ADDRESS_BROKEN.replace(
        "  \"fields\": [\n",
        "\n\n  \"fields\": [\n    {\"name\": \"zip\", \"type\": \"string\", \"doc\": \"Zip.\"},\n",
    );
    stage.write("teams/shop/schemas/address.avsc", moved);
    let run = stage.concord(&args);
    assert_eq!(json(&run.out)["counts"]["errors"], 2, "{run}");
    assert_eq!(print(&run), first);
    let elsewhere = stage.path().join("teams/shop/schemas");
    let absolute = elsewhere.to_str().unwrap();
    let run = stage.concord(&["check", absolute, "--against", "git:main", "--report", "json"]);
    assert_eq!(print(&run), first);
}

#[test]
fn a_schema_that_cannot_be_read_is_in_every_report() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", "{ \"type\": ").write("schemas/b.avsc", "<<<<<<< HEAD\n");
    every_form(&stage, &["check"]).code(2);
    assert!(stage.read("out/report.xml").contains("errors=\"2\""));
    assert!(stage.read("out/annotations").starts_with("::error file=schemas/a.avsc,line=1,"));
}

#[test]
fn a_run_that_something_stopped_says_so_in_every_report() {
    let stage = Stage::new();
    stage.write("schemas/a.avsc", ADDRESS);
    let run = every_form(&stage, &["check", "--against", "git:main"]);
    run.code(3).complains("not in a git repository");
    let document = sarif(&stage.read("out/report.sarif"));
    assert_eq!(document["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert_eq!(document["runs"][0]["results"][0]["ruleId"], "check-stopped");
    let told = json(&stage.read("out/report.json"));
    assert_eq!(told["exitCode"], 3);
    assert_eq!(told["findings"][0]["location"]["file"], "schemas/contracts.toml");
    assert!(stage.read("out/report.md").contains("nothing was judged"));
    assert!(stage.read("out/report.xml").contains("errors=\"1\""));
    every_form(&stage, &["check", "nowhere"]).code(2);
    let run = stage.concord(&["check", "nowhere", "--report", "text"]);
    assert_eq!(run.code(2).out, "", "{run}");
}

#[test]
fn what_is_waived_is_told_as_such_and_fails_nothing() {
    let stage = changed();
    let rule = "avro-reader-field-without-default";
    let waive = ["waive", rule, "shop.v1.Address", "teams/shop/schemas", "--owner", "team-shop"];
    let rest = ["--expires", "2999-12-31", "--reason", "nobody <writes> it"];
    stage.concord(&[&waive[..], &rest[..]].concat()).code(0);
    every_form(&stage, &CHECK).code(0);
    let document = json(&stage.read("out/report.json"));
    assert_eq!(document["counts"]["waived"], 1);
    let waived = &document["findings"][0]["waived"];
    assert_eq!(waived["owner"], "team-shop");
    assert_eq!(waived["file"], "teams/shop/schemas/contracts.toml");
    let scanned = sarif(&stage.read("out/report.sarif"));
    let suppression = &scanned["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["status"], "accepted");
    assert_eq!(suppression["justification"], "until 2999-12-31 by team-shop: nobody <writes> it");
    assert!(stage.read("out/report.xml").contains("failures=\"0\" errors=\"0\" skipped=\"1\""));
    assert_eq!(stage.read("out/gl.json"), "[]\n");
    assert!(stage.read("out/annotations").starts_with("::notice file=teams/shop/schemas/"));
    assert!(stage.read("out/report.md").contains("#### waived: "));
}

#[test]
fn hostile_names_stay_names() {
    let stage = hostile();
    let run = every_form(&stage, &["check", "--against", "git:main"]);
    run.code(2);
    let annotations = stage.read("out/annotations");
    assert!(annotations.lines().all(|line| line.starts_with("::error file=")), "{annotations}");
    assert!(
        annotations.contains("file=schemas/we ird%25%3A%3A%2Cü.schema.json,line="),
        "{annotations}"
    );
    for file in ["out/report.txt", "out/annotations", "out/report.xml", "out/report.md"] {
        let text = stage.read(file);
        let bad = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t'));
        assert_eq!(bad, None, "{file}\n{text}");
        assert!(!text.contains('\u{202e}'), "{file}\n{text}");
    }
    assert!(!stage.read("out/report.xml").contains("]]>"));
    let document = json(&stage.read("out/report.json"));
    let found = document["findings"].as_array().unwrap().iter();
    let files: Vec<&str> = found.map(|one| one["location"]["file"].as_str().unwrap()).collect();
    assert!(files.contains(&HOSTILE_FILE) && files.contains(&"schemas/binary.avsc"), "{files:?}");
    let scanned = sarif(&stage.read("out/report.sarif")).to_string();
    assert!(scanned.contains("schemas/we%20ird%25%3A%3A%2C%C3%BC.schema.json"), "{scanned}");
}

#[test]
fn the_runner_of_github_gets_annotations_and_a_summary() {
    let stage = changed();
    stage.write("summary.md", "before\n");
    let summary = stage.path().join("summary.md");
    let variables = [("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    let args = [&CHECK[..], &["--report", "text", "--report", "github"]].concat();
    let run = stage.concord_with(&args, &variables);
    run.code(1)
        .says("\n::error file=teams/shop/schemas/address.avsc,line=7,col=5,title=shop.v1.Address%3A avro-reader-field-without-default::")
        .says("%0Ahelp: ")
        .says("error[avro-reader-field-without-default]");
    let written = stage.read("summary.md");
    assert!(
        written.starts_with("before\n<!-- concord check -->\n### Contracts: refused"),
        "{written}"
    );
}

#[test]
fn gitlab_gets_its_code_quality() {
    let stage = changed();
    let twice = ["--against", "git:HEAD", "--report", "gitlab"];
    let run = stage.concord(&[&CHECK[..], &twice].concat());
    let issues: Value = serde_json::from_str(&run.code(1).out).unwrap();
    let issues = issues.as_array().unwrap();
    assert_eq!(issues.len(), 1, "the same finding against two baselines is one");
    let issue = &issues[0];
    assert_eq!(issue["severity"], "critical");
    assert_eq!(issue["check_name"], "avro-reader-field-without-default");
    assert_eq!(issue["location"]["path"], "teams/shop/schemas/address.avsc");
    assert_eq!(issue["location"]["lines"]["begin"], 7);
    assert!(issue["fingerprint"].as_str().unwrap().starts_with("concord/v1:"));
}

#[test]
fn a_contract_that_is_gone_is_at_the_place_where_it_was() {
    let stage = Stage::new();
    let event = crate::check_policy::EVENT;
    stage.write("schemas/order.placed.avsc", event).write("schemas/a.avsc", ADDRESS).commit_all();
    stage.remove("schemas/order.placed.avsc");
    let run = stage.concord(&["check", "--against", "git:main", "--report", "json"]);
    let finding = &json(&run.code(1).out)["findings"][0];
    assert_eq!(finding["rule"], "contract-removed");
    assert_eq!(finding["location"]["file"], "schemas/order.placed.avsc");
    assert_eq!(finding["against"]["place"], "git:main:schemas/order.placed.avsc");
}

#[test]
fn reports_that_cannot_be_told_apart_or_written_are_refused() {
    let stage = changed();
    for wrong in [&["--report", "text", "--report", "json"][..], &["--report", "yaml"]] {
        stage.concord(&[&CHECK[..], wrong].concat()).code(64);
    }
    stage.write("file", "");
    let run = stage.concord(&[&CHECK[..], &["--report", "json=file/x.json"]].concat());
    run.code(2).complains("`file/x.json` could not be written");
}
