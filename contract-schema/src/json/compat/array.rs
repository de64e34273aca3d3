//! Arrays: one schema for all items, tuples under the three content models, limits.

use super::judge::Judgement;
use super::scalar::Limit;
use crate::json::rules::Difference as D;
use crate::json::tree::{Items, NodeId};

const COUNTS: [Limit; 2] = [
    (
        "maxItems",
        [D::MaxItemsAdded, D::MaxItemsRemoved, D::MaxItemsIncreased, D::MaxItemsDecreased],
    ),
    (
        "minItems",
        [D::MinItemsAdded, D::MinItemsRemoved, D::MinItemsIncreased, D::MinItemsDecreased],
    ),
];

const CONTAINED: [Limit; 2] = [
    (
        "maxContains",
        [
            D::MaxContainsAdded,
            D::MaxContainsRemoved,
            D::MaxContainsIncreased,
            D::MaxContainsDecreased,
        ],
    ),
    (
        "minContains",
        [
            D::MinContainsAdded,
            D::MinContainsRemoved,
            D::MinContainsIncreased,
            D::MinContainsDecreased,
        ],
    ),
];

impl Judgement<'_, '_, '_> {
    pub(super) fn arrays(&mut self, old: &Items, new: &Items) {
        let steps: [fn(&mut Self, &Items, &Items); 5] = [
            |judgement, old, new| judgement.optional(old.all, new.all, "items"),
            Self::tuples,
            Self::additional_items,
            Self::unevaluated_items,
            Self::counts,
        ];
        for step in steps {
            step(self, old, new);
            if self.is_settled() {
                return;
            }
        }
    }

    fn tuples(&mut self, old: &Items, new: &Items) {
        for index in 0..old.tuple.len().max(new.tuple.len()) {
            match (old.tuple.get(index), new.tuple.get(index)) {
                (Some(original), Some(update)) => {
                    self.inner(*original, *update, || format!("items/{index}"));
                }
                (Some(original), None) => self.item_removed(index, *original, new),
                (None, Some(update)) => self.item_added(index, *update, old),
                (None, None) => {}
            }
            if self.is_settled() {
                return;
            }
        }
    }

    fn item_removed(&mut self, index: usize, original: NodeId, new: &Items) {
        let difference = if self.is_open_tuple(new) {
            D::ItemRemovedFromOpen
        } else if let Some(cover) = self.further(new) {
            let covered = self.accepts(original, cover);
            self.inner(original, cover, || format!("items/{index}"));
            if covered { D::ItemRemovedIsCovered } else { D::ItemRemovedNotCovered }
        } else if self.differ.forest.kind(original).is_false() {
            D::ItemWithFalseRemoved
        } else {
            D::ItemRemovedFromClosed
        };
        self.of_item(difference, index, Some(original), None);
    }

    fn item_added(&mut self, index: usize, update: NodeId, old: &Items) {
        let difference = if self.is_open_tuple(old) {
            if self.differ.forest.kind(update).is_empty() {
                D::ItemWithEmptySchemaAddedToOpen
            } else {
                D::ItemAddedToOpen
            }
        } else if let Some(cover) = self.further(old) {
            let covered = self.accepts(cover, update);
            self.inner(cover, update, || format!("items/{index}"));
            if covered { D::ItemAddedIsCovered } else { D::ItemAddedNotCovered }
        } else {
            D::ItemAddedToClosed
        };
        self.of_item(difference, index, None, Some(update));
    }

    fn of_item(
        &mut self,
        difference: D,
        index: usize,
        original: Option<NodeId>,
        update: Option<NodeId>,
    ) {
        self.own(difference, |found| {
            found.tail = format!("items/{index}");
            found.what = index.to_string();
            (found.original, found.update) = (original, update);
        });
    }

    /// Nothing is said of items that are not listed.
    fn is_open_tuple(&self, items: &Items) -> bool {
        let forest = self.differ.forest;
        items.allows_more
            && items.more.is_none()
            && items.unevaluated.is_none_or(|schema| forest.kind(schema).is_empty())
    }

    /// What is said of items that are not listed.
    fn further(&self, items: &Items) -> Option<NodeId> {
        let forest = self.differ.forest;
        let unevaluated = items.unevaluated.filter(|_| items.allows_more);
        items.more.or(unevaluated.filter(|schema| forest.kind(*schema).is_proper()))
    }

    fn additional_items(&mut self, old: &Items, new: &Items) {
        let difference = match (old.allows_more, new.allows_more) {
            (false, true) => D::AdditionalItemsAdded,
            (true, false) => D::AdditionalItemsRemoved,
            (true, true) | (false, false) => match (old.more, new.more) {
                (None, Some(_)) => D::AdditionalItemsNarrowed,
                (Some(_), None) => D::AdditionalItemsExtended,
                (was, is) => return self.optional(was, is, "additionalItems"),
            },
        };
        self.own(difference, |found| found.at("additionalItems"));
    }

    fn unevaluated_items(&mut self, old: &Items, new: &Items) {
        let differences = [
            D::UnevaluatedItemsAdded,
            D::UnevaluatedItemsRemoved,
            D::UnevaluatedItemsExtended,
            D::UnevaluatedItemsNarrowed,
        ];
        self.unevaluated(("unevaluatedItems", differences), old.unevaluated, new.unevaluated);
    }

    fn counts(&mut self, old: &Items, new: &Items) {
        let limits = |items: &Items| [items.max_items, items.min_items];
        self.limits(&COUNTS, limits(old), limits(new));
        match (old.is_unique, new.is_unique) {
            (true, false) => self.own(D::UniqueItemsRemoved, |found| found.at("uniqueItems")),
            (false, true) => self.own(D::UniqueItemsAdded, |found| found.at("uniqueItems")),
            (true, true) | (false, false) => {}
        }
        let limits = |items: &Items| [items.max_contains, items.min_contains];
        self.limits(&CONTAINED, limits(old), limits(new));
    }
}
