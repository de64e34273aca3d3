//! Arguments of `export` and `import`.

use super::Registry;
use clap::Args;
use std::path::PathBuf;

const EXPORT_HELP: &str = "\
Examples:
  concord export --out registry.jsonl
  concord export --out registry.jsonl --registry https://old-registry.example.com

Every version of every context, soft-deleted ones too, with ids, references, metadata and rules; settings and modes.
Works with every registry that speaks Confluent's API. The same registry gives the same bytes.
Exit codes: 0 written, 2 the file cannot be written, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = EXPORT_HELP)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// The file to write, or a directory to write `registry.jsonl` into.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: PathBuf,
}

const IMPORT_HELP: &str = "\
Examples:
  concord import registry.jsonl --dry-run       # what would happen; changes nothing
  concord import registry.jsonl --registry https://new-registry.example.com

Ids and version numbers are kept, through mode IMPORT of each subject; afterwards everything is read back and compared.
What is there already is not imported again, so an import that was broken off can be repeated.
Exit codes: 0 imported and the same, 1 something clashes, was refused or differs, 2 invalid file, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(crate) struct Import {
    /// What `concord export` wrote.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
