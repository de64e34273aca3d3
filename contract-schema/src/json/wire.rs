//! Beyond the standard: a proof that every value valid for the writer is valid for the reader, by the specification of
//! their drafts. What cannot be proved is told, with the keyword at which the proof ended.
//!
//! A goal is a set of schemas that a value of the writer satisfies, and one of the reader. Within one value the proof
//! is a search of bounded depth; values inside of it are goals of their own, each asked once. A goal counts as reached
//! until its proof fails, and what relied on it is then tried again, so that recursion ends: the values of a circle of
//! goals are ever smaller ones.

mod apart;
mod case;
mod items;
#[cfg(test)]
mod laws;
mod leaf;
mod members;
mod prove;
mod report;
mod tags;
mod void;

use super::contain::Contains;
use super::cover::Covers;
use super::meaning::{Colour, Id, Meanings, Members};
use super::model::JsonSchema;
use super::validate::Validator;
use crate::compat::Policy;
use crate::rule::Breach;
pub(super) use case::Case;
pub(super) use report::beyond_limit;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// Steps of one proof, beside some for each schema.
const STEPS: usize = 100_000;
/// Goals that are kept at most.
const GOALS: usize = 200_000;

/// What keeps the reader from accepting all that the writer allows, beside what the standard comparison tells.
///
/// Whoever chose [`Policy::Lenient`] vouches that nobody writes properties that the writer's schema does not describe.
pub(super) fn beyond(
    (reader, writer): (&JsonSchema, &JsonSchema),
    policy: Policy,
    standard: &[Breach],
) -> Vec<Breach> {
    if reader.says_the_same_as(writer) {
        return Vec::new();
    }
    let (meanings, old, new) = Meanings::of_pair(writer, reader);
    let mut prover = Prover::new(&meanings, policy);
    if prover.proves(old, new) {
        return Vec::new();
    }
    report::breaches(&mut prover, (old, new), (writer, reader), standard)
}

/// Whether it is proved that the reader accepts all that the writer allows; what nobody can write counts for nothing.
pub(super) fn accepts(reader: &JsonSchema, writer: &JsonSchema) -> bool {
    let (meanings, old, new) = Meanings::of_pair(writer, reader);
    [false, true].into_iter().any(|is_thorough| {
        let mut prover = Prover::new(&meanings, Policy::Strict);
        prover.is_thorough = is_thorough;
        prover.proves(old, new)
    })
}

/// Where the schemas of a colour stand in a list.
type Places = HashMap<Colour, Vec<u32>>;

/// A proof, as far as it has come.
pub(super) struct Prover<'m, 's> {
    meanings: &'m Meanings<'s>,
    policy: Policy,
    goals: Vec<Goal>,
    numbers: HashMap<(Box<[Id]>, Id), u32>,
    /// Goals to be tried, again or for the first time.
    queue: VecDeque<u32>,
    /// The goal that is being tried.
    current: Option<u32>,
    steps_left: usize,
    covers: Covers<'s>,
    pub(super) contains: Contains,
    pub(super) validator: Validator<'m, 's>,
    tags: tags::Index<'s>,
    /// Whether it is asked of every schema if any value can be valid for it.
    is_thorough: bool,
    voids: void::Voids,
    /// Where the colours of a list stand, by its first member and its length.
    places: HashMap<(usize, usize), Rc<Places>>,
    /// What unevaluated keywords amount to: the schema around, the one of the keyword, and whether surely.
    evaluated: HashMap<(Id, Id, bool), Option<Rc<Members<'s>>>>,
}

struct Goal {
    writer: Box<[Id]>,
    reader: Id,
    /// Counts as reached until its proof fails, which is final.
    is_reached: bool,
    is_queued: bool,
    /// Goals that relied on this one.
    dependents: Vec<u32>,
}

impl<'m, 's> Prover<'m, 's> {
    pub(super) fn new(meanings: &'m Meanings<'s>, policy: Policy) -> Self {
        Prover {
            meanings,
            policy,
            goals: Vec::new(),
            numbers: HashMap::new(),
            queue: VecDeque::new(),
            current: None,
            steps_left: STEPS + 48 * meanings.len(),
            covers: Covers::default(),
            contains: Contains::default(),
            validator: Validator::new(meanings),
            tags: tags::Index::default(),
            is_thorough: false,
            voids: void::Voids::default(),
            places: HashMap::new(),
            evaluated: HashMap::new(),
        }
    }

    /// Whether every value of the writer's schema is one of the reader's.
    fn proves(&mut self, writer: Id, reader: Id) -> bool {
        self.ask(vec![writer], reader);
        self.settle();
        self.ask(vec![writer], reader) && !self.is_spent()
    }

    /// Tries goals until nothing changes any more.
    fn settle(&mut self) {
        while let Some(number) = self.queue.pop_front() {
            if self.is_spent() {
                self.queue.clear();
                return;
            }
            let goal = &mut self.goals[number as usize];
            goal.is_queued = false;
            if !goal.is_reached {
                continue;
            }
            let (case, reader) = (Case::of(self.meanings, &goal.writer), goal.reader);
            self.current = Some(number);
            let holds = self.holds(&case, reader, 0);
            self.current = None;
            if !holds {
                let goal = &mut self.goals[number as usize];
                goal.is_reached = false;
                for dependent in std::mem::take(&mut goal.dependents) {
                    let waiting = &mut self.goals[dependent as usize];
                    if waiting.is_reached && !waiting.is_queued {
                        waiting.is_queued = true;
                        self.queue.push_back(dependent);
                    }
                }
            }
        }
    }

    /// Whether the proof took more than it may.
    fn is_spent(&self) -> bool {
        self.steps_left == 0 || self.goals.len() >= GOALS
    }

    /// The same value, valid for this as well; a copy is paid for.
    fn with(&mut self, case: &Case<'m, 's>, yes: &[Id]) -> Case<'m, 's> {
        self.spend(case.weight());
        case.with(self.meanings, yes)
    }

    /// The same value, not valid for this; a copy is paid for.
    fn without(&mut self, case: &Case<'m, 's>, no: Id) -> Case<'m, 's> {
        self.spend(case.weight());
        case.without(self.meanings, no)
    }

    fn spend(&mut self, steps: usize) {
        self.steps_left = self.steps_left.saturating_sub(steps);
    }

    /// Whether a value inside, valid for all of `writer`, is valid for `reader`, as far as is known; a new goal counts
    /// as reached.
    fn ask(&mut self, mut writer: Vec<Id>, reader: Id) -> bool {
        self.spend(1 + writer.len());
        if self.is_spent() {
            return false;
        }
        let meanings = self.meanings;
        let reader = meanings.end(reader);
        writer.iter_mut().for_each(|id| *id = meanings.end(*id));
        writer.retain(|id| !meanings.is_anything(*id));
        writer.sort_unstable();
        writer.dedup();
        let colour = meanings.get(reader).colour;
        let is_known = |id: &Id| meanings.get(*id).colour == colour;
        if meanings.is_anything(reader) || writer.iter().any(is_known) || self.is_void(&writer) {
            return true;
        }
        let next = self.goals.len() as u32;
        let writer = writer.into_boxed_slice();
        let number = *self.numbers.entry((writer.clone(), reader)).or_insert(next);
        if number == next {
            let (is_reached, is_queued) = (true, true);
            let dependents = Vec::new();
            self.goals.push(Goal { writer, reader, is_reached, is_queued, dependents });
            self.queue.push_back(number);
        }
        let goal = &mut self.goals[number as usize];
        if let Some(current) = self.current
            && goal.is_reached
            && goal.dependents.last() != Some(&current)
        {
            goal.dependents.push(current);
        }
        goal.is_reached
    }
}

impl JsonSchema {
    /// The same text but for layout, with the same dependencies: nothing has to be proved.
    pub(super) fn says_the_same_as(&self, other: &JsonSchema) -> bool {
        let (own, others) = (&self.documents.documents, &other.documents.documents);
        own.len() == others.len()
            && own.iter().zip(others).skip(1).all(|(a, b)| a.text == b.text)
            && (self.text() == other.text() || self.is_equivalent(other))
    }
}
