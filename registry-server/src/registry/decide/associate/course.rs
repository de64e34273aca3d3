//! A decision of many steps: what an earlier step decided already holds for the later ones.

use super::Outcome;
use crate::log::Digest;
use crate::registry::Rules;
use crate::registry::apply::apply;
use crate::registry::command::Reply;
use crate::registry::event::Event;
use crate::registry::state::State;
use registry_api::Refusal;
use std::collections::HashSet;
use std::sync::Arc;

/// The steps so far, and the state that they would lead to.
pub(super) struct Course<'r> {
    pub(super) rules: &'r Rules,
    pub(super) now_ms: i64,
    pub(super) state: State,
    events: Vec<Event>,
    /// Each text once, however many contexts it is new in.
    texts: Vec<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl<'r> Course<'r> {
    pub(super) fn new(rules: &'r Rules, state: &State, now_ms: i64) -> Course<'r> {
        let (events, texts, known) = (Vec::new(), Vec::new(), HashSet::new());
        Course { rules, now_ms, state: state.clone(), events, texts, known }
    }

    /// Takes a step.
    pub(super) fn follow(&mut self, outcome: Outcome) -> Reply {
        let Outcome { events, texts, reply } = outcome;
        let text = |hash: &str| {
            let same = |text: &&Arc<str>| Digest::of(text.as_bytes()).to_string() == hash;
            texts.iter().find(same).map(|text| &**text)
        };
        for event in &events {
            apply(&mut self.state, event.clone(), self.now_ms, &text)
                .expect("what was decided against a state can be folded into it");
        }
        self.events.extend(events);
        self.texts.extend(texts.into_iter().filter(|text| self.known.insert(Arc::clone(text))));
        reply
    }

    /// Takes several steps, or none of them if one is refused.
    pub(super) fn all_or_nothing<T>(
        &mut self,
        steps: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (state, events, texts) = (self.state.clone(), self.events.len(), self.texts.len());
        let result = steps(self);
        if result.is_err() {
            self.state = state;
            self.events.truncate(events);
            for text in self.texts.drain(texts..) {
                self.known.remove(&text);
            }
        }
        result
    }

    /// All steps as one decision.
    pub(super) fn end(self, reply: Reply) -> Outcome {
        Outcome { events: self.events, texts: self.texts, reply }
    }
}
