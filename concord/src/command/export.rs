//! `concord export`: a whole registry as a file.

use crate::args::Export;
use crate::connection;
use crate::error::{Error, Exit};
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use crate::transfer::file::Writer;
use crate::transfer::walk::Walk;

/// Its name in a directory.
const NAME: &str = "registry.jsonl";

pub(crate) fn run(args: Export, terminal: &Terminal) -> Result<Exit, Error> {
    let path = if args.out.is_dir() { args.out.join(NAME) } else { args.out };
    let client = connection::client(&args.registry.url)?;
    let mut walk = Walk::new(&client, terminal);
    // Asked first, so that a registry that is away leaves no file.
    walk.subjects()?;
    let mut writer = Writer::create(&path)?;
    walk.all(|line| writer.line(&line))?;
    let versions = writer.finish()?;
    for note in &walk.notes {
        terminal.warn(&format!("not exported: {note}"));
    }
    let done = terminal.paint(Paint::Good, "exported:");
    terminal.say(format!("{done} {} to {}", counted(versions, "version"), path.display()))?;
    Ok(Exit::Clean)
}
