//! What a schema demands, keyword by keyword and the same for all drafts: the view that the compiler works from.

use super::cover::{Covers, ascii};
use super::documents::Place;
use super::exact::Exact;
use super::meaning::{self, Kind, Meanings};
use super::model::JsonSchema;
use crate::json_text::Node;

/// A schema and everything that can be reached from it.
pub struct Demands<'s> {
    meanings: Meanings<'s>,
    root: SchemaId,
}

/// A schema of [`Demands`], by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(meaning::Id);

/// One keyword that demands something; a list of properties and the like may be spelled by several.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the keyword it is named after, whatever draft spells it")]
pub enum Demand<'s> {
    /// `type`, as bits: null 1, boolean 2, object 4, array 8, string 16, whole number 32, other number 64.
    Types(u8),
    /// `enum` and `const`.
    Values(Vec<&'s Node>),
    Least(Limit),
    Most(Limit),
    MultipleOf(Limit),
    MinLength(u64),
    MaxLength(u64),
    Pattern(&'s str),
    Format(&'s str),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    Items {
        listed: Vec<SchemaId>,
        rest: Option<SchemaId>,
    },
    Contains {
        schema: SchemaId,
        least: u64,
        most: Option<u64>,
        evaluates: bool,
    },
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<&'s str>),
    Properties {
        listed: Vec<(&'s str, SchemaId)>,
        patterns: Vec<(&'s str, SchemaId)>,
        rest: Option<SchemaId>,
    },
    PropertyNames(SchemaId),
    DependentRequired(Vec<(&'s str, Vec<&'s str>)>),
    DependentSchemas(Vec<(&'s str, SchemaId)>),
    UnevaluatedItems(SchemaId),
    UnevaluatedProperties(SchemaId),
    AllOf(Vec<SchemaId>),
    AnyOf(Vec<SchemaId>),
    OneOf(Vec<SchemaId>),
    Not(SchemaId),
    If {
        condition: SchemaId,
        then: Option<SchemaId>,
        otherwise: Option<SchemaId>,
    },
    Ref(SchemaId),
    /// A reference whose meaning depends on the way that led to it.
    Dynamic,
    /// What nobody can tell: a reference that leads nowhere, an ill-formed value.
    Unknown,
}

/// A number that a keyword names.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Its value, if it is whole and fits.
    pub whole: Option<i128>,
    /// The nearest double.
    pub double: f64,
    /// The limit itself is excluded.
    pub is_excluded: bool,
}

impl Limit {
    fn of(number: &Exact, is_excluded: bool) -> Limit {
        Limit { whole: number.to_i128(), double: number.to_f64(), is_excluded }
    }
}

impl<'s> Demands<'s> {
    /// Those of a schema.
    pub fn of(schema: &'s JsonSchema) -> Self {
        let mut meanings = Meanings::new();
        let root = SchemaId(meanings.add(schema.root_place()));
        Demands { meanings, root }
    }

    /// The schema itself.
    pub fn root(&self) -> SchemaId {
        self.root
    }

    /// Where a schema stands.
    pub fn place(&self, id: SchemaId) -> Option<Place<'s>> {
        self.meanings.get(id.0).place
    }

    /// The schema `false`.
    pub fn is_false(&self, id: SchemaId) -> bool {
        self.meanings.get(id.0).is_false
    }

    /// What a schema demands, each with its keyword; annotations demand nothing.
    pub fn demands(&self, id: SchemaId) -> Vec<(&'s str, Demand<'s>)> {
        let demands = &self.meanings.get(id.0).demands;
        demands.iter().filter_map(|one| Some((one.keyword, demand(&one.kind)?))).collect()
    }
}

fn demand<'s>(kind: &Kind<'s>) -> Option<Demand<'s>> {
    let ids = |list: &[meaning::Id]| list.iter().copied().map(SchemaId).collect();
    let named = |list: &[(&'s str, meaning::Id)]| {
        list.iter().map(|(name, id)| (*name, SchemaId(*id))).collect()
    };
    Some(match kind {
        Kind::Types(types) => Demand::Types(types.bits() as u8),
        Kind::Values(values) => Demand::Values(values.clone()),
        Kind::Least(bound) => Demand::Least(Limit::of(&bound.at, bound.is_exclusive)),
        Kind::Most(bound) => Demand::Most(Limit::of(&bound.at, bound.is_exclusive)),
        Kind::Step(step) => Demand::MultipleOf(Limit::of(step, false)),
        Kind::MinLength(count) => Demand::MinLength(*count),
        Kind::MaxLength(count) => Demand::MaxLength(*count),
        Kind::Pattern(pattern) => Demand::Pattern(pattern),
        Kind::Format(name) => Demand::Format(name),
        Kind::MinItems(count) => Demand::MinItems(*count),
        Kind::MaxItems(count) => Demand::MaxItems(*count),
        Kind::Unique => Demand::UniqueItems,
        Kind::Items(items) => {
            Demand::Items { listed: ids(&items.listed), rest: items.rest.map(SchemaId) }
        }
        Kind::Contains(contains) => Demand::Contains {
            schema: SchemaId(contains.schema),
            least: contains.least,
            most: contains.most,
            evaluates: contains.evaluates,
        },
        Kind::MinProperties(count) => Demand::MinProperties(*count),
        Kind::MaxProperties(count) => Demand::MaxProperties(*count),
        Kind::Required(names) => Demand::Required(names.clone()),
        Kind::Members(members) => Demand::Properties {
            listed: named(&members.listed),
            patterns: named(&members.patterns),
            rest: members.rest.map(SchemaId),
        },
        Kind::Names(id) => Demand::PropertyNames(SchemaId(*id)),
        Kind::DependentNames(list) => Demand::DependentRequired(list.clone()),
        Kind::DependentSchemas(list) => Demand::DependentSchemas(named(list)),
        Kind::UnevaluatedItems(id) => Demand::UnevaluatedItems(SchemaId(*id)),
        Kind::UnevaluatedProperties(id) => Demand::UnevaluatedProperties(SchemaId(*id)),
        Kind::All(list) => Demand::AllOf(ids(list)),
        Kind::Any(list) => Demand::AnyOf(ids(list)),
        Kind::One(list) => Demand::OneOf(ids(list)),
        Kind::Not(id) => Demand::Not(SchemaId(*id)),
        Kind::If(parts) => Demand::If {
            condition: SchemaId(parts.test),
            then: parts.then.map(SchemaId),
            otherwise: parts.otherwise.map(SchemaId),
        },
        Kind::Reference(id) => Demand::Ref(SchemaId(*id)),
        Kind::Dynamic(_) => Demand::Dynamic,
        Kind::Opaque(_) => Demand::Unknown,
        // What is in a string is said, not demanded.
        Kind::Content(_) | Kind::Meant(_) => return None,
    })
}

/// A pattern as the engine of Rust reads it; `None` if that has no word for a part of it (look-around, back references).
pub fn rust_pattern(pattern: &str) -> Option<String> {
    let ascii = ascii(pattern);
    regex::Regex::new(&ascii).is_ok().then_some(ascii)
}

/// Whether a pattern is found in a name; `None` where nobody can tell.
pub fn is_found(pattern: &str, name: &str) -> Option<bool> {
    Covers::default().decide(pattern, name).0
}
