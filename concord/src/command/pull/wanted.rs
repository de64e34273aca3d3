//! Which subjects to pull: the command line's, the manifest's, or those that the lock file was written for.

use crate::args::Pull;
use crate::error::Error;
use crate::remote::Remote;
use crate::tree::MANIFEST;
use contract_model::glob::Glob;
use contract_model::manifest::Manifest;
use contract_model::{Diagnostic, Lock};
use std::path::Path;

/// A subject that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) subject: String,
    /// `None` is the latest.
    pub(super) version: Option<u32>,
}

impl Wanted {
    fn latest(subject: &str) -> Wanted {
        Wanted { subject: subject.to_owned(), version: None }
    }

    /// `SUBJECT` or `SUBJECT@VERSION`.
    fn read(text: &str) -> Result<Wanted, Error> {
        let (subject, version) = match text.rsplit_once('@') {
            None => (text, None),
            Some((subject, "latest")) => (subject, None),
            Some((subject, version)) => match version.parse::<u32>() {
                Ok(number) if number > 0 => (subject, Some(number)),
                Ok(_) | Err(_) => {
                    return Err(Error::Usage(format!(
                        "`{text}` names no version: write a number from 1 or `latest` after the @"
                    )));
                }
            },
        };
        if subject.is_empty() {
            return Err(Error::Usage("a subject has no name".into()));
        }
        Ok(Wanted { subject: subject.to_owned(), version })
    }
}

/// The first of the three that names any.
pub(super) fn wanted(
    args: &Pull,
    known: Option<&Lock>,
    remote: &Remote,
) -> Result<Vec<Wanted>, Error> {
    if !args.subjects.is_empty() {
        return args.subjects.iter().map(|subject| Wanted::read(subject)).collect();
    }
    let asked = patterns(&args.lock.with_file_name(MANIFEST))?;
    if !asked.is_empty() {
        return fitting(&asked, remote);
    }
    let locked = known.iter().flat_map(|lock| &lock.contracts).filter(|locked| locked.direct);
    let asked: Vec<Wanted> = locked.map(|locked| Wanted::latest(&locked.subject)).collect();
    if asked.is_empty() {
        return Err(Error::Invalid(
            "nothing to pull: name subjects, as in `concord pull account.debited-value`, once; afterwards contracts.lock knows them"
                .into(),
        ));
    }
    Ok(asked)
}

/// Whether the command line or the manifest names what to pull.
pub(super) fn is_said_elsewhere(args: &Pull) -> Result<bool, Error> {
    Ok(!args.subjects.is_empty() || !patterns(&args.lock.with_file_name(MANIFEST))?.is_empty())
}

/// `[pull] subjects` of the manifest beside the lock file.
fn patterns(manifest: &Path) -> Result<Vec<String>, Error> {
    let text = match std::fs::read_to_string(manifest) {
        Ok(text) => text,
        Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => return Err(Error::Read { path: manifest.to_owned(), reason }),
    };
    let words = |found: Vec<Diagnostic>| {
        let file = manifest.display().to_string();
        let rendered: Vec<String> = found.iter().map(|found| found.render(&file)).collect();
        Error::Invalid(format!("the manifest cannot be used\n{}", rendered.join("\n")))
    };
    Manifest::read(&text).map(|manifest| manifest.pull).map_err(words)
}

/// Patterns become the subjects that fit them, `subject@version` stays as it is.
fn fitting(asked: &[String], remote: &Remote) -> Result<Vec<Wanted>, Error> {
    let mut wanted = Vec::new();
    let mut subjects: Option<Vec<String>> = None;
    for text in asked {
        if !text.contains(['*', '?']) {
            wanted.push(Wanted::read(text)?);
            continue;
        }
        if subjects.is_none() {
            subjects = Some(remote.client().subjects()?);
        }
        let pattern = Glob::new(text);
        let found = subjects.iter().flatten().filter(|subject| pattern.matches(subject));
        let before = wanted.len();
        wanted.extend(found.map(|subject| Wanted::latest(subject)));
        if wanted.len() == before {
            return Err(Error::Invalid(format!(
                "`{text}` of [pull] in {MANIFEST} fits no subject of {}",
                remote.client().address()
            )));
        }
    }
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_may_carry_a_version() {
        assert_eq!(Wanted::read("a@b-value@3").unwrap().version, Some(3));
        assert_eq!(Wanted::read("a-value@latest").unwrap(), Wanted::latest("a-value"));
        assert_eq!(Wanted::read("a-value").unwrap(), Wanted::latest("a-value"));
        for wrong in ["a@0", "a@x", "@1", ""] {
            assert!(Wanted::read(wrong).is_err(), "{wrong}");
        }
    }
}
