//! What surrounds every request: its id, its log lines, its time limit, its size limit, and the net under its handler.
//!
//! What can be answered at once, without waiting for anything, is not routed at all.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::routing::Route;
use registry_api::MEDIA_TYPE;
use tower::Service;
use tower::layer::layer_fn;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::compress::{accepts_gzip, compressed};
use crate::config::Limits;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A body up to this many times too long is read to its end before it is refused.
const LENIENCE: usize = 8;

/// Longest request id that is taken over from a client.
const MAX_REQUEST_ID: usize = 128;

/// Puts the limits around all routes added so far. `at_once` answers what needs no route.
pub fn surround<F>(routes: Router, limits: Limits, at_once: F) -> Router
where
    F: Fn(&Request) -> Option<Response<Body>> + Clone + Send + Sync + 'static,
{
    let attend = move |routes| Attend { routes, limits, at_once: at_once.clone() };
    routes.layer(DefaultBodyLimit::max(limits.body_bytes)).layer(layer_fn(attend))
}

/// The routes with their limits.
#[derive(Clone)]
struct Attend<F> {
    routes: Route,
    limits: Limits,
    at_once: F,
}

impl<F: Fn(&Request) -> Option<Response<Body>>> Service<Request> for Attend<F> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Attended;

    /// Routes are always ready.
    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Attended {
        let id = request_id(request.headers());
        // Who wants every request in the log, or the answer compressed, takes the long way.
        let is_logged = tracing::enabled!(tracing::Level::DEBUG);
        let zips = self.limits.compress_from.is_some() && accepts_gzip(request.headers());
        if !is_logged
            && !zips
            && let Some(mut response) = quick(&self.at_once, &request)
        {
            response.headers_mut().insert(REQUEST_ID, id);
            return Attended::AtOnce(Some(response));
        }
        Attended::Routed(Box::pin(attend(self.limits, id, request, self.routes.clone())))
    }
}

/// What could be answered at once, unless finding out panics: then the routes say what is to be said.
fn quick(
    at_once: impl Fn(&Request) -> Option<Response<Body>>,
    request: &Request,
) -> Option<Response<Body>> {
    catch_unwind(AssertUnwindSafe(|| at_once(request))).ok().flatten()
}

/// The answer to a request, now or later; what is answered at once is not worth an allocation.
enum Attended {
    AtOnce(Option<Response<Body>>),
    Routed(Pin<Box<dyn Future<Output = Response<Body>> + Send>>),
}

impl Future for Attended {
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::AtOnce(response) => {
                Poll::Ready(Ok(response.take().expect("a future is polled until it is ready")))
            }
            Self::Routed(routed) => routed.as_mut().poll(context).map(Ok),
        }
    }
}

/// One request from its first line in the log to its last.
async fn attend(
    limits: Limits,
    id: HeaderValue,
    request: Request,
    mut routes: Route,
) -> Response<Body> {
    let started = Instant::now();
    let zips = accepts_gzip(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", request_id = id.to_str().unwrap_or_default());
    async {
        let answered = if announces_more(request.headers(), limits.body_bytes) {
            refuse_body(limits, request).await
        } else {
            let Ok(response) = within_time(limits, routes.call(request)).await;
            response
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
    let mut text = Uuid::encode_buffer();
    HeaderValue::from_str(Uuid::new_v4().hyphenated().encode_lower(&mut text))
        .expect("a uuid is printable")
}

/// Refuses a large body before it is sent; one without a length is cut off while it is read.
fn announces_more(headers: &HeaderMap, limit: usize) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > limit as u64)
}

async fn within_time(
    limits: Limits,
    handled: impl Future<Output = Result<Response<Body>, Infallible>>,
) -> Result<Response<Body>, Infallible> {
    match tokio::time::timeout(limits.request_timeout, caught(handled)).await {
        Ok(Some(answered)) => answered,
        Ok(None) => Ok(refusal(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")),
        Err(_elapsed) => Ok(refusal(StatusCode::GATEWAY_TIMEOUT, "Request timed out")),
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
