//! `concord generate`: contracts as Rust files that are kept under version control.

use crate::args::Generate;
use crate::compile;
use crate::error::{Error, Exit};
use crate::report::text::counted;
use crate::terminal::{Paint, Terminal};
use contract_codegen::HEADER;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: Generate, terminal: &Terminal) -> Result<Exit, Error> {
    let config = compile::config(args.root, &args.compile)?;
    let compiled = compile::generate(&config, terminal)?;
    let files: BTreeMap<PathBuf, String> =
        compiled.files().into_iter().map(|(path, text)| (args.out.join(path), text)).collect();
    let mut changes = Vec::new();
    for (path, text) in &files {
        changes.extend(change(path, text)?);
    }
    changes.extend(stale(&args.out, &files)?.into_iter().map(Change::Remove));
    if args.check {
        return tell_differences(&changes, &files, terminal);
    }
    let foreign: Vec<String> = changes.iter().filter_map(Change::foreign).collect();
    if !foreign.is_empty() {
        return Err(Error::Invalid(format!(
            "{} not written by concord: move it away, or name another directory with `--out`",
            foreign.join(", ")
        )));
    }
    changes.iter().try_for_each(|change| change.make(&files))?;
    let word = if changes.is_empty() { "up to date:" } else { "generated:" };
    terminal.say(format!(
        "{} {} in {}, {} changed",
        terminal.paint(Paint::Good, word),
        counted(files.len(), "file"),
        args.out.display(),
        changes.len()
    ))?;
    Ok(Exit::Clean)
}

/// What has to happen to a file.
enum Change {
    Create(PathBuf),
    Rewrite(PathBuf),
    Remove(PathBuf),
    /// Somebody else's file stands where ours should.
    Foreign(PathBuf),
}

impl Change {
    /// How `--check` says it.
    fn said(&self) -> (&'static str, &Path) {
        match self {
            Change::Create(path) => ("missing", path),
            Change::Rewrite(path) => ("differs", path),
            Change::Remove(path) => ("stale  ", path),
            Change::Foreign(path) => ("foreign", path),
        }
    }

    fn foreign(&self) -> Option<String> {
        match self {
            Change::Foreign(path) => Some(format!("`{}` was", path.display())),
            Change::Create(_) | Change::Rewrite(_) | Change::Remove(_) => None,
        }
    }

    fn make(&self, files: &BTreeMap<PathBuf, String>) -> Result<(), Error> {
        match self {
            Change::Create(path) | Change::Rewrite(path) => write(path, &files[path]),
            Change::Remove(path) => {
                std::fs::remove_file(path).map_err(|reason| failed(path, reason))
            }
            // Refused before anything was written.
            Change::Foreign(_) => Ok(()),
        }
    }
}

fn change(path: &Path, text: &str) -> Result<Option<Change>, Error> {
    let path = path.to_owned();
    match std::fs::read(&path) {
        Ok(content) if content == text.as_bytes() => Ok(None),
        Ok(content) if is_ours(&content) => Ok(Some(Change::Rewrite(path))),
        Ok(_) => Ok(Some(Change::Foreign(path))),
        Err(reason) if reason.kind() == ErrorKind::NotFound => Ok(Some(Change::Create(path))),
        Err(reason) => Err(Error::Read { path, reason }),
    }
}

fn is_ours(content: &[u8]) -> bool {
    content.starts_with(HEADER.as_bytes())
}

/// Files of ours below `folder` that the contracts do not give any more.
fn stale(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Result<Vec<PathBuf>, Error> {
    let failed = |reason| Error::Read { path: folder.to_owned(), reason };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(reason) if reason.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => return Err(failed(reason)),
    };
    let mut stale = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        // A link may lead anywhere; what we write is none.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            stale.extend(self::stale(&path, files)?);
        } else if kind.is_file()
            && path.extension().is_some_and(|end| end == "rs")
            && !files.contains_key(&path)
            && is_ours(&std::fs::read(&path).map_err(failed)?)
        {
            stale.push(path);
        }
    }
    stale.sort();
    Ok(stale)
}

fn tell_differences(
    changes: &[Change],
    files: &BTreeMap<PathBuf, String>,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    if changes.is_empty() {
        let files = counted(files.len(), "file");
        terminal.say(format!("{} {files}", terminal.paint(Paint::Good, "up to date:")))?;
        return Ok(Exit::Clean);
    }
    for change in changes {
        let (word, path) = change.said();
        terminal.say(format!("{} {}", terminal.paint(Paint::Error, word), path.display()))?;
    }
    terminal.say(
        "the files here are not what the contracts give: run `concord generate` and commit them",
    )?;
    Ok(Exit::Findings)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(|reason| failed(path, reason))?;
    }
    std::fs::write(path, text).map_err(|reason| failed(path, reason))
}

fn failed(path: &Path, reason: std::io::Error) -> Error {
    Error::Write { path: path.to_owned(), reason }
}
