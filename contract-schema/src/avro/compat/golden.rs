//! What stays for ever: a walk over the new schema, in the reader's place, and an old one, type by type of the same name.

use super::breaches::{describe, missing_symbols};
use super::cause::Told;
use super::{MOST_BREACHES, Question, Segment, Walk};
use crate::avro::canonical::comparable;
use crate::avro::meaning::Meaning;
use crate::avro::model::{AvroSchema, Enum, Field, Kind, Name, Record, TypeId};
use crate::avro::rules::golden;
use crate::json_text::Node;
use crate::rule::Breach;
use crate::schema::clip;
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

/// The words of the rules, a function for each.
impl Walk<'_> {
    fn field_removed(&self, pair: Question, kept: &Field) -> Breach {
        let (name, owner) = (&kept.name, self.reader_name(pair));
        let (reader_at, writer_at) = self.definitions(pair);
        let places = (reader_at, self.writer.own_field_place(pair.writer, kept).or(writer_at));
        Breach {
            detail: name.to_string(),
            reason: format!("`{owner}` has no field `{name}` any more"),
            help: Some(format!(
                "keep field `{name}`, and say in its \"doc\" that it is deprecated"
            )),
            // The new schema has no number for it: its name takes the place.
            ..self.breach(&golden::FIELD_REMOVED, places, pair, &format!("/fields/{name}"))
        }
    }

    fn type_changed(&self, pair: Question) -> Breach {
        let (is, was) = (describe(self.reader, pair.reader), describe(self.writer, pair.writer));
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{}the type is {is} and was {was}", self.field_around(pair)),
            help: Some(format!("keep {was}, or add a new field of the other type beside it")),
            ..self.breach(&golden::TYPE_CHANGED, self.paths.places(pair.step), pair, "")
        }
    }

    fn size_changed(&self, pair: Question, is: usize, was: usize) -> Breach {
        let name = self.reader_name(pair);
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("fixed `{name}` has {is} bytes and had {was}"),
            help: Some(format!("keep \"size\": {was}, or add a new field with a new fixed")),
            ..self.breach(&golden::TYPE_CHANGED, self.definitions(pair), pair, "/size")
        }
    }

    fn logical_type_changed(&self, pair: Question) -> Breach {
        let (new, old) = (self.reader.get(pair.reader), self.writer.get(pair.writer));
        let is = Meaning::of(new).describe(&new.kind);
        let was = Meaning::of(old).describe(&old.kind);
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{}the logical type is {is} and was {was}", self.field_around(pair)),
            help: Some(format!("keep {was}, or add a new field of type {is} beside it")),
            ..self.breach(&golden::LOGICAL_TYPE_CHANGED, self.paths.places(pair.step), pair, "")
        }
    }

    fn type_renamed(&self, pair: Question, is: &Name, was: &Name) -> Breach {
        let word = self.reader.get(pair.reader).kind.word();
        let (is, was) = (is.full(), was.full());
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{word} `{was}` is called `{is}` now"),
            help: Some(format!("keep the full name `{was}`")),
            ..self.breach(&golden::TYPE_RENAMED, self.definitions(pair), pair, "/name")
        }
    }

    fn symbols_removed(&self, pair: Question, missing: &[&str]) -> Breach {
        let (list, name) = (missing.join(", "), self.reader_name(pair));
        Breach {
            detail: format!("[{list}]"),
            reason: format!("enum `{name}` has no {list} any more"),
            help: Some(format!("keep {list} in `symbols`")),
            ..self.breach(&golden::SYMBOL_REMOVED, self.definitions(pair), pair, "/symbols")
        }
    }

    /// `number` is that of the branch in the old union.
    fn branch_removed(&self, pair: Question, branch: TypeId, number: usize) -> Breach {
        let was = describe(self.writer, branch);
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(branch).max(writer_at));
        Breach {
            detail: was.clone(),
            reason: format!("{}the union has no branch {was} any more", self.field_around(pair)),
            help: Some(format!("keep {was} in the union")),
            ..self.breach(&golden::BRANCH_REMOVED, places, pair, &format!("/{number}"))
        }
    }

    fn default_changed(&self, pair: Question, index: usize, kept: &Field) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        let was = kept.default.as_ref().map_or_else(String::new, Node::to_compact);
        let (reader_at, writer_at) = self.reader_field_places(pair, index);
        let places = (reader_at, self.writer.own_field_place(pair.writer, kept).or(writer_at));
        let was = clip(&format!("`{was}`"));
        Breach {
            detail: name.to_owned(),
            reason: format!(
                "the default of field `{name}` of `{owner}` was {was} and is no longer"
            ),
            help: Some(format!("keep {was} as \"default\"")),
            ..self.breach(
                &golden::DEFAULT_CHANGED,
                places,
                pair,
                &format!("/fields/{index}/default"),
            )
        }
    }

    fn enum_default_changed(&self, pair: Question, was: &str) -> Breach {
        let name = self.reader_name(pair);
        Breach {
            detail: was.to_owned(),
            reason: format!("the default of enum `{name}` was `{was}` and is no longer"),
            help: Some(format!("keep \"default\": \"{was}\"")),
            ..self.breach(&golden::DEFAULT_CHANGED, self.definitions(pair), pair, "/default")
        }
    }
}

/// What a branch is called in its union.
fn label(kind: &Kind) -> &str {
    kind.name().map_or(kind.word(), |name| name.full())
}
