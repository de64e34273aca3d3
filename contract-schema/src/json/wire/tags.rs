//! Unions whose members are told apart by a constant: who can be meant is looked up instead of tried.

use super::Prover;
use super::case::Case;
use crate::json::exact;
use crate::json::meaning::Id;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Lists shorter than this are simply tried.
const WIDE: usize = 4;

/// Properties that are tried as tags.
const NAMES: usize = 8;

/// Tables of the lists met so far, by their first member and their length.
pub(super) type Index<'s> = HashMap<(usize, usize), Option<Rc<Table<'s>>>>;

/// A property that every member requires with constants of its own, and the members by value.
pub(super) struct Table<'s> {
    name: &'s str,
    by_value: HashMap<String, Vec<usize>>,
}

impl<'m, 's> Prover<'m, 's> {
    /// The members that a value of the case may be valid for as far as their tags tell; `None` without tags.
    pub(super) fn tagged(&mut self, case: &Case<'m, 's>, list: &'m [Id]) -> Option<Vec<usize>> {
        if list.len() < WIDE {
            return None;
        }
        let key = (list.as_ptr().addr(), list.len());
        let table = match self.tags.get(&key) {
            Some(table) => table.clone(),
            None => {
                let table = self.table(list).map(Rc::new);
                self.tags.insert(key, table.clone());
                table
            }
        }?;
        let keys = self.constants(case, table.name)?;
        let mut found: Vec<usize> =
            keys.iter().filter_map(|key| table.by_value.get(key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    fn table(&mut self, list: &'m [Id]) -> Option<Table<'s>> {
        let first = Case::of(self.meanings, &[*list.first()?]);
        let names: Vec<&'s str> = first.facts.required.iter().copied().collect();
        names.into_iter().take(NAMES).find_map(|name| {
            self.spend(list.len());
            let mut by_value: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, member) in list.iter().enumerate() {
                let case = Case::of(self.meanings, &[*member]);
                for key in self.constants(&case, name)? {
                    by_value.entry(key).or_default().push(at);
                }
            }
            Some(Table { name, by_value })
        })
    }

    /// The values that a required property of an object can have, if a list says so.
    fn constants(&mut self, case: &Case<'m, 's>, name: &str) -> Option<HashSet<String>> {
        use crate::json::meaning::Types;
        if !case.facts.types.is_within(Types::OBJECT) || !case.facts.required.contains(name) {
            return None;
        }
        let inner = self.writer_at(case, name);
        let inner = Case::of(self.meanings, &inner);
        Some(inner.facts.values.as_ref()?.iter().map(|value| exact::key(value)).collect())
    }
}
