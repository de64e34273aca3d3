//! The `concord` binary: the command line in, an exit code out.

mod args;
mod baseline;
mod bundle;
mod catalogue;
mod change;
mod clock;
mod command;
mod compile;
mod connection;
mod error;
mod items;
mod judge;
mod plan;
mod refusal;
mod remote;
mod report;
mod terminal;
mod transfer;
mod tree;
mod whole_file;
mod witness;

use args::{Cli, Command};
use clap::Parser;
use error::{Error, Exit};
use std::process::ExitCode;
use terminal::Terminal;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refusal) => return refuse(&refusal),
    };
    let terminal = Terminal::new(cli.color);
    let exit = run(cli.command, &terminal).unwrap_or_else(|error| {
        if !error.is_silent() {
            terminal.complain(&error);
        }
        error.exit()
    });
    ExitCode::from(exit as u8)
}

fn run(command: Command, terminal: &Terminal) -> Result<Exit, Error> {
    match command {
        Command::Serve(args) => command::serve::run(args, terminal),
        Command::Push(args) => command::push::run(args, terminal),
        Command::Plan(args) => command::plan::run(args, terminal),
        Command::Apply(args) => command::apply::run(args, terminal),
        Command::Export(args) => command::export::run(args, terminal),
        Command::Import(args) => command::import::run(args, terminal),
        Command::Pull(args) => command::pull::run(args, terminal),
        Command::Check(args) => command::check::run(args, terminal),
        Command::Snapshot(args) => command::snapshot::run(args, terminal),
        Command::Waive(args) => command::waive::run(args, terminal),
        Command::Diff(args) => command::diff::run(args, terminal),
        Command::Generate(args) => command::generate::run(args, terminal),
        Command::Show(args) => command::show::run(args, terminal),
        Command::Explain(args) => command::explain::run(args, terminal),
        Command::Completions(args) => command::machine::completions(&args, terminal),
        Command::Man(args) => command::machine::man(&args, terminal),
        Command::Health(args) => command::machine::health(&args, terminal),
    }
}

/// Help and version were asked for; everything else is wrong usage (EX_USAGE).
fn refuse(refusal: &clap::Error) -> ExitCode {
    // Nothing is lost if even this cannot be written: the exit code says it.
    let _ = refusal.print();
    ExitCode::from(if refusal.use_stderr() { Exit::Usage as u8 } else { Exit::Clean as u8 })
}
