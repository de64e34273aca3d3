//! A rule is a row of a table; a breach is one place where a pair of schemas breaks it.
//!
//! Each format keeps its rows in its own `rules.rs`; `all()` joins them. A new rule is a row, a walk and a fixture folder.

mod section;

use crate::compat::Safety;
use crate::level::Direction;
use crate::position::Position;
use crate::schema::Format;

/// One compatibility rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id, `avro-reader-field-without-default`: format, then what is true of the broken pair.
    /// The same string names the fixture folder, the docs heading and the argument of `concord explain`.
    pub id: &'static str,
    /// The schema format it belongs to.
    pub format: Format,
    /// From which safety on it is a rule; `Standard` is what Confluent's registry refuses.
    pub safety: Safety,
    /// The difference type that Confluent's clients know, `READER_FIELD_MISSING_DEFAULT_VALUE`;
    /// empty where Confluent's check throws instead of judging, a name of ours where it sees nothing.
    pub upstream: &'static str,
    /// What is wrong, in one line.
    pub summary: &'static str,
    /// Why it matters: what happens to data.
    pub why: &'static str,
    /// What to do instead.
    pub help: &'static str,
    /// Section of the format's specification; [`Rule::link`] tells where it stands.
    pub spec: &'static str,
}

/// One place where the reader cannot read what the writer writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// Path in the schema, in the form Confluent prints: `/fields/1/type` (Avro), `#/Message/3` (Protobuf).
    pub path: String,
    /// Confluent's detail (Avro's `additionalInfo`; empty where there is none).
    pub detail: String,
    /// One sentence that names the reader's and the writer's side; `{reader}` and `{writer}` stand for "new" and "old".
    pub reason: String,
    /// A suggested edit, where one exists; placeholders as in `reason`. Only the new schema can still be edited:
    /// where the edit differs by side, ` || ` stands between the edit of the reader and that of the writer.
    /// [`Breach::help_in`] picks.
    pub help: Option<String>,
    /// The place in the reader's text.
    pub reader_at: Option<Position>,
    /// The place in the writer's text.
    pub writer_at: Option<Position>,
}

impl Breach {
    /// The reason with "new" and "old" in the places of reader and writer.
    pub fn reason_in(&self, direction: Direction) -> String {
        name_sides(&self.reason, direction)
    }

    /// The suggested edit of the new schema.
    pub fn help_in(&self, direction: Direction) -> Option<String> {
        let help = self.help.as_deref()?;
        let side = match (help.split_once(" || "), direction) {
            (Some((reader, _)), Direction::NewReadsOld) => reader,
            (Some((_, writer)), Direction::OldReadsNew) => writer,
            (None, _) => help,
        };
        Some(name_sides(side, direction))
    }
}

fn name_sides(text: &str, direction: Direction) -> String {
    let (reader, writer) = direction.reader_and_writer("new", "old");
    text.replace("{reader}", reader).replace("{writer}", writer)
}

/// The rules of every format, in table order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let (avro, json) = (&*crate::avro::rules::ALL, &*crate::json::rules::ALL);
    avro.iter().chain(json).chain(&*crate::protobuf::rules::ALL).copied()
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edit_is_that_of_the_new_schema() {
        let breach = |help: &str| Breach {
            rule: all().next().unwrap(),
            path: String::new(),
            detail: String::new(),
            reason: "{reader} {writer}".to_owned(),
            help: Some(help.to_owned()),
            reader_at: None,
            writer_at: None,
        };
        let sided = breach("edit the {reader} reader || edit the {writer} writer");
        let help = |breach: &Breach, direction| breach.help_in(direction).unwrap();
        assert_eq!(help(&sided, Direction::NewReadsOld), "edit the new reader");
        assert_eq!(help(&sided, Direction::OldReadsNew), "edit the new writer");
        assert_eq!(help(&breach("wait"), Direction::OldReadsNew), "wait");
        assert_eq!(sided.reason_in(Direction::OldReadsNew), "old new");
    }

    #[test]
    fn rule_ids_are_unique_and_begin_with_their_format() {
        for rule in all() {
            assert!(rule.id.starts_with(&format!("{}-", rule.format.name().to_lowercase())));
            assert_eq!(all().filter(|other| other.id == rule.id).count(), 1, "{}", rule.id);
            for text in [rule.summary, rule.why, rule.help, rule.spec] {
                assert!(!text.is_empty(), "{} says nothing in one of its texts", rule.id);
            }
        }
    }
}
