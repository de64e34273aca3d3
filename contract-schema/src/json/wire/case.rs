//! What is known of a value: schemas that it is valid for, schemas that refuse it, and the plain facts that follow.

use crate::json::exact::Exact;
use crate::json::meaning::{
    Bound, Colour, Contains, Id, InPlace, Items, Kind, Meanings, Members, Types,
};
use crate::json_text::{Node, Value};
use crate::position::Span;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// The values of the types that have few.
static FEW: LazyLock<[Node; 3]> = LazyLock::new(|| {
    let span = Span::default();
    [Value::Null, Value::Bool(false), Value::Bool(true)].map(|value| Node { value, span })
});

/// A value of which something is known.
#[derive(Clone)]
pub(in crate::json) struct Case<'m, 's> {
    /// Valid for all of these, what they refer to and what they are made of included.
    pub(in crate::json) yes: Vec<Id>,
    /// Valid for none of these.
    pub(in crate::json) no: Vec<Id>,
    /// Valid for none of these lists' members but the chosen one.
    pub(in crate::json) others: Vec<(&'m [Id], usize)>,
    /// Properties that it has besides those that are required.
    given: Vec<&'s str>,
    /// Types that it may have at most.
    limit: Types,
    /// Disjunctions that are settled in this case: schema and number of the demand.
    pub(in crate::json) settled: Vec<(Id, usize)>,
    pub(in crate::json) facts: Facts<'m, 's>,
    /// Whether the facts contradict each other, once that was asked.
    pub(in crate::json) contradiction: Cell<Option<bool>>,
}

/// What follows at once.
#[derive(Clone)]
pub(in crate::json) struct Facts<'m, 's> {
    pub(in crate::json) types: Types,
    pub(in crate::json) is_false: bool,
    pub(in crate::json) least: Option<&'m Bound>,
    pub(in crate::json) most: Option<&'m Bound>,
    pub(in crate::json) steps: Vec<&'m Exact>,
    pub(in crate::json) min_length: u64,
    pub(in crate::json) max_length: Option<u64>,
    pub(in crate::json) patterns: Vec<&'s str>,
    pub(in crate::json) formats: Vec<&'s str>,
    pub(in crate::json) min_items: u64,
    pub(in crate::json) max_items: Option<u64>,
    pub(in crate::json) is_unique: bool,
    pub(in crate::json) items: Vec<&'m Items>,
    pub(in crate::json) contains: Vec<&'m Contains>,
    pub(in crate::json) min_members: u64,
    pub(in crate::json) max_members: Option<u64>,
    pub(in crate::json) required: BTreeSet<&'s str>,
    pub(in crate::json) members: Vec<&'m Members<'s>>,
    pub(in crate::json) names: Vec<Id>,
    pub(in crate::json) dependent: Vec<&'m (&'s str, Vec<&'s str>)>,
    /// The shortest list of values that it must be one of.
    pub(in crate::json) values: Option<Cow<'m, [&'s Node]>>,
    /// The demands it satisfies, but for those whose meaning depends on their neighbours.
    pub(in crate::json) demands: HashSet<Colour>,
    /// The schemas it is valid for.
    pub(in crate::json) schemas: HashSet<Colour>,
    /// `anyOf`, `oneOf` and `if`: schema and number of the demand.
    pub(in crate::json) disjunctions: Vec<(Id, usize)>,
    /// What holds of values with a property that this one is not known to have.
    pending: HashMap<&'s str, Vec<Id>>,
    /// Names in `required` that were not looked up there yet.
    fresh: Vec<&'s str>,
    /// Schemas with unevaluated members or items.
    pub(in crate::json) unevaluated: Vec<(Id, Id)>,
}

impl<'m, 's> Case<'m, 's> {
    /// A value that is valid for all of these.
    pub(in crate::json) fn of(meanings: &'m Meanings<'s>, yes: &[Id]) -> Self {
        let mut case = Case {
            yes: Vec::new(),
            no: Vec::new(),
            others: Vec::new(),
            given: Vec::new(),
            limit: Types::ALL,
            settled: Vec::new(),
            facts: Facts::none(),
            contradiction: Cell::new(None),
        };
        case.build(meanings, yes);
        case
    }

    /// The same value, valid for this as well.
    pub(in crate::json) fn with(&self, meanings: &'m Meanings<'s>, yes: &[Id]) -> Self {
        let mut case = self.clone();
        case.build(meanings, yes);
        case
    }

    /// The same value, not valid for this.
    pub(in crate::json) fn without(&self, meanings: &'m Meanings<'s>, no: Id) -> Self {
        let mut case = self.clone();
        case.no.push(meanings.end(no));
        if let Some(inner) = only_negated(meanings, no) {
            case.build(meanings, &[inner]);
        }
        case
    }

    /// The same value with a property.
    pub(in crate::json) fn having(&self, meanings: &'m Meanings<'s>, name: &'s str) -> Self {
        let mut case = self.clone();
        case.given.push(name);
        case.build(meanings, &[]);
        case
    }

    /// A property of which something follows that is not known yet.
    pub(super) fn awaited(&self, name: &str) -> Option<&'s str> {
        self.facts.pending.get_key_value(name).map(|(name, _)| *name)
    }

    /// The same value of one of these types.
    pub(in crate::json) fn limited(&self, types: Types) -> Self {
        let mut case = self.clone();
        case.limit = case.limit.and(types);
        case.facts.types = case.facts.types.and(types);
        case.contradiction.set(None);
        case
    }

    /// What a copy costs, in steps of a proof.
    pub(super) fn weight(&self) -> usize {
        let facts = &self.facts;
        let sets = facts.demands.len() + facts.schemas.len() + facts.required.len();
        let lists = facts.members.len() + facts.dependent.len() + facts.pending.len();
        2 + (self.yes.len() + self.no.len() + sets + lists) / 8
    }

    /// Looks again at what follows.
    pub(in crate::json) fn build_again(&mut self, meanings: &'m Meanings<'s>) {
        self.build(meanings, &[]);
    }

    /// Adds schemas, and all that follows from them.
    fn build(&mut self, meanings: &'m Meanings<'s>, more: &[Id]) {
        self.contradiction.set(None);
        let mut waiting: Vec<Id> = more.to_vec();
        let mut known: HashSet<Id> = self.yes.iter().copied().collect();
        for name in &self.given {
            self.facts.require(name);
        }
        loop {
            while let Some(id) = waiting.pop() {
                let id = meanings.end(id);
                if known.insert(id) {
                    self.yes.push(id);
                    self.learn(meanings, id, &mut waiting);
                }
            }
            // What holds of values with a property that it has.
            let Some(name) = self.facts.fresh.pop() else { break };
            waiting.extend(self.facts.pending.remove(name).unwrap_or_default());
        }
        self.facts.types = self.facts.types.and(self.limit);
        // Multiples of a whole number are whole, and so is all between one and itself.
        let is_one_number = self.facts.least.zip(self.facts.most);
        let is_one_number =
            is_one_number.is_some_and(|(least, most)| least.at == most.at && least.at.is_whole());
        if is_one_number || self.facts.steps.iter().any(|step| step.is_whole()) {
            self.facts.types = self.facts.types.without(Types::FRACTION);
        }
        if self.facts.types.is_within(Types::FEW) && self.facts.values.is_none() {
            let fits = |value: &&Node| Types::of(value).is_within(self.facts.types);
            self.facts.values = Some(FEW.iter().filter(fits).collect::<Vec<_>>().into());
        }
    }

    fn learn(&mut self, meanings: &'m Meanings<'s>, id: Id, waiting: &mut Vec<Id>) {
        let meaning = meanings.get(id);
        self.facts.is_false |= meaning.is_false;
        self.facts.schemas.insert(meaning.colour);
        for (number, demand) in meaning.demands.iter().enumerate() {
            match &demand.kind {
                Kind::All(list) => waiting.extend(list),
                Kind::Reference(target) => waiting.push(*target),
                Kind::Any(list) | Kind::One(list) if list.len() == 1 => waiting.extend(list),
                Kind::Any(_) | Kind::One(_) | Kind::If(_) => {
                    self.facts.disjunctions.push((id, number));
                }
                Kind::Not(schema) => {
                    self.no.push(meanings.end(*schema));
                    waiting.extend(only_negated(meanings, *schema));
                }
                Kind::UnevaluatedItems(schema) | Kind::UnevaluatedProperties(schema) => {
                    self.facts.unevaluated.push((id, *schema));
                    continue;
                }
                Kind::Dynamic(_) => continue,
                Kind::DependentSchemas(list) => {
                    for (name, schema) in list {
                        match self.facts.required.contains(name) {
                            true => waiting.push(*schema),
                            false => self.facts.pending.entry(name).or_default().push(*schema),
                        }
                    }
                }
                kind => self.facts.learn(kind),
            }
            self.facts.demands.insert(demand.colour);
        }
    }
}

/// What a schema refuses that does nothing else: whatever it refuses is valid for this.
fn only_negated(meanings: &Meanings<'_>, schema: Id) -> Option<Id> {
    match meanings.get(schema).demands.as_slice() {
        [only] => match only.kind.in_place() {
            InPlace::Not(inner) => Some(inner),
            InPlace::All(_)
            | InPlace::Some(_)
            | InPlace::If(_)
            | InPlace::Dependent
            | InPlace::Unknown
            | InPlace::Nothing => None,
        },
        _ => None,
    }
}

fn tighten(limit: &mut Option<u64>, other: u64) {
    *limit = Some(limit.map_or(other, |limit| limit.min(other)));
}

impl<'m, 's> Facts<'m, 's> {
    fn none() -> Self {
        Facts {
            types: Types::ALL,
            is_false: false,
            least: None,
            most: None,
            steps: Vec::new(),
            min_length: 0,
            max_length: None,
            patterns: Vec::new(),
            formats: Vec::new(),
            min_items: 0,
            max_items: None,
            is_unique: false,
            items: Vec::new(),
            contains: Vec::new(),
            min_members: 0,
            max_members: None,
            required: BTreeSet::new(),
            members: Vec::new(),
            names: Vec::new(),
            dependent: Vec::new(),
            values: None,
            demands: HashSet::new(),
            schemas: HashSet::new(),
            disjunctions: Vec::new(),
            pending: HashMap::new(),
            fresh: Vec::new(),
            unevaluated: Vec::new(),
        }
    }

    fn require(&mut self, name: &'s str) {
        if self.required.insert(name) {
            self.fresh.push(name);
        }
    }

    fn learn(&mut self, kind: &'m Kind<'s>) {
        match kind {
            Kind::Types(types) => self.types = self.types.and(*types),
            Kind::Values(values) => {
                if self.values.as_ref().is_none_or(|known| known.len() > values.len()) {
                    self.values = Some(Cow::Borrowed(values));
                }
                let found = values.iter().fold(Types::NONE, |all, one| all.or(Types::of(one)));
                self.types = self.types.and(found);
            }
            Kind::Least(bound) => {
                let tighter = |known: &Bound| {
                    bound.at > known.at || bound.at == known.at && bound.is_exclusive
                };
                if self.least.is_none_or(tighter) {
                    self.least = Some(bound);
                }
            }
            Kind::Most(bound) => {
                let tighter = |known: &Bound| {
                    bound.at < known.at || bound.at == known.at && bound.is_exclusive
                };
                if self.most.is_none_or(tighter) {
                    self.most = Some(bound);
                }
            }
            Kind::Step(step) => self.steps.push(step),
            Kind::MinLength(count) => self.min_length = self.min_length.max(*count),
            Kind::MaxLength(count) => tighten(&mut self.max_length, *count),
            Kind::Pattern(pattern) => self.patterns.push(pattern),
            Kind::Format(format) => self.formats.push(format),
            Kind::MinItems(count) => self.min_items = self.min_items.max(*count),
            Kind::MaxItems(count) => tighten(&mut self.max_items, *count),
            Kind::Unique => self.is_unique = true,
            Kind::Items(items) => self.items.push(items),
            Kind::Contains(contains) => {
                self.min_items = self.min_items.max(contains.least);
                self.contains.push(contains);
            }
            Kind::MinProperties(count) => self.min_members = self.min_members.max(*count),
            Kind::MaxProperties(count) => tighten(&mut self.max_members, *count),
            Kind::Required(names) => names.iter().for_each(|name| self.require(name)),
            Kind::Members(members) => self.members.push(members),
            Kind::Names(schema) => self.names.push(*schema),
            Kind::DependentNames(list) => self.dependent.extend(list),
            Kind::Content(_)
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
            | Kind::Opaque(_) => {}
        }
    }

    /// The fewest members that a value has.
    pub(in crate::json) fn fewest_members(&self) -> u64 {
        self.min_members.max(self.required.len() as u64)
    }

    /// The names that a value surely has.
    pub(in crate::json) fn names_there(&self) -> BTreeSet<&'s str> {
        self.required.first().map(|first| self.names_beside(first)).unwrap_or_default()
    }

    /// The names that a value with this one has as well.
    pub(in crate::json) fn names_beside(&self, name: &'s str) -> BTreeSet<&'s str> {
        let mut has = self.required.clone();
        has.insert(name);
        if self.dependent.is_empty() {
            return has;
        }
        let mut beside: HashMap<&str, Vec<&Vec<&'s str>>> = HashMap::new();
        for (trigger, names) in &self.dependent {
            beside.entry(trigger).or_default().push(names);
        }
        let mut waiting: Vec<&'s str> = has.iter().copied().collect();
        while let Some(name) = waiting.pop() {
            let names = beside.remove(name).into_iter().flatten().flatten();
            waiting.extend(names.copied().filter(|name| has.insert(name)));
        }
        has
    }
}
