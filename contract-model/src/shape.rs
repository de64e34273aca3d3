//! A schema seen without its format: records and fields with canonical names, abstract types, documentation, rules.
//!
//! The policy engine and the compiler's validation read this; codecs read the format's own tree.

use crate::constraint::FieldRules;
use contract_schema::{Format, Position};

/// The records of one schema; the one at `root` is the event, if the schema is a record or message.
///
/// Avro: `root` is the root record. Protobuf: `root` is the message that carries `option (contract.v1.event)`, else the
/// first message of the file. Types of references are in `records` too.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The language it was written in.
    pub format: Format,
    /// Every record reachable from the root, and every record of the schema's own text.
    pub records: Vec<Record>,
    /// The root record.
    pub root: Option<RecordId>,
}

/// Index into [`Shape::records`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub usize);

/// A record or message.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Full name in its own language, `fintech.payments.v1.PaymentInitiated`.
    pub name: String,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its fields in order of declaration.
    pub fields: Vec<Field>,
    /// Defined in the schema's own text, not in a reference.
    pub is_own: bool,
    /// Where it stands in its text.
    pub at: Option<Position>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Canonical name: camelCase (Protobuf: the JSON name).
    pub name: String,
    /// The name as written.
    pub native: String,
    /// Its documentation.
    pub doc: Option<String>,
    /// Its type without nullability.
    pub ty: Type,
    /// Whether a value must be there.
    pub presence: Presence,
    /// Mandatory for new writers although nullable on the wire (`contract.write`).
    pub write: bool,
    /// `confluent:tags`, `(confluent.field_meta).tags`: `PII`, `SENSITIVE` …
    pub tags: Vec<String>,
    /// Declared constraints.
    pub rules: FieldRules,
    /// `deprecated` in its own language.
    pub deprecated: bool,
    /// Where it stands in its text.
    pub at: Option<Position>,
}

/// Whether a value must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always a value. Avro: a type without null. Protobuf: `required`, or a `required` rule, or an implicit-presence
    /// scalar whose rules refuse the zero value.
    Required,
    /// May be absent. Avro: a union with null. Protobuf: explicit presence without a `required` rule.
    Nullable,
    /// Protobuf implicit presence: absent and zero are one. Lists and maps are implicit too.
    Implicit,
}

/// An abstract type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// A truth value.
    Bool,
    /// 32-bit signed.
    Int,
    /// 64-bit signed.
    Long,
    /// 32-bit unsigned (Protobuf).
    UInt,
    /// 64-bit unsigned (Protobuf).
    ULong,
    /// 32-bit float.
    Float,
    /// 64-bit float.
    Double,
    /// Exact decimal.
    Decimal {
        /// Digits.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// Text.
    String,
    /// Bytes.
    Bytes,
    /// A fixed number of bytes.
    Fixed(usize),
    /// A UUID: Avro's logical type, or a Protobuf string with the `uuid` rule.
    Uuid,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A point in time.
    Timestamp,
    /// A span of time.
    Duration,
    /// `google.type.Money`.
    Money,
    /// An enum: full name and symbols in order.
    Enum {
        /// Full name.
        name: String,
        /// Symbols.
        symbols: Vec<String>,
    },
    /// A list.
    Array(Box<Type>),
    /// A map with string (Protobuf: scalar) keys.
    Map(Box<Type>),
    /// A record of this shape.
    Record(RecordId),
    /// Several non-null branches, or a Protobuf oneof.
    Union(Vec<Type>),
    /// Something the vocabulary has no word for (Protobuf `Any`, `Struct` …), by name.
    Other(String),
}

impl Shape {
    /// The record with this id, which must come from this shape.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0]
    }

    /// The root record, if the schema is a record or message.
    pub fn root(&self) -> Option<&Record> {
        self.root.map(|id| self.record(id))
    }
}
