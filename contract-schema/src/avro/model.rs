//! The tree of an Avro schema: an arena of types in which a named type stands once, however often it is used.

use crate::json_text::Node;
use crate::position::Position;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A parsed Avro schema with its references resolved.
#[derive(Debug, Clone)]
pub struct AvroSchema {
    /// Each by itself: schemas that refer to the same texts may share what those define.
    pub(crate) types: Vec<Arc<Type>>,
    pub(crate) root: TypeId,
    pub(crate) dependency_roots: BTreeSet<TypeId>,
    pub(crate) names: BTreeMap<Arc<str>, TypeId>,
    pub(crate) text: Box<str>,
}

/// Index of a type in its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    /// Where it stands among the types of its schema.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One type: a definition, or one occurrence of an unnamed type.
#[derive(Debug, Clone)]
pub struct Type {
    /// What it is.
    pub kind: Kind,
    /// Its logical type, if it is valid on this kind.
    pub logical: Option<Logical>,
    /// Every attribute that the kind does not define, logical type's included, in order.
    pub attributes: Vec<(Box<str>, Node)>,
    /// Where it stands in its text.
    pub at: Option<Position>,
    /// Whose text.
    pub origin: Origin,
}

/// The text in which something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The schema's own text.
    Own,
    /// The dependency with this index in the list given to the parse.
    Dependency(usize),
}

/// The kinds of Avro types.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `int`
    Int,
    /// `long`
    Long,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `bytes`
    Bytes,
    /// `string`
    String,
    /// `array` of items
    Array(TypeId),
    /// `map` of values
    Map(TypeId),
    /// A union's branches in order.
    Union(Vec<TypeId>),
    /// `fixed`
    Fixed(Fixed),
    /// `enum`
    Enum(Enum),
    /// `record` or `error`
    Record(Record),
}

/// A full name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub(crate) Box<str>);

impl Name {
    /// Namespace and simple name, joined by a dot.
    pub fn full(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn simple(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }

    /// What stands before the last dot, if there is one.
    pub fn namespace(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(namespace, _)| namespace)
    }
}

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its full name.
    pub name: Name,
    /// Full names it is also known by.
    pub aliases: Vec<Name>,
    /// Its documentation.
    pub doc: Option<Box<str>>,
    /// Its fields in order.
    pub fields: Vec<Field>,
    /// Declared with `"type": "error"`.
    pub is_error: bool,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Box<str>,
    /// Names it is also known by.
    pub aliases: Vec<Box<str>>,
    /// Its documentation.
    pub doc: Option<Box<str>>,
    /// `order`, as written; absent means ascending.
    pub order: Option<Box<str>>,
    /// Its default; JSON `null` is a default.
    pub default: Option<Node>,
    /// Its type.
    pub ty: TypeId,
    /// Every attribute that the specification does not define, in order.
    pub attributes: Vec<(Box<str>, Node)>,
    /// Where it stands.
    pub at: Option<Position>,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its full name.
    pub name: Name,
    /// Full names it is also known by.
    pub aliases: Vec<Name>,
    /// Its documentation.
    pub doc: Option<Box<str>>,
    /// Its symbols in order.
    pub symbols: Vec<Box<str>>,
    /// The symbol an unknown one is read as.
    pub default: Option<Box<str>>,
}

/// A fixed.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// Its full name.
    pub name: Name,
    /// Full names it is also known by.
    pub aliases: Vec<Name>,
    /// Its documentation.
    pub doc: Option<Box<str>>,
    /// Its size in bytes.
    pub size: usize,
}

/// Logical types of Avro 1.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Logical {
    /// `decimal` on bytes or fixed
    Decimal {
        /// Digits.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// `uuid` on string or fixed(16)
    Uuid,
    /// `date` on int
    Date,
    /// `time-millis` on int
    TimeMillis,
    /// `time-micros` on long
    TimeMicros,
    /// `timestamp-millis` on long
    TimestampMillis,
    /// `timestamp-micros` on long
    TimestampMicros,
    /// `timestamp-nanos` on long
    TimestampNanos,
    /// `local-timestamp-millis` on long
    LocalTimestampMillis,
    /// `local-timestamp-micros` on long
    LocalTimestampMicros,
    /// `local-timestamp-nanos` on long
    LocalTimestampNanos,
    /// `duration` on fixed(12)
    Duration,
}

impl Logical {
    /// The `logicalType` of the specification.
    pub fn name(self) -> &'static str {
        match self {
            Logical::Decimal { .. } => "decimal",
            Logical::Uuid => "uuid",
            Logical::Date => "date",
            Logical::TimeMillis => "time-millis",
            Logical::TimeMicros => "time-micros",
            Logical::TimestampMillis => "timestamp-millis",
            Logical::TimestampMicros => "timestamp-micros",
            Logical::TimestampNanos => "timestamp-nanos",
            Logical::LocalTimestampMillis => "local-timestamp-millis",
            Logical::LocalTimestampMicros => "local-timestamp-micros",
            Logical::LocalTimestampNanos => "local-timestamp-nanos",
            Logical::Duration => "duration",
        }
    }
}

impl Kind {
    /// The kind as the specification writes it; an error is a record.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Int => "int",
            Kind::Long => "long",
            Kind::Float => "float",
            Kind::Double => "double",
            Kind::Bytes => "bytes",
            Kind::String => "string",
            Kind::Array(_) => "array",
            Kind::Map(_) => "map",
            Kind::Union(_) => "union",
            Kind::Fixed(_) => "fixed",
            Kind::Enum(_) => "enum",
            Kind::Record(_) => "record",
        }
    }

    /// The full name of a named type.
    pub fn name(&self) -> Option<&Name> {
        self.naming().map(|(name, _)| name)
    }

    /// The aliases of a named type; none for any other.
    pub fn aliases(&self) -> &[Name] {
        self.naming().map_or(&[], |(_, aliases)| aliases)
    }

    /// The documentation of a named type.
    pub fn doc(&self) -> Option<&str> {
        match self {
            Kind::Fixed(fixed) => fixed.doc.as_deref(),
            Kind::Enum(kind) => kind.doc.as_deref(),
            Kind::Record(record) => record.doc.as_deref(),
            Kind::Null
            | Kind::Boolean
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Bytes
            | Kind::String
            | Kind::Array(_)
            | Kind::Map(_)
            | Kind::Union(_) => None,
        }
    }

    fn naming(&self) -> Option<(&Name, &[Name])> {
        match self {
            Kind::Fixed(fixed) => Some((&fixed.name, &fixed.aliases)),
            Kind::Enum(kind) => Some((&kind.name, &kind.aliases)),
            Kind::Record(record) => Some((&record.name, &record.aliases)),
            Kind::Null
            | Kind::Boolean
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Bytes
            | Kind::String
            | Kind::Array(_)
            | Kind::Map(_)
            | Kind::Union(_) => None,
        }
    }
}

impl AvroSchema {
    /// The type at the root.
    pub fn root(&self) -> TypeId {
        self.root
    }

    /// The schema's own text, into which the spans of attributes point.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The type with this id, which must come from this schema.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Where a type stands, if it stands in the schema's own text.
    pub(crate) fn own_place(&self, id: TypeId) -> Option<Position> {
        let ty = self.get(id);
        ty.at.filter(|_| ty.origin == Origin::Own)
    }

    /// Where a field of the record `id` stands, if it stands in the schema's own text.
    pub(crate) fn own_field_place(&self, id: TypeId, field: &Field) -> Option<Position> {
        field.at.filter(|_| self.get(id).origin == Origin::Own)
    }

    /// The named type with this full name, defined here or in a dependency.
    pub fn named(&self, full_name: &str) -> Option<TypeId> {
        self.names.get(full_name).copied()
    }

    /// Every named type by full name, those of dependencies included, sorted.
    pub fn names(&self) -> impl Iterator<Item = (&str, TypeId)> {
        self.names.iter().map(|(name, id)| (&**name, *id))
    }
}
