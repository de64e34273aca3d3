//! The datum that shows a breach, as one line for people.

use contract_schema::witness::{Evidence, Outcome, evidence};
use contract_schema::{Breach, Schema, level::Direction};

/// So many breaches of one run are shown by a datum.
pub(crate) const MOST: usize = 100;

/// Longer data are cut: the API has them whole.
const MOST_CHARACTERS: usize = 240;

/// A datum that breaks, or that none does; nothing where no datum was found or none is spoken of.
pub(crate) fn told(
    new: &Schema,
    old: &Schema,
    direction: Direction,
    breach: &Breach,
) -> Option<String> {
    let (reader, writer) = direction.reader_and_writer(new, old);
    let witness = match evidence(reader, writer, breach) {
        Evidence::Shown(witness) => witness,
        Evidence::FalseAlarm => {
            return Some("no datum breaks: Confluent refuses this, and data survive it".to_owned());
        }
        Evidence::Promise | Evidence::NotFound => return None,
    };
    let of = match witness.of.as_str() {
        "" => String::new(),
        of => format!("`{of}` "),
    };
    let (json, hex) = (clipped(&witness.json), clipped(&witness.hex()));
    // The bytes of a JSON instance are its text.
    let bytes = match writer {
        Schema::Avro(_) | Schema::Protobuf(_) => format!(" (written as {hex})"),
        Schema::Json(_) => String::new(),
    };
    let fate = match &witness.outcome {
        Outcome::Refused(reason) => format!("is refused: {}", clipped(reason)),
        Outcome::Altered(read) => format!("is read as {}", clipped(read)),
    };
    Some(format!("witness: {of}{json}{bytes} {fate}"))
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_data_are_cut_between_characters() {
        assert_eq!(clipped("é"), "é");
        let cut = clipped(&"é".repeat(MOST_CHARACTERS + 1));
        assert_eq!(cut, format!("{}…", "é".repeat(MOST_CHARACTERS)));
    }
}
