//! The seven compatibility levels as a table: which direction is asked, of how many versions.

/// A compatibility level of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is asked.
    None,
    /// The new schema reads data of the latest version.
    Backward,
    /// The new schema reads data of every version.
    BackwardTransitive,
    /// The latest version reads data of the new schema.
    Forward,
    /// Every version reads data of the new schema.
    ForwardTransitive,
    /// Both directions against the latest version.
    Full,
    /// Both directions against every version.
    FullTransitive,
}

/// Who reads whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The candidate is the reader.
    NewReadsOld,
    /// The candidate is the writer.
    OldReadsNew,
}

use Direction::{NewReadsOld, OldReadsNew};

impl Direction {
    /// Reader and writer, of what the new and the old schema have.
    pub fn reader_and_writer<T>(self, new: T, old: T) -> (T, T) {
        match self {
            NewReadsOld => (new, old),
            OldReadsNew => (old, new),
        }
    }

    /// New and old, of what reader and writer have.
    pub fn new_and_old<T>(self, reader: T, writer: T) -> (T, T) {
        match self {
            NewReadsOld => (reader, writer),
            OldReadsNew => (writer, reader),
        }
    }
}

/// Level, its name in the REST API, the directions in the order they are asked, whether all versions are asked.
const TABLE: [(Level, &str, &[Direction], bool); 7] = [
    (Level::None, "NONE", &[], false),
    (Level::Backward, "BACKWARD", &[NewReadsOld], false),
    (Level::BackwardTransitive, "BACKWARD_TRANSITIVE", &[NewReadsOld], true),
    (Level::Forward, "FORWARD", &[OldReadsNew], false),
    (Level::ForwardTransitive, "FORWARD_TRANSITIVE", &[OldReadsNew], true),
    (Level::Full, "FULL", &[OldReadsNew, NewReadsOld], false),
    (Level::FullTransitive, "FULL_TRANSITIVE", &[OldReadsNew, NewReadsOld], true),
];

impl Level {
    /// Every level.
    pub fn all() -> impl Iterator<Item = Level> {
        TABLE.iter().map(|row| row.0)
    }

    /// The name in the REST API: upper case with underscores.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The directions that are asked, in the order in which their messages are listed.
    pub fn directions(self) -> &'static [Direction] {
        self.row().2
    }

    /// Whether every live version is asked, not only the latest.
    pub fn is_transitive(self) -> bool {
        self.row().3
    }

    fn row(self) -> &'static (Level, &'static str, &'static [Direction], bool) {
        TABLE.iter().find(|row| row.0 == self).expect("every level has a row, tested below")
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is none of the seven names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no compatibility level: use none, backward, forward, full, backward_transitive, forward_transitive or full_transitive"
)]
pub struct UnknownLevel(pub String);

impl std::str::FromStr for Level {
    type Err = UnknownLevel;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let found = TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(text));
        found.map(|row| row.0).ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_one_row_and_its_name_reads_back() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
            assert_eq!(row.1.to_lowercase().parse(), Ok(row.0));
            assert_eq!(row.0.name(), row.1);
        }
        assert!("sideways".parse::<Level>().is_err());
    }
}
