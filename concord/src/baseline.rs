//! What a check compares with: the contracts as they are somewhere else, under one shape wherever that is.

pub(crate) mod dir;
pub(crate) mod git;
pub(crate) mod registry;

use crate::catalogue::{Contracts, record};
use crate::error::Error;
use crate::tree::Tree;
use contract_schema::compat::{Policy, Safety};
use contract_schema::{Level, Schema};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A baseline as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Git(String),
    Dir(PathBuf),
    Registry(String),
}

impl std::str::FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Source, String> {
        let forms = "git:REF, dir:PATH or registry:URL";
        match text.split_once(':') {
            Some(("git" | "dir" | "registry", "")) => {
                Err(format!("nothing follows the colon: use {forms}"))
            }
            Some(("git", reference)) => Ok(Source::Git(reference.to_owned())),
            Some(("dir", path)) => Ok(Source::Dir(PathBuf::from(path))),
            Some(("registry", url)) => Ok(Source::Registry(url.to_owned())),
            Some(_) | None => Err(format!("a baseline is {forms}")),
        }
    }
}

/// The contracts of a baseline by subject.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    /// As it is called in messages.
    pub(crate) label: String,
    pub(crate) subjects: BTreeMap<String, Kept>,
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
    /// Reads the baseline of the catalogue at `root`, whose subjects are `subjects`.
    pub(crate) fn read(&self, root: &Path, subjects: &[String]) -> Result<Baseline, Error> {
        match self {
            Source::Git(reference) => {
                Ok(of_tree(format!("git:{reference}"), &git::tree(root, reference)?))
            }
            Source::Dir(path) => Ok(of_tree(format!("dir:{}", path.display()), &dir::tree(path)?)),
            Source::Registry(url) => registry::read(url, subjects),
        }
    }
}

/// One version of each contract of a tree.
fn of_tree(label: String, tree: &Tree) -> Baseline {
    let contracts = Contracts::read(tree);
    let mut baseline = Baseline { label, ..Baseline::default() };
    for found in &contracts.findings {
        let file = &found.file;
        baseline.remarks.push(format!("`{file}` was not compared: {}", found.message));
    }
    for member in &contracts.members {
        let old = Old {
            number: 1,
            place: contracts.file(member),
            text: member.text.clone(),
            schema: Arc::new(member.schema.clone()),
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
    if baseline.subjects.is_empty() {
        baseline.remarks.push(format!("{} holds no contracts: everything is new", baseline.label));
    }
    baseline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_is_named_by_kind_and_place() {
        assert_eq!("git:origin/main".parse(), Ok(Source::Git("origin/main".into())));
        assert_eq!("dir:../old".parse(), Ok(Source::Dir("../old".into())));
        let url = "registry:http://127.0.0.1:8081";
        assert_eq!(url.parse(), Ok(Source::Registry("http://127.0.0.1:8081".into())));
        for wrong in ["main", "svn:trunk", "git:", ""] {
            assert!(wrong.parse::<Source>().is_err(), "{wrong}");
        }
    }
}
