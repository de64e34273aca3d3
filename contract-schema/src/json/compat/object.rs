//! Objects: required names, properties under the three content models, dependencies, limits.

use super::judge::Judgement;
use super::scalar::Limit;
use crate::json::rules::Difference as D;
use crate::json::tree::{Members, NodeId};
use std::collections::HashMap;

const COUNTS: [Limit; 2] = [
    (
        "maxProperties",
        [
            D::MaxPropertiesAdded,
            D::MaxPropertiesRemoved,
            D::MaxPropertiesIncreased,
            D::MaxPropertiesDecreased,
        ],
    ),
    (
        "minProperties",
        [
            D::MinPropertiesAdded,
            D::MinPropertiesRemoved,
            D::MinPropertiesIncreased,
            D::MinPropertiesDecreased,
        ],
    ),
];

impl<'s> Judgement<'_, '_, 's> {
    pub(super) fn objects(&mut self, old: &Members<'s>, new: &Members<'s>) {
        let steps: [fn(&mut Self, &Members<'s>, &Members<'s>); 6] = [
            Self::required,
            Self::properties,
            Self::dependencies,
            Self::additional_properties,
            Self::unevaluated_properties,
            |judgement, old, new| {
                let limits =
                    |members: &Members<'_>| [members.max_properties, members.min_properties];
                judgement.limits(&COUNTS, limits(old), limits(new));
            },
        ];
        for step in steps {
            step(self, old, new);
            if self.is_settled() {
                return;
            }
        }
    }

    /// Only names that both sides list under `properties` are compared.
    fn required(&mut self, old: &Members<'s>, new: &Members<'s>) {
        for (name, original) in &old.properties {
            let Some(update) = new.property(name) else { continue };
            let difference = match (old.requires(name), new.requires(name)) {
                (true, false) => D::RequiredAttributeRemoved,
                (false, true) if self.has_default(update) => D::RequiredAttributeWithDefaultAdded,
                (false, true) => D::RequiredAttributeAdded,
                (true, true) | (false, false) => continue,
            };
            let original = *original;
            self.own(difference, |found| {
                found.tail = format!("required/{name}");
                (*name).clone_into(&mut found.what);
                (found.original, found.update) = (Some(original), Some(update));
            });
        }
    }

    fn has_default(&self, node: NodeId) -> bool {
        self.differ.forest.node(node).has_default
    }

    fn properties(&mut self, old: &Members<'s>, new: &Members<'s>) {
        for (name, original) in &old.properties {
            match new.property(name) {
                Some(update) => self.inner(*original, update, || format!("properties/{name}")),
                None => self.removed(name, *original, new),
            }
            if self.is_settled() {
                return;
            }
        }
        for (name, update) in &new.properties {
            if old.property(name).is_none() {
                self.added(name, *update, old, new.requires(name));
            }
            if self.is_settled() {
                return;
            }
        }
    }

    /// A property that the reader lacks is judged by the reader's model.
    fn removed(&mut self, name: &'s str, original: NodeId, new: &Members<'s>) {
        let difference = if self.is_open(new) {
            D::PropertyRemovedFromOpen
        } else if let Some(cover) = self.cover(new, name) {
            let covered = self.accepts(original, cover);
            self.inner(original, cover, || format!("properties/{name}"));
            if covered { D::PropertyRemovedIsCovered } else { D::PropertyRemovedNotCovered }
        } else if self.differ.forest.kind(original).is_false() {
            D::PropertyWithFalseRemoved
        } else {
            D::PropertyRemovedFromClosed
        };
        self.of_property(difference, name, Some(original), None);
    }

    /// A property that only the reader has is judged by the writer's model.
    fn added(&mut self, name: &'s str, update: NodeId, old: &Members<'s>, is_required: bool) {
        let has_default = self.has_default(update);
        if self.is_open(old) {
            let difference = match (is_required, has_default) {
                _ if self.differ.forest.kind(update).is_empty() => {
                    D::PropertyWithEmptySchemaAddedToOpen
                }
                (true, true) => D::RequiredPropertyWithDefaultAddedToOpen,
                (true, false) => D::RequiredPropertyAddedToOpen,
                (false, _) => D::OptionalPropertyAddedToOpen,
            };
            return self.of_property(difference, name, None, Some(update));
        }
        if let Some(cover) = self.cover(old, name) {
            let covered = self.accepts(cover, update);
            self.inner(cover, update, || format!("properties/{name}"));
            let difference =
                if covered { D::PropertyAddedIsCovered } else { D::PropertyAddedNotCovered };
            self.of_property(difference, name, None, Some(update));
        }
        let difference = match (is_required, has_default) {
            (true, true) => D::RequiredPropertyWithDefaultAddedToUnopen,
            (true, false) => D::RequiredPropertyAddedToUnopen,
            (false, _) => D::OptionalPropertyAddedToUnopen,
        };
        self.of_property(difference, name, None, Some(update));
    }

    fn of_property(
        &mut self,
        difference: D,
        name: &str,
        original: Option<NodeId>,
        update: Option<NodeId>,
    ) {
        self.own(difference, |found| {
            found.tail = format!("properties/{name}");
            name.clone_into(&mut found.what);
            (found.original, found.update) = (original, update);
        });
    }

    /// Nothing is said of properties that are not listed.
    fn is_open(&self, members: &Members<'s>) -> bool {
        let forest = self.differ.forest;
        members.patterns.is_empty()
            && members.more.is_none()
            && members.allows_more
            && members.unevaluated.is_none_or(|schema| forest.kind(schema).is_empty())
    }

    /// What is said of a name that is not listed.
    fn cover(&mut self, members: &Members<'s>, name: &str) -> Option<NodeId> {
        for (pattern, schema) in &members.patterns {
            if self.differ.covers(pattern, name) {
                return Some(*schema);
            }
        }
        let forest = self.differ.forest;
        let unevaluated = members.unevaluated.filter(|_| members.allows_more);
        members.more.or(unevaluated.filter(|schema| forest.kind(*schema).is_proper()))
    }

    fn dependencies(&mut self, old: &Members<'s>, new: &Members<'s>) {
        for (name, was, is) in joined(&old.dependent_names, &new.dependent_names) {
            let holds = |list: &[&str], other: &[&str]| {
                other.iter().all(|name| list.binary_search(name).is_ok())
            };
            let difference = match (was, is) {
                (Some(_), None) => D::DependencyArrayRemoved,
                (None, _) => D::DependencyArrayAdded,
                (Some(was), Some(is)) if was == is => continue,
                (Some(was), Some(is)) if holds(is, was) => D::DependencyArrayExtended,
                (Some(was), Some(is)) if holds(was, is) => D::DependencyArrayNarrowed,
                (Some(_), Some(_)) => D::DependencyArrayChanged,
            };
            self.of_dependency(difference, name);
        }
        for (name, was, is) in joined(&old.dependent_schemas, &new.dependent_schemas) {
            match (was, is) {
                (Some(was), Some(is)) => self.inner(*was, *is, || format!("dependencies/{name}")),
                (Some(_), None) => self.of_dependency(D::DependencySchemaRemoved, name),
                (None, _) => self.of_dependency(D::DependencySchemaAdded, name),
            }
        }
    }

    fn of_dependency(&mut self, difference: D, name: &str) {
        self.own(difference, |found| {
            found.at("dependencies");
            found.tail = format!("dependencies/{name}");
            name.clone_into(&mut found.what);
        });
    }

    fn additional_properties(&mut self, old: &Members<'s>, new: &Members<'s>) {
        let difference = match (old.allows_more, new.allows_more) {
            (false, true) => D::AdditionalPropertiesAdded,
            (true, false) => D::AdditionalPropertiesRemoved,
            (true, true) | (false, false) => match (old.more, new.more) {
                (None, Some(_)) => D::AdditionalPropertiesNarrowed,
                (Some(_), None) => D::AdditionalPropertiesExtended,
                (was, is) => return self.optional(was, is, "additionalProperties"),
            },
        };
        self.own(difference, |found| found.at("additionalProperties"));
    }

    fn unevaluated_properties(&mut self, old: &Members<'s>, new: &Members<'s>) {
        let differences = [
            D::UnevaluatedPropertiesAdded,
            D::UnevaluatedPropertiesRemoved,
            D::UnevaluatedPropertiesExtended,
            D::UnevaluatedPropertiesNarrowed,
        ];
        let limit = ("unevaluatedProperties", differences);
        self.unevaluated(limit, old.unevaluated, new.unevaluated);
    }

    /// What nothing else describes: absent and empty allow it, `false` forbids it. The differences are added, removed,
    /// extended, narrowed.
    pub(super) fn unevaluated(
        &mut self,
        (keyword, [added, removed, extended, narrowed]): (&'static str, [D; 4]),
        old: Option<NodeId>,
        new: Option<NodeId>,
    ) {
        let forest = self.differ.forest;
        let is = |schema: Option<NodeId>, test: fn(&crate::json::tree::Kind<'_>) -> bool| {
            schema.is_some_and(|schema| test(forest.kind(schema)))
        };
        let forbids = |schema| is(schema, |kind| kind.is_false());
        let allows = |schema| is(schema, |kind| kind.is_empty());
        let difference = match (forbids(old), forbids(new)) {
            (true, false) => added,
            (false, true) => removed,
            (true, true) => return,
            (false, false) => match (old, new) {
                (None, None) => return,
                (None, Some(_)) => narrowed,
                (Some(_), None) => extended,
                (Some(_), Some(_)) if allows(old) && !allows(new) => narrowed,
                (Some(_), Some(_)) if !allows(old) && allows(new) => extended,
                (Some(_), Some(_)) => return self.optional(old, new, keyword),
            },
        };
        self.own(difference, |found| found.at(keyword));
    }
}

/// A name with what each side says of it.
type Joined<'l, 's, T> = (&'s str, Option<&'l T>, Option<&'l T>);

/// The names of both lists: the first list's in its order, then the second's own.
fn joined<'l, 's, T>(old: &'l [(&'s str, T)], new: &'l [(&'s str, T)]) -> Vec<Joined<'l, 's, T>> {
    let mut rest: HashMap<&str, &T> = new.iter().map(|(name, value)| (*name, value)).collect();
    let mut joined: Vec<_> =
        old.iter().map(|(name, value)| (*name, Some(value), rest.remove(name))).collect();
    let added = new.iter().filter(|(name, _)| rest.contains_key(name));
    joined.extend(added.map(|(name, value)| (*name, None, Some(value))));
    joined
}
