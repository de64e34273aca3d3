//! `--report FORMAT[=FILE]`: every report that was asked for, to standard output or whole into its file.

use super::{Report, github, gitlab, json, junit, markdown, sarif, text};
use crate::error::Error;
use crate::report::place::Places;
use crate::terminal::Terminal;
use crate::whole_file::WholeFile;
use std::path::{Path, PathBuf};

/// A way to tell what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Json,
    Junit,
    Sarif,
    Github,
    Gitlab,
    Markdown,
}

/// Names as the command line has them.
const FORMS: [(&str, Form); 7] = [
    ("text", Form::Text),
    ("json", Form::Json),
    ("junit", Form::Junit),
    ("sarif", Form::Sarif),
    ("github", Form::Github),
    ("gitlab", Form::Gitlab),
    ("markdown", Form::Markdown),
];

/// A report and where it goes; `None` is standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) form: Form,
    pub(crate) file: Option<PathBuf>,
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Wanted, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("nothing follows the `=`: name the file".to_owned()),
            Some((name, "-")) => (name, None),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let names = FORMS.map(|(name, _)| name);
        let found = FORMS.iter().find(|(known, _)| *known == name);
        let hint = || contract_model::suggest::hint(name, names);
        let (_, form) = found.ok_or_else(|| {
            format!("`{name}` is no form of a report: {} ({})", hint(), names.join(", "))
        })?;
        Ok(Wanted { form: *form, file })
    }
}

/// Refuses what cannot be told apart: two documents in one stream or one file.
pub(crate) fn vet(wanted: &[Wanted]) -> Result<(), Error> {
    for (index, one) in wanted.iter().enumerate() {
        for other in &wanted[index + 1..] {
            let is_shared = one.file == other.file;
            // Lines for people and lines for GitHub's runner may stand among each other.
            let may_be = one.file.is_none()
                && one.form != other.form
                && [one, other].iter().all(|one| matches!(one.form, Form::Text | Form::Github));
            if is_shared && !may_be {
                let place = one
                    .file
                    .as_ref()
                    .map_or("standard output".to_owned(), |file| format!("`{}`", file.display()));
                return Err(Error::Usage(format!(
                    "two reports go to {place}: give one of them a file of its own, as in `--report sarif=concord.sarif`"
                )));
            }
        }
    }
    Ok(())
}

/// Writes every report: the files first, each whole or not at all, then what goes to standard output.
pub(crate) fn write(report: &Report, wanted: &[Wanted], terminal: &Terminal) -> Result<(), Error> {
    if wanted.is_empty() {
        return terminal.say(text::render(report, terminal));
    }
    write_wanted(report, wanted, terminal)
}

/// The same for a run that something stopped; people read why on standard error.
pub(crate) fn write_stopped(
    report: &Report,
    wanted: &[Wanted],
    terminal: &Terminal,
) -> Result<(), Error> {
    let is_told = |wanted: &Wanted| wanted.form == Form::Text && wanted.file.is_none();
    let wanted: Vec<Wanted> = wanted.iter().filter(|wanted| !is_told(wanted)).cloned().collect();
    write_wanted(report, &wanted, terminal)
}

fn write_wanted(report: &Report, wanted: &[Wanted], terminal: &Terminal) -> Result<(), Error> {
    let places = Places::of(&report.root);
    let mut finished = Vec::new();
    for Wanted { form, file } in wanted {
        if let Some(file) = file {
            let content = rendered(*form, report, &places, &Terminal::plain());
            make_folders(file)?;
            finished.push(WholeFile::of(file, &content)?);
        }
    }
    finished.into_iter().try_for_each(WholeFile::finish)?;
    if wanted.iter().any(|wanted| wanted.form == Form::Github) {
        github::summarize(report, &places)?;
    }
    for Wanted { form, .. } in wanted.iter().filter(|wanted| wanted.file.is_none()) {
        let content = rendered(*form, report, &places, terminal);
        // A clean run has no annotation, and an empty line would be one more line of a log.
        if !content.is_empty() {
            terminal.say(content.trim_end_matches('\n'))?;
        }
    }
    Ok(())
}

fn rendered(form: Form, report: &Report, places: &Places, terminal: &Terminal) -> String {
    match form {
        Form::Text => format!("{}\n", text::render(report, terminal)),
        Form::Json => json::render(report, places),
        Form::Junit => junit::render(report, places),
        Form::Sarif => sarif::render(report, places),
        Form::Github => github::render(report, places),
        Form::Gitlab => gitlab::render(report, places),
        Form::Markdown => markdown::render(report, places, markdown::MOST_BYTES),
    }
}

/// A report's folder is often one that the build's earlier steps would have made.
fn make_folders(file: &Path) -> Result<(), Error> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|reason| Error::Write { path: file.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_form_and_perhaps_a_file() {
        let wanted = |text: &str| text.parse::<Wanted>();
        let file = Some(PathBuf::from("out/a=b.sarif"));
        assert_eq!(wanted("sarif=out/a=b.sarif"), Ok(Wanted { form: Form::Sarif, file }));
        assert_eq!(wanted("text"), Ok(Wanted { form: Form::Text, file: None }));
        assert_eq!(wanted("json=-"), Ok(Wanted { form: Form::Json, file: None }));
        assert!(wanted("sariff").unwrap_err().contains("sarif"));
        assert!(wanted("json=").is_err());
    }

    #[test]
    fn two_documents_need_two_places() {
        let vetted = |texts: &[&str]| {
            let wanted: Vec<Wanted> = texts.iter().map(|text| text.parse().unwrap()).collect();
            vet(&wanted).is_ok()
        };
        assert!(vetted(&["text", "github", "json=a", "sarif=b"]));
        assert!(!vetted(&["text", "json"]));
        assert!(!vetted(&["text", "text"]));
        assert!(!vetted(&["json=a", "sarif=a"]));
    }
}
