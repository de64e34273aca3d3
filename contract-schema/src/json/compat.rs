//! Can data of one JSON Schema be read with another: the walk over the pair.
//!
//! Source: the differ of Confluent's registry as of August 2026, written down in `docs/rules.md`: what it does not look
//! at (`format`, `propertyNames`, what is under `patternProperties`, `contains` and `if`) is not looked at here either.
//! Every question is a pair of nodes and asked once. A pair counts as readable until something in it breaks, and what
//! relied on it is then judged again, so that recursion ends and no mismatch hides behind it.

mod array;
mod combined;
mod judge;
mod object;
mod report;
mod scalar;
#[cfg(test)]
mod table;

use super::cover::Covers;
use super::model::JsonSchema;
use super::rules::Difference;
use super::tree::{Forest, Kind, NodeId};
use crate::compat::Policy;
use crate::rule::Breach;
use judge::Judgement;
use std::collections::{HashMap, VecDeque};

/// Pairs that are kept at most.
const PAIRS: usize = 400_000;
/// Questions that are asked at most, beside some for each node.
const QUESTIONS: usize = 8_000_000;

/// Every incompatible difference between `writer` (the original) and `reader` (the update).
pub fn can_read(reader: &JsonSchema, writer: &JsonSchema, policy: Policy) -> Vec<Breach> {
    let mut forest = Forest::default();
    let (old, new) = (forest.add(writer), forest.add(reader));
    let mut differ = Differ::new(&forest, policy);
    if differ.reads(old, new) {
        return Vec::new();
    }
    report::breaches(&mut differ, (old, new), (writer, reader))
}

/// What is known of the pairs of a writer's and a reader's nodes.
struct Differ<'f, 's> {
    forest: &'f Forest<'s>,
    policy: Policy,
    pairs: Vec<Pair>,
    numbers: HashMap<(NodeId, NodeId), u32>,
    /// Pairs to be judged, again or for the first time.
    queue: VecDeque<u32>,
    questions_left: usize,
    covers: Covers<'s>,
}

struct Pair {
    original: NodeId,
    update: NodeId,
    /// Counts as readable until it is found broken, which is final.
    is_readable: bool,
    is_queued: bool,
    /// Pairs that relied on this one.
    dependents: Vec<u32>,
}

/// How a question about two nodes is asked.
#[derive(Debug, Clone, Copy)]
enum Mode {
    /// Is there anything that breaks? For this pair, if it is one that others ask for.
    Quick(Option<u32>),
    /// Everything that differs.
    Full,
}

impl<'f, 's> Differ<'f, 's> {
    fn new(forest: &'f Forest<'s>, policy: Policy) -> Self {
        Differ {
            forest,
            policy,
            pairs: Vec::new(),
            numbers: HashMap::new(),
            queue: VecDeque::new(),
            questions_left: QUESTIONS + 16 * forest.len(),
            covers: Covers::default(),
        }
    }

    /// Whether the update accepts all that the original allows.
    fn reads(&mut self, original: NodeId, update: NodeId) -> bool {
        let _ = self.ask(original, update, Mode::Quick(None));
        self.settle();
        self.ask(original, update, Mode::Quick(None))
    }

    /// Judges until nothing changes any more.
    fn settle(&mut self) {
        while let Some(number) = self.queue.pop_front() {
            if self.is_spent() {
                self.queue.clear();
                return;
            }
            let Pair { original, update, is_readable, is_queued, .. } =
                &mut self.pairs[number as usize];
            *is_queued = false;
            if !*is_readable {
                continue;
            }
            let (original, update) = (*original, *update);
            if Judgement::of(self, original, update, Mode::Quick(Some(number))).breaks {
                let pair = &mut self.pairs[number as usize];
                pair.is_readable = false;
                for dependent in std::mem::take(&mut pair.dependents) {
                    self.enqueue(dependent);
                }
            }
        }
    }

    fn enqueue(&mut self, number: u32) {
        let pair = &mut self.pairs[number as usize];
        if pair.is_readable && !pair.is_queued {
            pair.is_queued = true;
            self.queue.push_back(number);
        }
    }

    /// Whether the comparison took more than it may.
    fn is_spent(&self) -> bool {
        self.questions_left == 0 || self.pairs.len() >= PAIRS
    }

    /// What is known of a pair so far; a new one is put into the queue and counts as readable.
    fn ask(&mut self, original: NodeId, update: NodeId, mode: Mode) -> bool {
        self.questions_left = self.questions_left.saturating_sub(1);
        if self.is_spent() {
            return false;
        }
        let (original, update) = (self.forest.follow(original), self.forest.follow(update));
        if let Some(known) = self.at_once(original, update) {
            return known;
        }
        let next = self.pairs.len() as u32;
        let number = *self.numbers.entry((original, update)).or_insert(next);
        if number == next {
            let dependents = Vec::new();
            self.pairs.push(Pair {
                original,
                update,
                is_readable: true,
                is_queued: false,
                dependents,
            });
            self.enqueue(number);
        }
        let pair = &mut self.pairs[number as usize];
        if let Mode::Quick(Some(dependent)) = mode
            && pair.is_readable
            && pair.dependents.last() != Some(&dependent)
        {
            pair.dependents.push(dependent);
        }
        pair.is_readable
    }

    /// The verdict on two nodes that needs no look at what is inside them.
    fn at_once(&mut self, original: NodeId, update: NodeId) -> Option<bool> {
        let forest = self.forest;
        let (old, new) = (forest.node(original), forest.node(update));
        if old.colour == new.colour || old.kind.is_false() || new.kind.is_empty() {
            return Some(true);
        }
        match (&old.kind, &new.kind) {
            (Kind::Combined(_), _) | (_, Kind::Combined(_)) => None,
            (Kind::Object(_), Kind::Object(_))
            | (Kind::Array(_), Kind::Array(_))
            | (Kind::Not(_), Kind::Not(_)) => None,
            _ => Some(!Judgement::of(self, original, update, Mode::Quick(None)).breaks),
        }
    }

    /// Whether a pattern of `patternProperties` is found in a name.
    fn covers(&mut self, pattern: &'s str, name: &str) -> bool {
        let (found, cost) = self.covers.find(pattern, name);
        self.questions_left = self.questions_left.saturating_sub(cost);
        found
    }
}

/// One difference before it is known whether anybody minds.
#[derive(Debug, Clone)]
struct Found {
    difference: Difference,
    /// What is added to the path of the pair.
    tail: String,
    /// The keyword that stands behind it, where one does.
    keyword: &'static str,
    what: String,
    was: String,
    is: String,
    /// The nodes it is about, if they are not those of the pair.
    original: Option<NodeId>,
    update: Option<NodeId>,
}
