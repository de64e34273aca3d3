//! `concord import`: what `concord export` wrote, into a registry.

use crate::args::Import;
use crate::connection;
use crate::error::{Error, Exit};
use crate::terminal::Terminal;
use crate::transfer::import;

pub(crate) fn run(args: Import, terminal: &Terminal) -> Result<Exit, Error> {
    let client = connection::client(&args.registry.url)?;
    import::import(&args.file, &client, args.dry_run, terminal)
}
