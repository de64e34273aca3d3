//! Requests side by side: whoever syncs a disk for each, or stands far away, is waited for once for many.

use crate::error::Error;
use contract_model::parallel;
use std::sync::atomic::{AtomicBool, Ordering};

/// So many requests are under way at once.
const LANES: usize = 16;

/// What `job` answers for each of the things, in their order. After an error nothing more is begun.
pub(super) fn each<T: Sync, R: Send>(
    things: &[T],
    job: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let is_broken = AtomicBool::new(false);
    let answers = parallel::waiting(LANES, things, |thing| {
        if is_broken.load(Ordering::Relaxed) {
            return None;
        }
        let answer = job(thing);
        is_broken.fetch_or(answer.is_err(), Ordering::Relaxed);
        Some(answer)
    });
    answers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_ends_the_work() {
        let things: Vec<usize> = (0..1_000).collect();
        assert_eq!(each(&things, |thing| Ok(*thing)).unwrap(), things);
        let answer = each(&things, |thing| match thing {
            500 => Err(Error::Invalid("five hundred".to_owned())),
            thing => Ok(*thing),
        });
        assert!(answer.unwrap_err().to_string().contains("five hundred"));
    }
}
