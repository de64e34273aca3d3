//! `/config`, for the registry, a context or a subject.

use super::bodies;
use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::Handle;
use crate::registry::{Command, Config as Held, Refusal, Reply, Subject, in_force};
use axum::extract::State;
use registry_api::{Config, ConfigPatch, ConfigUpdated};

/// `GET /config`: always an answer, the server's level if nothing is set.
pub async fn get_global(State(registry): State<Handle>, query: Query) -> Answer<Config> {
    let (snapshot, place) = (registry.snapshot(), Subject::registry());
    let (state, rules) = (&snapshot.state, registry.rules());
    let own = in_force::own_config(state, rules, &place);
    let unset = Held { level: Some(rules.default_level), ..Held::default() };
    let global = query.flag("defaultToGlobal").then(|| in_force::config(state, rules, &place));
    Answer(bodies::config(own.or(global).unwrap_or(unset)))
}

/// `GET /config/{subject}`
pub async fn get(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<Config>, ApiError> {
    let place = Subject::parse(&subject);
    if place == Subject::registry() {
        return Ok(get_global(State(registry), query).await);
    }
    let (snapshot, rules) = (registry.snapshot(), registry.rules());
    if query.flag("defaultToGlobal") {
        return Ok(Answer(bodies::config(in_force::config(&snapshot.state, rules, &place))));
    }
    let own = in_force::own_config(&snapshot.state, rules, &place);
    let own = own.ok_or_else(|| Refusal::ConfigNotSet { subject: place.to_string() })?;
    Ok(Answer(bodies::config(own)))
}

/// `PUT /config`
pub async fn set_global(
    State(registry): State<Handle>,
    Json(patch): Json<ConfigPatch>,
) -> Result<Answer<ConfigUpdated>, ApiError> {
    change(&registry, Subject::registry(), patch).await
}

/// `PUT /config/{subject}`
pub async fn set(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    Json(patch): Json<ConfigPatch>,
) -> Result<Answer<ConfigUpdated>, ApiError> {
    change(&registry, Subject::place(&subject)?, patch).await
}

async fn change(
    registry: &Handle,
    place: Subject,
    patch: ConfigPatch,
) -> Result<Answer<ConfigUpdated>, ApiError> {
    let command = Command::SetConfig { place, patch: Box::new(patch) };
    let Reply::Config(config) = registry.change(command).await? else {
        return Err(ApiError::defect());
    };
    Ok(Answer(bodies::config_updated(*config)))
}

/// `DELETE /config`
pub async fn clear_global(State(registry): State<Handle>) -> Result<Answer<Config>, ApiError> {
    remove(&registry, Subject::registry()).await
}

/// `DELETE /config/{subject}`
pub async fn clear(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
) -> Result<Answer<Config>, ApiError> {
    remove(&registry, Subject::parse(&subject)).await
}

async fn remove(registry: &Handle, place: Subject) -> Result<Answer<Config>, ApiError> {
    let Reply::Config(config) = registry.change(Command::ClearConfig { place }).await? else {
        return Err(ApiError::defect());
    };
    Ok(Answer(bodies::config(*config)))
}
