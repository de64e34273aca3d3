//! `GET /schemas`: every version, by subject and number, with aliases and associations where they are asked for.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::Query;
use crate::handle::Handle;
use crate::registry::lookup::{self, Found, Prefix, Shown};
use crate::registry::{State as Held, Subject, Version};
use crate::routes::associations::Listed;
use crate::routes::bodies;
use axum::extract::State;
use registry_api::{Association, ListedVersion, RuleSet};
use std::collections::BTreeMap;

/// `GET /schemas`: the default context unless the prefix says otherwise.
pub async fn list(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<Vec<ListedVersion>>, ApiError> {
    let snapshot = registry.snapshot();
    let state = &snapshot.state;
    let prefix = Prefix::parse(query.text("subjectPrefix").unwrap_or_default());
    let shown = Shown::new(query.flag("deleted"), false);
    let latest_only = query.flag("latestOnly");
    let kind = query.text("ruleType").unwrap_or_default();
    let listed = Listed::of_query(&query)?;
    let aliases = if query.flag("aliases") { lookup::aliases(state) } else { BTreeMap::new() };
    let limits = registry.rules().search.schemas;
    let found = subjects(state, &prefix, &aliases).filter_map(|(subject, versions)| {
        let associations = match &listed {
            Some(listed) => listed.of_subject(state, &subject, limits.default)?,
            None => Vec::new(),
        };
        Some((subject, versions, associations))
    });
    let found = found.flat_map(|(subject, versions, associations)| {
        let visible = versions.iter().filter(|version| shown.shows(version));
        let first = if latest_only { visible.clone().count().saturating_sub(1) } else { 0 };
        visible
            .skip(first)
            .map(move |version| (Found { subject: subject.clone(), version }, associations.clone()))
    });
    let wanted =
        found.filter(|(found, _)| has_rule(found.version.content.rule_set.as_deref(), kind));
    let page = query.page(wanted, limits)?;
    let body = |(found, associations)| body(&found, &aliases, associations);
    Ok(Answer(page.into_iter().map(body).collect()))
}

/// Every subject under a prefix, and those that have another name under it.
fn subjects<'s>(
    state: &'s Held,
    prefix: &'s Prefix,
    aliases: &BTreeMap<Subject, Vec<Subject>>,
) -> Box<dyn Iterator<Item = (Subject, &'s [Version])> + 's> {
    let under = lookup::subjects_under(state, prefix);
    let elsewhere: Vec<&Subject> = aliases
        .iter()
        .filter(|(_, names)| names.iter().any(|name| prefix.selects(name)))
        .map(|(subject, _)| subject)
        .collect();
    if elsewhere.is_empty() {
        return Box::new(under);
    }
    let named = elsewhere.into_iter().map(|subject| (subject.clone(), state.versions(subject)));
    let all: BTreeMap<_, _> = under.chain(named).collect();
    Box::new(all.into_iter())
}

fn has_rule(rules: Option<&RuleSet>, kind: &str) -> bool {
    let mut lists = rules.into_iter().flat_map(RuleSet::lists).flatten();
    kind.is_empty() || lists.any(|rule| rule.engine == kind)
}

fn body(
    found: &Found<'_>,
    aliases: &BTreeMap<Subject, Vec<Subject>>,
    associations: Vec<Association>,
) -> ListedVersion {
    let names = aliases.get(&found.subject).into_iter().flatten();
    ListedVersion {
        version: bodies::stored_version(found, found.version.content.text.plain()),
        aliases: names.map(Subject::to_string).collect(),
        associations,
    }
}
