//! What reading an id answers: written when another version comes to stand for the id, not at every request.

use super::content::Content;
use super::name::{Context, Subject};
use super::state::Owner;
use super::text::Text;
use bytes::Bytes;
use registry_api::SchemaById;
use std::sync::Arc;

/// The answer to `GET /schemas/ids/{id}`, in two parts: what stands around the text, and the text that it is to hold.
pub struct AnswerById<'c> {
    before: String,
    after: String,
    content: &'c Content,
}

/// Where a text is left out.
const WITHOUT_TEXT: &str = "\"schema\":\"\"";

impl AnswerById<'_> {
    /// What is to be answered; `owner` is the version that stands for the id.
    pub fn new<'c>(context: &Context, owner: &Owner, content: &'c Content) -> AnswerById<'c> {
        let mut before = serde_json::to_string(&by_id(context, owner, content, ""))
            .expect("strings, numbers and maps of strings have JSON");
        // Nothing that stands before it can hold it: in a string its quotes would be escaped.
        let at = before.find(WITHOUT_TEXT).expect("an answer has a text") + WITHOUT_TEXT.len();
        let after = before.split_off(at);
        before.truncate(at - "\"\"".len());
        AnswerById { before, after, content }
    }

    /// Whether this is what was written.
    pub fn is(&self, written: &[u8]) -> bool {
        let around = self.before.len() + self.after.len();
        written.len() == around + self.content.text.json().len()
            && written.starts_with(self.before.as_bytes())
            && written.ends_with(self.after.as_bytes())
    }

    /// Writes it, and gives the text as a part of it besides, so that it need not be kept twice.
    pub fn write(&self) -> (Bytes, Text) {
        let json = self.content.text.json();
        let body = Bytes::from([&self.before, json, &self.after].concat());
        let at = self.before.len();
        let text = Text::within(&body, at..at + json.len());
        (body, text)
    }
}

/// A schema by id, with the version that carries it.
pub fn by_id<T>(context: &Context, owner: &Owner, content: &Content, schema: T) -> SchemaById<T> {
    let subject = Subject { context: context.clone(), name: Arc::clone(&owner.subject) };
    SchemaById {
        subject: Some(subject.to_string()),
        version: Some(owner.number),
        guid: content.guid.to_string(),
        schema_type: content.format.name().to_owned(),
        schema,
        references: content.references.clone(),
        metadata: content.metadata.as_deref().cloned(),
        rule_set: content.rule_set.as_deref().cloned(),
        schema_tags: Vec::new(),
        max_id: None,
        ts: millis(owner.at_ms),
        deleted: owner.deleted,
    }
}

/// A time as answers tell it.
pub fn millis(at_ms: i64) -> u64 {
    u64::try_from(at_ms).unwrap_or_default()
}
