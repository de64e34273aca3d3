//! Keywords of lists.

use super::numbers::is_same;
use super::{Judge, Keyword, Schema, Seen, Value};
use crate::violation::Path;

impl Keyword {
    pub(super) fn is_of_arrays(&self) -> bool {
        matches!(
            self,
            Keyword::MinItems(_)
                | Keyword::MaxItems(_)
                | Keyword::UniqueItems
                | Keyword::Items { .. }
                | Keyword::Contains { .. }
                | Keyword::UnevaluatedItems(_)
        )
    }
}

impl Judge<'_> {
    /// Whether it holds, and whether what does not was told.
    pub(super) fn array<'v>(
        &mut self,
        keyword: &'static Keyword,
        list: &'v [Value],
        at: &Path<'_>,
        seen: &mut Seen<'v>,
    ) -> (bool, bool) {
        let length = list.len() as u64;
        match keyword {
            Keyword::MinItems(least) => (length >= *least, false),
            Keyword::MaxItems(most) => (length <= *most, false),
            Keyword::UniqueItems => (is_unique(list), false),
            Keyword::Items { prefix, rest } => {
                let mut holds = true;
                for (index, element) in list.iter().enumerate() {
                    let Some(schema) = prefix.get(index).copied().or(*rest) else { break };
                    holds &= self.holds(schema, element, &at.index(index));
                    seen.element(index);
                }
                (holds, true)
            }
            Keyword::Contains { schema, least, most, evaluates } => {
                let found = self.contained(schema, list, at);
                if *evaluates {
                    found.iter().for_each(|index| seen.element(*index));
                }
                let count = found.len() as u64;
                (count >= *least && most.is_none_or(|most| count <= most), false)
            }
            Keyword::UnevaluatedItems(schema) => {
                let mut holds = true;
                for (index, element) in list.iter().enumerate() {
                    if !seen.has_element(index) {
                        holds &= self.holds(schema, element, &at.index(index));
                        seen.element(index);
                    }
                }
                (holds, true)
            }
            _ => (true, false),
        }
    }

    fn contained(&self, schema: &'static Schema, list: &[Value], at: &Path<'_>) -> Vec<usize> {
        let fits = |index: &usize| self.quiet().holds(schema, &list[*index], &at.index(*index));
        (0..list.len()).filter(fits).collect()
    }
}

/// Values of JSON have no order, so each is compared with each, once their texts may be equal.
fn is_unique(list: &[Value]) -> bool {
    let distinct =
        |(index, item): (usize, &Value)| list[..index].iter().all(|other| !is_same(other, item));
    list.iter().enumerate().all(distinct)
}
