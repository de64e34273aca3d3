//! The payments catalogue in `schemas/`: every file parses, and each says what the conventions of its README demand.

use contract_model::{
    Candidate, Catalogue, Class, Contract, Date, Earlier, Manifest, Member, Policy, Presence,
    Setting, Shape, Type, judge,
};
use contract_schema::{Format, Level, ParseOptions, Schema, check};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// What every event opens with.
const ENVELOPE: [&str; 6] =
    ["eventId", "correlationId", "causationId", "occurredAt", "originatorInfo", "beneficiaryInfo"];

/// The folder as its manifest describes it.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let manifest = fs::read_to_string(root().join("contracts.toml")).unwrap();
    let mut files = BTreeMap::new();
    collect(&root(), &mut files);
    Catalogue::read(&Manifest::read(&manifest).unwrap(), &files)
});

#[test]
fn every_file_of_the_catalogue_is_a_schema_under_its_subject() {
    assert_eq!(CATALOGUE.findings, []);
    let count = |format, is_event| {
        let members = CATALOGUE.members.iter();
        members.filter(|one| one.format == format && one.contract.is_some() == is_event).count()
    };
    assert_eq!(
        Format::ALL.map(|format| count(format, true)),
        [11, 1, 13],
        "Avro, JSON, Protobuf events"
    );
    assert_eq!(
        (count(Format::Avro, false), count(Format::Protobuf, false)),
        (12, 2),
        "shared types"
    );
    for (path, subject) in [
        ("payments/payment.initiated.avsc", "payment.initiated-value"),
        ("orders/payment.failed.proto", "payment.failed-value"),
        (
            "reconciliation/match.found.proto",
            "reconciliation.statements-fintech.reconciliation.v1.MatchFound",
        ),
        ("party/AccountRef.avsc", "fintech.party.v1.AccountRef"),
        ("common/v1/party.proto", "common/v1/party.proto"),
    ] {
        assert_eq!(CATALOGUE.subject(subject).unwrap().path, path);
    }
}

#[test]
fn every_event_declares_a_contract_without_a_fault() {
    let mut contexts = BTreeSet::new();
    for (member, contract) in events() {
        assert_eq!(Contract::read(&member.schema, &member.shape).1, [], "{}", member.path);
        assert!(member.path.contains(&format!("/{}.", contract.event)), "{}", member.path);
        let declared = [&contract.owner, &contract.producer, &contract.retention];
        assert!(declared.iter().all(|value| value.is_some()), "{}", member.path);
        contexts.insert(contract.context.as_deref().unwrap());
    }
    assert_eq!(contexts.len(), 7, "{contexts:?}");
}

#[test]
fn every_event_opens_with_the_envelope() {
    for (member, contract) in events() {
        let fields = &member.shape.root().unwrap().fields;
        let names: Vec<_> = fields.iter().take(ENVELOPE.len()).map(|field| &*field.name).collect();
        assert_eq!(names, ENVELOPE, "{}", member.path);
        let parties = match contract.class {
            Class::Payment | Class::Compliance => Presence::Required,
            Class::Card | Class::Operational => Presence::Nullable,
        };
        for field in &fields[..ENVELOPE.len()] {
            let expected = match &*field.name {
                "originatorInfo" | "beneficiaryInfo" => parties,
                // A compensation without a cause is a mistake.
                "causationId" if !member.path.contains("released") => Presence::Nullable,
                _ => Presence::Required,
            };
            assert_eq!(field.presence, expected, "{}: {}", member.path, field.name);
        }
    }
}

#[test]
fn every_type_and_field_is_documented_and_every_enum_opens_with_unknown() {
    for Member { path, shape, .. } in &CATALOGUE.members {
        for record in shape.records.iter().filter(|record| record.is_own) {
            assert!(record.doc.is_some(), "{path}: {}", record.name);
            for field in &record.fields {
                assert!(field.doc.is_some(), "{path}: {}", field.name);
                // JSON has no default for a symbol that a reader does not know.
                if let (Type::Enum { symbols, .. }, Format::Avro | Format::Protobuf) =
                    (&field.ty, shape.format)
                {
                    let first = symbols[0].as_str();
                    assert!(
                        first == "UNKNOWN" || first.ends_with("_UNSPECIFIED"),
                        "{path}: {first}"
                    );
                    assert!(!field.rules.value.is_empty(), "{path}: {} may be {first}", field.name);
                }
            }
        }
    }
}

#[test]
fn the_readme_lists_every_event_as_its_file_declares_it() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for (member, contract) in events() {
        let key = |paths: &[String]| {
            let native = paths.iter().map(|path| &*member.shape.resolve(path).unwrap()[0].native);
            native.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let start = format!("| `{}` | {} | ", contract.event, contract.class.name());
        let middle = format!(" | {} | ", contract.producer.as_deref().unwrap());
        let end =
            format!(" | {} | {} |", key(&contract.partition_key), key(&contract.idempotency_key));
        let is_row = |line: &&str| {
            line.starts_with(&start) && line.contains(&middle) && line.ends_with(&end)
        };
        assert_eq!(readme.lines().filter(is_row).count(), 1, "{start}…{middle}…{end}");
    }
}

/// Version 2 added `corridorCode`, version 3 the evidence of the screening; nobody has to follow at once.
#[test]
fn payment_initiated_grew_so_that_every_version_reads_every_other() {
    let versions = payment_initiated();
    for newest in 1..versions.len() {
        let history = numbered(&versions[..newest]);
        let clash = check(Level::FullTransitive, &versions[newest], &history);
        assert_eq!(clash, None, "version {}", newest + 1);
    }
}

#[test]
fn the_default_policy_finds_nothing_to_say_about_the_catalogue() {
    for member in &CATALOGUE.members {
        assert_eq!(findings(&member.subject, &member.schema, &[]), [""; 0], "{}", member.path);
    }
    let versions = payment_initiated();
    for newest in 1..versions.len() {
        assert_eq!(
            findings(SUBJECT, &versions[newest], &versions[..newest]),
            [""; 0],
            "version {}",
            newest + 1
        );
    }
}

#[test]
fn a_version_of_payment_initiated_that_breaks_its_consumers_is_noticed() {
    let versions = payment_initiated();
    let history = numbered(&versions);
    for (before, after, is_incompatible, rules) in [
        // Old payments do not have the field, and there is nothing to put in its place.
        (CORRIDOR_DEFAULT, CORRIDOR, true, &[][..]),
        (r#""name": "currency""#, r#""name": "currencyCode""#, true, &["EVO-NO-REMOVE", "PAR-3"]),
        // What resolution allows and readers still trip over.
        (r#""name": "purposeCode""#, r#""name": "purpose""#, false, &["EVO-NO-REMOVE"]),
        (r#""scale": 5"#, r#""scale": 2"#, false, &["EVO-NO-RETYPE"]),
    ] {
        let text = fs::read_to_string(root().join("payments/payment.initiated.avsc")).unwrap();
        let broken = text.replacen(before, after, 1);
        assert_ne!(broken, text, "nothing was replaced: {before}");
        let candidate = parse_version(&broken);
        assert_eq!(
            check(Level::FullTransitive, &candidate, &history).is_some(),
            is_incompatible,
            "{after}"
        );
        assert_eq!(findings(SUBJECT, &candidate, &versions), rules, "{after}");
    }
}

const SUBJECT: &str = "payment.initiated-value";
const CORRIDOR: &str = "\"doc\": \"From where";
const CORRIDOR_DEFAULT: &str = "\"default\": null,\n      \"doc\": \"From where";

/// The ids of what the built-in policy says about a schema after these versions.
fn findings(subject: &str, schema: &Schema, earlier: &[Arc<Schema>]) -> Vec<String> {
    let shapes: Vec<_> = earlier.iter().map(|schema| Shape::of(schema)).collect();
    let contracts: Vec<_> = earlier
        .iter()
        .zip(&shapes)
        .map(|(schema, shape)| Contract::read(schema, shape).0)
        .collect();
    let version = |(number, (shape, contract))| Earlier { version: number, shape, contract };
    let contracts = contracts.iter().map(Option::as_ref);
    let mut earlier: Vec<_> = (1..).zip(shapes.iter().zip(contracts)).map(version).collect();
    earlier.reverse();
    let (shape, number) = (Shape::of(schema), earlier.len() as u32 + 1);
    let candidate = Candidate {
        subject,
        version: number,
        schema,
        shape: &shape,
        earlier: &earlier,
        elsewhere: &[],
    };
    let today = Date::new(2026, 11, 30).unwrap();
    let verdict = judge(&Policy::fintech_default(), Setting::Enforce, today, &candidate);
    let mut ids: Vec<_> = verdict.diagnostics.into_iter().map(|finding| finding.id).collect();
    ids.dedup();
    ids
}

/// The three versions, oldest first.
fn payment_initiated() -> Vec<Arc<Schema>> {
    let files =
        ["history/payment.initiated/v1", "history/payment.initiated/v2", "payment.initiated"];
    let version = |file| {
        let text = fs::read_to_string(root().join(format!("payments/{file}.avsc"))).unwrap();
        Arc::new(parse_version(&text))
    };
    files.map(version).to_vec()
}

/// A version of `payment.initiated`; the newest refers to all that any of them refers to.
fn parse_version(text: &str) -> Schema {
    let newest = CATALOGUE.subject(SUBJECT).unwrap();
    Schema::parse(Format::Avro, text, &newest.dependencies, ParseOptions::new_schema()).unwrap()
}

/// Newest first, as a check wants them.
fn numbered(versions: &[Arc<Schema>]) -> Vec<(u32, Arc<Schema>)> {
    let mut history: Vec<_> = (1..).zip(versions.iter().cloned()).collect();
    history.reverse();
    history
}

fn events() -> impl Iterator<Item = (&'static Member, &'static Contract)> {
    CATALOGUE.members.iter().filter_map(|member| Some((member, member.contract.as_ref()?)))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// Paths below the folder and texts of all its schema files.
fn collect(directory: &Path, files: &mut BTreeMap<String, Arc<str>>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(ending, Some("avsc" | "json" | "proto")) {
            let below = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            files.insert(below, fs::read_to_string(&path).unwrap().into());
        }
    }
}
