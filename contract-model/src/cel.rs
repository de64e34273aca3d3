//! Rules across fields in CEL: parsed with places, checked against the shape of the schema, handed on as a typed tree.
//!
//! What it is not: an interpreter. The compiler prints the tree as Rust; the registry and the gate only want to know
//! whether the rule can be understood. The subset and what is decided otherwise than elsewhere: `docs/cel.md`.

mod check;
mod constant;
mod fault;
mod functions;
mod rules;
mod syntax;
mod token;
mod tree;
mod types;

pub use fault::Fault;
pub use functions::Function;
pub(crate) use rules::{check_rules, read_predefined, read_rules};
pub use tree::{Arithmetic, Comparison, Fold, Kind, Literal, Node, Part};
pub use types::Ty;

use crate::shape::{RecordId, Shape, Type};
use contract_schema::Position;

/// A rule as it stands in a schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What violations call it.
    pub id: String,
    /// Where it stands among the rules of its field, `cel[0]`.
    pub path: String,
    /// What a violation says: what is allowed.
    pub message: String,
    /// The expression as written.
    pub expression: String,
    /// The expression understood; `None` if it was complained about.
    pub program: Option<Node>,
    /// What `rule` is in it: the value of a rule that is made of rules in CEL.
    pub(crate) rule: Option<Node>,
    /// Where it stands.
    pub(crate) at: Option<Position>,
}

/// What `this` is in an expression.
#[derive(Debug, Clone, Copy)]
pub enum This<'a> {
    /// A record: the rule stands on it.
    Record(RecordId),
    /// A value of a field: the rule stands on the field, and is not asked where the value is null.
    Value(&'a Type),
}

/// The typed tree of an expression.
///
/// # Errors
/// What is wrong first, with its place in the expression.
pub fn compile(shape: &Shape, this: This<'_>, expression: &str) -> Result<Node, Fault> {
    compile_with(shape, this, expression, None)
}

/// As [`compile`], where `rule` has a value.
fn compile_with(
    shape: &Shape,
    this: This<'_>,
    expression: &str,
    rule: Option<&Node>,
) -> Result<Node, Fault> {
    let parsed = syntax::parse(expression)?;
    check::check(shape, this, rule, &parsed)
}
