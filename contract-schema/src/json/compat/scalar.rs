//! Strings, numbers, `enum`, `const`, and how limits are compared everywhere.

use super::judge::Judgement;
use crate::json::rules::Difference as D;
use crate::json::tree::{Colour, Decimal, Number, Text};

/// A keyword that limits, and its four differences: added, removed, increased, decreased.
pub(super) type Limit = (&'static str, [D; 4]);

const LENGTHS: [Limit; 2] = [
    (
        "maxLength",
        [D::MaxLengthAdded, D::MaxLengthRemoved, D::MaxLengthIncreased, D::MaxLengthDecreased],
    ),
    (
        "minLength",
        [D::MinLengthAdded, D::MinLengthRemoved, D::MinLengthIncreased, D::MinLengthDecreased],
    ),
];

/// Exclusive bounds are compared among themselves. Upstream reads another keyword where the exclusive maximum shrinks,
/// and throws without it.
const BOUNDS: [Limit; 4] = [
    ("maximum", [D::MaximumAdded, D::MaximumRemoved, D::MaximumIncreased, D::MaximumDecreased]),
    ("minimum", [D::MinimumAdded, D::MinimumRemoved, D::MinimumIncreased, D::MinimumDecreased]),
    (
        "exclusiveMaximum",
        [
            D::ExclusiveMaximumAdded,
            D::ExclusiveMaximumRemoved,
            D::ExclusiveMaximumIncreased,
            D::ExclusiveMaximumDecreased,
        ],
    ),
    (
        "exclusiveMinimum",
        [
            D::ExclusiveMinimumAdded,
            D::ExclusiveMinimumRemoved,
            D::ExclusiveMinimumIncreased,
            D::ExclusiveMinimumDecreased,
        ],
    ),
];

impl Judgement<'_, '_, '_> {
    /// Compares limits: the writer's and the reader's in the order of the rows.
    pub(super) fn limits<const N: usize>(
        &mut self,
        rows: &[Limit; N],
        old: [Option<f64>; N],
        new: [Option<f64>; N],
    ) {
        for ((keyword, differences), (old, new)) in rows.iter().zip(old.into_iter().zip(new)) {
            let [added, removed, increased, decreased] = *differences;
            let difference = match (old, new) {
                (None, Some(_)) => added,
                (Some(_), None) => removed,
                (Some(old), Some(new)) if old < new => increased,
                (Some(old), Some(new)) if old > new => decreased,
                (None, None) | (Some(_), Some(_)) => continue,
            };
            self.own(difference, |found| {
                found.at(keyword);
                let show =
                    |limit: Option<f64>| limit.map_or(String::new(), |limit| limit.to_string());
                (found.was, found.is) = (show(old), show(new));
            });
        }
    }

    pub(super) fn strings(&mut self, old: &Text<'_>, new: &Text<'_>) {
        let limits = |text: &Text<'_>| [text.max_length, text.min_length];
        self.limits(&LENGTHS, limits(old), limits(new));
        let difference = match (old.pattern, new.pattern) {
            (None, Some(_)) => D::PatternAdded,
            (Some(_), None) => D::PatternRemoved,
            (Some(old), Some(new)) if old != new => D::PatternChanged,
            (None, None) | (Some(_), Some(_)) => return,
        };
        self.own(difference, |found| {
            found.at("pattern");
            old.pattern.unwrap_or_default().clone_into(&mut found.was);
            new.pattern.unwrap_or_default().clone_into(&mut found.is);
        });
    }

    pub(super) fn numbers(&mut self, old: &Number<'_>, new: &Number<'_>) {
        let bounds = |number: &Number<'_>| {
            let exclusive = (number.exclusive_maximum, number.exclusive_minimum);
            [number.maximum, number.minimum, exclusive.0, exclusive.1]
        };
        self.limits(&BOUNDS, bounds(old), bounds(new));
        if let Some(difference) = steps(old.multiple_of, new.multiple_of) {
            self.own(difference, |found| {
                found.at("multipleOf");
                old.multiple_of.unwrap_or_default().clone_into(&mut found.was);
                new.multiple_of.unwrap_or_default().clone_into(&mut found.is);
            });
        }
        match (old.is_integer, new.is_integer) {
            (true, false) => self.own(D::TypeExtended, |found| found.keyword = "type"),
            (false, true) => self.own(D::TypeNarrowed, |found| found.keyword = "type"),
            (true, true) | (false, false) => {}
        }
    }

    pub(super) fn enums(&mut self, old: &[Colour], new: &[Colour]) {
        let missing = |list: &[Colour], wanted: &[Colour]| {
            wanted.iter().filter(|value| list.binary_search(value).is_err()).count()
        };
        let (gone, added) = (missing(new, old), missing(old, new));
        let difference = match (gone, added) {
            (0, 0) => return,
            (0, _) => D::EnumArrayExtended,
            (_, 0) => D::EnumArrayNarrowed,
            (_, _) => D::EnumArrayChanged,
        };
        self.own(difference, |found| {
            found.at("enum");
            found.what = gone.to_string();
        });
    }

    pub(super) fn constants(&mut self, old: Colour, new: Colour) {
        if old != new {
            self.own(D::EnumArrayChanged, |found| {
                found.at("const");
                "1".clone_into(&mut found.what);
            });
        }
    }
}

/// What became of `multipleOf`; divisibility is exact, and what is too long or too far apart to tell is a change.
fn steps(old: Option<&str>, new: Option<&str>) -> Option<D> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => return Some(D::MultipleOfAdded),
        (Some(_), None) => return Some(D::MultipleOfRemoved),
        (Some(old), Some(new)) if old == new => return None,
        (Some(old), Some(new)) => (Decimal::parse(old), Decimal::parse(new)),
    };
    let (Some(old), Some(new)) = (old, new) else { return Some(D::MultipleOfChanged) };
    if old == new {
        None
    } else if old.divides(new) == Some(true) {
        Some(D::MultipleOfExpanded)
    } else if new.divides(old) == Some(true) {
        Some(D::MultipleOfReduced)
    } else {
        Some(D::MultipleOfChanged)
    }
}
