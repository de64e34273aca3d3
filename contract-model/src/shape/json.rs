//! The shape of a JSON Schema: objects with properties are records, `required` and `null` decide about presence.
//!
//! `$ref` is followed, the parts of an `allOf` are one, of `anyOf` and `oneOf` the branches are a union.
//! What the keywords allow of a value is left to the comparison of versions: a shape has types, not limits.

mod untyped;

use super::attributes::{self, Attributes};
use super::{Field, Presence, Record, RecordId, Shape, Type};
use crate::cel::{self, Rule};
use crate::constraint::FieldRules;
use crate::diagnostic::Diagnostic;
use contract_schema::json::{JsonSchema, Place};
use contract_schema::json_text::{Node, Value};
use contract_schema::{Format, Position};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Types that refer to each other without an object between them end here.
const DEEPEST: usize = 64;

/// Most types that are looked at: branches of branches multiply.
const MOST: usize = 100_000;

/// Most parts of `allOf`s and names in `required` that are looked at: every schema may refer to the same long ones.
const MOST_PARTS: usize = 500_000;

/// Longest name of a record or an enum, in bytes; what it is called is said again for all that is in it.
const LONGEST_NAME: usize = 512;

/// Digits of the longest decimal.
const DIGITS: u32 = 38;

/// What has no type that fields or elements could be asked of, whatever the reason.
pub(crate) const UNTYPED: &str = "JSON without a type";

/// The shape of `schema`: the root, if it is an object, and the objects that its properties lead to.
pub(crate) fn shape(schema: &JsonSchema) -> Shape {
    let (walk, root) = walked(schema);
    Shape {
        format: Format::Json,
        records: walk.records,
        root,
        enum_numbers: BTreeMap::new(),
        complaints: walk.complaints,
    }
}

/// The schemas of the records of a schema's shape, each at the index of its record.
pub fn record_places(schema: &JsonSchema) -> Vec<Place<'_>> {
    walked(schema).0.places
}

/// The shape's records and the root's.
fn walked(schema: &JsonSchema) -> (Walk<'_>, Option<RecordId>) {
    let mut walk = Walk {
        attributes: Attributes::of(schema.text()),
        records: Vec::new(),
        ids: HashMap::new(),
        places: Vec::new(),
        enums: HashMap::new(),
        left: MOST,
        parts_left: MOST_PARTS,
        complaints: Vec::new(),
    };
    let place = schema.root_place();
    let root = is_record(&walk.parts(place)).then(|| walk.record_id(place, root_name(schema)));
    walk.fill();
    (walk, root)
}

/// What a schema is called: its title, else the last part of its `$id`.
pub(crate) fn root_name(schema: &JsonSchema) -> String {
    let place = schema.root_place();
    title(place).or_else(|| file_name(place.base())).unwrap_or_else(|| "the schema".to_owned())
}

struct Walk<'a> {
    attributes: Attributes<'a>,
    records: Vec<Record>,
    /// By the address of the value that defines it.
    ids: HashMap<(usize, u32), RecordId>,
    /// The schema of each record.
    places: Vec<Place<'a>>,
    /// The symbols of each enum, `None` if it has other values, and whether null is one; by the address of its schema.
    enums: HashMap<(usize, u32), Option<Symbols>>,
    /// How many types may still be looked at.
    left: usize,
    /// How many parts may still be looked at.
    parts_left: usize,
    complaints: Vec<Diagnostic>,
}

/// The texts of an `enum` or `const`, and whether it has null.
type Symbols = (Arc<[String]>, bool);

impl<'a> Walk<'a> {
    /// The id of a record; its fields are filled in later, so that recursion ends and depth stays flat.
    fn record_id(&mut self, place: Place<'a>, name: String) -> RecordId {
        if let Some(known) = self.ids.get(&place.key()) {
            return *known;
        }
        let record = RecordId(self.records.len());
        self.records.push(Record {
            name: cut(&name).to_owned(),
            doc: text(place, "description"),
            fields: Vec::new(),
            reserved: Vec::new(),
            rules: Vec::new(),
            groups: Vec::new(),
            is_own: place.is_own(),
            at: self.position(place),
        });
        self.ids.insert(place.key(), record);
        self.places.push(place);
        record
    }

    fn fill(&mut self) {
        let mut filled = 0;
        while filled < self.records.len() {
            self.records[filled].fields = self.fields(filled);
            let place = self.places[filled];
            let at = self.position(place);
            self.records[filled].rules = self.rules(place, at);
            filled += 1;
        }
    }

    fn fields(&mut self, record: usize) -> Vec<Field> {
        let parts = self.parts(self.places[record]);
        let mut required: HashSet<&str> = HashSet::new();
        for list in parts.iter().filter_map(|part| part.get("required")) {
            let names = list.node().elements();
            let names = &names[..names.len().min(self.parts_left)];
            self.parts_left -= names.len();
            required.extend(names.iter().filter_map(Node::as_str));
        }
        let (mut fields, mut names) = (Vec::new(), HashSet::new());
        for properties in parts.iter().filter_map(|part| part.get("properties")) {
            for member in properties.node().members() {
                if self.left == 0 {
                    return fields;
                }
                if names.insert(&*member.key) {
                    let is_required = required.contains(&*member.key);
                    let place = properties.child(&member.value);
                    fields.push(self.field(record, &member.key, place, is_required));
                }
            }
        }
        fields
    }

    fn field(&mut self, record: usize, name: &str, place: Place<'a>, is_required: bool) -> Field {
        // Apart from the root's name: a new title must not rename everything below.
        let inner = match record {
            0 => name.to_owned(),
            _ => format!("{}.{}", self.records[record].name, cut(name)),
        };
        let (ty, has_null) = self.nullable(place, &inner, 0);
        let at = self.position(place);
        let mut read = Field {
            name: name.to_owned(),
            native: name.to_owned(),
            doc: text(place, "description"),
            number: None,
            oneof: None,
            ty,
            presence: if is_required && !has_null {
                Presence::Required
            } else {
                Presence::Nullable
            },
            write: false,
            tags: Vec::new(),
            rules: FieldRules::default(),
            deprecated: flag(place, "deprecated"),
            at,
        };
        let (before, mut words) = (self.complaints.len(), 0);
        for member in place.node().members() {
            let length = (member.value.span.end - member.value.span.start) as usize;
            match &*member.key {
                "contract" => {
                    words += length;
                    let value = self.attributes.raw(place.is_own(), &member.value);
                    read.write = attributes::write(&value, at, &mut self.complaints);
                }
                "confluent:tags" => {
                    words += length;
                    let value = self.attributes.raw(place.is_own(), &member.value);
                    read.tags = attributes::tags(&value, at, &mut self.complaints);
                }
                _ => {}
            }
        }
        if !matches!(read.ty, Type::Record(_)) {
            read.rules.cel = self.rules(place, at);
        }
        for complaint in &mut self.complaints[before..] {
            complaint.path.clone_from(&inner);
        }
        // A property may be one of many records, so that long words in it cost more than short ones.
        let words = words + read.doc.as_ref().map_or(0, String::len) + name.len();
        let cost = words / 1_024 + self.complaints.len() - before;
        self.left = self.left.saturating_sub(cost);
        read
    }

    /// `confluent:rules` of a record or a property.
    fn rules(&mut self, place: Place<'a>, at: Option<Position>) -> Vec<Rule> {
        let Some(list) = place.get("confluent:rules") else { return Vec::new() };
        let node = list.node();
        let length = (node.span.end - node.span.start) as usize;
        // A definition may be one of many records, so that long rules in it cost more than short ones.
        self.left = self.left.saturating_sub(length / 64);
        let value = self.attributes.raw(place.is_own(), node);
        cel::read_rules("confluent:rules", &value, at, &mut self.complaints)
    }

    fn position(&self, place: Place<'a>) -> Option<Position> {
        self.attributes.position(place.is_own(), place.node().span)
    }

    /// The type without `null`, and whether `null` was allowed. `name` is what an unnamed record is called.
    fn nullable(&mut self, place: Place<'a>, name: &str, depth: usize) -> (Type, bool) {
        if depth > DEEPEST || self.left == 0 {
            return (Type::Other("a type without end".to_owned()), false);
        }
        self.left -= 1;
        let name = named(place).unwrap_or_else(|| name.to_owned());
        let place = target(place);
        let parts = self.parts(place);
        if let Some(reason) = untyped::reason(&parts) {
            let has_null = types(&parts).is_none_or(|types| types.contains(&"null"));
            return (Type::Other(format!("{UNTYPED}: {reason}")), has_null);
        }
        if is_record(&parts) {
            let has_null = types(&parts).is_some_and(|types| types.contains(&"null"));
            return (Type::Record(self.record_id(place, name)), has_null);
        }
        if let Some(branches) = branches(&parts) {
            return self.union(&branches, &name, depth);
        }
        let symbols = self.enums.entry(place.key()).or_insert_with(|| symbols(&parts));
        if let Some((symbols, has_null)) = symbols {
            let (name, symbols) = (cut(&name).into(), Arc::clone(symbols));
            return (Type::Enum { name, symbols }, *has_null);
        }
        let Some(types) = types(&parts) else {
            return (Type::Other("any value".to_owned()), true);
        };
        let has_null = types.contains(&"null");
        let values = types.into_iter().filter(|ty| *ty != "null");
        one_of(values.map(|ty| self.typed(ty, &parts, &name, depth)).collect(), has_null)
    }

    /// A schema and what its `allOf` adds, each with its references followed.
    fn parts(&mut self, place: Place<'a>) -> Vec<Place<'a>> {
        let (mut found, mut known) = (Vec::new(), HashSet::new());
        let mut waiting = vec![place];
        while let Some(next) = waiting.pop().filter(|_| self.parts_left > 0) {
            self.parts_left -= 1;
            let hides = next.draft().ref_hides_siblings() && next.get("$ref").is_some();
            let resolved = target(next);
            for part in if hides { vec![resolved] } else { vec![next, resolved] } {
                if known.insert(part.key()) {
                    found.push(part);
                    if let Some(all) = part.get("allOf") {
                        let all_of = all.node().elements().iter().take(self.parts_left);
                        waiting.extend(all_of.rev().map(|one| all.child(one)));
                    }
                }
            }
        }
        found
    }

    fn union(&mut self, branches: &[Place<'a>], name: &str, depth: usize) -> (Type, bool) {
        let (mut values, mut has_null) = (Vec::new(), false);
        for branch in branches {
            let (ty, null) = self.nullable(*branch, name, depth + 1);
            has_null |= null;
            if ty != Type::Other("null".to_owned()) {
                values.push(ty);
            }
        }
        one_of(values, has_null)
    }

    fn typed(&mut self, ty: &str, parts: &[Place<'a>], name: &str, depth: usize) -> Type {
        let find = |key: &str| parts.iter().find_map(|part| part.get(key));
        match ty {
            "boolean" => Type::Bool,
            "integer" | "number" => number(parts),
            "string" => string(parts),
            "array" => Type::Array(Box::new(self.part(find("items"), name, depth))),
            "object" => {
                let values = self.part(find("additionalProperties"), name, depth);
                Type::Map(Box::new(Type::String), Box::new(values))
            }
            other => Type::Other(other.to_owned()),
        }
    }

    /// The items of a list or the values of a map.
    fn part(&mut self, place: Option<Place<'a>>, name: &str, depth: usize) -> Type {
        match place.map(|place| self.nullable(place, name, depth + 1)) {
            None => Type::Other("any value".to_owned()),
            Some((ty @ Type::Other(_), _)) | Some((ty, false)) => ty,
            Some((ty, true)) => Type::Nullable(Box::new(ty)),
        }
    }
}

/// The type of what is one of several, and whether it may be null.
fn one_of(mut values: Vec<Type>, has_null: bool) -> (Type, bool) {
    match values.len() {
        0 => (Type::Other("null".to_owned()), true),
        1 => (values.remove(0), has_null),
        _ => (Type::Union(values), has_null),
    }
}

fn string(parts: &[Place]) -> Type {
    let word = |key: &str| parts.iter().find_map(|part| part.get(key)?.node().as_str());
    // What other keywords say of the text is said of a text.
    let is_text = |key: &str| parts.iter().any(|part| part.get(key).is_some());
    if ["pattern", "minLength", "maxLength"].into_iter().any(is_text) {
        return match word("format") {
            Some("uuid") => Type::Uuid,
            _ => Type::String,
        };
    }
    match word("format") {
        Some("decimal") => decimal(parts).unwrap_or(Type::String),
        Some("uuid") => Type::Uuid,
        Some("date") => Type::Date,
        Some("time") => Type::Time,
        Some("date-time") => Type::Timestamp,
        Some("duration") => Type::Duration,
        Some(_) | None if word("contentEncoding") == Some("base64") => Type::Bytes,
        Some(_) | None => Type::String,
    }
}

/// Whole as soon as one part says so, or every listed number is; without a sign if 63 bits are not enough.
fn number(parts: &[Place]) -> Type {
    let is_whole = |part: &Place| {
        let names = types(std::slice::from_ref(part)).unwrap_or_default();
        names.contains(&"integer") && !names.contains(&"number")
    };
    let are_whole = |values: &[Node]| {
        let mut numbers = values.iter().filter_map(|value| match &value.value {
            Value::Number(text) => Some(text),
            _ => None,
        });
        numbers.all(|text| !text.contains(['.', 'e', 'E']))
    };
    if !parts.iter().any(is_whole) && !listed(parts).is_some_and(are_whole) {
        return Type::Double;
    }
    let limits = |keys: [&str; 2]| {
        let found = parts.iter().flat_map(|part| keys.map(|key| part.get(key)));
        let numbers = found.flatten().filter_map(|limit| match &limit.node().value {
            // Beyond 128 bits it is as good as the last of them.
            Value::Number(text) => match text.parse::<i128>() {
                Ok(limit) => Some(limit),
                Err(_) => text.parse::<f64>().ok().map(|limit| limit.floor() as i128),
            },
            _ => None,
        });
        numbers.collect::<Vec<i128>>()
    };
    let is_positive = limits(["minimum", "exclusiveMinimum"]).into_iter().any(|least| least >= 0);
    let most = limits(["maximum", "exclusiveMaximum"]).into_iter().min();
    let is_large = most.is_some_and(|most| most > i128::from(i64::MAX));
    if is_positive && is_large { Type::ULong } else { Type::Long }
}

/// The values under `enum` or `const`.
fn listed<'a>(parts: &[Place<'a>]) -> Option<&'a [Node]> {
    parts.iter().find_map(|part| {
        let list = part.get("enum").map(|list| list.node().elements());
        list.or_else(|| part.get("const").map(|one| std::slice::from_ref(one.node())))
    })
}

/// Digits and scale of a decimal.
fn decimal(parts: &[Place]) -> Option<Type> {
    let count = |key: &str| {
        let found = parts.iter().find_map(|part| part.get(key)?.node().as_i64());
        found.and_then(|count| u32::try_from(count).ok())
    };
    let (scale, precision) = (count("scale")?, count("precision").unwrap_or(DIGITS));
    (scale <= precision && precision <= DIGITS).then_some(Type::Decimal { precision, scale })
}

/// The schema that a chain of `$ref` ends at; an `allOf` around one of them is how older drafts add words to it.
fn target(mut place: Place<'_>) -> Place<'_> {
    for _ in 0..DEEPEST {
        match reference(place).and_then(|(from, reference)| from.resolve(reference)) {
            Some(next) => place = next,
            None => return place,
        }
    }
    place
}

fn reference(place: Place<'_>) -> Option<(Place<'_>, &str)> {
    let from = match place.get("allOf") {
        Some(all) if place.get("properties").is_none() => match all.node().elements() {
            [only] => all.child(only),
            _ => place,
        },
        Some(_) | None => place,
    };
    Some((from, from.get("$ref")?.node().as_str()?))
}

fn is_record(parts: &[Place]) -> bool {
    let is_object = types(parts).is_none_or(|types| types.contains(&"object"));
    is_object && parts.iter().any(|part| part.get("properties").is_some())
}

/// The names under `type`; with several parts the first that has any.
fn types<'a>(parts: &[Place<'a>]) -> Option<Vec<&'a str>> {
    let ty = parts.iter().find_map(|part| part.get("type"))?.node();
    Some(match ty.as_str() {
        Some(one) => vec![one],
        // There are seven types; what was imported may name others, and any number of them.
        None => ty.elements().iter().take(16).filter_map(Node::as_str).collect(),
    })
}

fn branches<'a>(parts: &[Place<'a>]) -> Option<Vec<Place<'a>>> {
    let list = parts.iter().find_map(|part| part.get("oneOf").or_else(|| part.get("anyOf")))?;
    Some(list.node().elements().iter().map(|one| list.child(one)).collect())
}

/// Nothing if it has other values than texts and null.
fn symbols(parts: &[Place]) -> Option<Symbols> {
    let values = listed(parts)?;
    let symbol = |value: &Node| match &value.value {
        Value::String(text) => Some(Some(text.to_string())),
        Value::Null => Some(None),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let symbols: Vec<Option<String>> = values.iter().map(symbol).collect::<Option<_>>()?;
    let has_null = symbols.iter().any(Option::is_none);
    Some((symbols.into_iter().flatten().collect(), has_null))
}

/// What a reference is called: the title of its target, else the last part of its pointer or address.
pub fn named(place: Place<'_>) -> Option<String> {
    let (_, reference) = reference(place)?;
    let pointer = reference.split_once('#').map(|(_, fragment)| fragment);
    title(target(place))
        .or_else(|| pointer.and_then(|pointer| pointer.rsplit('/').next()).and_then(non_empty))
        .or_else(|| file_name(reference))
}

/// `OriginatorInfo` of `https://example.com/party/OriginatorInfo.schema.json#`.
fn file_name(address: &str) -> Option<String> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    non_empty(last.trim_end_matches(".json").trim_end_matches(".schema"))
}

fn title(place: Place<'_>) -> Option<String> {
    place.get("title").and_then(|title| non_empty(title.node().as_str()?))
}

fn text(place: Place<'_>, key: &str) -> Option<String> {
    place.get(key)?.node().as_str().map(str::to_owned)
}

fn flag(place: Place<'_>, key: &str) -> bool {
    place.get(key).and_then(|value| value.node().as_bool()) == Some(true)
}

/// A name, cut to its longest.
fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| cut(text).to_owned())
}

/// The beginning of a name that is longer than anybody reads.
fn cut(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST_NAME)]
}
