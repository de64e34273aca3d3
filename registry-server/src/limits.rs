//! What surrounds every request: its id, its log lines, its time limit, its size limit, and the net under its handler.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::middleware::{self, Next};
use registry_api::MEDIA_TYPE;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::compress::{accepts_gzip, compressed};
use crate::config::Limits;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A body up to this many times too long is read to its end before it is refused.
const LENIENCE: usize = 8;

/// Longest request id that is taken over from a client.
const MAX_REQUEST_ID: usize = 128;

/// Puts the limits around all routes added so far.
pub fn surround(routes: Router, limits: Limits) -> Router {
    routes
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(middleware::from_fn_with_state(limits, attend))
}

/// One request from its first line in the log to its last.
async fn attend(State(limits): State<Limits>, request: Request, next: Next) -> Response<Body> {
    let started = Instant::now();
    let id = request_id(request.headers());
    let zips = accepts_gzip(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", request_id = id.to_str().unwrap_or_default());
    async {
        let answered = if announces_more(request.headers(), limits.body_bytes) {
            refuse_body(limits, request).await
        } else {
            within_time(limits, next.run(request)).await
        };
        let mut response = match limits.compress_from.filter(|_| zips) {
            Some(least) => compressed(answered, least).await,
            None => answered,
        };
        log(&method, &path, response.status(), started);
        response.headers_mut().insert(REQUEST_ID, id);
        response
    }
    .instrument(span)
    .await
}

/// The client's id if there is exactly one and it is printable, otherwise a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let mut given = headers.get_all(REQUEST_ID).iter();
    if let (Some(id), None) = (given.next(), given.next())
        && id.len() <= MAX_REQUEST_ID
        && id.to_str().is_ok_and(|id| !id.trim().is_empty())
    {
        return id.clone();
    }
    HeaderValue::from_str(&Uuid::new_v4().to_string()).expect("a uuid is printable")
}

/// Refuses a large body before it is sent; one without a length is cut off while it is read.
fn announces_more(headers: &HeaderMap, limit: usize) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > limit as u64)
}

async fn within_time(
    limits: Limits,
    handled: impl Future<Output = Response<Body>>,
) -> Response<Body> {
    match tokio::time::timeout(limits.request_timeout, caught(handled)).await {
        Ok(Some(response)) => response,
        Ok(None) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        Err(_elapsed) => refusal(StatusCode::GATEWAY_TIMEOUT, "Request timed out"),
    }
}

/// `None` if the handler panicked; the panic itself is logged by the hook of `telemetry.rs`.
async fn caught<T>(handled: impl Future<Output = T>) -> Option<T> {
    let mut handled = pin!(handled);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| handled.as_mut().poll(context))) {
        Ok(polled) => polled.map(Some),
        Err(_panic) => Poll::Ready(None),
    })
    .await
}

/// Most clients only read the answer once they have sent everything, so a body that is not absurdly long is let pass by.
async fn refuse_body(limits: Limits, request: Request) -> Response<Body> {
    let limit = limits.body_bytes;
    let asks_first = request.headers().contains_key(EXPECT);
    if !asks_first && !announces_more(request.headers(), limit.saturating_mul(LENIENCE)) {
        let mut body = request.into_body();
        let pass_by = async {
            while let Some(Ok(_discarded)) =
                poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
            {}
        };
        // A client that does not send what it announced gets the same answer, later.
        let _late = tokio::time::timeout(limits.request_timeout, pass_by).await;
    }
    refusal(StatusCode::PAYLOAD_TOO_LARGE, &format!("Request body is larger than {limit} bytes"))
}

/// An answer of the framework, not of a route: the code is the status.
pub(crate) fn refusal(status: StatusCode, message: &str) -> Response<Body> {
    let body = serde_json::json!({ "error_code": status.as_u16(), "message": message });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

/// Reads that went well are only logged on demand: there are too many of them.
fn log(method: &Method, path: &str, status: StatusCode, started: Instant) {
    let (status, ms) =
        (status.as_u16(), u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    let read = *method == Method::GET || *method == Method::HEAD;
    match status {
        500.. => tracing::error!(%method, path, status, ms, "request failed"),
        400..500 => tracing::info!(%method, path, status, ms, "request refused"),
        _ if read => tracing::debug!(%method, path, status, ms, "request answered"),
        _ => tracing::info!(%method, path, status, ms, "request answered"),
    }
}
