//! The smallest datum of a type: how deep it must be, and its parts, within bounds.

use super::datum::Datum;
use crate::avro::model::{AvroSchema, Kind, Logical, TypeId};
use std::collections::VecDeque;

/// Levels of values in values. Building, printing and reading a datum recurse so deep and no deeper.
pub(super) const DEEPEST: u32 = 200;
/// Values in one datum, bytes of `fixed` included.
const MOST_VALUES: usize = 100_000;

/// Builds data of one schema.
pub(super) struct Smallest<'s> {
    schema: &'s AvroSchema,
    /// Levels that a datum of the type needs; none for a type without any datum: an enum without symbols, an empty union,
    /// a record that contains itself.
    heights: Vec<Option<u32>>,
    left: usize,
}

impl<'s> Smallest<'s> {
    pub(super) fn new(schema: &'s AvroSchema) -> Self {
        Smallest { schema, heights: heights(schema), left: MOST_VALUES }
    }

    /// Whether the type has a datum at all.
    pub(super) fn exists(&self, ty: TypeId) -> bool {
        self.heights[ty.0 as usize].is_some()
    }

    /// A datum with as few levels as can be; none if there is none within the bounds.
    pub(super) fn of(&mut self, ty: TypeId) -> Option<Datum> {
        if self.heights[ty.0 as usize]? > DEEPEST || self.left == 0 {
            return None;
        }
        self.left -= 1;
        Some(match &self.schema.get(ty).kind {
            Kind::Null => Datum::Null,
            Kind::Boolean => Datum::Boolean(true),
            Kind::Int => Datum::Int(1),
            Kind::Long => Datum::Long(1),
            Kind::Float => Datum::Float(1.5),
            Kind::Double => Datum::Double(1.5),
            Kind::Bytes => Datum::Bytes(vec![1]),
            Kind::String => Datum::String(self.text(ty)),
            Kind::Array(_) => Datum::Array(Vec::new()),
            Kind::Map(_) => Datum::Map(Vec::new()),
            Kind::Enum(_) => Datum::Enum(0),
            Kind::Fixed(fixed) => {
                self.left = self.left.checked_sub(fixed.size)?;
                Datum::Bytes(vec![0; fixed.size])
            }
            Kind::Union(branches) => {
                let height = |branch: &TypeId| self.heights[branch.0 as usize];
                let lowest =
                    branches.iter().enumerate().filter(|(_, branch)| height(branch).is_some());
                let (number, branch) = lowest.min_by_key(|(_, branch)| height(branch))?;
                Datum::Union(number, Box::new(self.of(*branch)?))
            }
            Kind::Record(record) => {
                let fields = record.fields.iter();
                Datum::Record(fields.map(|field| self.of(field.ty)).collect::<Option<_>>()?)
            }
        })
    }

    /// Another datum than [`Smallest::of`] makes, where the type has one: no default is like it by chance.
    pub(super) fn other(&mut self, ty: TypeId) -> Option<Datum> {
        let schema = self.schema;
        match &schema.get(ty).kind {
            Kind::Int => Some(Datum::Int(7)),
            Kind::Long => Some(Datum::Long(7)),
            Kind::Float => Some(Datum::Float(7.5)),
            Kind::Double => Some(Datum::Double(7.5)),
            Kind::Boolean => Some(Datum::Boolean(false)),
            Kind::Bytes => Some(Datum::Bytes(vec![7])),
            Kind::String if schema.get(ty).logical.is_none() => Some(Datum::String("b".to_owned())),
            Kind::Array(inner) => Some(Datum::Array(vec![self.of(*inner)?])),
            Kind::Map(inner) => Some(Datum::Map(vec![("key".to_owned(), self.of(*inner)?)])),
            Kind::Enum(kind) => Some(Datum::Enum(kind.symbols.len().checked_sub(1)?)),
            Kind::Fixed(fixed) => {
                self.left = self.left.checked_sub(fixed.size)?;
                Some(Datum::Bytes(vec![7; fixed.size]))
            }
            Kind::Union(branches) => {
                let number = branches.iter().rposition(|branch| self.exists(*branch))?;
                Some(Datum::Union(number, Box::new(self.of(branches[number])?)))
            }
            Kind::Null | Kind::String | Kind::Record(_) => self.of(ty),
        }
    }

    fn text(&self, ty: TypeId) -> String {
        match self.schema.get(ty).logical {
            Some(Logical::Uuid) => "00112233-4455-6677-8899-aabbccddeeff".to_owned(),
            _ => "a".to_owned(),
        }
    }
}

/// How many levels a datum of each type needs, the lowest first: what needs others waits for them.
fn heights(schema: &AvroSchema) -> Vec<Option<u32>> {
    let count = schema.types.len();
    let mut heights: Vec<Option<u32>> = vec![None; count];
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut missing = vec![0_usize; count];
    let mut ready: VecDeque<u32> = VecDeque::new();
    for (index, ty) in schema.types.iter().enumerate() {
        match &ty.kind {
            Kind::Record(record) => {
                missing[index] = record.fields.len();
                record
                    .fields
                    .iter()
                    .for_each(|field| users[field.ty.0 as usize].push(index as u32));
            }
            Kind::Union(branches) => {
                missing[index] = usize::MAX;
                branches.iter().for_each(|branch| users[branch.0 as usize].push(index as u32));
            }
            Kind::Enum(kind) if kind.symbols.is_empty() => missing[index] = usize::MAX,
            _ => {}
        }
        if missing[index] == 0 {
            heights[index] = Some(1);
            ready.push_back(index as u32);
        }
    }
    while let Some(done) = ready.pop_front() {
        let above = heights[done as usize].map_or(1, |height| height.saturating_add(1));
        for user in std::mem::take(&mut users[done as usize]) {
            let user_index = user as usize;
            missing[user_index] = match &schema.types[user_index].kind {
                Kind::Union(_) => 0,
                _ => missing[user_index].saturating_sub(1),
            };
            if missing[user_index] == 0 && heights[user_index].is_none() {
                heights[user_index] = Some(above);
                ready.push_back(user);
            }
        }
    }
    heights
}
