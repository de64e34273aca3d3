//! Directions live here and nowhere else: a level asks pairs of schemas, newest version first.

use crate::level::{Direction, Level};
use crate::rule::Breach;
use crate::schema::{Format, Schema, can_read};
use std::sync::Arc;

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
    let asked = if level.is_transitive() { history.len() } else { history.len().min(1) };
    history[..asked].iter().find_map(|(version, old)| clash(level, candidate, *version, old))
}

fn clash(level: Level, candidate: &Schema, version: u32, old: &Schema) -> Option<Clash> {
    let mut breaches = Vec::new();
    for direction in level.directions() {
        let (reader, writer) = match direction {
            Direction::NewReadsOld => (candidate, old),
            Direction::OldReadsNew => (old, candidate),
        };
        let Some(found) = can_read(reader, writer) else {
            let cause = Cause::FormatChanged { old: old.format(), new: candidate.format() };
            return Some(Clash { version, cause });
        };
        breaches.extend(found.into_iter().map(|breach| (*direction, breach)));
    }
    (!breaches.is_empty()).then_some(Clash { version, cause: Cause::Unreadable(breaches) })
}
