//! The branches of a reader's union by what they could read, so that wide unions cost no square of comparisons.

use super::promotions::primitive_reads;
use super::{Walk, names_fit};
use crate::avro::model::{AvroSchema, Kind, Name, TypeId};
use std::collections::HashMap;

/// The branches of one union.
pub(super) struct BranchIndex<'s> {
    schema: &'s AvroSchema,
    unnamed: Vec<TypeId>,
    /// Named branches by simple name and by full alias; the number is the branch's place.
    named: HashMap<&'s str, Vec<(usize, TypeId)>>,
}

impl<'s> BranchIndex<'s> {
    pub(super) fn new(schema: &'s AvroSchema, branches: &'s [TypeId]) -> Self {
        let mut index = BranchIndex { schema, unnamed: Vec::new(), named: HashMap::new() };
        for (place, branch) in branches.iter().enumerate() {
            let kind = &schema.get(*branch).kind;
            let Some(name) = kind.name() else {
                index.unnamed.push(*branch);
                continue;
            };
            index.named.entry(name.simple()).or_default().push((place, *branch));
            for alias in kind.aliases() {
                index.named.entry(alias.full()).or_default().push((place, *branch));
            }
        }
        index
    }

    /// The branches that could read `writer`, in order; every other one differs in kind or in name.
    pub(super) fn candidates(&self, writer: &Kind) -> Vec<TypeId> {
        let Some(name) = writer.name() else {
            let fits = |branch: &TypeId| could_read(&self.schema.get(*branch).kind, writer);
            return self.unnamed.iter().copied().filter(fits).collect();
        };
        let found = [name.simple(), name.full()].map(|key| self.named.get(key));
        let mut found: Vec<(usize, TypeId)> =
            found.into_iter().flatten().flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        let same = |branch: &TypeId| same_kind(&self.schema.get(*branch).kind, writer);
        found.into_iter().map(|(_, branch)| branch).filter(same).collect()
    }
}

/// Whether kind and name let the one read the other; parts, symbols and sizes are still to be asked.
pub(super) fn could_read(reader: &Kind, writer: &Kind) -> bool {
    if let Some(reads) = primitive_reads(reader, writer) {
        return reads;
    }
    let names = (reader.name(), writer.name());
    let names_fit = match names {
        (Some(name), Some(writer)) => names_fit(name, reader.aliases(), writer),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    names_fit && same_kind(reader, writer)
}

fn same_kind(reader: &Kind, writer: &Kind) -> bool {
    std::mem::discriminant(reader) == std::mem::discriminant(writer)
}

/// A writer's type as it stands in a union: which branch of how many.
pub(in crate::avro) type Place = Option<(usize, usize)>;

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
