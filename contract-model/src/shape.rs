//! A schema seen without its format: records and fields with canonical names, abstract types, documentation, rules.
//!
//! The policy engine and the compiler's validation read this; codecs read the format's own tree.

pub(crate) mod attributes;
pub(crate) mod avro;
pub(crate) mod json;
pub(crate) mod options;
pub(crate) mod protobuf;

pub(crate) use json::UNTYPED;
pub use json::{named as json_name, record_places as json_records};

use crate::cel::Rule;
use crate::constraint::FieldRules;
use crate::diagnostic::Diagnostic;
use contract_schema::{Format, Position, Schema};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Numbers of the symbols of Protobuf enums: full name → symbol → number.
    pub enum_numbers: BTreeMap<String, BTreeMap<String, i32>>,
    /// What is wrong with the vocabulary on fields (constraints, tags, `contract.write`).
    ///
    /// [`crate::Contract::read`] hands these on; who calls it need not look here.
    pub complaints: Vec<Diagnostic>,
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
    /// Protobuf: field numbers that may not be used (`reserved`, `extensions`), as half-open ranges.
    pub reserved: Vec<std::ops::Range<u32>>,
    /// Rules across its fields, in CEL.
    pub rules: Vec<Rule>,
    /// Members of which at most one may have a value, or exactly one (`(buf.validate.message).oneof`).
    pub groups: Vec<Group>,
    /// Defined in the schema's own text, not in a reference.
    pub is_own: bool,
    /// Where it stands in its text.
    pub at: Option<Position>,
}

/// Fields of which at most one may have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Canonical names of the fields, or the name of a Protobuf `oneof`.
    pub fields: Vec<String>,
    /// One must have a value.
    pub required: bool,
    /// The members of a Protobuf `oneof`, which by itself holds at most one.
    pub is_oneof: bool,
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
    /// Its field number (Protobuf).
    pub number: Option<u32>,
    /// The `oneof` it is a member of (Protobuf); such a field is nullable.
    pub oneof: Option<String>,
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
    /// An enum: full name and symbols in order. Shared by all fields of the type: both may be as long as the text.
    Enum {
        /// Full name.
        name: Arc<str>,
        /// Symbols.
        symbols: Arc<[String]>,
    },
    /// A list.
    Array(Box<Type>),
    /// A map: keys, which are strings but in Protobuf, and values.
    Map(Box<Type>, Box<Type>),
    /// An element of a list or map that may be null (Avro, JSON).
    Nullable(Box<Type>),
    /// A record of this shape.
    Record(RecordId),
    /// Several non-null branches (Avro). Members of a Protobuf oneof are fields of their own, see [`Field::oneof`].
    Union(Vec<Type>),
    /// Something the vocabulary has no word for (Protobuf `Any`, `Struct` …), by name.
    Other(String),
}

impl Shape {
    /// The schema without its format.
    pub fn of(schema: &Schema) -> Shape {
        let mut shape = match schema {
            Schema::Avro(schema) => avro::shape(schema),
            Schema::Json(schema) => json::shape(schema),
            Schema::Protobuf(schema) => protobuf::shape(schema),
        };
        crate::cel::check_rules(&mut shape);
        shape
    }

    /// The record with this id, which must come from this shape.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0]
    }

    /// The root record, if the schema is a record or message.
    pub fn root(&self) -> Option<&Record> {
        self.root.map(|id| self.record(id))
    }

    /// The fields along a path of names joined by dots, from the root record; names are canonical or native.
    ///
    /// `Err` holds the first part that names no field, and the record in which it was looked for.
    pub fn resolve(&self, path: &str) -> Result<Vec<&Field>, Unresolved<'_>> {
        self.resolve_from(self.root(), path)
    }

    /// As [`Shape::resolve`], from another record.
    pub fn resolve_in(&self, record: RecordId, path: &str) -> Result<Vec<&Field>, Unresolved<'_>> {
        self.resolve_from(Some(self.record(record)), path)
    }

    fn resolve_from<'a>(
        &'a self,
        mut record: Option<&'a Record>,
        path: &str,
    ) -> Result<Vec<&'a Field>, Unresolved<'a>> {
        let mut fields = Vec::new();
        for part in path.split('.') {
            let found = record.and_then(|record| record.field(part));
            let Some(field) = found else {
                return Err(Unresolved { part: part.to_owned(), record });
            };
            fields.push(field);
            record = match field.ty {
                Type::Record(id) => Some(self.record(id)),
                _ => None,
            };
        }
        Ok(fields)
    }
}

/// A part of a path that names no field.
#[derive(Debug, Clone, PartialEq)]
pub struct Unresolved<'a> {
    /// The name.
    pub part: String,
    /// Where it was looked for; `None` when the part before it is no record.
    pub record: Option<&'a Record>,
}

impl Record {
    /// The field with this canonical or native name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let canonical = self.fields.iter().find(|field| field.name == name);
        canonical.or_else(|| self.fields.iter().find(|field| field.native == name))
    }

    /// The last part of the full name.
    pub fn simple_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

impl Field {
    /// Whether every reader may count on a value: never absent, or absent and zero are one.
    pub fn always_has_value(&self) -> bool {
        match self.presence {
            Presence::Required | Presence::Implicit => true,
            Presence::Nullable => false,
        }
    }
}

impl Type {
    /// The name of the type in messages and in policy documents; records and enums by their full name.
    pub fn describe(&self, shape: &Shape) -> String {
        match self {
            Type::Bool => "bool".to_owned(),
            Type::Int => "int".to_owned(),
            Type::Long => "long".to_owned(),
            Type::UInt => "unsigned int".to_owned(),
            Type::ULong => "unsigned long".to_owned(),
            Type::Float => "float".to_owned(),
            Type::Double => "double".to_owned(),
            Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
            Type::String => "string".to_owned(),
            Type::Bytes => "bytes".to_owned(),
            Type::Fixed(size) => format!("fixed({size})"),
            Type::Uuid => "uuid".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Time => "time".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Money => "money".to_owned(),
            Type::Enum { name, .. } => format!("enum {name}"),
            Type::Array(items) => format!("array<{}>", items.describe(shape)),
            Type::Map(keys, values) if **keys == Type::String => {
                format!("map<{}>", values.describe(shape))
            }
            Type::Map(keys, values) => {
                format!("map<{}, {}>", keys.describe(shape), values.describe(shape))
            }
            Type::Nullable(inner) => format!("{} or null", inner.describe(shape)),
            Type::Record(id) => format!("record {}", shape.record(*id).name),
            Type::Union(branches) => {
                let names: Vec<String> = branches.iter().map(|ty| ty.describe(shape)).collect();
                format!("union of {}", names.join(", "))
            }
            Type::Other(name) => name.clone(),
        }
    }
}

/// snake_case to camelCase, as `protoc` derives JSON names.
pub(crate) fn camel_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            _ if upper => {
                text.extend(c.to_uppercase());
                upper = false;
            }
            _ => text.push(c),
        }
    }
    text
}
