//! The message list of a refusal, in the shapes that Confluent's clients look into.
//!
//! Clients test the difference type, the path, the detail, and the words `oldSchemaVersion:`, `oldSchema:` and
//! `compatibility:`; the prose in between is ours.

use super::{Cause, Clash};
use crate::level::{Direction, Level};
use crate::rule::Breach;
use crate::schema::Format;

/// Characters of the old schema that a message shows.
const SHOWN: usize = 10_240;

/// What a candidate of another format breaks, where breaches have the id of a rule.
pub const FORMAT_CHANGED: &str = "format-changed";

/// What is said of a candidate of another format: the reason, and what to do.
pub fn format_changed(old: Format, new: Format) -> [String; 2] {
    [
        format!("the schema was {old} and is now {new}: neither reads the other"),
        format!("keep {old}, or register the {new} schema under a new subject"),
    ]
}

/// The messages about a clash: what breaks, then the old version, its text and the settings in force.
pub fn messages(clash: &Clash, old_text: &str, level: Level, validate_fields: bool) -> Vec<String> {
    [
        cause_messages(&clash.cause),
        context_messages(clash.version, old_text, level, validate_fields),
    ]
    .concat()
}

/// The first part of the list: what breaks.
pub fn cause_messages(cause: &Cause) -> Vec<String> {
    match cause {
        Cause::FormatChanged { .. } => {
            vec!["Incompatible because of different schema type".to_owned()]
        }
        Cause::Unreadable(breaches) => unreadable(breaches),
    }
}

/// The last part of the list: the version, its text and what was asked.
pub fn context_messages(
    version: u32,
    old_text: &str,
    level: Level,
    validate_fields: bool,
) -> Vec<String> {
    let text = match old_text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{{oldSchema: <truncated> '{}...'}}", &old_text[..end]),
        None => format!("{{oldSchema: '{old_text}'}}"),
    };
    vec![
        format!("{{oldSchemaVersion: {version}}}"),
        text,
        format!("{{validateFields: '{validate_fields}', compatibility: '{level}'}}"),
    ]
}

fn unreadable(breaches: &[(Direction, Breach)]) -> Vec<String> {
    let mut messages = Vec::with_capacity(breaches.len());
    for asked in [Direction::OldReadsNew, Direction::NewReadsOld] {
        let found: Vec<&Breach> =
            breaches.iter().filter(|(direction, _)| *direction == asked).map(|(_, b)| b).collect();
        // Where Confluent's check throws, its text is all that is told of a direction.
        match found.iter().find(|breach| breach.rule.upstream.is_empty()) {
            Some(thrown) => messages.push(format!(
                "Unexpected exception during compatibility check: {}, at path '{}'",
                thrown.reason_in(asked),
                thrown.path
            )),
            None => messages.extend(found.into_iter().map(|breach| message(breach, asked))),
        }
    }
    messages
}

fn message(breach: &Breach, direction: Direction) -> String {
    let (kind, path, detail) = (breach.rule.upstream, &breach.path, &breach.detail);
    let reason = breach.reason_in(direction);
    match breach.rule.format {
        Format::Avro => format!(
            "{{errorType:'{kind}', description:'{reason} (path '{path}')', additionalInfo:'{detail}'}}"
        ),
        Format::Json | Format::Protobuf => {
            format!("{{errorType:\"{kind}\", description:\"{reason} (path '{path}')\"}}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compat::check;
    use crate::schema::{ParseOptions, Schema};
    use std::sync::Arc;

    fn avro(text: &str) -> Arc<Schema> {
        Arc::new(Schema::parse(Format::Avro, text, &[], ParseOptions::stored()).unwrap())
    }

    #[test]
    fn the_messages_have_the_shapes_that_clients_know() {
        let old = avro(r#"{"type":"record","name":"R","fields":[]}"#);
        let new = avro(r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#);
        let clash = check(Level::Full, &new, &[(3, old.clone())]).unwrap();
        let listed = messages(&clash, "OLD", Level::Full, false);
        assert_eq!(
            listed,
            [
                "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'field `a` of `R` has no default in the \
                 new schema and is missing in the old schema (path '/fields/0')', additionalInfo:'a'}",
                "{oldSchemaVersion: 3}",
                "{oldSchema: 'OLD'}",
                "{validateFields: 'false', compatibility: 'FULL'}",
            ]
        );
    }

    #[test]
    fn a_long_old_schema_is_cut_and_marked() {
        let cause = Cause::FormatChanged { old: Format::Avro, new: Format::Protobuf };
        let clash = Clash { version: 1, cause };
        let listed = messages(&clash, &"é".repeat(10_241), Level::Backward, true);
        assert_eq!(listed[0], "Incompatible because of different schema type");
        assert_eq!(listed[2], format!("{{oldSchema: <truncated> '{}...'}}", "é".repeat(10_240)));
        let whole = messages(&clash, &"é".repeat(10_240), Level::Backward, true);
        assert!(whole[2].starts_with("{oldSchema: 'é"));
        assert_eq!(whole[3], "{validateFields: 'true', compatibility: 'BACKWARD'}");
    }

    #[test]
    fn a_check_that_throws_upstream_is_one_message() {
        let old = avro(
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}"#,
        );
        let new = avro(
            r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":["b"]},{"name":"c","type":"int"}]}"#,
        );
        let clash = check(Level::Backward, &new, &[(1, old)]).unwrap();
        let listed = messages(&clash, "OLD", Level::Backward, false);
        assert_eq!(listed.len(), 4, "{listed:?}");
        assert!(listed[0].starts_with("Unexpected exception"), "{listed:?}");
    }
}
