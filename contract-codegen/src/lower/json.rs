//! JSON Schema to the IR. A schema is read as a conjunction: its own keywords, what its `$ref`s lead to and the members
//! of its `allOf`s, all of which must hold; types are made of what they say together.
//!
//! What has no type in Rust becomes a validated value with a warning; what a type leaves unchecked is evaluated beside it.

mod conjunction;
mod judged;
mod object;
mod scalar;
mod text;
mod tuple;
mod union;
mod variants;

use super::{Lowering, tag};
use crate::diagnostics::{Finding, Findings};
use crate::ir::{Body, Field, Judged, Named, Place, Record, Syntax, Tag, Ty, TypeId};
use crate::names;
use crate::source::{Contracts, Parsed};
use conjunction::{Conjunction, Facts};
use contract_model::FieldRules;
use contract_model::shape;
use contract_schema::Schema;
use contract_schema::json::{Demands, JsonSchema, Place as SchemaPlace, SchemaId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Bits of types, as `contract_schema::json::Demand::Types` has them.
pub(crate) mod kinds {
    pub(crate) const NULL: u8 = 1;
    pub(crate) const BOOL: u8 = 2;
    pub(crate) const OBJECT: u8 = 4;
    pub(crate) const ARRAY: u8 = 8;
    pub(crate) const STRING: u8 = 16;
    pub(crate) const WHOLE: u8 = 32;
    pub(crate) const NUMBER: u8 = 96;
    pub(crate) const ALL: u8 = 127;
}

/// Types that are made of one schema of one text, whichever schema refers to it, and whether null stands for them.
pub(crate) type Known = BTreeMap<Key, (TypeId, bool)>;

/// Texts and offsets of the schemas of a conjunction, and the types that are left to it.
pub(crate) type Key = (Vec<(u64, u32)>, u8, Vec<(u64, u32)>);

/// Lowers the root of a schema and what it leads to.
pub(super) fn define(
    schema: &JsonSchema,
    parsed: &Parsed,
    contracts: &Contracts,
    lowering: &mut Lowering<'_>,
    findings: &mut Findings,
) {
    let demands = Demands::of(schema);
    let places = shape::json_records(schema).into_iter().enumerate();
    let mut walk = Walk {
        demands: &demands,
        parsed,
        contracts,
        lowering,
        findings,
        records: places.map(|(index, place)| (place.key(), index)).collect(),
        judged: BTreeMap::new(),
        texts: RefCell::default(),
        open: Vec::new(),
        event: None,
    };
    let name = walk.document_name(schema.root_place());
    let root = Conjunction::of(demands.root());
    walk.event = parsed.contract.is_some().then(|| root.clone());
    let facts = root.facts(&demands);
    // A file of definitions alone is no type.
    if facts.is_anything() && parsed.contract.is_none() {
        return;
    }
    let lowered = walk.lower(&root, &name);
    match (&lowered.ty, &parsed.contract) {
        (Ty::Named { id, .. }, Some(contract)) if walk.is_record(*id) => {
            walk.lowering.roots.insert(parsed.source, *id);
            if contract.record != walk.lowering.ir.get(*id).full_name {
                walk.lowering.ids.entry(contract.record.clone()).or_insert(*id);
            }
        }
        (_, Some(contract)) => {
            let message = format!("event `{}` is no object with properties", contract.event);
            let place = Place { source: parsed.source, at: contract.at };
            let help = "say `\"type\": \"object\"` and name its `properties` at the root";
            walk.findings.push(Finding::error(place, message).help(help));
        }
        (_, None) => {}
    }
}

/// What a schema becomes.
struct Lowered {
    /// Without null.
    ty: Ty,
    is_nullable: bool,
    rules: FieldRules,
    /// What neither the type nor the rules check.
    residual: Option<usize>,
}

impl Lowered {
    fn plain(ty: Ty) -> Self {
        Lowered { ty, is_nullable: false, rules: FieldRules::default(), residual: None }
    }

    /// As a part of a list or map.
    fn part(&self) -> Ty {
        match self.is_nullable && self.ty != Ty::Json {
            true => Ty::Option { null: 0, inner: Box::new(self.ty.clone()) },
            false => self.ty.clone(),
        }
    }
}

/// What a type would be called.
#[derive(Clone)]
struct Name {
    /// Path of the place, `Payment.parties`.
    path: String,
    /// Full name of a type that stands there.
    full: String,
    modules: Vec<String>,
    ident: String,
    /// The module and beginning of what stands below.
    below: (Vec<String>, String),
}

impl Name {
    /// The name of a property, of the items of a list and so on.
    fn child(&self, part: &str) -> Name {
        let path = format!("{}.{part}", self.path);
        let (modules, begin) = &self.below;
        let ident = format!("{begin}{}", bare(&names::camel(&text::sanitized(part))));
        Name {
            full: format!("{path}.type"),
            modules: modules.clone(),
            below: (modules.clone(), ident.clone()),
            ident: text::checked(ident),
            path,
        }
    }
}

fn bare(ident: &str) -> &str {
    ident.trim_start_matches("r#").trim_start_matches('_')
}

struct Walk<'a, 'b, 's> {
    demands: &'a Demands<'s>,
    parsed: &'a Parsed,
    contracts: &'a Contracts,
    lowering: &'a mut Lowering<'b>,
    findings: &'a mut Findings,
    /// Records of the shape by the schema they stand for.
    records: HashMap<(usize, u32), usize>,
    /// Schemas that the evaluator knows.
    judged: BTreeMap<SchemaId, usize>,
    /// Fingerprints of the texts, by the address of the document.
    texts: RefCell<HashMap<usize, u64>>,
    /// Conjunctions without a name that are being lowered: one that comes again never ends.
    open: Vec<Conjunction>,
    /// The root, if it is an event.
    event: Option<Conjunction>,
}

impl<'s> Walk<'_, '_, 's> {
    fn is_record(&self, id: TypeId) -> bool {
        matches!(self.lowering.ir.get(id).body, Body::Record(_))
    }

    /// The source that a text is.
    fn source(&self, place: SchemaPlace<'s>) -> usize {
        if place.is_own() {
            return self.parsed.source;
        }
        let same = |one: &&Parsed| matches!(&one.schema, Schema::Json(schema) if schema.text() == place.text());
        let found = self.contracts.parsed.iter().find(same);
        found.map_or(self.parsed.source, |one| one.source)
    }

    fn place(&self, id: SchemaId) -> Place {
        match self.demands.place(id) {
            Some(place) => {
                let source = self.source(place);
                let is_there = place.is_own() || source != self.parsed.source;
                Place { source, at: is_there.then(|| place.position()) }
            }
            None => Place { source: self.parsed.source, at: None },
        }
    }

    /// What the root of a document is called: its title, else the name of its file.
    fn document_name(&self, place: SchemaPlace<'s>) -> Name {
        let title = place.top().get("title").and_then(|title| title.node().as_str());
        let title = title.filter(|title| !title.is_empty());
        let path = match title {
            Some(title) => title.to_owned(),
            None => {
                let file = &self.contracts.sources[self.source(place)].file;
                let file = file.rsplit('/').next().unwrap_or(file);
                file.trim_end_matches(".json").trim_end_matches(".schema").to_owned()
            }
        };
        let sanitized = text::sanitized(&path);
        let module = text::checked(names::snake(&sanitized));
        Name {
            full: path.clone(),
            modules: vec![module.clone()],
            ident: text::checked(names::camel(&sanitized)),
            below: (vec![module], String::new()),
            path,
        }
    }

    /// The name of a type of these schemas: what they are referred to by, else that of the place.
    fn name_of(&self, conjunction: &Conjunction, name: &Name) -> Name {
        let Some(place) = conjunction.only().and_then(|id| self.demands.place(id)) else {
            return name.clone();
        };
        let Some(called) = shape::json_name(place) else { return name.clone() };
        let target = conjunction.end(self.demands).and_then(|id| self.demands.place(id));
        let Some(target) = target else { return name.clone() };
        let document = self.document_name(target);
        if target.key() == target.top().key() {
            return document;
        }
        let path = format!("{}.{called}", document.path);
        let ident = text::checked(names::camel(&text::sanitized(&called)));
        let modules = document.below.0;
        let below = (modules.clone(), bare(&ident).to_owned());
        Name { full: path.clone(), path, modules, ident, below }
    }

    /// One identity for a conjunction, whichever schema it is seen from.
    fn key(&self, conjunction: &Conjunction) -> Key {
        let mut texts = self.texts.borrow_mut();
        let mut place = |id: &SchemaId| match self.demands.place(*id) {
            Some(place) => {
                let (document, offset) = place.key();
                let rabin = || contract_schema::fingerprint::rabin(place.text().as_bytes());
                (*texts.entry(document).or_insert_with(rabin), offset)
            }
            None => (0, 0),
        };
        let parts: BTreeSet<(u64, u32)> =
            conjunction.parts(self.demands).iter().map(&mut place).collect();
        let skipped = conjunction.skipped.iter().map(&mut place).collect();
        (parts.into_iter().collect(), conjunction.kinds, skipped)
    }

    /// A type in the arena, whose body follows.
    fn declare(&mut self, conjunction: &Conjunction, name: &Name, body: Body) -> TypeId {
        let id = TypeId(self.lowering.ir.types.len());
        let is_nullable = conjunction.facts(self.demands).takes_null()
            && matches!(body, Body::Record(_) | Body::Enum(_));
        self.lowering.json.insert(self.key(conjunction), (id, is_nullable));
        let place = conjunction
            .first()
            .map_or(Place { source: self.parsed.source, at: None }, |first| self.place(first));
        if let Some(first) = self.lowering.ids.get(&name.full) {
            let first = self.lowering.ir.get(*first).place;
            let message = format!("`{}` is defined twice", name.full);
            let finding = Finding::error(place, message).also(first, "first defined here");
            self.findings.push(
                finding.help("give one of them another `title`, or another name under `$defs`"),
            );
        }
        self.lowering.ids.insert(name.full.clone(), id);
        let ident = self.lowering.rust_name(&name.full, name.ident.clone());
        let doc = text::word(&self.defining(conjunction), "description");
        let named = Named {
            full_name: name.full.clone(),
            modules: name.modules.clone(),
            ident,
            doc,
            syntax: Syntax::Json,
            place,
            body,
        };
        self.lowering.ir.types.push(named);
        if let Some(reason) = super::deprecated::of_json(&self.defining(conjunction), &name.full) {
            self.lowering.ir.deprecated.insert(id, reason);
        }
        id
    }

    /// The places of a conjunction where annotations stand, the nearest first.
    fn annotations(&self, conjunction: &Conjunction) -> Vec<SchemaPlace<'s>> {
        let mut ids = conjunction.ids.clone();
        ids.extend(conjunction.parts(self.demands));
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        ids.into_iter().filter_map(|id| self.demands.place(id)).collect()
    }

    /// The places of the schemas that demand something.
    fn defining(&self, conjunction: &Conjunction) -> Vec<SchemaPlace<'s>> {
        let parts = conjunction.parts(self.demands);
        parts.into_iter().filter_map(|id| self.demands.place(id)).collect()
    }

    /// The strictest of the tags that stand anywhere in a conjunction.
    fn tags(&self, conjunction: &Conjunction) -> Option<Tag> {
        let lists = self.annotations(conjunction).into_iter();
        let lists = lists.filter_map(|place| place.get("confluent:tags"));
        let tags: Vec<String> = lists
            .flat_map(|list| list.node().elements())
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect();
        tag(&tags)
    }

    /// What the schemas become together.
    fn lower(&mut self, conjunction: &Conjunction, name: &Name) -> Lowered {
        let facts = conjunction.facts(self.demands);
        // Alternatives decide about null themselves.
        let has_alternatives = facts.alternatives().is_some() && !facts.has_properties();
        let is_nullable = facts.takes_null() && !has_alternatives;
        let name = self.name_of(conjunction, name);
        if facts.is_anything() && conjunction.kinds == kinds::ALL {
            return Lowered { is_nullable: true, ..Lowered::plain(Ty::Json) };
        }
        if let Some(known) = self.lowering.json.get(&self.key(conjunction)) {
            let (id, is_nullable) = *known;
            return Lowered { is_nullable, ..Lowered::plain(Ty::Named { id, boxed: false }) };
        }
        // A list of itself, without a record between, has no type in Rust.
        if self.open.contains(conjunction) {
            return self.value(conjunction, &name, "it is a list or map of itself");
        }
        self.open.push(conjunction.clone());
        let lowered = self.typed(conjunction, &facts, &name);
        self.open.pop();
        match lowered {
            Ok(lowered) => {
                let is_nullable = is_nullable || lowered.is_nullable;
                self.lowering
                    .json
                    .entry(self.key(conjunction))
                    .and_modify(|known| known.1 = is_nullable);
                Lowered { is_nullable, ..lowered }
            }
            Err(reason) => self.value(conjunction, &name, &reason),
        }
    }

    fn typed(
        &mut self,
        conjunction: &Conjunction,
        facts: &Facts<'s>,
        name: &Name,
    ) -> Result<Lowered, String> {
        if facts.is_false {
            return Err("no value satisfies it".to_owned());
        }
        if facts.alternatives().is_some() && !facts.has_properties() {
            return self.union(conjunction, facts, name);
        }
        if let Some(lowered) = self.variants(conjunction, facts, name) {
            return Ok(lowered);
        }
        if facts.kinds != kinds::ALL && facts.takes_null() && facts.may_refuse_null() {
            return Err("it may be null, and says more than rules say".to_owned());
        }
        match facts.kinds & !kinds::NULL {
            0 if facts.kinds == kinds::NULL => Err("it is always null".to_owned()),
            0 => Err("its parts allow different types".to_owned()),
            kinds::BOOL => self.flag(facts),
            kinds::WHOLE | kinds::NUMBER => self.number(facts),
            kinds::STRING => self.string(conjunction, facts, name),
            kinds::ARRAY => self.array(conjunction, facts, name),
            kinds::OBJECT => self.object(conjunction, facts, name),
            // Whoever names properties means an object, whether or not the type is said.
            kinds if facts.has_properties() && kinds & kinds::OBJECT != 0 => {
                self.object(conjunction, facts, name)
            }
            _ => self.of_values_or_kinds(conjunction, facts, name),
        }
    }

    /// A field of what the schemas of a property or position say.
    fn described(&self, owner: TypeId, own: &Conjunction, [name, ident]: [String; 2]) -> Field {
        let place = self.lowering.ir.get(owner).place;
        Field {
            name,
            ident,
            doc: text::word(&self.annotations(own), "description"),
            ty: Ty::Json,
            rules: FieldRules::default(),
            tag: self.tags(own),
            oneof: None,
            write: false,
            sealed: None,
            deprecated: self.is_deprecated(own),
            place: own.first().map_or(place, |first| self.place(first)),
        }
    }

    /// JSON as it is, judged by all that the schemas say.
    fn value(&mut self, conjunction: &Conjunction, name: &Name, reason: &str) -> Lowered {
        let schema = self.judge_all(conjunction);
        let id = self.declare(conjunction, name, Body::Value(schema));
        let place = self.lowering.ir.get(id).place;
        let message = format!("`{}` has no type in Rust: {reason}", name.path);
        let help =
            "it is held as JSON and validated; see the table of JSON Schema in docs/contracts.md";
        self.findings.push(Finding::warning(place, message).help(help));
        Lowered::plain(Ty::Named { id, boxed: false })
    }

    /// An index for a schema of the evaluator.
    fn add(&mut self, judged: Judged) -> usize {
        self.lowering.ir.judged.push(judged);
        self.lowering.ir.judged.len() - 1
    }

    fn record_of(&self, conjunction: &Conjunction) -> Option<&shape::Record> {
        let mut keys: Vec<SchemaId> = conjunction.ids.clone();
        keys.extend(conjunction.parts(self.demands));
        let mut places = keys.into_iter().filter_map(|id| self.demands.place(id));
        let index = places.find_map(|place| self.records.get(&place.key()))?;
        self.parsed.shape.records.get(*index)
    }

    fn fill(&mut self, id: TypeId, record: Record) {
        self.lowering.ir.types[id.0].body = Body::Record(record);
    }
}
