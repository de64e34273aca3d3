//! Does a default fit a type.
//!
//! Source: Avro 1.12 specification, "Complex Types", table of field default values; a default of a union may fit any branch.

use super::canonical::number::double_in_text;
use super::model::{Kind, Type, TypeId};
use crate::json_text::{Node, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Pairs of type and value that the defaults of one schema may cost.
const MOST_STEPS: usize = 1_000_000;

/// Answers for the types of one schema; what was asked is remembered.
pub(super) struct Fit<'t> {
    types: &'t [Arc<Type>],
    /// Answers by type and value (its address: the tree is not touched while we look).
    known: HashMap<(TypeId, *const Node), bool>,
    steps: usize,
}

impl<'t> Fit<'t> {
    pub(super) fn new(types: &'t [Arc<Type>]) -> Self {
        Fit { types, known: HashMap::new(), steps: 0 }
    }

    /// Whether a field of type `ty` may have this default.
    pub(super) fn fits_field(&mut self, ty: TypeId, default: &Node) -> bool {
        self.fits(ty, default) || self.is_number_in_text(ty, default)
    }

    /// Java reads the text of a float's default as a number, there is no other way to write NaN;
    /// only where the field itself is a float, not in unions, arrays or records.
    fn is_number_in_text(&self, ty: TypeId, default: &Node) -> bool {
        let kind = &self.types[ty.0 as usize].kind;
        matches!(kind, Kind::Float | Kind::Double)
            && default.as_str().is_some_and(|text| double_in_text(text).is_some())
    }

    /// Whether `value`, at the top or inside of a default, is a value of type `ty`.
    pub(super) fn fits(&mut self, ty: TypeId, value: &Node) -> bool {
        let key = (ty, std::ptr::from_ref(value));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        let fits = self.fits_kind(ty, value);
        self.known.insert(key, fits);
        fits
    }

    fn fits_kind(&mut self, ty: TypeId, value: &Node) -> bool {
        let types = self.types;
        match (&types[ty.0 as usize].kind, &value.value) {
            (Kind::Null, Value::Null)
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::String, Value::String(_)) => true,
            (Kind::Int, Value::Number(text)) => text.parse::<i32>().is_ok(),
            (Kind::Long, Value::Number(text)) => text.parse::<i64>().is_ok(),
            (Kind::Float | Kind::Double, Value::Number(_)) => true,
            (Kind::Bytes, Value::String(text)) => text.chars().all(is_byte),
            (Kind::Fixed(fixed), Value::String(text)) => {
                text.chars().all(is_byte) && text.chars().count() == fixed.size
            }
            (Kind::Enum(kind), Value::String(text)) => {
                kind.symbols.iter().any(|symbol| symbol == text)
            }
            (Kind::Array(items), Value::Array(elements)) => {
                elements.iter().all(|element| self.fits(*items, element))
            }
            (Kind::Map(values), Value::Object(members)) => {
                members.iter().all(|member| self.fits(*values, &member.value))
            }
            (Kind::Union(branches), _) => branches.iter().any(|branch| self.fits(*branch, value)),
            (Kind::Record(record), Value::Object(_)) => {
                record.fields.iter().all(|field| match value.get(&field.name) {
                    Some(value) => self.fits(field.ty, value),
                    None => field.default.is_some(),
                })
            }
            _ => false,
        }
    }
}

fn is_byte(character: char) -> bool {
    u32::from(character) <= 0xFF
}
