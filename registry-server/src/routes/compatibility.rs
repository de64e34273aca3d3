//! `/compatibility`: what a registration would be told, without registering.

use super::bodies;
use crate::answer::Answer;
use crate::config::Answers;
use crate::error::ApiError;
use crate::extract::{Json, Path, Query};
use crate::handle::{Handle, now_ms};
use crate::registry::command::Candidate;
use crate::registry::judge::{self, Against, Question, Told};
use crate::registry::{
    Command, Outcome, Refusal, Reply, Rules, State, Subject, VersionAsked, decide,
};
use axum::extract::State as Held;
use registry_api::{Admission, AdmissionOutcome, Compatibility, Register};
use std::sync::Arc;

/// `POST /compatibility/subjects/{subject}/versions`: with all live versions, as a registration.
pub async fn with_all(
    Held(registry): Held<Handle>,
    Path(subject): Path<String>,
    query: Query,
    Json(request): Json<Register>,
) -> Result<Answer<Compatibility>, ApiError> {
    check(&registry, &subject, Against::Live, &query, request).await
}

/// `POST /compatibility/subjects/{subject}/versions/{version}`: with that version alone.
pub async fn with_one(
    Held(registry): Held<Handle>,
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
    let named = subject.to_owned();
    let subject = registry.subject(subject);
    let (verbose, impact) = (query.flag("verbose"), query.flag("impact"));
    let is_rehearsed = query.flag("dryRun") && matches!(against, Against::Live);
    let candidate: Candidate = bodies::candidate(request, query)?;
    let now_ms = now_ms();
    let told = registry
        .think(move |state, rules| {
            // Clients of release 7 are told neither, so neither is sought for them.
            let is_told = rules.answers == Answers::Eight;
            let (explained, impact) = (verbose && is_told, impact && is_told);
            let question = Question { against, explained, impact, now_ms };
            let told = match judge::compare(rules, state, &subject, &candidate, question) {
                // Asked verbosely, a text that is no schema is an answer, not an error.
                Err(Refusal::InvalidSchema { format, details }) if verbose => {
                    let message = Refusal::InvalidSchema { format, details }.to_string();
                    Ok(Told { messages: vec![message], ..Told::default() })
                }
                // A registration may take its text from the latest version.
                Err(Refusal::EmptySchema {}) if is_rehearsed => Ok(Told::default()),
                told => told,
            }?;
            let registration = (is_rehearsed && is_told).then(|| {
                Subject::writable(&named)
                    .and_then(|_| rehearse(rules, state, subject, candidate, now_ms))
                    .unwrap_or_else(|refusal| refused(&refusal))
            });
            Ok((told, registration))
        })
        .await?;
    let (Told { messages, breaches, impact }, registration) = told;
    let is_compatible = messages.is_empty();
    let messages = verbose.then_some(messages);
    Ok(Answer(Compatibility { is_compatible, messages, breaches, impact, registration }))
}

/// What a registration would be answered now: decided, and then forgotten.
fn rehearse(
    rules: &Rules,
    state: &State,
    subject: Subject,
    candidate: Candidate,
    now_ms: i64,
) -> Result<Admission, Refusal> {
    let command = Command::Register { subject, candidate: Arc::new(candidate) };
    let Outcome { events, reply, .. } = decide(rules, state, &command, now_ms)?;
    let outcome = match events.is_empty() {
        true => AdmissionOutcome::Unchanged,
        false => AdmissionOutcome::Created,
    };
    let Reply::Registered { version, id, .. } = reply else {
        return Ok(Admission { outcome, ..Admission::default() });
    };
    Ok(Admission { outcome, version: Some(version), id: Some(id.0), refusal: None })
}

fn refused(refusal: &Refusal) -> Admission {
    let refusal = Some(refusal.body());
    Admission { outcome: AdmissionOutcome::Refused, refusal, ..Admission::default() }
}
