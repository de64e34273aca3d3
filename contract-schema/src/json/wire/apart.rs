//! Can no value be both? Needed for `not` and `oneOf`.

use super::case::Case;
use super::{Places, Prover};
use crate::json::meaning::{Id, InPlace, Types};
use crate::json::validate::Verdict;
use std::rc::Rc;

/// How deep a contradiction is looked for.
const DEPTH: usize = 3;
/// Members of an excluded list that are tried one by one.
const TRIED: usize = 16;

impl<'m, 's> Prover<'m, 's> {
    /// Whether there is no value of this case, as far as is easily seen.
    pub(super) fn is_impossible(&mut self, case: &Case<'m, 's>, depth: usize) -> bool {
        self.is_contradiction(case, 0) || self.is_excluded(case, depth) || self.has_no_value(case)
    }

    pub(super) fn is_contradiction(&mut self, case: &Case<'m, 's>, level: usize) -> bool {
        if level > 0 {
            return self.is_contradictory(case, level);
        }
        if let Some(known) = case.contradiction.get() {
            return known;
        }
        let found = self.is_contradictory(case, level);
        if !self.is_spent() {
            case.contradiction.set(Some(found));
        }
        found
    }

    fn is_contradictory(&mut self, case: &Case<'m, 's>, level: usize) -> bool {
        self.spend(1);
        if case.facts.exclude_each_other() {
            return true;
        }
        if let Some(values) = &case.facts.values
            && values.len() <= TRIED
        {
            let refused = values.iter().all(|value| {
                self.spend(case.yes.len());
                let is_refused = |id: &Id| self.validator.check(*id, value) == Verdict::Refused;
                case.yes.iter().any(is_refused)
            });
            if refused {
                return true;
            }
        }
        if level >= DEPTH || !case.facts.types.is_within(Types::OBJECT) {
            return false;
        }
        let required: Vec<&'s str> = case.facts.required.iter().copied().collect();
        required.into_iter().any(|name| {
            if self.is_spent() {
                return false;
            }
            let inner = self.writer_at(case, name);
            inner.len() > 1 && {
                let inner = Case::of(self.meanings, &inner);
                self.is_contradiction(&inner, level + 1)
            } || inner.iter().any(|id| self.meanings.get(*id).is_false)
        })
    }

    /// Whether a value of the case would be valid for what is known to refuse it.
    fn is_excluded(&mut self, case: &Case<'m, 's>, depth: usize) -> bool {
        let meanings = self.meanings;
        let is_same = |id: &Id| case.facts.schemas.contains(&meanings.get(*id).colour);
        if case.no.iter().any(is_same) {
            return true;
        }
        for (list, chosen) in &case.others {
            self.spend(1 + case.facts.schemas.len() / 8);
            let places = self.places(list);
            let is_other = |colour| {
                let at: Option<&Vec<u32>> = places.get(colour);
                at.is_some_and(|at| at.iter().any(|at| *at as usize != *chosen))
            };
            if case.facts.schemas.iter().any(is_other) {
                return true;
            }
        }
        if depth > 8 {
            return false;
        }
        // Asked without what is excluded, so that the question does not come back to itself.
        self.spend(case.weight());
        let mut plain = case.clone();
        let no = std::mem::take(&mut plain.no);
        let others = std::mem::take(&mut plain.others);
        let listed = others.iter().flat_map(|(list, chosen)| {
            let others = list.iter().enumerate().filter(move |(at, _)| at != chosen);
            others.take(TRIED).map(|(_, id)| *id)
        });
        let excluded: Vec<Id> = no.iter().copied().chain(listed).collect();
        excluded.into_iter().any(|id| self.holds(&plain, id, depth + 4))
    }

    /// Where in a list the schemas of a colour stand, the first two of them.
    fn places(&mut self, list: &'m [Id]) -> Rc<Places> {
        let key = (list.as_ptr().addr(), list.len());
        if let Some(known) = self.places.get(&key) {
            return known.clone();
        }
        self.spend(list.len() / 8);
        let mut places = Places::new();
        for (at, id) in list.iter().enumerate() {
            let same = places.entry(self.meanings.get(*id).colour).or_default();
            if same.len() < 2 {
                same.push(at as u32);
            }
        }
        let places = Rc::new(places);
        self.places.insert(key, places.clone());
        places
    }

    /// Whether no value of this case is valid for the schema.
    pub(super) fn is_apart(&mut self, case: &Case<'m, 's>, schema: Id, depth: usize) -> bool {
        self.spend(4 + case.yes.len());
        if self.is_spent() || depth > 30 {
            return false;
        }
        let meanings = self.meanings;
        let joined = self.with(case, &[schema]);
        if self.is_impossible(&joined, depth) || self.no_value_fits(case, schema) {
            return true;
        }
        let demands = &meanings.get(schema).demands;
        let by_demand = demands.iter().any(|demand| match demand.kind.in_place() {
            InPlace::Some(list) => {
                list.len() <= 64 && list.iter().all(|id| self.is_apart(case, *id, depth + 1))
            }
            InPlace::All(list) => list.iter().any(|id| self.is_apart(case, *id, depth + 1)),
            InPlace::Not(inner) => self.holds(case, inner, depth + 1),
            InPlace::If(_) | InPlace::Dependent | InPlace::Unknown | InPlace::Nothing => false,
        });
        by_demand
            || (case.settled.len() < 2 && depth < 12)
                && self.in_each_branch(case, depth + 4, &mut |prover, branch, depth| {
                    prover.is_apart(branch, schema, depth)
                })
    }

    fn no_value_fits(&mut self, case: &Case<'m, 's>, schema: Id) -> bool {
        let Some(values) = &case.facts.values else { return false };
        values.len() <= 1_000
            && values.iter().all(|value| {
                self.spend(2);
                self.validator.check(schema, value) == Verdict::Refused
            })
    }
}
