//! Arguments of the gate's helpers: `waive`, `snapshot`.

use clap::Args;
use contract_model::Date;
use std::path::PathBuf;

const WAIVE_HELP: &str = "\
Examples:
  concord waive avro-field-removed order.placed-value --owner team-shop --expires 2027-01-31 \\
      --reason \"the field was never written\"
  concord waive contract-removed order.placed-value --against git:origin/main --owner team-shop \\
      --expires 2027-01-31 --reason \"nobody reads it\"

The row goes to the end of contracts.toml, with the hash of what is here now: it holds for this content and no other.
Exit codes: 0 written, 2 invalid schema or manifest, or a waiver that is there already, 3 registry or git not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = WAIVE_HELP)]
pub(crate) struct Waive {
    /// Id of the rule, as a finding shows it in brackets.
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
    /// Subject of the contract, as a finding shows it.
    #[arg(value_name = "SUBJECT")]
    pub(crate) subject: String,
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Why it is let through.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Who answers for it.
    #[arg(long, value_name = "TEAM")]
    pub(crate) owner: String,
    /// The last day on which it holds, as 2027-12-31.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) expires: Date,
    /// Only findings at this path inside the schema; `*` stands for any run of characters.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) path: Option<String>,
    /// Where the contract is, if it is gone here.
    #[arg(long, value_name = "BASELINE")]
    pub(crate) against: Vec<crate::baseline::Source>,
    /// Print the row and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day, such as 2027-12-31".to_owned())
}

const SNAPSHOT_HELP: &str = "\
Examples:
  concord snapshot --out released.bundle --registry https://registry.example.com
  concord check --against bundle:released.bundle    # compares without a registry

The file holds every live version with its ids, settings and content hash; the same registry gives the same bytes.
Exit codes: 0 written, 2 the file cannot be written, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = SNAPSHOT_HELP)]
pub(crate) struct Snapshot {
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) registry: super::Registry,
}
