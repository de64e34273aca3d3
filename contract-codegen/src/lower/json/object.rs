//! Objects: records where properties are named, maps where they are not.

use super::conjunction::{Conjunction, Facts, Properties};
use super::{Lowered, Name, Walk, text};
use crate::ir::{Body, Field, Form, Member, Record, Rest, Ty, TypeId, Word};
use crate::names;
use contract_model::{Constraint, FieldRules};
use contract_schema::json::{Demand, SchemaId, is_found};

/// Canonical name of the field that keeps the properties without a name.
const KEPT: &str = "*";

/// Properties that no schema names.
pub(super) struct Unnamed {
    pub(super) is_refused: bool,
    /// Schemas that all of them must satisfy.
    ids: Vec<SchemaId>,
    /// Some are known by patterns, which types cannot say.
    has_patterns: bool,
    /// `unevaluatedProperties` says no more than `additionalProperties` would.
    is_unevaluated: bool,
}

impl<'s> Walk<'_, '_, 's> {
    pub(super) fn object(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        let unnamed = self.unnamed(conjunction, facts);
        let is_record = facts.has_properties()
            || !facts.required.is_empty()
            || unnamed.is_refused && !unnamed.has_patterns;
        match is_record {
            true => Ok(self.record(conjunction, facts, &unnamed, name)),
            false => self.map(facts, &unnamed, name),
        }
    }

    fn is_anything(&self, id: SchemaId) -> bool {
        Conjunction::of(id).facts(self.demands).is_anything()
    }

    pub(super) fn unnamed(&self, conjunction: &Conjunction, facts: &Facts<'s>) -> Unnamed {
        let has_patterns = facts.properties.iter().any(|one| !one.patterns.is_empty());
        let mut ids: Vec<SchemaId> = facts.properties.iter().filter_map(|one| one.rest).collect();
        let unevaluated = facts.others.iter().find_map(|other| match other.demand {
            Demand::UnevaluatedProperties(id) => Some((other.of, id)),
            _ => None,
        });
        let applies = |demand: &Demand<'_>| {
            matches!(
                demand,
                Demand::AnyOf(_)
                    | Demand::OneOf(_)
                    | Demand::If { .. }
                    | Demand::DependentSchemas(_)
            )
        };
        let is_plain = ids.is_empty()
            && !has_patterns
            && !facts.others.iter().any(|other| applies(&other.demand));
        let is_unevaluated =
            unevaluated.is_some_and(|(of, _)| is_plain && conjunction.ids[..] == [of]);
        if let Some((_, id)) = unevaluated.filter(|_| is_unevaluated) {
            ids.push(id);
        }
        ids.retain(|id| !self.is_anything(*id));
        let is_refused = ids.iter().any(|id| self.demands.is_false(*id));
        Unnamed { is_refused, ids, has_patterns, is_unevaluated }
    }

    fn record(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        unnamed: &Unnamed,
        name: &Name,
    ) -> Lowered {
        let id = self.declare(conjunction, name, Body::Record(Record::default()));
        let mut words = self.left_of_record(conjunction, facts, unnamed);
        let (mut record, mut members) = (Record::default(), Vec::new());
        let declared = self.record_of(conjunction).cloned();
        for property in property_names(facts) {
            let ids = schemas_of(property, facts, unnamed);
            let is_required = facts.required.contains(&property);
            let (mut field, member, residual) = self.field(id, property, ids, is_required, name);
            if let Some(known) = declared.as_ref().and_then(|record| record.field(property)) {
                field.rules.cel.clone_from(&known.rules.cel);
                field.write = known.write;
            }
            if let Some(residual) = residual {
                self.lowering.ir.residuals.insert((id, Some(record.fields.len())), residual);
            }
            record.fields.push(field);
            members.push(member);
        }
        let must_be_kept = !words.is_empty() || unnamed.has_patterns || !unnamed.ids.is_empty();
        let rest = match unnamed.is_refused && !unnamed.has_patterns {
            true => Rest::Refused,
            false if must_be_kept => {
                let (field, word) = self.kept(id, facts, unnamed, name);
                record.fields.push(field);
                words.extend(word);
                Rest::Kept
            }
            false => Rest::Ignored,
        };
        if let Some(known) = declared {
            record.rules = known.rules;
        }
        if let Some(residual) = self.residual(words) {
            self.lowering.ir.residuals.insert((id, None), residual);
        }
        self.lowering.ir.forms.insert(id, Form::Object { members, rest });
        self.fill(id, record);
        Lowered::plain(Ty::Named { id, boxed: false })
    }

    /// What fields and their rules do not check.
    fn left_of_record(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        unnamed: &Unnamed,
    ) -> Vec<Word> {
        let is_unevaluated =
            |demand: &Demand<'_>| matches!(demand, Demand::UnevaluatedProperties(_));
        // What is left over can only be told where all is looked at.
        if !unnamed.is_unevaluated && facts.others.iter().any(|one| is_unevaluated(&one.demand)) {
            return vec![Word::Ref(self.judge_all(conjunction))];
        }
        let mut left = facts.clone();
        left.others.retain(|other| !is_unevaluated(&other.demand));
        let mut words = self.others(&left);
        if let Some(values) = &facts.values {
            let demand = Demand::Values(values.clone());
            let of = conjunction.ids[0];
            words.extend(self.demanded(of, "enum", &demand));
        }
        words
    }

    fn field(
        &mut self,
        record: TypeId,
        property: &str,
        ids: Vec<SchemaId>,
        is_required: bool,
        name: &Name,
    ) -> (Field, Member, Option<usize>) {
        let own = Conjunction::all(ids);
        let lowered = match own.ids.is_empty() {
            true => Lowered::plain(Ty::Json),
            false => self.lower(&own, &name.child(property)),
        };
        let is_nullable = lowered.is_nullable && lowered.ty != Ty::Json;
        let ty = match is_required && !is_nullable {
            true => lowered.ty,
            false => Ty::Option { null: 0, inner: Box::new(lowered.ty) },
        };
        let path = format!("{}.{property}", self.lowering.ir.get(record).full_name);
        let ident = text::checked(names::snake(&text::sanitized(property)));
        let ident = self.lowering.rust_name(&path, ident);
        let described = self.described(record, &own, [property.to_owned(), ident]);
        let doc = self.documentation(described.doc, &own);
        let field = Field { doc, ty, rules: lowered.rules, ..described };
        (field, Member { is_required, is_nullable }, lowered.residual)
    }

    /// The description, and what stands for the property where it is absent.
    fn documentation(&self, description: Option<String>, own: &Conjunction) -> Option<String> {
        let default = self
            .annotations(own)
            .into_iter()
            .find_map(|place| place.get("default").map(|value| value.node().to_compact()));
        match (description, default) {
            (description, None) => description,
            (None, Some(default)) => Some(format!("Absent means `{default}`.")),
            (Some(text), Some(default)) => Some(format!("{text}\n\nAbsent means `{default}`.")),
        }
    }

    pub(super) fn is_deprecated(&self, own: &Conjunction) -> bool {
        let flag = |id: &SchemaId| {
            let flag = self.demands.place(*id)?.get("deprecated")?;
            flag.node().as_bool()
        };
        own.ids.iter().any(|id| flag(id) == Some(true))
    }

    /// The map of the properties without a name, and what it leaves unchecked.
    fn kept(
        &mut self,
        record: TypeId,
        facts: &Facts<'s>,
        unnamed: &Unnamed,
        name: &Name,
    ) -> (Field, Option<Word>) {
        let is_described = !unnamed.has_patterns && !unnamed.ids.is_empty();
        let lowered = match is_described {
            true => self.lower(&Conjunction::all(unnamed.ids.clone()), &name.child("additional")),
            false => Lowered::plain(Ty::Json),
        };
        let named = property_names(facts).into_iter().map(str::to_owned);
        let word = if unnamed.has_patterns {
            let anything = self.add(Default::default());
            let named: Vec<_> = named.map(|name| (name, anything)).collect();
            // Each part has patterns and a rest of its own.
            let each = facts.properties.clone().into_iter().map(|one| {
                let Properties { patterns, rest, .. } = one;
                let demand = Demand::Properties { listed: Vec::new(), patterns, rest };
                let word = self.demanded(unnamed_of(facts), "patternProperties", &demand);
                match word {
                    Some(Word::Properties { patterns, rest, .. }) => {
                        let words = vec![Word::Properties { named: named.clone(), patterns, rest }];
                        self.add(crate::ir::Judged { words })
                    }
                    _ => anything,
                }
            });
            let each: Vec<usize> = each.collect();
            Some(Word::AllOf(each))
        } else {
            lowered.residual.map(|residual| {
                let anything = self.add(Default::default());
                let named = named.map(|name| (name, anything)).collect();
                let rest = self.or_null(residual, lowered.is_nullable);
                Word::Properties { named, patterns: Vec::new(), rest: Some(rest) }
            })
        };
        let owner = self.lowering.ir.get(record);
        let (path, place) = (format!("{}.{KEPT}", owner.full_name), owner.place);
        let field = Field {
            name: KEPT.to_owned(),
            ident: self.lowering.rust_name(&path, "additional_properties".to_owned()),
            doc: Some("Properties that the schema does not name.".to_owned()),
            ty: Ty::Map(Box::new(Ty::String), Box::new(lowered.part())),
            rules: values_rules(lowered.rules),
            tag: None,
            oneof: None,
            write: false,
            sealed: None,
            deprecated: false,
            place,
        };
        (field, word)
    }

    fn map(
        &mut self,
        facts: &Facts<'s>,
        unnamed: &Unnamed,
        name: &Name,
    ) -> Result<Lowered, String> {
        let mut rules = FieldRules::default();
        let mut ids = unnamed.ids.clone();
        if unnamed.has_patterns {
            let [Properties { patterns, rest: Some(rest), .. }] = &facts.properties[..] else {
                return Err("its properties are known by patterns and others are let in".to_owned());
            };
            let ([(pattern, id)], true) = (&patterns[..], self.demands.is_false(*rest)) else {
                return Err(
                    "its properties are known by several patterns, or others are let in".to_owned()
                );
            };
            let Some(pattern) = self.pattern(*id, pattern) else {
                return Err(
                    "its properties are known by a pattern that cannot be compiled".to_owned()
                );
            };
            ids = vec![*id];
            rules.keys = Some(Box::new(FieldRules {
                value: vec![Constraint::Pattern(pattern)],
                ..FieldRules::default()
            }));
        }
        let lowered = match ids.is_empty() {
            true => Lowered::plain(Ty::Json),
            false => self.lower(&Conjunction::all(ids), &name.child("value")),
        };
        let mut left = facts.clone();
        left.others.retain(|other| match other.demand {
            Demand::MinProperties(count) => {
                rules.value.push(Constraint::MinPairs(count));
                false
            }
            Demand::MaxProperties(count) => {
                rules.value.push(Constraint::MaxPairs(count));
                false
            }
            Demand::UnevaluatedProperties(_) => !unnamed.is_unevaluated,
            _ => true,
        });
        let mut words = self.others(&left);
        if let Some(values) = &facts.values {
            let demand = Demand::Values(values.clone());
            words.extend(self.demanded(unnamed_of(facts), "enum", &demand));
        }
        if let Some(residual) = lowered.residual {
            let rest = Some(self.or_null(residual, lowered.is_nullable));
            words.push(Word::Properties { named: Vec::new(), patterns: Vec::new(), rest });
        }
        let ty = Ty::Map(Box::new(Ty::String), Box::new(lowered.part()));
        rules.values = values_rules(lowered.rules).values;
        let residual = self.residual(words);
        Ok(Lowered { ty, is_nullable: false, rules, residual })
    }

    /// A schema for the values of a list or map, of which some may be null.
    pub(super) fn or_null(&mut self, schema: usize, is_nullable: bool) -> usize {
        if !is_nullable {
            return schema;
        }
        let null = self.add(crate::ir::Judged { words: vec![Word::Types(super::kinds::NULL)] });
        self.add(crate::ir::Judged { words: vec![Word::AnyOf(vec![null, schema])] })
    }
}

/// Some schema of the facts, for places.
fn unnamed_of(facts: &Facts<'_>) -> SchemaId {
    *facts.parts.first().expect("an object that is described is described somewhere")
}

fn values_rules(rules: FieldRules) -> FieldRules {
    let values = (!rules.is_empty()).then(|| Box::new(rules));
    FieldRules { values, ..FieldRules::default() }
}

/// Every name that is described or required, in the order of the text.
pub(super) fn property_names<'s>(facts: &Facts<'s>) -> Vec<&'s str> {
    let listed = facts.properties.iter().flat_map(|one| &one.listed).map(|(name, _)| *name);
    let mut names = Vec::new();
    let mut known = std::collections::HashSet::new();
    for name in listed.chain(facts.required.iter().copied()) {
        if known.insert(name) {
            names.push(name);
        }
    }
    names
}

/// The schemas that hold for a property.
pub(super) fn schemas_of(property: &str, facts: &Facts<'_>, unnamed: &Unnamed) -> Vec<SchemaId> {
    let mut ids = Vec::new();
    let mut is_listed = false;
    for Properties { listed, patterns, rest } in &facts.properties {
        let own = listed.iter().find(|(name, _)| *name == property).map(|(_, id)| *id);
        let by_pattern = patterns.iter().filter(|(p, _)| is_found(p, property) == Some(true));
        let found: Vec<SchemaId> = own.into_iter().chain(by_pattern.map(|(_, id)| *id)).collect();
        is_listed |= !found.is_empty();
        match found.is_empty() {
            true => ids.extend(*rest),
            false => ids.extend(found),
        }
    }
    if !is_listed && unnamed.is_unevaluated {
        ids.extend(unnamed.ids.iter().copied());
    }
    ids
}
