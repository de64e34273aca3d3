//! The lock file beside the manifest: are the sources there what was pulled?

use crate::error::Error;
use crate::report::{Finding, Report, Stage, WHOLE};
use crate::tree::Tree;
use contract_model::{Diagnostic, Lock, Locked, folder};
use contract_schema::LineIndex;
use std::io::ErrorKind;
use std::path::Path;

/// The name of the lock file.
const LOCK: &str = "contracts.lock";

/// Adds what is wrong with the lock file at `root` and its sources; without one nothing is.
pub(crate) fn check(root: &Path, label: &str, report: &mut Report) -> Result<(), Error> {
    let path = root.join(LOCK);
    let content = match std::fs::read(&path) {
        Ok(content) => content,
        Err(reason) if reason.kind() == ErrorKind::NotFound => return Ok(()),
        Err(reason) => return Err(Error::Read { path, reason }),
    };
    let tree = Tree { label: label.to_owned(), ..Tree::default() };
    let file = tree.shown(LOCK);
    let lock = folder::text(&content).and_then(|text| Lock::parse(text).map(|lock| (text, lock)));
    let (text, lock) = match lock {
        Ok(read) => read,
        Err(found) => {
            let found = found.into_iter().map(|found| broken(&file, found));
            report.findings.extend(found);
            return Ok(());
        }
    };
    let lines = LineIndex::new(text);
    let place = |locked: &Locked| {
        let row = text.find(&format!("file = \"{}\"", locked.file));
        row.map_or(WHOLE, |offset| lines.position(offset as u32))
    };
    for locked in &lock.contracts {
        if let Some(found) = source(root, locked, &tree)? {
            report.findings.push(Finding { file: file.clone(), at: place(locked), ..found });
        }
    }
    report.texts.insert(file, text.into());
    Ok(())
}

fn broken(file: &str, found: Diagnostic) -> Finding {
    crate::catalogue::finding(Stage::Parse, "", file.to_owned(), found)
}

/// What is wrong with the source of an entry.
fn source(root: &Path, locked: &Locked, tree: &Tree) -> Result<Option<Finding>, Error> {
    let path = root.join(&locked.file);
    let named = format!("`{}` version {}", locked.subject, locked.version);
    let shown = tree.shown(&locked.file);
    let (rule, message) = match std::fs::read(&path) {
        Ok(content) if std::str::from_utf8(&content).is_ok_and(|text| locked.has_source(text)) => {
            return Ok(None);
        }
        Ok(_) => {
            ("lock-source-changed", format!("`{shown}` is not the text of {named} that was locked"))
        }
        Err(reason) if reason.kind() == ErrorKind::NotFound => {
            ("lock-source-missing", format!("`{shown}`, the source of {named}, is not there"))
        }
        Err(reason) => return Err(Error::Read { path, reason }),
    };
    Ok(Some(Finding {
        subject: locked.subject.clone(),
        help: Some("run `concord pull` again, or take both from version control; pulled sources are not edited".into()),
        ..Finding::error(Stage::Lock, rule, message)
    }))
}
