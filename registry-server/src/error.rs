//! The one translation of what went wrong into HTTP: refusals of the registry, refusals of the framework, failures.

use crate::log::AppendError;
use crate::writer::Failure;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use registry_api::{ErrorBody, MEDIA_TYPE, Refusal};

/// An answer that is not the one asked for.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: Box<ErrorBody>,
}

impl ApiError {
    fn framework(status: StatusCode, message: impl Into<String>) -> ApiError {
        let error_code = u32::from(status.as_u16());
        let body = ErrorBody { error_code, message: message.into(), violations: Vec::new() };
        ApiError { status, body: Box::new(body) }
    }

    /// Unknown path, or a segment or query value of the wrong kind.
    pub fn not_found() -> ApiError {
        ApiError::framework(StatusCode::NOT_FOUND, "HTTP 404 Not Found")
    }

    /// The path is known, the method is not.
    pub fn method_not_allowed() -> ApiError {
        ApiError::framework(StatusCode::METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed")
    }

    /// `Accept` asks for nothing we have.
    pub fn not_acceptable() -> ApiError {
        ApiError::framework(StatusCode::NOT_ACCEPTABLE, "HTTP 406 Not Acceptable")
    }

    /// `Content-Type` says that the body is nothing we read.
    pub fn unsupported_media_type() -> ApiError {
        // `curl -d` alone says that it sends a form; most people meet this refusal there.
        let message = "HTTP 415 Unsupported Media Type: send JSON with the header Content-Type: application/json";
        ApiError::framework(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
    }

    /// The body is not JSON, or not of the shape asked for.
    pub fn bad_body(message: impl Into<String>) -> ApiError {
        ApiError::framework(StatusCode::BAD_REQUEST, message)
    }

    /// The body is compressed.
    pub fn coded_body(coding: &str) -> ApiError {
        let message = format!(
            "Content-Encoding `{coding}` is not read: send the body as it is, not compressed"
        );
        ApiError::framework(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
    }

    /// A body is needed and there is none.
    pub fn no_body() -> ApiError {
        let message = "request body must not be null (was null)";
        ApiError::framework(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// The body is longer than the server reads.
    pub fn body_too_large() -> ApiError {
        let message = "Request body is larger than the server accepts";
        ApiError::framework(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// A part of the server is not able to answer now.
    pub fn unavailable(message: impl Into<String>) -> ApiError {
        ApiError::framework(StatusCode::SERVICE_UNAVAILABLE, message)
    }

    /// A bug of ours; the log says more.
    pub fn defect() -> ApiError {
        ApiError::framework(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.status())
            .expect("every code of the table begins with a status");
        ApiError { status, body: Box::new(refusal.body()) }
    }
}

impl From<Failure<Refusal>> for ApiError {
    fn from(failure: Failure<Refusal>) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(AppendError::TooLarge { bytes, limit }) => {
                Refusal::SchemaTooLarge { bytes, limit }.into()
            }
            Failure::Store(error) => Refusal::Store { details: error.to_string() }.into(),
            Failure::Stopped => ApiError::unavailable("the registry is shutting down"),
            Failure::Defect(reason) => {
                tracing::error!(reason, "a command failed by a defect");
                ApiError::defect()
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.body).expect("error bodies are plain");
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_store_and_we_ourselves_are_to_blame_for_a_5xx() {
        let full = AppendError::Full { free: 1, reserve: 2 };
        let large = AppendError::TooLarge { bytes: 2, limit: 1 };
        for (failure, status, code) in [
            (Failure::Refused(Refusal::EmptySchema {}), 422, 42201),
            (Failure::Store(large), 422, 42209),
            (Failure::Store(full), 500, 50001),
            (Failure::Stopped, 503, 503),
            (Failure::Defect("a reason".into()), 500, 500),
        ] {
            let error = ApiError::from(failure);
            assert_eq!((error.status.as_u16(), error.body.error_code), (status, code));
            assert!(!error.body.message.contains("a reason"), "insides stay inside");
        }
    }
}
