//! The command line: every flag, its environment variable and its words.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
pub(crate) use compile::{Compile, Generate, Show};
use contract_schema::compat::Safety;
pub(crate) use gate::{Snapshot, Waive};
pub(crate) use machine::{Completions, Health, Man};
pub(crate) use plan::{Apply, Plan, Wanted};
use std::net::SocketAddr;
use std::path::PathBuf;
pub(crate) use transfer::{Export, Import};

mod compile;
mod gate;
mod machine;
mod plan;
mod transfer;

const EXIT_CODES: &str = "\
Exit codes:
  0   clean
  1   findings: a breaking change, a refused registration, a stale lock file or generated code
  2   invalid schema, manifest or file
  3   registry or git could not be reached
  4   a waiver has expired, is not used, or was granted for another content
  64  wrong usage of the command line";

/// Event contracts: a schema registry, a compiler's source and a gate for pull requests.
#[derive(Debug, Parser)]
#[command(name = "concord", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to colour the output; NO_COLOR and CLICOLOR_FORCE are respected.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) color: ColorWhen,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a schema registry with Confluent's REST API and an embedded durable store.
    Serve(Serve),
    /// Register the contracts of a directory; what is registered already stays as it is.
    Push(Push),
    /// Show what would change in a registry, and what it would refuse; change nothing.
    Plan(Plan),
    /// Change a registry as a plan says, and refuse if it moved meanwhile.
    Apply(Apply),
    /// Write contracts.lock and the sources of registered contracts, for offline builds.
    Pull(Pull),
    /// Write a whole registry to a file: every version with its id, settings and modes.
    Export(Export),
    /// Bring an export into a registry, ids and version numbers kept, and read it back.
    Import(Import),
    /// Judge the contracts of a directory: syntax, policy, references, compatibility.
    Check(Check),
    /// Write a registry into one file, to compare with where it cannot be reached.
    Snapshot(Snapshot),
    /// Let a finding through for a time: a row of contracts.toml.
    Waive(Waive),
    /// Compare two schemas: what changes for readers and writers.
    Diff(Diff),
    /// Compile contracts to Rust files that are kept under version control.
    Generate(Generate),
    /// Show one contract: what it declares, or the Rust it is compiled to.
    Show(Show),
    /// Say what a rule means, why it matters and what to do; list all rules without an argument.
    Explain(Explain),
    /// Print the completions of a shell.
    Completions(Completions),
    /// Print the manual page, or write one for each command.
    Man(Man),
    /// Ask whether a registry answers; what a container's health check runs.
    Health(Health),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal only.
    Auto,
    Always,
    Never,
}

const SERVE_HELP: &str = "\
Examples:
  concord serve
  concord serve --listen 0.0.0.0:8081 --data /var/lib/concord
  concord serve --policy off          # a drop-in for Confluent's registry: no contract policy
  concord serve --properties /etc/schema-registry/schema-registry.properties
  concord serve --set limits.body-bytes=1048576 --set http.cors-origins=https://ui.example.com

Stop it with Ctrl-C or SIGTERM: every acknowledged registration is on disk.
Exit codes: 0 stopped, 1 could not start or run, 2 invalid configuration, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = SERVE_HELP)]
pub(crate) struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:8081].
    #[arg(long, env = "CONCORD_LISTEN", value_name = "ADDR:PORT", value_parser = registry_server::config::listen_address)]
    pub(crate) listen: Option<SocketAddr>,
    /// Directory of the store; it is created if it does not exist [default: ./concord-data].
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// What the contract policy does to a registration: off, warn, enforce, enforce-all [default: enforce].
    #[arg(long, env = "CONCORD_POLICY", value_name = "SETTING")]
    pub(crate) policy: Option<registry_server::config::PolicySetting>,
    /// The release of Confluent's registry whose answers clients get: 8 or 7 [default: 8].
    #[arg(long, env = "CONCORD_ANSWERS", value_name = "RELEASE", value_parser = ["7", "8"])]
    pub(crate) answers: Option<String>,
    /// Any setting of docs/configuration.md; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(crate) set: Vec<(String, String)>,
    /// A TOML file with settings, or one of Confluent's if it ends in .properties; environment and flags win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A schema-registry.properties file of Confluent's.
    #[arg(long, value_name = "FILE")]
    pub(crate) properties: Option<PathBuf>,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Where `concord serve` listens unless it is told otherwise.
pub(crate) const DEFAULT_REGISTRY: &str = "http://127.0.0.1:8081";

/// The registry to talk to.
#[derive(Debug, Clone, Args)]
pub(crate) struct Registry {
    /// Address of the registry; credentials come from CONCORD_REGISTRY_AUTH (user:password) or CONCORD_REGISTRY_TOKEN.
    #[arg(
        long = "registry",
        env = "CONCORD_REGISTRY",
        value_name = "URL",
        default_value = DEFAULT_REGISTRY
    )]
    pub(crate) url: String,
}

const PUSH_HELP: &str = "\
Examples:
  concord push                        # contracts.toml of this directory, or schemas/
  concord push schemas --dry-run      # ask what would happen, change nothing
  concord push --registry https://registry.example.com

References are registered first and pinned to the versions just registered.
A refused contract does not stop those that do not refer to it.
Exit codes: 0 all registered, 1 something was refused, 2 invalid schema or manifest, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = PUSH_HELP)]
pub(crate) struct Push {
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// Ask the registry what it would do and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const PULL_HELP: &str = "\
Examples:
  concord pull account.debited-value rtgs.submitted-value
  concord pull                        # the subjects in contracts.lock, or of [pull] in contracts.toml
  concord pull --check                # is what is here what the registry has? changes nothing

What a subject refers to is pulled with it. The same registry gives the same bytes.
Exit codes: 0 done or up to date, 1 --check found a difference, 2 invalid manifest or lock file, 3 registry not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = PULL_HELP)]
pub(crate) struct Pull {
    /// Subjects to pull, newest version each, or SUBJECT@VERSION.
    #[arg(value_name = "SUBJECT")]
    pub(crate) subjects: Vec<String>,
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// The lock file; sources go into `contracts/` beside it.
    #[arg(long, value_name = "FILE", default_value = "contracts.lock")]
    pub(crate) lock: PathBuf,
    /// Change nothing; exit with 1 if the files here differ from what the registry has.
    #[arg(long)]
    pub(crate) check: bool,
}

const CHECK_HELP: &str = "\
Examples:
  concord check                                     # syntax, references and policy
  concord check --against git:origin/main           # and compatibility with where this branch began
  concord check --against git:=v1.2.0               # with that very commit
  concord check --against registry:http://127.0.0.1:8081
  concord check --against dir:../released/schemas --against git:v1.2.0
  concord check --against git:origin/main --report text --report sarif=concord.sarif --report junit=concord.xml

All contracts are judged; findings are shown for those that changed, and for those that refer to a changed one.
Exit codes: 0 clean, 1 findings, 2 invalid schema or manifest, 3 registry or git not reachable,
4 a waiver has expired, is not used, or was granted for another content, 64 wrong usage.
Of several the run ends with the first of 64, 3, 2, 1, 4.";

#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct Check {
    /// Directory of the contracts [default: the one with contracts.toml here, or schemas/].
    #[arg(value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// What to compare with: git:REF, git:=REF, registry:URL, bundle:FILE, dir:PATH or none; may be given several times
    /// [default: `against` of contracts.toml, else the branch that the variables of a CI run name].
    #[arg(long, value_name = "BASELINE")]
    pub(crate) against: Vec<crate::baseline::Source>,
    /// Seek no data that show what breaks.
    #[arg(long)]
    pub(crate) no_witness: bool,
    /// How to tell what was found: text, json, junit, sarif, github, gitlab or markdown, to standard output or into a file; may be given several times [default: text].
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub(crate) report: Vec<crate::report::output::Wanted>,
}

const DIFF_HELP: &str = "\
A schema is a file, git:REF:PATH, SUBJECT@VERSION of the registry (SUBJECT@latest), or URL#SUBJECT@VERSION of another one.
Examples:
  concord diff git:main:schemas/payments/payment.initiated.avsc schemas/payments/payment.initiated.avsc
  concord diff payment.initiated-value@1 payment.initiated-value@latest
  concord diff payment.initiated-value@latest https://staging.example.com#payment.initiated-value@latest
  concord diff --safety wire old.proto new.proto
  concord diff --text old.avsc new.avsc

Exit codes: 0 each reads the other's data, 1 one does not (or, with --text, the texts differ), 2 invalid schema, 3 registry or git not reachable, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = DIFF_HELP)]
pub(crate) struct Diff {
    /// The old schema.
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The new schema.
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Compare the texts line by line instead of the meaning.
    #[arg(long)]
    pub(crate) text: bool,
    /// What to ask beyond Confluent's levels: STANDARD, WIRE or GOLDEN.
    #[arg(long, value_name = "SAFETY", default_value = "STANDARD", conflicts_with = "text")]
    #[arg(ignore_case = true, value_parser = safety())]
    pub(crate) safety: Safety,
    /// Seek no data that show what breaks.
    #[arg(long)]
    pub(crate) no_witness: bool,
    #[command(flatten)]
    pub(crate) registry: Registry,
}

/// The words that a shell completes; they are read in either case.
fn safety() -> impl TypedValueParser<Value = Safety> {
    PossibleValuesParser::new(["STANDARD", "WIRE", "GOLDEN"]).try_map(|word| word.parse::<Safety>())
}

const EXPLAIN_HELP: &str = "\
Examples:
  concord explain
  concord explain avro-reader-field-without-default
  concord explain ENV-CORRELATION

Exit codes: 0 shown, 64 no such rule.";

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_HELP)]
pub(crate) struct Explain {
    /// Id of a rule, as a finding shows it in brackets.
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples_and_exit_codes() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:"), "{}", command.get_name());
            assert!(help.contains("Exit codes:"), "{}", command.get_name());
        }
    }
}
