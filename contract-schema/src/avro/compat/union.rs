//! The branches of a reader's union by what they could read, so that wide unions cost no square of comparisons.

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
            let fits = |branch: &&TypeId| {
                let kind = &self.schema.get(**branch).kind;
                primitive_reads(kind, writer).unwrap_or_else(|| same_kind(kind, writer))
            };
            return self.unnamed.iter().filter(fits).copied().collect();
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

fn same_kind(reader: &Kind, writer: &Kind) -> bool {
    std::mem::discriminant(reader) == std::mem::discriminant(writer)
}
