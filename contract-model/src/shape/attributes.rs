//! Attributes in a JSON text, as Avro and JSON Schema have them: into the common form of rules, tags and write marks.

use crate::constraint::{Entry, Raw};
use crate::diagnostic::Diagnostic;
use crate::suggest;
use contract_schema::json_text::{Member, Node, Value};
use contract_schema::{LineIndex, Position, Span};

/// Reads attributes of one text; places are known for the schema's own text only.
pub(crate) struct Attributes<'a> {
    lines: LineIndex<'a>,
}

impl<'a> Attributes<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Attributes { lines: LineIndex::new(text) }
    }

    pub(crate) fn raw(&self, is_own: bool, node: &Node) -> Raw {
        match &node.value {
            Value::Null => Raw::Null,
            Value::Bool(value) => Raw::Bool(*value),
            Value::Number(text) => Raw::Number(text.to_string()),
            Value::String(text) => Raw::Text(text.to_string()),
            Value::Array(elements) => {
                Raw::List(elements.iter().map(|element| self.raw(is_own, element)).collect())
            }
            Value::Object(members) => {
                Raw::Group(members.iter().map(|member| self.entry(is_own, member)).collect())
            }
        }
    }

    fn entry(&self, is_own: bool, member: &Member) -> Entry {
        Entry {
            key: member.key.to_string(),
            value: self.raw(is_own, &member.value),
            at: self.position(is_own, member.key_span),
        }
    }

    pub(crate) fn position(&self, is_own: bool, span: Span) -> Option<Position> {
        is_own.then(|| self.lines.position(span.start))
    }
}

/// `contract` of a field: the one key `write`, and `synonyms` for people.
pub(super) fn write(
    value: &Raw,
    field: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> bool {
    let mut write = false;
    for entry in value.entries() {
        let at = entry.at.or(field);
        match (entry.key.as_str(), &entry.value) {
            ("write", Raw::Bool(value)) => write = *value,
            ("write", other) => {
                let message =
                    format!("`contract.write` is `true` or `false`, this is {}", other.kind());
                complaints.push(Diagnostic::error("contract-wrong-type", message).at(at));
            }
            ("synonyms" | "sensitivity", _) => {}
            (other, _) => {
                let message = format!("`contract` of a field has no key `{other}`");
                let help = suggest::hint(other, ["write", "synonyms"]);
                complaints
                    .push(Diagnostic::error("contract-unknown-key", message).at(at).help(help));
            }
        }
    }
    if !matches!(value, Raw::Group(_)) {
        let message = format!("`contract` of a field is an object, this is {}", value.kind());
        let help = "write \"contract\": {\"write\": true}";
        complaints.push(Diagnostic::error("contract-wrong-type", message).at(field).help(help));
    }
    write
}

/// `confluent:tags` of a field.
pub(super) fn tags(
    value: &Raw,
    at: Option<Position>,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let texts = match value {
        Raw::List(values) => values
            .iter()
            .map(|value| if let Raw::Text(text) = value { Some(text.clone()) } else { None })
            .collect(),
        _ => None,
    };
    texts.unwrap_or_else(|| {
        let message = "`confluent:tags` is a list of strings".to_owned();
        let help = "write \"confluent:tags\": [\"PII\"]";
        complaints.push(Diagnostic::error("contract-wrong-type", message).at(at).help(help));
        Vec::new()
    })
}
