//! `concord snapshot`: a registry as one file, to be compared with where no registry can be reached.

use crate::args::Snapshot;
use crate::bundle::Bundle;
use crate::error::{Error, Exit};
use crate::remote::{Registered, Remote};
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use crate::whole_file::WholeFile;
use std::sync::Arc;

pub(crate) fn run(args: Snapshot, terminal: &Terminal) -> Result<Exit, Error> {
    let mut remote = Remote::new(&args.registry.url)?;
    let subjects = remote.client().subjects()?;
    let mut bundle = Bundle::default();
    let histories = remote.histories(&subjects)?;
    let mut progress = terminal.progress("reading", histories.len());
    for (subject, versions) in histories {
        progress.step(&subject);
        bundle.settings.insert(subject.clone(), remote.settings(&subject)?);
        for version in versions {
            let key = (subject.clone(), version.version);
            bundle.versions.insert(key, Arc::clone(&version));
        }
    }
    drop(progress);
    WholeFile::write(&args.out, &bundle.text())?;
    terminal.say(format!(
        "{} {} of {} in {}",
        terminal.paint(Paint::Good, "written:"),
        counted(bundle.versions.len(), "version"),
        counted(bundle.settings.len(), "subject"),
        args.out.display()
    ))?;
    Ok(Exit::Clean)
}
