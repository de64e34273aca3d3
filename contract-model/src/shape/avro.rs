//! The shape of an Avro schema: records by full name, unions with null become nullability, attributes become rules.

use super::attributes::{self, Attributes};
use super::{Field, Presence, Record, RecordId, Shape, Type};
use crate::cel::{self, Rule};
use crate::constraint::{self, FieldRules, Raw, Target};
use crate::diagnostic::Diagnostic;
use contract_schema::avro::model::{self, AvroSchema, Kind, Logical, Origin, TypeId};
use contract_schema::{Format, Position};
use std::collections::{BTreeMap, HashMap};

/// The shape of `schema`: first the root with what it reaches, then what else its own text defines.
pub(crate) fn shape(schema: &AvroSchema) -> Shape {
    let mut walk = Walk {
        schema,
        attributes: Attributes::of(schema.text()),
        records: Vec::new(),
        ids: HashMap::new(),
        types: Vec::new(),
        enums: HashMap::new(),
        complaints: Vec::new(),
    };
    let root = match &schema.get(schema.root()).kind {
        Kind::Record(_) => Some(walk.record_id(schema.root())),
        _ => None,
    };
    let own = schema.names().filter(|(_, id)| schema.get(*id).origin == Origin::Own);
    let own: Vec<TypeId> = own.map(|(_, id)| id).collect();
    for id in own {
        if matches!(schema.get(id).kind, Kind::Record(_)) {
            walk.record_id(id);
        }
    }
    walk.fill();
    Shape {
        format: Format::Avro,
        records: walk.records,
        root,
        enum_numbers: BTreeMap::new(),
        complaints: walk.complaints,
    }
}

struct Walk<'a> {
    schema: &'a AvroSchema,
    attributes: Attributes<'a>,
    records: Vec<Record>,
    ids: HashMap<TypeId, RecordId>,
    /// The type of each record.
    types: Vec<TypeId>,
    enums: HashMap<TypeId, Type>,
    complaints: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// The id of a record; its fields are filled in later, so that recursion ends and depth stays flat.
    fn record_id(&mut self, id: TypeId) -> RecordId {
        if let Some(known) = self.ids.get(&id) {
            return *known;
        }
        let ty = self.schema.get(id);
        let (name, doc) = match &ty.kind {
            Kind::Record(record) => (record.name.full().to_owned(), record.doc.as_deref()),
            _ => (String::new(), None),
        };
        let is_own = ty.origin == Origin::Own;
        self.records.push(Record {
            name,
            doc: doc.map(str::to_owned),
            fields: Vec::new(),
            reserved: Vec::new(),
            rules: Vec::new(),
            groups: Vec::new(),
            is_own,
            at: if is_own { ty.at } else { None },
        });
        let record = RecordId(self.records.len() - 1);
        self.ids.insert(id, record);
        self.types.push(id);
        record
    }

    fn fill(&mut self) {
        let mut filled = 0;
        while filled < self.records.len() {
            let id = self.types[filled];
            if let Kind::Record(record) = &self.schema.get(id).kind {
                let origin = self.schema.get(id).origin;
                let fields =
                    record.fields.iter().map(|field| self.field(filled, origin, field)).collect();
                self.records[filled].fields = fields;
                self.records[filled].rules = self.record_rules(filled, id);
            }
            filled += 1;
        }
    }

    fn field(&mut self, record: usize, origin: Origin, field: &model::Field) -> Field {
        let (ty, presence) = self.nullable(field.ty);
        let mut read = Field {
            name: field.name.to_string(),
            native: field.name.to_string(),
            doc: field.doc.as_deref().map(str::to_owned),
            number: None,
            oneof: None,
            ty,
            presence,
            write: false,
            tags: Vec::new(),
            rules: FieldRules::default(),
            deprecated: false,
            at: if origin == Origin::Own { field.at } else { None },
        };
        let before = self.complaints.len();
        self.misplaced(field.ty, read.at);
        for (key, node) in &field.attributes {
            let value = self.attributes.raw(origin == Origin::Own, node);
            match &**key {
                "validate" => {
                    let target = self.target(field.ty);
                    read.rules = constraint::read(&value, &target, read.at, &mut self.complaints);
                    if let Some(default) = &field.default {
                        let default = self.attributes.raw(origin == Origin::Own, default);
                        self.default(&read, &default, &target);
                    }
                }
                "contract" => {
                    read.write = attributes::write(&value, read.at, &mut self.complaints);
                }
                "confluent:tags" => {
                    read.tags = attributes::tags(&value, read.at, &mut self.complaints);
                }
                "confluent:rules" => {
                    let rules = cel::read_rules(key, &value, read.at, &mut self.complaints);
                    read.rules.cel.extend(rules);
                }
                "deprecated" => read.deprecated = value == Raw::Bool(true),
                _ => {}
            }
        }
        let holder = &self.records[record];
        let path = match record {
            0 => read.name.clone(),
            _ => format!("{}.{}", holder.simple_name(), read.name),
        };
        for complaint in &mut self.complaints[before..] {
            complaint.path.clone_from(&path);
            if complaint.at.is_none() && !holder.is_own {
                complaint.message =
                    format!("{} (in the referenced `{}`)", complaint.message, holder.name);
            }
        }
        read
    }

    fn default(&mut self, field: &Field, default: &Raw, target: &Target) {
        if let Some(reason) = constraint::broken_by_default(&field.rules, default, target) {
            let message = format!("the default of `{}` breaks its own rules: {reason}", field.name);
            let help = "change the default or the rule";
            self.complaints
                .push(Diagnostic::error("constraint-default", message).at(field.at).help(help));
        }
    }

    /// Our attributes on an unnamed type inside the field: libraries lose them there, so they never count.
    fn misplaced(&mut self, id: TypeId, at: Option<Position>) {
        let ty = self.schema.get(id);
        let inner: &[TypeId] = match &ty.kind {
            Kind::Array(inner) | Kind::Map(inner) => std::slice::from_ref(inner),
            Kind::Union(branches) => branches,
            Kind::Record(_) | Kind::Enum(_) | Kind::Fixed(_) => return,
            Kind::Null
            | Kind::Boolean
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Bytes
            | Kind::String => &[],
        };
        for (key, node) in &ty.attributes {
            let is_ours = matches!(&**key, "validate" | "confluent:tags")
                || (&**key == "contract" && node.get("write").is_some());
            if is_ours {
                let message = format!("`{key}` stands on a type, where it has no effect");
                let finding =
                    Diagnostic::error("contract-misplaced", message).help("move it to the field");
                self.complaints.push(finding.at(ty.at.filter(|_| at.is_some()).or(at)));
            }
        }
        for id in inner {
            self.misplaced(*id, at);
        }
    }

    /// Rules across the fields of a record.
    fn record_rules(&mut self, record: usize, id: TypeId) -> Vec<Rule> {
        let ty = self.schema.get(id);
        let (is_own, at) = (ty.origin == Origin::Own, self.records[record].at);
        let before = self.complaints.len();
        let mut rules = Vec::new();
        for (key, node) in ty.attributes.iter().filter(|(key, _)| &**key == "confluent:rules") {
            let value = self.attributes.raw(is_own, node);
            let at = at.and(self.attributes.position(is_own, node.span));
            rules.extend(cel::read_rules(key, &value, at, &mut self.complaints));
        }
        let name = self.records[record].simple_name().to_owned();
        for complaint in self.complaints[before..].iter_mut().filter(|_| record != 0) {
            complaint.path.clone_from(&name);
        }
        rules
    }

    /// An element of a list or map.
    fn element(&mut self, id: TypeId) -> Type {
        match self.nullable(id) {
            (ty, Presence::Nullable) => Type::Nullable(Box::new(ty)),
            (ty, Presence::Required | Presence::Implicit) => ty,
        }
    }

    fn nullable(&mut self, id: TypeId) -> (Type, Presence) {
        let Kind::Union(branches) = &self.schema.get(id).kind else {
            return (self.ty(id), Presence::Required);
        };
        let (values, has_null) = self.values(branches);
        let presence = if has_null { Presence::Nullable } else { Presence::Required };
        let ty = match values.as_slice() {
            [] => Type::Other("null".to_owned()),
            [only] => self.ty(*only),
            several => Type::Union(several.iter().map(|branch| self.ty(*branch)).collect()),
        };
        (ty, presence)
    }

    /// The branches that are not null, and whether one was.
    fn values(&self, branches: &[TypeId]) -> (Vec<TypeId>, bool) {
        let is_null = |id: &&TypeId| matches!(self.schema.get(**id).kind, Kind::Null);
        let values: Vec<TypeId> = branches.iter().filter(|id| !is_null(id)).copied().collect();
        let has_null = values.len() < branches.len();
        (values, has_null)
    }

    fn ty(&mut self, id: TypeId) -> Type {
        let ty = self.schema.get(id);
        if let Some(logical) = ty.logical {
            return logical_type(logical);
        }
        match &ty.kind {
            Kind::Null => Type::Other("null".to_owned()),
            Kind::Boolean => Type::Bool,
            Kind::Int => Type::Int,
            Kind::Long => Type::Long,
            Kind::Float => Type::Float,
            Kind::Double => Type::Double,
            Kind::Bytes => Type::Bytes,
            Kind::String => Type::String,
            Kind::Array(items) => Type::Array(Box::new(self.element(*items))),
            Kind::Map(values) => Type::Map(Box::new(Type::String), Box::new(self.element(*values))),
            Kind::Union(_) => self.nullable(id).0,
            Kind::Fixed(fixed) => Type::Fixed(fixed.size),
            Kind::Enum(definition) => {
                let known = self.enums.entry(id);
                let new = || Type::Enum {
                    name: definition.name.full().into(),
                    symbols: definition.symbols.iter().map(|symbol| symbol.to_string()).collect(),
                };
                known.or_insert_with(new).clone()
            }
            Kind::Record(_) => Type::Record(self.record_id(id)),
        }
    }

    /// What rules may stand on the type.
    fn target(&mut self, id: TypeId) -> Target {
        let described = self.describe(id);
        let ty = self.schema.get(id);
        let kind = ty.kind.clone();
        let boxed = |target: Target| Some(Box::new(target));
        let plain = |group| Target {
            group: Some(group),
            described: described.clone(),
            ..Target::default()
        };
        match (ty.logical, kind) {
            (Some(logical), _) => {
                Target { group: logical_group(logical), described, ..Target::default() }
            }
            (None, Kind::Boolean) => plain("bool"),
            (None, Kind::Int) => plain("int32"),
            (None, Kind::Long) => plain("int64"),
            (None, Kind::Float) => plain("float"),
            (None, Kind::Double) => plain("double"),
            (None, Kind::Bytes | Kind::Fixed(_)) => plain("bytes"),
            (None, Kind::String) => plain("string"),
            (None, Kind::Array(items)) => {
                Target { items: boxed(self.target(items)), ..plain("repeated") }
            }
            (None, Kind::Map(values)) => {
                let key = Target {
                    group: Some("string"),
                    described: "string".to_owned(),
                    ..Target::default()
                };
                Target { keys: boxed(key), values: boxed(self.target(values)), ..plain("map") }
            }
            (None, Kind::Enum(definition)) => {
                let symbols = definition.symbols.iter().map(|symbol| symbol.to_string()).collect();
                Target { symbols: Some(symbols), ..plain("enum") }
            }
            (None, Kind::Union(branches)) => match self.values(&branches).0.as_slice() {
                [only] => self.target(*only),
                _ => Target { described, ..Target::default() },
            },
            (None, Kind::Null | Kind::Record(_)) => Target { described, ..Target::default() },
        }
    }

    fn describe(&self, id: TypeId) -> String {
        let ty = self.schema.get(id);
        let word = match &ty.kind {
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Int => "int",
            Kind::Long => "long",
            Kind::Float => "float",
            Kind::Double => "double",
            Kind::Bytes => "bytes",
            Kind::String => "string",
            Kind::Array(_) => "array",
            Kind::Map(_) => "map",
            Kind::Union(_) => "union",
            Kind::Fixed(fixed) => return format!("fixed `{}`", fixed.name.full()),
            Kind::Enum(definition) => return format!("enum `{}`", definition.name.full()),
            Kind::Record(record) => return format!("record `{}`", record.name.full()),
        };
        match ty.logical {
            Some(logical) => format!("`{word}` ({})", logical.name()),
            None => format!("`{word}`"),
        }
    }
}

fn logical_type(logical: Logical) -> Type {
    match logical {
        Logical::Decimal { precision, scale } => Type::Decimal { precision, scale },
        Logical::Uuid => Type::Uuid,
        Logical::Date => Type::Date,
        Logical::TimeMillis | Logical::TimeMicros => Type::Time,
        Logical::TimestampMillis | Logical::TimestampMicros | Logical::TimestampNanos => {
            Type::Timestamp
        }
        // A local time is no point in time: it must not pass where a policy asks for one.
        Logical::LocalTimestampMillis
        | Logical::LocalTimestampMicros
        | Logical::LocalTimestampNanos => Type::Other(logical.name().to_owned()),
        // Months, days and milliseconds: no span of fixed length.
        Logical::Duration => Type::Other("duration (months, days, milliseconds)".to_owned()),
    }
}

fn logical_group(logical: Logical) -> Option<&'static str> {
    match logical {
        Logical::Decimal { .. } => Some("decimal"),
        Logical::Uuid => Some("string"),
        Logical::TimestampMillis | Logical::TimestampMicros | Logical::TimestampNanos => {
            Some("timestamp")
        }
        Logical::Date
        | Logical::TimeMillis
        | Logical::TimeMicros
        | Logical::LocalTimestampMillis
        | Logical::LocalTimestampMicros
        | Logical::LocalTimestampNanos
        | Logical::Duration => None,
    }
}
