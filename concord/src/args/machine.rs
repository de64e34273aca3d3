//! Arguments of what machines ask: `completions`, `man`, `health`.

use super::Registry;
use clap::Args;
use std::path::PathBuf;

const COMPLETIONS_HELP: &str = "\
Examples:
  concord completions bash > /etc/bash_completion.d/concord
  concord completions zsh > ~/.zfunc/_concord
  concord completions fish > ~/.config/fish/completions/concord.fish

Exit codes: 0 printed, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_HELP)]
pub(crate) struct Completions {
    /// The shell that reads them.
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

const MAN_HELP: &str = "\
Examples:
  concord man | man -l -              # the page of concord itself
  concord man --out /usr/local/share/man/man1

Exit codes: 0 printed or written, 2 the directory cannot be written, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = MAN_HELP)]
pub(crate) struct Man {
    /// Write a page for concord and one for each command into this directory.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

const HEALTH_HELP: &str = "\
Examples:
  concord health
  concord health --registry https://registry.example.com

Any registry that answers Confluent's `GET /mode` is one.
Exit codes: 0 it answers, 1 it refuses the question, 2 invalid credentials or certificates, 3 it does not answer, 64 wrong usage.";

#[derive(Debug, Args)]
#[command(after_help = HEALTH_HELP)]
pub(crate) struct Health {
    #[command(flatten)]
    pub(crate) registry: Registry,
}
