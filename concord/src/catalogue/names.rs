//! What a schema file defines and uses, read without resolving anything.

use contract_schema::Format;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Versions that a catalogue keeps for its tests, not for a registry.
const KEPT_ASIDE: &str = "history";
const BUILT_IN_AVRO: [&str; 14] = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum",
    "array", "map", "fixed", "error",
];

/// A schema file as its names.
pub(crate) struct Draft {
    pub(crate) path: String,
    pub(crate) format: Format,
    pub(crate) text: Arc<str>,
    pub(crate) defines: BTreeSet<String>,
    pub(crate) uses: BTreeSet<String>,
    root: String,
    topic: Option<String>,
}

impl Draft {
    pub(crate) fn read(path: &str, content: &[u8]) -> Result<Option<Draft>, String> {
        let aside = path.split('/').any(|part| part == KEPT_ASIDE);
        if aside || format(path).is_none() {
            return Ok(None);
        }
        Draft::read_any(path, content).map(Some)
    }

    /// Also a file that is kept aside.
    pub(crate) fn read_any(path: &str, content: &[u8]) -> Result<Draft, String> {
        let format = format(path).ok_or_else(|| {
            format!("`{path}` is no schema file: its name ends neither in .avsc nor in .proto")
        })?;
        let text = std::str::from_utf8(content).map_err(|error| {
            let line = content[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            format!("not a text in UTF-8 (line {}): is it a binary file?", line + 1)
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut draft = Draft {
            path: path.to_owned(),
            format,
            text: text.into(),
            defines: BTreeSet::new(),
            uses: BTreeSet::new(),
            root: String::new(),
            topic: None,
        };
        match format {
            Format::Avro => draft.read_avro(text),
            Format::Protobuf => draft.read_protobuf(text),
        }
        Ok(draft)
    }

    fn read_avro(&mut self, text: &str) {
        // What is no JSON is said with its place by the parser.
        let Ok(value) = serde_json::from_str::<Value>(text) else {
            self.root = stem(&self.path);
            return;
        };
        self.walk(&value, "");
        let (_, root) = full_name(&value, "");
        self.root = if root.is_empty() { stem(&self.path) } else { root };
        let contract = &value["contract"];
        let topic = contract["topic"].as_str().or_else(|| contract["event"].as_str());
        self.topic = topic.map(str::to_owned);
        let defines = std::mem::take(&mut self.defines);
        self.uses.retain(|name| !defines.contains(name));
        self.defines = defines;
    }

    fn walk(&mut self, value: &Value, namespace: &str) {
        match value {
            Value::String(name) if !BUILT_IN_AVRO.contains(&name.as_str()) => {
                self.uses.insert(qualified(name, namespace));
            }
            Value::Array(branches) => {
                branches.iter().for_each(|branch| self.walk(branch, namespace));
            }
            Value::Object(_) => match value["type"].as_str() {
                Some("record" | "enum" | "fixed" | "error") => {
                    let (inner, name) = full_name(value, namespace);
                    self.defines.insert(name);
                    for field in value["fields"].as_array().into_iter().flatten() {
                        self.walk(&field["type"], &inner);
                    }
                }
                Some("array") => self.walk(&value["items"], namespace),
                Some("map") => self.walk(&value["values"], namespace),
                _ => self.walk(&value["type"], namespace),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn read_protobuf(&mut self, text: &str) {
        self.root = self.path.clone();
        self.defines.insert(self.path.clone());
        for line in text.lines() {
            let line = line.trim();
            if let Some(import) = line.strip_prefix("import ").and_then(quoted) {
                self.uses.insert(import);
            }
            for key in ["topic", "event"] {
                let value = line.split_once(&format!("{key}:")).and_then(|(_, rest)| quoted(rest));
                if self.topic.is_none() || key == "topic" {
                    self.topic = value.or(self.topic.take());
                }
            }
        }
    }
}

/// The files of the contract vocabulary that the drafts import and the tree does not hold.
///
/// Concord knows them without being told, other registries and the clients of any registry do not.
pub(crate) fn vocabulary(drafts: &[Draft]) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    loop {
        let known = || drafts.iter().chain(&found);
        let next = contract_schema::protobuf::vocabulary().find(|(path, _)| {
            known().any(|draft| draft.uses.contains(*path))
                && !known().any(|draft| draft.defines.contains(*path))
        });
        let Some((path, text)) = next else { return found };
        let draft = Draft::read_any(path, text.as_bytes());
        found.push(draft.expect("the bundled files are .proto texts in UTF-8"));
    }
}

fn format(path: &str) -> Option<Format> {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("avsc") => Some(Format::Avro),
        Some("proto") => Some(Format::Protobuf),
        Some(_) | None => None,
    }
}

/// Subjects by index: `<topic>-value` for events, `<topic>-<full name>` where events share a topic, else the name.
pub(crate) fn subjects(drafts: &[Draft]) -> Vec<String> {
    let mut per_topic: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in drafts.iter().filter_map(|draft| draft.topic.as_deref()) {
        *per_topic.entry(topic).or_default() += 1;
    }
    let subject = |draft: &Draft| match &draft.topic {
        Some(topic) if per_topic[topic.as_str()] > 1 => format!("{topic}-{}", draft.root),
        Some(topic) => format!("{topic}-value"),
        None => draft.root.clone(),
    };
    drafts.iter().map(subject).collect()
}

fn full_name(value: &Value, namespace: &str) -> (String, String) {
    let name = value["name"].as_str().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((own, _)) => (own.to_owned(), name.to_owned()),
        None => {
            let own = value["namespace"].as_str().unwrap_or(namespace);
            (own.to_owned(), qualified(name, own))
        }
    }
}

fn qualified(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

fn quoted(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('"')?;
    rest.split_once('"').map(|(inner, _)| inner.to_owned())
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
