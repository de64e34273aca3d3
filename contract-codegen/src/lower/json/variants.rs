//! Alternatives beside the properties of an object: an enum whose branches are whole objects, if the text of a property
//! tells them apart; else one struct, and what the alternatives bring has no field.

use super::conjunction::{Conjunction, Facts};
use super::object::{property_names, schemas_of};
use super::union::Candidate;
use super::{Lowered, Name, Walk, kinds};
use crate::diagnostics::Finding;
use crate::ir::{Body, Ty, Union};
use contract_schema::json::SchemaId;

impl<'s> Walk<'_, '_, 's> {
    /// The enum; nothing if there are no such alternatives, or nothing tells them apart.
    pub(super) fn variants(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Option<Lowered> {
        let has_lists = facts.others.iter().any(|other| !other.branches().is_empty());
        if !has_lists || !facts.has_properties() {
            return None;
        }
        let (found, tag) = match self.whole(conjunction, facts) {
            Ok(whole) => whole,
            Err(reason) => {
                self.tell_unseen(conjunction, facts, name, &reason);
                return None;
            }
        };
        let id = self.declare(conjunction, name, Body::Union(Union { branches: Vec::new() }));
        let shared: Vec<String> = property_names(facts).into_iter().map(str::to_owned).collect();
        let unnamed = self.unnamed(conjunction, facts);
        // Types of what the branches share are called after the whole, not after the first branch.
        for property in shared.iter().filter(|property| **property != tag) {
            let own = Conjunction::all(schemas_of(property, facts, &unnamed));
            if !own.ids.is_empty() {
                self.lower(&own, &name.child(property));
            }
        }
        self.fill_branches(id, conjunction, found, Some(tag), name);
        if let Some(choice) = self.lowering.ir.choices.get_mut(&id) {
            choice.shared = shared;
        }
        Some(Lowered::plain(Ty::Named { id, boxed: false }))
    }

    /// The branches with what stands beside them, and the property whose text tells them apart.
    fn whole(
        &self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
    ) -> Result<(Vec<Candidate<'s>>, String), String> {
        if self.event.as_ref().is_some_and(|event| self.key(event) == self.key(conjunction)) {
            return Err("an event is one struct".to_owned());
        }
        let list = facts.alternatives().ok_or("there are several lists of them")?;
        if facts.kinds != kinds::OBJECT {
            return Err("the `type` is not `object` alone".to_owned());
        }
        let (mut found, _) = self.candidates(conjunction, facts, list);
        if found.len() < 2 || found.iter().any(|one| one.kinds != kinds::OBJECT) {
            return Err("fewer than two of them have a value".to_owned());
        }
        let all: Vec<usize> = (0..found.len()).collect();
        let tag = self.tag_of(conjunction, &mut found, &all)?;
        let of = |one: &Candidate<'s>, property: &str| {
            let unnamed = self.unnamed(&one.conjunction, &one.facts);
            schemas_of(property, &one.facts, &unnamed)
        };
        let is_text = |one: &Candidate<'s>| {
            Conjunction::all(of(one, &tag)).facts(self.demands).is_plain_text()
        };
        if !found.iter().all(is_text) {
            return Err(format!("`{tag}` is more than a text"));
        }
        let unnamed = self.unnamed(conjunction, facts);
        for property in property_names(facts).into_iter().filter(|property| *property != tag) {
            let own = schemas_of(property, facts, &unnamed);
            if found.iter().any(|one| of(one, property) != own) {
                return Err(format!("one of them says more of `{property}`"));
            }
        }
        Ok((found, tag))
    }

    /// What only the alternatives name is held beside the fields.
    fn tell_unseen(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
        reason: &str,
    ) {
        let known = property_names(facts);
        let branches = facts.others.iter().flat_map(|other| other.branches().iter().copied());
        let mut brought: Vec<&str> = Vec::new();
        for branch in branches.collect::<Vec<SchemaId>>() {
            let own = Conjunction::of(branch).facts(self.demands);
            let named = property_names(&own);
            brought.extend(named.into_iter().filter(|property| !known.contains(property)));
        }
        let is_refused = self.unnamed(conjunction, facts).is_refused;
        let Some(first) = brought.first().filter(|_| !is_refused) else { return };
        let place = conjunction.first().map(|first| self.place(first));
        let Some(place) = place else { return };
        let message = format!(
            "`{first}` of `{}` has no field of its own: alternatives beside `properties` stay one struct, because {reason}",
            name.path
        );
        let help = "it is held in `additional_properties` and validated; let a required property with another `const` in each alternative tell them apart";
        self.findings.push(Finding::warning(place, message).help(help));
    }
}
