//! Contracts from disk: a folder with its manifest, or a lock file with the sources beside it. Never from the network.

mod folder;
mod lock;

use crate::diagnostics::{Finding, Findings, Weight};
use crate::error::Error;
use crate::ir::Place;
use contract_model::{Contract, Diagnostic, Severity, Shape};
use contract_schema::Schema;
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
    pub(crate) schema: Schema,
    pub(crate) shape: Shape,
    pub(crate) contract: Option<Contract>,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Contracts {
    pub(crate) sources: Vec<Source>,
    /// Schemas, each after those it refers to.
    pub(crate) parsed: Vec<Parsed>,
    /// Files and folders whose change asks for a new run.
    pub(crate) watched: Vec<PathBuf>,
}

/// Reads and parses everything; what is no schema is complained about and left out.
pub(crate) fn read(
    origin: &Origin,
    setting: contract_model::Setting,
    findings: &mut Findings,
) -> Result<Contracts, Error> {
    match origin {
        Origin::Folder(path) => folder::read(path, setting, findings),
        Origin::Lock(path) => lock::read(path, findings),
    }
}

fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })
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
