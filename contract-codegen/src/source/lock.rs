//! A lock file: exactly these versions, from the sources that `concord pull` wrote beside it.

use super::{Contracts, Parsed, Source, placed, read_text, shown};
use crate::diagnostics::{Finding, Findings};
use crate::error::Error;
use crate::ir::Place;
use contract_model::{Contract, Lock, Locked, Shape};
use contract_schema::{ParseOptions, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// The lock file itself is the first source.
const LOCK: usize = 0;

pub(super) fn read(path: &Path, findings: &mut Findings) -> Result<Contracts, Error> {
    let text = read_text(path).map_err(pull)?;
    let mut contracts = Contracts::default();
    contracts.watched.push(path.to_owned());
    contracts.sources.push(Source { file: shown(path), text: text.clone() });
    let lock = match Lock::parse(&text) {
        Ok(lock) => lock,
        Err(found) => {
            found.into_iter().for_each(|found| findings.push(placed(found, LOCK)));
            return Ok(contracts);
        }
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let wanted = wanted(&lock, findings);
    // With two versions of one type, some references have no source to go to.
    if findings.errors() > 0 {
        return Ok(contracts);
    }
    let texts = sources(&wanted, folder, &mut contracts, findings)?;
    for locked in wanted {
        if let Some(source) = texts.get(&locked.file) {
            parse(&lock, locked, *source, &texts, &mut contracts, findings);
        }
    }
    Ok(contracts)
}

/// What to do about a file that `concord pull` writes and that is not there.
fn pull(error: Error) -> Error {
    match error {
        Error::Read { path, source } if source.kind() == ErrorKind::NotFound => {
            let source =
                std::io::Error::new(source.kind(), format!("{source}; `concord pull` writes it"));
            Error::Read { path, source }
        }
        other => other,
    }
}

/// The newest version of each subject that was asked for, and what those refer to; each after what it needs.
///
/// Rust has one type per name, so two versions of one shared type cannot be compiled together.
fn wanted<'a>(lock: &'a Lock, findings: &mut Findings) -> Vec<&'a Locked> {
    let mut newest: BTreeMap<&str, &Locked> = BTreeMap::new();
    for locked in lock.contracts.iter().filter(|locked| locked.direct) {
        let best = newest.entry(&locked.subject).or_insert(locked);
        if best.version < locked.version {
            *best = locked;
        }
    }
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    let mut versions: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    for root in newest.into_values() {
        let needed = lock.closure(root).into_iter().map(|(_, locked)| locked);
        for locked in needed.chain([root]) {
            let first = versions.entry(&locked.subject).or_insert((locked.version, &root.subject));
            if first.0 != locked.version {
                findings.push(two_versions(locked, *first, root));
            } else if seen.insert((&locked.subject, locked.version)) {
                order.push(locked);
            }
        }
    }
    order
}

fn two_versions(locked: &Locked, first: (u32, &str), root: &Locked) -> Finding {
    let message = format!(
        "`{}` is needed in version {} by `{}` and in version {} by `{}`",
        locked.subject, first.0, first.1, locked.version, root.subject
    );
    let help = "register both with the same version of what they share, then run `concord pull`";
    Finding::error(Place { source: LOCK, at: None }, message).help(help)
}

/// Reads the sources; each must be the text that was locked. Gives the index of each file.
fn sources(
    wanted: &[&Locked],
    folder: &Path,
    contracts: &mut Contracts,
    findings: &mut Findings,
) -> Result<BTreeMap<String, usize>, Error> {
    let mut index = BTreeMap::new();
    for locked in wanted {
        let path = folder.join(&locked.file);
        let text = read_text(&path).map_err(pull)?;
        let source = contracts.sources.len();
        if !locked.has_source(&text) {
            let message = format!(
                "this is not the text of `{}` version {} that was locked",
                locked.subject, locked.version
            );
            let finding = Finding::error(Place { source, at: None }, message);
            findings.push(finding.help("run `concord pull` again; do not edit pulled sources"));
        }
        contracts.sources.push(Source { file: shown(&path), text });
        contracts.watched.push(path);
        index.insert(locked.file.clone(), source);
    }
    Ok(index)
}

fn parse(
    lock: &Lock,
    locked: &Locked,
    source: usize,
    texts: &BTreeMap<String, usize>,
    contracts: &mut Contracts,
    findings: &mut Findings,
) {
    let text = |needed: &Locked| contracts.sources[texts[&needed.file]].text.clone();
    let dependencies = lock.dependencies(locked, text);
    let text = &contracts.sources[source].text;
    match Schema::parse(locked.format, text, &dependencies, ParseOptions::stored()) {
        Ok(schema) => {
            let shape = Shape::of(&schema);
            let (contract, found) = Contract::read(&schema, &shape);
            found.into_iter().for_each(|found| findings.push(placed(found, source)));
            let (subject, version) = (locked.subject.clone(), Some(locked.version));
            contracts.parsed.push(Parsed { source, subject, version, schema, shape, contract });
        }
        Err(error) => {
            for complaint in error.complaints {
                let place = Place { source, at: complaint.at };
                let mut finding = Finding::error(place, complaint.message);
                finding.help = complaint.help;
                findings.push(finding);
            }
        }
    }
}
