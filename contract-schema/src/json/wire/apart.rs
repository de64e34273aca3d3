//! Can no value be both? Needed for `not` and `oneOf`.

use super::Prover;
use super::case::Case;
use crate::json::meaning::{Id, Kind};
use crate::json::validate::Verdict;

/// How deep a contradiction is looked for.
const DEPTH: usize = 3;
/// Members of an excluded list that are tried one by one.
const TRIED: usize = 16;

impl<'m, 's> Prover<'m, 's> {
    /// Whether there is no value of this case, as far as is easily seen.
    pub(super) fn is_impossible(&mut self, case: &Case<'m, 's>, depth: usize) -> bool {
        self.is_contradiction(case, 0) || self.is_excluded(case, depth)
    }

    pub(super) fn is_contradiction(&mut self, case: &Case<'m, 's>, level: usize) -> bool {
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
        use crate::json::meaning::Types;
        if level >= DEPTH || !case.facts.types.is_within(Types::OBJECT) {
            return false;
        }
        let required: Vec<&'s str> = case.facts.required.iter().copied().collect();
        required.into_iter().any(|name| {
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
        let apart = |list: &&[Id], chosen: usize| {
            let others = list.iter().enumerate().filter(|(at, _)| *at != chosen);
            others.map(|(_, id)| *id).find(is_same)
        };
        for (list, chosen) in &case.others {
            self.spend(list.len() / 16);
            if apart(list, *chosen).is_some() {
                return true;
            }
        }
        if depth > 8 {
            return false;
        }
        // Asked without what is excluded, so that the question does not come back to itself.
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

    /// Whether no value of this case is valid for the schema.
    pub(super) fn is_apart(&mut self, case: &Case<'m, 's>, schema: Id, depth: usize) -> bool {
        self.spend(4 + case.yes.len());
        if self.is_spent() || depth > 30 {
            return false;
        }
        let meanings = self.meanings;
        let joined = case.with(meanings, &[schema]);
        if self.is_impossible(&joined, depth) || self.no_value_fits(case, schema) {
            return true;
        }
        let demands = &meanings.get(schema).demands;
        let by_demand = demands.iter().any(|demand| match &demand.kind {
            Kind::Any(list) | Kind::One(list) => {
                list.len() <= 64 && list.iter().all(|id| self.is_apart(case, *id, depth + 1))
            }
            Kind::All(list) => list.iter().any(|id| self.is_apart(case, *id, depth + 1)),
            Kind::Reference(target) => self.is_apart(case, *target, depth + 1),
            Kind::Not(inner) => self.holds(case, *inner, depth + 1),
            _ => false,
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
