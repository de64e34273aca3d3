//! The files below a directory of a commit, through links and submodules, as they are found on disk.

use super::remedy::unread;
use crate::error::Error;
use crate::tree::{Tree, is_skipped, is_wanted};
use gix::bstr::ByteSlice;
use std::collections::BTreeMap;
use std::path::Path;

/// More links than these, one in the other, are a circle.
const MOST_LINKS: usize = 16;

/// A commit, and where its repository is checked out.
pub(super) struct Commit<'repo> {
    pub(super) top: gix::Tree<'repo>,
    pub(super) at: std::path::PathBuf,
}

impl<'repo> Commit<'repo> {
    /// Every file below `directory` that may belong to a catalogue, by its path from there.
    pub(super) fn below(
        &self,
        directory: &gix::Tree<'repo>,
        real: &str,
    ) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let mut files = BTreeMap::new();
        self.collect(directory, real, "", &mut Vec::new(), &mut files)?;
        Ok(files)
    }

    /// `real` is where the directory stands in the commit, `shown` where it is found; `above` are the links on the way.
    fn collect(
        &self,
        directory: &gix::Tree<'repo>,
        real: &str,
        shown: &str,
        above: &mut Vec<String>,
        files: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        let entries = directory.traverse().breadthfirst.files().map_err(|error| unread(&error))?;
        for entry in entries {
            let Ok(path) = entry.filepath.to_str() else { continue };
            let (real, shown) = (joined(real, path), joined(shown, path));
            if entry.mode.is_blob() && is_wanted(&shown) {
                let blob = directory.repo.find_object(entry.oid).map_err(|error| unread(&error))?;
                files.insert(shown, blob.data.clone());
            } else if entry.mode.is_link() {
                self.follow(&real, &shown, above, files)?;
            } else if entry.mode.is_commit() {
                self.submodule(entry.oid, &real, &shown, files)?;
            }
        }
        Ok(())
    }

    /// What a link leads to, if that is in the commit; on disk nobody sees the difference.
    fn follow(
        &self,
        real: &str,
        shown: &str,
        above: &mut Vec<String>,
        files: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        let Some((target, entry)) = self.resolve(real)? else { return Ok(()) };
        let object = entry.object().map_err(|error| unread(&error))?;
        if entry.mode().is_blob() && is_wanted(shown) {
            files.insert(shown.to_owned(), object.data.clone());
        } else if entry.mode().is_tree() && !shown.split('/').any(is_skipped) {
            // A link to where it stands, or to where one stood that led here, has no end.
            above.push(parent(real).to_owned());
            let is_circle = above.len() > MOST_LINKS
                || above.iter().any(|place| joined(place, "").starts_with(&joined(&target, "")));
            if !is_circle {
                let tree = object.peel_to_tree().map_err(|error| unread(&error))?;
                self.collect(&tree, &target, shown, above, files)?;
            }
            above.pop();
        }
        Ok(())
    }

    /// The file or directory that a path leads to, links followed; nothing where that is outside of the commit.
    pub(super) fn resolve(
        &self,
        path: &str,
    ) -> Result<Option<(String, gix::object::tree::Entry<'repo>)>, Error> {
        let mut real: Vec<String> = Vec::new();
        let mut ahead: Vec<String> = path.rsplit('/').map(str::to_owned).collect();
        let (mut links, mut found) = (0, None);
        while let Some(step) = ahead.pop() {
            match step.as_str() {
                "" | "." => continue,
                ".." if real.pop().is_none() => return Ok(None),
                ".." => {}
                _ => real.push(step),
            }
            let entry = match real.is_empty() {
                true => None,
                false => {
                    self.top.lookup_entry_by_path(real.join("/")).map_err(|error| unread(&error))?
                }
            };
            let Some(entry) = entry else {
                if real.is_empty() {
                    continue;
                }
                return Ok(None);
            };
            if !entry.mode().is_link() {
                found = Some(entry);
                continue;
            }
            links += 1;
            let link = entry.object().map_err(|error| unread(&error))?;
            let Ok(target) = link.data.to_str() else { return Ok(None) };
            if links > MOST_LINKS || target.starts_with('/') {
                return Ok(None);
            }
            real.pop();
            ahead.extend(target.rsplit('/').map(str::to_owned));
        }
        Ok(found.filter(|_| !real.is_empty()).map(|entry| (real.join("/"), entry)))
    }

    /// The files of a submodule at the commit that this one has of it; one that is not checked out has none on disk either.
    fn submodule(
        &self,
        commit: gix::ObjectId,
        real: &str,
        shown: &str,
        files: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        let at = self.at.join(real);
        if shown.split('/').any(is_skipped) || !has_contracts(&at)? {
            return Ok(());
        }
        let lacks = |_: &dyn std::error::Error| Error::Git {
            message: format!(
                "the submodule `{real}` lacks the commit {commit} that is compared with"
            ),
            help: format!("fetch it: git -C {real} fetch origin {commit}"),
        };
        let repository = gix::open(&at).map_err(|error| lacks(&error))?;
        let object = repository.find_object(commit).map_err(|error| lacks(&error))?;
        let top = object.peel_to_tree().map_err(|error| lacks(&error))?;
        let inner = Commit { top: top.clone(), at };
        for (path, content) in inner.below(&top, "")? {
            files.insert(joined(shown, &path), content);
        }
        Ok(())
    }
}

/// Whether a directory is there and holds a file that may belong to a catalogue.
fn has_contracts(directory: &Path) -> Result<bool, Error> {
    if !directory.join(".git").exists() {
        return Ok(false);
    }
    Ok(!Tree::of_directory(directory)?.files.is_empty())
}

fn joined(directory: &str, name: &str) -> String {
    if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
