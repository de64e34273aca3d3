//! `/compatibility`: what a registration would be told, without registering.

use super::bodies;
use crate::answer::Answer;
use crate::config::Answers;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::{Handle, now_ms};
use crate::registry::command::Candidate;
use crate::registry::judge::{self, Against, Question, Told};
use crate::registry::{Refusal, VersionAsked};
use axum::extract::State;
use registry_api::{Compatibility, Register};

/// `POST /compatibility/subjects/{subject}/versions`: with all live versions, as a registration.
pub async fn with_all(
    State(registry): State<Handle>,
    Path(subject): Path<String>,
    query: Query,
    Json(request): Json<Register>,
) -> Result<Answer<Compatibility>, ApiError> {
    check(&registry, &subject, Against::Live, &query, request).await
}

/// `POST /compatibility/subjects/{subject}/versions/{version}`: with that version alone.
pub async fn with_one(
    State(registry): State<Handle>,
    Path((subject, version)): Path<(String, String)>,
    query: Query,
    Json(request): Json<Register>,
) -> Result<Answer<Compatibility>, ApiError> {
    let asked: VersionAsked = version.parse()?;
    check(&registry, &subject, Against::One(asked), &query, request).await
}

async fn check(
    registry: &Handle,
    subject: &str,
    against: Against,
    query: &Query,
    request: Register,
) -> Result<Answer<Compatibility>, ApiError> {
    let subject = registry.subject(subject);
    let (verbose, impact) = (query.flag("verbose"), query.flag("impact"));
    let candidate: Candidate = bodies::candidate(request, query)?;
    let now_ms = now_ms();
    let told = registry
        .think(move |state, rules| {
            // Clients of release 7 are told neither, so neither is sought for them.
            let is_told = rules.answers == Answers::Eight;
            let (explained, impact) = (verbose && is_told, impact && is_told);
            let question = Question { against, explained, impact, now_ms };
            match judge::compare(rules, state, &subject, &candidate, question) {
                // Asked verbosely, a text that is no schema is an answer, not an error.
                Err(Refusal::InvalidSchema { format, details }) if verbose => {
                    let message = Refusal::InvalidSchema { format, details }.to_string();
                    Ok(Told { messages: vec![message], ..Told::default() })
                }
                told => told,
            }
        })
        .await?;
    let Told { messages, breaches, impact } = told;
    let is_compatible = messages.is_empty();
    let messages = verbose.then_some(messages);
    Ok(Answer(Compatibility { is_compatible, messages, breaches, impact }))
}
