//! A folder of schema files: the manifest says which are contracts, the policy whether they may be.

use super::{Contracts, Parsed, Source, placed, read_text, shown};
use crate::diagnostics::Findings;
use crate::error::Error;
use contract_model::manifest::{FileGlob, format_of};
use contract_model::policy::{Candidate, Elsewhere, judge};
use contract_model::{Catalogue, Date, Manifest, Policy, Setting, parallel};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MANIFEST: &str = "contracts.toml";

pub(super) fn read(
    folder: &Path,
    setting: Setting,
    findings: &mut Findings,
) -> Result<Contracts, Error> {
    let mut contracts = Contracts::default();
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut files: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let mut index = BTreeMap::new();
    for path in paths {
        let text = read_text(&path)?;
        let below = shown(path.strip_prefix(folder).unwrap_or(&path));
        index.insert(below.clone(), contracts.sources.len());
        contracts.sources.push(Source { file: shown(&path), text: text.clone() });
        contracts.watched.push(path);
        files.insert(below, text.into());
    }
    let manifest = match files.remove(MANIFEST) {
        None => Manifest::default(),
        Some(text) => Manifest::read(&text).unwrap_or_else(|found| {
            let complaints = found.into_iter().map(|found| placed(found, index[MANIFEST]));
            complaints.for_each(|complaint| findings.push(complaint));
            Manifest::default()
        }),
    };
    contracts.watched.splice(0..0, folders(folder, &manifest));
    let policy = policy(folder, &manifest, &mut contracts, findings)?;
    let catalogue = Catalogue::read(&manifest, &files);
    for found in &catalogue.findings {
        // A row of a manifest that is not there cannot be wrong.
        if let Some(source) = index.get(&found.path) {
            findings.push(placed(found.diagnostic.clone(), *source));
        }
    }
    judge_all(&catalogue, &policy, setting, &index, findings);
    contracts.is_judged = true;
    if setting != Setting::Off {
        contracts.policy = Some(policy);
    }
    contracts.parsed = catalogue
        .members
        .into_iter()
        .map(|member| Parsed {
            source: index[&member.path],
            subject: member.subject,
            version: None,
            schema_id: None,
            schema: Arc::unwrap_or_clone(member.schema),
            shape: Arc::unwrap_or_clone(member.shape),
            contract: member.contract,
        })
        .collect();
    Ok(contracts)
}

/// The folders to which a file may come that a row covers: cargo looks through them whole, so no other is named to it.
fn folders(root: &Path, manifest: &Manifest) -> Vec<PathBuf> {
    let globs = manifest.entries.iter().flat_map(|entry| &entry.files);
    let mut below: Vec<String> = globs.flat_map(FileGlob::folders).collect();
    below.sort();
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in below {
        let folder = if folder.is_empty() { root.to_owned() } else { root.join(folder) };
        if folder.is_dir() && !folders.iter().any(|outer| folder.starts_with(outer)) {
            folders.push(folder);
        }
    }
    folders
}

/// Schema files and the manifest below `folder`, in the order of the paths.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found)?;
        } else if is_wanted(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_wanted(path: &Path) -> bool {
    let is_schema = path.to_str().and_then(format_of).is_some();
    is_schema || path.file_name().is_some_and(|name| name == MANIFEST)
}

/// The house's own policy if the manifest names one, else the built-in one.
fn policy(
    folder: &Path,
    manifest: &Manifest,
    contracts: &mut Contracts,
    findings: &mut Findings,
) -> Result<Policy, Error> {
    let Some(file) = &manifest.policy_file else {
        return Ok(Policy::fintech_default());
    };
    let path = folder.join(file);
    let text = read_text(&path)?;
    let source = contracts.sources.len();
    let policy = Policy::read(&text).unwrap_or_else(|found| {
        found.into_iter().for_each(|found| findings.push(placed(found, source)));
        Policy::fintech_default()
    });
    contracts.sources.push(Source { file: shown(&path), text });
    contracts.watched.push(path);
    Ok(policy)
}

/// The registry's judgement, offline. Exemptions are judged as if the day never came: a build must not depend on the date;
/// the gate, which runs every day, says that one has expired.
fn judge_all(
    catalogue: &Catalogue,
    policy: &Policy,
    setting: Setting,
    index: &BTreeMap<String, usize>,
    findings: &mut Findings,
) {
    let verdicts = parallel::in_order(&catalogue.members, |member| {
        let others = catalogue.members.iter().filter(|other| other.subject != member.subject);
        let elsewhere: Vec<Elsewhere<'_>> = others
            .filter_map(|other| {
                let contract = other.contract.as_ref()?;
                let producer = contract.producer.as_deref();
                Some(Elsewhere { subject: &other.subject, event: &contract.event, producer })
            })
            .collect();
        let candidate = Candidate {
            subject: &member.subject,
            // Nobody here knows which version it will be; what only a first version may not do, the registry refuses.
            version: 2,
            schema: &member.schema,
            shape: &member.shape,
            earlier: &[],
            elsewhere: &elsewhere,
        };
        judge(policy, member.policy.unwrap_or(setting), Date::of_unix_seconds(0), &candidate)
    });
    for (member, verdict) in catalogue.members.iter().zip(verdicts) {
        let source = index[&member.path];
        verdict.diagnostics.into_iter().for_each(|found| findings.push(placed(found, source)));
    }
}
