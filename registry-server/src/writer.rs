//! The writer: one thread that decides commands, appends what they cause in groups, and publishes the new state.
//!
//! Nothing is answered before it is durable. Readers take [`Writer::snapshot`] and never wait.
//! It knows nothing about schemas: what commands mean is a [`Machine`].

mod group;

use std::ops::Deref;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use arc_swap::{ArcSwap, ArcSwapOption};
use tokio::runtime;
use tokio::sync::{mpsc, oneshot};

use crate::config::STACK_BYTES;
use crate::log::{AppendError, Chain, Draft, Entry, Head, Log, LogError};

/// A pure state machine over log entries.
pub trait Machine: Send + Sync + 'static {
    /// Cheap to clone (persistent maps): the writer keeps one copy per command of a group.
    type State: Clone + Default + Send + Sync + 'static;
    type Command: Send + 'static;
    type Reply: Send + 'static;
    type Refusal: Send + 'static;

    /// What follows from `command` in `state`. No clock, no disk: `now_ms` becomes the entry's [`Entry::at_ms`].
    ///
    /// May be called again for the same command if another node was faster. Called on the writer thread.
    fn decide(
        &self,
        state: &Self::State,
        command: &Self::Command,
        now_ms: i64,
    ) -> Result<Decision<Self::Reply>, Self::Refusal>;

    /// Folds one entry into the state: at start for every entry of the log, later right after each decision.
    fn apply(&self, state: &mut Self::State, entry: &Entry) -> Result<(), Unreadable>;
}

/// The outcome of a command that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<Reply> {
    /// What to write; `None` if nothing changes (an idempotent repetition).
    pub draft: Option<Draft>,
    /// The answer, given once the draft is durable.
    pub reply: Reply,
}

/// An entry that [`Machine::apply`] does not understand, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// Why a command got no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure<Refusal> {
    /// The machine said no. Nothing was written.
    #[error("refused")]
    Refused(Refusal),
    /// The store said no. Unless it is full or the entry too large, the outcome is unknown: repeat the command.
    #[error("{0}")]
    Store(AppendError),
    /// The server is shutting down.
    #[error("the registry is shutting down")]
    Stopped,
    /// A defect: the machine panicked, or cannot apply what it decided. Nothing was written.
    #[error("internal error: {0}")]
    Defect(String),
}

/// The state at a position of the log.
#[derive(Debug, Clone)]
pub struct Snapshot<State> {
    pub state: State,
    pub head: Head,
}

/// Bounds of the queue and of a group commit.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// Commands that may wait; further submitters wait for room.
    pub queue: usize,
    /// Commands in one append.
    pub group_commands: usize,
    /// Bytes of entries in one append, after which no further command joins the group.
    pub group_bytes: usize,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self { queue: 1024, group_commands: 256, group_bytes: 4 * 1024 * 1024 }
    }
}

/// Why a log could not be folded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(
        "the log entry at position {position} is not understood: {reason}; was it written by a newer concord?"
    )]
    Unreadable { position: u64, reason: String },
    #[error("the writer thread cannot be started: {0}")]
    Thread(String),
}

/// The handle to the writer thread. Clones share it.
pub struct Writer<M: Machine> {
    queue: mpsc::Sender<Job<M>>,
    published: Arc<Published<M::State>>,
}

/// What the thread shows to everybody else.
struct Published<State> {
    snapshot: ArcSwap<Snapshot<State>>,
    store_error: ArcSwapOption<AppendError>,
}

enum Job<M: Machine> {
    Command(Pending<M>),
    /// Everything before it in the queue is done first.
    Stop,
}

struct Pending<M: Machine> {
    command: M::Command,
    answer: oneshot::Sender<Answer<M>>,
}

type Answer<M> = Result<<M as Machine>::Reply, Failure<<M as Machine>::Refusal>>;

impl<M: Machine> Clone for Writer<M> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), published: Arc::clone(&self.published) }
    }
}

impl<M: Machine> Writer<M> {
    /// Folds the log, then starts the thread.
    pub fn start(
        machine: M,
        mut log: Box<dyn Log>,
        settings: WriterSettings,
    ) -> Result<(Self, WriterThread), FoldError> {
        log.head()?;
        let mut folded = Snapshot { state: M::State::default(), head: Head::default() };
        let last_ms = fold(&machine, log.as_ref(), &mut folded)?;
        let published = Arc::new(Published {
            snapshot: ArcSwap::from_pointee(folded),
            store_error: ArcSwapOption::empty(),
        });
        let (queue, jobs) = mpsc::channel(settings.queue);
        let unstarted = |error: std::io::Error| FoldError::Thread(error.to_string());
        let clock =
            runtime::Builder::new_current_thread().enable_time().build().map_err(unstarted)?;
        let thread = group::WriterLoop {
            machine,
            log,
            settings,
            jobs,
            published: Arc::clone(&published),
            clock,
            last_ms,
            unsettled: 0,
        };
        let handle = thread::Builder::new()
            .name("writer".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || thread.run())
            .map_err(unstarted)?;
        Ok((Self { queue, published }, WriterThread(handle)))
    }

    /// The newest published state. Two calls may see two states: take it once per request.
    pub fn snapshot(&self) -> Arc<Snapshot<M::State>> {
        self.published.snapshot.load_full()
    }

    /// The same for a short look: see [`ArcSwap::load`].
    pub fn peek(&self) -> impl Deref<Target = Arc<Snapshot<M::State>>> + use<M> {
        self.published.snapshot.load()
    }

    /// Has the command decided and, if it changes something, made durable. A command once queued is carried out even if
    /// the returned future is dropped.
    pub async fn submit(&self, command: M::Command) -> Answer<M> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Command(Pending { command, answer });
        self.queue.send(job).await.map_err(|_| Failure::Stopped)?;
        answered.await.unwrap_or(Err(Failure::Stopped))
    }

    /// The error of the last append if it failed: the registry can be read, not written. Forgotten as soon as the store
    /// can be written again, which is tried every second.
    pub fn store_error(&self) -> Option<Arc<AppendError>> {
        self.published.store_error.load_full()
    }

    /// Lets the thread end after what is queued now. Later commands get [`Failure::Stopped`].
    pub async fn stop(&self) {
        // The thread has ended already if nobody receives.
        let _ended = self.queue.send(Job::Stop).await;
    }
}

/// The thread behind a [`Writer`].
#[must_use = "join it, or the log may still be open when the process goes on"]
pub struct WriterThread(thread::JoinHandle<()>);

impl WriterThread {
    /// Waits until the thread has ended (see [`Writer::stop`]) and the log is closed. Blocks.
    pub fn join(self) {
        if self.0.join().is_err() {
            tracing::error!("the writer thread ended with a panic");
        }
    }
}

/// Entries that are handed over at once while the log is folded, and how often before the reader waits.
const FOLD_ENTRIES: usize = 256;
const FOLD_BATCHES: usize = 8;

/// Applies what the log holds after `folded.head`, verifying the chain. Returns the time of the last entry.
///
/// Two threads: one reads and verifies, the other applies what has been verified.
fn fold<M: Machine>(
    machine: &M,
    log: &dyn Log,
    folded: &mut Snapshot<M::State>,
) -> Result<i64, FoldError> {
    let (verified, arriving) = sync_channel(FOLD_BATCHES);
    let chain = Chain::new(folded.head, log.read(folded.head.position + 1));
    thread::scope(|scope| {
        let folding = thread::Builder::new()
            .name("fold".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, move || apply_all(machine, folded, arriving))
            .map_err(|error| FoldError::Thread(error.to_string()))?;
        let read = read_all(chain, &verified);
        drop(verified);
        // What is applied comes before what is read, and so do its errors.
        let last_ms = folding.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        read?;
        Ok(last_ms)
    })
}

/// Hands over verified entries until the end, the first error, or nobody takes them any more.
fn read_all(chain: Chain<'_>, verified: &SyncSender<Vec<Entry>>) -> Result<(), LogError> {
    let mut batch = Vec::with_capacity(FOLD_ENTRIES);
    let mut broken = Ok(());
    for entry in chain {
        match entry {
            Ok(entry) => batch.push(entry),
            Err(error) => {
                broken = Err(error);
                break;
            }
        }
        if batch.len() == FOLD_ENTRIES && verified.send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    // If nobody takes the rest, an error that comes first has ended the other thread.
    let _taken = verified.send(batch);
    broken
}

fn apply_all<M: Machine>(
    machine: &M,
    folded: &mut Snapshot<M::State>,
    arriving: Receiver<Vec<Entry>>,
) -> Result<i64, FoldError> {
    let mut last_ms = 0;
    for entry in arriving.into_iter().flatten() {
        machine.apply(&mut folded.state, &entry).map_err(|Unreadable(reason)| {
            FoldError::Unreadable { position: entry.position, reason }
        })?;
        folded.head = entry.head();
        last_ms = entry.at_ms;
        if entry.position.is_multiple_of(100_000) {
            tracing::info!(position = entry.position, "reading the log");
        }
    }
    Ok(last_ms)
}
