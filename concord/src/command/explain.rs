//! `concord explain`: what a rule means.

mod example;
mod topics;

use crate::args::Explain;
use crate::error::{Error, Exit};
use crate::terminal::{Paint, Terminal};
use contract_model::policy::{Policy, Requirement, Strength};
use contract_model::suggest;
use contract_schema::compat::Safety;
use contract_schema::{Rule, rule};
use topics::{TOPICS, Topic};

pub(crate) fn run(args: Explain, terminal: &Terminal) -> Result<Exit, Error> {
    let policy = Policy::fintech_default();
    match &args.rule {
        None => list(&policy, terminal)?,
        Some(id) => terminal.say(explained(id, &policy, terminal)?)?,
    }
    Ok(Exit::Clean)
}

/// What a rule means, without the forms of this command.
pub(crate) struct Card {
    pub(crate) summary: String,
    pub(crate) why: String,
    pub(crate) help: String,
    /// The specification that it rests on.
    pub(crate) link: Option<String>,
}

/// The card of a rule, under `policy` or the built-in one.
pub(crate) fn card(id: &str, policy: Option<&Policy>) -> Option<Card> {
    if let Some(rule) = rule::find(id) {
        return Some(Card {
            summary: rule.summary.to_owned(),
            why: rule.why.to_owned(),
            help: rule.help.to_owned(),
            link: rule.link().map(|link| link.to_string()),
        });
    }
    let built_in = Policy::fintech_default();
    let policy = policy.unwrap_or(&built_in);
    if let Some(rule) = policy.require.iter().find(|rule| rule.id == id) {
        let why = rule.why.clone().unwrap_or_else(|| "the policy demands it".to_owned());
        return Some(Card { summary: demand(rule), why, help: add_field(rule), link: None });
    }
    topics::find(id).map(|topic| Card {
        summary: topic.summary.to_owned(),
        why: topic.why.to_owned(),
        help: topic.help.to_owned(),
        link: None,
    })
}

fn add_field(rule: &Requirement) -> String {
    let doc = rule.doc.as_deref().unwrap_or_default();
    format!("add the field `{}`: {doc}", rule.field)
}

fn list(policy: &Policy, terminal: &Terminal) -> Result<(), Error> {
    let required = policy.require.iter().map(|rule| (rule.id.as_str(), demand(rule)));
    let topics = TOPICS.iter().map(|topic| (topic.id, topic.summary.to_owned()));
    let rules = rule::all().map(|rule| (rule.id, rule.summary.to_owned()));
    let rows: Vec<(&str, String)> = required.chain(topics).chain(rules).collect();
    let width = rows.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
    for (id, summary) in rows {
        let id = terminal.paint(Paint::Strong, &format!("{id:width$}"));
        terminal.say(format!("{id}  {summary}"))?;
    }
    Ok(())
}

fn explained(id: &str, policy: &Policy, terminal: &Terminal) -> Result<String, Error> {
    if let Some(found) = rule::find(id) {
        return Ok(of_rule(found, terminal));
    }
    if let Some(found) = policy.require.iter().find(|rule| rule.id == id) {
        return Ok(of_requirement(found, policy, terminal));
    }
    topics::find(id).map(|topic| of_topic(id, topic, terminal)).ok_or_else(|| unknown(id, policy))
}

/// Every id that a finding can have; one that ends in a dash stands for all that begin with it.
pub(crate) fn ids(policy: &Policy) -> Vec<String> {
    let required = policy.require.iter().map(|rule| rule.id.clone());
    let house = policy.rules.iter().map(|rule| rule.id.clone());
    let topics = TOPICS.iter().map(|topic| topic.id.to_owned());
    let rules = rule::all().map(|rule| rule.id.to_owned());
    required.chain(house).chain(topics).chain(rules).collect()
}

fn of_rule(rule: &Rule, terminal: &Terminal) -> String {
    let title = format!("{} ({})", terminal.paint(Paint::Strong, rule.id), rule.format);
    let holds = match rule.safety {
        Safety::Standard => "at every safety: Confluent's registry refuses it too".to_owned(),
        Safety::Wire | Safety::Golden => {
            format!("from safety {} on: Confluent's registry lets it through", rule.safety)
        }
    };
    let also = match (rule.safety, rule.upstream) {
        (Safety::Standard, "") => "an unexpected exception for Confluent's clients".to_owned(),
        (Safety::Standard, name) => format!("{name} for Confluent's clients"),
        (Safety::Wire | Safety::Golden, name) => format!("{name} in the messages of the API"),
    };
    let page = page(&title, rule.summary, rule.why, rule.help);
    let link = rule.link().map_or(String::new(), |link| format!("\n       {link}"));
    let page = format!("{page}\nholds  {holds}\nspec   {}{link}\nalso   {also}", rule.spec);
    match example::of(rule.id) {
        Some((old, new)) => {
            let (before, after) =
                (terminal.paint(Paint::Strong, "old"), terminal.paint(Paint::Strong, "new"));
            format!("{page}\n\n{before}\n{}\n\n{after}\n{}", indented(old), indented(new))
        }
        None => page,
    }
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

fn of_requirement(rule: &Requirement, policy: &Policy, terminal: &Terminal) -> String {
    let title = format!("{} (policy {})", terminal.paint(Paint::Strong, &rule.id), policy.id());
    let why = rule.why.as_deref().unwrap_or("the policy demands it");
    page(&title, &demand(rule), why, &add_field(rule))
}

fn of_topic(id: &str, topic: &Topic, terminal: &Terminal) -> String {
    page(&terminal.paint(Paint::Strong, id), topic.summary, topic.why, topic.help)
}

fn page(title: &str, summary: &str, why: &str, help: &str) -> String {
    format!("{title}\n  {summary}\n\nwhy    {why}\nhelp   {help}")
}

fn demand(rule: &Requirement) -> String {
    let how = match rule.value {
        Strength::Present => "has the field",
        Strength::Write => "has the field, and new writers fill",
        Strength::Required => "always has a value in the field",
    };
    format!("every event {how} `{}`", rule.field)
}

/// As many rules as are worth naming for one that is not known.
const MOST_NAMED: usize = 3;

fn unknown(id: &str, policy: &Policy) -> Error {
    let known = rule::all().map(|rule| rule.id).chain(TOPICS.iter().map(|topic| topic.id));
    let known: Vec<&str> =
        known.chain(policy.require.iter().map(|rule| rule.id.as_str())).collect();
    let part = id.to_lowercase();
    let holds_it = |known: &&str| !part.is_empty() && known.to_lowercase().contains(&part);
    // Confluent's word for a breach stands for one rule or several of ours.
    let told: Vec<&str> =
        rule::all().filter(|rule| rule.upstream == id).map(|rule| rule.id).collect();
    let near: Vec<&str> = match suggest::nearest(id, known.iter().copied()) {
        _ if !told.is_empty() && !id.is_empty() => told,
        Some(near) => vec![near],
        None => known.into_iter().filter(holds_it).take(MOST_NAMED).collect(),
    };
    let meant = match near.is_empty() {
        true => String::new(),
        false => format!("did you mean {}? ", suggest::list(&near)),
    };
    Error::Usage(format!("no rule is called `{id}`: {meant}`concord explain` lists all rules"))
}
