//! What to write, in the schema's own language: the help that a finding carries.

use super::document::{Requirement, Strength, TypeName};
use super::fields;
use crate::contract::spelled;
use crate::shape::{Field, Record, Shape, Type};
use contract_schema::Format;

/// How a missing or weak field should be written.
pub(crate) struct Wanted<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) requirement: &'a Requirement,
    /// Older data exist: a new field cannot be non-null.
    pub(crate) is_later: bool,
}

impl Wanted<'_> {
    /// Help for a field that is not there; `earlier` are the fields that come before it by convention.
    pub(crate) fn missing(&self, earlier: &[&str]) -> String {
        let (record, name) = self.holder();
        let present = |name: &&&str| record.is_some_and(|record| record.field(name).is_some());
        let place = match earlier.iter().rev().find(present) {
            Some(before) => format!("add after `{}`", spelled(self.shape.format, before)),
            None => "add as the first field".to_owned(),
        };
        let line = match self.shape.format {
            Format::Avro => self.avro_field(&name),
            Format::Json => self.json_property(&name),
            Format::Protobuf => self.protobuf_field(record, &name),
        };
        let imports = match self.shape.format {
            Format::Avro | Format::Json => "",
            Format::Protobuf => self.import(),
        };
        format!("{place}:\n{line}{imports}")
    }

    /// Help for a field that may be absent although it must not.
    pub(crate) fn too_weak(&self, field: &Field) -> String {
        let strong_enough_later = self.is_later || self.requirement.value == Strength::Write;
        match (self.shape.format, strong_enough_later) {
            (Format::Avro, true) => "add to the field: \"contract\":{\"write\":true}".to_owned(),
            (Format::Avro, false) => {
                let ty = self.type_of(field);
                format!("take `null` out of the union, and the default with it: \"type\":{ty}")
            }
            (Format::Json, true) => "add to the property: \"contract\":{\"write\":true}".to_owned(),
            (Format::Json, false) => {
                format!("add \"{}\" to \"required\" and take `null` out of its type", field.native)
            }
            (Format::Protobuf, true) => {
                "add to the field: [(contract.v1.field).write = true]".to_owned()
            }
            (Format::Protobuf, false) => {
                format!("add to the field: [{}]", protobuf_required(&field.ty))
            }
        }
    }

    /// Help for a field of another type.
    pub(crate) fn wrong_type(&self) -> String {
        let ty = fields::spelling(self.shape.format, &self.requirement.ty);
        match (self.shape.format, &self.requirement.ty) {
            (Format::Avro, _) => format!("write \"type\":{ty}"),
            (Format::Json, _) => format!("write {ty}"),
            (Format::Protobuf, TypeName::Word(word)) if word == "uuid" => {
                "write string with [(buf.validate.field).string.uuid = true]".to_owned()
            }
            (Format::Protobuf, _) => format!("write the type {ty}"),
        }
    }

    /// The record that should hold the field, and the field's own name there.
    fn holder(&self) -> (Option<&Record>, String) {
        let path = &self.requirement.field;
        let Some((parent, name)) = path.rsplit_once('.') else {
            return (self.shape.root(), path.clone());
        };
        let record = match self
            .shape
            .resolve(parent)
            .ok()
            .and_then(|fields| fields.last().map(|field| &field.ty))
        {
            Some(Type::Record(id)) => Some(self.shape.record(*id)),
            _ => None,
        };
        (record, name.to_owned())
    }

    fn avro_field(&self, name: &str) -> String {
        let ty = fields::spelling(Format::Avro, &self.requirement.ty);
        let doc = self.requirement.doc.as_deref().unwrap_or("…").replace('"', "'");
        let nullable = format!(r#""type":["null",{ty}],"default":null"#);
        let body = match (self.requirement.value, self.is_later) {
            (Strength::Required, false) => format!(r#""type":{ty}"#),
            (Strength::Required, true) | (Strength::Write, _) => {
                format!(r#"{nullable},"contract":{{"write":true}}"#)
            }
            (Strength::Present, _) => nullable,
        };
        format!(r#"{{"name":"{name}",{body},"doc":"{doc}"}}"#)
    }

    fn json_property(&self, name: &str) -> String {
        let ty = fields::spelling(Format::Json, &self.requirement.ty);
        let body = ty.trim_start_matches('{').trim_end_matches('}');
        let doc = self.requirement.doc.as_deref().unwrap_or("…").replace('"', "'");
        let (write, required) = match (self.requirement.value, self.is_later) {
            (Strength::Required, false) => ("", " (and list it in \"required\")"),
            (Strength::Required, true) | (Strength::Write, _) => {
                (r#","contract":{"write":true}"#, "")
            }
            (Strength::Present, _) => ("", ""),
        };
        format!(r#""{name}":{{{body}{write},"description":"{doc}"}}{required}"#)
    }

    fn protobuf_field(&self, record: Option<&Record>, name: &str) -> String {
        let ty = fields::spelling(Format::Protobuf, &self.requirement.ty);
        let number = free_number(record, self.requirement.number);
        let is_message = ty.contains('.');
        let optional = if is_message { "" } else { "optional " };
        let is_uuid = matches!(&self.requirement.ty, TypeName::Word(word) if word == "uuid");
        let (label, options) = match (self.requirement.value, self.is_later) {
            (Strength::Required, false) if is_uuid => {
                ("", " [(buf.validate.field).string.uuid = true]")
            }
            (Strength::Required, false) if ty == "string" => {
                ("", " [(buf.validate.field).string.min_len = 1]")
            }
            (Strength::Required, false) => ("", " [(buf.validate.field).required = true]"),
            (Strength::Required, true) | (Strength::Write, _) => {
                (optional, " [(contract.v1.field).write = true]")
            }
            (Strength::Present, _) => (optional, ""),
        };
        let doc = self.requirement.doc.as_deref().unwrap_or("…");
        let name = spelled(Format::Protobuf, name);
        format!("// {doc}\n{label}{ty} {name} = {number}{options};")
    }

    /// The import that the suggested line needs.
    fn import(&self) -> &'static str {
        match (self.requirement.value, self.is_later) {
            (Strength::Required, false) => "\n(needs import \"buf/validate/validate.proto\";)",
            (Strength::Required, true) | (Strength::Write, _) => {
                "\n(needs import \"contract/v1/contract.proto\";)"
            }
            (Strength::Present, _) => "",
        }
    }

    fn type_of(&self, field: &Field) -> String {
        match &field.ty {
            Type::Record(id) => format!("\"{}\"", self.shape.record(*id).name),
            _ => fields::spelling(Format::Avro, &self.requirement.ty),
        }
    }
}

/// The option that makes absence invalid.
fn protobuf_required(ty: &Type) -> &'static str {
    match ty {
        Type::String => "(buf.validate.field).string.min_len = 1",
        Type::Uuid => "(buf.validate.field).string.uuid = true",
        _ => "(buf.validate.field).required = true",
    }
}

/// The conventional number if it is free, else the first free one after the highest.
fn free_number(record: Option<&Record>, wanted: Option<u32>) -> u32 {
    let Some(record) = record else { return wanted.unwrap_or(1) };
    let is_free = |number: &u32| {
        let used = record.fields.iter().any(|field| field.number == Some(*number));
        // 19000 to 19999 belong to the Protobuf implementation.
        !used
            && !record.reserved.iter().any(|range| range.contains(number))
            && !(19_000..20_000).contains(number)
    };
    let highest = record.fields.iter().filter_map(|field| field.number).max().unwrap_or(0);
    wanted.filter(is_free).or_else(|| (highest + 1..536_870_912).find(is_free)).unwrap_or(highest)
}
