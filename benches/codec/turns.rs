//! All codecs in turns over the same events, in one run: medians of short blocks, and what they cost next to the first.
//!
//! On a shared machine the figures of two runs cannot be compared. Here each round gives every codec one block of some
//! tens of microseconds, each round begins with another codec, and the ratio is the median of the rounds' ratios.

use std::hint::black_box;
use std::time::Instant;

/// Rounds that fill caches and teach the branch predictor.
const WARM_UP: usize = 50;

/// One way to do a task for every event.
pub(crate) type Run<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// What a way costs.
pub(crate) struct Cost {
    pub(crate) name: &'static str,
    /// Median of the rounds, for one event.
    pub(crate) nanos: f64,
    /// Median of the rounds' ratios to the first way.
    pub(crate) ratio: f64,
}

pub(crate) fn each<'a, T, R>(
    name: &'static str,
    list: &'a [T],
    mut run: impl FnMut(&'a T) -> R + 'a,
) -> Run<'a> {
    let run = move || {
        for value in list {
            black_box(run(black_box(value)));
        }
    };
    (name, Box::new(run))
}

/// Times the runs in turns; the first is what the others are compared with.
pub(crate) fn costs(rounds: usize, events: usize, mut runs: Vec<Run<'_>>) -> Vec<Cost> {
    let count = runs.len();
    let mut times = vec![Vec::with_capacity(rounds); count];
    for round in 0..WARM_UP + rounds {
        for turn in 0..count {
            let index = (round + turn) % count;
            let start = Instant::now();
            runs[index].1();
            let nanos = start.elapsed().as_nanos() as f64 / events as f64;
            if round >= WARM_UP {
                times[index].push(nanos);
            }
        }
    }
    let cost = |((name, _), own): (&Run<'_>, &Vec<f64>)| {
        let ratios = own.iter().zip(&times[0]).map(|(own, base)| own / base).collect();
        Cost { name, nanos: median(own.clone()), ratio: median(ratios) }
    };
    runs.iter().zip(&times).map(cost).collect()
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}
