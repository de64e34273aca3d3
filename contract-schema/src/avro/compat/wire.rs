//! What the standard lets through though data are altered or unreadable: a second walk over the pair.
//!
//! It goes where a decoder goes: into the one branch of a union that is read, past what the standard has refused.

use super::breaches::{describe, missing_symbols};
use super::cause::Told;
use super::union::{Place, Taken, could_read};
use super::{MOST_BREACHES, Question, Segment, Walk, names_fit};
use crate::avro::fit::Fit;
use crate::avro::meaning::{Meaning, altered};
use crate::avro::model::{Enum, Kind, Name, Record, TypeId};
use crate::avro::rules::wire;
use crate::rule::{Breach, Rule};
use std::collections::{HashMap, HashSet};

/// Walks the pair of a standard walk that has run.
pub(super) struct Wire<'w, 's> {
    walk: &'w mut Walk<'s>,
    seen: HashSet<(TypeId, TypeId)>,
    open: Vec<Question>,
    found: Vec<(Breach, Question)>,
    fit: Fit<'s>,
}

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
        let missing = missing_symbols(reader, writer);
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

/// The words of the rules, a function for each.
impl Walk<'_> {
    /// `rule` is one of those about a value that arrives as another one.
    fn altered(&self, rule: &'static Rule, pair: Question) -> Breach {
        let (reader, writer) = (self.reader.get(pair.reader), self.writer.get(pair.writer));
        let is_of_kinds =
            reader.kind.word() != writer.kind.word() && Meaning::of(reader) == Meaning::of(writer);
        let [reads, wrote] = [reader, writer].map(|ty| {
            if is_of_kinds { ty.kind.word().to_owned() } else { Meaning::of(ty).describe(&ty.kind) }
        });
        Breach {
            detail: format!("reader: {reads}, writer: {wrote}"),
            reason: format!(
                "{}the {{reader}} schema reads as {reads} what the {{writer}} schema writes as {wrote}",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep {wrote}, or add a new field of the other type beside it || \
                 keep {reads}, or add a new field of the other type beside it"
            )),
            ..self.breach(rule, self.paths.places(pair.step), pair, "")
        }
    }

    fn symbols_replaced(&self, pair: Question, missing: &[&str], default: &str) -> Breach {
        let (list, name) = (missing.join(", "), self.reader_name(pair));
        Breach {
            detail: format!("[{list}]"),
            reason: format!(
                "enum `{name}` of the {{reader}} schema reads {list} of the {{writer}} schema as its default `{default}`"
            ),
            help: Some(format!(
                "add {list} to `symbols` || \
                 leave out {list} until every consumer has a schema with it"
            )),
            ..self.breach(&wire::SYMBOL_REPLACED, self.definitions(pair), pair, "/symbols")
        }
    }

    fn namespace_differs(&self, pair: Question, name: &Name, written: &Name) -> Breach {
        let word = self.reader.get(pair.reader).kind.word();
        let (name, written) = (name.full(), written.full());
        Breach {
            detail: format!("expected: {written}"),
            reason: format!(
                "{word} `{name}` of the {{reader}} schema is `{written}` in the {{writer}} schema, and not every decoder takes the one for the other"
            ),
            help: Some(format!(
                "keep the namespace of `{written}`, or add \"aliases\": [\"{written}\"] to `{name}` || \
                 keep the namespace of `{name}`: consumers with the {{reader}} schema know no aliases of the {{writer}} one"
            )),
            ..self.breach(&wire::NAMESPACE_DIFFERS, self.definitions(pair), pair, "/name")
        }
    }

    /// `branch` is the number of the writer's branch, if it stands in a union.
    fn branch_ambiguous(&self, pair: Question, written: TypeId, branch: Option<usize>) -> Breach {
        let wrote = describe(self.writer, written);
        let rest = branch.map_or(String::new(), |branch| format!("/{branch}"));
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(written).max(writer_at));
        Breach {
            detail: format!("writer: {wrote}"),
            reason: format!(
                "{}nothing says which branch of the {{reader}} schema's union takes {wrote} of the {{writer}} schema",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep one branch with the full name of {wrote}, at its place in the union || \
                 give {wrote} the full name of the branch that is to take it"
            )),
            ..self.breach(&wire::BRANCH_AMBIGUOUS, places, pair, &rest)
        }
    }

    /// `merged` is the reader's type and the two of the writer that it reads; `branch` the number of the second.
    fn branches_merge(
        &self,
        pair: Question,
        merged: (TypeId, [TypeId; 2]),
        branch: usize,
    ) -> Breach {
        let reads = describe(self.reader, merged.0);
        let [first, second] = merged.1.map(|written| describe(self.writer, written));
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(merged.1[1]).max(writer_at));
        Breach {
            detail: format!("reader: {reads}, writer: {first}, {second}"),
            reason: format!(
                "{}the {{reader}} schema reads {first} and {second} of the {{writer}} schema both as {reads}",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep a branch of its own for {second} || \
                 do not write {second} where consumers with the {{reader}} schema take it for {reads}"
            )),
            ..self.breach(&wire::BRANCHES_MERGE, places, pair, &format!("/{branch}"))
        }
    }

    fn field_read_twice(&self, pair: Question, index: usize, written: &str) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        Breach {
            detail: format!("field {name} and another one take {written}"),
            reason: format!(
                "field `{name}` of `{owner}` and another field of the {{reader}} schema both take `{written}` of the {{writer}} schema"
            ),
            help: Some(format!(
                "let only one field have the name or alias `{written}` || \
                 leave out `{written}`, which consumers with the {{reader}} schema read twice"
            )),
            ..self.breach(
                &wire::FIELD_READ_TWICE,
                self.reader_field_places(pair, index),
                pair,
                &format!("/fields/{index}"),
            )
        }
    }

    fn default_does_not_fit(&self, pair: Question, index: usize) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        Breach {
            detail: name.to_owned(),
            reason: format!(
                "field `{name}` of `{owner}` is missing in the {{writer}} schema, and its default in the {{reader}} schema is no value of its type"
            ),
            help: Some(format!(
                "correct the default of `{name}` || \
                 keep field `{name}`: consumers with the {{reader}} schema have no valid default for it"
            )),
            ..self.breach(
                &wire::DEFAULT_UNFIT,
                self.reader_field_places(pair, index),
                pair,
                &format!("/fields/{index}"),
            )
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
