//! Arguments of the commands that compile: `generate` and `show`.

use clap::Args;
use std::path::PathBuf;

/// What to compile, and how: what `contract_codegen::Config` takes in a `build.rs`.
#[derive(Debug, Args)]
pub(crate) struct Compile {
    /// Compile what this lock file names, from the sources that `concord pull` wrote beside it.
    #[arg(long, value_name = "FILE", conflicts_with = "root")]
    pub(crate) lock: Option<PathBuf>,
    /// Make no `Serialize` and `Deserialize`, and no `JsonSchema`.
    #[arg(long)]
    pub(crate) no_serde: bool,
    /// Make no `JsonSchema` of schemars.
    #[arg(long)]
    pub(crate) no_json_schema: bool,
    /// Implement `prost::Message` for Protobuf messages.
    #[arg(long)]
    pub(crate) prost: bool,
    /// Give a type, field, symbol or union another name in Rust; may be given several times.
    #[arg(long, value_name = "PATH=NAME", value_parser = super::name_and_value)]
    pub(crate) rename: Vec<(String, String)>,
}

const GENERATE_HELP: &str = "\
Examples:
  concord generate --out src/events                 # then `mod events;` in the crate
  concord generate --lock contracts.lock --out src/events
  concord generate schemas --out src/events --check # is what is here what the contracts give?

The same contracts give the same bytes, on every machine; no registry is asked.
Files of contracts that are gone are removed; a file that concord did not write is never touched.
Exit codes: 0 written or up to date, 1 --check found a difference, 2 invalid schema, manifest or lock file, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = GENERATE_HELP)]
pub(crate) struct Generate {
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Directory of the generated module: `mod.rs` and a file for each namespace.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) compile: Compile,
    /// Change nothing; exit with 1 if the files here are not what the contracts give.
    #[arg(long)]
    pub(crate) check: bool,
}

const SHOW_HELP: &str = "\
Examples:
  concord show payment.initiated                    # what the contract declares
  concord show payment.initiated --rust             # the Rust of its schema
  concord show payment.initiated-value --rust --lock contracts.lock
  concord show fintech.party.v1.PostalAddress --rust --no-serde schemas

Exit codes: 0 shown, 2 invalid schema, manifest or lock file, 64 wrong usage or no such contract.";

#[derive(Debug, Args)]
#[command(after_help = SHOW_HELP)]
pub(crate) struct Show {
    /// Name of an event, a subject or a type.
    #[arg(value_name = "EVENT")]
    pub(crate) name: String,
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Print the Rust that the contract's schema is compiled to; types of other schemas are left out.
    #[arg(long)]
    pub(crate) rust: bool,
    #[command(flatten)]
    pub(crate) compile: Compile,
}
