//! Schemas that must all hold, and what they say together.

use super::kinds;
use contract_schema::json::{Demand, Demands, Limit, SchemaId};
use contract_schema::json_text::{Node, Value};
use std::collections::BTreeSet;

/// Schemas that must all hold for values of some types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conjunction {
    pub(super) ids: Vec<SchemaId>,
    pub(super) kinds: u8,
    /// Schemas whose `anyOf` and `oneOf` are left out: a branch of theirs is among the others.
    pub(super) skipped: BTreeSet<SchemaId>,
}

impl Conjunction {
    pub(super) fn of(id: SchemaId) -> Self {
        Conjunction::all(vec![id])
    }

    pub(super) fn all(mut ids: Vec<SchemaId>) -> Self {
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        Conjunction { ids, kinds: kinds::ALL, skipped: BTreeSet::new() }
    }

    pub(super) fn first(&self) -> Option<SchemaId> {
        self.ids.first().copied()
    }

    /// The one schema that it is.
    pub(super) fn only(&self) -> Option<SchemaId> {
        match self.ids[..] {
            [only] if self.kinds == kinds::ALL && self.skipped.is_empty() => Some(only),
            _ => None,
        }
    }

    /// The schema that a chain of references ends at, if nothing on the way demands anything.
    pub(super) fn end(&self, demands: &Demands<'_>) -> Option<SchemaId> {
        let mut at = self.only()?;
        let mut passed = BTreeSet::new();
        while passed.insert(at) {
            match &demands.demands(at)[..] {
                [(_, Demand::Ref(target))] => at = *target,
                [(_, Demand::AllOf(members))] if members.len() == 1 => at = members[0],
                _ => return Some(at),
            }
        }
        Some(at)
    }

    /// Every schema of it: references followed, `allOf` taken apart; those that demand something of their own.
    pub(super) fn parts(&self, demands: &Demands<'_>) -> Vec<SchemaId> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<SchemaId> = self.ids.iter().rev().copied().collect();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let mut is_own = demands.is_false(id);
            for (_, demand) in demands.demands(id).iter().rev() {
                match demand {
                    Demand::Ref(target) => waiting.push(*target),
                    Demand::AllOf(members) => waiting.extend(members.iter().rev()),
                    _ => is_own = true,
                }
            }
            if is_own {
                found.push(id);
            }
        }
        if found.is_empty() {
            found.extend(self.end(demands).or(self.first()));
        }
        found
    }

    pub(super) fn facts<'s>(&self, demands: &Demands<'s>) -> Facts<'s> {
        let mut facts = Facts { kinds: self.kinds, ..Facts::default() };
        for id in self.parts(demands) {
            facts.is_false |= demands.is_false(id);
            for (keyword, demand) in demands.demands(id) {
                let is_skipped = matches!(demand, Demand::AnyOf(_) | Demand::OneOf(_))
                    && self.skipped.contains(&id);
                if !is_skipped {
                    facts.add(id, keyword, demand);
                }
            }
        }
        if let Some(values) = &facts.values {
            facts.kinds &= values.iter().fold(0, |kinds, value| kinds | kind(value));
        }
        facts
    }
}

/// The type of a value.
pub(super) fn kind(value: &Node) -> u8 {
    match &value.value {
        Value::Null => kinds::NULL,
        Value::Bool(_) => kinds::BOOL,
        Value::Number(text) => match text.contains(['.', 'e', 'E']) {
            false => kinds::WHOLE,
            true => kinds::NUMBER,
        },
        Value::String(_) => kinds::STRING,
        Value::Array(_) => kinds::ARRAY,
        Value::Object(_) => kinds::OBJECT,
    }
}

/// The properties that one schema names.
#[derive(Debug, Clone)]
pub(super) struct Properties<'s> {
    pub(super) listed: Vec<(&'s str, SchemaId)>,
    pub(super) patterns: Vec<(&'s str, SchemaId)>,
    pub(super) rest: Option<SchemaId>,
}

/// A demand that no type makes superfluous.
#[derive(Debug, Clone)]
pub(super) struct Other<'s> {
    pub(super) of: SchemaId,
    pub(super) keyword: &'s str,
    pub(super) demand: Demand<'s>,
}

impl Other<'_> {
    /// The branches of `anyOf` and `oneOf`.
    pub(super) fn branches(&self) -> &[SchemaId] {
        match &self.demand {
            Demand::OneOf(ids) | Demand::AnyOf(ids) => ids,
            _ => &[],
        }
    }
}

/// What schemas say together.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts<'s> {
    pub(super) is_false: bool,
    /// Types that are allowed.
    pub(super) kinds: u8,
    /// Values that are allowed; the first list, the others are among `others`.
    pub(super) values: Option<Vec<&'s Node>>,
    pub(super) least: Option<Limit>,
    pub(super) most: Option<Limit>,
    pub(super) lengths: [Option<u64>; 2],
    pub(super) patterns: Vec<&'s str>,
    pub(super) formats: Vec<&'s str>,
    pub(super) counts: [Option<u64>; 2],
    pub(super) is_unique: bool,
    pub(super) items: Vec<(Vec<SchemaId>, Option<SchemaId>)>,
    pub(super) properties: Vec<Properties<'s>>,
    pub(super) required: Vec<&'s str>,
    pub(super) others: Vec<Other<'s>>,
    /// Where some of it is said.
    pub(super) parts: BTreeSet<SchemaId>,
}

impl<'s> Facts<'s> {
    fn add(&mut self, id: SchemaId, keyword: &'s str, demand: Demand<'s>) {
        self.parts.insert(id);
        let more = |old: Option<u64>, new: u64| Some(old.map_or(new, |old| old.max(new)));
        let fewer = |old: Option<u64>, new: u64| Some(old.map_or(new, |old| old.min(new)));
        match demand {
            Demand::Types(kinds) => self.kinds &= kinds,
            Demand::Values(values) => match common(self.values.as_deref(), values) {
                Ok(values) => self.values = Some(values),
                Err(values) => {
                    self.others.push(Other { of: id, keyword, demand: Demand::Values(values) });
                }
            },
            Demand::Least(limit) => match &self.least {
                Some(known) if !is_above(&limit, known) => {}
                _ => self.least = Some(limit),
            },
            Demand::Most(limit) => match &self.most {
                Some(known) if !is_below(&limit, known) => {}
                _ => self.most = Some(limit),
            },
            Demand::MinLength(count) => self.lengths[0] = more(self.lengths[0], count),
            Demand::MaxLength(count) => self.lengths[1] = fewer(self.lengths[1], count),
            Demand::Pattern(pattern) => self.patterns.push(pattern),
            Demand::Format(format) => self.formats.push(format),
            Demand::MinItems(count) => self.counts[0] = more(self.counts[0], count),
            Demand::MaxItems(count) => self.counts[1] = fewer(self.counts[1], count),
            Demand::UniqueItems => self.is_unique = true,
            Demand::Items { listed, rest } => self.items.push((listed, rest)),
            Demand::Properties { listed, patterns, rest } => {
                self.properties.push(Properties { listed, patterns, rest });
            }
            Demand::Required(names) => self.required.extend(names),
            Demand::Ref(_) | Demand::AllOf(_) => {}
            Demand::MultipleOf(_)
            | Demand::Contains { .. }
            | Demand::MinProperties(_)
            | Demand::MaxProperties(_)
            | Demand::PropertyNames(_)
            | Demand::DependentRequired(_)
            | Demand::DependentSchemas(_)
            | Demand::UnevaluatedItems(_)
            | Demand::UnevaluatedProperties(_)
            | Demand::AnyOf(_)
            | Demand::OneOf(_)
            | Demand::Not(_)
            | Demand::If { .. }
            | Demand::Dynamic
            | Demand::Unknown => self.others.push(Other { of: id, keyword, demand }),
        }
    }

    /// Nothing is demanded.
    pub(super) fn is_anything(&self) -> bool {
        !self.is_false && self.parts.is_empty()
    }

    /// Whether null is allowed, apart from what alternatives say.
    pub(super) fn takes_null(&self) -> bool {
        let is_listed = self
            .values
            .as_ref()
            .is_none_or(|values| values.iter().any(|value| matches!(value.value, Value::Null)));
        self.kinds & kinds::NULL != 0 && is_listed && !self.is_false
    }

    /// Whether something beside the types speaks of null too.
    pub(super) fn may_refuse_null(&self) -> bool {
        let speaks = |demand: &Demand<'_>| {
            matches!(
                demand,
                Demand::AnyOf(_) | Demand::OneOf(_) | Demand::Not(_) | Demand::If { .. }
            )
        };
        self.others.iter().any(|other| speaks(&other.demand))
    }

    /// A text, or one of several, of which nothing else is said.
    pub(super) fn is_plain_text(&self) -> bool {
        self.kinds == kinds::STRING
            && !self.is_false
            && self.patterns.is_empty()
            && self.lengths == [None, None]
            && self.formats.is_empty()
            && self.others.is_empty()
    }

    pub(super) fn has_properties(&self) -> bool {
        self.properties.iter().any(|one| !one.listed.is_empty())
    }

    /// The one list of alternatives, if there is one.
    pub(super) fn alternatives(&self) -> Option<&Other<'s>> {
        let is_list =
            |other: &&Other<'_>| matches!(other.demand, Demand::AnyOf(_) | Demand::OneOf(_));
        let mut lists = self.others.iter().filter(is_list);
        let first = lists.next()?;
        lists.next().is_none().then_some(first)
    }
}

/// The values of one more list among those known so far; texts alone are compared, and something must be left.
fn common<'s>(
    known: Option<&[&'s Node]>,
    values: Vec<&'s Node>,
) -> Result<Vec<&'s Node>, Vec<&'s Node>> {
    let Some(known) = known else { return Ok(values) };
    let are_texts = |list: &[&Node]| list.iter().all(|value| value.as_str().is_some());
    let is_among = |value: &&Node| values.iter().any(|other| other.as_str() == value.as_str());
    let left: Vec<&'s Node> = known.iter().copied().filter(is_among).collect();
    match are_texts(known) && are_texts(&values) && !left.is_empty() {
        true => Ok(left),
        false => Err(values),
    }
}

fn is_above(one: &Limit, two: &Limit) -> bool {
    match (one.whole, two.whole) {
        (Some(one_whole), Some(two_whole)) if one_whole != two_whole => one_whole > two_whole,
        (Some(_), Some(_)) => one.is_excluded,
        _ if one.double == two.double => one.is_excluded,
        _ => one.double > two.double,
    }
}

fn is_below(one: &Limit, two: &Limit) -> bool {
    match (one.whole, two.whole) {
        (Some(one_whole), Some(two_whole)) if one_whole != two_whole => one_whole < two_whole,
        (Some(_), Some(_)) => one.is_excluded,
        _ if one.double == two.double => one.is_excluded,
        _ => one.double < two.double,
    }
}
