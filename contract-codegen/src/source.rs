//! Schema texts from disk, each with those it refers to, in an order in which every text follows what it needs.

mod folder;

use crate::diagnostics::Findings;
use crate::error::Error;
use contract_schema::{Dependency, Format};
use std::path::{Path, PathBuf};

/// Where the contracts come from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// A folder of schema files, with its `contracts.toml` if there is one.
    Folder(PathBuf),
}

/// One schema text.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Path as people know it: relative to the crate.
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) format: Format,
    /// How other texts refer to it: the import path (Protobuf).
    pub(crate) name: String,
    /// Subject, where the manifest or lock file tells one.
    pub(crate) subject: Option<String>,
    /// Version in the subject, where the lock file tells one.
    pub(crate) version: Option<u32>,
    /// Indexes of the closure of its references, each after those it needs.
    pub(crate) needs: Vec<usize>,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) list: Vec<Source>,
    /// Files and folders whose change asks for a new run.
    pub(crate) watched: Vec<PathBuf>,
}

/// Reads every schema text of the origin.
pub(crate) fn read(origin: &Origin, findings: &mut Findings) -> Result<Sources, Error> {
    match origin {
        Origin::Folder(path) => folder::read(path, findings),
    }
}

impl Sources {
    /// The references of a source, as a parse takes them.
    pub(crate) fn dependencies(&self, source: &Source) -> Vec<Dependency> {
        let dependency = |index: &usize| {
            let needed = &self.list[*index];
            Dependency {
                name: needed.name.clone(),
                subject: needed.subject.clone().unwrap_or_else(|| needed.name.clone()),
                version: needed.version.unwrap_or(1),
                text: needed.text.as_str().into(),
            }
        };
        source.needs.iter().map(dependency).collect()
    }
}

fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// The format that a file's ending names.
fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "avsc" => Some(Format::Avro),
        "proto" => Some(Format::Protobuf),
        _ => None,
    }
}
