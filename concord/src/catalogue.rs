//! The contracts of a tree: which file is which subject, what refers to what, in an order to register them.

mod names;

use crate::report::{Finding, Stage};
use crate::tree::Tree;
use contract_model::Severity;
use contract_schema::{Dependency, Format, ParseOptions, Schema, SchemaError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The contracts of a tree.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// What an entry refers to stands before it.
    pub(crate) entries: Vec<Entry>,
    /// What is wrong with the files themselves.
    pub(crate) findings: Vec<Finding>,
}

/// A schema file.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Path as a person would type it.
    pub(crate) file: String,
    pub(crate) subject: String,
    pub(crate) format: Format,
    pub(crate) text: Arc<str>,
    /// Names as the text uses them, and the entries that define them.
    pub(crate) references: Vec<(String, usize)>,
    /// Brought along because others need it, not part of the tree.
    pub(crate) is_bundled: bool,
    /// Names that others may use.
    defines: BTreeSet<String>,
}

impl Catalogue {
    /// Reads every schema file of `tree`.
    pub(crate) fn read(tree: &Tree) -> Catalogue {
        let mut catalogue = Catalogue::default();
        let mut drafts = Vec::new();
        for (path, content) in &tree.files {
            match names::Draft::read(path, content) {
                Ok(Some(draft)) => drafts.push(draft),
                Ok(None) => {}
                Err(message) => {
                    catalogue.findings.push(unreadable(&tree.shown(path), message));
                }
            }
        }
        drafts.extend(names::vocabulary(&drafts));
        let subjects = names::subjects(&drafts);
        let definitions: BTreeMap<(Format, String), usize> = drafts
            .iter()
            .enumerate()
            .flat_map(|(index, draft)| {
                draft.defines.iter().map(move |name| ((draft.format, name.clone()), index))
            })
            .collect();
        let needs = |draft: &names::Draft| -> Vec<(String, usize)> {
            let found = draft.uses.iter().filter_map(|name| {
                definitions.get(&(draft.format, name.clone())).map(|at| (name.clone(), *at))
            });
            found.collect()
        };
        let needed: Vec<Vec<(String, usize)>> = drafts.iter().map(needs).collect();
        let order = topological(&needed);
        let place: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        for old in order {
            let draft = &drafts[old];
            // A member of a cycle refers to something that comes later: the parser will say what is missing.
            let references = needed[old].iter().filter_map(|(name, target)| {
                let target = place[target];
                (target < place[&old]).then(|| (name.clone(), target))
            });
            catalogue.entries.push(Entry {
                file: tree.shown(&draft.path),
                subject: subjects[old].clone(),
                format: draft.format,
                text: draft.text.clone(),
                references: references.collect(),
                is_bundled: !tree.files.contains_key(&draft.path),
                defines: draft.defines.clone(),
            });
        }
        catalogue
    }

    /// The transitive references of an entry, each after those it needs.
    pub(crate) fn closure(&self, entry: usize) -> Vec<Dependency> {
        let mut named = BTreeMap::new();
        self.reach(entry, &mut named);
        self.dependencies(named)
    }

    /// Parses an entry as a candidate.
    pub(crate) fn parse(&self, entry: usize, options: ParseOptions) -> Result<Schema, SchemaError> {
        let candidate = &self.entries[entry];
        Schema::parse(candidate.format, &candidate.text, &self.closure(entry), options)
    }

    /// A file that may lie outside the catalogue, with what it refers to inside it.
    pub(crate) fn with_closure(
        &self,
        path: &str,
        content: &[u8],
    ) -> Result<(Format, Arc<str>, Vec<Dependency>), String> {
        let draft = names::Draft::read_any(path, content)?;
        let mut named = BTreeMap::new();
        for name in &draft.uses {
            let owner = self
                .entries
                .iter()
                .position(|entry| entry.format == draft.format && entry.defines.contains(name));
            if let Some(owner) = owner {
                named.insert(owner, name.clone());
                self.reach(owner, &mut named);
            }
        }
        Ok((draft.format, draft.text, self.dependencies(named)))
    }

    fn dependencies(&self, named: BTreeMap<usize, String>) -> Vec<Dependency> {
        // Entries are in topological order, so their indexes are an order of registration.
        let dependency = |(index, name): (usize, String)| {
            let entry = &self.entries[index];
            Dependency {
                name,
                subject: entry.subject.clone(),
                version: 1,
                text: entry.text.clone(),
            }
        };
        named.into_iter().map(dependency).collect()
    }

    fn reach(&self, entry: usize, named: &mut BTreeMap<usize, String>) {
        for (name, target) in &self.entries[entry].references {
            if named.insert(*target, name.clone()).is_none() {
                self.reach(*target, named);
            }
        }
    }
}

/// Indexes so that everything comes after what it needs; cycles are cut where they are entered.
fn topological(needed: &[Vec<(String, usize)>]) -> Vec<usize> {
    fn visit(
        at: usize,
        needed: &[Vec<(String, usize)>],
        seen: &mut BTreeSet<usize>,
        order: &mut Vec<usize>,
    ) {
        if seen.insert(at) {
            for (_, target) in &needed[at] {
                visit(*target, needed, seen, order);
            }
            order.push(at);
        }
    }
    let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
    for at in 0..needed.len() {
        visit(at, needed, &mut seen, &mut order);
    }
    order
}

fn unreadable(file: &str, message: String) -> Finding {
    Finding {
        stage: Stage::Parse,
        rule: "file-unreadable".into(),
        severity: Severity::Error,
        subject: String::new(),
        file: file.to_owned(),
        at: None,
        path: String::new(),
        message,
        notes: Vec::new(),
        help: None,
    }
}
