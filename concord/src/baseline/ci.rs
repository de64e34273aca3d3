//! The branch that a change shall go to, as the variables of CI systems name it.

use super::Source;
use super::git::{self, Meant};
use crate::error::Error;
use std::path::Path;

/// Variables that hold a branch in the run of a pull request, and whose they are.
const BRANCHES: [(&str, &str); 10] = [
    ("GITHUB_BASE_REF", "GitHub, Gitea, Forgejo"),
    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "GitLab"),
    ("BITBUCKET_PR_DESTINATION_BRANCH", "Bitbucket"),
    ("SYSTEM_PULLREQUEST_TARGETBRANCH", "Azure"),
    ("CHANGE_TARGET", "Jenkins"),
    ("BUILDKITE_PULL_REQUEST_BASE_BRANCH", "Buildkite"),
    ("CODEBUILD_WEBHOOK_BASE_REF", "AWS CodeBuild"),
    ("CI_COMMIT_TARGET_BRANCH", "Woodpecker"),
    ("DRONE_TARGET_BRANCH", "Drone"),
    ("CIRRUS_BASE_BRANCH", "Cirrus"),
];

/// The commit from which a merge request of GitLab began.
const COMMIT: &str = "CI_MERGE_REQUEST_DIFF_BASE_SHA";

/// Where the change of this run shall go; `None` outside of a run for a pull request.
pub(super) fn target(root: &Path) -> Result<Option<Source>, Error> {
    let Some(branch) = BRANCHES.iter().find_map(|(variable, _)| said(variable)) else {
        return Ok(None);
    };
    let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
    let known = [format!("origin/{branch}"), branch.to_owned()];
    if let Some(known) = git::first_known(root, &known)? {
        return Ok(Some(Source::Git(known, Meant::MergeBase)));
    }
    if let Some(commit) = said(COMMIT)
        && git::first_known(root, std::slice::from_ref(&commit))?.is_some()
    {
        return Ok(Some(Source::Git(commit, Meant::Exactly)));
    }
    // It is read next, and what is missing is said with the remedy.
    let [first, _] = known;
    Ok(Some(Source::Git(first, Meant::MergeBase)))
}

fn said(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_documented_with_its_system() {
        let page = include_str!("../../../docs/gate.md");
        for (variable, system) in BRANCHES {
            let row = page.lines().find(|line| line.contains(&format!("`{variable}`")));
            assert!(row.is_some_and(|row| row.contains(system)), "{variable} of {system}");
        }
        assert!(page.contains(COMMIT));
    }
}
