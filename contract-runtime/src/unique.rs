//! Whether the elements of a list differ from each other.

use std::collections::BTreeSet;

/// Up to this length comparing each with each is cheaper than a set.
const SHORT: usize = 16;

/// For elements with an order.
pub fn is_unique_ord<T: Ord>(list: &[T]) -> bool {
    if list.len() <= SHORT {
        return is_unique(list);
    }
    let mut seen = BTreeSet::new();
    list.iter().all(|item| seen.insert(item))
}

/// For elements that can only be compared: each with each.
pub fn is_unique<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().all(|(index, item)| !list[..index].contains(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_are_judged_alike() {
        for length in 0..3 * SHORT {
            let mut list: Vec<usize> = (0..length).collect();
            assert!(is_unique_ord(&list) && is_unique(&list), "{length}");
            list.push(length / 2);
            assert_eq!(is_unique_ord(&list), length == 0, "{length}");
            assert_eq!(is_unique(&list), length == 0, "{length}");
        }
    }
}
