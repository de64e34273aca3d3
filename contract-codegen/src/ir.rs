//! What the emitters print: named types with Rust names decided, and events over them. No format above the codecs.

mod json;

pub(crate) use json::{Choice, Form, Judged, Member, Rest, Told, Word};

use contract_model::cel::Rule;
use contract_model::shape::Group;
use contract_model::{Contract, FieldRules};
use contract_schema::Position;
use contract_schema::avro::AvroSchema;
use contract_schema::avro::resolve::Plan;
use std::collections::BTreeMap;

/// Everything of one compilation.
#[derive(Debug, Default)]
pub(crate) struct Ir {
    /// Arena of named types in order of first sight.
    pub(crate) types: Vec<Named>,
    /// Events in order of their subjects.
    pub(crate) events: Vec<Event>,
    /// How Protobuf's fields and members of oneofs travel: by type, and index of the field or branch.
    pub(crate) wires: BTreeMap<(TypeId, usize), Wire>,
    /// What Protobuf's fields with presence stand for where they have no value: by type, and index of the field.
    pub(crate) defaults: BTreeMap<(TypeId, usize), prost_reflect::Value>,
    /// Topics on which several events travel.
    pub(crate) topics: Vec<Topic>,
    /// How records of JSON Schema travel.
    pub(crate) forms: BTreeMap<TypeId, Form>,
    /// How unions of JSON Schema are told apart.
    pub(crate) choices: BTreeMap<TypeId, Choice>,
    /// Schemas for the evaluator of the runtime.
    pub(crate) judged: Vec<Judged>,
    /// Patterns of JSON Schema as they are written, by what they are in Rust's syntax.
    pub(crate) spellings: BTreeMap<String, String>,
    /// What Rust does not check of a type, or of a field of it, and the evaluator does: indexes of `judged`.
    pub(crate) residuals: BTreeMap<(TypeId, Option<usize>), usize>,
    /// Types that should be left, and what is told of each.
    pub(crate) deprecated: BTreeMap<TypeId, String>,
}

/// Index into [`Ir::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub(crate) usize);

/// A place in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index of the source.
    pub(crate) source: usize,
    /// Line and column, if the parser knows them.
    pub(crate) at: Option<Position>,
}

/// The language that a type's codec speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Avro,
    Json,
    Protobuf,
}

/// A type with a name in Rust.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// Full name in its own language; for a union that of its place, `a.b.Record.field`.
    pub(crate) full_name: String,
    /// Namespace as Rust modules.
    pub(crate) modules: Vec<String>,
    /// Rust name.
    pub(crate) ident: String,
    pub(crate) doc: Option<String>,
    pub(crate) syntax: Syntax,
    pub(crate) place: Place,
    pub(crate) body: Body,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Record(Record),
    Enum(Enum),
    /// A fixed number of bytes.
    Fixed(usize),
    Union(Union),
    /// JSON that is held as it is and judged by a schema: an index of `judged`.
    Value(usize),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) fields: Vec<Field>,
    /// Rules across the fields.
    pub(crate) rules: Vec<Rule>,
    /// Fields of which at most one may have a value.
    pub(crate) groups: Vec<Group>,
    /// The producer's view of an event: what a writer must give, its JSON must have.
    pub(crate) draft: bool,
    /// Contains itself, at whatever distance: its decoder counts depth.
    pub(crate) recursive: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Canonical name, as policies, paths and JSON say it.
    pub(crate) name: String,
    /// Rust name; raw identifiers carry their `r#`.
    pub(crate) ident: String,
    pub(crate) doc: Option<String>,
    pub(crate) ty: Ty,
    pub(crate) rules: FieldRules,
    pub(crate) tag: Option<Tag>,
    /// It stands in a wrapper that does not show it.
    pub(crate) sealed: Option<Tag>,
    /// The oneof that it holds, as written.
    pub(crate) oneof: Option<String>,
    /// Mandatory for new writers although nullable on the wire.
    pub(crate) write: bool,
    pub(crate) deprecated: bool,
    pub(crate) place: Place,
}

/// Why a field's value must not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Pii,
    Sensitive,
}

#[derive(Debug, Clone)]
pub(crate) struct Enum {
    pub(crate) symbols: Vec<Symbol>,
    /// Index of the symbol that stands for unknown ones.
    pub(crate) default: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    pub(crate) name: String,
    pub(crate) ident: String,
    /// Number on the wire.
    pub(crate) number: i32,
}

/// A union of several branches other than null.
#[derive(Debug, Clone)]
pub(crate) struct Union {
    pub(crate) branches: Vec<Branch>,
}

#[derive(Debug, Clone)]
pub(crate) struct Branch {
    /// Name in Avro's JSON: `string`, or the full name. In JSON Schema what tells it apart.
    pub(crate) name: String,
    pub(crate) ident: String,
    /// Index on the wire (Avro), field number (Protobuf).
    pub(crate) index: u32,
    pub(crate) ty: Ty,
    /// Rules and tag of a oneof's case; Avro has none.
    pub(crate) rules: FieldRules,
    pub(crate) tag: Option<Tag>,
}

/// A type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ty {
    Null,
    Bool,
    Int,
    Long,
    UInt,
    ULong,
    Float,
    Double,
    String,
    Bytes,
    Uuid(UuidWire),
    Decimal(DecimalTy),
    Time(TimeTy),
    /// Protobuf only.
    WellKnown(WellKnownTy),
    /// A record, enum, fixed or union; boxed where a cycle needs it.
    Named {
        id: TypeId,
        boxed: bool,
    },
    /// A value or null, in JSON also an absent property; `null` is the index of the null branch (Avro).
    Option {
        null: u32,
        inner: Box<Ty>,
    },
    Array(Box<Ty>),
    /// Keys, which are texts but in Protobuf, and values.
    Map(Box<Ty>, Box<Ty>),
    /// JSON that is held as it is.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UuidWire {
    Text,
    Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DecimalTy {
    pub(crate) precision: u32,
    pub(crate) scale: u32,
    /// Size of the fixed that carries it; `None` for bytes.
    pub(crate) fixed: Option<usize>,
}

/// How a field of Protobuf travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) number: u32,
    /// Of a value, an element, or a map's value.
    pub(crate) encoding: Encoding,
    /// Of a map's keys.
    pub(crate) keys: Encoding,
    /// Elements stand behind one key.
    pub(crate) packed: bool,
}

/// How a value of Protobuf travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Varint,
    ZigZag,
    Fixed32,
    Fixed64,
    /// Behind its length.
    Length,
    /// Between a start and an end, both with its number.
    Group(u32),
}

/// Messages with a meaning of their own, each a type of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WellKnownTy {
    /// `google.protobuf.Timestamp`
    Timestamp,
    /// `google.protobuf.Duration`
    Duration,
    /// `google.type.Date`
    Date,
    /// `google.type.Money`
    Money,
}

/// Integers with a meaning, each a newtype of the runtime over the wire's integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeTy {
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis,
    LocalTimestampMicros,
    LocalTimestampNanos,
    Duration,
}

/// An event: a record that carries a contract.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) record: TypeId,
    pub(crate) contract: Contract,
    pub(crate) subject: String,
    pub(crate) version: Option<u32>,
    /// The text as it was registered.
    pub(crate) text: String,
    pub(crate) fingerprint: u64,
    /// Where the message stands in its file (Protobuf).
    pub(crate) message_indexes: Vec<i32>,
    /// Schema id in the registry of the lock file.
    pub(crate) schema_id: Option<u32>,
    /// How other writers are read (Avro).
    pub(crate) resolution: Option<Resolution>,
    pub(crate) projections: Vec<Projection>,
    pub(crate) place: Place,
}

/// A topic on which several events travel: an enum of them.
#[derive(Debug)]
pub(crate) struct Topic {
    pub(crate) name: String,
    /// The innermost module that holds all of its events.
    pub(crate) modules: Vec<String>,
    /// Rust name of the enum.
    pub(crate) ident: String,
    /// Indexes into [`Ir::events`].
    pub(crate) events: Vec<usize>,
}

/// How payloads of other writers are read as an event.
#[derive(Debug)]
pub(crate) struct Resolution {
    /// The event's schema with its references in place.
    pub(crate) resolved: String,
    pub(crate) schema: AvroSchema,
    /// The least sizes of the schema's types.
    pub(crate) least: Vec<usize>,
    /// Newest first.
    pub(crate) writers: Vec<Older>,
}

/// A few fields of an event, read without the rest.
#[derive(Debug)]
pub(crate) struct Projection {
    /// Rust name of the struct.
    pub(crate) ident: String,
    /// Paths of fields, `a.b`.
    pub(crate) fields: Vec<String>,
}

/// A schema that payloads of an event may have been written with.
#[derive(Debug)]
pub(crate) struct Older {
    pub(crate) version: Option<u32>,
    pub(crate) schema_id: Option<u32>,
    pub(crate) fingerprint: u64,
    /// Fingerprint of the whole schema with its references in place.
    pub(crate) content: u64,
    pub(crate) schema: AvroSchema,
    pub(crate) plan: Plan,
    /// The least sizes of the schema's types.
    pub(crate) least: Vec<usize>,
    pub(crate) dropped: Vec<String>,
    pub(crate) defaulted: Vec<String>,
    pub(crate) refused: Vec<String>,
}

impl Ir {
    /// Puts tagged fields into wrappers, except those of envelopes, which everybody may see.
    pub(crate) fn seal(&mut self) {
        let events: Vec<TypeId> = self.events.iter().map(|event| event.record).collect();
        for (index, named) in self.types.iter_mut().enumerate() {
            let Body::Record(record) = &mut named.body else { continue };
            let is_event = events.contains(&TypeId(index));
            for field in &mut record.fields {
                let is_open = is_event && crate::emit::ENVELOPE.contains(&field.name.as_str());
                field.sealed = field.tag.filter(|_| !is_open && field.oneof.is_none());
            }
        }
    }

    pub(crate) fn get(&self, id: TypeId) -> &Named {
        &self.types[id.0]
    }

    /// The record with this id; lowering only makes events of records.
    pub(crate) fn record(&self, id: TypeId) -> &Record {
        match &self.get(id).body {
            Body::Record(record) => record,
            Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => {
                unreachable!("events are made of records only")
            }
        }
    }

    /// The fields of the record at the end of a type, if it is one.
    pub(crate) fn fields_of(&self, ty: &Ty) -> Option<&[Field]> {
        match ty {
            Ty::Named { id, .. } => match &self.get(*id).body {
                Body::Record(record) => Some(&record.fields),
                Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => None,
            },
            _ => None,
        }
    }

    /// A property that stands beside alternatives, whose enum `ty` is.
    pub(crate) fn shared(&self, ty: &Ty, name: &str) -> Option<Shared<'_>> {
        let Ty::Named { id, .. } = ty else { return None };
        let Body::Union(union) = &self.get(*id).body else { return None };
        if !self.choices.get(id)?.shared.iter().any(|shared| shared == name) {
            return None;
        }
        let of_branch =
            |branch: &Branch| self.fields_of(&branch.ty)?.iter().find(|field| field.name == name);
        let found: Vec<&Field> = union.branches.iter().map(of_branch).collect::<Option<_>>()?;
        let fields: Vec<(&Branch, &Field)> = union.branches.iter().zip(found).collect();
        let (_, first) = fields.first()?;
        let ty = first.ty.required().clone();
        let is_option = fields.iter().any(|(_, field)| field.ty.is_option());
        let is_text = |ty: &Ty| match ty {
            Ty::String => true,
            Ty::Named { id, .. } => matches!(self.get(*id).body, Body::Enum(_)),
            _ => false,
        };
        if fields.iter().all(|(_, field)| *field.ty.required() == ty) {
            return Some(Shared { fields, ty, is_option, is_tag: false });
        }
        let are_texts = !is_option && fields.iter().all(|(_, field)| is_text(&field.ty));
        are_texts.then_some(Shared { fields, ty: Ty::String, is_option, is_tag: true })
    }
}

/// A property that every branch of a union has.
pub(crate) struct Shared<'a> {
    pub(crate) fields: Vec<(&'a Branch, &'a Field)>,
    /// Without the option.
    pub(crate) ty: Ty,
    /// Some branch has it as an option.
    pub(crate) is_option: bool,
    /// A text that each branch holds as a type of its own.
    pub(crate) is_tag: bool,
}

impl Ty {
    /// The type without its outer option.
    pub(crate) fn required(&self) -> &Ty {
        match self {
            Ty::Option { inner, .. } => inner,
            other => other,
        }
    }

    pub(crate) fn is_option(&self) -> bool {
        matches!(self, Ty::Option { .. })
    }
}

impl Field {
    /// Whether a producer has to give a value although the wire allows null.
    pub(crate) fn is_mandatory_on_write(&self) -> bool {
        self.ty.is_option() && (self.write || self.rules.required)
    }
}
