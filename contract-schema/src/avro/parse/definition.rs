//! Definitions: records with their fields, enums, fixed; the attributes that each keeps.

use super::{Builder, logical};
use crate::avro::model::{Enum, Field, Fixed, Kind, Name, Record, TypeId};
use crate::json_text::{Node, Value};
use std::collections::{BTreeMap, HashMap};

/// Words that a type object gives a meaning to, whatever its kind: never attributes (Java's reserved words).
const TYPE_WORDS: [&str; 10] =
    ["doc", "fields", "items", "name", "namespace", "size", "symbols", "values", "type", "aliases"];
/// The same for a field.
const FIELD_WORDS: [&str; 6] = ["default", "doc", "name", "order", "type", "aliases"];

impl Builder<'_> {
    pub(super) fn record(
        &mut self,
        node: &Node,
        enclosing: Option<&str>,
        is_error: bool,
    ) -> TypeId {
        let id = self.add(Kind::Null, node);
        let name = self.definition_name(node, enclosing);
        let record = Record {
            aliases: name.as_ref().map_or(Vec::new(), |name| self.type_aliases(node, name)),
            name: name.clone().unwrap_or_else(unnamed),
            doc: text(node, "doc"),
            fields: Vec::new(),
            is_error,
        };
        // The name counts from here on: a field may use it.
        self.own(id).kind = Kind::Record(record);
        let first = name.as_ref().and_then(|name| self.define(name, id, node));
        self.open.push(id);
        let fields = match node.get("fields") {
            Some(Node { value: Value::Array(fields), .. }) => {
                let namespace = name.as_ref().map_or(enclosing, Name::namespace);
                self.fields(fields, namespace)
            }
            Some(other) => {
                self.complain(other, "`fields` of a record is no array");
                Vec::new()
            }
            None => {
                let help = "add `\"fields\"`: [] if the record has none";
                self.complain(node, "a record lacks `fields`").help = Some(help.to_owned());
                Vec::new()
            }
        };
        if let Kind::Record(record) = &mut self.own(id).kind {
            record.fields = fields;
        }
        self.open.pop();
        self.set_attributes(id, node);
        self.first_of(first, id, node)
    }

    fn fields(&mut self, nodes: &[Node], namespace: Option<&str>) -> Vec<Field> {
        let mut seen: BTreeMap<Box<str>, u32> = BTreeMap::new();
        let mut fields = Vec::with_capacity(nodes.len());
        for node in nodes {
            let Some(field) = self.field(node, namespace) else { continue };
            let line = self.place(node).line;
            if let Some(first) = seen.insert(field.name.clone(), line) {
                let message = format!("field `{}` stands twice, first at line {first}", field.name);
                let place = node.get("name").unwrap_or(node);
                self.complain(place, message).help =
                    Some("rename or remove one of them".to_owned());
            }
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, node: &Node, namespace: Option<&str>) -> Option<Field> {
        if !matches!(node.value, Value::Object(_)) {
            let help = "write it as {\"name\": …, \"type\": …}";
            self.complain(node, "a field is no object").help = Some(help.to_owned());
            return None;
        }
        let name = match node.get("name").map(|name| (name, name.as_str())) {
            Some((name_node, Some(name))) => {
                self.check_name(name_node, name, "field");
                name
            }
            Some((name_node, None)) => {
                self.complain(name_node, "`name` of a field is no string");
                ""
            }
            None => {
                self.complain(node, "a field lacks `name`");
                ""
            }
        };
        let ty = match node.get("type") {
            Some(ty) => self.ty(ty, namespace),
            None => {
                let help = Some("add `\"type\"`".to_owned());
                self.complain(node, format!("field `{name}` lacks `type`")).help = help;
                self.add(Kind::Null, node)
            }
        };
        Some(Field {
            name: name.into(),
            aliases: self.aliases(node),
            doc: text(node, "doc"),
            order: self.order(node),
            default: node.get("default").cloned(),
            ty,
            attributes: attributes(node, &FIELD_WORDS),
            at: Some(self.place(node)),
        })
    }

    fn order(&mut self, node: &Node) -> Option<Box<str>> {
        let order = node.get("order")?;
        let known = |text: &&str| {
            ["ascending", "descending", "ignore"].iter().any(|word| word.eq_ignore_ascii_case(text))
        };
        let text = order.as_str().filter(known);
        if text.is_none() {
            let help = "use ascending, descending or ignore";
            self.complain(order, format!("`{order}` is no order")).help = Some(help.to_owned());
        }
        text.map(Into::into)
    }

    pub(super) fn enumeration(&mut self, node: &Node, enclosing: Option<&str>) -> TypeId {
        let id = self.add(Kind::Null, node);
        let Some(name) = self.definition_name(node, enclosing) else { return id };
        let symbols = self.symbols(node);
        let default = self.enum_default(node, &symbols);
        let aliases = self.type_aliases(node, &name);
        let doc = text(node, "doc");
        let first = self.define(&name, id, node);
        self.own(id).kind = Kind::Enum(Enum { name, aliases, doc, symbols, default });
        self.set_attributes(id, node);
        self.first_of(first, id, node)
    }

    fn symbols(&mut self, node: &Node) -> Vec<Box<str>> {
        let Some(list) = node.get("symbols") else {
            let help = Some("add `\"symbols\"`: an array of names".to_owned());
            self.complain(node, "an enum lacks `symbols`").help = help;
            return Vec::new();
        };
        let Value::Array(elements) = &list.value else {
            self.complain(list, "`symbols` of an enum is no array of names");
            return Vec::new();
        };
        let mut seen = HashMap::new();
        let mut symbols: Vec<Box<str>> = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let Some(symbol) = element.as_str() else {
                self.complain(element, format!("symbol `{element}` is no string"));
                continue;
            };
            self.check_name(element, symbol, "symbol");
            if let Some(first) = seen.insert(symbol, index) {
                let message =
                    format!("symbol `{symbol}` stands twice, as numbers {first} and {index}");
                self.complain(element, message).help = Some("remove one of them".to_owned());
            }
            symbols.push(symbol.into());
        }
        symbols
    }

    fn enum_default(&mut self, node: &Node, symbols: &[Box<str>]) -> Option<Box<str>> {
        let default = node.get("default")?;
        // Java takes a default that is no text for none; in a new schema only `null` is that harmless.
        let is_none = match default.value {
            Value::Null => true,
            Value::String(_) => false,
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                !self.options.as_new
            }
        };
        if is_none {
            return None;
        }
        let symbol =
            default.as_str().filter(|text| symbols.iter().any(|symbol| &**symbol == *text));
        if symbol.is_none() {
            let message = format!("enum default `{}` is no symbol of the enum", brief(default));
            let known: Vec<&str> = symbols.iter().take(20).map(|symbol| &**symbol).collect();
            let help = format!("use one of {}, or add it to `symbols`", known.join(", "));
            self.complain(default, message).help = Some(help);
        }
        symbol.map(Into::into)
    }

    pub(super) fn fixed(&mut self, node: &Node, enclosing: Option<&str>) -> TypeId {
        let id = self.add(Kind::Null, node);
        let Some(name) = self.definition_name(node, enclosing) else { return id };
        let size =
            node.get("size").and_then(Node::as_i64).and_then(|size| i32::try_from(size).ok());
        let size = size.and_then(|size| usize::try_from(size).ok());
        if size.is_none() {
            let place = node.get("size").unwrap_or(node);
            let help = format!("add `\"size\"`: a number of bytes from 0 to {}", i32::MAX);
            let message = format!("fixed `{}` has no valid `size`", name.full());
            self.complain(place, message).help = Some(help);
        }
        let aliases = self.type_aliases(node, &name);
        let first = self.define(&name, id, node);
        let (doc, size) = (text(node, "doc"), size.unwrap_or(0));
        self.own(id).kind = Kind::Fixed(Fixed { name, aliases, doc, size });
        self.set_attributes(id, node);
        self.first_of(first, id, node)
    }

    /// Keeps what `node` says beyond its kind, and what of that is a valid logical type.
    pub(super) fn set_attributes(&mut self, id: TypeId, node: &Node) {
        let ty = self.own(id);
        ty.attributes = attributes(node, &TYPE_WORDS);
        if matches!(ty.kind, Kind::Enum(_)) {
            ty.attributes.retain(|(key, _)| &**key != "default");
        }
        ty.logical = logical::logical(&ty.kind, &ty.attributes);
    }
}

/// Members whose keys are none of `words`; a repeated key keeps its first place and takes its last value.
fn attributes(node: &Node, words: &[&str]) -> Vec<(Box<str>, Node)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut kept: Vec<(Box<str>, Node)> = Vec::new();
    for member in node.members().iter().filter(|member| !words.contains(&&*member.key)) {
        match places.get(&*member.key) {
            Some(place) => kept[*place].1 = member.value.clone(),
            None => {
                places.insert(&member.key, kept.len());
                kept.push((member.key.clone(), member.value.clone()));
            }
        }
    }
    kept
}

fn text(node: &Node, key: &str) -> Option<Box<str>> {
    node.get(key).and_then(Node::as_str).map(Into::into)
}

/// A value short enough for a message; strings without quotes.
pub(super) fn brief(node: &Node) -> String {
    let text = node.as_str().map_or_else(|| node.to_compact(), str::to_owned);
    let mut brief: String = text.chars().take(80).collect();
    if brief.len() < text.len() {
        brief.push('…');
    }
    brief
}

/// Stands for a missing name; the schema is refused anyway.
fn unnamed() -> Name {
    Name("".into())
}
