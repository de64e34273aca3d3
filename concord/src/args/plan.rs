//! Arguments of `plan` and `apply`.

use super::Registry;
use clap::Args;
use std::path::PathBuf;

const PLAN_HELP: &str = "\
Examples:
  concord plan                                  # contracts.toml of this directory, or schemas/
  concord plan --out plan.json                  # then: concord apply plan.json
  concord plan --prune                          # also delete subjects that are not here
  concord plan --prune='payments.*'             # of these only
  concord plan --check                          # is the registry what the directory says?

The registry is asked with the very bodies that `concord apply` sends; nothing is changed.
Exit codes: 0 planned, 1 something would be refused, or --check found something to do, 2 invalid schema or manifest, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = PLAN_HELP)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// Write the plan to a file, for `concord apply FILE`.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 1 if there is anything to do.
    #[arg(long)]
    pub(crate) check: bool,
}

/// What a registry shall have.
#[derive(Debug, Clone, Args)]
pub(crate) struct Wanted {
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(long = "dir", value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Soft-delete subjects of the registry that are not in the directory; with a pattern those that fit it.
    #[arg(long, value_name = "PATTERN", num_args = 0..=1, require_equals = true, default_missing_value = "*")]
    pub(crate) prune: Option<String>,
}

const APPLY_HELP: &str = "\
Examples:
  concord apply plan.json                       # what `concord plan --out plan.json` wrote
  concord apply                                 # plan and apply at once

A plan is bound to what the registry had: if a subject or a setting of it moved, nothing is changed.
A plan that was applied already changes nothing; one that was broken off is completed.
Exit codes: 0 applied or nothing to do, 1 the registry moved or refused, 2 invalid plan, schema or manifest, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = APPLY_HELP)]
pub(crate) struct Apply {
    /// A plan; without it one is made and applied at once.
    #[arg(value_name = "PLAN", conflicts_with_all = ["root", "prune"])]
    pub(crate) plan: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// Address of the registry [default: that of the plan; without a plan http://127.0.0.1:8081].
    #[arg(long = "registry", env = "CONCORD_REGISTRY", value_name = "URL")]
    pub(crate) registry: Option<String>,
}
