//! One printer for all texts of an Avro schema. A stack of work instead of recursion: references may nest without bound.

use super::number::{double_in_text, java_double, java_number};
use super::value::{has_repeats, merged};
use crate::avro::model::{AvroSchema, Field, Kind, Logical, Name, Origin, Type, TypeId};
use crate::json_text::{Node, Value, write_string, write_value};
use std::collections::HashSet;
use std::fmt::Write;

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As Java's `Schema.toString`.
    Java,
    /// As Confluent's normalization.
    Normalized,
    /// Parsing Canonical Form: what a decoder needs.
    Parsing,
    /// Everything that two equal schemas share, in one order; never shown.
    Comparison,
}

/// Prints `schema`; `inline` defines types of dependencies where they are first used.
pub(super) fn print(schema: &AvroSchema, shape: Shape, inline: bool) -> String {
    let mut printer = Printer {
        schema,
        shape,
        inline,
        defined: HashSet::new(),
        work: Vec::new(),
        out: String::new(),
    };
    printer.work.push(Work::Type(schema.root(), None));
    while let Some(work) = printer.work.pop() {
        match work {
            Work::Type(id, namespace) => printer.ty(id, namespace),
            Work::Text(text) => printer.out.push_str(text),
            Work::Field(field, namespace) => printer.field(field, namespace),
            Work::FieldRest(field) => printer.field_rest(field),
            Work::TypeRest(ty) => printer.type_rest(ty),
        }
    }
    printer.out
}

/// What is still to be printed, the next last.
enum Work<'s> {
    Type(TypeId, Option<&'s str>),
    Text(&'static str),
    Field(&'s Field, Option<&'s str>),
    FieldRest(&'s Field),
    TypeRest(&'s Type),
}

struct Printer<'s> {
    schema: &'s AvroSchema,
    shape: Shape,
    inline: bool,
    defined: HashSet<TypeId>,
    work: Vec<Work<'s>>,
    out: String,
}

impl<'s> Printer<'s> {
    fn ty(&mut self, id: TypeId, namespace: Option<&'s str>) {
        let ty = self.schema.get(id);
        if let Some(name) = ty.kind.name() {
            let elsewhere = !self.inline && self.is_elsewhere(id, ty);
            if elsewhere || !self.defined.insert(id) {
                self.reference(name, namespace);
            } else {
                self.definition(ty, name, namespace);
            }
            return;
        }
        match &ty.kind {
            Kind::Union(branches) => {
                self.out.push('[');
                self.work.push(Work::Text("]"));
                self.list(branches.iter().map(|branch| Work::Type(*branch, namespace)));
            }
            Kind::Array(inner) | Kind::Map(inner) => {
                let key = if matches!(ty.kind, Kind::Array(_)) { "items" } else { "values" };
                let word = ty.kind.word();
                write!(self.out, "{{\"type\":\"{word}\",\"{key}\":").expect(NEVER);
                self.work.push(Work::TypeRest(ty));
                self.work.push(Work::Type(*inner, namespace));
            }
            Kind::Null
            | Kind::Boolean
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Bytes
            | Kind::String => self.primitive(ty),
            Kind::Fixed(_) | Kind::Enum(_) | Kind::Record(_) => {
                unreachable!("named types are printed above")
            }
        }
    }

    /// Whether the text leaves the type to a dependency. Java leaves only what is the root of a dependency and
    /// writes out what such a root defines inside itself, if the schema uses that by name.
    fn is_elsewhere(&self, id: TypeId, ty: &Type) -> bool {
        match self.shape {
            Shape::Java | Shape::Normalized => self.schema.dependency_roots.contains(&id),
            Shape::Parsing | Shape::Comparison => ty.origin != Origin::Own,
        }
    }

    fn primitive(&mut self, ty: &Type) {
        if ty.attributes.is_empty() || self.shape == Shape::Parsing {
            write!(self.out, "\"{}\"", ty.kind.word()).expect(NEVER);
        } else {
            write!(self.out, "{{\"type\":\"{}\"", ty.kind.word()).expect(NEVER);
            self.type_rest(ty);
        }
    }

    fn reference(&mut self, name: &Name, namespace: Option<&str>) {
        match self.shape {
            Shape::Java => {}
            Shape::Normalized if namespace.is_some_and(|current| self.is_hidden(name, current)) => {
                return write_string(&mut self.out, &format!(".{}", name.full()));
            }
            Shape::Normalized | Shape::Parsing | Shape::Comparison => {
                return write_string(&mut self.out, name.full());
            }
        }
        let text = match (name.namespace(), namespace) {
            // A simple name that is also a kind's would be read as the kind.
            (Some(own), Some(current)) if own == current && !is_kind(name.simple()) => {
                name.simple()
            }
            (None, Some(current)) if self.is_hidden(name, current) => {
                return write_string(&mut self.out, &format!(".{}", name.full()));
            }
            _ => name.full(),
        };
        write_string(&mut self.out, text);
    }

    /// Whether a name without namespace would be read as another type inside `namespace`.
    fn is_hidden(&self, name: &Name, namespace: &str) -> bool {
        name.namespace().is_none()
            && self.schema.named(&format!("{namespace}.{}", name.full())).is_some()
    }

    fn definition(&mut self, ty: &'s Type, name: &'s Name, namespace: Option<&'s str>) {
        let is_error = matches!(&ty.kind, Kind::Record(record) if record.is_error);
        // Parsing Canonical Form knows no errors: they are read as records.
        let word = if is_error && self.shape != Shape::Parsing { "error" } else { ty.kind.word() };
        if self.shape == Shape::Java {
            write!(self.out, "{{\"type\":\"{word}\"").expect(NEVER);
            self.member("name", name.simple());
            if name.namespace() != namespace {
                self.member("namespace", name.namespace().unwrap_or(""));
            }
            if let Some(doc) = ty.kind.doc() {
                self.member("doc", doc);
            }
        } else {
            self.out.push_str("{\"name\":");
            write_string(&mut self.out, name.full());
            // Java leaves it out, and its text reads back as another type.
            if self.shape == Shape::Normalized && name.namespace().is_none() && namespace.is_some()
            {
                self.member("namespace", "");
            }
            write!(self.out, ",\"type\":\"{word}\"").expect(NEVER);
        }
        match &ty.kind {
            Kind::Record(record) => {
                self.out.push_str(",\"fields\":[");
                self.work.push(Work::TypeRest(ty));
                self.work.push(Work::Text("]"));
                let namespace = name.namespace();
                self.list(record.fields.iter().map(|field| Work::Field(field, namespace)));
            }
            Kind::Enum(kind) => {
                self.out.push_str(",\"symbols\":");
                self.strings(kind.symbols.iter().map(|symbol| &**symbol));
                if let (Shape::Java, Some(default)) = (self.shape, &kind.default) {
                    self.member("default", default);
                }
                self.type_rest(ty);
            }
            Kind::Fixed(fixed) => {
                write!(self.out, ",\"size\":{}", fixed.size).expect(NEVER);
                self.type_rest(ty);
            }
            Kind::Null
            | Kind::Boolean
            | Kind::Int
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::Bytes
            | Kind::String
            | Kind::Array(_)
            | Kind::Map(_)
            | Kind::Union(_) => unreachable!("only records, enums and fixed have names"),
        }
    }

    fn field(&mut self, field: &'s Field, namespace: Option<&'s str>) {
        self.out.push_str("{\"name\":");
        write_string(&mut self.out, &field.name);
        self.out.push_str(",\"type\":");
        self.work.push(Work::FieldRest(field));
        self.work.push(Work::Type(field.ty, namespace));
    }

    fn field_rest(&mut self, field: &Field) {
        match self.shape {
            Shape::Parsing => {}
            Shape::Java => {
                if let Some(doc) = &field.doc {
                    self.member("doc", doc);
                }
                self.default(field);
                if let Some(order) = order(field).filter(|order| *order != "ascending") {
                    self.member("order", order);
                }
                self.aliases(field.aliases.iter().map(|alias| &**alias).collect());
                self.attributes(&field.attributes, &[]);
            }
            Shape::Normalized | Shape::Comparison => {
                self.member("order", order(field).unwrap_or("ascending"));
                if let Some(doc) = &field.doc {
                    self.member("doc", doc);
                }
                self.aliases(field.aliases.iter().map(|alias| &**alias).collect());
                self.default(field);
                self.attributes(&field.attributes, &[]);
            }
        }
        self.out.push('}');
    }

    /// Everything that follows the contents of a type, its closing brace included.
    fn type_rest(&mut self, ty: &Type) {
        let aliases = ty.kind.aliases();
        match self.shape {
            Shape::Parsing => {}
            Shape::Java => {
                self.attributes(&ty.attributes, &[]);
                let own = ty.kind.name().and_then(Name::namespace);
                let spelled: Vec<String> =
                    aliases.iter().map(|alias| alias_in(alias, own)).collect();
                self.aliases(spelled.iter().map(|alias| &**alias).collect());
            }
            Shape::Normalized | Shape::Comparison => {
                let mut written: &[&str] = &[];
                if let (Shape::Normalized, Some(logical)) = (self.shape, ty.logical) {
                    written = self.logical(ty, logical);
                }
                let keeps_empty = self.shape == Shape::Comparison;
                if let Some(doc) = ty.kind.doc().filter(|doc| keeps_empty || !doc.is_empty()) {
                    self.member("doc", doc);
                }
                let has_namespace = ty.kind.name().is_some_and(|name| name.namespace().is_some());
                let full = |alias: &Name| match alias.namespace() {
                    None if has_namespace && !keeps_empty => format!(".{}", alias.full()),
                    _ => alias.full().to_owned(),
                };
                let spelled: Vec<String> = aliases.iter().map(full).collect();
                self.aliases(spelled.iter().map(|alias| &**alias).collect());
                if let Kind::Enum(kind) = &ty.kind
                    && let Some(default) = &kind.default
                {
                    self.member("default", default);
                }
                self.attributes(&ty.attributes, written);
            }
        }
        self.out.push('}');
    }

    /// The logical type first, as normalized text wants it; a scale of zero is not written.
    fn logical(&mut self, ty: &Type, logical: Logical) -> &'static [&'static str] {
        let name = ty.attributes.iter().find(|(key, _)| &**key == "logicalType");
        self.member("logicalType", name.and_then(|(_, name)| name.as_str()).unwrap_or_default());
        let Logical::Decimal { precision, scale } = logical else { return &["logicalType"] };
        write!(self.out, ",\"precision\":{precision}").expect(NEVER);
        if scale != 0 {
            write!(self.out, ",\"scale\":{scale}").expect(NEVER);
        }
        &["logicalType", "precision", "scale"]
    }

    fn default(&mut self, field: &Field) {
        let Some(default) = &field.default else { return };
        self.out.push_str(",\"default\":");
        let floating = matches!(self.schema.get(field.ty).kind, Kind::Float | Kind::Double);
        match &default.value {
            // Java reads the text as a number and prints that; NaN and infinities keep their quotes.
            Value::String(text) if floating => match double_in_text(text) {
                Some(double) if double.is_finite() => self.out.push_str(&java_double(double)),
                Some(double) if double.is_nan() => self.out.push_str("\"NaN\""),
                Some(double) if double > 0.0 => self.out.push_str("\"Infinity\""),
                Some(_) => self.out.push_str("\"-Infinity\""),
                None => self.value(default),
            },
            Value::Number(text) if floating && self.shape != Shape::Java => {
                match text.parse::<f64>() {
                    // Jackson reads it as a whole number, which has no sign of zero.
                    Ok(_) if &**text == "-0" => self.out.push_str("0.0"),
                    Ok(double) if double.is_finite() => self.out.push_str(&java_double(double)),
                    _ => self.value(default),
                }
            }
            _ => self.value(default),
        }
    }

    fn aliases(&mut self, mut aliases: Vec<&str>) {
        if aliases.is_empty() {
            return;
        }
        if self.shape != Shape::Java {
            aliases.sort_unstable();
        }
        self.out.push_str(",\"aliases\":");
        self.strings(aliases.into_iter());
    }

    /// Attributes but for those already `written`: in order for Java, else sorted.
    fn attributes(&mut self, attributes: &[(Box<str>, Node)], written: &[&str]) {
        let mut kept: Vec<&(Box<str>, Node)> =
            attributes.iter().filter(|(key, _)| !written.contains(&&**key)).collect();
        if self.shape != Shape::Java {
            kept.sort_by(|a, b| a.0.cmp(&b.0));
        }
        for (key, value) in kept {
            self.out.push(',');
            write_string(&mut self.out, key);
            self.out.push(':');
            self.value(value);
        }
    }

    fn value(&mut self, value: &Node) {
        let sort = self.shape != Shape::Java;
        if sort || has_repeats(value) {
            write_value(&mut self.out, &merged(value, sort), &java_number);
        } else {
            write_value(&mut self.out, value, &java_number);
        }
    }

    fn member(&mut self, key: &str, text: &str) {
        write!(self.out, ",\"{key}\":").expect(NEVER);
        write_string(&mut self.out, text);
    }

    fn strings<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        self.out.push('[');
        for (index, text) in texts.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            write_string(&mut self.out, text);
        }
        self.out.push(']');
    }

    /// Puts `items` on the stack with commas between, so that the first is printed first.
    fn list(&mut self, items: impl DoubleEndedIterator<Item = Work<'s>> + ExactSizeIterator) {
        let last = items.len();
        for (index, item) in items.enumerate().collect::<Vec<_>>().into_iter().rev() {
            if index + 1 < last {
                self.work.push(Work::Text(","));
            }
            self.work.push(item);
        }
    }
}

const NEVER: &str = "writing to a string cannot fail";

/// The field's order in lower case, as the specification spells it: other clients refuse Java's upper case.
fn order(field: &Field) -> Option<&'static str> {
    let order = field.order.as_deref()?;
    ["ascending", "descending", "ignore"].into_iter().find(|word| word.eq_ignore_ascii_case(order))
}

/// An alias as the type that carries it spells it. Java drops the dot of an alias without namespace and so
/// changes what it means; we keep it.
fn alias_in(alias: &Name, own: Option<&str>) -> String {
    match (alias.namespace(), own) {
        (Some(namespace), Some(own)) if namespace == own && !is_kind(alias.simple()) => {
            alias.simple().to_owned()
        }
        (None, Some(_)) => format!(".{}", alias.full()),
        _ => alias.full().to_owned(),
    }
}

fn is_kind(word: &str) -> bool {
    const KINDS: [&str; 14] = [
        "null", "boolean", "int", "long", "float", "double", "bytes", "string", "array", "map",
        "union", "fixed", "enum", "record",
    ];
    KINDS.contains(&word)
}
