//! Complaints stay readable whatever the schema holds: a type name of two megabytes is not said back whole.

use super::SchemaError;

/// Characters of one value in backticks.
const VALUE: usize = 100;
/// Characters of a whole message or remedy, for values that stand in other quotes or hold backticks themselves.
const WHOLE: usize = 2_000;

impl SchemaError {
    /// The same complaints with overlong values cut.
    pub(crate) fn clipped(mut self) -> SchemaError {
        for complaint in &mut self.complaints {
            complaint.message = clip(&complaint.message);
            complaint.help = complaint.help.as_deref().map(clip);
        }
        self
    }
}

/// `text` with each value in backticks cut to its first characters and `…`.
pub(crate) fn clip(text: &str) -> String {
    if text.len() <= VALUE {
        return text.to_owned();
    }
    let parts: Vec<String> = text.split('`').enumerate().map(clip_part).collect();
    head(&parts.join("`"), WHOLE)
}

/// Every second part stands between backticks.
fn clip_part((index, part): (usize, &str)) -> String {
    if index % 2 == 1 { head(part, VALUE) } else { part.to_owned() }
}

fn head(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Format, ParseOptions, Schema};

    #[test]
    fn values_in_backticks_are_cut() {
        let long = "ä".repeat(200);
        let cut = "ä".repeat(100);
        let message = format!("type `{long}` of field `short` is not `{long}`, see there");
        let clipped = format!("type `{cut}…` of field `short` is not `{cut}…`, see there");
        assert_eq!(clip(&message), clipped);
        let sentence = "a long sentence of our own ".repeat(20);
        assert_eq!(clip(&sentence), sentence, "only values are cut");
        assert_eq!(clip(&"x".repeat(5_000)).chars().count(), 2_001);
    }

    #[test]
    fn no_complaint_repeats_a_name_of_two_megabytes() {
        let name = "n".repeat(2 << 20);
        let avro = [
            format!(r#""{name}""#),
            format!(r#"{{"type":"{name}"}}"#),
            format!(r#"{{"type":"record","name":"{name}-","fields":[]}}"#),
            format!(
                r#"{{"type":"record","name":"R","namespace":"{name}","fields":[{{"name":"a","type":"X"}}]}}"#
            ),
            format!(r#"{{"type":"enum","name":"E","symbols":["{name}"],"default":"{name}x"}}"#),
            format!(r#"{{"type":"record","name":"R","fields":[{{"name":"{name}"}}]}}"#),
            format!(r#"[{{"type":"fixed","name":"{name}"}},"{name}"]"#),
        ];
        let protobuf = [
            format!("syntax = \"proto3\"; message A {{ {name} a = 1; }}"),
            format!("syntax = \"{name}\";"),
            format!("syntax = \"proto3\"; import \"{name}\"; message A {{ B b = 1; }}"),
            format!("syntax = \"proto3\"; message {name} {{}} message {name} {{}}"),
            format!("syntax = \"proto3\"; enum {name} {{ A = 1; }}"),
            name,
        ];
        let texts = avro.iter().map(|text| (Format::Avro, text));
        for (format, text) in texts.chain(protobuf.iter().map(|text| (Format::Protobuf, text))) {
            let error = Schema::parse(format, text, &[], ParseOptions::new_schema()).unwrap_err();
            let said = error.to_string();
            assert!(said.len() < 5_000, "{} bytes: {}…", said.len(), head(&said, 300));
        }
    }
}
