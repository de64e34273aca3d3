//! `/associations`: which subjects hold the schemas of which resources.

mod answers;
mod orders;

pub(crate) use answers::Listed;

use crate::answer::Answer;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::Handle;
use crate::registry::association::{Association as Held, Order, Resource};
use crate::registry::command::Associated;
use crate::registry::{Command, Refusal, Reply};
use answers::{Filter, Room, answered, association, found};
use axum::extract::State;
use axum::http::StatusCode;
use orders::{Operations, invalid, order};
use registry_api::{
    Association, AssociationBatch, AssociationBatchGet, AssociationBatchResponse,
    AssociationRequest, AssociationResponse, AssociationResult,
};
use std::sync::Arc;

/// `GET /associations/subjects/{subject}`
pub async fn by_subject(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Answer<Vec<Association>>, ApiError> {
    let (snapshot, subject) = (registry.snapshot(), registry.subject(&subject));
    page(&registry, snapshot.state.associations.of_subject(&subject), &query)
}

/// `GET /associations`: by name as well, but in the query. Confluent has no such path; a client of other people asks so.
pub async fn list(
    State(registry): State<Handle>,
    query: Query,
) -> Result<Answer<Vec<Association>>, ApiError> {
    let snapshot = registry.snapshot();
    let namespace = query.text("resourceNamespace").filter(|text| !text.is_empty());
    let name = query.text("resourceName").filter(|text| !text.is_empty());
    let (namespace, name) = (namespace.unwrap_or(Resource::ANY), name.unwrap_or(Resource::ANY));
    page(&registry, snapshot.state.associations.of_name(namespace, name), &query)
}

/// `GET /associations/resources/{namespace}/{name}`; `-` is any name or any namespace.
pub async fn by_name(
    State(registry): State<Handle>,
    Path((namespace, name)): Path<(String, String)>,
    query: Query,
) -> Result<Answer<Vec<Association>>, ApiError> {
    let snapshot = registry.snapshot();
    page(&registry, snapshot.state.associations.of_name(&namespace, &name), &query)
}

/// `GET /associations/resources/{id}`
pub async fn by_id(
    State(registry): State<Handle>,
    Path(id): Path<String>,
    query: Query,
) -> Result<Answer<Vec<Association>>, ApiError> {
    let snapshot = registry.snapshot();
    page(&registry, snapshot.state.associations.of_resource(&id), &query)
}

fn page<'a>(
    registry: &Handle,
    associations: impl Iterator<Item = &'a Arc<Held>>,
    query: &Query,
) -> Result<Answer<Vec<Association>>, ApiError> {
    let filter = Filter::of_query(query)?;
    let wanted = associations.filter(|held| filter.lets_through(held));
    Ok(Answer(
        query
            .page(wanted, registry.rules().search.schemas)?
            .into_iter()
            .map(|held| association(held))
            .collect(),
    ))
}

/// `POST /associations`: begins associations; those that are there must be the same.
pub async fn create(
    State(registry): State<Handle>,
    query: Query,
    Json(request): Json<AssociationRequest>,
) -> Result<Answer<AssociationResponse>, ApiError> {
    change(&registry, &query, request, Operations::AllCreate).await
}

/// `PUT /associations/resources/{id}`: begins associations, or changes them.
pub async fn upsert(
    State(registry): State<Handle>,
    Path(id): Path<String>,
    query: Query,
    Json(mut request): Json<AssociationRequest>,
) -> Result<Answer<AssociationResponse>, ApiError> {
    if request.resource_id.get_or_insert_with(|| id.clone()) != &id {
        return Err(invalid("resourceId", "the path says otherwise").into());
    }
    change(&registry, &query, request, Operations::AllUpsert).await
}

async fn change(
    registry: &Handle,
    query: &Query,
    request: AssociationRequest,
    operations: Operations,
) -> Result<Answer<AssociationResponse>, ApiError> {
    let order = order(request, operations, query)?;
    let done = carry_out(registry, vec![order], query).await?.pop();
    Ok(Answer(done.ok_or_else(ApiError::defect)??))
}

/// `DELETE /associations/resources/{id}`
pub async fn end(
    State(registry): State<Handle>,
    Path(id): Path<String>,
    query: Query,
) -> Result<StatusCode, ApiError> {
    let (parts, cascade) = (Filter::of_types(&query).parts(), query.flag("cascadeLifecycle"));
    let command = Command::Dissociate { resource_id: id.into(), parts, cascade };
    if query.flag("dryRun") {
        registry.rehearse(command).await?;
    } else {
        registry.change(command).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /associations:batchMutate`: each request stands or falls by itself.
pub async fn mutate(
    State(registry): State<Handle>,
    query: Query,
    Json(batch): Json<AssociationBatch>,
) -> Result<(StatusCode, Answer<AssociationBatchResponse>), ApiError> {
    refuse_empty(batch.requests.is_empty())?;
    let read = |request| order(request, Operations::AsTheySay, &query);
    let orders: Vec<Result<Order, Refusal>> = batch.requests.into_iter().map(read).collect();
    let readable = orders.iter().filter_map(|order| order.as_ref().ok()).cloned().collect();
    let mut done = carry_out(&registry, readable, &query).await?.into_iter();
    let mut results = Vec::new();
    for order in orders {
        results.push(match order {
            Ok(_) => done.next().ok_or_else(ApiError::defect)?,
            Err(refusal) => Err(refusal),
        });
    }
    Ok(several(results))
}

/// Carries orders out, or only says what would become of them.
async fn carry_out(
    registry: &Handle,
    orders: Vec<Order>,
    query: &Query,
) -> Result<Vec<Result<AssociationResponse, Refusal>>, ApiError> {
    let (dry, command) = (query.flag("dryRun"), Command::Associate { orders });
    let reply = match dry {
        true => registry.rehearse(command).await?.reply,
        false => registry.register(command).await?,
    };
    let Reply::Associated(results) = reply else { return Err(ApiError::defect()) };
    let snapshot = registry.snapshot();
    let mut room = Room::new();
    let mut body = |done: Associated| answered(&snapshot.state, &done, dry, &mut room);
    Ok(results.into_iter().map(|result| result.map(&mut body)).collect())
}

/// `POST /associations:batchGet`
pub async fn batch_get(
    State(registry): State<Handle>,
    query: Query,
    Json(batch): Json<AssociationBatchGet>,
) -> Result<(StatusCode, Answer<AssociationBatchResponse>), ApiError> {
    refuse_empty(batch.requests.is_empty())?;
    let snapshot = registry.snapshot();
    let with_schemas = query.flag("includeSchemas");
    let mut room = Room::new();
    let found = |asked| found(&snapshot.state, asked, with_schemas, &mut room);
    Ok(several(batch.requests.into_iter().map(found).collect()))
}

fn refuse_empty(is_empty: bool) -> Result<(), Refusal> {
    if is_empty { Err(invalid("requests", "cannot be null or empty")) } else { Ok(()) }
}

fn several(
    results: Vec<Result<AssociationResponse, Refusal>>,
) -> (StatusCode, Answer<AssociationBatchResponse>) {
    let body = |result| match result {
        Ok(response) => AssociationResult::Result(response),
        Err(refusal) => AssociationResult::Error(Refusal::body(&refusal)),
    };
    let results = results.into_iter().map(body).collect();
    (StatusCode::MULTI_STATUS, Answer(AssociationBatchResponse { results }))
}
