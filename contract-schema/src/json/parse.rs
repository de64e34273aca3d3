//! Text to schema: JSON first, then documents and their addresses.

use super::documents::Documents;
use super::draft::Draft;
use super::model::JsonSchema;
use super::uri;
use crate::json_text::{self, Node, Value};
use crate::position::LineIndex;
use crate::schema::{Complaint, Dependency, Limits, ParseOptions, SchemaError};
use std::collections::HashSet;

impl JsonSchema {
    /// Parses `text`; `dependencies` is the closure of its references, each after those it needs.
    ///
    /// # Errors
    /// Every complaint about the text, with positions.
    pub fn parse(
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<JsonSchema, SchemaError> {
        parse(text, dependencies, options).map_err(SchemaError::clipped)
    }
}

fn parse(
    text: &str,
    dependencies: &[Dependency],
    options: ParseOptions,
) -> Result<JsonSchema, SchemaError> {
    let limits = options.limits;
    if dependencies.len() > limits.dependencies {
        let message = format!("more than {} schemas are referred to", limits.dependencies);
        return Err(one(Complaint { at: None, message, help: None }));
    }
    let (root, repeats_keys) = read(text, limits).map_err(one)?;
    let draft = draft(&root).unwrap_or(Draft::Seven);
    let mut documents = Documents::default();
    let repeated = documents.add(text, root, draft, "", None);
    let base = documents.base(0).to_owned();
    for Dependency { name, text, .. } in dependencies {
        let (root, _) = read(text, limits).map_err(|complaint| one(inside(name, complaint)))?;
        let draft = self::draft(&root).unwrap_or(draft);
        let retrieved = uri::resolve(&base, uri::split_fragment(name).0);
        documents.add(text, root, draft, &retrieved, Some(name));
    }
    let schema = JsonSchema { documents, repeats_keys };
    let complaints = if options.as_new { schema.complaints(&repeated) } else { Vec::new() };
    if complaints.is_empty() { Ok(schema) } else { Err(SchemaError { complaints }) }
}

/// The tree, and whether a key was repeated in it.
fn read(text: &str, limits: Limits) -> Result<(Node, bool), Complaint> {
    if text.len() > limits.bytes {
        let message = format!(
            "the text has {} bytes, {} are the most that is read",
            text.len(),
            limits.bytes
        );
        return Err(Complaint { at: None, message, help: None });
    }
    let mut root = json_text::parse_with_non_numbers(text, limits.depth)?;
    let repeats_keys = keep_last(&mut root);
    match &root.value {
        Value::Object(_) | Value::Bool(_) => Ok((root, repeats_keys)),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            let at = Some(LineIndex::new(text).position(root.span.start));
            let message =
                format!("a JSON Schema is an object or a boolean, not {}", kind(&root.value));
            Err(Complaint { at, message, help: None })
        }
    }
}

/// The draft that a document names.
fn draft(root: &Node) -> Option<Draft> {
    Draft::from_uri(root.get("$schema")?.as_str()?)
}

/// Of repeated keys only the last stays; whether there were any.
fn keep_last(node: &mut Node) -> bool {
    match &mut node.value {
        Value::Object(members) => {
            let mut seen = HashSet::with_capacity(members.len());
            let last: Vec<bool> =
                members.iter().rev().map(|member| seen.insert(&*member.key)).collect();
            let repeats = last.contains(&false);
            if repeats {
                let mut last = last.into_iter().rev();
                members.retain(|_| last.next().unwrap_or(true));
            }
            let inside = members.iter_mut().filter_map(|m| keep_last(&mut m.value).then_some(()));
            repeats | (inside.count() > 0)
        }
        Value::Array(elements) => {
            elements.iter_mut().filter_map(|element| keep_last(element).then_some(())).count() > 0
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A value in messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn inside(name: &str, complaint: Complaint) -> Complaint {
    let message = format!("in the referenced schema `{name}`: {}", complaint.message);
    Complaint { message, ..complaint }
}

fn one(complaint: Complaint) -> SchemaError {
    SchemaError { complaints: vec![complaint] }
}
