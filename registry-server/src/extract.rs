//! Parsing at the edge: path segments, query values and JSON bodies, refused the way Confluent's framework refuses them.

use crate::config::PageLimits;
use crate::error::ApiError;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_ENCODING;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decoded path segments; what does not convert is a path that does not exist.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|axum::extract::Path(segments)| Path(segments)).map_err(|_| ApiError::not_found())
    }
}

/// Query parameters, unknown ones included.
pub struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = axum::extract::Query::<Vec<(String, String)>>::from_request_parts(parts, state);
        found.await.map(|pairs| Query(pairs.0)).map_err(|_| ApiError::not_found())
    }
}

impl Query {
    /// True only for `true` in any case: `?deleted`, `?deleted=1` are false.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The first value of this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts(name).next()
    }

    /// Whether the name is there, with whatever value.
    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Every value of this name.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A number; blank is absent, anything else that is no number is 404.
    pub fn int(&self, name: &str) -> Result<Option<i32>, ApiError> {
        let given = self.text(name).map(str::trim).filter(|value| !value.is_empty());
        given.map(|value| value.parse().map_err(|_| ApiError::not_found())).transpose()
    }

    /// Which part of a list `offset` and `limit` ask for; read before anything is sought, so that nonsense is told first.
    pub fn paging(&self) -> Result<Paging, ApiError> {
        let offset = self.int("offset")?.unwrap_or(0).max(0).unsigned_abs() as usize;
        Ok(Paging { offset, limit: self.int("limit")?.unwrap_or(-1) })
    }

    /// The part of a list that `offset` and `limit` ask for.
    pub fn page<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        limits: PageLimits,
    ) -> Result<Vec<T>, ApiError> {
        Ok(self.paging()?.of(items, limits))
    }
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    offset: usize,
    limit: i32,
}

impl Paging {
    /// That part of these items. A limit above the most falls back to the default, as upstream.
    pub fn of<T>(self, items: impl IntoIterator<Item = T>, limits: PageLimits) -> Vec<T> {
        let asked =
            usize::try_from(self.limit).ok().filter(|limit| (1..=limits.most).contains(limit));
        items.into_iter().skip(self.offset).take(asked.unwrap_or(limits.default)).collect()
    }
}

/// A JSON body. Unknown members are ignored, of repeated ones the last counts.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if let Some(coding) = coding(request.headers()) {
            return Err(ApiError::coded_body(&coding));
        }
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.into_response_status() {
                    413 => ApiError::body_too_large(),
                    _ => ApiError::bad_body("the request body could not be read to its end"),
                }
            })?;
        parse(&bytes).map(Json)
    }
}

/// How the body is compressed, if it is.
fn coding(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(CONTENT_ENCODING)?.as_bytes();
    let plain = given.is_empty() || given.eq_ignore_ascii_case(b"identity");
    (!plain).then(|| String::from_utf8_lossy(given).into_owned())
}

/// Reads a body; `null` and nothing at all are the same.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = utf8(bytes)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ApiError::no_body());
    }
    // First as a tree: there the last of repeated members wins, and errors of syntax have a place.
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| ApiError::bad_body(error.to_string()))?;
    match value {
        Value::Null => Err(ApiError::no_body()),
        Value::Object(_) => serde_path_to_error::deserialize(value).map_err(|error| {
            let (member, reason) = (error.path().to_string(), in_words_of_json(error.inner()));
            ApiError::bad_body(format!("cannot read `{member}` of the request: {reason}"))
        }),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(ApiError::bad_body("cannot read the request: expected a JSON object"))
        }
    }
}

/// The bytes without the mark that some tools put before UTF-8; other encodings are told by their own marks.
fn utf8(bytes: &[u8]) -> Result<&[u8], ApiError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Ok(rest),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, ..] | [_, 0, ..] => {
            Err(ApiError::bad_body("the request body is UTF-16 or UTF-32: send JSON in UTF-8"))
        }
        _ => Ok(bytes),
    }
}

/// What serde says, in the words of JSON and without the names of our types.
fn in_words_of_json(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = match message.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected a JSON object"),
        None => message,
    };
    WORDS_OF_SERDE.iter().fold(message, |message, (serde, json)| message.replacen(serde, json, 1))
}

/// What serde calls things, and what JSON calls them.
const WORDS_OF_SERDE: [(&str, &str); 4] = [
    ("invalid type: map,", "invalid type: object,"),
    ("invalid type: sequence,", "invalid type: array,"),
    (", expected a map", ", expected a JSON object"),
    (", expected a sequence", ", expected an array"),
];

/// The status that a rejection of axum stands for.
trait RejectionStatus {
    fn into_response_status(self) -> u16;
}

impl<T: axum::response::IntoResponse> RejectionStatus for T {
    fn into_response_status(self) -> u16 {
        self.into_response().status().as_u16()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        Query(pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
    }

    #[test]
    fn only_the_word_true_is_true() {
        for (value, expected) in
            [("true", true), ("TRUE", true), ("1", false), ("", false), ("yes", false)]
        {
            assert_eq!(query(&[("deleted", value)]).flag("deleted"), expected, "{value}");
        }
        assert!(!query(&[]).flag("deleted"));
    }

    #[test]
    fn pages_fall_back_to_the_most_when_asked_for_more() {
        let of = |offset: &str, limit: &str| {
            query(&[("offset", offset), ("limit", limit)])
                .page(0..10, PageLimits { default: 3, most: 5 })
                .ok()
        };
        assert_eq!(of("0", "2"), Some(vec![0, 1]));
        assert_eq!(of("8", "3"), Some(vec![8, 9]));
        assert_eq!(of("", "5"), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!(of("", "6"), Some(vec![0, 1, 2]));
        assert_eq!(of("-5", "0"), Some(vec![0, 1, 2]));
        assert_eq!(of("99", "-1"), Some(vec![]));
        assert_eq!(of("x", ""), None);
    }
}
