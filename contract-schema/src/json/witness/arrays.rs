//! Arrays: what must be there, and one position after the other changed; lengths on both sides of every limit.

use super::{Aim, PADDING, Search, node, parts};
use crate::json::meaning::{Id, Kind};
use crate::json::wire::Case;
use crate::json_text::{Node, Value};

impl<'m, 's> Search<'m, 's> {
    pub(super) fn arrays(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        aim: Aim<'_>,
        depth: usize,
    ) -> Vec<Node> {
        let least = case.facts.min_items.min(PADDING) as usize;
        let Some(base) = self.items(case, least, depth) else { return Vec::new() };
        let mut found = vec![array(base.clone())];
        if matches!(aim, Aim::Nothing) {
            return found;
        }
        let listed = asked.iter().map(|kind| match kind {
            Kind::Items(items) => items.listed.len(),
            _ => 0,
        });
        let own = case.facts.items.iter().map(|items| items.listed.len());
        let wanted = wanted(case);
        let last = listed.chain(own).chain([wanted.len()]).max().unwrap_or(0);
        let (positions, inner): (Vec<usize>, Aim<'_>) = step(aim, last);
        for at in positions {
            let Some(start) = self.items(case, at.min(PADDING as usize), depth) else { continue };
            let mut yes = self.prover.item_at(case, at);
            yes.extend(wanted.get(at));
            let against = asked_at(asked, at);
            for value in self.values(&yes, &against, inner, depth + 1) {
                let mut elements = start.clone();
                elements.push(value);
                elements.extend(base.iter().skip(elements.len()).cloned());
                self.keep(&mut found, array(elements));
            }
            if self.left == 0 {
                return found;
            }
        }
        self.lengths(case, asked, (aim, depth), &mut found);
        found
    }

    /// So many valid items; the first ones as `contains` wants them.
    fn items(&mut self, case: &Case<'m, 's>, count: usize, depth: usize) -> Option<Vec<Node>> {
        let mut elements: Vec<Node> = Vec::new();
        let wanted = wanted(case);
        for at in 0..count {
            let mut yes = self.prover.item_at(case, at);
            yes.extend(wanted.get(at));
            let element = if case.facts.is_unique {
                let options = self.values(&yes, &[], Aim::Here(0), depth + 1);
                let is_new = |value: &Node| {
                    elements.iter().all(|other| !crate::json::exact::is_same(other, value))
                };
                options.into_iter().find(|value| self.is_valid(&yes, value) && is_new(value))
            } else {
                self.filling(&yes, depth + 1)
            };
            elements.push(element?);
        }
        Some(elements)
    }

    fn is_valid(&mut self, yes: &[Id], value: &Node) -> bool {
        let validator = &mut self.prover.validator;
        yes.iter().all(|id| validator.check(*id, value) == super::Verdict::Valid)
    }

    /// Lengths around limits, items twice, and items that the reader counts.
    fn lengths(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        (aim, depth): (Aim<'_>, usize),
        found: &mut Vec<Node>,
    ) {
        let mut counts = vec![1, 2];
        counts.extend(case.facts.max_items);
        let mut counted: Vec<(Id, u64)> = Vec::new();
        for kind in asked {
            match kind {
                Kind::MaxItems(most) => counts.extend([most.saturating_add(1), *most]),
                Kind::MinItems(least) => counts.extend([least.saturating_sub(1), *least]),
                Kind::Contains(contains) => {
                    counted.extend(
                        contains.most.map(|most| (contains.schema, most.saturating_add(1))),
                    );
                    counted.push((contains.schema, contains.least.saturating_sub(1)));
                }
                _ => {}
            }
        }
        for count in counts {
            let items = self.items(case, count.min(PADDING) as usize, depth);
            if let Some(items) = items {
                self.keep(found, array(items));
            }
        }
        let every = self.prover.item_at(case, 0);
        if let Some(one) = self.filling(&every, depth + 1) {
            self.keep(found, array(vec![one.clone(), one]));
        }
        for (schema, count) in counted {
            let yes: Vec<Id> = every.iter().copied().chain([schema]).collect();
            let options = self.values(&yes, &[], aim.below(), depth + 1).into_iter();
            for value in
                options.filter(|value| self.is_valid(&yes, value)).take(4).collect::<Vec<_>>()
            {
                let count = count.min(PADDING) as usize;
                if self.takes(parts(&value).saturating_mul(count)) {
                    found.push(array(vec![value; count]));
                }
            }
        }
    }
}

/// What `contains` wants of the first items.
fn wanted(case: &Case<'_, '_>) -> Vec<Id> {
    let contains = case.facts.contains.iter();
    contains
        .flat_map(|contains| vec![contains.schema; contains.least.min(PADDING) as usize])
        .collect()
}

/// The positions that the first step of a path leads to, and what is left of it.
fn step(aim: Aim<'_>, last: usize) -> (Vec<usize>, Aim<'_>) {
    let all = || (0..=last.min(16)).collect();
    let Aim::Path(path) = aim else { return (all(), aim.below()) };
    for word in ["items", "additionalItems", "unevaluatedItems"] {
        let Some(rest) = path.strip_prefix(word) else { continue };
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let (first, behind) = rest.split_once('/').unwrap_or((rest, ""));
        return match first.parse::<usize>() {
            Ok(at) if word == "items" => (vec![at], Aim::along(behind)),
            _ => (vec![last, 0], Aim::along(rest)),
        };
    }
    (all(), aim.below())
}

fn asked_at<'s>(asked: &[&Kind<'s>], at: usize) -> Vec<Id> {
    let schemas = asked.iter().filter_map(|kind| match kind {
        Kind::Items(items) => items.listed.get(at).copied().or(items.rest),
        Kind::Contains(contains) => Some(contains.schema),
        Kind::UnevaluatedItems(schema) => Some(*schema),
        _ => None,
    });
    schemas.collect()
}

fn array(elements: Vec<Node>) -> Node {
    node(Value::Array(elements))
}
