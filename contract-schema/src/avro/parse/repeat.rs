//! A name defined again: allowed, as in Java since Avro 1.12, if both definitions say the same; else a complaint.
//!
//! Java's own canonical texts need this: they write out types that a referenced schema defines below its root.

use super::Builder;
use crate::avro::canonical::{comparable, printed};
use crate::avro::model::{Enum, Field, Fixed, Kind, Name, Record, Type, TypeId};
use crate::json_text::Node;

impl Builder<'_> {
    /// Enters a definition under its name; if the name is taken, the type that took it.
    pub(super) fn define(&mut self, name: &Name, id: TypeId, node: &Node) -> Option<TypeId> {
        let Some(first) = self.names.get(name.full()).copied() else {
            self.names.insert(name.full().into(), id);
            return None;
        };
        if self.open.contains(&first) {
            self.complain_of_second(name, first, node);
            return None;
        }
        Some(first)
    }

    /// The type that stands for the definition `second`: the `first` of that name, if there is one and both are the same.
    pub(super) fn first_of(
        &mut self,
        first: Option<TypeId>,
        second: TypeId,
        node: &Node,
    ) -> TypeId {
        let Some(first) = first else { return second };
        let (old, new) = (&self.types[first.0 as usize], &self.types[second.0 as usize]);
        if !self.is_same_definition(old, new) {
            if let Some(name) = new.kind.name().cloned() {
                self.complain_of_second(&name, first, node);
            }
            return second;
        }
        // Whatever the second defines inside itself is a repetition too: nothing uses these types.
        self.types.truncate(second.0 as usize);
        first
    }

    fn complain_of_second(&mut self, name: &Name, first: TypeId, node: &Node) {
        let first = &self.types[first.0 as usize];
        let place = match (first.origin == self.origin, first.at) {
            (true, Some(at)) => format!("at line {}, column {}", at.line, at.column),
            _ => "by a referenced schema".to_owned(),
        };
        let message = format!("type `{}` is defined twice, first {place}", name.full());
        let help = "use it by name the second time, or give it another name";
        self.complain(node, message).help = Some(help.to_owned());
    }

    /// Same contents and attributes; docs and aliases do not count, as in Java.
    fn is_same_definition(&self, a: &Type, b: &Type) -> bool {
        let same_kind = match (&a.kind, &b.kind) {
            (Kind::Fixed(Fixed { size: a, .. }), Kind::Fixed(Fixed { size: b, .. })) => a == b,
            (
                Kind::Enum(Enum { symbols: a, default: a_default, .. }),
                Kind::Enum(Enum { symbols: b, default: b_default, .. }),
            ) => a == b && a_default == b_default,
            (
                Kind::Record(Record { fields: a, is_error: a_error, .. }),
                Kind::Record(Record { fields: b, is_error: b_error, .. }),
            ) => {
                a_error == b_error
                    && a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| self.is_same_field(a, b))
            }
            _ => false,
        };
        same_kind && same_attributes(&a.attributes, &b.attributes)
    }

    fn is_same_field(&self, a: &Field, b: &Field) -> bool {
        let default = |field: &Field| {
            let kind = &self.types[field.ty.0 as usize].kind;
            field.default.as_ref().map(|default| comparable(kind, default))
        };
        let order =
            |field: &Field| field.order.as_deref().unwrap_or("ascending").to_ascii_lowercase();
        a.name == b.name
            && order(a) == order(b)
            && default(a) == default(b)
            && same_attributes(&a.attributes, &b.attributes)
            && self.is_same_type(a.ty, b.ty)
    }

    /// Named types are the same if they are one; nesting is bounded by that of the text.
    fn is_same_type(&self, a: TypeId, b: TypeId) -> bool {
        if a == b {
            return true;
        }
        let (a, b) = (&self.types[a.0 as usize], &self.types[b.0 as usize]);
        let same_kind = match (&a.kind, &b.kind) {
            (Kind::Array(a), Kind::Array(b)) | (Kind::Map(a), Kind::Map(b)) => {
                self.is_same_type(*a, *b)
            }
            (Kind::Union(a), Kind::Union(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is_same_type(*a, *b))
            }
            (a, b) => a.name().is_none() && a.word() == b.word(),
        };
        same_kind && same_attributes(&a.attributes, &b.attributes)
    }
}

fn same_attributes(a: &[(Box<str>, Node)], b: &[(Box<str>, Node)]) -> bool {
    let texts = |attributes: &[(Box<str>, Node)]| {
        let mut texts: Vec<(Box<str>, String)> =
            attributes.iter().map(|(key, value)| (key.clone(), printed(value))).collect();
        texts.sort();
        texts
    };
    a.len() == b.len() && (a.is_empty() || texts(a) == texts(b))
}
