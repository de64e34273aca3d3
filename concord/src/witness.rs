//! The datum that shows a breach, and as one line for people.

use crate::report::text::clipped;
use contract_schema::witness::{Evidence as Found, Outcome, evidence};
use contract_schema::{Breach, Schema, level::Direction};

/// So many breaches of one run are shown by a datum.
pub(crate) const MOST: usize = 100;

/// Longer data are cut: the API has them whole.
const MOST_CHARACTERS: usize = 240;

/// What the search for a datum that breaks came to, in texts of a bearable length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evidence {
    Datum {
        /// The type of the datum; empty for JSON.
        of: String,
        json: String,
        /// As the writer encodes it; a JSON instance is its text.
        hex: Option<String>,
        fate: Fate,
    },
    /// Confluent refuses the change, and data survive it.
    NoDatum,
}

/// What becomes of a datum at the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    Refused(String),
    ReadAs(String),
}

/// A datum that breaks, or that none does; nothing where no datum was found or none is spoken of.
pub(crate) fn sought(
    new: &Schema,
    old: &Schema,
    direction: Direction,
    breach: &Breach,
) -> Option<Evidence> {
    let (reader, writer) = direction.reader_and_writer(new, old);
    let witness = match evidence(reader, writer, breach) {
        Found::Shown(witness) => witness,
        Found::FalseAlarm => return Some(Evidence::NoDatum),
        Found::Promise | Found::NotFound => return None,
    };
    let hex = match writer {
        Schema::Avro(_) | Schema::Protobuf(_) => Some(clipped(&witness.hex(), MOST_CHARACTERS)),
        Schema::Json(_) => None,
    };
    let fate = match &witness.outcome {
        Outcome::Refused(reason) => Fate::Refused(clipped(reason, MOST_CHARACTERS)),
        Outcome::Altered(read) => Fate::ReadAs(clipped(read, MOST_CHARACTERS)),
    };
    Some(Evidence::Datum {
        of: witness.of,
        json: clipped(&witness.json, MOST_CHARACTERS),
        hex,
        fate,
    })
}

/// One line for people.
impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Evidence::Datum { of, json, hex, fate } = self else {
            return f.write_str("no datum breaks: Confluent refuses this, and data survive it");
        };
        f.write_str("witness: ")?;
        if !of.is_empty() {
            write!(f, "`{of}` ")?;
        }
        f.write_str(json)?;
        if let Some(hex) = hex {
            write!(f, " (written as {hex})")?;
        }
        match fate {
            Fate::Refused(reason) => write!(f, " is refused: {reason}"),
            Fate::ReadAs(read) => write!(f, " is read as {read}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_data_are_cut_between_characters() {
        assert_eq!(clipped("é", MOST_CHARACTERS), "é");
        let cut = clipped(&"é".repeat(MOST_CHARACTERS + 1), MOST_CHARACTERS);
        assert_eq!(cut, format!("{}…", "é".repeat(MOST_CHARACTERS)));
    }
}
