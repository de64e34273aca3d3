//! Functions and macros.

use super::operator::{compared, result};
use super::{Checker, written};
use crate::cel::fault::Fault;
use crate::cel::functions::{Function, Row, Style, TABLE};
use crate::cel::syntax::{Expr, ExprKind};
use crate::cel::tree::{Arithmetic, Comparison, Fold, Kind, Literal, Node};
use crate::cel::types::Ty;
use crate::suggest;

const FOLDS: [(&str, Fold); 5] = [
    ("all", Fold::All),
    ("exists", Fold::Exists),
    ("exists_one", Fold::ExistsOne),
    ("filter", Fold::Filter),
    ("map", Fold::Map),
];

/// Functions of `decimals`, which say for old clients what operators say here.
const DECIMALS: [(&str, Result<Comparison, Arithmetic>); 11] = [
    ("eq", Ok(Comparison::Equal)),
    ("lt", Ok(Comparison::Less)),
    ("le", Ok(Comparison::LessOrEqual)),
    ("lte", Ok(Comparison::LessOrEqual)),
    ("gt", Ok(Comparison::Greater)),
    ("ge", Ok(Comparison::GreaterOrEqual)),
    ("gte", Ok(Comparison::GreaterOrEqual)),
    ("add", Err(Arithmetic::Add)),
    ("sub", Err(Arithmetic::Subtract)),
    ("subtract", Err(Arithmetic::Subtract)),
    ("mul", Err(Arithmetic::Multiply)),
];

/// Functions of CEL that a rule cannot use, and why.
const REFUSED: [(&str, &str); 2] = [
    ("dyn", "every part of a rule has a type that is known before it runs"),
    ("type", "every part of a rule has a type that is known before it runs"),
];

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        at: usize,
        target: Option<&Expr>,
        name: &str,
        arguments: &[Expr],
    ) -> Result<Node, Fault> {
        if target.is_none() && name == "has" {
            return self.has(at, arguments);
        }
        if let Some(target) = target {
            if target.kind == ExprKind::Name("decimals".to_owned()) {
                return self.decimals(at, name, arguments);
            }
            if let Some((_, fold)) = FOLDS.iter().find(|(known, _)| *known == name) {
                return self.fold(at, *fold, target, arguments);
            }
        }
        if let Some((_, reason)) = REFUSED.iter().find(|(known, _)| *known == name) {
            return Err(Fault::unsupported(
                at,
                format!("`{name}` cannot stand in a rule: {reason}"),
            ));
        }
        let mut nodes = Vec::new();
        for expr in target.into_iter().chain(arguments) {
            nodes.push(self.value(expr)?);
        }
        if let ([argument], None) = (&nodes[..], target)
            && let Some(constant) = self.constant(arguments[0].at, name, argument)?
        {
            return Ok(constant);
        }
        let row = self.overload(at, target.is_some(), name, &nodes)?;
        self.literals(row, at, target, arguments, &nodes)?;
        let fails = row.fails || nodes.iter().any(|node| node.fails);
        Ok(Node { kind: Kind::Call(row.function, nodes), ty: row.result.clone(), fails })
    }

    fn overload(
        &self,
        at: usize,
        is_method: bool,
        name: &str,
        nodes: &[Node],
    ) -> Result<&'static Row, Fault> {
        let is_styled = |row: &&Row| match row.style {
            Style::Either => true,
            Style::Method => is_method,
            Style::Global => !is_method,
        };
        let named: Vec<&'static Row> =
            TABLE.iter().filter(|row| row.name == name).filter(is_styled).collect();
        if named.is_empty() {
            let mut known: Vec<&str> = TABLE.iter().filter(is_styled).map(|row| row.name).collect();
            known.dedup();
            let kind = if is_method { "method" } else { "function" };
            let help = match TABLE.iter().find(|row| row.name == name) {
                Some(_) if is_method => format!("write `{name}(…)`"),
                Some(_) => format!("write `….{name}()`"),
                None => suggest::hint(name, known),
            };
            return Err(Fault::name(at, format!("there is no {kind} `{name}`")).help(help));
        }
        let fits = |row: &&&Row| {
            row.arguments.len() == nodes.len()
                && row.arguments.iter().zip(nodes).all(|(want, node)| want.fits(&node.ty))
        };
        named.iter().find(fits).copied().ok_or_else(|| {
            let given: Vec<String> =
                nodes.iter().map(|node| node.ty.describe(self.shape)).collect();
            let takes: Vec<String> = named
                .iter()
                .map(|row| {
                    row.arguments.iter().map(|want| want.name()).collect::<Vec<_>>().join(", ")
                })
                .collect();
            let message = format!("`{name}` does not take ({})", given.join(", "));
            Fault::ty(at, message).help(format!("it takes ({})", takes.join(") or (")))
        })
    }

    /// Patterns and time zones are known before the rule runs, and patterns compile.
    fn literals(
        &self,
        row: &Row,
        at: usize,
        target: Option<&Expr>,
        arguments: &[Expr],
        nodes: &[Node],
    ) -> Result<(), Fault> {
        let text = |index: usize| match nodes.get(index).map(|node| &node.kind) {
            Some(Kind::Literal(Literal::String(text))) => Some(text.as_str()),
            _ => None,
        };
        let last = arguments.last().map_or(at, |argument| argument.at);
        if row.function == Function::Matches {
            let Some(pattern) = text(1) else {
                let message = "the pattern of `matches` is a text in quotes, so that it compiles before the rule runs";
                return Err(Fault::unsupported(last, message));
            };
            return match crate::pattern::fault(pattern) {
                None => Ok(()),
                Some(_) => Err(Fault::ty(last, "the pattern does not compile")
                    .help("use RE2 syntax: no look-around, no back references")),
            };
        }
        let is_zoned = target.is_some() && row.arguments.len() == 2 && nodes[0].ty == Ty::Timestamp;
        if is_zoned && !text(1).is_some_and(is_zone) {
            let message = "a time zone is `UTC` or an offset in quotes, `+02:00`";
            return Err(Fault::unsupported(last, message)
                .help("names of places change their offsets with the law"));
        }
        if row.function == Function::Unique {
            let Ty::List(items) = &nodes[0].ty else { return Ok(()) };
            if matches!(**items, Ty::Opaque(_) | Ty::Null | Ty::Nullable(_)) {
                return Err(Fault::ty(at, "these elements do not compare"));
            }
        }
        Ok(())
    }

    fn decimals(&mut self, at: usize, name: &str, arguments: &[Expr]) -> Result<Node, Fault> {
        let Some((_, operation)) = DECIMALS.iter().find(|(known, _)| *known == name) else {
            let known = DECIMALS.iter().map(|(known, _)| *known);
            return Err(Fault::name(at, format!("there is no function `decimals.{name}`"))
                .help(suggest::hint(name, known)));
        };
        let [left, right] = arguments else {
            return Err(Fault::ty(at, format!("`decimals.{name}` takes two decimals")));
        };
        let (left, right) = (self.value(left)?, self.value(right)?);
        if left.ty != Ty::Decimal || right.ty != Ty::Decimal {
            return Err(Fault::ty(at, format!("`decimals.{name}` takes two decimals"))
                .help("convert with `decimal(…)`"));
        }
        match operation {
            Ok(comparison) => Ok(compared(*comparison, left, right)),
            Err(arithmetic) => {
                let (ty, _) = result(*arithmetic, &left.ty, &right.ty)
                    .expect("decimals have every operation of the table");
                let kind = Kind::Arithmetic(*arithmetic, Box::new(left), Box::new(right));
                Ok(Node { kind, ty, fails: true })
            }
        }
    }

    fn fold(
        &mut self,
        at: usize,
        fold: Fold,
        target: &Expr,
        arguments: &[Expr],
    ) -> Result<Node, Fault> {
        let range = self.value(target)?;
        let (variable, condition, body) = match (arguments, fold) {
            ([variable, body], _) => (variable, None, body),
            ([variable, condition, body], Fold::Map) => (variable, Some(condition), body),
            _ => {
                let message = "a macro over elements takes the name of the element and an expression, `all(x, x > 0)`";
                return Err(Fault::ty(at, message));
            }
        };
        let ExprKind::Name(name) = &variable.kind else {
            return Err(Fault::ty(variable.at, "this is the name of the element, a plain word"));
        };
        if matches!(name.as_str(), "this" | "now") {
            return Err(Fault::name(variable.at, format!("`{name}` has a meaning already"))
                .help("give the element another name"));
        }
        let element = match &range.ty {
            Ty::List(items) => (**items).clone(),
            Ty::Map(keys, _) => (**keys).clone(),
            other => {
                let shown = written(target).unwrap_or_else(|| "this".to_owned());
                let message =
                    format!("`{shown}` is {}, which has no elements", other.describe(self.shape));
                return Err(Fault::ty(target.at, message));
            }
        };
        let range = match condition {
            None => range,
            Some(condition) => {
                self.folded(Fold::Filter, range, name, element.clone(), condition)?
            }
        };
        self.folded(fold, range, name, element, body)
    }

    fn folded(
        &mut self,
        fold: Fold,
        range: Node,
        name: &str,
        element: Ty,
        body: &Expr,
    ) -> Result<Node, Fault> {
        let variable = self.counted;
        self.counted += 1;
        self.variables.push((name.to_owned(), variable, element.clone()));
        let body_node = if fold == Fold::Map {
            self.value(body)
        } else {
            self.truth(body).map(|checked| checked.node)
        };
        self.variables.pop();
        let body = body_node?;
        let ty = match fold {
            Fold::All | Fold::Exists | Fold::ExistsOne => Ty::Bool,
            Fold::Filter => Ty::List(Box::new(element)),
            Fold::Map => Ty::List(Box::new(body.ty.clone())),
        };
        let fails = range.fails || body.fails;
        let kind = Kind::Fold { fold, range: Box::new(range), variable, body: Box::new(body) };
        Ok(Node { kind, ty, fails })
    }
}

/// `UTC`, `+02:00`, `-05:30`
fn is_zone(text: &str) -> bool {
    let digits =
        |part: &str, limit: u32| part.len() == 2 && part.parse::<u32>().is_ok_and(|n| n < limit);
    text == "UTC"
        || text
            .strip_prefix(['+', '-'])
            .unwrap_or(text)
            .split_once(':')
            .is_some_and(|(hours, minutes)| digits(hours, 24) && digits(minutes, 60))
}
