//! Is a value valid for a schema? All keywords of the five drafts, formats and contents as assertions.
//!
//! Bounded in steps and depth; what cannot be decided (patterns that the engine does not know, formats without a
//! judge, broken references) is said to be so and never guessed.

mod format;
mod reason;
#[cfg(test)]
pub(super) mod suite;
mod unevaluated;

pub use format::has_format;
pub(super) use format::{WIDER, is_known};
pub(super) use reason::Reason;

use super::cover::Covers;
use super::documents::ResourceKey;
use super::exact::{self, Exact};
use super::meaning::{Contains, Demand, Id, Items, Kind, Meanings, Members, Types};
use crate::json_text::{Node, Value};
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use unevaluated::Seen;

/// Schemas that are entered one inside of the other.
const DEPTH: usize = 100;
/// Demands that are looked at for one question.
const STEPS: usize = 100_000;
/// Values of an `enum` that are compared one by one.
const LISTED: usize = 16;
/// Demands that are looked at for all questions together.
const TOTAL: usize = 1_500_000;

/// What is known of a value and a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Valid,
    Refused,
    /// Nobody can tell, or not within the bounds.
    Unknown,
}

impl Verdict {
    fn known(is_valid: Option<bool>) -> Verdict {
        match is_valid {
            Some(true) => Verdict::Valid,
            Some(false) => Verdict::Refused,
            None => Verdict::Unknown,
        }
    }

    fn of(is_valid: bool) -> Verdict {
        Verdict::known(Some(is_valid))
    }

    /// Both hold.
    fn and(self, other: Verdict) -> Verdict {
        match (self, other) {
            (Verdict::Refused, _) | (_, Verdict::Refused) => Verdict::Refused,
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
            (Verdict::Valid, Verdict::Valid) => Verdict::Valid,
        }
    }

    fn not(self) -> Verdict {
        match self {
            Verdict::Valid => Verdict::Refused,
            Verdict::Refused => Verdict::Valid,
            Verdict::Unknown => Verdict::Unknown,
        }
    }
}

/// Judges values by the schemas of one forest.
pub(super) struct Validator<'m, 's> {
    meanings: &'m Meanings<'s>,
    covers: Covers<'s>,
    /// The resources entered on the way, outermost first.
    scope: Vec<ResourceKey>,
    depth: usize,
    steps_left: usize,
    total_left: usize,
    /// The values of long lists, by where the list stands in memory.
    listed: HashMap<usize, HashSet<String>>,
}

impl<'m, 's> Validator<'m, 's> {
    pub(super) fn new(meanings: &'m Meanings<'s>) -> Self {
        Validator {
            meanings,
            covers: Covers::default(),
            scope: Vec::new(),
            depth: 0,
            steps_left: STEPS,
            total_left: TOTAL,
            listed: HashMap::new(),
        }
    }

    /// Whether the value is valid for the schema.
    pub(super) fn check(&mut self, schema: Id, value: &Node) -> Verdict {
        let allowed = STEPS.min(self.total_left);
        self.steps_left = allowed;
        self.scope.clear();
        let verdict = self.schema(schema, value, &mut Seen::of(value));
        self.total_left -= allowed - self.steps_left;
        verdict
    }

    /// One schema; `seen` gains what it evaluates if the value is valid for it.
    fn schema(&mut self, id: Id, value: &Node, seen: &mut Seen) -> Verdict {
        if self.depth >= DEPTH || self.steps_left == 0 {
            return Verdict::Unknown;
        }
        let id = self.meanings.end(id);
        let meanings = self.meanings;
        let meaning = meanings.get(id);
        if meaning.is_false {
            return Verdict::Refused;
        }
        if meaning.demands.is_empty() {
            return Verdict::Valid;
        }
        let resource = meaning.place.map(|place| place.resource_key());
        let enters = resource.is_some_and(|resource| self.scope.last() != Some(&resource));
        if enters {
            self.scope.extend(resource);
        }
        self.depth += 1;
        let mut own = Seen::of(value);
        let mut verdict = Verdict::Valid;
        // What is unevaluated is only known when all else is.
        let is_late = |demand: &&Demand<'_>| {
            matches!(demand.kind, Kind::UnevaluatedItems(_) | Kind::UnevaluatedProperties(_))
        };
        let (late, first): (Vec<_>, Vec<_>) = meaning.demands.iter().partition(is_late);
        for demand in first.into_iter().chain(late) {
            self.steps_left = self.steps_left.saturating_sub(1);
            verdict = verdict.and(self.demand(&demand.kind, demand.keyword, value, &mut own));
            if verdict == Verdict::Refused {
                break;
            }
        }
        self.depth -= 1;
        if enters {
            self.scope.pop();
        }
        if verdict != Verdict::Refused {
            seen.add(&own);
        }
        verdict
    }

    /// A schema for a value inside of this one.
    fn inside(&mut self, id: Id, value: &Node) -> Verdict {
        self.schema(id, value, &mut Seen::of(value))
    }

    fn demand(
        &mut self,
        kind: &'m Kind<'s>,
        keyword: &str,
        value: &Node,
        seen: &mut Seen,
    ) -> Verdict {
        match kind {
            Kind::Types(types) => Verdict::of(Types::of(value).is_within(*types)),
            Kind::Values(values) => Verdict::of(self.is_listed(values, value)),
            Kind::Least(_) | Kind::Most(_) | Kind::Step(_) => number(kind, value),
            Kind::MinLength(_)
            | Kind::MaxLength(_)
            | Kind::Pattern(_)
            | Kind::Format(_)
            | Kind::Content(_) => match value.as_str() {
                Some(text) => self.text(kind, keyword, text),
                None => Verdict::Valid,
            },
            Kind::MinItems(_)
            | Kind::MaxItems(_)
            | Kind::Unique
            | Kind::Items(_)
            | Kind::Contains(_)
            | Kind::UnevaluatedItems(_) => match &value.value {
                Value::Array(elements) => self.array(kind, elements, seen),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Object(_) => Verdict::Valid,
            },
            Kind::MinProperties(_)
            | Kind::MaxProperties(_)
            | Kind::Required(_)
            | Kind::Members(_)
            | Kind::Names(_)
            | Kind::DependentNames(_)
            | Kind::DependentSchemas(_)
            | Kind::UnevaluatedProperties(_) => match &value.value {
                Value::Object(_) => self.object(kind, value, seen),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => Verdict::Valid,
            },
            Kind::All(_)
            | Kind::Any(_)
            | Kind::One(_)
            | Kind::Not(_)
            | Kind::If(_)
            | Kind::Reference(_)
            | Kind::Dynamic(_) => self.combination(kind, value, seen),
            Kind::Meant(_) => Verdict::Valid,
            Kind::Opaque(_) => Verdict::Unknown,
        }
    }

    /// Whether a value is in an `enum`; long ones are looked up.
    fn is_listed(&mut self, values: &'m [&'s Node], value: &Node) -> bool {
        if values.len() < LISTED {
            self.steps_left = self.steps_left.saturating_sub(values.len());
            return values.iter().any(|one| exact::is_same(one, value));
        }
        let mut cost = 1;
        let listed = self.listed.entry(values.as_ptr().addr()).or_insert_with(|| {
            cost = values.len();
            values.iter().map(|one| exact::key(one)).collect()
        });
        let is_listed = listed.contains(&exact::key(value));
        self.steps_left = self.steps_left.saturating_sub(cost);
        is_listed
    }

    fn text(&mut self, kind: &Kind<'s>, keyword: &str, text: &str) -> Verdict {
        let length = || text.chars().count() as u64;
        match kind {
            Kind::MinLength(least) => Verdict::of(length() >= *least),
            Kind::MaxLength(most) => Verdict::of(length() <= *most),
            Kind::Pattern(pattern) => Verdict::known(self.matches(pattern, text)),
            Kind::Format(name) => Verdict::known(has_format(name, text)),
            Kind::Content(name) => Verdict::known(format::holds(keyword, name, text)),
            _ => Verdict::Valid,
        }
    }

    /// Whether a pattern is found in a text, if the engine knows it.
    pub(super) fn matches(&mut self, pattern: &'s str, text: &str) -> Option<bool> {
        let (found, cost) = self.covers.decide(pattern, text);
        self.steps_left = self.steps_left.saturating_sub(cost);
        found
    }

    fn array(&mut self, kind: &Kind<'s>, elements: &[Node], seen: &mut Seen) -> Verdict {
        let length = elements.len() as u64;
        match kind {
            Kind::MinItems(least) => Verdict::of(length >= *least),
            Kind::MaxItems(most) => Verdict::of(length <= *most),
            Kind::Unique => {
                let mut keys = HashSet::new();
                Verdict::of(elements.iter().all(|element| keys.insert(exact::key(element))))
            }
            Kind::Items(items) => self.items(items, elements, seen),
            Kind::Contains(contains) => self.contains(contains, elements, seen),
            Kind::UnevaluatedItems(schema) => {
                let mut verdict = Verdict::Valid;
                for (at, element) in elements.iter().enumerate() {
                    if !seen.is_marked(at) {
                        verdict = verdict.and(seen.judge(self.inside(*schema, element)));
                    }
                }
                seen.mark_all();
                verdict
            }
            _ => Verdict::Valid,
        }
    }

    fn items(&mut self, items: &Items, elements: &[Node], seen: &mut Seen) -> Verdict {
        let mut verdict = Verdict::Valid;
        for (at, element) in elements.iter().enumerate() {
            let Some(schema) = items.listed.get(at).copied().or(items.rest) else { break };
            verdict = verdict.and(self.inside(schema, element));
            seen.mark(at);
        }
        verdict
    }

    fn contains(&mut self, contains: &Contains, elements: &[Node], seen: &mut Seen) -> Verdict {
        let (mut found, mut unknown) = (0, 0);
        for (at, element) in elements.iter().enumerate() {
            match self.inside(contains.schema, element) {
                Verdict::Valid => {
                    found += 1;
                    if contains.evaluates {
                        seen.mark(at);
                    }
                }
                Verdict::Unknown => {
                    unknown += 1;
                    if contains.evaluates {
                        seen.blur();
                    }
                }
                Verdict::Refused => {}
            }
        }
        let fits =
            |count: u64| count >= contains.least && contains.most.is_none_or(|most| count <= most);
        let counts = found..=found + unknown;
        match (counts.clone().all(fits), counts.clone().any(fits)) {
            (true, _) => Verdict::Valid,
            (false, true) => Verdict::Unknown,
            (false, false) => Verdict::Refused,
        }
    }

    fn object(&mut self, kind: &Kind<'s>, value: &Node, seen: &mut Seen) -> Verdict {
        let members = value.members();
        let count = members.len() as u64;
        let names =
            LazyCell::new(|| members.iter().map(|member| &*member.key).collect::<HashSet<&str>>());
        let has = |name: &str| names.contains(name);
        match kind {
            Kind::MinProperties(least) => Verdict::of(count >= *least),
            Kind::MaxProperties(most) => Verdict::of(count <= *most),
            Kind::Required(names) => Verdict::of(names.iter().all(|name| has(name))),
            Kind::DependentNames(list) => {
                let holds = |(name, names): &(&str, Vec<&str>)| {
                    !has(name) || names.iter().all(|name| has(name))
                };
                Verdict::of(list.iter().all(holds))
            }
            Kind::DependentSchemas(list) => {
                let mut verdict = Verdict::Valid;
                for (name, schema) in list {
                    if has(name) {
                        verdict = verdict.and(self.schema(*schema, value, seen));
                    }
                }
                verdict
            }
            Kind::Names(schema) => {
                let mut verdict = Verdict::Valid;
                for member in members {
                    let name = Node { value: Value::String(member.key.clone()), span: value.span };
                    verdict = verdict.and(self.inside(*schema, &name));
                }
                verdict
            }
            Kind::Members(described) => self.members(described, value, seen),
            Kind::UnevaluatedProperties(schema) => {
                let mut verdict = Verdict::Valid;
                for (at, member) in members.iter().enumerate() {
                    if !seen.is_marked(at) {
                        verdict = verdict.and(seen.judge(self.inside(*schema, &member.value)));
                    }
                }
                seen.mark_all();
                verdict
            }
            _ => Verdict::Valid,
        }
    }

    fn members(&mut self, described: &Members<'s>, value: &Node, seen: &mut Seen) -> Verdict {
        let mut verdict = Verdict::Valid;
        for (at, member) in value.members().iter().enumerate() {
            let mut is_described = Some(false);
            if let Some(schema) = described.get(&member.key) {
                verdict = verdict.and(self.inside(schema, &member.value));
                is_described = Some(true);
            }
            for (pattern, schema) in &described.patterns {
                match self.matches(pattern, &member.key) {
                    Some(true) => {
                        verdict = verdict.and(self.inside(*schema, &member.value));
                        is_described = Some(true);
                    }
                    Some(false) => {}
                    None => {
                        if self.inside(*schema, &member.value) != Verdict::Valid {
                            verdict = verdict.and(Verdict::Unknown);
                        }
                        is_described = is_described.filter(|known| *known);
                    }
                }
            }
            match (is_described, described.rest) {
                (Some(true), _) => seen.mark(at),
                (Some(false), Some(schema)) => {
                    verdict = verdict.and(self.inside(schema, &member.value));
                    seen.mark(at);
                }
                (None, Some(schema)) => {
                    if self.inside(schema, &member.value) != Verdict::Valid {
                        verdict = verdict.and(Verdict::Unknown);
                    }
                    seen.mark(at);
                }
                (Some(false), None) => {}
                (None, None) => seen.blur(),
            }
        }
        verdict
    }

    fn combination(&mut self, kind: &Kind<'s>, value: &Node, seen: &mut Seen) -> Verdict {
        match kind {
            Kind::All(members) => {
                let mut verdict = Verdict::Valid;
                for member in members {
                    verdict = verdict.and(self.schema(*member, value, seen));
                }
                verdict
            }
            Kind::Any(members) | Kind::One(members) => {
                let (mut valid, mut unknown) = (0_usize, 0_usize);
                for member in members {
                    let mut own = Seen::of(value);
                    match self.schema(*member, value, &mut own) {
                        Verdict::Valid => {
                            valid += 1;
                            seen.add(&own);
                        }
                        Verdict::Unknown => {
                            unknown += 1;
                            seen.blur();
                        }
                        Verdict::Refused => {}
                    }
                }
                match (kind, valid, unknown) {
                    (Kind::Any(_), 1.., _) | (_, 1, 0) => Verdict::Valid,
                    (_, 2.., _) | (_, 0, 0) => Verdict::Refused,
                    (_, 0 | 1, 1..) => Verdict::Unknown,
                }
            }
            Kind::Not(schema) => self.inside(*schema, value).not(),
            Kind::If(parts) => {
                let mut own = Seen::of(value);
                let test = self.schema(parts.test, value, &mut own);
                let branch = match test {
                    Verdict::Valid => {
                        seen.add(&own);
                        parts.then
                    }
                    Verdict::Refused => parts.otherwise,
                    Verdict::Unknown => {
                        seen.blur();
                        let both = [parts.then, parts.otherwise].into_iter().flatten();
                        let both: Vec<Verdict> =
                            both.map(|branch| self.inside(branch, value)).collect();
                        let holds = both.iter().all(|verdict| *verdict == Verdict::Valid);
                        return if holds { Verdict::Valid } else { Verdict::Unknown };
                    }
                };
                branch.map_or(Verdict::Valid, |branch| self.schema(branch, value, seen))
            }
            Kind::Reference(target) => self.schema(*target, value, seen),
            Kind::Dynamic(dynamic) => {
                let answer = |resource: &ResourceKey| {
                    dynamic.answers.iter().find(|(other, _)| other == resource).map(|row| row.1)
                };
                let target = self.scope.iter().find_map(answer).unwrap_or(dynamic.first);
                self.schema(target, value, seen)
            }
            _ => Verdict::Valid,
        }
    }
}

fn number(kind: &Kind<'_>, value: &Node) -> Verdict {
    let Value::Number(text) = &value.value else { return Verdict::Valid };
    let Some(number) = Exact::parse(text) else { return Verdict::Unknown };
    match kind {
        Kind::Least(bound) => Verdict::of(bound.admits_above(&number)),
        Kind::Most(bound) => Verdict::of(bound.admits_below(&number)),
        Kind::Step(step) => Verdict::known(number.is_multiple_of(step)),
        _ => Verdict::Valid,
    }
}
