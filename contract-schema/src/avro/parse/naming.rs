//! Names: what may be one, how it is completed by a namespace, and where an unknown one may have been meant.

use super::{Builder, primitive};
use crate::avro::model::{Kind, Name, TypeId};
use crate::json_text::{Node, Value};
use std::collections::HashSet;

/// Words that people write in the place of a type, and what to write instead.
const MISTAKEN: [(&[&str], &str); 7] = [
    (
        &["record", "error", "enum", "array", "map", "fixed"],
        "a `{}` stands in an object of its own: \"type\": {\"type\": \"{}\", …}",
    ),
    (&["union"], "a union is an array of types: \"type\": [\"null\", \"string\"]"),
    (&["integer", "int32", "short", "byte"], "Avro's word is `int`"),
    (
        &["number", "decimal"],
        "for exact amounts use {\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 18, \"scale\": 2}, else `double`",
    ),
    (
        &["bool", "text", "str", "int64", "float64"],
        "Avro's words are `boolean`, `string`, `long` and `double`",
    ),
    (
        &["uuid"],
        "a logical type is an attribute: {\"type\": \"string\", \"logicalType\": \"uuid\"}",
    ),
    (
        &[
            "date",
            "time-millis",
            "time-micros",
            "timestamp-millis",
            "timestamp-micros",
            "timestamp-nanos",
            "timestamp",
        ],
        "a logical type is an attribute: {\"type\": \"int\", \"logicalType\": \"date\"}, {\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}",
    ),
];

/// A use of a name that nothing before it defines.
pub(super) struct Undefined {
    complaint: usize,
    name: Box<str>,
    namespace: Option<Box<str>>,
}

impl Builder<'_> {
    /// The type called `name`, seen from `namespace`; a simple name is sought without a namespace at last, as in Java.
    pub(super) fn lookup(&mut self, name: &str, namespace: Option<&str>, node: &Node) -> TypeId {
        let full = full_name(name, namespace);
        if let Some(id) = self.names.get(full.full()).or_else(|| self.names.get(name)) {
            return *id;
        }
        self.undefined.push(Undefined {
            complaint: self.complaints.len(),
            name: name.into(),
            namespace: namespace.map(Into::into),
        });
        let message = format!("type `{}` is not defined", full.full());
        self.complain(node, message);
        self.add(Kind::Null, node)
    }

    /// Adds a remedy to each undefined name, once everything that the text defines is known.
    pub(super) fn explain_undefined(&mut self) {
        for Undefined { complaint, name, namespace } in std::mem::take(&mut self.undefined) {
            let help = self.guess(&name, namespace.as_deref());
            if let Some(complaint) = self.complaints.get_mut(complaint) {
                complaint.help = Some(help);
            }
        }
    }

    fn guess(&self, name: &str, namespace: Option<&str>) -> String {
        let full = full_name(name, namespace);
        if let Some(id) = self.names.get(full.full()) {
            let at = self.types[id.0 as usize].at;
            let place = at.map_or(String::new(), |at| format!(" at line {}", at.line));
            return format!(
                "it is defined later{place}; move the definition to the first use, Avro reads from the top"
            );
        }
        if let Some(row) = MISTAKEN.iter().find(|row| row.0.contains(&name)) {
            return row.1.replace("{}", name);
        }
        let same_simple = self.names.keys().find(|known| simple(known) == full.simple());
        if let Some(known) = same_simple {
            return format!("did you mean `{known}`?");
        }
        let wanted = full.simple();
        let primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
        let known = self.names.keys().map(|name| &**name).chain(primitives).take(2_000);
        let near = known
            .map(|known| (distance(simple(known), wanted), known))
            .filter(|(distance, _)| *distance <= 1 + wanted.len() / 4)
            .min();
        match near {
            Some((_, known)) => format!("did you mean `{known}`?"),
            None => {
                "define it before its first use, or add a reference to the schema that defines it"
                    .to_owned()
            }
        }
    }

    /// The full name of a definition, from `name`, `namespace` and the enclosing namespace.
    pub(super) fn definition_name(&mut self, node: &Node, enclosing: Option<&str>) -> Option<Name> {
        let kind = node.get("type").and_then(Node::as_str).unwrap_or("record");
        let Some(name_node) = node.get("name") else {
            let help = format!("add `\"name\"` to the {kind}");
            self.complain(node, format!("a {kind} lacks `name`")).help = Some(help);
            return None;
        };
        let Some(name) = name_node.as_str() else {
            self.complain(name_node, format!("`name` of a {kind} is no string"));
            return None;
        };
        let declared = node.get("namespace").and_then(Node::as_str);
        let full = full_name(name, declared.or(enclosing));
        self.check_name(name_node, full.simple(), kind);
        if self.options.as_new {
            for part in full.namespace().into_iter().flat_map(|namespace| namespace.split('.')) {
                let place = if name.contains('.') {
                    name_node
                } else {
                    node.get("namespace").unwrap_or(name_node)
                };
                self.check_name(place, part, "namespace");
            }
        }
        if primitive(full.full()).is_some() {
            let message = format!("a {kind} is called `{}` like a primitive type", full.full());
            self.complain(name_node, message).help =
                Some("give it another name or a namespace".to_owned());
        }
        Some(full)
    }

    /// Complains about a name that breaks the rule for names; only a new schema is held to ASCII.
    pub(super) fn check_name(&mut self, node: &Node, name: &str, what: &str) {
        let ascii = self.options.as_new;
        let good = |c: char| {
            c == '_' || if ascii { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
        };
        let starts_with_digit = name.starts_with(|c: char| c.is_numeric());
        if !name.is_empty() && !starts_with_digit && name.chars().all(good) {
            return;
        }
        let brief: String = name.chars().take(80).collect();
        let message = format!("`{brief}` is no name for a {what}");
        let help = "a name is a letter or `_`, then letters, digits and `_`";
        self.complain(node, message).help = Some(help.to_owned());
    }

    /// `aliases` of a named type, completed by the type's own namespace.
    pub(super) fn type_aliases(&mut self, node: &Node, name: &Name) -> Vec<Name> {
        if self.options.as_new {
            for element in node.get("aliases").map_or(&[][..], Node::elements) {
                // The namespace of an alias may be that of an old schema: Java looks at the last part only.
                if let Some(alias) = element.as_str() {
                    self.check_name(element, simple(alias), "type's alias");
                }
            }
        }
        let mut seen = HashSet::new();
        let aliases = self.aliases(node);
        let full = aliases.iter().map(|alias| full_name(alias, name.namespace()));
        full.filter(|alias| seen.insert(alias.0.clone())).collect()
    }

    /// `aliases` as written, each once.
    pub(super) fn aliases(&mut self, node: &Node) -> Vec<Box<str>> {
        let Some(list) = node.get("aliases") else { return Vec::new() };
        let Value::Array(elements) = &list.value else {
            self.complain(list, "`aliases` is no array of names");
            return Vec::new();
        };
        let mut aliases: Vec<Box<str>> = Vec::with_capacity(elements.len());
        let mut seen = HashSet::new();
        for element in elements {
            match element.as_str() {
                Some(alias) if seen.insert(alias) => aliases.push(alias.into()),
                Some(_) => {}
                None => {
                    self.complain(element, format!("alias `{element}` is no string"));
                }
            }
        }
        aliases
    }
}

/// A dotted name is full; a simple one takes `namespace`, of which the empty one is none.
pub(crate) fn full_name(name: &str, namespace: Option<&str>) -> Name {
    let (namespace, simple) = match name.rsplit_once('.') {
        Some((namespace, simple)) => (Some(namespace), simple),
        None => (namespace, name),
    };
    match namespace.filter(|namespace| !namespace.is_empty()) {
        Some(namespace) => Name(format!("{namespace}.{simple}").into()),
        None => Name(simple.into()),
    }
}

fn simple(full: &str) -> &str {
    full.rsplit('.').next().unwrap_or(full)
}

/// Edit distance without regard to case; long names count as far apart.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    if a.len() > 64 || b.len() > 64 {
        return if a == b { 0 } else { 64 };
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_by_the_namespace_they_stand_in() {
        for (name, namespace, full) in [
            ("A", Some("x.y"), "x.y.A"),
            ("b.A", Some("x.y"), "b.A"),
            (".A", Some("x.y"), "A"),
            ("A", Some(""), "A"),
            ("A", None, "A"),
        ] {
            assert_eq!(full_name(name, namespace).full(), full);
        }
    }

    #[test]
    fn distances_count_edits() {
        assert_eq!(distance("Custmer", "customer"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "acb"), 2);
    }
}
