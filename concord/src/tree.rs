//! The files of a catalogue as values: paths with `/` relative to a root, and their bytes, wherever they came from.

use crate::error::Error;
use contract_model::manifest::Manifest;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub(crate) use contract_model::folder::{MANIFEST, is_skipped, is_wanted};

/// Where a catalogue is looked for when the working directory has no manifest.
pub(crate) const DEFAULT_ROOT: &str = "schemas";
/// Deeper directories are a mistake.
const DEEPEST: usize = 32;

/// Files under a root, sorted by path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    /// How the root is called in messages: a directory, or `git:main:schemas`.
    pub(crate) label: String,
    /// Path below the root → content.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Path below the root → why the file that is there could not be read.
    pub(crate) unread: BTreeMap<String, String>,
}

impl Tree {
    /// The schema files and the manifest below the directory `root`.
    pub(crate) fn of_directory(root: &Path) -> Result<Tree, Error> {
        let mut tree = Tree { label: label(root), ..Tree::default() };
        tree.collect(root, "", &mut Vec::new())?;
        Ok(tree)
    }

    /// The same for what is to be judged: nothing to judge is a wrong directory, not a clean one.
    pub(crate) fn of_contracts(root: &Path) -> Result<Tree, Error> {
        let tree = Tree::of_directory(root)?;
        let covered = Manifest::default();
        let mut there = tree.files.keys().chain(tree.unread.keys());
        if there.any(|path| path == MANIFEST || covered.entry(path).is_some()) {
            return Ok(tree);
        }
        Err(Error::Invalid(format!(
            "`{}` holds no contracts: no `{MANIFEST}`, no `*.avsc`, `*.schema.json` or `*.proto`; name the directory that holds them",
            root.display()
        )))
    }

    /// A path below the root as a person would type it.
    pub(crate) fn shown(&self, path: &str) -> String {
        match self.label.as_str() {
            "" | "." => path.to_owned(),
            revision if revision.ends_with(':') => format!("{revision}{path}"),
            label => format!("{label}/{path}"),
        }
    }

    /// The content of a file, if it is text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|content| std::str::from_utf8(content).ok())
    }

    /// `above` holds where the directories on the way here really are, so that a link back ends the walk.
    fn collect(
        &mut self,
        directory: &Path,
        prefix: &str,
        above: &mut Vec<PathBuf>,
    ) -> Result<(), Error> {
        let unreadable = |reason| Error::Read { path: directory.to_owned(), reason };
        let real = directory.canonicalize().map_err(unreadable)?;
        if above.contains(&real) || above.len() > DEEPEST {
            return Ok(());
        }
        above.push(real);
        for entry in std::fs::read_dir(directory).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            // A name that is not UTF-8 cannot stand in a manifest or an import.
            let Some(name) = name.to_str() else { continue };
            let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
            let on_disk = entry.path();
            if on_disk.is_dir() {
                if !is_skipped(name) {
                    self.collect(&on_disk, &path, above)?;
                }
            } else if is_wanted(&path) {
                match std::fs::read(&on_disk) {
                    Ok(content) => _ = self.files.insert(path, content),
                    Err(reason) => _ = self.unread.insert(path, untold(&on_disk, &reason)),
                }
            }
        }
        above.pop();
        Ok(())
    }
}

/// Why a file cannot be read.
fn untold(path: &Path, reason: &std::io::Error) -> String {
    match std::fs::read_link(path) {
        Ok(target) if reason.kind() == ErrorKind::NotFound => {
            format!("it is a link to `{}`, which is not there", target.display())
        }
        Ok(_) | Err(_) => reason.to_string(),
    }
}

/// The directory of the catalogue: as given, or the working directory if it has a manifest, or `schemas/`.
pub(crate) fn root(given: Option<PathBuf>) -> Result<PathBuf, Error> {
    match given {
        Some(root) if root.is_dir() => Ok(root),
        Some(root) if root.ends_with(MANIFEST) && root.is_file() => {
            Ok(root.parent().map_or_else(PathBuf::new, Path::to_owned))
        }
        Some(root) => Err(Error::Invalid(format!(
            "`{}` is no directory: name the directory that holds {MANIFEST} or the schema files",
            root.display()
        ))),
        None if Path::new(MANIFEST).is_file() => Ok(PathBuf::from(".")),
        None if Path::new(DEFAULT_ROOT).is_dir() => Ok(PathBuf::from(DEFAULT_ROOT)),
        None => Err(Error::Invalid(format!(
            "no contracts here: neither `{MANIFEST}` nor `{DEFAULT_ROOT}/` is in the working directory; name the directory that holds them"
        ))),
    }
}

/// A directory as a person would type it, with `/`.
pub(crate) fn label(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
}
