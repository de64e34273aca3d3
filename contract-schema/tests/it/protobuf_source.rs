//! Random .proto files, random changes to them, and random data of their messages.

use crate::avro_random::Dice;
use prost_reflect::{
    Cardinality, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MapKey, MessageDescriptor,
    Value,
};
use std::fmt::Write;

pub(crate) const SCALARS: [&str; 15] = [
    "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "bool", "string", "bytes", "float", "double",
];
const KEYS: [&str; 6] = ["int32", "int64", "uint32", "uint64", "bool", "string"];

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Scalar(usize),
    Enum(usize),
    Message(usize),
    Map(usize, Box<Type>),
    Group(Vec<Field>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) number: u32,
    pub(crate) name: String,
    /// Empty, `optional`, `required` or `repeated`.
    pub(crate) label: &'static str,
    pub(crate) of: Type,
    pub(crate) oneof: Option<usize>,
    pub(crate) default: Option<&'static str>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) fields: Vec<Field>,
    pub(crate) reserved: Vec<(u32, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) is_proto2: bool,
    pub(crate) messages: Vec<Message>,
    pub(crate) enums: Vec<Vec<(i32, String)>>,
    /// Names and numbers that were given away.
    pub(crate) used: u32,
}

pub(crate) struct Source {
    pub(crate) dice: Dice,
}

impl Source {
    fn pick(&mut self, items: &[&'static str]) -> &'static str {
        items[self.dice.below(items.len())]
    }

    pub(crate) fn file(&mut self) -> File {
        let is_proto2 = self.dice.one_in(2);
        let mut file = File { is_proto2, messages: Vec::new(), enums: Vec::new(), used: 0 };
        for _ in 0..2 {
            let count = 1 + self.dice.below(3) as i32;
            let at = file.enums.len();
            file.enums
                .push((0..=count).map(|number| (number, format!("E{at}_C{number}"))).collect());
        }
        for at in 0..1 + self.dice.below(3) {
            let mut message = Message::default();
            for _ in 0..1 + self.dice.below(4) {
                let field = self.field(&mut file, at, 0);
                message.fields.push(field);
            }
            file.messages.push(message);
        }
        file
    }

    /// A new field; messages refer to those before them and to themselves.
    fn field(&mut self, file: &mut File, at: usize, depth: usize) -> Field {
        file.used += 1;
        let number = file.used;
        let mut of = self.type_of(file, at, depth);
        let labels: &[&'static str] = match file.is_proto2 {
            true => &["optional", "optional", "required", "repeated"],
            false => &["", "", "optional", "repeated"],
        };
        let mut label = self.pick(labels);
        let mut oneof = None;
        match of {
            Type::Map(..) => label = "",
            Type::Message(_) if label == "required" => label = "optional",
            _ if depth == 0 && self.dice.one_in(6) => {
                (label, oneof) = ("", Some(self.dice.below(2)))
            }
            _ => {}
        }
        if oneof.is_some() && matches!(of, Type::Group(_)) {
            of = Type::Scalar(0);
        }
        let default = self.default(file, &of, label);
        Field { number, name: format!("f{number}"), label, of, oneof, default }
    }

    fn default(&mut self, file: &File, of: &Type, label: &str) -> Option<&'static str> {
        let is_possible = file.is_proto2 && label == "optional" && self.dice.one_in(4);
        match of {
            Type::Scalar(0..=9) if is_possible => Some(self.pick(&["0", "7"])),
            Type::Scalar(11) if is_possible => Some(self.pick(&["\"\"", "\"x\""])),
            _ => None,
        }
    }

    fn type_of(&mut self, file: &mut File, at: usize, depth: usize) -> Type {
        match self.dice.below(12) {
            0 | 1 => Type::Enum(self.dice.below(file.enums.len())),
            2 | 3 => Type::Message(self.dice.below(at + 1)),
            4 => {
                let value = match self.dice.below(4) {
                    0 => Type::Enum(self.dice.below(file.enums.len())),
                    1 => Type::Message(self.dice.below(at + 1)),
                    _ => Type::Scalar(self.dice.below(SCALARS.len())),
                };
                Type::Map(self.dice.below(KEYS.len()), Box::new(value))
            }
            5 if file.is_proto2 && depth < 2 => {
                Type::Group((0..2).map(|_| self.field(file, at, depth + 1)).collect())
            }
            _ => Type::Scalar(self.dice.below(SCALARS.len())),
        }
    }

    /// One or two changes of the kinds that people make.
    pub(crate) fn changed(&mut self, old: &File) -> File {
        let mut new = old.clone();
        for _ in 0..1 + self.dice.below(2) {
            self.change(&mut new);
        }
        let is_proto2 = new.is_proto2;
        for message in &mut new.messages {
            message.fields.iter_mut().for_each(|field| settle(field, is_proto2));
        }
        new
    }

    fn change(&mut self, file: &mut File) {
        let at = self.dice.below(file.messages.len());
        if self.dice.one_in(8) {
            return self.change_enum(file);
        }
        if self.dice.one_in(12) {
            return switch_syntax(file);
        }
        let count = file.messages[at].fields.len();
        if count == 0 || self.dice.one_in(5) {
            let field = self.field(file, at, 0);
            file.messages[at].fields.push(field);
            return;
        }
        let index = self.dice.below(count);
        let mut field = file.messages[at].fields[index].clone();
        match self.dice.below(8) {
            0 => {
                let gone = file.messages[at].fields.remove(index);
                if self.dice.one_in(2) {
                    file.messages[at].reserved.push((gone.number, gone.name));
                }
                return;
            }
            1 => field.name = format!("renamed{}", field.number),
            2 => {
                file.used += 1;
                field.number = file.used;
            }
            3 => {
                let other = self.field(file, at, 0);
                (field.label, field.oneof, field.default) = (other.label, other.oneof, None);
                if matches!(field.of, Type::Map(..) | Type::Group(_)) {
                    (field.of, field.label) = (other.of, other.label);
                }
            }
            4 if field.label == "optional" && file.is_proto2 => {
                field.default = self.default(file, &field.of, field.label);
            }
            _ => {
                let other = self.field(file, at, 0);
                let is_plain = |of: &Type| !matches!(of, Type::Map(..) | Type::Group(_));
                if is_plain(&field.of) && is_plain(&other.of) && field.label != "required" {
                    field.of = other.of;
                } else {
                    field = Field { number: field.number, name: field.name, ..other };
                }
                field.default = None;
            }
        }
        file.messages[at].fields[index] = field;
    }

    fn change_enum(&mut self, file: &mut File) {
        let at = self.dice.below(file.enums.len());
        let constants = &mut file.enums[at];
        let last = constants.len() - 1;
        match self.dice.below(5) {
            0 if last > 0 => drop(constants.pop()),
            1 if last > 1 => {
                let name = constants[1].1.clone();
                constants[1].1 = std::mem::replace(&mut constants[2].1, name);
            }
            2 => constants[last].1 += "_R",
            3 if last > 0 => constants[last].0 += 10,
            _ => {
                let number = constants[last].0 + 1;
                constants.push((number, format!("E{at}_C{number}")));
            }
        }
    }
}

fn switch_syntax(file: &mut File) {
    file.is_proto2 = !file.is_proto2;
    for field in file.messages.iter_mut().flat_map(|message| &mut message.fields) {
        field.default = None;
    }
}

/// Makes a field one that its syntax has.
fn settle(field: &mut Field, is_proto2: bool) {
    if let (false, Type::Group(_)) = (is_proto2, &field.of) {
        field.of = Type::Scalar(0);
    }
    if let Type::Group(fields) = &mut field.of {
        fields.iter_mut().for_each(|field| settle(field, is_proto2));
    }
    if matches!(field.of, Type::Map(..) | Type::Group(_)) {
        field.oneof = None;
    }
    let is_message = matches!(field.of, Type::Message(_));
    field.label = match (is_proto2, field.label) {
        _ if field.oneof.is_some() || matches!(field.of, Type::Map(..)) => "",
        (true, "") => "optional",
        (true, "required") if is_message => "optional",
        (false, "required") => "",
        (_, label) => label,
    };
    if !is_proto2 || field.label != "optional" {
        field.default = None;
    }
}

/// The text of the file.
pub(crate) fn text(file: &File) -> String {
    let syntax = if file.is_proto2 { "proto2" } else { "proto3" };
    let mut text = format!("syntax = \"{syntax}\";\npackage p;\n");
    for (at, constants) in file.enums.iter().enumerate() {
        writeln!(text, "enum E{at} {{").unwrap();
        for (number, name) in constants {
            writeln!(text, "  {name} = {number};").unwrap();
        }
        text.push_str("}\n");
    }
    for (at, message) in file.messages.iter().enumerate() {
        writeln!(text, "message M{at} {{").unwrap();
        for (number, name) in &message.reserved {
            writeln!(text, "  reserved {number}; reserved \"{name}\";").unwrap();
        }
        fields(&mut text, &message.fields);
        text.push_str("}\n");
    }
    text
}

fn fields(text: &mut String, fields: &[Field]) {
    for oneof in 0..2 {
        let members: Vec<&Field> =
            fields.iter().filter(|field| field.oneof == Some(oneof)).collect();
        if !members.is_empty() {
            writeln!(text, "  oneof o{oneof} {{").unwrap();
            members.into_iter().for_each(|field| write_field(text, field));
            text.push_str("  }\n");
        }
    }
    fields.iter().filter(|field| field.oneof.is_none()).for_each(|field| write_field(text, field));
}

fn write_field(text: &mut String, field: &Field) {
    let Field { number, name, label, of, default, .. } = field;
    if let Type::Group(inner) = of {
        writeln!(text, "  {label} group G{number} = {number} {{").unwrap();
        fields(text, inner);
        text.push_str("  }\n");
        return;
    }
    let default = default.map_or(String::new(), |value| format!(" [default = {value}]"));
    writeln!(text, "  {label} {} {name} = {number}{default};", spelled(of)).unwrap();
}

fn spelled(of: &Type) -> String {
    match of {
        Type::Scalar(at) => SCALARS[*at].to_owned(),
        Type::Enum(at) => format!("E{at}"),
        Type::Message(at) => format!("M{at}"),
        Type::Map(key, value) => format!("map<{}, {}>", KEYS[*key], spelled(value)),
        Type::Group(_) => unreachable!("groups are written by their fields"),
    }
}

/// Random data of a message; what is required is there.
pub(crate) fn message(dice: &mut Dice, of: &MessageDescriptor, depth: usize) -> DynamicMessage {
    let mut message = DynamicMessage::new(of.clone());
    for field in of.fields() {
        let is_required = field.cardinality() == Cardinality::Required;
        let is_message = field.kind().as_message().is_some();
        if !is_required && (dice.one_in(3) || is_message && depth == 0) {
            continue;
        }
        let value = field_value(dice, &field, depth);
        message.set_field(&field, value);
    }
    message
}

fn field_value(dice: &mut Dice, field: &FieldDescriptor, depth: usize) -> Value {
    if let (true, Kind::Message(entry)) = (field.is_map(), field.kind()) {
        let (key, kind) =
            (entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind());
        let entries = (0..1 + dice.below(2)).map(|_| {
            let key = match value(dice, &key, 0) {
                Value::Bool(key) => MapKey::Bool(key),
                Value::I32(key) => MapKey::I32(key),
                Value::I64(key) => MapKey::I64(key),
                Value::U32(key) => MapKey::U32(key),
                Value::U64(key) => MapKey::U64(key),
                Value::String(key) => MapKey::String(key),
                other => unreachable!("{other} is no key"),
            };
            (key, value(dice, &kind, depth.saturating_sub(1)))
        });
        return Value::Map(entries.collect());
    }
    match field.is_list() {
        true => Value::List(
            (0..1 + dice.below(3))
                .map(|_| value(dice, &field.kind(), depth.saturating_sub(1)))
                .collect(),
        ),
        false => value(dice, &field.kind(), depth.saturating_sub(1)),
    }
}

fn value(dice: &mut Dice, kind: &Kind, depth: usize) -> Value {
    let wide = [0, 1, -1, 2, i64::MAX, i64::MIN, 1 << 32, (1 << 32) + 1][dice.below(8)];
    match kind {
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(wide as i32),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(wide),
        Kind::Uint32 | Kind::Fixed32 => Value::U32(wide as u32),
        Kind::Uint64 | Kind::Fixed64 => Value::U64(wide.cast_unsigned()),
        Kind::Bool => Value::Bool(dice.one_in(2)),
        Kind::Float => Value::F32([0.0, 1.5, -2.0][dice.below(3)]),
        Kind::Double => Value::F64([0.0, 1.5, -2.0][dice.below(3)]),
        Kind::String => Value::String(["", "x", "\u{7}\u{e9}"][dice.below(3)].into()),
        Kind::Bytes => Value::Bytes(vec![[0xff, 0x08, 0x61][dice.below(3)]; dice.below(3)].into()),
        Kind::Enum(found) => Value::EnumNumber(constant(dice, found)),
        Kind::Message(of) => Value::Message(message(dice, of, depth)),
    }
}

fn constant(dice: &mut Dice, of: &EnumDescriptor) -> i32 {
    let values: Vec<i32> = of.values().map(|value| value.number()).collect();
    let is_open = of.parent_file().syntax() == prost_reflect::Syntax::Proto3;
    if is_open && dice.one_in(5) { 77 } else { values[dice.below(values.len())] }
}
