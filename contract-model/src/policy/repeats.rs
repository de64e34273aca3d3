//! What `EVO-NO-REMOVE` or `EVO-NO-RETYPE` says of a place, the safety GOLDEN need not say again.
//!
//! The policy's wording stays, because people and pipelines know it; and what the policy excuses for some time is excused.

use crate::diagnostic::Diagnostic;
use crate::shape::{Field, Shape, Type};
use contract_schema::compat::Safety;
use contract_schema::level::Direction;
use contract_schema::{Breach, Position};

/// The breaches without those of GOLDEN whose place `evolution`, the policy's findings between the two, speaks of.
pub fn without_repeats<'d>(
    breaches: Vec<(Direction, Breach)>,
    evolution: impl Iterator<Item = &'d Diagnostic>,
    new: &Shape,
    old: &Shape,
) -> Vec<(Direction, Breach)> {
    let told: Vec<Told<'_>> = evolution.map(|finding| Told::of(finding, new, old)).collect();
    if told.is_empty() {
        return breaches;
    }
    let is_repeat = |direction: Direction, breach: &Breach| {
        breach.rule.safety == Safety::Golden
            && told.iter().any(|told| told.covers(direction, breach, new, old))
    };
    let kept = breaches.into_iter().filter(|(direction, breach)| !is_repeat(*direction, breach));
    kept.collect()
}

/// The place of a finding in both schemas.
struct Told<'a> {
    at: Option<Position>,
    new: Option<&'a Field>,
    old: Option<&'a Field>,
}

impl<'a> Told<'a> {
    fn of(finding: &Diagnostic, new: &'a Shape, old: &'a Shape) -> Told<'a> {
        let field = |shape: &'a Shape| shape.resolve(&finding.path).ok()?.last().copied();
        let (new, old) = (field(new), field(old));
        // Of a field that is gone the new text has only the record, which others may be gone from too.
        let at = finding.at.filter(|_| old.is_none() || new.is_some());
        Told { at, new, old }
    }

    fn covers(&self, direction: Direction, breach: &Breach, new: &Shape, old: &Shape) -> bool {
        let (new_at, old_at) = direction.new_and_old(breach.reader_at, breach.writer_at);
        let same = |field: Option<&Field>, shape: &Shape, at: Option<Position>| {
            let found = at.and_then(|at| around(shape, at));
            field.zip(found).is_some_and(|(field, found)| std::ptr::eq(field, found))
        };
        (self.at.is_some() && self.at == new_at)
            || same(self.new, new, new_at)
            || same(self.old, old, old_at)
            || self.old.and_then(enum_name).is_some_and(|name| names(&breach.path, name))
    }
}

/// The field that a place of the schema's own text belongs to: the last one that begins before it.
fn around(shape: &Shape, at: Position) -> Option<&Field> {
    let own = shape.records.iter().filter(|record| record.is_own);
    let fields = own.flat_map(|record| &record.fields);
    let before = fields.filter(|field| field.at.is_some_and(|start| start <= at));
    before.max_by_key(|field| field.at)
}

/// An enum stands in a place of its own, away from the fields that use it.
fn enum_name(field: &Field) -> Option<&str> {
    let Type::Enum { name, .. } = &field.ty else { return None };
    name.rsplit('.').next()
}

fn names(path: &str, name: &str) -> bool {
    path.split(['/', '.', '#']).any(|part| part == name)
}
