//! `/contexts`

use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::{Path, Query};
use crate::handle::Handle;
use crate::registry::{Command, Context, lookup};
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /contexts`
pub async fn list(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<Vec<String>>, ApiError> {
    let snapshot = registry.snapshot();
    let prefix = query.text("contextPrefix").unwrap_or_default();
    let names = lookup::contexts(&snapshot.state).into_iter();
    let names = names.filter(|name| name.starts_with(prefix)).map(str::to_owned);
    Ok(Answer(query.page(names, registry.rules().search.contexts)?))
}

/// `DELETE /contexts/{context}`
pub async fn remove(
    State(registry): State<Handle>,
    Path(context): Path<String>,
) -> Result<StatusCode, ApiError> {
    let context = Context::spelled(&context).ok_or_else(|| {
        ApiError::bad_body(format!("Context name '{context}' cannot contain a colon"))
    })?;
    registry.change(Command::RemoveContext { context }).await?;
    Ok(StatusCode::NO_CONTENT)
}
