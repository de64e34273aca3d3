//! What stays for ever: a walk over the new schema, in the reader's place, and an old one, type by type of the same name.

use super::breaches::missing_symbols;
use super::cause::Told;
use super::{MOST_BREACHES, Question, Segment, Walk};
use crate::avro::canonical::comparable;
use crate::avro::meaning::Meaning;
use crate::avro::model::{AvroSchema, Enum, Field, Kind, Record, TypeId};
use crate::rule::Breach;
use std::collections::{HashMap, HashSet};

/// Walks a pair; the standard walk lends it paths and words.
pub(super) struct Golden<'w, 's> {
    walk: &'w mut Walk<'s>,
    seen: HashSet<(TypeId, TypeId)>,
    open: Vec<Question>,
    found: Vec<Breach>,
}

impl<'w, 's> Golden<'w, 's> {
    /// Everything that the old schema has and the new one does not keep.
    pub(super) fn breaches(walk: &'w mut Walk<'s>) -> Vec<Breach> {
        let open = vec![walk.start()];
        let mut golden = Golden { walk, seen: HashSet::new(), open, found: Vec::new() };
        let mut told = Told::default();
        let mut is_enough = false;
        while let Some(pair) = golden.open.pop().filter(|_| !is_enough) {
            if !golden.walk.may_go_on() {
                return vec![golden.walk.beyond_limit()];
            }
            let (first, before) = (golden.open.len(), golden.found.len());
            golden.visit(pair);
            golden.open[first..].reverse();
            is_enough = golden.found.len() >= MOST_BREACHES
                || told.is_too_much(golden.found[before..].iter());
        }
        golden.found
    }

    fn visit(&mut self, pair: Question) {
        let (new, old) = (self.walk.reader.get(pair.reader), self.walk.writer.get(pair.writer));
        if let (Kind::Union(branches), Kind::Union(kept)) = (&new.kind, &old.kind) {
            return self.unions(pair, branches, kept);
        }
        if std::mem::discriminant(&new.kind) != std::mem::discriminant(&old.kind) {
            return self.found.push(self.walk.type_changed(pair));
        }
        if let (Some(name), Some(kept)) = (new.kind.name(), old.kind.name()) {
            if !self.seen.insert((pair.reader, pair.writer)) {
                return;
            }
            if name != kept && self.walk.reader.named(kept.full()).is_some() {
                // The old type still exists; another one stands here.
                return self.found.push(self.walk.type_changed(pair));
            }
            if name != kept {
                self.found.push(self.walk.type_renamed(pair, name, kept));
            }
        }
        if Meaning::of(new) != Meaning::of(old) {
            self.found.push(self.walk.logical_type_changed(pair));
        }
        match (&new.kind, &old.kind) {
            (Kind::Array(inner), Kind::Array(other)) => {
                self.ask(*inner, *other, pair, Segment::Items);
            }
            (Kind::Map(inner), Kind::Map(other)) => {
                self.ask(*inner, *other, pair, Segment::Values);
            }
            (Kind::Record(record), Kind::Record(other)) => self.fields(pair, record, other),
            (Kind::Enum(kind), Kind::Enum(other)) => self.symbols(pair, kind, other),
            (Kind::Fixed(kind), Kind::Fixed(other)) if kind.size != other.size => {
                self.found.push(self.walk.size_changed(pair, kind.size, other.size));
            }
            _ => {}
        }
    }

    fn ask(&mut self, new: TypeId, old: TypeId, from: Question, segment: Segment) {
        let question = self.walk.question(new, old, from.step, segment);
        self.open.push(question);
    }

    fn fields(&mut self, pair: Question, new: &'s Record, old: &'s Record) {
        let by_name: HashMap<&str, (usize, &Field)> = new
            .fields
            .iter()
            .enumerate()
            .map(|(index, field)| (&*field.name, (index, field)))
            .collect();
        for kept in &old.fields {
            let Some((index, field)) = by_name.get(&*kept.name).copied() else {
                self.found.push(self.walk.field_removed(pair, kept));
                continue;
            };
            let default = |schema: &AvroSchema, field: &Field| {
                field.default.as_ref().map(|value| comparable(&schema.get(field.ty).kind, value))
            };
            if kept.default.is_some()
                && default(self.walk.reader, field) != default(self.walk.writer, kept)
            {
                let breach = self.walk.default_changed(pair, index, kept);
                self.found.push(breach);
            }
            let inner = self.walk.field_question(pair, (index, field), kept);
            self.open.push(inner);
        }
    }

    fn symbols(&mut self, pair: Question, new: &Enum, old: &Enum) {
        let missing = missing_symbols(new, old);
        if !missing.is_empty() {
            self.found.push(self.walk.symbols_removed(pair, &missing));
        }
        if let Some(default) = &old.default
            && new.default != old.default
        {
            self.found.push(self.walk.enum_default_changed(pair, default));
        }
    }

    fn unions(&mut self, pair: Question, branches: &'s [TypeId], kept: &'s [TypeId]) {
        let (new, old) = (self.walk.reader, self.walk.writer);
        let by_label: HashMap<&str, usize> = branches
            .iter()
            .enumerate()
            .map(|(index, branch)| (label(&new.get(*branch).kind), index))
            .collect();
        for (number, branch) in kept.iter().enumerate() {
            let kind = &old.get(*branch).kind;
            let index = by_label.get(label(kind)).copied().or_else(|| {
                let renamed = *self.walk.candidates(pair.reader, branches, kind).first()?;
                kind.name()?;
                branches.iter().position(|branch| *branch == renamed)
            });
            match index {
                Some(index) => {
                    self.ask(branches[index], *branch, pair, Segment::Branch(index as u32));
                }
                None => self.found.push(self.walk.branch_removed(pair, *branch, number)),
            }
        }
    }
}

/// What a branch is called in its union.
fn label(kind: &Kind) -> &str {
    kind.name().map_or(kind.word(), |name| name.full())
}
