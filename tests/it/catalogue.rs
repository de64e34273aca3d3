//! The payments catalogue in `schemas/`: every file parses, and each says what the conventions of its README demand.

use contract_model::{
    Candidate, Class, Contract, Date, Earlier, Policy, Presence, Setting, Shape, Type, judge,
};
use contract_schema::{Dependency, Format, Level, ParseOptions, Schema, check};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// What every event opens with.
const ENVELOPE: [&str; 6] =
    ["eventId", "correlationId", "causationId", "occurredAt", "originatorInfo", "beneficiaryInfo"];

/// The files, and the texts that others refer to.
static CATALOGUE: LazyLock<(Vec<Entry>, Vec<Dependency>)> = LazyLock::new(catalogue);

/// A file of the catalogue, parsed together with all it refers to.
struct Entry {
    path: String,
    schema: Schema,
}

#[test]
fn every_file_of_the_catalogue_is_a_schema() {
    let (entries, _) = &*CATALOGUE;
    let count =
        |prefix: &str| entries.iter().filter(|entry| entry.path.starts_with(prefix)).count();
    assert_eq!(count("party/"), 12, "shared Avro types");
    assert_eq!(count("common/"), 2, "shared Protobuf files");
    let events = entries.iter().filter(|entry| is_event(entry));
    let (avro, protobuf): (Vec<_>, Vec<_>) =
        events.partition(|entry| entry.schema.format() == Format::Avro);
    assert_eq!((avro.len(), protobuf.len()), (11, 13));
}

#[test]
fn every_event_declares_a_contract_without_a_fault() {
    let (entries, _) = &*CATALOGUE;
    let mut contexts = BTreeSet::new();
    for entry in entries.iter().filter(|entry| is_event(entry)) {
        let (contract, findings) = Contract::read(&entry.schema, &Shape::of(&entry.schema));
        assert_eq!(findings, [], "{}", entry.path);
        let contract = contract.unwrap();
        assert!(entry.path.contains(&format!("/{}.", contract.event)), "{}", entry.path);
        let declared = [contract.owner, contract.producer, contract.retention];
        assert!(declared.iter().all(Option::is_some), "{}", entry.path);
        contexts.insert(contract.context.unwrap());
    }
    assert_eq!(contexts.len(), 7, "{contexts:?}");
}

#[test]
fn every_event_opens_with_the_envelope() {
    let (entries, _) = &*CATALOGUE;
    for entry in entries.iter().filter(|entry| is_event(entry)) {
        let shape = Shape::of(&entry.schema);
        let class = Contract::read(&entry.schema, &shape).0.unwrap().class;
        let fields = &shape.root().unwrap().fields;
        let names: Vec<_> = fields.iter().take(ENVELOPE.len()).map(|field| &*field.name).collect();
        assert_eq!(names, ENVELOPE, "{}", entry.path);
        let parties = match class {
            Class::Payment | Class::Compliance => Presence::Required,
            Class::Card | Class::Operational => Presence::Nullable,
        };
        for field in &fields[..ENVELOPE.len()] {
            let expected = match &*field.name {
                "originatorInfo" | "beneficiaryInfo" => parties,
                // A compensation without a cause is a mistake.
                "causationId" if !entry.path.contains("released") => Presence::Nullable,
                _ => Presence::Required,
            };
            assert_eq!(field.presence, expected, "{}: {}", entry.path, field.name);
        }
    }
}

#[test]
fn every_type_and_field_is_documented_and_every_enum_opens_with_unknown() {
    let (entries, _) = &*CATALOGUE;
    for Entry { path, schema } in entries {
        let shape = Shape::of(schema);
        for record in shape.records.iter().filter(|record| record.is_own) {
            assert!(record.doc.is_some(), "{path}: {}", record.name);
            for field in &record.fields {
                assert!(field.doc.is_some(), "{path}: {}", field.name);
                if let Type::Enum { symbols, .. } = &field.ty {
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
    let (entries, _) = &*CATALOGUE;
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for entry in entries.iter().filter(|entry| is_event(entry)) {
        let shape = Shape::of(&entry.schema);
        let contract = Contract::read(&entry.schema, &shape).0.unwrap();
        let key = |paths: &[String]| {
            let native = paths.iter().map(|path| &*shape.resolve(path).unwrap()[0].native);
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
    let (entries, _) = &*CATALOGUE;
    for entry in entries {
        assert_eq!(findings(&entry.schema, &[]), [""; 0], "{}", entry.path);
    }
    let versions = payment_initiated();
    for newest in 1..versions.len() {
        assert_eq!(
            findings(&versions[newest], &versions[..newest]),
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
        (r#""name": "currency""#, r#""name": "currencyCode""#, true, &["EVO-NO-REMOVE"]),
        // What resolution allows and readers still trip over.
        (r#""name": "purposeCode""#, r#""name": "purpose""#, false, &["EVO-NO-REMOVE"]),
        (r#""scale": 5"#, r#""scale": 2"#, false, &["EVO-NO-RETYPE"]),
    ] {
        let text = fs::read_to_string(root().join("payments/payment.initiated.avsc")).unwrap();
        let broken = text.replacen(before, after, 1);
        assert_ne!(broken, text, "nothing was replaced: {before}");
        let candidate = parse_avro(&broken);
        assert_eq!(
            check(Level::FullTransitive, &candidate, &history).is_some(),
            is_incompatible,
            "{after}"
        );
        assert_eq!(findings(&candidate, &versions), rules, "{after}");
    }
}

const CORRIDOR: &str = "\"doc\": \"From where";
const CORRIDOR_DEFAULT: &str = "\"default\": null,\n      \"doc\": \"From where";

/// The ids of what the built-in policy says about a schema after these versions.
fn findings(schema: &Schema, earlier: &[Arc<Schema>]) -> Vec<String> {
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
    let record = shape.root().map_or("", |record| &record.name);
    let subject =
        Contract::read(schema, &shape).0.map(|contract| format!("{}-value", contract.topic()));
    let candidate = Candidate {
        subject: subject.as_deref().unwrap_or(record),
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
        Arc::new(parse_avro(&text))
    };
    files.map(version).to_vec()
}

/// Newest first, as a check wants them.
fn numbered(versions: &[Arc<Schema>]) -> Vec<(u32, Arc<Schema>)> {
    let mut history: Vec<_> = (1..).zip(versions.iter().cloned()).collect();
    history.reverse();
    history
}

fn parse_avro(text: &str) -> Schema {
    let (_, dependencies) = &*CATALOGUE;
    let shared = of_format(dependencies, Format::Avro);
    Schema::parse(Format::Avro, text, &shared, ParseOptions::new_schema()).unwrap()
}

fn is_event(entry: &Entry) -> bool {
    !["party/", "common/"].iter().any(|shared| entry.path.starts_with(shared))
        && !entry.path.contains("/history/")
}

/// Everything below `schemas/`. Files are parsed in rounds: a round parses what refers only to earlier rounds.
fn catalogue() -> (Vec<Entry>, Vec<Dependency>) {
    let root = root();
    let mut waiting = Vec::new();
    collect(&root, &mut waiting);
    waiting.sort();
    let (mut entries, mut dependencies) = (Vec::new(), Vec::new());
    while !waiting.is_empty() {
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        for file in &waiting {
            let path = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(file).unwrap();
            let format = if path.ends_with(".proto") { Format::Protobuf } else { Format::Avro };
            let of_format = of_format(&dependencies, format);
            match Schema::parse(format, &text, &of_format, ParseOptions::new_schema()) {
                Ok(schema) => found.push((Entry { path, schema }, text)),
                Err(error) => refused.push((file.clone(), error)),
            }
        }
        assert!(!found.is_empty(), "{refused:#?}");
        for (entry, text) in found {
            dependencies.push(dependency(&entry, &text));
            entries.push(entry);
        }
        waiting = refused.into_iter().map(|(file, _)| file).collect();
    }
    (entries, dependencies)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let is_schema =
            path.extension().is_some_and(|extension| extension == "avsc" || extension == "proto");
        if path.is_dir() {
            collect(&path, files);
        } else if is_schema {
            files.push(path);
        }
    }
}

/// What others refer to: shared types only, so that no event can refer to another event.
fn of_format(dependencies: &[Dependency], format: Format) -> Vec<Dependency> {
    let wanted = match format {
        Format::Avro => "fintech.party.v1.",
        Format::Protobuf => "common/v1/",
    };
    dependencies.iter().filter(|dependency| dependency.name.starts_with(wanted)).cloned().collect()
}

fn dependency(entry: &Entry, text: &str) -> Dependency {
    let name = match &entry.schema {
        Schema::Avro(_) => {
            let stem = Path::new(&entry.path).file_stem().unwrap().to_str().unwrap();
            entry
                .path
                .strip_prefix("party/")
                .map_or_else(String::new, |_| format!("fintech.party.v1.{stem}"))
        }
        Schema::Protobuf(_) => entry.path.clone(),
    };
    Dependency { subject: name.clone(), name, version: 1, text: Arc::from(text) }
}
