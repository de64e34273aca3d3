//! Answers that went well: JSON, raw texts, and the media type the client asked for.

pub mod seven;

use crate::error::ApiError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use registry_api::{MEDIA_TYPE, MEDIA_TYPES};
use serde::Serialize;
use std::sync::Arc;

/// A JSON answer.
pub struct Answer<T>(pub T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        Written::json(&self.0).into_response()
    }
}

/// An answer as it goes out, already JSON.
pub struct Written(pub Bytes);

impl Written {
    /// Writes an answer.
    ///
    /// # Errors
    /// A defect of ours: it has no JSON.
    pub fn json(answer: &impl Serialize) -> Result<Written, ApiError> {
        serde_json::to_vec(answer).map(|json| Written(json.into())).map_err(|error| {
            tracing::error!(%error, "an answer could not be written as JSON");
            ApiError::defect()
        })
    }
}

impl Written {
    /// As the media type that the client chose.
    pub fn labelled(self, label: &'static str) -> Response {
        with_media_type(Body::from(self.0), label)
    }
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        self.labelled(MEDIA_TYPE)
    }
}

/// A schema text as it is, not as a JSON string.
pub struct Raw(pub Arc<str>);

impl IntoResponse for Raw {
    fn into_response(self) -> Response {
        with_media_type(Body::from(self.0.to_string()), MEDIA_TYPE)
    }
}

fn with_media_type(body: Body, label: &'static str) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(label));
    response
}

/// Around routes that exist: refuses a request whose body or answer would be of a type that we do not speak.
pub async fn check_media_types(request: Request, next: Next) -> Response {
    let has_body = matches!(*request.method(), Method::POST | Method::PUT);
    if has_body && !is_readable(request.headers()) {
        return ApiError::unsupported_media_type().into_response();
    }
    if accepted(request.headers()).is_none() {
        return ApiError::not_acceptable().into_response();
    }
    next.run(request).await
}

/// Around everything: answers, errors included, bear the media type asked for.
pub async fn label_media_type(request: Request, next: Next) -> Response {
    let label = accepted(request.headers()).unwrap_or(MEDIA_TYPE);
    let mut response = next.run(request).await;
    if let Some(held) = response.headers_mut().get_mut(CONTENT_TYPE)
        && held == MEDIA_TYPE
    {
        *held = HeaderValue::from_static(label);
    }
    response
}

/// No content type is as good as a stream of bytes, which is read as JSON.
fn is_readable(headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(CONTENT_TYPE) else { return true };
    let essence = given.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let readable = MEDIA_TYPES.iter().map(|row| row.0).chain(["application/octet-stream"]);
    essence.is_empty() || readable.into_iter().any(|known| known.eq_ignore_ascii_case(essence))
}

/// The best of our media types that `Accept` allows: the client's weight decides, then ours.
pub(crate) fn accepted(headers: &HeaderMap) -> Option<&'static str> {
    let mut asked = headers.get_all(ACCEPT).iter().peekable();
    if asked.peek().is_none() {
        return Some(MEDIA_TYPE);
    }
    let ranges: Vec<(String, f32)> = asked
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(read_range)
        .collect();
    if ranges.is_empty() {
        return Some(MEDIA_TYPE);
    }
    // Ours stand in the order of their weights, so the first of equals is the best.
    let weighed = MEDIA_TYPES.iter().map(|(name, _ours)| (*name, weight(&ranges, name)));
    let best = weighed.fold(("", 0.0), |best, next| if next.1 > best.1 { next } else { best });
    (best.1 > 0.0).then_some(best.0)
}

/// `type/subtype;q=0.5`, lower case, with its weight.
fn read_range(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = weight.and_then(|q| q.parse().ok()).filter(|q| (0.0..=1.0).contains(q));
    Some((range, weight.unwrap_or(1.0)))
}

/// The weight of the most specific range that covers `name`.
fn weight(ranges: &[(String, f32)], name: &str) -> f32 {
    let of = |wanted: &str| ranges.iter().find(|(range, _)| range == wanted).map(|range| range.1);
    of(name).or_else(|| of("application/*")).or_else(|| of("*/*")).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_chooses_among_our_media_types() {
        for (accept, expected) in [
            (None, Some(MEDIA_TYPE)),
            (Some("*/*"), Some(MEDIA_TYPE)),
            (Some(""), Some(MEDIA_TYPE)),
            (Some("application/json"), Some("application/json")),
            (Some("text/html, application/json;q=0.9"), Some("application/json")),
            (
                Some("application/vnd.schemaregistry+json, application/json"),
                Some("application/vnd.schemaregistry+json"),
            ),
            (Some("application/*;q=0.1"), Some(MEDIA_TYPE)),
            (Some("text/plain"), None),
            (Some("application/json;q=0"), None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            assert_eq!(accepted(&headers), expected, "{accept:?}");
        }
    }
}
