//! Setting and clearing the settings of a subject, a context or the registry.

use super::Outcome;
use crate::registry::Rules;
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::impact::Vigilance;
use crate::registry::in_force;
use crate::registry::name::Subject;
use crate::registry::rule_set;
use crate::registry::state::{Config, State};
use contract_schema::Level;
use contract_schema::compat::{Policy, Safety};
use registry_api::{ConfigPatch, Refusal};

/// A patch: absent members stay, `null` clears.
pub(super) fn set(
    _rules: &Rules,
    state: &State,
    place: &Subject,
    patch: &ConfigPatch,
) -> Result<Outcome, Refusal> {
    let mut config = state.configs.get(place).map_or_else(Config::default, |held| (**held).clone());
    if let Some(level) = &patch.compatibility {
        config.level = level.as_deref().map(parse_level).transpose()?;
    }
    for rules in [&patch.default_rule_set, &patch.override_rule_set].into_iter().flatten().flatten()
    {
        rule_set::check(rules)?;
    }
    let safety = patch.safety.as_ref().map(|name| name.as_deref().map(parse_safety).transpose());
    let safety = safety.transpose()?;
    let impact = patch.impact.as_ref().map(|name| name.as_deref().map(parse_impact).transpose());
    let impact = impact.transpose()?;
    in_force::refuse_readonly(state, place)?;
    patch.clone().update(&mut config.fields);
    if let Some(safety) = safety {
        config.fields.safety = safety.map(|safety| safety.name().to_owned());
    }
    if let Some(impact) = impact {
        config.fields.impact = impact.map(|impact| impact.name().to_owned());
    }
    let policy = config.fields.compatibility_policy.take();
    let policy = policy.and_then(|policy| policy.parse::<Policy>().ok());
    config.fields.compatibility_policy = policy.map(|policy| policy.to_string());
    let config = Box::new(config);
    let reply = Reply::Config(config.clone());
    let is_of_ours = patch.safety.is_some() || patch.impact.is_some();
    if is_of_ours && *config == Config::default() {
        // What is left is no setting: a level would be taken from it all the same.
        match state.configs.get(place) {
            None => return Ok(Outcome::unchanged(reply)),
            Some(held) if in_force::is_ours_alone(held) => {
                return Ok(Outcome::of(vec![Event::ConfigCleared { place: place.clone() }], reply));
            }
            Some(_) => {}
        }
    }
    if state.configs.get(place).is_some_and(|held| **held == *config) {
        return Ok(Outcome::unchanged(reply));
    }
    Ok(Outcome::of(vec![Event::ConfigSet { place: place.clone(), config }], reply))
}

fn parse_level(name: &str) -> Result<Level, Refusal> {
    name.parse().map_err(|_| Refusal::InvalidLevel {})
}

fn parse_safety(name: &str) -> Result<Safety, Refusal> {
    name.parse().map_err(|_| Refusal::InvalidSafety {})
}

fn parse_impact(name: &str) -> Result<Vigilance, Refusal> {
    name.parse().map_err(|_| Refusal::InvalidImpact {})
}

/// Answers what was in force; nothing set is an error for a subject, not for the registry.
pub(super) fn clear(rules: &Rules, state: &State, place: &Subject) -> Result<Outcome, Refusal> {
    in_force::refuse_readonly(state, place)?;
    match in_force::own_config(state, rules, place) {
        Some(config) => {
            let event = Event::ConfigCleared { place: place.clone() };
            Ok(Outcome::of(vec![event], Reply::Config(Box::new(config))))
        }
        None if *place == Subject::registry() => {
            let config = Config { level: Some(rules.default_level), ..Config::default() };
            Ok(Outcome::unchanged(Reply::Config(Box::new(config))))
        }
        None => Err(Refusal::SubjectNotFound { subject: place.to_string() }),
    }
}
