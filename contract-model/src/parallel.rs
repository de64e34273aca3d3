//! Work on many things at once, whose results come in the order of the things.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// As much as a main thread has: schemas nest.
const STACK: usize = 8 << 20;
/// Fewer things than this are no work for another thread.
const WORTH: usize = 16;

/// What `job` makes of each of the things, in their order.
pub fn in_order<T: Sync, R: Send>(things: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R> {
    beside(things, job, || ()).0
}

/// The same on all processors, and what this thread makes meanwhile.
pub fn beside<T: Sync, R: Send, O>(
    things: &[T],
    job: impl Fn(&T) -> R + Sync,
    own: impl FnOnce() -> O,
) -> (Vec<R>, O) {
    let threads = available_parallelism().map_or(1, NonZero::get).min(things.len() / WORTH + 1);
    on(threads, things, job, own)
}

/// The same for jobs that wait rather than work, on so many threads.
pub fn waiting<T: Sync, R: Send>(
    threads: usize,
    things: &[T],
    job: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    on(threads.min(things.len()), things, job, || ()).0
}

fn on<T: Sync, R: Send, O>(
    threads: usize,
    things: &[T],
    job: impl Fn(&T) -> R + Sync,
    own: impl FnOnce() -> O,
) -> (Vec<R>, O) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(index) else { return done };
            done.push((index, job(thing)));
        }
    };
    scope(|scope| {
        // Where no thread is to be had, this one does it all.
        let spawn = |_| Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        let own = own();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done.sort_unstable_by_key(|(index, _)| *index);
        (done.into_iter().map(|(_, result)| result).collect(), own)
    })
}

#[cfg(test)]
mod tests {
    use super::{in_order, waiting};

    #[test]
    fn results_come_in_the_order_of_the_things() {
        for count in [0, 1, 15, 1_000] {
            let things: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = things.iter().map(|thing| thing * 2).collect();
            assert_eq!(in_order(&things, |thing| thing * 2), doubled);
            assert_eq!(waiting(16, &things, |thing| thing * 2), doubled);
        }
    }
}
