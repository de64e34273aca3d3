//! What a file defines and uses, found without resolving anything.

use crate::diagnostic::Diagnostic;
use crate::manifest::Entry;
use contract_schema::json::{JsonSchema, Outside, uri};
use contract_schema::json_text::{Node, parse_with_comments};
use contract_schema::{
    Complaint, Format, Limits, LineIndex, ParseOptions, Position, SchemaError, protobuf,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file as its names.
pub(super) struct Scan<'a> {
    pub(super) path: &'a str,
    pub(super) import_path: &'a str,
    pub(super) entry: Option<&'a Entry>,
    pub(super) format: Format,
    pub(super) text: &'a Arc<str>,
    pub(super) names: Arc<Names>,
}

/// What a file defines and uses; it depends on nothing but its text and where it stands.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Avro: full names of types. JSON: its path and its `$id`. Protobuf: the import path.
    pub(super) defines: BTreeSet<String>,
    /// Names that must come from another file, and the first place that uses them.
    pub(super) uses: BTreeMap<String, Option<Position>>,
    /// JSON: what a used name may be defined as, likeliest first. Of the other formats a name is what it says.
    means: BTreeMap<String, Vec<String>>,
    /// What to call a file whose root is no record; a JSON Schema by its title.
    pub(super) name: String,
    /// Whether a declaration stands in it, readable or not.
    pub(super) declares: bool,
}

impl Names {
    /// Reads the names of a file.
    pub(super) fn read(
        path: &str,
        import_path: &str,
        text: &str,
        format: Format,
    ) -> Result<Names, Vec<Diagnostic>> {
        let mut names = Names { name: super::stem(path).to_owned(), ..Names::default() };
        match format {
            Format::Avro => names.avro(text)?,
            Format::Json => names.json(text, import_path)?,
            Format::Protobuf => names.protobuf(text, import_path)?,
        }
        Ok(names)
    }

    /// The names under which what is called `name` here may be defined.
    pub(super) fn meanings(&self, name: &str) -> Vec<String> {
        self.means.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()])
    }

    /// A `$ref` names a file by its `$id`, or by its path as seen from this one.
    fn json(&mut self, text: &str, import_path: &str) -> Result<(), Vec<Diagnostic>> {
        let schema = JsonSchema::parse(text, &[], ParseOptions::stored())
            .map_err(|error| Diagnostic::of_parse(&error))?;
        self.defines.insert(import_path.to_owned());
        self.defines.extend(schema.address().map(str::to_owned));
        let root = schema.root();
        self.declares =
            root.get("contract").is_some_and(|contract| contract.get("event").is_some());
        if let Some(title) = root.get("title").and_then(Node::as_str).filter(|t| !t.is_empty()) {
            self.name = title.to_owned();
        }
        for Outside { written, absolute, at } in schema.outside() {
            let path = uri::percent_decoded(&uri::resolve(import_path, &written));
            self.means.entry(written.clone()).or_insert_with(|| vec![absolute, path]);
            self.uses.entry(written).or_insert(Some(at));
        }
        Ok(())
    }

    fn protobuf(&mut self, text: &str, import_path: &str) -> Result<(), Vec<Diagnostic>> {
        let imports = protobuf::imports(text, Limits::default())
            .map_err(|error| Diagnostic::of_parse(&error))?;
        self.defines.insert(import_path.to_owned());
        self.declares = text.contains("contract.v1.event");
        let lines = LineIndex::new(text);
        for import in imports.into_iter().filter(|import| !protobuf::is_bundled(import)) {
            let offset = text.find(&format!("\"{import}\"")).map(|at| at as u32);
            self.uses.entry(import).or_insert(offset.map(|offset| lines.position(offset)));
        }
        Ok(())
    }

    fn avro(&mut self, text: &str) -> Result<(), Vec<Diagnostic>> {
        let complain = |complaint: Complaint| {
            Diagnostic::of_parse(&SchemaError { complaints: vec![complaint] })
        };
        let limits = Limits::default();
        let root = parse_with_comments(text, limits.depth).map_err(complain)?;
        let mut names = AvroNames { defines: BTreeSet::new(), uses: Vec::new() };
        names.ty(&root, "");
        self.declares =
            root.get("contract").is_some_and(|contract| contract.get("event").is_some());
        if let Some(name) = root.get("name").and_then(Node::as_str) {
            self.name = full_name(&root, name, "");
        }
        let lines = LineIndex::new(text);
        for (name, offset) in names.uses {
            if !names.defines.contains(&name) {
                self.uses.entry(name).or_insert(Some(lines.position(offset)));
            }
        }
        self.defines = names.defines;
        Ok(())
    }
}

struct AvroNames {
    defines: BTreeSet<String>,
    uses: Vec<(String, u32)>,
}

impl AvroNames {
    /// Depth is bounded by the JSON parser.
    fn ty(&mut self, node: &Node, namespace: &str) {
        if let Some(name) = node.as_str() {
            if !BUILT_IN.contains(&name) {
                self.uses.push((qualified(name, namespace), node.span.start));
            }
            return;
        }
        node.elements().iter().for_each(|branch| self.ty(branch, namespace));
        let Some(ty) = node.get("type") else { return };
        match ty.as_str() {
            Some("record" | "error" | "enum" | "fixed") => self.definition(node, namespace),
            Some("array") => {
                node.get("items").into_iter().for_each(|items| self.ty(items, namespace))
            }
            Some("map") => {
                node.get("values").into_iter().for_each(|values| self.ty(values, namespace))
            }
            Some(_) | None => self.ty(ty, namespace),
        }
    }

    fn definition(&mut self, node: &Node, namespace: &str) {
        let Some(name) = node.get("name").and_then(Node::as_str) else { return };
        let full = full_name(node, name, namespace);
        let inner = full.rsplit_once('.').map_or("", |(namespace, _)| namespace).to_owned();
        self.defines.insert(full);
        for field in node.get("fields").map_or(&[][..], Node::elements) {
            field.get("type").into_iter().for_each(|ty| self.ty(ty, &inner));
        }
    }
}

const BUILT_IN: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

fn full_name(node: &Node, name: &str, namespace: &str) -> String {
    qualified(name, node.get("namespace").and_then(Node::as_str).unwrap_or(namespace))
}

fn qualified(name: &str, namespace: &str) -> String {
    match (name.contains('.'), namespace) {
        (true, _) => name.trim_start_matches('.').to_owned(),
        (false, "") => name.to_owned(),
        (false, namespace) => format!("{namespace}.{name}"),
    }
}
