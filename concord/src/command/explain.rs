//! `concord explain`: what a rule means.

use crate::args::Explain;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use contract_schema::{Rule, rule};

pub(crate) fn run(args: Explain, terminal: &Terminal) -> Result<Exit, Error> {
    match args.rule {
        None => list(terminal),
        Some(id) => {
            let found = rule::find(&id).ok_or_else(|| unknown(&id))?;
            terminal.say(shown(found, terminal))
        }
    }?;
    Ok(Exit::Clean)
}

fn list(terminal: &Terminal) -> Result<(), Error> {
    let width = rule::all().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in rule::all() {
        let id = terminal.paint(Paint::Strong, &format!("{:width$}", rule.id));
        terminal.say(format!("{id}  {}", rule.summary))?;
    }
    Ok(())
}

fn shown(rule: &Rule, terminal: &Terminal) -> String {
    format!(
        "{} ({})\n  {}\n\nwhy    {}\nhelp   {}\nspec   {}\nknown to Confluent's clients as {}",
        terminal.paint(Paint::Strong, rule.id),
        rule.format,
        rule.summary,
        rule.why,
        rule.help,
        rule.spec,
        rule.upstream
    )
}

fn unknown(id: &str) -> Error {
    let near = rule::all().map(|rule| rule.id).find(|known| known.contains(&id.to_lowercase()));
    let near = near.map_or(String::new(), |near| format!(", did you mean `{near}`?"));
    Error::Usage(format!("no rule is called `{id}`{near} `concord explain` lists all rules"))
}
