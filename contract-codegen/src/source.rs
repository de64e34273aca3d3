//! Contracts from disk: a folder with its manifest, or a lock file with the sources beside it. Never from the network.

mod folder;
mod lock;

use crate::diagnostics::{Finding, Findings, Weight};
use crate::error::Error;
use crate::ir::Place;
use contract_model::{Contract, Diagnostic, Policy, Setting, Severity, Shape, parallel};
use contract_schema::avro::{AvroSchema, Shared};
use contract_schema::{Dependency, ParseOptions, Schema, SchemaError};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where the contracts come from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// A folder of schema files, with its `contracts.toml` if there is one.
    Folder(PathBuf),
    /// A lock file; sources stand beside it.
    Lock(PathBuf),
}

/// A text that people can be sent to.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Path as people know it: relative to the crate.
    pub(crate) file: String,
    pub(crate) text: String,
}

/// A source that is a schema.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// Index of the source.
    pub(crate) source: usize,
    pub(crate) subject: String,
    /// Version in the subject, where a lock file tells one.
    pub(crate) version: Option<u32>,
    /// Schema id in the registry that the lock file was pulled from.
    pub(crate) schema_id: Option<u32>,
    pub(crate) schema: Schema,
    pub(crate) shape: Shape,
    pub(crate) contract: Option<Contract>,
}

/// A schema that payloads of a subject's event may have been written with; it has no type of its own.
#[derive(Debug)]
pub(crate) struct Written {
    /// Index of the source.
    pub(crate) source: usize,
    /// The subject whose event reads its payloads.
    pub(crate) subject: String,
    pub(crate) version: Option<u32>,
    pub(crate) schema_id: Option<u32>,
    pub(crate) schema: Schema,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Contracts {
    pub(crate) sources: Vec<Source>,
    /// Schemas, each after those it refers to.
    pub(crate) parsed: Vec<Parsed>,
    /// Other writers, newest first.
    pub(crate) written: Vec<Written>,
    /// The policy, whose rules events have beside those of their schemas.
    pub(crate) policy: Option<Policy>,
    /// The policy has judged the contracts; otherwise their registry has.
    pub(crate) is_judged: bool,
    /// Files and folders whose change asks for a new run.
    pub(crate) watched: Vec<PathBuf>,
}

impl Contracts {
    /// Makes a file one of the sources, watched; gives its index and text, or complains that it has none.
    fn take_in(
        &mut self,
        path: &Path,
        content: Vec<u8>,
        findings: &mut Findings,
    ) -> Option<(usize, String)> {
        let source = self.sources.len();
        let (text, broken) = match contract_model::folder::text(&content) {
            Ok(text) => (text.to_owned(), Vec::new()),
            // What can be shown of it.
            Err(found) => (String::from_utf8_lossy(&content).into_owned(), found),
        };
        self.sources.push(Source { file: shown(path), text: text.clone() });
        self.watched.push(path.to_owned());
        let is_text = broken.is_empty();
        broken.into_iter().for_each(|found| findings.push(placed(found, source)));
        is_text.then_some((source, text))
    }
}

/// Reads and parses everything; what is no schema is complained about and left out.
pub(crate) fn read(
    origin: &Origin,
    setting: Setting,
    findings: &mut Findings,
) -> Result<Contracts, Error> {
    match origin {
        Origin::Folder(path) => folder::read(path, setting, findings),
        Origin::Lock(path) => {
            let mut contracts = lock::read(path, findings)?;
            if setting != Setting::Off {
                contracts.policy = Some(Policy::fintech_default());
            }
            Ok(contracts)
        }
    }
}

/// Takes the rules of another policy than the one at hand.
pub(crate) fn read_policy(
    path: &Path,
    contracts: &mut Contracts,
    findings: &mut Findings,
) -> Result<(), Error> {
    if let Some((source, text)) = contracts.take_in(path, read_bytes(path)?, findings) {
        match Policy::read(&text) {
            Ok(policy) => contracts.policy = Some(policy),
            Err(found) => found.into_iter().for_each(|found| findings.push(placed(found, source))),
        }
    }
    Ok(())
}

/// Reads the schemas that build.rs names as writers of a subject; they may refer to the shared types beside it.
pub(crate) fn read_writers(
    writers: &[(String, std::path::PathBuf)],
    contracts: &mut Contracts,
    findings: &mut Findings,
) -> Result<(), Error> {
    // Each stands after those it needs; events are what nothing refers to.
    let shared = contracts.parsed.iter().filter(|one| one.contract.is_none());
    let shared = shared.filter(|one| matches!(one.schema, Schema::Avro(_)));
    let dependency = |one: &Parsed| Dependency {
        name: one.subject.clone(),
        subject: one.subject.clone(),
        version: one.version.unwrap_or(1),
        text: contracts.sources[one.source].text.clone().into(),
    };
    let shared: Vec<Dependency> = shared.map(dependency).collect();
    let mut texts = Vec::new();
    for (subject, path) in writers {
        let taken = contracts.take_in(path, read_bytes(path)?, findings);
        texts.extend(taken.map(|(source, text)| (subject, source, text)));
    }
    let options = ParseOptions::stored();
    let shared = Shared::parse(&shared, options);
    let parsed = parallel::in_order(&texts, |(_, _, text)| {
        // It stands for itself, or needs what the others share.
        AvroSchema::parse(text, &[], options)
            .or_else(|_| {
                AvroSchema::parse_after(text, shared.as_ref().map_err(Clone::clone)?, options)
            })
            .map(Schema::Avro)
    });
    let subjects: HashSet<&str> =
        contracts.parsed.iter().map(|parsed| parsed.subject.as_str()).collect();
    for ((subject, source, _), parsed) in texts.into_iter().zip(parsed) {
        match parsed {
            Ok(schema) => {
                let (subject, version, schema_id) = (subject.clone(), None, None);
                contracts.written.push(Written { source, subject, version, schema_id, schema });
            }
            Err(error) => broken(error, source, findings),
        }
        if !subjects.contains(subject.as_str()) {
            let message = format!("`{subject}` is not among the compiled contracts");
            let help = "name a subject that is, as it stands in the manifest or the lock file";
            let place = Place { source, at: None };
            findings.push(Finding::error(place, message).help(help));
        }
    }
    Ok(())
}

/// The complaints about a text that is no schema.
fn broken(error: SchemaError, source: usize, findings: &mut Findings) {
    for complaint in error.complaints {
        let place = Place { source, at: complaint.at };
        let mut finding = Finding::error(place, complaint.message);
        finding.help = complaint.help;
        findings.push(finding);
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// A path as it is printed and compared: with `/` everywhere.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A finding of the contract model as one of ours.
pub(crate) fn placed(found: Diagnostic, source: usize) -> Finding {
    let weight = match found.severity {
        Severity::Error => Weight::Error,
        Severity::Warn | Severity::Info => Weight::Warning,
    };
    let place = Place { source, at: found.at };
    let mut finding = Finding::new(weight, Some(place), found.message);
    finding.id = Some(found.id);
    finding.help = found.help;
    finding
}
