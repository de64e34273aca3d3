//! The typed tree of an expression: what the compiler prints.

use super::functions::Function;
use super::types::Ty;
use crate::shape::RecordId;

/// A part of an expression with its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The type of its value.
    pub ty: Ty,
    /// Whether evaluating it may fail: overflow, a missing key …
    pub fails: bool,
}

/// What a part of an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A constant.
    Literal(Literal),
    /// What the rule stands on.
    This,
    /// The time of the validation.
    Now,
    /// The element in the fold with this number.
    Variable(usize),
    /// A field of a record, by its canonical name.
    Field {
        /// The record.
        of: Box<Node>,
        /// Its type.
        record: RecordId,
        /// The field.
        name: String,
    },
    /// A number or text of a message with a type of its own.
    Part(Box<Node>, Part),
    /// `has(x.y)`; the node is a field.
    IsSet(Box<Node>),
    /// `x == null`
    IsNull(Box<Node>),
    /// `!x`
    Not(Box<Node>),
    /// `-x`
    Negate(Box<Node>),
    /// `x && y`
    And(Box<Node>, Box<Node>),
    /// `x || y`
    Or(Box<Node>, Box<Node>),
    /// `x ? y : z`
    Cond(Box<Node>, Box<Node>, Box<Node>),
    /// `x == y`, `x < y` …
    Compare(Comparison, Box<Node>, Box<Node>),
    /// `x + y` …
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    /// `x in y`; the second is a list or a map.
    In(Box<Node>, Box<Node>),
    /// `x[y]`
    Index(Box<Node>, Box<Node>),
    /// `[x, y]`
    List(Vec<Node>),
    /// `{x: y}`
    Map(Vec<(Node, Node)>),
    /// A function with its arguments, that of a method first.
    Call(Function, Vec<Node>),
    /// A macro over the elements of a list or the keys of a map.
    Fold {
        /// Which.
        fold: Fold,
        /// The list or map.
        range: Box<Node>,
        /// Number of the variable.
        variable: usize,
        /// What is asked or made of each element.
        body: Box<Node>,
    },
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number without a sign.
    Uint(u64),
    /// A float.
    Double(f64),
    /// Text.
    String(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nanoseconds since 1970.
    Timestamp(i128),
    /// Nanoseconds.
    Duration(i128),
    /// A number and its digits after the point.
    Decimal(i128, u32),
}

/// A member of a message that has a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `google.type.Money.currency_code`
    CurrencyCode,
    /// `google.type.Money.units`
    Units,
    /// `google.type.Money.nanos`
    Nanos,
    /// `google.type.Date.year`
    Year,
    /// `google.type.Date.month`
    Month,
    /// `google.type.Date.day`
    Day,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the operator it is named after")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is made of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the operator it is named after")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A macro over elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// `all`: for every element.
    All,
    /// `exists`: for at least one.
    Exists,
    /// `exists_one`: for exactly one.
    ExistsOne,
    /// `filter`: those for which it holds.
    Filter,
    /// `map`: what the body makes of each.
    Map,
}

impl Node {
    /// The parts directly below.
    pub fn parts(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Literal(_) | Kind::This | Kind::Now | Kind::Variable(_) => Vec::new(),
            Kind::Field { of, .. } => vec![of],
            Kind::Part(inner, _)
            | Kind::IsSet(inner)
            | Kind::IsNull(inner)
            | Kind::Not(inner)
            | Kind::Negate(inner) => vec![inner],
            Kind::And(left, right)
            | Kind::Or(left, right)
            | Kind::Compare(_, left, right)
            | Kind::Arithmetic(_, left, right)
            | Kind::In(left, right)
            | Kind::Index(left, right) => vec![left, right],
            Kind::Cond(test, yes, no) => vec![test, yes, no],
            Kind::List(items) | Kind::Call(_, items) => items.iter().collect(),
            Kind::Map(entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
            Kind::Fold { range, body, .. } => vec![range, body],
        }
    }

    /// The patterns of every `matches`.
    pub(super) fn patterns<'a>(&'a self, found: &mut Vec<&'a str>) {
        if let Kind::Call(Function::Matches, arguments) = &self.kind
            && let Some(Kind::Literal(Literal::String(pattern))) =
                arguments.get(1).map(|node| &node.kind)
        {
            found.push(pattern);
        }
        self.parts().into_iter().for_each(|part| part.patterns(found));
    }

    /// Whether it asks for the time.
    pub fn asks_now(&self) -> bool {
        self.kind == Kind::Now || self.parts().into_iter().any(Node::asks_now)
    }
}
