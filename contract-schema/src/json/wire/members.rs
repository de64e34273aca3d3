//! Objects: what the writer says of a name, and whether the reader's schemas for it hold.

use super::Prover;
use super::case::Case;
use super::prove::Told;
use super::report::Item;
use crate::compat::Policy;
use crate::json::meaning::{Id, InPlace, Kind, Members, Types};
use crate::json::validate::Verdict;
use crate::json_text::{Node, Value};
use crate::position::Span;
use std::collections::HashSet;
use std::rc::Rc;

impl<'m, 's> Prover<'m, 's> {
    /// What a value of the case is known to be valid for at a name, if it is there.
    pub(in crate::json) fn writer_at(&mut self, case: &Case<'m, 's>, name: &str) -> Vec<Id> {
        self.spend(1 + case.facts.members.len() / 8);
        let mut found = Vec::new();
        for members in &case.facts.members {
            self.described(members, name, &mut found);
        }
        for maybe in self.unevaluated_members(case) {
            self.described(&maybe, name, &mut found);
        }
        found
    }

    /// What `unevaluatedProperties` of the writer say, as properties, patterns and a rest.
    pub(super) fn unevaluated_members(&mut self, case: &Case<'m, 's>) -> Vec<Rc<Members<'s>>> {
        let unevaluated = case.facts.unevaluated.iter();
        unevaluated.filter_map(|(owner, schema)| self.maybe_evaluated(*owner, *schema)).collect()
    }

    /// Adds the schemas that surely describe a name.
    fn described(&mut self, members: &Members<'s>, name: &str, found: &mut Vec<Id>) {
        let mut may_be_described = false;
        if let Some(schema) = members.get(name) {
            found.push(schema);
            may_be_described = true;
        }
        for (pattern, schema) in &members.patterns {
            match self.finds(pattern, name) {
                Some(true) => {
                    found.push(*schema);
                    may_be_described = true;
                }
                Some(false) => {}
                None => may_be_described = true,
            }
        }
        found.extend(members.rest.filter(|_| !may_be_described));
    }

    fn finds(&mut self, pattern: &'s str, name: &str) -> Option<bool> {
        let (found, cost) = self.covers.decide(pattern, name);
        self.spend(cost);
        found
    }

    /// Whether a value of the case surely lacks a property.
    pub(in crate::json) fn is_absent(&mut self, case: &Case<'m, 's>, name: &str) -> bool {
        let inner = self.writer_at(case, name);
        self.is_void(&inner)
            || is_full(case, name)
            || self.is_refused_with(case, name)
            || case.facts.names.clone().into_iter().any(|id| self.refuses_name(id, name))
    }

    /// Whether what follows from a property contradicts what is known of the value.
    fn is_refused_with(&mut self, case: &Case<'m, 's>, name: &str) -> bool {
        let Some(name) = case.awaited(name) else { return false };
        self.spend(case.weight());
        let having = case.having(self.meanings, name);
        self.is_contradiction(&having, 0)
    }

    fn refuses_name(&mut self, schema: Id, name: &str) -> bool {
        let name = Node { value: Value::String(name.into()), span: Span::default() };
        self.validator.check(schema, &name) == Verdict::Refused
    }

    /// Whether the reader's schemas hold at every name that a value of the case may have.
    pub(super) fn members_hold(
        &mut self,
        case: &Case<'m, 's>,
        members: &Members<'s>,
        told: &mut Told<'_>,
    ) -> bool {
        let mut names: Vec<&'s str> = members.listed.iter().map(|(name, _)| *name).collect();
        let mut seen: HashSet<&str> = names.iter().copied().collect();
        let unevaluated = self.unevaluated_members(case);
        for known in case.facts.members.iter().copied().chain(unevaluated.iter().map(Rc::as_ref)) {
            names.extend(
                known.listed.iter().map(|(name, _)| *name).filter(|name| seen.insert(name)),
            );
        }
        let mut holds = true;
        for name in names {
            if self.is_absent(case, name) {
                continue;
            }
            let writer = self.writer_at(case, name);
            if self.nobody_writes_more() && writer.is_empty() && !case.facts.required.contains(name)
            {
                continue;
            }
            for schema in self.reader_at(members, name) {
                if self.ask(writer.clone(), schema) {
                    continue;
                }
                holds = false;
                let Some(told) = told else { return false };
                let tail = format!("properties/{name}");
                told.push(Item::Inner { tail, writer: writer.clone(), reader: schema });
            }
        }
        self.other_names_hold(case, members, told) && holds
    }

    /// The schemas that may describe a name.
    pub(in crate::json) fn reader_at(&mut self, members: &Members<'s>, name: &str) -> Vec<Id> {
        let mut found: Vec<Id> = members.get(name).into_iter().collect();
        let mut is_described = !found.is_empty();
        for (pattern, schema) in &members.patterns {
            let is_found = self.finds(pattern, name);
            is_described |= is_found == Some(true);
            found.extend((is_found != Some(false)).then_some(*schema));
        }
        found.extend(members.rest.filter(|_| !is_described));
        found
    }

    fn nobody_writes_more(&self) -> bool {
        match self.policy {
            Policy::Strict | Policy::Logical => false,
            Policy::Lenient => true,
        }
    }

    /// Names that neither side lists.
    fn other_names_hold(
        &mut self,
        case: &Case<'m, 's>,
        members: &Members<'s>,
        told: &mut Told<'_>,
    ) -> bool {
        if self.most_names(case).is_some() {
            return true;
        }
        let is_open = |members: &Members<'_>| members.rest.is_none() && members.patterns.is_empty();
        if self.nobody_writes_more()
            && case.facts.members.iter().all(|members| is_open(members))
            && self.unevaluated_members(case).is_empty()
        {
            return true;
        }
        let mut holds = true;
        let patterns = members.patterns.iter().map(|(name, id)| (Some(*name), *id));
        let asked: Vec<_> = patterns.chain(members.rest.map(|rest| (None, rest))).collect();
        for (pattern, reader) in asked {
            if self.is_spent() {
                return false;
            }
            let options = self.options(case, pattern, members);
            let is_met = options
                .iter()
                .any(|option| option.iter().all(|writer| self.ask(writer.clone(), reader)));
            if is_met || self.ask(Vec::new(), reader) {
                continue;
            }
            holds = false;
            let Some(told) = told else { return false };
            let tail = match pattern {
                Some(pattern) => format!("patternProperties/{pattern}"),
                None => "additionalProperties".to_owned(),
            };
            let failed = options.into_iter().flatten().find(|w| !self.ask(w.clone(), reader));
            told.push(Item::Inner { tail, writer: failed.unwrap_or_default(), reader });
        }
        holds
    }

    /// For names that match a pattern of the reader (or none): lists of sets of schemas, so that every such name of the
    /// writer satisfies one of the sets of each list.
    fn options(
        &mut self,
        case: &Case<'m, 's>,
        pattern: Option<&'s str>,
        reader: &Members<'s>,
    ) -> Vec<Vec<Vec<Id>>> {
        let anything = self.meanings.anything();
        let unevaluated = self.unevaluated_members(case);
        let all = case.facts.members.iter().copied().chain(unevaluated.iter().map(Rc::as_ref));
        let readers: HashSet<&str> = reader.patterns.iter().map(|(own, _)| *own).collect();
        let mut sure = Vec::new();
        let mut open = Vec::new();
        for members in all {
            self.spend(1 + members.patterns.len());
            let same = members.patterns.iter().find(|(own, _)| Some(*own) == pattern);
            if let Some((_, schema)) = same {
                sure.push(*schema);
                continue;
            }
            let described = |own: &&str| readers.contains(own);
            let patterns = members.patterns.iter();
            let patterns = patterns.filter(|(own, _)| pattern.is_some() || !described(own));
            let rest = members.rest.unwrap_or(anything);
            open.push(patterns.map(|(_, id)| *id).chain([rest]).collect::<Vec<Id>>());
        }
        // A single option of each goes with everything that is sure.
        let single = open.iter().filter(|list| list.len() == 1).flatten().copied();
        let base: Vec<Id> = sure.into_iter().chain(single).collect();
        let mut options = vec![vec![base.clone()]];
        for list in open.into_iter().filter(|list| list.len() > 1) {
            let with = |id: Id| base.iter().copied().chain([id]).collect();
            options.push(list.into_iter().map(with).collect());
        }
        options
    }

    /// How many names there can be where all are listed.
    pub(super) fn most_names(&mut self, case: &Case<'m, 's>) -> Option<usize> {
        let mut fewest: Option<usize> = case.facts.max_members.filter(|most| *most == 0).map(|_| 0);
        let unevaluated = self.unevaluated_members(case);
        for members in case.facts.members.iter().copied().chain(unevaluated.iter().map(Rc::as_ref))
        {
            let is_closed = members.rest.is_some_and(|rest| self.is_void(&[rest]));
            if is_closed && members.patterns.iter().all(|(_, schema)| self.is_void(&[*schema])) {
                let listed = members.listed.iter();
                let count = listed.filter(|(_, schema)| !self.is_void(&[*schema])).count();
                fewest = Some(fewest.map_or(count, |fewest| fewest.min(count)));
            }
        }
        fewest
    }

    /// Whether every name of the case is valid for a schema of names.
    pub(super) fn names_hold(&mut self, case: &Case<'m, 's>, schema: Id) -> bool {
        if self.ask(case.facts.names.clone(), schema) || self.few_names_hold(case, schema) {
            return true;
        }
        // Names are texts, whatever is said of them.
        let mut names = Case::of(self.meanings, &case.facts.names).limited(Types::STRING);
        names.build_again(self.meanings);
        if self.holds(&names, schema, 1) {
            return true;
        }
        if self.most_names(case).is_none() {
            return false;
        }
        let unevaluated = self.unevaluated_members(case);
        let members = case.facts.members.iter().copied().chain(unevaluated.iter().map(Rc::as_ref));
        let listed: Vec<&'s str> = members
            .flat_map(|members| members.listed.iter().map(|(name, _)| *name))
            .chain(case.facts.required.iter().copied())
            .collect();
        listed.into_iter().all(|name| {
            let node = Node { value: Value::String(name.into()), span: Span::default() };
            self.validator.check(schema, &node) == Verdict::Valid || self.is_absent(case, name)
        })
    }

    /// `unevaluatedProperties` as the properties, patterns and rest that surely have it.
    pub(super) fn surely_evaluated(&mut self, owner: Id, schema: Id) -> Rc<Members<'s>> {
        let known = self.evaluated_once(owner, schema, true);
        known.expect("what is surely evaluated can be told")
    }

    /// The same for all that may be evaluated; `None` if that may be everything.
    fn maybe_evaluated(&mut self, owner: Id, schema: Id) -> Option<Rc<Members<'s>>> {
        let is_members =
            |kind: &Kind<'_>| matches!(kind, Kind::UnevaluatedProperties(own) if *own == schema);
        let is_there =
            self.meanings.get(owner).demands.iter().any(|demand| is_members(&demand.kind));
        if is_there { self.evaluated_once(owner, schema, false) } else { None }
    }

    fn evaluated_once(&mut self, owner: Id, schema: Id, surely: bool) -> Option<Rc<Members<'s>>> {
        if let Some(known) = self.evaluated.get(&(owner, schema, surely)) {
            return known.clone();
        }
        let mut found = Evaluated::default();
        self.evaluated(owner, surely, &mut HashSet::new(), &mut found);
        let is_told = surely || !found.all;
        let members =
            is_told.then(|| Rc::new(found.into_members(self.meanings.anything(), schema)));
        self.evaluated.insert((owner, schema, surely), members.clone());
        members
    }

    /// Collects what a schema evaluates: what it surely does, or what it may.
    fn evaluated(
        &mut self,
        schema: Id,
        surely: bool,
        seen: &mut HashSet<Id>,
        found: &mut Evaluated<'s>,
    ) {
        let owner = self.meanings.end(schema);
        let mut waiting = vec![owner];
        let meanings = self.meanings;
        while let Some(id) = waiting.pop() {
            let id = meanings.end(id);
            if !seen.insert(id) {
                continue;
            }
            self.spend(1);
            for demand in &meanings.get(id).demands {
                match &demand.kind {
                    Kind::Members(members) => {
                        found.listed.extend(members.listed.iter().map(|(name, _)| *name));
                        found.patterns.extend(members.patterns.iter().map(|(name, _)| *name));
                        found.all |= members.rest.is_some();
                    }
                    Kind::UnevaluatedProperties(_) if id != owner => found.all = true,
                    kind => match kind.in_place() {
                        InPlace::All(list) => waiting.extend(list),
                        InPlace::Some(_) | InPlace::If(_) | InPlace::Dependent => {
                            waiting.extend(kind.below().into_iter().filter(|_| !surely));
                        }
                        InPlace::Unknown => found.all |= !surely,
                        InPlace::Not(_) | InPlace::Nothing => {}
                    },
                }
            }
        }
    }
}

/// Whether all properties that fit are other ones, which must be there.
fn is_full(case: &Case<'_, '_>, name: &str) -> bool {
    let required = &case.facts.required;
    let is_full = case.facts.max_members.is_some_and(|most| required.len() as u64 >= most);
    is_full && !required.contains(name)
}

#[derive(Default)]
struct Evaluated<'s> {
    listed: Vec<&'s str>,
    patterns: Vec<&'s str>,
    all: bool,
}

impl<'s> Evaluated<'s> {
    fn into_members(self, anything: Id, schema: Id) -> Members<'s> {
        let with = |names: Vec<&'s str>| names.into_iter().map(|name| (name, anything)).collect();
        let rest = if self.all { anything } else { schema };
        Members::new(with(self.listed), with(self.patterns), Some(rest))
    }
}
