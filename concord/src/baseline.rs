//! What a check compares with: the contracts as they are somewhere else, under one shape wherever that is.

mod ci;
pub(crate) mod dir;
pub(crate) mod git;
mod registered;

pub(crate) use registered::Depth;

use crate::bundle::Bundle;
use crate::catalogue::{Contracts, record};
use crate::error::Error;
use crate::remote::Remote;
use crate::tree::Tree;
use contract_model::manifest::Against;
use contract_schema::compat::{Policy, Safety};
use contract_schema::{Level, Schema};
use git::Meant;
use registry_api::client::ClientError;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A baseline as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A revision, and whether it is meant as it is or as the merge base with it.
    Git(String, Meant),
    Dir(PathBuf),
    Registry(String),
    /// A file that `concord snapshot` wrote.
    Bundle(PathBuf),
    /// Nothing, whatever is set elsewhere.
    Nothing,
}

impl std::str::FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Source, String> {
        let forms = "git:REF, registry:URL, bundle:FILE, dir:PATH or none";
        match text.split_once(':') {
            Some(("git" | "dir" | "registry" | "bundle", "" | "=")) => {
                Err(format!("nothing follows the colon: use {forms}"))
            }
            Some(("git", reference)) => Ok(match reference.strip_prefix('=') {
                Some(exact) => Source::Git(exact.to_owned(), Meant::Exactly),
                None => Source::Git(reference.to_owned(), Meant::MergeBase),
            }),
            Some(("dir", path)) => Ok(Source::Dir(PathBuf::from(path))),
            Some(("bundle", path)) => Ok(Source::Bundle(PathBuf::from(path))),
            Some(("registry", url)) => Ok(Source::Registry(url.to_owned())),
            None if text == "none" => Ok(Source::Nothing),
            Some(_) | None => Err(format!("a baseline is {forms}")),
        }
    }
}

/// What to compare with: what the command line names, else the manifest, else the variables of a CI run.
pub(crate) fn sources(
    named: &[Source],
    contracts: &Contracts,
    root: &Path,
) -> Result<Vec<Source>, Error> {
    if named.contains(&Source::Nothing) {
        return match named {
            [_] => Ok(Vec::new()),
            _ => Err(Error::Usage("`--against none` goes with no other baseline".into())),
        };
    }
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let stated = &contracts.manifest.check.against;
    if !stated.is_empty() {
        return stated.iter().map(|against| of_manifest(against, contracts, root)).collect();
    }
    Ok(ci::target(root)?.into_iter().collect())
}

/// A baseline of the manifest; its paths are those of the manifest's folder.
fn of_manifest(against: &Against, contracts: &Contracts, root: &Path) -> Result<Source, Error> {
    let read = against.text.parse::<Source>().map_err(|reason| {
        let (file, text) = (contracts.manifest_file(), &against.text);
        let at = against.at.map_or(String::new(), |at| format!(":{at}"));
        Error::Invalid(format!("{file}{at}: `{text}` is no baseline: {reason}"))
    })?;
    Ok(match read {
        Source::Dir(path) => Source::Dir(root.join(path)),
        Source::Bundle(path) => Source::Bundle(root.join(path)),
        Source::Nothing => {
            return Err(Error::Invalid(format!(
                "{}: delete `against` instead of writing `none`",
                contracts.manifest_file()
            )));
        }
        other @ (Source::Git(..) | Source::Registry(_)) => other,
    })
}

/// The contracts of a baseline by subject.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    /// As it is called in messages.
    pub(crate) label: String,
    pub(crate) subjects: BTreeMap<String, Kept>,
    /// Subjects whose file is there and could not be read.
    pub(crate) unread: BTreeSet<String>,
    /// What could not be compared, and why.
    pub(crate) remarks: Vec<String>,
}

/// What a baseline keeps of one subject.
#[derive(Debug)]
pub(crate) struct Kept {
    /// As the baseline is called in messages.
    pub(crate) baseline: String,
    /// Its file below the root, where the baseline has files.
    pub(crate) path: Option<String>,
    /// Full name of the root record or message of the newest version.
    pub(crate) record: Option<String>,
    /// Live versions, newest first; never empty.
    pub(crate) versions: Vec<Old>,
    /// The level that the baseline itself asks for.
    pub(crate) level: Option<Level>,
    /// The safety that the baseline itself asks for.
    pub(crate) safety: Option<Safety>,
    /// The compatibility policy that the baseline itself asks for.
    pub(crate) compatibility_policy: Option<Policy>,
}

/// One version of a baseline.
#[derive(Debug)]
pub(crate) struct Old {
    pub(crate) number: u32,
    /// Where it can be read: `git:main:schemas/x.avsc`, or `version 3 of x-value`.
    pub(crate) place: String,
    pub(crate) text: Arc<str>,
    pub(crate) schema: Arc<Schema>,
}

impl Baseline {
    /// What the baseline keeps of a subject; of a record that had another subject, if that one is not in use any more.
    pub(crate) fn find(
        &self,
        subject: &str,
        record: Option<&str>,
        in_use: &[String],
    ) -> Option<&Kept> {
        self.subjects.get(subject).or_else(|| {
            let moved = self.subjects.iter().find(|(name, kept)| {
                record.is_some() && kept.record.as_deref() == record && !in_use.contains(name)
            });
            moved.map(|(_, kept)| kept)
        })
    }
}

impl Source {
    /// Reads the baseline of `contracts`, which stand at `root`.
    pub(crate) fn read(&self, root: &Path, contracts: &Contracts) -> Result<Baseline, Error> {
        match self {
            Source::Git(reference, meant) => Ok(of_tree(
                match meant {
                    Meant::Exactly => format!("git:={reference}"),
                    Meant::MergeBase => format!("git:{reference}"),
                },
                &git::tree(root, reference, *meant)?,
                contracts,
            )),
            Source::Bundle(path) => {
                let label = format!("bundle:{}", path.display());
                registered::read(&mut Bundle::read(path)?, label, contracts, Depth::AsAsked)
            }
            Source::Nothing => Ok(Baseline::default()),
            Source::Dir(path) => {
                Ok(of_tree(format!("dir:{}", path.display()), &dir::tree(path)?, contracts))
            }
            Source::Registry(url) => of_registry(url, contracts, Depth::AsAsked),
        }
    }
}

/// What a registry has of `contracts`.
pub(crate) fn of_registry(
    url: &str,
    contracts: &Contracts,
    depth: Depth,
) -> Result<Baseline, Error> {
    let read =
        registered::read(&mut Remote::new(url)?, format!("registry:{url}"), contracts, depth);
    read.map_err(|error| match error {
        Error::Registry(ClientError::Refused(refusal)) => {
            Error::Unread { url: url.to_owned(), refusal }
        }
        other => other,
    })
}

/// One version of each contract of a tree; what is as it is in `now` is not read again.
fn of_tree(label: String, tree: &Tree, now: &Contracts) -> Baseline {
    let contracts = Contracts::read_like(tree, now);
    let mut baseline = Baseline { label, ..Baseline::default() };
    for found in &contracts.findings {
        let file = &found.file;
        baseline.remarks.push(format!("`{file}` was not compared: {}", found.message));
        let same = now.members().iter().filter(|member| tree.shown(&member.path) == *file);
        baseline.unread.extend(same.map(|member| member.subject.clone()));
    }
    for member in contracts.members() {
        let old = Old {
            number: 1,
            place: contracts.file(member),
            text: member.text.clone(),
            schema: member.schema.clone(),
        };
        let kept = Kept {
            baseline: baseline.label.clone(),
            path: Some(member.path.clone()),
            record: record(member).map(str::to_owned),
            versions: vec![old],
            level: member.level,
            safety: member.safety,
            compatibility_policy: member.compatibility_policy,
        };
        baseline.subjects.insert(member.subject.clone(), kept);
    }
    baseline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_named_by_kind_and_place() {
        let git = |reference: &str, meant| Ok(Source::Git(reference.into(), meant));
        assert_eq!("git:origin/main".parse(), git("origin/main", Meant::MergeBase));
        assert_eq!("git:=v1".parse(), git("v1", Meant::Exactly));
        assert_eq!("bundle:a.bundle".parse(), Ok(Source::Bundle("a.bundle".into())));
        assert_eq!("none".parse(), Ok(Source::Nothing));
        assert_eq!("dir:../old".parse(), Ok(Source::Dir("../old".into())));
        let url = "registry:http://127.0.0.1:8081";
        assert_eq!(url.parse(), Ok(Source::Registry("http://127.0.0.1:8081".into())));
        for wrong in ["main", "svn:trunk", "git:", "git:=", ""] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
    }
}
