//! `concord show`: one contract, as it is declared or as the Rust it becomes.

use crate::args::Show;
use crate::catalogue::{Contracts, record};
use crate::compile;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use crate::tree::{self, Tree};
use contract_model::{Contract, Member, suggest};

pub(crate) fn run(args: Show, terminal: &Terminal) -> Result<Exit, Error> {
    if args.rust {
        let config = compile::config(args.root, &args.compile)?.only(args.name);
        let compiled = compile::generate(&config, terminal)?;
        terminal.say(compiled.formatted().trim_end())?;
        return Ok(Exit::Clean);
    }
    if args.compile.lock.is_some() {
        let message =
            "`--lock` goes with `--rust`: without it the contracts of a directory are shown";
        return Err(Error::Usage(message.to_owned()));
    }
    let root = tree::root(args.root)?;
    let contracts = Contracts::read(&Tree::of_contracts(&root)?);
    let member = find(&args.name, &contracts)?;
    for (word, value) in rows(member, &contracts) {
        let word = terminal.paint(Paint::Strong, &format!("{word:15}"));
        terminal.say(format!("{word} {value}"))?;
    }
    Ok(Exit::Clean)
}

fn find<'a>(name: &str, contracts: &'a Contracts) -> Result<&'a Member, Error> {
    let event = |member: &&Member| member.contract.as_ref().is_some_and(|own| own.event == name);
    let members = contracts.members();
    let found = members.iter().find(event);
    let found = found.or_else(|| members.iter().find(|member| member.subject == name));
    let found = found.or_else(|| members.iter().find(|member| record(member) == Some(name)));
    found.ok_or_else(|| match contracts.findings.len() {
        0 => {
            let events = members.iter().filter_map(|member| member.contract.as_ref());
            let events = events.map(|contract| contract.event.as_str());
            let subjects = members.iter().map(|member| member.subject.as_str());
            let types = members.iter().filter_map(record);
            let help = suggest::hint(name, events.chain(subjects).chain(types));
            Error::Usage(format!("no event, subject or type is called `{name}`: {help}"))
        }
        _ => Error::Invalid(format!(
            "no event, subject or type is called `{name}`, but some files could not be read: `concord check` says why"
        )),
    })
}

fn rows(member: &Member, contracts: &Contracts) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("subject", member.subject.clone()),
        ("file", contracts.file(member)),
        ("format", member.schema.format().to_string()),
    ];
    rows.extend(record(member).map(|name| ("type", name.to_owned())));
    rows.extend(member.contract.iter().flat_map(declared));
    rows
}

/// What a contract declares; what it leaves out has no row.
fn declared(contract: &Contract) -> Vec<(&'static str, String)> {
    let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let rows = [
        ("event", Some(contract.event.clone())),
        ("class", Some(contract.class.to_string())),
        ("topic", Some(contract.topic().to_owned())),
        ("context", contract.context.clone()),
        ("owner", contract.owner.clone()),
        ("producer", contract.producer.clone()),
        ("partition key", list(&contract.partition_key)),
        ("idempotency key", list(&contract.idempotency_key)),
        ("retention", contract.retention.clone()),
        ("classification", contract.classification.map(|word| word.to_string())),
        ("regulation", list(&contract.regulation)),
        ("stability", Some(contract.stability.to_string())),
    ];
    rows.into_iter().filter_map(|(word, value)| Some((word, value?))).collect()
}
