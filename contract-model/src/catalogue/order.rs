//! A topological order, the same for the same input.

use super::Needs;
use std::collections::BTreeSet;

/// The wanted ones, each after what it needs, and a circle if there is one; members of a circle are left out.
pub(super) fn topological(
    wanted: &BTreeSet<usize>,
    needs: &Needs,
) -> (Vec<usize>, Option<Vec<usize>>) {
    let targets = |index: usize| needs[index].iter().flatten().map(|(_, target)| *target);
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    let mut open: Vec<usize> = vec![0; needs.len()];
    for index in wanted {
        let distinct: BTreeSet<usize> = targets(*index).collect();
        open[*index] = distinct.len();
        distinct.into_iter().for_each(|target| users[target].push(*index));
    }
    let mut ready: BTreeSet<usize> =
        wanted.iter().copied().filter(|index| open[*index] == 0).collect();
    let mut order = Vec::with_capacity(wanted.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for user in &users[index] {
            open[*user] -= 1;
            if open[*user] == 0 {
                ready.insert(*user);
            }
        }
    }
    let left: BTreeSet<usize> = wanted.iter().copied().filter(|index| open[*index] > 0).collect();
    (order, left.first().map(|start| circle(*start, &left, targets)))
}

/// How many of the first need none of each other; at least one.
pub(super) fn independent(order: &[usize], needs: &Needs) -> usize {
    let mut run = BTreeSet::new();
    let is_independent = |index: &&usize| {
        let needed = needs[**index].iter().flatten();
        let is_free = !needed.into_iter().any(|(_, target)| run.contains(target));
        run.insert(**index);
        is_free
    };
    order.iter().take_while(is_independent).count().max(1)
}

/// Every one that is left needs another that is left: following them comes back to one already seen.
fn circle<I: Iterator<Item = usize>>(
    start: usize,
    left: &BTreeSet<usize>,
    targets: impl Fn(usize) -> I,
) -> Vec<usize> {
    let mut path = vec![start];
    loop {
        let last = path[path.len() - 1];
        let Some(next) = targets(last).find(|target| left.contains(target)) else { return path };
        if let Some(from) = path.iter().position(|index| *index == next) {
            path.drain(..from);
            path.push(next);
            return path;
        }
        path.push(next);
    }
}
