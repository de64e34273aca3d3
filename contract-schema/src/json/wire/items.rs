//! Arrays: what the writer says of a position, and whether the reader's schemas for it hold.

use super::Prover;
use super::case::Case;
use super::prove::Told;
use super::report::Item;
use crate::json::meaning::{Contains, Id, InPlace, Items, Kind};

impl<'m, 's> Prover<'m, 's> {
    pub(in crate::json) fn item_at(&self, case: &Case<'m, 's>, at: usize) -> Vec<Id> {
        let schemas = case.facts.items.iter();
        schemas.filter_map(|items| items.listed.get(at).copied().or(items.rest)).collect()
    }

    /// Whether the reader's schemas hold at every position.
    pub(super) fn items_hold(
        &mut self,
        case: &Case<'m, 's>,
        items: &Items,
        told: &mut Told<'_>,
    ) -> bool {
        let lists = case.facts.items.iter().map(|items| items.listed.len());
        let listed = lists.max().unwrap_or(0).max(items.listed.len());
        let most = case.facts.max_items.unwrap_or(u64::MAX);
        let mut holds = true;
        // The last position stands for all behind the lists.
        for at in 0..=listed {
            let Some(reader) = items.listed.get(at).copied().or(items.rest) else { continue };
            if at as u64 >= most {
                break;
            }
            let writer = self.item_at(case, at);
            if self.is_void(&writer) {
                // No item can stand here, and so none behind it.
                break;
            }
            if !self.ask(writer.clone(), reader) {
                holds = false;
                let Some(told) = told else { return false };
                let tail = match at < listed {
                    true => format!("items/{at}"),
                    false if items.listed.is_empty() => "items".to_owned(),
                    false => "additionalItems".to_owned(),
                };
                told.push(Item::Inner { tail, writer, reader });
            }
        }
        holds
    }

    pub(super) fn contains_holds(&mut self, case: &Case<'m, 's>, asked: &Contains) -> bool {
        let mut every: Vec<Id> = Vec::new();
        if case.facts.items.iter().all(|items| items.listed.is_empty()) {
            every.extend(case.facts.items.iter().filter_map(|items| items.rest));
        }
        let enough = asked.least == 0
            || case.facts.min_items >= asked.least && self.ask(every.clone(), asked.schema)
            || case.facts.contains.clone().into_iter().any(|known| {
                let writer = every.iter().copied().chain([known.schema]).collect();
                known.least >= asked.least && self.ask(writer, asked.schema)
            });
        let few = |count: Option<u64>, most: u64| count.is_some_and(|count| count <= most);
        enough
            && asked.most.is_none_or(|most| {
                few(case.facts.max_items, most)
                    || case.facts.contains.clone().into_iter().any(|known| {
                        let writer = every.iter().copied().chain([asked.schema]).collect();
                        few(known.most, most) && self.ask(writer, known.schema)
                    })
            })
    }

    /// `unevaluatedItems` as the positions that surely have no other schema.
    pub(super) fn surely_listed(&mut self, owner: Id, schema: Id) -> Items {
        let anything = self.meanings.anything();
        let (mut length, mut all) = (0, false);
        let (mut waiting, mut seen) = (vec![owner], std::collections::HashSet::new());
        while let Some(id) = waiting.pop() {
            let id = self.meanings.end(id);
            if !seen.insert(id) {
                continue;
            }
            self.spend(1);
            for demand in &self.meanings.get(id).demands {
                match &demand.kind {
                    Kind::Items(items) => {
                        length = length.max(items.listed.len());
                        all |= items.rest.is_some();
                    }
                    Kind::UnevaluatedItems(_) if id != self.meanings.end(owner) => all = true,
                    kind => match kind.in_place() {
                        InPlace::All(list) => waiting.extend(list),
                        InPlace::Some(_)
                        | InPlace::If(_)
                        | InPlace::Dependent
                        | InPlace::Not(_)
                        | InPlace::Unknown
                        | InPlace::Nothing => {}
                    },
                }
            }
        }
        Items { listed: vec![anything; length], rest: Some(if all { anything } else { schema }) }
    }
}
