//! The answers of release 7.9 for clients that stumble over those of 8: made from ours, by one table of what is left out.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value};

use crate::error::ApiError;

/// What a schema had in 7.9.
#[derive(Clone, Copy)]
enum Shape {
    /// Only these members.
    Only(&'static [&'static str]),
    /// All members but these.
    Without(&'static [&'static str]),
}

const ID: Shape = Shape::Only(&["id"]);
const SCHEMA: Shape = Shape::Without(&["guid", "ts", "deleted"]);
const VERDICT: Shape = Shape::Without(&["breaches", "impact"]);
const BARE_SCHEMA: Shape = Shape::Without(&["subject", "version", "guid", "ts", "deleted"]);

/// The answers that have changed since.
#[rustfmt::skip]
const CHANGED: &[(Method, &str, Shape)] = &[
    (Method::GET, "/schemas", SCHEMA),
    (Method::GET, "/schemas/ids/{id}", BARE_SCHEMA),
    (Method::GET, "/schemas/guids/{guid}", BARE_SCHEMA),
    (Method::POST, "/subjects/{subject}", SCHEMA),
    (Method::GET, "/subjects/{subject}/metadata", SCHEMA),
    (Method::POST, "/compatibility/subjects/{subject}/versions", VERDICT),
    (Method::POST, "/compatibility/subjects/{subject}/versions/{version}", VERDICT),
    (Method::POST, "/subjects/{subject}/versions", ID),
    (Method::GET, "/subjects/{subject}/versions/{version}", SCHEMA),
    (Method::POST, "/subjects/{subject}/versions/{version}/tags", ID),
];

/// The code of an incompatible schema since 8.2, and before.
const INCOMPATIBLE: (u64, u64) = (40901, 409);

/// Around every route: its answer as 7.9 gave it.
pub async fn as_in_seven(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().cloned();
    let method = match request.method() {
        &Method::HEAD => Method::GET,
        other => other.clone(),
    };
    let response = next.run(request).await;
    if response.status() == StatusCode::CONFLICT {
        return changed(response, incompatible).await;
    }
    let row = path.and_then(|path| {
        CHANGED.iter().find(|row| row.0 == method && row.1 == path.as_str()).map(|row| row.2)
    });
    match row.filter(|_| response.status() == StatusCode::OK) {
        Some(shape) => changed(response, move |body| trim(body, shape)).await,
        None => response,
    }
}

/// The same answer with another body; one that is no JSON stays.
async fn changed(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return ApiError::defect().into_response();
    };
    let rewritten = serde_json::from_slice(&bytes).and_then(|mut body| {
        change(&mut body);
        serde_json::to_vec(&body)
    });
    let bytes = rewritten.map_or(bytes, Bytes::from);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(bytes))
}

/// A schema, or a list of them.
fn trim(body: &mut Value, shape: Shape) {
    match body {
        Value::Object(schema) => trim_schema(schema, shape),
        Value::Array(schemas) => schemas.iter_mut().for_each(|schema| trim(schema, shape)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn trim_schema(schema: &mut Map<String, Value>, shape: Shape) {
    schema.retain(|name, value| match shape {
        Shape::Only(names) => names.contains(&name.as_str()),
        Shape::Without(names) => {
            let goes_without_saying = name == "schemaType" && value == "AVRO";
            !goes_without_saying && !names.contains(&name.as_str())
        }
    });
}

fn incompatible(body: &mut Value) {
    let (now, before) = INCOMPATIBLE;
    if let Some(code) = body.get_mut("error_code").filter(|code| **code == now) {
        *code = before.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_the_table_has_its_route() {
        let paths = crate::router::paths();
        for (method, path, _) in CHANGED {
            assert!(paths.contains(path), "{method} {path}");
        }
    }

    #[test]
    fn only_what_is_new_is_left_out() {
        let whole = serde_json::json!({
            "subject": "s", "version": 1, "id": 1, "guid": "g", "schemaType": "AVRO", "schema": "x",
            "references": [{"name": "n", "subject": "s", "version": 1}], "ts": 1, "deleted": false, "maxId": 7,
        });
        for (shape, left) in [
            (ID, vec!["id"]),
            (SCHEMA, vec!["id", "maxId", "references", "schema", "subject", "version"]),
            (BARE_SCHEMA, vec!["id", "maxId", "references", "schema"]),
        ] {
            let mut body = Value::Array(vec![whole.clone()]);
            trim(&mut body, shape);
            let names: Vec<&String> = body[0].as_object().unwrap().keys().collect();
            assert_eq!(names, left);
        }
        assert_eq!(whole["references"][0]["version"], 1);
    }
}
