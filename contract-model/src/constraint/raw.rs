//! A rule as it was written, before anybody asked what it means: the common form of both spellings.

use crate::cel::Node;
use contract_schema::Position;

/// A value in a rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Raw {
    Null,
    Bool(bool),
    /// A number as written.
    Number(String),
    Text(String),
    Bytes(Vec<u8>),
    /// A Protobuf timestamp or duration.
    Nanos(i128),
    List(Vec<Raw>),
    Group(Vec<Entry>),
    /// The value of a rule that is an extension with rules of its own in CEL.
    Predefined(Box<Predefined>),
}

/// A rule that somebody has made of rules in CEL: `(buf.validate.predefined)` of an extension.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Predefined {
    /// The rules, in which `rule` is the value.
    pub(crate) rules: Raw,
    /// The value; none if expressions have no such value.
    pub(crate) value: Option<Node>,
}

/// A key of a group with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) value: Raw,
    pub(crate) at: Option<Position>,
}

impl Raw {
    /// The entries of a group; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match self {
            Raw::Group(entries) => entries,
            Raw::Null
            | Raw::Bool(_)
            | Raw::Number(_)
            | Raw::Text(_)
            | Raw::Bytes(_)
            | Raw::Nanos(_)
            | Raw::List(_)
            | Raw::Predefined(_) => &[],
        }
    }

    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Raw::Null => "null",
            Raw::Bool(_) => "a truth value",
            Raw::Number(_) => "a number",
            Raw::Text(_) => "a string",
            Raw::Bytes(_) => "bytes",
            Raw::Nanos(_) => "a time",
            Raw::List(_) => "a list",
            Raw::Group(_) => "an object",
            Raw::Predefined(_) => "a rule of somebody's own",
        }
    }
}
