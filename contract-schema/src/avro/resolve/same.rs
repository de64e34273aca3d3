//! Which pairs need no work: the writer's bytes are the reader's, value by value.

use super::{Action, Entry, Step, Symbol};
use crate::avro::model::{AvroSchema, Kind};

/// Marks them: all count as the same until one part is not, so that recursive types end.
pub(super) fn mark(reader: &AvroSchema, writer: &AvroSchema, entries: &mut [Entry]) {
    entries.iter_mut().for_each(|entry| entry.same = true);
    let users = users(entries);
    let mut different: Vec<usize> = (0..entries.len())
        .filter(|index| !is_same_at_the_top(reader, writer, &entries[*index], entries))
        .collect();
    while let Some(index) = different.pop() {
        if std::mem::replace(&mut entries[index].same, false) {
            different.extend(&users[index]);
        }
    }
}

/// The entries that have each entry as a part.
fn users(entries: &[Entry]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); entries.len()];
    for (index, entry) in entries.iter().enumerate() {
        let mut used_by = |part: super::EntryId| users[part.0 as usize].push(index);
        match &entry.action {
            Action::Array(inner) | Action::Map(inner) => used_by(*inner),
            Action::IntoUnion { inner, .. } => used_by(*inner),
            // A union in a union's place: the index stays, so that the value below it decides.
            Action::FromUnion(branches) => {
                for branch in branches {
                    match entries[branch.0 as usize].action {
                        Action::IntoUnion { inner, .. } => used_by(inner),
                        _ => used_by(*branch),
                    }
                }
            }
            Action::Record(fields) => {
                for step in &fields.steps {
                    if let Step::Read { entry, .. } = step {
                        used_by(*entry);
                    }
                }
            }
            Action::Keep | Action::Promote(_) | Action::Enum(_) | Action::Refuse(_) => {}
        }
    }
    users
}

/// Whether the pair itself changes nothing; its parts are judged by themselves.
fn is_same_at_the_top(
    reader: &AvroSchema,
    writer: &AvroSchema,
    entry: &Entry,
    entries: &[Entry],
) -> bool {
    match &entry.action {
        Action::Keep | Action::Array(_) | Action::Map(_) => true,
        // Into a union an index is added.
        Action::Promote(_) | Action::Refuse(_) | Action::IntoUnion { .. } => false,
        Action::Record(fields) => {
            let Kind::Record(record) = &reader.get(entry.reader).kind else { return false };
            let in_place = |(index, step): (usize, &Step)| match step {
                Step::Read { field, .. } => *field == index,
                Step::Skip { .. } => false,
            };
            fields.steps.len() == record.fields.len()
                && fields.steps.iter().enumerate().all(in_place)
        }
        Action::Enum(symbols) => {
            let Kind::Enum(kind) = &reader.get(entry.reader).kind else { return false };
            let in_place = |(index, symbol): (usize, &Symbol)| *symbol == Symbol::Known(index);
            symbols.len() == kind.symbols.len() && symbols.iter().enumerate().all(in_place)
        }
        Action::FromUnion(branches) => {
            let Kind::Union(known) = &reader.get(entry.reader).kind else { return false };
            let Kind::Union(written) = &writer.get(entry.writer).kind else { return false };
            let in_place = |(index, branch): (usize, &super::EntryId)| {
                matches!(entries[branch.0 as usize].action,
                    Action::IntoUnion { branch, .. } if branch == index)
            };
            known.len() == written.len() && branches.iter().enumerate().all(in_place)
        }
    }
}
