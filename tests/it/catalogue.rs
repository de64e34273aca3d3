//! The payments catalogue in `schemas/`: every file parses, and each says what the conventions of its README demand.

use contract_schema::{Dependency, Format, Level, ParseOptions, Schema, check};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the catalogue, parsed together with all it refers to.
struct Entry {
    path: String,
    schema: Schema,
}

#[test]
fn every_file_of_the_catalogue_is_a_schema() {
    let (entries, _) = catalogue();
    let count =
        |prefix: &str| entries.iter().filter(|entry| entry.path.starts_with(prefix)).count();
    assert_eq!(count("party/"), 12, "shared Avro types");
    assert_eq!(count("common/"), 2, "shared Protobuf files");
    let events = entries.iter().filter(|entry| is_event(entry));
    let (avro, protobuf): (Vec<_>, Vec<_>) =
        events.partition(|entry| entry.schema.format() == Format::Avro);
    assert_eq!((avro.len(), protobuf.len()), (11, 13));
}

/// Version 2 added `corridorCode`, version 3 the evidence of the screening; nobody has to follow at once.
#[test]
fn payment_initiated_grew_so_that_every_version_reads_every_other() {
    let versions = payment_initiated();
    for newest in 1..versions.len() {
        let history: Vec<_> = versions[..newest].iter().rev().cloned().collect();
        let clash = check(Level::FullTransitive, &versions[newest].1, &history);
        assert_eq!(clash, None, "version {}", newest + 1);
    }
}

#[test]
fn a_version_of_payment_initiated_that_breaks_its_consumers_is_noticed() {
    let versions = payment_initiated();
    let history: Vec<_> = versions.iter().rev().cloned().collect();
    for (before, after) in [
        // A field that old payments do not have, and nothing to put in its place.
        (
            r#""default": null,
      "doc": "From where"#,
            r#""doc": "From where"#,
        ),
        (r#""name": "currency""#, r#""name": "currencyCode""#),
        (r#""scale": 5"#, r#""scale": 2"#),
    ] {
        let text = fs::read_to_string(root().join("payments/payment.initiated.avsc")).unwrap();
        let broken = text.replacen(before, after, 1);
        assert_ne!(broken, text, "nothing was replaced: {before}");
        let candidate = parse_avro(&broken);
        assert!(check(Level::FullTransitive, &candidate, &history).is_some(), "{after}");
    }
}

/// The three versions, oldest first.
fn payment_initiated() -> Vec<(u32, Arc<Schema>)> {
    let files =
        ["history/payment.initiated/v1", "history/payment.initiated/v2", "payment.initiated"];
    let version = |(number, file): (u32, &str)| {
        let text = fs::read_to_string(root().join(format!("payments/{file}.avsc"))).unwrap();
        (number, Arc::new(parse_avro(&text)))
    };
    (1..).zip(files).map(version).collect()
}

fn parse_avro(text: &str) -> Schema {
    let (_, dependencies) = catalogue();
    let shared = of_format(&dependencies, Format::Avro);
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
