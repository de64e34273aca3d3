//! `oneOf`, `anyOf` and several types: enums whose branches are told apart by the type of the value, or among objects by
//! the text of one property.

use super::conjunction::{Conjunction, Facts, Other};
use super::{Lowered, Name, Walk, kinds, text};
use crate::ir::{Body, Branch, Choice, Told, Ty, TypeId, Union};
use crate::names;
use contract_model::shape;
use contract_schema::json::{Demand, SchemaId};
use contract_schema::json_text::Node;
use std::collections::{BTreeMap, BTreeSet};

/// A branch before it is lowered.
pub(super) struct Candidate<'s> {
    pub(super) conjunction: Conjunction,
    pub(super) facts: Facts<'s>,
    pub(super) kinds: u8,
    /// What it is called where it has a name.
    called: Option<String>,
    tags: Vec<String>,
}

/// Types that a value can be told by, with what a branch of it is called.
const BY_KIND: [(u8, &str); 5] = [
    (kinds::BOOL, "boolean"),
    (kinds::NUMBER, "number"),
    (kinds::STRING, "string"),
    (kinds::ARRAY, "array"),
    (kinds::OBJECT, "object"),
];

impl<'s> Walk<'_, '_, 's> {
    /// `oneOf` or `anyOf`.
    pub(super) fn union(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        let Some(alternatives) = facts.alternatives().cloned() else {
            return Err("it has several lists of alternatives".to_owned());
        };
        if facts.others.len() > 1 {
            return Err("it says more than its alternatives".to_owned());
        }
        let is_one = matches!(alternatives.demand, Demand::OneOf(_));
        let (mut found, nulls) = self.candidates(conjunction, facts, &alternatives);
        if is_one && nulls > 1 {
            return Err("several of its alternatives allow null".to_owned());
        }
        let is_nullable = nulls > 0;
        let lowered = match &found[..] {
            [] => return Err("none of its alternatives has a value".to_owned()),
            [_] => {
                let only = found.remove(0);
                self.lower(&only.conjunction, name)
            }
            _ if found.iter().all(|one| one.texts().is_some()) => {
                self.merged(conjunction, &found, is_one, name)?
            }
            _ => self.choice(conjunction, found, name)?,
        };
        Ok(Lowered { is_nullable: lowered.is_nullable || is_nullable, ..lowered })
    }

    /// The branches that have values beside null, and how many allow null.
    pub(super) fn candidates(
        &self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        alternatives: &Other<'s>,
    ) -> (Vec<Candidate<'s>>, u32) {
        let ids = alternatives.branches();
        let (mut found, mut nulls) = (Vec::new(), 0);
        for id in ids {
            let mut own = Conjunction::all([&conjunction.ids[..], &[*id]].concat());
            own.kinds = conjunction.kinds;
            own.skipped = conjunction.skipped.clone();
            own.skipped.insert(alternatives.of);
            // Nothing is said beside the alternatives: the branch is the schema itself.
            if facts.parts.len() == 1 && facts.says_alternatives_alone() && own.kinds == kinds::ALL
            {
                own = Conjunction::of(*id);
            }
            let own_facts = own.facts(self.demands);
            nulls += u32::from(own_facts.takes_null());
            let kinds = own_facts.kinds & !kinds::NULL;
            if own_facts.is_false || kinds == 0 {
                continue;
            }
            let called = self.demands.place(*id).and_then(|place| {
                let title = place.get("title").and_then(|title| title.node().as_str());
                shape::json_name(place).or(title.map(str::to_owned))
            });
            found.push(Candidate {
                conjunction: own,
                facts: own_facts,
                kinds,
                called,
                tags: Vec::new(),
            });
        }
        (found, nulls)
    }

    /// Alternatives that are texts one by one are an enum.
    fn merged(
        &mut self,
        conjunction: &Conjunction,
        found: &[Candidate<'s>],
        is_one: bool,
        name: &Name,
    ) -> Result<Lowered, String> {
        let texts: Vec<&str> = found.iter().filter_map(Candidate::texts).flatten().collect();
        let distinct: BTreeSet<&str> = texts.iter().copied().collect();
        if is_one && distinct.len() < texts.len() {
            return Err("a text is in several of its alternatives".to_owned());
        }
        self.symbols(conjunction, texts, name).map(Lowered::plain)
    }

    fn choice(
        &mut self,
        conjunction: &Conjunction,
        mut found: Vec<Candidate<'s>>,
        name: &Name,
    ) -> Result<Lowered, String> {
        let objects: Vec<usize> =
            (0..found.len()).filter(|at| found[*at].kinds == kinds::OBJECT).collect();
        for (at, one) in found.iter().enumerate() {
            let meets = |other: &usize| {
                let both_objects = objects.contains(&at) && objects.contains(other);
                *other != at && found[*other].kinds & one.kinds != 0 && !both_objects
            };
            if (0..found.len()).any(|other| meets(&other)) {
                return Err(
                    "its alternatives cannot be told apart by the type of the value".to_owned()
                );
            }
        }
        let tag = match objects.len() {
            0 | 1 => None,
            _ => Some(self.tag_of(conjunction, &mut found, &objects)?),
        };
        self.branches(conjunction, found, tag, name)
    }

    /// The property whose text tells the objects apart.
    pub(super) fn tag_of(
        &self,
        conjunction: &Conjunction,
        found: &mut [Candidate<'s>],
        objects: &[usize],
    ) -> Result<String, String> {
        let first = &found[objects[0]].facts;
        for property in first.required.clone() {
            let texts = |at: &usize| self.tag_texts(&found[*at].facts, property);
            let Some(lists) = objects.iter().map(texts).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let all: Vec<&String> = lists.iter().flatten().collect();
            let distinct: BTreeSet<&String> = all.iter().copied().collect();
            if distinct.len() == all.len() {
                for (at, tags) in objects.iter().zip(lists) {
                    found[*at].tags = tags;
                }
                return Ok(property.to_owned());
            }
        }
        self.discriminator(conjunction, found, objects)
            .ok_or_else(|| "no property tells its alternatives apart".to_owned())
    }

    /// The texts that a required property may have.
    fn tag_texts(&self, facts: &Facts<'s>, property: &str) -> Option<Vec<String>> {
        if !facts.required.contains(&property) {
            return None;
        }
        let listed = facts.properties.iter().flat_map(|one| &one.listed);
        let ids: Vec<SchemaId> =
            listed.filter(|(name, _)| *name == property).map(|(_, id)| *id).collect();
        let values = Conjunction::all(ids).facts(self.demands).values?;
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// OpenAPI's `discriminator`: the name of a referred schema is its tag, unless a mapping says another.
    fn discriminator(
        &self,
        conjunction: &Conjunction,
        found: &mut [Candidate<'s>],
        objects: &[usize],
    ) -> Option<String> {
        let place = conjunction.ids.iter().filter_map(|id| self.demands.place(*id));
        let said = place.into_iter().find_map(|place| place.get("discriminator"))?;
        let property = said.node().get("propertyName")?.as_str()?;
        let mapping = said.node().get("mapping").map(Node::members).unwrap_or_default();
        let mut targets: BTreeMap<(usize, u32), Vec<String>> = BTreeMap::new();
        for member in mapping {
            let reference = member.value.as_str()?;
            let target = said.resolve(reference).or_else(|| {
                found
                    .iter()
                    .find(|one| one.called.as_deref() == Some(reference))
                    .and_then(|one| self.demands.place(one.conjunction.end(self.demands)?))
            })?;
            targets.entry(target.key()).or_default().push(member.key.to_string());
        }
        for at in objects {
            let one = &found[*at];
            let is_required = one.facts.required.contains(&property);
            let end = self.demands.place(one.conjunction.end(self.demands)?)?;
            let tags = targets.get(&end.key()).cloned();
            found[*at].tags = tags.or_else(|| Some(vec![one.called.clone()?]))?;
            if !is_required {
                return None;
            }
        }
        Some(property.to_owned())
    }

    fn branches(
        &mut self,
        conjunction: &Conjunction,
        found: Vec<Candidate<'s>>,
        tag: Option<String>,
        name: &Name,
    ) -> Result<Lowered, String> {
        let id = self.declare(conjunction, name, Body::Union(Union { branches: Vec::new() }));
        self.fill_branches(id, conjunction, found, tag, name);
        Ok(Lowered::plain(Ty::Named { id, boxed: false }))
    }

    /// Lowers the branches of a union that is declared.
    pub(super) fn fill_branches(
        &mut self,
        id: TypeId,
        conjunction: &Conjunction,
        found: Vec<Candidate<'s>>,
        tag: Option<String>,
        name: &Name,
    ) {
        let (mut branches, mut told) = (Vec::new(), Vec::new());
        for (index, one) in found.into_iter().enumerate() {
            let by_kind = BY_KIND.iter().find(|(kind, _)| one.kinds & kind != 0);
            let by_kind = by_kind.map_or("value", |(_, name)| *name).to_owned();
            let label = match (&one.called, one.tags.first()) {
                (_, Some(tag)) => tag.clone(),
                (Some(called), None) => called.clone(),
                (None, None) => by_kind,
            };
            let lowered = self.lower(&one.conjunction, &name.child(&one.below(&label)));
            if lowered.residual.is_some() {
                // What the type leaves unchecked has no place in a branch: the union as a whole is judged.
                let judged = self.judge_all(conjunction);
                self.lowering.ir.residuals.insert((id, None), judged);
            }
            let ident = text::checked(names::camel(&text::sanitized(&label)));
            let path = format!("{}.{label}", name.full);
            let ident = self.lowering.rust_name(&path, ident);
            let (ty, rules) = (lowered.ty, lowered.rules);
            branches.push(Branch { name: label, ident, index: index as u32, ty, rules, tag: None });
            told.push(Told { kinds: one.kinds, tags: one.tags });
        }
        self.lowering.ir.types[id.0].body = Body::Union(Union { branches });
        self.lowering.ir.choices.insert(id, Choice { tag, branches: told, shared: Vec::new() });
    }

    /// Several types, or values of several types.
    pub(super) fn of_values_or_kinds(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        if facts.values.is_some() {
            return Err("its values are of different types".to_owned());
        }
        if facts.kinds & !kinds::NULL == kinds::ALL & !kinds::NULL {
            return Err("it does not say its `type`".to_owned());
        }
        if !facts.others.is_empty() {
            return Err("it is of several types and says more than their rules".to_owned());
        }
        let mut found = Vec::new();
        for (kind, _) in BY_KIND {
            let kinds = facts.kinds & kind;
            if kinds != 0 {
                let own = Conjunction { kinds, ..conjunction.clone() };
                let facts = own.facts(self.demands);
                found.push(Candidate {
                    conjunction: own,
                    facts,
                    kinds,
                    called: None,
                    tags: Vec::new(),
                });
            }
        }
        self.branches(conjunction, found, None, name)
    }
}

impl Facts<'_> {
    /// Nothing stands beside a list of alternatives.
    fn says_alternatives_alone(&self) -> bool {
        self.values.is_none()
            && self.kinds == kinds::ALL
            && self.least.is_none()
            && self.most.is_none()
            && self.lengths == [None, None]
            && self.patterns.is_empty()
            && self.formats.is_empty()
            && self.counts == [None, None]
            && !self.is_unique
            && self.items.is_empty()
            && self.properties.is_empty()
            && self.required.is_empty()
    }
}

impl<'s> Candidate<'s> {
    /// What its type is called below that of the union: a property may have the label's name already.
    fn below(&self, label: &str) -> String {
        let mut named = self.facts.properties.iter().flat_map(|one| &one.listed);
        match named.any(|(name, _)| names::camel(name) == names::camel(label)) {
            true => format!("{label}_variant"),
            false => label.to_owned(),
        }
    }

    /// The texts that it allows, if it allows nothing else.
    fn texts(&self) -> Option<Vec<&'s str>> {
        let values = self.facts.values.as_ref()?;
        let is_plain = self.facts.patterns.is_empty()
            && self.facts.lengths == [None, None]
            && self.facts.formats.is_empty()
            && self.facts.others.is_empty();
        let texts: Option<Vec<&'s str>> = values.iter().map(|value| value.as_str()).collect();
        texts.filter(|_| is_plain)
    }
}
