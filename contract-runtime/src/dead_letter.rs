//! A message that could not be consumed, on its way to where people look: key, value and headers as they came, and why.

use crate::incoming::{Incoming, Rejection};
use crate::time::TimestampMicros;
use crate::violation::Violations;
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Why; in words.
pub const REASON: &str = "error.reason";
/// Why; one of the words of [`Rejection::code`].
pub const CODE: &str = "error.code";
/// How often it was tried.
pub const ATTEMPTS: &str = "error.attempts";
/// The topic that it was consumed from.
pub const TOPIC: &str = "original.topic";
/// The partition that it was consumed from.
pub const PARTITION: &str = "original.partition";
/// Its offset in the partition.
pub const OFFSET: &str = "original.offset";
/// When it failed; RFC 3339.
pub const FAILED_AT: &str = "failed.at";
/// The registry's id of the schema in the value's frame, if it has one.
pub const SCHEMA_ID: &str = "schema.id";
/// Every violation as JSON: paths, rules and texts, no values.
pub const VIOLATIONS: &str = "contract.violations";

/// Headers that say where a message first came from: they outlive its second death.
const ORIGIN: [&str; 3] = [TOPIC, PARTITION, OFFSET];
/// Headers about the latest failure.
const FAILURE: [&str; 6] = [REASON, CODE, ATTEMPTS, FAILED_AT, SCHEMA_ID, VIOLATIONS];

/// What goes to the topic of dead letters; key and value are the very bytes that came.
#[derive(Clone, PartialEq, Eq)]
pub struct DeadLetter<'a> {
    /// The topic that it goes to: the topic it came from with `.dlq` at the end, unless said otherwise.
    pub topic: Cow<'a, str>,
    /// The key as it came.
    pub key: Option<&'a [u8]>,
    /// The value as it came.
    pub value: Option<&'a [u8]>,
    headers: Vec<(&'a str, Cow<'a, [u8]>)>,
}

impl<'a> Incoming<'a> {
    /// The message as a dead letter, after so many attempts to consume it.
    ///
    /// Its own headers go along. If it was a dead letter before, it keeps the place where it first came from.
    pub fn dead_letter(
        &self,
        rejection: &Rejection,
        attempts: u32,
        failed_at: TimestampMicros,
    ) -> DeadLetter<'a> {
        let was_dead = ORIGIN.iter().all(|name| self.header(name).is_some());
        let stays = |name: &str| !FAILURE.contains(&name) && (was_dead || !ORIGIN.contains(&name));
        let own = self.headers.iter().filter(|header| stays(header.0));
        let mut headers: Vec<(&str, Cow<'a, [u8]>)> =
            own.map(|(name, value)| (*name, Cow::Borrowed(*value))).collect();
        let mut add = |name, value: String| headers.push((name, Cow::Owned(value.into_bytes())));
        add(REASON, rejection.to_string());
        add(CODE, rejection.code().to_owned());
        add(ATTEMPTS, attempts.to_string());
        add(FAILED_AT, failed_at.to_string());
        if !was_dead {
            add(TOPIC, self.topic.to_owned());
            add(PARTITION, self.partition.to_string());
            add(OFFSET, self.offset.to_string());
        }
        if let Some(id) = self.value.and_then(schema_id) {
            add(SCHEMA_ID, id.to_string());
        }
        if let Some(violations) = rejection.violations() {
            add(VIOLATIONS, json(violations));
        }
        let topic = format!("{}.dlq", self.topic.trim_end_matches(".dlq")).into();
        DeadLetter { topic, key: self.key, value: self.value, headers }
    }
}

impl<'a> DeadLetter<'a> {
    /// For another topic.
    #[must_use]
    pub fn to_topic(mut self, topic: impl Into<Cow<'a, str>>) -> Self {
        self.topic = topic.into();
        self
    }

    /// The headers: those that came, then why it failed.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers.iter().map(|(name, value)| (*name, &**value))
    }
}

/// Why and where from, not what stands in it.
impl fmt::Debug for DeadLetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |name: &str| FAILURE.contains(&name) || ORIGIN.contains(&name);
        let headers = self.headers.iter().filter(|header| shown(header.0));
        let headers = headers.map(|(name, value)| (*name, String::from_utf8_lossy(value)));
        f.debug_struct("DeadLetter")
            .field("topic", &self.topic)
            .field("value_bytes", &self.value.map(<[u8]>::len))
            .field("headers", &headers.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The id in the frame, whatever follows it.
fn schema_id(value: &[u8]) -> Option<u32> {
    match value.first_chunk::<5>()? {
        [0, id @ ..] => Some(u32::from_be_bytes(*id)),
        _ => None,
    }
}

/// An array of objects; written by hand, for it is all the JSON that this crate writes without serde.
fn json(violations: &Violations) -> String {
    let mut out = "[".to_owned();
    for (index, violation) in violations.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str("{\"path\":");
        text(&mut out, &violation.path);
        out.push_str(",\"ruleId\":");
        text(&mut out, violation.rule_id);
        out.push_str(",\"message\":");
        text(&mut out, violation.message);
        out.push('}');
    }
    out.push(']');
    out
}

fn text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a string cannot fail; every control character stands in the basic plane.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::violation::{EntryKey, Path};

    #[test]
    fn violations_are_json_whatever_stands_in_a_path() {
        let mut found = Violations::new();
        found.push(
            &Path::Key(&Path::Root.field("labels"), EntryKey::Text("a\"\n\\é")),
            "string.min_len",
            "too short",
        );
        found.push(&Path::Root, "x", "y");
        let read: serde_json::Value = serde_json::from_str(&json(&found)).unwrap();
        assert_eq!(read[0]["path"], found.iter().next().unwrap().path);
        assert_eq!(read[1], serde_json::json!({"path": "", "ruleId": "x", "message": "y"}));
    }
}
