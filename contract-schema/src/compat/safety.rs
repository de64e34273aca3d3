//! How far the comparison goes beyond Confluent's: a setting beside the level, of which Confluent's clients see nothing.

/// What is promised beyond the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Safety {
    /// Confluent's verdicts, no more.
    #[default]
    Standard,
    /// In the directions that the level asks, nothing that was written is altered or unreadable: a reader gets the value
    /// that was written into each field that it has, or none of them lies.
    Wire,
    /// `Wire`, and the new schema keeps every field, type, name and number of every live version, whatever the level asks.
    Golden,
}

/// Safety and its name in settings.
const TABLE: [(Safety, &str); 3] =
    [(Safety::Standard, "STANDARD"), (Safety::Wire, "WIRE"), (Safety::Golden, "GOLDEN")];

impl Safety {
    /// Every safety, the weakest first.
    pub const ALL: [Safety; 3] = [Safety::Standard, Safety::Wire, Safety::Golden];

    /// The name in settings: upper case.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }
}

/// The text is none of the three names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no safety: use STANDARD, WIRE or GOLDEN")]
pub struct UnknownSafety(pub String);

impl std::str::FromStr for Safety {
    type Err = UnknownSafety;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, UnknownSafety> {
        let found = TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(text));
        found.map(|row| row.0).ok_or_else(|| UnknownSafety(text.to_owned()))
    }
}

impl std::fmt::Display for Safety {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_safety_has_one_row_and_its_name_reads_back() {
        for (index, (safety, name)) in TABLE.into_iter().enumerate() {
            assert_eq!((safety as usize, Safety::ALL[index]), (index, safety));
            assert_eq!(name.to_lowercase().parse(), Ok(safety));
            assert_eq!(safety.to_string(), name);
        }
        assert!("odd".parse::<Safety>().is_err());
    }
}
