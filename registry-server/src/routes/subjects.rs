//! `/subjects`: the list, lookup of a schema, deletion.

use super::bodies;
use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::Handle;
use crate::registry::lookup::{self, Found, Prefix, Shown};
use crate::registry::text::Text;
use crate::registry::{Command, Refusal, Reply};
use axum::extract::State;
use registry_api::{Register, SubjectVersion};
use std::sync::Arc;

/// `GET /subjects`
pub async fn list(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<Vec<String>>, ApiError> {
    let snapshot = registry.snapshot();
    let prefix = Prefix::parse(query.text("subjectPrefix").unwrap_or(":*:"));
    let shown = Shown::new(query.flag("deleted"), query.flag("deletedOnly"));
    Ok(Answer(query.page(
        lookup::subjects(&snapshot.state, &prefix, shown),
        registry.rules().search.subjects,
    )?))
}

/// `POST /subjects/{subject}`: which version is this schema?
pub async fn lookup(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
    Json(request): Json<Register>,
) -> Result<Answer<SubjectVersion<Text>>, ApiError> {
    let subject = registry.subject(&subject);
    let candidate = bodies::candidate(request, &query)?;
    let with_deleted = query.flag("deleted");
    let format = query.text("format").unwrap_or_default().to_owned();
    if format.is_empty()
        && let Some(found) =
            lookup::as_sent(&registry.snapshot().state, registry.rules(), &subject, &candidate)
    {
        let text = found.version.content.text.clone();
        return Ok(Answer(bodies::looked_up(&found, text)));
    }
    let found = registry.think(move |state, rules| {
        let (found, by_meaning) = lookup::same(state, rules, &subject, &candidate, with_deleted)?;
        let content = &found.version.content;
        let text = bodies::text_in_format(state, rules, &found.subject, content, &format)?;
        let body = if by_meaning { bodies::stored_version } else { bodies::looked_up };
        Ok(body(&found, text))
    });
    Ok(Answer(found.await?))
}

/// `GET /subjects/{subject}/metadata`: the newest version that has all the pairs asked for.
pub async fn by_metadata(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<SubjectVersion<Text>>, ApiError> {
    let snapshot = registry.snapshot();
    let subject = registry.subject(&subject);
    let pairs: Vec<_> = query.texts("key").zip(query.texts("value")).collect();
    let shown = Shown::new(query.flag("deleted"), false);
    let versions = lookup::versions(&snapshot.state, &subject, shown)?;
    let newest = versions.into_iter().rev().find(|version| {
        let metadata = version.content.metadata.as_deref();
        metadata.is_some_and(|metadata| {
            pairs
                .iter()
                .all(|(key, value)| metadata.properties.get(*key).is_some_and(|held| held == value))
        })
    });
    let version = newest.ok_or(Refusal::SchemaNotFound {})?;
    let content = Arc::clone(&version.content);
    let format = query.text("format").unwrap_or_default().to_owned();
    let mut text = content.text.clone();
    if bodies::needs_parse(&content, &format) {
        let home = subject.clone();
        let converted = registry.think(move |state, rules| {
            bodies::text_in_format(state, rules, &home, &content, &format)
        });
        text = converted.await?;
    }
    Ok(Answer(bodies::stored_version(&Found { subject, version }, text)))
}

/// `DELETE /subjects/{subject}`
pub async fn delete(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<Vec<u32>>, ApiError> {
    let subject = registry.subject(&subject);
    let command = Command::DeleteSubject { subject, permanent: query.flag("permanent") };
    let Reply::Versions(numbers) = registry.change(command).await? else {
        return Err(ApiError::defect());
    };
    Ok(Answer(numbers))
}
