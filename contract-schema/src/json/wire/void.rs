//! Can nobody write a value at all? Asked only where a witness was sought in vain: a verdict does not wait for it.
//!
//! What is inside of a value is smaller than the value, so a schema counts as void while it is looked into: a value
//! that needs one of its own kind inside of itself would never end.

use super::Prover;
use super::case::Case;
use super::leaf::subject;
use crate::json::meaning::{Id, Kind, Meanings, Types};
use crate::json::validate::Verdict;
use crate::json_text::{Node, Value};
use crate::position::Span;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Values inside of values that are looked into.
const DEPTH: usize = 24;

/// Schemas that exclude a value and are compared with what is known of it.
const EXCLUDED: usize = 16;
/// Members of such a schema that are looked into, and how deep.
const PARTS: usize = 16;
const NESTED: usize = 4;

/// What was found out about sets of schemas.
#[derive(Default)]
pub(super) struct Voids {
    known: HashMap<Box<[Id]>, bool>,
    /// Sets that count as void, the latest last: those behind a set may rely on it.
    trail: Vec<Box<[Id]>>,
    depth: usize,
}

impl<'m, 's> Prover<'m, 's> {
    /// Whether no value is valid for all of these: at a glance, or as far as a thorough proof tells.
    pub(super) fn is_void(&mut self, schemas: &[Id]) -> bool {
        let meanings = self.meanings;
        if schemas.iter().any(|id| meanings.get(*id).is_false) {
            return true;
        }
        if !self.is_thorough || self.voids.depth >= DEPTH {
            return false;
        }
        let mut key: Vec<Id> = schemas.iter().map(|id| meanings.end(*id)).collect();
        key.retain(|id| !meanings.is_anything(*id));
        key.sort_unstable();
        key.dedup();
        let key = key.into_boxed_slice();
        if let Some(known) = self.voids.known.get(&key) {
            return *known;
        }
        self.spend(1 + key.len());
        let start = self.voids.trail.len();
        self.voids.known.insert(key.clone(), true);
        self.voids.trail.push(key.clone());
        self.voids.depth += 1;
        let is_void = self.has_no_value(&Case::of(meanings, &key)) && !self.is_spent();
        self.voids.depth -= 1;
        if !is_void {
            for wrong in self.voids.trail.drain(start..) {
                self.voids.known.remove(&wrong);
            }
            self.voids.known.insert(key, false);
        }
        is_void
    }

    /// Whether there is no value of the case, type by type. No goal is asked: what counts as reached for now would
    /// count as void for good.
    pub(super) fn has_no_value(&mut self, case: &Case<'m, 's>) -> bool {
        if !self.is_thorough || self.is_spent() {
            return false;
        }
        if self.is_contradiction(case, 0) {
            return true;
        }
        case.facts.types.each().all(|one| {
            self.spend(case.weight());
            let mut branch = case.limited(one);
            branch.build_again(self.meanings);
            self.has_none_of_type(&branch, one)
        })
    }

    /// Whether no value of the case has one of these types, of which a demand speaks.
    pub(super) fn has_none_of(&mut self, case: &Case<'m, 's>, types: Types) -> bool {
        if !self.is_thorough || case.facts.types.is_within(types) {
            return false;
        }
        self.spend(case.weight());
        let mut branch = case.limited(types);
        branch.build_again(self.meanings);
        self.has_no_value(&branch)
    }

    fn has_none_of_type(&mut self, case: &Case<'m, 's>, one: Types) -> bool {
        let meanings = self.meanings;
        self.spend(4 + case.yes.len() + EXCLUDED);
        if self.is_spent() {
            return false;
        }
        let others = case.others.iter().flat_map(|(list, chosen)| {
            let others = list.iter().enumerate().filter(move |(at, _)| at != chosen);
            others.take(EXCLUDED).map(|(_, id)| *id)
        });
        let mut excluded = case.no.iter().copied().chain(others).take(EXCLUDED);
        if self.is_contradiction(case, 0) || excluded.any(|id| is_plain(meanings, case, id, 0)) {
            return true;
        }
        if let Some(values) = self.few_values(case) {
            return values.iter().all(|value| !self.may_be(case, value)) && !self.is_spent();
        }
        one == Types::OBJECT && self.has_no_object(case)
            || one == Types::ARRAY && self.has_no_array(case)
            || self.in_each_branch(case, 0, &mut |prover, branch, _| {
                prover.has_none_of_type(branch, one)
            })
    }

    /// A property that must be there and cannot, or fewer possible names than there must be properties.
    fn has_no_object(&mut self, case: &Case<'m, 's>) -> bool {
        let names = case.facts.names_there();
        if names.iter().any(|name| self.is_absent(case, name)) {
            return true;
        }
        let fewest = case.facts.fewest_members().max(names.len() as u64);
        let possible = self.possible_names(case);
        possible.is_some_and(|possible| (possible.len() as u64) < fewest)
    }

    /// An item that must be there and cannot, or one that `contains` wants and nothing can be.
    fn has_no_array(&mut self, case: &Case<'m, 's>) -> bool {
        let least = case.facts.min_items;
        if self.most_items(case).is_some_and(|most| most < least) {
            return true;
        }
        let behind = behind_lists(case);
        case.facts.contains.clone().into_iter().any(|contains| {
            contains.least > 0
                && (0..=behind).all(|at| {
                    let mut item = self.item_at(case, at);
                    item.push(contains.schema);
                    self.is_void(&item)
                })
        })
    }

    /// The first position at which nothing can stand: an array of the case has no more items than that.
    pub(super) fn most_items(&mut self, case: &Case<'m, 's>) -> Option<u64> {
        let behind = behind_lists(case);
        let mut positions = 0..=behind;
        let end = positions.find(|at| {
            let item = self.item_at(case, *at);
            !self.is_spent() && self.is_void(&item)
        });
        let end = end.map(|at| at as u64);
        if !case.facts.is_unique || behind > 0 || end.is_some() || !self.is_thorough {
            return end;
        }
        // Items that differ from each other are no more than there are values.
        let item = self.item_at(case, 0);
        let item = Case::of(self.meanings, &item);
        let values = self.few_values(&item)?;
        Some(values.into_iter().filter(|value| self.may_be(&item, value)).count() as u64)
    }

    /// The names that a value of the case can have, where a thorough proof finds them to be few.
    pub(super) fn possible_names(&mut self, case: &Case<'m, 's>) -> Option<BTreeSet<String>> {
        if !self.is_thorough {
            return None;
        }
        let named = match case.facts.names.as_slice() {
            [] => None,
            names => {
                let mut names = Case::of(self.meanings, names).limited(Types::STRING);
                names.build_again(self.meanings);
                let values = self.few_values(&names);
                values.map(|values| values.iter().filter_map(|value| value.as_str()).collect())
            }
        };
        let names: Vec<&str> = match named {
            Some(names) => names,
            None => {
                self.most_names(case)?;
                let unevaluated = self.unevaluated_members(case);
                let unevaluated = unevaluated.iter().map(Rc::as_ref);
                let members = case.facts.members.iter().copied().chain(unevaluated);
                let listed =
                    members.flat_map(|members| members.listed.iter().map(|(name, _)| *name));
                listed.chain(case.facts.required.iter().copied()).collect()
            }
        };
        let possible = names.into_iter().filter(|name| !self.is_absent(case, name));
        Some(possible.map(str::to_owned).collect())
    }

    /// Whether there can be no more properties than there must be, so that those with these names are there.
    pub(super) fn needs_all_of(&mut self, case: &Case<'m, 's>, names: &[&'s str]) -> bool {
        let Some(possible) = self.possible_names(case) else { return false };
        possible.len() as u64 <= case.facts.fewest_members()
            && names.iter().all(|name| possible.contains(*name))
    }

    /// Whether all few names that the writer may use are valid for a schema of names.
    pub(super) fn few_names_hold(&mut self, case: &Case<'m, 's>, schema: Id) -> bool {
        let Some(possible) = self.possible_names(case) else { return false };
        possible.iter().all(|name| {
            self.spend(1);
            let name = Node { value: Value::String(name.as_str().into()), span: Span::default() };
            self.validator.check(schema, &name) == Verdict::Valid
        })
    }
}

/// Whether the plain facts of a value say already that it is valid for a schema.
fn is_plain<'s>(meanings: &Meanings<'s>, case: &Case<'_, 's>, schema: Id, depth: usize) -> bool {
    let meaning = meanings.get(schema);
    let demands = &meaning.demands;
    if case.facts.schemas.contains(&meaning.colour) {
        return true;
    }
    if meaning.is_false || depth > NESTED || demands.len() > PARTS {
        return false;
    }
    let inner = |id: &Id| is_plain(meanings, case, *id, depth + 1);
    demands.iter().all(|demand| {
        case.facts.demands.contains(&demand.colour)
            || !case.facts.types.meets(subject(&demand.kind))
            || case.facts.imply(&demand.kind)
            || match &demand.kind {
                Kind::Any(list) => list.iter().take(PARTS).any(inner),
                Kind::All(list) => list.len() <= PARTS && list.iter().all(inner),
                Kind::Reference(target) => inner(target),
                _ => false,
            }
    })
}

/// The position behind all lists; it stands for those behind it too.
fn behind_lists(case: &Case<'_, '_>) -> usize {
    case.facts.items.iter().map(|items| items.listed.len()).max().unwrap_or(0)
}
