//! The search within one value: does what is known of it imply a schema, demand by demand?

use super::Prover;
use super::case::Case;
use super::leaf::subject;
use super::report::Item;
use crate::json::contain::{self, Contained};
use crate::json::meaning::{Conditional, Demand, Id, Kind, Types};
use crate::json::validate::Verdict;
use crate::json_text::Node;

/// Schemas that are looked into one inside of the other without leaving the value.
const DEPTH: usize = 40;
/// Disjunctions that are told apart one inside of the other.
const SPLITS: usize = 4;
/// Values of an `enum` that are tried one by one.
const VALUES: usize = 10_000;
/// Patterns of one text that are compared with another one.
const PATTERNS: usize = 4;
/// Pairs of members that are tried for one `oneOf`.
const MEMBERS: usize = 200;

/// Where to put what is not proved; nowhere while only the verdict is sought.
pub(super) type Told<'t> = Option<&'t mut Vec<Item>>;

impl<'m, 's> Prover<'m, 's> {
    /// Whether a value of this case is valid for the schema.
    pub(super) fn holds(&mut self, case: &Case<'m, 's>, schema: Id, depth: usize) -> bool {
        self.spend(1 + case.yes.len() / 8);
        if self.is_spent() || depth > DEPTH {
            return false;
        }
        let meanings = self.meanings;
        let schema = meanings.end(schema);
        let meaning = meanings.get(schema);
        if meanings.is_anything(schema) || case.facts.schemas.contains(&meaning.colour) {
            return true;
        }
        if self.is_contradiction(case, 0) {
            return true;
        }
        if let Some(known) = self.by_values(case, schema) {
            return known;
        }
        if meaning.is_false {
            return self.in_each_branch(case, depth, &mut |prover, branch, depth| {
                prover.is_impossible(branch, depth)
            });
        }
        let mut demands = meaning.demands.iter();
        demands.all(|demand| self.satisfies(case, schema, demand, depth))
    }

    /// Whether a value of this case satisfies one demand of a schema.
    pub(super) fn satisfies(
        &mut self,
        case: &Case<'m, 's>,
        owner: Id,
        demand: &'m Demand<'s>,
        depth: usize,
    ) -> bool {
        if self.is_spent() || depth > DEPTH {
            return false;
        }
        if case.facts.demands.contains(&demand.colour)
            || !case.facts.types.meets(subject(&demand.kind))
            || self.satisfies_at_once(case, owner, demand, depth)
            || self.has_none_of(case, subject(&demand.kind))
        {
            return true;
        }
        let is_combination = matches!(
            demand.kind,
            Kind::Any(_) | Kind::One(_) | Kind::If(_) | Kind::Not(_) | Kind::DependentSchemas(_)
        );
        let mut again = |prover: &mut Self, branch: &Case<'m, 's>, depth: usize| {
            prover.is_impossible(branch, depth)
                || prover.satisfies(branch, owner, demand, depth)
                || prover.is_thorough && prover.by_values(branch, owner) == Some(true)
        };
        if is_combination && case.facts.types.each().count() > 1 {
            let mut types = case.facts.types.without(Types::NUMBER).each().collect::<Vec<_>>();
            types.extend(
                Some(case.facts.types.and(Types::NUMBER)).filter(|types| !types.is_empty()),
            );
            if types.len() > 1 {
                return types.into_iter().all(|one| {
                    self.spend(case.weight());
                    let mut branch = case.limited(one);
                    branch.build_again(self.meanings);
                    again(self, &branch, depth + 1)
                });
            }
        }
        self.in_each_branch(case, depth, &mut again)
    }

    /// Takes the first disjunction of the case apart; `false` if there is none left.
    pub(super) fn in_each_branch(
        &mut self,
        case: &Case<'m, 's>,
        depth: usize,
        holds: &mut dyn FnMut(&mut Self, &Case<'m, 's>, usize) -> bool,
    ) -> bool {
        if case.settled.len() >= SPLITS {
            return false;
        }
        let open = |at: &&(Id, usize)| !case.settled.contains(at);
        let Some((schema, number)) = case.facts.disjunctions.iter().find(open).copied() else {
            return false;
        };
        self.spend(8 + case.weight());
        let mut base = case.clone();
        base.settled.push((schema, number));
        let meanings = self.meanings;
        match &meanings.get(schema).demands[number].kind {
            Kind::Any(members) => members.iter().all(|member| {
                let branch = self.with(&base, &[*member]);
                !self.is_spent() && holds(self, &branch, depth + 1)
            }),
            Kind::One(members) => members.iter().enumerate().all(|(chosen, member)| {
                let mut branch = self.with(&base, &[*member]);
                branch.others.push((members, chosen));
                !self.is_spent() && holds(self, &branch, depth + 1)
            }),
            Kind::If(parts) => {
                let then = parts.then.unwrap_or(meanings.anything());
                let otherwise = parts.otherwise.unwrap_or(meanings.anything());
                let branch = self.with(&base, &[parts.test, then]);
                if !holds(self, &branch, depth + 1) {
                    return false;
                }
                let branch = self.with(&base, &[otherwise]);
                let branch = self.without(&branch, parts.test);
                holds(self, &branch, depth + 1)
            }
            _ => false,
        }
    }

    /// Where only few values are possible, each is tried.
    fn by_values(&mut self, case: &Case<'m, 's>, schema: Id) -> Option<bool> {
        for value in self.few_values(case)? {
            if !self.may_be(case, value) {
                continue;
            }
            if self.is_spent() {
                return Some(false);
            }
            match self.validator.check(schema, value) {
                Verdict::Valid => {}
                Verdict::Refused => return Some(false),
                Verdict::Unknown => return None,
            }
        }
        Some(true)
    }

    /// The values that there are, of which not all need to be valid.
    pub(super) fn few_values(&self, case: &Case<'m, 's>) -> Option<Vec<&'s Node>> {
        let listed = case.facts.values.as_ref().filter(|values| values.len() <= VALUES);
        match listed {
            Some(values) => Some(values.to_vec()),
            None => Some(case.facts.whole_numbers()?.iter().collect()),
        }
    }

    /// Whether one of the values is a value of the case, as far as is known.
    pub(super) fn may_be(&mut self, case: &Case<'m, 's>, value: &Node) -> bool {
        self.spend(2 + case.yes.len());
        if self.is_spent() {
            return true;
        }
        if !Types::of(value).is_within(case.facts.types) {
            return false;
        }
        let mut is = |id: &Id, verdict| self.validator.check(*id, value) == verdict;
        let mut others = case.others.iter().filter(|(list, _)| list.len() <= 64);
        let is_other = others.any(|(list, chosen)| {
            let mut others = list.iter().enumerate().filter(|(at, _)| at != chosen);
            others.any(|(_, id)| is(id, Verdict::Valid))
        });
        !is_other
            && !case.yes.iter().any(|id| is(id, Verdict::Refused))
            && !case.no.iter().any(|id| is(id, Verdict::Valid))
    }

    fn satisfies_at_once(
        &mut self,
        case: &Case<'m, 's>,
        owner: Id,
        demand: &'m Demand<'s>,
        depth: usize,
    ) -> bool {
        let meanings = self.meanings;
        match &demand.kind {
            Kind::Members(members) => self.members_hold(case, members, &mut None),
            Kind::Items(items) => self.items_hold(case, items, &mut None),
            Kind::Contains(contains) => self.contains_holds(case, contains),
            Kind::Names(schema) => self.names_hold(case, *schema),
            Kind::MaxProperties(most) => {
                case.facts.imply(&demand.kind)
                    || self.most_names(case).is_some_and(|count| count as u64 <= *most)
                    || self.possible_names(case).is_some_and(|all| all.len() as u64 <= *most)
            }
            Kind::Required(names) => {
                case.facts.imply(&demand.kind) || self.needs_all_of(case, names)
            }
            Kind::MaxItems(most) => {
                case.facts.imply(&demand.kind)
                    || self.most_items(case).is_some_and(|count| count <= *most)
            }
            Kind::DependentNames(list) => list.iter().all(|(name, names)| {
                let beside = case.facts.names_beside(name);
                names.iter().all(|name| beside.contains(name)) || self.is_absent(case, name)
            }),
            Kind::DependentSchemas(list) => list.iter().all(|(name, schema)| {
                self.is_absent(case, name) || {
                    self.spend(case.weight());
                    let having = case.having(meanings, name);
                    self.holds(&having, *schema, depth + 1) || self.has_no_value(&having)
                }
            }),
            Kind::UnevaluatedProperties(schema) => {
                let sure = self.surely_evaluated(owner, *schema);
                self.members_hold(case, &sure, &mut None)
            }
            Kind::UnevaluatedItems(schema) => {
                let sure = self.surely_listed(owner, *schema);
                self.items_hold(case, &sure, &mut None)
            }
            Kind::All(list) => list.iter().all(|member| self.holds(case, *member, depth + 1)),
            Kind::Reference(target) => self.holds(case, *target, depth + 1),
            Kind::Any(list) => {
                let mut likely = self.likely(case, list);
                likely.any(|at| self.holds(case, list[at], depth + 1))
            }
            Kind::One(list) => {
                let likely: Vec<usize> = self.likely(case, list).collect();
                likely.into_iter().any(|at| {
                    self.holds(case, list[at], depth + 1)
                        && self.all_others_apart(case, list, at, depth)
                })
            }
            Kind::Not(schema) => self.is_apart(case, *schema, depth + 1),
            Kind::If(parts) => self.condition_holds(case, parts, depth),
            Kind::Pattern(_) | Kind::MinLength(_) | Kind::MaxLength(_) => {
                self.texts_fit(case, &demand.kind)
            }
            Kind::Dynamic(_)
            | Kind::Opaque(_)
            | Kind::Meant(_)
            | Kind::Values(_)
            | Kind::Content(_) => false,
            Kind::Types(_)
            | Kind::Least(_)
            | Kind::Most(_)
            | Kind::Step(_)
            | Kind::Format(_)
            | Kind::MinItems(_)
            | Kind::Unique
            | Kind::MinProperties(_) => case.facts.imply(&demand.kind),
        }
    }

    /// Whether what is known of texts implies a pattern, or a limit of their length.
    fn texts_fit(&mut self, case: &Case<'m, 's>, asked: &Kind<'s>) -> bool {
        if case.facts.imply(asked) {
            return true;
        }
        if let Kind::Pattern(pattern) = asked {
            return self.texts_have(case, pattern);
        }
        contain::limit(asked)
            .is_some_and(|limit| !case.facts.patterns.is_empty() && self.texts_have(case, &limit))
    }

    /// Whether one pattern of the case, or the limits of its length, say that a pattern is found.
    fn texts_have(&mut self, case: &Case<'m, 's>, asked: &str) -> bool {
        let (least, most) = (case.facts.min_length, case.facts.max_length);
        let length = (least > 0 || most.is_some()).then(|| contain::of_length(least, most));
        let known = case.facts.patterns.iter().copied().take(PATTERNS);
        known.chain(length.as_deref()).any(|known| {
            let (found, cost) = self.contains.within(known, asked);
            self.spend(cost);
            found == Contained::Yes
        })
    }

    fn condition_holds(&mut self, case: &Case<'m, 's>, parts: &Conditional, depth: usize) -> bool {
        let then = parts.then.is_none_or(|then| {
            let tested = self.with(case, &[parts.test]);
            self.holds(&tested, then, depth + 1) || self.has_no_value(&tested)
        });
        then && parts.otherwise.is_none_or(|otherwise| {
            let tested = self.without(case, parts.test);
            self.holds(&tested, otherwise, depth + 1) || self.holds(case, parts.test, depth + 1)
        })
    }

    /// The members of a disjunction that a value of the case may be valid for, the likeliest first.
    fn likely(&mut self, case: &Case<'m, 's>, list: &'m [Id]) -> std::vec::IntoIter<usize> {
        let meanings = self.meanings;
        let same = |at: &usize| case.facts.schemas.contains(&meanings.get(list[*at]).colour);
        self.spend(1 + list.len() / 16);
        let tagged = self.tagged(case, list);
        let mut order: Vec<usize> = match tagged {
            Some(tagged) => tagged,
            None => (0..list.len()).collect(),
        };
        order.sort_by_key(|at| {
            let is_former = case.others.iter().any(|(_, chosen)| chosen == at);
            (!same(at), !is_former)
        });
        order.truncate(MEMBERS);
        order.into_iter()
    }

    /// Whether no value of the case is valid for any but one member.
    fn all_others_apart(
        &mut self,
        case: &Case<'m, 's>,
        list: &'m [Id],
        chosen: usize,
        depth: usize,
    ) -> bool {
        let near = self.tagged(case, list);
        let near = near.unwrap_or_else(|| (0..list.len()).collect());
        near.into_iter().filter(|at| *at != chosen).all(|at| {
            self.spend(1);
            !self.is_spent() && self.is_apart(case, list[at], depth + 1)
        })
    }
}
