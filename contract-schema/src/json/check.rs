//! What only a new schema must satisfy: every keyword has the shape its draft gives it, every `$ref` leads somewhere.

mod references;
mod value;

use super::documents::Repeated;
use super::draft::Draft;
use super::keyword::{self, Shape};
use super::model::JsonSchema;
use super::pattern;
use crate::json_text::{Member, Node, Value};
use crate::position::LineIndex;
use crate::schema::{Complaint, clip};
use std::collections::HashSet;

/// So many complaints help; more are counted.
const MOST: usize = 100;

impl JsonSchema {
    /// Everything that is wrong with it as a new schema; `repeated` are the URIs that stand twice in its own text.
    pub(super) fn complaints(&self, repeated: &[Repeated]) -> Vec<Complaint> {
        let found = Found { lines: LineIndex::new(self.text()), list: Vec::new(), more: 0 };
        let draft = self.draft();
        let mut check = Check { draft, path: Vec::new(), checked: HashSet::new(), found };
        check.schema(self.root());
        let used = references::follow(self.root_place(), &mut check.found);
        // What a reference found where no keyword announces a schema.
        for (place, reference) in used {
            check.path = vec![Step::Key(reference)];
            check.schema(place.node());
        }
        check.repeated(repeated);
        check.found.list()
    }
}

/// The complaints so far.
struct Found<'a> {
    lines: LineIndex<'a>,
    list: Vec<Complaint>,
    more: usize,
}

impl Found<'_> {
    /// A text may be wrong in a million places under a name of a megabyte, so only what is shown is worded.
    fn push(&mut self, offset: u32, words: impl FnOnce() -> (String, Option<String>)) {
        if self.list.len() == MOST {
            self.more += 1;
            return;
        }
        let at = Some(self.lines.position(offset));
        let (message, help) = words();
        let help = help.as_deref().map(clip);
        self.list.push(Complaint { at, message: clip(&message), help });
    }

    fn list(mut self) -> Vec<Complaint> {
        if self.more > 0 {
            let message = format!("and {} more places like these", self.more);
            self.list.push(Complaint { at: None, message, help: None });
        }
        self.list
    }
}

/// A token of a JSON pointer; the first one may be a whole reference.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

struct Check<'a> {
    draft: Draft,
    path: Vec<Step<'a>>,
    /// Offsets of the schemas that were looked at.
    checked: HashSet<u32>,
    found: Found<'a>,
}

impl<'a> Check<'a> {
    /// Depth is bounded by the JSON parser.
    fn schema(&mut self, node: &'a Node) {
        if !self.checked.insert(node.span.start) {
            return;
        }
        match &node.value {
            Value::Object(members) => {
                for member in members {
                    if let Some(shape) = keyword::shape(&member.key, self.draft) {
                        self.at(Step::Key(&member.key), |check| check.value(shape, &member.value));
                    }
                }
                self.bounds(node);
            }
            Value::Bool(_) if self.draft > Draft::Four => {}
            Value::Bool(_) => {
                let help =
                    "boolean schemas came with draft 6: write {} for true, {\"not\":{}} for false";
                self.wrong(node, "a schema: an object", Some(help));
            }
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let booleans = if self.draft > Draft::Four { " or a boolean" } else { "" };
                self.wrong(node, &format!("a schema: an object{booleans}"), None);
            }
        }
    }

    fn value(&mut self, shape: Shape, node: &'a Node) {
        match shape {
            Shape::Schema => self.schema(node),
            Shape::SchemaOrFlag if matches!(node.value, Value::Bool(_)) => {}
            Shape::SchemaOrFlag => self.schema(node),
            Shape::SchemaOrSchemas if !matches!(node.value, Value::Array(_)) => self.schema(node),
            Shape::SchemaOrSchemas | Shape::Schemas => self.schemas(node),
            Shape::SchemasByName | Shape::Definitions => {
                self.by_name(node, |check, member| check.schema(&member.value));
            }
            Shape::SchemasByPattern => self.by_name(node, |check, member| {
                if let Err(reason) = pattern::check(&member.key) {
                    check.no_pattern(member.key_span.start, &member.key, &reason);
                }
                check.schema(&member.value);
            }),
            Shape::Dependencies => {
                let least = usize::from(self.draft == Draft::Four);
                self.by_name(node, |check, member| match member.value.value {
                    Value::Array(_) => check.value(Shape::Strings(least), &member.value),
                    _ => check.schema(&member.value),
                });
            }
            Shape::StringsByName => self.by_name(node, |check, member| {
                check.value(Shape::Strings(0), &member.value);
            }),
            Shape::Flags => self.by_name(node, |check, member| {
                check.value(Shape::Flag, &member.value);
            }),
            Shape::Pattern => self.pattern(node),
            Shape::Anything
            | Shape::Text
            | Shape::Flag
            | Shape::Number
            | Shape::Positive
            | Shape::Count
            | Shape::List
            | Shape::Strings(_)
            | Shape::Types
            | Shape::Address
            | Shape::Anchor
            | Shape::Reference => {
                if let Some(wrong) = value::mistake(shape, node) {
                    let help = self.draft_help(node).or(wrong.help);
                    self.wrong(wrong.node, &wrong.expected, help);
                }
            }
        }
    }

    fn schemas(&mut self, node: &'a Node) {
        let Value::Array(elements) = &node.value else {
            return self.wrong(node, "an array of schemas", None);
        };
        if elements.is_empty() {
            return self.wrong(node, "an array of at least one schema", None);
        }
        for (index, element) in elements.iter().enumerate() {
            self.at(Step::Index(index), |check| check.schema(element));
        }
    }

    fn by_name(&mut self, node: &'a Node, each: impl Fn(&mut Self, &'a Member)) {
        let Value::Object(members) = &node.value else {
            return self.wrong(node, "an object", None);
        };
        for member in members {
            self.at(Step::Key(&member.key), |check| each(check, member));
        }
    }

    fn pattern(&mut self, node: &Node) {
        match node.as_str() {
            None => self.wrong(node, "a regular expression in a string", None),
            Some(text) => {
                if let Err(reason) = pattern::check(text) {
                    self.no_pattern(node.span.start, text, &reason);
                }
            }
        }
    }

    fn no_pattern(&mut self, offset: u32, pattern: &str, reason: &str) {
        self.found.push(offset, || {
            let help = "a character that is meant itself needs a `\\` before it";
            let message = format!("`{pattern}` is no regular expression: {reason}");
            (message, Some(help.to_owned()))
        });
    }

    /// In draft 4 the exclusive bounds are adjectives of the others.
    fn bounds(&mut self, node: &Node) {
        if self.draft != Draft::Four {
            return;
        }
        for (exclusive, bound) in [("exclusiveMaximum", "maximum"), ("exclusiveMinimum", "minimum")]
        {
            if let (Some(flag), None) = (node.get(exclusive), node.get(bound))
                && flag.as_bool().is_some()
            {
                self.found.push(flag.span.start, || {
                    let help = "in draft 4 it only says that the bound itself is left out";
                    let message = format!("`{exclusive}` stands without `{bound}`");
                    (message, Some(help.to_owned()))
                });
            }
        }
    }

    /// Words that moved from draft to draft.
    fn draft_help(&self, node: &Node) -> Option<&'static str> {
        let Some(Step::Key(keyword)) = self.path.last() else { return None };
        match (*keyword, &node.value) {
            ("exclusiveMinimum" | "exclusiveMaximum", Value::Bool(_)) => Some(
                "give the bound itself; a boolean belongs to draft 4, which `$schema` would have to name",
            ),
            ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(_)) => Some(
                "in draft 4 it is a boolean beside `minimum` or `maximum`; later drafts take the bound here",
            ),
            ("required", Value::Bool(_)) => {
                Some("list the names of required properties in the schema of the object")
            }
            _ => None,
        }
    }

    fn repeated(&mut self, repeated: &[Repeated]) {
        for Repeated { uri, offset } in repeated.iter().filter(|_| self.draft > Draft::Seven) {
            self.found.push(*offset, || {
                let help = "a URI names one schema: rename or delete one";
                (format!("`{uri}` is the `$id` of two schemas"), Some(help.to_owned()))
            });
        }
    }

    fn at(&mut self, step: Step<'a>, look: impl FnOnce(&mut Self)) {
        self.path.push(step);
        look(self);
        self.path.pop();
    }

    fn wrong(&mut self, node: &Node, expected: &str, help: Option<&str>) {
        let help = help.or_else(|| self.tuple_help(node));
        let path = &self.path;
        self.found.push(node.span.start, || {
            let (pointer, shown) = (pointer(path), value::shown(node));
            let message = format!("`{pointer}` is {shown}, it must be {expected}");
            (message, help.map(str::to_owned))
        });
    }

    fn tuple_help(&self, node: &Node) -> Option<&'static str> {
        let is_items = matches!(self.path.last(), Some(Step::Key("items")));
        (is_items && matches!(node.value, Value::Array(_))).then_some(
            "draft 2020-12 calls a list of schemas by position `prefixItems`; earlier drafts need their `$schema`",
        )
    }
}

/// The path as a JSON pointer in a fragment.
fn pointer(path: &[Step<'_>]) -> String {
    let mut pointer = String::from("#");
    for (index, step) in path.iter().enumerate() {
        match step {
            Step::Key(reference) if index == 0 && reference.starts_with('#') => {
                pointer = (*reference).to_owned();
            }
            Step::Key(key) => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => pointer.push_str(&format!("/{index}")),
        }
    }
    pointer
}
