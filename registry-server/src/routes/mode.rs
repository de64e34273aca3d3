//! `/mode`, for the registry, a context or a subject.

use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::Handle;
use crate::registry::{Command, Refusal, Reply, Subject, in_force};
use axum::extract::State;
use registry_api::{Mode, ModeBody};

/// `GET /mode`
pub async fn get_global(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<ModeBody>, ApiError> {
    read(&registry, Subject::registry(), &query)
}

/// `GET /mode/{subject}`
pub async fn get(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<ModeBody>, ApiError> {
    read(&registry, Subject::parse(&subject), &query)
}

/// A place's own mode, or the one in force. As with settings: the registry always has one, and `:.__GLOBAL:` counts only
/// for who asks for what is in force.
fn read(registry: &Handle, place: Subject, query: &Query) -> Result<Answer<ModeBody>, ApiError> {
    let snapshot = registry.snapshot();
    if query.flag("defaultToGlobal") {
        return Ok(Answer(in_force::mode(&snapshot.state, &place).into()));
    }
    let own = snapshot.state.modes.get(&place).copied();
    let unset = (place == Subject::registry()).then_some(Mode::Readwrite);
    let own = own.or(unset).ok_or_else(|| Refusal::ModeNotSet { subject: place.to_string() })?;
    Ok(Answer(own.into()))
}

/// `PUT /mode`
pub async fn set_global(
    State(registry): State<Handle>,
    query: Query,
    Json(body): Json<ModeBody>,
) -> Result<Answer<ModeBody>, ApiError> {
    change(&registry, Subject::registry(), &query, body).await
}

/// `PUT /mode/{subject}`
pub async fn set(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
    Json(body): Json<ModeBody>,
) -> Result<Answer<ModeBody>, ApiError> {
    change(&registry, Subject::place(&subject)?, &query, body).await
}

/// Echoes the caller's spelling; `null` clears, a missing member is no mode.
async fn change(
    registry: &Handle,
    place: Subject,
    query: &Query,
    body: ModeBody,
) -> Result<Answer<ModeBody>, ApiError> {
    let wanted = body.mode.clone().ok_or(Refusal::InvalidMode {})?;
    let read = |name: String| Mode::from_name(&name).ok_or(Refusal::InvalidMode {});
    let mode = wanted.map(read).transpose()?;
    registry.change(Command::SetMode { place, mode, force: query.flag("force") }).await?;
    Ok(Answer(body))
}

/// `DELETE /mode`
pub async fn clear_global(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<ModeBody>, ApiError> {
    remove(&registry, Subject::registry(), &query).await
}

/// `DELETE /mode/{subject}`
pub async fn clear(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<ModeBody>, ApiError> {
    remove(&registry, Subject::parse(&subject), &query).await
}

async fn remove(
    registry: &Handle,
    place: Subject,
    query: &Query,
) -> Result<Answer<ModeBody>, ApiError> {
    let command = Command::ClearMode { place, recursive: query.flag("recursive") };
    let Reply::Mode(mode) = registry.change(command).await? else {
        return Err(ApiError::defect());
    };
    Ok(Answer(mode.map_or_else(ModeBody::default, ModeBody::from)))
}
