//! The loop of the writer thread: collect a group, decide it, append it, publish, answer.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::{
    Answer, Decision, Failure, FoldError, Job, Machine, Pending, Published, Snapshot, Unreadable,
    WriterSettings, fold,
};
use crate::log::{AppendError, Entry, Log, MAX_ENTRY_BYTES};

/// How often a group is decided again because another node was faster.
const MAX_CONFLICTS: usize = 8;

/// How often a store that refused to be written is tried again while nobody writes.
const PROBE_INTERVAL: Duration = Duration::from_secs(1);

/// Groups after which the log is settled even if more commands wait.
const MAX_UNSETTLED: usize = 16;

/// Everything the writer thread owns.
pub(super) struct WriterLoop<M: Machine> {
    pub(super) machine: M,
    pub(super) log: Box<dyn Log>,
    pub(super) settings: WriterSettings,
    pub(super) jobs: mpsc::Receiver<Job<M>>,
    pub(super) published: Arc<Published<M::State>>,
    /// Only for waiting with a limit.
    pub(super) clock: Runtime,
    pub(super) last_ms: i64,
    pub(super) unsettled: usize,
}

/// Commands that were decided but are not durable yet.
struct Round<M: Machine> {
    snapshot: Snapshot<M::State>,
    entries: Vec<Entry>,
    bytes: usize,
    verdicts: Vec<Verdict<M>>,
}

struct Verdict<M: Machine> {
    pending: Pending<M>,
    outcome: Answer<M>,
    /// Does it rest on entries of this very round? Then it falls with them.
    speculative: bool,
}

impl<M: Machine> WriterLoop<M> {
    /// Until [`Job::Stop`], or until nobody holds a handle any more. What was queued before the end is still done.
    pub(super) fn run(mut self) {
        while let Some(first) = self.next_job() {
            let group = self.collect(first);
            self.commit(group);
        }
        self.log.settle();
    }

    /// The next job; while it waits and the store is out of order, the store is tried now and then.
    fn next_job(&mut self) -> Option<Job<M>> {
        while self.published.store_error.load().is_some() {
            let waited = async { timeout(PROBE_INTERVAL, self.jobs.recv()).await };
            match self.clock.block_on(waited) {
                Ok(job) => return job,
                Err(_elapsed) => self.probe(),
            }
        }
        self.jobs.blocking_recv()
    }

    fn probe(&mut self) {
        let checked = self.log.check().and_then(|()| self.catch_up());
        if checked.is_ok() {
            tracing::info!("the log can be written again");
        }
        self.published.store_error.store(checked.err().map(Arc::new));
    }

    /// What waits in the queue, up to the size of a group.
    fn collect(&mut self, first: Job<M>) -> VecDeque<Pending<M>> {
        let mut group = VecDeque::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Command(pending) => group.push_back(pending),
                Job::Stop => self.jobs.close(),
            }
            let full = group.len() >= self.settings.group_commands;
            next = if full { None } else { self.jobs.try_recv().ok() };
        }
        group
    }

    /// Decides, appends, publishes and answers, in as many rounds as bytes and other nodes demand.
    fn commit(&mut self, mut group: VecDeque<Pending<M>>) {
        let mut conflicts = 0;
        while !group.is_empty() {
            if let Err(error) = self.catch_up() {
                return self.fail(group, &error);
            }
            let round = self.decide(&mut group);
            let expected = self.published.snapshot.load().head;
            let appended = if round.entries.is_empty() {
                Ok(())
            } else {
                self.log.append(expected, &round.entries)
            };
            match appended {
                Ok(()) => self.publish(round),
                Err(AppendError::Conflict { .. }) if conflicts < MAX_CONFLICTS => {
                    conflicts += 1;
                    for verdict in round.verdicts.into_iter().rev() {
                        group.push_front(verdict.pending);
                    }
                }
                Err(error) => self.roll_back(round, &error),
            }
        }
    }

    /// Folds what others appended, or what an append left behind that reported an error.
    fn catch_up(&mut self) -> Result<(), AppendError> {
        let published = self.published.snapshot.load_full();
        if self.log.head()? == published.head {
            return Ok(());
        }
        let mut snapshot = Snapshot::clone(&published);
        let last_ms =
            fold(&self.machine, self.log.as_ref(), &mut snapshot).map_err(|error| match error {
                FoldError::Log(error) => error.into(),
                FoldError::Unreadable { position, reason } => {
                    AppendError::Corrupt { position, reason }
                }
                FoldError::Thread(reason) => AppendError::Unavailable(reason),
            })?;
        if snapshot.head == published.head {
            let position = published.head.position;
            return Err(AppendError::Corrupt {
                position,
                reason: "the log has lost its end while in use".to_owned(),
            });
        }
        self.last_ms = self.last_ms.max(last_ms);
        self.published.snapshot.store(Arc::new(snapshot));
        Ok(())
    }

    /// Takes commands off the group's front until the round is large enough.
    fn decide(&mut self, group: &mut VecDeque<Pending<M>>) -> Round<M> {
        let snapshot = Snapshot::clone(&self.published.snapshot.load());
        let mut round = Round { snapshot, entries: Vec::new(), bytes: 0, verdicts: Vec::new() };
        while round.bytes < self.settings.group_bytes {
            let Some(pending) = group.pop_front() else { break };
            let now_ms = self.now_ms();
            let outcome = decide_one(&self.machine, &mut round, &pending.command, now_ms);
            let speculative = !round.entries.is_empty();
            round.verdicts.push(Verdict { pending, outcome, speculative });
        }
        round
    }

    /// The round is durable: show it, then answer, then tidy up.
    fn publish(&mut self, round: Round<M>) {
        let Round { snapshot, entries, verdicts, .. } = round;
        if !entries.is_empty() {
            self.published.snapshot.store(Arc::new(snapshot));
            self.published.store_error.store(None);
        }
        for Verdict { pending, outcome, .. } in verdicts {
            answer(pending, outcome);
        }
        self.unsettled += usize::from(!entries.is_empty());
        if self.unsettled >= MAX_UNSETTLED || (self.unsettled > 0 && self.jobs.is_empty()) {
            self.log.settle();
            self.unsettled = 0;
        }
    }

    /// The append failed: what rests on it is answered with the error, the published state stays.
    fn roll_back(&mut self, round: Round<M>, error: &AppendError) {
        self.note(error);
        for Verdict { pending, outcome, speculative } in round.verdicts {
            answer(pending, if speculative { Err(Failure::Store(error.clone())) } else { outcome });
        }
    }

    /// The log cannot even tell its head: nothing can be decided.
    fn fail(&mut self, group: VecDeque<Pending<M>>, error: &AppendError) {
        self.note(error);
        for pending in group {
            answer(pending, Err(Failure::Store(error.clone())));
        }
    }

    fn note(&self, error: &AppendError) {
        tracing::error!(%error, "the log refused to be written");
        self.published.store_error.store(Some(Arc::new(error.clone())));
    }

    /// The clock, which never goes back from one entry to the next.
    fn now_ms(&mut self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        self.last_ms = self.last_ms.max(now_ms);
        self.last_ms
    }
}

/// Decides one command against the round's state and lets its entry join the round.
fn decide_one<M: Machine>(
    machine: &M,
    round: &mut Round<M>,
    command: &M::Command,
    now_ms: i64,
) -> Answer<M> {
    let state = &round.snapshot.state;
    let Decision { draft, reply } =
        guarded(|| machine.decide(state, command, now_ms))?.map_err(Failure::Refused)?;
    let Some(draft) = draft else { return Ok(reply) };
    let entry = Entry::seal(round.snapshot.head, now_ms, draft);
    if entry.size() > MAX_ENTRY_BYTES {
        return Err(Failure::Store(AppendError::TooLarge {
            bytes: entry.size(),
            limit: MAX_ENTRY_BYTES,
        }));
    }
    let mut next = round.snapshot.state.clone();
    guarded(|| machine.apply(&mut next, &entry))?
        .map_err(|Unreadable(reason)| Failure::Defect(reason))?;
    round.snapshot = Snapshot { state: next, head: entry.head() };
    round.bytes += entry.size();
    round.entries.push(entry);
    Ok(reply)
}

/// A panic in the machine costs one command its answer, not the registry its writer.
fn guarded<T, R>(step: impl FnOnce() -> T) -> Result<T, Failure<R>> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| {
        let reason = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "panic".to_owned());
        tracing::error!(reason, "a decision panicked");
        Failure::Defect(reason)
    })
}

fn answer<M: Machine>(pending: Pending<M>, outcome: Answer<M>) {
    // The client may have gone: what it asked for is done all the same.
    let _unheard = pending.answer.send(outcome);
}
