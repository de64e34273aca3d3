//! What a rule set must satisfy to be stored, and how defaults and overrides are laid under and over a request's own.

use registry_api::{Metadata, Refusal, Rule, RuleSet};
use std::collections::HashSet;

/// Refuses a rule set that clients could not run.
///
/// # Errors
/// 42210 with the rule and what is wrong with it.
pub fn check(rule_set: &RuleSet) -> Result<(), Refusal> {
    let mut names = HashSet::new();
    for (list, is_migration) in [
        (&rule_set.migration_rules, true),
        (&rule_set.domain_rules, false),
        (&rule_set.encoding_rules, false),
    ] {
        for rule in list {
            check_rule(rule, is_migration)?;
            if !names.insert(&rule.name) {
                return Err(invalid(format!("Found rule with duplicate name '{}'", rule.name)));
            }
        }
    }
    const PLACES: [&str; 5] = ["ALL", "CLIENT", "GATEWAY", "SERVER", "NONE"];
    match rule_set.enable_at.as_deref() {
        Some(place) if !PLACES.contains(&place) => {
            Err(invalid(format!("Invalid enableAt '{place}': use one of {}", PLACES.join(", "))))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_rule(rule: &Rule, is_migration: bool) -> Result<(), Refusal> {
    let name = &rule.name;
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let rest = characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '-'));
    if !first || !rest || name.chars().count() > 256 {
        return Err(invalid(format!(
            "Invalid rule name '{name}': a letter or _, then letters, digits, _ or -, at most 256"
        )));
    }
    if rule.engine.is_empty() {
        return Err(invalid(format!("Missing rule type of rule '{name}'")));
    }
    if let Some(mode) = rule.mode
        && mode.is_migration() != is_migration
    {
        let kind = if is_migration { "Migration" } else { "Domain or encoding" };
        return Err(invalid(format!("{kind} rule '{name}' cannot have mode {}", mode.name())));
    }
    let two = rule.mode.is_none_or(|mode| matches!(mode.name(), "UPDOWN" | "WRITEREAD"));
    for action in [&rule.on_success, &rule.on_failure].into_iter().flatten() {
        let most = if two { 2 } else { 1 };
        if action.split(',').count() > most {
            return Err(invalid(format!("Rule '{name}' has too many actions in '{action}'")));
        }
    }
    Ok(())
}

fn invalid(details: String) -> Refusal {
    Refusal::InvalidRuleSet { details }
}

/// Metadata laid over other metadata: what is said above wins.
pub fn overlay_metadata(below: Option<&Metadata>, above: Option<&Metadata>) -> Option<Metadata> {
    let (Some(lower), Some(upper)) = (below, above) else {
        return above.or(below).cloned();
    };
    let mut merged = lower.clone();
    merged.tags.extend(upper.tags.clone());
    merged.properties.extend(upper.properties.clone());
    merged.sensitive.extend(upper.sensitive.iter().cloned());
    Some(merged)
}

/// Rules laid over other rules: a rule replaces the one of its name.
pub fn overlay_rules(below: Option<&RuleSet>, above: Option<&RuleSet>) -> Option<RuleSet> {
    let (Some(lower), Some(upper)) = (below, above) else {
        return above.or(below).cloned();
    };
    let merge = |lower: &[Rule], upper: &[Rule]| {
        let kept = lower.iter().filter(|rule| upper.iter().all(|other| other.name != rule.name));
        kept.chain(upper).cloned().collect()
    };
    Some(RuleSet {
        migration_rules: merge(&lower.migration_rules, &upper.migration_rules),
        domain_rules: merge(&lower.domain_rules, &upper.domain_rules),
        encoding_rules: merge(&lower.encoding_rules, &upper.encoding_rules),
        enable_at: upper.enable_at.clone().or_else(|| lower.enable_at.clone()),
    })
}
