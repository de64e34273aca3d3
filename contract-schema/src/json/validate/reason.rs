//! Why a value is refused: the keyword, and where in the value.

use super::{Validator, Verdict};
use crate::json::meaning::{Id, Kind};
use crate::json_text::{Node, Value};

/// Steps from the root that are followed at most.
const STEPS: usize = 100;

impl Validator<'_, '_> {
    /// One sentence about a value that the schema refuses.
    pub(in crate::json) fn reason(&mut self, schema: Id, value: &Node) -> String {
        let (mut at, mut value, mut pointer) = (schema, value, String::new());
        for _ in 0..STEPS {
            let place = if pointer.is_empty() { "the value" } else { &*pointer };
            if self.meanings.get(at).is_false {
                return format!("{place} is refused by the schema `false`");
            }
            let refuses = |validator: &mut Self, kind, keyword| {
                let mut seen = super::Seen::of(value);
                validator.demand(kind, keyword, value, &mut seen) == Verdict::Refused
            };
            let demands = &self.meanings.get(at).demands;
            let found = demands.iter().find(|demand| refuses(self, &demand.kind, demand.keyword));
            let Some(demand) = found else {
                return format!("{place} has what nothing in the schema describes");
            };
            let said = format!("{place} breaks `{}`", demand.keyword);
            match self.deeper(&demand.kind, value) {
                Some((next, inner, step)) => {
                    (at, value) = (next, inner);
                    pointer.push_str(&step);
                }
                None => return said,
            }
        }
        format!("{pointer} is refused")
    }

    /// The schema that refuses something inside, the part it refuses and the step to it.
    fn deeper<'v>(&mut self, kind: &Kind<'_>, value: &'v Node) -> Option<(Id, &'v Node, String)> {
        match kind {
            Kind::Reference(target) => Some((*target, value, String::new())),
            Kind::All(members) => {
                let mut members = members.iter();
                let refused = members.find(|id| self.check(**id, value) == Verdict::Refused)?;
                Some((*refused, value, String::new()))
            }
            Kind::Members(described) => value.members().iter().find_map(|member| {
                let listed = described.get(&member.key);
                let schema = listed.or(described.rest.filter(|_| described.patterns.is_empty()))?;
                let is_refused = self.check(schema, &member.value) == Verdict::Refused;
                let token = member.key.replace('~', "~0").replace('/', "~1");
                is_refused.then(|| (schema, &member.value, format!("/{token}")))
            }),
            Kind::Items(items) => {
                let Value::Array(elements) = &value.value else { return None };
                elements.iter().enumerate().find_map(|(at, element)| {
                    let schema = items.listed.get(at).copied().or(items.rest)?;
                    let is_refused = self.check(schema, element) == Verdict::Refused;
                    is_refused.then(|| (schema, element, format!("/{at}")))
                })
            }
            _ => None,
        }
    }
}
