//! Why a value is refused: the keywords, and where in the schema and in the value.

use super::{Seen, Validator, Verdict};
use crate::json::meaning::{Demand, Id, Kind};
use crate::json_text::{Node, Value};

/// Steps from the root that are followed at most.
const STEPS: usize = 100;
/// Reasons that are told at most.
const MOST: usize = 32;

/// One keyword that refuses a part of a value.
pub(in crate::json) struct Reason {
    /// Where the keyword stands, as far as names, items and `allOf` lead to it: `/properties/b/maxLength`.
    pub(in crate::json) path: String,
    /// One sentence.
    pub(in crate::json) said: String,
}

/// A part of a value and the schema it is held to, with the ways to them.
struct Part<'v> {
    schema: Id,
    value: &'v Node,
    pointer: String,
    path: String,
    steps: usize,
}

impl<'m, 's> Validator<'m, 's> {
    /// Why the schema refuses a value, in the order of its keywords.
    pub(in crate::json) fn reasons(&mut self, schema: Id, value: &Node) -> Vec<Reason> {
        let root = Part { schema, value, pointer: String::new(), path: String::new(), steps: 0 };
        let mut found = Vec::new();
        self.collect(&root, &mut found);
        found
    }

    fn collect(&mut self, part: &Part<'_>, found: &mut Vec<Reason>) {
        if found.len() >= MOST {
            return;
        }
        let place = if part.pointer.is_empty() { "the value" } else { &*part.pointer };
        let mut tell = |path: String, said: String| found.push(Reason { path, said });
        if self.meanings.get(part.schema).is_false {
            return tell(part.path.clone(), format!("{place} is refused by the schema `false`"));
        }
        let meanings = self.meanings;
        let mut refused: Vec<&'m Demand<'s>> = Vec::new();
        for demand in &meanings.get(part.schema).demands {
            let mut seen = Seen::of(part.value);
            let verdict = self.demand(&demand.kind, demand.keyword, part.value, &mut seen);
            refused.extend(Some(demand).filter(|_| verdict == Verdict::Refused));
        }
        if refused.is_empty() {
            let said = format!("{place} has what nothing in the schema describes");
            return tell(part.path.clone(), said);
        }
        for demand in refused {
            let inner = if part.steps < STEPS { self.inside_of(demand, part) } else { Vec::new() };
            if inner.is_empty() {
                let (path, keyword) = (&part.path, demand.keyword);
                let said = format!("{place} breaks `{keyword}`");
                found.push(Reason { path: format!("{path}/{keyword}"), said });
            }
            inner.iter().for_each(|part| self.collect(part, found));
        }
    }

    /// The parts inside of a value that a demand refuses.
    fn inside_of<'v>(&mut self, demand: &Demand<'_>, part: &Part<'v>) -> Vec<Part<'v>> {
        let step = |schema: Id, value: &'v Node, pointer: String, path: String| Part {
            schema,
            value,
            pointer: format!("{}{pointer}", part.pointer),
            path: format!("{}{path}", part.path),
            steps: part.steps + 1,
        };
        let mut parts = match &demand.kind {
            Kind::Reference(target) => {
                return vec![step(*target, part.value, String::new(), String::new())];
            }
            Kind::All(members) => members
                .iter()
                .enumerate()
                .map(|(at, id)| step(*id, part.value, String::new(), format!("/allOf/{at}")))
                .collect(),
            Kind::Members(described) => part
                .value
                .members()
                .iter()
                .filter_map(|member| {
                    let token = member.key.replace('~', "~0").replace('/', "~1");
                    let rest = || described.rest.filter(|_| described.patterns.is_empty());
                    let (schema, path) = match described.get(&member.key) {
                        Some(listed) => (listed, format!("/properties/{}", member.key)),
                        None => (rest()?, "/additionalProperties".to_owned()),
                    };
                    Some(step(schema, &member.value, format!("/{token}"), path))
                })
                .collect(),
            Kind::Items(items) => {
                let Value::Array(elements) = &part.value.value else { return Vec::new() };
                let elements = elements.iter().enumerate();
                elements
                    .filter_map(|(at, element)| {
                        let (schema, path) = match items.listed.get(at) {
                            Some(listed) => (*listed, format!("/{}/{at}", demand.keyword)),
                            None => (items.rest?, "/items".to_owned()),
                        };
                        Some(step(schema, element, format!("/{at}"), path))
                    })
                    .collect()
            }
            _ => Vec::new(),
        };
        parts.retain(|part| self.check(part.schema, part.value) == Verdict::Refused);
        parts
    }
}
