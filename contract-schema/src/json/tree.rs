//! A JSON Schema as a tree of typed nodes: what a comparison sees of it.
//!
//! Which tree a text becomes decides a verdict as much as the comparison does, so there are two loaders, as in
//! Confluent's registry: one for drafts 4, 6, 7 and texts without a known `$schema`, one for 2019-09 and 2020-12.

mod facets;
mod load;
mod newer;
mod older;
mod paint;
#[cfg(test)]
mod show;

use super::documents::Place;
use super::model::JsonSchema;
pub(super) use facets::Decimal;
use load::Loader;
pub(super) use paint::Colour;
use paint::Paints;

/// A node of a forest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

/// The trees of a writer and of a reader, which share one numbering.
#[derive(Default)]
pub(super) struct Forest<'s> {
    nodes: Vec<Node<'s>>,
    /// What each reference leads to in the end.
    targets: Vec<Option<NodeId>>,
    /// What each reference leads to at once.
    #[cfg(test)]
    first: Vec<Option<NodeId>>,
    paints: Paints<'s>,
}

/// A schema, or a part of one that became a node of its own.
pub(super) struct Node<'s> {
    pub(super) kind: Kind<'s>,
    /// Where the schema stands.
    pub(super) place: Place<'s>,
    /// It has a default that is not null.
    pub(super) has_default: bool,
    /// It says `"connect.type": "bytes"`: Kafka Connect writes bytes as strings.
    pub(super) is_bytes: bool,
    pub(super) colour: Colour,
}

/// What a node demands. The colour `unseen` of some stands for what is never compared and still makes two schemas
/// different ones: an `anyOf` of two formats has two branches.
pub(super) enum Kind<'s> {
    /// An object without keywords that demand anything.
    Empty,
    True,
    False,
    Null,
    Boolean,
    String(Text<'s>),
    Number(Number<'s>),
    Array(Box<Items>),
    Object(Box<Members<'s>>),
    /// The colours of the values.
    Enum(Vec<Colour>),
    Const(Colour),
    Not(NodeId),
    /// By number in the table of targets.
    Reference(u32),
    /// A `$ref` that leads nowhere.
    Unresolved(&'s str),
    /// `if`, `then`, `else`: nobody looks inside.
    Conditional(Colour),
    Combined(Combined),
}

/// What is demanded of strings.
pub(super) struct Text<'s> {
    unseen: Colour,
    pub(super) min_length: Option<f64>,
    pub(super) max_length: Option<f64>,
    pub(super) pattern: Option<&'s str>,
}

/// What is demanded of numbers; bounds as doubles, as upstream compares them.
pub(super) struct Number<'s> {
    unseen: Colour,
    pub(super) is_integer: bool,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) exclusive_minimum: Option<f64>,
    pub(super) exclusive_maximum: Option<f64>,
    pub(super) multiple_of: Option<&'s str>,
}

/// What is demanded of arrays.
pub(super) struct Items {
    unseen: Colour,
    /// One schema for every item.
    pub(super) all: Option<NodeId>,
    pub(super) tuple: Vec<NodeId>,
    /// Items after the tuple: `false` forbids them.
    pub(super) allows_more: bool,
    pub(super) more: Option<NodeId>,
    pub(super) unevaluated: Option<NodeId>,
    pub(super) min_items: Option<f64>,
    pub(super) max_items: Option<f64>,
    pub(super) is_unique: bool,
    pub(super) min_contains: Option<f64>,
    pub(super) max_contains: Option<f64>,
}

/// What is demanded of objects.
pub(super) struct Members<'s> {
    unseen: Colour,
    /// In the order of the text.
    pub(super) properties: Vec<(&'s str, NodeId)>,
    /// Indexes of `properties`, sorted by name.
    by_name: Vec<u32>,
    /// Sorted.
    required: Vec<&'s str>,
    pub(super) patterns: Vec<(&'s str, NodeId)>,
    /// Properties that no other keyword describes: `false` forbids them.
    pub(super) allows_more: bool,
    pub(super) more: Option<NodeId>,
    pub(super) unevaluated: Option<NodeId>,
    pub(super) min_properties: Option<f64>,
    pub(super) max_properties: Option<f64>,
    /// The names that a property demands beside it, sorted.
    pub(super) dependent_names: Vec<(&'s str, Vec<&'s str>)>,
    pub(super) dependent_schemas: Vec<(&'s str, NodeId)>,
}

impl<'s> Members<'s> {
    pub(super) fn property(&self, name: &str) -> Option<NodeId> {
        let of = |at: &u32| self.properties[*at as usize];
        let found = self.by_name.binary_search_by(|at| of(at).0.cmp(name)).ok()?;
        Some(of(&self.by_name[found]).1)
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.binary_search(&name).is_ok()
    }
}

/// Schemas in one of three combinations.
pub(super) struct Combined {
    pub(super) criterion: Criterion,
    pub(super) members: Vec<NodeId>,
    /// Made from the keyword families of one schema; no keyword of the text stands for it.
    is_generated: bool,
}

/// How many members must accept a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Criterion {
    All,
    Any,
    One,
}

impl Criterion {
    /// The keyword.
    pub(super) fn name(self) -> &'static str {
        match self {
            Criterion::All => "allOf",
            Criterion::Any => "anyOf",
            Criterion::One => "oneOf",
        }
    }
}

impl<'s> Forest<'s> {
    /// Plants a schema's tree; its root.
    pub(super) fn add(&mut self, schema: &'s JsonSchema) -> NodeId {
        Loader::new(self, schema.draft()).whole(schema.root_place())
    }

    pub(super) fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn kind(&self, id: NodeId) -> &Kind<'s> {
        &self.node(id).kind
    }

    /// The node that a reference leads to; any other node itself.
    pub(super) fn follow(&self, id: NodeId) -> NodeId {
        match self.kind(id) {
            Kind::Reference(number) => self.targets[*number as usize].unwrap_or(id),
            Kind::Empty
            | Kind::True
            | Kind::False
            | Kind::Null
            | Kind::Boolean
            | Kind::String(_)
            | Kind::Number(_)
            | Kind::Array(_)
            | Kind::Object(_)
            | Kind::Enum(_)
            | Kind::Const(_)
            | Kind::Not(_)
            | Kind::Unresolved(_)
            | Kind::Conditional(_)
            | Kind::Combined(_) => id,
        }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

impl Kind<'_> {
    /// Accepts everything: the empty schema or `true`.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Kind::Empty | Kind::True)
    }

    pub(super) fn is_false(&self) -> bool {
        matches!(self, Kind::False)
    }

    /// Neither accepts nor refuses everything.
    pub(super) fn is_proper(&self) -> bool {
        !self.is_empty() && !self.is_false()
    }

    /// The kind for people.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Kind::Empty | Kind::True => "anything",
            Kind::False => "nothing",
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::String(_) => "a string",
            Kind::Number(number) if number.is_integer => "an integer",
            Kind::Number(_) => "a number",
            Kind::Array(_) => "an array",
            Kind::Object(_) => "an object",
            Kind::Enum(_) => "an `enum`",
            Kind::Const(_) => "a `const`",
            Kind::Not(_) => "a `not`",
            Kind::Reference(_) | Kind::Unresolved(_) => "a `$ref` that leads nowhere",
            Kind::Conditional(_) => "an `if`",
            Kind::Combined(combined) => match (combined.criterion, combined.is_generated) {
                (Criterion::All, true) => "several demands at once, like an `allOf`",
                (Criterion::All, false) => "an `allOf`",
                (Criterion::Any, true) => "a list of types",
                (Criterion::Any, false) => "an `anyOf`",
                (Criterion::One, _) => "a `oneOf`",
            },
        }
    }
}
