//! Avro text to tree: names, namespaces, references, attributes; every complaint that one pass can find.
//!
//! Source: Avro 1.12 specification, "Schema Declaration" and "Names"; leniency as in Confluent's registry
//! (attributes of unknown meaning are kept, invalid logical types are attributes, a new schema is read more strictly).

mod defaults;
mod definition;
mod logical;
mod naming;
mod repeat;

use super::model::{AvroSchema, Kind, Origin, Type, TypeId};
use crate::json_text::{Node, Value, parse_with_comments};
use crate::position::{LineIndex, Position};
use crate::schema::{Complaint, Dependency, ParseOptions, SchemaError, clip};
use naming::Undefined;
pub(crate) use naming::full_name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More complaints than anybody reads; what follows is counted, not listed.
const MOST_COMPLAINTS: usize = 100;

impl AvroSchema {
    /// Parses an Avro schema; named types of `dependencies` may be used by name.
    ///
    /// # Errors
    /// Every complaint that one pass can find. Source: Avro 1.12 specification, "Schema Declaration".
    pub fn parse(
        text: &str,
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<AvroSchema, SchemaError> {
        let shared = Shared::parse(dependencies, options)?;
        AvroSchema::after(text, shared, options)
    }

    /// The same for one of many schemas that use the same dependencies: those are not parsed again.
    ///
    /// # Errors
    /// Every complaint about the text that one pass can find.
    pub fn parse_after(
        text: &str,
        shared: &Shared,
        options: ParseOptions,
    ) -> Result<AvroSchema, SchemaError> {
        AvroSchema::after(text, shared.clone(), options)
    }

    fn after(text: &str, shared: Shared, options: ParseOptions) -> Result<AvroSchema, SchemaError> {
        let Shared { types, names, roots: dependency_roots } = shared;
        let mut builder = Builder::new(text, Origin::Own, options, types, names);
        match builder.text() {
            Some(root) => {
                let (types, names) = (builder.types, builder.names);
                Ok(AvroSchema { types, root, dependency_roots, names, text: text.into() })
            }
            None => Err(SchemaError { complaints: builder.complaints }.clipped()),
        }
    }
}

/// What a list of dependencies defines.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    types: Vec<Arc<Type>>,
    names: BTreeMap<Arc<str>, TypeId>,
    roots: BTreeSet<TypeId>,
}

impl Shared {
    /// Parses schemas, each after those it needs.
    ///
    /// # Errors
    /// Every complaint about the first of them that is none.
    pub fn parse(
        dependencies: &[Dependency],
        options: ParseOptions,
    ) -> Result<Shared, SchemaError> {
        Shared::read(dependencies, options).map_err(SchemaError::clipped)
    }

    fn read(dependencies: &[Dependency], options: ParseOptions) -> Result<Shared, SchemaError> {
        let Shared { mut types, mut names, mut roots } = Shared::default();
        if dependencies.len() > options.limits.dependencies {
            let (count, limit) = (dependencies.len(), options.limits.dependencies);
            let message = format!("the schema needs {count} referenced schemas, at most {limit}");
            return Err(SchemaError {
                complaints: vec![Complaint { at: None, message, help: None }],
            });
        }
        for (index, dependency) in dependencies.iter().enumerate() {
            // A stored schema was judged when it was registered.
            let stored = ParseOptions { as_new: false, ..options };
            let origin = Origin::Dependency(index);
            let mut builder = Builder::new(&dependency.text, origin, stored, types, names);
            let Some(root) = builder.text() else {
                return Err(in_dependency(dependency, builder.complaints));
            };
            roots.insert(root);
            (types, names) = (builder.types, builder.names);
        }
        Ok(Shared { types, names, roots })
    }
}

/// Says in which reference the complaints stand: their places are places in its text.
fn in_dependency(dependency: &Dependency, complaints: Vec<Complaint>) -> SchemaError {
    let Dependency { name, subject, version, .. } = dependency;
    let complaints = complaints.into_iter().map(|complaint| {
        let Complaint { at, message, help } = complaint;
        let place =
            at.map_or(String::new(), |at| format!(", line {}, column {}", at.line, at.column));
        let message = format!(
            "reference `{name}` (subject `{subject}`, version {version}{place}): {message}"
        );
        Complaint { at: None, message, help }
    });
    SchemaError { complaints: complaints.collect() }
}

/// Reads one text into the arena that all texts of a schema share.
struct Builder<'a> {
    text: &'a str,
    index: LineIndex<'a>,
    origin: Origin,
    options: ParseOptions,
    types: Vec<Arc<Type>>,
    names: BTreeMap<Arc<str>, TypeId>,
    complaints: Vec<Complaint>,
    undefined: Vec<Undefined>,
    unlisted: usize,
    /// Records whose fields are being read.
    open: Vec<TypeId>,
}

impl<'a> Builder<'a> {
    fn new(
        text: &'a str,
        origin: Origin,
        options: ParseOptions,
        types: Vec<Arc<Type>>,
        names: BTreeMap<Arc<str>, TypeId>,
    ) -> Self {
        Builder {
            text,
            index: LineIndex::new(text),
            origin,
            options,
            types,
            names,
            complaints: Vec::new(),
            undefined: Vec::new(),
            unlisted: 0,
            open: Vec::new(),
        }
    }

    /// Reads the whole text; without a root there are complaints.
    fn text(&mut self) -> Option<TypeId> {
        let (length, limit) = (self.text.len(), self.options.limits.bytes);
        if length > limit {
            let message = format!("the text has {length} bytes, at most {limit} are read");
            self.complaints.push(Complaint { at: None, message, help: None });
            return None;
        }
        let node = match parse_with_comments(self.text, self.options.limits.depth) {
            Ok(node) => node,
            Err(complaint) => {
                self.complaints.push(complaint);
                return None;
            }
        };
        let first_own = self.types.len();
        let root = self.ty(&node, None);
        self.explain_undefined();
        if self.options.as_new && self.complaints.is_empty() {
            self.check_defaults(first_own);
        }
        if self.unlisted > 0 {
            let message = format!("and {} more complaints", self.unlisted);
            self.complaints.push(Complaint { at: None, message, help: None });
        }
        self.complaints.is_empty().then_some(root)
    }

    /// Reads a type; `namespace` is that of the enclosing definition.
    fn ty(&mut self, node: &Node, namespace: Option<&str>) -> TypeId {
        match &node.value {
            Value::String(name) => match primitive(name) {
                Some(kind) => self.add(kind, node),
                None => self.lookup(name, namespace, node),
            },
            Value::Array(branches) => self.union(node, branches, namespace),
            Value::Object(_) => self.object(node, namespace),
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                let message = format!("`{node}` is no type");
                let help =
                    "a type is a name in quotes, an object with `type`, or an array of types";
                self.complain(node, message).help = Some(help.to_owned());
                self.add(Kind::Null, node)
            }
        }
    }

    fn object(&mut self, node: &Node, namespace: Option<&str>) -> TypeId {
        let Some(word) = node.get("type") else {
            let help = "add `\"type\"`: a primitive, `record`, `enum`, `array`, `map` or `fixed`";
            self.complain(node, "a schema object lacks `type`").help = Some(help.to_owned());
            return self.add(Kind::Null, node);
        };
        let Some(name) = word.as_str() else {
            let help = "write the inner type alone, without the object around it";
            let message = "`type` of a schema object is no name in quotes";
            self.complain(word, message).help = Some(help.to_owned());
            return self.ty(word, namespace);
        };
        if let Some(kind) = primitive(name) {
            return self.with_attributes(kind, node);
        }
        match name {
            "array" => {
                let kind = Kind::Array(self.inner(node, "items", namespace));
                self.with_attributes(kind, node)
            }
            "map" => {
                let kind = Kind::Map(self.inner(node, "values", namespace));
                self.with_attributes(kind, node)
            }
            "record" | "error" => self.record(node, namespace, name == "error"),
            "enum" => self.enumeration(node, namespace),
            "fixed" => self.fixed(node, namespace),
            reference => self.lookup(reference, namespace, word),
        }
    }

    /// The type of the items of an array or the values of a map.
    fn inner(&mut self, node: &Node, key: &str, namespace: Option<&str>) -> TypeId {
        match node.get(key) {
            Some(inner) => self.ty(inner, namespace),
            None => {
                let kind = if key == "items" { "an array" } else { "a map" };
                let help = format!("add `\"{key}\"` with a type");
                self.complain(node, format!("{kind} lacks `{key}`")).help = Some(help);
                self.add(Kind::Null, node)
            }
        }
    }

    fn union(&mut self, node: &Node, branches: &[Node], namespace: Option<&str>) -> TypeId {
        let mut seen = BTreeMap::new();
        let mut ids = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            let complaints = self.complaints.len();
            let id = self.ty(branch, namespace);
            ids.push(id);
            if self.complaints.len() > complaints {
                continue;
            }
            if matches!(self.types[id.0 as usize].kind, Kind::Union(_)) {
                let help = "list its branches in the outer union";
                let message = "a union stands directly in a union";
                self.complain(branch, message).help = Some(help.to_owned());
                continue;
            }
            let label: Box<str> = self.label(id).into();
            if let Some(first) = seen.insert(label.clone(), index) {
                let message =
                    format!("a union holds `{label}` twice, as branches {first} and {index}");
                let help = "a union may hold each unnamed kind and each name once";
                self.complain(branch, message).help = Some(help.to_owned());
            }
        }
        self.add(Kind::Union(ids), node)
    }

    /// What tells a branch from its siblings: the full name of a named type, else the kind.
    fn label(&self, id: TypeId) -> &str {
        let kind = &self.types[id.0 as usize].kind;
        kind.name().map_or(kind.word(), |name| name.full())
    }

    fn add(&mut self, kind: Kind, node: &Node) -> TypeId {
        let at = Some(self.place(node));
        let ty = Type { kind, logical: None, attributes: Vec::new(), at, origin: self.origin };
        self.types.push(Arc::new(ty));
        // One type needs a byte of text at least, and texts end at 4 GiB.
        TypeId(self.types.len() as u32 - 1)
    }

    /// A type that this text has added.
    fn own(&mut self, id: TypeId) -> &mut Type {
        Arc::make_mut(&mut self.types[id.0 as usize])
    }

    fn with_attributes(&mut self, kind: Kind, node: &Node) -> TypeId {
        let id = self.add(kind, node);
        self.set_attributes(id, node);
        id
    }

    fn place(&self, node: &Node) -> Position {
        self.index.position(node.span.start)
    }

    /// Files a complaint about the text at `node`; the caller may add a remedy.
    fn complain(&mut self, node: &Node, message: impl Into<String>) -> &mut Complaint {
        let at = Some(self.place(node));
        if self.complaints.len() >= MOST_COMPLAINTS {
            self.unlisted += 1;
            self.complaints.truncate(MOST_COMPLAINTS);
        }
        // At once: a hundred complaints may name the same long namespace.
        let message = clip(&message.into());
        self.complaints.push(Complaint { at, message, help: None });
        self.complaints.last_mut().expect("pushed above")
    }
}

/// The primitive type of this name.
fn primitive(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "int" => Kind::Int,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "bytes" => Kind::Bytes,
        "string" => Kind::String,
        _ => return None,
    })
}
