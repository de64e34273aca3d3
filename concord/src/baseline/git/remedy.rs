//! What stands in the way of a comparison with git, and the one line that removes it.

use crate::error::Error;

/// A reference that does not resolve: say what is the matter with the repository, not only with the name.
pub(super) fn unknown(repository: &gix::Repository, reference: &str) -> Error {
    let unborn = repository.head().is_ok_and(|head| head.is_unborn());
    if unborn {
        return Error::Git {
            message: format!(
                "`{reference}` is unknown to git: the repository has no commit on the current branch yet"
            ),
            help: "commit the contracts first, then compare later changes with that commit".into(),
        };
    }
    let is_shallow = repository.is_shallow().unwrap_or(false);
    let message = if is_shallow {
        format!("`{reference}` is not in this shallow clone")
    } else {
        format!("`{reference}` is no branch, tag or commit that this repository knows")
    };
    let help = match (fetched_as(reference), is_shallow) {
        (None, false) => "look with `git log` and `git branch --all`".to_owned(),
        (None, true) => "fetch the history: git fetch --unshallow origin".to_owned(),
        (Some(spec), false) => {
            format!("look with `git branch --all`, or fetch it: git fetch origin {spec}")
        }
        // The merge commit that CI checks out tells by its parents where the change began.
        (Some(spec), true) if has_two_parents(repository) => {
            format!("fetch it: git fetch --depth=1 origin {spec} (or clone with full history)")
        }
        (Some(spec), true) => {
            format!("fetch it with its history: git fetch --unshallow origin {spec}")
        }
    };
    Error::Git { message, help }
}

/// How a fetch makes `reference` known; nothing for expressions such as `main~2`.
fn fetched_as(reference: &str) -> Option<String> {
    if reference.contains(['~', '^', ':', '@', '{']) || reference == "HEAD" {
        return None;
    }
    let is_commit =
        reference.len() >= 7 && reference.chars().all(|digit| digit.is_ascii_hexdigit());
    Some(match reference.strip_prefix("origin/") {
        _ if is_commit => reference.to_owned(),
        Some(branch) => format!("{branch}:refs/remotes/origin/{branch}"),
        None => format!("{reference}:{reference}"),
    })
}

fn has_two_parents(repository: &gix::Repository) -> bool {
    let Ok(head) = repository.head_commit() else { return false };
    // From the text of the commit: a shallow clone has none of them.
    gix::objs::CommitRefIter::from_bytes(&head.data, repository.object_hash()).parent_ids().count()
        > 1
}

/// Two commits without a common one.
pub(super) fn no_merge_base(repository: &gix::Repository, reference: &str) -> Error {
    if repository.is_shallow().unwrap_or(false) {
        return Error::Git {
            message: format!(
                "this shallow clone does not reach back to where it parted from `{reference}`"
            ),
            help: format!(
                "fetch the history: git fetch --unshallow origin (or compare with the commit itself: --against git:={reference})"
            ),
        };
    }
    Error::Git {
        message: format!("what is checked out and `{reference}` have no history in common"),
        help: format!("compare with the commit itself: --against git:={reference}"),
    }
}

/// A directory of a commit is no commit: the contracts are looked for where they are on disk.
pub(super) fn with_path(reference: &str, prefix: &str) -> Error {
    let commit = reference.split(':').next().unwrap_or_default();
    let place = if prefix.is_empty() { "the top" } else { prefix };
    Error::Usage(format!(
        "`git:{reference}` names a path: write `git:{commit}`; the contracts are looked for at {place}, where they are here"
    ))
}

/// An object that should be there.
pub(super) fn unread(error: &dyn std::error::Error) -> Error {
    Error::Git {
        message: format!("an object of the git repository could not be read: {error}"),
        help: "in a shallow or partial clone, fetch the missing objects: git fetch --unshallow"
            .into(),
    }
}
