//! `concord completions`, `man` and `health`: what shells, packagers and containers ask.

use crate::args::{Cli, Completions, Health, Man};
use crate::connection;
use crate::error::{Error, Exit};
use crate::terminal::Terminal;
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
    let concord = Cli::command().disable_help_subcommand(true);
    let Some(directory) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(concord).render(&mut page)?;
        terminal.say(String::from_utf8_lossy(&page).trim_end())?;
        return Ok(Exit::Clean);
    };
    let failed = |reason| Error::Write { path: directory.clone(), reason };
    std::fs::create_dir_all(directory).map_err(failed)?;
    clap_mangen::generate_to(concord, directory).map_err(failed)?;
    Ok(Exit::Clean)
}

pub(crate) fn health(args: &Health, terminal: &Terminal) -> Result<Exit, Error> {
    let client = connection::client(&args.registry.url)?;
    let mode = client.mode_in_force(Scope::Global)?.unwrap_or_else(|| "READWRITE".to_owned());
    terminal.say(format!("{} answers, mode {mode}", client.address()))?;
    Ok(Exit::Clean)
}
