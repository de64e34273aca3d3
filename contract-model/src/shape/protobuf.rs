//! The shape of a Protobuf file: messages by full name, JSON names as canonical names, options become rules.

mod zero;

use super::options::{Place, extension, raw_message};
use super::{Field, Group, Presence, Record, RecordId, Shape, Type, camel_case};
use crate::cel;
use crate::constraint::{self, Constraint, FieldRules, Raw, Target, WellKnown};
use crate::diagnostic::Diagnostic;
use contract_schema::protobuf::model::ProtoSchema;
use contract_schema::{Format, Position};
use prost_reflect::{
    DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value,
};
use std::collections::{BTreeMap, HashMap};

/// `options` of a field, `(buf.validate.field)` in it.
const OPTION_RULES: [i32; 2] = [8, 1159];

/// `options` of a message, `(buf.validate.message)` in it.
const OPTION_MESSAGE: [i32; 2] = [7, 1159];

/// The shape of `schema`: every message of the file, nested ones included, and every message they use.
pub(crate) fn shape(schema: &ProtoSchema) -> Shape {
    let mut walk = Walk {
        schema,
        shape: Shape {
            format: Format::Protobuf,
            records: Vec::new(),
            root: None,
            enum_numbers: BTreeMap::new(),
            complaints: Vec::new(),
        },
        messages: Vec::new(),
        ids: HashMap::new(),
        enums: HashMap::new(),
    };
    let own = own_messages(schema);
    let root = own.iter().find(|message| declares_event(message)).or(own.first());
    walk.shape.root = root.map(|message| walk.record_id(message));
    for message in &own {
        walk.record_id(message);
    }
    walk.fill();
    walk.shape
}

/// Every message of the schema's own file in order of the text, nested ones after their parent.
pub(crate) fn own_messages(schema: &ProtoSchema) -> Vec<MessageDescriptor> {
    let mut found = Vec::new();
    let mut waiting: Vec<MessageDescriptor> = schema.file().messages().collect();
    waiting.reverse();
    while let Some(message) = waiting.pop() {
        let children: Vec<MessageDescriptor> = message.child_messages().collect();
        waiting.extend(children.into_iter().rev().filter(|child| !child.is_map_entry()));
        found.push(message);
    }
    found
}

/// Whether `option (contract.v1.event)` stands in the message.
pub(crate) fn declares_event(message: &MessageDescriptor) -> bool {
    extension(&message.options(), "contract.v1.event").is_some()
}

struct Walk<'a> {
    schema: &'a ProtoSchema,
    shape: Shape,
    messages: Vec<MessageDescriptor>,
    ids: HashMap<String, RecordId>,
    enums: HashMap<String, Type>,
}

impl Walk<'_> {
    /// The id of a message; its fields are filled in later, so that recursion ends and depth stays flat.
    fn record_id(&mut self, message: &MessageDescriptor) -> RecordId {
        if let Some(known) = self.ids.get(message.full_name()) {
            return *known;
        }
        let file = message.parent_file();
        let is_own = file.name() == self.schema.file().name();
        let reserved = message.reserved_ranges().chain(message.extension_ranges()).collect();
        self.shape.records.push(Record {
            name: message.full_name().to_owned(),
            doc: self.schema.doc(file.name(), message.path()),
            fields: Vec::new(),
            reserved,
            rules: Vec::new(),
            groups: Vec::new(),
            is_own,
            at: if is_own { self.schema.position(file.name(), message.path()) } else { None },
        });
        self.messages.push(message.clone());
        let id = RecordId(self.shape.records.len() - 1);
        self.ids.insert(message.full_name().to_owned(), id);
        id
    }

    fn fill(&mut self) {
        let mut filled = 0;
        while let Some(message) = self.messages.get(filled).cloned() {
            let mut fields: Vec<FieldDescriptor> = message.fields().collect();
            // The pool lists fields by number; a record is read in the order of its text.
            fields.sort_by_key(|field| field.path().to_vec());
            let fields = fields.iter().map(|field| self.field(filled, field)).collect();
            self.shape.records[filled].fields = fields;
            self.message_rules(filled, &message);
            filled += 1;
        }
    }

    /// Rules across the fields of a message.
    fn message_rules(&mut self, record: usize, message: &MessageDescriptor) {
        let (name, at) =
            (self.shape.records[record].simple_name().to_owned(), self.shape.records[record].at);
        let before = self.shape.complaints.len();
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            if flag(&oneof.options(), "buf.validate.oneof", "required") {
                let fields = vec![oneof.name().to_owned()];
                let group = Group { fields, required: true, is_oneof: true };
                self.shape.records[record].groups.push(group);
            }
        }
        if let Some(Value::Message(rules)) = extension(&message.options(), "buf.validate.message") {
            let file = message.parent_file();
            let path = [message.path(), &OPTION_MESSAGE].concat();
            let place = Place::new(self.schema, file.name(), path, at);
            for entry in raw_message(&rules, &place).entries() {
                let at = at.and(entry.at).or(at);
                match &*entry.key {
                    "oneof" => self.groups(record, &entry.value, at),
                    "cel" | "cel_expression" => {
                        let complaints = &mut self.shape.complaints;
                        let rules = cel::read_rules(&entry.key, &entry.value, at, complaints);
                        self.shape.records[record].rules.extend(rules);
                    }
                    other => {
                        let message =
                            format!("`{other}` of `(buf.validate.message)` is not known here");
                        let finding = Diagnostic::error("constraint-unknown-rule", message).at(at);
                        self.shape.complaints.push(finding.help("leave it out"));
                    }
                }
            }
        }
        let is_root = self.shape.root == Some(RecordId(record));
        for complaint in self.shape.complaints[before..].iter_mut().filter(|_| !is_root) {
            complaint.path.clone_from(&name);
        }
    }

    /// `oneof: {fields: ["a", "b"] required: true}` of a message.
    fn groups(&mut self, record: usize, value: &Raw, at: Option<Position>) {
        let Raw::List(groups) = value else { return };
        for group in groups {
            let entry = |key: &str| group.entries().iter().find(|entry| entry.key == key);
            let names = entry("fields").map_or(&[][..], |entry| match &entry.value {
                Raw::List(names) => names,
                _ => &[],
            });
            let mut fields: Vec<String> = Vec::new();
            let mut complain = |message: String, help: &str| {
                let finding = Diagnostic::error("constraint-wrong-value", message).at(at);
                self.shape.complaints.push(finding.help(help));
            };
            for name in names
                .iter()
                .filter_map(|name| if let Raw::Text(name) = name { Some(name) } else { None })
            {
                match self.shape.records[record].field(name).map(|field| field.name.clone()) {
                    Some(known) if fields.contains(&known) => {
                        complain(format!("`oneof` names `{name}` twice"), "name each field once");
                    }
                    Some(known) => fields.push(known),
                    None => complain(
                        format!("`oneof` names `{name}`, which is no field"),
                        "name fields of the message",
                    ),
                }
            }
            if names.is_empty() {
                complain(
                    "`oneof` names no field".to_owned(),
                    "write `oneof: {fields: [\"a\", \"b\"]}`",
                );
            }
            self.ignore_zero(record, &fields);
            let required = entry("required").is_some_and(|entry| entry.value == Raw::Bool(true));
            self.shape.records[record].groups.push(Group { fields, required, is_oneof: false });
        }
    }

    /// Of fields that stand for each other, those without a value are not judged.
    fn ignore_zero(&mut self, record: usize, names: &[String]) {
        let fields = &mut self.shape.records[record].fields;
        for field in fields.iter_mut().filter(|field| names.contains(&field.name)) {
            field.rules.ignores_zero = true;
            let is_implied = !field.rules.required && field.oneof.is_none();
            if field.presence == Presence::Required && is_implied {
                field.presence = Presence::Implicit;
            }
        }
    }

    fn field(&mut self, record: usize, field: &FieldDescriptor) -> Field {
        let file = field.parent_file();
        let is_own = self.shape.records[record].is_own;
        let at = if is_own { self.schema.position(file.name(), field.path()) } else { None };
        let options = field.options();
        let before = self.shape.complaints.len();
        let rules = self.rules(field, &options, at);
        let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic());
        let read = Field {
            name: canonical_name(field),
            native: field.name().to_owned(),
            doc: self.schema.doc(file.name(), field.path()),
            number: Some(field.number()),
            presence: presence(self.schema, field, &rules),
            oneof: oneof.map(|oneof| oneof.name().to_owned()),
            ty: self.field_type(field, &options, &rules),
            write: flag(&options, "contract.v1.field", "write"),
            tags: tags(&options),
            rules,
            deprecated: options
                .get_field_by_name("deprecated")
                .and_then(|value| value.as_bool())
                .unwrap_or(false),
            at,
        };
        let holder = &self.shape.records[record];
        let path = match self.shape.root {
            Some(RecordId(root)) if root == record => read.name.clone(),
            _ => format!("{}.{}", holder.simple_name(), read.name),
        };
        let name = holder.name.clone();
        for complaint in &mut self.shape.complaints[before..] {
            complaint.path.clone_from(&path);
            if !is_own {
                complaint.message = format!("{} (in the imported `{name}`)", complaint.message);
            }
        }
        read
    }

    fn rules(
        &mut self,
        field: &FieldDescriptor,
        options: &DynamicMessage,
        at: Option<Position>,
    ) -> FieldRules {
        match extension(options, "buf.validate.field") {
            Some(Value::Message(message)) => {
                let file = field.parent_file();
                let path = [field.path(), &OPTION_RULES].concat();
                let place = Place::new(self.schema, file.name(), path, at);
                let raw = raw_message(&message, &place);
                constraint::read(&raw, &target(field), place.at(), &mut self.shape.complaints)
            }
            _ => FieldRules::default(),
        }
    }

    fn field_type(
        &mut self,
        field: &FieldDescriptor,
        options: &DynamicMessage,
        rules: &FieldRules,
    ) -> Type {
        if field.is_map() {
            let kind = field.kind();
            let entry = kind.as_message().expect("a map field has an entry message");
            let [keys, values] = [entry.map_entry_key_field(), entry.map_entry_value_field()]
                .map(|part| Box::new(self.kind(&part.kind())));
            return Type::Map(keys, values);
        }
        if field.is_list() {
            return Type::Array(Box::new(self.kind(&field.kind())));
        }
        match (self.kind(&field.kind()), params(options)) {
            (Type::String, _) if rules.value.iter().any(is_uuid) => Type::Uuid,
            (Type::Other(name), Some((precision, scale))) if name == "confluent.type.Decimal" => {
                Type::Decimal { precision, scale }
            }
            (ty, _) => ty,
        }
    }

    fn kind(&mut self, kind: &Kind) -> Type {
        match kind {
            Kind::Double => Type::Double,
            Kind::Float => Type::Float,
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Type::Int,
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Type::Long,
            Kind::Uint32 | Kind::Fixed32 => Type::UInt,
            Kind::Uint64 | Kind::Fixed64 => Type::ULong,
            Kind::Bool => Type::Bool,
            Kind::String => Type::String,
            Kind::Bytes => Type::Bytes,
            Kind::Enum(descriptor) => self.enumeration(descriptor),
            Kind::Message(message) => match well_known_type(message.full_name()) {
                Some(ty) => ty,
                None => Type::Record(self.record_id(message)),
            },
        }
    }

    fn enumeration(&mut self, descriptor: &EnumDescriptor) -> Type {
        let name = descriptor.full_name();
        if let Some(known) = self.enums.get(name) {
            return known.clone();
        }
        let values = descriptor.values();
        let numbers = values.map(|value| (value.name().to_owned(), value.number()));
        self.shape.enum_numbers.insert(name.to_owned(), numbers.collect());
        let symbols = descriptor.values().map(|value| value.name().to_owned()).collect();
        let ty = Type::Enum { name: name.into(), symbols };
        self.enums.insert(name.to_owned(), ty.clone());
        ty
    }
}

/// The JSON name, which is camelCase unless the schema says otherwise.
fn canonical_name(field: &FieldDescriptor) -> String {
    match field.json_name() {
        "" => camel_case(field.name()),
        name => name.to_owned(),
    }
}

/// Messages that stand for an abstract type or have no fields worth walking.
fn well_known_type(name: &str) -> Option<Type> {
    let ty = match name {
        "google.protobuf.Timestamp" => Type::Timestamp,
        "google.protobuf.Duration" => Type::Duration,
        "google.protobuf.BoolValue" => Type::Bool,
        "google.protobuf.Int32Value" => Type::Int,
        "google.protobuf.Int64Value" => Type::Long,
        "google.protobuf.UInt32Value" => Type::UInt,
        "google.protobuf.UInt64Value" => Type::ULong,
        "google.protobuf.FloatValue" => Type::Float,
        "google.protobuf.DoubleValue" => Type::Double,
        "google.protobuf.StringValue" => Type::String,
        "google.protobuf.BytesValue" => Type::Bytes,
        "google.type.Date" => Type::Date,
        "google.type.TimeOfDay" => Type::Time,
        "google.type.Money" => Type::Money,
        "confluent.type.Decimal" => Type::Other(name.to_owned()),
        other if other.starts_with("google.protobuf.") => Type::Other(name.to_owned()),
        _ => return None,
    };
    Some(ty)
}

/// What rules may stand on a field.
fn target(field: &FieldDescriptor) -> Target {
    let boxed = |target: Target| Some(Box::new(target));
    if field.is_map() {
        let kind = field.kind();
        let entry = kind.as_message().expect("a map field has an entry message");
        let (keys, values) = (entry.map_entry_key_field(), entry.map_entry_value_field());
        return Target {
            group: Some("map"),
            described: "`map`".to_owned(),
            keys: boxed(kind_target(&keys.kind())),
            values: boxed(kind_target(&values.kind())),
            ..Target::default()
        };
    }
    let single = kind_target(&field.kind());
    if field.is_list() {
        let described = format!("`repeated` {}", single.described);
        return Target {
            group: Some("repeated"),
            described,
            items: boxed(single),
            ..Target::default()
        };
    }
    single
}

fn kind_target(kind: &Kind) -> Target {
    let group = match kind {
        Kind::Double => "double",
        Kind::Float => "float",
        Kind::Int32 => "int32",
        Kind::Int64 => "int64",
        Kind::Uint32 => "uint32",
        Kind::Uint64 => "uint64",
        Kind::Sint32 => "sint32",
        Kind::Sint64 => "sint64",
        Kind::Fixed32 => "fixed32",
        Kind::Fixed64 => "fixed64",
        Kind::Sfixed32 => "sfixed32",
        Kind::Sfixed64 => "sfixed64",
        Kind::Bool => "bool",
        Kind::String => "string",
        Kind::Bytes => "bytes",
        Kind::Enum(descriptor) => {
            let numbers = descriptor.values().map(|value| value.number()).collect();
            let described = format!("enum `{}`", descriptor.full_name());
            return Target {
                group: Some("enum"),
                described,
                numbers: Some(numbers),
                ..Target::default()
            };
        }
        Kind::Message(message) => {
            let described = format!("message `{}`", message.full_name());
            return Target {
                group: message_group(message.full_name()),
                described,
                ..Target::default()
            };
        }
    };
    Target { group: Some(group), described: format!("`{group}`"), ..Target::default() }
}

fn message_group(name: &str) -> Option<&'static str> {
    match name {
        "google.protobuf.Timestamp" => Some("timestamp"),
        "google.protobuf.Duration" => Some("duration"),
        "google.protobuf.Any" => Some("any"),
        "google.protobuf.FieldMask" => Some("field_mask"),
        "google.protobuf.BoolValue" => Some("bool"),
        "google.protobuf.Int32Value" => Some("int32"),
        "google.protobuf.Int64Value" => Some("int64"),
        "google.protobuf.UInt32Value" => Some("uint32"),
        "google.protobuf.UInt64Value" => Some("uint64"),
        "google.protobuf.FloatValue" => Some("float"),
        "google.protobuf.DoubleValue" => Some("double"),
        "google.protobuf.StringValue" => Some("string"),
        "google.protobuf.BytesValue" => Some("bytes"),
        _ => None,
    }
}

fn presence(schema: &ProtoSchema, field: &FieldDescriptor, rules: &FieldRules) -> Presence {
    if field.is_list() || field.is_map() {
        return Presence::Implicit;
    }
    if schema.is_required(field) || rules.required {
        return Presence::Required;
    }
    if schema.has_presence(field) {
        return Presence::Nullable;
    }
    let refuses_zero = !rules.ignores_zero && rules.value.iter().any(zero::refuses);
    if refuses_zero { Presence::Required } else { Presence::Implicit }
}

fn is_uuid(rule: &Constraint) -> bool {
    matches!(rule, Constraint::WellKnown(WellKnown::Uuid))
}

/// A flag inside an option that is a message.
fn flag(options: &DynamicMessage, option: &str, name: &str) -> bool {
    let Some(Value::Message(message)) = extension(options, option) else { return false };
    message.get_field_by_name(name).and_then(|value| value.as_bool()).unwrap_or(false)
}

fn tags(options: &DynamicMessage) -> Vec<String> {
    let Some(Value::Message(meta)) = extension(options, "confluent.field_meta") else {
        return Vec::new();
    };
    let tags = meta.get_field_by_name("tags");
    let texts = tags.as_deref().and_then(Value::as_list).unwrap_or_default();
    texts.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
}

/// Precision and scale of a `confluent.type.Decimal`, from `(confluent.field_meta).params`.
fn params(options: &DynamicMessage) -> Option<(u32, u32)> {
    let Some(Value::Message(meta)) = extension(options, "confluent.field_meta") else {
        return None;
    };
    let params = meta.get_field_by_name("params")?;
    let param = |name: &str| {
        let key = prost_reflect::MapKey::String(name.to_owned());
        params.as_map()?.get(&key)?.as_str()?.parse().ok()
    };
    Some((param("precision")?, param("scale").unwrap_or(0)))
}
