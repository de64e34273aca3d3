//! What others ask of a walk: all breaches with their places, and single pairs afterwards.

use super::wire::Wire;
use super::{Question, Segment, Verdict, Walk, promotions};
use crate::avro::model::{Field, Kind, TypeId};
use crate::compat::Safety;
use crate::rule::Breach;

impl Walk<'_> {
    /// Every breach with the pair that breaks, those of the standard first.
    pub(in crate::avro) fn judge_all(&mut self, safety: Safety) -> Vec<(Breach, Question)> {
        self.run();
        let beyond = match safety {
            Safety::Standard => Vec::new(),
            Safety::Wire | Safety::Golden => self.beyond(),
        };
        let mut breaches = self.breaches(usize::MAX);
        breaches.extend(beyond);
        breaches
    }

    /// The first breach of the standard, within so many steps; they are taken from those.
    pub(in crate::avro) fn first_breach(
        &mut self,
        steps: &mut usize,
    ) -> Option<(Breach, Question)> {
        self.steps_left = *steps;
        self.run();
        *steps = self.steps_left;
        // Without a step left nothing is known.
        if *steps == 0 { None } else { self.breaches(1).into_iter().next() }
    }

    /// The steps that the walk may still take.
    pub(in crate::avro) fn steps_left(&self) -> usize {
        self.steps_left
    }

    /// The branches of a union of the reader that kind and name allow for a type of the writer.
    pub(in crate::avro) fn candidates_of(&mut self, union: TypeId, writer: TypeId) -> Vec<TypeId> {
        let (reader, writer) = (self.reader, &self.writer.get(writer).kind);
        let Kind::Union(branches) = &reader.get(union).kind else { return Vec::new() };
        self.candidates(union, branches, writer)
    }

    /// The first two fields of a record of the writer that a field of the reader fits.
    pub(in crate::avro) fn fields_for(
        &mut self,
        record: TypeId,
        field: &Field,
    ) -> (Option<usize>, Option<usize>) {
        let writer = self.writer;
        let Kind::Record(fields) = &writer.get(record).kind else { return (None, None) };
        self.fitting_fields(usize::MAX, record, fields, field)
    }

    /// The way to a pair: what was stepped into, and what of the writer stands there.
    pub(in crate::avro) fn trail(&self, pair: Question) -> Vec<(Segment, TypeId)> {
        self.paths.trail(pair.step)
    }

    /// Whether the one type reads the other by the standard, asked once the walk has run.
    pub(in crate::avro) fn reads(&mut self, reader: TypeId, writer: TypeId) -> bool {
        let kinds = (&self.reader.get(reader).kind, &self.writer.get(writer).kind);
        if let Some(readable) = promotions::primitive_reads(kinds.0, kinds.1) {
            return readable;
        }
        if let Some(known) = self.known.get(&(reader, writer)) {
            return self.verdicts[*known].items.is_empty();
        }
        let verdict = self.verdicts.len();
        self.verdicts.push(Verdict::default());
        self.judge(verdict, reader, writer) && self.verdicts[verdict].items.is_empty()
    }

    /// What the standard lets through though data are altered or unreadable; nothing if its own walk was too long.
    pub(super) fn beyond(&mut self) -> Vec<(Breach, Question)> {
        if self.steps_left == 0 {
            return Vec::new();
        }
        self.steps_left = Walk::budget(self.reader, self.writer);
        Wire::breaches(self)
    }
}
