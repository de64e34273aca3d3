//! The core as the writer drives it: commands in, one log entry per decision, entries folded back.

use super::Rules;
use super::apply::apply;
use super::command::{Command, Reply};
use super::decide::{Outcome, decide};
use super::event::{Event, Payload};
use super::state::State;
use crate::log::{Blob, Digest, Draft, Entry};
use crate::writer::{Decision, Machine, Unreadable};
use registry_api::Refusal;
use std::sync::Arc;

/// The core with the rules it decides by.
#[derive(Debug, Clone)]
pub struct Core(pub Arc<Rules>);

impl Machine for Core {
    type State = State;
    type Command = Command;
    type Reply = Reply;
    type Refusal = Refusal;

    fn decide(
        &self,
        state: &State,
        command: &Command,
        now_ms: i64,
    ) -> Result<Decision<Reply>, Refusal> {
        let Outcome { events, texts, reply } = decide(&self.0, state, command, now_ms)?;
        if events.is_empty() {
            return Ok(Decision { draft: None, reply });
        }
        log_warnings(&events);
        let payload = Payload { v: Payload::VERSION, events };
        let payload =
            serde_json::to_vec(&payload).expect("events are plain structs with text keys");
        let blobs = texts.iter().map(|text| Blob::new(text.as_bytes().to_vec())).collect();
        Ok(Decision { draft: Some(Draft { payload: payload.into(), blobs }), reply })
    }

    fn apply(&self, state: &mut State, entry: &Entry) -> Result<(), Unreadable> {
        let payload: Payload = serde_json::from_slice(&entry.payload)
            .map_err(|error| Unreadable(format!("its events cannot be read: {error}")))?;
        if payload.v != Payload::VERSION {
            return Err(Unreadable(format!("its events have the unknown shape {}", payload.v)));
        }
        let text = |hash: &str| {
            let hash = hash.parse::<Digest>().ok()?;
            let blob = entry.blobs.iter().find(|blob| blob.hash == hash)?;
            std::str::from_utf8(&blob.bytes).ok()
        };
        let fold = |event| apply(state, event, entry.at_ms, &text);
        payload.events.into_iter().try_for_each(fold).map_err(Unreadable)
    }
}

fn log_warnings(events: &[Event]) {
    for event in events {
        if let Event::VersionRegistered { subject, version, warnings, .. } = event
            && !warnings.is_empty()
        {
            tracing::warn!(%subject, version, rules = ?warnings, "registered with warnings");
        }
    }
}
