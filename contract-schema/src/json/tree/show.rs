//! Trees as text, and everit-json-schema as the judge of them: `tests/everit/README.md`.

use super::{Forest, Items, Kind, Members, NodeId};
use crate::json::JsonSchema;
use crate::schema::ParseOptions;
use std::collections::BTreeMap;

const EXPECTED: &str = include_str!("../../../tests/everit/expected.txt");

struct Shown<'f, 's>(&'f Forest<'s>);

impl Shown<'_, '_> {
    fn tree(&self, node: Option<NodeId>, references: usize) -> String {
        let Some(id) = node else { return "-".to_owned() };
        let node = self.0.node(id);
        let default = if node.has_default { "=d" } else { "" };
        format!("{}{default}", self.kind(id, references))
    }

    fn kind(&self, id: NodeId, references: usize) -> String {
        match self.0.kind(id) {
            Kind::Empty => "empty".to_owned(),
            Kind::True => "true".to_owned(),
            Kind::False => "false".to_owned(),
            Kind::Null => "null".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::Conditional(_) => "if".to_owned(),
            Kind::Const(_) => "const".to_owned(),
            Kind::Enum(values) => format!("enum({})", values.len()),
            Kind::Not(inner) => format!("not({})", self.tree(Some(*inner), references)),
            Kind::Unresolved(_) => "unresolved".to_owned(),
            Kind::Reference(_) if references == 2 => "ref".to_owned(),
            Kind::Reference(number) => {
                format!("ref({})", self.tree(self.0.first[*number as usize], references + 1))
            }
            Kind::Combined(combined) => {
                let members = combined.members.iter();
                let mut members: Vec<_> =
                    members.map(|member| self.tree(Some(*member), references)).collect();
                members.sort();
                format!("{}[{}]", combined.criterion.name(), members.join(", "))
            }
            Kind::String(text) => format!(
                "string({},{},{})",
                number(text.min_length),
                number(text.max_length),
                text.pattern.unwrap_or("-")
            ),
            Kind::Number(found) => format!(
                "{}({},{},{},{},{})",
                if found.is_integer { "integer" } else { "number" },
                number(found.minimum),
                number(found.maximum),
                number(found.exclusive_minimum),
                number(found.exclusive_maximum),
                number(found.multiple_of.map(|text| text.parse().unwrap()))
            ),
            Kind::Array(items) => self.array(items, references),
            Kind::Object(members) => self.object(members, references),
        }
    }

    fn array(&self, items: &Items, references: usize) -> String {
        let tuple: Vec<_> =
            items.tuple.iter().map(|item| self.tree(Some(*item), references)).collect();
        format!(
            "array({},[{}],{},{},{},{},{})",
            self.tree(items.all, references),
            tuple.join(", "),
            items.allows_more,
            self.tree(items.more, references),
            number(items.min_items),
            number(items.max_items),
            items.is_unique
        )
    }

    fn object(&self, members: &Members<'_>, references: usize) -> String {
        let named = |list: &[(&str, NodeId)]| {
            let trees = list.iter().map(|(name, node)| (*name, self.tree(Some(*node), references)));
            map(trees.collect())
        };
        let names = members.dependent_names.iter();
        let names = names.map(|(name, names)| (*name, format!("[{}]", names.join(", "))));
        format!(
            "object({},[{}],{},{},{},{},{},{},{})",
            named(&members.properties),
            members.required.join(", "),
            named(&members.patterns),
            members.allows_more,
            self.tree(members.more, references),
            number(members.min_properties),
            number(members.max_properties),
            map(names.collect()),
            named(&members.dependent_schemas)
        )
    }
}

fn map(entries: BTreeMap<&str, String>) -> String {
    let entries: Vec<_> = entries.into_iter().map(|(name, of)| format!("{name}={of}")).collect();
    format!("{{{}}}", entries.join(", "))
}

fn number(number: Option<f64>) -> String {
    number.map_or("-".to_owned(), |number| format!("{number:?}"))
}

#[test]
fn every_text_becomes_the_tree_that_everit_makes_of_it() {
    let mut wrong = Vec::new();
    for line in EXPECTED.lines() {
        let [draft, text, expected]: [&str; 3] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let keyword = format!("{{\"$schema\":\"http://json-schema.org/draft-0{draft}/schema#\",");
        let with_draft = text.strip_prefix('{').map_or(text.to_owned(), |rest| keyword + rest);
        let with_draft = with_draft.replace(",}", "}");
        let schema = match JsonSchema::parse(&with_draft, &[], ParseOptions::stored()) {
            Ok(schema) => schema,
            Err(error) => {
                wrong.push(format!("{draft} {text}\n  {error}"));
                continue;
            }
        };
        let mut forest = Forest::default();
        let root = forest.add(&schema);
        let found = Shown(&forest).tree(Some(root), 0);
        if found != expected {
            wrong.push(format!("{draft} {text}\n  everit {expected}\n  ours   {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}
