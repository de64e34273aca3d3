//! What a handler holds: the newest state to read, the writer to change it, and a bounded bench for heavy thinking.

use crate::error::ApiError;
use crate::registry::decide::known;
use crate::registry::{Command, Core, Outcome, Reply, Rules, State, Subject, decide, lookup};
use crate::writer::{Snapshot, Writer};
use registry_api::Refusal;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::Semaphore;

/// A registry that can be read and changed. Clones share it.
#[derive(Clone)]
pub struct Handle {
    writer: Writer<Core>,
    rules: Arc<Rules>,
    bench: Arc<Semaphore>,
}

impl Handle {
    /// At most `parses` schemas are parsed and judged at once.
    pub fn new(writer: Writer<Core>, rules: Arc<Rules>, parses: usize) -> Handle {
        Handle { writer, rules, bench: Arc::new(Semaphore::new(parses.max(1))) }
    }

    /// The writer, for whoever ends it.
    pub fn writer(&self) -> &Writer<Core> {
        &self.writer
    }

    /// The newest published state; take it once per request.
    pub fn snapshot(&self) -> Arc<Snapshot<State>> {
        self.writer.snapshot()
    }

    /// The same for a look that is over at once: it counts no reader, and so holds up none.
    pub fn peek(&self) -> impl Deref<Target = Arc<Snapshot<State>>> {
        self.writer.peek()
    }

    /// The subject that a path means, its alias followed.
    pub fn subject(&self, text: &str) -> Subject {
        lookup::aliased(&self.snapshot().state, Subject::parse(text))
    }

    /// What the server's configuration says about decisions.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Why the store refuses to be written, if it does.
    pub fn store_error(&self) -> Option<String> {
        self.writer.store_error().map(|error| error.to_string())
    }

    /// Changes the registry; the answer is durable.
    pub async fn change(&self, command: Command) -> Result<Reply, ApiError> {
        Ok(self.writer.submit(command).await?)
    }

    /// Registers, alone or together with an association: decided here first, against the newest state and off the async
    /// threads, so that the writer thread sees only what changes something and finds every schema parsed.
    pub async fn register(&self, command: Command) -> Result<Reply, ApiError> {
        if let Command::Register { subject, candidate } = &command
            && let Some(reply) = known(&self.snapshot().state, &self.rules, subject, candidate)
        {
            return Ok(reply);
        }
        let Outcome { events, reply, .. } = self.rehearse(command.clone()).await?;
        if events.is_empty() { Ok(reply) } else { self.change(command).await }
    }

    /// What would follow from a command now; nothing does.
    pub async fn rehearse(&self, command: Command) -> Result<Outcome, ApiError> {
        let now_ms = now_ms();
        self.think(move |state, rules| decide(rules, state, &command, now_ms)).await
    }

    /// Runs `thought` on a blocking thread against the newest state; not more at once than there are places.
    pub async fn think<T: Send + 'static>(
        &self,
        thought: impl FnOnce(&State, &Rules) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, ApiError> {
        let place = Arc::clone(&self.bench).acquire_owned().await;
        let place = place.expect("the bench is never closed");
        let handle = self.clone();
        let thinking = tokio::task::spawn_blocking(move || {
            let _place = place;
            thought(&handle.snapshot().state, &handle.rules)
        });
        Ok(thinking.await.map_err(|_panic| ApiError::defect())??)
    }
}

/// The clock, for rehearsals and questions; what is written bears the writer's.
pub fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}
