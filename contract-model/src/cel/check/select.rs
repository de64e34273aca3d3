//! Names: variables, fields, numbers of Protobuf enums, elements.

use super::{Checker, literal, written};
use crate::cel::fault::Fault;
use crate::cel::syntax::{Expr, ExprKind};
use crate::cel::tree::{Kind, Literal, Node, Part};
use crate::cel::types::Ty;
use crate::shape::{Field, Presence, RecordId};
use crate::suggest;
use contract_schema::Format;

const MONEY: [(&str, Part, Ty); 3] = [
    ("currency_code", Part::CurrencyCode, Ty::String),
    ("units", Part::Units, Ty::Int),
    ("nanos", Part::Nanos, Ty::Int),
];

const DATE: [(&str, Part, Ty); 3] =
    [("year", Part::Year, Ty::Int), ("month", Part::Month, Ty::Int), ("day", Part::Day, Ty::Int)];

impl<'a> Checker<'a> {
    pub(super) fn name(&mut self, expr: &Expr, name: &str) -> Result<Node, Fault> {
        if let Some((_, number, ty)) = self.variables.iter().rev().find(|(known, ..)| known == name)
        {
            let is_known = self.is_known(expr);
            let ty = if is_known { ty.value().clone() } else { ty.clone() };
            return Ok(Node { kind: Kind::Variable(*number), ty, fails: false });
        }
        match (name, self.rule) {
            ("rule", Some(value)) => Ok(value.clone()),
            ("this", _) => Ok(Node { kind: Kind::This, ty: self.this.clone(), fails: false }),
            ("now", _) => Ok(Node { kind: Kind::Now, ty: Ty::Timestamp, fails: false }),
            _ => {
                let is_field = match &self.this {
                    Ty::Record(id) => self.field(*id, name).is_some(),
                    _ => false,
                };
                let help = match is_field {
                    true => format!("write `this.{name}`"),
                    false => {
                        let known = self.variables.iter().map(|(known, ..)| known.as_str());
                        suggest::hint(name, known.chain(["this", "now"]))
                    }
                };
                Err(Fault::name(expr.at, format!("there is nothing called `{name}`")).help(help))
            }
        }
    }

    pub(super) fn select(&mut self, expr: &Expr, inner: &Expr, name: &str) -> Result<Node, Fault> {
        if let Some(number) = self.enum_number(expr) {
            return Ok(literal(Literal::Int(number.into()), Ty::Int));
        }
        let of = self.value(inner)?;
        self.member(expr, of, name)
    }

    fn member(&mut self, expr: &Expr, of: Node, name: &str) -> Result<Node, Fault> {
        let fails = of.fails;
        match &of.ty {
            Ty::Record(id) => {
                let record = *id;
                let Some(field) = self.field(record, name) else {
                    return Err(self.no_field(expr.at, record, name));
                };
                let mut ty = Ty::of(self.shape, &field.ty);
                let is_null =
                    field.presence == Presence::Nullable && self.shape.format != Format::Protobuf;
                if is_null && !self.is_known(expr) {
                    ty = Ty::Nullable(Box::new(ty));
                }
                let name = field.name.clone();
                let kind = Kind::Field { of: Box::new(of), record, name };
                Ok(Node { kind, ty, fails })
            }
            Ty::Money => part(expr.at, of, name, &MONEY),
            Ty::DateParts => part(expr.at, of, name, &DATE),
            Ty::Map(key, _) if key.is_text() => {
                let help = format!("write `…['{name}']`");
                Err(Fault::unsupported(expr.at, "an entry of a map is not a field").help(help))
            }
            other => {
                let message = format!("{} has no field `{name}`", other.describe(self.shape));
                Err(Fault::name(expr.at, message))
            }
        }
    }

    pub(super) fn field(&mut self, record: RecordId, name: &str) -> Option<&'a Field> {
        let fields = &self.shape.record(record).fields;
        let index = self.fields.entry(record).or_insert_with(|| {
            // Names as written win over canonical ones: CEL of Protobuf says `unit_amount`.
            let canonical =
                fields.iter().enumerate().map(|(index, field)| (field.name.as_str(), index));
            let native =
                fields.iter().enumerate().map(|(index, field)| (field.native.as_str(), index));
            canonical.chain(native).collect()
        });
        index.get(name).map(|index| &fields[*index])
    }

    fn no_field(&self, at: usize, record: RecordId, name: &str) -> Fault {
        let record = self.shape.record(record);
        let known = record.fields.iter().map(|field| field.native.as_str());
        let help = suggest::hint(name, known.take(2_000));
        Fault::name(at, format!("`{}` has no field `{name}`", record.simple_name())).help(help)
    }

    /// The number of `package.Enum.SYMBOL`, looked for from the rule's own package outwards.
    fn enum_number(&self, expr: &Expr) -> Option<i32> {
        let ExprKind::Select(inner, symbol) = &expr.kind else { return None };
        if self.shape.enum_numbers.is_empty() {
            return None;
        }
        let name = written(inner)?;
        let first = name.split('.').next().unwrap_or_default();
        if first == "this" || self.variables.iter().any(|(known, ..)| known == first) {
            return None;
        }
        let scopes = match self.holder {
            Some(id) => self.shape.record(id).name.as_str(),
            None => self.shape.root().map_or("", |record| record.name.as_str()),
        };
        let mut scope = scopes;
        loop {
            let full = if scope.is_empty() { name.clone() } else { format!("{scope}.{name}") };
            if let Some(number) =
                self.shape.enum_numbers.get(&full).and_then(|symbols| symbols.get(symbol))
            {
                return Some(*number);
            }
            scope = match scope.rsplit_once('.') {
                Some((outer, _)) => outer,
                None if scope.is_empty() => return None,
                None => "",
            };
        }
    }

    /// Whether a Protobuf field tells absent from empty.
    pub(super) fn has_presence(&mut self, node: &Node) -> bool {
        let Kind::Field { record, name, .. } = &node.kind else { return false };
        let is_message = matches!(
            node.ty,
            Ty::Record(_)
                | Ty::Timestamp
                | Ty::Duration
                | Ty::Money
                | Ty::DateParts
                | Ty::Opaque(_)
        );
        self.field(*record, name).is_some_and(|field| {
            let is_list = field.presence == Presence::Implicit;
            !is_list
                && (is_message || field.presence == Presence::Nullable || field.oneof.is_some())
        })
    }

    /// `has(x.y)`
    pub(super) fn has(&mut self, at: usize, arguments: &[Expr]) -> Result<Node, Fault> {
        let [Expr { kind: ExprKind::Select(inner, name), at: field_at, .. }] = arguments else {
            return Err(Fault::ty(at, "`has` takes one field, `has(this.a)`"));
        };
        if self.shape.format != Format::Protobuf {
            let shown = written(&arguments[0]).unwrap_or_else(|| format!("….{name}"));
            let message = "`has` is true for a field that is null, since the field itself is there";
            return Err(Fault::unsupported(at, message).help(format!("write `{shown} != null`")));
        }
        let of = self.value(inner)?;
        let expr = &arguments[0];
        let node = self.member(expr, of, name)?;
        if !matches!(node.kind, Kind::Field { .. }) {
            return Err(Fault::unsupported(
                *field_at,
                format!("`has` does not look into {}", "messages that stand for a value"),
            ));
        }
        let fails = node.fails;
        Ok(Node { kind: Kind::IsSet(Box::new(node)), ty: Ty::Bool, fails })
    }

    pub(super) fn index(&mut self, expr: &Expr, inner: &Expr, key: &Expr) -> Result<Node, Fault> {
        let of = self.value(inner)?;
        let key_node = self.value(key)?;
        let (wanted, ty) = match &of.ty {
            Ty::List(items) => (Ty::Int, (**items).clone()),
            Ty::Map(keys, values) => ((**keys).clone(), (**values).clone()),
            other => {
                let message = format!("{} has no elements", other.describe(self.shape));
                return Err(Fault::ty(inner.at, message));
            }
        };
        let fits = wanted == key_node.ty || (wanted.is_text() && key_node.ty.is_text());
        if !fits {
            let message = format!(
                "the place of an element is {}, this is {}",
                wanted.describe(self.shape),
                key_node.ty.describe(self.shape)
            );
            return Err(Fault::ty(key.at, message));
        }
        let ty = match ty {
            Ty::Nullable(inner) if self.is_known(expr) => *inner,
            other => other,
        };
        Ok(Node { kind: Kind::Index(Box::new(of), Box::new(key_node)), ty, fails: true })
    }
}

fn part(at: usize, of: Node, name: &str, parts: &[(&str, Part, Ty)]) -> Result<Node, Fault> {
    let fails = of.fails;
    match parts.iter().find(|(known, ..)| *known == name) {
        Some((_, part, ty)) => {
            Ok(Node { kind: Kind::Part(Box::new(of), *part), ty: ty.clone(), fails })
        }
        None => {
            let known = parts.iter().map(|(known, ..)| *known);
            Err(Fault::name(at, format!("there is no field `{name}`"))
                .help(suggest::hint(name, known)))
        }
    }
}
