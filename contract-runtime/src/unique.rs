//! Whether the elements of a list differ from each other.

use std::collections::BTreeSet;

/// For elements with an order.
pub fn is_unique_ord<T: Ord>(list: &[T]) -> bool {
    let mut seen = BTreeSet::new();
    list.len() < 2 || list.iter().all(|item| seen.insert(item))
}

/// For elements that can only be compared: each with each.
pub fn is_unique<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().all(|(index, item)| !list[..index].contains(item))
}
