//! What changed between two schemas in the words of an author: records, fields, documentation, whatever the format.

use crate::report::place::plain_line;
use contract_model::{Field, Presence, Record, Shape};
use contract_schema::Schema;

/// One line per change, in the order of the new schema; what is gone comes after what is there.
pub(crate) fn between(old: &Schema, new: &Schema) -> Vec<String> {
    let (old, new) = (Shape::of(old), Shape::of(new));
    let mut changes = Vec::new();
    for record in new.records.iter() {
        match counterpart(&old, &new, record) {
            Some(before) => fields(&old, before, &new, record, &mut changes),
            None => changes.push(format!("+ record `{}`", record.name)),
        }
    }
    for record in old.records.iter() {
        if counterpart(&new, &old, record).is_none() {
            changes.push(format!("- record `{}`", record.name));
        }
    }
    changes.iter().map(|change| plain_line(change)).collect()
}

/// The record of `shape` that stands for `record` of `other`: the one of that name, or both are roots.
fn counterpart<'a>(shape: &'a Shape, other: &Shape, record: &Record) -> Option<&'a Record> {
    let named = shape.records.iter().find(|candidate| candidate.name == record.name);
    let is_root = other.root().is_some_and(|root| root.name == record.name);
    named.or_else(|| shape.root().filter(|_| is_root))
}

fn fields(old: &Shape, before: &Record, new: &Shape, after: &Record, changes: &mut Vec<String>) {
    let place = &after.name;
    if before.name != after.name {
        changes.push(format!("~ record `{}` is now `{}`", before.name, after.name));
    }
    if before.doc != after.doc {
        changes.push(format!("~ documentation of `{place}`"));
    }
    for field in &after.fields {
        match named(before, field) {
            None => changes.push(format!("+ {place}.{}: {}", field.native, described(new, field))),
            Some(was) => {
                let (from, to) = (described(old, was), described(new, field));
                if from != to {
                    changes.push(format!("~ {place}.{}: {from} -> {to}", field.native));
                }
                annotations(place, was, field, changes);
            }
        }
    }
    for field in before.fields.iter().filter(|field| named(after, field).is_none()) {
        changes.push(format!("- {place}.{}: {}", field.native, described(old, field)));
    }
}

/// What no codec sees and every reader of the contract does.
fn annotations(place: &str, was: &Field, field: &Field, changes: &mut Vec<String>) {
    let kinds = [
        ("documentation", was.doc != field.doc),
        ("constraints", was.rules != field.rules),
        ("tags", was.tags != field.tags),
        ("deprecation", was.deprecated != field.deprecated),
        ("what writers must fill", was.write != field.write),
    ];
    for (kind, _) in kinds.into_iter().filter(|(_, differs)| *differs) {
        changes.push(format!("~ {kind} of {place}.{}", field.native));
    }
}

fn named<'a>(record: &'a Record, field: &Field) -> Option<&'a Field> {
    record.fields.iter().find(|candidate| candidate.native == field.native)
}

fn described(shape: &Shape, field: &Field) -> String {
    let presence = match field.presence {
        Presence::Required => "",
        Presence::Nullable => ", may be absent",
        Presence::Implicit => ", zero when absent",
    };
    format!("{}{presence}", field.ty.describe(shape))
}
