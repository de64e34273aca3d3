//! `safety` in a policy and a manifest, and what GOLDEN need not repeat where the policy has spoken.

use contract_model::policy::{evolution, without_repeats};
use contract_model::{Catalogue, Manifest, Policy, Shape};
use contract_schema::compat::{self, Safety};
use contract_schema::level::Direction;
use contract_schema::{Breach, Format, ParseOptions, Position, Rule, Schema};
use std::collections::BTreeMap;

#[test]
fn a_policy_says_what_is_promised_and_the_built_in_one_promises_everything() {
    assert_eq!(Policy::fintech_default().evolution.safety, Safety::Golden);
    let policy = |text: &str| Policy::read(&format!("name = \"p\"\nversion = 1\n{text}"));
    assert_eq!(policy("").unwrap().evolution.safety, Safety::Standard);
    assert_eq!(policy("[evolution]\n").unwrap().evolution.safety, Safety::Standard);
    assert_eq!(policy("[evolution]\nsafety = \"wire\"").unwrap().evolution.safety, Safety::Wire);
    let complaints = policy("[evolution]\nsafety = \"gold\"").unwrap_err();
    let shown = crate::rendered(&complaints, "policy.toml");
    assert!(shown.contains("`gold` is no `safety`") && shown.contains("GOLDEN"), "{shown}");
}

#[test]
fn a_manifest_says_what_is_promised_at_the_top_and_in_a_row() {
    let manifest = Manifest::read(
        "safety = \"WIRE\"\n[[contract]]\nfiles = \"a.avsc\"\nsafety = \"golden\"\n[[contract]]\nfiles = \"*.avsc\"\n",
    );
    let record = |name: &str| format!(r#"{{"type":"record","name":"{name}","fields":[]}}"#);
    let files =
        ["a", "b"].map(|name| (format!("{name}.avsc"), record(&name.to_uppercase()).into()));
    let catalogue = Catalogue::read(&manifest.unwrap(), &BTreeMap::from(files));
    let safety = |name: &str| catalogue.subject(name).unwrap().safety;
    assert_eq!((safety("A"), safety("B")), (Some(Safety::Golden), Some(Safety::Wire)));
    let complaints = Manifest::read("safety = \"platinum\"\n").unwrap_err();
    let shown = crate::rendered(&complaints, "contracts.toml");
    assert!(shown.contains("contracts.toml:1:10") && shown.contains("STANDARD"), "{shown}");
}

#[test]
fn a_manifest_says_under_which_compatibility_policy_schemas_are_compared() {
    let manifest = Manifest::read(
        "compatibility-policy = \"lenient\"\n[[contract]]\nfiles = \"a.schema.json\"\ncompatibility-policy = \"STRICT\"\n[[contract]]\nfiles = \"*.json\"\n",
    );
    let files = ["a", "b"].map(|name| (format!("{name}.schema.json"), "{}".into()));
    let catalogue = Catalogue::read(&manifest.unwrap(), &BTreeMap::from(files));
    let policies = catalogue.members.iter().map(|member| member.compatibility_policy);
    assert_eq!(
        policies.collect::<Vec<_>>(),
        [Some(compat::Policy::Strict), Some(compat::Policy::Lenient)]
    );
    let only_defaults = Manifest::read("compatibility-policy = \"LOGICAL\"\n").unwrap();
    assert_eq!(only_defaults.entries[0].compatibility_policy, Some(compat::Policy::Logical));
    let complaints = Manifest::read("compatibility-policy = \"LENIANT\"\n").unwrap_err();
    let shown = crate::rendered(&complaints, "contracts.toml");
    assert!(
        shown.contains("contracts.toml:1:24")
            && shown.contains("`LENIANT` is no `compatibility-policy`")
            && shown.contains("did you mean `LENIENT`"),
        "{shown}"
    );
}

static GOLDEN: Rule = Rule {
    id: "avro-any",
    format: Format::Avro,
    safety: Safety::Golden,
    upstream: "ANY",
    summary: "s",
    why: "w",
    help: "h",
    spec: "s",
};

static WIRE: Rule = Rule { safety: Safety::Wire, ..GOLDEN };

const OLD: &str = r#"{"type":"record","name":"R","fields":[
 {"name":"kept","type":"int"},
 {"name":"gone","type":"int"},
 {"name":"wide",
  "type":"int"},
 {"name":"other","type":"int"}]}"#;
const NEW: &str = r#"{"type":"record","name":"R","fields":[
 {"name":"kept","type":"int"},
 {"name":"wide",
  "type":"long"},
 {"name":"other","type":"int"}]}"#;

/// What is left of a breach of `rule` at these lines of the new and the old text.
fn left(rule: &'static Rule, new_line: u32, old_line: u32) -> usize {
    let shape = |text: &str| {
        Shape::of(&Schema::parse(Format::Avro, text, &[], ParseOptions::stored()).unwrap())
    };
    let (old, new) = (shape(OLD), shape(NEW));
    let found = evolution(&old, &new);
    assert_eq!(found.len(), 2, "{found:?}");
    let at = |line| Some(Position { line, column: 9 });
    let breach = Breach {
        rule,
        path: "/".into(),
        detail: String::new(),
        reason: String::new(),
        help: None,
        reader_at: at(new_line),
        writer_at: at(old_line),
    };
    let breaches = vec![(Direction::NewReadsOld, breach)];
    without_repeats(breaches, found.iter(), &new, &old).len()
}

#[test]
fn golden_is_silent_where_the_policy_spoke_and_nowhere_else() {
    assert_eq!(left(&GOLDEN, 1, 3), 0, "the field that is gone");
    assert_eq!(left(&GOLDEN, 4, 5), 0, "the type of the field that was widened");
    assert_eq!(left(&GOLDEN, 5, 6), 1, "the field after it");
    assert_eq!(left(&GOLDEN, 1, 1), 1, "the record itself");
    assert_eq!(left(&WIRE, 4, 5), 1, "what data show");
}
