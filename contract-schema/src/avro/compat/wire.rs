//! What the standard lets through though data are altered or unreadable: a second walk over the pair.
//!
//! It goes where a decoder goes: into the one branch of a union that is read, past what the standard has refused.

use super::cause::Told;
use super::union::could_read;
use super::{MOST_BREACHES, Question, Segment, Walk, names_fit};
use crate::avro::fit::Fit;
use crate::avro::meaning::altered;
use crate::avro::model::{Enum, Kind, Name, Record, TypeId};
use crate::rule::Breach;
use std::collections::{HashMap, HashSet};

/// Walks the pair of a standard walk that has run.
pub(super) struct Wire<'w, 's> {
    walk: &'w mut Walk<'s>,
    seen: HashSet<(TypeId, TypeId)>,
    open: Vec<Question>,
    found: Vec<(Breach, Question)>,
    fit: Fit<'s>,
}

/// A writer's type as it stands in a union: which branch of how many.
pub(in crate::avro) type Place = Option<(usize, usize)>;

impl<'w, 's> Wire<'w, 's> {
    /// Every place where data are altered or unreadable though the standard walk is content.
    pub(super) fn breaches(walk: &'w mut Walk<'s>) -> Vec<(Breach, Question)> {
        let fit = Fit::new(&walk.reader.types);
        let open = vec![walk.start()];
        let mut wire = Wire { walk, seen: HashSet::new(), open, found: Vec::new(), fit };
        let mut told = Told::default();
        let mut is_enough = false;
        while let Some(pair) = wire.open.pop().filter(|_| !is_enough) {
            if !wire.walk.may_go_on() {
                let start = wire.walk.start();
                return vec![(wire.walk.beyond_limit(), start)];
            }
            let (first, before) = (wire.open.len(), wire.found.len());
            wire.visit(pair);
            is_enough = wire.found.len() >= MOST_BREACHES
                || told.is_too_much(wire.found[before..].iter().map(|(breach, _)| breach));
            // The first question on top, so that breaches come in the order of the reader's text.
            wire.open[first..].reverse();
        }
        wire.found
    }

    fn visit(&mut self, pair: Question) {
        let (reader, writer) =
            (self.walk.reader.get(pair.reader), self.walk.writer.get(pair.writer));
        match (&reader.kind, &writer.kind) {
            (Kind::Union(branches), Kind::Union(written)) => {
                return self.unions(pair, branches, written);
            }
            (Kind::Union(branches), _) => {
                self.branch(pair, branches, pair.writer, None);
                return;
            }
            (_, Kind::Union(written)) => return self.every_branch(pair, written),
            (kind, other) if !could_read_kind(kind, other) => return,
            (kind, _) if kind.name().is_some() && self.was_seen(pair) => return,
            _ => {}
        }
        if let Some(rule) = altered(reader, writer) {
            self.found.push((self.walk.altered(rule, pair), pair));
        }
        match (&reader.kind, &writer.kind) {
            (Kind::Array(inner), Kind::Array(other)) => {
                self.ask(*inner, *other, pair, Segment::Items);
            }
            (Kind::Map(inner), Kind::Map(other)) => {
                self.ask(*inner, *other, pair, Segment::Values);
            }
            (Kind::Record(record), Kind::Record(other)) => {
                self.namespace(pair);
                self.fields(pair, record, other);
            }
            (Kind::Enum(kind), Kind::Enum(other)) => {
                self.namespace(pair);
                self.symbols(pair, kind, other);
            }
            (Kind::Fixed(_), Kind::Fixed(_)) => self.namespace(pair),
            _ => {}
        }
    }

    fn was_seen(&mut self, pair: Question) -> bool {
        !self.seen.insert((pair.reader, pair.writer))
    }

    fn ask(&mut self, reader: TypeId, writer: TypeId, from: Question, segment: Segment) {
        let question = self.walk.question(reader, writer, from.step, segment);
        self.open.push(question);
    }

    fn fields(&mut self, pair: Question, reader: &'s Record, writer: &'s Record) {
        let mut likely = 0;
        let mut taken = vec![false; writer.fields.len()];
        for (index, field) in reader.fields.iter().enumerate() {
            match self.walk.fitting_fields(likely, pair.writer, writer, field) {
                (Some(first), None) => {
                    likely = first + 1;
                    if std::mem::replace(&mut taken[first], true) {
                        let breach =
                            self.walk.field_read_twice(pair, index, &writer.fields[first].name);
                        self.found.push((breach, pair));
                        continue;
                    }
                    let other = &writer.fields[first];
                    if !self.is_plainly_same(field.ty, other.ty) {
                        let inner = self.walk.field_question(pair, (index, field), other);
                        self.open.push(inner);
                    }
                }
                // The standard refuses.
                (Some(_), Some(_)) => {}
                (None, _) => {
                    let default = field.default.as_ref();
                    if default.is_some_and(|default| !self.fit.fits_field(field.ty, default)) {
                        self.found.push((self.walk.default_does_not_fit(pair, index), pair));
                    }
                }
            }
        }
    }

    /// The most frequent pair: one primitive, without attributes that could give it a meaning.
    fn is_plainly_same(&self, reader: TypeId, writer: TypeId) -> bool {
        let (reader, writer) = (self.walk.reader.get(reader), self.walk.writer.get(writer));
        reader.attributes.is_empty()
            && writer.attributes.is_empty()
            && super::promotions::is_primitive(&reader.kind)
            && std::mem::discriminant(&reader.kind) == std::mem::discriminant(&writer.kind)
    }

    fn symbols(&mut self, pair: Question, reader: &Enum, writer: &Enum) {
        let Some(default) = &reader.default else { return };
        let missing = super::breaches::missing_symbols(reader, writer);
        if !missing.is_empty() {
            self.found.push((self.walk.symbols_replaced(pair, &missing, default), pair));
        }
    }

    fn namespace(&mut self, pair: Question) {
        let reader = &self.walk.reader.get(pair.reader).kind;
        let writer = &self.walk.writer.get(pair.writer).kind;
        let (Some(name), Some(written)) = (reader.name(), writer.name()) else { return };
        let told = !names_fit(name, reader.aliases(), written);
        if name != written && !reader.aliases().contains(written) && !told {
            self.found.push((self.walk.namespace_differs(pair, name, written), pair));
        }
    }

    fn every_branch(&mut self, pair: Question, written: &'s [TypeId]) {
        let mut first_named = None;
        for (index, branch) in written.iter().enumerate() {
            self.ask(pair.reader, *branch, pair, Segment::Branch(index as u32));
            let is_named = self.walk.writer.get(*branch).kind.name().is_some();
            if !is_named || !self.walk.reads(pair.reader, *branch) {
                continue;
            }
            match first_named {
                None => first_named = Some(*branch),
                Some(first) => {
                    let merged = (pair.reader, [first, *branch]);
                    self.merged(pair, merged, index);
                }
            }
        }
    }

    /// `merged` is the reader's type and the two of the writer that it reads; the second has this number.
    fn merged(&mut self, pair: Question, merged: (TypeId, [TypeId; 2]), index: usize) {
        let breach = self.walk.branches_merge(pair, merged, index);
        let inside = self.walk.question(pair.reader, merged.1[1], pair.step, Segment::Fresh);
        self.found.push((breach, inside));
    }

    fn unions(&mut self, pair: Question, branches: &'s [TypeId], written: &'s [TypeId]) {
        let mut read_as: HashMap<TypeId, TypeId> = HashMap::new();
        for (index, branch) in written.iter().enumerate() {
            let place = Some((index, written.len()));
            let Some(target) = self.branch(pair, branches, *branch, place) else { continue };
            if self.walk.writer.get(*branch).kind.name().is_none() {
                continue;
            }
            match read_as.get(&target) {
                None => drop(read_as.insert(target, *branch)),
                Some(first) => {
                    let merged = (target, [*first, *branch]);
                    self.merged(pair, merged, index);
                }
            }
        }
    }

    /// The branch of the reader's union that a decoder takes for `writer`, asked on; none if there is none or nobody knows.
    fn branch(
        &mut self,
        pair: Question,
        branches: &'s [TypeId],
        writer: TypeId,
        place: Place,
    ) -> Option<TypeId> {
        match self.walk.taken(pair.reader, writer, place) {
            Taken::None => None,
            Taken::Unclear(_) => {
                // As the standard does, the path names the writer's branch; the trail leads into it.
                let breach =
                    self.walk.branch_ambiguous(pair, writer, place.map(|(index, _)| index));
                let inside = self.walk.question(pair.reader, writer, pair.step, Segment::Fresh);
                self.found.push((breach, inside));
                None
            }
            Taken::Branch(at) => {
                let target = branches[at];
                if !self.is_plainly_same(target, writer) {
                    self.ask(target, writer, pair, Segment::Branch(at as u32));
                }
                Some(target)
            }
        }
    }
}

/// Which branch of a reader's union a decoder takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::avro) enum Taken {
    /// The one with this number.
    Branch(usize),
    /// Decoders differ; this is the first that reads.
    Unclear(usize),
    /// None reads, by the standard.
    None,
}

impl Walk<'_> {
    /// The branch of a union that takes `writer`, which may stand in a union itself.
    pub(in crate::avro) fn taken(&mut self, union: TypeId, writer: TypeId, place: Place) -> Taken {
        let reader = self.reader;
        let Kind::Union(branches) = &reader.get(union).kind else { return Taken::None };
        let kind = &self.writer.get(writer).kind;
        // A branch of the same full name in the same place is nowhere in doubt, however many share its last part.
        if let Some((index, _)) = place
            && let Some(same) = branches.get(index).copied()
            && kind.name().is_some()
            && self.reader.get(same).kind.name().map(Name::full) == kind.name().map(Name::full)
            && self.reads(same, writer)
        {
            return Taken::Branch(index);
        }
        let candidates = self.candidates(union, branches, kind);
        let readable: Vec<TypeId> =
            candidates.iter().copied().filter(|branch| self.reads(*branch, writer)).collect();
        let number = |target: TypeId| branches.iter().position(|branch| *branch == target);
        let Some(first) = readable.first().and_then(|first| number(*first)) else {
            return Taken::None;
        };
        if kind.name().is_none() {
            let same = |branch: &&TypeId| {
                let branch = &self.reader.get(**branch).kind;
                std::mem::discriminant(branch) == std::mem::discriminant(kind)
            };
            let same = readable.iter().find(same).and_then(|same| number(*same));
            return Taken::Branch(same.unwrap_or(first));
        }
        // Java maps unions that are alike without namespaces branch by branch, in their order.
        let reordered =
            |at: usize| place.is_some_and(|(index, of)| of == branches.len() && at != index);
        match self.named_branch(&candidates, &readable, writer).and_then(number) {
            Some(at) if readable.len() == 1 || !reordered(at) => Taken::Branch(at),
            _ => Taken::Unclear(first),
        }
    }

    /// Full name before alias before name without namespace; what fits best must be the only one, and must read.
    fn named_branch(
        &self,
        candidates: &[TypeId],
        readable: &[TypeId],
        writer: TypeId,
    ) -> Option<TypeId> {
        let name = self.writer.get(writer).kind.name()?;
        let kind = |branch: &TypeId| &self.reader.get(*branch).kind;
        let by_name: Vec<TypeId> =
            candidates.iter().copied().filter(|branch| kind(branch).name() == Some(name)).collect();
        let by_alias: Vec<TypeId> = candidates
            .iter()
            .copied()
            .filter(|branch| kind(branch).aliases().contains(name))
            .collect();
        let best = [by_name, by_alias].into_iter().find(|best| !best.is_empty());
        match best.as_deref().unwrap_or(readable) {
            [only] if readable.contains(only) => Some(*only),
            _ => None,
        }
    }
}

/// Whether a decoder gets from the one kind to the other at all; names apart.
fn could_read_kind(reader: &Kind, writer: &Kind) -> bool {
    match (reader.name(), writer.name()) {
        (Some(_), Some(_)) => std::mem::discriminant(reader) == std::mem::discriminant(writer),
        _ => could_read(reader, writer),
    }
}
