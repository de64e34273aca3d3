//! The branches of a reader's union by what they could read, so that wide unions cost no square of comparisons.

use super::names_fit;
use super::promotions::primitive_reads;
use crate::avro::model::{AvroSchema, Kind, TypeId};
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
