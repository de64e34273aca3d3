//! `/schemas`: by id, by guid, and the list of everything.

mod list;

pub use list::list;

use super::bodies;
use crate::answer::{Answer, Raw, Written, accepted};
use crate::config::Answers;
use crate::error::ApiError;
use crate::extract::{Path, Query};
use crate::handle::Handle;
use crate::registry::lookup;
use crate::registry::state::Owner;
use crate::registry::text::Text;
use crate::registry::written;
use crate::registry::{Content, Context, Guid, Refusal, SchemaId, Subject};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use contract_schema::Format;
use registry_api::{IdInContext, SchemaById, SchemaTags, VersionOfSchema};
use std::collections::BTreeSet;
use std::hint::black_box;

/// `GET /schemas/types`
pub async fn types() -> Answer<Vec<&'static str>> {
    Answer(Format::ALL.into_iter().map(Format::name).collect())
}

/// `GET /schemas/ids/{id}`
pub async fn by_id(
    State(registry): State<Handle>,
    Path(id): Path<i32>,
    query: Query,
) -> Result<Written, ApiError> {
    let (id, near) = (schema_id(id)?, near(&registry, &query));
    let snapshot = registry.snapshot();
    let (found, content) = lookup::by_id(&snapshot.state, id, &near)?;
    let text = text(&registry, id, &near, content, &query).await?;
    let owner = Owner::of(&found.subject.name, found.version);
    let mut body = written::by_id(&found.subject.context, &owner, content, text);
    body.schema_tags = tags(&registry, id, &near, &query).await?;
    if query.flag("fetchMaxId") {
        let held = snapshot.state.context(&found.subject.context);
        body.max_id = Some(held.map_or(1, |held| held.last_id.max(1)));
    }
    bodies::qualify(&mut body.references, &query, &found.subject);
    Written::json(&body)
}

/// The answer to `GET /schemas/ids/{id}` as deserializers send it all day long: neither routed nor sought, the text
/// already written. Anything else, refusals included, is left to [`by_id`].
pub fn at_once(registry: &Handle, request: &Request) -> Option<Response> {
    let (uri, rules) = (request.uri(), registry.rules());
    if *request.method() != Method::GET || uri.query().is_some() || rules.answers != Answers::Eight
    {
        return None;
    }
    let id = uri.path().strip_prefix("/schemas/ids/")?.parse::<i32>().ok()?;
    let label = accepted(request.headers())?;
    let snapshot = registry.peek();
    let held = snapshot.state.default_context()?;
    let body = held.schemas.get(SchemaId(u32::try_from(id).ok()?))?.answer.as_ref()?;
    // First of all: to be counted as a reader waits for a line of its own.
    warm(body);
    Some(Written(body.clone()).labelled(label))
}

/// Fetches a body into the processor's cache, many lines at a time. The copy into the socket would wait for one after the
/// other; one body among a hundred thousand is hardly ever there yet.
fn warm(body: &[u8]) {
    let lines = body[..body.len().min(WARMED)].iter().step_by(LINE);
    black_box(lines.fold(0, |all, byte| all ^ byte));
}

/// Bytes that a processor fetches at once.
const LINE: usize = 64;

/// Longer bodies are fetched by the processor itself, which sees them coming.
const WARMED: usize = 16 * 1024;

/// `GET /schemas/ids/{id}/schema`
pub async fn text_by_id(
    State(registry): State<Handle>,
    Path(id): Path<i32>,
    query: Query,
) -> Result<Raw, ApiError> {
    let (id, near) = (schema_id(id)?, near(&registry, &query));
    let snapshot = registry.snapshot();
    let (_, content) = lookup::by_id(&snapshot.state, id, &near)?;
    Ok(Raw(text(&registry, id, &near, content, &query).await?.plain()))
}

/// The text of an id in the format asked for; only a conversion leaves the async thread.
async fn text(
    registry: &Handle,
    id: SchemaId,
    near: &Subject,
    content: &Content,
    query: &Query,
) -> Result<Text, ApiError> {
    let format = query.text("format").unwrap_or_default();
    if !bodies::needs_parse(content, format) {
        return Ok(content.text.clone());
    }
    let (near, format) = (near.clone(), format.to_owned());
    let converted = registry.think(move |state, rules| {
        let (found, content) = lookup::by_id(state, id, &near)?;
        bodies::text_in_format(state, rules, &found.subject, content, &format)
    });
    converted.await
}

/// The tags asked for, found off the async thread.
async fn tags(
    registry: &Handle,
    id: SchemaId,
    near: &Subject,
    query: &Query,
) -> Result<Vec<SchemaTags>, ApiError> {
    let asked = bodies::tags_asked(query);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let near = near.clone();
    let found = registry.think(move |state, rules| {
        let (found, content) = lookup::by_id(state, id, &near)?;
        bodies::tags_found(state, rules, &found.subject, content, &asked)
    });
    found.await
}

/// `GET /schemas/ids/{id}/subjects`
pub async fn subjects(
    State(registry): State<Handle>,
    Path(id): Path<i32>,
    query: Query,
) -> Result<Answer<Vec<String>>, ApiError> {
    let (paging, snapshot) = (query.paging()?, registry.snapshot());
    let context = near(&registry, &query).context;
    let owners = lookup::owners(&snapshot.state, &context, owner_id(id)?, query.flag("deleted"))?;
    let names: BTreeSet<String> = owners.iter().map(|found| found.subject.to_string()).collect();
    Ok(Answer(paging.of(names, registry.rules().search.subjects)))
}

/// `GET /schemas/ids/{id}/versions`
pub async fn versions(
    State(registry): State<Handle>,
    Path(id): Path<i32>,
    query: Query,
) -> Result<Answer<Vec<VersionOfSchema>>, ApiError> {
    let (paging, snapshot) = (query.paging()?, registry.snapshot());
    let context = near(&registry, &query).context;
    let owners = lookup::owners(&snapshot.state, &context, owner_id(id)?, query.flag("deleted"))?;
    let pairs = owners.iter().map(|found| VersionOfSchema {
        subject: found.subject.to_string(),
        version: found.version.number,
    });
    Ok(Answer(paging.of(pairs, registry.rules().search.versions)))
}

/// `GET /schemas/guids/{guid}`
pub async fn by_guid(
    State(registry): State<Handle>,
    Path(guid): Path<String>,
    query: Query,
) -> Result<Answer<SchemaById<Text>>, ApiError> {
    let format = query.text("format").unwrap_or_default().to_owned();
    let found = registry.think(move |state, rules| {
        let unknown = || Refusal::SchemaNotFoundBy { key: guid.clone() };
        let parsed: Guid = guid.parse().map_err(|()| unknown())?;
        let places = lookup::by_guid(state, parsed);
        let (context, id, content) = places.first().ok_or_else(unknown)?;
        let (found, _) = lookup::by_id(state, *id, &Subject::of_context((*context).clone()))?;
        let text = bodies::text_in_format(state, rules, &found.subject, content, &format)?;
        let owner = Owner::of(&found.subject.name, found.version);
        let body = written::by_id(context, &owner, content, text);
        Ok(SchemaById { subject: None, version: None, ..body })
    });
    Ok(Answer(found.await?))
}

/// `GET /schemas/guids/{guid}/ids`
pub async fn ids_of_guid(
    State(registry): State<Handle>,
    Path(guid): Path<String>,
) -> Answer<Vec<IdInContext>> {
    let snapshot = registry.snapshot();
    let found = guid.parse().map(|guid| lookup::by_guid(&snapshot.state, guid)).unwrap_or_default();
    let row = |(context, id, _): &(&Context, SchemaId, _)| IdInContext {
        context: context.as_str().to_owned(),
        id: id.0,
    };
    Answer(found.iter().map(row).collect())
}

/// The place where an id is to be sought first.
fn near(registry: &Handle, query: &Query) -> Subject {
    registry.subject(query.text("subject").unwrap_or_default())
}

fn schema_id(id: i32) -> Result<SchemaId, Refusal> {
    let unknown = |_| Refusal::SchemaNotFoundBy { key: id.to_string() };
    u32::try_from(id).map(SchemaId).map_err(unknown)
}

fn owner_id(id: i32) -> Result<SchemaId, Refusal> {
    u32::try_from(id).map(SchemaId).map_err(|_| Refusal::SchemaNotFound {})
}
