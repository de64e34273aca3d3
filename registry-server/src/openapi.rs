//! The description of the API that the server gives of itself: `/openapi.json` and the page `/docs`.
//!
//! To document a route, add a row to the file of its resource in `operations/`: schemas of bodies and answers come from the
//! handler's type, the texts of errors from the table of refusals. A route without a row fails a test.

mod operation;
mod operations;
mod parameter;
mod print;
mod shape;

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use std::sync::LazyLock;

/// Printed once; it never changes while the server runs.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| print::document().to_string().into());

const PAGE: &str = include_str!("openapi/page.html");

/// The page is complete in itself: it loads nothing but the document, and asks nobody but this server.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; \
                      img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /openapi.json`
pub(crate) async fn document() -> Response {
    with_type("application/json", DOCUMENT.clone())
}

/// `GET /docs`
pub(crate) async fn page() -> Response {
    let mut response = with_type("text/html; charset=utf-8", Bytes::from_static(PAGE.as_bytes()));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

fn with_type(media_type: &'static str, body: Bytes) -> Response {
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-cache")];
    (headers, body).into_response()
}
