//! `concord pull`: registered contracts as files and a lock, so that a build needs no registry.

mod collect;
mod wanted;

use crate::args::Pull;
use crate::error::{Error, Exit};
use crate::remote::Remote;
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use contract_model::{Diagnostic, Lock};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The directory of the sources, beside the lock file.
pub(super) const SOURCES: &str = "contracts";

pub(crate) fn run(args: Pull, terminal: &Terminal) -> Result<Exit, Error> {
    let known = known(&args, terminal)?;
    let mut remote = Remote::new(&args.registry.url)?;
    let wanted = wanted::wanted(&args, known.as_ref(), &remote)?;
    let (lock, sources) = collect::collect(&mut remote, &wanted, terminal)?;
    let here = args.lock.parent().unwrap_or(Path::new("")).to_owned();
    let mut files: BTreeMap<PathBuf, String> =
        sources.into_iter().map(|(path, text)| (here.join(path), text)).collect();
    files.insert(args.lock.clone(), lock.text());
    let stale = stale(known.as_ref(), &lock, &here);
    let differing = differing(&files)?;
    if args.check {
        return tell_differences(&differing, &stale, &lock, terminal);
    }
    for path in &differing {
        write(path, &files[*path])?;
    }
    for path in &stale {
        std::fs::remove_file(path).map_err(|reason| Error::Write { path: path.clone(), reason })?;
    }
    let changed = differing.len() + stale.len();
    let done = terminal.paint(Paint::Good, if changed == 0 { "up to date:" } else { "pulled:" });
    terminal.say(format!(
        "{done} {} in {}, {} changed",
        counted(lock.contracts.len(), "schema"),
        args.lock.display(),
        counted(changed, "file")
    ))?;
    Ok(Exit::Clean)
}

/// The lock file, as far as it is needed: one that nobody can read is written anew if something else says what to pull.
fn known(args: &Pull, terminal: &Terminal) -> Result<Option<Lock>, Error> {
    let error = match read_lock(&args.lock) {
        Err(error @ Error::Invalid(_)) if !args.check => error,
        read => return read,
    };
    if !wanted::is_said_elsewhere(args)? {
        return Err(Error::Invalid(format!(
            "{error}\nnothing else says what to pull: take the lock file from version control, or name the subjects, as in `concord pull account.debited-value`"
        )));
    }
    terminal.note(&format!("{error}\nit is written anew"));
    Ok(None)
}

/// The lock file as it is; `None` before the first pull.
fn read_lock(path: &Path) -> Result<Option<Lock>, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(reason) => return Err(Error::Read { path: path.to_owned(), reason }),
    };
    let file = path.display().to_string();
    let words = |found: Vec<Diagnostic>| {
        let rendered: Vec<String> = found.iter().map(|found| found.render(&file)).collect();
        Error::Invalid(format!("the lock file cannot be used\n{}", rendered.join("\n")))
    };
    Lock::parse(&text).map(Some).map_err(words)
}

/// Sources that the old lock file lists and the new one does not, and that are still there.
fn stale(known: Option<&Lock>, lock: &Lock, here: &Path) -> Vec<PathBuf> {
    let old = known.iter().flat_map(|lock| &lock.contracts).map(|contract| &contract.file);
    let kept = |file: &String| lock.contracts.iter().any(|contract| contract.file == *file);
    // A lock file is text that anybody may edit: nothing outside of the sources is removed.
    let ours = |file: &String| file.starts_with("contracts/") && !file.contains("..");
    old.filter(|file| !kept(file) && ours(file))
        .map(|file| here.join(file))
        .filter(|path| path.is_file())
        .collect()
}

fn differing(files: &BTreeMap<PathBuf, String>) -> Result<Vec<&PathBuf>, Error> {
    let mut differing = Vec::new();
    for (path, text) in files {
        match std::fs::read(path) {
            Ok(content) if content == text.as_bytes() => {}
            Ok(_) => differing.push(path),
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => differing.push(path),
            Err(reason) => return Err(Error::Read { path: path.clone(), reason }),
        }
    }
    Ok(differing)
}

fn tell_differences(
    differing: &[&PathBuf],
    stale: &[PathBuf],
    lock: &Lock,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    if differing.is_empty() && stale.is_empty() {
        let schemas = counted(lock.contracts.len(), "schema");
        terminal.say(format!("{} {schemas}", terminal.paint(Paint::Good, "up to date:")))?;
        return Ok(Exit::Clean);
    }
    for path in differing {
        let word = if path.exists() { "differs" } else { "missing" };
        terminal.say(format!("{} {}", terminal.paint(Paint::Error, word), path.display()))?;
    }
    for path in stale {
        let word = terminal.paint(Paint::Error, "stale");
        terminal.say(format!("{word}   {}", path.display()))?;
    }
    terminal
        .say("the files here are not what the registry has: run `concord pull` and commit them")?;
    Ok(Exit::Findings)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |reason| Error::Write { path: path.to_owned(), reason };
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(failed)?;
    }
    std::fs::write(path, text).map_err(failed)
}
