//! The tree of modules as text, and the work on many types side by side.
//!
//! Tokens of one type are made, formatted and dropped before the next: those of a thousand contracts would fill gigabytes.

use super::{ident, quiet};
use crate::printer;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// As much as a main thread has: types nest as deep as their authors like.
const STACK: usize = 8 << 20;
/// Types that are worth a thread.
const WORTH: usize = 16;

/// A module with the formatted text of its items.
#[derive(Default)]
pub(super) struct Module {
    pub(super) items: Vec<String>,
    children: BTreeMap<String, Module>,
}

impl Module {
    pub(super) fn at(&mut self, path: &[String]) -> &mut Module {
        path.iter().fold(self, |module, name| module.children.entry(name.clone()).or_default())
    }

    /// The length of its text, without the lines around modules.
    pub(super) fn length(&self) -> usize {
        let items: usize = self.items.iter().map(String::len).sum();
        items + self.children.values().map(Module::length).sum::<usize>()
    }

    /// Generated code is read by people but not judged by lints: the modules at the top say so for all below.
    pub(super) fn print(&self, depth: usize, out: &mut String) {
        self.items.iter().for_each(|item| out.push_str(item));
        for (name, module) in &self.children {
            let name = ident(name);
            let indent = "    ".repeat(depth);
            if depth == 0 {
                printer::print(quiet(), 1, out);
            }
            *out += &format!("{indent}pub mod {name} {{\n");
            module.print(depth + 1, out);
            *out += &format!("{indent}}}\n");
        }
    }
}

/// The texts of `count` jobs in their order, made on all processors, and what this thread makes meanwhile.
pub(super) fn side_by_side<R>(
    count: usize,
    job: impl Fn(usize) -> String + Sync,
    own: impl FnOnce() -> R,
) -> (Vec<String>, R) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, job(index)));
        }
    };
    let threads = available_parallelism().map_or(1, NonZero::get).min(count / WORTH + 1);
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
        (done.into_iter().map(|(_, text)| text).collect(), own)
    })
}
