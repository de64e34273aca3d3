//! One side of a diff: a file, a file in git, or a version of a registry, of which there may be two.

use crate::args::Registry;
use crate::baseline::git::{self, Meant};
use crate::catalogue::Contracts;
use crate::error::Error;
use crate::remote::{self, Registered, Remote};
use crate::tree::{DEFAULT_ROOT, MANIFEST, Tree};
use contract_model::manifest::format_of;
use contract_schema::{Dependency, Format, ParseOptions, Schema};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A schema with its name for people.
pub(super) struct Operand {
    pub(super) label: String,
    pub(super) text: Arc<str>,
    format: Format,
    closure: Vec<Dependency>,
}

impl Operand {
    pub(super) fn read(spec: &str, registry: &Registry) -> Result<Operand, Error> {
        if let Some(rest) = spec.strip_prefix("git:") {
            let Some((reference, path)) = rest.split_once(':') else {
                return Err(Error::Usage(format!("`{spec}` names no file: write git:REF:PATH")));
            };
            return Operand::of_git(spec, reference, path);
        }
        if Path::new(spec).is_file() {
            return Operand::of_file(spec);
        }
        // An address has no `#` before its end, and a subject may hold anything.
        let (url, rest) = match spec.split_once('#') {
            Some((url, rest)) if url.contains("://") => (url, rest),
            Some(_) | None => (registry.url.as_str(), spec),
        };
        match rest.rsplit_once('@') {
            Some((subject, version)) => Operand::of_registry(spec, subject, version, url),
            None => Err(Error::Invalid(format!(
                "`{spec}` is no file here: a schema is a file, git:REF:PATH, SUBJECT@VERSION or URL#SUBJECT@VERSION"
            ))),
        }
    }

    pub(super) fn parse(&self) -> Result<Schema, Error> {
        Schema::parse(self.format, &self.text, &self.closure, ParseOptions::stored()).map_err(
            |error| Error::Invalid(format!("`{}` is no valid schema: {error}", self.label)),
        )
    }

    fn of_file(spec: &str) -> Result<Operand, Error> {
        let path = Path::new(spec);
        let unreadable = |reason| Error::Read { path: path.to_owned(), reason };
        let content = std::fs::read(path).map_err(unreadable)?;
        let full = path.canonicalize().map_err(unreadable)?;
        let root = catalogue_root(&full);
        let below = below(&full, &root);
        Operand::in_tree(spec, &below, &content, Tree::of_directory(&root)?)
    }

    fn of_git(spec: &str, reference: &str, path: &str) -> Result<Operand, Error> {
        let content = git::file(reference, path)?;
        let root = Path::new(path);
        // The file may be gone by now; its directories mostly are not.
        let here = root.ancestors().skip(1).find(|ancestor| ancestor.is_dir()).unwrap_or(root);
        let here = if here.as_os_str().is_empty() { Path::new(".") } else { here };
        let full = here
            .canonicalize()
            .map_err(|reason| Error::Read { path: here.to_owned(), reason })?
            .join(root.file_name().unwrap_or_default());
        let root = catalogue_root(&full);
        Operand::in_tree(
            spec,
            &below(&full, &root),
            &content,
            git::tree(&root, reference, Meant::Exactly)?,
        )
    }

    fn in_tree(spec: &str, path: &str, content: &[u8], mut tree: Tree) -> Result<Operand, Error> {
        if format_of(path).is_none() {
            return Err(Error::Invalid(format!(
                "`{spec}` is no schema file: its name ends neither in .avsc nor in .proto"
            )));
        }
        tree.files.insert(path.to_owned(), content.to_owned());
        let contracts = Contracts::read_with(&tree, Some(path));
        let Some(member) = contracts.members().iter().find(|member| member.path == path) else {
            return Err(Error::Invalid(unusable(spec, &tree.shown(path), &contracts)));
        };
        Ok(Operand {
            label: spec.to_owned(),
            text: member.text.clone(),
            format: member.format,
            closure: member.dependencies.clone(),
        })
    }

    fn of_registry(spec: &str, subject: &str, version: &str, url: &str) -> Result<Operand, Error> {
        let mut remote = Remote::new(url)?;
        let found = match version.parse() {
            Ok(number) => remote.version(subject, number)?,
            Err(_) if version == "latest" => remote.latest(subject)?,
            Err(_) => {
                return Err(Error::Usage(format!(
                    "`{version}` is no version: write a number or `latest` after the @"
                )));
            }
        };
        let format = remote::format(&found.schema_type).ok_or_else(|| {
            Error::Invalid(format!("`{spec}` is {}, which is not supported", found.schema_type))
        })?;
        let closure = remote.closure(&found)?;
        Ok(Operand { label: spec.to_owned(), text: found.schema.clone(), format, closure })
    }
}

/// Why a file did not become a schema.
fn unusable(spec: &str, shown: &str, contracts: &Contracts) -> String {
    let own = contracts.findings.iter().filter(|found| found.file == shown);
    let reasons: Vec<String> =
        own.map(|found| format!("{}: {}", found.at, found.message)).collect();
    format!("`{spec}` is no valid schema: {}", reasons.join("; "))
}

/// The directory whose files a schema may refer to: the nearest with a manifest, else the nearest `schemas`, else its own.
fn catalogue_root(file: &Path) -> PathBuf {
    let above = || file.ancestors().skip(1);
    let with_manifest = above().find(|directory| directory.join(MANIFEST).is_file());
    let by_name = || above().find(|directory| directory.ends_with(DEFAULT_ROOT));
    let own = || file.parent().unwrap_or(Path::new("."));
    with_manifest.or_else(by_name).unwrap_or_else(own).to_owned()
}

fn below(file: &Path, root: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}
