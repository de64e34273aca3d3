//! The contracts of a tree: its manifest, its files as text, its policy; what is wrong with them as findings.

use crate::report::{Finding, Stage, WHOLE};
use crate::tree::{MANIFEST, Tree};
use contract_model::catalogue::Member;
use contract_model::folder::text;
use contract_model::manifest::{Manifest, format_of};
use contract_model::policy::Policy;
use contract_model::{Catalogue, Diagnostic};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The contracts of a tree, read and parsed.
pub(crate) struct Contracts {
    /// Everything that was read; the members are in topological order.
    catalogue: Catalogue,
    pub(crate) policy: Policy,
    pub(crate) manifest: Manifest,
    /// Why files are missing from the members.
    pub(crate) findings: Vec<Finding>,
    /// The texts by the path shown, for excerpts.
    pub(crate) texts: BTreeMap<String, Arc<str>>,
    tree_label: Tree,
}

impl Contracts {
    /// Reads every contract of `tree`.
    pub(crate) fn read(tree: &Tree) -> Contracts {
        Contracts::read_all(tree, None, &Catalogue::default())
    }

    /// The same, without reading again what `like` has read.
    pub(crate) fn read_like(tree: &Tree, like: &Contracts) -> Contracts {
        Contracts::read_all(tree, None, &like.catalogue)
    }

    /// Also reads the file at `also`, although the manifest may leave it out.
    pub(crate) fn read_with(tree: &Tree, also: Option<&str>) -> Contracts {
        Contracts::read_all(tree, also, &Catalogue::default())
    }

    fn read_all(tree: &Tree, also: Option<&str>, like: &Catalogue) -> Contracts {
        let mut reading = Reading { tree, findings: Vec::new() };
        let mut manifest = reading.manifest();
        if let Some(path) = also.filter(|path| manifest.entry(path).is_none()) {
            manifest.entries.insert(0, row_of(path));
        }
        let files = reading.texts(&manifest);
        let policy = reading.policy(&manifest);
        let mut catalogue = Catalogue::read_like(&manifest, &files, like);
        for found in std::mem::take(&mut catalogue.findings) {
            reading.complain(&found.path, found.diagnostic);
        }
        let mut texts: BTreeMap<String, Arc<str>> =
            files.into_iter().map(|(path, text)| (tree.shown(&path), text)).collect();
        if let Some(text) = tree.text(MANIFEST) {
            texts.insert(tree.shown(MANIFEST), text.into());
        }
        let tree_label = Tree { label: tree.label.clone(), ..Tree::default() };
        let mut findings = reading.findings;
        excerpts(&findings, tree, &mut texts);
        findings.sort_by(|left, right| (&left.file, left.at).cmp(&(&right.file, right.at)));
        Contracts { catalogue, policy, manifest, findings, texts, tree_label }
    }

    /// The members, in topological order.
    pub(crate) fn members(&self) -> &[Member] {
        &self.catalogue.members
    }

    /// Where a member's file stands, as a person would type it.
    pub(crate) fn file(&self, member: &Member) -> String {
        self.shown(&member.path)
    }

    /// Where the manifest stands, or would stand.
    pub(crate) fn manifest_file(&self) -> String {
        self.shown(MANIFEST)
    }

    /// A path below the root as a person would type it.
    pub(crate) fn shown(&self, path: &str) -> String {
        self.tree_label.shown(path)
    }

    /// The root as a person would type it.
    pub(crate) fn root(&self) -> &str {
        &self.tree_label.label
    }

    /// Every subject.
    pub(crate) fn subjects(&self) -> Vec<String> {
        self.members().iter().map(|member| member.subject.clone()).collect()
    }
}

/// The full name of a member's root record or message.
pub(crate) fn record(member: &Member) -> Option<&str> {
    member.shape.root().map(|root| root.name.as_str())
}

struct Reading<'a> {
    tree: &'a Tree,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn manifest(&mut self) -> Manifest {
        let none = || Manifest { entries: Vec::new(), ..Manifest::default() };
        if self.tree.unread.contains_key(MANIFEST) {
            return none();
        }
        let Some(content) = self.tree.files.get(MANIFEST) else { return Manifest::default() };
        text(content).and_then(Manifest::read).unwrap_or_else(|findings| {
            findings.into_iter().for_each(|found| self.complain(MANIFEST, found));
            none()
        })
    }

    /// The texts of everything that may be a schema; what a row names must be one.
    fn texts(&mut self, manifest: &Manifest) -> BTreeMap<String, Arc<str>> {
        let mut texts = BTreeMap::new();
        for (path, reason) in &self.tree.unread {
            if path == MANIFEST || manifest.entry(path).is_some() {
                let message = format!("the file could not be read: {reason}");
                let help = "repair it, or leave it out with `exclude` in contracts.toml";
                let found = Diagnostic::error("file-unreadable", message).help(help);
                self.complain(path, found);
            }
        }
        for (path, content) in &self.tree.files {
            let is_listed = manifest.entry(path).is_some();
            if !is_listed && format_of(path).is_none() {
                continue;
            }
            match text(content) {
                Ok(text) => {
                    texts.insert(path.clone(), text.into());
                }
                Err(findings) if is_listed => {
                    findings.into_iter().for_each(|found| self.complain(path, found));
                }
                Err(_) => {}
            }
        }
        texts
    }

    fn policy(&mut self, manifest: &Manifest) -> Policy {
        let Some(path) = &manifest.policy_file else { return Policy::fintech_default() };
        let read = match self.tree.files.get(path) {
            Some(content) => text(content).and_then(Policy::read),
            None => {
                let message = format!("the policy file `{path}` does not exist");
                let help =
                    "correct `policy-file`, a path from the folder of contracts.toml, or delete it";
                self.complain(MANIFEST, Diagnostic::error("manifest-no-file", message).help(help));
                return Policy::fintech_default();
            }
        };
        read.unwrap_or_else(|findings| {
            findings.into_iter().for_each(|found| self.complain(path, found));
            Policy::fintech_default()
        })
    }

    fn complain(&mut self, path: &str, found: Diagnostic) {
        self.findings.push(finding(Stage::Parse, "", self.tree.shown(path), found));
    }
}

/// The texts of files that findings point into and that are no schemas, as well as they can be shown.
fn excerpts(findings: &[Finding], tree: &Tree, texts: &mut BTreeMap<String, Arc<str>>) {
    let untold: BTreeSet<&str> = findings.iter().map(|found| found.file.as_str()).collect();
    for (path, content) in tree.files.iter().filter(|(_, content)| !content.contains(&0)) {
        let shown = tree.shown(path);
        if untold.contains(shown.as_str()) && !texts.contains_key(&shown) {
            let text = String::from_utf8_lossy(content);
            texts.insert(shown, text.trim_start_matches('\u{feff}').into());
        }
    }
}

/// A diagnostic at a file.
pub(crate) fn finding(stage: Stage, subject: &str, file: String, found: Diagnostic) -> Finding {
    Finding {
        severity: found.severity,
        subject: subject.to_owned(),
        at: found.at.unwrap_or(WHOLE),
        path: found.path,
        policy: found.policy,
        help: found.help,
        file,
        ..Finding::error(stage, &found.id, found.message)
    }
}

/// A row of a manifest for this one file.
fn row_of(path: &str) -> contract_model::manifest::Entry {
    let quoted = globset::escape(path).replace('\\', "\\\\").replace('"', "\\\"");
    let text = format!("[[contract]]\nfiles = [\"{quoted}\"]\nsubject = \"record\"\n");
    let manifest = Manifest::read(&text);
    manifest.expect("a row with one escaped path is a manifest").entries.remove(0)
}
