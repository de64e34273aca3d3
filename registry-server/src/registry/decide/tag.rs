//! Changing the tags, metadata or rules of a version: the result is registered as a new one.

use super::{Outcome, register};
use crate::registry::Rules;
use crate::registry::command::{Candidate, Tagging};
use crate::registry::lookup;
use crate::registry::name::{Subject, VersionAsked};
use crate::registry::rule_set::{self, overlay_rules};
use crate::registry::state::State;
use registry_api::{Refusal, Rule, RuleSet};

/// The text is that of the version asked for, the rules are those of the latest; everything else is a registration.
pub(super) fn decide(
    rules: &Rules,
    state: &State,
    subject: &Subject,
    asked: VersionAsked,
    tagging: &Tagging,
    now_ms: i64,
) -> Result<Outcome, Refusal> {
    let found = lookup::version(state, subject, asked, false)?;
    let changes_rules = tagging.rules_to_merge.is_some() || tagging.rules_to_remove.is_some();
    if tagging.rule_set.is_some() && changes_rules {
        return Err(Refusal::RuleSetTwice {});
    }
    let rule_set = match changes_rules {
        true => changed_rules(state, &found.subject, tagging)?,
        false => tagging.rule_set.clone(),
    };
    let content = &found.version.content;
    let candidate = Candidate {
        format: content.format,
        text: content.text.plain(),
        references: content.references.clone(),
        metadata: tagging.metadata.clone().or_else(|| content.metadata.as_deref().cloned()),
        rule_set,
        version: tagging.version,
        id: None,
        normalize: false,
        force: false,
        tags: tagging.tags.clone(),
        propagate_tags: false,
    };
    register::decide(rules, state, &found.subject, &candidate, now_ms)
}

/// The latest version's rules, with some replaced or added, then some left out.
fn changed_rules(
    state: &State,
    subject: &Subject,
    tagging: &Tagging,
) -> Result<Option<RuleSet>, Refusal> {
    let merge = tagging.rules_to_merge.as_ref();
    merge.map_or(Ok(()), rule_set::check)?;
    let latest = state.latest(subject).and_then(|latest| latest.content.rule_set.as_deref());
    let mut rules = overlay_rules(latest, merge);
    if let (Some(rules), Some(names)) = (&mut rules, &tagging.rules_to_remove) {
        let stays = |rule: &Rule| !names.contains(&rule.name);
        rules.migration_rules.retain(stays);
        rules.domain_rules.retain(stays);
        rules.encoding_rules.retain(stays);
    }
    Ok(rules)
}
