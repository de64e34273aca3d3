//! Resolution as a plan: how every value of a writer's type becomes one of the reader's, decided once for a pair of schemas.
//!
//! Source: Avro 1.12 specification, "Schema Resolution" and "Aliases". The plan is printed as Rust by the compiler and
//! walked at run time for writers that nobody compiled; both therefore read the same data the same way.
//! A value that would mean something else to the reader (another scale, another unit) has no reading.

mod default;
mod report;
mod same;
mod size;
mod union;

use super::compat::names_fit;
use super::fit::Fit;
use super::model::{AvroSchema, Enum, Field, Fixed, Kind, Logical, Record, Type, TypeId};
use std::collections::HashMap;
use std::fmt;

/// How data of one schema are read as data of another.
#[derive(Debug, Clone)]
pub struct Plan {
    entries: Vec<Entry>,
    /// The least number of bytes that a value of the writer's type has, by type.
    least: Vec<usize>,
}

/// Index of an entry in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(u32);

impl EntryId {
    /// Where it stands among [`Plan::entries`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How values of one type of the writer are read as one type of the reader.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The reader's type.
    pub reader: TypeId,
    /// The writer's type.
    pub writer: TypeId,
    /// What to do.
    pub action: Action,
    /// The same bytes are the same value to the reader, whatever the value.
    pub same: bool,
}

/// What becomes of a value.
#[derive(Debug, Clone)]
pub enum Action {
    /// The reader's type has the same encoding and meaning.
    Keep,
    /// Another primitive.
    Promote(Promotion),
    /// Field by field.
    Record(Fields),
    /// By the writer's symbol.
    Enum(Vec<Symbol>),
    /// Item by item.
    Array(EntryId),
    /// Value by value; keys stay.
    Map(EntryId),
    /// The writer's union: by the branch that was written.
    FromUnion(Vec<EntryId>),
    /// The reader's union: the value is one of this branch.
    IntoUnion {
        /// The reader's branch.
        branch: usize,
        /// How the value is read there.
        inner: EntryId,
    },
    /// The reader has no value for it.
    Refuse(Mismatch),
}

/// A primitive that is read as another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promotion {
    /// `int` as `long`: the same bytes.
    IntToLong,
    /// `int` as `float`
    IntToFloat,
    /// `int` as `double`
    IntToDouble,
    /// `long` as `float`
    LongToFloat,
    /// `long` as `double`
    LongToDouble,
    /// `float` as `double`
    FloatToDouble,
    /// `string` as `bytes`: the same bytes.
    StringToBytes,
    /// `bytes` as `string`: the same bytes, which must be UTF-8.
    BytesToString,
}

/// How a record is read.
#[derive(Debug, Clone)]
pub struct Fields {
    /// What happens to the writer's fields, in their order.
    pub steps: Vec<Step>,
    /// The reader's fields that were not written.
    pub defaults: Vec<Default>,
}

/// What happens to a field that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is read into the reader's field.
    Read {
        /// Index of the reader's field.
        field: usize,
        /// How.
        entry: EntryId,
    },
    /// The reader does not know it.
    Skip {
        /// The writer's type.
        ty: TypeId,
    },
}

/// A field that was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Default {
    /// Index of the reader's field.
    pub field: usize,
    /// The default's encoding as a value of the reader's type.
    pub bytes: Vec<u8>,
}

/// What a symbol of the writer is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// The reader's symbol with this index.
    Known(usize),
    /// Unknown: the reader's default symbol with this index stands for it.
    Default(usize),
    /// Unknown, and the reader has no default.
    Unknown,
}

/// Why a value has no reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The types do not resolve.
    Type {
        /// The reader's, for people.
        reader: String,
        /// The writer's, for people.
        writer: String,
    },
    /// A field was not written and has no default.
    NoDefault(String),
    /// A field was not written and its default is no value of its type.
    BadDefault(String),
    /// No branch of the reader's union reads the writer's type.
    NoBranch(String),
    /// Fixed types of other sizes.
    Size {
        /// The reader's.
        reader: usize,
        /// The writer's.
        writer: usize,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Type { reader, writer } => write!(f, "{writer} cannot be read as {reader}"),
            Mismatch::NoDefault(field) => {
                write!(f, "field `{field}` is not written and has no default")
            }
            Mismatch::BadDefault(field) => {
                write!(f, "field `{field}` is not written and its default does not fit its type")
            }
            Mismatch::NoBranch(writer) => write!(f, "no branch of the union reads {writer}"),
            Mismatch::Size { reader, writer } => {
                write!(f, "a fixed of {writer} bytes cannot be read as one of {reader}")
            }
        }
    }
}

/// The pair of schemas has so many pairs of types that no plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the two schemas pair more than {MOST_ENTRIES} types: no plan of resolution is made")]
pub struct TooManyPairs;

/// Pairs of types in one plan. Schemas that resemble each other have about as many as they have types.
const MOST_ENTRIES: usize = 200_000;

/// The least numbers of bytes that values of a schema's types have, by [`TypeId::index`].
pub fn least_sizes(schema: &AvroSchema) -> Vec<usize> {
    size::least(schema)
}

impl Plan {
    /// Decides how data of `writer` are read by `reader`.
    ///
    /// # Errors
    /// The schemas pair too many types.
    pub fn new(reader: &AvroSchema, writer: &AvroSchema) -> Result<Plan, TooManyPairs> {
        let mut planner = Planner {
            reader,
            writer,
            fit: Fit::new(&reader.types),
            pairs: HashMap::new(),
            entries: Vec::new(),
        };
        planner.entry(reader.root(), writer.root());
        let mut next = 0;
        while next < planner.entries.len() {
            if planner.entries.len() > MOST_ENTRIES {
                return Err(TooManyPairs);
            }
            let Entry { reader, writer, .. } = planner.entries[next];
            planner.entries[next].action = planner.action(reader, writer);
            next += 1;
        }
        let mut entries = planner.entries;
        same::mark(reader, writer, &mut entries);
        Ok(Plan { entries, least: size::least(writer) })
    }

    /// The entry of the two roots.
    pub fn root(&self) -> EntryId {
        EntryId(0)
    }

    /// The entry with this id, which must come from this plan.
    pub fn get(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// Every entry; ids count them.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (EntryId(index as u32), entry))
    }

    /// The least number of bytes that a value of the writer's type has: what makes counts of items harmless.
    pub fn least_size(&self, writer: TypeId) -> usize {
        self.least[writer.0 as usize]
    }
}

struct Planner<'s> {
    reader: &'s AvroSchema,
    writer: &'s AvroSchema,
    fit: Fit<'s>,
    pairs: HashMap<(TypeId, TypeId), EntryId>,
    entries: Vec<Entry>,
}

impl<'s> Planner<'s> {
    /// The entry of a pair; a new one is decided later, so that no nesting of schemas recurses.
    fn entry(&mut self, reader: TypeId, writer: TypeId) -> EntryId {
        let next = EntryId(self.entries.len() as u32);
        let id = *self.pairs.entry((reader, writer)).or_insert(next);
        if id == next {
            self.entries.push(Entry { reader, writer, action: Action::Keep, same: false });
        }
        id
    }

    fn action(&mut self, reader_id: TypeId, writer_id: TypeId) -> Action {
        let (reader, writer) = (self.reader.get(reader_id), self.writer.get(writer_id));
        match (&reader.kind, &writer.kind) {
            (_, Kind::Union(branches)) => {
                let branches = branches.iter().map(|branch| self.entry(reader_id, *branch));
                Action::FromUnion(branches.collect())
            }
            (Kind::Union(branches), _) => match union::branch(self.reader, branches, writer) {
                Some(branch) => {
                    let inner = self.entry(branches[branch], writer_id);
                    Action::IntoUnion { branch, inner }
                }
                None => Action::Refuse(Mismatch::NoBranch(words(writer))),
            },
            (Kind::Array(items), Kind::Array(written)) => {
                Action::Array(self.entry(*items, *written))
            }
            (Kind::Map(values), Kind::Map(written)) => Action::Map(self.entry(*values, *written)),
            (Kind::Record(record), Kind::Record(written)) => {
                match names_fit(&record.name, &record.aliases, &written.name) {
                    true => self.record(record, written),
                    false => refuse(reader, writer),
                }
            }
            (Kind::Enum(kind), Kind::Enum(written)) => {
                match names_fit(&kind.name, &kind.aliases, &written.name) {
                    true => Action::Enum(symbols(kind, written)),
                    false => refuse(reader, writer),
                }
            }
            (Kind::Fixed(fixed), Kind::Fixed(written)) => {
                fixed_action(reader, fixed, writer, written)
            }
            _ => primitive(reader, writer),
        }
    }

    fn record(&mut self, reader: &'s Record, writer: &'s Record) -> Action {
        let sources = sources(reader, writer);
        let mut defaults = Vec::new();
        for (index, (field, source)) in reader.fields.iter().zip(&sources).enumerate() {
            if source.is_some() {
                continue;
            }
            match self.default(field) {
                Ok(bytes) => defaults.push(Default { field: index, bytes }),
                Err(mismatch) => return Action::Refuse(mismatch),
            }
        }
        let mut taken_by = vec![None; writer.fields.len()];
        for (index, source) in sources.iter().enumerate() {
            if let Some(source) = source {
                taken_by[*source] = Some(index);
            }
        }
        let steps = writer.fields.iter().zip(taken_by);
        let steps = steps.map(|(written, field)| match field {
            None => Step::Skip { ty: written.ty },
            Some(field) => {
                Step::Read { field, entry: self.entry(reader.fields[field].ty, written.ty) }
            }
        });
        Action::Record(Fields { steps: steps.collect(), defaults })
    }

    fn default(&mut self, field: &Field) -> Result<Vec<u8>, Mismatch> {
        let name = || field.name.to_string();
        let Some(value) = &field.default else {
            return Err(Mismatch::NoDefault(name()));
        };
        let bytes = default::encode(self.reader, &mut self.fit, field.ty, value);
        bytes.ok_or_else(|| Mismatch::BadDefault(name()))
    }
}

/// The writer's field that each of the reader's takes: the one of its name, else the first that an alias names.
///
/// A field of the writer goes to one field of the reader only; a name goes before an alias.
fn sources(reader: &Record, writer: &Record) -> Vec<Option<usize>> {
    let by_name: HashMap<&str, usize> =
        writer.fields.iter().enumerate().map(|(index, field)| (&*field.name, index)).collect();
    let mut taken = vec![false; writer.fields.len()];
    let mut sources: Vec<Option<usize>> =
        reader.fields.iter().map(|field| by_name.get(&*field.name).copied()).collect();
    sources.iter().flatten().for_each(|source| taken[*source] = true);
    for (field, source) in reader.fields.iter().zip(&mut sources) {
        if source.is_none() {
            let mut aliases = field.aliases.iter().filter_map(|alias| by_name.get(&**alias));
            *source = aliases.find(|found| !taken[**found]).copied();
            source.iter().for_each(|source| taken[*source] = true);
        }
    }
    sources
}

fn symbols(reader: &Enum, writer: &Enum) -> Vec<Symbol> {
    let index = |name: &str| reader.symbols.iter().position(|symbol| **symbol == *name);
    let known: HashMap<&str, usize> =
        reader.symbols.iter().enumerate().map(|(index, symbol)| (&**symbol, index)).collect();
    let default = reader.default.as_deref().and_then(index);
    let symbol = |name: &str| match (known.get(name), default) {
        (Some(index), _) => Symbol::Known(*index),
        (None, Some(default)) => Symbol::Default(default),
        (None, None) => Symbol::Unknown,
    };
    writer.symbols.iter().map(|name| symbol(name)).collect()
}

fn fixed_action(reader: &Type, fixed: &Fixed, writer: &Type, written: &Fixed) -> Action {
    if !names_fit(&fixed.name, &fixed.aliases, &written.name) || !means_the_same(reader, writer) {
        return refuse(reader, writer);
    }
    if fixed.size != written.size {
        return Action::Refuse(Mismatch::Size { reader: fixed.size, writer: written.size });
    }
    Action::Keep
}

fn primitive(reader: &Type, writer: &Type) -> Action {
    if !means_the_same(reader, writer) {
        return refuse(reader, writer);
    }
    let promotion = match (&reader.kind, &writer.kind) {
        (Kind::Null, Kind::Null)
        | (Kind::Boolean, Kind::Boolean)
        | (Kind::Int, Kind::Int)
        | (Kind::Long, Kind::Long)
        | (Kind::Float, Kind::Float)
        | (Kind::Double, Kind::Double)
        | (Kind::Bytes, Kind::Bytes)
        | (Kind::String, Kind::String) => return Action::Keep,
        (Kind::Long, Kind::Int) => Promotion::IntToLong,
        (Kind::Float, Kind::Int) => Promotion::IntToFloat,
        (Kind::Double, Kind::Int) => Promotion::IntToDouble,
        (Kind::Float, Kind::Long) => Promotion::LongToFloat,
        (Kind::Double, Kind::Long) => Promotion::LongToDouble,
        (Kind::Double, Kind::Float) => Promotion::FloatToDouble,
        (Kind::Bytes, Kind::String) => Promotion::StringToBytes,
        (Kind::String, Kind::Bytes) => Promotion::BytesToString,
        _ => return refuse(reader, writer),
    };
    Action::Promote(promotion)
}

/// Whether a value keeps its meaning: where both sides give it one, that must be the same, up to a decimal's precision,
/// which validation judges value by value. A decimal is no text, and no text is a decimal.
fn means_the_same(reader: &Type, writer: &Type) -> bool {
    let is_decimal = |ty: &Type| matches!(ty.logical, Some(Logical::Decimal { .. }));
    match (reader.logical, writer.logical) {
        (Some(Logical::Decimal { scale, .. }), Some(Logical::Decimal { scale: written, .. })) => {
            scale == written
        }
        (Some(reads), Some(wrote)) => reads == wrote,
        _ if is_decimal(reader) => !matches!(writer.kind, Kind::String),
        _ if is_decimal(writer) => !matches!(reader.kind, Kind::String),
        _ => true,
    }
}

fn refuse(reader: &Type, writer: &Type) -> Action {
    Action::Refuse(Mismatch::Type { reader: words(reader), writer: words(writer) })
}

/// A type for people: `timestamp-millis`, `decimal(9, 2)`, `record a.b.C`, `map`.
fn words(ty: &Type) -> String {
    match (ty.logical, ty.kind.name()) {
        (Some(Logical::Decimal { precision, scale }), _) => {
            format!("decimal({precision}, {scale}) on {}", ty.kind.word())
        }
        (Some(logical), _) => format!("{} on {}", logical.name(), ty.kind.word()),
        (None, Some(name)) => format!("{} `{}`", ty.kind.word(), name.full()),
        (None, None) => ty.kind.word().to_owned(),
    }
}
