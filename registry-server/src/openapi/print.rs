//! From the rows to the OpenAPI document.

use super::operation::{Group, Operation};
use super::operations::groups;
use super::parameter::segments;
use super::shape::{AnswerShape, Schemas};
use axum::http::StatusCode;
use registry_api::{ErrorBody, MEDIA_TYPE, MEDIA_TYPES, refusal};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What every operation may answer besides its own refusals: status, component, when, message.
const EVERYWHERE: [(u16, &str, &str, &str); 4] = [
    (
        406,
        "NotAcceptable",
        "`Accept` allows none of the registry's media types.",
        "HTTP 406 Not Acceptable",
    ),
    (
        500,
        "Failed",
        "The store did not take the change, and nothing was acknowledged; or a defect of the server.",
        "Internal Server Error",
    ),
    (
        503,
        "Unavailable",
        "The server is shutting down, or cannot write.",
        "the registry is shutting down",
    ),
    (504, "TimedOut", "The request took longer than the server allows.", "Request timed out"),
];

/// What every operation with a body may answer besides.
const WITH_BODY: [(u16, &str, &str, &str); 3] = [
    (
        400,
        "BadRequest",
        "The body is not JSON, or not of the shape asked for; the message says where.",
        "cannot read `version` of the request: expected a 32-bit integer",
    ),
    (
        413,
        "TooLarge",
        "The body is longer than `limits.body-bytes`.",
        "Request body is larger than the server accepts",
    ),
    (
        415,
        "UnsupportedMediaType",
        "`Content-Type` is none that the registry reads, or the body is compressed.",
        "HTTP 415 Unsupported Media Type: send JSON with the header Content-Type: application/json",
    ),
];

/// Codes below the registry's own: those of the framework.
const FRAMEWORK: [(u32, &str, &str); 2] = [
    (
        404,
        "The path does not exist: a number in the path or the query is none.",
        "HTTP 404 Not Found",
    ),
    (422, "The body is empty or `null`.", "request body must not be null (was null)"),
];

const ABOUT: &str = include_str!("about.md");

/// The whole document.
pub(super) fn document() -> Value {
    let mut schemas = Schemas::new();
    let error: Value = schemas.answered::<ErrorBody>().into();
    let mut responses = Map::new();
    for (status, name, meaning, message) in EVERYWHERE.into_iter().chain(WITH_BODY) {
        let code = u32::from(status);
        let codes = if status == 500 { vec![code, 50001, 50002] } else { vec![code] };
        let example = json!({ "error_code": code, "message": message });
        let examples = json!({ code.to_string(): { "value": example } });
        responses.insert(name.into(), refused(meaning, &error_of(&error, &codes), &examples));
    }
    let groups = groups();
    let mut paths = Map::new();
    for group in &groups {
        for operation in &group.operations {
            let path = paths.entry(operation.path).or_insert_with(|| path_item(operation.path));
            path[operation.method] = print(group, operation, &mut schemas, &error);
        }
    }
    let tags: Vec<Value> = groups
        .iter()
        .map(|group| json!({"name": group.name, "description": group.meaning}))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Concord",
            "summary": "A schema registry that speaks Confluent's REST API.",
            "description": ABOUT,
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [
            { "url": "/", "description": "The default context, and every context named in a subject." },
            {
                "url": "/contexts/{context}",
                "description": "The same paths inside one context: subjects and ids are those of the context.",
                "variables": { "context": { "default": ".", "description": "The name of the context; its leading dot is optional." } },
            },
        ],
        "tags": tags,
        "paths": paths,
        "components": { "schemas": schemas.named(), "responses": responses },
    })
}

/// The segments that are parameters.
fn path_item(path: &str) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let known = segments();
    let parameters: Vec<Value> = named
        .map(|name| {
            let (_, schema, meaning, example) = known
                .iter()
                .find(|segment| segment.0 == name)
                .expect("every parameter of a path is in the table, tested with the router");
            json!({
                "name": name, "in": "path", "required": true,
                "description": meaning, "schema": schema, "example": example,
            })
        })
        .collect();
    if parameters.is_empty() { json!({}) } else { json!({ "parameters": parameters }) }
}

fn print(group: &Group, operation: &Operation, schemas: &mut Schemas, error: &Value) -> Value {
    let shape = operation.shape(schemas);
    let mut printed = json!({
        "tags": [group.name],
        "operationId": operation.id,
        "summary": operation.summary,
    });
    if !operation.meaning.is_empty() {
        printed["description"] = json!(operation.meaning);
    }
    if !operation.query.is_empty() {
        printed["parameters"] = operation.query.iter().map(|parameter| parameter.print()).collect();
    }
    let mut responses = refusals(operation, shape.body.is_some(), error);
    let (status, answer) = answer(operation, shape.answer);
    responses.insert(status.to_string(), answer);
    printed["responses"] = responses.into();
    if let Some(schema) = shape.body {
        printed["requestBody"] =
            json!({ "required": true, "content": content(&schema.into(), operation.sent) });
    }
    printed
}

/// The answer that was hoped for.
fn answer(operation: &Operation, shape: AnswerShape) -> (u16, Value) {
    let text = |media_type: &str| json!({ media_type: { "example": operation.answered } });
    let (status, mut printed) = match (shape, operation.media_type) {
        (AnswerShape::Nothing, _) => (204, json!({ "description": "Done." })),
        (AnswerShape::Json(schema), _) => {
            let content = content(&schema.into(), operation.answered);
            (operation.status, json!({ "description": "The answer.", "content": content }))
        }
        (AnswerShape::SchemaText | AnswerShape::Untold, Some(media_type)) => {
            (200, json!({ "description": "The document.", "content": { media_type: {} } }))
        }
        // Protobuf is no JSON, whatever the label says, so nothing is said about its shape.
        (AnswerShape::SchemaText | AnswerShape::Untold, None) => {
            let content: Map<String, Value> = MEDIA_TYPES
                .iter()
                .flat_map(|(name, _)| text(name).as_object().cloned().unwrap_or_default())
                .collect();
            (
                200,
                json!({ "description": "The text as it is, not as a JSON string.", "content": content }),
            )
        }
    };
    if !operation.links.is_empty() {
        let links = operation.links.iter().map(|link| {
            let parameters: Map<String, Value> =
                link.with.iter().map(|(name, value)| ((*name).into(), json!(value))).collect();
            (link.to.to_owned(), json!({ "operationId": link.to, "parameters": parameters }))
        });
        printed["links"] = Value::Object(links.collect());
    }
    (status, printed)
}

/// The answers nobody hopes for, by status.
fn refusals(operation: &Operation, has_body: bool, error: &Value) -> Map<String, Value> {
    let mut responses = Map::new();
    if operation.media_type.is_some() {
        return responses;
    }
    let mut codes: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    let of_framework = FRAMEWORK.iter().map(|row| row.0).filter(|code| *code != 422 || has_body);
    for code in of_framework.chain(operation.refusals.iter().copied()) {
        let status = if code < 1000 { code } else { code / 100 };
        codes.entry(status as u16).or_default().push(code);
    }
    for (status, codes) in codes {
        responses.insert(status.to_string(), refused_with(status, &codes, error));
    }
    let shared = EVERYWHERE.iter().chain(WITH_BODY.iter().filter(|_| has_body));
    for (status, name, ..) in shared {
        let place = format!("#/components/responses/{name}");
        responses.insert(status.to_string(), json!({ "$ref": place }));
    }
    responses
}

/// One status with the codes that share it; what each means and says is in the table of refusals.
fn refused_with(status: u16, codes: &[u32], error: &Value) -> Value {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let mut meaning = reason.unwrap_or_default().to_owned();
    let mut examples = Map::new();
    for code in codes {
        let framework = FRAMEWORK.iter().filter(|row| row.0 == *code).map(|row| (row.1, row.2));
        let table = refusal::TABLE.iter().filter(|row| row.code == *code);
        for (number, (when, text)) in
            framework.chain(table.map(|row| (row.meaning, row.text))).enumerate()
        {
            meaning.push_str(&format!("\n- `{code}` {when}"));
            let name =
                if number == 0 { code.to_string() } else { format!("{code}-{}", number + 1) };
            let value = json!({ "error_code": code, "message": text });
            examples.insert(name, json!({ "summary": when, "value": value }));
        }
    }
    refused(&meaning, &error_of(error, codes), &Value::Object(examples))
}

/// The error body with these codes.
fn error_of(error: &Value, codes: &[u32]) -> Value {
    json!({ "allOf": [error, { "properties": { "error_code": { "enum": codes } } }] })
}

fn refused(meaning: &str, schema: &Value, examples: &Value) -> Value {
    let content: Map<String, Value> = MEDIA_TYPES
        .iter()
        .map(|(name, _)| {
            let mut held = json!({ "schema": schema });
            if *name == MEDIA_TYPE {
                held["examples"] = examples.clone();
            }
            ((*name).to_owned(), held)
        })
        .collect();
    json!({ "description": meaning, "content": content })
}

/// A body in each of the registry's media types; the example stands with the first.
fn content(schema: &Value, example: &str) -> Value {
    let mut content = Map::new();
    for (name, _) in MEDIA_TYPES {
        content.insert(name.into(), json!({ "schema": schema }));
    }
    if !example.is_empty() {
        let example: Value =
            serde_json::from_str(example).expect("examples are JSON, tested with the document");
        content[MEDIA_TYPE]["example"] = example;
    }
    content.into()
}
