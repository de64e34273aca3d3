//! Tags of JSON Schema objects and properties. A path walks down as Confluent's registry does: `object.property`, then
//! `object`, `array`, `anyof.0`, `not` … for what the property is, `object.definitions.Name` for a definition.
//!
//! Where one object says several things at once (a list of types, properties beside `if`), Confluent counts them as parts
//! of an `allof` or `anyof`; its way to write such a path is understood, the plain one is told. Branches are counted in
//! the order of what they are (see [`Sort`]), as there. Not to be named: pattern and additional properties, tuples.

use super::{Changes, Entity, EntityKind, Spot, Survey, member};
use crate::json_text::{MAX_DEPTH, Node, Value, parse_with_non_numbers};
use crate::schema::SchemaError;
use std::collections::HashSet;

/// Every object and property that the text describes; nothing for a text that is no JSON.
pub(super) fn survey(text: &str) -> Survey {
    parse_with_non_numbers(text, MAX_DEPTH).map(|root| Walk::over(&root).survey).unwrap_or_default()
}

pub(super) fn apply(text: &str, changes: &Changes) -> Result<String, SchemaError> {
    let root = parse_with_non_numbers(text, MAX_DEPTH)
        .map_err(|complaint| SchemaError { complaints: vec![complaint] })?;
    let Walk { survey, objects } = Walk::over(&root);
    member::apply(text, &survey, &objects, changes)
}

/// The object of each site, beside the survey.
#[derive(Default)]
struct Walk<'t> {
    survey: Survey,
    objects: Vec<&'t Node>,
}

/// The way to a schema: as we tell it, and as Confluent writes it.
#[derive(Debug, Clone, Default)]
struct Way {
    plain: String,
    full: String,
}

impl<'t> Walk<'t> {
    fn over(root: &'t Node) -> Walk<'t> {
        let mut walk = Walk::default();
        let site = walk.site(root);
        // What is too much is left out.
        let _all = walk.schema(root, site, &Way::default());
        walk
    }

    /// One step further. Under a name of a megabyte even a schema without entities has a way of a megabyte, so ways count
    /// as names do; `None`: there are too many of them.
    fn step(&mut self, way: &Way, plain: &str, full: &str) -> Option<Way> {
        if self.survey.is_full() {
            return None;
        }
        let join = |way: &str, step: &str| {
            if way.is_empty() { step.to_owned() } else { format!("{way}.{step}") }
        };
        let way = Way { plain: join(&way.plain, plain), full: join(&way.full, full) };
        self.survey.bytes += way.plain.len() + way.full.len();
        Some(way)
    }

    /// A schema whose own tags stand at `site`, and all that it holds.
    fn schema(&mut self, node: &'t Node, site: Option<usize>, way: &Way) -> Option<()> {
        let Some(site) = site else { return Some(()) };
        let parts = Part::all(node);
        for (part, full) in parts.iter().zip(Part::ways(node, &parts)) {
            match part {
                Part::Object => {
                    let way = self.step(way, "object", &format!("{full}object"))?;
                    self.object(node, site, &way)?;
                }
                Part::Array => self.inner(node.get("items"), way, &full, "array")?,
                Part::Branches(key, word) => {
                    let branches = node.get(key).map_or(&[][..], Node::elements);
                    for (index, branch) in sorted(branches).into_iter().enumerate() {
                        self.inner(Some(branch), way, &full, &format!("{word}.{index}"))?;
                    }
                }
                Part::Conditional => {
                    for key in ["if", "then", "else"] {
                        let plain = format!("allof.0.conditional.{key}");
                        self.inner(node.get(key), way, "", &plain)?;
                    }
                }
                Part::Not => self.inner(node.get("not"), way, &full, "not")?,
                Part::Other => {}
            }
        }
        for key in ["definitions", "$defs"] {
            for (name, definition) in members(node.get(key)) {
                let step = format!("object.{key}.{name}");
                let inner = self.step(way, &step, &step)?;
                let site = self.site(definition);
                let is_object = Part::all(definition).contains(&Part::Object);
                if let Some(site) = site.filter(|_| !is_object) {
                    self.entity(EntityKind::Field, &inner, site);
                }
                self.schema(definition, site, &inner)?;
            }
        }
        Some(())
    }

    fn object(&mut self, node: &'t Node, site: usize, way: &Way) -> Option<()> {
        self.entity(EntityKind::Record, way, site);
        for (name, property) in members(node.get("properties")) {
            let way = self.step(way, name, name)?;
            let site = self.site(property);
            if let Some(site) = site {
                self.entity(EntityKind::Field, &way, site);
            }
            self.schema(property, site, &way)?;
        }
        Some(())
    }

    /// A schema without a name of its own, if it is there; `full` is what Confluent writes before the step.
    fn inner(&mut self, node: Option<&'t Node>, way: &Way, full: &str, step: &str) -> Option<()> {
        let Some(node) = node else { return Some(()) };
        let way = self.step(way, step, &format!("{full}{step}"))?;
        let site = self.site(node);
        self.schema(node, site, &way)
    }

    /// Booleans carry no tags.
    fn site(&mut self, node: &'t Node) -> Option<usize> {
        matches!(node.value, Value::Object(_)).then(|| {
            self.objects.push(node);
            self.survey.site(member::tags_of(node))
        })
    }

    fn entity(&mut self, kind: EntityKind, way: &Way, site: usize) {
        let Way { plain, full } = way.clone();
        let others = if full == plain { Vec::new() } else { vec![full] };
        self.survey.add(Spot { entity: Entity { path: plain, kind }, others, site });
    }
}

/// What an object says about values. The order is that in which Confluent counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Branches(&'static str, &'static str),
    Conditional,
    Not,
    Array,
    Object,
    /// A number, a text, a constant …
    Other,
}

impl Part {
    fn all(node: &Node) -> Vec<Part> {
        let mut parts = Vec::new();
        for (key, word) in [("allOf", "allof"), ("anyOf", "anyof"), ("oneOf", "oneof")] {
            if node.get(key).is_some() {
                parts.push(Part::Branches(key, word));
            }
        }
        let has = |keys: &[&str]| keys.iter().any(|key| node.get(key).is_some());
        if has(&["if", "then", "else"]) {
            parts.push(Part::Conditional);
        }
        if has(&["not"]) {
            parts.push(Part::Not);
        }
        let types = types(node);
        if types.contains(&"array") || has(&["items"]) {
            parts.push(Part::Array);
        }
        if types.contains(&"object") || has(&["properties"]) {
            parts.push(Part::Object);
        }
        let others = types.iter().any(|ty| !["array", "object"].contains(ty));
        if others || has(&["enum", "const"]) {
            parts.push(Part::Other);
        }
        parts
    }

    /// What Confluent writes before each part: its place in a list of types, its place beside other parts.
    fn ways(node: &Node, parts: &[Part]) -> Vec<String> {
        let mut types = types(node);
        types.sort_unstable();
        let in_types = |part: &Part| {
            let word = match part {
                Part::Array => "array",
                Part::Object => "object",
                Part::Branches(..) | Part::Conditional | Part::Not | Part::Other => return None,
            };
            let index = types.iter().position(|ty| *ty == word)?;
            (types.len() > 1).then(|| format!("anyof.{index}."))
        };
        // A list of types is one part, and a combination: it comes first.
        let typed = |part: &Part| matches!(part, Part::Array | Part::Object | Part::Other);
        let groups = parts.iter().filter(|part| types.len() < 2 || !typed(part)).count();
        let count = groups + usize::from(types.len() > 1);
        let mut before = usize::from(types.len() > 1);
        let way = |part: &Part| {
            let in_types = in_types(part);
            let index = if types.len() > 1 && typed(part) { 0 } else { before };
            before += usize::from(types.len() < 2 || !typed(part));
            let beside = if count > 1 { format!("allof.{index}.") } else { String::new() };
            format!("{beside}{}", in_types.unwrap_or_default())
        };
        parts.iter().map(way).collect()
    }
}

fn types(node: &Node) -> Vec<&str> {
    let Some(ty) = node.get("type") else { return Vec::new() };
    ty.as_str().into_iter().chain(ty.elements().iter().filter_map(Node::as_str)).collect()
}

/// The members of an object, of repeated ones the last.
fn members(node: Option<&Node>) -> Vec<(&str, &Node)> {
    let mut seen = HashSet::new();
    let members = node.map_or(&[][..], Node::members).iter().rev();
    let mut members: Vec<_> = members
        .filter(|member| seen.insert(&*member.key))
        .map(|member| (&*member.key, &member.value))
        .collect();
    members.reverse();
    members
}

/// Branches in the order in which they are counted.
fn sorted(branches: &[Node]) -> Vec<&Node> {
    let mut sorted: Vec<&Node> = branches.iter().collect();
    sorted.sort_by_cached_key(|branch| Sort::of(branch));
    sorted
}

/// What a branch is, by the alphabet; then its title and its description. Equal ones stay as they are written.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sort(&'static str, Option<String>, Option<String>);

impl Sort {
    fn of(node: &Node) -> Sort {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        Sort(Sort::word(node), text("title"), text("description"))
    }

    fn word(node: &Node) -> &'static str {
        if node.get("$ref").is_some() {
            return "reference";
        }
        let types = types(node);
        match (Part::all(node).as_slice(), types.as_slice()) {
            (_, [_, _, ..]) | ([_, _, ..], _) | ([Part::Branches(..)], _) => "combined",
            ([Part::Conditional], _) => "conditional",
            ([Part::Not], _) => "not",
            ([Part::Array], _) => "array",
            ([Part::Object], _) => "object",
            (_, ["boolean"]) => "boolean",
            (_, ["null"]) => "null",
            (_, ["number" | "integer"]) => "number",
            (_, ["string"]) => "string",
            _ if node.get("const").is_some() => "const",
            _ if node.get("enum").is_some() => "enum",
            _ if node.as_bool() == Some(false) => "false",
            _ if node.as_bool() == Some(true) => "true",
            _ => "empty",
        }
    }
}
