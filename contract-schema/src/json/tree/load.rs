//! From text to tree: every schema of a document becomes one node, whatever number of ways lead to it.

use super::{Combined, Criterion, Forest, Kind, Node, NodeId};
use crate::json::Draft;
use crate::json::documents::Place;
use crate::json_text::{self, Member, Value};
use std::collections::HashMap;

/// Reads the schemas of one side.
pub(super) struct Loader<'f, 's> {
    pub(super) forest: &'f mut Forest<'s>,
    pub(super) draft: Draft,
    /// Nodes by the place of their schema.
    known: HashMap<(usize, u32), NodeId>,
    /// References by the place of their target.
    references: HashMap<(usize, u32), u32>,
    /// Targets still to be read.
    waiting: Vec<(u32, Place<'s>)>,
}

impl<'f, 's> Loader<'f, 's> {
    pub(super) fn new(forest: &'f mut Forest<'s>, draft: Draft) -> Self {
        Loader {
            forest,
            draft,
            known: HashMap::new(),
            references: HashMap::new(),
            waiting: Vec::new(),
        }
    }

    /// The root and everything that can be reached from it.
    pub(super) fn whole(mut self, root: Place<'s>) -> NodeId {
        let first = self.forest.targets.len();
        let root = self.load(root);
        // Targets are read one after the other and not where they are met: a chain of references is no nesting.
        while let Some((number, place)) = self.waiting.pop() {
            let target = self.load(place);
            self.forest.targets[number as usize] = Some(target);
        }
        #[cfg(test)]
        self.forest.first.clone_from(&self.forest.targets);
        self.forest.shorten(first);
        root
    }

    /// The node of a schema; recurses as deep as the text nests, which is bounded.
    pub(super) fn load(&mut self, place: Place<'s>) -> NodeId {
        if let Some(known) = self.known.get(&place.key()) {
            return *known;
        }
        let id = match place.node().value {
            Value::Bool(true) => self.bare(Kind::True, place),
            Value::Bool(false) => self.bare(Kind::False, place),
            Value::Object(_) => {
                let parts = if self.draft.ref_hides_siblings() {
                    self.older(place)
                } else {
                    self.newer(place)
                };
                self.join(parts, place)
            }
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.bare(Kind::Empty, place)
            }
        };
        self.known.insert(place.key(), id);
        id
    }

    /// One node for all that an object demands.
    fn join(&mut self, mut parts: Vec<Kind<'s>>, place: Place<'s>) -> NodeId {
        let kind = if parts.len() > 1 {
            let members = parts.into_iter().map(|part| self.bare(part, place)).collect();
            Kind::Combined(Combined { criterion: Criterion::All, members, is_generated: true })
        } else {
            parts.pop().unwrap_or(Kind::Empty)
        };
        let notes: Vec<&'s Member> =
            place.node().members().iter().filter(|member| is_note(&member.key)).collect();
        let default = place.node().get("default");
        // References have no default of their own, whatever stands beside them.
        let has_default = default.is_some_and(|default| default.value != Value::Null)
            && !matches!(kind, Kind::Reference(_) | Kind::Unresolved(_));
        let bytes = place.node().get("connect.type").and_then(json_text::Node::as_str);
        self.push(kind, place, &notes, has_default, bytes == Some("bytes"))
    }

    /// A node without anything beside what it demands.
    pub(super) fn bare(&mut self, kind: Kind<'s>, place: Place<'s>) -> NodeId {
        self.push(kind, place, &[], false, false)
    }

    fn push(
        &mut self,
        kind: Kind<'s>,
        place: Place<'s>,
        notes: &[&'s Member],
        has_default: bool,
        is_bytes: bool,
    ) -> NodeId {
        let Forest { nodes, paints, .. } = &mut *self.forest;
        let colour = paints.node(&kind, notes, |id| nodes[id.0 as usize].colour);
        // Nodes are fewer than bytes of text, which are fewer than four billion.
        let id = NodeId(nodes.len() as u32);
        nodes.push(Node { kind, place, has_default, is_bytes, colour });
        id
    }

    /// The `$ref` of an object.
    pub(super) fn reference(&mut self, place: Place<'s>, reference: &'s str) -> Kind<'s> {
        let Some(target) = place.resolve(reference) else {
            return Kind::Unresolved(reference);
        };
        if let Some(known) = self.references.get(&target.key()) {
            return Kind::Reference(*known);
        }
        let number = self.forest.targets.len() as u32;
        self.forest.targets.push(None);
        self.references.insert(target.key(), number);
        self.waiting.push((number, target));
        Kind::Reference(number)
    }

    pub(super) fn conditional(&mut self, schema: &'s json_text::Node) -> Kind<'s> {
        Kind::Conditional(self.forest.paints.keywords(schema, &["if", "then", "else"]))
    }

    /// `allOf`, `anyOf` and `oneOf`, each with its members.
    pub(super) fn combinations(&mut self, place: Place<'s>) -> Vec<Kind<'s>> {
        let criteria = [Criterion::All, Criterion::Any, Criterion::One].into_iter();
        let criteria = criteria.filter(|criterion| place.node().get(criterion.name()).is_some());
        let criteria: Vec<Criterion> = criteria.collect();
        let combined =
            |criterion: Criterion, members| Combined { criterion, members, is_generated: false };
        criteria
            .into_iter()
            .map(|criterion| {
                let members = self.listed(place, criterion.name());
                Kind::Combined(combined(criterion, self.taken_apart(members)))
            })
            .collect()
    }

    /// The second loader takes generated members apart into the list around them. That is wrong for `anyOf` and
    /// `oneOf`, and it decides verdicts of Confluent's registry.
    fn taken_apart(&self, members: Vec<NodeId>) -> Vec<NodeId> {
        if self.draft.ref_hides_siblings() {
            return members;
        }
        let parts = |member: NodeId| match self.forest.kind(member) {
            Kind::Combined(inner) if inner.is_generated && inner.criterion == Criterion::All => {
                inner.members.clone()
            }
            _ => vec![member],
        };
        members.into_iter().flat_map(parts).collect()
    }
}

impl Forest<'_> {
    /// Lets each reference lead to the end of its chain; one that leads only to references says nothing.
    fn shorten(&mut self, first: usize) {
        let mut states = vec![State::New; self.targets.len() - first];
        for start in first..self.targets.len() {
            let mut chain = Vec::new();
            let mut at = start;
            let end = loop {
                let Some(target) = self.targets[at] else { break None };
                match states[at - first] {
                    State::Settled => break Some(target),
                    State::Open => {
                        self.nodes[target.0 as usize].kind = Kind::Empty;
                        break Some(target);
                    }
                    State::New => {}
                }
                states[at - first] = State::Open;
                chain.push(at);
                match self.nodes[target.0 as usize].kind {
                    Kind::Reference(next) => at = next as usize,
                    _ => break Some(target),
                }
            };
            for at in chain {
                states[at - first] = State::Settled;
                self.targets[at] = end;
            }
        }
    }
}

/// How far a reference is on the way to the end of its chain.
#[derive(Clone, Copy)]
enum State {
    New,
    Open,
    Settled,
}

/// Members that demand nothing and still make two schemas different ones.
fn is_note(key: &str) -> bool {
    !matches!(
        key,
        "$schema"
            | "$ref"
            | "$defs"
            | "definitions"
            | "type"
            | "enum"
            | "const"
            | "not"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "if"
            | "then"
            | "else"
            | "format"
            | "minLength"
            | "maxLength"
            | "pattern"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "properties"
            | "required"
            | "patternProperties"
            | "additionalProperties"
            | "minProperties"
            | "maxProperties"
            | "dependencies"
            | "dependentRequired"
            | "dependentSchemas"
            | "propertyNames"
            | "unevaluatedProperties"
            | "items"
            | "prefixItems"
            | "additionalItems"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "contains"
            | "minContains"
            | "maxContains"
            | "unevaluatedItems"
    )
}
