//! Constraints of fields: protovalidate's standard rules as one vocabulary for every format.
//!
//! Avro spells them `"validate": {"string": {"max_len": 140}}`, Protobuf `(buf.validate.field).string.max_len`.
//! Source: `buf/validate/validate.proto`; rule ids are its ids.

mod check;
mod default;
mod literal;
mod raw;
mod read;
mod table;

pub(crate) use check::check;
pub(crate) use default::broken as broken_by_default;
pub(crate) use literal::{is_decimal, rfc3339};
pub(crate) use raw::{Entry, Predefined, Raw};
pub(crate) use read::{Target, read};

use crate::cel::Rule;

/// The rules of one field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldRules {
    /// The group that the rules of the value stand in, the first part of their ids.
    pub group: Option<&'static str>,
    /// `required`: a value must be there (and, for implicit presence, not be zero).
    pub required: bool,
    /// `ignore: IGNORE_IF_ZERO_VALUE`: the zero value is not judged, unless the field tells it from absence.
    pub ignores_zero: bool,
    /// `ignore: IGNORE_ALWAYS`: nothing is judged, neither the value nor what is in it.
    pub ignores_always: bool,
    /// The rules of the value itself, in the order of the rule table.
    pub value: Vec<Constraint>,
    /// Rules in CEL over the value (`cel`, `cel_expression`, `confluent:rules` on the field).
    pub cel: Vec<Rule>,
    /// Rules of each element (`repeated.items`).
    pub items: Option<Box<FieldRules>>,
    /// Rules of each map key (`map.keys`).
    pub keys: Option<Box<FieldRules>>,
    /// Rules of each map value (`map.values`).
    pub values: Option<Box<FieldRules>>,
}

/// One rule. Lengths of strings count characters (code points), of bytes count bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `const`
    Const(Literal),
    /// `field_mask.const`
    Paths(Vec<String>),
    /// `in`
    In(Vec<Literal>),
    /// `not_in`
    NotIn(Vec<Literal>),
    /// `gt`, `gte`
    Lower(Bound),
    /// `lt`, `lte`
    Upper(Bound),
    /// `finite`
    Finite,
    /// `string.len`, `bytes.len`
    Len(u64),
    /// `string.min_len`, `bytes.min_len`
    MinLen(u64),
    /// `string.max_len`, `bytes.max_len`
    MaxLen(u64),
    /// `string.len_bytes`
    LenBytes(u64),
    /// `string.min_bytes`
    MinBytes(u64),
    /// `string.max_bytes`
    MaxBytes(u64),
    /// `pattern`, RE2 syntax
    Pattern(String),
    /// `prefix`
    Prefix(Literal),
    /// `suffix`
    Suffix(Literal),
    /// `contains`
    Contains(Literal),
    /// `not_contains`
    NotContains(Literal),
    /// `well_known_regex`: the name or the value of an HTTP header
    Header {
        /// The value, not the name.
        is_value: bool,
        /// `strict`: as RFC 7230 has it; else only what would break a message apart is refused.
        strict: bool,
    },
    /// A named format: `string.uuid`, `string.iban` …
    WellKnown(WellKnown),
    /// `enum.defined_only`
    DefinedOnly,
    /// `repeated.min_items`
    MinItems(u64),
    /// `repeated.max_items`
    MaxItems(u64),
    /// `repeated.unique`
    Unique,
    /// `map.min_pairs`
    MinPairs(u64),
    /// `map.max_pairs`
    MaxPairs(u64),
    /// `timestamp.lt_now`
    BeforeNow,
    /// `timestamp.gt_now`
    AfterNow,
    /// `timestamp.within`, in nanoseconds
    Within(i128),
}

/// A limit and whether it is itself allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The limit.
    pub limit: Literal,
    /// `gte`, `lte`: the limit itself is allowed.
    pub inclusive: bool,
}

/// A constant in a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A truth value.
    Bool(bool),
    /// A whole number; for enums the number (Protobuf).
    Int(i128),
    /// A float.
    Float(f64),
    /// An exact decimal, as written.
    Decimal(String),
    /// Text; for Avro enums the symbol.
    String(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A point in time or a duration in nanoseconds.
    Nanos(i128),
}

/// Named formats of strings (`Ip`, `Ipv4`, `Ipv6` and `Uuid` also of bytes): protovalidate's, and the financial ones of this project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is the format it is named after; the table in contract-model says its spelling"
)]
pub enum WellKnown {
    Email,
    Hostname,
    Ip,
    Ipv4,
    Ipv6,
    Uri,
    UriRef,
    Address,
    Uuid,
    Tuuid,
    Uetr,
    Iban,
    Bic,
    Lei,
    Currency,
    Country,
    Corridor,
    IpWithPrefixlen,
    Ipv4WithPrefixlen,
    Ipv6WithPrefixlen,
    IpPrefix,
    Ipv4Prefix,
    Ipv6Prefix,
    HostAndPort,
    Ulid,
    ProtobufFqn,
    ProtobufDotFqn,
}

impl FieldRules {
    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        *self == FieldRules::default()
    }
}

impl WellKnown {
    /// The spelling in a schema, the last part of the rule id `string.<name>`.
    pub fn name(self) -> &'static str {
        table::format_name(self)
    }
}
