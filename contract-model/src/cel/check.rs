//! Types of every part, names that exist, nulls that are guarded: a parsed expression to a typed tree.
//!
//! What is null is followed through `&&`, `||` and `? :`, so that nothing is looked for in a null when the rule runs.

mod call;
mod operator;
mod select;

use super::fault::Fault;
use super::functions::Function;
use super::syntax::{Expr, ExprKind};
use super::tree::{Kind, Literal, Node};
use super::types::Ty;
use super::{This, constant};
use crate::shape::{RecordId, Shape, UNTYPED};
use contract_schema::Format;
use std::collections::HashMap;
use std::rc::Rc;

/// The typed tree; its value is a truth value, or a text that is empty if all is well.
///
/// `rule` is what that name means, if it means anything.
pub(super) fn check<'a>(
    shape: &'a Shape,
    this: This<'_>,
    rule: Option<&'a Node>,
    expression: &Expr,
) -> Result<Node, Fault> {
    let (this, holder) = match this {
        This::Record(id) => (Ty::Record(id), Some(id)),
        This::Value(ty) => (Ty::of(shape, ty), None),
    };
    let mut checker = Checker {
        shape,
        this,
        rule,
        holder,
        variables: Vec::new(),
        counted: 0,
        known: Vec::new(),
        fields: HashMap::new(),
    };
    let found = checker.expr(expression).map_err(remedied)?.node;
    if formats(&found, true) {
        let message = "`format` makes the text that a rule gives, nothing else";
        return Err(Fault::unsupported(expression.at, message));
    }
    match found.ty {
        Ty::Bool | Ty::String => Ok(found),
        other => {
            let message = format!(
                "a rule gives true or false, or a text that is empty if all is well; this gives {}",
                other.describe(shape)
            );
            Err(Fault::ty(expression.at, message))
        }
    }
}

/// What to do where a rule looks into JSON that has no type.
fn remedied(fault: Fault) -> Fault {
    match fault.message.contains(UNTYPED) {
        true => fault.help(
            "give it one type, as the table of JSON Schema in docs/contracts.md shows, or say the rule in keywords of JSON Schema",
        ),
        false => fault,
    }
}

/// Whether a text is made by `format` anywhere but where it is what the rule gives.
fn formats(node: &Node, is_result: bool) -> bool {
    match &node.kind {
        Kind::Cond(test, yes, no) => {
            formats(test, false) || formats(yes, is_result) || formats(no, is_result)
        }
        Kind::Call(Function::Format, _) if !is_result => true,
        _ => node.parts().into_iter().any(|part| formats(part, false)),
    }
}

/// A path that is not null: `this.a.b`, or of a variable `0.b`.
type Fact = Rc<str>;

/// A node, and what is not null if it is true, and if it is false.
struct Checked {
    node: Node,
    yes: Vec<Fact>,
    no: Vec<Fact>,
}

struct Checker<'a> {
    shape: &'a Shape,
    this: Ty,
    rule: Option<&'a Node>,
    /// The record that the rule stands on, for names of enums beside it.
    holder: Option<RecordId>,
    /// Names in scope, their numbers and types.
    variables: Vec<(String, usize, Ty)>,
    counted: usize,
    known: Vec<Fact>,
    /// Fields by name of the records met so far: a record may have very many.
    fields: HashMap<RecordId, HashMap<&'a str, usize>>,
}

impl<'a> Checker<'a> {
    fn expr(&mut self, expr: &Expr) -> Result<Checked, Fault> {
        match &expr.kind {
            ExprKind::Binary("&&", left, right) => self.both(left, right, true),
            ExprKind::Binary("||", left, right) => self.both(left, right, false),
            ExprKind::Binary(operator @ ("==" | "!="), left, right) => {
                self.equality(expr, operator, left, right)
            }
            ExprKind::Not(inner) => self.not(inner),
            ExprKind::Cond(test, yes, no) => self.cond(test, yes, no),
            _ => self.plain(expr).map(|node| Checked { node, yes: Vec::new(), no: Vec::new() }),
        }
    }

    /// Parts that say nothing about null.
    fn plain(&mut self, expr: &Expr) -> Result<Node, Fault> {
        match &expr.kind {
            ExprKind::Null => Ok(literal(Literal::Null, Ty::Null)),
            ExprKind::Bool(value) => Ok(literal(Literal::Bool(*value), Ty::Bool)),
            ExprKind::Int(value) => Ok(literal(Literal::Int(*value), Ty::Int)),
            ExprKind::Uint(value) => Ok(literal(Literal::Uint(*value), Ty::Uint)),
            ExprKind::Double(value) => Ok(literal(Literal::Double(*value), Ty::Double)),
            ExprKind::Text(text) => Ok(literal(Literal::String(text.clone()), Ty::String)),
            ExprKind::Bytes(bytes) => Ok(literal(Literal::Bytes(bytes.clone()), Ty::Bytes)),
            ExprKind::Name(name) => self.name(expr, name),
            ExprKind::Select(inner, name) => self.select(expr, inner, name),
            ExprKind::Index(inner, key) => self.index(expr, inner, key),
            ExprKind::Call { target, name, arguments } => {
                self.call(expr.at, target.as_deref(), name, arguments)
            }
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Negate(inner) => self.negate(inner),
            ExprKind::Binary(operator, left, right) => self.binary(expr.at, operator, left, right),
            ExprKind::Not(_) | ExprKind::Cond(..) => self.expr(expr).map(|checked| checked.node),
        }
    }

    /// A value that is there: what may be null is refused, with the way out.
    fn value(&mut self, expr: &Expr) -> Result<Node, Fault> {
        let node = self.expr(expr)?.node;
        self.present(expr, node)
    }

    fn present(&self, expr: &Expr, node: Node) -> Result<Node, Fault> {
        if !node.ty.is_nullable() {
            return Ok(node);
        }
        let shown = written(expr).unwrap_or_else(|| "this".to_owned());
        let message = format!("`{shown}` may be null here");
        let help = format!("guard it: `{shown} == null || …` or `{shown} != null && …`");
        Err(Fault::null(expr.at, message).help(help))
    }

    fn truth(&mut self, expr: &Expr) -> Result<Checked, Fault> {
        let checked = self.expr(expr)?;
        if checked.node.ty == Ty::Bool {
            return Ok(checked);
        }
        self.present(expr, checked.node.clone())?;
        let message = format!(
            "this is {}, where true or false is expected",
            checked.node.ty.describe(self.shape)
        );
        Err(Fault::ty(expr.at, message))
    }

    fn both(&mut self, left: &Expr, right: &Expr, is_and: bool) -> Result<Checked, Fault> {
        let mut left = self.truth(left)?;
        let before = self.known.len();
        self.known.extend(if is_and { &left.yes } else { &left.no }.iter().cloned());
        let right = self.truth(right);
        self.known.truncate(before);
        let right = right?;
        let fails = left.node.fails || right.node.fails;
        let (yes, no) = if is_and {
            left.yes.extend(right.yes);
            (left.yes, common(left.no, &right.no))
        } else {
            left.no.extend(right.no);
            (common(left.yes, &right.yes), left.no)
        };
        let (left, right) = (Box::new(left.node), Box::new(right.node));
        let kind = if is_and { Kind::And(left, right) } else { Kind::Or(left, right) };
        Ok(Checked { node: Node { kind, ty: Ty::Bool, fails }, yes, no })
    }

    fn not(&mut self, inner: &Expr) -> Result<Checked, Fault> {
        let Checked { node, yes, no } = self.truth(inner)?;
        let fails = node.fails;
        let node = Node { kind: Kind::Not(Box::new(node)), ty: Ty::Bool, fails };
        Ok(Checked { node, yes: no, no: yes })
    }

    fn cond(&mut self, test: &Expr, yes: &Expr, no: &Expr) -> Result<Checked, Fault> {
        let test = self.truth(test)?;
        let before = self.known.len();
        self.known.extend(test.yes.iter().cloned());
        let chosen = self.expr(yes);
        self.known.truncate(before);
        let chosen = chosen?;
        self.known.extend(test.no.iter().cloned());
        let other = self.expr(no);
        self.known.truncate(before);
        let other = other?;
        let Some(ty) = joined(&chosen.node.ty, &other.node.ty) else {
            let message = format!(
                "both sides of `:` have one type, these are {} and {}",
                chosen.node.ty.describe(self.shape),
                other.node.ty.describe(self.shape)
            );
            return Err(Fault::ty(no.at, message));
        };
        let together = |mut own: Vec<Fact>, more: Vec<Fact>| {
            own.extend(more);
            own
        };
        let yes_facts =
            common(together(test.yes.clone(), chosen.yes), &together(test.no.clone(), other.yes));
        let no_facts = common(together(test.yes, chosen.no), &together(test.no, other.no));
        let fails = test.node.fails || chosen.node.fails || other.node.fails;
        let parts = [test.node, chosen.node, other.node].map(Box::new);
        let [test, chosen, other] = parts;
        let node = Node { kind: Kind::Cond(test, chosen, other), ty, fails };
        Ok(Checked { node, yes: yes_facts, no: no_facts })
    }

    /// `x == null` and its like tell whether there is a value; so does equality with one.
    fn equality(
        &mut self,
        expr: &Expr,
        operator: &str,
        left: &Expr,
        right: &Expr,
    ) -> Result<Checked, Fault> {
        let is_null = |expr: &Expr| expr.kind == ExprKind::Null;
        let (node, facts) = match (is_null(left), is_null(right)) {
            (false, true) => self.null(left)?,
            (true, _) => self.null(right)?,
            (false, false) => self.equal(expr, left, right)?,
        };
        if operator == "==" {
            let is_null_test = matches!(node.kind, Kind::IsNull(_));
            let (yes, no) = if is_null_test { (Vec::new(), facts) } else { (facts, Vec::new()) };
            return Ok(Checked { node, yes, no });
        }
        let is_null_test = matches!(node.kind, Kind::IsNull(_));
        let fails = node.fails;
        let node = Node { kind: Kind::Not(Box::new(node)), ty: Ty::Bool, fails };
        let (yes, no) = if is_null_test { (facts, Vec::new()) } else { (Vec::new(), facts) };
        Ok(Checked { node, yes, no })
    }

    fn null(&mut self, expr: &Expr) -> Result<(Node, Vec<Fact>), Fault> {
        let node = self.expr(expr)?.node;
        let is_protobuf_field = self.shape.format == Format::Protobuf && self.has_presence(&node);
        if !node.ty.is_nullable() && !is_protobuf_field {
            let shown = written(expr).unwrap_or_else(|| "this".to_owned());
            if !self.is_known(expr) {
                let message = format!("`{shown}` is never null");
                return Err(Fault::ty(expr.at, message).help("leave the comparison with null out"));
            }
        }
        let facts = self.path(expr).into_iter().collect();
        let fails = node.fails;
        Ok((Node { kind: Kind::IsNull(Box::new(node)), ty: Ty::Bool, fails }, facts))
    }

    /// Whether a test for null before it has found a value there.
    fn is_known(&self, expr: &Expr) -> bool {
        self.path(expr).is_some_and(|path| self.known.contains(&path))
    }

    /// The name of a value that may be null, the same wherever it is written.
    fn path(&self, expr: &Expr) -> Option<Fact> {
        match &expr.kind {
            ExprKind::Name(name) if name == "this" => Some("this".into()),
            ExprKind::Name(name) => {
                let found = self.variables.iter().rev().find(|(known, ..)| known == name)?;
                // Not the number alone, which would be that of an element.
                Some(format!("%{}", found.1).into())
            }
            ExprKind::Select(inner, name) => Some(format!("{}.{name}", self.path(inner)?).into()),
            ExprKind::Index(inner, key) => {
                let of = self.path(inner)?;
                let place = constant_place(key).or_else(|| Some(self.path(key)?.to_string()))?;
                Some(format!("{of}[{place}]").into())
            }
            _ => None,
        }
    }

    fn list(&mut self, items: &[Expr]) -> Result<Node, Fault> {
        let (nodes, ty) = self.alike(items)?;
        let fails = nodes.iter().any(|node| node.fails);
        Ok(Node { kind: Kind::List(nodes), ty: Ty::List(Box::new(ty)), fails })
    }

    fn map(&mut self, entries: &[(Expr, Expr)]) -> Result<Node, Fault> {
        let (keys, values): (Vec<Expr>, Vec<Expr>) = entries.iter().cloned().unzip();
        let (key_nodes, key) = self.alike(&keys)?;
        let (value_nodes, value) = self.alike(&values)?;
        let fails = key_nodes.iter().chain(&value_nodes).any(|node| node.fails);
        if let Some(first) = keys.first()
            && !(key.is_text() || matches!(key, Ty::Int | Ty::Uint | Ty::Bool))
        {
            let message = format!(
                "a key of a map is a text, a whole number or a truth value, this is {}",
                key.describe(self.shape)
            );
            return Err(Fault::ty(first.at, message));
        }
        let nodes = key_nodes.into_iter().zip(value_nodes).collect();
        Ok(Node { kind: Kind::Map(nodes), ty: Ty::Map(Box::new(key), Box::new(value)), fails })
    }

    /// Elements of one type.
    fn alike(&mut self, items: &[Expr]) -> Result<(Vec<Node>, Ty), Fault> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut ty = Ty::Null;
        for item in items {
            let node = self.value(item)?;
            ty = match nodes.is_empty() {
                true => plain(&node.ty),
                false => match joined(&ty, &node.ty) {
                    Some(ty) => ty,
                    None => {
                        let message = format!(
                            "all elements have one type, this is {} among {}",
                            node.ty.describe(self.shape),
                            ty.describe(self.shape)
                        );
                        return Err(Fault::ty(item.at, message));
                    }
                },
            };
            nodes.push(node);
        }
        Ok((nodes, ty))
    }

    /// A constant in quotes becomes what it stands for.
    fn constant(&self, at: usize, name: &str, argument: &Node) -> Result<Option<Node>, Fault> {
        let Kind::Literal(Literal::String(text)) = &argument.kind else { return Ok(None) };
        Ok(match name {
            "timestamp" => Some(literal(constant::timestamp(at, text)?, Ty::Timestamp)),
            "duration" => Some(literal(constant::duration(at, text)?, Ty::Duration)),
            "decimal" => Some(literal(constant::decimal(at, text)?, Ty::Decimal)),
            _ => None,
        })
    }
}

fn literal(value: Literal, ty: Ty) -> Node {
    Node { kind: Kind::Literal(value), ty, fails: false }
}

/// A symbol is text as soon as it is one of several values.
fn plain(ty: &Ty) -> Ty {
    if ty.is_text() { Ty::String } else { ty.clone() }
}

/// The one type of two values, if they have one.
fn joined(left: &Ty, right: &Ty) -> Option<Ty> {
    match (left, right) {
        _ if left.is_text() && right.is_text() => Some(Ty::String),
        // An empty list fits every list.
        (Ty::List(items), Ty::List(_)) if **items == Ty::Null => Some(right.clone()),
        (Ty::List(_), Ty::List(items)) if **items == Ty::Null => Some(left.clone()),
        _ => (left == right && !left.is_nullable()).then(|| left.clone()),
    }
}

fn common(left: Vec<Fact>, right: &[Fact]) -> Vec<Fact> {
    if right.is_empty() {
        return Vec::new();
    }
    let right: std::collections::HashSet<&Fact> = right.iter().collect();
    left.into_iter().filter(|fact| right.contains(fact)).collect()
}

/// The path as it was written, if it is one.
fn written(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Select(inner, name) => Some(format!("{}.{name}", written(inner)?)),
        ExprKind::Index(inner, key) => {
            let place = constant_place(key).or_else(|| written(key))?;
            Some(format!("{}[{place}]", written(inner)?))
        }
        _ => None,
    }
}

/// The place of an element that is a constant.
fn constant_place(key: &Expr) -> Option<String> {
    match &key.kind {
        ExprKind::Int(number) => Some(number.to_string()),
        ExprKind::Uint(number) => Some(format!("{number}u")),
        ExprKind::Bool(flag) => Some(flag.to_string()),
        ExprKind::Text(text) => Some(format!("{text:?}")),
        _ => None,
    }
}
