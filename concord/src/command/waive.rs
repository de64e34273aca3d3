//! `concord waive`: a row of contracts.toml that lets a finding through for a time.

use crate::args::Waive;
use crate::catalogue::Contracts;
use crate::clock;
use crate::command::explain;
use crate::error::{Error, Exit};
use crate::judge::content::Contents;
use crate::terminal::{Paint, Terminal};
use crate::tree::{self, MANIFEST, Tree};
use crate::whole_file::WholeFile;
use contract_model::{Manifest, suggest};
use std::path::Path;

pub(crate) fn run(args: Waive, terminal: &Terminal) -> Result<Exit, Error> {
    if args.expires < clock::today()? {
        return Err(Error::Usage(format!(
            "{} is past: a waiver holds to a day to come",
            args.expires
        )));
    }
    let root = tree::root(args.root.clone())?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    if !contracts.findings.is_empty() {
        return Err(Error::Invalid(
            "the contracts must be valid first: `concord check` says what is wrong with them"
                .into(),
        ));
    }
    known_rule(&args.rule, &contracts)?;
    let row = row(&args, &hash(&args, &root, &contracts)?);
    if args.dry_run {
        terminal.say(row.trim_end())?;
        return Ok(Exit::Clean);
    }
    append(&root.join(MANIFEST), &row, &args)?;
    let done = terminal.paint(Paint::Good, "waived:");
    let Waive { rule, subject, expires, .. } = &args;
    terminal.say(format!(
        "{done} {rule} for {subject} until {expires}, in {}",
        contracts.manifest_file()
    ))?;
    Ok(Exit::Clean)
}

fn known_rule(id: &str, contracts: &Contracts) -> Result<(), Error> {
    let ids = explain::ids(&contracts.policy);
    let known = ids.iter().map(String::as_str);
    if known.clone().any(|known| id == known || known.ends_with('-') && id.starts_with(known)) {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "no rule is called `{id}`: {}; `concord explain` lists all",
        suggest::hint(id, known)
    )))
}

fn hash(args: &Waive, root: &Path, contracts: &Contracts) -> Result<String, Error> {
    let subjects = contracts.subjects();
    let read = |source: &crate::baseline::Source| source.read(root, contracts);
    let baselines = args.against.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut contents = Contents::of(contracts.members(), &baselines);
    contents.of_subject(&args.subject, |_| true).ok_or_else(|| {
        let known = subjects.iter().map(String::as_str);
        Error::Usage(format!(
            "no contract has the subject `{}`: {}; of one that is gone, say where it is: --against git:main",
            args.subject,
            suggest::hint(&args.subject, known)
        ))
    })
}

/// The row as text; strings of JSON are strings of TOML.
fn row(args: &Waive, hash: &str) -> String {
    let quoted =
        |text: &str| serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f");
    let path = match &args.path {
        Some(path) => format!("path = {}\n", quoted(path)),
        None => String::new(),
    };
    format!(
        "[[waiver]]\nrule = {}\nsubject = {}\n{path}reason = {}\nowner = {}\nexpires = {}\nhash = {}\n",
        quoted(&args.rule),
        quoted(&args.subject),
        quoted(&args.reason),
        quoted(&args.owner),
        args.expires,
        quoted(hash)
    )
}

/// Puts the row at the end of the manifest, which is made if there is none.
fn append(manifest: &Path, row: &str, args: &Waive) -> Result<(), Error> {
    let unreadable = |reason| Error::Read { path: manifest.to_owned(), reason };
    let text = match std::fs::read_to_string(manifest) {
        Ok(text) => text,
        Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(reason) => return Err(unreadable(reason)),
    };
    let known = Manifest::read(&text).map(|manifest| manifest.waivers).unwrap_or_default();
    let path = args.path.as_deref().unwrap_or("*");
    let same = known.iter().find(|waiver| {
        waiver.rule == args.rule
            && waiver.subject.as_deref() == Some(&args.subject)
            && waiver.path.as_ref().map_or("*".to_owned(), ToString::to_string) == path
    });
    if let Some(same) = same {
        let at = same.at.map_or(String::new(), |at| format!(":{at}"));
        return Err(Error::Invalid(format!(
            "`{}` for `{}` has a waiver at {}{at}: delete it first",
            args.rule,
            args.subject,
            manifest.display()
        )));
    }
    let gap = match text.as_str() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text = format!("{text}{gap}{row}");
    if let Err(found) = Manifest::read(&text) {
        let first = found.first().map_or(String::new(), |found| found.message.clone());
        return Err(Error::Invalid(format!(
            "the row cannot stand at the end of {}: {first}; `--dry-run` prints it, put it where it fits",
            manifest.display()
        )));
    }
    WholeFile::write(manifest, &text)
}
