//! Random .proto files with imports and extensions, some in the spelling of an edition, random changes to them, and random
//! data of their messages.

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
    /// A message of the file that is imported.
    Imported(usize),
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

#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) is_proto2: bool,
    /// Spelled as a file of an edition whose features say what the syntax says.
    pub(crate) in_edition: bool,
    /// The messages of the file that is imported, and how often that was changed.
    pub(crate) imported: Vec<Message>,
    pub(crate) revision: u32,
    /// Extensions of messages, by their place.
    pub(crate) extensions: Vec<(usize, Field)>,
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
        let mut file = File { is_proto2, in_edition: self.dice.one_in(3), ..File::default() };
        for at in 0..self.dice.below(3) {
            let fields = (0..1 + self.dice.below(3)).map(|_| self.field_of_import(&mut file, at));
            let fields = fields.collect();
            file.imported.push(Message { fields, reserved: Vec::new() });
        }
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
        for _ in 0..self.dice.below(3) {
            self.extend(&mut file);
        }
        file
    }

    /// Messages of the import hold numbers, texts and each other.
    fn field_of_import(&mut self, file: &mut File, at: usize) -> Field {
        file.used += 1;
        let number = file.used;
        let of = match self.dice.one_in(3) {
            true => Type::Imported(self.dice.below(at + 1)),
            false => Type::Scalar(self.dice.below(SCALARS.len())),
        };
        let label = self.pick(&["", "", "optional", "repeated"]);
        Field { number, name: format!("f{number}"), label, of, oneof: None, default: None }
    }

    /// A new extension; proto3 has none.
    fn extend(&mut self, file: &mut File) {
        if !file.is_proto2 {
            return;
        }
        file.used += 1;
        let number = 1_000 + file.used;
        let at = self.dice.below(file.messages.len());
        let of = match self.dice.below(4) {
            0 => Type::Enum(self.dice.below(file.enums.len())),
            1 => Type::Message(self.dice.below(file.messages.len())),
            _ => Type::Scalar(self.dice.below(SCALARS.len())),
        };
        let label = self.pick(&["optional", "optional", "repeated"]);
        let name = format!("x{number}");
        file.extensions.push((at, Field { number, name, label, of, oneof: None, default: None }));
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
            Type::Message(_) | Type::Imported(_) if label == "required" => label = "optional",
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
        match self.dice.below(14) {
            12 | 13 if !file.imported.is_empty() => {
                Type::Imported(self.dice.below(file.imported.len()))
            }
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
        if !is_proto2 {
            new.extensions.clear();
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
        if self.dice.one_in(12) {
            file.in_edition = !file.in_edition;
            return;
        }
        if self.dice.one_in(6) && !file.imported.is_empty() {
            return self.change_import(file);
        }
        if self.dice.one_in(6) && file.is_proto2 {
            return self.change_extension(file);
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

    fn change_import(&mut self, file: &mut File) {
        file.revision += 1;
        let at = self.dice.below(file.imported.len());
        let mut added = self.field_of_import(file, at);
        let fields = &mut file.imported[at].fields;
        let index = self.dice.below(fields.len().max(1));
        match self.dice.below(4) {
            0 if !fields.is_empty() => drop(fields.remove(index)),
            1 | 2 if !fields.is_empty() => {
                (added.number, added.name) = (fields[index].number, fields[index].name.clone());
                fields[index] = added;
            }
            _ => fields.push(added),
        }
    }

    fn change_extension(&mut self, file: &mut File) {
        let before = file.extensions.len();
        if before == 0 || self.dice.one_in(3) {
            return self.extend(file);
        }
        let index = self.dice.below(before);
        if self.dice.one_in(3) {
            drop(file.extensions.remove(index));
            return;
        }
        self.extend(file);
        let (_, other) = file.extensions.pop().unwrap();
        let (_, changed) = &mut file.extensions[index];
        (changed.of, changed.label) = (other.of, other.label);
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
    let is_message = matches!(field.of, Type::Message(_) | Type::Imported(_));
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

/// The name by which the file that is imported goes.
pub(crate) const IMPORT: &str = "common.proto";

/// The text of the file that is imported; it has the syntax proto3.
pub(crate) fn imported_text(file: &File) -> String {
    let mut text = "syntax = \"proto3\";\npackage c;\n".to_owned();
    for (at, message) in file.imported.iter().enumerate() {
        writeln!(text, "message N{at} {{").unwrap();
        Writer { is_proto2: false, in_edition: false }.fields(&mut text, &message.fields);
        text.push_str("}\n");
    }
    text
}

/// The text of the file.
pub(crate) fn text(file: &File) -> String {
    let File { is_proto2, in_edition, .. } = *file;
    let writer = Writer { is_proto2, in_edition };
    let mut text = match (in_edition, is_proto2) {
        (false, true) => "syntax = \"proto2\";\npackage p;\n",
        (false, false) => "syntax = \"proto3\";\npackage p;\n",
        (true, true) => {
            "edition = \"2023\";\npackage p;\noption features.enum_type = CLOSED;\n\
             option features.repeated_field_encoding = EXPANDED;\n\
             option features.utf8_validation = NONE;\n\
             option features.json_format = LEGACY_BEST_EFFORT;\n"
        }
        (true, false) => {
            "edition = \"2023\";\npackage p;\noption features.field_presence = IMPLICIT;\n"
        }
    }
    .to_owned();
    if !file.imported.is_empty() {
        writeln!(text, "import \"{IMPORT}\";").unwrap();
    }
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
            let name = if in_edition { name.clone() } else { format!("\"{name}\"") };
            writeln!(text, "  reserved {number}; reserved {name};").unwrap();
        }
        if is_proto2 {
            text.push_str("  extensions 1000 to 9999;\n");
        }
        writer.fields(&mut text, &message.fields);
        text.push_str("}\n");
    }
    for (at, extension) in &file.extensions {
        writeln!(text, "extend M{at} {{").unwrap();
        writer.field(&mut text, extension);
        text.push_str("}\n");
    }
    text
}

/// How fields are spelled.
#[derive(Clone, Copy)]
struct Writer {
    is_proto2: bool,
    in_edition: bool,
}

impl Writer {
    fn fields(self, text: &mut String, fields: &[Field]) {
        for oneof in 0..2 {
            let members: Vec<&Field> =
                fields.iter().filter(|field| field.oneof == Some(oneof)).collect();
            if !members.is_empty() {
                writeln!(text, "  oneof o{oneof} {{").unwrap();
                members.into_iter().for_each(|field| self.field(text, field));
                text.push_str("  }\n");
            }
        }
        let alone = fields.iter().filter(|field| field.oneof.is_none());
        alone.for_each(|field| self.field(text, field));
    }

    fn field(self, text: &mut String, field: &Field) {
        let Field { number, name, of, default, .. } = field;
        let (label, feature) = self.label(field);
        if let Type::Group(inner) = of {
            if !self.in_edition {
                writeln!(text, "  {label} group G{number} = {number} {{").unwrap();
                self.fields(text, inner);
                text.push_str("  }\n");
                return;
            }
            writeln!(text, "  message G{number} {{").unwrap();
            self.fields(text, inner);
            text.push_str("  }\n");
            let features = feature.into_iter().chain(["features.message_encoding = DELIMITED"]);
            let features = features.collect::<Vec<_>>().join(", ");
            writeln!(text, "  {label} G{number} g{number} = {number} [{features}];").unwrap();
            return;
        }
        let default = default.map(|value| format!("default = {value}"));
        let options: Vec<String> = feature.map(str::to_owned).into_iter().chain(default).collect();
        let options = match options.is_empty() {
            true => String::new(),
            false => format!(" [{}]", options.join(", ")),
        };
        writeln!(text, "  {label} {} {name} = {number}{options};", spelled(of)).unwrap();
    }

    /// The label, and the feature that stands for it where there are no labels.
    fn label(self, field: &Field) -> (&'static str, Option<&'static str>) {
        let is_message = matches!(field.of, Type::Message(_) | Type::Imported(_));
        match (self.in_edition, field.label) {
            (false, label) => (label, None),
            (true, "required") => ("", Some("features.field_presence = LEGACY_REQUIRED")),
            (true, "optional") if !self.is_proto2 && !is_message => {
                ("", Some("features.field_presence = EXPLICIT"))
            }
            (true, "optional") => ("", None),
            (true, label) => (label, None),
        }
    }
}

fn spelled(of: &Type) -> String {
    match of {
        Type::Scalar(at) => SCALARS[*at].to_owned(),
        Type::Enum(at) => format!("E{at}"),
        Type::Message(at) => format!("M{at}"),
        Type::Map(key, value) => format!("map<{}, {}>", KEYS[*key], spelled(value)),
        Type::Imported(at) => format!(".c.N{at}"),
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
    for extension in of.extensions() {
        let kind = extension.kind();
        if dice.one_in(3) || kind.as_message().is_some() && depth == 0 {
            continue;
        }
        let one = |dice: &mut Dice| value(dice, &kind, depth.saturating_sub(1));
        let value = match extension.is_list() {
            true => Value::List((0..1 + dice.below(3)).map(|_| one(dice)).collect()),
            false => one(dice),
        };
        message.set_extension(&extension, value);
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
