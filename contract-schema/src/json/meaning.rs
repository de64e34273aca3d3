//! What a JSON Schema means by its specification: every schema as a list of demands, draft by draft.
//!
//! The tree beside this file is what Confluent's registry sees of a schema; this is what a validator makes of it.
//! It serves the rules beyond the standard, the validator and the search for witnesses.

mod colour;
mod load;
mod types;

use super::documents::{Place, ResourceKey};
use super::exact::Exact;
use super::model::JsonSchema;
use crate::json_text::Node;
use std::collections::HashMap;

pub(super) use colour::Colour;
pub(super) use types::Types;

/// A schema, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Id(u32);

/// Schemas and all that can be reached from them; those of a writer and of a reader share one numbering.
pub(super) struct Meanings<'s> {
    nodes: Vec<Meaning<'s>>,
    /// What a schema that is nothing but a reference leads to in the end.
    ends: Vec<Id>,
    known: HashMap<(usize, u32), Id>,
    /// Bytes of the values that are only compared, so far.
    unread: usize,
}

/// One schema.
pub(super) struct Meaning<'s> {
    /// Where it stands; the two that this module made up stand nowhere.
    pub(super) place: Option<Place<'s>>,
    pub(super) demands: Vec<Demand<'s>>,
    /// It refuses everything.
    pub(super) is_false: bool,
    /// Equal for schemas that mean the same because they say the same.
    pub(super) colour: Colour,
}

/// One keyword that demands something.
pub(super) struct Demand<'s> {
    pub(super) keyword: &'s str,
    pub(super) kind: Kind<'s>,
    pub(super) colour: Colour,
}

/// What is demanded, whatever draft spells it.
pub(super) enum Kind<'s> {
    Types(Types),
    /// `enum` and `const`.
    Values(Vec<&'s Node>),
    Least(Bound),
    Most(Bound),
    Step(Exact),
    MinLength(u64),
    MaxLength(u64),
    Pattern(&'s str),
    Format(&'s str),
    /// `contentEncoding` or `contentMediaType`.
    Content(&'s str),
    MinItems(u64),
    MaxItems(u64),
    Unique,
    Items(Items),
    Contains(Contains),
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<&'s str>),
    Members(Members<'s>),
    Names(Id),
    DependentNames(Vec<(&'s str, Vec<&'s str>)>),
    DependentSchemas(Vec<(&'s str, Id)>),
    UnevaluatedItems(Id),
    UnevaluatedProperties(Id),
    All(Vec<Id>),
    Any(Vec<Id>),
    One(Vec<Id>),
    Not(Id),
    If(Conditional),
    Reference(Id),
    Dynamic(Dynamic),
    /// Says something that validators of the draft do not look at.
    Meant(Unread<'s>),
    /// Nobody can tell what it means: a reference that leads nowhere or round in a circle, an ill-formed value. With
    /// its value, if equal values mean the same.
    Opaque(Option<Unread<'s>>),
}

/// A value that is only compared: it says the same as an equal one whose references lead to schemas that say the same.
pub(super) struct Unread<'s> {
    pub(super) value: &'s Node,
    /// Where the references in it lead, in an order that the spelling of the value does not change; `None` where all
    /// such values are too long to be compared.
    pub(super) leads_to: Option<Vec<Id>>,
}

/// A limit of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) at: Exact,
    pub(super) is_exclusive: bool,
}

impl Bound {
    /// As a lower bound.
    pub(super) fn admits_above(&self, number: &Exact) -> bool {
        if self.is_exclusive { *number > self.at } else { *number >= self.at }
    }

    /// As an upper bound.
    pub(super) fn admits_below(&self, number: &Exact) -> bool {
        if self.is_exclusive { *number < self.at } else { *number <= self.at }
    }
}

/// Schemas of items by position, and of the rest.
pub(super) struct Items {
    pub(super) listed: Vec<Id>,
    pub(super) rest: Option<Id>,
}

/// `contains` with its two counts.
pub(super) struct Contains {
    pub(super) schema: Id,
    pub(super) least: u64,
    pub(super) most: Option<u64>,
    /// What it describes counts as evaluated.
    pub(super) evaluates: bool,
}

/// Schemas of properties by name and pattern, and of the rest.
#[derive(Default)]
pub(super) struct Members<'s> {
    /// In the order of the text.
    pub(super) listed: Vec<(&'s str, Id)>,
    by_name: HashMap<&'s str, u32>,
    pub(super) patterns: Vec<(&'s str, Id)>,
    pub(super) rest: Option<Id>,
}

impl<'s> Members<'s> {
    pub(super) fn new(
        listed: Vec<(&'s str, Id)>,
        patterns: Vec<(&'s str, Id)>,
        rest: Option<Id>,
    ) -> Self {
        let by_name = listed.iter().enumerate().map(|(at, (name, _))| (*name, at as u32)).collect();
        Members { listed, by_name, patterns, rest }
    }

    pub(super) fn get(&self, name: &str) -> Option<Id> {
        self.by_name.get(name).map(|at| self.listed[*at as usize].1)
    }
}

/// `if` with what follows from it.
pub(super) struct Conditional {
    pub(super) test: Id,
    pub(super) then: Option<Id>,
    pub(super) otherwise: Option<Id>,
}

/// A reference that the way to it decides: the outermost resource on the way that answers to it does.
pub(super) struct Dynamic {
    pub(super) first: Id,
    pub(super) answers: Vec<(ResourceKey, Id)>,
}

impl<'s> Meanings<'s> {
    /// Nothing but the one schema that every forest needs: it accepts everything.
    pub(super) fn new() -> Self {
        let anything = Meaning {
            place: None,
            demands: Vec::new(),
            is_false: false,
            colour: Colour::default(),
        };
        Meanings { nodes: vec![anything], ends: Vec::new(), known: HashMap::new(), unread: 0 }
    }

    /// Those of a writer and of a reader, with their roots.
    pub(super) fn of_pair(writer: &'s JsonSchema, reader: &'s JsonSchema) -> (Self, Id, Id) {
        let mut meanings = Meanings::new();
        let (old, new) = (meanings.add(writer.root_place()), meanings.add(reader.root_place()));
        meanings.finish();
        let (old, new) = (meanings.end(old), meanings.end(new));
        (meanings, old, new)
    }

    /// The schema that accepts everything.
    pub(super) fn anything(&self) -> Id {
        Id(0)
    }

    pub(super) fn get(&self, id: Id) -> &Meaning<'s> {
        &self.nodes[self.end(id).0 as usize]
    }

    /// The schema itself, or what it refers to if it does nothing else.
    pub(super) fn end(&self, id: Id) -> Id {
        self.ends.get(id.0 as usize).copied().unwrap_or(id)
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Accepts everything because it demands nothing.
    pub(super) fn is_anything(&self, id: Id) -> bool {
        let meaning = self.get(id);
        !meaning.is_false && meaning.demands.is_empty()
    }
}

/// What a demand asks of the value itself by other schemas, not of what is inside.
pub(super) enum InPlace<'k> {
    /// Valid for all.
    All(&'k [Id]),
    /// Valid for some, or for one alone.
    Some(&'k [Id]),
    Not(Id),
    If(&'k Conditional),
    /// Valid for those whose property it has.
    Dependent,
    /// Nobody can tell which schema.
    Unknown,
    /// It says nothing by other schemas.
    Nothing,
}

impl Kind<'_> {
    /// The part of the demand that other schemas decide for the value itself.
    pub(super) fn in_place(&self) -> InPlace<'_> {
        match self {
            Kind::All(list) => InPlace::All(list),
            Kind::Reference(target) => InPlace::All(std::slice::from_ref(target)),
            Kind::Any(list) | Kind::One(list) => InPlace::Some(list),
            Kind::Not(schema) => InPlace::Not(*schema),
            Kind::If(parts) => InPlace::If(parts),
            Kind::DependentSchemas(_) => InPlace::Dependent,
            Kind::Dynamic(_) | Kind::Opaque(_) => InPlace::Unknown,
            Kind::Types(_)
            | Kind::Values(_)
            | Kind::Least(_)
            | Kind::Most(_)
            | Kind::Step(_)
            | Kind::MinLength(_)
            | Kind::MaxLength(_)
            | Kind::Pattern(_)
            | Kind::Format(_)
            | Kind::Content(_)
            | Kind::MinItems(_)
            | Kind::MaxItems(_)
            | Kind::Unique
            | Kind::Items(_)
            | Kind::Contains(_)
            | Kind::MinProperties(_)
            | Kind::MaxProperties(_)
            | Kind::Required(_)
            | Kind::Members(_)
            | Kind::Names(_)
            | Kind::DependentNames(_)
            | Kind::UnevaluatedItems(_)
            | Kind::UnevaluatedProperties(_)
            | Kind::Meant(_) => InPlace::Nothing,
        }
    }

    /// The schemas right below.
    pub(super) fn below(&self) -> Vec<Id> {
        match self {
            Kind::Types(_)
            | Kind::Values(_)
            | Kind::Least(_)
            | Kind::Most(_)
            | Kind::Step(_)
            | Kind::MinLength(_)
            | Kind::MaxLength(_)
            | Kind::Pattern(_)
            | Kind::Format(_)
            | Kind::Content(_)
            | Kind::MinItems(_)
            | Kind::MaxItems(_)
            | Kind::Unique
            | Kind::MinProperties(_)
            | Kind::MaxProperties(_)
            | Kind::Required(_)
            | Kind::DependentNames(_)
            | Kind::Opaque(None) => Vec::new(),
            Kind::Meant(unread) | Kind::Opaque(Some(unread)) => {
                unread.leads_to.clone().unwrap_or_default()
            }
            Kind::Items(items) => items.listed.iter().copied().chain(items.rest).collect(),
            Kind::Contains(contains) => vec![contains.schema],
            Kind::Members(members) => {
                let named = members.listed.iter().chain(&members.patterns);
                named.map(|(_, id)| *id).chain(members.rest).collect()
            }
            Kind::DependentSchemas(list) => list.iter().map(|(_, id)| *id).collect(),
            Kind::Names(id)
            | Kind::UnevaluatedItems(id)
            | Kind::UnevaluatedProperties(id)
            | Kind::Not(id)
            | Kind::Reference(id) => vec![*id],
            Kind::All(list) | Kind::Any(list) | Kind::One(list) => list.clone(),
            Kind::If(parts) => {
                [Some(parts.test), parts.then, parts.otherwise].into_iter().flatten().collect()
            }
            Kind::Dynamic(dynamic) => {
                let answers = dynamic.answers.iter().map(|(_, id)| *id);
                std::iter::once(dynamic.first).chain(answers).collect()
            }
        }
    }
}
