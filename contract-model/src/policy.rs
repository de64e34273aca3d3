//! What a house asks of its contracts: a policy document, the one that is built in, and the judgement over a schema.

mod builtin;
mod document;
mod engine;
mod evolution;
mod fields;
mod repeats;
mod rules;
mod setting;
mod snippet;
mod travel_rule;

pub use document::{
    Evolution, Exemption, Match, Override, Policy, RecordType, Requirement, Selector, Strength,
    TypeName,
};
pub use engine::{Candidate, Earlier, Elsewhere, Verdict, judge};
pub use evolution::evolution;
pub use repeats::without_repeats;
pub use rules::HouseRule;
pub use setting::{Setting, Settings, UnknownSetting};
pub use travel_rule::{Alternative, Part, Profile, TravelRule};

use crate::toml_text::{Reader, Table};
use contract_schema::Level;
use contract_schema::compat::Safety;

/// The weakest level that asks everything that `left` and `right` ask.
pub fn stricter(left: Level, right: Level) -> Level {
    let directions = |level: Level| level.directions();
    let asks = |level: Level| {
        directions(left)
            .iter()
            .chain(directions(right))
            .all(|asked| directions(level).contains(asked))
            && (level.is_transitive() || !(left.is_transitive() || right.is_transitive()))
    };
    let weight = |level: &Level| (level.directions().len(), level.is_transitive());
    Level::all().filter(|level| asks(*level)).min_by_key(weight).unwrap_or(Level::FullTransitive)
}

/// The key `safety` of a policy or a manifest.
pub(crate) fn safety(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Safety> {
    let names = Safety::ALL.map(Safety::name);
    reader.word(table, "safety", &names, |word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_level_asks_what_both_ask_and_no_more() {
        use Level::*;
        for (left, right, both) in [
            (None, Backward, Backward),
            (Backward, Forward, Full),
            (BackwardTransitive, Forward, FullTransitive),
            (Full, None, Full),
            (FullTransitive, Backward, FullTransitive),
            (BackwardTransitive, Backward, BackwardTransitive),
            (None, None, None),
        ] {
            assert_eq!(
                (stricter(left, right), stricter(right, left)),
                (both, both),
                "{left} {right}"
            );
        }
    }
}
