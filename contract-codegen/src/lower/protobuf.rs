//! Protobuf messages to the IR: presence becomes options, oneofs become unions, well-known types those of the runtime.
//!
//! Messages of the bundled files (`google/type/…`) that a schema uses are lowered with it; those of references come
//! from the sources that define them.

mod wire;

use super::{Lowering, modules, tag};
use crate::diagnostics::Findings;
use crate::ir::{
    Body, Branch, Enum, Field, Named, Place, Record, Symbol, Syntax, Ty, Union, WellKnownTy, Wire,
};
use crate::names;
use crate::source::Parsed;
use contract_model::FieldRules;
use contract_schema::protobuf::{Origin, ProtoSchema};
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};
use std::collections::BTreeMap;

/// Gives every message and enum of the file, and the bundled ones it uses, their places.
pub(super) fn declare(
    schema: &ProtoSchema,
    parsed: &Parsed,
    lowering: &mut Lowering<'_>,
    findings: &mut Findings,
) {
    let file = schema.file();
    let mut declare = Declare { schema, parsed, lowering, findings };
    file.messages().for_each(|message| declare.message(&message));
    file.enums().for_each(|found| declare.enumeration(&found));
}

/// Fills in the bodies of messages.
pub(super) fn define(schema: &ProtoSchema, parsed: &Parsed, lowering: &mut Lowering<'_>) {
    let mut waiting: Vec<MessageDescriptor> = schema.file().messages().collect();
    let mut done = std::collections::BTreeSet::new();
    while let Some(message) = waiting.pop() {
        let is_reference = is_from_reference(schema, &message);
        if is_reference || !is_generated(&message) || !done.insert(message.full_name().to_owned()) {
            continue;
        }
        waiting.extend(message.child_messages());
        waiting.extend(message.fields().filter_map(|field| element(&field)));
        if is_lowered(&message, lowering) {
            continue;
        }
        let mut define = Define { schema, parsed, lowering, message: &message };
        define.message();
    }
}

/// Where a message stands in its file: its index among the top-level messages, then among those nested, and so on.
pub(super) fn message_indexes(schema: &ProtoSchema, full_name: &str) -> Vec<i32> {
    let mut message = schema.pool().get_message_by_name(full_name);
    let mut indexes = Vec::new();
    while let Some(inner) = message {
        let outer = inner.parent_message();
        let position = match &outer {
            Some(outer) => outer.child_messages().position(|child| child == inner),
            None => schema.file().messages().position(|child| child == inner),
        };
        indexes.extend(position.and_then(|position| i32::try_from(position).ok()));
        message = outer;
    }
    indexes.reverse();
    indexes
}

/// Another source defines it.
fn is_from_reference(schema: &ProtoSchema, message: &MessageDescriptor) -> bool {
    matches!(schema.origin(message.parent_file().name()), Origin::Reference(..))
}

/// Entries of maps have no type of their own, well-known types those of the runtime.
fn is_generated(message: &MessageDescriptor) -> bool {
    !message.is_map_entry() && well_known(message).is_none()
}

/// A bundled message that several schemas use has its body from the first.
fn is_lowered(message: &MessageDescriptor, lowering: &Lowering<'_>) -> bool {
    let id = lowering.ids.get(message.full_name());
    id.is_none_or(|id| match &lowering.ir.get(*id).body {
        Body::Record(record) => !record.fields.is_empty(),
        Body::Enum(_) | Body::Fixed(_) | Body::Union(_) | Body::Value(_) => true,
    })
}

fn well_known(message: &MessageDescriptor) -> Option<WellKnownTy> {
    match message.full_name() {
        "google.protobuf.Timestamp" => Some(WellKnownTy::Timestamp),
        "google.protobuf.Duration" => Some(WellKnownTy::Duration),
        "google.type.Date" => Some(WellKnownTy::Date),
        "google.type.Money" => Some(WellKnownTy::Money),
        _ => None,
    }
}

/// The message that a field holds, behind lists and maps too.
fn element(field: &FieldDescriptor) -> Option<MessageDescriptor> {
    let kind = field.kind();
    let message = kind.as_message()?;
    if message.is_map_entry() {
        return message.map_entry_value_field().kind().as_message().cloned();
    }
    Some(message.clone())
}

/// A oneof as it was written: `optional` of proto3 is none.
fn oneof(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
}

struct Declare<'a, 'b> {
    schema: &'a ProtoSchema,
    parsed: &'a Parsed,
    lowering: &'a mut Lowering<'b>,
    findings: &'a mut Findings,
}

impl Declare<'_, '_> {
    fn message(&mut self, message: &MessageDescriptor) {
        let is_bundled = self.schema.origin(message.parent_file().name()) == Origin::Bundled;
        let is_known = self.lowering.ids.contains_key(message.full_name());
        if !is_generated(message)
            || (is_bundled && is_known)
            || is_from_reference(self.schema, message)
        {
            return;
        }
        let scope = message.parent_message();
        let body = Body::Record(Record::default());
        self.add(
            message.full_name(),
            message.package_name(),
            scope,
            message.path(),
            message.parent_file().name(),
            body,
        );
        message.child_messages().for_each(|nested| self.message(&nested));
        message.child_enums().for_each(|nested| self.enumeration(&nested));
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            let ident = names::camel(&format!("{}_{}", message.name(), oneof.name()));
            let named = self.named(oneof.full_name(), ident, message, oneof.path());
            self.lowering.declare(named, self.findings);
        }
        for field in message.fields() {
            let file_of = |name: &str| self.schema.origin(name) == Origin::Bundled;
            if let Some(inner) = element(&field).filter(|inner| file_of(inner.parent_file().name()))
            {
                self.message(&outermost(inner));
            }
            if let Kind::Enum(inner) = field.kind()
                && self.schema.origin(inner.parent_file().name()) == Origin::Bundled
                && !self.lowering.ids.contains_key(inner.full_name())
            {
                self.enumeration(&inner);
            }
        }
    }

    fn enumeration(&mut self, found: &EnumDescriptor) {
        let prefix = names::camel(found.name());
        let mut symbols: Vec<Symbol> = Vec::new();
        for value in &found.enum_descriptor_proto().value {
            // An alias is another name of a number that has one.
            if symbols.iter().any(|known| known.number == value.number()) {
                continue;
            }
            let path = format!("{}.{}", found.full_name(), value.name());
            let converted = without_prefix(&names::camel(value.name()), &prefix);
            symbols.push(Symbol {
                name: value.name().to_owned(),
                ident: self.lowering.rust_name(&path, converted),
                number: value.number(),
            });
        }
        let body = Body::Enum(Enum { symbols, default: None });
        let file = found.parent_file();
        self.add(
            found.full_name(),
            found.package_name(),
            found.parent_message(),
            found.path(),
            file.name(),
            body,
        );
    }

    fn add(
        &mut self,
        full_name: &str,
        package: &str,
        scope: Option<MessageDescriptor>,
        path: &[i32],
        file: &str,
        body: Body,
    ) {
        let simple = full_name.rsplit('.').next().unwrap_or(full_name);
        let named = Named {
            full_name: full_name.to_owned(),
            modules: modules_of(package, scope.as_ref()),
            ident: self.lowering.rust_name(full_name, names::camel(simple)),
            doc: self.schema.doc(file, path),
            syntax: Syntax::Protobuf,
            place: Place { source: self.parsed.source, at: self.schema.position(file, path) },
            body,
        };
        self.lowering.declare(named, self.findings);
    }

    /// The union of a oneof, beside its message.
    fn named(
        &self,
        full_name: &str,
        ident: String,
        message: &MessageDescriptor,
        path: &[i32],
    ) -> Named {
        let file = message.parent_file();
        Named {
            full_name: full_name.to_owned(),
            modules: modules_of(message.package_name(), message.parent_message().as_ref()),
            ident: self.lowering.rust_name(full_name, ident),
            doc: self.schema.doc(file.name(), path),
            syntax: Syntax::Protobuf,
            place: Place {
                source: self.parsed.source,
                at: self.schema.position(file.name(), path),
            },
            body: Body::Union(Union { branches: Vec::new() }),
        }
    }
}

/// Nested types live in a module called after the message around them.
fn modules_of(package: &str, scope: Option<&MessageDescriptor>) -> Vec<String> {
    let mut path = modules(package);
    let mut outer = Vec::new();
    let mut next = scope.cloned();
    while let Some(message) = next {
        outer.push(names::snake(message.name()));
        next = message.parent_message();
    }
    path.extend(outer.into_iter().rev());
    path
}

fn outermost(message: MessageDescriptor) -> MessageDescriptor {
    let mut top = message;
    while let Some(outer) = top.parent_message() {
        top = outer;
    }
    top
}

/// `GpiStatusAcsp` of `GpiStatus` is `Acsp`, as long as that is a name.
fn without_prefix(ident: &str, prefix: &str) -> String {
    let rest = ident
        .strip_prefix(prefix)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    match rest {
        Some(rest) => names::camel(rest),
        None => ident.to_owned(),
    }
}

struct Define<'a, 'b> {
    schema: &'a ProtoSchema,
    parsed: &'a Parsed,
    lowering: &'a mut Lowering<'b>,
    message: &'a MessageDescriptor,
}

impl Define<'_, '_> {
    fn message(&mut self) {
        let message = self.message;
        let Some(id) = self.lowering.ids.get(message.full_name()).copied() else {
            return;
        };
        let mut ordered: Vec<FieldDescriptor> = message.fields().collect();
        ordered.sort_by_key(|field| field.path().to_vec());
        let mut fields = Vec::new();
        let mut unions: BTreeMap<String, Vec<Branch>> = BTreeMap::new();
        for field in &ordered {
            let Some(ty) = self.element_ty(field) else { continue };
            let wire = wire::of(self.schema, field);
            match oneof(field) {
                None => {
                    self.lowering.ir.wires.insert((id, fields.len()), wire);
                    let ty = with_presence(self.schema, field, ty);
                    if ty.is_option() && field.kind().as_message().is_none() {
                        let default = field.default_value();
                        self.lowering.ir.defaults.insert((id, fields.len()), default);
                    }
                    fields.push(self.field(field, ty));
                }
                Some(oneof) => {
                    let branches = unions.entry(oneof.full_name().to_owned()).or_default();
                    let at = branches.len();
                    let branch = self.branch(field, ty);
                    branches.push(branch);
                    self.oneof(id, &oneof, &mut fields, at, wire);
                }
            }
        }
        for (name, branches) in unions {
            if let Some(union) = self.lowering.ids.get(&name).copied() {
                self.lowering.ir.types[union.0].body = Body::Union(Union { branches });
            }
        }
        let (rules, groups) = super::rules(self.parsed, message.full_name());
        self.lowering.ir.types[id.0].body =
            Body::Record(Record { fields, rules, groups, ..Record::default() });
    }

    /// Adds the field that holds the oneof when its first member comes, and notes the member's wire.
    fn oneof(
        &mut self,
        message: crate::ir::TypeId,
        oneof: &OneofDescriptor,
        fields: &mut Vec<Field>,
        branch: usize,
        wire: Wire,
    ) {
        let Some(union) = self.lowering.ids.get(oneof.full_name()).copied() else {
            return;
        };
        self.lowering.ir.wires.insert((union, branch), wire);
        if branch > 0 {
            return;
        }
        self.lowering.ir.wires.insert((message, fields.len()), wire);
        let file = oneof.parent_file();
        let inner = Box::new(Ty::Named { id: union, boxed: false });
        let tags: Vec<String> = oneof.fields().flat_map(|field| self.tags(&field)).collect();
        let name = names::lower_camel(oneof.name());
        fields.push(Field {
            ident: self.lowering.rust_name(oneof.full_name(), names::snake(oneof.name())),
            name,
            doc: self.schema.doc(file.name(), oneof.path()),
            ty: Ty::Option { null: 0, inner },
            rules: FieldRules::default(),
            tag: tag(&tags),
            sealed: None,
            oneof: Some(oneof.name().to_owned()),
            write: false,
            deprecated: false,
            place: Place {
                source: self.parsed.source,
                at: self.schema.position(file.name(), oneof.path()),
            },
        });
    }

    fn declared(&self, field: &FieldDescriptor) -> Option<&contract_model::Field> {
        let name = self.message.full_name();
        let record = self.parsed.shape.records.iter().find(|record| record.name == name)?;
        record.fields.iter().find(|known| known.native == field.name())
    }

    fn tags(&self, field: &FieldDescriptor) -> Vec<String> {
        self.declared(field).map(|field| field.tags.clone()).unwrap_or_default()
    }

    fn field(&self, field: &FieldDescriptor, ty: Ty) -> Field {
        let declared = self.declared(field);
        let path = format!("{}.{}", self.message.full_name(), field.name());
        let mut rules = declared.map(|field| field.rules.clone()).unwrap_or_default();
        // Data without a required field is told apart by validation; decoding stays lenient.
        rules.required |= self.schema.is_required(field);
        Field {
            name: declared.map_or_else(|| field.json_name().to_owned(), |field| field.name.clone()),
            ident: self.lowering.rust_name(&path, names::snake(field.name())),
            doc: self.schema.doc(field.parent_file().name(), field.path()),
            ty,
            rules,
            tag: tag(&self.tags(field)),
            sealed: None,
            oneof: None,
            write: declared.is_some_and(|field| field.write),
            deprecated: declared.is_some_and(|field| field.deprecated),
            place: self.place(field),
        }
    }

    fn branch(&self, field: &FieldDescriptor, ty: Ty) -> Branch {
        let declared = self.declared(field);
        let path = format!("{}.{}", self.message.full_name(), field.name());
        Branch {
            name: declared.map_or_else(|| field.json_name().to_owned(), |field| field.name.clone()),
            ident: self.lowering.rust_name(&path, names::camel(field.name())),
            index: field.number(),
            ty,
            rules: declared.map(|field| field.rules.clone()).unwrap_or_default(),
            tag: tag(&self.tags(field)),
        }
    }

    fn place(&self, field: &FieldDescriptor) -> Place {
        let at = self.schema.position(field.parent_file().name(), field.path());
        Place { source: self.parsed.source, at }
    }

    /// The type of a value, of an element, or of the map; presence and lists come around it.
    fn element_ty(&mut self, field: &FieldDescriptor) -> Option<Ty> {
        let kind = field.kind();
        let Some(entry) = kind.as_message().filter(|message| message.is_map_entry()) else {
            return self.ty(&kind);
        };
        let keys = self.ty(&entry.map_entry_key_field().kind())?;
        let values = self.ty(&entry.map_entry_value_field().kind())?;
        Some(Ty::Map(Box::new(keys), Box::new(values)))
    }

    fn ty(&self, kind: &Kind) -> Option<Ty> {
        Some(match kind {
            Kind::Bool => Ty::Bool,
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Ty::Int,
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Ty::Long,
            Kind::Uint32 | Kind::Fixed32 => Ty::UInt,
            Kind::Uint64 | Kind::Fixed64 => Ty::ULong,
            Kind::Float => Ty::Float,
            Kind::Double => Ty::Double,
            Kind::String => Ty::String,
            Kind::Bytes => Ty::Bytes,
            Kind::Enum(found) => self.named(found.full_name())?,
            Kind::Message(message) => match well_known(message) {
                Some(known) => Ty::WellKnown(known),
                None => self.named(message.full_name())?,
            },
        })
    }

    fn named(&self, full_name: &str) -> Option<Ty> {
        Some(Ty::Named { id: *self.lowering.ids.get(full_name)?, boxed: false })
    }
}

/// Presence as an option, repetition as a list.
fn with_presence(schema: &ProtoSchema, field: &FieldDescriptor, ty: Ty) -> Ty {
    if field.is_map() {
        ty
    } else if field.is_list() {
        Ty::Array(Box::new(ty))
    } else if schema.has_presence(field) {
        Ty::Option { null: 0, inner: Box::new(ty) }
    } else {
        ty
    }
}
