//! A baseline from the local git repository: objects are read in process, nothing is checked out.

mod files;
mod remedy;

use crate::error::Error;
use crate::tree::Tree;
use files::Commit;
use remedy::{no_merge_base, unknown, unread};
use std::path::{Path, PathBuf};

/// Which commit a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// The commit itself.
    Exactly,
    /// The one where what is checked out has parted from it: what was added there since is not gone here.
    MergeBase,
}

/// The files of the catalogue at `root` as they are at `reference`.
pub(crate) fn tree(root: &Path, reference: &str, meant: Meant) -> Result<Tree, Error> {
    let repository = repository(root)?;
    let prefix = prefix(&repository, root)?;
    let commit = tree_at(&repository, reference, meant)?;
    if reference.contains(':') && !reference.starts_with(':') {
        return Err(remedy::with_path(reference, &prefix));
    }
    let label = format!("git:{reference}:{prefix}");
    let at = repository.workdir().unwrap_or(root).to_owned();
    let commit = Commit { top: commit, at };
    let Some((real, directory)) = descend(&commit, &prefix, reference)? else {
        return Ok(Tree { label, ..Tree::default() });
    };
    let files = commit.below(&directory, &real)?;
    Ok(Tree { label, files, ..Tree::default() })
}

/// One file at `reference`; `path` is relative to the working directory, as git shows it from there.
pub(crate) fn file(reference: &str, path: &str) -> Result<Vec<u8>, Error> {
    let here = Path::new(".");
    let repository = repository(here)?;
    let prefix = prefix(&repository, here)?;
    let commit = tree_at(&repository, reference, Meant::Exactly)?;
    let full = if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") };
    let entry = Commit { top: commit, at: here.to_owned() }.resolve(&full)?;
    let blob = entry
        .map(|(_, entry)| entry)
        .filter(|entry| entry.mode().is_blob())
        .ok_or_else(|| Error::Invalid(format!("`{reference}` of git has no file `{full}`")))?
        .object()
        .map_err(|error| unread(&error))?;
    Ok(blob.data.clone())
}

fn repository(root: &Path) -> Result<gix::Repository, Error> {
    let here = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let upwards = gix::discover::upwards::Options {
        // A ceiling for other places is none for this one.
        match_ceiling_dir_or_error: false,
        ..Default::default()
    };
    let found = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(
        here,
        upwards,
        Default::default(),
    );
    found.map(Into::into).map_err(|_| Error::Git {
        message: format!("`{}` is not in a git repository", here.display()),
        help: "run it inside a clone, or compare with something else: --against dir:PATH or --against registry:URL"
            .into(),
    })
}

/// The path of `root` below the top of the working tree, with `/`.
fn prefix(repository: &gix::Repository, root: &Path) -> Result<String, Error> {
    let absolute = |path: &Path| -> Result<PathBuf, Error> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().map_err(|reason| Error::Read { path: path.to_owned(), reason })
    };
    let Some(top) = repository.workdir() else {
        return Err(Error::Git {
            message: "the git repository is bare: it has no working tree".into(),
            help: "run it in a clone with a working tree".into(),
        });
    };
    let (top, root) = (absolute(top)?, absolute(root)?);
    let below = root.strip_prefix(&top).map_err(|_| Error::Git {
        message: format!("`{}` is outside the working tree `{}`", root.display(), top.display()),
        help: "run it inside the repository that holds the contracts".into(),
    })?;
    Ok(below.to_string_lossy().replace('\\', "/"))
}

/// The first of several references that the repository of `root` knows.
pub(crate) fn first_known(root: &Path, references: &[String]) -> Result<Option<String>, Error> {
    let repository = repository(root)?;
    let is_known = |reference: &&String| {
        let id = repository.rev_parse_single(reference.as_str());
        id.is_ok_and(|id| id.object().is_ok())
    };
    Ok(references.iter().find(is_known).cloned())
}

fn tree_at<'repo>(
    repository: &'repo gix::Repository,
    reference: &str,
    meant: Meant,
) -> Result<gix::Tree<'repo>, Error> {
    let id = repository.rev_parse_single(reference).map_err(|_| unknown(repository, reference))?;
    let object = id.object().map_err(|_| unknown(repository, reference))?;
    let commit = match (meant, object.clone().peel_to_commit()) {
        (Meant::MergeBase, Ok(tip)) => merge_base(repository, reference, &tip)?,
        // A tree has no history.
        (Meant::Exactly | Meant::MergeBase, _) => object,
    };
    commit.peel_to_tree().map_err(|error| unread(&error))
}

/// The commit where what is checked out has parted from `tip`.
fn merge_base<'repo>(
    repository: &'repo gix::Repository,
    reference: &str,
    tip: &gix::Commit<'repo>,
) -> Result<gix::Object<'repo>, Error> {
    let head = repository.head_commit().map_err(|_| unknown(repository, reference))?;
    // The merge commit that CI checks out has the tip as a parent, also in a clone that holds nothing else.
    let is_merged = || {
        let parents = gix::objs::CommitRefIter::from_bytes(&head.data, repository.object_hash());
        parents.parent_ids().any(|parent| parent == tip.id)
    };
    if head.id == tip.id || is_merged() {
        return tip.id().object().map_err(|error| unread(&error));
    }
    match repository.merge_base(head.id, tip.id) {
        Ok(Some(base)) => base.object().map_err(|error| unread(&error)),
        Ok(None) | Err(_) => Err(no_merge_base(repository, reference)),
    }
}

/// The directory of the contracts in a commit, and where it really stands there.
fn descend<'repo>(
    commit: &Commit<'repo>,
    prefix: &str,
    reference: &str,
) -> Result<Option<(String, gix::Tree<'repo>)>, Error> {
    if prefix.is_empty() {
        return Ok(Some((String::new(), commit.top.clone())));
    }
    let Some((real, entry)) = commit.resolve(prefix)? else { return Ok(None) };
    if !entry.mode().is_tree() {
        return Err(Error::Invalid(format!(
            "`{prefix}` is a file, not a directory, at {reference}"
        )));
    }
    let object = entry.object().map_err(|error| unread(&error))?;
    let tree = object.peel_to_tree().map_err(|error| unread(&error))?;
    Ok(Some((real, tree)))
}
