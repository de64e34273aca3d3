//! A lock file: exactly these versions, from the sources that `concord pull` wrote beside it.

use super::{Contracts, Parsed, Written, broken, placed, read_bytes, shown};
use crate::diagnostics::{Finding, Findings};
use crate::error::Error;
use crate::ir::Place;
use contract_model::{Contract, Lock, Locked, Shape};
use contract_schema::{Format, LineIndex, ParseOptions, Position, Schema, SchemaError};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// The lock file itself is the first source.
const LOCK: usize = 0;

pub(super) fn read(path: &Path, findings: &mut Findings) -> Result<Contracts, Error> {
    let mut contracts = Contracts::default();
    let content = read_bytes(path).map_err(pull)?;
    let Some((_, text)) = contracts.take_in(path, content, findings) else {
        return Ok(contracts);
    };
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
    let written = written(&lock, &wanted);
    let mut needed = wanted.clone();
    for (_, locked) in &written {
        let closure = lock.closure(locked).into_iter().map(|(_, locked)| locked);
        for locked in closure.chain([*locked]) {
            if !needed.contains(&locked) {
                needed.push(locked);
            }
        }
    }
    let texts = sources(&needed, folder, &mut contracts, findings)?;
    // What is not what was locked is not worth a word about its content.
    if findings.errors() > 0 {
        return Ok(contracts);
    }
    for locked in wanted {
        parse(&lock, locked, &texts, &mut contracts, findings);
    }
    for (subject, locked) in written {
        parse_writer(&lock, (subject, locked), &texts, &mut contracts, findings);
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

/// What else may have written payloads of the compiled contracts, with the subject that reads it; newest first.
fn written<'a>(lock: &'a Lock, wanted: &[&'a Locked]) -> Vec<(&'a str, &'a Locked)> {
    let mut written = Vec::new();
    for reader in wanted.iter().filter(|locked| locked.direct && locked.format == Format::Avro) {
        let mut writers: Vec<&Locked> = lock.contracts.iter().collect();
        writers.retain(|locked| {
            let foreign = locked.writer_of.as_deref() == Some(&*reader.subject);
            let is_reader = locked.is(&reader.subject, reader.version);
            locked.format == Format::Avro
                && !is_reader
                && (foreign || locked.subject == reader.subject)
        });
        writers.sort_by_key(|locked| {
            (locked.subject != reader.subject, Reverse(locked.version), &locked.subject)
        });
        written.extend(writers.into_iter().map(|locked| (&*reader.subject, locked)));
    }
    written
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
        let named = format!("`{}` version {}", locked.subject, locked.version);
        let content = match read_bytes(&path) {
            Ok(content) => content,
            Err(Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => {
                let message = format!("`{}`, the source of {named}, is not there", shown(&path));
                let place =
                    Place { source: LOCK, at: row_of(locked, &contracts.sources[LOCK].text) };
                let finding = Finding::error(place, message).rule("lock-source-missing");
                findings.push(finding.help("run `concord pull`, which writes it"));
                continue;
            }
            Err(error) => return Err(error),
        };
        let is_locked = std::str::from_utf8(&content).is_ok_and(|text| locked.has_source(text));
        let source = contracts.sources.len();
        let is_text = contracts.take_in(&path, content, findings).is_some();
        if is_text && !is_locked {
            let message = format!("this is not the text of {named} that was locked");
            let finding = Finding::error(Place { source, at: None }, message);
            let finding = finding.rule("lock-source-changed");
            findings.push(finding.help("run `concord pull` again; do not edit pulled sources"));
        }
        index.insert(locked.file.clone(), source);
    }
    Ok(index)
}

/// Where a lock file names the source of an entry.
fn row_of(locked: &Locked, lock: &str) -> Option<Position> {
    let row = lock.find(&format!("file = \"{}\"", locked.file))?;
    Some(LineIndex::new(lock).position(u32::try_from(row).ok()?))
}

fn parse(
    lock: &Lock,
    locked: &Locked,
    texts: &BTreeMap<String, usize>,
    contracts: &mut Contracts,
    findings: &mut Findings,
) {
    let source = texts[&locked.file];
    match parsed(lock, locked, texts, contracts) {
        Ok(schema) => {
            let shape = Shape::of(&schema);
            let (contract, found) = Contract::read(&schema, &shape);
            found.into_iter().for_each(|found| findings.push(placed(found, source)));
            let (subject, version) = (locked.subject.clone(), Some(locked.version));
            let schema_id = Some(locked.id);
            contracts.parsed.push(Parsed {
                source,
                subject,
                version,
                schema_id,
                schema,
                shape,
                contract,
            });
        }
        Err(error) => broken(error, source, findings),
    }
}

fn parse_writer(
    lock: &Lock,
    (subject, locked): (&str, &Locked),
    texts: &BTreeMap<String, usize>,
    contracts: &mut Contracts,
    findings: &mut Findings,
) {
    let source = texts[&locked.file];
    match parsed(lock, locked, texts, contracts) {
        Ok(schema) => {
            let version = (locked.subject == subject).then_some(locked.version);
            let (subject, schema_id) = (subject.to_owned(), Some(locked.id));
            contracts.written.push(Written { source, subject, version, schema_id, schema });
        }
        Err(error) => broken(error, source, findings),
    }
}

fn parsed(
    lock: &Lock,
    locked: &Locked,
    texts: &BTreeMap<String, usize>,
    contracts: &Contracts,
) -> Result<Schema, SchemaError> {
    let text = |needed: &Locked| contracts.sources[texts[&needed.file]].text.clone();
    let dependencies = lock.dependencies(locked, text);
    let text = &contracts.sources[texts[&locked.file]].text;
    Schema::parse(locked.format, text, &dependencies, ParseOptions::stored())
}
