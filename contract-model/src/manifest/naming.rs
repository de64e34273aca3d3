//! How files get their subjects: strategies and templates.

use crate::suggest;
use crate::toml_text::{Placed, Reader, Table};

/// How a file gets its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// Events `{topic}-value`; files without a contract under their own name (Avro) or path (Protobuf).
    Topic,
    /// Events `{topic}-{name}`; others as under [`Naming::Topic`].
    TopicRecord,
    /// `{name}`
    Record,
    /// `{path}`
    Path,
    /// Text with placeholders.
    Template(Vec<Part>),
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Stands for itself.
    Text(String),
    /// `{topic}`: the declared topic.
    Topic,
    /// `{event}`: the declared event.
    Event,
    /// `{name}` or `{record}`: full name of the root record or message.
    Name,
    /// `{path}`: path below the import root.
    Path,
    /// `{stem}`: file name without its last ending.
    Stem,
}

const STRATEGIES: [&str; 4] = ["topic", "topic-record", "record", "path"];
const PLACEHOLDERS: [&str; 6] = ["topic", "event", "name", "record", "path", "stem"];

pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Naming> {
    let text = reader.text(table, "subject")?;
    Some(match text.value.as_str() {
        "topic" => Naming::Topic,
        "topic-record" => Naming::TopicRecord,
        "record" => Naming::Record,
        "path" => Naming::Path,
        template if template.contains('{') => Naming::Template(parts(reader, &text)),
        // A fixed name for one file; a strategy misspelt is more likely than a subject that resembles one.
        name => match suggest::nearest(name, STRATEGIES) {
            None => Naming::Template(vec![Part::Text(name.to_owned())]),
            Some(strategy) => {
                let message = format!("`{name}` is no naming of subjects");
                reader.complain("wrong-value", message, text.at).help =
                    Some(format!("did you mean `{strategy}`?"));
                return None;
            }
        },
    })
}

fn parts(reader: &mut Reader<'_>, template: &Placed<String>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template.value.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        let Some((name, tail)) = after.split_once('}') else {
            let message = format!("`{}` opens a placeholder and does not close it", template.value);
            reader.complain("wrong-value", message, template.at);
            return parts;
        };
        rest = tail;
        parts.push(match name {
            "topic" => Part::Topic,
            "event" => Part::Event,
            "name" | "record" => Part::Name,
            "path" => Part::Path,
            "stem" => Part::Stem,
            other => {
                let message = format!("`{{{other}}}` is no placeholder");
                let help = suggest::hint(other, PLACEHOLDERS);
                reader.complain("wrong-value", message, template.at).help = Some(help);
                continue;
            }
        });
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}
