//! The extractors: a whole event, or a producer's draft that becomes the first event of a flow.

use super::problem::Problem;
use crate::correlation::CorrelationId;
use crate::event::{Draft, Event};
use crate::headers::{TRACE_PARENT, TraceParent};
use crate::outgoing::Outgoing;
use crate::stamp::Stamp;
use crate::violation::Violations;
use axum_core::extract::{FromRequest, Request};
use axum_core::response::IntoResponse;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::Segment;
use std::collections::BTreeSet;

/// Headers that may carry the id of the flow, in the order in which they are asked.
const CORRELATION: [&str; 2] = ["x-correlation-id", "ce-correlationid"];

/// A body that is an event and keeps its contract.
///
/// Refused are a media type other than JSON (415), what is no JSON (400), what is too long (413), and what is no such event
/// or breaks its contract (422, every violation at once).
#[derive(Debug, Clone, PartialEq)]
pub struct Contract<E>(
    /// The event.
    pub E,
);

impl<E, S> FromRequest<S> for Contract<E>
where
    E: Event + DeserializeOwned + JsonSchema,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (_, body) = body(request, state).await?;
        let event: E = read::<E, E>(&body)?;
        event.validate().map_err(|violations| Problem::contract(E::EVENT, violations))?;
        Ok(Contract(event))
    }
}

/// A body that is a producer's draft, as the first event of a flow: with its envelope, checked, ready to be published.
///
/// The flow's id is that of the header `x-correlation-id` or `ce-correlationid`; if there is none, one is made, with a
/// warning. A `traceparent` goes along. Refusals are those of [`Contract`]; an id that is none is answered with 400.
#[derive(Debug, Clone, PartialEq)]
pub struct Instructed<D: Draft>(
    /// The event on its way out.
    pub Outgoing<D::Event>,
);

impl<D, S> FromRequest<S> for Instructed<D>
where
    D: Draft + DeserializeOwned + JsonSchema,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (headers, body) = body(request, state).await?;
        let flow = flow(&headers)?;
        let draft: D = read::<D, D::Event>(&body)?;
        let outgoing = Outgoing::root_from(draft, flow, Stamp::now());
        let event = <D::Event as Event>::EVENT;
        outgoing.validate().map_err(|violations| Problem::contract(event, violations))?;
        // Trace Context: what cannot be parsed begins a trace of its own.
        let trace = headers.get(TRACE_PARENT).and_then(|value| value.to_str().ok());
        let trace: Option<TraceParent> = trace.and_then(|text| text.parse().ok());
        Ok(Instructed(match trace {
            Some(trace) => outgoing.traced(trace),
            None => outgoing,
        }))
    }
}

fn flow(headers: &HeaderMap) -> Result<Option<CorrelationId>, Problem> {
    let Some(name) = CORRELATION.into_iter().find(|name| headers.contains_key(*name)) else {
        return Ok(None);
    };
    let given = headers.get(name).and_then(|value| value.to_str().ok());
    match given.map(str::parse) {
        Some(Ok(id)) => Ok(Some(id)),
        Some(Err(_)) | None => {
            let detail = format!("the header `{name}` is {}", crate::BadCorrelationId);
            Err(Problem::new(StatusCode::BAD_REQUEST, "The correlation id is malformed", detail))
        }
    }
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<(HeaderMap, Bytes), Problem> {
    if !is_json(request.headers()) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let detail = "send the body with `Content-Type: application/json`".to_owned();
        return Err(Problem::new(status, "The media type is not JSON", detail));
    }
    let headers = request.headers().clone();
    let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
        let detail = rejection.to_string();
        let status = rejection.into_response().status();
        Problem::new(status, "The body cannot be read", detail)
    })?;
    Ok((headers, bytes))
}

/// `application/json`, or another type whose syntax is JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.strip_prefix("application/") {
        Some(subtype) => subtype == "json" || subtype.ends_with("+json"),
        None => false,
    }
}

/// Reads a body; serde's own messages may quote what was sent, so they are never passed on.
fn read<T: DeserializeOwned + JsonSchema, E: Event>(body: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader);
    match read {
        Ok(value) => reader.end().map(|()| value).map_err(|error| syntax(&error)),
        Err(error) => Err(match error.inner().classify() {
            Category::Data => {
                let mut violations = Violations::new();
                let (rule, message) = misfit(error.inner());
                violations.push_at(path::<T>(&error), rule, message);
                Problem::contract(E::EVENT, violations)
            }
            Category::Syntax | Category::Eof | Category::Io => syntax(error.inner()),
        }),
    }
}

fn syntax(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let detail =
        format!("the body is no JSON: it breaks off or goes wrong at line {line}, column {column}");
    Problem::new(StatusCode::BAD_REQUEST, "The body is not JSON", detail)
}

/// Which rule is broken; the text of the error decides, but is not shown.
fn misfit(error: &serde_json::Error) -> (&'static str, &'static str) {
    let text = error.to_string();
    if text.starts_with("missing field") {
        ("required", "a member that must be there is missing")
    } else if text.starts_with("duplicate field") {
        ("json.unique", "a member stands there twice")
    } else if text.starts_with("unknown variant") {
        ("json.symbol", "must be one of the values that the contract names")
    } else {
        ("json.type", "must be of the type and form that the contract says")
    }
}

/// The way to the place, in names of the contract only: other members are keys of maps, which may be anything.
fn path<T: JsonSchema>(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let mut names = BTreeSet::new();
    let mut generator = SchemaGenerator::default();
    properties(&T::json_schema(&mut generator).to_value(), &mut names);
    generator.definitions().values().for_each(|schema| properties(schema, &mut names));
    let mut path = String::new();
    let add = |path: &mut String, name: &str| {
        let dot = if path.is_empty() { "" } else { "." };
        *path += &format!("{dot}{name}");
    };
    for segment in error.path().iter() {
        match segment {
            Segment::Seq { index } => path += &format!("[{index}]"),
            Segment::Map { key } if names.contains(key) => add(&mut path, key),
            Segment::Map { .. } => path += "[…]",
            // A branch of a union, which is named like a type or a field.
            Segment::Enum { variant } if names.contains(variant) => add(&mut path, variant),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    // serde names the missing member in its message only.
    let text = error.inner().to_string();
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
    if let Some((name, _)) = missing.filter(|(name, _)| names.contains(*name)) {
        add(&mut path, name);
    }
    path
}

/// The names of all properties in a schema.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                names.extend(properties.keys().cloned());
            }
            members.values().for_each(|member| properties(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
