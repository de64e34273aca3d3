//! Demands that the plain facts of a value answer: limits, patterns, formats, counts.

use super::case::Facts;
use crate::json::exact::Exact;
use crate::json::meaning::{Bound, Kind, Types};
use crate::json::validate::{WIDER, is_known};
use crate::json_text::{Node, Value};
use crate::position::Span;
use std::sync::LazyLock;

/// The whole numbers of which ranges are tried one by one, up to here on either side of zero.
const FARTHEST: i32 = 1_000;
/// The numbers of such a range.
const RANGE: i128 = 256;

static WHOLE: LazyLock<Vec<Node>> = LazyLock::new(|| {
    let number = |number: i32| Value::Number(number.to_string().into());
    let node = |value| Node { value, span: Span::default() };
    (-FARTHEST..=FARTHEST).map(|at| node(number(at))).collect()
});

/// Patterns that are found in every text.
const EVERYWHERE: [&str; 6] = ["", ".*", "^", "^.*", "$", ".*$"];

/// The types that a demand speaks of; it says nothing of the others.
pub(super) fn subject(kind: &Kind<'_>) -> Types {
    match kind {
        Kind::Least(_) | Kind::Most(_) | Kind::Step(_) => Types::NUMBER,
        // Formats that nobody defined may speak of anything.
        Kind::Format(name) if !is_known(name) => Types::ALL,
        Kind::MinLength(_)
        | Kind::MaxLength(_)
        | Kind::Pattern(_)
        | Kind::Format(_)
        | Kind::Content(_) => Types::STRING,
        Kind::MinItems(_)
        | Kind::MaxItems(_)
        | Kind::Unique
        | Kind::Items(_)
        | Kind::Contains(_)
        | Kind::UnevaluatedItems(_) => Types::ARRAY,
        Kind::MinProperties(_)
        | Kind::MaxProperties(_)
        | Kind::Required(_)
        | Kind::Members(_)
        | Kind::Names(_)
        | Kind::DependentNames(_)
        | Kind::DependentSchemas(_)
        | Kind::UnevaluatedProperties(_) => Types::OBJECT,
        Kind::Types(_)
        | Kind::Values(_)
        | Kind::All(_)
        | Kind::Any(_)
        | Kind::One(_)
        | Kind::Not(_)
        | Kind::If(_)
        | Kind::Reference(_)
        | Kind::Dynamic(_)
        | Kind::Meant(_)
        | Kind::Opaque(_) => Types::ALL,
    }
}

impl<'s> Facts<'_, 's> {
    /// Whether the facts alone imply a demand; `false` for demands that schemas below decide.
    pub(super) fn imply(&self, kind: &Kind<'s>) -> bool {
        match kind {
            Kind::Types(types) => self.types.is_within(*types),
            Kind::Least(bound) => self.least.is_some_and(|known| self.is_above(known, bound)),
            Kind::Most(bound) => self.most.is_some_and(|known| self.is_below(known, bound)),
            Kind::Step(step) => self.has_step(step),
            Kind::MinLength(count) => self.min_length >= *count,
            Kind::MaxLength(count) => self.max_length.is_some_and(|known| known <= *count),
            Kind::Pattern(pattern) => {
                self.patterns.contains(pattern) || EVERYWHERE.contains(pattern)
            }
            Kind::Format(format) => self
                .formats
                .iter()
                .any(|known| known == format || WIDER.contains(&(*known, *format))),
            Kind::MinItems(count) => self.min_items >= *count,
            Kind::MaxItems(count) => self.max_items.is_some_and(|known| known <= *count),
            Kind::Unique => self.is_unique || self.max_items.is_some_and(|known| known < 2),
            Kind::MinProperties(count) => self.fewest_members() >= *count,
            Kind::MaxProperties(count) => self.max_members.is_some_and(|known| known <= *count),
            Kind::Required(names) => {
                names.iter().all(|name| self.required.contains(name)) || {
                    let there = self.names_there();
                    !self.dependent.is_empty() && names.iter().all(|name| there.contains(name))
                }
            }
            Kind::DependentNames(list) => list.iter().all(|(name, names)| {
                let beside = self.names_beside(name);
                names.iter().all(|name| beside.contains(name))
            }),
            Kind::Values(_)
            | Kind::Content(_)
            | Kind::Items(_)
            | Kind::Contains(_)
            | Kind::Members(_)
            | Kind::Names(_)
            | Kind::DependentSchemas(_)
            | Kind::UnevaluatedItems(_)
            | Kind::UnevaluatedProperties(_)
            | Kind::All(_)
            | Kind::Any(_)
            | Kind::One(_)
            | Kind::Not(_)
            | Kind::If(_)
            | Kind::Reference(_)
            | Kind::Dynamic(_)
            | Kind::Meant(_)
            | Kind::Opaque(_) => false,
        }
    }

    fn is_whole(&self) -> bool {
        !self.types.meets(Types::FRACTION)
    }

    /// Whether every number at or above `known` is so for `asked`.
    fn is_above(&self, known: &Bound, asked: &Bound) -> bool {
        if known.at > asked.at
            || known.at == asked.at && (known.is_exclusive || !asked.is_exclusive)
        {
            return true;
        }
        // Of whole numbers the smallest one that is meant counts.
        let (known, asked) = (self.smallest(known), smallest(asked));
        known.is_some() && known >= asked && asked.is_some()
    }

    fn is_below(&self, known: &Bound, asked: &Bound) -> bool {
        if known.at < asked.at
            || known.at == asked.at && (known.is_exclusive || !asked.is_exclusive)
        {
            return true;
        }
        let (known, asked) = (self.largest(known), largest(asked));
        known.is_some() && asked.is_some() && known <= asked
    }

    /// The largest whole number that all numbers of the case are known to be multiples of.
    fn whole_step(&self) -> Option<i128> {
        let steps = self.steps.iter().filter_map(|step| step.to_i128());
        steps.chain(self.is_whole().then_some(1)).filter(|step| *step > 0).max()
    }

    /// The first multiple that a lower bound leaves.
    fn smallest(&self, bound: &Bound) -> Option<i128> {
        let step = self.whole_step()?;
        let rest = smallest(bound)?.rem_euclid(step);
        let more = if rest == 0 { 0 } else { step - rest };
        smallest(bound)?.checked_add(more)
    }

    /// The last multiple that an upper bound leaves.
    fn largest(&self, bound: &Bound) -> Option<i128> {
        let step = self.whole_step()?;
        largest(bound)?.checked_sub(largest(bound)?.rem_euclid(step))
    }

    /// The values of a narrow range of whole numbers.
    pub(super) fn whole_numbers(&self) -> Option<&'static [Node]> {
        let (least, most) = (self.least?, self.most?);
        if !self.types.is_within(Types::INTEGER) || self.types.is_empty() {
            return None;
        }
        let above = i128::from(least.is_exclusive || !least.at.is_whole());
        let least = least.at.floor()?.saturating_add(above);
        let below = i128::from(most.is_exclusive && most.at.is_whole());
        let most = most.at.floor()?.saturating_sub(below);
        let far = FARTHEST as i128;
        if least < -far || most > far || most.saturating_sub(least) >= RANGE {
            return None;
        }
        let at = |number: i128| usize::try_from(number + far).ok();
        WHOLE.get(at(least)?..at(most + 1)?.max(at(least)?))
    }

    fn has_step(&self, step: &Exact) -> bool {
        let divides = |known: &Exact| known.is_multiple_of(step) == Some(true);
        let one = Exact::parse("1");
        self.steps.iter().any(|known| divides(known))
            || self.is_whole() && one.is_some_and(|one| divides(&one))
    }

    /// Whether the plain facts exclude each other.
    pub(super) fn exclude_each_other(&self) -> bool {
        if self.is_false || self.types.is_empty() {
            return true;
        }
        let crossed = |least: u64, most: Option<u64>| most.is_some_and(|most| least > most);
        let numbers = match (self.least, self.most) {
            (Some(least), Some(most)) => {
                let touch = least.is_exclusive || most.is_exclusive;
                let none_between = match (self.smallest(least), self.largest(most)) {
                    (Some(smallest), Some(largest)) => smallest > largest,
                    (Some(_), None) | (None, _) => false,
                };
                least.at > most.at || least.at == most.at && touch || none_between
            }
            (Some(_), None) | (None, _) => false,
        };
        let impossible = [
            (Types::NUMBER, numbers),
            (Types::STRING, crossed(self.min_length, self.max_length)),
            (Types::ARRAY, crossed(self.min_items, self.max_items)),
            (Types::OBJECT, crossed(self.fewest_members(), self.max_members)),
        ];
        let left = impossible
            .into_iter()
            .filter(|(_, is_impossible)| *is_impossible)
            .fold(self.types, |left, (types, _)| left.without(types));
        left.is_empty()
    }
}

/// The smallest whole number that a lower bound admits.
fn smallest(bound: &Bound) -> Option<i128> {
    let floor = bound.at.floor()?;
    let is_meant = bound.at.is_whole() && !bound.is_exclusive;
    if is_meant { Some(floor) } else { floor.checked_add(1) }
}

/// The largest whole number that an upper bound admits.
fn largest(bound: &Bound) -> Option<i128> {
    let floor = bound.at.floor()?;
    let is_left_out = bound.at.is_whole() && bound.is_exclusive;
    if is_left_out { floor.checked_sub(1) } else { Some(floor) }
}
