//! `concord completions`, `man` and `health`: what shells, packagers and containers ask.

use crate::args::{Cli, Completions, Health, Man};
use crate::connection;
use crate::error::{Error, Exit};
use crate::terminal::Terminal;
use crate::whole_file::WholeFile;
use clap::CommandFactory;
use registry_api::client::Scope;

pub(crate) fn completions(args: &Completions, terminal: &Terminal) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "concord", &mut script);
    terminal.say(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Exit::Clean)
}

pub(crate) fn man(args: &Man, terminal: &Terminal) -> Result<Exit, Error> {
    // The pages of `concord help check` would say what those of `concord check` say.
    let mut concord = Cli::command().disable_help_subcommand(true);
    concord.build();
    let Some(directory) = &args.out else {
        terminal.say(page(&concord)?.trim_end())?;
        return Ok(Exit::Clean);
    };
    let failed = |reason| Error::Write { path: directory.clone(), reason };
    std::fs::create_dir_all(directory).map_err(failed)?;
    for command in std::iter::once(&concord).chain(concord.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        WholeFile::write(&directory.join(format!("{name}.1")), &page(command)?)?;
    }
    Ok(Exit::Clean)
}

/// The day of the last change that matters to who reads the pages.
const DATE: &str = "2026-11-22";

/// The page of a command. What the generator writes between a description and its values no reader of pages takes
/// without a warning: two breaks around an empty line.
fn page(command: &clap::Command) -> Result<String, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .date(DATE)
        .source(concat!("concord ", env!("CARGO_PKG_VERSION")))
        .manual("Concord")
        .render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).replace("\n.br\n\n.br\n", "\n\n"))
}

pub(crate) fn health(args: &Health, terminal: &Terminal) -> Result<Exit, Error> {
    let client = connection::client(&args.registry.url)?;
    let mode = client.mode_in_force(Scope::Global)?.unwrap_or_else(|| "READWRITE".to_owned());
    terminal.say(format!("{} answers, mode {mode}", client.address()))?;
    Ok(Exit::Clean)
}
