//! Lists whose elements have types by their positions: tuple structs, if there is always the same number of them.

use super::conjunction::{Conjunction, Facts};
use super::{Lowered, Name, Walk};
use crate::ir::{Body, Field, Form, Record, Ty, TypeId, Word};
use contract_schema::json::SchemaId;

/// The most elements; a list of more is nobody's tuple.
const MOST: u64 = 64;

impl<'s> Walk<'_, '_, 's> {
    pub(super) fn tuple(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        let count = self.length(facts).ok_or(
            "its elements have types by their positions and their number varies: give \
             `minItems`, and as many with `maxItems` or by refusing others",
        )?;
        let id = self.declare(conjunction, name, Body::Record(Record::default()));
        let mut record = Record::default();
        for position in 0..count {
            let ids = at(facts, position);
            let (field, residual) = self.element(id, position, ids, name);
            if let Some(residual) = residual {
                self.lowering.ir.residuals.insert((id, Some(position)), residual);
            }
            record.fields.push(field);
        }
        let mut words = self.others(facts);
        if facts.is_unique {
            words.push(Word::UniqueItems);
        }
        if let Some(residual) = self.residual(words) {
            self.lowering.ir.residuals.insert((id, None), residual);
        }
        self.lowering.ir.forms.insert(id, Form::Tuple);
        self.fill(id, record);
        Ok(Lowered::plain(Ty::Named { id, boxed: false }))
    }

    /// How many elements there always are.
    fn length(&self, facts: &Facts<'s>) -> Option<usize> {
        let [least, most] = facts.counts;
        let closed = facts.items.iter().filter_map(|(listed, rest)| {
            let is_closed = rest.is_some_and(|rest| self.demands.is_false(rest));
            is_closed.then_some(listed.len() as u64)
        });
        let most = closed.chain(most).min()?;
        let is_fixed = least == Some(most) && (1..=MOST).contains(&most);
        is_fixed.then(|| usize::try_from(most).ok()).flatten()
    }

    fn element(
        &mut self,
        tuple: TypeId,
        position: usize,
        ids: Vec<SchemaId>,
        name: &Name,
    ) -> (Field, Option<usize>) {
        let own = Conjunction::all(ids);
        let lowered = match own.ids.is_empty() {
            true => Lowered::plain(Ty::Json),
            false => self.lower(&own, &name.child(&position.to_string())),
        };
        let described = self.described(tuple, &own, [position.to_string(), position.to_string()]);
        let field = Field { ty: lowered.part(), rules: lowered.rules, ..described };
        (field, lowered.residual)
    }
}

/// The schemas that hold for the element at a position.
fn at(facts: &Facts<'_>, position: usize) -> Vec<SchemaId> {
    let of_part = |(listed, rest): &(Vec<SchemaId>, Option<SchemaId>)| {
        listed.get(position).copied().or(*rest)
    };
    facts.items.iter().filter_map(of_part).collect()
}
