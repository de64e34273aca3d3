//! From a place in a document to what the schema there demands; no recursion, whatever leads where.

use super::{
    Bound, Conditional, Contains, Demand, Dynamic, Id, Items, Kind, Meaning, Meanings, Members,
    Types, Unread,
};
use crate::json::documents::{Place, ResourceKey};
use crate::json::draft::Draft;
use crate::json::exact::Exact;
use crate::json::keyword::{self, Shape};
use crate::json::uri;
use crate::json_text::{Member, Node, Value};

/// Keywords that are read together with another one: they stand for nothing alone.
const ADJECTIVES: [&str; 10] = [
    "then",
    "else",
    "minContains",
    "maxContains",
    "additionalItems",
    "patternProperties",
    "additionalProperties",
    "items",
    "prefixItems",
    "properties",
];

/// Bytes of all values that are only compared; each may be part of others.
const UNREAD: usize = 32 << 20;
/// Keywords that refer to other schemas.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

impl<'s> Meanings<'s> {
    /// Reads a schema and everything that can be reached from it.
    pub(in crate::json) fn add(&mut self, root: Place<'s>) -> Id {
        let mut waiting = Vec::new();
        let id = Reader { meanings: self, waiting: &mut waiting }.id(root);
        while let Some((id, place)) = waiting.pop() {
            let mut reader = Reader { meanings: self, waiting: &mut waiting };
            let (demands, is_false) = match &place.node().value {
                Value::Bool(accepts) => (Vec::new(), !accepts),
                Value::Object(_) => (reader.demands(place), false),
                Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    (Vec::new(), false)
                }
            };
            let meaning = &mut self.nodes[id.0 as usize];
            (meaning.demands, meaning.is_false) = (demands, is_false);
        }
        id
    }

    /// Follows bare references to their ends, then finds out what is equal.
    pub(in crate::json) fn finish(&mut self) {
        self.ends = (0..self.nodes.len() as u32).map(Id).collect();
        // One that leads into another resource stays: the way to a `$dynamicRef` counts.
        let resource = |meaning: &Meaning<'s>| meaning.place.map(|place| place.resource_key());
        let bare = |meaning: &Meaning<'s>| match &meaning.demands[..] {
            [Demand { kind: Kind::Reference(target), .. }] => {
                let own = resource(meaning);
                Some(*target).filter(|target| resource(&self.nodes[target.0 as usize]) == own)
            }
            _ => None,
        };
        let targets: Vec<Option<Id>> = self.nodes.iter().map(bare).collect();
        let mut is_done = vec![false; self.nodes.len()];
        for start in 0..self.nodes.len() {
            let mut chain = Vec::new();
            let mut at = start;
            while !is_done[at] {
                is_done[at] = true;
                let Some(target) = targets[at] else { break };
                chain.push(at);
                at = target.0 as usize;
            }
            // A chain that comes back to itself says nothing that can be judged, only compared with one of its spelling.
            if chain.contains(&at) {
                let address = self.nodes[at].place.and_then(|place| place.get("$ref"));
                self.nodes[at].demands[0].kind = unknown(address.map(|address| address.node()));
                self.ends[at] = Id(at as u32);
            }
            let end = self.ends[at];
            chain.into_iter().for_each(|link| self.ends[link] = end);
        }
        self.paint();
    }
}

struct Reader<'m, 's> {
    meanings: &'m mut Meanings<'s>,
    waiting: &'m mut Vec<(Id, Place<'s>)>,
}

impl<'s> Reader<'_, 's> {
    /// The number of the schema at a place; it is read later.
    fn id(&mut self, place: Place<'s>) -> Id {
        let next = Id(self.meanings.nodes.len() as u32);
        let id = *self.meanings.known.entry(place.key()).or_insert(next);
        if id == next {
            self.meanings.nodes.push(Meaning {
                place: Some(place),
                demands: Vec::new(),
                is_false: false,
                colour: super::Colour::default(),
            });
            self.waiting.push((id, place));
        }
        id
    }

    fn demands(&mut self, place: Place<'s>) -> Vec<Demand<'s>> {
        let draft = place.draft();
        let mut demands = Vec::new();
        if let Some(reference) = place.get("$ref").and_then(|at| at.node().as_str()) {
            demands.push(demand("$ref", self.reference(place, reference)));
            if draft.ref_hides_siblings() {
                return demands;
            }
        }
        for member in place.node().members() {
            let (key, value) = (&*member.key, place.child(&member.value));
            let Some(shape) = keyword::shape(key, draft) else { continue };
            if ADJECTIVES.contains(&key) {
                continue;
            }
            demands.extend(self.plain(place, key, shape, value).map(|kind| demand(key, kind)));
        }
        demands.extend(self.items(place));
        demands.extend(self.members(place));
        demands
    }

    /// A keyword that is read by itself; annotations demand nothing.
    fn plain(
        &mut self,
        place: Place<'s>,
        key: &str,
        shape: Shape,
        value: Place<'s>,
    ) -> Option<Kind<'s>> {
        let node = value.node();
        let known = match shape {
            Shape::Count => self.count(key, node)?,
            Shape::Number | Shape::Positive => number(place, key, node),
            Shape::Schemas => self.schemas(key, value)?,
            Shape::Schema | Shape::SchemaOrFlag => self.schema(place, key, value)?,
            Shape::Types => types(node),
            Shape::Pattern => node.as_str().map(Kind::Pattern),
            Shape::Strings(_) => strings(node).map(Kind::Required),
            Shape::Dependencies if place.draft() > Draft::Seven => {
                return Some(Kind::Meant(self.unread(value)));
            }
            Shape::Dependencies | Shape::StringsByName => {
                return self.dependencies(place, key, value);
            }
            Shape::SchemasByName if key == "dependentSchemas" => Some(self.dependent(value)),
            Shape::Reference if key != "$ref" => Some(self.dynamic(place, key, node.as_str()?)),
            Shape::List if key == "enum" => Some(Kind::Values(node.elements().iter().collect())),
            Shape::Anything if key == "const" => Some(Kind::Values(vec![node])),
            Shape::Flag if key == "uniqueItems" => match node.as_bool()? {
                true => Some(Kind::Unique),
                false => return None,
            },
            Shape::Text if key == "format" => node.as_str().map(Kind::Format),
            // Draft 7 lets validators assert them; what is in an encoded text is not looked at.
            Shape::Text if key.starts_with("content") => {
                let is_encoded =
                    key == "contentMediaType" && place.get("contentEncoding").is_some();
                match place.draft() == Draft::Seven && !is_encoded {
                    true => node.as_str().map(Kind::Content),
                    false => Some(Kind::Meant(self.unread(value))),
                }
            }
            Shape::Reference
            | Shape::List
            | Shape::Anything
            | Shape::Flag
            | Shape::Text
            | Shape::Flags
            | Shape::Address
            | Shape::Anchor
            | Shape::Definitions
            | Shape::SchemaOrSchemas
            | Shape::SchemasByName
            | Shape::SchemasByPattern => return None,
        };
        Some(known.unwrap_or_else(|| Kind::Opaque(Some(self.unread(value)))))
    }

    fn count(&self, key: &str, node: &Node) -> Option<Option<Kind<'s>>> {
        let make: fn(u64) -> Kind<'s> = match key {
            "minLength" => Kind::MinLength,
            "maxLength" => Kind::MaxLength,
            "minItems" => Kind::MinItems,
            "maxItems" => Kind::MaxItems,
            "minProperties" => Kind::MinProperties,
            "maxProperties" => Kind::MaxProperties,
            _ => return None,
        };
        Some(Exact::of(node).and_then(|number| number.to_count()).map(make))
    }

    fn schemas(&mut self, key: &str, value: Place<'s>) -> Option<Option<Kind<'s>>> {
        let make: fn(Vec<Id>) -> Kind<'s> = match key {
            "allOf" => Kind::All,
            "anyOf" => Kind::Any,
            "oneOf" => Kind::One,
            _ => return None,
        };
        let elements = value.node().elements();
        let listed = elements.iter().map(|element| self.id(value.child(element))).collect();
        Some((!elements.is_empty()).then(|| make(listed)))
    }

    fn schema(
        &mut self,
        place: Place<'s>,
        key: &str,
        value: Place<'s>,
    ) -> Option<Option<Kind<'s>>> {
        let kind = match key {
            "not" => Kind::Not(self.id(value)),
            "propertyNames" => Kind::Names(self.id(value)),
            "unevaluatedItems" => Kind::UnevaluatedItems(self.id(value)),
            "unevaluatedProperties" => Kind::UnevaluatedProperties(self.id(value)),
            "contains" => return Some(self.contains(place, value)),
            "if" => {
                let mut part = |key| place.get(key).map(|part| self.id(part));
                let (then, otherwise) = (part("then"), part("else"));
                if then.is_none() && otherwise.is_none() && place.draft() <= Draft::Seven {
                    return None;
                }
                Kind::If(Conditional { test: self.id(value), then, otherwise })
            }
            // Annotations about what is in a string.
            "contentSchema" => Kind::Meant(self.unread(value)),
            _ => return None,
        };
        Some(Some(kind))
    }

    fn contains(&mut self, place: Place<'s>, value: Place<'s>) -> Option<Kind<'s>> {
        let counts = place.draft() > Draft::Seven;
        let count = |key: &str| {
            let node = place.get(key).filter(|_| counts)?;
            Some(Exact::of(node.node()).and_then(|number| number.to_count()))
        };
        let (least, most) = (count("minContains"), count("maxContains"));
        if least == Some(None) || most == Some(None) {
            return None;
        }
        Some(Kind::Contains(Contains {
            schema: self.id(value),
            least: least.flatten().unwrap_or(1),
            most: most.flatten(),
            evaluates: place.draft() == Draft::TwentyTwenty,
        }))
    }

    fn dependencies(&mut self, place: Place<'s>, key: &str, value: Place<'s>) -> Option<Kind<'s>> {
        let mut names = Vec::new();
        let mut schemas = Vec::new();
        for member in value.node().members() {
            match (&member.value.value, strings(&member.value)) {
                (Value::Array(_), Some(list)) => names.push((&*member.key, list)),
                (Value::Object(_) | Value::Bool(_), _) if key == "dependencies" => {
                    schemas.push((&*member.key, self.id(value.child(&member.value))));
                }
                _ => return Some(Kind::Opaque(Some(self.unread(value)))),
            }
        }
        if schemas.is_empty() {
            return (!names.is_empty()).then_some(Kind::DependentNames(names));
        }
        if names.is_empty() {
            return Some(Kind::DependentSchemas(schemas));
        }
        // Both in one keyword: two demands.
        let both = self.synthetic(
            place,
            vec![
                demand("dependencies", Kind::DependentNames(names)),
                demand("dependencies", Kind::DependentSchemas(schemas)),
            ],
        );
        Some(Kind::All(vec![both]))
    }

    fn dependent(&mut self, value: Place<'s>) -> Kind<'s> {
        let members = value.node().members().iter();
        Kind::DependentSchemas(
            members.map(|member| (&*member.key, self.id(value.child(&member.value)))).collect(),
        )
    }

    /// A value that is only compared.
    fn unread(&mut self, value: Place<'s>) -> Unread<'s> {
        let node = value.node();
        let length = (node.span.end - node.span.start) as usize;
        self.meanings.unread += length;
        if self.meanings.unread > UNREAD {
            return Unread { value: node, leads_to: None };
        }
        let mut found = Vec::new();
        let mut waiting = vec![value];
        while let Some(at) = waiting.pop() {
            let mut members: Vec<&Member> = at.node().members().iter().collect();
            members.sort_by(|a, b| a.key.cmp(&b.key));
            for member in members {
                match (REFERENCES.contains(&&*member.key), member.value.as_str()) {
                    (true, Some(reference)) => {
                        // One that leads nowhere says what it says.
                        found.extend(at.resolve(reference).map(|target| self.id(target)));
                    }
                    (true, None) | (false, _) => waiting.push(at.child(&member.value)),
                }
            }
            waiting.extend(at.node().elements().iter().map(|element| at.child(element)));
        }
        Unread { value: node, leads_to: Some(found) }
    }

    /// A schema that the text does not have.
    fn synthetic(&mut self, place: Place<'s>, demands: Vec<Demand<'s>>) -> Id {
        let id = Id(self.meanings.nodes.len() as u32);
        let colour = super::Colour::default();
        self.meanings.nodes.push(Meaning { place: Some(place), demands, is_false: false, colour });
        id
    }

    fn items(&mut self, place: Place<'s>) -> Option<Demand<'s>> {
        let is_newest = place.draft() == Draft::TwentyTwenty;
        let (tuple, rest) =
            if is_newest { ("prefixItems", "items") } else { ("items", "additionalItems") };
        let all = place.get("items");
        let is_list = |at: &Place<'s>| matches!(at.node().value, Value::Array(_));
        let (listed, rest) = match place.get(tuple) {
            Some(tuple) if is_list(&tuple) => (Some(tuple), place.get(rest)),
            // Without a tuple the rest is everything, and `additionalItems` says nothing.
            Some(_) | None => (None, all),
        };
        if listed.is_none() && rest.is_none() {
            return None;
        }
        let keyword = listed.map_or("items", |_| tuple);
        if rest.as_ref().is_some_and(is_list) {
            let value = all.map(|all| self.unread(all));
            return Some(demand("items", Kind::Opaque(value)));
        }
        let listed = listed.map_or_else(Vec::new, |tuple| {
            let elements = tuple.node().elements().iter();
            elements.map(|element| self.id(tuple.child(element))).collect()
        });
        let rest = rest.map(|rest| self.id(rest));
        Some(demand(keyword, Kind::Items(Items { listed, rest })))
    }

    fn members(&mut self, place: Place<'s>) -> Option<Demand<'s>> {
        let mut named = |key: &str| {
            let map = place.get(key)?;
            let members = map.node().members().iter();
            let ids = members.map(|member| (&*member.key, self.id(map.child(&member.value))));
            Some(ids.collect::<Vec<_>>())
        };
        let (listed, patterns) = (named("properties"), named("patternProperties"));
        let rest = place.get("additionalProperties").map(|rest| self.id(rest));
        let keyword = match (&listed, &patterns, rest) {
            (Some(_), _, _) => "properties",
            (None, Some(_), _) => "patternProperties",
            (None, None, Some(_)) => "additionalProperties",
            (None, None, None) => return None,
        };
        let members = Members::new(listed.unwrap_or_default(), patterns.unwrap_or_default(), rest);
        Some(demand(keyword, Kind::Members(members)))
    }

    fn reference(&mut self, place: Place<'s>, reference: &str) -> Kind<'s> {
        match place.resolve(reference) {
            Some(target) => Kind::Reference(self.id(target)),
            None => unknown(place.node().get("$ref")),
        }
    }

    /// `$dynamicRef` and `$recursiveRef`; where only one schema can be meant they are plain references.
    fn dynamic(&mut self, place: Place<'s>, key: &str, reference: &str) -> Kind<'s> {
        let Some(target) = place.resolve(reference) else {
            return unknown(place.node().get(key));
        };
        let says = |keyword: &str| target.node().get(keyword);
        let answers = match key {
            "$dynamicRef" => {
                let name = uri::split_fragment(reference).1;
                let is_dynamic = says("$dynamicAnchor").and_then(Node::as_str) == Some(name);
                if is_dynamic { target.dynamic_anchors(name) } else { Vec::new() }
            }
            _ => {
                let is_dynamic = says("$recursiveAnchor").and_then(Node::as_bool) == Some(true);
                if is_dynamic { target.recursive_anchors() } else { Vec::new() }
            }
        };
        let first = self.id(target);
        let answers: Vec<(ResourceKey, Id)> =
            answers.into_iter().map(|(resource, place)| (resource, self.id(place))).collect();
        match answers.iter().all(|(_, id)| *id == first) {
            true => Kind::Reference(first),
            false => Kind::Dynamic(Dynamic { first, answers }),
        }
    }
}

/// An address that leads nowhere: it says the same as an equal one.
fn unknown(address: Option<&Node>) -> Kind<'_> {
    Kind::Opaque(address.map(|value| Unread { value, leads_to: Some(Vec::new()) }))
}

fn demand<'s>(keyword: &'s str, kind: Kind<'s>) -> Demand<'s> {
    Demand { keyword, kind, colour: super::Colour::default() }
}

/// Draft 4 tells `1` from `1.0`, which the drafts after it do not; here the two are one number.
fn types<'s>(node: &Node) -> Option<Kind<'s>> {
    let names = node.as_str().into_iter().chain(node.elements().iter().filter_map(Node::as_str));
    let mut found = Types::NONE;
    for name in names {
        found = found.or(Types::named(name)?);
    }
    (!found.is_empty()).then_some(Kind::Types(found))
}

fn strings(node: &Node) -> Option<Vec<&str>> {
    match &node.value {
        Value::Array(elements) => elements.iter().map(Node::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            None
        }
    }
}

fn number<'s>(place: Place<'s>, key: &str, node: &Node) -> Option<Kind<'s>> {
    let at = Exact::of(node)?;
    // In draft 4 a flag beside the bound.
    let is_flagged = |flag: &str| {
        let flag = place.get(flag).filter(|_| place.draft() == Draft::Four);
        flag.and_then(|flag| flag.node().as_bool()) == Some(true)
    };
    match key {
        "minimum" => Some(Kind::Least(Bound { at, is_exclusive: is_flagged("exclusiveMinimum") })),
        "maximum" => Some(Kind::Most(Bound { at, is_exclusive: is_flagged("exclusiveMaximum") })),
        "exclusiveMinimum" => Some(Kind::Least(Bound { at, is_exclusive: true })),
        "exclusiveMaximum" => Some(Kind::Most(Bound { at, is_exclusive: true })),
        "multipleOf" => (at > Exact::zero()).then_some(Kind::Step(at)),
        _ => None,
    }
}
