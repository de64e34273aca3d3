//! A folder of schema files: the manifest says which are contracts, the policy whether they may be.

use super::{Contracts, Parsed, placed, read_bytes};
use crate::diagnostics::Findings;
use crate::error::Error;
use contract_model::folder::{MANIFEST, is_skipped, is_wanted, text};
use contract_model::manifest::{FileGlob, format_of};
use contract_model::policy::{Candidate, Elsewhere, judge};
use contract_model::{Catalogue, Date, Manifest, Policy, Setting, parallel};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Deeper folders are a mistake.
const DEEPEST: usize = 32;

pub(super) fn read(
    folder: &Path,
    setting: Setting,
    findings: &mut Findings,
) -> Result<Contracts, Error> {
    let mut contracts = Contracts::default();
    let mut found = BTreeMap::new();
    collect(folder, "", &mut Vec::new(), &mut found)?;
    let mut index = BTreeMap::new();
    let mut manifest = Manifest::default();
    if let Some((path, content)) = found.remove(MANIFEST) {
        index.insert(MANIFEST.to_owned(), contracts.sources.len());
        if let Some((source, text)) = contracts.take_in(&path, content, findings) {
            manifest = Manifest::read(&text).unwrap_or_else(|found| {
                found.into_iter().for_each(|found| findings.push(placed(found, source)));
                Manifest::default()
            });
        }
    }
    let mut files: BTreeMap<String, Arc<str>> = BTreeMap::new();
    for (below, (path, content)) in found {
        // What no row covers takes part if another file needs it, and if it is text.
        let is_listed = manifest.entry(&below).is_some();
        if is_listed || (format_of(&below).is_some() && text(&content).is_ok()) {
            index.insert(below.clone(), contracts.sources.len());
            let taken = contracts.take_in(&path, content, findings);
            files.extend(taken.map(|(_, text)| (below, text.into())));
        }
    }
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

/// What may take part below `folder`, by its path with `/`: the file and its content. `above` holds where the folders on
/// the way here really are, so that a link back ends the walk.
fn collect(
    folder: &Path,
    prefix: &str,
    above: &mut Vec<PathBuf>,
    found: &mut BTreeMap<String, (PathBuf, Vec<u8>)>,
) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let real = folder.canonicalize().map_err(failed)?;
    if above.contains(&real) || above.len() > DEEPEST {
        return Ok(());
    }
    above.push(real);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        // A name that is not UTF-8 cannot stand in a manifest or an import.
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let below = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            if !is_skipped(name) {
                collect(&path, &below, above, found)?;
            }
        } else if is_wanted(&below) {
            let content = read_bytes(&path)?;
            found.insert(below, (path, content));
        }
    }
    above.pop();
    Ok(())
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
    let Some((source, text)) = contracts.take_in(&path, read_bytes(&path)?, findings) else {
        return Ok(Policy::fintech_default());
    };
    Ok(Policy::read(&text).unwrap_or_else(|found| {
        found.into_iter().for_each(|found| findings.push(placed(found, source)));
        Policy::fintech_default()
    }))
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
