//! What a wrong request is answered: problem details of RFC 9457, with every violation and no value.

use crate::violation::Violations;
use axum_core::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use std::fmt;

/// The media type of problem details.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request is refused. It shows paths, rules and texts of the contract, and nothing of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    violations: Violations,
}

impl Problem {
    pub(super) fn new(status: StatusCode, title: &'static str, detail: String) -> Self {
        Problem { status, title, detail, violations: Violations::new() }
    }

    /// The body breaks the contract of `event`.
    pub fn contract(event: &str, violations: Violations) -> Self {
        let count = match violations.len() {
            1 => "one rule".to_owned(),
            count => format!("{count} rules"),
        };
        let detail = format!("the body breaks {count} of `{event}`");
        let title = "The body breaks its contract";
        Problem { violations, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, title, detail) }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong with the body, if it was readable.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// The members of the answer.
    pub fn to_json(&self) -> Value {
        let mut members = json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.violations.is_empty() {
            let violations = self.violations.iter().map(
                |one| json!({ "path": one.path, "ruleId": one.rule_id, "message": one.message }),
            );
            members["violations"] = violations.collect();
        }
        members
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.title, self.detail)
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let media_type = HeaderValue::from_static(MEDIA_TYPE);
        let body = self.to_json().to_string();
        (self.status, [(header::CONTENT_TYPE, media_type)], body).into_response()
    }
}
