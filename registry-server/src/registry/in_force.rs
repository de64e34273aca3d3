//! Which settings and which mode hold for a subject: its own, its context's, the registry's, the server's.

use super::Rules;
use super::impact::Vigilance;
use super::name::{Context, Subject};
use super::state::{Config, State};
use contract_schema::compat::Safety;
use registry_api::{ConfigFields, Mode, Refusal};

/// The settings a place has of its own, the level filled from the server's configuration (not from the registry's
/// settings: Confluent's behaviour, documented in `docs/http-api.md`); beside settings of ours alone it is the one in force.
pub fn own_config(state: &State, rules: &Rules, place: &Subject) -> Option<Config> {
    let held = state.configs.get(place)?;
    let level = match is_ours_alone(held) {
        true => confluent_config(state, rules, place).level,
        false => held.level.or(Some(rules.default_level)),
    };
    Some(Config { level, fields: held.fields.clone() })
}

/// Whether nothing but settings of ours is set: who sets only `safety` has not chosen a level.
pub fn is_ours_alone(held: &Config) -> bool {
    let ConfigFields { safety, impact, .. } = &held.fields;
    let ours =
        ConfigFields { safety: safety.clone(), impact: impact.clone(), ..ConfigFields::default() };
    (safety.is_some() || impact.is_some()) && held.level.is_none() && held.fields == ours
}

/// The settings in force: subject, merged with the registry's; or context; or `:.__GLOBAL:`; or the server's level.
pub fn config(state: &State, rules: &Rules, place: &Subject) -> Config {
    let mut config = confluent_config(state, rules, place);
    config.fields.safety = found(state, place, |fields| fields.safety.as_ref()).cloned();
    config.fields.impact = found(state, place, |fields| fields.impact.as_ref()).cloned();
    config
}

fn confluent_config(state: &State, rules: &Rules, place: &Subject) -> Config {
    if !place.is_context()
        && let Some(mut own) = confluent_own(state, rules, place)
    {
        if let Some(registry) = state.configs.get(&Subject::registry()) {
            inherit(&mut own.fields, &registry.fields);
        }
        return own;
    }
    let fallbacks = [place.context.clone(), Context::new(Context::GLOBAL)];
    let found = fallbacks
        .into_iter()
        .find_map(|context| confluent_own(state, rules, &Subject::of_context(context)));
    found.unwrap_or_else(|| Config {
        level: Some(rules.default_level),
        fields: ConfigFields::default(),
    })
}

/// The settings of its own, if there are others than ours.
fn confluent_own(state: &State, rules: &Rules, place: &Subject) -> Option<Config> {
    let is_ours_alone = is_ours_alone(state.configs.get(place)?);
    if is_ours_alone { None } else { own_config(state, rules, place) }
}

/// The six members that a subject's own settings take from the registry's where they are silent.
fn inherit(own: &mut ConfigFields, registry: &ConfigFields) {
    own.normalize = own.normalize.or(registry.normalize);
    own.validate_fields = own.validate_fields.or(registry.validate_fields);
    own.validate_new_schemas = own.validate_new_schemas.or(registry.validate_new_schemas);
    own.validate_rules = own.validate_rules.or(registry.validate_rules);
    if own.compatibility_policy.is_none() {
        own.compatibility_policy.clone_from(&registry.compatibility_policy);
    }
    if own.compatibility_group.is_none() {
        own.compatibility_group.clone_from(&registry.compatibility_group);
    }
}

/// What is promised beyond the level.
pub fn safety(rules: &Rules, config: &Config) -> Safety {
    let set = config.fields.safety.as_deref().and_then(|name| name.parse().ok());
    set.unwrap_or(rules.default_safety)
}

/// What a registration does about referrers that it would break.
pub fn impact(rules: &Rules, config: &Config) -> Vigilance {
    let set = config.fields.impact.as_deref().and_then(|name| name.parse().ok());
    set.unwrap_or(rules.default_impact)
}

/// A setting of ours: of the subject, its context, or `:.__GLOBAL:`. Unlike the level it is sought further where a place
/// with settings is silent of it.
fn found<'s, T>(
    state: &'s State,
    place: &Subject,
    pick: impl Fn(&'s ConfigFields) -> Option<T>,
) -> Option<T> {
    let places = [
        place.clone(),
        Subject::of_context(place.context.clone()),
        Subject::of_context(Context::new(Context::GLOBAL)),
    ];
    places.iter().find_map(|place| pick(&state.configs.get(place)?.fields))
}

/// Whether reserved fields are checked.
pub fn validates_fields(rules: &Rules, config: &Config) -> bool {
    config.fields.validate_fields.unwrap_or(rules.validate_fields)
}

/// Whether a new schema is held to stricter rules than one that was accepted before.
pub fn validates_new_schemas(rules: &Rules, config: &Config) -> bool {
    config.fields.validate_new_schemas.unwrap_or(rules.validate_new_schemas)
}

/// The mode in force: subject, context (or registry), `:.__GLOBAL:`, READWRITE.
pub fn mode(state: &State, place: &Subject) -> Mode {
    let places = [
        place.clone(),
        Subject::of_context(place.context.clone()),
        Subject::of_context(Context::new(Context::GLOBAL)),
    ];
    let found = places.iter().find_map(|place| state.modes.get(place));
    found.copied().unwrap_or(Mode::Readwrite)
}

/// Refuses a change where the mode in force is READONLY.
pub fn refuse_readonly(state: &State, place: &Subject) -> Result<(), Refusal> {
    if mode(state, place).is_readonly() {
        let context = place.context.prefix();
        return Err(Refusal::ReadOnly { subject: place.in_message(), context });
    }
    Ok(())
}
