//! Operators: which types they take, and whether they may fail.

use super::{Checker, Fact, plain};
use crate::cel::fault::Fault;
use crate::cel::syntax::Expr;
use crate::cel::tree::{Arithmetic, Comparison, Kind, Literal, Node};
use crate::cel::types::Ty;
use crate::suggest;

impl Checker<'_> {
    pub(super) fn negate(&mut self, inner: &Expr) -> Result<Node, Fault> {
        let node = self.value(inner)?;
        let fails = node.fails || node.ty == Ty::Int || node.ty == Ty::Duration;
        match node.ty {
            Ty::Int | Ty::Double | Ty::Decimal | Ty::Duration => {
                let ty = node.ty.clone();
                Ok(Node { kind: Kind::Negate(Box::new(node)), ty, fails })
            }
            ref other => {
                let message = format!("`-` does not fit {}", other.describe(self.shape));
                Err(Fault::ty(inner.at, message))
            }
        }
    }

    pub(super) fn binary(
        &mut self,
        at: usize,
        operator: &str,
        left: &Expr,
        right: &Expr,
    ) -> Result<Node, Fault> {
        let arithmetic = match operator {
            "+" => Arithmetic::Add,
            "-" => Arithmetic::Subtract,
            "*" => Arithmetic::Multiply,
            "/" => Arithmetic::Divide,
            "%" => Arithmetic::Remainder,
            "in" => return self.within(left, right),
            "&&" | "||" | "==" | "!=" => {
                unreachable!("operators that speak of null are checked before")
            }
            _ => return self.order(at, operator, left, right),
        };
        let (left_node, right_node) = (self.value(left)?, self.value(right)?);
        let Some((ty, may_fail)) = result(arithmetic, &left_node.ty, &right_node.ty) else {
            let is_mixed = left_node.ty.is_number() && right_node.ty.is_number();
            let fault = self.unfit(right.at, operator, &left_node, &right_node);
            return Err(if is_mixed {
                fault.help("convert one side with `int(…)`, `uint(…)` or `double(…)`")
            } else {
                fault
            });
        };
        let fails = may_fail || left_node.fails || right_node.fails;
        let kind = Kind::Arithmetic(arithmetic, Box::new(left_node), Box::new(right_node));
        Ok(Node { kind, ty, fails })
    }

    fn order(
        &mut self,
        at: usize,
        operator: &str,
        left: &Expr,
        right: &Expr,
    ) -> Result<Node, Fault> {
        let comparison = match operator {
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            _ => Comparison::GreaterOrEqual,
        };
        let (left, right) = (self.value(left)?, self.value(right)?);
        if !left.ty.orders(&right.ty) {
            return Err(self.unfit(at, operator, &left, &right));
        }
        Ok(compared(comparison, left, right))
    }

    fn unfit(&self, at: usize, operator: &str, left: &Node, right: &Node) -> Fault {
        let (left, right) = (left.ty.describe(self.shape), right.ty.describe(self.shape));
        Fault::ty(at, format!("`{operator}` does not fit {left} and {right}"))
    }

    /// `x == y`, and what is not null if it is true.
    pub(super) fn equal(
        &mut self,
        expr: &Expr,
        left: &Expr,
        right: &Expr,
    ) -> Result<(Node, Vec<Fact>), Fault> {
        let (left_node, right_node) = (self.expr(left)?.node, self.expr(right)?.node);
        let (left_ty, right_ty) = (left_node.ty.value(), right_node.ty.value());
        let is_empty = |ty: &Ty| matches!(ty, Ty::List(items) if **items == Ty::Null);
        let compares = left_ty.compares(right_ty)
            || (matches!(left_ty, Ty::List(_)) && is_empty(right_ty))
            || (matches!(right_ty, Ty::List(_)) && is_empty(left_ty));
        if !compares {
            let message = format!(
                "{} and {} are never equal",
                left_node.ty.describe(self.shape),
                right_node.ty.describe(self.shape)
            );
            return Err(Fault::ty(expr.at, message));
        }
        self.symbol(&left_node, &right_node, right)?;
        self.symbol(&right_node, &left_node, left)?;
        let mut facts = Vec::new();
        match (left_node.ty.is_nullable(), right_node.ty.is_nullable()) {
            (true, false) => facts.extend(self.path(left)),
            (false, true) => facts.extend(self.path(right)),
            _ => {}
        }
        Ok((compared(Comparison::Equal, left_node, right_node), facts))
    }

    /// A text that an enum is compared with must be one of its symbols.
    pub(super) fn symbol(&self, of: &Node, text: &Node, at: &Expr) -> Result<(), Fault> {
        let (Ty::Symbol(symbols), Kind::Literal(Literal::String(word))) =
            (of.ty.value(), &text.kind)
        else {
            return Ok(());
        };
        if symbols.contains(word) {
            return Ok(());
        }
        let help = suggest::hint(word, symbols.iter().map(String::as_str));
        Err(Fault::name(at.at, format!("the enum has no symbol `{word}`")).help(help))
    }

    fn within(&mut self, item: &Expr, range: &Expr) -> Result<Node, Fault> {
        let item_node = self.expr(item)?.node;
        let range_node = self.value(range)?;
        let element = match &range_node.ty {
            Ty::List(items) => items,
            Ty::Map(keys, _) => keys,
            other => {
                let message = format!(
                    "`in` looks into a list or a map, this is {}",
                    other.describe(self.shape)
                );
                return Err(Fault::ty(range.at, message));
            }
        };
        if **element != Ty::Null && !item_node.ty.value().compares(element) {
            let message = format!(
                "{} is never among {}",
                item_node.ty.describe(self.shape),
                range_node.ty.describe(self.shape)
            );
            return Err(Fault::ty(item.at, message));
        }
        if let Kind::List(items) = &range_node.kind {
            items.iter().try_for_each(|literal| self.symbol(&item_node, literal, range))?;
        }
        let fails = item_node.fails || range_node.fails;
        let kind = Kind::In(Box::new(item_node), Box::new(range_node));
        Ok(Node { kind, ty: Ty::Bool, fails })
    }
}

pub(super) fn compared(comparison: Comparison, left: Node, right: Node) -> Node {
    let fails = left.fails || right.fails;
    Node { kind: Kind::Compare(comparison, Box::new(left), Box::new(right)), ty: Ty::Bool, fails }
}

/// The type of a result, and whether making it may fail.
pub(super) fn result(arithmetic: Arithmetic, left: &Ty, right: &Ty) -> Option<(Ty, bool)> {
    use Arithmetic::{Add, Divide, Multiply, Remainder, Subtract};
    let (left, right) = (plain(left), plain(right));
    Some(match (arithmetic, &left, &right) {
        (_, Ty::Int, Ty::Int) => (Ty::Int, true),
        (_, Ty::Uint, Ty::Uint) => (Ty::Uint, true),
        (Add | Subtract | Multiply | Divide, Ty::Double, Ty::Double) => (Ty::Double, false),
        (Add | Subtract | Multiply, Ty::Decimal, Ty::Decimal) => (Ty::Decimal, true),
        (Add, Ty::String, Ty::String) => (Ty::String, false),
        (Add, Ty::Bytes, Ty::Bytes) => (Ty::Bytes, false),
        (Add | Subtract, Ty::Timestamp, Ty::Duration) => (Ty::Timestamp, true),
        (Add, Ty::Duration, Ty::Timestamp) => (Ty::Timestamp, true),
        (Subtract, Ty::Timestamp, Ty::Timestamp) => (Ty::Duration, true),
        (Add | Subtract, Ty::Duration, Ty::Duration) => (Ty::Duration, true),
        (Remainder | Divide | Multiply | Add | Subtract, ..) => return None,
    })
}
