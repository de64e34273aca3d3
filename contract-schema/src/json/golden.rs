//! GOLDEN: the new schema says of all that the old one describes what the old one said, annotations aside.
//!
//! A walk over the two texts along equal keywords, references followed. Additions pass: properties, values of an `enum`,
//! branches of `anyOf` and `oneOf`, names in `required` of properties that are new. The proof of WIRE is asked besides.

use super::documents::Place;
use super::exact;
use super::keyword::{self, Shape};
use super::model::JsonSchema;
use super::rules::golden::Lost;
use super::wire;
use crate::compat::Policy;
use crate::json_text::{Node, Value};
use crate::position::LineIndex;
use crate::rule::Breach;
use std::collections::{BTreeSet, HashSet};

/// Breaches that are told at most.
const TOLD: usize = 200;
/// Pairs of schemas that are looked at.
const PAIRS: usize = 100_000;
/// References that lead to references.
const CHAIN: usize = 1_000;
/// Bytes of a path.
const PATH: usize = 4_096;

/// Keywords that may change: they say nothing about the data.
const ANNOTATIONS: [&str; 19] = [
    "title",
    "description",
    "examples",
    "example",
    "deprecated",
    "$comment",
    "readOnly",
    "writeOnly",
    "$id",
    "id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "definitions",
    "$defs",
    "confluent:tags",
    "required",
];

/// What the old schema has and the new one does not keep.
pub(crate) fn keeps(new: &JsonSchema, old: &JsonSchema) -> Vec<Breach> {
    if new.says_the_same_as(old) {
        return Vec::new();
    }
    let lines = [LineIndex::new(old.text()), LineIndex::new(new.text())];
    let (waiting, seen, found) = (Vec::new(), HashSet::new(), Vec::new());
    let mut walk = Walk { lines, waiting, seen, found };
    let root =
        Pair { old: old.root_place(), new: new.root_place(), path: String::new(), at: [0; 2] };
    if old.draft() != new.draft() {
        walk.tell(&root, Lost::Draft, "$schema", new.draft().name());
    }
    walk.all(root);
    if walk.found.is_empty() && !walk.waiting.is_empty() {
        // What is not looked at is not kept.
        return vec![wire::beyond_limit()];
    }
    let mut found = walk.found;
    let told = [super::can_read(new, old, Policy::Strict), found.clone()].concat();
    // Growth is the level's business; where it is strict, it has spoken.
    found.extend(wire::beyond((new, old), Policy::Lenient, &told));
    found
}

/// Two schemas for the same data.
#[derive(Clone)]
struct Pair<'a> {
    old: Place<'a>,
    new: Place<'a>,
    path: String,
    /// The old and the new offset in the own texts.
    at: [u32; 2],
}

struct Walk<'a> {
    lines: [LineIndex<'a>; 2],
    waiting: Vec<Pair<'a>>,
    seen: HashSet<[(usize, u32); 2]>,
    found: Vec<Breach>,
}

impl<'a> Walk<'a> {
    fn all(&mut self, root: Pair<'a>) {
        self.waiting.push(root);
        while self.found.len() < TOLD && self.seen.len() < PAIRS {
            let Some(mut pair) = self.waiting.pop() else { return };
            let ends = [followed(pair.old), followed(pair.new)];
            for (side, (place, end)) in [pair.old, pair.new].into_iter().zip(ends).enumerate() {
                // What is in another text has the place of the reference that leads there.
                if let Some(own) = [end, place].into_iter().find(Place::is_own) {
                    pair.at[side] = own.node().span.start;
                }
            }
            [pair.old, pair.new] = ends;
            if self.seen.insert([pair.old.key(), pair.new.key()]) {
                let before = self.waiting.len();
                self.schemas(&pair);
                self.waiting[before..].reverse();
            }
        }
    }

    fn schemas(&mut self, pair: &Pair<'a>) {
        let (old, new) = (pair.old.node(), pair.new.node());
        let is_plain = |node: &Node| !matches!(node.value, Value::Object(_));
        if is_plain(old) || is_plain(new) {
            let accepts_all = |node: &Node| {
                node.as_bool() == Some(true)
                    || matches!(&node.value, Value::Object(members) if members.is_empty())
            };
            if !(exact::is_same(old, new) || accepts_all(old) && accepts_all(new)) {
                self.tell(pair, Lost::Keyword, "", "the schema");
            }
            return;
        }
        self.values(pair);
        self.required(pair);
        let names = |node: &'a Node| node.members().iter().map(|member| &*member.key);
        let mut keywords: Vec<&'a str> = names(new).collect();
        keywords.extend(names(old).filter(|name| pair.new.get(name).is_none()));
        for keyword in keywords {
            if !ANNOTATIONS.contains(&keyword) && !matches!(keyword, "enum" | "const") {
                self.keyword(pair, keyword);
            }
        }
    }

    fn keyword(&mut self, pair: &Pair<'a>, keyword: &'a str) {
        let (Some(old), Some(new)) = (pair.old.get(keyword), pair.new.get(keyword)) else {
            let is_new = pair.old.get(keyword).is_none();
            // Where nothing was said of properties there is nothing to keep.
            if !(is_new && matches!(keyword, "default" | "properties")) {
                let kind = if keyword == "type" { Lost::Type } else { Lost::Keyword };
                let what = if keyword == "type" { "on one side only" } else { keyword };
                self.tell(pair, kind, keyword, what);
            }
            return;
        };
        let shape = keyword::shape(keyword, pair.old.draft());
        let is_list = |place: Place<'_>| matches!(place.node().value, Value::Array(_));
        match shape {
            Some(Shape::Types) => {
                if types(old.node()) != types(new.node()) {
                    let what =
                        format!("`{}` instead of `{}`", new.node(), old.node()).replace('"', "");
                    self.tell(pair, Lost::Type, keyword, &what);
                }
            }
            Some(Shape::Schema | Shape::SchemaOrFlag) => self.below(pair, old, new, keyword),
            Some(Shape::SchemaOrSchemas) if !is_list(old) && !is_list(new) => {
                self.below(pair, old, new, keyword);
            }
            Some(Shape::Schemas) if keyword != "prefixItems" => self.branches(pair, keyword),
            Some(Shape::Schemas | Shape::SchemaOrSchemas) => {
                let (was, is) = (old.node().elements(), new.node().elements());
                if was.len() != is.len() || is_list(old) != is_list(new) {
                    self.tell(pair, Lost::Keyword, keyword, keyword);
                }
                for (at, (was, is)) in was.iter().zip(is).enumerate() {
                    self.below(pair, old.child(was), new.child(is), &format!("items/{at}"));
                }
            }
            Some(Shape::SchemasByName | Shape::SchemasByPattern | Shape::Dependencies) => {
                self.named(pair, (old, new), keyword);
            }
            Some(_) | None => {
                if !exact::is_same(old.node(), new.node()) {
                    self.tell(pair, Lost::Keyword, keyword, keyword);
                }
            }
        }
    }

    fn named(&mut self, pair: &Pair<'a>, (old, new): (Place<'a>, Place<'a>), keyword: &'a str) {
        for member in old.node().members() {
            let path = format!("{keyword}/{}", member.key);
            let is_list = |node: &Node| matches!(node.value, Value::Array(_));
            match new.get(&member.key) {
                None if keyword == "properties" => {
                    self.tell(pair, Lost::Property, &path, &member.key);
                }
                None => self.tell(pair, Lost::Keyword, &path, &path),
                Some(kept) if is_list(kept.node()) || is_list(&member.value) => {
                    if !exact::is_same(kept.node(), &member.value) {
                        self.tell(pair, Lost::Keyword, &path, &path);
                    }
                }
                Some(kept) => self.below(pair, old.child(&member.value), kept, &path),
            }
        }
        for member in new.node().members() {
            if keyword != "properties" && old.get(&member.key).is_none() {
                let path = format!("{keyword}/{}", member.key);
                self.tell(pair, Lost::Keyword, &path, &path);
            }
        }
    }

    /// Each old branch must be there word for word, or at its place and kept.
    fn branches(&mut self, pair: &Pair<'a>, keyword: &'a str) {
        let elements =
            |place: Place<'a>| place.get(keyword).map(|list| (list, list.node().elements()));
        let (Some((old, was)), Some((new, is))) = (elements(pair.old), elements(pair.new)) else {
            return;
        };
        let is_word_for_word = |node: &Node| {
            let key = exact::key(node);
            (!key.contains("\"$ref\"")).then_some(key)
        };
        let new_keys: Vec<Option<String>> = is.iter().map(is_word_for_word).collect();
        let old_keys: Vec<Option<String>> = was.iter().map(is_word_for_word).collect();
        let (known, knew): (HashSet<_>, HashSet<_>) =
            (new_keys.iter().flatten().collect(), old_keys.iter().flatten().collect());
        let open = |keys: &[Option<String>], others: &HashSet<&String>| -> Vec<usize> {
            let is_open = |at: &usize| keys[*at].as_ref().is_none_or(|key| !others.contains(key));
            (0..keys.len()).filter(is_open).collect()
        };
        let (gone, come) = (open(&old_keys, &known), open(&new_keys, &knew));
        if gone.len() > come.len() || keyword == "allOf" && gone.len() != come.len() {
            self.tell(pair, Lost::Branch, keyword, keyword);
        }
        for (was_at, is_at) in gone.into_iter().zip(come) {
            let path = format!("{keyword}/{is_at}");
            self.below(pair, old.child(&was[was_at]), new.child(&is[is_at]), &path);
        }
    }

    /// `enum` and `const`: old values stay.
    fn values(&mut self, pair: &Pair<'a>) {
        let values = |place: Place<'a>| -> Option<(&'a str, Vec<&'a Node>)> {
            let single = place.get("const").map(|value| ("const", vec![value.node()]));
            let listed = place.get("enum");
            single.or(listed.map(|list| ("enum", list.node().elements().iter().collect())))
        };
        match (values(pair.old), values(pair.new)) {
            (None, None) => {}
            (Some((keyword, _)), None) | (None, Some((keyword, _))) => {
                self.tell(pair, Lost::Keyword, keyword, keyword);
            }
            (Some((_, old)), Some((keyword, new))) => {
                let kept: HashSet<String> = new.into_iter().map(exact::key).collect();
                for value in old {
                    if !kept.contains(&exact::key(value)) {
                        self.tell(pair, Lost::Value, keyword, &value.to_compact_start(60));
                    }
                }
            }
        }
    }

    /// Promises stay, and only new properties make new ones.
    fn required(&mut self, pair: &Pair<'a>) {
        let names = |place: Place<'a>| -> BTreeSet<&'a str> {
            let list = place.get("required").map_or(&[][..], |list| list.node().elements());
            list.iter().filter_map(Node::as_str).collect()
        };
        let (old, new) = (names(pair.old), names(pair.new));
        let existed = |name: &str| {
            pair.old.get("properties").is_none_or(|listed| listed.get(name).is_some())
                || pair.new.get("properties").is_none_or(|listed| listed.get(name).is_none())
        };
        for name in old.symmetric_difference(&new) {
            if old.contains(name) || existed(name) {
                self.tell(pair, Lost::Promise, &format!("required/{name}"), name);
            }
        }
    }

    fn below(&mut self, pair: &Pair<'a>, old: Place<'a>, new: Place<'a>, step: &str) {
        let path = match &*pair.path {
            "" => step.to_owned(),
            path if path.len() > PATH => path.to_owned(),
            path => format!("{path}/{step}"),
        };
        self.waiting.push(Pair { old, new, path, at: pair.at });
    }

    fn tell(&mut self, pair: &Pair<'a>, lost: Lost, tail: &str, what: &str) {
        let (rule, says) = lost.row();
        let tail = if tail == "$schema" { "" } else { tail };
        let path = match (&*pair.path, tail) {
            ("", tail) => tail.to_owned(),
            (path, "") => path.to_owned(),
            (path, tail) => format!("{path}/{tail}"),
        };
        let offset = |side: usize, schema: Place<'a>| {
            let at = tail.split('/').try_fold(schema, |at, step| at.get(step)).or_else(|| {
                let keyword = tail.split('/').next().unwrap_or_default();
                schema.get(keyword)
            });
            let own = at.filter(Place::is_own).map(|at| at.node().span.start);
            Some(self.lines[side].position(own.unwrap_or(pair.at[side])))
        };
        let (writer_at, reader_at) = (offset(0, pair.old), offset(1, pair.new));
        let sentence = says.replace("{what}", what);
        let property = pair.path.rsplit_once("properties/").map(|(_, name)| name);
        let property = property.map(|rest| rest.split('/').next().unwrap_or(rest));
        let reason = match property {
            Some(property) => format!("in `{property}`: {sentence}"),
            None => sentence,
        };
        self.found.push(Breach {
            rule,
            path: format!("#/{path}"),
            detail: String::new(),
            reason,
            help: Some(rule.help.to_owned()),
            reader_at,
            writer_at,
        });
    }
}

/// What a schema that is nothing but a reference leads to; the schema itself where that is nowhere.
fn followed(mut place: Place<'_>) -> Place<'_> {
    for _ in 0..CHAIN {
        let Some(reference) = place.get("$ref").and_then(|at| at.node().as_str()) else {
            return place;
        };
        let demands = place.node().members().iter();
        let mut demands = demands.filter(|member| !ANNOTATIONS.contains(&&*member.key));
        if !place.draft().ref_hides_siblings() && demands.nth(1).is_some() {
            return place;
        }
        let Some(target) = place.resolve(reference) else { return place };
        place = target;
    }
    place
}

fn types(node: &Node) -> BTreeSet<&str> {
    let listed = node.elements().iter().filter_map(Node::as_str);
    node.as_str().into_iter().chain(listed).collect()
}
