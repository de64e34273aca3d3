//! Avro types to the IR.

use super::{Lowering, modules, tag};
use crate::diagnostics::{Finding, Findings};
use crate::ir::{
    Body, Branch, DecimalTy, Enum, Field, Named, Place, Record, Symbol, Syntax, TimeTy, Ty, TypeId,
    Union, UuidWire,
};
use crate::names;
use crate::source::Parsed;
use contract_model::FieldRules;
use contract_schema::avro::{self, AvroSchema, Kind, Logical, Name, Origin, Type};

/// Decimals of more digits are bytes to us.
const MAX_DIGITS: u32 = 38;

/// Gives every named type that the text itself defines its place in the arena.
pub(super) fn declare(
    schema: &AvroSchema,
    parsed: &Parsed,
    lowering: &mut Lowering<'_>,
    findings: &mut Findings,
) {
    for (_, id) in schema.names() {
        let ty = schema.get(id);
        if ty.origin != Origin::Own {
            continue;
        }
        let (name, doc, body) = match &ty.kind {
            Kind::Record(record) => (&record.name, &record.doc, Body::Record(Record::default())),
            Kind::Enum(body) => {
                if body.symbols.is_empty() {
                    let message = format!("enum `{}` has no symbol, so no value", body.name.full());
                    let place = Place { source: parsed.source, at: ty.at };
                    findings.push(Finding::error(place, message).help("give it a symbol"));
                }
                (&body.name, &body.doc, Body::Enum(symbols(body, lowering)))
            }
            Kind::Fixed(fixed) => (&fixed.name, &fixed.doc, Body::Fixed(fixed.size)),
            _ => continue,
        };
        let place = Place { source: parsed.source, at: ty.at };
        lowering.declare(named(name, doc.as_deref(), place, body, lowering), findings);
    }
}

fn named(
    name: &Name,
    doc: Option<&str>,
    place: Place,
    body: Body,
    lowering: &Lowering<'_>,
) -> Named {
    Named {
        full_name: name.full().to_owned(),
        modules: modules(name.namespace().unwrap_or_default()),
        ident: lowering.rust_name(name.full(), names::camel(name.simple())),
        doc: doc.map(str::to_owned),
        syntax: Syntax::Avro,
        place,
        body,
    }
}

fn symbols(body: &avro::Enum, lowering: &Lowering<'_>) -> Enum {
    let symbol = |(number, name): (usize, &str)| Symbol {
        name: name.to_string(),
        ident: lowering.rust_name(&format!("{}.{name}", body.name.full()), names::camel(name)),
        number: i32::try_from(number).unwrap_or(i32::MAX),
    };
    let default = body.default.as_ref();
    Enum {
        symbols: body.symbols.iter().map(|name| &**name).enumerate().map(symbol).collect(),
        default: default.and_then(|name| body.symbols.iter().position(|symbol| symbol == name)),
    }
}

/// Fills in the records that the text itself defines.
pub(super) fn define(
    schema: &AvroSchema,
    parsed: &Parsed,
    lowering: &mut Lowering<'_>,
    findings: &mut Findings,
) {
    for (name, id) in schema.names() {
        let ty = schema.get(id);
        let (Origin::Own, Kind::Record(record)) = (ty.origin, &ty.kind) else {
            continue;
        };
        let Some(target) = lowering.ids.get(name).copied() else {
            continue;
        };
        let fields = fields(schema, record, parsed, lowering, findings);
        let (rules, groups) = super::rules(parsed, name);
        lowering.ir.types[target.0].body =
            Body::Record(Record { fields, rules, groups, ..Record::default() });
    }
}

fn fields(
    schema: &AvroSchema,
    record: &avro::Record,
    parsed: &Parsed,
    lowering: &mut Lowering<'_>,
    findings: &mut Findings,
) -> Vec<Field> {
    let shape = parsed.shape.records.iter().find(|shape| shape.name == record.name.full());
    let mut fields = Vec::new();
    for field in &record.fields {
        let declared = shape.and_then(|shape| shape.field(&field.name));
        let place = Place { source: parsed.source, at: field.at };
        let path = format!("{}.{}", record.name.full(), field.name);
        let mut walk = Walk { schema, lowering: &mut *lowering, findings: &mut *findings, place };
        let ty = walk.ty(field.ty, &path, &record.name, &names::camel(&field.name));
        fields.push(Field {
            name: field.name.to_string(),
            ident: lowering.rust_name(&path, names::snake(&field.name)),
            doc: field.doc.as_deref().map(str::to_owned),
            ty,
            rules: declared.map(|field| field.rules.clone()).unwrap_or_default(),
            tag: declared.and_then(|field| tag(&field.tags)),
            sealed: None,
            oneof: None,
            write: declared.is_some_and(|field| field.write),
            deprecated: declared.is_some_and(|field| field.deprecated),
            place,
        });
    }
    fields
}

/// The types below one field.
struct Walk<'a, 'b> {
    schema: &'a AvroSchema,
    lowering: &'a mut Lowering<'b>,
    findings: &'a mut Findings,
    place: Place,
}

impl Walk<'_, '_> {
    /// `path` names the place in the schema; `owner` and `suffix` make the name of a union that stands here.
    fn ty(&mut self, id: avro::TypeId, path: &str, owner: &Name, suffix: &str) -> Ty {
        let schema = self.schema;
        let ty = schema.get(id);
        if let Some(logical) = self.logical(ty) {
            return logical;
        }
        match &ty.kind {
            Kind::Null => Ty::Null,
            Kind::Boolean => Ty::Bool,
            Kind::Int => Ty::Int,
            Kind::Long => Ty::Long,
            Kind::Float => Ty::Float,
            Kind::Double => Ty::Double,
            Kind::Bytes => Ty::Bytes,
            Kind::String => Ty::String,
            Kind::Array(items) => {
                let items =
                    self.ty(*items, &format!("{path}.item"), owner, &format!("{suffix}Item"));
                Ty::Array(Box::new(items))
            }
            Kind::Map(values) => {
                let values =
                    self.ty(*values, &format!("{path}.value"), owner, &format!("{suffix}Value"));
                Ty::Map(Box::new(Ty::String), Box::new(values))
            }
            Kind::Union(branches) => self.union(branches, path, owner, suffix),
            Kind::Fixed(fixed) => self.by_name(&fixed.name),
            Kind::Enum(body) => self.by_name(&body.name),
            Kind::Record(record) => self.by_name(&record.name),
        }
    }

    fn logical(&mut self, ty: &Type) -> Option<Ty> {
        let fixed = match &ty.kind {
            Kind::Fixed(fixed) => Some(fixed.size),
            _ => None,
        };
        let time = match ty.logical? {
            Logical::Decimal { precision, scale } if precision <= MAX_DIGITS => {
                return Some(Ty::Decimal(DecimalTy { precision, scale, fixed }));
            }
            Logical::Decimal { precision, .. } => {
                let message = format!("a decimal of {precision} digits is generated as bytes");
                let help =
                    format!("decimals of up to {MAX_DIGITS} digits are exact numbers in Rust");
                self.findings.push(Finding::warning(self.place, message).help(help));
                return None;
            }
            Logical::Uuid => {
                let wire = if fixed.is_some() { UuidWire::Bytes } else { UuidWire::Text };
                return Some(Ty::Uuid(wire));
            }
            Logical::Date => TimeTy::Date,
            Logical::TimeMillis => TimeTy::TimeMillis,
            Logical::TimeMicros => TimeTy::TimeMicros,
            Logical::TimestampMillis => TimeTy::TimestampMillis,
            Logical::TimestampMicros => TimeTy::TimestampMicros,
            Logical::TimestampNanos => TimeTy::TimestampNanos,
            Logical::LocalTimestampMillis => TimeTy::LocalTimestampMillis,
            Logical::LocalTimestampMicros => TimeTy::LocalTimestampMicros,
            Logical::LocalTimestampNanos => TimeTy::LocalTimestampNanos,
            Logical::Duration => TimeTy::Duration,
        };
        Some(Ty::Time(time))
    }

    fn by_name(&mut self, name: &Name) -> Ty {
        match self.lowering.ids.get(name.full()) {
            Some(id) => Ty::Named { id: *id, boxed: false },
            None => {
                let message = format!("`{}` is not among the compiled schemas", name.full());
                let help = "add its file to the folder or the manifest";
                self.findings.push(Finding::error(self.place, message).help(help));
                Ty::Null
            }
        }
    }

    /// Null and one other branch are an option; further branches are an enum, optional if null is among them.
    fn union(&mut self, branches: &[avro::TypeId], path: &str, owner: &Name, suffix: &str) -> Ty {
        let schema = self.schema;
        let is_null = |id: &avro::TypeId| matches!(schema.get(*id).kind, Kind::Null);
        let null = branches.iter().position(is_null);
        let others: Vec<(usize, avro::TypeId)> =
            branches.iter().copied().enumerate().filter(|(_, id)| !is_null(id)).collect();
        let inner = match (&others[..], null) {
            // Even a union of nothing but null has an index on the wire.
            ([], None) => {
                let message = format!("the union of `{path}` has no branch, so no value");
                let help = "give it a branch; null alone is the type `null`";
                self.findings.push(Finding::error(self.place, message).help(help));
                return Ty::Null;
            }
            ([], Some(_)) => {
                let all: Vec<_> = branches.iter().copied().enumerate().collect();
                return self.wide_union(&all, path, owner, suffix);
            }
            ([(_, only)], Some(_)) => self.ty(*only, path, owner, suffix),
            _ => self.wide_union(&others, path, owner, suffix),
        };
        match null {
            Some(null) => Ty::Option { null: null as u32, inner: Box::new(inner) },
            None => inner,
        }
    }

    fn wide_union(
        &mut self,
        others: &[(usize, avro::TypeId)],
        path: &str,
        owner: &Name,
        suffix: &str,
    ) -> Ty {
        let record = self.lowering.rust_name(owner.full(), names::camel(owner.simple()));
        // Unlike the name in Rust, no record and no other union can have this one, so that it can be renamed.
        let full_name = format!("{path}.union");
        let ident = self.lowering.rust_name(&full_name, format!("{record}{suffix}"));
        let mut branches = Vec::new();
        for (index, id) in others {
            let name = branch_name(self.schema.get(*id));
            let converted = variant(self.schema.get(*id));
            let ident = self.lowering.rust_name(&format!("{full_name}.{name}"), converted);
            let ty = self.ty(*id, &format!("{path}.{name}"), owner, &format!("{suffix}{ident}"));
            let (index, rules) = (*index as u32, FieldRules::default());
            branches.push(Branch { name, ident, index, ty, rules, tag: None });
        }
        let named = Named {
            doc: Some(format!("The branches of `{path}`.")),
            modules: modules(owner.namespace().unwrap_or_default()),
            full_name,
            ident,
            syntax: Syntax::Avro,
            place: self.place,
            body: Body::Union(Union { branches }),
        };
        let id = TypeId(self.lowering.ir.types.len());
        self.lowering.ir.types.push(named);
        Ty::Named { id, boxed: false }
    }
}

/// The name that Avro's JSON encoding gives a branch.
fn branch_name(ty: &Type) -> String {
    match &ty.kind {
        Kind::Fixed(fixed) => fixed.name.full().to_owned(),
        Kind::Enum(body) => body.name.full().to_owned(),
        Kind::Record(record) => record.name.full().to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Int => "int".to_owned(),
        Kind::Long => "long".to_owned(),
        Kind::Float => "float".to_owned(),
        Kind::Double => "double".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
        Kind::String => "string".to_owned(),
        Kind::Array(_) => "array".to_owned(),
        Kind::Map(_) => "map".to_owned(),
        Kind::Union(_) => "union".to_owned(),
    }
}

/// The variant's name: the simple name of a named type, else the type's own; stable when branches are added.
fn variant(ty: &Type) -> String {
    names::camel(branch_name(ty).rsplit('.').next().unwrap_or_default())
}
