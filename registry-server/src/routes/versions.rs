//! `/subjects/{subject}/versions`: the list, registration, one version, its text, who refers to it, deletion.

use super::bodies;
use crate::answer::{Answer, Raw};
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::Handle;
use crate::registry::lookup::{self, Shown};
use crate::registry::text::Text;
use crate::registry::{Command, Reply, SchemaId, Subject, VersionAsked};
use axum::extract::State;
use registry_api::{Register, Registered, SubjectVersion, TagSchema};
use std::sync::Arc;

/// `GET /subjects/{subject}/versions`
pub async fn list(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<Vec<i64>>, ApiError> {
    let (paging, snapshot) = (query.paging()?, registry.snapshot());
    let negative = query.flag("deletedAsNegative");
    let shown = Shown::new(query.flag("deleted"), query.flag("deletedOnly"));
    let subject = registry.subject(&subject);
    let visible = lookup::versions(&snapshot.state, &subject, shown)?;
    let versions = if negative && shown == Shown::Live {
        lookup::versions(&snapshot.state, &subject, Shown::All)?
    } else {
        visible
    };
    let numbers = versions.into_iter().map(|version| {
        let number = i64::from(version.number);
        if negative && version.deleted { -number } else { number }
    });
    Ok(Answer(paging.of(numbers, registry.rules().search.versions)))
}

/// `POST /subjects/{subject}/versions`
pub async fn register(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
    Json(request): Json<Register>,
) -> Result<Answer<Registered<Text>>, ApiError> {
    let subject = lookup::aliased(&registry.snapshot().state, Subject::writable(&subject)?);
    let candidate = Arc::new(bodies::candidate(request, &query)?);
    let command = Command::Register { subject: subject.clone(), candidate };
    let Reply::Registered { version, id, content, since_ms } = registry.register(command).await?
    else {
        return Err(ApiError::defect());
    };
    let mut body = bodies::registered(version, id, &content, since_ms);
    let format = query.text("format").unwrap_or_default().to_owned();
    if bodies::needs_parse(&content, &format) {
        let converted = registry.think(move |state, rules| {
            bodies::text_in_format(state, rules, &subject, &content, &format)
        });
        body.schema = converted.await?;
    }
    Ok(Answer(body))
}

/// `GET /subjects/{subject}/versions/{version}`
pub async fn get(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    query: Query,
) -> Result<Answer<SubjectVersion<Text>>, ApiError> {
    let mut body = one(&registry, &subject, &version, &query).await?;
    bodies::qualify(&mut body.references, &query, &Subject::parse(&body.subject));
    Ok(Answer(body))
}

/// `GET /subjects/{subject}/versions/{version}/schema`
pub async fn text(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    query: Query,
) -> Result<Raw, ApiError> {
    Ok(Raw(one(&registry, &subject, &version, &query).await?.schema.plain()))
}

/// One version; only a conversion to another format leaves the async thread.
async fn one(
    registry: &Handle,
    subject: &str,
    version: &str,
    query: &Query,
) -> Result<SubjectVersion<Text>, ApiError> {
    let (subject, asked) = (registry.subject(subject), version.parse::<VersionAsked>()?);
    let with_deleted = query.flag("deleted");
    let format = query.text("format").unwrap_or_default().to_owned();
    let tags = bodies::tags_asked(query);
    let snapshot = registry.snapshot();
    let found = lookup::version(&snapshot.state, &subject, asked, with_deleted)?;
    if tags.is_empty() && !bodies::needs_parse(&found.version.content, &format) {
        let text = found.version.content.text.clone();
        return Ok(bodies::stored_version(&found, text));
    }
    let converted = registry.think(move |state, rules| {
        let found = lookup::version(state, &subject, asked, with_deleted)?;
        let content = &found.version.content;
        let text = bodies::text_in_format(state, rules, &found.subject, content, &format)?;
        let schema_tags = bodies::tags_found(state, rules, &found.subject, content, &tags)?;
        Ok(SubjectVersion { schema_tags, ..bodies::stored_version(&found, text) })
    });
    converted.await
}

/// `POST /subjects/{subject}/versions/{version}/tags`: a new version with other tags, metadata or rules.
pub async fn tag(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    Json(request): Json<TagSchema>,
) -> Result<Answer<Registered<Text>>, ApiError> {
    let (subject, version) = (registry.subject(&subject), version.parse()?);
    let tagging = Arc::new(bodies::tagging(request)?);
    let command = Command::Tag { subject, version, tagging };
    let Reply::Registered { version, id, content, since_ms } = registry.register(command).await?
    else {
        return Err(ApiError::defect());
    };
    Ok(Answer(bodies::registered(version, id, &content, since_ms)))
}

/// `GET /subjects/{subject}/versions/{version}/referencedby`: the target may be deleted.
pub async fn referenced_by(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    query: Query,
) -> Result<Answer<Vec<SchemaId>>, ApiError> {
    let (paging, snapshot) = (query.paging()?, registry.snapshot());
    let found =
        lookup::version(&snapshot.state, &registry.subject(&subject), version.parse()?, true)?;
    let ids =
        lookup::referrer_ids(&snapshot.state, &found.subject, found.version, query.flag("deleted"));
    Ok(Answer(paging.of(ids, registry.rules().search.schemas)))
}

/// `DELETE /subjects/{subject}/versions/{version}`
pub async fn delete(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    query: Query,
) -> Result<Answer<u32>, ApiError> {
    let (subject, version) = (registry.subject(&subject), version.parse()?);
    let permanent = query.flag("permanent");
    let Reply::Version(number) =
        registry.change(Command::DeleteVersion { subject, version, permanent }).await?
    else {
        return Err(ApiError::defect());
    };
    Ok(Answer(number))
}
