//! Folders of contracts: subjects, references and order worked out from texts and a manifest.

use contract_model::{Catalogue, Manifest};
use std::collections::BTreeMap;
use std::sync::Arc;

type Files = BTreeMap<String, Arc<str>>;

fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(*text))).collect()
}

/// Members in order and findings, one a line.
fn report(manifest: &str, texts: &[(&str, &str)]) -> String {
    let manifest = match Manifest::read(manifest) {
        Ok(manifest) => manifest,
        Err(found) => return crate::rendered(&found, "contracts.toml"),
    };
    let catalogue = Catalogue::read(&manifest, &files(texts));
    let mut lines = String::new();
    for member in &catalogue.members {
        let names: Vec<&str> = member.references.iter().map(|(name, _)| name.as_str()).collect();
        lines += &format!("{} = {} {names:?}\n", member.path, member.subject);
    }
    for finding in &catalogue.findings {
        lines += &(finding.diagnostic.render(&finding.path) + "\n");
    }
    lines
}

const MONEY: &str = r#"{"type":"fixed","name":"Money","namespace":"a.t","size":8}"#;
const PARTY: &str = r#"{"type":"record","name":"Party","namespace":"a.t","fields":[{"name":"owes","type":"Money"}]}"#;
const PAID: &str = r#"{"type":"record","name":"Paid","namespace":"a.b","contract":{"event":"a.paid","class":"card"},
  "fields":[{"name":"by","type":["null","a.t.Party"]},{"name":"sum","type":{"type":"array","items":"a.t.Money"}}]}"#;
const SENT: &str = "syntax = \"proto3\";\npackage a.s;\nimport \"contract/v1/contract.proto\";\nimport \"t/party.proto\";\n\
  message Sent {\n option (contract.v1.event) = { event: \"a.sent\" class: \"card\" topic: \"all\" };\n t.Party by = 1;\n}";
const PROTO_PARTY: &str = "syntax = \"proto3\";\npackage t;\nmessage Party { string name = 1; }";

#[test]
fn references_and_subjects_follow_from_the_texts() {
    let all = [
        ("z.avsc", MONEY),
        ("y.avsc", PARTY),
        ("a/paid.avsc", PAID),
        ("a/sent.proto", SENT),
        ("t/party.proto", PROTO_PARTY),
    ];
    insta::assert_snapshot!(report("", &all), @r#"
    t/party.proto = t/party.proto []
    a/sent.proto = all-value ["t/party.proto"]
    z.avsc = a.t.Money []
    y.avsc = a.t.Party ["a.t.Money"]
    a/paid.avsc = a.paid-value ["a.t.Money", "a.t.Party"]
    "#);
    let manifest =
        "[[contract]]\nfiles = 'a/*'\nsubject = '{topic}/{event}/{stem}/{name}/{path}'\n";
    insta::assert_snapshot!(report(manifest, &all), @r#"
    t/party.proto = t/party.proto []
    a/sent.proto = all/a.sent/sent/a.s.Sent/a/sent.proto ["t/party.proto"]
    z.avsc = a.t.Money []
    y.avsc = a.t.Party ["a.t.Money"]
    a/paid.avsc = a.paid/a.paid/paid/a.b.Paid/a/paid.avsc ["a.t.Money", "a.t.Party"]
    "#);
}

#[test]
fn a_listed_file_is_meant_rather_than_one_that_lies_about() {
    let all = [("new/money.avsc", MONEY), ("old/money.avsc", MONEY), ("new/party.avsc", PARTY)];
    insta::assert_snapshot!(report("[[contract]]\nfiles = 'new/*'\n", &all), @r#"
    new/money.avsc = a.t.Money []
    new/party.avsc = a.t.Party ["a.t.Money"]
    "#);
}

#[test]
fn the_import_root_is_where_imports_are_counted_from() {
    let all = [("proto/a/sent.proto", SENT), ("proto/t/party.proto", PROTO_PARTY)];
    insta::assert_snapshot!(report("import-root = './proto/'\nsubject = 'topic-record'", &all), @r#"
    proto/t/party.proto = t/party.proto []
    proto/a/sent.proto = all-a.s.Sent ["t/party.proto"]
    "#);
}

#[test]
fn what_keeps_files_from_being_contracts_is_said_file_by_file() {
    let all = [
        ("circle/a.avsc", r#"{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}"#),
        (
            "circle/b.avsc",
            r#"{"type":"record","name":"B","fields":[{"name":"a","type":["null","A"]}]}"#,
        ),
        (
            "gone.avsc",
            "{\"type\":\"record\",\"name\":\"G\",\"fields\":[\n {\"name\":\"x\",\"type\":\"Twce\"}]}",
        ),
        ("needs-twice.avsc", r#"{"type":"array","items":"Twice"}"#),
        ("twice1.avsc", r#"{"type":"fixed","name":"Twice","size":1}"#),
        ("twice2.avsc", r#"{"type":"fixed","name":"Twice","size":2}"#),
        ("broken.avsc", "{\"type\":\n"),
        ("broken.proto", "syntax = \"proto3\";\nmessage {}"),
        (
            "import.proto",
            "syntax = \"proto3\";\nimport \"t/partie.proto\";\nmessage I { t.Party p = 1; }",
        ),
        ("t/party.proto", PROTO_PARTY),
        (
            "notopic.avsc",
            r#"{"type":"record","name":"N","contract":{"event":"a.b","class":"none"},"fields":[]}"#,
        ),
        ("user.avsc", r#"{"type":"array","items":"N"}"#),
    ];
    insta::assert_snapshot!(report("", &all));
}

#[test]
fn a_manifest_is_read_with_all_complaints_at_once() {
    let manifest = "import-rot = 'x'\nlevel = 'SIDEWAYS'\n[[contract]]\nfile = 'a'\nsubject = '{tpoic}-x'\n\
        [[contract]]\nfiles = ['a{', 3]\nsubject = 'topics'\npolicy = 'all'\nformat = 'xml'\n[pull]\nsubjects = 1\n";
    insta::assert_snapshot!(report(manifest, &[]));
    insta::assert_snapshot!(report("level = \n[[contract]\n", &[]));
    insta::assert_snapshot!(report(
        "[[contract]]\nfiles = ['a.avsc', '*.txt']\n",
        &[("b.txt", ""), ("c.avsc", "3")]
    ));
}

#[test]
fn rows_hold_in_order_and_defaults_fill_them() {
    let manifest = Manifest::read(
        "level = 'FULL'\nowner = 'team-a'\npolicy = 'warn'\n[[contract]]\nfiles = '**/*.avsc'\nexclude = 'old/**'\nlevel = 'NONE'\n\
         [[contract]]\nfiles = 'old/**'\npolicy = 'off'\n",
    )
    .unwrap();
    let row = |path| {
        manifest
            .entry(path)
            .map(|entry| format!("{:?} {:?} {:?}", entry.level, entry.policy, entry.owner))
    };
    assert_eq!(row("x/y.avsc").unwrap(), r#"Some(None) Some(Warn) Some("team-a")"#);
    assert_eq!(row("old/x/y.avsc").unwrap(), r#"Some(Full) Some(Off) Some("team-a")"#);
    assert_eq!(row("x.proto"), None);
}

/// The schema files below a folder, by path.
fn folder(root: &std::path::Path, below: &str, files: &mut Files) {
    for entry in std::fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            folder(root, &format!("{path}/"), files);
        } else if contract_model::manifest::format_of(&path).is_some() {
            files.insert(path, std::fs::read_to_string(entry.path()).unwrap().into());
        }
    }
}

#[test]
fn the_payments_catalogue_is_read_without_findings() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut files = Files::new();
    folder(&root, "", &mut files);
    let manifest =
        Manifest::read(&std::fs::read_to_string(root.join("contracts.toml")).unwrap()).unwrap();
    let catalogue = Catalogue::read(&manifest, &files);
    assert_eq!(catalogue.findings, []);
    let events = catalogue.members.iter().filter(|member| member.contract.is_some());
    assert_eq!((events.count(), catalogue.members.len()), (25, 39));
    for subject in [
        "payment.initiated-value",
        "swift.gpi.updated-value",
        "reconciliation.statements-fintech.reconciliation.v1.MatchFound",
        "fintech.party.v1.OriginatorInfo",
        "common/v1/party.proto",
    ] {
        assert!(catalogue.subject(subject).is_some(), "{subject}");
    }
}

const JSON_MONEY: &str = r#"{"$id":"http://bank/common/money.json","type":"string"}"#;
const JSON_ACCOUNT: &str = r##"{"properties":{
  "balance":{"$ref":"../common/money.schema.json"},"limit":{"$ref":"http://bank/common/money.json#"},
  "self":{"$ref":"#"},"meta":{"$ref":"http://json-schema.org/draft-07/schema#"}}}"##;
const JSON_LIBRARY: &str = r##"{"$id":"http://bank/accounts/library.json",
  "definitions":{"unused":{"$ref":"../common/money.json"}}}"##;

#[test]
fn json_schemas_refer_to_files_by_path_and_by_id() {
    let all = [
        ("accounts/account.schema.json", JSON_ACCOUNT),
        ("accounts/library.schema.json", JSON_LIBRARY),
        ("common/money.schema.json", JSON_MONEY),
        ("package.json", r#"{"name":"x","type":"module"}"#),
        ("other.json", "[]"),
    ];
    insta::assert_snapshot!(report("", &all), @r#"
    common/money.schema.json = common/money.schema.json []
    accounts/account.schema.json = accounts/account.schema.json ["../common/money.schema.json", "http://bank/common/money.json"]
    accounts/library.schema.json = accounts/library.schema.json ["../common/money.json"]
    "#);
    let manifest = "[[contract]]\nfiles = ['accounts/*.json']\nsubject = 'record'\n";
    insta::assert_snapshot!(report(manifest, &all), @r#"
    common/money.schema.json = common/money.schema.json []
    accounts/account.schema.json = account ["../common/money.schema.json", "http://bank/common/money.json"]
    accounts/library.schema.json = library ["../common/money.json"]
    "#);
    let broken =
        [("a.schema.json", "{\n \"$ref\": \"b.json\"}"), ("c.schema.json", "{\"type\":1}")];
    insta::assert_snapshot!(report("", &broken), @r#"
    error[catalogue-undefined]: no file is what `b.json` refers to
      --> a.schema.json:2:10
       = help: add the file that defines it
    error[schema-invalid]: `#/type` is the number `1`, it must be one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`
      --> c.schema.json:1:9
    "#);
}

#[test]
fn a_row_may_state_which_file_a_name_means() {
    let remote = r#"{"$ref":"https://example.com/money.json#/$defs/sum"}"#;
    let money = r#"{"$defs":{"sum":{"type":"integer"}}}"#;
    let all = [
        ("old/money.avsc", MONEY),
        ("new/money.avsc", MONEY),
        ("party.avsc", PARTY),
        ("sum.schema.json", remote),
        ("money.json", money),
    ];
    let row = |files: &str, references: &str| {
        format!("[[contract]]\nfiles = '{files}'\nreferences = {{ {references} }}\n")
    };
    let avro = row("party.avsc", "\"a.t.Money\" = 'new/money.avsc'");
    let json = row("sum.schema.json", "\"https://example.com/money.json\" = './money.json'");
    insta::assert_snapshot!(report(&(avro + &json), &all), @r#"
    money.json = money.json []
    new/money.avsc = a.t.Money []
    party.avsc = a.t.Party ["a.t.Money"]
    sum.schema.json = sum.schema.json ["https://example.com/money.json"]
    "#);
    let wrong =
        row("party.avsc", "\"a.t.Money\" = 'new/mony.avsc', \"a.t.Mony\" = 'new/money.avsc'");
    let said = report(&wrong, &all);
    for words in [
        "`new/mony.avsc` is no schema of this folder",
        "did you mean `new/money.avsc`?",
        "no file of this row refers to `a.t.Mony`",
        "did you mean `a.t.Money`?",
    ] {
        assert!(said.contains(words), "{said}");
    }
}
