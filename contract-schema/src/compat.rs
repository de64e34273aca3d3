//! Directions live here and nowhere else: a level asks pairs of schemas, newest version first.

mod messages;
mod policy;
mod safety;

use crate::level::{Direction, Level};
use crate::position::Position;
use crate::rule::Breach;
use crate::schema::{Format, Schema, can_read, keeps, retires};
use std::collections::HashSet;
use std::sync::Arc;

pub use messages::{FORMAT_CHANGED, cause_messages, context_messages, format_changed, messages};
pub use policy::{Policy, UnknownPolicy};
pub use safety::{Safety, UnknownSafety};

/// What is asked beside the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Terms {
    /// How strictly JSON Schemas are compared.
    pub policy: Policy,
    /// What is promised beyond the level.
    pub safety: Safety,
}

/// The live versions of a subject that take part, newest first.
pub type History = [(u32, Arc<Schema>)];

/// The first version that the candidate clashes with.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The version.
    pub version: u32,
    /// What breaks.
    pub cause: Cause,
}

/// Why a candidate clashes with a version.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// The two are not of one format.
    FormatChanged {
        /// The format of the old version.
        old: Format,
        /// The format of the candidate.
        new: Format,
    },
    /// One side cannot read the other; in the order in which the level asks the directions.
    Unreadable(Vec<(Direction, Breach)>),
}

/// Asks what `level` asks of `candidate` against `history` (newest first); the first version that fails ends the walk.
///
/// Source: Confluent's order of questions, written down in `docs/rules.md`.
pub fn check(level: Level, candidate: &Schema, history: &History) -> Option<Clash> {
    check_under(Terms::default(), level, candidate, history)
}

/// As [`check`], on terms of one's own. Under [`Safety::Wire`] the versions that are asked are also asked what the candidate
/// gives up, under [`Safety::Golden`] every version whether the candidate keeps it.
pub fn check_under(
    terms: Terms,
    level: Level,
    candidate: &Schema,
    history: &History,
) -> Option<Clash> {
    check_sifted(terms, level, candidate, history, |_, found| found)
}

/// As [`check_under`], where `sift` may take breaches of a version away that are said or excused elsewhere.
pub fn check_sifted(
    terms: Terms,
    level: Level,
    candidate: &Schema,
    history: &History,
    sift: impl Fn(u32, Vec<(Direction, Breach)>) -> Vec<(Direction, Breach)>,
) -> Option<Clash> {
    let asked = if level.is_transitive() { history.len() } else { 1 };
    history.iter().enumerate().find_map(|(index, (version, old))| {
        let directions = if index < asked { level.directions() } else { &[] };
        let cause = match breaches(terms, directions, candidate, old) {
            None => Cause::FormatChanged { old: old.format(), new: candidate.format() },
            Some(found) if found.is_empty() => return None,
            Some(found) => match sift(*version, found) {
                left if left.is_empty() => return None,
                left => Cause::Unreadable(left),
            },
        };
        Some(Clash { version: *version, cause })
    })
}

/// What keeps one version and the candidate apart; `None` if their formats do.
fn breaches(
    terms: Terms,
    directions: &[Direction],
    candidate: &Schema,
    old: &Schema,
) -> Option<Vec<(Direction, Breach)>> {
    let mut breaches = Vec::new();
    for direction in directions {
        let (reader, writer) = direction.reader_and_writer(candidate, old);
        let found = can_read(reader, writer, terms)?;
        breaches.extend(found.into_iter().map(|breach| (*direction, breach)));
    }
    let kept = match terms.safety {
        Safety::Wire if !directions.is_empty() => retires(candidate, old)?,
        Safety::Standard | Safety::Wire => Vec::new(),
        Safety::Golden => keeps(candidate, old)?,
    };
    let told: HashSet<(String, Option<Position>)> =
        breaches.iter().map(|(_, breach)| (breach.path.clone(), breach.reader_at)).collect();
    let is_new = |breach: &Breach| !told.contains(&(breach.path.clone(), breach.reader_at));
    let kept = kept.into_iter().filter(is_new);
    breaches.extend(kept.map(|breach| (Direction::NewReadsOld, breach)));
    Some(breaches)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ParseOptions;

    fn record(fields: &str) -> Arc<Schema> {
        let text = format!(r#"{{"type":"record","name":"R","fields":[{fields}]}}"#);
        Arc::new(Schema::parse(Format::Avro, &text, &[], ParseOptions::new_schema()).unwrap())
    }

    /// What the level says of a candidate: the version it clashes with and the directions in the order asked.
    fn verdict(
        level: Level,
        candidate: &Schema,
        history: &History,
    ) -> Option<(u32, Vec<Direction>)> {
        check(level, candidate, history).map(|clash| match clash.cause {
            Cause::Unreadable(breaches) => {
                (clash.version, breaches.into_iter().map(|(direction, _)| direction).collect())
            }
            Cause::FormatChanged { .. } => (clash.version, Vec::new()),
        })
    }

    #[test]
    fn every_level_asks_its_directions_of_its_versions_newest_first() {
        use Direction::{NewReadsOld, OldReadsNew};
        let a = r#"{"name":"a","type":"int"}"#;
        let b = r#"{"name":"b","type":"int"}"#;
        let b_default = r#"{"name":"b","type":"int","default":0}"#;
        // Newest first: v2 {a, b = 0}, v1 {a}.
        let history = [(2, record(&format!("{a},{b_default}"))), (1, record(a))];
        let required = record(&format!("{a},{b}"));
        let other = record(r#"{"name":"c","type":"int"}"#);
        let both = vec![OldReadsNew, NewReadsOld];
        for (level, of_required, of_other) in [
            (Level::None, None, None),
            (Level::Backward, None, Some((2, vec![NewReadsOld]))),
            (Level::BackwardTransitive, Some((1, vec![NewReadsOld])), Some((2, vec![NewReadsOld]))),
            (Level::Forward, None, Some((2, vec![OldReadsNew]))),
            (Level::ForwardTransitive, None, Some((2, vec![OldReadsNew]))),
            (Level::Full, None, Some((2, both.clone()))),
            (Level::FullTransitive, Some((1, vec![NewReadsOld])), Some((2, both))),
        ] {
            assert_eq!(verdict(level, &required, &history), of_required, "{level} of required");
            assert_eq!(verdict(level, &other, &history), of_other, "{level} of other");
            assert_eq!(verdict(level, &other, &[]), None, "{level} without history");
        }
    }
}
